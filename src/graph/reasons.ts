/** Why one migration must run before another, in words. */
import { conflict, type Footprint, type Manner, type Touch, VERBS } from '../sql/footprint.ts';
import type { Dependency, Graph } from './graph.ts';
import { type GraphNode, whyOpaque } from './node.ts';

/** What two migrations do to one resource. */
export interface Shared {
  readonly earlier: Touch;
  readonly later: Touch;
}

export type Reason =
  | { readonly kind: 'declared'; readonly by: string }
  | { readonly kind: 'opaque'; readonly opaque: 'earlier' | 'later'; readonly clause: string }
  | { readonly kind: 'conflict'; readonly first: Shared; readonly more: number }
  /** See `WIDE`: it waits for one that waits for all those it would wait for itself. */
  | { readonly kind: 'gathered'; readonly shared: Shared | undefined };

/** How much each kind of resource tells a person, the least number most. Kinds that are not here come after relations. */
const TELLING: Readonly<Record<string, number>> = { relation: 0, rows: 2, schema: 3, name: 4 };
const TELLING_OTHERWISE = 1;

/** The resources that both touch, those that force the order apart from those that do not; the most telling ones first. */
export function sharedBetween(
  earlier: GraphNode,
  later: GraphNode,
): { readonly conflicting: readonly Shared[]; readonly harmless: readonly Shared[] } {
  const touched = byResource(earlier.footprint);
  const conflicting: Shared[] = [];
  const harmless: Shared[] = [];
  for (const touch of later.footprint.touches) {
    const before = touched.get(touch.resource);
    if (before === undefined) continue;
    (conflict(before.manner, touch.manner) ? conflicting : harmless).push({ earlier: before, later: touch });
  }
  return { conflicting: sortedByTelling(conflicting), harmless: sortedByTelling(harmless) };
}

/** Most migrations have several after them, each of which asks what it shares with them. */
const TOUCHES = new WeakMap<Footprint, ReadonlyMap<string, Touch>>();

function byResource(footprint: Footprint): ReadonlyMap<string, Touch> {
  const known = TOUCHES.get(footprint);
  if (known !== undefined) return known;
  const touches = new Map<string, Touch>();
  for (const touch of footprint.touches) touches.set(touch.resource, touch);
  TOUCHES.set(footprint, touches);
  return touches;
}

function sortedByTelling(shared: readonly Shared[]): readonly Shared[] {
  if (shared.length < 2) return shared;
  return shared
    .map((each) => ({ each, rank: telling(each) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ each }) => each);
}

const WEIGHT: Readonly<Record<Manner, number>> = { write: 2, add: 1, read: 0 };

function telling({ earlier, later }: Shared): number {
  const kind = later.resource.slice(0, Math.max(0, later.resource.indexOf(' ')));
  const rank = Object.hasOwn(TELLING, kind) ? (TELLING[kind] ?? TELLING_OTHERWISE) : TELLING_OTHERWISE;
  return rank * 10 - WEIGHT[earlier.manner] - WEIGHT[later.manner];
}

/**
 * Why a migration comes after an earlier one, were there only these two. Undefined when nothing says so.
 *
 * What the SQL shows is told rather than what was declared, as it says more.
 */
export function reasonBetween(graph: Graph, later: number, earlier: number): Reason | undefined {
  const after = graph.nodes[later];
  const before = graph.nodes[earlier];
  if (after === undefined || before === undefined) return undefined;
  if (graph.declarations.apart[later]?.has(earlier) !== true) {
    const [ofLater, ofEarlier] = [whyOpaque(after), whyOpaque(before)];
    if (ofLater !== undefined) return { kind: 'opaque', opaque: 'later', clause: ofLater };
    if (ofEarlier !== undefined) return { kind: 'opaque', opaque: 'earlier', clause: ofEarlier };
    const [first, ...more] = sharedBetween(before, after).conflicting;
    if (first !== undefined) return { kind: 'conflict', first, more: more.length };
  }
  const by = graph.declarations.before[later]?.get(earlier);
  return by === undefined ? undefined : { kind: 'declared', by };
}

/**
 * Why a migration directly depends on another, as a clause without its subject: `reads table orders, altered by 0007_totals`.
 *
 * @param places whether to name files and lines
 */
export function because(graph: Graph, later: number, earlier: number, places = false): string {
  const after = graph.nodes[later];
  const before = graph.nodes[earlier];
  if (after === undefined || before === undefined) return '';
  const reason = reasonBetween(graph, later, earlier) ?? gathered(before, after);
  const at = (node: GraphNode, touch: Touch) => (places ? ` (${node.path}:${touch.line})` : '');
  switch (reason.kind) {
    case 'declared':
      return `declared by ${reason.by}${places ? ` (${after.path})` : ''}`;
    case 'opaque':
      return `${reason.opaque === 'earlier' ? `${before.id} ` : ''}keeps its place in file order, as ${reason.clause}`;
    case 'conflict': {
      const { first, more } = reason;
      const others = more === 0 ? '' : `; and ${more} more`;
      return `${first.later.verb} ${first.later.label}${at(after, first.later)}, ${VERBS[first.earlier.verb]} by ${before.id}${at(before, first.earlier)}${others}`;
    }
    case 'gathered': {
      const what =
        reason.shared === undefined ? 'keeps its place' : `${reason.shared.later.verb} ${reason.shared.later.label}`;
      return `${what} like ${before.id}, which waits for the many before both`;
    }
  }
}

/** The same in few words, for where both migrations are in sight: `reads table orders`. */
export function briefly(graph: Graph, later: number, earlier: number): string {
  const reason = reasonBetween(graph, later, earlier);
  switch (reason?.kind) {
    case 'declared':
      return reason.by;
    case 'opaque':
      return 'opaque';
    case 'conflict': {
      const { first, more } = reason;
      return `${first.later.verb} ${first.later.label}${more === 0 ? '' : `, and ${more} more`}`;
    }
    case 'gathered':
    case undefined:
      return 'waits with it';
  }
}

function gathered(before: GraphNode, after: GraphNode): Reason {
  return { kind: 'gathered', shared: sharedBetween(before, after).harmless[0] };
}

/** The direct dependencies of a migration, as they are printed. Why is found out when it is first asked for, which a run never does. */
export function dependenciesOf(graph: Graph, position: number): Dependency[] {
  return (graph.dependencies[position] ?? []).flatMap((earlier) => {
    const node = graph.nodes[earlier];
    if (node === undefined) return [];
    let known: string | undefined;
    return [
      {
        id: node.id,
        get because() {
          return (known ??= because(graph, position, earlier));
        },
      },
    ];
  });
}
