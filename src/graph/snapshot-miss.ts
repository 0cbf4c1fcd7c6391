/** Why a run could not start from all that earlier runs had done: one line a person understands. */
import { type HeldSeed, identity, type Member, type Reuse } from './snapshot-choice.ts';

export interface Remembered extends Member {
  /** The migration's content digest. */
  readonly content: string;
}

/** A snapshot that a run might have started from. */
export interface Looked {
  readonly members: readonly Remembered[];
  readonly seed?: HeldSeed | undefined;
  /** Whether nothing may be applied on it; see `KnownSnapshot`. */
  readonly isFinal?: boolean | undefined;
}

/** What the run started from, and what it wanted. */
export interface Got {
  /** How many of its migrations were restored. */
  readonly restored: number;
  readonly seeded: boolean;
  /** The digest of its seed, if it has one that is known. */
  readonly seed?: string | undefined;
  /** As messages call that. */
  readonly seedName?: string | undefined;
}

interface Change {
  readonly verb: string;
  readonly ids: readonly string[];
}

/** How many migrations of one kind of change are named. */
const NAMED = 2;

/**
 * @param run in file order
 * @returns `0042 was edited: restored 41 of 120, 79 to run.`; undefined when there was nothing that could have been used
 */
export function explainMiss(
  run: readonly Remembered[],
  known: readonly Looked[],
  { restored, seeded, seed, seedName = 'the seed' }: Got,
  reuse: Reuse = 'graph',
): string | undefined {
  const isWhole = restored === run.length;
  if (isWhole && (seeded || seed === undefined)) return undefined;
  const nearest = nearestOf(run, known);
  const nearestSeeded = nearestOf(
    run,
    known.filter((snapshot) => snapshot.seed !== undefined),
  );
  if (isWhole) {
    const isAnother = nearestSeeded?.seed !== undefined && nearestSeeded.seed.digest !== seed;
    return isAnother
      ? `${capitalised(seedName)} has changed: restored all ${run.length}, and ${seedName} runs again.`
      : undefined;
  }
  const ofMigrations =
    nearest === undefined ? undefined : (whyNotAll(run, nearest.members, reuse) ?? whyNothingFollows(run, nearest));
  const why =
    ofMigrations ?? (restored === 0 ? whyNotSeeded(run, nearestSeeded, seed, capitalised(seedName)) : undefined);
  if (why === undefined) return undefined;
  const from = restored === 0 ? 'restored nothing' : `restored ${restored} of ${run.length}`;
  return `${why}: ${from}, ${run.length - restored} to run.`;
}

/** Of a snapshot whose migrations are all wanted. */
function whyNothingFollows(run: readonly Remembered[], { members, isFinal }: Looked): string | undefined {
  if (isFinal !== true || members.length === run.length) return undefined;
  return 'What is new would not find all as earlier migrations left it (settings of new sessions, the order in which objects were made, or, with dumps, that of rows and indexes)';
}

/** Of a snapshot whose migrations could all have been used, were it not for its seed. */
function whyNotSeeded(
  run: readonly Remembered[],
  snapshot: Looked | undefined,
  seed: string | undefined,
  seedName: string,
): string | undefined {
  if (snapshot?.seed === undefined) return undefined;
  if (snapshot.seed.digest !== seed) return `${seedName} has changed`;
  return snapshot.members.length < run.length ? `${seedName} had run before migrations that are new` : undefined;
}

function capitalised(name: string): string {
  return name.replace(/^the /, 'The ');
}

function nearestOf<Snapshot extends Looked>(
  run: readonly Remembered[],
  known: readonly Snapshot[],
): Snapshot | undefined {
  const shared = new Set(run.map(({ id }) => id));
  const common = ({ members }: Looked) => members.filter(({ id }) => shared.has(id)).length;
  return [...known].sort((a, b) => common(b) - common(a))[0];
}

/**
 * @param run in file order
 * @param snapshot the members of the one that has most in common with the run, in the order they had
 * @param reuse what of it could have been used
 * @returns `0042 was edited`; undefined when all of it could be used
 */
export function whyNotAll(
  run: readonly Remembered[],
  snapshot: readonly Remembered[],
  reuse: Reuse = 'graph',
): string | undefined {
  const identities = new Set(run.map(identity));
  const lost = snapshot.filter((member) => !identities.has(identity(member)));
  const order = new Map(run.map(({ id }, position) => [id, position]));
  const kept = snapshot.filter(({ id }) => order.has(id));
  const moved = outOfOrder(kept, ({ id }) => order.get(id) ?? 0);
  // Only what nothing would be applied to has to be in order.
  if (lost.length === 0 && moved.length > 0 && snapshot.length === run.length)
    return sentence(changeOf('moved', moved));
  if (lost.length === 0 && reuse !== 'prefix') return undefined;
  const byId = new Map(run.map((migration) => [migration.id, migration]));
  const idsByContent = new Map(run.map(({ content, id }) => [content, id]));
  const before = new Set(snapshot.map(({ id }) => id));

  const edited = lost.filter(({ id, content }) => byId.has(id) && byId.get(id)?.content !== content);
  const gone = lost.filter(({ id }) => !byId.has(id));
  const isRenamed = ({ content }: Remembered) => {
    const id = idsByContent.get(content);
    return id !== undefined && !before.has(id);
  };
  const lastShared = run.findLastIndex(({ id }) => before.has(id));
  const renamedTo = new Set(gone.filter(isRenamed).map(({ content }) => idsByContent.get(content)));
  const inserted = run.slice(0, lastShared + 1).filter(({ id }) => !before.has(id) && !renamedTo.has(id));
  // Then it is no prefix any more.
  if (lost.length === 0) return inserted.length > 0 ? sentence(changeOf('inserted', inserted)) : undefined;

  const changes: Change[] = [
    changeOf('edited', edited),
    changeOf(
      'deleted',
      gone.filter((member) => !isRenamed(member)),
    ),
    changeOf('renamed', gone.filter(isRenamed)),
    changeOf('inserted', inserted),
    changeOf('moved', moved),
  ].filter(({ ids }) => ids.length > 0);
  // The same files with other dependencies: another version of us reads them differently, or a setting is another one.
  if (changes.length === 0) return 'what the migrations depend on has changed';
  return changes.map(sentence).join(', ');
}

/** As few as can have moved: the others, a longest increasing subsequence, are in order. */
function outOfOrder<Item>(items: readonly Item[], place: (item: Item) => number): readonly Item[] {
  interface Run {
    readonly item: Item;
    readonly before: Run | undefined;
  }
  // By their length: the one that ends at the least place.
  const runs: Run[] = [];
  for (const item of items) {
    const last = runs.at(-1);
    const isNext = last === undefined || place(last.item) <= place(item);
    const length = isNext ? runs.length : runs.findIndex((run) => place(run.item) > place(item));
    runs[length] = { item, before: runs[length - 1] };
  }
  const inOrder = new Set<Item>();
  for (let run = runs.at(-1); run !== undefined; run = run.before) inOrder.add(run.item);
  return items.filter((item) => !inOrder.has(item));
}

function changeOf(verb: string, migrations: readonly Remembered[]): Change {
  return { verb, ids: migrations.map(({ id }) => id) };
}

function sentence({ verb, ids }: Change): string {
  const named = ids.slice(0, NAMED).join(' and ');
  const more = ids.length - NAMED;
  const subject = more > 0 ? `${ids.slice(0, NAMED).join(', ')} and ${more} more` : named;
  return `${subject} ${ids.length === 1 ? 'was' : 'were'} ${verb}`;
}
