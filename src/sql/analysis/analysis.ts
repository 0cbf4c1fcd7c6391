/**
 * Reads the migrations of a set one after the other and says what each touches.
 *
 * The catalog is carried from one to the next in file order, so that each name means what it meant there. Statements that may not
 * run, or whose failure is caught, leave behind what *may* be; both possibilities are touched from then on.
 */
import type { Directives } from '../../migration/directives.ts';
import type { Footprint } from '../footprint.ts';
import { type ParsedStatement, type Parser, parseStatement, parseStatements, remembering } from '../parse.ts';
import type { GivenArguments } from '../plpgsql/arguments.ts';
import type { Arguments } from '../plpgsql/variables.ts';
import type { Statement, Step } from '../program.ts';
import { Catalog } from './catalog.ts';
import { conditionally, type Context, giveUp, NOBODY_ELSE, type SessionState } from './context.ts';
import { type Node, parseName, walk } from '../ast.ts';
import { Entity } from './entity.ts';
import { changeRows, performPostponed, setOff } from './row-changes.ts';
import { Recorder } from './recorder.ts';
import { findSchemas } from './resolve.ts';
import { callRoutine } from './routine-call.ts';
import { printState } from './state-file.ts';
import { readStatement } from './statement.ts';
import { DEFAULT_SEARCH_PATH, type LastingSettings, searchPathOf } from './session-start.ts';
import { readUnparsed } from './unparsed.ts';

export { parseState } from './state-file.ts';

export interface AnalysisOptions {
  /** Who runs the migrations, as far as known. */
  readonly user?: string | undefined;
  /** Whether the database may hold objects that nothing read here has made. Default: no. */
  readonly mayHoldMore?: boolean | undefined;
  /** The tool's own table, schema-qualified as SQL has it: what it holds depends on what has been applied. */
  readonly booksTable?: string | undefined;
  /** What the tool makes before the first migration. */
  readonly schemas?: readonly string[] | undefined;
}

/** All that is carried from one script to the next. */
export interface AnalysisState {
  readonly catalog: Catalog;
  /** The tool's own table. */
  readonly books: Entity | undefined;
  booksAltered: boolean;
  /** What sessions of the migrations begin with. */
  readonly settings: LastingSettings;
  /** How many scripts were read. */
  read: number;
}

function stateBefore(options: AnalysisOptions): AnalysisState {
  const catalog = new Catalog();
  const table = booksOf(options);
  for (const name of new Set([...(options.schemas ?? []), ...(table === undefined ? [] : [table.schema ?? ''])]))
    if (name !== 'public') catalog.add(new Entity('schema', 'schema', undefined, name));
  const books = table === undefined ? undefined : catalog.add(table);
  return { catalog, books, booksAltered: false, settings: { unknown: false }, read: 0 };
}

/** The tool's own table as it is at first. */
function booksOf({ booksTable }: AnalysisOptions): Entity | undefined {
  const [name, schema = 'public'] = (parseName(booksTable ?? '') ?? []).toReversed();
  return name === undefined ? undefined : new Entity('relation', 'table', schema, name);
}

/** A step, its statement's trees, and what the parser has against it. */
export interface ParsedStep extends ParsedStatement {
  readonly step: Step;
}

/** So much is followed for one migration before nothing is said about it. */
const MOST_CONSEQUENCES = 200_000;

export class Analysis {
  readonly #parser: Parser;
  /** For bodies of functions. Of a script's own statements hardly any comes twice. */
  readonly #remembering: Parser;
  readonly #options: AnalysisOptions;
  readonly #booksAtFirst: Entity | undefined;
  readonly #state: AnalysisState;

  /** @param state that of another one with the same options, by `printState` and `parseState`: this one goes on where that one ended */
  constructor(parser: Parser, options: AnalysisOptions = {}, state: AnalysisState = stateBefore(options)) {
    this.#parser = parser;
    this.#remembering = remembering(parser);
    this.#options = options;
    this.#booksAtFirst = booksOf(options);
    this.#state = state;
  }

  /** All that the scripts read so far have made of it. */
  printState(): string {
    return printState(this.#state);
  }

  /** Trees of a script's statements, which know nothing of what came before. */
  parse(steps: readonly Step[]): readonly ParsedStep[] {
    return steps.map((step) => {
      // What has a body is looked at again for it.
      const parser = mayHaveBody(step.statement) ? this.#remembering : this.#parser;
      return { step, ...parseStatement(parser, step.statement) };
    });
  }

  /**
   * Reads the next migration of the set.
   *
   * @param comesFirst it is none, but runs before the sessions of the migrations begin
   */
  read(steps: readonly ParsedStep[], directives: Directives, comesFirst = false): Footprint {
    const recorder = new Recorder(this.#state.read);
    this.#state.read += 1;
    const { settings } = this.#state;
    const ownPath = comesFirst ? DEFAULT_SEARCH_PATH : searchPathOf(settings);
    const session: SessionState = {
      searchPath: ownPath,
      ownPath,
      actingAs: NOBODY_ELSE,
      postponed: new Set(),
      prepared: new Map(),
    };
    const context: Context = {
      parser: this.#remembering,
      catalog: this.#state.catalog,
      recorder,
      session,
      outlasting: comesFirst ? settings : undefined,
      user: this.#options.user,
      beganEmpty: this.#options.mayHoldMore !== true,
      calling: [],
      done: { version: -1, keys: new Map(), active: new Set(), left: MOST_CONSEQUENCES },
      readText,
      callRoutine,
      changeRows,
      parse: (sql) => parseStatements(this.#remembering, sql),
    };
    const readAll = () => {
      if (ownPath !== DEFAULT_SEARCH_PATH) findSchemas(context, ownPath);
      if (!comesFirst && settings.unknown)
        giveUp(context, 'runs in a session with settings that only the run knows', true);
      for (const step of steps) readStep(context, step);
      performPostponed(context);
    };
    if (steps.some(isUndoing)) conditionally(context, readAll);
    else readAll();
    this.#dropTemporary();
    declare(recorder, directives);
    this.#moveDeclared(context, directives);
    this.#record(context);
    const footprint = recorder.footprint();
    // The author knows what the SQL does not show.
    const vouched = directives.reads.length + directives.writes.length > 0 && !directives.opaque;
    if (directives.opaque) return { ...footprint, opaque: 'its author says so' };
    return vouched ? { ...footprint, opaque: undefined, locks: undefined } : footprint;
  }

  /**
   * That a migration is recorded in the tool's own table is no business of the graph's, unless an earlier one has put something on
   * that table: then the record sets it off.
   */
  #record(context: Context): void {
    const { recorder, catalog } = context;
    const { books } = this.#state;
    const table = this.#booksAtFirst;
    if (books === undefined || table === undefined) return;
    const used = recorder.touched(table.resource);
    // Who may look at it is another matter than what it holds.
    const isGranted = recorder.touched(`privileges ${table.resource}`) !== undefined;
    if (used !== undefined && !(used === 'read' && isGranted && recorder.touched(table.rows) === undefined)) {
      recorder.giveUp(`it uses ${table.label}, in which the tool records what is applied`);
      this.#state.booksAltered ||= used !== 'read';
      return;
    }
    if (!this.#state.booksAltered) return;
    // Under another name it is another table.
    if (books.resource === table.resource && catalog.find('relation', books.schema, books.name) === books) {
      // Tools write more than new rows.
      for (const op of ['insert', 'update', 'delete'] as const) setOff(context, books, op);
      // What happens then may look at what is recorded already.
      if (recorder.touched(books.rows) === undefined) return;
    }
    recorder.giveUp(`its record goes to ${table.label}, which an earlier migration altered`);
  }

  /** What its author says that it writes, it may update. */
  #moveDeclared({ catalog, recorder }: Context, { writes }: Directives): void {
    for (const name of writes) {
      const [table = '', schema = 'public'] = (parseName(name) ?? [name]).toReversed();
      const entity = catalog.find('relation', schema, table);
      if (entity !== undefined) recorder.placement.move(entity);
    }
  }

  #dropTemporary(): void {
    for (const space of ['relation', 'type', 'routine'] as const) {
      for (const entity of [...this.#state.catalog.all(space, 'pg_temp')]) this.#state.catalog.remove(entity);
    }
  }
}

/** What came before it may not stay. */
function isUndoing({ step }: ParsedStep): boolean {
  return /^\s*(?:ROLLBACK|ABORT)\b/i.test(step.statement.text);
}

function readStep(context: Context, { step, trees }: ParsedStep): void {
  const { statement } = step;
  context.recorder.line = statement.line;
  if (step.kind === 'gexec') giveUp(context, 'runs the result of a query as statements (\\gexec)', true);
  if (typeof trees === 'string') readUnparsed(context, statement.text, trees);
  else for (const node of trees) readStatement(context, node, statement.text);
}

function mayHaveBody({ text }: Statement): boolean {
  return text.includes('$') || /\bas\s+'/i.test(text);
}

/** Statements from their own text. What cannot be parsed cannot be read. */
function readText(outside: Context, sql: string, takesFirst = false, given?: GivenArguments): void {
  const parsed = outside.parse(sql);
  if (typeof parsed === 'string') {
    readUnparsed(outside, sql, parsed);
    return;
  }
  const context: Context = { ...outside, given: given && byCall(parsed, given) };
  for (const node of parsed) readStatement(context, node, sql, takesFirst);
}

/** By place they would be those of calls in other texts as well. */
function byCall(trees: readonly Node[], given: GivenArguments): Context['given'] {
  const found = new Map<unknown, readonly Arguments[]>();
  walk(trees, (tag, fields) => {
    const known = tag === 'FuncCall' ? given.get(Number(fields['location'])) : undefined;
    if (known !== undefined) found.set(fields, known);
    return false;
  });
  return found;
}

function declare(recorder: Recorder, directives: Directives): void {
  const resources = (text: string) => {
    const name = parseName(text) ?? [text];
    return name.length === 1 ? `public.${name.join('')}` : name.join('.');
  };
  for (const name of directives.reads) {
    recorder.touch(`relation ${resources(name)}`, 'read', 'declares', name);
    recorder.touch(`rows ${resources(name)}`, 'read', 'declares', `the rows of ${name}`);
  }
  for (const name of directives.writes) {
    recorder.touch(`relation ${resources(name)}`, 'write', 'declares', name);
    recorder.touch(`rows ${resources(name)}`, 'write', 'declares', `the rows of ${name}`);
  }
}
