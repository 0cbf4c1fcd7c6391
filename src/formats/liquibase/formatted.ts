/**
 * Liquibase's formatted SQL: `--liquibase formatted sql`, then `--changeset author:id attributes` and the SQL below it.
 *
 * Rules, from https://docs.liquibase.com/concepts/changelogs/sql-format.html, `parser/AbstractFormattedChangeLogParser.java` and
 * `parser/core/formattedsql/`: the patterns below are those of the tool, and what it refuses is refused here. The directives are comments
 * to PostgreSQL, so a changeset's script is simply the file's lines from its own up to the next.
 */
import type { Problem } from '../../migration/problem.ts';
import {
  applyGate,
  type ChangeSet,
  delimiterPattern,
  type Gate,
  type Piece,
  queryCondition,
  relationCondition,
  sqlSum,
} from './changeset.ts';
import { dbmsMatches, type Parameters } from './settings.ts';
import { roughStatements, undoubleQuestionMarks, useSemicolons } from '../shared/statements.ts';

export const FORMATTED = /^\s*--\s*liquibase\s*formatted/i;

const CHANGE_SET = /^\s*--\s*changeset\s+("[^"]+"|[^:]+):("[^"]+"|\S+)/i;
const PROPERTY = /^\s*--\s*property\s+.*:.*\s+.*:/i;
const IGNORE_LINES = /^--\s*ignoreLines:(\w+)$/i;
const COMMENT = /^--\s*comment:? (.*)$/i;
const VALID_CHECKSUM = /^--\s*validCheckSum:? (.*)$/i;
const ROLLBACK = /^\s*--\s*rollback (.*)$/i;
const ROLLBACK_BLOCK = /^\s*\/\*\s*liquibase\s*rollback\s*$/i;
const PRECONDITIONS = /^\s*--\s*preconditions(.*)$/i;
const PRECONDITION = /^\s*--\s*precondition-([a-zA-Z0-9-]+)(?: (.*))?$/i;
const MALFORMED =
  /^\s*-\s*(?:rollback|preconditions?|property|comment:?|validCheckSum|changeset|ignoreLines:\S*)(?:\s|$)|^--\s*(?:comments:? |ignore:\w+)|^\s*--\s*changeset/i;
const PAID = /^\s*--\s*(?:rollbackSqlFile\s|tagDatabase:|include\s+file:|includeAll\s)/i;
const EXPECTED_RESULT = /^(?:expectedResult:)?(?:'([^']+)'|"([^"]+)"|(\w+)) (.*)$/i;

export interface FormattedFile {
  readonly path: string;
  /** As Liquibase records it. */
  readonly filename: string;
  readonly text: string;
}

export function parseFormatted(file: FormattedFile, parameters: Parameters, problems: Problem[]): ChangeSet[] {
  return new FormattedParser(file, parameters, problems).parse();
}

class FormattedParser {
  readonly #file: FormattedFile;
  readonly #parameters: Parameters;
  readonly #problems: Problem[];
  readonly #lines: string[];
  readonly #changeSets: ChangeSet[] = [];
  #filename: string;
  #draft: Draft | undefined;

  constructor(file: FormattedFile, parameters: Parameters, problems: Problem[]) {
    this.#file = file;
    this.#parameters = parameters;
    this.#problems = problems;
    this.#lines = file.text.split('\n');
    this.#filename = file.filename;
  }

  parse(): ChangeSet[] {
    this.#checkStart();
    for (let at = 0; at < this.#lines.length; at += 1) at = this.#line(this.#lines[at] ?? '', at);
    this.#close();
    return this.#changeSets;
  }

  #checkStart(): void {
    const { path, text } = this.#file;
    const start = this.#lines.slice(0, this.#changeSetEnd(-1)).join('\n');
    const [lost] = start === text ? [] : roughStatements(start);
    if (lost === undefined) return;
    this.#problems.push({
      severity: 'warning',
      code: 'sql-before-changeset',
      message: `${path}:${lost.line} stands before the first changeset, so Liquibase never runs it.`,
      path,
      line: lost.line,
      hint: 'Move it below a changeset.',
    });
  }

  /** Reads the line at this index; returns that of the last line read. */
  #line(line: string, at: number): number {
    if (FORMATTED.test(line) && this.#draft === undefined && this.#changeSets.length === 0) {
      this.#filename = attribute(line, 'logicalFilePath') ?? this.#filename;
    }
    if (PROPERTY.test(line)) {
      this.#property(line);
      return at;
    }
    const ignored = IGNORE_LINES.exec(line)?.[1];
    if (ignored !== undefined) return this.#ignore(ignored, at);
    const header = CHANGE_SET.exec(line);
    if (header !== null) {
      this.#close(true);
      this.#open(line, header, at);
    } else if (PAID.test(line)) {
      this.#wrong('unsupported-directive', 'uses a directive of Liquibase Pro', at, 'Write it without, as SQL.');
    } else if (MALFORMED.test(line)) {
      this.#wrong(
        'bad-directive',
        `has a directive that Liquibase does not take: ${line.trim()}`,
        at,
        'See the SQL format.',
      );
    } else if (this.#draft === undefined) {
      this.#outside(line, at);
    } else return this.#inside(this.#draft, line, at);
    return at;
  }

  #outside(line: string, at: number): void {
    if (COMMENT.test(line)) {
      this.#wrong('bad-directive', 'has a comment line outside of any changeset', at, 'Move it below its changeset.');
    }
  }

  #inside(draft: Draft, line: string, at: number): number {
    const comment = COMMENT.exec(line)?.[1];
    const rollback = ROLLBACK.exec(line)?.[1];
    const precondition = PRECONDITION.exec(line);
    const preconditions = PRECONDITIONS.exec(line)?.[1];
    if (comment !== undefined) draft.comments = comment;
    else if (VALID_CHECKSUM.test(line)) return at;
    else if (rollback !== undefined) draft.rollback.set(at, rollback);
    else if (ROLLBACK_BLOCK.test(line)) return this.#rollbackBlock(draft, at);
    else if (precondition !== null) this.#precondition(draft, precondition[1] ?? '', precondition[2] ?? '', at);
    else if (preconditions !== undefined) this.#preconditions(draft, preconditions, at);
    else draft.sql.push(line);
    return at;
  }

  /** Lines between `--ignoreLines:start` and `:end`, or as many as it says, are left out. */
  #ignore(count: string, at: number): number {
    let last = at + Number(count);
    if (count === 'start') {
      const end = this.#lines.findIndex((line, index) => index > at && /^--\s*ignoreLines:end$/i.test(line));
      last = end === -1 ? this.#lines.length - 1 : end;
    } else if (!/^\d+$/.test(count)) {
      this.#wrong('bad-directive', `has an ignoreLines of "${count}"`, at, 'Write start, end or a number of lines.');
      return at;
    }
    for (let line = at; line <= last && line < this.#lines.length; line += 1) this.#lines[line] = '';
    return last;
  }

  #rollbackBlock(draft: Draft, at: number): number {
    for (let line = at + 1; line < this.#lines.length; line += 1) {
      const text = this.#lines[line] ?? '';
      const end = /\*\/\s*$/.exec(text);
      draft.rollback.set(line, end === null ? text : text.slice(0, end.index));
      if (end !== null) return line;
    }
    this.#wrong('bad-directive', 'begins a rollback comment that is never closed', at, 'Close it with */.');
    return this.#lines.length;
  }

  #preconditions(draft: Draft, body: string, at: number): void {
    const onFail = (attribute(body, 'onFail') ?? 'HALT').toUpperCase();
    if (onFail === 'HALT' || onFail === 'MARK_RAN' || onFail === 'WARN') draft.onFail = onFail;
    else {
      this.#wrong(
        'unsupported-precondition',
        `has preconditions with onFail:${onFail}`,
        at,
        'Use HALT, MARK_RAN or WARN.',
      );
    }
    const onError = attribute(body, 'onError');
    if (onError !== undefined && onError.toUpperCase() !== 'HALT') {
      this.#wrong('unsupported-precondition', `has preconditions with onError:${onError}`, at, 'Use HALT.');
    }
  }

  #precondition(draft: Draft, kind: string, given: string, at: number): void {
    const body = this.#expand(given.trim());
    const schema = attribute(body, 'schema');
    const result = EXPECTED_RESULT.exec(body);
    const table = attribute(body, 'table');
    const view = attribute(body, 'view');
    if (kind === 'sql-check' && result !== null) {
      draft.conditions.push(queryCondition(result[4] ?? '', result[1] ?? result[2] ?? result[3] ?? ''));
    } else if (kind === 'table-exists' && table !== undefined) {
      draft.conditions.push(relationCondition(table, schema, '{r,p,f}'));
    } else if (kind === 'view-exists' && view !== undefined) {
      draft.conditions.push(relationCondition(view, schema, '{v}'));
    } else {
      const cure = 'Known are sql-check expectedResult:X QUERY, table-exists table:X and view-exists view:X.';
      this.#wrong('unsupported-precondition', `has the precondition "${kind} ${body}"`, at, cure);
    }
  }

  #property(line: string): void {
    const name = /.*name:\s*(\S+)/i.exec(line)?.[1];
    const value = /.*value:\s*(\S+)/i.exec(line)?.[1];
    if (name === undefined || value === undefined) return;
    if (!dbmsMatches(attribute(line, 'dbms'))) return;
    const local = attribute(line, 'global')?.toLowerCase() === 'false';
    this.#parameters.define(name, this.#expand(value), local ? this.#file.filename : undefined);
  }

  #open(line: string, header: RegExpExecArray, at: number): void {
    const runWith = attribute(line, 'runWith');
    if (runWith !== undefined && runWith !== 'jdbc' && runWith !== 'psql') {
      this.#wrong('unsupported-executor', `is to run with ${runWith}`, at, 'Only psql and the default are known here.');
    }
    if (attribute(line, 'failOnError') === 'false') {
      this.#problems.push({
        severity: 'warning',
        code: 'ignored-setting',
        message: `${this.#file.path}:${at + 1} says failOnError:false, but a failure of it ends the run here.`,
        path: this.#file.path,
        line: at + 1,
        hint: 'Write it so that it cannot fail.',
      });
    }
    this.#draft = {
      id: this.#expand(unquote(header[2] ?? '')),
      author: this.#expand(unquote(header[1] ?? '')),
      line: at,
      header: line,
      sql: [],
      comments: '',
      rollback: new Map(),
      conditions: [],
      onFail: 'HALT',
      dialect: runWith === 'psql' ? 'psql' : 'sql',
    };
  }

  /** @param next whether another changeset follows, before which an empty one is an error */
  #close(next = false): void {
    const draft = this.#draft;
    if (draft === undefined) return;
    this.#draft = undefined;
    const { header, line } = draft;
    const name = `${draft.author}:${draft.id}`;
    const sql = this.#expand(draft.sql.join('\n').trim());
    if (sql === '' && next) {
      this.#wrong('empty-changeset', `has the changeset ${name} without any SQL`, line, 'Give it some or remove it.');
    }
    const after = this.#changeSetEnd(line);
    const gate: Gate = { conditions: draft.conditions, onFail: draft.onFail };
    const transaction = flag(header, 'runInTransaction', true);
    if (gate.onFail === 'MARK_RAN' && gate.conditions.length > 0 && !transaction) {
      this.#wrong(
        'unsupported-precondition',
        `has the changeset ${name} with MARK_RAN outside a transaction`,
        line,
        'Use HALT.',
      );
    }
    const text = this.#expand(this.#lines.slice(line, after).join('\n'));
    const semicolons = useSemicolons(
      text,
      delimiterPattern(attribute(header, '\\bendDelimiter', '\\S*'), flag(header, 'splitStatements', true)),
    );
    const runnable = draft.dialect === 'sql' ? undoubleQuestionMarks(semicolons) : semicolons;
    const expanded = (value: string | undefined): string | undefined =>
      value === undefined ? undefined : this.#expand(unquote(value));
    this.#changeSets.push({
      id: draft.id,
      author: draft.author,
      filename: attribute(header, 'logicalFilePath') ?? this.#filename,
      path: this.#file.path,
      line: line + 1,
      up: { text: applyGate(runnable, gate, name), line: line + 1, path: this.#file.path },
      sums: [sqlSum(sql)],
      rollback: this.#rollback(draft),
      transaction,
      runOnChange: flag(header, 'runOnChange', false),
      runAlways: flag(header, 'runAlways', false),
      context: expanded(attribute(header, 'context(?:Filter)?', '".*?"|\\S*')),
      labels: expanded(attribute(header, 'labels', '".*?"|\\S*')),
      dbms: expanded(attribute(header, 'dbms', '[^,][\\w!,]+')),
      ignore: flag(header, 'ignore', false),
      comments: draft.comments,
      description: 'sql',
      dialect: draft.dialect,
    });
  }

  /** The index of the next changeset's line, or of the end. */
  #changeSetEnd(line: number): number {
    const next = this.#lines.findIndex((text, index) => index > line && CHANGE_SET.test(text));
    return next === -1 ? this.#lines.length : next;
  }

  #rollback(draft: Draft): Piece | undefined {
    const indexes = [...draft.rollback.keys()];
    const [first] = indexes;
    const last = indexes.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const lines = Array.from({ length: last - first + 1 }, (_, offset) => draft.rollback.get(first + offset) ?? '');
    const text = this.#expand(lines.join('\n'));
    const start = text.trim().toLowerCase();
    const piece = { line: first + 1, path: this.#file.path };
    if (start.startsWith('not required') || start.startsWith('empty')) return { ...piece, text: '' };
    if (start.includes('changesetid')) {
      this.#wrong('unsupported-rollback', 'rolls back by running another changeset', first, 'Write its SQL here.');
      return undefined;
    }
    const delimiter = delimiterPattern(
      attribute(draft.header, '\\brollbackEndDelimiter', '\\S*'),
      flag(draft.header, 'rollbackSplitStatements', true),
    );
    const semicolons = useSemicolons(text, delimiter);
    return { ...piece, text: draft.dialect === 'sql' ? undoubleQuestionMarks(semicolons) : semicolons };
  }

  #expand(text: string): string {
    return this.#parameters.expand(text, this.#file.filename);
  }

  #wrong(code: string, what: string, at: number, hint: string): void {
    const { path } = this.#file;
    this.#problems.push({ severity: 'error', code, message: `${path}:${at + 1} ${what}.`, path, line: at + 1, hint });
  }
}

interface Draft {
  readonly id: string;
  readonly author: string;
  /** 0-based. */
  readonly line: number;
  readonly header: string;
  readonly sql: string[];
  comments: string;
  /** By 0-based line. */
  readonly rollback: Map<number, string>;
  readonly conditions: string[];
  onFail: Gate['onFail'];
  readonly dialect: 'sql' | 'psql';
}

/** The value of `name:value` anywhere in the line, the last if there are several. */
function attribute(line: string, name: string, value = '\\S+'): string | undefined {
  const found = new RegExp(`.*${name}:(${value})`, 'i').exec(line)?.[1];
  return found === undefined || found === '' ? undefined : found;
}

function flag(line: string, name: string, own: boolean): boolean {
  const value = attribute(line, name, '\\w+');
  return value === undefined ? own : value.toLowerCase() === 'true';
}

function unquote(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
