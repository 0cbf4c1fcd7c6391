/**
 * Reads a directory and says what a run of it would do. Touches files only, never a database.
 *
 * A file on disk → its format reads it as its tool would → its script is compiled into statements → it gets its place in the
 * graph and its digest.
 */
import path from 'node:path';
import { chooseFormat } from '../formats/detect.ts';
import { openDirectory } from '../formats/directory.ts';
import type { FormatOptions } from '../formats/format.ts';
import { FORMATS } from '../formats/registry.ts';
import { batchesOf } from '../graph/batches.ts';
import { buildGraph } from '../graph/edges.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { leavingOnes } from '../graph/leaving.ts';
import { placingOnes } from '../graph/placing.ts';
import type { PlannedSet } from '../graph/plan.ts';
import { Analyses, type WrittenDocument } from '../cache/analyses.ts';
import type { Analysed } from '../cache/analysis-file.ts';
import { Memory } from '../cache/memory.ts';
import { directoryStore } from '../cache/directory-store.ts';
import type { Store } from '../cache/store.ts';
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { type Fault, type Problem, UserError, usageError } from '../migration/problem.ts';
import type { ScriptNames } from '../migration/script-names.ts';
import type { ConnectionLimits } from '../postgres/database.ts';
import { wantedHome } from '../postgres/server/home.ts';
import { APP_DATABASE } from '../postgres/server/data-directory.ts';
import { SUPERUSER } from '../postgres/server/managed-server.ts';
import { parseUrl } from '../postgres/url.ts';
import type { AnalysisOptions } from '../sql/analysis/analysis.ts';
import { GRAMMAR_MAJOR } from '../sql/parse.ts';
import { analyse, type Script, type ScriptsOfSet } from './analysing.ts';
import { identityOfBundle } from './bundle.ts';
import { placeInGraph, type PreparedMigration } from './placed.ts';
import { type ReadMigration, readMigrations, UNKNOWN_RESULT } from './reading.ts';
import { crlfNote, searchPathNotes } from './set-notes.ts';
import type { Settings } from './settings.ts';
import { readScripts, readSqlFiles, type SqlFiles, withAnalysis } from './sql-files.ts';
import { UnusedValues } from './unused-values.ts';

/** What is planned, together with what it takes to carry it out. */
export interface Prepared {
  readonly plan: PlannedSet;
  readonly bookkeeping: Bookkeeping;
  /** What its files are named like, where that is the project's own to say. */
  readonly names?: ScriptNames | undefined;
  readonly graph: Graph;
  /** In file order. */
  readonly runnables: readonly PreparedMigration[];
  /** What runs before them on an empty database. */
  readonly init: SqlFiles;
  /** What their tool runs after them each time. */
  readonly callbacks: SqlFiles;
  /** What runs after these. */
  readonly seedFiles: SqlFiles;
  /** Of those of which earlier runs have seen more than their SQL shows: what, by id. */
  readonly distrusted: ReadonlyMap<string, string>;
  /** What earlier runs learned about these; without it this one has nothing to add to. */
  readonly memory?: Memory | undefined;
  /** Writes down what was found in the SQL, where no earlier run has found the same. */
  readonly writeAnalysis?: (() => WrittenDocument | undefined) | undefined;
  /** Where both are kept. */
  readonly store?: Store | undefined;
  /** What its sessions are limited by. */
  readonly limits: ConnectionLimits;
}

export interface PlanOptions {
  /** Whether to report what PostgreSQL's own parser refuses. */
  readonly checkSyntax: boolean;
  /** Whether to run the programs that psql would run for a script. A plan that is only looked at runs none. */
  readonly runPrograms: boolean;
  /** Not to look at what earlier runs learned: to say what the SQL alone shows. */
  readonly withoutMemory?: boolean | undefined;
  /** What a plan knew of that, by id: a run of it knows no more, as others may have seen things meanwhile. */
  readonly distrusted?: ReadonlyMap<string, string> | undefined;
  /** Where that is kept; default: a directory beside the servers. */
  readonly store?: Store | undefined;
  /** Told the content digests of all migrations, as soon as they are known. */
  readonly onRead?: ((contents: readonly string[]) => void) | undefined;
  /** What tells the code of the analysis from any other; default: the bundle's hash. */
  readonly maker?: string | undefined;
}

/** Beside the installations of PostgreSQL. */
export const MEMORY_DIRECTORY = 'learned';
/** Room for some hundred sets. */
const MEMORY_LIMIT_BYTES = 64 * 1024 ** 2;

/**
 * @throws UserError when there is nothing to plan: no directory, no format, unreadable files. What is wrong inside the
 *   migrations is in the plan's `problems`.
 */
export async function plan(settings: Settings, env: FormatOptions['env'], options: PlanOptions): Promise<Prepared> {
  const opened = openDirectory(settings.directory);
  const format = chooseFormat(opened, settings.format, FORMATS);
  const unused = new UnusedValues([...settings.variables.keys()].filter((name) => format.isSetting?.(name) !== true));
  const directory = unused.watching(opened);
  await format.prepare?.();
  const set = format.load(directory, { variables: settings.variables, env, table: settings.table });
  if (set.migrations.length === 0 && !set.problems.some((problem) => problem.severity === 'error')) {
    throw usageError(
      'no-migrations',
      `There are no ${format.tool} migrations in ${settings.directory}.`,
      'Name the directory your migration tool is pointed at, or another --format.',
    );
  }
  const reading = {
    variables: new Map([...ownVariables(settings), ...settings.variables]),
    runPrograms: options.runPrograms,
    onText: (text: string) => {
      unused.see(text);
    },
  };
  const init = readSqlFiles(settings.initSql, reading);
  const callbacks = readScripts(set.callbacks ?? [], directory, reading);
  const seed = readSqlFiles(settings.seed, reading);
  const last = [...callbacks.scripts, ...seed.scripts];
  const scripts = await readMigrations(set.migrations, directory, reading);
  options.onRead?.(scripts.map(({ content }) => content));
  const store = options.withoutMemory === true ? undefined : openStore(settings, options.store);
  const memory = store && new Memory(store);
  const maker = options.maker ?? identityOfBundle();
  const analyses = store && maker !== undefined ? new Analyses(store, maker) : undefined;
  const [notes, { analysed, write, problems: ofAnalysis }] = await Promise.all([
    memory?.recall(scripts.map(({ content }) => content)),
    analyse(scriptsOf(init.scripts, scripts, last), analysisOptions(settings, set.bookkeeping), analyses),
  ]);
  const before = init.scripts.length;
  const behind = before + scripts.length;
  const read = scripts.map((script, index) => withFootprint(script, analysed[before + index]));
  const problems = [
    ...init.problems,
    ...callbacks.problems,
    ...seed.problems,
    ...set.problems,
    ...read.flatMap((each) => problemsOf(each, options.checkSyntax, majorOf(settings))),
    ...unused.problems(),
    ...(notes ?? []),
    ...ofAnalysis,
  ];
  const surprises = options.distrusted ?? surprisesOf(read, memory);
  const judged = read.map((each) => distrust(each, surprises));
  const graph = buildGraph(judged.map(nodeOf));
  problems.push(...graph.problems);
  const placing = placingOnes(analysed.map(({ footprint }) => footprint));
  const leaving = leavingOnes([
    ...init.scripts.map(({ steps }, index) => ({
      steps,
      footprint: analysed[index]?.footprint ?? NOTHING_KNOWN.footprint,
    })),
    ...judged.map(({ program, footprint }) => ({ steps: program.steps, footprint })),
  ]);
  const { runnables, planned } = placeInGraph(
    graph,
    judged,
    (position) => ({ alone: placing.has(before + position), leaves: leaving.has(before + position) }),
    (content) => memory?.expectedMs(content, majorOf(settings)),
  );
  problems.push(...crlfNote(directory));
  if (format.keepsSession) problems.push(...searchPathNotes(runnables, format));
  return {
    plan: {
      format: format.name,
      directory: settings.directory,
      migrations: planned,
      batches: batchesOf(graph).map((batch) => batch.map((position) => planned[position]?.id ?? '')),
      problems,
    },
    bookkeeping: set.bookkeeping,
    names: set.names,
    graph,
    runnables,
    init: withAnalysis(init.runnables, analysed.slice(0, before)),
    callbacks: withAnalysis(callbacks.runnables, analysed.slice(behind, behind + callbacks.runnables.length)),
    seedFiles: withAnalysis(seed.runnables, analysed.slice(behind + callbacks.runnables.length)),
    distrusted: surprises,
    memory,
    writeAnalysis: write,
    store,
    limits: settings.limits,
  };
}

function openStore({ cacheDir }: Settings, store: Store | undefined): Store {
  const directory = path.join(wantedHome({ cacheDir }), MEMORY_DIRECTORY);
  return store ?? directoryStore(directory, { limitBytes: MEMORY_LIMIT_BYTES });
}

function analysisOptions({ databaseUrl, serviceUser }: Settings, { table, schemas }: Bookkeeping): AnalysisOptions {
  const user = databaseUrl === undefined ? serviceUser : parseUrl(databaseUrl)?.user;
  const isOurs = databaseUrl === undefined && serviceUser === undefined;
  return { user: isOurs ? SUPERUSER : user, booksTable: table, schemas, mayHoldMore: !isOurs };
}

/** New migrations come before those that run again whenever they change, as these run behind all others. */
function scriptsOf(
  init: readonly Script[],
  migrations: readonly ReadMigration[],
  last: readonly Script[],
): ScriptsOfSet {
  const end = migrations.findLastIndex(({ migration }) => migration.repeatable !== true) + 1;
  return {
    migrations: [...init.map((script) => ({ ...script, comesFirst: true })), ...migrations.slice(0, end).map(scriptOf)],
    last: [...migrations.slice(end).map(scriptOf), ...last],
  };
}

function scriptOf({ migration, program }: ReadMigration): Script {
  return { steps: program.steps, directives: migration.directives };
}

interface AnalysedMigration extends ReadMigration, Analysed {}

function withFootprint(read: ReadMigration, analysed: Analysed | undefined): AnalysedMigration {
  const { footprint, syntax } = analysed ?? NOTHING_KNOWN;
  const opaque = read.program.incomplete ? UNKNOWN_RESULT : footprint.opaque;
  return { ...read, syntax, footprint: { ...footprint, opaque } };
}

const NOTHING_KNOWN: Analysed = { footprint: { touches: [], opaque: 'it was not analysed' }, syntax: [] };

/** What psql would set by itself and a plan knows: not the database of a service that a later job has. */
function ownVariables({ databaseUrl, serviceUser }: Settings): [string, string][] {
  if (serviceUser !== undefined) return [];
  const name = databaseUrl === undefined ? APP_DATABASE : parseUrl(databaseUrl)?.database;
  return name === undefined || name === '' ? [] : [['DBNAME', name]];
}

/** A script that could not even be taken apart has said what is wrong with it. */
function problemsOf(
  { program, syntax }: AnalysedMigration,
  checkSyntax: boolean,
  major: number | undefined,
): readonly Problem[] {
  const takenApart = !program.problems.some(({ severity }) => severity === 'error');
  return [
    ...program.problems,
    ...(checkSyntax && takenApart ? syntax.map((problem) => asOfGrammar(problem, major)) : []),
  ];
}

/** What is a word like any other to one version, is a keyword to another. */
function asOfGrammar(problem: Problem, major: number | undefined): Problem {
  if (problem.code !== 'syntax' || problem.hint !== undefined || major === GRAMMAR_MAJOR) return problem;
  const hint = `This is by the grammar of PostgreSQL ${GRAMMAR_MAJOR}. If ${major ?? 'the server'} takes it, put what it stumbles over in double quotes.`;
  return { ...problem, hint };
}

/** Of a server that is not ours it is known only once we are connected. */
function majorOf({ databaseUrl, postgres }: Settings): number | undefined {
  return databaseUrl === undefined ? postgres : undefined;
}

function surprisesOf(read: readonly AnalysedMigration[], memory: Memory | undefined): ReadonlyMap<string, string> {
  const surprises = new Map<string, string>();
  for (const { migration, content } of read) {
    const surprise = memory?.surprise(content);
    if (surprise !== undefined) surprises.set(migration.id, surprise);
  }
  return surprises;
}

/** What was seen to do other things than its SQL shows may do yet others next time. */
function distrust(read: AnalysedMigration, surprises: ReadonlyMap<string, string>): AnalysedMigration {
  const surprise = surprises.get(read.migration.id);
  if (surprise === undefined || read.footprint.opaque !== undefined) return read;
  const opaque = `an earlier run saw that it ${surprise}, which its SQL does not show`;
  return { ...read, footprint: { ...read.footprint, opaque } };
}

function nodeOf({ migration, footprint }: AnalysedMigration): GraphNode {
  const { id, version, up, dependsOn: declared, directives } = migration;
  return { id, version, path: up.path, footprint, declared, directives };
}

/** Ends the run when the plan has errors, with all of them. */
export function refuseBroken(problems: readonly Problem[]): void {
  const fault = faultOf(problems);
  const [first, ...rest] = problems.filter((problem) => problem.severity === 'error');
  if (fault !== undefined && first !== undefined) throw new UserError(fault, [first, ...rest]);
}

/** Who has to act on the plan's errors, if it has any: files that may not be read are no fault of what is in them. */
export function faultOf(problems: readonly Problem[]): Fault | undefined {
  const errors = problems.filter((problem) => problem.severity === 'error');
  if (errors.length === 0) return undefined;
  return errors.every(({ code }) => code === 'unreadable-file') ? 'usage' : 'migrations';
}
