/**
 * Flyway's settings, as far as they change which files are migrations, what they say and where they are recorded.
 *
 * Rules, from https://documentation.red-gate.com/flyway/reference/configuration and `internal/configuration/ConfigUtils.java`: a file
 * `flyway.toml` or `flyway.conf`, then environment variables `FLYWAY_…`, then the command line, each over the one before. Names are
 * compared without regard to case. The files are looked for in the migrations directory and above it; `locations` is not followed.
 */
import { parse as parseToml } from 'smol-toml';
import type { Problem } from '../../migration/problem.ts';
import type { Directory } from '../directory.ts';
import type { FormatOptions } from '../format.ts';
import { parseProperties } from '../shared/properties.ts';

const FILES = ['flyway.toml', 'flyway.conf'];
const PLACEHOLDERS = 'flyway.placeholders.';
/** Settings that change what a run does and that are not followed here. */
const NOT_FOLLOWED = ['target', 'initSql', 'errorOverrides', 'cherryPick', 'tablespace'];

export interface FlywayConfig {
  readonly table: string;
  /** The schema of the history table, first on the search path; undefined for the connection's own. */
  readonly defaultSchema: string | undefined;
  /** Created before anything runs. */
  readonly schemas: readonly string[];
  readonly prefixes: {
    readonly versioned: string;
    readonly repeatable: string;
    readonly undo: string;
    readonly baseline: string;
  };
  readonly separator: string;
  /** Lower case. */
  readonly suffixes: readonly string[];
  /** By name in lower case. */
  readonly placeholders: ReadonlyMap<string, string>;
  readonly placeholderReplacement: boolean;
  readonly placeholderPrefix: string;
  readonly placeholderSuffix: string;
  readonly placeholderSeparator: string;
  readonly environment: string;
  readonly mixed: boolean;
  readonly executeInTransaction: boolean;
  readonly validateMigrationNaming: boolean;
  readonly installedBy: string | undefined;
}

/** The name of the settings file of a directory, if it has one in it or above it. */
export function flywayConfigFile(directory: Directory): string | undefined {
  return FILES.find((name) => directory.has(name)) ?? FILES.find((name) => directory.findAbove(name) !== undefined);
}

export function readFlywayConfig(directory: Directory, options: FormatOptions, problems: Problem[]): FlywayConfig {
  const settings = new Map<string, string>();
  const placeholders = new Map<string, string>();
  const set = (key: string, value: string): void => {
    const lower = key.toLowerCase();
    if (lower.startsWith(PLACEHOLDERS)) placeholders.set(lower.slice(PLACEHOLDERS.length), value);
    else settings.set(lower.slice('flyway.'.length), value);
  };
  for (const [key, value] of readFile(directory, problems)) set(key, value);
  for (const [name, value] of Object.entries(options.env)) {
    const key = environmentKey(name);
    if (key !== undefined && value !== undefined) set(key, value);
  }
  for (const [name, value] of options.variables) {
    if (name.toLowerCase().startsWith('flyway.')) set(name, value);
    else placeholders.set(name.toLowerCase(), value);
  }
  for (const name of NOT_FOLLOWED) {
    if (settings.has(name.toLowerCase())) problems.push(notFollowed(name));
  }
  return toConfig(settings, placeholders);
}

function toConfig(settings: ReadonlyMap<string, string>, placeholders: ReadonlyMap<string, string>): FlywayConfig {
  const text = (name: string, own: string): string => settings.get(name.toLowerCase()) ?? own;
  const flag = (name: string, own: boolean): boolean => text(name, String(own)).toLowerCase() === 'true';
  const schemas = list(text('schemas', ''));
  const defaultSchema = settings.get('defaultschema') ?? schemas[0];
  return {
    table: text('table', 'flyway_schema_history'),
    defaultSchema,
    schemas: [...new Set([...schemas, ...(defaultSchema === undefined ? [] : [defaultSchema])])],
    prefixes: {
      versioned: text('sqlMigrationPrefix', 'V'),
      repeatable: text('repeatableSqlMigrationPrefix', 'R'),
      undo: text('undoSqlMigrationPrefix', 'U'),
      baseline: text('baselineMigrationPrefix', 'B'),
    },
    separator: text('sqlMigrationSeparator', '__'),
    suffixes: list(text('sqlMigrationSuffixes', '.sql')).map((suffix) => suffix.toLowerCase()),
    placeholders,
    placeholderReplacement: flag('placeholderReplacement', true),
    placeholderPrefix: text('placeholderPrefix', '${'),
    placeholderSuffix: text('placeholderSuffix', '}'),
    placeholderSeparator: text('placeholderSeparator', ':'),
    environment: text('environment', 'default'),
    mixed: flag('mixed', false),
    executeInTransaction: flag('executeInTransaction', true),
    validateMigrationNaming: flag('validateMigrationNaming', false),
    installedBy: settings.get('installedby'),
  };
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function readFile(directory: Directory, problems: Problem[]): Map<string, string> {
  const name = flywayConfigFile(directory);
  if (name === undefined) return new Map();
  const above = directory.has(name) ? undefined : directory.findAbove(name);
  const path = above?.path ?? name;
  try {
    const text = above?.text ?? directory.read(name);
    return name.endsWith('.toml') ? flatten(parseToml(text)) : parseProperties(text);
  } catch (error) {
    problems.push({
      severity: 'error',
      code: 'bad-config',
      message: `${path} cannot be read: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}.`,
      path: above === undefined ? name : undefined,
      hint: 'Correct the file; it says how Flyway reads its migrations.',
    });
    return new Map();
  }
}

/** `[flyway.placeholders] a = "b"` as `flyway.placeholders.a`; lists joined by commas, as in a properties file. */
function flatten(table: Readonly<Record<string, unknown>>, prefix = ''): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(table)) {
    if (Array.isArray(value)) flat.set(prefix + key, value.join(','));
    else if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
      for (const entry of flatten({ ...value }, `${prefix}${key}.`)) flat.set(...entry);
    } else flat.set(prefix + key, String(value));
  }
  // Only the tool's own table; `[environments]` and others are beside it.
  return prefix === '' ? new Map([...flat].filter(([key]) => key.toLowerCase().startsWith('flyway.'))) : flat;
}

function environmentKey(name: string): string | undefined {
  if (!name.startsWith('FLYWAY_')) return undefined;
  const placeholder = /^FLYWAY_PLACEHOLDERS_(.+)$/.exec(name)?.[1];
  if (placeholder !== undefined) return PLACEHOLDERS + placeholder;
  return `flyway.${name.slice('FLYWAY_'.length).replaceAll('_', '')}`;
}

function notFollowed(name: string): Problem {
  return {
    severity: 'warning',
    code: 'ignored-setting',
    message: `The Flyway setting "${name}" is not followed.`,
    hint: 'Check that the migrations do not need it, or leave this set to Flyway itself.',
  };
}
