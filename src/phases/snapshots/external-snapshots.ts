/**
 * Snapshots of a server that is somebody else's: dumps of the one database.
 *
 * Only a database that held nothing when the run began is restored into; and only of one that was restored, or held nothing, a snapshot
 * is made: any other may hold more than migrations made.
 */
import type { HeldSeed } from '../../graph/snapshot-choice.ts';
import { addFingerprint } from '../../postgres/snapshot/file.ts';
import type { Fingerprint } from '../../migration/image-hashes.ts';
import { fingerprintOf } from '../../postgres/fingerprint/fingerprint.ts';
import { NOTHING_VOLATILE } from '../../postgres/fingerprint/image.ts';
import { type ClientName, ClientPrograms } from '../../postgres/snapshot/client-programs.ts';
import { type EmptyDatabase, readEmptyDatabase } from '../../postgres/snapshot/empty-database.ts';
import { type ExternalDatabase, makeExternalSnapshot } from '../../postgres/snapshot/external.ts';
import { losesIndexOrder } from '../../postgres/snapshot/index-order.ts';
import { restoreExternalSnapshot } from '../../postgres/snapshot/external-restore.ts';
import type { SnapshotManifest } from '../../postgres/snapshot/manifest.ts';
import { SnapshotRefusal } from '../../postgres/snapshot/refusal.ts';
import { checkRestored } from '../../postgres/snapshot/restored.ts';
import { namesOf } from '../../postgres/snapshot/server-facts.ts';
import type { Session } from '../../postgres/session.ts';
import { messageOf } from '../../postgres/thrown.ts';
import { checkContent } from './check-content.ts';
import { imageOfDatabase } from '../image-of-run.ts';
import type { Kept, Later } from './leavings.ts';
import type { PreparedMigration } from '../placed.ts';
import type { RunPorts } from '../ports.ts';
import type { Settings } from '../settings.ts';
import type { Examined, Site } from '../site.ts';
import type { Candidate, Chosen, Making, NotMade } from './snapshot-means.ts';
import { openSnapshots, type Snapshots } from './snapshots.ts';
import type { Work } from '../work.ts';

/** What restoring takes; measured on local servers. A prefix starts programs elsewhere, four times. */
const RESTORE_MS = 100;
const PREFIX_MS = 400;
const RESTORE_MS_PER_RELATION = 0.8;
/** Indexes are made anew, and foreign keys checked. */
const RESTORE_MS_PER_MEGABYTE = 200;
/** What making one takes: a dump, and the fingerprint. */
const MAKE_MS = 150;
const MAKE_MS_PER_RELATION = 0.5;
const MAKE_MS_PER_MEGABYTE = 150;
/** An empty database has so much. */
const EMPTY_BYTES = 7.5 * 2 ** 20;
const DUMP_BYTES_PER_RELATION = 1500;
/** In a key; more than enough to tell a server's databases apart. */
const KIND_DIGITS = 16;

/** A database that was restored. */
export interface RestoredDatabase extends Chosen {
  readonly fingerprint?: Fingerprint | undefined;
}

/** @returns instead of snapshots, why there can be none */
export async function openExternalSnapshots(
  site: Site,
  { health }: Examined,
  settings: Settings,
  ports: RunPorts,
): Promise<ExternalSnapshots | NotMade> {
  if (settings.reuse === 'off') return { why: 'nothing is to be reused' };
  const before = health.booksExist ? undefined : await site.database.withSession(readEmptyDatabase).catch(whyOf);
  if (before !== undefined && 'why' in before) return before;
  if (before === undefined) return { why: 'the database was not empty when the run began' };
  const place = `external.${before.kind.slice(0, KIND_DIGITS)}`;
  const snapshots = openSnapshots(settings, ports, { common: [before.version, place], isLasting: true });
  return new ExternalSnapshots(site, before, snapshots, place, settings, ports.later);
}

export class ExternalSnapshots {
  readonly #site: Site;
  readonly #target: ExternalDatabase;
  readonly #snapshots: Snapshots;
  readonly #place: string;
  /** Milliseconds. */
  readonly #wayMs: number;
  readonly #later: Later | undefined;
  /** The programs that were looked for and are not there, or of another version: told once. */
  #lacks: SnapshotRefusal | undefined;

  constructor(
    site: Site,
    before: EmptyDatabase,
    snapshots: Snapshots,
    place: string,
    settings: Settings,
    later: Later | undefined,
  ) {
    this.#later = later;
    const { databaseUrl: url = '', clientPrefix } = settings;
    this.#site = site;
    this.#target = { database: site.database, url, programs: new ClientPrograms(clientPrefix), before };
    this.#snapshots = snapshots;
    this.#place = place;
    this.#wayMs = clientPrefix.length > 0 ? PREFIX_MS : 0;
  }

  /** @returns undefined when there is nothing to begin with; then the database is as empty as it was */
  async restore(work: Work): Promise<RestoredDatabase | undefined> {
    if (!(await this.#snapshots.recall())) return undefined;
    const restored = await this.#snapshots.restore(work, {
      ready: () => this.#find('pg_restore'),
      restore: (candidate) => this.#restoreOne(candidate, work),
    });
    if (restored === undefined) return undefined;
    const { key, proof, savesMs, expectedMs, tookMs } = restored;
    if (proof !== undefined)
      await this.#snapshots.remark({ key, proven: true, restoreMs: proof.restoreMs }, this.#later);
    // What it is expected to take is a guess, of a server that nobody knows.
    return { ...restored, savesMs: savesMs + expectedMs - tookMs };
  }

  async #restoreOne({ file, expected, isProven, migrations }: Candidate, work: Work) {
    // Fetching takes its time, in which a connection may be lost; and with it the lock.
    await this.#site.lock.ensure();
    const began = performance.now();
    const seen = { checkMs: 0, isLasting: false };
    const { fingerprint } = await restoreExternalSnapshot({
      ...this.#target,
      file,
      expected,
      check: async (session, manifest) => {
        const restoredAt = performance.now();
        await checkRestored(session, manifest);
        await checkContent(session, manifest, migrations, work);
        seen.isLasting = !(await hasPopulatedViews(session));
        if (!isProven || !seen.isLasting) await checkFaithful(session, manifest, work);
        seen.checkMs = performance.now() - restoredAt;
      },
    });
    const restoreMs = performance.now() - began - seen.checkMs;
    // Settings that were made for the database or the role hold for new connections only.
    await this.#site.database.renew();
    return { fingerprint, proof: !isProven && seen.isLasting ? { restoreMs } : undefined };
  }

  /** Of a database that is all that the plan says. See `Snapshots.make`. */
  async make(
    work: Work,
    times: ReadonlyMap<PreparedMigration, number>,
    savesMs: number,
    setsSessions: boolean,
    seed?: HeldSeed,
  ): Promise<Kept | NotMade> {
    if (this.#lacks !== undefined) return { why: withoutStop(this.#lacks.message) };
    const { database } = this.#site;
    const size = await database.withSession(sizeOf).catch(whyOf);
    if ('why' in size) return size;
    const isFinal = setsSessions || (await database.withSession(losesIndexOrder));
    const making = { ...this.#makingOf(size, work), isFinal };
    return await this.#snapshots.make(work, times, savesMs, making, seed);
  }

  get snapshots(): Snapshots {
    return this.#snapshots;
  }

  #makingOf({ relations, bytes }: Size, work: Work): Omit<Making, 'isFinal'> {
    const megabytes = bytes / 2 ** 20;
    const { before, database } = this.#target;
    return {
      parts: [before.version, this.#place],
      bytes,
      restoreMs: this.#restoreMs(relations, bytes),
      makeMs: MAKE_MS + this.#wayMs + relations * MAKE_MS_PER_RELATION + megabytes * MAKE_MS_PER_MEGABYTE,
      make: async (file, subject) => {
        try {
          await this.#find('pg_dump');
          await database.withSession(refuseCompany);
          const { payload } = await makeExternalSnapshot({ ...this.#target, subject, file });
          // Last, since it costs more than to find out that there can be no dump.
          const image = await database.withSession((session) => imageOfDatabase(session, work));
          const fingerprint = fingerprintOf(image, NOTHING_VOLATILE);
          const manifest = await addFingerprint(file, fingerprint);
          const alsoInKey = [namesOf(manifest.server.extensions), manifest.surroundings?.otherRoles ?? ''];
          return { manifest, fingerprint, restoreMs: this.#restoreMs(relations, payload.bytes), alsoInKey };
        } catch (cause) {
          if (cause instanceof SnapshotRefusal) throw cause;
          throw new SnapshotRefusal('failed', `No snapshot is made: ${withoutStop(messageOf(cause))}.`, { cause });
        }
      },
    };
  }

  #restoreMs(relations: number, bytes: number): number {
    const content = relations * RESTORE_MS_PER_RELATION + (bytes / 2 ** 20) * RESTORE_MS_PER_MEGABYTE;
    return RESTORE_MS + this.#wayMs + content;
  }

  async #find(name: ClientName): Promise<void> {
    try {
      await this.#target.programs.find(name, this.#target.before.major);
    } catch (error) {
      if (error instanceof SnapshotRefusal) this.#lacks = error;
      throw error;
    }
  }
}

interface Size {
  readonly relations: number;
  /** Of a dump, about. */
  readonly bytes: number;
}

async function sizeOf(session: Session): Promise<Size> {
  const [row] = await session.rows(`
    SELECT (SELECT count(*)::int FROM pg_catalog.pg_class WHERE oid >= 16384) AS relations,
      pg_catalog.pg_database_size(pg_catalog.current_database())::float8 AS bytes`);
  const relations = Number(row?.['relations']);
  return { relations, bytes: Math.max(0, Number(row?.['bytes']) - EMPTY_BYTES) + relations * DUMP_BYTES_PER_RELATION };
}

/**
 * A dump is not its database: `pg_restore` fills materialized views anew, and some things `pg_dump` does not tell. So what comes of one
 * is compared, once, with what it was made of.
 *
 * @throws SnapshotRefusal
 */
async function checkFaithful(session: Session, { fingerprint }: SnapshotManifest, work: Work): Promise<void> {
  const found = fingerprintOf(await imageOfDatabase(session, work), NOTHING_VOLATILE);
  if (found.schema === fingerprint?.schema && found.data === fingerprint.data) return;
  const what = found.schema === fingerprint?.schema ? 'Rows' : 'Objects';
  throw new SnapshotRefusal(
    'not-restorable',
    `${what} of what comes of it are not those that it was made of, as with a materialized view that was out of date.`,
  );
}

/** What is in them may depend on when they are filled. */
async function hasPopulatedViews(session: Session): Promise<boolean> {
  const [row] = await session.rows(
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relkind = 'm' AND relispopulated) AS found",
  );
  return row?.['found'] === true;
}

/** Others would have written what no migration did. */
async function refuseCompany(session: Session): Promise<void> {
  const [row] = await session.rows(`
    SELECT min(coalesce(nullif(application_name, ''), usename)) AS name FROM pg_catalog.pg_stat_activity
    WHERE datname = current_database() AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
      AND NOT (usename = session_user AND application_name IN ('migrate-action', 'pg_restore'))`);
  if (typeof row?.['name'] !== 'string') return;
  throw new SnapshotRefusal(
    'not-portable',
    `No snapshot is made: ${row['name']} is connected to the database, too, and may have written into it.`,
  );
}

/** Then the run does without; what ends it, too, will say so. */
function whyOf(error: unknown): NotMade {
  return { why: withoutStop(messageOf(error)) };
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
