import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_DIRECTIVES } from '../../../src/migration/directives.ts';
import { Analysis, parseState } from '../../../src/sql/analysis/analysis.ts';
import { Catalog } from '../../../src/sql/analysis/catalog.ts';
import { Entity } from '../../../src/sql/analysis/entity.ts';
import { compile } from '../../../src/sql/compile.ts';
import { loadParser, type Parser } from '../../../src/sql/parse.ts';

const OPTIONS = { user: 'postgres', booksTable: 'books.applied' };
/** Something of everything that a state has. */
const SCRIPT = `
CREATE SCHEMA app; CREATE ROLE r; CREATE EXTENSION nobody_knows;
CREATE TABLE app.t (id serial PRIMARY KEY, kind regclass, d text DEFAULT upper('a'), CHECK (d <> ''));
CREATE TABLE app.u (t int REFERENCES app.t ON DELETE CASCADE DEFERRABLE) PARTITION BY LIST (t);
CREATE TABLE app.u_rest PARTITION OF app.u DEFAULT;
ALTER TABLE app.t OWNER TO r;
CREATE FUNCTION app.f(a int DEFAULT 1, b regclass DEFAULT NULL) RETURNS int LANGUAGE sql SET search_path = app AS 'SELECT id FROM t';
CREATE FUNCTION app.g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM app.f(b => 'app.t'); RETURN NEW; END $$;
CREATE FUNCTION app.h(VARIADIC a int[]) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TRIGGER g AFTER INSERT ON app.t REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION app.g();
CREATE VIEW app.v AS SELECT app.f(1, NULL), relname FROM app.t, pg_class;
DO $$ BEGIN IF random() > 1 THEN ALTER TABLE app.t RENAME TO s; CREATE VIEW w AS SELECT 1; END IF; END $$;
INSERT INTO app.u SELECT id FROM app.t ORDER BY 1; UPDATE app.u SET t = t + 1; DROP TABLE app.u_rest;
DO $$ BEGIN EXECUTE (SELECT d FROM app.t); END $$;
CREATE TABLE after (x int);
`;
const FOLLOWING =
  'INSERT INTO app.t (d) VALUES (1); SELECT * FROM app.v, after; ALTER TABLE app.t DROP COLUMN kind CASCADE;';

describe('the state of an analysis', () => {
  let parser: Parser;
  let printed = '';

  beforeAll(async () => {
    parser = await loadParser();
    const analysis = new Analysis(parser, OPTIONS);
    read(analysis, SCRIPT);
    printed = analysis.printState();
  });

  function read(analysis: Analysis, text: string) {
    const script = { path: '1.sql', text, line: 1, transaction: 'single', dialect: 'sql' } as const;
    const readFile = (file: string) => {
      throw new Error(`${file} is not included.`);
    };
    return analysis.read(analysis.parse(compile(script, { variables: new Map(), readFile }).steps), NO_DIRECTIVES);
  }

  it('is what it was, printed and read', () => {
    const resumed = new Analysis(parser, OPTIONS, parseState(printed));
    expect(resumed.printState()).toBe(printed);
    const uninterrupted = new Analysis(parser, OPTIONS);
    read(uninterrupted, SCRIPT);
    expect(read(resumed, FOLLOWING)).toStrictEqual(read(uninterrupted, FOLLOWING));
    expect(resumed.printState()).toBe(uninterrupted.printState());
  });

  it.each([
    ['', '{'],
    ['no state', '[1]'],
    ['null', 'null'],
    ['no numbers', '{"texts":[]}'],
    ['no texts', '{"numbers":[0]}'],
    ['nothing', '{"texts":[],"numbers":[]}'],
  ])('is refused when it is %s', (_, text) => {
    expect(() => parseState(text)).toThrow('it is damaged');
  });

  it('is refused when it is cut off, or longer than it says', () => {
    const { texts, numbers } = parsed();
    fc.assert(
      fc.property(fc.nat({ max: numbers.length - 1 }), (length) => {
        const cut = JSON.stringify({ texts, numbers: numbers.slice(0, length) });
        expect(() => parseState(cut)).toThrow('it is damaged');
      }),
    );
    const longer = JSON.stringify({ texts, numbers: [...numbers, 0] });
    expect(() => parseState(longer)).toThrow('it is damaged');
    const fewer = JSON.stringify({ texts: texts.slice(0, -1), numbers });
    expect(() => parseState(fewer)).toThrow('it is damaged');
  });

  it('is refused, or is one that can be gone on from, whatever is another', () => {
    const { texts, numbers } = parsed();
    const other = fc.oneof(fc.nat({ max: 40 }), fc.nat(), fc.constantFrom(-1, 0.5, 2 ** 53, null, 'a', [], {}));
    fc.assert(
      fc.property(fc.nat({ max: numbers.length - 1 }), other, (place, value) => {
        const changed = JSON.stringify({ texts, numbers: numbers.with(place, value) });
        let resumed: Analysis;
        try {
          resumed = new Analysis(parser, OPTIONS, parseState(changed));
        } catch (error) {
          expect(error).toEqual(new Error('it is damaged'));
          return;
        }
        read(resumed, FOLLOWING);
        resumed.printState();
      }),
      { numRuns: 1000 },
    );
  });

  function parsed(): { readonly texts: readonly string[]; readonly numbers: readonly unknown[] } {
    return JSON.parse(printed) as ReturnType<typeof parsed>;
  }

  it('has each field that entities and catalogs have, also private ones', () => {
    const entity = new Entity('relation', 'table', 'public', 't');
    const known = [...Object.keys(entity.ties), 'schema', 'name', 'resource'];
    expect(privateFieldsOf('entity')).toEqual(known.sort());
    // What it keeps by other names follows from its contents.
    expect(Object.keys(new Catalog().contents).sort()).toEqual(
      ['version', 'uncertain', 'spaces', 'named', 'relationNames', 'transitionTables', 'unknownExtensions'].sort(),
    );
    expect(privateFieldsOf('catalog')).toEqual(['byName', 'byPlace', 'bySpace', 'relationNames', 'routines']);
  });

  function privateFieldsOf(file: string): readonly string[] {
    const source = readFileSync(path.join(import.meta.dirname, `../../../src/sql/analysis/${file}.ts`), 'utf8');
    return [...source.matchAll(/^ {2}(?:readonly )?#(\w+)(?=[:; ])/gm)].map(([, name = '']) => name).sort();
  }
});
