/**
 * Names of Flyway's files and the order of its versions.
 *
 * Rules, from https://documentation.red-gate.com/flyway/flyway-concepts/migrations/migration-naming, `internal/resource/
 * {ResourceNameParser,CoreResourceTypeProvider}.java`, `api/MigrationVersion.java`, `api/callback/Event.java`: the longest prefix that
 * fits decides what a file is; the version is the part between it and the first separator, where `_` and `.` are the same; parts are
 * compared as numbers, and trailing zeros do not count.
 */
import type { NamePrefix, ScriptNames } from '../../migration/script-names.ts';
import type { FlywayConfig } from './config.ts';
import { baseName } from '../shared/naming.ts';

export type FlywayKind = 'versioned' | 'repeatable' | 'undo' | 'baseline';

export interface FlywayFile {
  readonly kind: FlywayKind;
  readonly path: string;
  /** As Flyway records it, `1.2`; empty for repeatable migrations. */
  readonly version: string;
  readonly description: string;
}

export type NamedFile =
  | FlywayFile
  | { readonly kind: 'callback'; readonly path: string; readonly event: string }
  /** Not SQL, but what Flyway would run: Java and script migrations. */
  | { readonly kind: 'code'; readonly path: string }
  | { readonly kind: 'invalid'; readonly path: string; readonly reason: string }
  /** SQL, and no prefix fits. */
  | { readonly kind: 'unknown'; readonly path: string };

/** Events of a migration run that change what is in the database afterwards. Those of other commands are not listed. */
const MIGRATE_EVENTS = [
  'beforeMigrate',
  'beforeEachMigrate',
  'beforeEachMigrateStatement',
  'afterEachMigrateStatement',
  'afterEachMigrate',
  'beforeRepeatables',
  'afterVersioned',
  'afterMigrateApplied',
  'afterMigrate',
  'createSchema',
  'beforeCreateSchema',
  'beforeConnect',
  'afterConnect',
];
const OTHER_EVENT =
  /^(?:before|after)(?:Each)?(?:Clean|Undo|Validate|Baseline|Repair|Info|Migrate)(?:Statement)?(?:Error|OperationFinish)?(?=$|__)/;
const CODE = /\.(?:java|kt|groovy|scala|class|sh|bash|bat|cmd|ps1|py)$/;
const VERSION = /^[+-]?\d+(?:\.\d+)*$/;

/** What a file is to Flyway; undefined for what it does not look at. */
export function parseFlywayName(path: string, config: FlywayConfig): NamedFile | undefined {
  const name = baseName(path);
  const suffix = config.suffixes.find((candidate) => name.toLowerCase().endsWith(candidate));
  if (suffix === undefined) {
    const stem = CODE.test(name) ? parseStem(path, name.slice(0, name.lastIndexOf('.')), config) : undefined;
    return stem !== undefined && isMigration(stem) && name.includes(config.separator)
      ? { kind: 'code', path }
      : undefined;
  }
  return parseStem(path, name.slice(0, name.length - suffix.length), config);
}

/** For those who see a file's name where nobody reads it. */
export function scriptNames({ prefixes, separator, suffixes }: FlywayConfig): ScriptNames {
  const kinds = ['versioned', 'baseline', 'repeatable', 'undo'] as const;
  return {
    folders: [''],
    prefixes: kinds.map((kind): NamePrefix => ({ text: prefixes[kind], kind })),
    separator,
    suffixes,
  };
}

export function isMigration(file: NamedFile): file is FlywayFile {
  return file.kind === 'versioned' || file.kind === 'repeatable' || file.kind === 'undo' || file.kind === 'baseline';
}

function parseStem(path: string, stem: string, config: FlywayConfig): NamedFile | undefined {
  const { versioned, repeatable, undo, baseline } = config.prefixes;
  const prefixes: [string, FlywayKind | 'callback'][] = [
    [versioned, 'versioned'],
    [repeatable, 'repeatable'],
    [undo, 'undo'],
    [baseline, 'baseline'],
    ...MIGRATE_EVENTS.map((event): [string, 'callback'] => [event, 'callback']),
  ];
  if (OTHER_EVENT.test(stem) && !MIGRATE_EVENTS.some((event) => stem === event || stem.startsWith(`${event}__`)))
    return undefined;
  const found = prefixes.sort(([a], [b]) => b.length - a.length).find(([prefix]) => stem.startsWith(prefix));
  if (found === undefined) return { kind: 'unknown', path };
  const [prefix, kind] = found;
  const rest = stem.slice(prefix.length);
  const split = rest.indexOf(config.separator);
  const version = (split === -1 ? rest : rest.slice(0, split)).replaceAll('_', '.');
  const description = split === -1 ? '' : rest.slice(split + config.separator.length).replaceAll('_', ' ');
  if (kind === 'repeatable' || kind === 'callback') {
    if (version !== '') return { kind: 'invalid', path, reason: `there is a version, "${version}", where none can be` };
    return kind === 'callback' ? { kind, path, event: prefix } : { kind, path, version, description };
  }
  if (version === '') return { kind: 'invalid', path, reason: 'there is no version' };
  if (!VERSION.test(version)) return { kind: 'invalid', path, reason: `"${version}" is not a version` };
  return { kind, path, version, description };
}

/** The version as two equal ones have it alike: `1.02.0` gives `1.2`. */
export function canonicalVersion(version: string): string {
  const parts = version.split('.').map((part) => BigInt(part.replace(/^\+/, '')));
  while (parts.length > 1 && parts.at(-1) === 0n) parts.pop();
  return parts.join('.');
}

/** Part by part, as numbers; a missing part is zero. */
export function compareVersions(a: string, b: string): number {
  const left = canonicalVersion(a).split('.').map(BigInt);
  const right = canonicalVersion(b).split('.').map(BigInt);
  for (let part = 0; part < Math.max(left.length, right.length); part += 1) {
    const difference = (left[part] ?? 0n) - (right[part] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}
