/** Replays a set as a first run does, watched closely, and tells what it was seen to do that its analysis had not predicted. */
import { compareWithFootprint } from '../../src/graph/proof.ts';
import { Observation } from '../../src/postgres/observation/observation.ts';
import type { Analyst } from './analysts.ts';
import type { Prepared } from './compare.ts';
import { sqlOf } from './generator.ts';
import type { Workbench } from './workbench.ts';

/** Orders show a missed dependency only where it makes a difference to their end; this shows it wherever it leaves a trace. */
export async function surprisesOf(
  workbench: Workbench,
  { migrations }: Prepared,
  analyst: Analyst,
): Promise<readonly string[]> {
  const footprints = analyst(migrations);
  return workbench.withDatabase(async ({ session }) => {
    const observation = await Observation.open(session, true);
    const surprises: string[] = [];
    for (const [position, migration] of migrations.entries()) {
      const footprint = footprints[position];
      const sql = sqlOf(migration);
      const { before, after } = observation.around('full', sql);
      let reports: readonly string[];
      try {
        reports = await session.run(['BEGIN', ...before, sql, ...after, 'COMMIT'].join('\n;\n'));
        await session.reset();
      } catch {
        // It owed its success to a gap in a sequence; so may those behind it.
        return surprises;
      }
      if (footprint === undefined) continue;
      const found = compareWithFootprint(footprint, observation.seen(reports, sql));
      surprises.push(...found.map(({ did, predicted }) => `${migration.id} ${did}, ${predicted}:\n${sql}`));
    }
    return surprises;
  });
}
