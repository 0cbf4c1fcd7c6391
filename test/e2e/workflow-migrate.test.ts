/**
 * The shipped `migrate.yml`, unmodified, from its call in a repository's workflow to its report.
 *
 * `WORKFLOW_VERSIONS="15, 16, 17, 18" npm test -- test/e2e/workflow-migrate` runs it on all versions.
 */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listed } from '../../src/report/counted.ts';
import { socketConnection } from '../../src/postgres/server/managed-server.ts';
import { type Contents, contentsOf, Replays } from '../support/database-contents.ts';
import { CachedRuns } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import { type Changes, filesOf, type Repository } from '../support/github/repository.ts';
import { leavesData, withKeptServers } from '../support/kept-servers.ts';
import { leftovers, runDirectories } from '../support/leftovers.ts';
import { asText } from '../support/runner/expressions.ts';
import { type JobResult, jobOf, type RunResult, stepOf } from '../support/runner/result.ts';
import type { Run } from '../support/runner/run.ts';
import type { RunOptions } from '../support/runner/run-state.ts';
import { afterwardsOf, callerOf } from '../support/callers.ts';

jest.setTimeout(300_000);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const VERSIONS = process.env['WORKFLOW_VERSIONS'] ?? '16, 17';
const MAJORS = VERSIONS.split(/[\s,]+/);
const CI = '.github/workflows/ci.yml';
const COMMENT = '.github/workflows/comment.yml';
const files = withFiles();
const servers = withKeptServers(MAJORS);
const replays = new Replays();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files, { 'org/migrate-action': ROOT });
  shop = github.create('octo/shop');
  const migrations = await filesOf(path.join(ROOT, 'examples/prisma'), 'db/migrations/');
  shop.commit('main', { ...migrations, [CI]: CALLER, [COMMENT]: AFTERWARDS });
});
afterAll(async () => {
  await Promise.all([github.stop(), replays.stop()]);
});

const CALLER = callerOf({ postgres: VERSIONS, shards: '2' });
const AFTERWARDS = afterwardsOf();

const READ = { contents: 'read' };
const RUNNER: Partial<RunOptions> = {
  parallel: 2,
  prepareToolCache: (directory) => servers.prepareToolCache(directory),
};

const matrixJobs = ({ jobs }: RunResult) => jobs.filter(({ name }) => name.includes('shard '));
const reportOf = (result: RunResult) => stepOf(jobOf(result, 'migrations / report'), 'report');
const conclusions = ({ jobs }: RunResult) => Object.fromEntries(jobs.map(({ name, conclusion }) => [name, conclusion]));
const appliedIn = (result: RunResult) =>
  matrixJobs(result).map(({ steps }) => steps.find(({ outputs }) => 'applied' in outputs)?.outputs);
const inEach = (conclusion: string, shards: number) =>
  Object.fromEntries(
    MAJORS.flatMap((major) =>
      Array.from({ length: shards }, (_, index) => [
        `migrations / PostgreSQL ${major}, shard ${index + 1} of ${shards}`,
        conclusion,
      ]),
    ),
  );
/** Of the example, what can be apart. */
const GUEST = ['20240110090000_init', '20240301093000_guest_role'];
const CLASSES = [
  '20240110090000_init',
  '20240122101500_add_classes',
  '20240205160000_add_reservations',
  '20240213080000_classes_by_start',
  '20240315110000_class_capacity',
];
const ENDS = { 'migrations / plan': 'success', 'migrations / report': 'success' };
/** What a pull request adds: a directory with a script in it. */
const added = (id: string, sql: string) => ({ [script(id)]: `${sql}\n` });
const script = (id: string) => `db/migrations/${id}/migration.sql`;

const majorOf = ({ matrix }: JobResult) => asText(matrix['postgres'] ?? '');

/**
 * What the database of a job of the matrix held in the end, which is what its migrations make of an empty one when they are sent by hand.
 *
 * @returns undefined where nobody can tell, since the machine has that server itself
 */
async function madeBy(job: JobResult): Promise<Contents | undefined> {
  const { toolCache, workspace } = job;
  const major = majorOf(job);
  if (!leavesData(major)) return undefined;
  const server = await servers.startAgain(toolCache, major);
  try {
    const contents = await contentsOf(socketConnection(server));
    const scripts = contents.finished.map((name) => readFile(path.join(workspace, script(name)), 'utf8'));
    expect(contents.hashes).toEqual(await replays.of(major, await Promise.all(scripts)));
    return contents;
  } finally {
    await server.stop();
  }
}

/** @param expected names in the books, of the shards of each version, the fewest first */
async function expectDatabases(result: RunResult, expected: readonly (readonly string[])[]): Promise<void> {
  const looked = new Map<string, Contents[]>();
  for (const job of matrixJobs(result)) {
    const contents = await madeBy(job);
    const major = majorOf(job);
    if (contents !== undefined) looked.set(major, [...(looked.get(major) ?? []), contents]);
  }
  // On any machine there is a version that it does not have itself.
  expect(looked.size).toBeGreaterThan(0);
  for (const [major, all] of looked) {
    const finished = all.map((contents) => contents.finished).sort((a, b) => a.length - b.length);
    expect([major, finished]).toEqual([major, expected]);
    expect(all.flatMap(({ unfinished }) => unfinished)).toEqual([]);
  }
}

/** What a report says when the shards come to what one run of everything makes. */
async function wholeOn(postgres: string): Promise<string> {
  const runs = await CachedRuns.open(await files.directory());
  const example = await filesOf(path.join(ROOT, 'examples/prisma'), '');
  await runs.write(Object.fromEntries(Object.entries(example).map(([name, content]) => [name, content.toString()])));
  const { fingerprint } = await runs.run({ postgres });
  return `PostgreSQL ${postgres}: the shards together give the whole, fingerprint \`${fingerprint?.schema.slice(0, 12)}\``;
}

/** Without what no two runs have in common. */
function settled(text: string): string {
  return text
    .replaceAll(/\b[0-9a-f]{40}\b/g, 'SHA')
    .replaceAll(/`[0-9a-f]{9}`/g, '`SHORT`')
    .replaceAll(/(fingerprint )`[0-9a-f]{12}`/g, '$1`FINGERPRINT`')
    .replaceAll(/runs\/\d+/g, 'runs/RUN')
    .replaceAll(/<?\b\d+(?:\.\d+)?\s(?:ms|s|min)\b/g, 'TIME')
    .replaceAll(/^\| 1\d\.\d+ \|/gm, (version) => `| ${version.slice(2, 4)} |`)
    .replace(/(Timeline of PostgreSQL )\d+(: TIME<\/summary>\n\n)[^]*?(\n\n<\/details>)/, '$1N$2…$3')
    .replace(/(Slowest migrations<\/summary>\n\n)[^]*?(\n\n<\/details>)/, '$1…$2');
}

/** A comment, or a summary where there is none. `UPDATE_GOLDEN=true` writes it anew. */
async function expectGolden(name: string, markdown: string): Promise<void> {
  const file = path.join(ROOT, 'test/e2e/golden', `${name}-${MAJORS.join('-')}.md`);
  const actual = settled(markdown);
  if (process.env['UPDATE_GOLDEN'] === 'true') await writeFile(file, actual);
  expect(actual).toBe(await readFile(file, 'utf8'));
}

function pullRequest(branch: string, changes: Changes): { readonly run: Run; readonly number: number } {
  shop.commit(branch, changes);
  const { number } = shop.openPull(branch);
  return { run: github.start(CI, github.pullRequest(shop, number), RUNNER), number };
}

function commentOn(pull: number): string {
  const [comment, ...more] = github.conversation.on('octo/shop', pull);
  expect(more).toEqual([]);
  return comment?.body ?? '';
}

describe('migrate.yml', () => {
  it('runs every shard on every version, and nothing of it again', async () => {
    const before = await runDirectories();
    const first = github.start(CI, github.push(shop), RUNNER);
    const cold = await first.finished;
    expect(conclusions(cold)).toEqual({ ...inEach('success', 2), ...ENDS });
    const applied = appliedIn(cold).map((outputs) => Number(outputs?.['applied']));
    expect(Math.min(...applied)).toBeGreaterThan(0);
    expect(Math.max(...applied)).toBeLessThan(6);
    expect(reportOf(cold).outputs).toEqual({ passed: 'true', verdict: 'fine', headline: '6 migrations applied' });
    await expectGolden('first-push', reportOf(cold).summary);
    expect(matrixJobs(cold).map(({ permissions }) => permissions)).toEqual(MAJORS.flatMap(() => [READ, READ]));
    expect(jobOf(cold, 'migrations / report').permissions).toEqual({ ...READ, 'pull-requests': 'write' });
    for (const { orphans } of cold.jobs) expect(orphans).toEqual([]);
    expect(await leftovers(first.mark, before)).toEqual([]);
    await expectDatabases(cold, [GUEST, CLASSES]);
    for (const major of MAJORS) expect(reportOf(cold).summary).toContain(await wholeOn(major));

    const again = await github.start(CI, github.push(shop), RUNNER).finished;
    expect(again.conclusion).toBe('success');
    expect(matrixJobs(again)).toEqual([]);
    expect(reportOf(again).outputs).toMatchObject({ passed: 'true', headline: 'Nothing to do for 6 migrations' });
    await expectGolden('same-again', reportOf(again).summary);
  });

  it('tells a pull request what it adds, in one comment that is kept up to date', async () => {
    const changes = {
      ...added('20240401000000_notes', 'ALTER TABLE "Class" ADD COLUMN "notes" TEXT; SELECT pg_sleep(1.1);'),
      ...added('20240315100000_rooms', 'CREATE TABLE "Room" ("id" SERIAL NOT NULL);'),
      [script('20240213080000_classes_by_start')]: undefined,
    };
    const { run } = pullRequest('more', changes);
    const result = await run.finished;
    expect(conclusions(result)).toEqual({ ...inEach('success', 2), ...ENDS, 'migrations / report': 'failure' });
    expect(reportOf(result).annotations).toContainEqual(
      expect.objectContaining({
        level: 'error',
        file: 'db/migrations/20240213080000_classes_by_start/migration.sql',
        message: expect.stringContaining('git checkout'),
      }),
    );
    const [comment, ...more] = github.conversation.on('octo/shop', 1);
    const [id, body = ''] = [comment?.id, comment?.body];
    expect(more).toEqual([]);
    expect(body).toMatch(
      /\n {2}section Shard \d, Connection \d\n(?: {2}.*\n)* {2}20240401000000_notes \(1\.\d+ s\) :\d+, \d+\n/,
    );
    await expectGolden('pull-request', body);

    const classes = CLASSES.filter((name) => name !== '20240213080000_classes_by_start');
    // The role has been proved, and comes along so that both databases together are the whole.
    const all = [...new Set([...GUEST, ...classes, '20240401000000_notes'])].sort();
    await expectDatabases(result, [['20240315100000_rooms'], all]);

    shop.commit('more', { 'README.md': 'Another commit.' });
    await github.start(CI, github.pullRequest(shop, 1), RUNNER).finished;
    const [edited, ...others] = github.conversation.on('octo/shop', 1);
    expect([edited?.id, others]).toEqual([id, []]);
    expect(edited?.body).toContain('☑️ an earlier run applied it');
  });

  it('needs no more than to read where a pull request comes from a fork', async () => {
    shop.commit('someone:theirs', added('20240701000000_theirs', 'CREATE TABLE "Theirs" ("id" INT);'));
    const { number } = shop.openPull('theirs', { fork: 'someone/shop' });
    const result = await github.start(CI, github.pullRequest(shop, number), RUNNER).finished;
    expect(conclusions(result)).toEqual({ ...inEach('success', 1), ...ENDS });
    expect(github.conversation.on('octo/shop', number)).toEqual([]);
    const { summary, outputs } = reportOf(result);
    expect(outputs).toMatchObject({ passed: 'true', headline: '1 new migration works' });
    await expectDatabases(result, [[...new Set([...GUEST, ...CLASSES]), '20240701000000_theirs'].sort()]);
    expect(summary).toContain('a pull request from a fork has no');

    await github.start(COMMENT, github.workflowRun(shop, result.runId), RUNNER).finished;
    const [comment, ...more] = github.conversation.on('octo/shop', number);
    await expectGolden('fork', comment?.body ?? '');
    expect(more).toEqual([]);
  });

  it('tells of each version that a migration fails on, and fails', async () => {
    const { run, number } = pullRequest('broken', added('20240501000000_bad', 'SELECT "nothing" FROM "Member";'));
    const result = await run.finished;
    expect(result.conclusion).toBe('failure');
    expect(conclusions(result)).toEqual({ ...inEach('failure', 1), ...ENDS, 'migrations / report': 'failure' });
    const { outputs } = reportOf(result);
    expect(outputs).toMatchObject({ passed: 'false', verdict: 'failed' });
    expect(outputs['headline']).toBe(`1 migration fails on PostgreSQL ${listed(MAJORS)}`);
    await expectGolden('failing', commentOn(number));
    // All that the failing one depends on, and nothing of it.
    const reached = [...CLASSES.slice(0, 3), '20240301093000_guest_role'];
    await expectDatabases(result, [reached]);
    const [job] = matrixJobs(result);
    expect(job?.annotations[0]).toMatchObject({
      level: 'error',
      file: 'db/migrations/20240501000000_bad/migration.sql',
      line: 1,
    });
  });

  it('that is cancelled says so, and leaves nothing', async () => {
    const before = await runDirectories();
    const { run, number } = pullRequest('slow', added('20240601000000_slow', 'SELECT pg_sleep(60);'));
    await run.printed(/our own server.* migrations for prisma/);
    run.cancel();
    const result = await run.finished;
    expect(result.conclusion).toBe('cancelled');
    for (const { orphans } of result.jobs) expect(orphans).toEqual([]);
    expect(await leftovers(run.mark, before)).toEqual([]);
    expect(reportOf(result).outputs).toMatchObject({ passed: 'false' });
    await expectGolden('cancelled', commentOn(number));
  });
});
