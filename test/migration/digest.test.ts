import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contentDigest, digest as digestOf } from '../../src/migration/digest.ts';
import { NO_DIRECTIVES } from '../../src/migration/directives.ts';
import type { Migration } from '../../src/migration/migration.ts';

function migration(text: string, changes: Partial<Migration> = {}): Migration {
  return {
    id: '1_a',
    version: '1',
    description: 'a',
    path: '1_a.sql',
    up: { path: '1_a.sql', text, line: 1, transaction: 'single', dialect: 'sql' },
    dependsOn: [],
    directives: NO_DIRECTIVES,
    ...changes,
  };
}

function digest(of: Migration, sent: readonly string[], dependencies: readonly string[]): string {
  return digestOf(contentDigest(of, sent), dependencies);
}

describe('digest', () => {
  const plain = digest(migration('SELECT 1;\n'), ['SELECT 1'], []);

  it('sees neither names nor what is not sent', () => {
    const renamed = migration('-- a comment\nSELECT 1;\n', { id: '2_b', path: '2_b.sql', description: 'b' });
    expect(digest(renamed, ['SELECT 1'], [])).toBe(plain);
  });

  it('sees what is sent, the transaction mode, directives and dependencies', () => {
    const { up } = migration('SELECT 1;\n');
    const others = [
      digest(migration('SELECT 1;\n'), ['SELECT 2'], []),
      digest(migration('SELECT 1;\n'), ['SELECT 1 '], []),
      digest(migration('SELECT 1;\n'), ['SELECT 1', ''], []),
      digest(migration('SELECT 1;\n', { up: { ...up, transaction: 'none' } }), ['SELECT 1'], []),
      digest(migration('SELECT 1;\n', { directives: { ...NO_DIRECTIVES, transaction: 'off' } }), ['SELECT 1'], []),
      digest(migration('SELECT 1;\n'), ['SELECT 1'], ['a'.repeat(64)]),
    ];
    expect(new Set([plain, ...others]).size).toBe(others.length + 1);
  });

  it('is not the content digest, which sees all of that but the dependencies', () => {
    const content = contentDigest(migration('SELECT 1;\n'), ['SELECT 1']);
    expect(content).not.toBe(plain);
    expect(contentDigest(migration('SELECT 1;\n', { id: '2_b', path: '2_b.sql' }), ['SELECT 1'])).toBe(content);
    expect(contentDigest(migration('SELECT 1;\n'), ['SELECT 2'])).not.toBe(content);
  });

  it('does not depend on the order in which dependencies are found', () => {
    const two = ['a'.repeat(64), 'b'.repeat(64)];
    expect(digest(migration('x'), [], two)).toBe(digest(migration('x'), [], two.toReversed()));
  });

  it('never takes one list of parts for another', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), fc.array(fc.string(), { maxLength: 4 }), (one, other) => {
        const same = digest(migration('x'), one, []) === digest(migration('x'), other, []);
        expect(same).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });
});
