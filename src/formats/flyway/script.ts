/**
 * The text of a Flyway script as it reaches PostgreSQL, its checksum, and whether it runs in a transaction.
 *
 * Rules, from https://documentation.red-gate.com/flyway (Migration Placeholders, Script Config Files, Migration Transaction Handling),
 * `internal/parser/{PlaceholderReplacingReader,ParsingContext}.java`, `internal/resolver/ChecksumCalculator.java`,
 * `internal/sqlscript/{ParserSqlScript,SqlScriptMetadata}.java` and, for PostgreSQL, `PostgreSQLParser.java`.
 *
 * Flyway gives values to `flyway:timestamp`, `flyway:user`, `flyway:database` and `flyway:workingDirectory` that differ from run to run:
 * a script with such a text would be another one each time, and nothing of it could be reused. In a comment of SQL their name stands for
 * them, as PostgreSQL passes over it. So a repeatable migration that Flyway runs each time, for a comment with the time in it, runs here
 * when it changes. Elsewhere they need a value from the caller.
 */
import { crc32 } from 'node:zlib';
import type { TransactionMode } from '../../migration/migration.ts';
import type { Problem } from '../../migration/problem.ts';
import type { FlywayConfig } from './config.ts';
import { baseName } from '../shared/naming.ts';
import { Scanner } from '../../sql/scan.ts';
import { parseProperties } from '../shared/properties.ts';
import { type RoughStatement, roughStatements } from '../shared/statements.ts';

/** What `V1__x.sql.conf` may say about the script beside it. */
export interface ScriptConfig {
  readonly executeInTransaction?: boolean | undefined;
  readonly placeholderReplacement?: boolean | undefined;
  readonly shouldExecute: boolean;
}

/** CRC-32 of the lines without their ends, as a signed 32-bit number. The text is that of the file, or with placeholders filled in. */
export function flywayChecksum(text: string): number {
  const lines = text.replace(/^\ufeff/, '').replaceAll(/\r\n?|\n/g, '');
  return crc32(Buffer.from(lines, 'utf8')) | 0;
}

export function readScriptConfig(text: string, path: string, problems: Problem[]): ScriptConfig {
  const bad = (message: string, hint: string): void => {
    problems.push({ severity: 'error', code: 'bad-script-config', message, path, hint });
  };
  const config: { -readonly [Key in keyof ScriptConfig]: ScriptConfig[Key] } = { shouldExecute: true };
  for (const [key, value] of parseProperties(text)) {
    const flag = value.toLowerCase() === 'true' ? true : value.toLowerCase() === 'false' ? false : undefined;
    if (key === 'encoding') {
      if (!/^utf-?8$/i.test(value)) bad(`${path} says that its script is in ${value}.`, 'Save the script as UTF-8.');
    } else if (key !== 'executeInTransaction' && key !== 'placeholderReplacement' && key !== 'shouldExecute') {
      bad(`${path} has a setting "${key}", which Flyway does not know.`, 'Remove it.');
    } else if (flag === undefined) {
      bad(`${path} sets "${key}" to "${value}".`, 'Only true and false are understood here.');
    } else config[key] = flag;
  }
  return config;
}

/** Fills in `${name}` everywhere, quotes and comments included. A placeholder without a value is an error. */
export function fillPlaceholders(text: string, path: string, config: FlywayConfig, problems: Problem[]): string {
  const { placeholderPrefix: prefix, placeholderSuffix: suffix } = config;
  const isInComment = commentsOf(text);
  const missing = new Set<string>();
  let result = '';
  let at = 0;
  for (let start = text.indexOf(prefix); start !== -1; start = text.indexOf(prefix, at)) {
    const end = text.indexOf(suffix, start + prefix.length);
    const name = text.slice(start + prefix.length, end === -1 ? undefined : end);
    const value = end === -1 ? undefined : valueOf(name, path, config, () => isInComment(start));
    if (value === undefined && !missing.has(name)) {
      missing.add(name);
      problems.push(missingPlaceholder(name, end !== -1, path, lineAt(text, start), config));
    }
    if (end === -1) break;
    result += text.slice(at, start) + (value ?? text.slice(start, end + suffix.length));
    at = end + suffix.length;
  }
  return result + text.slice(at);
}

/** Whether a place that is no blank is in a comment of SQL: no token covers it. To be asked from front to back. */
function commentsOf(text: string): (at: number) => boolean {
  const scanner = new Scanner(text);
  return (at) => {
    while (scanner.end <= at) scanner.next();
    return scanner.start > at;
  };
}

function valueOf(name: string, path: string, config: FlywayConfig, isInComment: () => boolean): string | undefined {
  const given = config.placeholders.get(name.toLowerCase());
  if (given !== undefined) return given;
  switch (ownName(name, config)) {
    case 'defaultschema':
      return config.defaultSchema ?? 'public';
    case 'table':
      return config.table;
    case 'filename':
      return baseName(path);
    case 'environment':
      return config.environment;
    case 'timestamp':
    case 'user':
    case 'database':
    case 'workingdirectory':
      return isInComment() ? name : undefined;
    default:
      return undefined;
  }
}

/** What a placeholder that Flyway itself gives a value to is called behind `flyway:`, in lower case. */
function ownName(name: string, { placeholderSeparator }: FlywayConfig): string | undefined {
  const own = `flyway${placeholderSeparator}`;
  return name.toLowerCase().startsWith(own) ? name.slice(own.length).toLowerCase() : undefined;
}

function missingPlaceholder(name: string, closed: boolean, path: string, line: number, config: FlywayConfig): Problem {
  // Its settings give values to those of the project only.
  const orSet = ownName(name, config) === undefined ? ` or set flyway.placeholders.${name}` : '';
  const shown = `${config.placeholderPrefix}${name.slice(0, 80)}${closed ? config.placeholderSuffix : ''}`;
  return {
    severity: 'error',
    code: 'missing-placeholder',
    message: closed
      ? `${path}:${line} uses the placeholder ${shown}, which has no value.`
      : `${path}:${line} begins a placeholder that is never closed.`,
    path,
    line,
    hint: closed
      ? `Pass it with --set ${name}=VALUE${orSet}.`
      : `Close it with ${config.placeholderSuffix}, or set flyway.placeholderReplacement=false.`,
  };
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/**
 * Flyway's parser keeps count of parentheses and gives them to the statement they are in. Those behind the last statement are in
 * none, and never reach PostgreSQL, which would refuse them.
 */
export function withoutTrailingParentheses(text: string): string {
  if (!/[()]/.test(text.slice(text.lastIndexOf(';')))) return text;
  const scanner = new Scanner(text);
  let behind: number[] | undefined;
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    if (kind === 'semicolon') behind = [];
    else if (behind !== undefined && '()'.includes(text.slice(scanner.start, scanner.end))) behind.push(scanner.start);
    else behind = undefined;
  }
  const characters = new Set(behind);
  return characters.size === 0
    ? text
    : Array.from({ length: text.length }, (_, at) => (characters.has(at) ? ' ' : text.charAt(at))).join('');
}

/** Statements that Flyway runs outside a transaction. Others that need it, such as REINDEX … CONCURRENTLY, it does not know. */
const NON_TRANSACTIONAL = [
  /^(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)\b/,
  /^ALTER SYSTEM\b/,
  /^(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY\b/,
  /^REINDEX(?: VERBOSE)? (?:SCHEMA|DATABASE|SYSTEM)\b/,
  /^VACUUM\b/,
  /^DISCARD ALL\b/,
];

function isNonTransactional(statement: RoughStatement): boolean {
  const words = statement.words.join(' ');
  return NON_TRANSACTIONAL.some((pattern) => pattern.test(words));
}

export function transactionOf(
  text: string,
  path: string,
  script: ScriptConfig,
  config: FlywayConfig,
  problems: Problem[],
): TransactionMode {
  const statements = roughStatements(text);
  const outside = statements.filter(isNonTransactional);
  const inside = statements.find((statement) => !isNonTransactional(statement));
  const [first] = outside;
  if (
    first !== undefined &&
    inside !== undefined &&
    !config.mixed &&
    script.executeInTransaction === undefined &&
    config.executeInTransaction
  ) {
    const { line } = first;
    problems.push({
      severity: 'error',
      code: 'mixed-transaction',
      message: `${path}:${line} needs to run outside a transaction, but other statements of the file do not.`,
      path,
      line,
      hint: `Move it to a file of its own, put executeInTransaction=false into ${baseName(path)}.conf, or set flyway.mixed=true.`,
    });
  }
  const transactional = script.executeInTransaction ?? (first === undefined && config.executeInTransaction);
  return transactional ? 'single' : 'none';
}
