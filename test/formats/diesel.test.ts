import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diesel } from '../../src/formats/diesel.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

describe('diesel: which directories', () => {
  it('orders by the name up to the first underscore without its dashes', () => {
    const set = load(diesel, {
      '2017-09-23-180000_add_orders/up.sql': 'select 2;',
      '2017-09-23-180000_add_orders/down.sql': 'select -2;',
      '20170305000000_init/up.sql': 'select 1;',
      '2017-10-01-270000_late/up.sql': 'select 3;',
    });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['20170305000000_init', '20170305000000', 'init'],
      ['2017-09-23-180000_add_orders', '20170923180000', 'add orders'],
      ['2017-10-01-270000_late', '20171001270000', 'late'],
    ]);
    expect(migrationOf(set, '2017-09-23-180000_add_orders')).toMatchObject({
      path: '2017-09-23-180000_add_orders',
      up: { path: '2017-09-23-180000_add_orders/up.sql', text: 'select 2;', transaction: 'single' },
      down: { path: '2017-09-23-180000_add_orders/down.sql', text: 'select -2;' },
    });
  });

  it('orders versions as text, wherever their dashes stand', () => {
    const version = fc.stringMatching(/^[0-9]{1,6}(-[0-9]{1,3}){0,2}$/);
    const versions = fc.uniqueArray(version, { maxLength: 6, selector: (text) => text.replaceAll('-', '') });
    fc.assert(
      fc.property(versions, (names) => {
        const files = Object.fromEntries(names.map((name) => [`${name}_x/up.sql`, 'select 1;']));
        const sorted = names.map((name) => name.replaceAll('-', '')).sort();
        expect(load(diesel, files).migrations.map((migration) => migration.version)).toEqual(sorted);
      }),
      { numRuns: 25 },
    );
  });

  it('ignores files, hidden directories and empty ones, and takes a name like a file', () => {
    const set = load(diesel, {
      'README.md': '',
      'loose.sql': '',
      '.hidden/x.sql': '',
      'empty/': '',
      '1_a.sql/up.sql': '-- nothing',
      'with space /up.sql': '-- nothing',
    });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map((migration) => migration.id)).toEqual(['1_a.sql', 'with space ']);
  });

  it('refuses a directory without up.sql', () => {
    const set = load(diesel, { '1_a/up.sql': '--', '2_b/down.sql': '', 'fixtures/deep/x.sql': '' });
    expect(listProblems(set)).toEqual(['error missing-up 2_b', 'error missing-up fixtures']);
  });

  it('names both directories of a version taken twice', () => {
    const set = load(diesel, { '2024-01-01_a/up.sql': '--', '20240101_b/up.sql': '--' });
    expect(listProblems(set)).toEqual(['error duplicate-version 20240101_b']);
    expect(set.problems[0]?.message).toContain('2024-01-01_a');
  });

  it('refuses a version longer than its column', () => {
    expect(listProblems(load(diesel, { [`${'1'.repeat(51)}_a/up.sql`]: '--' }))[0]).toMatch(/^error version-too-long/);
    expect(load(diesel, { [`${'1'.repeat(50)}_a/up.sql`]: '--' }).problems).toEqual([]);
  });

  it('refuses an up script without a byte, and does without such a down script', () => {
    const set = load(diesel, { '1_a/up.sql': '', '2_b/up.sql': '--', '2_b/down.sql': '' });
    expect(listProblems(set)).toEqual(['error empty-up 1_a/up.sql', 'info empty-down 2_b/down.sql']);
    expect(migrationOf(set, '2_b').down).toBeUndefined();
  });

  it('says once that down scripts have no byte, however many have none', () => {
    const folders = ['1_a', '2_b', '3_c'];
    const files = Object.fromEntries(
      folders.flatMap((name) => [[`${name}/up.sql`, '--'] as const, [`${name}/down.sql`, ''] as const]),
    );
    const set = load(diesel, files);
    expect(listProblems(set)).toEqual(['info empty-down 1_a/down.sql']);
    expect(set.problems[0]?.message).toBe('1_a/down.sql and 2 more are empty, which diesel refuses to run.');
  });
});

describe('diesel: sets of Hasura', () => {
  const files = {
    '1600000000000_init/up.sql': 'CREATE TABLE a (x int);',
    '1600000000000_init/down.sql': '',
    '1600000000001_none/up.sql': '',
    '1600000000002_more/up.sql': 'CREATE TABLE b (x int);',
    '1600000000002_more/down.sql': 'DROP TABLE b;',
  };

  it('are read alike, and told once that Hasura keeps its own record', () => {
    const set = load(diesel, files);
    expect(set.migrations.map(({ id, down }) => [id, down?.text])).toEqual([
      ['1600000000000_init', undefined],
      ['1600000000001_none', undefined],
      ['1600000000002_more', 'DROP TABLE b;'],
    ]);
    expect(listProblems(set)).toEqual(['info hasura']);
    expect(set.problems[0]?.message).toContain('public.__diesel_schema_migrations');
  });

  it('are not those with other versions, or with the settings of diesel', () => {
    const empty = 'error empty-up 1600000000001_none/up.sql';
    for (const other of ['20200101000000_x/up.sql', '../diesel.toml'])
      expect(listProblems(load(diesel, { ...files, [other]: '--' }))).toContain(empty);
  });
});

describe('diesel: metadata.toml', () => {
  it.each([
    ['run_in_transaction = false', 'message', []],
    ['run_in_transaction = true', 'single', []],
    ['other = 1', 'message', ['warning silent-metadata 1_a/metadata.toml']],
    ['', 'message', ['warning silent-metadata 1_a/metadata.toml']],
    ['run_in_transaction = "false"', 'single', ['warning bad-metadata 1_a/metadata.toml']],
    ['run_in_transaction =', 'single', ['warning bad-metadata 1_a/metadata.toml']],
  ])('%j means %s', (toml, transaction, problems) => {
    const set = load(diesel, { '1_a/up.sql': '--', '1_a/down.sql': '--', '1_a/metadata.toml': toml });
    const { up, down } = migrationOf(set, '1_a');
    expect([up.transaction, down?.transaction]).toEqual([transaction, transaction]);
    expect(listProblems(set)).toEqual(problems);
  });
});

describe('diesel: claim and bookkeeping', () => {
  it('is likely by its layout and certain below a diesel.toml', () => {
    const files = { '1_a/up.sql': '' };
    expect(diesel.claim(project(files))).toEqual({ certainty: 'likely', evidence: '1_a/up.sql' });
    expect(diesel.claim(project({ ...files, '../diesel.toml': '' }))?.certainty).toBe('certain');
    expect(diesel.claim(project({ 'up.sql': '', 'a/b/up.sql': '', '../diesel.toml': '' }))).toBeUndefined();
  });

  it('records the version without dashes', () => {
    const { bookkeeping, migrations } = load(diesel, { '2024-01-01_a/up.sql': '--' });
    expect(migrations[0] && bookkeeping.record(migrations[0])).toEqual([
      "INSERT INTO public.__diesel_schema_migrations (version) VALUES ('20240101')",
    ]);
    expect(bookkeeping.parse([{ version: '20240101' }])).toEqual([{ version: '20240101' }]);
  });
});
