import { describe, expect, it } from '@jest/globals';
import { type IndexedSnapshot, parseIndex, printIndex, withSnapshot } from '../../src/cache/snapshot-index.ts';

const hash = (digit: string) => digit.repeat(64);
const member = { id: '1', digest: hash('a'), record: hash('b'), content: hash('c') };
const plain: IndexedSnapshot = {
  key: 'plain',
  set: hash('d'),
  bytes: 1,
  madeAt: '2026-01-01T00:00:00Z',
  members: [member],
};
const seeded = { ...plain, key: 'seeded', seed: { digest: hash('e'), ms: 12.5 } };

describe('the index of snapshots', () => {
  it('says what each holds, seed included, the newest first', () => {
    const document = withSnapshot(printIndex([plain]), seeded, new Set());
    expect(parseIndex(document)).toEqual([seeded, plain]);
  });

  it.each<[string, unknown]>([
    ['no digest', { digest: 'x', ms: 1 }],
    ['no time', { digest: hash('e') }],
    ['a time before all', { digest: hash('e'), ms: -1 }],
    ['a digest alone', hash('e')],
    ['null', null],
  ])('is damaged when a seed is %s', (_, seed) => {
    const file = JSON.parse(printIndex([seeded]).toString()) as { snapshots: object[] };
    const changed = { ...file, snapshots: [{ ...file.snapshots[0], seed }] };
    expect(() => parseIndex(Buffer.from(JSON.stringify(changed)))).toThrow('it is damaged');
  });
});
