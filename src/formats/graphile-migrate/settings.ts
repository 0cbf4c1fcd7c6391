/** What graphile-migrate's `.gmrc` says of the migrations: session settings, placeholders, and actions that only the tool itself runs. */
import type { Problem } from '../../migration/problem.ts';
import { quoteLiteral } from '../../sql/quote.ts';
import type { Directory } from '../directory.ts';
import type { FormatOptions } from '../format.ts';
import { type Json, parseJson5 } from './json5.ts';
import { readText } from '../shared/reading.ts';

export interface GraphileSettings {
  /** One line that makes the session's settings those of `pgSettings`; empty if there are none. */
  readonly setup: string;
  /** With the colon in front, in the order the tool tries them; undefined for those that have no value. */
  readonly placeholders: ReadonlyMap<string, string | undefined>;
}

type JsonObject = Readonly<Record<string, Json>>;

const FILE = '.gmrc';
const SCRIPT = '.gmrc.js';
const PLACEHOLDER_NAME = /^:[A-Z][0-9A-Z_]+$/;
const ACTIONS = ['beforeReset', 'afterReset', 'beforeAllMigrations', 'afterAllMigrations'];

/**
 * Reads `.gmrc` in the directory or above it. Values come from, first found: `--set NAME=VALUE`, the file (`!ENV` stands for the
 * environment), and for the database's name and owner the connection string, as the tool takes them.
 */
export function readSettings(directory: Directory, options: FormatOptions, problems: Problem[]): GraphileSettings {
  const settings = parseSettings(directory, problems);
  const placeholders = new Map<string, string | undefined>();
  for (const [key, value] of Object.entries(objectOf(settings['placeholders']))) {
    if (!PLACEHOLDER_NAME.test(key) || typeof value !== 'string') {
      problems.push({
        severity: 'error',
        code: 'bad-placeholder',
        message: `The placeholder "${key}" in ${FILE} is not a string under a name such as ":APP_USER".`,
        hint: 'Rename it, or put its value into quotes.',
      });
      continue;
    }
    const own = value === '!ENV' ? nonEmpty(options.env[key.slice(1)]) : value;
    placeholders.set(key, options.variables.get(key.slice(1)) ?? own);
  }
  const connection = connectionOf(textOf(settings['connectionString']) ?? options.env['DATABASE_URL']);
  const owner = textOf(settings['databaseOwner']) ?? connection.user ?? connection.database;
  placeholders.set(':DATABASE_NAME', options.variables.get('DATABASE_NAME') ?? connection.database);
  placeholders.set(':DATABASE_OWNER', options.variables.get('DATABASE_OWNER') ?? owner);
  problems.push(...valuesForNothing(options.variables, placeholders), ...actionsNotRun(settings));
  return { setup: sessionSetup(objectOf(settings['pgSettings']), problems), placeholders };
}

function valuesForNothing(values: FormatOptions['variables'], placeholders: ReadonlyMap<string, unknown>): Problem[] {
  const names = [...values.keys()].filter((name) => !placeholders.has(`:${name}`));
  return names.map((name) => ({
    severity: 'warning',
    code: 'unused-value',
    message: `A value is set for "${name}", and the placeholders in ${FILE} have no ":${name}", so it is put in nowhere.`,
    hint: `Add ":${name}": "!ENV" to its placeholders, or correct the name.`,
  }));
}

/** The tool sets them once, for the whole session; here a session is made new between migrations. */
function sessionSetup(pgSettings: JsonObject, problems: Problem[]): string {
  const calls = Object.entries(pgSettings).flatMap(([name, value]) => {
    if (typeof value === 'string' || typeof value === 'number') {
      return [`pg_catalog.set_config(${literal(name)}, ${literal(value.toString())}, false)`];
    }
    problems.push({
      severity: 'error',
      code: 'bad-setting',
      message: `The setting "${name}" of pgSettings in ${FILE} is neither text nor a number.`,
      hint: 'Put its value into quotes.',
    });
    return [];
  });
  return calls.length === 0 ? '' : `SELECT ${calls.join(', ')};`;
}

function literal(value: string): string {
  return quoteLiteral(value).trim();
}

function parseSettings(directory: Directory, problems: Problem[]): JsonObject {
  const own = directory.has(FILE) ? { path: FILE, text: readText(directory, FILE, problems) } : undefined;
  const found = own ?? directory.findAbove(FILE);
  if (found?.text === undefined) {
    problems.push(...(found === undefined ? scriptNotRead(directory) : []));
    return {};
  }
  try {
    return objectOf(parseJson5(found.text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    problems.push({
      severity: 'error',
      code: 'bad-settings',
      message: `${found.path} is not JSON5: ${reason}.`,
      hint: 'Correct it, or remove it if nothing needs it.',
    });
    return {};
  }
}

/** What the tool takes when there is no `.gmrc`. */
function scriptNotRead(directory: Directory): Problem[] {
  const path = directory.has(SCRIPT) ? SCRIPT : directory.findAbove(SCRIPT)?.path;
  if (path === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'settings-not-read',
      message: `${path} is JavaScript, so its placeholders and settings are not known.`,
      path,
      hint: `Write them as JSON5 into ${FILE}.`,
    },
  ];
}

function actionsNotRun(settings: JsonObject): Problem[] {
  const named = ACTIONS.filter((key) => {
    const value = settings[key];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
  });
  if (named.length === 0) return [];
  return [
    {
      severity: 'warning',
      code: 'actions-not-run',
      message: `The actions ${named.join(', ')} in ${FILE} are not run; graphile-migrate itself runs them around its migrations.`,
      hint: 'If migrations need what they do (roles, extensions), put it into the first migration or prepare the database with it.',
    },
  ];
}

/**
 * The text with all placeholders filled in. One that occurs and has no value is an error.
 *
 * @param line 1-based line of the file at which `text` begins
 */
export function fillPlaceholders(
  text: string,
  { placeholders }: GraphileSettings,
  path: string,
  line: number,
  problems: Problem[],
): string {
  const missing = new Set<string>();
  const pattern = new RegExp(`(?:${[...placeholders.keys()].join('|')})\\b`, 'g');
  return text.replaceAll(pattern, (name, index: number) => {
    const value = placeholders.get(name);
    if (value === undefined && !missing.has(name)) {
      missing.add(name);
      problems.push({
        severity: 'error',
        code: 'missing-variable',
        message: `${path} uses the placeholder ${name}, which has no value.`,
        path,
        line: line + text.slice(0, index).split('\n').length - 1,
        hint: `Give it one: --set ${name.slice(1)}=VALUE.`,
      });
    }
    return value ?? name;
  });
}

/** The user and database that a connection string names. */
function connectionOf(url: string | undefined): { user?: string | undefined; database?: string | undefined } {
  if (url === undefined || !URL.canParse(url)) return {};
  const { username, pathname } = new URL(url);
  return { user: decode(username), database: decode(pathname.slice(1)) };
}

function decode(part: string): string | undefined {
  try {
    return nonEmpty(decodeURIComponent(part));
  } catch {
    return nonEmpty(part);
  }
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? nonEmpty(value) : undefined;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
