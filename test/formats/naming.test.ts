import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  baseName,
  canonicalNumber,
  compareNumeric,
  compareText,
  describe as inWords,
  duplicateVersions,
  folderOf,
  stem,
  topLevel,
} from '../../src/formats/shared/naming.ts';
import { bookkeepingTable } from '../../src/formats/shared/table-name.ts';

describe('paths', () => {
  it('splits a path at its last slash', () => {
    expect([baseName('a/b/c.sql'), folderOf('a/b/c.sql')]).toEqual(['c.sql', 'a/b']);
    expect([baseName('c.sql'), folderOf('c.sql')]).toEqual(['c.sql', '']);
  });

  it('takes off the first suffix that fits and nothing else', () => {
    expect(stem('x/1_a.up.sql', '.up.sql', '.sql')).toBe('1_a');
    expect(stem('1_a.sql', '.up.sql', '.sql')).toBe('1_a');
    expect(stem('1_a.txt', '.sql')).toBe('1_a.txt');
  });

  it('keeps what lies directly in the directory', () => {
    expect(topLevel(['a.sql', 'b/c.sql'])).toEqual(['a.sql']);
  });
});

describe('names and versions', () => {
  it('says a name in words', () => {
    expect(inWords('add_order-lines__twice_')).toBe('add order lines twice');
  });

  it('orders versions larger than a double can tell apart', () => {
    expect(compareNumeric('9007199254740993', '9007199254740992')).toBe(1);
    expect(compareNumeric('007', '7')).toBe(0);
    expect(canonicalNumber('000')).toBe('0');
  });

  it('orders numbers as numbers, whatever zeros stand before them', () => {
    const version = fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 70n }), fc.nat(5));
    fc.assert(
      fc.property(version, version, ([a, padA], [b, padB]) => {
        const order = compareNumeric('0'.repeat(padA) + a.toString(), '0'.repeat(padB) + b.toString());
        expect(order).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it('orders text by code unit, not by language', () => {
    expect(['b', 'ä', 'B', 'a'].sort(compareText)).toEqual(['B', 'a', 'b', 'ä']);
  });

  it('names both files of a version taken twice', () => {
    const problems = duplicateVersions([
      { version: '1', path: 'a.sql' },
      { version: '2', path: 'b.sql' },
      { version: '1', path: 'c.sql' },
    ]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ severity: 'error', code: 'duplicate-version', path: 'c.sql' });
    expect(problems[0]?.message).toContain('a.sql');
  });
});

describe('bookkeepingTable', () => {
  it.each([
    [undefined, 'public.own'],
    ['history', '"public"."history"'],
    ['ops.history', '"ops"."history"'],
    ['"Ops.x"."a""b"', '"Ops.x"."a""b"'],
    ['x; drop table y', '"public"."x; drop table y"'],
  ])('%s becomes %s', (asked, named) => {
    expect(bookkeepingTable('public.own', asked)).toBe(named);
  });
});
