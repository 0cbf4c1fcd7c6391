/** The document that lists snapshots: what is written is read again, what was found out later is added, and nothing damaged is believed. */
import { describe, expect, it } from '@jest/globals';
import {
  type IndexedSnapshot,
  parseIndex,
  printIndex,
  withRemark,
  withSnapshot,
} from '../../src/cache/snapshot-index.ts';

const hash = (digit: string) => digit.repeat(64);
const SNAPSHOT: IndexedSnapshot = {
  key: 'one',
  set: hash('d'),
  bytes: 1,
  fingerprint: { schema: hash('1'), data: hash('2') },
  madeAt: '2026-01-01T00:00:00.000Z',
  members: [{ id: '1_users', digest: hash('a'), record: hash('b'), content: hash('c') }],
};
const OTHER: IndexedSnapshot = { ...SNAPSHOT, key: 'other', fingerprint: undefined };
const seeded = { ...OTHER, key: 'seeded', seed: { digest: hash('e'), ms: 12.5 } };
const BOTH = printIndex([SNAPSHOT, OTHER]);

describe('the index of snapshots', () => {
  it('has the fingerprint of each that has one', () => {
    expect(parseIndex(BOTH).map(({ key, fingerprint }) => [key, fingerprint])).toEqual([
      ['one', SNAPSHOT.fingerprint],
      ['other', undefined],
    ]);
  });

  it('takes what was found out about one of them, beside what it says already', () => {
    const told = withRemark(withRemark(BOTH, { key: 'one', varies: ['data'] }), { key: 'one', proven: true });
    const [one, other] = parseIndex(told);
    expect(one).toMatchObject({ fingerprint: SNAPSHOT.fingerprint, varies: ['data'], proven: true });
    expect(other).toMatchObject({ varies: undefined, proven: undefined });
  });

  it.each([
    ['a fingerprint of half its parts', { fingerprint: { schema: hash('1') } }],
    ['a fingerprint that is no hash', { fingerprint: { schema: hash('1'), data: 'x' } }],
    ['parts that there are not', { varies: ['rows'] }],
    ['a word for a list', { varies: 'data' }],
  ])('is damaged with %s', (_, wrong) => {
    const document = printIndex([{ ...SNAPSHOT, ...wrong } as IndexedSnapshot]);
    expect(() => parseIndex(document)).toThrow('damaged');
  });

  it('says what each holds, seed included, the newest first', () => {
    const document = withSnapshot(printIndex([OTHER]), seeded, new Set());
    expect(parseIndex(document)).toEqual([seeded, OTHER]);
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
