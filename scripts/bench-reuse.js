/**
 * Times what a run costs when much of it was done before, as whole processes, in rounds that take turns: the floor below which no run
 * from a snapshot can come, a run that changes nothing, one with one new migration at the end, a cold one, and `dbmate up` on a server
 * that runs already.
 *
 * @example node scripts/bench-reuse.js DIRECTORY --bin /usr/lib/postgresql/17/bin --dbmate PATH --runs 7
 *
 * DIRECTORY holds migrations of any format whose scripts are plain SQL files, one a migration; dbmate gets a copy in its own format.
 * `--bin` is where `initdb` and `postgres` of that version lie: the floor and dbmate's server, which keeps its default settings, use
 * them. `--dbmate` is dbmate's binary (npm package dbmate); without it only the run that changes nothing and the cold one are timed, as
 * for a set with much data. Further options: --runs 7, --postgres 17, --format auto, --init-sql FILE.
 *
 * The floor is a bare start of Node, tar's unpacking of the snapshot into memory, and PostgreSQL's start on it until it answers.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    bin: { type: 'string' },
    dbmate: { type: 'string' },
    runs: { type: 'string', default: '7' },
    postgres: { type: 'string', default: '17' },
    format: { type: 'string', default: 'auto' },
    'init-sql': { type: 'string' },
  },
});
const [directory] = positionals;
if (directory === undefined || values.bin === undefined) {
  console.error(
    'usage: node scripts/bench-reuse.js DIRECTORY --bin DIRECTORY [--dbmate FILE] [--runs N] [--postgres N] [--format F] [--init-sql FILE]',
  );
  process.exit(2);
}
const bin = values.bin;
/** Whether all is timed. */
const isWhole = values.dbmate !== undefined;
const init = values['init-sql'];
const cli = path.resolve(import.meta.dirname, '../dist/cli.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'migrate-bench-'));
const memory = mkdtempSync('/dev/shm/migrate-bench-');
for (const each of [scratch, memory]) chmodSync(each, 0o755);
/** PostgreSQL refuses to run as root. */
const account = process.getuid() === 0 ? { uid: 65_534, gid: 65_534 } : {};

function owned(name, where = memory) {
  const made = path.join(where, name);
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { mode: 0o700 });
  if (account.uid !== undefined) chownSync(made, account.uid, account.gid);
  return made;
}

function time(command, args, options = {}) {
  const began = performance.now();
  const { status, stderr, stdout } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28, ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${String(stderr).slice(-800)}`);
  return { ms: performance.now() - began, stdout };
}

/** Starts a server and waits until it answers. */
async function start(data, settings) {
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, '-c', `unix_socket_directories=${data}`, ...settings], {
    stdio: 'ignore',
    ...account,
  });
  for (;;) {
    const client = new pg.Client({ host: data, user: 'postgres', database: 'postgres' });
    try {
      await client.connect();
      await client.end();
      return server;
    } catch (error) {
      if (server.exitCode !== null) throw error;
      await setTimeout(2);
    }
  }
}

async function stop(server) {
  const ended = once(server, 'exit');
  server.kill('SIGQUIT');
  await ended;
}

/** Where a run without --cache-dir keeps them. */
const installations = path.resolve(bin, '../..');

/** From the start of the process until it has ended and left a database that answers, as a job wants it. */
function run(set, cacheDir, more = []) {
  const args = ['run', set, '--json', '--keep', '--format', format, '--postgres', values.postgres];
  const all = [...args, '--cache-dir', cacheDir, ...(init ? ['--init-sql', init] : []), ...more];
  const { ms, stdout } = time(process.execPath, [cli, ...all]);
  const result = JSON.parse(stdout);
  const { pid, dataDirectory } = result.database.server;
  process.kill(pid, 'SIGQUIT');
  // What watches over it removes its directory.
  const deadline = performance.now() + 10_000;
  while (existsSync(dataDirectory) && performance.now() < deadline) spawnSync('sleep', ['0.05']);
  return { ms, result };
}

/** Makes a cache that holds the set's snapshot, and the installation that everybody uses. */
function fill(set, cacheDir) {
  mkdirSync(cacheDir, { mode: 0o755 });
  symlinkSync(installations, path.join(cacheDir, 'postgresql'));
  run(set, cacheDir);
  const { result } = run(set, cacheDir);
  if (result.start.from !== 'snapshot') throw new Error(`No snapshot was kept: ${JSON.stringify(result.problems)}`);
}

async function floor(snapshot) {
  const node = time(process.execPath, ['-e', '0']).ms;
  const data = owned('floor');
  const began = performance.now();
  time('tar', ['-x', '-m', '-o', '-b', '128', '-f', snapshot, '-C', data], account);
  const server = await start(data, ['-c', 'listen_addresses=', '-c', 'fsync=off']);
  const ms = node + performance.now() - began;
  await stop(server);
  return ms;
}

let { format } = values;
const planned = JSON.parse(time(process.execPath, [cli, 'plan', directory, '--json', '--format', format]).stdout);
format = planned.format;

/** Some formats have a directory for each migration. */
function scriptOf(place) {
  if (!statSync(place).isDirectory()) return place;
  const name = readdirSync(place).find((each) => each === 'up.sql' || each === 'migration.sql');
  return path.join(place, name);
}

/** The same migrations for dbmate. */
const forDbmate = path.join(scratch, 'dbmate');
mkdirSync(forDbmate);
for (const [index, { path: file, transactional }] of planned.migrations.entries()) {
  const script = readFileSync(scriptOf(path.join(directory, file)), 'utf8');
  // What pg_dump writes leaves dbmate without a way to its own table.
  const text = script.includes('search_path') ? `${script}\n;RESET search_path;\n` : script;
  const name = `${String(20_000_101_000_000 + index)}_m.sql`;
  // In one transaction no script may end it.
  const inOne = transactional && !/^\s*(?:begin|commit|start\s+transaction)\b[^;]*;/im.test(text);
  const up =
    format === 'dbmate' ? text : `-- migrate:up${inOne ? '' : ' transaction:false'}\n${text}\n-- migrate:down\n`;
  writeFileSync(path.join(forDbmate, name), up);
}

async function timeDbmate(server) {
  const database = 'migrate_bench';
  const url = `postgres://postgres@/${database}?host=${encodeURIComponent(server)}&sslmode=disable`;
  const admin = new pg.Client({ host: server, user: 'postgres', database: 'postgres' });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${database}`);
  await admin.query(`CREATE DATABASE ${database}`);
  await admin.end();
  if (init) {
    const client = new pg.Client({ host: server, user: 'postgres', database });
    await client.connect();
    await client.query(readFileSync(init, 'utf8'));
    await client.end();
  }
  return time(values.dbmate, [
    '--url',
    url,
    '--no-dump-schema',
    '--migrations-table',
    'of_dbmate',
    '--migrations-dir',
    forDbmate,
    'up',
  ]).ms;
}

/** The set without its last migration, whose file is the last one planned. */
const shorter = path.join(scratch, 'shorter');
cpSync(directory, shorter, { recursive: true });
const last = path.join(shorter, planned.migrations.at(-1).path);
for (const each of [last, last.replace('.up.', '.down.')]) rmSync(each, { recursive: true, force: true });

const whole = path.join(scratch, 'whole');
fill(directory, whole);
// Snapshots are found by where the set lies: it grows in its place.
const grown = path.join(scratch, 'grown');
const snapshots = readdirSync(path.join(whole, 'kept')).filter((name) => name.includes('-snapshot-'));
const snapshot = path.join(whole, 'kept', snapshots[0]);

const server = owned('server', scratch);
time(
  path.join(bin, 'initdb'),
  ['-D', server, '--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'],
  account,
);
const dbmateServer = await start(server, ['-c', 'listen_addresses=']);

const rounds = [];
try {
  for (let round = -1; round < Number(values.runs); round += 1) {
    rmSync(grown, { recursive: true, force: true });
    cpSync(shorter, grown, { recursive: true });
    const copy = path.join(scratch, 'copy');
    rmSync(copy, { recursive: true, force: true });
    if (isWhole) fill(grown, copy);
    cpSync(directory, grown, { recursive: true });
    const times = {
      floor: await floor(snapshot),
      unchanged: run(directory, whole),
      oneNew: isWhole ? run(grown, copy) : undefined,
      cold: run(directory, whole, ['--reuse', 'off']),
      dbmate: isWhole ? await timeDbmate(server) : undefined,
    };
    // The first round warms caches.
    if (round >= 0) rounds.push(times);
  }
} finally {
  await stop(dbmateServer);
  for (const each of [scratch, memory]) rmSync(each, { recursive: true, force: true });
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const of = (pick) => rounds.map(pick);
const rows = {
  floor: of(({ floor }) => floor),
  'nothing changed': of(({ unchanged }) => unchanged.ms),
  ...(isWhole ? { 'one new': of(({ oneNew }) => oneNew.ms) } : {}),
  cold: of(({ cold }) => cold.ms),
  ...(isWhole ? { 'dbmate up': of(({ dbmate }) => dbmate) } : {}),
};
console.log(
  `${directory}: ${planned.migrations.length} migrations, PostgreSQL ${values.postgres}, ${process.version}, ${rounds.length} rounds${isWhole ? `, ${execFileSync(values.dbmate, ['--version'], { encoding: 'utf8' }).trim()}` : ''}`,
);
for (const [name, numbers] of Object.entries(rows)) {
  console.log(
    `  ${name.padEnd(16)} ${median(numbers).toFixed(0).padStart(6)} ms  (${numbers.map((ms) => ms.toFixed(0)).join(', ')})`,
  );
}
