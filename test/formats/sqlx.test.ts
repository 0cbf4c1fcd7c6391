import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { chooseFormat } from '../../src/formats/detect.ts';
import { golangMigrate } from '../../src/formats/golang-migrate.ts';
import { sqlx } from '../../src/formats/sqlx.ts';
import { listProblems, load, migrationOf, options, project } from './project.ts';

const sha384 = (content: string) => createHash('sha384').update(content).digest('hex');

describe('sqlx: which files', () => {
  it('takes simple and reversible migrations in numeric order', () => {
    const set = load(sqlx, {
      '10_b.sql': 'select 10;',
      '9_add_order_lines.up.sql': 'select 9;',
      '9_add_order_lines.down.sql': 'select -9;',
      '11_c.up.sql': '',
    });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['9_add_order_lines', '9', 'add order lines'],
      ['10_b', '10', 'b'],
      ['11_c', '11', 'c'],
    ]);
    expect(migrationOf(set, '9_add_order_lines').down?.text).toBe('select -9;');
    expect(migrationOf(set, '10_b').down).toBeUndefined();
  });

  it('ignores other names and directories', () => {
    const set = load(sqlx, {
      '1_a.sql': '',
      'README.md': '',
      'seed.sql': '',
      '2_b.sql/x.sql': '',
      'fixtures/3_c.sql': '',
      '4_d.sql.bak': '',
    });
    expect(set.migrations.map((migration) => migration.id)).toEqual(['1_a']);
    expect(listProblems(set)).toEqual(['info ignored-file seed.sql']);
  });

  it.each(['V1_a.sql', '_a.sql', '1.5_a.sql', '9223372036854775808_a.sql'])('refuses the version of %s', (file) => {
    expect(listProblems(load(sqlx, { [file]: '' }))).toEqual([`error bad-version ${file}`]);
  });

  it('reads signs and zeros as Rust does', () => {
    const set = load(sqlx, { '+5_a.sql': '', '-5_b.sql': '', '007_c.sql': '' });
    expect(set.migrations.map((migration) => migration.version)).toEqual(['-5', '5', '7']);
  });

  it('names both files of a version taken twice', () => {
    const set = load(sqlx, { '1_a.sql': '', '01_b.up.sql': '' });
    expect(listProblems(set)).toEqual(['error duplicate-version 1_a.sql']);
  });

  it('warns of a down script alone', () => {
    const set = load(sqlx, { '1_a.down.sql': '' });
    expect(set.migrations).toEqual([]);
    expect(listProblems(set)).toEqual(['warning missing-up 1_a.down.sql']);
  });

  it('takes the suffix off as often as it stands there', () => {
    expect(load(sqlx, { '1_a_b.sql.sql': '' }).migrations[0]?.description).toBe('a b');
  });
});

describe('sqlx: transactions', () => {
  it('uses one unless the file begins with the marker, each way by its own file', () => {
    const set = load(sqlx, {
      '1_a.up.sql': '-- no-transaction\nselect 1;',
      '1_a.down.sql': 'select 1;',
      '2_b.sql': '\n-- no-transaction',
    });
    expect(migrationOf(set, '1_a').up.transaction).toBe('message');
    expect(migrationOf(set, '1_a').down?.transaction).toBe('single');
    expect(migrationOf(set, '2_b').up.transaction).toBe('single');
  });
});

describe('sqlx: claim', () => {
  const names = { '1_a.sql': '' };
  it.each([
    ['Cargo.toml with sqlx', { ...names, '../Cargo.toml': 'sqlx = { workspace = true }' }, 'certain'],
    ['sqlx.toml', { ...names, '../sqlx.toml': '' }, 'certain'],
    ['.sqlx/', { ...names, '../.sqlx/': '' }, 'likely'],
    ['the marker', { '1_a.sql': '', '2_b.sql': '-- no-transaction' }, 'likely'],
    ['both ways to name files', { '1_a.sql': '', '2_b.up.sql': '' }, 'likely'],
  ])('by %s', (_, files, certainty) => {
    expect(sqlx.claim(project(files))).toMatchObject({ certainty });
  });

  it.each([
    ['names alone', names],
    ['one stray name', { ...names, '2_b.up.sql': '', '2_b.down.sql': '', '3_c.up.sql': '' }],
    ['a Cargo.toml of something else', { ...names, '../Cargo.toml': 'diesel = "2"' }],
    ['no file of its naming', { 'a.sql': '', '../Cargo.toml': 'sqlx = "0.8"' }],
  ])('is none by %s', (_, files) => {
    expect(sqlx.claim(project(files))).toBeUndefined();
  });

  it('is in doubt where golang-migrate would pass over half of the files', () => {
    const mixed = project({ '1_a.sql': '', '2_b.up.sql': '' });
    expect(() => chooseFormat(mixed, 'auto', [golangMigrate, sqlx])).toThrow(
      /could be golang-migrate \(2_b\.up\.sql\) or sqlx \(1_a\.sql beside 2_b\.up\.sql\)/,
    );
  });
});

describe('sqlx: bookkeeping', () => {
  const content = '\ufeffcreate table a ();\r\n';
  const files = { '1_a.sql': content };

  it('hashes the file as it is on disk, not the text that runs', () => {
    const { bookkeeping, migrations } = load(sqlx, files);
    const [migration] = migrations;
    expect(migration?.up.text).toBe('create table a ();\n');
    expect(migration && bookkeeping.checksum?.(migration)).toBe(sha384(content));
    expect(migration && bookkeeping.record(migration).join()).toContain(sha384(content));
  });

  it('leaves out the characters that sqlx.toml says, and takes its table', () => {
    const toml = '[migrate]\ntable-name = "app.versions"\ncreate-schemas = ["app"]\nignored-chars = ["\\r", "\\uFEFF"]';
    const { bookkeeping, migrations } = load(sqlx, { ...files, '../sqlx.toml': toml });
    expect(migrations[0] && bookkeeping.checksum?.(migrations[0])).toBe(sha384('create table a ();\n'));
    expect(bookkeeping.table).toBe('"app"."versions"');
    expect(bookkeeping.create[0]).toBe('CREATE SCHEMA IF NOT EXISTS app');
  });

  it('reports a sqlx.toml that cannot be read', () => {
    expect(load(sqlx, { ...files, '../sqlx.toml': '[migrate' }).problems).toMatchObject([{ code: 'bad-toml' }]);
  });

  it('reads rows', () => {
    const { bookkeeping } = load(sqlx, files);
    const rows = [
      { version: '1', checksum: Buffer.from('abcd', 'hex'), success: true },
      { version: '2', checksum: Buffer.from('00', 'hex'), success: false },
    ];
    expect(bookkeeping.parse(rows)).toEqual([
      { version: '1', checksum: 'abcd', unfinished: false },
      { version: '2', checksum: '00', unfinished: true },
    ]);
    expect(() => bookkeeping.parse([{ version: '1', checksum: 'abcd', success: true }])).toThrow('checksum');
  });

  it('quotes a description', () => {
    const set = sqlx.load(project({ "1_o'clock.sql": '' }), options());
    expect(set.migrations[0] && set.bookkeeping.record(set.migrations[0]).join()).toContain("'o''clock'");
  });
});
