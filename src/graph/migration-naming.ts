/** What the name of a file says of the migration in it, in formats that put the version there. Enough to tell of files that nobody has read. */

export interface Naming {
  /** Whether a file holds a migration's way up. @param path below the migrations directory */
  readonly isUp: (path: string) => boolean;
  /** As in the name, `0042`; undefined where names have none. */
  readonly versionIn: (path: string) => string | undefined;
  /** Whether a migration that comes in below the newest is refused or passed over by its tool, as it sets out. */
  readonly refusesOutOfOrder: boolean;
  /** Whether one file may hold several migrations or grow, so that a change of it is no change of a migration. */
  readonly grows: boolean;
  /** Whether a migration in a directory of its own is all of that directory. */
  readonly hasFolders: boolean;
}

const inDirectory = (file: string) => (path: string) => path.split('/').length > 1 && path.endsWith(`/${file}`);
const sqlFile = (path: string) => path.endsWith('.sql') && !/\.(?:down|undo|revert|verify)\.sql$/.test(path);
const last = (path: string) => path.split('/').at(-1) ?? '';
const folder = (path: string) => path.split('/').at(-2) ?? '';
const leadingDigits = (name: string) => /^\d+/.exec(name)?.[0];
const ofFile = (path: string) => leadingDigits(last(path));
const ofFolder = (path: string) => leadingDigits(folder(path));

const FILES: Naming = { isUp: sqlFile, versionIn: ofFile, refusesOutOfOrder: false, grows: false, hasFolders: false };
const STRICT: Naming = { ...FILES, refusesOutOfOrder: true };
const NAMELESS: Naming = { ...FILES, versionIn: () => undefined };
const FOLDERS: Naming = { ...FILES, versionIn: ofFolder, hasFolders: true };

/**
 * What tools do, unless asked otherwise, with one that comes in below the newest:
 *
 * | refuses it | passes it over | applies it |
 * |---|---|---|
 * | goose since 3.3 (pressly/goose#280), Flyway (flyway/flyway#1363), Supabase (`db push`), node-pg-migrate (`checkOrder`), Atlas (`--exec-order linear`), graphile-migrate | golang-migrate (golang-migrate/migrate#179), Drizzle (drizzle-team/drizzle-orm#5316) | dbmate (amacneil/dbmate#159), sqlx (launchbadge/sqlx#869), Prisma, Diesel, Sourcegraph |
 */
const NAMINGS: Readonly<Record<string, Naming>> = {
  plain: FILES,
  'golang-migrate': { ...STRICT, isUp: (path) => path.endsWith('.up.sql') },
  dbmate: FILES,
  goose: STRICT,
  flyway: {
    ...STRICT,
    isUp: (path) => /^[VR].*__.*\.sql$/.test(last(path)),
    versionIn: (path) => /^V(\d[\d._]*?)__/.exec(last(path))?.[1],
  },
  liquibase: { ...NAMELESS, grows: true },
  prisma: { ...FOLDERS, isUp: inDirectory('migration.sql') },
  drizzle: { ...STRICT, hasFolders: true },
  diesel: {
    ...FOLDERS,
    isUp: inDirectory('up.sql'),
    versionIn: (path) => /^\d[\d-]*/.exec(folder(path))?.[0].replaceAll('-', ''),
  },
  sqlx: FILES,
  // A rework changes its scripts on purpose; their order is in sqitch.plan.
  sqitch: { ...NAMELESS, isUp: (path) => /(?:^|\/)deploy\/.*\.sql$/.test(path), grows: true },
  supabase: STRICT,
  'graphile-migrate': { ...STRICT, isUp: (path) => /(?:^|\/)committed\/\d+.*\.sql$/.test(path) },
  'node-pg-migrate': STRICT,
  atlas: STRICT,
  sourcegraph: { ...FOLDERS, isUp: inDirectory('up.sql') },
};

export function namingOf(format: string): Naming {
  return NAMINGS[format] ?? NAMELESS;
}

/** Numbers by their value, part by part: `9` before `10`, `1.2` before `1.10`. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split(/[._]/).map(BigInt));
  for (let part = 0; part < Math.max(left?.length ?? 0, right?.length ?? 0); part += 1) {
    const [one, other] = [left?.[part] ?? 0n, right?.[part] ?? 0n];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** The one after it, written as it is: `0042` gives `0043`, `1.9` gives `1.10`; a time, a second later. */
export function versionAfter(version: string): string {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(version) ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (!Number.isNaN(time) && asDigits(time) === version) return asDigits(time + 1000);
  return version.replace(/\d+$/, (digits) => String(BigInt(digits) + 1n).padStart(digits.length, '0'));
}

function asDigits(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, '').slice(0, 14);
}
