/** What authors said about the order: which migrations depend on which, and which do not, whatever the analysis thinks. */
import type { Problem } from '../migration/problem.ts';
import type { GraphNode } from './node.ts';
import { Names } from './names.ts';

export interface Declarations {
  /** Of each migration the earlier ones it declares to depend on, each with the word that says so: `depends-on`, `requires`. */
  readonly before: readonly ReadonlyMap<number, string>[];
  /** Of each migration those it is independent of, each with the positions of those whose directive says so. */
  readonly apart: readonly ReadonlyMap<number, readonly number[]>[];
  /** Dependencies on migrations that come later, which file order cannot satisfy. */
  readonly late: readonly LateDependency[];
}

export interface LateDependency {
  readonly position: number;
  /** Comes after it. */
  readonly wanted: number;
  readonly by: string;
}

const NONE: ReadonlyMap<number, never> = new Map<number, never>();
/** A search for what was meant looks at every id, so only the first unknown names get one. */
const MAX_SEARCHES = 20;

/** Problems: unknown names, a migration that names itself, and pairs of which both are said. */
export function readDeclarations(nodes: readonly GraphNode[]): {
  readonly declarations: Declarations;
  readonly problems: readonly Problem[];
} {
  const names = new Names(nodes);
  const problems: Problem[] = [];
  const before: (Map<number, string> | undefined)[] = [];
  const apart: (Map<number, number[]> | undefined)[] = [];
  const late: LateDependency[] = [];
  let searches = 0;
  const find = (node: GraphNode, name: string, claim: string): number | undefined => {
    const found = names.find(name);
    if (found === undefined) {
      searches += 1;
      problems.push(unknown(node, name, claim, searches > MAX_SEARCHES ? undefined : names.nearest(name)));
    }
    return found;
  };

  nodes.forEach((node, position) => {
    const wanted = new Map<string, string>();
    for (const name of node.directives.dependsOn) wanted.set(name, 'depends-on');
    for (const name of node.declared) wanted.set(name, node.declaredBy ?? 'its tool');
    for (const [name, by] of wanted) {
      const found = find(node, name, 'it depends on');
      if (found === undefined) continue;
      if (found < position) (before[position] ??= new Map()).set(found, by);
      else if (found > position) late.push({ position, wanted: found, by });
      else problems.push(itself(node, name, 'dependency-order', 'it depends on'));
    }
    for (const name of new Set(node.directives.independentOf)) {
      const found = find(node, name, 'it is independent of');
      if (found === position) {
        problems.push(itself(node, name, 'contradicting-directives', 'it is independent of'));
      } else if (found !== undefined) {
        addPair(apart, position, found, position);
        addPair(apart, found, position, position);
      }
    }
  });

  const declarations: Declarations = {
    before: nodes.map((_, position) => before[position] ?? NONE),
    apart: nodes.map((_, position) => apart[position] ?? NONE),
    late,
  };
  return { declarations, problems: [...problems, ...contradictions(nodes, declarations)] };
}

function addPair(apart: (Map<number, number[]> | undefined)[], of: number, other: number, declarer: number): void {
  const pairs: Map<number, number[]> = (apart[of] ??= new Map<number, number[]>());
  const declarers = pairs.get(other);
  if (declarers === undefined) pairs.set(other, [declarer]);
  else if (!declarers.includes(declarer)) declarers.push(declarer);
}

function unknown(node: GraphNode, name: string, claim: string, nearest: string | undefined): Problem {
  return {
    severity: 'error',
    code: 'unknown-dependency',
    message: `${node.id} declares that ${claim} ${name}, which is not in the set.`,
    path: node.path,
    hint: nearest === undefined ? 'Correct the name, or add the missing migration.' : `Did you mean ${nearest}?`,
  };
}

function itself(node: GraphNode, name: string, code: string, claim: string): Problem {
  return {
    severity: 'error',
    code,
    message: `${node.id} declares that ${claim} ${name}, which is itself.`,
    path: node.path,
    hint: 'Remove the name.',
  };
}

/** A pair of which one author says that it has an order, and the same or another one that it has none. */
function contradictions(nodes: readonly GraphNode[], { before, apart, late }: Declarations): Problem[] {
  const declared = [
    ...before.flatMap((wanted, position) => [...wanted].map(([other, by]) => ({ position, wanted: other, by }))),
    ...late,
  ];
  return declared.flatMap(({ position, wanted, by }) => {
    const node = nodes[position];
    const other = nodes[wanted];
    const deniers = apart[position]?.get(wanted);
    if (node === undefined || other === undefined || deniers === undefined) return [];
    const denials = deniers.flatMap((denier) => nodes[denier] ?? []);
    return [
      {
        severity: 'error',
        code: 'contradicting-directives',
        message: `${node.id} declares in ${node.path} that it depends on ${other.id} (${by}), but by independent-of in ${denials.map(({ path }) => path).join(' and ')} the two are independent.`,
        path: node.path,
        hint: `Keep one of the two: ${by}, or independent-of.`,
      },
    ];
  });
}
