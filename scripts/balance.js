/**
 * How evenly real sets are split: each is applied once on a server of ours, for its migrations' times, and then split into 2, 3, 4 and
 * 8 shards by these. Prints the costliest shard over the lower bound (all times by the number of shards, or the costliest closed set of
 * one migration). Where ancestors are shared no split may come near it: with `--exact`, sets of few ends are searched for the best one.
 *
 * @example node scripts/balance.js DIRECTORY… --postgres 17
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import '../test/support/typescript.js';

const COUNTS = [2, 3, 4, 8];
/** Splits that are looked at before a search is given up. */
const MOST_SPLITS = 20_000_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { postgres: { type: 'string', default: '17' }, exact: { type: 'boolean', default: false } },
});
if (positionals.length === 0) {
  console.error('usage: node scripts/balance.js DIRECTORY… [--postgres N] [--exact]');
  process.exit(2);
}
const { plan } = await import('../src/phases/plan.ts');
const { parseSettings } = await import('../src/phases/settings.ts');
const { lowerBound, mostShards, splitIntoShards } = await import('../src/graph/shards.ts');
const { bestSplit } = await import('../test/support/best-split.ts');
const cli = path.resolve(import.meta.dirname, '../dist/cli.js');

for (const directory of positionals) {
  const work = await workOf(directory);
  if (work === undefined) continue;
  const shares = COUNTS.map((count) => `${count}: ${ratioOf(work, count)}`);
  console.log(`${directory} (${work.costs.length} migrations, ${mostShards(work)} ends) ${shares.join(', ')}`);
}

function ratioOf(work, count) {
  const bound = lowerBound(work, count);
  const found = Math.max(...splitIntoShards(work, count).map(({ cost }) => cost));
  const best = values.exact && found > bound * 1.15 ? bestSplit(work, count, found, MOST_SPLITS) : undefined;
  const note = best === undefined ? '' : ` (the best is ${(best / bound).toFixed(3)})`;
  return `${(found / bound).toFixed(3)}${note}`;
}

async function workOf(directory) {
  const args = ['run', directory, '--json', '--reuse', 'off', '--jobs', '1', '--postgres', values.postgres];
  const { stdout, status } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) {
    console.log(`${directory}: a run ends with ${status}`);
    return undefined;
  }
  const times = new Map(JSON.parse(stdout).migrations.map(({ id, ms }) => [id, ms]));
  const settings = parseSettings(directory, { postgres: values.postgres }, (name) => name);
  const { graph } = await plan(settings, {}, { checkSyntax: false, runPrograms: false, withoutMemory: true });
  const costs = graph.nodes.map(({ id }) => times.get(id) ?? 0);
  return { graph, costs, wanted: costs.map((_, position) => position) };
}
