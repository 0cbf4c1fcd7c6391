/**
 * Declared dependencies on migrations that come later.
 *
 * File order cannot satisfy them, so each is an error. Where the later migration also needs the earlier one, no order could: then
 * the whole circle is told, as moving a file would not help.
 */
import type { Problem } from '../migration/problem.ts';
import type { LateDependency } from './declarations.ts';
import type { Graph } from './graph.ts';
import { because, reasonBetween } from './reasons.ts';

/** A search may look at every migration, so a set that is wrong throughout gets this many. */
const MAX_SEARCHES = 100;

/** `earlier` must run before `later`, says a part of the circle. */
interface Link {
  readonly later: number;
  readonly earlier: number;
  readonly by?: string | undefined;
}

/** One error for each circle, and for each late dependency that is in none. */
export function findCircles(graph: Graph): Problem[] {
  const { late } = graph.declarations;
  const lateByPosition = new Map<number, LateDependency[]>();
  for (const each of late) {
    lateByPosition.set(each.position, [...(lateByPosition.get(each.position) ?? []), each]);
  }
  const told = new Set<LateDependency>();
  let searches = 0;
  return late.flatMap((dependency): Problem[] => {
    if (told.has(dependency)) return [];
    searches += 1;
    const way = searches > MAX_SEARCHES ? undefined : wayBack(graph, dependency, lateByPosition);
    if (way === undefined) return [lateProblem(graph, dependency)];
    for (const { later, earlier } of way) {
      for (const each of lateByPosition.get(later) ?? []) if (each.wanted === earlier) told.add(each);
    }
    return [circleProblem(graph, dependency, way)];
  });
}

/** The fewest links by which the wanted migration, in its turn, needs the one that wants it. */
function wayBack(
  graph: Graph,
  { position, wanted }: LateDependency,
  late: ReadonlyMap<number, readonly LateDependency[]>,
): Link[] | undefined {
  // The two may need each other without a direct dependency in the graph, where that is implied by others.
  if (reasonBetween(graph, wanted, position) !== undefined) return [{ later: wanted, earlier: position }];
  const cameBy = new Map<number, Link | undefined>([[wanted, undefined]]);
  for (const later of cameBy.keys()) {
    const links: Link[] = [
      ...(graph.dependencies[later] ?? []).map((earlier) => ({ later, earlier })),
      ...(late.get(later) ?? []).map(({ wanted: earlier, by }) => ({ later, earlier, by })),
    ];
    for (const link of links) {
      if (cameBy.has(link.earlier)) continue;
      cameBy.set(link.earlier, link);
      if (link.earlier === position) return trace(cameBy, position);
    }
  }
  return undefined;
}

/** From where the search began to where it ended. */
function trace(cameBy: ReadonlyMap<number, Link | undefined>, end: number): Link[] {
  const links: Link[] = [];
  for (let link = cameBy.get(end); link !== undefined; link = cameBy.get(link.later)) links.unshift(link);
  return links;
}

function circleProblem(graph: Graph, dependency: LateDependency, way: readonly Link[]): Problem {
  const id = (position: number) => graph.nodes[position]?.id ?? '';
  const path = graph.nodes[dependency.position]?.path;
  const links: Link[] = [{ later: dependency.position, earlier: dependency.wanted, by: dependency.by }, ...way];
  const told = links.map(({ later, earlier, by }) => {
    const why =
      by === undefined ? because(graph, later, earlier, true) : `declared by ${by} (${graph.nodes[later]?.path ?? ''})`;
    return `${id(later)} after ${id(earlier)}: ${why}`;
  });
  return {
    severity: 'error',
    code: 'circular-dependency',
    message: `${links.map(({ later }) => id(later)).join(', ')} wait for each other in a circle. ${told.join('. ')}.`,
    path,
    hint: `Remove ${dependency.by} from ${id(dependency.position)}, or move what ${id(dependency.wanted)} needs of it into a migration of its own.`,
  };
}

function lateProblem(graph: Graph, { position, wanted }: LateDependency): Problem {
  const node = graph.nodes[position];
  const other = graph.nodes[wanted];
  const [id, wantedId] = [node?.id ?? '', other?.id ?? ''];
  return {
    severity: 'error',
    code: 'dependency-order',
    message: `${id} declares that it depends on ${wantedId}, which comes after it.`,
    path: node?.path,
    hint: `Move ${id} behind ${wantedId}.`,
  };
}
