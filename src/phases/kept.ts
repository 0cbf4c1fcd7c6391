/**
 * Looks at what runs keep in a directory, and makes it less: `cache list`, `prune` and `clear`. Installations of PostgreSQL are not
 * counted: every run needs one.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { directoryStore } from '../cache/directory-store.ts';
import { isEntry, readName } from '../cache/keys.ts';
import { type IndexedSnapshot, parseIndex, printIndex } from '../cache/snapshot-index.ts';
import type { KeptList, KeptThing } from '../migration/kept-entry.ts';
import { type Problem, UserError, usageError } from '../migration/problem.ts';
import { wantedHome } from '../postgres/server/home.ts';
import { canOnlyBeRead } from '../postgres/server/staging.ts';
import { MEMORY_DIRECTORY } from './plan.ts';
import { listPacking, WORK_DIRECTORY, sweepPacking } from './snapshots/packing.ts';
import { KEPT_DIRECTORY } from './snapshots/snapshots.ts';

export interface KeptOptions {
  readonly cacheDir?: string | undefined;
}

/** What may stay. */
export interface Limits {
  readonly bytes?: number | undefined;
  readonly ageMs?: number | undefined;
}

const SIZE_UNITS: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };
const HOUR_MS = 3_600_000;
const AGE_UNITS: Readonly<Record<string, number>> = { h: HOUR_MS, d: 24 * HOUR_MS, w: 168 * HOUR_MS };

/** @throws UserError (usage) with all mistakes */
export function parseLimits(maxSize: string | undefined, olderThan: string | undefined): Limits {
  const problems: Problem[] = [];
  const complain = (message: string, hint: string) =>
    problems.push({ severity: 'error', code: 'bad-setting', message, hint });
  const measure = (flag: string, text: string | undefined, units: typeof SIZE_UNITS, allowed: string) => {
    if (text === undefined) return undefined;
    const [, digits, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)([A-Za-z]+)$/.exec(text) ?? [];
    const factor = units[unit] ?? units[unit.toUpperCase()];
    if (digits !== undefined && factor !== undefined) return Number(digits) * factor;
    complain(`--${flag} "${text}" is not a valid value.`, `Allowed: ${allowed}.`);
    return undefined;
  };
  const limits = {
    bytes: measure('max-size', maxSize, SIZE_UNITS, 'a size such as 500MB or 2GB'),
    ageMs: measure('older-than', olderThan, AGE_UNITS, 'an age such as 12h, 30d or 8w'),
  };
  if (maxSize === undefined && olderThan === undefined)
    complain('Neither --max-size nor --older-than says what is to go.', 'Add one of them, or use: cache clear');
  const [first, ...rest] = problems;
  if (first !== undefined) throw new UserError('usage', [first, ...rest]);
  return limits;
}

export async function listKept(options: KeptOptions): Promise<KeptList> {
  const { stores, place } = open(options);
  await requireDirectory(place);
  const snapshots = new Map<string, Listed>();
  const found = (await Promise.all(stores.map((store) => store.list()))).flat();
  for (const { key } of found) {
    if (readName(key)?.kind !== 'index') continue;
    for (const snapshot of await readIndex(stores, key)) {
      snapshots.set(snapshot.key, { snapshot, directory: readName(key)?.parts[2] });
    }
  }
  const entries = found
    .map(({ key, bytes, writtenAt, usedAt }): KeptThing => {
      const { kind, parts, epoch } = readName(key) ?? { kind: 'unknown', parts: [], epoch: '' };
      const { snapshot, directory } = snapshots.get(key) ?? {};
      return {
        key,
        kind,
        bytes,
        writtenAt: writtenAt.toISOString(),
        usedAt: usedAt.toISOString(),
        epoch,
        postgres: kind === 'snapshot' || kind === 'index' ? parts[0] : undefined,
        directory: directory ?? (kind === 'index' ? parts[2] : undefined),
        migrations: snapshot?.members.length,
        seeded: snapshot && snapshot.seed !== undefined,
        last: snapshot?.members.at(-1)?.id,
      };
    })
    .sort((a, b) => (a.usedAt < b.usedAt ? 1 : -1));
  const packing = await listPacking(path.join(place, WORK_DIRECTORY));
  return { version: 1, place, bytes: sizeOf(entries), entries, packing };
}

interface Listed {
  readonly snapshot: IndexedSnapshot;
  readonly directory: string | undefined;
}

/** Removes what was not used for too long, and then what was not used for longest until the rest is small enough. */
export async function pruneKept(
  options: KeptOptions,
  { bytes = Infinity, ageMs = Infinity }: Limits,
): Promise<KeptList> {
  const { entries } = await listKept(options);
  const oldest = Date.now() - ageMs;
  const gone = new Set(entries.filter(({ usedAt }) => Date.parse(usedAt) < oldest));
  // Documents are small and cannot be made again.
  const candidates = [...entries].reverse().sort((a, b) => Number(isEntry(b.key)) - Number(isEntry(a.key)));
  let left = sizeOf(entries.filter((entry) => !gone.has(entry)));
  for (const entry of candidates) {
    if (left <= bytes) break;
    if (gone.has(entry)) continue;
    gone.add(entry);
    left -= entry.bytes;
  }
  return await remove(options, [...gone]);
}

export async function clearKept(options: KeptOptions): Promise<KeptList> {
  const { place, entries } = await listKept(options);
  await sweepPacking(path.join(place, WORK_DIRECTORY), -Infinity);
  return await remove(options, entries);
}

async function remove(options: KeptOptions, things: readonly KeptThing[]): Promise<KeptList> {
  const { stores, place } = open(options);
  if (things.length > 0 && (await canOnlyBeRead(place))) {
    throw usageError(
      'cache-read-only',
      `${place} can only be read, so nothing of it can be removed.`,
      'Give this account the right to write there, or name another directory with --cache-dir.',
    );
  }
  const keys = new Set(things.map(({ key }) => key));
  for (const store of stores) {
    for (const { key } of await store.list()) {
      if (keys.has(key)) await store.remove(key);
      else if (readName(key)?.kind === 'index') await store.update(key, (document) => without(document, keys));
    }
  }
  const after = await listKept(options);
  const notes = stores.flatMap((store) => store.takeNotes());
  const [first, ...rest] = notes.map((note): Problem => ({ ...note, severity: 'error' }));
  if (first !== undefined) throw new UserError('usage', [first, ...rest]);
  return { ...after, removed: things };
}

/** Else a run would look for what is gone. */
function without(document: Buffer | undefined, keys: ReadonlySet<string>): Buffer | undefined {
  if (document === undefined) return undefined;
  try {
    const known = parseIndex(document);
    return known.some(({ key }) => keys.has(key)) ? printIndex(known.filter(({ key }) => !keys.has(key))) : undefined;
  } catch {
    return undefined;
  }
}

async function readIndex(stores: ReturnType<typeof open>['stores'], name: string): Promise<readonly IndexedSnapshot[]> {
  for (const store of stores) {
    const document = await store.read(name);
    try {
      if (document !== undefined) return parseIndex(document);
    } catch {
      // A run says so and replaces it.
    }
  }
  return [];
}

function open({ cacheDir }: KeptOptions) {
  const place = wantedHome({ cacheDir });
  const stores = [KEPT_DIRECTORY, MEMORY_DIRECTORY].map((name) => directoryStore(path.join(place, name)));
  return { place, stores };
}

/** One that is not there yet has nothing in it; what is something else was named by mistake. */
async function requireDirectory(place: string): Promise<void> {
  const stats = await stat(place).catch(() => undefined);
  if (stats === undefined || stats.isDirectory()) return;
  throw usageError(
    'bad-setting',
    `${place} is no directory.`,
    'Name with --cache-dir the directory that runs keep things in.',
  );
}

function sizeOf(things: readonly KeptThing[]): number {
  return things.reduce((sum, { bytes }) => sum + bytes, 0);
}
