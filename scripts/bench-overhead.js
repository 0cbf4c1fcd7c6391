/**
 * Times what the jobs around the matrix cost: `plan` and `report` of the shipped `migrate.yml`, each from the start of its process to
 * its end, as the runner of the tests drives them. Everything is at hand, as after any push: the repository's cache is warm.
 *
 * @example node scripts/bench-overhead.js DIRECTORY --new 2099-01-01-000000_more/up.sql --runs 7
 *
 * DIRECTORY holds migrations of any format. Each round is a pull request that adds one migration (`--new`, a path in DIRECTORY, whose
 * script makes a table; what else the format wants of it, `--with FILE` gives, as an empty file), and a push that changes nothing. Prints
 * the medians. Exit code 1 when plan and report of a pull request take longer than the bound together.
 */
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import '../test/support/typescript.js';

const BOUND_MS = 1500;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    new: { type: 'string' },
    with: { type: 'string', multiple: true, default: [] },
    runs: { type: 'string', default: '7' },
    postgres: { type: 'string', default: '17' },
    format: { type: 'string', default: 'auto' },
  },
});
const [directory] = positionals;
if (directory === undefined || values.new === undefined) {
  console.error(
    'usage: node scripts/bench-overhead.js DIRECTORY --new PATH [--with PATH…] [--runs N] [--postgres N] [--format F]',
  );
  process.exit(2);
}

const { callerOf } = await import('../test/support/callers.ts');
const { FakeGitHub } = await import('../test/support/github/fake-github.ts');
const { filesOf } = await import('../test/support/github/repository.ts');
const { installIn } = await import('../test/support/job.ts');
const { jobOf, stepOf } = await import('../test/support/runner/result.ts');

const CI = '.github/workflows/ci.yml';
const CALLER = callerOf({ format: values.format, postgres: values.postgres });

const made = [];
const files = {
  directory: async (contents = {}) => {
    const place = await mkdtemp(path.join(tmpdir(), 'migrate-bench-'));
    made.push(place);
    await chmod(place, 0o755);
    for (const [name, content] of Object.entries(contents)) {
      await mkdir(path.dirname(path.join(place, name)), { recursive: true });
      await writeFile(path.join(place, name), content);
    }
    return place;
  },
};
const github = await FakeGitHub.start(files, { 'org/migrate-action': path.resolve(import.meta.dirname, '..') });
try {
  await measure();
} finally {
  await github.stop();
  for (const place of made) rmSync(place, { recursive: true, force: true });
}

async function measure() {
  const repository = github.create('octo/shop');
  const set = await filesOf(path.resolve(directory), 'db/migrations/');
  repository.commit('main', { ...set, [CI]: CALLER });
  await run(github.push(repository));
  const rounds = { 'a pull request that adds one': [], 'a push that changes nothing': [] };
  for (let round = 1; round <= Number(values.runs); round += 1) {
    const branch = `more-${round}`;
    const empty = values.with.map((name) => [`db/migrations/${name}`, '']);
    const added = {
      ...Object.fromEntries(empty),
      [`db/migrations/${values.new}`]: `CREATE TABLE more_${round} (id int);\n`,
    };
    repository.commit(branch, added);
    const { number } = repository.openPull(branch);
    const [asked, unchanged] = Object.values(rounds);
    asked.push(await run(github.pullRequest(repository, number)));
    unchanged.push(await run(github.push(repository)));
  }
  let isLate = false;
  for (const [name, all] of Object.entries(rounds)) {
    const middle = (part) => Math.round(median(all.map((each) => each[part])));
    const together = Math.round(median(all.map(({ plan, report }) => plan + report)));
    console.log(`${name}: plan ${middle('plan')} ms, report ${middle('report')} ms, together ${together} ms`);
    isLate ||= together > BOUND_MS;
  }
  if (isLate) {
    console.log(`Together more than ${BOUND_MS} ms.`);
    process.exitCode = 1;
  }
}

/** @returns milliseconds of both steps */
async function run(event) {
  const prepareToolCache = (place) => installIn(path.join(place, 'migrate-action'));
  const result = await github.start(CI, event, { prepareToolCache, parallel: 1 }).finished;
  if (result.conclusion !== 'success')
    throw new Error([result.mistakes, ...result.jobs.map(({ log }) => log)].join('\n'));
  const time = (job) => stepOf(jobOf(result, `migrations / ${job}`), job).ms;
  return { plan: time('plan'), report: time('report') };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
