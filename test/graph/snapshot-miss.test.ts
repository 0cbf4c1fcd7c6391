import { describe, expect, it } from '@jest/globals';
import { explainMiss, type Remembered, whyNotAll } from '../../src/graph/snapshot-miss.ts';

/** `id` or `id=content`; a digest stands for the content and all before it, as in a chain. */
function set(...names: string[]): Remembered[] {
  let digest = '';
  return names.map((name) => {
    const [id = '', content = id] = name.split('=');
    digest += `/${content}`;
    return { id, content, digest, record: `row ${id}` };
  });
}

describe('whyNotAll', () => {
  const before = set('0001', '0002', '0003', '0004');

  it.each<[string, Remembered[], string | undefined]>([
    ['nothing changed', set('0001', '0002', '0003', '0004'), undefined],
    ['one more at the end', set('0001', '0002', '0003', '0004', '0005'), undefined],
    ['an edit', set('0001', '0002=other', '0003', '0004'), '0002 was edited'],
    ['two edits', set('0001', '0002=other', '0003', '0004=other'), '0002 and 0004 were edited'],
    ['many edits', set('0001=a', '0002=b', '0003=c', '0004=d'), '0001, 0002 and 2 more were edited'],
    ['a deletion', set('0001', '0003', '0004'), '0002 was deleted'],
    ['a new name', set('0001', '0002b=0002', '0003', '0004'), '0002 was renamed'],
    ['an insertion', set('0001', '0002', '0002b', '0003', '0004'), '0002b was inserted'],
    ['another order', set('0001', '0003', '0002', '0004'), '0002 was moved'],
    ['one from the end to the beginning', set('0004', '0001', '0002', '0003'), '0004 was moved'],
    ['two at once', set('0001', '0002=other', '0004'), '0002 was edited, 0003 was deleted'],
  ])('tells %s', (_, run, why) => {
    expect(whyNotAll(run, before)).toBe(why);
  });

  it('says so when the files are the same and their dependencies are not', () => {
    const other = before.map((each) => ({ ...each, digest: `${each.digest}!` }));
    expect(whyNotAll(other, before)).toBe('what the migrations depend on has changed');
  });

  it('says of the same ones in another order what moved, unless others are to come', () => {
    const run = ['0001', '0003', '0002', '0004'].flatMap((id) => before.filter((each) => each.id === id));
    expect(whyNotAll(run, before)).toBe('0002 was moved');
    expect(whyNotAll([...run, ...set('0005')], before)).toBeUndefined();
  });

  it('says of a prefix what came into it', () => {
    const [first, ...others] = before;
    const [added] = set('0001b');
    const run = [first, added, ...others].filter((one) => one !== undefined);
    expect(whyNotAll(run, before)).toBeUndefined();
    expect(whyNotAll(run, before, 'prefix')).toBe('0001b was inserted');
    expect(whyNotAll([...before, ...run.slice(1, 2)], before, 'prefix')).toBeUndefined();
  });
});

describe('explainMiss', () => {
  const run = set('0001', '0002', '0003');
  const seed = { digest: 'a', ms: 1 };
  const plain = { members: run.slice(0, 2) };
  const seeded = { members: run, seed };
  const early = { members: run.slice(0, 2), seed };

  it.each<[string, Parameters<typeof explainMiss>[1], Parameters<typeof explainMiss>[2], string | undefined]>([
    ['nothing, when there was nothing', [], { restored: 0, seeded: false }, undefined],
    ['nothing of what is new', [plain], { restored: 2, seeded: false }, undefined],
    ['nothing of what was restored whole', [seeded], { restored: 3, seeded: true, seed: 'a' }, undefined],
    ['nothing of a seed that nobody wants', [seeded, plain], { restored: 2, seeded: false }, undefined],
    ['nothing of a seed that comes after what is new', [early], { restored: 2, seeded: false, seed: 'a' }, undefined],
    [
      'another seed',
      [seeded],
      { restored: 3, seeded: false, seed: 'b' },
      'The seed has changed: restored all 3, and the seed runs again.',
    ],
    [
      'another seed in all that there is',
      [seeded],
      { restored: 0, seeded: false, seed: 'b' },
      'The seed has changed: restored nothing, 3 to run.',
    ],
    [
      'a seed that came too early',
      [early],
      { restored: 0, seeded: false, seed: 'a' },
      'The seed had run before migrations that are new: restored nothing, 3 to run.',
    ],
    [
      'an edit first',
      [{ members: set('0001', '0002=other'), seed }],
      { restored: 1, seeded: false, seed: 'b' },
      '0002 was edited: restored 1 of 3, 2 to run.',
    ],
  ])('tells %s', (_, known, got, told) => {
    expect(explainMiss(run, known, got)).toBe(told);
  });
});
