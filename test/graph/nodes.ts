/** Migrations as the graph sees them, written shortly, and random ones. */
import fc from 'fast-check';
import type { GraphNode } from '../../src/graph/node.ts';
import { type Directives, NO_DIRECTIVES } from '../../src/migration/directives.ts';
import { conflict, type Manner, type Touch, type Verb } from '../../src/sql/footprint.ts';

const MANNERS: Partial<Record<Verb, Manner>> = { reads: 'read', uses: 'read', names: 'read', 'adds to': 'add' };

/** `touch('reads', 'table orders', 3)`: the label's last word is the name, the rest its kind, where a table is a relation. */
export function touch(verb: Verb, label: string, line = 1): Touch {
  const name = label.slice(label.lastIndexOf(' ') + 1);
  const kind = label.startsWith('table ')
    ? 'relation'
    : label.startsWith('the rows of ')
      ? 'rows'
      : label.split(' ')[0];
  return { resource: `${kind ?? ''} public.${name}`, manner: MANNERS[verb] ?? 'write', verb, label, line };
}

export interface More {
  readonly opaque?: string;
  readonly declared?: readonly string[];
  readonly declaredBy?: string;
  readonly directives?: Partial<Directives>;
}

/** `0007_x` is version `0007`, in `0007_x.sql`. */
export function node(id: string, touches: readonly Touch[] = [], more: More = {}): GraphNode {
  return {
    id,
    version: id.split('_')[0] ?? id,
    path: `${id}.sql`,
    footprint: { touches, opaque: more.opaque },
    declared: more.declared ?? [],
    declaredBy: more.declaredBy,
    directives: { ...NO_DIRECTIVES, ...more.directives },
  };
}

/** Of the n-th migration of a random or made-up set. */
export function idOf(position: number): string {
  return `${String(position).padStart(5, '0')}_m`;
}

const VERB_OF: Readonly<Record<Manner, Verb>> = { read: 'reads', add: 'adds to', write: 'alters' };

export function access(manner: Manner, resource: number): Touch {
  return { resource: `relation r${resource}`, manner, verb: VERB_OF[manner], label: `table r${resource}`, line: 1 };
}

/** Sets of up to 40 migrations with few resources, so that much is tied together; some have each kind of declaration. */
export const anySet: fc.Arbitrary<GraphNode[]> = fc
  .record({
    resources: fc.integer({ min: 1, max: 6 }),
    writes: fc.integer({ min: 0, max: 3 }),
    opaque: fc.constantFrom(0, 0, 0.05, 0.4),
    declared: fc.constantFrom(0, 0.2),
    independent: fc.constantFrom(0, 0, 0.1, 0.7),
    draws: fc.array(
      fc.record({
        touches: fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(9)), { maxLength: 3, selector: ([resource]) => resource }),
        opaque: fc.double({ min: 0, max: 1, noNaN: true }),
        declared: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat()),
        independent: fc.tuple(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        ),
      }),
      { maxLength: 40 },
    ),
  })
  .map(({ draws, ...how }) =>
    draws.map((draw, position) => {
      const touches = draw.touches
        .filter(([resource]) => resource < how.resources)
        .map(([resource, manner]) =>
          access(manner < how.writes ? 'write' : manner % 2 === 0 ? 'read' : 'add', resource),
        );
      const [declares, wanted] = draw.declared;
      const [independent, of] = draw.independent;
      return node(idOf(position), touches, {
        ...(draw.opaque < how.opaque ? { opaque: 'it says so' } : {}),
        declared: declares < how.declared && position > 0 ? [idOf(wanted % position)] : [],
        directives: {
          independentOf:
            independent < how.independent
              ? of.map((other) => idOf(other % draws.length)).filter((id) => id !== idOf(position))
              : [],
        },
      });
    }),
  );

/** What the graph is by definition: `[later][earlier]`, implied ones included. */
export function everythingBefore(nodes: readonly GraphNode[]): boolean[][] {
  const relation: boolean[][] = [];
  nodes.forEach((later, position) => {
    const row = nodes.slice(0, position).map((earlier) => needs(later, earlier));
    for (let between = position - 1; between >= 0; between -= 1) {
      if (row[between] === true) relation[between]?.forEach((implied, at) => (row[at] = row[at] === true || implied));
    }
    relation.push(row);
  });
  return relation;
}

function needs(later: GraphNode, earlier: GraphNode): boolean {
  if (later.declared.includes(earlier.id) || later.directives.dependsOn.includes(earlier.id)) return true;
  const independent =
    later.directives.independentOf.includes(earlier.id) || earlier.directives.independentOf.includes(later.id);
  if (independent) return false;
  if (later.footprint.opaque !== undefined || earlier.footprint.opaque !== undefined) return true;
  return later.footprint.touches.some((a) =>
    earlier.footprint.touches.some((b) => a.resource === b.resource && conflict(a.manner, b.manner)),
  );
}
