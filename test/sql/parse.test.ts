import { describe, expect, it } from '@jest/globals';
import { loadParser, parseStatement } from '../../src/sql/parse.ts';
import { split } from '../../src/sql/split.ts';

async function check(text: string, line = 1) {
  const parser = await loadParser();
  return split(text, 'a.sql', line).statements.flatMap((statement) => parseStatement(parser, statement).problem ?? []);
}

describe('parseStatement', () => {
  it('has nothing against a good script, or none', async () => {
    expect(await check("CREATE TABLE t (a int);\nCOPY t FROM STDIN\n;SELECT '💥'")).toEqual([]);
    expect(await check('')).toEqual([]);
  });

  it('names every bad statement, in characters of the file', async () => {
    expect(await check("SELECT 1;\n\n SELECT '💥é' FROM FROM;\nSELECT 2; SELCT 3;\nSELECT\n  4 +", 10)).toEqual([
      {
        severity: 'warning',
        code: 'syntax',
        message: 'a.sql:12 syntax error at or near "FROM"',
        path: 'a.sql',
        line: 12,
        column: 19,
      },
      {
        severity: 'warning',
        code: 'syntax',
        message: 'a.sql:13 syntax error at or near "SELCT"',
        path: 'a.sql',
        line: 13,
        column: 11,
      },
      {
        severity: 'warning',
        code: 'syntax',
        message: 'a.sql:15 syntax error at end of input',
        path: 'a.sql',
        line: 15,
        column: 6,
      },
    ]);
  });

  it('names the variable of psql that has no value', async () => {
    const [problem] = await check('CREATE TABLE :APP_SCHEMA.t (id int);');
    expect(problem?.hint).toBe("If :APP_SCHEMA is a variable of psql's, give its value: --set APP_SCHEMA=…");
    expect((await check("CREATE TABLE :'name' (id int);"))[0]?.hint).toMatch(/--set name=…$/);
    expect((await check('SELECT 1 : 2;'))[0]).not.toHaveProperty('hint');
  });

  it('says which statements it does not check', async () => {
    const large = `SELECT ${'1,'.repeat(550_000)}1`;
    const deep = `SELECT ${'1 + '.repeat(50_000)}1`;
    expect(await check(`SELCT;\n${large};\n${deep};\nSELCT`)).toMatchObject([
      { severity: 'warning', line: 1 },
      { severity: 'info', code: 'statement-too-large', line: 2 },
      { severity: 'info', code: 'syntax-unchecked', line: 3 },
      { severity: 'warning', line: 4 },
    ]);
    expect(process.exitCode ?? 0).toBe(0);
  });
});

describe('a statement that is too large', () => {
  const parse = async (sql: string) => {
    const parser = await loadParser();
    const [statement] = split(sql, 'a.sql').statements;
    if (statement === undefined) throw new Error('There is no statement.');
    return parseStatement(parser, statement, 100);
  };

  it('is read by fewer rows, and not checked', async () => {
    const { trees, problem } = await parse(`INSERT INTO t VALUES ${"('a'), ".repeat(100)}(1)`);
    expect(problem).toMatchObject({ severity: 'info', code: 'statement-too-large' });
    expect(JSON.stringify(trees)).toContain('"valuesLists":[');
  });

  it.each([
    ['holds more than rows', `SELECT ${'1, '.repeat(100)}1`],
    [
      'has too many kinds of values',
      `INSERT INTO t VALUES ${Array.from({ length: 100 }, (_, at) => `(1::t${at})`).join()}`,
    ],
    ['is wrong behind its rows', `INSERT INTO t VALUES ${'(1), '.repeat(100)}(1) ON CONFLICT SO NOTHING`],
  ])('is not read where it %s', async (_, sql) => {
    expect((await parse(sql)).trees).toMatch(/^has a statement of 0\.0 MiB, which is too large to be read$/);
  });

  it('is none for long strings, such as a block', async () => {
    const block = `DO $$ BEGIN ${'DELETE FROM t WHERE a = 1; '.repeat(50)} END $$`;
    expect(await parse(block)).toEqual({ trees: [expect.objectContaining({ DoStmt: expect.anything() })] });
  });
});

describe('loadParser', () => {
  it('loads once', async () => {
    expect(await loadParser()).toBe(await loadParser());
  });
});
