import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadParser, type Parser } from '../../src/sql/parse.ts';
import { split } from '../../src/sql/split.ts';
import { blank, script, statement } from './scripts.ts';

function texts(text: string): string[] {
  return split(text, 'a.sql').statements.map((found) => found.text);
}

describe('split', () => {
  it('takes statements from their first token to their last', () => {
    expect(texts('-- a\n SELECT 1 /* b */ ; /* c */ SELECT /* d */ 2 -- e\n')).toEqual([
      'SELECT 1',
      'SELECT /* d */ 2',
    ]);
  });

  it.each(['', ' \n', ';', ';;; ;', '-- a', '/* ; */;-- ;'])('finds nothing in %j', (text) => {
    expect(split(text, 'a.sql')).toEqual({ statements: [], problems: [] });
  });

  it('tells where each begins, in characters', () => {
    const { statements } = split("/* 💥é */ SELECT '💥'; SELECT 2;\n\n  SELECT 3", 'dir/a.sql', 10);
    expect(statements).toEqual([
      { text: "SELECT '💥'", path: 'dir/a.sql', line: 10, column: 10 },
      { text: 'SELECT 2', path: 'dir/a.sql', line: 10, column: 22 },
      { text: 'SELECT 3', path: 'dir/a.sql', line: 12, column: 3 },
    ]);
  });

  it('leaves the statements of a rule together', () => {
    expect(texts('CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3')).toHaveLength(2);
  });

  it('does not count a closing parenthesis that nothing opened', () => {
    expect(texts('SELECT 1); SELECT (2); SELECT 3')).toHaveLength(3);
  });

  it.each([
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN 1 END; END',
    'create or replace procedure p() begin atomic select 1 as end; select 2 end; end',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ; END',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC END',
  ])('leaves the body of a routine together: %s', (text) => {
    expect(texts(`${text}; SELECT 9;`)).toEqual([text, 'SELECT 9']);
  });

  it.each([
    'CREATE FUNCTION begin(atomic int) RETURNS int LANGUAGE sql RETURN 1; SELECT 1',
    'CREATE TABLE begin (atomic int); SELECT 1',
    'BEGIN; END',
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'BEGIN ATOMIC'; SELECT 1",
    'CREATE VIEW function AS SELECT begin atomic; SELECT 1',
  ])('sees no such body in %j', (text) => {
    expect(texts(text)).toHaveLength(2);
  });

  it.each([
    ["SELECT 1;\n SELECT 'a", 'unterminated-string', 2, 9],
    ['SELECT "a;', 'unterminated-identifier', 1, 8],
    ['SELECT $a$ ; $b$', 'unterminated-dollar-quote', 1, 8],
    ['SELECT 1; 💥 /* a /* b */', 'unterminated-comment', 1, 13],
  ])('names where what never ends begins: %j', (text, code, line, column) => {
    const { problems } = split(text, 'a.sql');
    expect(problems).toMatchObject([{ severity: 'error', code, path: 'a.sql', line, column }]);
    expect(problems[0]?.message).toContain(`a.sql:${line} `);
    expect(problems[0]?.hint).toBeTruthy();
  });

  it('names a NUL character by its line', () => {
    expect(split('SELECT 1;\n SELECT \0;', 'a.sql').problems).toMatchObject([
      { code: 'nul-character', line: 2, column: 9 },
    ]);
  });

  it('names each template once, with the value to pass', () => {
    const { problems } = split(
      'CREATE TABLE {{ .Schema }}.a ();\nDROP TABLE {{ .Schema }}.b, "{{ index .O "Other" }}".c',
      'a.sql',
    );
    expect(problems).toMatchObject([
      { code: 'unfilled-template', line: 1, column: 14, hint: 'Pass its value: --set Schema=VALUE' },
      { code: 'unfilled-template', line: 2, column: 29, hint: 'Pass its value: --set Other=VALUE' },
    ]);
    expect(problems[0]?.message).toContain('{{ .Schema }}');
  });

  it.each(['{{ if eq .loadSampleData "true" }}', '{{ template "data/sample.sql" }}', '{{ end }}', '{{- else -}}'])(
    'gives no value for %s, which is none',
    (action) => {
      const { problems } = split(`SELECT 1; ${action}`, 'a.sql');
      expect(problems).toMatchObject([{ code: 'unfilled-template', hint: expect.not.stringContaining('--set') }]);
    },
  );
});

describe('split, for any script', () => {
  let parser: Parser;
  beforeAll(async () => {
    parser = await loadParser();
  });

  it('agrees with PostgreSQL on what the statements are and where they begin', () => {
    fc.assert(
      fc.property(script, ({ text, statements: expected }) => {
        const { statements, problems } = split(text, 'a.sql');
        expect(problems).toEqual([]);
        expect(statements).toHaveLength(expected.length);
        const bytes = Buffer.from(text);
        const parsed = parser.parseSync(text).stmts ?? [];
        const begins = parsed.map(({ stmt_location: begin = 0 }) => bytes.subarray(0, begin).toString().length);
        expect(statements.map(({ line, column }) => offsetOf(text, line, column))).toEqual(begins);
      }),
      { numRuns: 500 },
    );
  });

  it('gives positions that point at the statements themselves', () => {
    fc.assert(
      fc.property(script, ({ text }) => {
        for (const { text: found, line, column } of split(text, 'a.sql').statements) {
          expect(text.startsWith(found, offsetOf(text, line, column))).toBe(true);
        }
      }),
    );
  });

  it('finds the same statements again in what it found', () => {
    fc.assert(
      fc.property(script, ({ text }) => {
        const found = texts(text);
        expect(texts(found.join(';\n'))).toEqual(found);
      }),
    );
  });

  it('does not mind blanks around statements', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(blank, blank, statement, blank, blank), { minLength: 1, maxLength: 5 }),
        (parts) => {
          const bare = parts.map(([, , text]) => text).join('\n;');
          expect(texts(parts.map((pieces) => pieces.join('')).join('\n;'))).toEqual(texts(bare));
        },
      ),
    );
  });

  it('never throws, and loses no token of a text without problems', () => {
    const piece = fc.constantFrom(
      "'",
      '"',
      '$$',
      '$a$',
      ';',
      '(',
      ')',
      '--',
      '/*',
      '*/',
      '\n',
      '\\',
      ':',
      '{{',
      '}}',
      'E',
      'a',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { statements, problems } = split(text, 'a.sql');
        const kept = statements.map((found) => found.text).join(';');
        if (problems.length === 0) expect(texts(kept)).toEqual(statements.map((found) => found.text));
      }),
      { numRuns: 1000 },
    );
  });
});

/** The UTF-16 offset of a 1-based line and column in code points. */
function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, part) => sum + part.length + 1, 0);
  return (
    before +
    Array.from(lines[line - 1] ?? '')
      .slice(0, column - 1)
      .join('').length
  );
}

describe('speed', () => {
  it('holds for 20 MB in one line', () => {
    const one = "INSERT INTO t (a, b) VALUES (1, 'é');";
    const text = one.repeat(Math.ceil(20_000_000 / one.length));
    const begin = performance.now();
    const { statements } = split(text, 'a.sql');
    expect(statements).toHaveLength(text.length / one.length);
    expect(statements.at(-1)).toMatchObject({ line: 1, column: text.length - one.length + 1 });
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});
