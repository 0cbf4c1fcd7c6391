import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { drizzle } from '../../src/formats/drizzle.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const journal = (tags: readonly (readonly [string, number])[], more: object = {}) => ({
  'meta/_journal.json': JSON.stringify({
    version: '7',
    dialect: 'postgresql',
    entries: tags.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true })),
    ...more,
  }),
});

describe('Drizzle: the journal', () => {
  it('says which files there are, and in which order', () => {
    const set = load(drizzle, {
      ...journal([
        ['0001_wet_boots', 1],
        ['0000_init', 2],
      ]),
      '0000_init.sql': '',
      '0001_wet_boots.sql': '',
      '0001_orphan.sql': '',
      'meta/0000_snapshot.json': '{}',
    });
    expect(set.migrations.map(({ id, description, up }) => [id, description, up.transaction])).toEqual([
      ['0001_wet_boots', 'wet boots', 'single'],
      ['0000_init', 'init', 'single'],
    ]);
    expect(listProblems(set)).toEqual(['info orphan-file 0001_orphan.sql']);
  });

  it('is taken to task for files that are missing, entries that repeat and times that go back', () => {
    const set = load(drizzle, {
      ...journal([
        ['a', 5],
        ['b', 5],
        ['c', 9],
        ['a', 10],
      ]),
      'a.sql': '',
      'c.sql': '',
    });
    expect(listProblems(set)).toEqual([
      'error duplicate-version meta/_journal.json',
      'warning journal-out-of-time meta/_journal.json',
      'error missing-file b.sql',
    ]);
    expect(set.migrations.map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it.each([
    [{ dialect: 'pg', version: '5' }, []],
    [{ version: 6 }, []],
    [{ version: '8' }, ['warning unknown-journal-version meta/_journal.json']],
    [{ dialect: 'sqlite' }, ['error wrong-dialect meta/_journal.json']],
    [{ entries: [{ tag: 'a' }] }, ['error bad-journal meta/_journal.json']],
    [{ entries: [{ when: 1 }] }, ['error bad-journal meta/_journal.json']],
    [{ entries: {} }, ['error bad-journal meta/_journal.json']],
    [{ dialect: null }, ['error bad-journal meta/_journal.json']],
  ])('with %j: %j', (more, problems) => {
    expect(listProblems(load(drizzle, journal([], more)))).toEqual(problems);
  });

  it.each(['{', '[]', 'null'])('that is %s is refused', (text) => {
    expect(listProblems(load(drizzle, { 'meta/_journal.json': text }))).toEqual([
      'error bad-journal meta/_journal.json',
    ]);
  });
});

describe('Drizzle: breakpoints', () => {
  it.each([
    ['A;\n--> statement-breakpoint\nB;', 'A;\n\nB;'],
    ['A;--> statement-breakpoint\nB\n--> statement-breakpoint\nC', 'A;\nB;\n\nC'],
    ['A -- x\n--> statement-breakpoint\n-- only\n--> statement-breakpoint\nB', 'A; -- x\n\n-- only\n\nB'],
    ["SELECT '--> statement-breakpoint';", "SELECT '--> statement-breakpoint';"],
  ])('in %j become semicolons where there are none', (text, expected) => {
    const set = load(drizzle, { ...journal([['a', 1]]), 'a.sql': text });
    expect(migrationOf(set, 'a').up.text).toBe(expected);
  });
});

describe('Drizzle: rows', () => {
  it('have the hash of the file and are found by their time', () => {
    const files = { ...journal([['a', 1714550400000]]), 'a.sql': 'CREATE TABLE a ();\r\n' };
    const { bookkeeping, migrations } = load(drizzle, files);
    const hash = '9e249dc3a06499713bbed4cb9f4b11514cfe42433fa905189c3a9196d54c6425';
    expect(migrations.map((one) => bookkeeping.checksum?.(one))).toEqual([hash]);
    const parse = (created_at: string) => bookkeeping.parse([{ id: 1, hash: 'x', created_at }]);
    expect(parse('1714550400000')).toEqual([{ version: 'a', checksum: 'x' }]);
    expect(parse('1')).toEqual([{ version: '1', checksum: 'x' }]);
  });

  it('of the same time are told apart by their hash', () => {
    const files = {
      ...journal([
        ['a', 1],
        ['b', 1],
      ]),
      'a.sql': 'A',
      'b.sql': 'B',
    };
    const hash = createHash('sha256').update('B').digest('hex');
    expect(load(drizzle, files).bookkeeping.parse([{ hash, created_at: '1' }])[0]?.version).toBe('b');
  });
});

describe('Drizzle: directories', () => {
  const files = {
    '20240301120000_b/migration.sql': 'B;',
    '20240301120000_b/snapshot.json': '{}',
    '20240131235959_a/migration.sql': 'A;',
    '20240131235959_a/snapshot.json': '{}',
    'stray.sql': '',
  };

  it('are migrations in the order of their names', () => {
    const set = load(drizzle, files);
    expect(set.migrations.map(({ id, path }) => [id, path])).toEqual([
      ['20240131235959_a', '20240131235959_a/migration.sql'],
      ['20240301120000_b', '20240301120000_b/migration.sql'],
    ]);
    expect(listProblems(set)).toEqual(['info ignored-file stray.sql']);
    expect(listProblems(load(drizzle, { 'init/migration.sql': '' }))).toEqual(['error bad-version init/migration.sql']);
  });

  it('are recorded with their names and times', () => {
    const { bookkeeping, migrations } = load(drizzle, files);
    expect(migrations.flatMap((one) => bookkeeping.record(one))[0]).toMatch(/1706745599000, '20240131235959_a'\)$/);
    const row = { hash: 'x', created_at: '1', name: '20240131235959_a' };
    expect(bookkeeping.parse([row])).toEqual([{ version: '20240131235959_a', checksum: 'x' }]);
  });
});

describe('Drizzle: claims', () => {
  it.each([
    [journal([]), 'certain'],
    [{ '20240301120000_b/migration.sql': '', '20240301120000_b/snapshot.json': '' }, 'certain'],
    [{ '20240301120000_b/migration.sql': '' }, undefined],
    [{ '20240301120000_b/snapshot.json': '' }, undefined],
  ])('%j: %s', (files: Record<string, string>, certainty) => {
    expect(drizzle.claim(project(files))?.certainty).toBe(certainty);
  });
});
