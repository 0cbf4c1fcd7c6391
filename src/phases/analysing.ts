/** Says what each script of a set touches: from its SQL, or from what an earlier run found in the same scripts behind the same ones. */
import type { Analyses, KnownBeginning, WrittenDocument } from '../cache/analyses.ts';
import { type Analysed, packState, unpackState } from '../cache/analysis-file.ts';
import type { Directives } from '../migration/directives.ts';
import { hashOfParts } from '../migration/digest.ts';
import type { Problem } from '../migration/problem.ts';
import type { Analysis, AnalysisOptions } from '../sql/analysis/analysis.ts';
import { loadParser } from '../sql/parse.ts';
import { sentBy, type Step } from '../sql/program.ts';
import { breather } from './breath.ts';
import { optimiseAfter, PATIENCE } from './tiering.ts';

export interface Script {
  readonly steps: readonly Step[];
  readonly directives: Directives;
  /** It is no migration, but runs before any of them is connected. */
  readonly comesFirst?: boolean | undefined;
}

export interface AnalysedScripts {
  /** One for each script. */
  readonly analysed: readonly Analysed[];
  /** Writes it down for later runs, where there is something new. */
  readonly write?: (() => WrittenDocument | undefined) | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Scripts are parsed some at a time, before what they do is followed: the parser and the analysis, taking turns after each statement,
 * would keep driving each other out of the processor's caches, which costs a tenth of a plan. In characters; trees take far more.
 */
const PARSED_TOGETHER = 32_768;

/** So many migrations are many to read. */
const THOUSANDS = 3000;
/**
 * To read so many scripts again takes less time than to write down what the analysis knows after them. Whoever edits one of them goes on
 * from before it, too.
 */
const FEW = 16;

export interface ScriptsOfSet {
  /** In the order in which they run. Others will come behind them one day. */
  readonly migrations: readonly Script[];
  /** What will run behind those others, too: repeatable migrations, callbacks, the seed. */
  readonly last: readonly Script[];
}

/**
 * Nothing is analysed before it is known what earlier runs found, even if nobody has anything else to do: as a rule they found it, and
 * the process that asks GitHub's cache needs the processor, too. To begin at once cost a plan on two cores a third of its time.
 *
 * @param analyses what earlier runs found; without it nothing is remembered
 */
export async function analyse(
  scripts: ScriptsOfSet,
  options: AnalysisOptions,
  analyses: Analyses | undefined,
): Promise<AnalysedScripts> {
  const chains = analyses === undefined ? [] : chainsOf([...scripts.migrations, ...scripts.last], options);
  const ofMigrations = chains.slice(0, scripts.migrations.length);
  const [first] = chains;
  const read = async (beginning?: KnownBeginning) =>
    analyseBehind(beginning?.analysed ?? [], scripts, await openAnalysis(options, beginning));
  if (analyses === undefined || first === undefined) return { analysed: (await read()).analysed, problems: [] };
  const problems = await analyses.recall(first);
  const known = analyses.find(chains);
  if (known !== undefined) return { analysed: known, problems };
  const found = ({ analysed, printState }: Behind, state?: KnownBeginning['state']): AnalysedScripts => {
    const write = () => {
      const end = ofMigrations.at(-1);
      const printed = printState && end !== undefined ? { chain: end, packed: packState(printState()) } : state;
      return analyses.written(new Map(analysed.map((each, index) => [chains[index] ?? '', each])), printed);
    };
    return { analysed, write, problems };
  };
  const beginning = analyses.beginning(ofMigrations);
  if (beginning === undefined) return found(await read());
  try {
    return found(await read(beginning), beginning.state);
  } catch (error) {
    return { ...found(await read()), problems: [...problems, analyses.unusable(error)] };
  }
}

/** A third of all our code is the analysis. A run that knows everything already does not load it. */
async function openAnalysis(options: AnalysisOptions, beginning?: KnownBeginning): Promise<Analysis> {
  // Most of the parser is loaded by other threads.
  const [parser, { Analysis, state }] = await Promise.all([loadParser(), loadAnalysis(beginning)]);
  return new Analysis(parser, options, state);
}

async function loadAnalysis(beginning: KnownBeginning | undefined) {
  const { Analysis, parseState } = await import('../sql/analysis/analysis.ts');
  return { Analysis, state: beginning && parseState(unpackState(beginning.state.packed)) };
}

interface Behind {
  readonly analysed: readonly Analysed[];
  /** What the analysis knows after the migrations, unless that is hardly more than before. */
  readonly printState: (() => string) | undefined;
}

/** @param known what is known of the first ones, after which the analysis stands */
async function analyseBehind(
  known: readonly Analysed[],
  { migrations, last }: ScriptsOfSet,
  analysis: Analysis,
): Promise<Behind> {
  optimiseAfter(migrations.length - known.length < THOUSANDS ? PATIENCE.analysis : PATIENCE.longAnalysis);
  try {
    const ofMigrations = await analyseAll(migrations.slice(known.length), analysis);
    const isLittle = known.length > 0 && ofMigrations.length < FEW;
    // It takes a while, so that a run leaves it for its end, unless it is another one by then.
    const state = isLittle || last.length === 0 ? undefined : analysis.printState();
    const ofLast = await analyseAll(last, analysis);
    const printState = isLittle ? undefined : () => state ?? analysis.printState();
    return { analysed: [...known, ...ofMigrations, ...ofLast], printState };
  } finally {
    optimiseAfter(PATIENCE.run);
  }
}

async function analyseAll(scripts: readonly Script[], analysis: Analysis): Promise<readonly Analysed[]> {
  const analysed: Analysed[] = [];
  const breathe = breather();
  for (const together of slices(scripts)) {
    const parsed = together.map(({ steps }) => analysis.parse(steps));
    for (const [index, { directives, comesFirst }] of together.entries()) {
      const steps = parsed[index] ?? [];
      const syntax = steps.flatMap(({ problem }) => problem ?? []);
      analysed.push({ footprint: analysis.read(steps, directives, comesFirst), syntax });
    }
    await breathe();
  }
  return analysed;
}

function* slices(scripts: readonly Script[]): Iterable<readonly Script[]> {
  let slice: Script[] = [];
  let characters = 0;
  for (const script of scripts) {
    slice.push(script);
    characters += script.steps.reduce((sum, { statement }) => sum + statement.text.length, 0);
    if (characters < PARSED_TOGETHER) continue;
    yield slice;
    slice = [];
    characters = 0;
  }
  yield slice;
}

/** Places are part of it, as what is touched is told with its line. */
function chainsOf(scripts: readonly Script[], options: AnalysisOptions): readonly string[] {
  let chain = JSON.stringify(Object.entries(options).sort());
  return scripts.map(({ steps, directives, comesFirst = false }) => {
    const places = steps.map(({ statement: { path, line, column } }) => `${path}:${line}:${column}`);
    chain = hashOfParts([chain, JSON.stringify({ ...directives, comesFirst }), ...places, ...sentBy(steps)]);
    return chain;
  });
}
