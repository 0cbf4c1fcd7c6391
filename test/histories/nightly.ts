/** As many random histories as wanted: see `scripts/histories.js`. */
import { mkdtemp, rm, chmod } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../../src/postgres/server/managed-server.ts';
import { parseVersion } from '../../src/postgres/server/releases.ts';
import { startExternalServer } from '../support/external-server.ts';
import { onAll } from '../orders/campaign.ts';
import { Workbench } from '../orders/workbench.ts';
import { describeHistory, type History, playHistory } from './history.ts';
import { LAYOUTS } from './layouts.ts';

const OPTIONS = {
  histories: { type: 'string', default: '300' },
  seed: { type: 'string', default: '1' },
  edits: { type: 'string', default: '5' },
  migrations: { type: 'string', default: '6-14' },
  jobs: { type: 'string', default: '2' },
  format: { type: 'string' },
  external: { type: 'boolean', default: false },
  print: { type: 'boolean', default: false },
} as const;

/** @returns the exit code: 1 if any database was not that of its cold replay */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: OPTIONS });
  const [low = 6, high = low] = values.migrations.split('-').map(Number);
  const options = { edits: Number(values.edits), migrations: [low, high] as const, external: values.external };
  const seeds = Array.from({ length: Number(values.histories) }, (_, index) => Number(values.seed) + index);
  const layouts = LAYOUTS.filter(({ format }) => values.format === undefined || values.format === format);
  const began = performance.now();
  const start = values.external
    ? async () => (await startExternalServer()).server
    : () => startServer({ ...parseVersion('17'), source: 'package' });
  const servers = await Promise.all(Array.from({ length: Number(values.jobs) }, start));
  const workbenches = servers.map((server) => new Workbench(server));
  const done: History[] = [];
  const failures: number[] = [];
  try {
    await onAll(workbenches, seeds, async (workbench, seed) => {
      const layout = layouts[seed % layouts.length];
      if (layout === undefined) throw new Error(`There is no layout ${String(values.format)}.`);
      const directory = await mkdtemp(path.join(os.tmpdir(), 'ma-history-'));
      await chmod(directory, 0o755);
      try {
        const history = await playHistory(workbench, layout, seed, directory, options);
        done.push(history);
        const isFaulty = history.steps.some(({ faults }) => faults.length > 0);
        if (isFaulty || values.print) console.log(describeHistory(history));
        if (done.length % 20 === 0) console.log(`${done.length} histories, ${failures.length} failures`);
      } catch (error) {
        failures.push(seed);
        console.log(`${layout.format}, seed ${seed}:`, error);
      } finally {
        await rm(directory, { recursive: true, force: true, maxRetries: 3 });
      }
    });
    const steps = done.flatMap((history) => history.steps);
    const faulty = done.filter((history) => history.steps.some(({ faults }) => faults.length > 0));
    const reused = steps.filter(({ restored }) => restored > 0);
    const partly = reused.filter(({ restored, migrations }) => restored < migrations);
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${done.length} histories from seed ${values.seed}, ${steps.length} runs, ${reused.length} from a snapshot, ${partly.length} of these with a delta: ` +
        `${faulty.length} histories with faults, ${failures.length} failures, ${seconds.toFixed(0)} s`,
    );
    return faulty.length + failures.length > 0 ? 1 : 0;
  } finally {
    await Promise.all(workbenches.map((workbench) => workbench.close()));
    await Promise.all(servers.map((server) => server.stop()));
  }
}
