/**
 * Which migration must run before which.
 *
 * A migration is known by its *position*: its index in file order, which is one of the orders the graph allows. Only the fewest
 * dependencies that imply all others are kept, so `dependencies` is what a person is shown and what a scheduler counts down.
 */
import type { Problem } from '../migration/problem.ts';
import type { Ancestors } from './ancestors.ts';
import type { Declarations } from './declarations.ts';
import type { GraphNode } from './node.ts';

export interface Dependency {
  readonly id: string;
  /** For a person: why it must run first. */
  readonly because: string;
}

export interface Graph {
  /** In file order. */
  readonly nodes: readonly GraphNode[];
  /** By id. */
  readonly positions: ReadonlyMap<string, number>;
  /** Of each migration the positions of its direct dependencies, ascending. */
  readonly dependencies: readonly (readonly number[])[];
  /** The same the other way round: of each migration those that depend on it directly, ascending. */
  readonly dependents: readonly (readonly number[])[];
  readonly ancestors: Ancestors;
  readonly declarations: Declarations;
  /** What is wrong with the declared dependencies. The graph leaves out those it cannot satisfy. */
  readonly problems: readonly Problem[];
}
