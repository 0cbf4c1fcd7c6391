/** As many random sets as wanted: see `scripts/orders.js`. */
import { parseArgs } from 'node:util';
import { startServer } from '../../src/postgres/server/managed-server.ts';
import { parseVersion } from '../../src/postgres/server/releases.ts';
import { loadParser } from '../../src/sql/parse.ts';
import { chain, nothing, words } from './analysts.ts';
import { misnamedOf } from './catalogs.ts';
import { firstMismatch, onAll, tally } from './campaign.ts';
import { type Check, check } from './compare.ts';
import { type Outcome, sqlOfSet } from './generator.ts';
import { MUTATIONS } from './mutations.ts';
import { ours, Reading } from './ours.ts';
import { describeMismatch, shrink } from './shrink.ts';
import { randomSets } from './source.ts';
import { surprisesOf } from './watched.ts';
import { Workbench } from './workbench.ts';
import { writtenSets } from './written.ts';

const OPTIONS = {
  sets: { type: 'string', default: '3000' },
  seed: { type: 'string' },
  orders: { type: 'string', default: '4' },
  migrations: { type: 'string', default: '15-60' },
  jobs: { type: 'string', default: '2' },
  postgres: { type: 'string', default: '17' },
  analyst: { type: 'string', default: 'ours' },
  focus: { type: 'string' },
  only: { type: 'string' },
  shrink: { type: 'string', default: '150' },
  print: { type: 'boolean', default: false },
  mutations: { type: 'boolean', default: false },
  watched: { type: 'boolean', default: false },
  names: { type: 'boolean', default: false },
  kinds: { type: 'boolean', default: false },
  setup: { type: 'string' },
  together: { type: 'string', default: '3' },
} as const;

/** @returns the exit code: 1 if any order of any set made another database */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  const seeds = Array.from({ length: Number(values.sets) }, (_, index) => seed + index);
  const [low = 15, high = low] = values.migrations.split('-').map(Number);
  const analyst = { ours: await ours(), chain, nothing, words }[values.analyst];
  if (analyst === undefined) throw new Error(`There is no analyst ${values.analyst}: ours, chain, nothing or words.`);
  const outcomes = new Map<string, Outcome>();
  const options = { migrations: [low, high] as const, focus: values.focus, outcomes };
  const parser = await loadParser();
  const { setup } = values;
  const together = Number(values.together);
  const sets =
    positionals.length > 0
      ? writtenSets(positionals, { parser, analyst, setup, together, seed })
      : randomSets(seeds, options);
  const servers = await Promise.all(
    Array.from({ length: Number(values.jobs) }, () =>
      startServer({ ...parseVersion(values.postgres), source: 'package' }),
    ),
  );
  const workbenches = servers.map((server) => new Workbench(server));
  const began = performance.now();
  try {
    if (values.print) {
      for (const { migrations } of await onAll(workbenches, sets, (workbench, set) => set.prepare(workbench))) {
        console.log(sqlOfSet(migrations));
      }
      return 0;
    }
    if (values.mutations) {
      let missed = 0;
      for (const { name, of, focus } of MUTATIONS.filter(
        (mutation) => values.only === undefined || values.only === mutation.name,
      )) {
        const found = await firstMismatch(workbenches, seeds, { ...options, focus }, of(analyst), analyst);
        if (found.seed === undefined) missed += 1;
        const said = found.seed === undefined ? 'not missed' : `missed by seed ${found.seed}`;
        console.log(`${name}, in sets about ${focus}: ${said}, ${found.looked} sets`);
      }
      return missed > 0 ? 1 : 0;
    }
    if (values.watched) {
      const surprised = await onAll(workbenches, sets, async (workbench, set) => {
        const found = await surprisesOf(workbench, await set.prepare(workbench), analyst);
        for (const surprise of found) console.log(`${set.name}: ${surprise}`);
        return found.length;
      });
      const count = surprised.filter((found) => found > 0).length;
      console.log(`${sets.length} sets from seed ${seed}: ${count} did what had not been predicted`);
      return count > 0 ? 1 : 0;
    }
    if (values.names) {
      const misnamed = await onAll(workbenches, sets, async (workbench, set) => {
        const found = await misnamedOf(workbench, await set.prepare(workbench), new Reading(parser));
        for (const wrong of found) console.log(`${set.name}: ${wrong}`);
        return found.length;
      });
      const count = misnamed.filter((found) => found > 0).length;
      console.log(`${sets.length} sets from seed ${seed}: ${count} have other names than were predicted`);
      return count > 0 ? 1 : 0;
    }
    const checks: Check[] = [];
    const failures: string[] = [];
    await onAll(workbenches, sets, async (workbench, set) => {
      try {
        const prepared = await set.prepare(workbench);
        const checked = await check(workbench, prepared, analyst, Number(values.orders));
        checks.push(checked);
        if (positionals.length > 0) console.log(`${set.name}: ${prepared.migrations.length} migrations`);
        if (checked.mismatch !== undefined) {
          const smallest = await shrink(workbench, checked.mismatch, analyst, Number(values.shrink));
          console.log(describeMismatch(set.name, smallest));
        }
      } catch (error) {
        // One set at which something fails should not end the night.
        failures.push(set.name);
        console.log(error);
      }
      const done = checks.length + failures.length;
      if (done % 100 === 0)
        console.log(`${done} sets, ${tally(checks).mismatches.length} mismatches, ${failures.length} failures`);
    });
    if (values.kinds) printKinds(outcomes);
    const { sets: count, orders, freedom, mismatches } = tally(checks);
    const seconds = (performance.now() - began) / 1000;
    console.log(
      `${count} sets from seed ${seed} in ${orders} orders, ${(freedom * 100).toFixed(1)} % of the pairs free: ${mismatches.length} mismatches, ${failures.length} failures, ${seconds.toFixed(0)} s`,
    );
    return mismatches.length + failures.length > 0 ? 1 : 0;
  } finally {
    await Promise.all(workbenches.map((workbench) => workbench.close()));
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** How often the server took what the generator drew, the rarest first. */
function printKinds(outcomes: ReadonlyMap<string, Outcome>): void {
  const sorted = [...outcomes].sort(([, a], [, b]) => a.taken / a.drawn - b.taken / b.drawn);
  for (const [kind, { drawn, taken, refusals }] of sorted) {
    const [most] = [...refusals].sort(([, a], [, b]) => b - a);
    const why = most === undefined ? '' : `  ${most[1]} times ${most[0]}`;
    console.log(`${kind.padEnd(40)} ${String(taken).padStart(5)} of ${String(drawn).padStart(5)}${why}`);
  }
}
