import { describe, expect, it } from '@jest/globals';
import { compile } from '../../src/sql/compile.ts';

function compileSql(text: string, line = 1) {
  const script = { path: 'a.sql', text, line, transaction: 'single', dialect: 'sql' } as const;
  return compile(script, {
    variables: new Map([['a', 'never used']]),
    readFile: () => {
      throw new Error('the sql dialect reads no file');
    },
  });
}

describe('the sql dialect', () => {
  it('makes one step of each statement, the last one without a semicolon included', () => {
    const { steps, problems } = compileSql('SELECT :a;\nSELECT x[1:a]', 5);
    expect(problems).toEqual([]);
    expect(steps).toEqual([
      { kind: 'statement', statement: { text: 'SELECT :a', path: 'a.sql', line: 5, column: 1 } },
      { kind: 'statement', statement: { text: 'SELECT x[1:a]', path: 'a.sql', line: 6, column: 1 } },
    ]);
  });

  it.each([
    ['SELECT 1;\n\\i b.sql\nSELECT 2;', '\\i', 2],
    ['\\set x 1', '\\set', 1],
    ['\\connect db', '\\connect', 1],
    ['SELECT 1;\n\n\\.\n', '\\.', 3],
    ['SELECT 1 \\gset\n', '\\gset', 1],
  ])('names the psql command in %j', (text, command, line) => {
    const { problems } = compileSql(text);
    expect(problems).toMatchObject([{ severity: 'error', code: 'psql-command', path: 'a.sql', line }]);
    expect(problems[0]?.message).toContain(`command ${command},`);
    expect(problems[0]?.hint).toContain('plain or sqitch');
  });

  it('takes an escaped quote for no psql command', () => {
    const { problems } = compileSql("INSERT INTO t VALUES ('I\\'m'), ('it\\'s');");
    expect(problems).toMatchObject([{ severity: 'error', code: 'escaped-quote', path: 'a.sql', line: 1 }]);
    expect(problems[0]?.hint).toContain("''");
  });

  it('goes on behind a psql command, to name all of them', () => {
    const { steps, problems } = compileSql("\\i it's.sql\nSELECT 1;\n\\q\n");
    expect(problems).toHaveLength(2);
    expect(steps).toHaveLength(1);
  });

  it('drops what pg_dump puts around its output', () => {
    const { steps, problems } = compileSql("\\restrict aB3'\nSELECT 1;\n\\unrestrict aB3'\n");
    expect(problems).toEqual([]);
    expect(steps).toHaveLength(1);
  });

  it('leaves backslashes in strings and comments alone', () => {
    expect(compileSql("SELECT '\n\\i b.sql'; -- \\q\n/*\n\\! rm */ SELECT $$\\d$$").problems).toEqual([]);
  });
});

describe('COPY … FROM STDIN', () => {
  it('takes the data below it', () => {
    const { steps, problems } = compileSql("COPY public.t (a, b) FROM stdin;\n1\t'\n2\t\\N\n\\.\n\nSELECT 1;\n");
    expect(problems).toEqual([]);
    expect(steps).toMatchObject([
      { kind: 'copy', statement: { text: 'COPY public.t (a, b) FROM stdin' }, data: "1\t'\n2\t\\N\n" },
      { kind: 'statement', statement: { text: 'SELECT 1', line: 6 } },
    ]);
  });

  it.each([
    ['COPY t FROM STDIN;\n\\.\n', ''],
    ['COPY t FROM STDIN; -- data\n1\n\\.', '1\n'],
    ['COPY t FROM STDIN WITH (FORMAT csv);\n"\\."\n\\.\n', '"\\."\n'],
    ['copy "from" from /* a */ stdin;\n\n\\.\n', '\n'],
    ['COPY t FROM STDIN;\n\\.x\n \\.\n\\.\n', '\\.x\n \\.\n'],
  ])('takes from %j the data %j', (text, data) => {
    const { steps, problems } = compileSql(text);
    expect(problems).toEqual([]);
    expect(steps).toMatchObject([{ kind: 'copy', data }]);
  });

  it.each([
    "COPY t FROM '/tmp/stdin'",
    'COPY t TO STDOUT',
    'COPY (SELECT a FROM stdin) TO STDOUT',
    "COPY t FROM PROGRAM 'stdin'",
    'COPY t FROM "stdin"',
  ])('is not what %s is', (text) => {
    expect(compileSql(`${text};`).steps).toMatchObject([{ kind: 'statement', statement: { text } }]);
  });

  it.each(['COPY t FROM STDIN;\n1\n2\n', 'COPY t FROM STDIN', 'COPY t FROM STDIN;', 'COPY t FROM STDIN;\n1\n\\. \n'])(
    'must have data that ends: %j',
    (text) => {
      expect(compileSql(`SELECT 1;\n${text}`).problems).toMatchObject([{ code: 'unterminated-copy-data', line: 2 }]);
    },
  );

  it('must be the last on its line', () => {
    expect(compileSql('COPY t FROM STDIN; SELECT 1;\n1\n\\.\n').problems[0]).toMatchObject({ code: 'text-after-copy' });
  });

  it('reads many megabytes of data at once', () => {
    const row = '1\tsome text; with \' and "\n';
    const data = row.repeat(1_000_000);
    const { steps, problems } = compileSql(`COPY t FROM STDIN;\n${data}\\.\nSELECT 1;`);
    expect(problems).toEqual([]);
    expect(steps[0]?.kind === 'copy' && steps[0].data === data).toBe(true);
    expect(steps[1]).toMatchObject({ statement: { text: 'SELECT 1', line: 1_000_003 } });
  });
});
