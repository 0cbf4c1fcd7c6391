/** What a changelog of any kind is read into, and what makes one part of it a script. */
import { createHash } from 'node:crypto';
import type { Dialect } from '../../migration/migration.ts';
import { quoteLiteral } from '../../sql/quote.ts';

/** A piece of a changelog that runs, on the lines of its own file. */
export interface Piece {
  readonly text: string;
  /** 1-based line of the file at which `text` begins. */
  readonly line: number;
  readonly path: string;
}

export interface ChangeSet {
  readonly id: string;
  readonly author: string;
  /** As Liquibase records it in FILENAME. */
  readonly filename: string;
  readonly path: string;
  readonly line: number;
  readonly up: Piece;
  /** The sum of each of its changes: `sqlSum`, `otherSum`. */
  readonly sums: readonly string[];
  readonly rollback?: Piece | undefined;
  readonly transaction: boolean;
  readonly runOnChange: boolean;
  readonly runAlways: boolean;
  readonly context?: string | undefined;
  readonly labels?: string | undefined;
  readonly dbms?: string | undefined;
  readonly ignore: boolean;
  readonly comments: string;
  /** What the changes are, as Liquibase records it: `sql`, `sqlFile path=a.sql; tagDatabase`. */
  readonly description: string;
  /** What it tags the database with. */
  readonly tag?: string | undefined;
  readonly dialect: Dialect;
}

/** `author:id:path`, the way Liquibase tells changesets apart. */
export function changeSetKey(changeSet: Pick<ChangeSet, 'id' | 'author' | 'filename'>): string {
  return `${changeSet.author}:${changeSet.id}:${changeSet.filename}`;
}

/** MD5SUM of version 9, from `changelog/ChangeSet.java` (the sums of its changes are summed up) and `change/CheckSum.java`. */
export function liquibaseChecksum(sums: readonly string[]): string {
  return `9:${md5(sums.map((sum) => `${sum}:`).join(''))}`;
}

/** The sum of a change that is SQL, parameters filled in; from `change/AbstractSQLChange.java`: blanks do not count. */
export function sqlSum(sql: string): string {
  return `9:${md5(sql.replaceAll(/[ \n\r\t]/g, ''))}`;
}

/** The sum of any other change; from `change/AbstractChange.java` and `serializer/core/string/StringChangeLogSerializer.java`. */
export function otherSum(name: string, attributes: Readonly<Record<string, string>>): string {
  const lines = Object.entries(attributes).map(([key, value]) => `\n    ${key}="${value}"`);
  return `9:${md5(`${name}:[${lines.join(',')}${lines.length === 0 ? '' : '\n'}]`)}`;
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/**
 * Where statements end besides at semicolons: at `endDelimiter`, or by default at a line that is `/` or `go`; where they are not to be
 * split, only at a last line that is `/`.
 * From `util/StringUtil.java`; a delimiter of a backslash and more is a regular expression there.
 */
export function delimiterPattern(endDelimiter: string | undefined, split: boolean): RegExp {
  if (!split) return /(?<=^|\n)[ \t]*\/[ \t]*(?=(?:\s|--[^\n]*|\/\*[^]*?\*\/)*$)/;
  if (endDelimiter === undefined || endDelimiter === '') return /(?<=^|\n)[ \t]*(?:\/|go)[ \t]*(?=\n|$)/i;
  if (endDelimiter === '/') return /(?<=^|\n)[ \t]*\/[ \t]*(?=\n|$)/;
  try {
    if (endDelimiter.includes('\\')) return new RegExp(endDelimiter, 'i');
  } catch {
    // Then it is meant as it stands.
  }
  return new RegExp(endDelimiter.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'i');
}

/** SQL conditions that must hold before a changeset runs, and what if they do not. */
export interface Gate {
  readonly conditions: readonly string[];
  readonly onFail: 'HALT' | 'MARK_RAN' | 'WARN';
}

/** The condition that a query gives one value, compared as the driver would print it. */
export function queryCondition(query: string, expected: string): string {
  const values = { t: ['t', 'true'], f: ['f', 'false'] }[expected.toLowerCase()] ?? [expected];
  return `coalesce((${query.trim().replace(/;\s*$/, '')})::text IN (${values.map(quoteLiteral).join(', ')}), false)`;
}

/** The condition that a relation of one of these kinds exists. */
export function relationCondition(name: string, schema: string | undefined, kinds: string): string {
  const inSchema = schema === undefined ? 'current_schema()' : quoteLiteral(schema);
  return (
    `EXISTS (SELECT FROM pg_catalog.pg_class WHERE relkind = ANY (${quoteLiteral(kinds)}) AND lower(relname) = lower(${quoteLiteral(name)}) ` +
    `AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = ${inSchema}))`
  );
}

/**
 * The text with the gate in place of its first line, a comment; all other lines stay where they are. With MARK_RAN the rest becomes
 * one dynamic command, since only the database knows whether it runs.
 */
export function applyGate(text: string, gate: Gate | undefined, name: string): string {
  if (gate === undefined || gate.conditions.length === 0 || gate.onFail === 'WARN') return text;
  const lineEnd = text.indexOf('\n');
  const rest = lineEnd === -1 ? '' : text.slice(lineEnd);
  const condition = gate.conditions.join(' AND ');
  if (gate.onFail === 'HALT') {
    const message = quoteLiteral(`Precondition of changeset ${name} failed.`);
    return `DO ${quoteLiteral(`BEGIN IF NOT (${condition}) THEN RAISE EXCEPTION USING MESSAGE = ${message}; END IF; END`)};${rest}`;
  }
  const outer = freeTag('gate', text);
  const inner = freeTag('changeset', text);
  return `DO ${outer}BEGIN IF ${condition} THEN EXECUTE ${inner}${rest}${inner}; END IF; END${outer};`;
}

function freeTag(name: string, text: string): string {
  let tag = `$${name}$`;
  for (let number = 1; text.includes(tag); number += 1) tag = `$${name}${number}$`;
  return tag;
}
