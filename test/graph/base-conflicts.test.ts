/** What does not go together with a base branch, for each format's names, and whether its commands mend it. */
import { describe, expect, it } from '@jest/globals';
import { type BaseTree, compareWithBase, type LocalMigration, type LocalSet } from '../../src/graph/base-conflicts.ts';
import { blobNames } from '../../src/graph/git-blob.ts';
import { compareVersions, versionAfter } from '../../src/graph/migration-naming.ts';

const text = (content: string) => blobNames(Buffer.from(content));

function set(format: string, files: Readonly<Record<string, string | Partial<LocalMigration>>>): LocalSet {
  const migrations = Object.entries(files).map(([file, given]) => {
    const path = `db/${file}`;
    const more = typeof given === 'string' ? {} : given;
    return {
      id: file.replace(/\.sql$/, ''),
      path,
      moves: [path],
      blobs: text(typeof given === 'string' ? given : file),
      ...more,
    };
  });
  return { format, directory: 'db', migrations };
}

function main(files: Readonly<Record<string, string>>): BaseTree {
  const listed = Object.entries(files).map(([path, content]) => ({ path: `db/${path}`, sha: text(content)[0] ?? '' }));
  return { branch: 'main', files: [...listed, { path: 'README.md', sha: 'a'.repeat(40) }] };
}

const BASE = main({ '0001_a.sql': 'a', '0002_b.sql': 'b' });

describe('compared with the base branch', () => {
  it('nothing is wrong with what comes after all there is', () => {
    const same = { '0001_a.sql': 'a', '0002_b.sql': 'b' };
    expect(compareWithBase(set('plain', same), BASE)).toEqual({ newIds: [], editedIds: [], conflicts: [] });
    const more = set('plain', { ...same, '0003_c.sql': 'c' });
    expect(compareWithBase(more, BASE)).toEqual({ newIds: ['0003_c'], editedIds: [], conflicts: [] });
    expect(compareWithBase(more, main({}))).toEqual({
      newIds: ['0001_a', '0002_b', '0003_c'],
      editedIds: [],
      conflicts: [],
    });
  });

  it('a version that is taken moves behind all others', () => {
    const here = set('dbmate', { '0001_a.sql': 'a', '0002_b.sql': 'b', '0002_c.sql': 'c', '0002_d d.sql': 'd' });
    const { newIds, conflicts } = compareWithBase(here, BASE);
    expect(newIds).toEqual(['0002_c', '0002_d d']);
    expect(conflicts).toMatchObject([
      {
        kind: 'version-taken',
        severity: 'error',
        basePath: 'db/0002_b.sql',
        commands: ['git mv db/0002_c.sql db/0003_c.sql'],
      },
      { kind: 'version-taken', commands: ["git mv 'db/0002_d d.sql' 'db/0004_d d.sql'"] },
    ]);
    expect(conflicts[0]?.message).toBe('main has taken version 0002 for db/0002_b.sql.');
  });

  it('out of order is as bad as the tool makes it', () => {
    const base = main({ '1_a.sql': 'a', '9_b.sql': 'b' });
    const here = (format: string) => set(format, { '1_a.sql': 'a', '9_b.sql': 'b', '5_c.sql': 'c' });
    expect(compareWithBase(here('goose'), base).conflicts).toMatchObject([
      { kind: 'out-of-order', severity: 'error', commands: ['git mv db/5_c.sql db/10_c.sql'] },
    ]);
    expect(compareWithBase(here('dbmate'), base).conflicts).toMatchObject([{ severity: 'warning' }]);
  });

  it.each([
    ['plain', { 'a/001_a.sql': 'a', 'b/001_b.sql': 'b' }, { 'a/001_a.sql': 'a' }],
    [
      'prisma',
      { '20240101_a/migration.sql': 'a', '20240101_b/migration.sql': 'b' },
      { '20240101_a/migration.sql': 'a' },
    ],
    ['node-pg-migrate', { '17_a.sql': 'a', '17_b.sql': 'b' }, { '17_a.sql': 'a' }],
  ] as const)('%s tells migrations apart by more than their numbers', (format, here, there) => {
    expect(compareWithBase(set(format, here), main(there)).conflicts).toEqual([]);
  });

  it('names that are the order are compared as it is', () => {
    const { conflicts } = compareWithBase(
      set('plain', { 'a/01_a.sql': 'a', 'b/01_b.sql': 'b', 'a/02_c.sql': 'c' }),
      main({ 'a/01_a.sql': 'a', 'b/01_b.sql': 'b' }),
    );
    expect(conflicts).toMatchObject([
      {
        kind: 'out-of-order',
        severity: 'warning',
        message:
          'db/a/02_c.sql comes before db/b/01_b.sql, the newest that main has. Databases that have that one apply this one after it, and new ones before.',
        commands: [],
        advice: 'Give it a name that comes after db/b/01_b.sql.',
      },
    ]);
    const pantry = compareWithBase(
      set('node-pg-migrate', { '1716200000000_b.sql': 'b', '20240502081500000_c.sql': 'c' }),
      main({ '1716200000000_b.sql': 'b' }),
    );
    expect(pantry.conflicts).toMatchObject([
      { kind: 'out-of-order', commands: ['git mv db/20240502081500000_c.sql db/1716200000001_c.sql'] },
    ]);
  });

  it.each([
    ['goose', '1_a.sql', '2_b.sql', ['seed/99_seed.sql', 'seed/x.sql', 'schema.sql', '0_zero.sql', '99x.sql']],
    ['golang-migrate', '1_a.up.sql', '2_b.up.sql', ['old/9_x.up.sql', '9.up.sql', '9_x.sql', '9_x.down.sql']],
    ['dbmate', '1_a.sql', '2_b.sql', ['old/9_x.sql', 'schema.sql']],
    ['sqlx', '1_a.sql', '2_b.up.sql', ['old/9_x.sql', '9_x.down.sql', 'schema.sql']],
    ['supabase', '1_a.sql', '2_b.sql', ['old/9_x.sql', 'seed.sql']],
    ['atlas', '1_a.sql', '2_b.sql', ['old/9_x.sql']],
    ['drizzle', '1_a.sql', '2_b.sql', ['old/9_x.sql', 'custom/1_x/migration.sql', 'schema.sql']],
    ['node-pg-migrate', '1_a.sql', '2_b.sql', ['old/9_x.sql', '9_x.down.sql', 'schema.sql']],
    ['graphile-migrate', 'committed/1-a.sql', 'committed/2-b.sql', ['fixtures/9-x.sql', 'committed/old/9-x.sql']],
    ['graphile-migrate', '1-a.sql', '2-b.sql', ['current.sql', 'old/9-x.sql', '9 x.sql']],
    ['prisma', '1_a/migration.sql', '2_b/migration.sql', ['9_x/old/migration.sql', '9_x/down.sql', 'migration.sql']],
    ['diesel', '1_a/up.sql', '2_b/up.sql', ['old/9_x/up.sql', '.9_x/up.sql']],
    ['sourcegraph', '1_a/up.sql', '2_b/up.sql', ['old/9_x/up.sql', 'x/up.sql', '9x/up.sql']],
    ['plain', '1_a.sql', '2_b.sql', ['9_x.down.sql', '9_x.txt']],
  ] as const)('what %s does not take for a migration is none', (format, known, fresh, others) => {
    const there = main(Object.fromEntries([known, ...others].map((file) => [file, file])));
    const here = set(format, { [known]: known, [fresh]: fresh });
    const { newIds, conflicts } = compareWithBase(here, there);
    expect(conflicts.filter(({ kind }) => kind !== 'two-heads')).toEqual([]);
    expect(newIds).toHaveLength(1);
  });

  it('what was edited, renamed or deleted is put back', () => {
    const here = set('plain', { '0001_a.sql': 'other', '0007_b.sql': 'b' });
    const { newIds, conflicts } = compareWithBase(
      here,
      main({ '0001_a.sql': 'a', '0002_b.sql': 'b', '0003_c.sql': 'c' }),
    );
    expect(newIds).toEqual([]);
    expect(conflicts).toMatchObject([
      {
        kind: 'edited',
        path: 'db/0001_a.sql',
        line: 1,
        commands: ['git fetch origin main', 'git checkout FETCH_HEAD -- db/0001_a.sql'],
      },
      { kind: 'renamed', basePath: 'db/0002_b.sql', commands: ['git mv db/0007_b.sql db/0002_b.sql'] },
      {
        kind: 'deleted',
        path: 'db/0003_c.sql',
        commands: ['git fetch origin main', 'git checkout FETCH_HEAD -- db/0003_c.sql'],
      },
    ]);
  });

  it('a folder is put back as one, beside what lies beside it', () => {
    const { conflicts } = compareWithBase(
      set('prisma', { '2_b/migration.sql': { blobs: text('a'), moves: ['db/2_b'] } }),
      main({ '1_a/migration.sql': 'a', '1_a/down.sql': 'x' }),
    );
    expect(conflicts).toMatchObject([{ kind: 'renamed', commands: ['git mv db/2_b db/1_a'] }]);
    const [gone] = compareWithBase(set('sourcegraph', {}), main({ '1_a/up.sql': 'a' })).conflicts;
    expect(gone?.commands).toEqual(['git fetch origin main', 'git checkout FETCH_HEAD -- db/1_a']);
  });

  it('what Atlas and Drizzle keep of their files is mended with them', () => {
    const here = { '1_a.sql': 'other', '5_b.sql': 'b' };
    const there = main({ '1_a.sql': 'a', '2_b.sql': 'b', '3_c.sql': 'c' });
    const hash = ['atlas migrate hash --dir file://db'];
    expect(compareWithBase(set('atlas', here), there).conflicts.map(({ afterwards }) => afterwards)).toEqual([
      hash,
      hash,
      hash,
    ]);
    const { conflicts } = compareWithBase(set('drizzle', here), there);
    expect(conflicts.map(({ kind, commands }) => [kind, commands.length])).toEqual([
      ['edited', 2],
      ['renamed', 0],
      ['deleted', 0],
    ]);
    expect(conflicts[2]?.advice).toBe(
      'Bring back the file, its entry in `meta/_journal.json` and its snapshot in `meta/`, as main has them.',
    );
  });

  it('what may change is edited, and no conflict', () => {
    const views = {
      'V1__a.sql': 'a',
      'R__v.sql': { repeatable: true },
      'R__w.sql': { blobs: text('w'), repeatable: true },
    };
    const flyway = compareWithBase(
      set('flyway', views),
      main({ 'V1__a.sql': 'a', 'R__v.sql': 'old', 'R__w.sql': 'w' }),
    );
    expect(flyway).toEqual({ newIds: [], editedIds: ['R__v'], conflicts: [] });
    // One file, two changesets of it.
    const log = { ...set('liquibase', { 'log.sql': 'longer', 'other.sql': 'same' }) };
    const changesets = log.migrations.flatMap((each) =>
      [1, 2].map((number) => ({ ...each, id: `${each.id}::${number}` })),
    );
    expect(
      compareWithBase({ ...log, migrations: changesets }, main({ 'log.sql': 'log', 'other.sql': 'same' })),
    ).toEqual({ newIds: [], editedIds: ['log::1', 'log::2'], conflicts: [] });
    const sqitch = compareWithBase(set('sqitch', { 'deploy/a.sql': 'new' }), main({ 'deploy/a.sql': 'old' }));
    expect(sqitch.conflicts).toEqual([]);
  });

  it('line ends of a checkout are no edit', () => {
    const here = set('plain', { '1_a.sql': 'SELECT 1;\r\nSELECT 2;\r\n' });
    expect(compareWithBase(here, main({ '1_a.sql': 'SELECT 1;\nSELECT 2;\n' })).conflicts).toEqual([]);
  });

  it.each([
    [
      'golang-migrate',
      { '2_b.up.sql': 'b', '2_c.up.sql': { moves: ['db/2_c.up.sql', 'db/2_c.down.sql'] } },
      { '2_b.up.sql': 'b', '2_b.down.sql': 'x' },
      ['git mv db/2_c.up.sql db/3_c.up.sql', 'git mv db/2_c.down.sql db/3_c.down.sql'],
    ],
    [
      'flyway',
      { 'V1.9__b.sql': 'b', 'V1_9__c.sql': 'c' },
      { 'V1.9__b.sql': 'b' },
      ['git mv db/V1_9__c.sql db/V1.10__c.sql'],
    ],
    [
      'prisma',
      { '20240228235959_b/migration.sql': 'b', '20240201000000_c/migration.sql': { moves: ['db/20240201000000_c'] } },
      { '20240228235959_b/migration.sql': 'b' },
      ['git mv db/20240201000000_c db/20240229000000_c'],
    ],
    [
      'diesel',
      { '2024-01-02-000000_b/up.sql': 'b', '2024-01-01-000000_c/up.sql': { moves: ['db/2024-01-01-000000_c'] } },
      { '2024-01-02-000000_b/up.sql': 'b', '2024-01-02-000000_b/down.sql': 'x' },
      ['git mv db/2024-01-01-000000_c db/20240102000001_c'],
    ],
  ] as const)('%s is renamed as it names its files', (format, here, there, commands) => {
    const { conflicts } = compareWithBase(set(format, here), main(there));
    expect(conflicts.map((conflict) => conflict.commands)).toEqual([commands]);
  });

  it('two heads are to be joined', () => {
    const here = set('sourcegraph', {
      '1_a/up.sql': { id: '1_a' },
      '2_b/up.sql': { id: '2_b', parents: ['1_a'] },
      '3_c/up.sql': { id: '3_c', parents: ['1_a'] },
    });
    const { conflicts } = compareWithBase(here, main({ '1_a/up.sql': '1_a/up.sql', '2_b/up.sql': '2_b/up.sql' }));
    expect(conflicts).toMatchObject([
      { kind: 'two-heads', id: '3_c', commands: [], advice: 'Add 2_b to `parents` in db/3_c/metadata.yaml.' },
    ]);
  });

  it('other directories are nobody’s business', () => {
    const tree = {
      branch: 'main',
      files: [
        { path: 'other/0002_x.sql', sha: 'b'.repeat(40) },
        { path: 'dbx/0009_x.sql', sha: 'c'.repeat(40) },
      ],
    };
    expect(compareWithBase(set('plain', { '0001_a.sql': 'a' }), tree).conflicts).toEqual([]);
  });
});

describe('versions', () => {
  it('are compared as numbers', () => {
    expect(compareVersions('9', '10')).toBe(-1);
    expect(compareVersions('1.2', '1.10')).toBe(-1);
    expect(compareVersions('0042', '42')).toBe(0);
  });

  it('go on as they are written', () => {
    expect(['0042', '9', '1.9', '20240131235959', '99999999999999'].map(versionAfter)).toEqual([
      '0043',
      '10',
      '1.10',
      '20240201000000',
      '100000000000000',
    ]);
  });
});
