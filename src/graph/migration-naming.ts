/** What the name of a file says of the migration in it, in formats that put the version there. Enough to tell of files that nobody has read. */
import { compareInEnglish } from '../migration/collation.ts';
import type { ScriptNames } from '../migration/script-names.ts';
import { FLYWAY_NAMES, isInFolder, namedScript, SQITCH_NAMES } from './named-script.ts';

export interface Naming {
  /** Whether a file holds a migration's way up, as its format's reader has it. @param path below the migrations directory */
  readonly isUp: (path: string) => boolean;
  /** As in the name, `0042`; undefined where names have none. */
  readonly versionIn: (path: string) => string | undefined;
  /** Negative where the one file's migration comes before the other's. Both have versions. */
  readonly compare: (path: string, other: string) => number;
  /** The version that comes after one. */
  readonly next: (version: string) => string;
  /** Whether no two migrations may have one version. */
  readonly isUnique: boolean;
  /** Whether a migration that comes in below the newest is refused or passed over by its tool, as it sets out. */
  readonly refusesOutOfOrder: boolean;
  /** Whether one file may hold several migrations or grow, so that a change of it is no change of a migration. */
  readonly grows: boolean;
  /** Whether a migration in a directory of its own is all of that directory. */
  readonly hasFolders: boolean;
}

type VersionIn = Naming['versionIn'];

const last = (path: string) => path.split('/').at(-1) ?? '';
const folder = (path: string) => path.split('/').at(-2) ?? '';
const leadingDigits = (name: string) => /^\d+/.exec(name)?.[0];
const ofFile = (path: string) => leadingDigits(last(path));
const ofFolder = (path: string) => leadingDigits(folder(path));
const ofDiesel = (path: string) => /^\d[\d-]*/.exec(folder(path))?.[0].replaceAll('-', '');

const named = (pattern: RegExp) => (path: string) => pattern.test(path);
const notDown = (pattern: RegExp) => (path: string) => pattern.test(path) && !path.endsWith('.down.sql');
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byNumber = (versionIn: VersionIn) => (a: string, b: string) =>
  compareVersions(versionIn(a) ?? '0', versionIn(b) ?? '0');
const byVersionText = (versionIn: VersionIn) => (a: string, b: string) =>
  byText(versionIn(a) ?? '', versionIn(b) ?? '');

const FILES: Naming = {
  isUp: named(/\.sql$/),
  versionIn: ofFile,
  compare: byNumber(ofFile),
  next: versionAfter,
  isUnique: true,
  refusesOutOfOrder: false,
  grows: false,
  hasFolders: false,
};
const STRICT: Naming = { ...FILES, refusesOutOfOrder: true };
const NAMELESS: Naming = { ...FILES, versionIn: () => undefined };
const FOLDERS: Naming = { ...FILES, versionIn: ofFolder, compare: byNumber(ofFolder), hasFolders: true };

/**
 * What tools do, unless asked otherwise, with one that comes in below the newest:
 *
 * | refuses it | passes it over | applies it |
 * |---|---|---|
 * | goose since 3.3 (pressly/goose#280), Flyway (flyway/flyway#1363), Supabase (`db push`), node-pg-migrate (`checkOrder`), Atlas (`--exec-order linear`), graphile-migrate | golang-migrate (golang-migrate/migrate#179), Drizzle (drizzle-team/drizzle-orm#5316) | dbmate (amacneil/dbmate#159), sqlx (launchbadge/sqlx#869), Prisma, Diesel, Sourcegraph |
 *
 * Where they look, what they take for a migration and how they order it is as `formats/` reads them.
 */
const NAMINGS: Readonly<Record<string, Naming>> = {
  plain: { ...FILES, isUp: notDown(/\.sql$/), compare: byText, isUnique: false },
  'golang-migrate': { ...STRICT, isUp: named(/^\d+_[^/\n]*\.up\.[^/\n]*$/) },
  dbmate: { ...FILES, isUp: named(/^\d[^/\n]*\.sql$/), compare: byText },
  goose: withVersions(/^\+?(\d+)/, { ...STRICT, isUp: named(/^\+?0*[1-9]\d*_[^/]*\.sql$/) }),
  flyway: withNames(FLYWAY_NAMES, STRICT),
  liquibase: { ...NAMELESS, grows: true },
  prisma: {
    ...FOLDERS,
    isUp: named(/^[^/]+\/migration\.sql$/),
    compare: (a, b) => compareInEnglish(folder(a), folder(b)),
    isUnique: false,
  },
  // Other files beside those of a journal are nothing to it; it has one snapshot for each number.
  drizzle: { ...STRICT, isUp: named(/^(?:\d+_[^/]*\.sql|\d{14}(?:_[^/]*)?\/migration\.sql)$/), hasFolders: true },
  diesel: {
    ...FOLDERS,
    isUp: named(/^[^/.][^/]*\/up\.sql$/),
    versionIn: ofDiesel,
    compare: byVersionText(ofDiesel),
  },
  sqlx: { ...FILES, isUp: notDown(/^\d+_[^/]*\.sql$/) },
  // A rework changes its scripts on purpose; their order is in sqitch.plan.
  sqitch: withNames(SQITCH_NAMES, { ...NAMELESS, grows: true }),
  supabase: { ...STRICT, isUp: named(/^(?:migrations\/)?\d+_[^/\n]*\.sql$/), compare: byText },
  'graphile-migrate': {
    ...STRICT,
    isUp: named(/^(?:(?:migrations\/)?committed\/)?\d+(?:-[-_a-zA-Z0-9]*)?\.sql$/),
    compare: byVersionText(ofFile),
  },
  'node-pg-migrate': {
    ...STRICT,
    isUp: notDown(/^(?:migrations\/)?\d[^/]*\.sql$/i),
    compare: (a, b) =>
      compareVersions(asMilliseconds(ofFile(a) ?? '0'), asMilliseconds(ofFile(b) ?? '0')) ||
      last(a).localeCompare(last(b), 'en', { numeric: true, ignorePunctuation: true }),
    next: (version) => versionAfter(asMilliseconds(version)),
    isUnique: false,
  },
  atlas: { ...STRICT, isUp: named(/^[^/]+\.sql$/), compare: byText },
  sourcegraph: { ...FOLDERS, isUp: named(/^\d+(?:_[^/]*)?\/up\.sql$/) },
};

function withNames(names: ScriptNames, naming: Naming): Naming {
  const versionIn = (path: string) => namedScript(names, path)?.version;
  const isUp = (path: string) => isInFolder(names, path) && namedScript(names, path) !== undefined;
  return { ...naming, isUp, versionIn, compare: byNumber(versionIn) };
}

/** @param pattern with the version in parentheses */
function withVersions(pattern: RegExp, naming: Naming): Naming {
  const versionIn = (path: string) => pattern.exec(last(path))?.[1];
  return { ...naming, versionIn, compare: byNumber(versionIn) };
}

/** node-pg-migrate takes 17 digits for a UTC time, and all other numbers for milliseconds. */
function asMilliseconds(version: string): string {
  const [, time = '', ms = ''] = /^(\d{14})(\d{3})$/.exec(version) ?? [];
  const at = timeOf(time);
  return at === undefined ? version : String(at + Number(ms));
}

/** @param names as the project has them; default: as its tool does */
export function namingOf(format: string, names?: ScriptNames): Naming {
  if (names === undefined || (format !== 'flyway' && format !== 'sqitch')) return NAMINGS[format] ?? NAMELESS;
  return withNames(names, NAMINGS[format] ?? NAMELESS);
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
  const time = timeOf(version);
  if (time !== undefined) return asDigits(time + 1000);
  return version.replace(/\d+$/, (digits) => String(BigInt(digits) + 1n).padStart(digits.length, '0'));
}

/** Of 14 digits that are a UTC time to the second. */
function timeOf(digits: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(digits) ?? [];
  const time = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return !Number.isNaN(time) && asDigits(time) === digits ? time : undefined;
}

function asDigits(time: number): string {
  return new Date(time).toISOString().replace(/\D/g, '').slice(0, 14);
}
