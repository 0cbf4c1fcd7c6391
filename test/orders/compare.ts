/** Runs a set in other orders than its files' and tells whether the database comes out the same. */
import type { Graph } from '../../src/graph/graph.ts';
import { randomOrder } from '../../src/graph/random-order.ts';
import { compareImages, volatileColumns } from '../../src/postgres/fingerprint/compare.ts';
import { type DatabaseImage, NOTHING_VOLATILE, type VolatileColumns } from '../../src/postgres/fingerprint/image.ts';
import { readImage } from '../../src/postgres/fingerprint/read.ts';
import { type Analyst, freedom, graphOf, latestFirst } from './analysts.ts';
import { generate, type GenerateOptions, type RandomMigration, sqlOf, sqlOfSet } from './generator.ts';
import { derivedSeed, Random } from './random.ts';
import type { Bench, Workbench } from './workbench.ts';

/** What is different about an order. */
export type Symptom =
  | { readonly kind: 'failure'; readonly migration: string; readonly message: string }
  /** File order fails. */
  | { readonly kind: 'invalid'; readonly migration: string; readonly message: string }
  | {
      readonly kind: 'difference';
      readonly object: string;
      readonly expected: string;
      readonly actual: string;
      readonly more: number;
    };

export interface Mismatch {
  readonly migrations: readonly RandomMigration[];
  /** Positions in the set. */
  readonly order: readonly number[];
  readonly symptom: Symptom;
}

/** A set and what file order makes of it. */
export interface Prepared {
  readonly seed: number;
  readonly migrations: readonly RandomMigration[];
  readonly image: DatabaseImage;
}

export interface Check {
  readonly seed: number;
  /** Orders that were run besides file order. */
  readonly orders: number;
  /** Pairs of migrations that may run in either order, and all pairs. */
  readonly free: number;
  readonly pairs: number;
  readonly mismatch?: Mismatch | undefined;
}

type Replayed = { readonly image: DatabaseImage } | { readonly migration: string; readonly message: string };

/** Generates the set of this seed. */
export async function prepare(workbench: Workbench, seed: number, options: GenerateOptions = {}): Promise<Prepared> {
  return workbench.withDatabase(async (bench) => ({
    seed,
    migrations: await generate(seed, bench, options),
    image: await imageOf(bench, NOTHING_VOLATILE),
  }));
}

/** Runs a set in so many of the orders that the analyst allows, until one of them goes wrong. */
export async function check(workbench: Workbench, prepared: Prepared, analyst: Analyst, count: number): Promise<Check> {
  const { seed } = prepared;
  const graph = graphOfSet(prepared, analyst);
  const orders = ordersOf(graph, seed, count);
  const { mismatch, invalid } = await tryOrders(workbench, prepared, orders);
  if (invalid === undefined) return { seed, orders: orders.length, ...freedom(graph), mismatch };
  // It owed its success to a gap in a sequence.
  return check(workbench, await withoutFailing(workbench, prepared), analyst, count);
}

/** @throws Error with the set when the analyst fails at it */
export function graphOfSet({ seed, migrations }: Prepared, analyst: Analyst): Graph {
  try {
    return graphOf(migrations, analyst);
  } catch (error) {
    throw new Error(`The set of seed ${seed} cannot be analysed:\n${sqlOfSet(migrations)}`, { cause: error });
  }
}

/** The first of the orders that goes wrong, and whether file order itself does. */
export async function tryOrders(
  workbench: Workbench,
  { migrations, image }: Prepared,
  orders: readonly (readonly number[])[],
): Promise<{ readonly mismatch?: Mismatch; readonly invalid?: Symptom }> {
  for (const order of orders) {
    const replayed = await replay(workbench, migrations, order);
    if ('image' in replayed && compareImages(image, replayed.image, NOTHING_VOLATILE).length === 0) continue;
    // What the generator tried in vain has left gaps in sequences, and time has passed: only plain replays can tell.
    const symptom = await symptomOf(workbench, migrations, order);
    if (symptom?.kind === 'invalid') return { invalid: symptom };
    if (symptom !== undefined) return { mismatch: { migrations, order, symptom } };
  }
  return {};
}

/** The set without the migrations that a plain replay in file order fails at. */
export async function withoutFailing(
  workbench: Workbench,
  { seed, migrations }: Pick<Prepared, 'seed' | 'migrations'>,
): Promise<Prepared> {
  for (let kept = migrations; ;) {
    const replayed = await replay(
      workbench,
      kept,
      kept.map((_, position) => position),
    );
    if ('image' in replayed) return { seed, migrations: kept, image: replayed.image };
    kept = kept.filter(({ id }) => id !== replayed.migration);
  }
}

/** Different orders, none of them file order: the furthest from it first, since it shows most of what is missing. */
export function ordersOf(graph: Graph, seed: number, count: number): number[][] {
  const random = new Random(derivedSeed(seed, 1));
  const found = new Map<string, number[]>();
  const candidates = [latestFirst(graph), ...Array.from({ length: count * 3 }, () => randomOrder(graph, random.next))];
  for (const order of candidates) {
    const isFileOrder = order.every((position, index) => position === index);
    if (!isFileOrder && found.size < count) found.set(order.join(), order);
  }
  return [...found.values()];
}

/**
 * Whether an order gives another database than file order does, by replays of nothing but these migrations.
 *
 * @returns undefined if it does not
 */
export async function symptomOf(
  workbench: Workbench,
  migrations: readonly RandomMigration[],
  order: readonly number[],
): Promise<Symptom | undefined> {
  const inFileOrder = migrations.map((_, position) => position);
  const first = await replay(workbench, migrations, inFileOrder);
  if (!('image' in first)) return { kind: 'invalid', ...first };
  const other = await replay(workbench, migrations, order);
  if (!('image' in other)) return { kind: 'failure', ...other };
  if (compareImages(first.image, other.image, NOTHING_VOLATILE).length === 0) return undefined;
  const second = await replay(workbench, migrations, inFileOrder);
  if (!('image' in second)) return { kind: 'invalid', ...second };
  const volatile = volatileColumns(first.image, second.image);
  if (compareImages(first.image, second.image, NOTHING_VOLATILE).length === 0)
    return differenceOf(first.image, other.image, volatile);
  const expected = await replay(workbench, migrations, inFileOrder, volatile);
  const actual = await replay(workbench, migrations, order, volatile);
  if (!('image' in expected)) return { kind: 'invalid', ...expected };
  if (!('image' in actual)) return { kind: 'failure', ...actual };
  return differenceOf(expected.image, actual.image, volatile);
}

function differenceOf(expected: DatabaseImage, actual: DatabaseImage, volatile: VolatileColumns): Symptom | undefined {
  const differences = compareImages(expected, actual, volatile);
  const [first] = differences;
  if (first === undefined) return undefined;
  return {
    kind: 'difference',
    object: first.object,
    expected: first.expected ?? '(not there)',
    actual: first.actual ?? '(not there)',
    more: differences.length - 1,
  };
}

/** Each migration in a transaction, all in one session that forgets its settings in between. */
async function replay(
  workbench: Workbench,
  migrations: readonly RandomMigration[],
  order: readonly number[],
  volatile: VolatileColumns = NOTHING_VOLATILE,
): Promise<Replayed> {
  return workbench.withDatabase(async (bench) => {
    for (const position of order) {
      const migration = migrations[position];
      if (migration === undefined) continue;
      try {
        await bench.session.run(`BEGIN;\n${sqlOf(migration)}COMMIT`);
        await bench.session.reset();
      } catch (error) {
        return { migration: migration.id, message: (error as Error).message };
      }
    }
    return imageOf(bench, volatile).then(
      (image) => ({ image }),
      // An order may leave a database that cannot even be read: without the schema public, say.
      (error: unknown) => ({ migration: 'the image', message: (error as Error).message }),
    );
  });
}

function imageOf({ session }: Bench, volatile: VolatileColumns): Promise<DatabaseImage> {
  return readImage(session, { clusterWide: true, volatile });
}
