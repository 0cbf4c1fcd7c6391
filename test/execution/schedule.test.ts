import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Runnable } from '../../src/execution/runnable.ts';
import { isChain, Schedule } from '../../src/execution/schedule.ts';
import { migration } from './runnables.ts';

/** Place in the list is the id. */
type Shape = Partial<Pick<Runnable, 'dependsOn' | 'alone' | 'expectedMs'>> & { readonly autocommit?: boolean };

function runnables(shapes: readonly Shape[]): readonly Runnable[] {
  return shapes.map(({ autocommit, ...shape }, place) => ({
    ...migration(String(place), '', autocommit === true ? 'none' : 'single'),
    ...shape,
  }));
}

const free: Shape = { dependsOn: [] };

/** Runs all, ending the one that started first each time, and gives who started while who was running. */
function simulate(shapes: readonly Shape[], jobs: number): string[] {
  const schedule = new Schedule(runnables(shapes), jobs);
  const running: Runnable[] = [];
  const log: string[] = [];
  const name = ({ migration: { id } }: Runnable) => id;
  do {
    for (let next = schedule.next(); next !== undefined; next = running.length < jobs ? schedule.next() : undefined) {
      log.push([name(next), ...running.map(name)].join(' beside '));
      running.push(next);
      if (running.length === jobs) break;
    }
    const ended = running.shift();
    if (ended !== undefined) schedule.applied(ended);
  } while (running.length > 0 || schedule.upcoming(1).length > 0);
  return log;
}

describe('Schedule', () => {
  it('keeps file order with one job, whatever may run alone and however long it takes', () => {
    const shapes = [free, { ...free, expectedMs: 9 }, { ...free, alone: true }, { ...free, autocommit: true }, free];
    expect(simulate(shapes, 1)).toEqual(['0', '1', '2', '3', '4']);
  });

  it('starts the longest first', () => {
    const shapes = [1, 5, 3].map((expectedMs) => ({ dependsOn: [], expectedMs }));
    expect(simulate(shapes, 2)).toEqual(['1', '2 beside 1', '0 beside 2']);
  });

  it('prefers a short one that a long chain waits for', () => {
    const shapes = [
      { dependsOn: [], expectedMs: 5 },
      { dependsOn: [], expectedMs: 1 },
      { dependsOn: ['1'], expectedMs: 5 },
    ];
    expect(simulate(shapes, 2)[0]).toBe('1');
  });

  it('takes what was never measured for as long as the others usually are', () => {
    const shapes = [
      { dependsOn: [], expectedMs: 1 },
      free,
      ...[2, 3, 9].map((expectedMs) => ({ dependsOn: [], expectedMs })),
    ];
    expect(simulate(shapes, 2).map((line) => line.slice(0, 1))).toEqual(['4', '1', '3', '2', '0']);
  });

  it('runs nothing beside one that must be alone, or is not one transaction', () => {
    const shapes = [free, { ...free, alone: true }, { ...free, autocommit: true }, free];
    expect(simulate(shapes, 2)).toEqual(['1', '2', '0', '3 beside 0']);
  });

  it('lets one that must be alone have its turn before less urgent ones', () => {
    const shapes: Shape[] = [
      { dependsOn: [], expectedMs: 50 },
      { dependsOn: ['0'], alone: true, expectedMs: 20 },
      { dependsOn: [], expectedMs: 9 },
      ...Array.from({ length: 9 }, () => ({ dependsOn: [], expectedMs: 5 })),
    ];
    expect(simulate(shapes, 2).slice(0, 4)).toEqual(['0', '2 beside 0', '1', '3']);
  });

  it('keeps one of which nothing is known between all before and all after it', () => {
    expect(simulate([free, free, {}, free, free], 2)).toEqual(['0', '1 beside 0', '2', '3', '4 beside 3']);
  });

  it('lets what is present stand between a pending one before it and one after', () => {
    const set = runnables([free, { dependsOn: ['0'] }, { dependsOn: ['1'] }, free]);
    const present = new Set(set.slice(1, 2).map((one) => one.migration));
    const schedule = new Schedule(set, 4, present);
    const started = [schedule.next(), schedule.next(), schedule.next()].map((one) => one?.migration.id);
    expect(started).toEqual(['0', '3', undefined]);
    if (set[0] !== undefined) schedule.applied(set[0]);
    expect(schedule.next()?.migration.id).toBe('2');
  });

  it('takes what is not in the list for applied, and refuses a dependency on a later one', () => {
    expect(new Schedule(runnables([{ dependsOn: ['elsewhere'] }]), 2).next()).toBeDefined();
    expect(() => new Schedule(runnables([{ dependsOn: ['1'] }, free]), 2)).toThrow('does not come before it');
  });

  it('runs one that has to start again alone, and starts nothing after a failure', () => {
    const set = runnables([free, free, free]);
    const schedule = new Schedule(set, 2);
    const [first, second] = [schedule.next(), schedule.next()];
    if (first === undefined || second === undefined) throw new Error('Two start at once.');
    schedule.again(first);
    expect(schedule.next()?.migration.id).toBeUndefined();
    schedule.applied(second);
    expect(schedule.next()).toBe(first);
    expect(schedule.next()).toBeUndefined();
    schedule.failed(first);
    expect(schedule.next()).toBeUndefined();
    expect(schedule.running).toBe(0);
  });

  const shape = (place: number): fc.Arbitrary<Shape> =>
    fc.record({
      dependsOn: fc.option(fc.subarray(Array.from({ length: place }, (_, id) => String(id))), {
        nil: undefined,
        freq: 20,
      }),
      alone: fc.boolean(),
      autocommit: fc.boolean(),
      expectedMs: fc.option(fc.nat(100), { nil: undefined }),
    });
  const sets = fc.nat(14).chain((count) => fc.tuple(...Array.from({ length: count }, (_, place) => shape(place))));

  it('never starts one before what it depends on, nothing beside what is alone, and comes to an end', () => {
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.nat(5)), (shapes, jobs, choices) => {
        const set = runnables(shapes);
        const ids = set.map((one) => one.migration.id);
        const needs = (place: number): readonly string[] => {
          const barrier = ids.slice(0, place).filter((_, before) => shapes[before]?.dependsOn === undefined);
          return [...(shapes[place]?.dependsOn ?? ids.slice(0, place)), ...barrier];
        };
        const isAlone = ({ migration: { id } }: Runnable) => {
          const own = shapes[Number(id)];
          return own?.alone === true || own?.autocommit === true;
        };
        const schedule = new Schedule(set, jobs);
        const running: Runnable[] = [];
        const applied: string[] = [];
        for (let turn = 0; applied.length < set.length; turn += 1) {
          if (turn > 1000) throw new Error('It never ends.');
          const next = running.length < jobs ? schedule.next() : undefined;
          if (next !== undefined) {
            const { id } = next.migration;
            expect(needs(Number(id)).filter((needed) => !applied.includes(needed))).toEqual([]);
            running.push(next);
            if (running.length > 1) expect(running.some(isAlone)).toBe(false);
            continue;
          }
          expect(running.length).toBeGreaterThan(0);
          const [ended] = running.splice((choices.next().value ?? 0) % running.length, 1);
          if (ended === undefined) continue;
          applied.push(ended.migration.id);
          schedule.applied(ended);
        }
        expect([...applied].sort()).toEqual([...ids].sort());
        if (jobs === 1) expect(applied).toEqual(ids);
        expect(schedule.next()).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('calls a set a chain exactly when no two may ever overlap', () => {
    fc.assert(
      fc.property(sets, (shapes) => {
        const isOrdered = new Map<string, Set<string>>();
        const set = runnables(shapes);
        const fixed = shapes.map(({ dependsOn }) => dependsOn === undefined);
        for (const [place] of set.entries()) {
          const before = shapes[place]?.dependsOn ?? Array.from({ length: place }, (_, id) => String(id));
          const barriers = fixed.flatMap((is, id) => (is && id < place ? [String(id)] : []));
          const all = new Set([...before, ...barriers].flatMap((id) => [id, ...(isOrdered.get(id) ?? [])]));
          isOrdered.set(String(place), all);
        }
        const isAlone = (place: number) => shapes[place]?.alone === true || shapes[place]?.autocommit === true;
        const overlaps = set.some((_, a) =>
          set.some((__, b) => a < b && !isAlone(a) && !isAlone(b) && isOrdered.get(String(b))?.has(String(a)) !== true),
        );
        expect(isChain(set)).toBe(!overlaps);
      }),
      { numRuns: 300 },
    );
  });
});

describe('followers', () => {
  const started = (shapes: readonly Shape[], jobs = 2) => {
    const set = runnables(shapes);
    const schedule = new Schedule(set, jobs);
    const leader = schedule.next();
    if (leader === undefined) throw new Error('nothing starts');
    return { schedule, set, leader, follower: schedule.follower(leader) };
  };

  it('waits for nothing but the one before it', () => {
    const shapes = [free, { dependsOn: ['0'] }, { dependsOn: ['0', '1'] }];
    const { schedule, set, leader, follower } = started(shapes);
    expect(follower).toBe(set[1]);
    expect(schedule.next()).toBeUndefined();
    schedule.applied(leader);
    // It runs already.
    expect(schedule.next()).toBeUndefined();
    expect(schedule.follower(set[1] as Runnable)).toBe(set[2]);
  });

  it('is the one with the longest way behind it', () => {
    const shapes = [free, { dependsOn: ['0'], expectedMs: 1 }, { dependsOn: ['0'], expectedMs: 5 }];
    const { set, follower } = started(shapes);
    expect(follower).toBe(set[2]);
  });

  it('is none that another one still has to be applied for, or that must be alone', () => {
    expect(started([{ ...free, expectedMs: 9 }, free, { dependsOn: ['0', '1'] }]).follower).toBeUndefined();
    expect(started([free, { dependsOn: ['0'], alone: true }]).follower).toBeUndefined();
  });

  it('is one that could start anyway only where enough are left for others', () => {
    expect(started([free, free, free]).follower).toBeUndefined();
    expect(started([free, free, free, free]).follower).toBeDefined();
  });

  it('starts later when it was put back', () => {
    const { schedule, leader, follower } = started([free, { dependsOn: ['0'] }]);
    schedule.putBack(follower as Runnable);
    expect(schedule.running).toBe(1);
    schedule.applied(leader);
    expect(schedule.next()).toBe(follower);
  });
});
