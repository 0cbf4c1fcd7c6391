import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { golangMigrate } from '../../src/formats/golang-migrate.ts';
import { listProblems, load, migrationOf, options, project } from './project.ts';

const ids = (files: Record<string, string>) => load(golangMigrate, files).migrations.map((migration) => migration.id);

describe('golang-migrate: which files', () => {
  it('pairs up and down by version, whatever their titles', () => {
    const set = load(golangMigrate, { '1_add_orders.up.sql': 'select 1;', '01_drop.down.sql': 'select 2;' });
    expect(set.problems).toEqual([]);
    expect(set.migrations).toHaveLength(1);
    expect(set.migrations[0]).toMatchObject({
      id: '1_add_orders',
      version: '1',
      description: 'add orders',
      path: '1_add_orders.up.sql',
      up: { text: 'select 1;', line: 1, transaction: 'message', dialect: 'sql' },
      down: { path: '01_drop.down.sql', text: 'select 2;', transaction: 'message' },
    });
  });

  it('takes names with spaces and any extension, and nothing else', () => {
    const set = load(golangMigrate, {
      '1_with space.up.sql': '',
      '2_text.up.txt': '',
      'README.md': '',
      'seed.sql': '',
      '3_no_direction.sql': '',
      '4_folder.up.sql/inner.up.sql': '',
      'fixtures/5_x.up.sql': '',
    });
    expect(set.migrations.map((migration) => migration.id)).toEqual(['1_with space', '2_text']);
    expect(listProblems(set)).toEqual(['info ignored-file 3_no_direction.sql', 'info ignored-file seed.sql']);
  });

  it('needs no down script', () => {
    const set = load(golangMigrate, { '1_a.up.sql': '' });
    expect(set.problems).toEqual([]);
    expect(set.migrations[0]?.down).toBeUndefined();
  });

  it('records a version that has only a down script, without running anything', () => {
    const set = load(golangMigrate, { '1_a.down.sql': 'drop table a;' });
    expect(listProblems(set)).toEqual(['warning missing-up 1_a.down.sql']);
    expect(set.migrations[0]).toMatchObject({ id: '1_a', up: { text: '' }, down: { text: 'drop table a;' } });
  });

  it('names both files of a version taken twice in one direction', () => {
    const set = load(golangMigrate, { '7_a.up.sql': '', '007_b.up.sql': '' });
    expect(listProblems(set)).toEqual(['error duplicate-version 7_a.up.sql']);
    expect(set.problems[0]?.message).toContain('007_b.up.sql');
  });

  it('refuses one in Go, which the tool would send as it is', () => {
    const set = load(golangMigrate, { '1_a.up.sql': '', '2_b.up.go': 'package migrations', '2_b.down.go': '' });
    expect(listProblems(set)).toEqual(['error go-migration 2_b.up.go', 'error go-migration 2_b.down.go'].sort());
  });

  it('says once that files are for several databases', () => {
    const names = [
      '20150100000001000000_a.mysql.up.sql',
      '20150100000001000000_a.postgres.up.sql',
      '2_b.sqlite3.up.sql',
    ];
    const set = load(golangMigrate, Object.fromEntries(names.map((name) => [name, ''])));
    expect(listProblems(set)).toEqual([`error several-databases ${names[0] ?? ''}`]);
    expect(load(golangMigrate, { '1_for.postgres.up.sql': '', '2_all.up.sql': '' }).problems).toEqual([]);
  });

  it('says once that files are written for bun', () => {
    for (const files of [
      { '1_a.tx.up.sql': 'A' },
      { '1_a.up.sql': 'A\n--bun:split\nB', '2_b.up.sql': 'C\n--bun:split\nD' },
    ])
      expect(listProblems(load(golangMigrate, files))).toEqual([expect.stringMatching(/^warning written-for-bun 1_a/)]);
  });

  it('refuses a version that PostgreSQL cannot hold', () => {
    const set = load(golangMigrate, { '9223372036854775807_ok.up.sql': '', '9223372036854775808_big.up.sql': '' });
    expect(set.migrations.map((migration) => migration.version)).toEqual(['9223372036854775807']);
    expect(listProblems(set)).toEqual(['error version-too-large 9223372036854775808_big.up.sql']);
  });

  it('reports a file that is not text and goes on', () => {
    const set = golangMigrate.load(project({ '1_a.up.sql': Buffer.from([0xff]), '2_b.up.sql': '' }), options());
    expect(listProblems(set)).toEqual(['error invalid-utf8 1_a.up.sql:1']);
    expect(set.migrations.map((migration) => migration.id)).toEqual(['2_b']);
  });

  it('reads directives and their mistakes', () => {
    const set = load(golangMigrate, {
      '1_a.up.sql': '-- migrate-action: opaque',
      '2_b.up.sql': '\n-- migrate-action: opak',
    });
    expect(migrationOf(set, '1_a').directives.opaque).toBe(true);
    expect(listProblems(set)).toEqual(['error bad-directive 2_b.up.sql:2']);
  });
});

describe('golang-migrate: order', () => {
  it('is numeric', () => {
    expect(ids({ '10_c.up.sql': '', '9_b.up.sql': '', '0001_a.up.sql': '' })).toEqual(['0001_a', '9_b', '10_c']);
  });

  it('is numeric for any versions', () => {
    const versions = fc.uniqueArray(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), { maxLength: 8 });
    fc.assert(
      fc.property(versions, (numbers) => {
        const files = Object.fromEntries(numbers.map((number) => [`${number.toString()}_x.up.sql`, '']));
        const sorted = [...numbers].sort((a, b) => (a < b ? -1 : 1)).map((number) => number.toString());
        expect(load(golangMigrate, files).migrations.map((migration) => migration.version)).toEqual(sorted);
      }),
      { numRuns: 25 },
    );
  });
});

describe('golang-migrate: templates', () => {
  const files = {
    '1_a.up.sql': 'create schema {{ index .Options "Namespace" }};\ninsert into alerts values (\'{{.Labels.host}}\');',
  };

  it('fills what has a value and leaves what is data', () => {
    const set = load(golangMigrate, files, { variables: new Map([['Namespace', 'auth']]) });
    expect(set.problems).toEqual([]);
    expect(set.migrations[0]?.up.text).toBe("create schema auth;\ninsert into alerts values ('{{.Labels.host}}');");
  });

  it('names an option without a value', () => {
    const set = load(golangMigrate, files);
    expect(listProblems(set)).toEqual(['warning missing-variable 1_a.up.sql:1']);
    expect(set.problems[0]?.hint).toContain('--set Namespace=');
  });
});

describe('golang-migrate: claim', () => {
  it('is likely by its names', () => {
    expect(golangMigrate.claim(project({ '1_a.up.sql': '' }))).toEqual({ certainty: 'likely', evidence: '1_a.up.sql' });
  });

  it.each([
    ['other names', { '1_a.sql': '', 'a.up.sql': '' }],
    ['sqlx above', { '1_a.up.sql': '', '../Cargo.toml': '[dependencies]\nsqlx = "0.8"' }],
    ['the marker of sqlx', { '1_a.up.sql': '-- no-transaction\n' }],
  ])('is none with %s', (_, files) => {
    expect(golangMigrate.claim(project(files))).toBeUndefined();
  });
});

describe('golang-migrate: bookkeeping', () => {
  const files = { '1_a.up.sql': '', '2_b.up.sql': '', '10_c.up.sql': '' };
  const { bookkeeping, migrations } = load(golangMigrate, files);
  const row = (version: string, dirty = false) => ({ version, dirty });
  const record = (version: string, andAllBefore: boolean, unfinished = false) => ({
    version,
    andAllBefore,
    unfinished,
  });

  it('takes the one row for all versions up to it', () => {
    expect(bookkeeping.parse([])).toEqual([]);
    expect(bookkeeping.parse([row('2')])).toEqual([record('2', true)]);
    expect(bookkeeping.parse([row('10', true)])).toEqual([record('10', true, true)]);
    expect(bookkeeping.parse([row('-1', true)])).toEqual([record('-1', true, true)]);
  });

  it('takes rows above the lowest for themselves', () => {
    expect(bookkeeping.parse([row('10'), row('-1')])).toEqual([record('10', false)]);
    expect(bookkeeping.parse([row('1'), row('10')])).toEqual([record('1', true), record('10', false)]);
  });

  it('refuses rows of another shape', () => {
    expect(() => bookkeeping.parse([{ version: '1' }])).toThrow('public.schema_migrations');
  });

  it('steps back to the version before', () => {
    const [first, second] = migrations;
    expect(first && bookkeeping.erase(first)).toHaveLength(1);
    expect(second && bookkeeping.erase(second).at(-1)).toContain('SELECT 1, false');
  });

  it('quotes a table of another name', () => {
    const other = load(golangMigrate, files, { table: 'ops.Versions' }).bookkeeping;
    expect(other.table).toBe('"ops"."Versions"');
    expect(other.create.join()).toContain('"ops"."Versions"');
  });
});
