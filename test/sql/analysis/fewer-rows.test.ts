/** Statements of many rows that are read by fewer of them touch what they touch as a whole. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Analysis, type ParsedStep } from '../../../src/sql/analysis/analysis.ts';
import { conflict, type Footprint, type Touch } from '../../../src/sql/footprint.ts';
import { withFewerRows } from '../../../src/sql/literal-rows.ts';
import { loadParser, type Parser, parseStatement } from '../../../src/sql/parse.ts';
import { split } from '../../../src/sql/split.ts';
import { parseDirectives } from '../../../src/migration/directives.ts';

let parser: Parser;
let setup: readonly ParsedStep[];
beforeAll(async () => {
  parser = await loadParser();
  setup = stepsOf(SETUP);
});

const writing = (name: string, parameters: string, gives: string, does: string, given: string) =>
  `CREATE TABLE ${name}_seen (x int); CREATE FUNCTION ${name}(${parameters}) RETURNS ${gives} LANGUAGE plpgsql
   AS $$ BEGIN ${does} ${name}_seen; RETURN ${given}; END $$;`;

const SETUP = `
  CREATE TABLE referred (x int PRIMARY KEY);
  CREATE SEQUENCE numbers;
  ${writing('by_default', '', 'int', 'DELETE FROM', '1')}
  ${writing('by_check', 'x text', 'bool', 'PERFORM x FROM', 'true')}
  ${writing('by_domain', 'x text', 'bool', 'PERFORM x FROM', 'true')}
  ${writing('by_cast', 'x text', 'bool', 'PERFORM x FROM', 'true')}
  ${writing('by_trigger', '', 'trigger', 'DELETE FROM', 'NEW')}
  ${writing('by_conflict', 'x text', 'text', 'DELETE FROM', 'x')}
  CREATE TYPE mood AS ENUM ('a', 'b');
  CREATE DOMAIN code AS text CHECK (by_domain(VALUE));
  CREATE DOMAIN other AS text CHECK (by_cast(VALUE));
  CREATE TABLE t (
    a serial PRIMARY KEY,
    b int DEFAULT by_default() REFERENCES referred,
    c code DEFAULT 'x',
    d text DEFAULT nextval('numbers') CHECK (by_check(d))
  );
  CREATE TABLE named (a int, b int, c regclass DEFAULT 'referred', d text);
  CREATE TABLE kept (x text);
  CREATE TRIGGER by_trigger BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION by_trigger();`;

const fill = fc.constantFrom('1', '-2', "'3'", 'NULL', 'DEFAULT', '1.5', "'4'::int", '5::bigint', "int '6'");
const text = fc.constantFrom(
  "'referred'",
  "'kept'",
  "'mood'",
  'NULL',
  'DEFAULT',
  "'a'::code",
  "'b'::other",
  "'a'::mood",
  "mood 'b'",
  "'kept'::regclass",
  "regtype 'mood'",
  "E'\\''",
  '$$ , ( $$',
  "date '2020-01-01'",
);
const row = fc.tuple(fill, fill, text, text).map((cells) => `(${cells.join(', ')})`);
const ends = fc.constantFrom(
  '',
  'ON CONFLICT DO NOTHING',
  "ON CONFLICT (a) DO UPDATE SET d = by_conflict('x')",
  'RETURNING a',
  "RETURNING 'kept'::regclass",
);

function stepsOf(script: string, heaviest?: number): readonly ParsedStep[] {
  return split(script, 'a.sql').statements.map((statement) => ({
    step: { kind: 'statement', statement },
    ...parseStatement(parser, statement, heaviest),
  }));
}

function read(sql: string, heaviest: number | undefined): Footprint {
  const analysis = new Analysis(parser, { user: 'postgres' });
  const { directives } = parseDirectives('', 'a.sql');
  analysis.read(setup, directives);
  return analysis.read(stepsOf(sql, heaviest), directives);
}

/** With all rows, and with those that are needed. */
function both(table: string, columns: string, rows: readonly string[], end: string): readonly [Footprint, Footprint] {
  const many = Array.from({ length: 30 }, () => rows).flat();
  const sql = `INSERT INTO ${table}${columns} VALUES ${many.join(', ')} ${end}`;
  const fewer = withFewerRows(sql) ?? '';
  expect(fewer).not.toBe('');
  expect(fewer.length).toBeLessThan(sql.length);
  return [read(sql, undefined), read(sql, Buffer.byteLength(fewer))];
}

/** Whoever reads all definitions reads each. */
function covers({ touches }: Footprint, other: Touch): boolean {
  return touches.some(({ resource, manner }) =>
    resource === 'definitions'
      ? other.manner === 'read' && !other.resource.startsWith('rows ')
      : resource === other.resource && isAsStrong(manner, other.manner),
  );
}

function isAsStrong(manner: Touch['manner'], than: Touch['manner']): boolean {
  return (['read', 'add', 'write'] as const).every((other) => !conflict(than, other) || conflict(manner, other));
}

describe('INSERT by fewer rows', () => {
  it('touches the same', () => {
    fc.assert(
      fc.property(
        fc.array(
          row.filter((cells) => !/reg(class|type)/.test(cells)),
          { minLength: 1, maxLength: 6 },
        ),
        fc.constantFrom('', ' (a, b, c, d)', ' (b, a, d, c)'),
        ends.filter((end) => !end.includes('regclass')),
        (rows, columns, end) => {
          const [whole, shortened] = both('t', columns, rows, end);
          expect(shortened).toStrictEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('touches no less where texts name objects', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('t', 'named'),
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('', ' (a, b, c, d)', ' (b, a, d, c)'),
        ends,
        (table, rows, columns, end) => {
          const [whole, shortened] = both(table, columns, rows, end);
          if (whole.opaque !== undefined) expect(shortened.opaque).toBeDefined();
          expect(whole.touches.filter((touch) => !covers(shortened, touch))).toEqual([]);
          expect(shortened.byPlacement).toEqual(whole.byPlacement);
          expect(shortened.draws).toBe(whole.draws);
        },
      ),
      { numRuns: 150 },
    );
  });
});
