import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { prisma } from '../../src/formats/prisma.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const LOCK = '# Please do not edit\nprovider = "postgresql"\n';

describe('Prisma: directories', () => {
  it('takes every directory as a migration, in the order of their names', () => {
    const set = load(prisma, {
      'migration_lock.toml': LOCK,
      'README.md': '',
      '20240102000000_add_orders/migration.sql': 'B;',
      '0_init/migration.sql': 'A;',
      '00_before/migration.sql': '',
    });
    expect(set.problems).toEqual([]);
    expect(
      set.migrations.map(({ id, version, description, up }) => [id, version, description, up.transaction]),
    ).toEqual([
      ['0_init', '0_init', 'init', 'message'],
      ['00_before', '00_before', 'before', 'message'],
      ['20240102000000_add_orders', '20240102000000_add_orders', 'add orders', 'message'],
    ]);
  });

  it('refuses a directory without a script', () => {
    const set = load(prisma, { 'migration_lock.toml': LOCK, '1_a/migration.sql': '', 'archive/old.sql': '' });
    expect(listProblems(set)).toEqual(['error missing-file archive']);
  });

  it('takes down.sql for the way back', () => {
    const set = load(prisma, { '1_a/migration.sql': '', '1_a/down.sql': 'DROP TABLE a;' });
    expect(migrationOf(set, '1_a').down?.text).toBe('DROP TABLE a;');
  });

  it.each([
    ['provider = "postgresql"', []],
    ['provider = "mysql"', ['error wrong-provider migration_lock.toml:1']],
    ['\nprovider = "cockroachdb" # x', ['error wrong-provider migration_lock.toml:2']],
    ['# nothing', ['error wrong-provider migration_lock.toml']],
  ])('checks the provider of %j', (lock, problems) => {
    expect(listProblems(load(prisma, { 'migration_lock.toml': lock }))).toEqual(problems);
  });
});

describe('Prisma: rows', () => {
  const files = { '1_a/migration.sql': 'hello' };
  // From the tests of schema-connector/src/checksum.rs.
  const HELLO = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
  const row = { migration_name: '1_a', checksum: HELLO, finished_at: new Date(), rolled_back_at: null };

  it('have the checksum that Prisma has', () => {
    const { bookkeeping, migrations } = load(prisma, files);
    expect(migrations.map((one) => bookkeeping.checksum?.(one))).toEqual([HELLO]);
    expect(bookkeeping.parse([row])).toEqual([{ version: '1_a', checksum: HELLO, unfinished: false }]);
  });

  it('accept other line ends, and the hashes of old versions that lack zeros', () => {
    const { bookkeeping } = load(prisma, { '1_a/migration.sql': 'a\nb\n' });
    const digest = createHash('sha256').update('a\r\nb\r\n').digest();
    const accepted = [digest.toString('hex'), [...digest].map((byte) => byte.toString(16)).join('')];
    const own = createHash('sha256').update('a\nb\n').digest('hex');
    for (const checksum of accepted) expect(bookkeeping.parse([{ ...row, checksum }])[0]?.checksum).toBe(own);
    expect(bookkeeping.parse([{ ...row, checksum: HELLO }])[0]?.checksum).toBe(HELLO);
  });

  it('without an end are unfinished, and rolled back ones do not count', () => {
    const { bookkeeping } = load(prisma, files);
    expect(bookkeeping.parse([{ ...row, finished_at: null }])).toMatchObject([{ unfinished: true }]);
    expect(bookkeeping.parse([{ ...row, rolled_back_at: new Date() }])).toEqual([]);
  });

  it('have ids that are UUIDs, the same in every replay', () => {
    const { bookkeeping, migrations } = load(prisma, files);
    const [insert] = migrations.flatMap((one) => bookkeeping.record(one));
    expect(insert).toMatch(/'[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'/);
    expect(load(prisma, files).migrations.flatMap((one) => bookkeeping.record(one))).toEqual([insert]);
  });
});

describe('Prisma: claims', () => {
  it.each([
    [{ 'migration_lock.toml': LOCK }, 'certain'],
    [{ '20240101000000_a/migration.sql': '' }, 'certain'],
    [{ '20240101000000_a/migration.sql': '', '20240101000000_a/snapshot.json': '' }, undefined],
    [{ '20240101000000_a/up.sql': '' }, undefined],
  ])('%j: %s', (files: Record<string, string>, certainty) => {
    expect(prisma.claim(project(files))?.certainty).toBe(certainty);
  });
});
