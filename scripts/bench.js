/**
 * Times a whole run, server start included, against `dbmate up` on a server that runs already: pairs of runs in turn, whole
 * processes, medians and the ratio of each pair.
 *
 * @example node scripts/bench.js DIRECTORY --dbmate PATH --url postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable
 *
 * DIRECTORY holds dbmate migrations. PATH is dbmate's binary (npm package dbmate). The server keeps its default settings; a
 * database is created for each of dbmate's runs and dropped after it. Further options: --runs 7, --postgres 17, --init-sql FILE.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';

const DATABASE = 'migrate_action_bench';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dbmate: { type: 'string' },
    url: { type: 'string' },
    runs: { type: 'string', default: '7' },
    postgres: { type: 'string', default: '17' },
    'init-sql': { type: 'string' },
  },
});
const [directory] = positionals;
if (directory === undefined || values.dbmate === undefined || values.url === undefined) {
  console.error(
    'usage: node scripts/bench.js DIRECTORY --dbmate PATH --url URL [--runs N] [--postgres N] [--init-sql FILE]',
  );
  process.exit(2);
}
const cli = path.resolve(import.meta.dirname, '../dist/cli.js');
const benchUrl = values.url.replace(/^(\w+:\/\/[^/?#]*)(\/[^?#]*)?/, `$1/${DATABASE}`);
const init = values['init-sql'];
const ours = [
  'run',
  directory,
  '--format',
  'dbmate',
  '--postgres',
  values.postgres,
  '--reuse',
  'off',
  ...(init ? ['--init-sql', init] : []),
];

async function query(url, text) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function time(command, args) {
  const began = performance.now();
  const { status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr.slice(-500)}`);
  return performance.now() - began;
}

async function timeDbmate() {
  await query(values.url, `DROP DATABASE IF EXISTS ${DATABASE}`);
  await query(values.url, `CREATE DATABASE ${DATABASE}`);
  // What is set for a database holds from the next connection on.
  if (init)
    await query(benchUrl, readFileSync(init, 'utf8').replace(/alter database \w+/gi, `ALTER DATABASE ${DATABASE}`));
  return time(values.dbmate, ['--url', benchUrl, '--no-dump-schema', '--migrations-dir', directory, 'up']);
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const shown = (name, numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return `${name.padEnd(16)} median ${median(numbers).toFixed(0)} ms (${sorted[0].toFixed(0)} to ${sorted.at(-1).toFixed(0)})`;
};

time(process.execPath, [cli, ...ours]);
await timeDbmate();
const pairs = [];
for (let run = 0; run < Number(values.runs); run += 1) {
  pairs.push({ ours: time(process.execPath, [cli, ...ours]), dbmate: await timeDbmate() });
}
await query(values.url, `DROP DATABASE ${DATABASE}`);
console.log(
  `${directory}, PostgreSQL ${values.postgres}, ${process.version}, ${execFileSync(values.dbmate, ['--version'], { encoding: 'utf8' }).trim()}, ${pairs.length} pairs`,
);
console.log(
  shown(
    'migrate-action',
    pairs.map((pair) => pair.ours),
  ),
);
console.log(
  shown(
    'dbmate up',
    pairs.map((pair) => pair.dbmate),
  ),
);
console.log(
  `ratio of medians ${(median(pairs.map((pair) => pair.dbmate)) / median(pairs.map((pair) => pair.ours))).toFixed(2)} (above 1: migrate-action is faster)`,
);
