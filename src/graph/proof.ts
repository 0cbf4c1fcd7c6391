/**
 * Holds what a migration was seen to touch against what had been predicted, since a graph is only as good as its footprints.
 *
 * What is seen is less than what happened: a lock that a rolled back subtransaction took is gone, and what is checked only at
 * COMMIT happens after we looked. What is seen has happened, though, so each surprise is a fault of the prediction. A false alarm
 * costs a whole replay, so wherever one object stands for another (an index for its table, a partition, whose name may hold the day
 * of the run, for the whole), predicting either will do.
 */
import { strengthOf } from '../migration/lock.ts';
import type { Problem } from '../migration/problem.ts';
import type { Footprint, Manner } from '../sql/footprint.ts';
import { type ReportedObject, resourcesOf } from './reported-object.ts';

/** Names are schema and name as the catalogs have them, without quotes, joined by a dot. */
export interface SeenRelation {
  /** At the end of the transaction, or, if it was dropped, before. */
  readonly name: string;
  /** As PostgreSQL calls it: `table`, `index`, `sequence`, `view` … */
  readonly kind: string;
  /** Modes of the locks held on it, as `pg_locks` has them: `AccessShareLock` … */
  readonly modes: readonly string[];
  readonly change?: 'created' | 'dropped' | undefined;
  /** Its name before, where the transaction gave it another one. */
  readonly was?: string | undefined;
  /** The table that an index, sequence or partition belongs to, by its name now and, if it had another, its name before. */
  readonly of?: readonly string[] | undefined;
  readonly ofExtension?: boolean | undefined;
}

export interface SeenRewrite {
  readonly name: string;
  /** Bits of PostgreSQL's own: 1 persistence, 2 a default, 4 a column's type, 8 the access method. */
  readonly reason: number;
}

/** What one transaction was seen to do. */
export interface Seen {
  readonly relations: readonly SeenRelation[];
  /** Whether event triggers told of everything too; if not, the lists below are empty or lack something. */
  readonly closely: boolean;
  readonly objects: readonly ReportedObject[];
  readonly rewrites: readonly SeenRewrite[];
  /** Names of functions that were called, without those of extensions. */
  readonly routines: readonly string[];
}

/** Something that was touched and had not been predicted. */
export interface Surprise {
  /** What happened, as a predicate of the migration: `dropped index public.orders_idx`. */
  readonly did: string;
  /** What had been predicted of the same object, as a clause: `of which it had been predicted to read the rows of orders (line 3)`. */
  readonly predicted: string;
  /** The object whose name the directives `reads` and `writes` would take. */
  readonly name: string;
}

/** Everything seen that the footprint does not cover; nothing for an opaque footprint, which covers everything. */
export function compareWithFootprint(footprint: Footprint, seen: Seen): readonly Surprise[] {
  if (footprint.opaque !== undefined) return [];
  const predicted = new Prediction(footprint);
  const locked = new Map(seen.relations.map((relation) => [relation.name, relation]));
  const surprises = [
    ...seen.relations.map((relation) => relationSurprise(predicted, relation, locked)),
    ...seen.objects.map((object) => objectSurprise(predicted, object, locked)),
    ...seen.routines.map((name) => routineSurprise(predicted, name)),
  ].filter((surprise) => surprise !== undefined);
  // A dropped table, say, is seen by its lock and by its event.
  return [...new Map(surprises.map((surprise) => [surprise.name, surprise] as const).reverse()).values()].reverse();
}

/** Whether the migration looks at the system catalogs, and so might see what is put there to watch it. */
export function looksAtCatalogs({ touches }: Footprint): boolean {
  return touches.some(({ resource, manner }) => resource === 'definitions' && manner !== 'add');
}

/** Types that are no relations have a space of their own. */
function asType(resource: string): string {
  return resource.replace(/^relation /, 'type ');
}

class Prediction {
  readonly #manners = new Map<string, Manner>();
  readonly #footprint: Footprint;

  constructor(footprint: Footprint) {
    this.#footprint = footprint;
    for (const { resource, manner } of footprint.touches) this.#manners.set(resource, manner);
  }

  touches(resource: string): boolean {
    return this.#manners.has(resource) || this.#manners.has(asType(resource));
  }

  changes(resource: string): boolean {
    return [resource, asType(resource)].some((each) => (this.#manners.get(each) ?? 'read') !== 'read');
  }

  touchesRelation(name: string): boolean {
    return this.touches(`relation ${name}`) || this.touches(`rows ${name}`);
  }

  changesRelation(name: string): boolean {
    const { locks } = this.#footprint;
    return locks?.has(name) === true || this.changes(`relation ${name}`) || this.changes(`rows ${name}`);
  }

  changesSpace(space: string): boolean {
    return this.#footprint.touches.some(
      ({ resource, manner }) => manner !== 'read' && resource.startsWith(`${space} `),
    );
  }

  /** What it says of an object, as a clause. */
  of(...resources: readonly string[]): string {
    const told = this.#footprint.touches
      .filter(({ resource }) => resources.includes(resource))
      .map(({ manner, label, line }) => `${WORDS[manner]} ${label} (line ${line})`);
    if (told.length === 0) return 'of which nothing had been predicted';
    return `of which only this had been predicted: to ${told.join(' and to ')}`;
  }
}

const WORDS: Readonly<Record<Manner, string>> = { read: 'read', add: 'add to', write: 'change' };

const WRITES_ROWS = 'RowExclusiveLock';
const EXCLUSIVE = 'AccessExclusiveLock';
/** Kinds with rows of their own. A view is locked like what it shows, and a sequence's next value is no row. */
const WITH_ROWS = new Set(['table', 'foreign table', 'materialized view']);

function relationSurprise(
  predicted: Prediction,
  relation: SeenRelation,
  locked: ReadonlyMap<string, SeenRelation>,
): Surprise | undefined {
  const { name, kind, modes, change, was } = relation;
  const own = was === undefined ? [name] : [was, name];
  const owners = relation.of ?? [];
  const all = [...own, ...owners];
  const changesAny = (names: readonly string[]) => names.some((each) => predicted.changes(`relation ${each}`));
  const surprise = (did: string): Surprise => ({
    did: `${did}${owners.length === 0 ? '' : ` (of ${owners.join(', before ')})`}`,
    predicted: predicted.of(...all.flatMap((each) => [`relation ${each}`, `rows ${each}`])),
    name,
  });
  const thing = `${kind} ${name}`;

  if (relation.ofExtension === true) {
    // Its functions read its tables as they please. What they write may be what another migration finds.
    const wrote = modes.includes(WRITES_ROWS) && !modes.includes(EXCLUSIVE);
    return wrote && !predicted.changesRelation(name) ? surprise(`changed rows of ${thing}`) : undefined;
  }
  if (change === 'dropped') return changesAny(all) ? undefined : surprise(`dropped ${thing}`);
  if (was !== undefined && !own.every((each) => predicted.changes(`relation ${each}`))) {
    // Renaming a constraint renames its index, and locks the table for it as renaming the index does not.
    const withTable = changesAny(owners) && owners.some((owner) => locked.get(owner)?.modes.includes(EXCLUSIVE));
    if (kind !== 'index' || !withTable) return surprise(`renamed ${kind} ${was} to ${name}`);
  }
  // An index comes and goes with changes of its table, and is used with it: the table's lock is judged by itself.
  if (kind === 'index' && (change === 'created' || owners.length === 0 || owners.some((owner) => locked.has(owner)))) {
    return undefined;
  }
  if (change === 'created') return changesAny(all) ? undefined : surprise(`created ${thing}`);
  if (WITH_ROWS.has(kind) && modes.includes(WRITES_ROWS) && !all.some((each) => predicted.changesRelation(each))) {
    return surprise(`changed rows of ${thing}`);
  }
  if (all.some((each) => predicted.touchesRelation(each))) return undefined;
  return surprise(`locked ${thing} in ${modeInWords(modes)} mode`);
}

/** The strongest, as PostgreSQL's documentation spells it: `ACCESS EXCLUSIVE`. */
function modeInWords(modes: readonly string[]): string {
  const strongest = modes.toSorted((a, b) => strengthOf(b) - strengthOf(a))[0] ?? '';
  return strongest
    .replace(/Lock$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toUpperCase();
}

const BESIDES: ReadonlySet<string> = new Set(['COMMENT', 'GRANT', 'REVOKE', 'SECURITY LABEL']);

function objectSurprise(
  predicted: Prediction,
  object: ReportedObject,
  locked: ReadonlyMap<string, SeenRelation>,
): Surprise | undefined {
  const judged = resourcesOf(object);
  if (judged === undefined) return undefined;
  const { space, name } = judged;
  // They change what hangs on an object and has a resource of its own; looking the object up is all they do to itself.
  if (BESIDES.has(object.command) && predicted.touches(`${space} ${name}`)) return undefined;
  const did = `ran ${object.command}, which ${object.dropped ? 'dropped' : 'changed'} ${object.type} ${object.names.join('.')}`;
  if (space === 'relation') {
    const relation = locked.get(name);
    const owners = relation?.of ?? [];
    // Nobody knows any more whose it was: made and gone in the same transaction, with its table.
    if (relation === undefined && OWNED.has(object.type)) return undefined;
    const isCovered = [name, ...owners].some(
      (each) => predicted.changes(`relation ${each}`) || (judged.rows && predicted.changes(`rows ${each}`)),
    );
    if (isCovered) return undefined;
    return { did, predicted: predicted.of(`relation ${name}`, `rows ${name}`), name };
  }
  if (judged.loosely ? predicted.changesSpace(space) : predicted.changes(`${space} ${name}`)) return undefined;
  return { did, predicted: predicted.of(`${space} ${name}`), name };
}

const OWNED = new Set(['index', 'sequence']);

function routineSurprise(predicted: Prediction, name: string): Surprise | undefined {
  if (predicted.touches(`routine ${name}`)) return undefined;
  return { did: `called function ${name}`, predicted: predicted.of(`routine ${name}`), name };
}

/** How many surprises a warning tells in full. */
const MAX_TOLD = 3;

/**
 * One warning for a migration, with both sides and the cure.
 *
 * @param surprises at least one
 */
export function surpriseWarning(migration: { id: string; path: string }, surprises: readonly Surprise[]): Problem {
  const told = surprises.slice(0, MAX_TOLD).map(({ did, predicted }) => `${did}, ${predicted}`);
  const more = surprises.length - told.length;
  if (more > 0) told.push(`and did ${more} more such thing${more === 1 ? '' : 's'}`);
  const names = surprises.map(({ name }) => name);
  // A directive is words between spaces, its names between commas.
  const directive = names.some((name) => /[\s,]/.test(name)) ? 'opaque' : `writes=${names.join(',')}`;
  return {
    severity: 'warning',
    code: 'unpredicted-touch',
    message: `${migration.id} ${told.join('; ')}.`,
    path: migration.path,
    hint: `Write "-- migrate-action: ${directive}" into it, so that it keeps its place among the migrations that touch the same${directive === 'opaque' ? '' : ', or "-- migrate-action: opaque" if it touches yet other things each time'}.`,
  };
}
