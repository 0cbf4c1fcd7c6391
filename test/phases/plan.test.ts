import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { plan } from '../../src/phases/plan.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'migrate-plan-'));
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

async function planOf(
  files: Readonly<Record<string, string>>,
  raw: RawSettings = {},
  checkSyntax = true,
  runPrograms = false,
) {
  rmSync(scratch, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(scratch, name)), { recursive: true });
    writeFileSync(path.join(scratch, name), text);
  }
  const prepared = await plan(
    parseSettings(scratch, raw, (name) => name),
    {},
    { checkSyntax, runPrograms },
  );
  return prepared.plan;
}

describe('values that are set', () => {
  const codes = async (files: Readonly<Record<string, string>>, raw: RawSettings) =>
    (await planOf(files, raw)).problems.map(({ code, message }) => `${code}: ${message}`);
  const UNUSED = 'unused-value: No file mentions "owner", for which a value is set.';

  it('are told when nothing takes them', async () => {
    expect(await codes({ '1.sql': 'SELECT :id;' }, { set: 'id=1\nowner=x' })).toEqual([UNUSED]);
    expect(await codes({ '1.sql': "SELECT :'owner';" }, { set: 'owner=x' })).toEqual([]);
    expect(await codes({ '1.sql': '\\i parts/2.txt', 'parts/2.txt': 'SELECT :owner;' }, { set: 'owner=1' })).toEqual(
      [],
    );
  });

  it('may be for the SQL before the first migration, or for the tool itself', async () => {
    const before = { 'init.txt': 'CREATE ROLE :owner;', '1.sql': 'SELECT 1;' };
    expect(await codes(before, { set: 'owner=x', 'init-sql': path.join(scratch, 'init.txt') })).toEqual([]);
    const flyway = { format: 'flyway', set: 'flyway.table=history' };
    expect(await codes({ 'V1__a.sql': 'SELECT 1;' }, flyway)).toEqual([]);
    expect(await codes({ 'V1__a.sql': 'SELECT ${Owner};' }, { format: 'flyway', set: 'owner=1' })).toEqual([]);
  });
});

describe('the name of the database', () => {
  const psql = { '1.sql': `ALTER DATABASE :"DBNAME" SET work_mem = '8MB';` };

  it('is known to scripts of psql, as psql knows it', async () => {
    expect((await planOf(psql)).problems).toEqual([]);
    const elsewhere = await planOf(psql, { 'database-url': 'postgres://me@db/shop' });
    expect(elsewhere.problems).toEqual([]);
    expect(elsewhere.migrations[0]?.digest).not.toBe((await planOf(psql)).migrations[0]?.digest);
  });
});

describe('plan', () => {
  it('lets those that wrote rows run alone whose order others go by', async () => {
    const files = {
      'init.sql': 'CREATE TABLE other ();',
      'migrations/1.sql': 'CREATE TABLE s (id int); CREATE TABLE t (id serial, s int); CREATE TABLE u (id int);',
      'migrations/2.sql': 'INSERT INTO s VALUES (1), (2);',
      'migrations/3.sql': 'UPDATE s SET id = id + 1;',
      'migrations/4.sql': 'UPDATE u SET id = 1;',
      'migrations/5.sql': 'INSERT INTO t (s) SELECT id FROM s;',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(scratch, name)), { recursive: true });
      writeFileSync(path.join(scratch, name), text);
    }
    const raw = { directory: 'migrations', 'init-sql': 'init.sql' };
    const settings = parseSettings(scratch, raw, (name) => name);
    const { runnables } = await plan(settings, {}, { checkSyntax: true, runPrograms: false });
    expect(runnables.filter(({ alone }) => alone).map(({ migration }) => migration.path)).toEqual([
      'migrations/2.sql',
      'migrations/3.sql',
    ]);
  });

  it.each<[string, Readonly<Record<string, string>>, RawSettings?]>([
    ['psql variables', { '1.sql': 'INSERT INTO t VALUES (:x)' }],
    ['psql variables in quotes', { '1.sql': "INSERT INTO t VALUES (:'x')" }],
    ['conditions on psql variables', { '1.sql': '\\if :x\nCREATE TABLE t ();\n\\endif' }],
    ['psql variables in included files', { '1.sql': '\\i parts/a.txt', 'parts/a.txt': 'SELECT :x;' }],
    ['psql variables set by others', { '1.sql': '\\set y :x\nSELECT :y;' }],
    ['templates', { '1_a.up.sql': 'SELECT {{.x}};', '1_a.down.sql': '' }],
    ['placeholders', { 'V1__a.sql': 'SELECT ${x};' }, { format: 'flyway' }],
    ['properties', { 'changelog.sql': '--liquibase formatted sql\n--changeset a:1\nSELECT ${x};' }],
  ])('gives %s a part in the digest', async (_, files, raw = {}) => {
    const digestWith = async (set: string) => (await planOf(files, { ...raw, set })).migrations[0]?.digest;
    const one = await digestWith('x=1\nother=1');
    expect(await digestWith('x=2\nother=1')).not.toBe(one);
    expect(await digestWith('x=1\nother=2')).toBe(one);
  });

  it.each([
    ["COPY t FROM '/etc/hostname'", 'reads a file of the server'],
    ["COPY t FROM PROGRAM 'date'", 'runs a program on the server'],
    ["INSERT INTO t SELECT pg_read_file('/etc/hostname')", 'calls pg_read_file(), which reads files of the server'],
    ["DO $$ BEGIN PERFORM lo_import('/etc/hostname'); END $$", 'calls lo_import(), which reads files of the server'],
    [
      "CREATE EXTENSION dblink; INSERT INTO t SELECT * FROM dblink('', '') AS d (a text)",
      'calls dblink() of extension dblink, which does more than give a value',
    ],
    [
      'CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE f () SERVER s; TABLE f',
      'uses foreign table f, whose rows are elsewhere',
    ],
    ['DO LANGUAGE plpython3u $$ pass $$', 'runs a block in the language plpython3u, which is not read'],
    [
      'CREATE FUNCTION f() RETURNS int LANGUAGE plsh AS $$ date $$; SELECT f()',
      'calls function f, whose language plsh is not read',
    ],
    ['IMPORT FOREIGN SCHEMA s FROM SERVER s INTO public', 'asks another server for its tables'],
    [
      "SELECT pg_import_system_collations('pg_catalog')",
      'calls pg_import_system_collations(), which creates the collations that the machine has',
    ],
  ])('says that no digest covers %s', async (sql, because) => {
    const { migrations } = await planOf({ '1.sql': `CREATE TABLE t (a text);\n${sql};`, '2.sql': 'TABLE t;' });
    expect(migrations.map(({ beyondDigest }) => beyondDigest)).toEqual([`line 2 ${because}`, false]);
  });

  it('sees a blank inside of a statement, and none between statements', async () => {
    const digestOf = async (text: string) => (await planOf({ '1.sql': text })).migrations[0]?.digest;
    const one = await digestOf("SELECT 1;\nSELECT 'a\nb';\n");
    expect(await digestOf("-- what it is for\nSELECT 1;  \n\nSELECT 'a\nb';")).toBe(one);
    expect(await digestOf("SELECT 1;\nSELECT 'a \nb';\n")).not.toBe(one);
  });

  it('gives a variable that the script itself sets first no part in the digest', async () => {
    const files = { '1.sql': '\\set x 1\nSELECT :x;' };
    const [one, two] = [await planOf(files, { set: 'x=1' }), await planOf(files, { set: 'x=2' })];
    expect(one.migrations[0]?.digest).toBe(two.migrations[0]?.digest);
  });

  it('orders migrations by what they touch, with digests over what they need', async () => {
    const files = {
      '1_a.sql': 'CREATE TABLE a (x int);',
      '2_b.sql': 'CREATE TABLE b (x int);',
      '3_a_index.sql': 'CREATE INDEX ON a (x);',
      '4_both.sql': 'INSERT INTO a SELECT x FROM b;',
    };
    const before = await planOf(files);
    expect(before.format).toBe('plain');
    expect(before.migrations.map(({ dependsOn }) => dependsOn.map(({ id }) => id))).toEqual([
      [],
      [],
      ['1_a'],
      ['2_b', '3_a_index'],
    ]);
    for (const { because } of before.migrations.flatMap(({ dependsOn }) => dependsOn))
      expect(because).toMatch(/table [ab]|the rows of a, indexed by 3_a_index/);
    expect(before.migrations.map(({ opaque }) => opaque)).toEqual([false, false, false, false]);
    expect(before.batches).toEqual([['1_a', '2_b'], ['3_a_index'], ['4_both']]);
    expect(before.problems).toEqual([]);

    const after = await planOf({ ...files, '2_b.sql': 'CREATE TABLE b (x int, y int);' });
    const changed = after.migrations.map(({ digest }, index) => digest !== before.migrations[index]?.digest);
    expect(changed).toEqual([false, true, false, true]);
  });

  it('keeps what cannot be read between all before and all after, and says why', async () => {
    const { migrations, batches } = await planOf({
      '1_a.sql': 'CREATE TABLE a (x int);',
      '2_b.sql': 'CREATE TABLE b (x int);',
      '3_dark.sql': 'VACUUM FROM nowhere TO here;',
      '4_c.sql': 'CREATE TABLE c (x int);',
    });
    expect(migrations[2]?.opaque).toMatch(/^line 1 has SQL that PostgreSQL's parser refuses/);
    expect(batches).toEqual([['1_a', '2_b'], ['3_dark'], ['4_c']]);
  });

  it('lets programs that give data run in any order, and their results into the digest once they are run', async () => {
    const files = (data: string) => ({
      '1.sql': 'CREATE TABLE a (x int);\nCREATE TABLE b (x int);',
      '2.sql': "\\copy a from program 'cat data'",
      '3.sql': 'INSERT INTO b VALUES (1);',
      data,
    });
    const looked = await planOf(files('1'));
    expect(looked.migrations.map(({ opaque }) => opaque)).toEqual([false, false, false]);
    expect(looked.batches).toEqual([['1'], ['2', '3']]);
    expect(looked.migrations.map(({ beyondDigest }) => beyondDigest !== false)).toEqual([false, true, false]);

    const one = await planOf(files('1'), {}, true, true);
    const other = await planOf(files('2'), {}, true, true);
    expect(one.migrations.map(({ beyondDigest }) => beyondDigest)).toEqual([false, false, false]);
    const changed = one.migrations.map(({ digest }, index) => digest !== other.migrations[index]?.digest);
    expect(changed).toEqual([false, true, false]);
  });

  it('keeps a migration in its place while a program that was not run would have given a part of its SQL', async () => {
    const files = {
      '1.sql': 'CREATE TABLE a (x int);',
      '2.sql': '\\set t `cat name`\nINSERT INTO :t VALUES (1);',
      name: 'a',
    };
    expect((await planOf(files)).migrations[1]?.opaque).toMatch(/runs a program/);
    expect((await planOf(files, {}, true, true)).migrations.map(({ opaque }) => opaque)).toEqual([false, false]);
  });

  it('has what a script includes in its digest', async () => {
    const files = { '1.sql': '\\ir parts/a.psql' };
    const one = await planOf({ ...files, 'parts/a.psql': 'SELECT 1;' });
    const other = await planOf({ ...files, 'parts/a.psql': 'SELECT 2;' });
    expect(one.migrations[0]?.digest).not.toBe(other.migrations[0]?.digest);
  });

  it("reports what PostgreSQL's parser refuses, in every file, with line and column", async () => {
    const { problems } = await planOf({ '1.sql': 'SELECT 1;\nSELEC 2;', '2.sql': 'CREATE TABLE (x int);' });
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'syntax', path: '1.sql', line: 2, column: 1 },
      { severity: 'warning', code: 'syntax', path: '2.sql', line: 1, column: 14 },
    ]);
  });

  it('says by which grammar that is where another version is planned for', async () => {
    const files = {
      '1.sql': 'CREATE FUNCTION f() RETURNS TABLE (json jsonb) LANGUAGE sql AS $$ SELECT NULL::jsonb $$;',
    };
    const hints = async (postgres: string) => (await planOf(files, { postgres })).problems.map(({ hint }) => hint);
    expect(await hints('17')).toEqual([undefined]);
    expect(await hints('15')).toEqual([
      'This is by the grammar of PostgreSQL 17. If 15 takes it, put what it stumbles over in double quotes.',
    ]);
  });

  it('collects mistakes of all files: directives, psql commands, unknown dependencies', async () => {
    const { problems } = await planOf({
      '1.sql': '-- migrate-action: dependson=2\nSELECT 1;',
      '2.sql': '\\! rm -rf /\nSELECT 1;',
      '3.sql': '-- migrate-action: depends-on=nowhere\nSELECT 1;',
    });
    expect(
      problems
        .filter(({ severity }) => severity === 'error')
        .map(({ path: file }) => file)
        .sort(),
    ).toEqual(['1.sql', '2.sql', '3.sql']);
  });

  it('says which migrations run without a transaction', async () => {
    const { migrations } = await planOf({
      '1.sql': 'CREATE TABLE a (x int);',
      '2.sql': 'CREATE INDEX CONCURRENTLY i ON a (x);',
      '3.sql': '-- migrate-action: transaction=off\nSELECT 1;',
    });
    expect(migrations.map(({ transactional }) => transactional)).toEqual([true, false, false]);
  });

  it('says so when line ends are not those on disk', async () => {
    const { problems } = await planOf({
      '1.sql': "SELECT 'a\r\nb';\r\n",
      '2.sql': 'SELECT 2;\r\n',
      '3.sql': 'SELECT 3;\n',
    });
    expect(problems).toMatchObject([{ severity: 'warning', code: 'crlf-line-ends', path: '1.sql' }]);
    expect(problems[0]?.message).toContain('and 1 more have CRLF');
  });

  it('warns where a tool would carry a search_path on to the next migration', async () => {
    const files = {
      '1_a.up.sql': 'CREATE SCHEMA s; SET search_path = s;',
      '2_b.up.sql': 'CREATE TABLE t ();',
      '3_c.up.sql': 'SET search_path = s; CREATE TABLE u ();',
      '4_d.up.sql': 'SET search_path = s; CREATE TABLE v ();',
    };
    const { problems } = await planOf(files, { format: 'golang-migrate' });
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'lasting-search-path', path: '1_a.up.sql', column: 18 },
    ]);
    const psql = await planOf({ '1.sql': 'SET search_path = s;', '2.sql': 'SELECT 1;' });
    expect(psql.problems).toEqual([]);
  });
});
