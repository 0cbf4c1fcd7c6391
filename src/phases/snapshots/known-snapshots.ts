/** What is looked for among the snapshots that an index lists. */
import type { IndexedSnapshot } from '../../cache/snapshot-index.ts';
import { type HeldSeed, identity } from '../../graph/snapshot-choice.ts';
import type { Remembered } from '../../graph/snapshot-miss.ts';
import { memberOf, setOf } from './snapshot-identity.ts';
import type { Work } from '../work.ts';

/**
 * What a run with these contents most likely begins with, before it is known what each of its migrations stands on.
 *
 * @param isSeeded whether the run wants a seed
 */
export function likeliest(
  known: readonly IndexedSnapshot[],
  contents: ReadonlySet<string>,
  isSeeded: boolean,
): IndexedSnapshot | undefined {
  const possible = known.filter(({ spoiled, seed, isFinal, members }) => {
    if (spoiled === true || !members.every(({ content }) => contents.has(content))) return false;
    const isAtEnd = seed !== undefined || isFinal === true;
    return (!isAtEnd || members.length === contents.size) && (seed === undefined || isSeeded);
  });
  const size = ({ members, seed }: IndexedSnapshot) => members.length + (seed === undefined ? 0 : 0.5);
  return [...possible].sort((a, b) => size(b) - size(a))[0];
}

/** What may well be what a run begins with, before anything is known of it. @param isSeeded as above */
export function newest(known: readonly IndexedSnapshot[], isSeeded: boolean): IndexedSnapshot | undefined {
  return known.find(({ spoiled, seed }) => spoiled !== true && (seed === undefined || isSeeded));
}

/** The newest that holds all migrations of the run and no others, in its order, and this seed or none. */
export function ofExactly(
  known: readonly IndexedSnapshot[],
  work: Work,
  seedDigest: string | undefined,
): IndexedSnapshot | undefined {
  const set = setOf(work);
  const run = work.runnables.map((each) => identity(memberOf(each, work)));
  return known.find(({ set: own, members, spoiled, seed }) => {
    if (own !== set || spoiled === true || seed?.digest !== seedDigest) return false;
    return members.length === run.length && members.every((member, place) => identity(member) === run[place]);
  });
}

/** Those of which no database could be made, and which a snapshot of these migrations would hold. */
export function spoiledOf(
  known: readonly IndexedSnapshot[],
  set: string,
  seed: HeldSeed | undefined,
): readonly IndexedSnapshot[] {
  return known.filter((snapshot) => snapshot.spoiled === true && snapshot.set === set && isSeedOf(snapshot, seed));
}

/** Whether what is in the one is in the other, too. */
function isSeedOf(snapshot: IndexedSnapshot, seed: HeldSeed | undefined): boolean {
  return snapshot.seed === undefined || snapshot.seed.digest === seed?.digest;
}

export function isPartOf(some: readonly Remembered[], all: readonly Remembered[]): boolean {
  const identities = new Set(all.map(identity));
  return some.every((each) => identities.has(identity(each)));
}
