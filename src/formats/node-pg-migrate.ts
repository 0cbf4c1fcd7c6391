/**
 * node-pg-migrate, its SQL migrations: `1700000000000_add-orders.sql` with an up and a down section, or a pair of `.up.sql` and
 * `.down.sql`, directly in the directory.
 *
 * Rules, from its pages "CLI Usage", "Defining Migrations" and "Migration Loading Strategies", and from `src/migration.ts`,
 * `src/migrationLoader.ts`, `src/sqlMigration.ts`, `src/runner.ts` and `src/utils/{comparators,fileNameUtils}.ts`:
 * - Every file whose name does not begin with a dot is a migration, and a name without digits in front stops the tool.
 * - Files run in the order of the number in front; 17 digits are a UTC time to the millisecond and compare as milliseconds since
 *   1970. Equal numbers are ordered by name, digits by value, punctuation ignored.
 * - `-- Up Migration` and `-- Down Migration` begin a section of the file. Without the up marker the whole file runs up, a down
 *   section included.
 * - `.up.sql` and `.down.sql` are a pair under the loader `sql`, which a project has to ask for; such names make no sense under the
 *   other, so they are read as pairs wherever they occur. A single `.sql` of that name beside them, or a down without an up, stops it.
 * - Each migration runs in a transaction. SQL files have no marker against it (`noTransaction()` is for JavaScript). The tool puts
 *   all pending migrations into one transaction by default; here each has its own, so that those before a failure stay.
 * - The name without extension is recorded. The tool refuses to go on when the recorded names, by time, are not the first of its
 *   files, so `finish` gives the rows the times of an application in order.
 */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { baseName, describe, folderOf, sampleOf, stem, topLevel } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { inFileOrder } from './shared/file-order.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const MANIFEST = 'package.json';
const DEPENDENCY = /"node-pg-migrate"\s*:/;
const CODE = /\.(?:[cm]?[jt]s)$/;
const NUMBERED = /^\d+/;
const SQL = /\.sql$/i;
const NUMBERED_SQL = /^\d+[^\d/][^/]*\.sql$/i;
const NUMBERED_CODE = /^\d+[_-][^/]*\.[cm]?[jt]s$/;
const UP_MARKER = /^[ \t]*--[ \t-]*up[ \t]+migration/im;
const DOWN_MARKER = /^[ \t]*--[ \t-]*down[ \t]+migration/im;
const UTC_DIGITS = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})$/;
const EXPECTED = '1700000000000_add-orders.sql';

export const nodePgMigrate: Format = {
  name: 'node-pg-migrate',
  tool: 'node-pg-migrate',
  keepsSession: true,
  claim(directory) {
    const files = candidates(directory);
    const scripts = files.filter((file) => NUMBERED_SQL.test(baseName(file)));
    const marked = sampleOf(scripts).find((file) => UP_MARKER.test(directory.head(file)));
    if (marked !== undefined) return { certainty: 'certain', evidence: `the marker "-- Up Migration" in ${marked}` };
    if (scripts.length === 0 && !files.some((file) => NUMBERED_CODE.test(baseName(file)))) return undefined;
    if (isProject(directory)) return { certainty: 'certain', evidence: `node-pg-migrate in ${MANIFEST}` };
    const manifest = directory.findAbove(MANIFEST);
    if (manifest === undefined || !DEPENDENCY.test(manifest.look)) return undefined;
    return { certainty: 'certain', evidence: `node-pg-migrate in ${manifest.path}` };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const migrations = findGroups(directory, problems)
      .sort((a, b) => compareNames(`${a.name}.sql`, `${b.name}.sql`))
      .flatMap((group) => toMigration(group, directory, problems));
    return { migrations, problems, bookkeeping: bookkeeping(options.table) };
  },
};

/** The files directly in the directory, or in its `migrations` if it is the project, where the tool looks by default. */
function candidates(directory: Directory): string[] {
  if (!isProject(directory)) return topLevel(directory.files);
  return directory.files.filter((file) => folderOf(file) === 'migrations');
}

function isProject(directory: Directory): boolean {
  return directory.has(MANIFEST) && DEPENDENCY.test(directory.loose(MANIFEST));
}

/** What makes up one migration: a single file, or an up file with or without a down file. */
interface Group {
  readonly name: string;
  readonly single?: string | undefined;
  readonly up?: string | undefined;
  readonly down?: string | undefined;
}

function findGroups(directory: Directory, problems: Problem[]): Group[] {
  const groups = new Map<string, Group>();
  for (const path of candidates(directory)) {
    const base = baseName(path);
    if (base.startsWith('.')) continue;
    if (CODE.test(path)) problems.push(codeRefused(path));
    else if (!SQL.test(path)) problems.push(leftOut(path));
    else if (!NUMBERED.test(base)) problems.push(unnumbered(path));
    else {
      const name = stem(path, '.up.sql', '.down.sql').replace(SQL, '');
      const part = path.endsWith('.up.sql') ? 'up' : path.endsWith('.down.sql') ? 'down' : 'single';
      groups.set(name, { ...groups.get(name), name, [part]: path });
    }
  }
  return [...groups.values()].filter((group) => {
    const wrong = pairProblem(group);
    if (wrong !== undefined) problems.push(wrong);
    return wrong === undefined;
  });
}

function codeRefused(path: string): Problem {
  return {
    severity: 'error',
    code: 'unsupported-migration',
    message: `${path} is JavaScript or TypeScript, which only node-pg-migrate itself can run.`,
    path,
    hint: 'Let the tool apply the set as a command, or rewrite the migration as SQL.',
  };
}

function leftOut(path: string): Problem {
  return {
    severity: 'info',
    code: 'ignored-file',
    message: `${path} is left out; node-pg-migrate itself stops at it unless its ignore-pattern names it.`,
    path,
  };
}

function unnumbered(path: string): Problem {
  return {
    severity: 'error',
    code: 'missing-version',
    message: `The name of ${path} does not begin with a number, at which node-pg-migrate stops.`,
    path,
    hint: `Name it like ${EXPECTED}, or move it out of the directory.`,
  };
}

function pairProblem({ name, single, up, down }: Group): Problem | undefined {
  const beside = up ?? down;
  if (single !== undefined && beside !== undefined) {
    return {
      severity: 'error',
      code: 'conflicting-files',
      message: `${single} and ${beside} are both the migration ${name}.`,
      path: beside,
      hint: 'Keep either the single file or the pair.',
    };
  }
  if (single === undefined && up === undefined && down !== undefined) {
    return {
      severity: 'error',
      code: 'missing-up',
      message: `${down} has no ${name}.up.sql beside it, at which node-pg-migrate stops.`,
      path: down,
      hint: 'Add the up file or remove this one.',
    };
  }
  return undefined;
}

/** Negative when `a` runs first. */
function compareNames(a: string, b: string): number {
  const byNumber = numericPrefix(a) - numericPrefix(b);
  if (byNumber !== 0 && !Number.isNaN(byNumber)) return byNumber;
  return a.localeCompare(b, 'en', { usage: 'sort', numeric: true, sensitivity: 'variant', ignorePunctuation: true });
}

/** Milliseconds since 1970 for 17 digits (NaN if they are no time), else the number itself. */
function numericPrefix(name: string): number {
  const digits = NUMBERED.exec(name)?.[0] ?? '';
  const parts = UTC_DIGITS.exec(digits);
  if (parts === null) return Number(digits);
  const [, year, month, day, hour, minute, second, ms] = parts;
  return Date.parse(
    `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}.${ms ?? ''}Z`,
  );
}

function toMigration({ name, single, up, down }: Group, directory: Directory, problems: Problem[]): Migration[] {
  const file = single ?? up;
  if (file === undefined) return [];
  const text = readText(directory, file, problems);
  if (text === undefined) return [];
  const scripts =
    single === undefined ? pairScripts(file, text, down, directory, problems) : sections(file, text, problems);
  const { directives, problems: wrong } = parseDirectives(scripts.up.text, file, scripts.up.line);
  problems.push(...wrong);
  return [
    {
      id: name,
      version: name,
      description: describe(name.replace(NUMBERED, '')),
      path: file,
      ...scripts,
      dependsOn: [],
      directives,
    },
  ];
}

interface Scripts {
  readonly up: Script;
  readonly down?: Script | undefined;
}

function pairScripts(
  path: string,
  text: string,
  down: string | undefined,
  directory: Directory,
  problems: Problem[],
): Scripts {
  const downText = down === undefined ? undefined : readText(directory, down, problems);
  return {
    up: script(path, text, 1),
    down: down === undefined || downText === undefined || downText === '' ? undefined : script(down, downText, 1),
  };
}

/** The sections of a single file; either may come first. */
function sections(path: string, text: string, problems: Problem[]): Scripts {
  const up = text.search(UP_MARKER);
  const down = text.search(DOWN_MARKER);
  const slice = (start: number, end: number): Script =>
    script(path, text.slice(start, end > start ? end : undefined), lineAt(text, start));
  if (up === -1 && down !== -1) {
    problems.push({
      severity: 'warning',
      code: 'down-runs-up',
      message: `${path} has a "-- Down Migration" and no "-- Up Migration", so node-pg-migrate runs the whole file up.`,
      path,
      line: lineAt(text, down),
      hint: 'Put the line "-- Up Migration" above the first statement.',
    });
  }
  return {
    up: up === -1 ? script(path, text, 1) : slice(up, down),
    down: down === -1 ? undefined : slice(down, up),
  };
}

function script(path: string, text: string, line: number): Script {
  return { path, text, line, transaction: 'single', dialect: 'sql' };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function bookkeeping(asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.pgmigrations', asked);
  const { schema } = tableName(table);
  return {
    table,
    create: [
      ...(schema === 'public' ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`]),
      `CREATE TABLE IF NOT EXISTS ${table} (id SERIAL PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL)`,
    ],
    select: `SELECT name FROM ${table} ORDER BY run_on, id`,
    parse: (rows) => rows.map((row) => ({ version: textField(row, 'name', table) })),
    record: ({ version }) => [`INSERT INTO ${table} (name, run_on) VALUES (${quoteLiteral(version)}, NOW())`],
    erase: ({ version }) => [`DELETE FROM ${table} WHERE name = ${quoteLiteral(version)}`],
    finish: (own) =>
      inFileOrder({
        table,
        key: 't.name',
        keys: own.map(({ version }) => version),
        id: 'id',
        times: ['run_on'],
      }),
  };
}
