/** What is carried along while one migration is read: the catalog, what it touches, and the state of its session. */
import type { PrepareStmt } from 'libpg-query';
import type { Parser } from '../parse.ts';
import type { GivenArguments } from '../plpgsql/arguments.ts';
import type { Arguments } from '../plpgsql/variables.ts';
import type { Node } from '../ast.ts';
import type { Catalog } from './catalog.ts';
import type { Effect } from './consequence.ts';
import { type Entity, lastEntity, type Overload } from './entity.ts';
import type { Seen } from './placement.ts';
import type { Recorder } from './recorder.ts';
import type { ShownRoutines } from './remade-routines.ts';
import type { LastingSettings } from './session-start.ts';

/** What a migration sets for itself; each begins anew. */
export interface SessionState {
  /** Schemas in which unqualified names are looked up, first to last; `$user` included. */
  searchPath: readonly string[];
  /** Whether the temporary schema may be the first of the path, or not be it, where that says otherwise: what is made may go there. */
  mayMakeElsewhere?: boolean | undefined;
  /** What the path is again after RESET. */
  readonly ownPath: readonly string[];
  /** Roles that the session acts as, if not as who runs the migrations: what is made is theirs. */
  actingAs: ReadonlySet<string>;
  /** What that is again when the transaction ends, after SET LOCAL. */
  afterwards?: readonly string[] | undefined;
  /** Triggers set off that may run when constraints are checked, at the latest when the transaction ends. */
  readonly postponed: Set<Entity>;
  /** By name: several where it is uncertain which one it is. */
  readonly prepared: Map<string, readonly PrepareStmt[]>;
  /** What is being made: the types of its columns are looked for as if it were not there yet. */
  making?: Entity | undefined;
}

export const NOBODY_ELSE: ReadonlySet<string> = new Set();
/** Where temporary objects live: a schema that is always searched first, and empty again for the next migration. */
export const TEMPORARY = 'pg_temp';

export interface Call {
  readonly overload: Overload;
  readonly given: string;
}

export interface Context {
  readonly parser: Parser;
  readonly catalog: Catalog;
  readonly recorder: Recorder;
  readonly session: SessionState;
  /** What new sessions begin with, where this is read before the sessions of the migrations begin. */
  readonly outlasting: LastingSettings | undefined;
  /** Who runs the migrations, if that is known: `$user` in a search path is their schema. */
  readonly user: string | undefined;
  /** Reads statements from their text: the bodies of functions, what EXECUTE runs. */
  readText(context: Context, sql: string, takesFirst?: boolean, given?: GivenArguments): void;
  /** Whether the database held nothing before the first migration and what was read before it. */
  readonly beganEmpty: boolean;
  /** Statements as trees, or why they cannot be parsed, as a clause. */
  parse(sql: string): readonly Node[] | string;
  /** Reads what calling a routine does. */
  callRoutine(context: Context, routine: Entity, given?: Effect['given'], argv?: Effect['argv']): void;
  /** What happens where rows of a relation change. */
  changeRows(context: Context, relation: Entity, op: 'insert' | 'update' | 'delete'): void;
  /** The relation whose trigger is at work, where it is known. */
  readonly firing?: Entity | undefined;
  /** Whether an event trigger is at work. */
  readonly isInEventTrigger?: boolean | undefined;
  /** What the command that fires it has made or altered, and perhaps more; undefined where that is not known. */
  readonly made?: ReadonlySet<Entity> | undefined;
  /** What the statement that is read may be for event triggers: see `tagsOf`. */
  readonly tags?: readonly string[] | undefined;
  /** Routines whose bodies are being read, with the arguments known, so that recursion ends. */
  readonly calling: readonly Call[];
  /** What is known of the arguments of calls in the text that is read, beyond what they say: by the fields of their nodes. */
  readonly given?: ReadonlyMap<unknown, readonly Arguments[]> | undefined;
  /** Definitions of functions that the body which is read has looked at. */
  readonly shown?: ShownRoutines | undefined;
  /** What has been done already since the catalog last changed, and what it does to rows: doing it again would touch nothing new. */
  readonly done: {
    version: number;
    readonly keys: Map<string | number, Seen>;
    readonly active: Set<string | number>;
    left: number;
  };
}

/** Runs `work` as something that may or may not happen. */
export function conditionally(context: Context, work: () => void): void {
  context.recorder.conditions += 1;
  try {
    work();
  } finally {
    context.recorder.conditions -= 1;
  }
}

/** Runs `work` for everything that it may be about: where that is several, it happens to one of them. */
export function forOneOf<Item>(context: Context, items: readonly Item[], work: (item: Item) => void): void {
  const all = () => {
    for (const item of items) work(item);
  };
  if (items.length > 1) conditionally(context, all);
  else all();
}

/** Runs `work` as what defines something that may be another one of its name. */
export function defining(context: Context, entity: Entity, work: () => void): void {
  if (entity.loose) conditionally(context, work);
  else work();
}

/** Runs `work` as what makes a copy of something: where that may not be there, or be another, nobody knows whether there is a copy. */
export function copying(context: Context, entity: Entity, work: () => void): void {
  if (context.catalog.isSure(entity) && !entity.loose) work();
  else conditionally(context, work);
}

export function isConditional(context: Context): boolean {
  return context.recorder.conditions > 0;
}

/** The schemas in which an unqualified name is looked up. */
export function searchedSchemas(context: Context): readonly string[] {
  const { user, session, catalog } = context;
  const { searchPath, actingAs } = session;
  if (!searchPath.includes('$user')) return searchPath;
  const users = actingAs.size > 0 ? [...actingAs] : user === undefined ? [] : [user];
  const own = users.filter((name) => catalog.find('schema', undefined, name) !== undefined);
  if (own.length === 0) return withoutUser(searchPath);
  return searchPath.flatMap((schema) => (schema === '$user' ? own : schema));
}

/** Where something of a name is looked for: in the schema that is given, or in all of the path, temporary objects first. */
export function schemasFor(context: Context, given: string | undefined): readonly string[] {
  return given === undefined ? behindTemporary(searchedSchemas(context)) : [given];
}

const withoutUser = kept((path) => path.filter((schema) => schema !== '$user'));
const behindTemporary = kept((path) => [TEMPORARY, ...path]);

/** Paths are asked for with each name, and hardly ever another one. */
function kept(work: (path: readonly string[]) => readonly string[]): typeof work {
  const known = new WeakMap<readonly string[], readonly string[]>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const made = work(path);
    known.set(path, made);
    return made;
  };
}

/** Whether it is the schema in which the names of whoever runs the migrations are looked up first. */
export function isSearchedFirst({ user = 'postgres' }: Context, schema: string): boolean {
  return schema === user;
}

/** Where a new object without a schema goes: the first schema of the path that is there. */
export function creationSchema(context: Context): string {
  if (context.session.mayMakeElsewhere === true)
    giveUp(context, 'makes something behind a search_path that is set under a condition', true);
  for (const schema of searchedSchemas(context)) {
    if (schema === 'pg_catalog') continue;
    if (schema === 'public' || schema === TEMPORARY) return schema;
    const known = context.catalog.find('schema', undefined, schema);
    if (known !== undefined && context.catalog.isSure(known)) return schema;
    context.recorder.touch(`schema ${schema}`, 'read', 'names', `schema ${schema}`);
    // It may be there although no migration is known to have made it.
    if (known !== undefined || context.catalog.uncertain !== undefined || !context.beganEmpty) {
      giveUp(
        context,
        `makes something in the first schema of ${context.session.searchPath.join(', ')} that exists`,
        true,
      );
      return schema;
    }
  }
  return 'public';
}

/** Nothing sure can be said about what comes of something that has been there since before a migration that cannot be read. */
export function doubt(context: Context, entity: Entity, does: string): void {
  doubtIt(context, entity, does, false);
}

/** The same of what is made like it: that has parts that nobody knows, and is newer than what made it so. */
export function doubtCopied(context: Context, entity: Entity, does: string): void {
  doubtIt(context, entity, does, true);
}

function doubtIt(context: Context, entity: Entity, does: string, mayDefine: boolean): void {
  const { uncertain } = context.catalog;
  // What belongs to the one of two is not known of the other.
  if (entity.orElse !== undefined)
    giveUp(context, `${does} ${entity.label}, which may be a ${entity.orElse} instead`, mayDefine);
  if (uncertain === undefined || !context.catalog.mayDiffer(entity) || entity.temporary) return;
  giveUp(context, `${does} ${entity.label}, and an earlier migration ${uncertain.because}`, mayDefine);
}

/** Marks the migration as one that nothing sure can be said about. */
export function giveUp(context: Context, because: string, mayDefine: boolean): void {
  context.recorder.giveUp(`line ${context.recorder.line} ${because}`);
  const since = lastEntity();
  // Twice says no more than once, and whatever follows from the catalog would have to be looked at again.
  if (mayDefine && context.catalog.uncertain?.since !== since) {
    context.catalog.uncertain = { because, since };
    context.catalog.changed();
  }
}
