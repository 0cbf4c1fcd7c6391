import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Planned, type Reuse, usableSnapshots } from '../../src/graph/snapshot-choice.ts';

const member = (id: string, digest = id) => ({ id, digest, record: `row ${id}` });
const planned = (...times: (number | undefined)[]): Planned[] =>
  times.map((expectedMs, index) => ({ ...member(String(index + 1)), expectedMs }));
const snapshot = (key: string, ids: readonly string[], restoreMs = 0) => ({
  key,
  members: ids.map((id) => member(id)),
  restoreMs,
});
const keys = (...args: Parameters<typeof usableSnapshots>) =>
  usableSnapshots(...args).map(({ snapshot: { key } }) => key);

describe('usableSnapshots', () => {
  it('takes the one that saves most, whatever came last', () => {
    const run = planned(10, 500, 10, 10);
    const known = [
      snapshot('many small', ['1', '3', '4']),
      snapshot('the slow one', ['1', '2']),
      snapshot('first', ['1']),
    ];
    expect(keys(run, known, 'graph')).toEqual(['the slow one', 'many small', 'first']);
  });

  it('counts what restoring costs', () => {
    const run = planned(10, 10, 10);
    const [best, worst] = usableSnapshots(
      run,
      [snapshot('big', ['1', '2', '3'], 100), snapshot('small', ['1'], 1)],
      'graph',
    );
    expect(best).toMatchObject({ snapshot: { key: 'small' }, savesMs: 9 });
    expect(worst).toMatchObject({ snapshot: { key: 'big' }, savesMs: -70, positions: [0, 1, 2] });
  });

  it('takes none with a migration that is not wanted: newer than the checkout, edited, or recorded under another name', () => {
    const run = planned(1, 1);
    const edited = { key: 'edited', members: [member('1'), member('2', 'other content')], restoreMs: 0 };
    const renamed = { key: 'renamed', members: [{ ...member('1'), record: 'row 0001' }], restoreMs: 0 };
    expect(keys(run, [snapshot('newer', ['1', '2', '3']), edited, renamed, snapshot('empty', [])], 'graph')).toEqual(
      [],
    );
  });

  it('takes only what comes first in file order where the tool orders itself', () => {
    const run = planned(1, 1, 1);
    const known = [snapshot('gap', ['1', '3']), snapshot('prefix', ['1', '2'])];
    expect(keys(run, known, 'prefix')).toEqual(['prefix']);
    expect(keys(run, known, 'graph')).toHaveLength(2);
    expect(keys(run, known, 'off')).toEqual([]);
  });

  it('takes one of all in another order only where something is left to apply, after which the books are put in order', () => {
    const run = planned(1, 1, 1);
    const known = [snapshot('all', ['1', '3', '2']), snapshot('some', ['3', '1'])];
    expect(keys(run, known, 'graph')).toEqual(['some']);
    expect(keys([...run, member('4')], known, 'graph').sort()).toEqual(['all', 'some']);
  });

  it('takes one on which sessions begin otherwise only where there is nothing left to apply', () => {
    const run = planned(1, 1);
    const known = [
      { ...snapshot('all', ['1', '2']), isFinal: true },
      { ...snapshot('some', ['1']), isFinal: true },
    ];
    expect(keys(run, known, 'graph')).toEqual(['all']);
  });

  it('takes one with a seed only for all of the migrations and the same seed, and counts what the seed took', () => {
    const run = planned(10, 10);
    const seeded = { ...snapshot('seeded', ['1', '2']), seed: { digest: 'a', ms: 50 } };
    const early = { ...snapshot('early', ['1']), seed: { digest: 'a', ms: 50 } };
    const bare = snapshot('bare', ['1', '2']);
    const known = [bare, early, seeded];
    expect(usableSnapshots(run, known, 'graph', 'a')).toMatchObject([
      { snapshot: { key: 'seeded' }, savesMs: 70 },
      { snapshot: { key: 'bare' }, savesMs: 20 },
    ]);
    expect(keys(run, known, 'graph', 'b')).toEqual(['bare']);
    expect(keys(run, known, 'graph')).toEqual(['bare']);
    expect(keys([...run, member('3')], known, 'graph', 'a')).toEqual(['bare']);
  });

  it('takes half of the others for the time of a migration that was never timed', () => {
    const [usable] = usableSnapshots(planned(4, undefined, 6, 8), [snapshot('two', ['1', '2'])], 'graph');
    expect(usable?.savesMs).toBe(4 + 6);
  });

  it('never gives a snapshot that is not part of the run, and misses none that is', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 9 }).map(String), { maxLength: 9 });
    const modes = fc.constantFrom<Reuse>('graph', 'prefix');
    fc.assert(
      fc.property(ids, fc.array(ids, { maxLength: 6 }), modes, (wanted, sets, reuse) => {
        const run = wanted.map((id) => member(id));
        const known = sets.map((set, index) => snapshot(String(index), set));
        const right = known.filter(
          ({ members }) =>
            members.length > 0 &&
            (members.length < run.length || members.every(({ id }, index) => id === wanted[index])) &&
            (reuse === 'graph' ? wanted : wanted.slice(0, members.length)).filter((id) =>
              members.some((each) => each.id === id),
            ).length === members.length,
        );
        expect(keys(run, known, reuse).sort()).toEqual(right.map(({ key }) => key).sort());
      }),
    );
  });
});
