/**
 * Applies a set of migrations with one job and with two, in turn, each run on a managed server of its own, and compares how long
 * applying took.
 *
 * @example node scripts/bench-jobs.js DIRECTORY --runs 7 --format diesel
 *
 * Prints the median of `timings.applyMs` of both and their ratio. `--cli FILE` measures another entry than dist/cli.js, `--jobs 4`
 * another number than two; all other flags are handed to `run`.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const args = process.argv.slice(2);

/** Takes a flag with its value out of the arguments. */
function take(flag, otherwise) {
  const at = args.indexOf(flag);
  return at < 0 ? otherwise : args.splice(at, 2)[1];
}

const runs = Number(take('--runs', '7'));
const jobs = take('--jobs', '2');
const cli = take('--cli', path.resolve(import.meta.dirname, '../dist/cli.js'));
const [directory, ...flags] = args;
if (directory === undefined || directory.startsWith('-')) {
  console.error('usage: node scripts/bench-jobs.js DIRECTORY [--runs N] [--jobs N] [--cli FILE] [flags of run]');
  process.exit(2);
}

function applyMs(count) {
  const command = [cli, 'run', directory, '--jobs', count, '--reuse', 'off', '--json', ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', maxBuffer: 1024 ** 3 });
  if (status !== 0) throw new Error(`run with --jobs ${count} ended with ${status}: ${(stderr || stdout).slice(-800)}`);
  return JSON.parse(stdout).timings.applyMs;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const shown = (count, times) =>
  `--jobs ${count}: median ${median(times).toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(', ')})`;

// The first run of a machine reads the server's files from disk.
applyMs('1');
const one = [];
const more = [];
for (let run = 0; run < runs; run += 1) {
  // Neither always comes first: the machine may slow down meanwhile.
  if (run % 2 === 0) {
    one.push(applyMs('1'));
    more.push(applyMs(jobs));
  } else {
    more.push(applyMs(jobs));
    one.push(applyMs('1'));
  }
}
console.log(`${directory}, node ${process.version}, ${runs} pairs`);
console.log(shown('1', one));
console.log(shown(jobs, more));
console.log(`ratio of medians ${(median(one) / median(more)).toFixed(2)} (above 1: ${jobs} jobs are faster)`);
