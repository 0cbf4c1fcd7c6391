/** Why two migrations keep their order, or why they need not. */
import { usageError } from '../migration/problem.ts';
import { VERBS } from '../sql/footprint.ts';
import type { Graph } from './graph.ts';
import { type GraphNode, whyOpaque } from './node.ts';
import { Names } from './names.ts';
import { because, type Shared, sharedBetween } from './reasons.ts';

export type Resolution =
  | { readonly position: number }
  /** Ids of several that were perhaps meant, in file order; with none of them, the id that is spelt most alike. */
  | { readonly candidates: readonly string[]; readonly nearest?: string | undefined };

/** The migration that a person means by an id, a version, or the beginning of one. */
export function resolve(graph: Graph, name: string): Resolution {
  const names = new Names(graph.nodes);
  const exact = names.find(name);
  if (exact !== undefined) return { position: exact };
  const [first, ...more] = names.beginningWith(name);
  if (first === undefined) return { candidates: [], nearest: names.nearest(name) };
  if (more.length === 0) return { position: first };
  return { candidates: [first, ...more].flatMap((position) => graph.nodes[position]?.id ?? []) };
}

interface End {
  readonly id: string;
  readonly path: string;
  /** Why nothing sure can be said about it. */
  readonly opaque?: string | undefined;
}

export interface Explanation {
  /** In file order. */
  readonly earlier: End;
  readonly later: End;
  readonly relation: 'direct' | 'indirect' | 'none' | 'same';
  /** One of the shortest ways from the later one to the earlier one; a single step when it is direct. */
  readonly chain: readonly { readonly later: string; readonly earlier: string; readonly because: string }[];
  /** The word that declares the one to depend on the other. */
  readonly declaredBy?: string | undefined;
  /** Resources that would give the two an order by themselves, and those both touch without that; most telling first. */
  readonly conflicting: readonly Shared[];
  readonly harmless: readonly Shared[];
  /** Files whose `independent-of` says that nothing they touch orders these two. */
  readonly independentBy: readonly string[];
}

/** @throws UserError when a name is unknown, or means several migrations */
export function explain(graph: Graph, a: string, b: string): Explanation {
  const [first, second] = [resolveOrThrow(graph, a), resolveOrThrow(graph, b)];
  const [before, after] = [Math.min(first, second), Math.max(first, second)];
  const [earlier, later] = [nodeAt(graph, before), nodeAt(graph, after)];
  const same = before === after;
  const chain = same ? [] : shortestChain(graph, after, before);
  return {
    earlier: endOf(earlier),
    later: endOf(later),
    relation: same ? 'same' : chain.length === 0 ? 'none' : chain.length === 1 ? 'direct' : 'indirect',
    chain: chain.map((link) => ({
      later: nodeAt(graph, link.later).id,
      earlier: nodeAt(graph, link.earlier).id,
      because: because(graph, link.later, link.earlier, true),
    })),
    declaredBy: graph.declarations.before[after]?.get(before),
    ...(same ? { conflicting: [], harmless: [] } : sharedBetween(earlier, later)),
    independentBy: (graph.declarations.apart[after]?.get(before) ?? []).map((position) => nodeAt(graph, position).path),
  };
}

/** How many ids an error lists. */
const MAX_CANDIDATES = 10;

function resolveOrThrow(graph: Graph, name: string): number {
  const resolution = resolve(graph, name);
  if ('position' in resolution) return resolution.position;
  const { candidates, nearest } = resolution;
  if (candidates.length > 0) {
    const listed = candidates.slice(0, MAX_CANDIDATES).join(', ');
    const more = candidates.length > MAX_CANDIDATES ? ` and ${candidates.length - MAX_CANDIDATES} more` : '';
    throw usageError(
      'ambiguous-migration',
      `"${name}" is the beginning of several migrations: ${listed}${more}.`,
      'Write more of the name.',
    );
  }
  throw usageError(
    'unknown-migration',
    `There is no migration "${name}".`,
    nearest === undefined ? 'Give the id, the version, or the beginning of one.' : `Did you mean "${nearest}"?`,
  );
}

function nodeAt(graph: Graph, position: number): GraphNode {
  const node = graph.nodes[position];
  if (node === undefined) throw new RangeError(`The graph has no position ${position}.`);
  return node;
}

function endOf(node: GraphNode): End {
  return { id: node.id, path: node.path, opaque: whyOpaque(node) };
}

interface Link {
  readonly later: number;
  readonly earlier: number;
}

/** By direct dependencies, from the later one on. Empty when there is no way. */
function shortestChain(graph: Graph, later: number, earlier: number): Link[] {
  if (!graph.ancestors.has(later, earlier)) return [];
  const cameBy = new Map<number, Link | undefined>([[later, undefined]]);
  for (const position of cameBy.keys()) {
    if (position === earlier) break;
    for (const dependency of graph.dependencies[position] ?? []) {
      // Only what itself comes after the earlier one can lead to it.
      const leads = dependency === earlier || graph.ancestors.has(dependency, earlier);
      if (leads && !cameBy.has(dependency)) cameBy.set(dependency, { later: position, earlier: dependency });
    }
  }
  const chain: Link[] = [];
  for (let link = cameBy.get(earlier); link !== undefined; link = cameBy.get(link.later)) chain.unshift(link);
  return chain;
}

/** Plain text, line by line. Names are as the files have them: make them safe before printing. */
export function renderWhy(explanation: Explanation): string[] {
  const { earlier, later, relation, chain } = explanation;
  switch (relation) {
    case 'same':
      return [`${later.id} is one migration, which needs no order with itself.`];
    case 'direct': {
      const own = ownReasons(explanation);
      return [
        `${later.id} runs after ${earlier.id}, directly:`,
        ...indent(own.length > 0 ? own : chain.map((link) => link.because)),
      ];
    }
    case 'indirect': {
      const own = ownReasons(explanation);
      return [
        `${later.id} runs after ${earlier.id}, by way of others:`,
        ...indent(chain.map((link) => `${link.later} after ${link.earlier}: ${link.because}`)),
        ...(own.length > 0 ? ['Without those it would run after it still:', ...indent(own)] : []),
        ...takenAway(explanation),
      ];
    }
    case 'none':
      return [
        `${earlier.id} and ${later.id} may run in either order.`,
        ...takenAway(explanation),
        ...together(explanation),
      ];
  }
}

/** What gives the two their order without anyone else. */
function ownReasons(explanation: Explanation): string[] {
  const { declaredBy, later, independentBy } = explanation;
  const declared = declaredBy === undefined ? [] : [`declared by ${declaredBy} in ${later.path}`];
  return [...(independentBy.length === 0 ? shownReasons(explanation) : []), ...declared];
}

/** What the SQL shows. */
function shownReasons(explanation: Explanation): string[] {
  const { earlier, later, conflicting } = explanation;
  const opaque = [later, earlier].flatMap((end) =>
    end.opaque === undefined ? [] : [`${end.id} keeps its place in file order, as ${end.opaque}`],
  );
  return [...opaque, ...conflicting.map((shared) => describe(explanation, shared))];
}

function takenAway(explanation: Explanation): string[] {
  const { independentBy } = explanation;
  const shown = shownReasons(explanation);
  if (independentBy.length === 0) return [];
  const said = `By independent-of in ${independentBy.join(' and ')} the two have no order of their own`;
  return shown.length === 0
    ? [`${said}. They would have none anyway.`]
    : [`${said}, in spite of this:`, ...indent(shown)];
}

function together(explanation: Explanation): string[] {
  const { conflicting, harmless, independentBy } = explanation;
  if (harmless.length > 0) {
    return ['Both touch, without conflict:', ...indent(harmless.map((shared) => describe(explanation, shared)))];
  }
  return conflicting.length === 0 && independentBy.length === 0 ? ['They touch nothing in common.'] : [];
}

function describe({ earlier, later }: Explanation, shared: Shared): string {
  return `${shared.later.label}: ${VERBS[shared.earlier.verb]} by ${earlier.id} (${earlier.path}:${shared.earlier.line}), ${VERBS[shared.later.verb]} by ${later.id} (${later.path}:${shared.later.line})`;
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
