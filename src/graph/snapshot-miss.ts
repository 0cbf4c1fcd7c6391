/** Why a run could not start from all that earlier runs had done: one line a person understands. */
import { identity, type Member } from './snapshot-choice.ts';

export interface Remembered extends Member {
  /** The migration's content digest. */
  readonly content: string;
}

interface Change {
  readonly verb: string;
  readonly ids: readonly string[];
}

/** How many migrations of one kind of change are named. */
const NAMED = 2;

/**
 * @param run in file order
 * @param snapshot the members of the one that has most in common with the run, in the order they had
 * @returns `0042 was edited`; undefined when all of it could be used
 */
export function whyNotAll(run: readonly Remembered[], snapshot: readonly Remembered[]): string | undefined {
  const identities = new Set(run.map(identity));
  const lost = snapshot.filter((member) => !identities.has(identity(member)));
  if (lost.length === 0) return undefined;
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
  const order = new Map(run.map(({ id }, position) => [id, position]));
  const kept = snapshot.filter(({ id }) => byId.has(id));
  const moved = kept.filter(({ id }, index) => (order.get(id) ?? 0) < (order.get(kept[index - 1]?.id ?? '') ?? -1));

  const changes: Change[] = [
    { verb: 'edited', ids: edited.map(({ id }) => id) },
    { verb: 'deleted', ids: gone.filter((member) => !isRenamed(member)).map(({ id }) => id) },
    { verb: 'renamed', ids: gone.filter(isRenamed).map(({ id }) => id) },
    { verb: 'inserted', ids: inserted.map(({ id }) => id) },
    { verb: 'moved', ids: moved.map(({ id }) => id) },
  ].filter(({ ids }) => ids.length > 0);
  // The same files with other dependencies: another version of us reads them differently, or a setting is another one.
  if (changes.length === 0) return 'what the migrations depend on has changed';
  return changes.map(sentence).join(', ');
}

function sentence({ verb, ids }: Change): string {
  const named = ids.slice(0, NAMED).join(' and ');
  const more = ids.length - NAMED;
  const subject = more > 0 ? `${ids.slice(0, NAMED).join(', ')} and ${more} more` : named;
  return `${subject} ${ids.length === 1 ? 'was' : 'were'} ${verb}`;
}
