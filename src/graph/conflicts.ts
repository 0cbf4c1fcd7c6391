/**
 * For each migration a few earlier ones that imply all it must run after.
 *
 * Comparing every two migrations would take too long. Per resource it is enough to keep the *group* that touched it last in one
 * manner (many reads, many adds, or a single write) and the group before that: whoever joins a group conflicts with the group
 * before, whoever opens a new one with the group it ends, and everything older is implied, because members of neighbouring
 * groups all conflict. An opaque migration is a *barrier*: what stands before it is implied by it.
 *
 * `independent-of` breaks such chains of implications. Migrations it names stay out of all groups and are compared with every
 * other one that touches the same; there are few of them.
 */
import { conflict, type Manner } from '../sql/footprint.ts';
import type { Positions } from './ancestors.ts';
import type { Declarations } from './declarations.ts';
import { type GraphNode, whyOpaque } from './node.ts';

/**
 * Of two neighbouring groups that both have more members than this, the further ones of the second wait for its first one instead
 * of for each of the group before. It costs them next to nothing, and a thousand grants before a thousand reads do not become a
 * million dependencies.
 */
export const WIDE = 64;

interface Access {
  readonly position: number;
  readonly manner: Manner;
}

interface Resource {
  manner: Manner;
  /** Touched it last, all in one manner. */
  group: number[];
  groupBefore: number[];
  /** The barrier behind which these groups stand. */
  barrier: number;
  /** Accesses by migrations that are independent of another one. */
  readonly apart: Access[];
  /** All accesses, where there are migrations that need them. */
  readonly all: Access[];
}

const NO_BARRIER = -1;

export class Conflicts {
  readonly #apart: Declarations['apart'];
  readonly #wide: number;
  readonly #anyApart: boolean;
  readonly #resources = new Map<string, Resource>();
  readonly #opaque: number[] = [];
  /** Those of them that are independent of another one, and so are no barriers. */
  readonly #opaqueApart: number[] = [];
  /** The last opaque migration that is not independent of another one. */
  #barrier = NO_BARRIER;

  constructor(apart: Declarations['apart'], wide = WIDE) {
    this.#apart = apart;
    this.#wide = wide;
    this.#anyApart = apart.some(({ size }) => size > 0);
  }

  /** Takes in the next migration in file order and adds to `before` what implies all that must run before it. */
  push(node: GraphNode, position: number, before: Positions): void {
    const opaque = whyOpaque(node) !== undefined;
    const independent = this.#apart[position];
    if (independent !== undefined && independent.size > 0) {
      if (opaque) before.addRange(0, position);
      else this.#addAllConflicts(node, position, before);
      for (const other of independent.keys()) before.delete(other);
      if (opaque) this.#opaqueApart.push(position);
    } else {
      if (this.#barrier !== NO_BARRIER) before.add(this.#barrier);
      if (opaque) {
        before.addRange(this.#barrier + 1, position);
        this.#barrier = position;
      } else {
        for (const other of this.#opaqueApart) before.add(other);
        for (const { resource, manner } of node.footprint.touches) this.#join(resource, position, manner, before);
      }
    }
    // A footprint that names a resource twice makes a migration conflict with itself.
    before.delete(position);
    if (opaque) this.#opaque.push(position);
    else if (this.#anyApart) this.#remember(node, position);
  }

  #addAllConflicts(node: GraphNode, position: number, before: Positions): void {
    for (const other of this.#opaque) before.add(other);
    for (const { resource, manner } of node.footprint.touches) {
      const { all, apart } = this.#resource(resource);
      addConflicting(all, manner, before);
      apart.push({ position, manner });
    }
  }

  #remember(node: GraphNode, position: number): void {
    for (const { resource, manner } of node.footprint.touches) this.#resource(resource).all.push({ position, manner });
  }

  #join(name: string, position: number, manner: Manner, before: Positions): void {
    const resource = this.#resource(name);
    addConflicting(resource.apart, manner, before);
    if (resource.barrier !== this.#barrier) {
      resource.group = [];
      resource.barrier = this.#barrier;
    }
    if (resource.group.length === 0 || conflict(manner, resource.manner)) {
      for (const member of resource.group) before.add(member);
      resource.groupBefore = resource.group;
      resource.group = [position];
      resource.manner = manner;
      return;
    }
    const [first] = resource.group;
    const wide = Math.min(resource.group.length, resource.groupBefore.length) >= this.#wide;
    if (wide && first !== undefined) before.add(first);
    else for (const member of resource.groupBefore) before.add(member);
    resource.group.push(position);
  }

  #resource(name: string): Resource {
    let resource = this.#resources.get(name);
    if (resource === undefined) {
      resource = { manner: 'read', group: [], groupBefore: [], barrier: this.#barrier, apart: [], all: [] };
      this.#resources.set(name, resource);
    }
    return resource;
  }
}

function addConflicting(accesses: readonly Access[], manner: Manner, before: Positions): void {
  for (const access of accesses) if (conflict(manner, access.manner)) before.add(access.position);
}
