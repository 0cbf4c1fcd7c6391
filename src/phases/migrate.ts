/** Migrates one database: bookkeeping, and then what is left to do. */
import { type Applied, apply, applyInOrder, type FailedMigration, runsSideBySide } from '../execution/apply.ts';
import { checkRights, createBooks, readState, type State } from '../execution/books.ts';
import { withRights } from '../execution/books-refused.ts';
import { openTrace, type Trace } from '../execution/trace.ts';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import type { Problem } from '../migration/problem.ts';
import type { Lock } from '../migration/lock.ts';
import type { ConnectionCounts } from '../migration/result.ts';
import type { Migration } from '../migration/migration.ts';
import type { Database } from '../postgres/database.ts';
import { type Level, Observation } from '../postgres/observation/observation.ts';
import type { Health } from '../postgres/health.ts';
import { hasSystemSettings, settingsOfNewSessions } from '../postgres/lasting-settings.ts';
import { unlessCrashed } from '../postgres/server/crash.ts';
import type { ManagedServer } from '../postgres/server/managed-server.ts';
import { type Examined, examine, openSite, type Site } from './site.ts';
import { type Distrusted, Watcher } from './watcher.ts';
import type { RunPorts } from './ports.ts';
import type { Settings } from './settings.ts';
import { NO_BOOKS } from './sql-files.ts';
import type { Work } from './work.ts';

export interface Migrated {
  readonly health: Health;
  readonly state: State;
  readonly applied: readonly Applied[];
  readonly failed?: FailedMigration | undefined;
  /** Why the run ended before its end although nothing failed: it has to be done again in file order. */
  readonly again?: string | undefined;
  /** Whether it ended because it was to pause; it goes on when it is called again. */
  readonly paused: boolean;
  /** Whether sessions that begin from now on are set otherwise than those that applied them. */
  readonly setsSessions: boolean;
  /** What was seen to do other things than its SQL shows. */
  readonly distrusted: readonly Distrusted[];
  /** The strongest lock of each migration that was seen to hold any. */
  readonly locks: ReadonlyMap<Migration, Lock>;
  readonly problems: readonly Problem[];
  readonly counts: ConnectionCounts;
}

export interface MigrateOptions {
  readonly jobs: number;
  /** How closely migrations are watched; left out, they are not. */
  readonly watch?: Level | undefined;
  /** Go on although a migration touched what its SQL does not show. */
  readonly trusting?: boolean | undefined;
  /** It goes on where it paused, of which nobody has to be told. */
  readonly continues?: boolean | undefined;
  /** See `ApplyOptions`. */
  readonly pauses?: (() => boolean) | undefined;
  /** What is applied came from a snapshot, in this run. */
  readonly restored?: boolean | undefined;
  /** What this run applied to the same database before it began again. */
  readonly earlier?: readonly Applied[] | undefined;
}

/** Brings the database of one server to the end of the plan, or to the last migration that succeeds. */
export async function migrate(
  server: ManagedServer,
  settings: Settings,
  work: Work,
  ports: RunPorts,
  options: MigrateOptions = optionsOf(settings),
): Promise<Migrated> {
  const site = openSite(server, settings, ports, options.jobs);
  try {
    return await migrateSite(site, settings, work, ports, options);
  } finally {
    await site.close();
  }
}

/**
 * The same on connections that somebody else opens and closes.
 *
 * @throws ServerCrash when a server of ours did not survive it
 */
export async function migrateSite(
  site: Site,
  settings: Settings,
  prepared: Work,
  ports: RunPorts,
  options: MigrateOptions,
): Promise<Migrated> {
  const { server } = site;
  const work = async () => migrateOn(site, await examine(site, settings, prepared), prepared, ports, options);
  if (server === undefined) return await work();
  return await unlessCrashed(server, work, ({ failed }) => failed?.cause);
}

export function optionsOf({ jobs }: Settings): MigrateOptions {
  return { jobs, watch: 'locks' };
}

/** Everything that reads or writes the bookkeeping, behind the lock. */
export async function migrateOn(
  { server, database, lock }: Site,
  { health, problems }: Examined,
  prepared: Work,
  ports: RunPorts,
  options: MigrateOptions,
): Promise<Migrated> {
  const { runnables } = prepared;
  const { counts } = database;
  const nothing = {
    health,
    applied: [],
    paused: false,
    setsSessions: false,
    distrusted: [],
    locks: new Map<Migration, Lock>(),
    problems,
    counts,
  };
  if (!health.booksExist) {
    const { failed } = await initialise(database, prepared, ports);
    if (failed !== undefined) return { ...nothing, state: { present: [], pending: [], problems: [] }, failed };
  }
  // A snapshot may have gaps, of which nobody has to be told: they are filled before the tool sees them.
  const isOfSnapshot = server !== undefined || options.restored === true;
  const migrations = runnables.map(({ migration }) => migration);
  const state = await database.withSession((session) =>
    readState(session, prepared.bookkeeping, migrations, isOfSnapshot),
  );
  const ofState = isOfSnapshot ? [] : state.problems;
  const pending = new Set(state.pending);
  const present = new Set(state.present);
  if (options.continues !== true) ports.reporter.begins(prepared, pending.size, health, { server, isOfSnapshot });
  // It was finished when the snapshot was made. Who knows in what state a run left somebody's.
  if (server !== undefined && pending.size === 0) return { ...nothing, state };
  const isOwn = server !== undefined;
  if (!isOwn) await database.withSession((session) => checkRights(session, prepared.bookkeeping, state.pending));
  const settings = await database.withSession(settingsOfNewSessions);
  const watcher = options.watch === undefined ? undefined : await watch(database, isOwn, prepared, options);
  const { bookkeeping, own: ofCutOff } = isOwn
    ? untraced(prepared)
    : await trace(database, prepared, ports, options, present);
  const {
    applied,
    failed,
    distrusted: stoppedBy,
    raced,
    paused,
    problems: ofApply,
  } = await apply(database, runnables, bookkeeping, ports.reporter, {
    jobs: options.jobs,
    lock,
    observer: watcher,
    present,
    disposable: isOwn,
    pauses: options.pauses,
  });
  const ofRun = new Set([...(options.earlier ?? []), ...applied].map(({ migration }) => migration));
  const isOurs = (migration: Migration) =>
    ofRun.has(migration) || (present.has(migration) && (isOfSnapshot || ofCutOff.has(migration)));
  const own = migrations.filter(isOurs);
  await finishBooks(database, bookkeeping, own, failed);
  return {
    health,
    state,
    applied,
    failed,
    again: whyAgain(stoppedBy, raced),
    paused,
    setsSessions: failed === undefined && (await setsSessions(database, settings, isOwn)),
    distrusted: watcher?.distrusted ?? [],
    locks: watcher?.locks ?? new Map(),
    problems: [...problems, ...ofState, ...ofApply, ...(watcher?.warnings ?? [])],
    counts,
  };
}

/** @param before what was set when the sessions of the run had begun */
async function setsSessions(database: Database, before: string, isOwn: boolean): Promise<boolean> {
  return await database.withSession(async (session) => {
    await session.reset();
    return (await settingsOfNewSessions(session)) !== before || (isOwn && (await hasSystemSettings(session)));
  });
}

/** Nobody goes on with a server of ours. */
function untraced({ bookkeeping }: Work): Trace {
  return { bookkeeping, own: new Set() };
}

async function trace(
  database: Database,
  { bookkeeping, runnables }: Work,
  { reporter }: RunPorts,
  { jobs }: MigrateOptions,
  present: ReadonlySet<Migration>,
): Promise<Trace> {
  const leavesOne = runsSideBySide(runnables, bookkeeping, { jobs, present });
  const migrations = runnables.map(({ migration }) => migration);
  const opened = await database.withSession((session) => openTrace(session, bookkeeping, migrations, leavesOne));
  if (opened.note !== undefined) reporter.note(opened.note);
  return opened;
}

function whyAgain(distrusted: Migration | undefined, raced: Migration | undefined): string | undefined {
  if (distrusted !== undefined) return `${distrusted.id} touched what its SQL does not show`;
  return raced === undefined ? undefined : `${raced.id} could not be applied side by side with others`;
}

async function watch(
  database: Database,
  isOwn: boolean,
  prepared: Work,
  { jobs, watch: level, trusting }: MigrateOptions,
): Promise<Watcher> {
  const observation = await database.withSession((session) => Observation.open(session, isOwn));
  return new Watcher(observation, prepared.runnables, level ?? 'locks', jobs > 1 && trusting !== true);
}

/** What a tool's table needs after the last row, also when a failure made another row the last. */
export async function finishBooks(
  database: Database,
  bookkeeping: Bookkeeping,
  own: readonly Migration[],
  failed?: FailedMigration,
): Promise<void> {
  const statements = bookkeeping.finish?.(own) ?? [];
  if (statements.length === 0) return;
  const finish = ['BEGIN', ...statements, 'COMMIT'].join(';\n');
  try {
    await database.withSession(async (session) => {
      // The last migration may have left the session read-only, or as somebody else.
      await session.reset();
      await withRights(bookkeeping, () => session.run(finish));
    });
  } catch (error) {
    // The failure before is what has to be told.
    if (failed === undefined) throw error;
  }
}

/** The first time on a database: what the migrations take for granted, then the tool's own table. */
async function initialise(database: Database, work: Work, ports: RunPorts): Promise<{ failed?: FailedMigration }> {
  if (work.init.runnables.length > 0) {
    const { failed } = await applyInOrder(database, work.init.runnables, NO_BOOKS, ports.reporter);
    if (failed !== undefined) return { failed };
    // Settings that were made for the database or the role hold for new connections only.
    await database.renew();
  }
  await database.withSession((session) => createBooks(session, work.bookkeeping));
  return {};
}
