import { describe, expect, it } from '@jest/globals';
import type { Script } from '../../src/migration/migration.ts';
import { usageError, UserError } from '../../src/migration/problem.ts';
import { compile } from '../../src/sql/compile.ts';

type Files = Readonly<Record<string, string>>;

function compilePsql(text: string, files: Files = {}, variables: Readonly<Record<string, string>> = {}) {
  const script = { path: 'deploy/a.sql', text, line: 1, transaction: 'none', dialect: 'psql' } as const;
  return compile(script, {
    variables: new Map(Object.entries(variables)),
    readFile: (path) => {
      const found = files[path];
      if (found !== undefined) return found;
      const message = `There is no file ${path}.`;
      throw new UserError('migrations', [{ severity: 'error', code: 'missing-file', message, path, hint: 'Add it.' }]);
    },
  });
}

/** What a script without problems sends. */
function sent(text: string, files?: Files, variables?: Readonly<Record<string, string>>): string[] {
  const { steps, problems } = compilePsql(text, files, variables);
  expect(problems).toEqual([]);
  return steps.map(({ statement }) => statement.text);
}

describe('variables', () => {
  it.each([
    ['SELECT :a', { a: '1 + 2' }, 'SELECT 1 + 2'],
    ['SELECT :\'a\', :"a"', { a: 'it\'s "b"' }, `SELECT 'it''s "b"', "it's ""b"""`],
    ["SELECT :'a'", { a: 'c\\d' }, "SELECT  E'c\\\\d'"],
    ['SELECT :{?a}, :{?b}', { a: '' }, 'SELECT TRUE, FALSE'],
    ['SELECT t:a.b', { a: '1' }, 'SELECT t1.b'],
    ['SELECT :ab, :a', { a: '1' }, 'SELECT :ab, 1'],
    ['SELECT :b, :\'b\', :"b", x[1:2], c::a', { a: '1' }, 'SELECT :b, :\'b\', :"b", x[1:2], c::a'],
    ['SELECT \':a\', $$:a$$, ":a" /* :a */ -- :a\n, 1', { a: '1' }, 'SELECT \':a\', $$:a$$, ":a" /* :a */ -- :a\n, 1'],
    ['SELECT :a', { a: ':b + :a', b: '1' }, 'SELECT 1 + :a'],
    ['SELECT :größe', { größe: '1' }, 'SELECT 1'],
    [':a 1', { a: 'SELECT' }, 'SELECT 1'],
  ])('in %j with %j', (text, variables, expected) => {
    expect(sent(text, {}, variables)).toEqual([expected]);
  });

  it('may hold several statements, all placed where the variable is', () => {
    const { steps } = compilePsql('\n  SELECT :a; SELECT 4', {}, { a: '1; SELECT 2; SELECT 3' });
    expect(steps.map(({ statement }) => [statement.text, statement.line, statement.column])).toEqual([
      ['SELECT 1', 2, 3],
      ['SELECT 2', 2, 10],
      ['SELECT 3', 2, 10],
      ['SELECT 4', 2, 14],
    ]);
  });

  it('that are empty make no statement', () => {
    expect(sent(':a; :a', {}, { a: ' -- nothing\n' })).toEqual([]);
  });

  it('may not leave a quote open', () => {
    expect(compilePsql("SELECT 1;\nSELECT :a'", {}, { a: "'x" }).problems[0]).toMatchObject({
      code: 'unterminated-string',
      line: 2,
      column: 8,
    });
  });

  it('of the connection must be given', () => {
    const { problems } = compilePsql('ALTER DATABASE :"DBNAME" SET a = 1;');
    expect(problems).toMatchObject([{ code: 'psql-variable', hint: 'Pass its value: --set DBNAME=VALUE' }]);
    expect(sent('ALTER DATABASE :"DBNAME" SET a = 1;', {}, { DBNAME: 'd' })).toEqual(['ALTER DATABASE "d" SET a = 1']);
  });
});

describe('\\set', () => {
  it.each([
    ['\\set a 1\nSELECT :a', 'SELECT 1'],
    ['\\set a b c\nSELECT :a', 'SELECT bc'],
    ["\\set a 'b c' 'it''s'\nSELECT :'a'", "SELECT 'b cit''s'"],
    ["\\set a 'x\\ty\\n\\x41\\102\\''\nSELECT :'a'", "SELECT 'x\ty\nAB'''"],
    ['\\set a "b c"\nSELECT :a', 'SELECT "b c"'],
    ['\\set a 1\n\\set b :a:a\nSELECT :b', 'SELECT 11'],
    ["\\set a x\n\\set b :'a'\nSELECT :b", "SELECT 'x'"],
    ['\\set a 1 \\\\ SELECT :a', 'SELECT 1'],
    ['\\set a 1 \\set b 2\nSELECT :a, :b', 'SELECT 1, 2'],
    ['\\set a\nSELECT 1:a', 'SELECT 1'],
    ['\\set a 1;\nSELECT :a', 'SELECT 1'],
    ['\\set a 1\n\\unset a\nSELECT :a', 'SELECT :a'],
    ['\\set\n\\set ON_ERROR_STOP on\n\\set QUIET 1\nSELECT 1', 'SELECT 1'],
  ])('in %j', (text, expected) => {
    expect(sent(text)).toEqual([expected]);
  });

  it.each([
    ["\\set a 'b\nSELECT 1", 'unterminated-string'],
    ['\\set a-b 1', 'invalid-variable'],
    ['\\set AUTOCOMMIT off', 'psql-command'],
  ])('cannot follow %j', (text, code) => {
    expect(compilePsql(`\n${text}`).problems).toMatchObject([{ severity: 'error', code, line: 2, column: 1 }]);
  });
});

describe('\\i and \\ir', () => {
  it('put in a file, with its own places', () => {
    const { steps, problems } = compilePsql('SELECT 1;\n\\i lib/b.sql\n\\ir c.sql;\n', {
      'lib/b.sql': '\\ir c.sql\n',
      'lib/c.sql': '\n SELECT 2;',
      'deploy/c.sql': 'SELECT 3',
    });
    expect(problems).toEqual([]);
    expect(steps.map(({ statement }) => [statement.text, statement.path, statement.line])).toEqual([
      ['SELECT 1', 'deploy/a.sql', 1],
      ['SELECT 2', 'lib/c.sql', 2],
      ['SELECT 3', 'deploy/c.sql', 1],
    ]);
  });

  it('share variables, and let a file be put in twice', () => {
    const files = { 'b.sql': 'SELECT :x;\n\\set x 2' };
    expect(sent("\\set x 1\n\\set f b.sql\n\\include :f\n\\include_relative '../b.sql'\n", files)).toEqual([
      'SELECT 1',
      'SELECT 2',
    ]);
  });

  it('leave the statement around them as it is', () => {
    expect(sent('SELECT 1\n\\i b.sql\n+ 2;', { 'b.sql': 'SELECT 3;' })).toEqual(['SELECT 3', 'SELECT 1\n+ 2']);
  });

  it('name the line that asks for a missing file', () => {
    const { problems } = compilePsql('SELECT 1;\n\\i b.sql', {});
    expect(problems).toMatchObject([{ code: 'missing-file', path: 'deploy/a.sql', line: 2, hint: 'Add it.' }]);
    expect(problems[0]?.message).toContain('b.sql');
    expect(compilePsql('\\i').problems).toMatchObject([{ code: 'psql-command', line: 1 }]);
  });

  it('name the line that closes a loop', () => {
    const { problems } = compilePsql('\\i b.sql', { 'b.sql': '\n\\i deploy/../deploy/a.sql' });
    expect(problems).toMatchObject([{ code: 'include-loop', path: 'b.sql', line: 2 }]);
    expect(problems[0]?.message).toContain('deploy/a.sql → b.sql → deploy/a.sql');
  });

  it('pass on errors that are not the reader’s to mend', () => {
    const script = { path: 'a.sql', text: '\\i b.sql', line: 1, transaction: 'none', dialect: 'psql' } as const;
    const readFile = () => {
      throw new TypeError('a defect');
    };
    expect(() => compile(script, { variables: new Map(), readFile })).toThrow(TypeError);
  });
});

describe('\\if', () => {
  it.each([
    ['\\if true\nSELECT 1;\n\\else\nSELECT 2;\n\\endif', ['SELECT 1']],
    [
      '\\if no\nSELECT 1;\n\\elif on\nSELECT 2;\n\\elif yes\nSELECT 3;\n\\else\nSELECT 4;\n\\endif\nSELECT 5',
      ['SELECT 2', 'SELECT 5'],
    ],
    ['\\set a 0\n\\if :a\nSELECT 1;\n\\else\nSELECT 2;\n\\endif', ['SELECT 2']],
    ['\\if :{?a}\nSELECT 1;\n\\endif\nSELECT 2', ['SELECT 2']],
    ['SELECT 1\n\\if false\n+ (2;\n\\else\n+ 3\n\\endif\n;SELECT 4;', ['SELECT 1\n+ 3', 'SELECT 4']],
    ['\\if 0\n\\if true\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\n\\else\nSELECT 3;\n\\endif', ['SELECT 3']],
    ['\\if 1\n\\if false\n\\elif true\nSELECT 1;\n\\endif\n\\endif', ['SELECT 1']],
    [
      '\\if false\n\\i none.sql\n\\! rm\n\\set a `x`\n\\copy t from none\n\\q\n\\if nonsense\n\\endif\n\\endif\nSELECT :a',
      ['SELECT :a'],
    ],
    ['\\if true \\\\ SELECT 1; \\else SELECT 2; \\endif', ['SELECT 1']],
  ])('in %j', (text, expected) => {
    expect(sent(text)).toEqual(expected);
  });

  it.each([
    ['\\if true', 'unbalanced-condition'],
    ['\\endif', 'unbalanced-condition'],
    ['\\else', 'unbalanced-condition'],
    ['\\if true \\else \\elif true \\endif', 'unbalanced-condition'],
    ['\\if maybe \\endif', 'invalid-condition'],
    ['\\if :none \\endif', 'invalid-condition'],
  ])('cannot follow %j', (text, code) => {
    expect(compilePsql(text).problems).toMatchObject([{ severity: 'error', code, line: 1 }]);
  });
});

describe('sending', () => {
  it('is done by a semicolon, \\g or the end of the file', () => {
    expect(sent('SELECT 1; SELECT 2 \\g\nSELECT 3 \\gx (format=csv)\nSELECT 4')).toEqual(
      [1, 2, 3, 4].map((n) => `SELECT ${n}`),
    );
  });

  it('is done again by \\g alone', () => {
    expect(sent('SELECT 1;\n\\g\n')).toEqual(['SELECT 1', 'SELECT 1']);
    expect(sent('\\g\n')).toEqual([]);
  });

  it('is put off by \\;', () => {
    expect(sent('SELECT 1\\; SELECT 2; SELECT 3')).toEqual(['SELECT 1; SELECT 2', 'SELECT 3']);
  });

  it('runs what a query gives by \\gexec', () => {
    const { steps, problems } = compilePsql("SELECT 'a' \\gexec\nSELECT 'b';\n\\gexec");
    expect(problems).toEqual([]);
    expect(steps.map(({ kind, statement }) => [kind, statement.text])).toEqual([
      ['gexec', "SELECT 'a'"],
      ['statement', "SELECT 'b'"],
      ['gexec', "SELECT 'b'"],
    ]);
  });

  it('is given up by \\r, and ends with \\q', () => {
    expect(sent('SELECT 1 \\r\nSELECT 2;\n\\q\nSELECT 3;')).toEqual(['SELECT 2']);
    expect(sent('\\i b.sql\nSELECT 3;', { 'b.sql': 'SELECT 1;\n\\q\nSELECT 2;' })).toEqual(['SELECT 1', 'SELECT 3']);
  });
});

describe('\\copy', () => {
  it.each([
    ["\\copy t from 'data/b.csv'", 'COPY t FROM STDIN'],
    [
      "\\copy s.t (a, b) FROM 'data/b.csv' WITH (FORMAT csv, HEADER);",
      'COPY s.t (a, b) FROM STDIN WITH (FORMAT csv, HEADER)',
    ],
    ['\\copy t from ./data/b.csv csv', 'COPY t FROM STDIN csv'],
    ['\\copy "from" from data/b.csv', 'COPY "from" FROM STDIN'],
  ])('%s', (text, statement) => {
    const { steps, problems } = compilePsql(`SELECT 1;\n${text}\nSELECT 2`, { 'data/b.csv': '1\n' });
    expect(problems).toEqual([]);
    expect(steps[1]).toEqual({
      kind: 'copy',
      statement: { text: statement, path: 'deploy/a.sql', line: 2, column: 1 },
      data: '1\n',
    });
    expect(steps[2]).toMatchObject({ statement: { text: 'SELECT 2', line: 3 } });
  });

  it('takes data from the script, as COPY does', () => {
    const text = '\\copy t from stdin csv\n1\n\\.\nCOPY t FROM STDIN \\g\n2\n\\.\n';
    expect(compilePsql(text)).toEqual({
      problems: [],
      incomplete: false,
      steps: [
        { kind: 'copy', statement: expect.objectContaining({ text: 'COPY t FROM STDIN csv', line: 1 }), data: '1\n' },
        { kind: 'copy', statement: expect.objectContaining({ text: 'COPY t FROM STDIN', line: 4 }), data: '2\n' },
      ],
    });
  });

  it.each([
    ['\\copy t from program sed', 'psql-command', 'no program in quotes'],
    ["\\copy t to 'x'", 'psql-command', 'writes a file'],
    ['\\copy (select a from b) to x', 'psql-command', 'writes a file'],
    ['\\copy t from pstdin', 'psql-command', 'input'],
    ['\\copy t', 'psql-command', 'neither'],
    ['\\copy t from', 'psql-command', 'no file'],
    ['\\copy t from none.csv', 'missing-file', 'none.csv'],
  ])('cannot follow %s', (text, code, word) => {
    const { problems } = compilePsql(text);
    expect(problems).toMatchObject([{ severity: 'error', code, line: 1 }]);
    expect(problems[0]?.message).toContain(word);
  });
});

describe('other commands', () => {
  it.each([
    ...[
      '\\echo a :b',
      "\\qecho 'a'",
      '\\warn x',
      '\\timing on',
      '\\pset pager off',
      '\\x',
      '\\t',
      '\\a',
      '\\f ,',
      '\\H',
      '\\o',
    ],
    ...[
      '\\encoding UTF8',
      '\\encoding',
      '\\errverbose',
      '\\conninfo',
      '\\d t',
      '\\dt+ *.*',
      '\\l',
      '\\l+',
      '\\z',
      '\\df',
      '\\sf f',
    ],
    ...['\\restrict aB3', '\\unrestrict aB3', '\\?', '\\h SELECT', '\\p'],
  ])('%s has no effect', (text) => {
    expect(sent(`SELECT 1;\n${text}\nSELECT 2;`)).toEqual(['SELECT 1', 'SELECT 2']);
  });

  it.each([
    ...[
      '\\! rm -r x',
      '\\connect db',
      '\\c db',
      '\\gset',
      '\\gset p_',
      '\\gdesc',
      '\\bind 1',
      '\\lo_import x',
      '\\password',
    ],
    ...[
      '\\prompt x',
      '\\watch 1',
      '\\o x',
      '\\encoding LATIN1',
      '\\cd x',
      '\\w x',
      '\\.',
      '\\nonsense',
      '\\toString',
      '\\g x',
      '\\',
    ],
  ])('%s is refused', (text) => {
    const { problems } = compilePsql(`SELECT 1;\n  SELECT 2 ${text}\nSELECT 3;`);
    expect(problems).toMatchObject([
      { severity: 'error', code: 'psql-command', path: 'deploy/a.sql', line: 2, column: 12 },
    ]);
    expect(problems[0]?.message).toContain(text.split(' ')[0]);
    expect(problems[0]?.hint).toBeTruthy();
  });

  it('are no commands in strings and comments', () => {
    expect(sent("SELECT '\\q', E'\\!', $$\\i x$$ -- \\q\n/* \\q */")).toEqual(["SELECT '\\q', E'\\!', $$\\i x$$"]);
  });
});

describe('programs', () => {
  const script = (text: string): Script => ({ path: 'a.sql', text, line: 1, transaction: 'none', dialect: 'psql' });
  const context = { variables: new Map<string, string>(), readFile: () => '' };

  it('give data to \\copy and values to variables', () => {
    const text = "\\set rows `count rows`\nSELECT :'rows', :rows;\n\\copy t from program 'make ''data''' csv";
    const asked: string[] = [];
    const { steps, problems } = compile(script(text), {
      ...context,
      runProgram: (command) => {
        asked.push(command);
        return command.startsWith('count') ? '42\n' : '1\n2\n';
      },
    });
    expect(asked).toEqual(['count rows', "make 'data'"]);
    expect(steps).toMatchObject([
      { kind: 'statement', statement: { text: "SELECT '42', 42" } },
      { kind: 'copy', statement: { text: 'COPY t FROM STDIN csv' }, data: '1\n2\n' },
    ]);
    expect(problems).toMatchObject([
      { severity: 'info', code: 'runs-program', line: 1 },
      { severity: 'info', code: 'runs-program', line: 3 },
    ]);
  });

  it('are named but not run where nothing may be run', () => {
    const { steps, problems } = compile(script("\\copy t from program 'x'"), context);
    expect(steps).toMatchObject([{ kind: 'copy', data: '' }]);
    expect(problems).toMatchObject([{ severity: 'info', code: 'runs-program' }]);
  });

  it('leave the statements incomplete where they would have given a part of them, not where they would have given data', () => {
    const incomplete = (text: string, runProgram?: () => string) =>
      compile(script(text), { ...context, ...(runProgram === undefined ? {} : { runProgram }) }).incomplete;
    expect(incomplete("\\copy t from program 'x'")).toBe(false);
    expect(incomplete('\\set x `y`')).toBe(true);
    expect(incomplete('\\set x `y`', () => '1')).toBe(false);
    expect(incomplete('\\if `y`\n\\endif')).toBe(true);
  });

  it('are not run in a branch that is not taken', () => {
    const runProgram = () => {
      throw new Error('nobody asked for this');
    };
    expect(compile(script('\\if false\n\\set x `y`\n\\endif'), { ...context, runProgram }).problems).toEqual([]);
  });

  it('that fail are an error of the line that asks for them', () => {
    const runProgram = () => {
      throw usageError('program-failed', 'x ended with exit code 1: no');
    };
    const { problems } = compile(script('SELECT 1;\n\\set x `x`'), { ...context, runProgram });
    expect(problems.at(-1)).toMatchObject({ severity: 'error', code: 'program-failed', path: 'a.sql', line: 2 });
  });
});
