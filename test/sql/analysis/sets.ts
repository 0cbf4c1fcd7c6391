/** Small sets of migrations, written as their SQL, and what the analysis and the graph say of them. */
import { buildGraph } from '../../../src/graph/edges.ts';
import type { Graph } from '../../../src/graph/graph.ts';
import { whyOpaque } from '../../../src/graph/node.ts';
import { parseDirectives } from '../../../src/migration/directives.ts';
import type { AnalysisOptions } from '../../../src/sql/analysis/analysis.ts';
import { compile } from '../../../src/sql/compile.ts';
import { loadParser } from '../../../src/sql/parse.ts';
import { readResumed } from './resumed.ts';

/**
 * The graph of migrations in file order; `0`, `1`, … are their ids and versions. Whoever goes on behind some of them finds the same.
 *
 * @param firstOnes so many of them run before the sessions of the others begin
 */
export async function graphOf(
  migrations: readonly string[],
  options: AnalysisOptions = {},
  firstOnes = 0,
): Promise<Graph> {
  const readFile = (path: string): never => {
    throw new Error(`No migration here includes ${path}.`);
  };
  const scripts = migrations.map((text, position) => {
    const path = `${position}.sql`;
    const { directives, problems } = parseDirectives(text, path);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(problem.message);
    const script = { path, text, line: 1, transaction: 'none', dialect: 'sql' } as const;
    const { steps } = compile(script, { variables: new Map(), readFile });
    return { path, steps, directives, comesFirst: position < firstOnes };
  });
  const footprints = readResumed(await loadParser(), { user: 'postgres', ...options }, scripts);
  const nodes = scripts.map(({ path, directives }, position) => {
    const id = String(position);
    return { id, version: id, path, footprint: footprints[position] ?? { touches: [] }, declared: [], directives };
  });
  return buildGraph(nodes);
}

/** Why nothing sure can be said about the last of the migrations; undefined when something can. */
export async function reasonOf(migrations: readonly string[], options?: AnalysisOptions): Promise<string | undefined> {
  const last = (await graphOf(migrations, options)).nodes.at(-1);
  return last === undefined ? undefined : whyOpaque(last);
}

/** Whether the second needs the first, after a migration that sets the scene; `opaque: …` if one of the three cannot be read. */
export async function order(setup: string, first: string, second: string, options?: AnalysisOptions): Promise<string> {
  const graph = await graphOf([setup, first, second], options);
  for (const node of graph.nodes) {
    const reason = whyOpaque(node);
    if (reason !== undefined) return `opaque: ${reason} (${node.path})`;
  }
  return graph.ancestors.has(2, 1) ? 'ordered' : 'independent';
}

/** What the case is about, the setup, and the two migrations in question. */
export type Case = readonly [about: string, setup: string, first: string, second: string];
