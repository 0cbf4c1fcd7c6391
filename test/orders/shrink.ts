/** Makes a mismatch small enough to be read: fewer migrations, fewer statements, an order closer to file order. */
import { allows, type Analyst, graphOf } from './analysts.ts';
import { type Mismatch, symptomOf } from './compare.ts';
import { type RandomMigration, sqlOfSet } from './generator.ts';
import type { Workbench } from './workbench.ts';

interface Candidate {
  readonly migrations: readonly RandomMigration[];
  readonly order: readonly number[];
}

/**
 * What stays is a set that is valid in file order, with an order that the analyst allows and that gives another database.
 *
 * @param budget how many candidates to run
 */
export async function shrink(
  workbench: Workbench,
  mismatch: Mismatch,
  analyst: Analyst,
  budget = 150,
): Promise<Mismatch> {
  let best = mismatch;
  let left = budget;
  const isSmaller = async (candidate: Candidate): Promise<boolean> => {
    const isSame = sizeOf(candidate) === sizeOf(best) && candidate.order.join() === best.order.join();
    if (
      left <= 0 ||
      isSame ||
      candidate.migrations.length < 2 ||
      !allows(graphOf(candidate.migrations, analyst), candidate.order)
    )
      return false;
    left -= 1;
    const symptom = await symptomOf(workbench, candidate.migrations, candidate.order);
    if (symptom === undefined || symptom.kind === 'invalid') return false;
    best = { ...candidate, symptom };
    return true;
  };
  for (let size = Math.ceil(best.migrations.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = best.migrations.length - size; from > -size; from -= size) {
      await isSmaller(without(best, Math.max(from, 0), size + Math.min(from, 0)));
    }
  }
  // What one of them still held may be free after the next.
  for (let before: Mismatch | undefined; before !== best;) {
    before = best;
    for (let from = best.migrations.length - 1; from >= 0; from -= 1) await isSmaller(without(best, from, 1));
    for (const lessOf of statementsLess(best)) await isSmaller(lessOf(best));
    for (const order of closer(best.order)) if (await isSmaller({ migrations: best.migrations, order })) break;
  }
  return best;
}

function without({ migrations, order }: Candidate, from: number, count: number): Candidate {
  const isGone = (position: number) => position >= from && position < from + count;
  return {
    migrations: migrations.filter((_, position) => !isGone(position)),
    order: order
      .filter((position) => !isGone(position))
      .map((position) => (position < from ? position : position - count)),
  };
}

function sizeOf({ migrations }: Candidate): number {
  return migrations.reduce((sum, { statements }) => sum + statements.length, 0);
}

/** Takes one statement away, each from what has become of the candidate by then. */
function statementsLess({ migrations }: Candidate): ((current: Candidate) => Candidate)[] {
  return migrations.flatMap(({ id, statements }) =>
    statements.map((_, index) => ({ migrations: current, order }: Candidate) => ({
      order,
      migrations: current.map((migration) =>
        migration.id === id && migration.statements.length > 1
          ? { id, statements: migration.statements.filter((statement) => statement !== statements[index]) }
          : migration,
      ),
    })),
  );
}

/** Orders with one inversion of neighbours less. */
function closer(order: readonly number[]): number[][] {
  return order.flatMap((position, index) => {
    const next = order[index + 1];
    if (next === undefined || next > position) return [];
    return [[...order.slice(0, index), next, position, ...order.slice(index + 2)]];
  });
}

/** For a person, with all that is needed to see it again. */
export function describeMismatch(set: string, { migrations, order, symptom }: Mismatch): string {
  const ids = order.map((position) => migrations[position]?.id ?? '?');
  const what =
    symptom.kind !== 'difference'
      ? `${symptom.migration} fails: ${symptom.message}`
      : `${symptom.object} is different (${symptom.more} more differences)\n  in file order: ${symptom.expected}\n  in this order: ${symptom.actual}`;
  return `${set}, order ${ids.join(' ')}: ${what}\n${sqlOfSet(migrations)}`;
}
