/** Says what each script of a set touches: from its SQL, or from what an earlier run found in the same scripts. */
import type { Analyses, WrittenDocument } from '../cache/analyses.ts';
import type { Analysed } from '../cache/analysis-file.ts';
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

export interface HowToAnalyse {
  /** What earlier runs found; without it nothing is remembered. */
  readonly analyses: Analyses | undefined;
  /** Whether to begin while the store is asked: where nothing else could go on meanwhile. */
  readonly atOnce: boolean;
}

/** @param scripts in the order in which they run */
export async function analyse(
  scripts: readonly Script[],
  options: AnalysisOptions,
  { analyses, atOnce }: HowToAnalyse,
): Promise<AnalysedScripts> {
  const chains = analyses === undefined ? [] : chainsOf(scripts, options);
  const [first] = chains;
  const isKnown = new AbortController();
  const recalling =
    first === undefined || analyses === undefined ? undefined : recall(analyses, chains, first, isKnown);
  const begun = atOnce ? analyseAnew(scripts, options, isKnown.signal) : undefined;
  const { known, problems = [] } = (await recalling) ?? {};
  if (known !== undefined) {
    await begun;
    return { analysed: known, problems };
  }
  const analysed = (await (begun ?? analyseAnew(scripts, options, isKnown.signal))) ?? [];
  const write = () => analyses?.written(new Map(analysed.map((each, index) => [chains[index] ?? '', each])));
  return { analysed, write: first === undefined ? undefined : write, problems };
}

interface Recalled {
  readonly known: readonly Analysed[] | undefined;
  readonly problems: readonly Problem[];
}

/** @param isKnown aborted when there is nothing left to find out */
async function recall(
  analyses: Analyses,
  chains: readonly string[],
  first: string,
  isKnown: AbortController,
): Promise<Recalled> {
  const problems = await analyses.recall(first);
  const known = analyses.find(chains);
  if (known !== undefined) isKnown.abort();
  return { known, problems };
}

/** @returns undefined when it was stopped */
async function analyseAnew(
  scripts: readonly Script[],
  options: AnalysisOptions,
  stop: AbortSignal,
): Promise<readonly Analysed[] | undefined> {
  optimiseAfter(PATIENCE.analysis);
  try {
    return await analyseAll(scripts, await openAnalysis(options), stop);
  } finally {
    optimiseAfter(PATIENCE.run);
  }
}

/** A third of all our code is the analysis. A run that knows everything already does not load it. */
async function openAnalysis(options: AnalysisOptions): Promise<Analysis> {
  const [parser, { Analysis }] = await Promise.all([loadParser(), import('../sql/analysis/analysis.ts')]);
  return new Analysis(parser, options);
}

async function analyseAll(
  scripts: readonly Script[],
  analysis: Analysis,
  stop: AbortSignal,
): Promise<readonly Analysed[] | undefined> {
  const analysed: Analysed[] = [];
  const breathe = breather();
  for (const together of slices(scripts)) {
    const parsed = together.map(({ steps }) => analysis.parse(steps));
    for (const [index, { directives }] of together.entries()) {
      const steps = parsed[index] ?? [];
      const syntax = steps.flatMap(({ problem }) => problem ?? []);
      analysed.push({ footprint: analysis.read(steps, directives), syntax });
    }
    await breathe();
    if (stop.aborted) return undefined;
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
  return scripts.map(({ steps, directives }) => {
    const places = steps.map(({ statement: { path, line, column } }) => `${path}:${line}:${column}`);
    chain = hashOfParts([chain, JSON.stringify(directives), ...places, ...sentBy(steps)]);
    return chain;
  });
}
