/**
 * The GitHub Action: inputs in; a migrated database, outputs and annotations out. `post` stops the server and keeps what the run leaves.
 */
import { annotateFailure, annotateProblems } from './github/annotations.ts';
import { openJobStore } from './github/job-store.ts';
import { maskPasswordOf, publishDatabase, publishResult } from './github/outputs.ts';
import { replayTurn } from './github/replay-turn.ts';
import { loadToolkit, type Toolkit } from './github/toolkit.ts';
import { inJob } from './job-words.ts';
import { failWith, inputLabel, inputsOf, jobStore, workDirectory } from './job.ts';
import { keepLeavings, type KeptLeavings, Leavings } from './phases/snapshots/leavings.ts';
import { lineReporter } from './phases/progress.ts';
import type { StorePort } from './phases/ports.ts';
import { run } from './phases/run.ts';
import { parseSettings, type RawSettings, SETTING_NAMES, type Settings } from './phases/settings.ts';
import { stopKeptServer } from './postgres/server/kept-server.ts';
import { formatBytes } from './report/bytes.ts';
import { formatDuration } from './report/duration.ts';
import { colours, renderSummary } from './report/terminal.ts';

/** Where `run` leaves for `post` what it has to end. */
const SERVER_STATE = 'server';
/** Where it leaves what later runs will want. */
export const LEAVINGS_STATE = 'leavings';
/** `post` waits no longer for the store. */
const KEEP_LIMIT_MS = 60_000;

/** Settings that are no inputs: in a job the database is always for the steps that follow. */
const FIXED: RawSettings = { keep: 'true' };
export const INPUT_NAMES: readonly string[] = ['directory', ...SETTING_NAMES.filter((name) => !(name in FIXED))];

export async function runAction(): Promise<void> {
  const store = jobStore();
  const toolkit = await loadToolkit();
  let directory = '';
  try {
    const settings = readInputs(toolkit);
    ({ directory } = settings);
    await migrate(settings, store, toolkit);
  } catch (error) {
    failWith(error, directory, toolkit);
  }
}

function readInputs(toolkit: Toolkit): Settings {
  const raw = inputsOf(SETTING_NAMES, toolkit);
  maskPasswordOf(raw['database-url'], toolkit);
  return parseSettings(toolkit.getInput('directory'), { ...raw, ...FIXED }, inputLabel);
}

async function migrate(settings: Settings, store: StorePort | undefined, toolkit: Toolkit): Promise<void> {
  const c = colours(true);
  const reporter = lineReporter({ write: (text) => process.stdout.write(text) }, false, c);
  const leavings = new Leavings();
  const shared = store === undefined ? {} : { store, later: leavings };
  const mayTurn = settings.databaseUrl === undefined && settings.reuse !== 'off';
  const turn = mayTurn ? await replayTurn(process.env, settings.replayEvery) : undefined;
  if (turn !== undefined) toolkit.info(turn);
  const replaysAll = turn !== undefined;
  const result = await run(settings, { reporter, env: process.env, ownerPid: process.ppid, replaysAll, ...shared });
  await store?.store.close();
  const { database, error } = result;
  const left = await leavings.write(workDirectory());
  if (left !== undefined) toolkit.saveState(LEAVINGS_STATE, left);
  if (database?.server !== undefined) toolkit.saveState(SERVER_STATE, database.server);
  if (database !== undefined) publishDatabase(database, toolkit);
  publishResult(result, toolkit);
  annotateProblems(result.problems.map(inJob), settings.directory, toolkit);
  toolkit.info(renderSummary({ ...result, problems: [], database: undefined }, c));
  if (error !== undefined) {
    annotateFailure(error, settings.directory, toolkit);
    toolkit.setFailed(`Migration ${error.migration} failed: ${error.message}`);
  }
}

/** Ends what `runAction` left running, and keeps what it left behind. Never fails the job: its work is done. */
export async function runPost(): Promise<void> {
  const toolkit = await loadToolkit();
  await stopServer(toolkit);
  await keep(toolkit);
}

async function stopServer(toolkit: Toolkit): Promise<void> {
  const state = toolkit.getState(SERVER_STATE);
  if (state === '') return;
  try {
    const server = JSON.parse(state) as { pid: number; dataDirectory: string };
    const wasThere = await stopKeptServer(server);
    toolkit.info(wasThere ? 'The PostgreSQL server is stopped.' : 'The PostgreSQL server had ended before.');
  } catch (error) {
    toolkit.warning(
      `The PostgreSQL server could not be stopped: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function keep(toolkit: Toolkit): Promise<void> {
  const left = toolkit.getState(LEAVINGS_STATE);
  if (left === '') return;
  const store = openJobStore(process.env);
  if (store === undefined) return;
  try {
    const began = performance.now();
    const kept = await keepLeavings(left, store, KEEP_LIMIT_MS);
    annotateProblems(kept.problems, '', toolkit);
    describeKept(kept, performance.now() - began, toolkit);
  } catch (error) {
    toolkit.warning(`Nothing is kept for later runs: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function describeKept({ snapshot, files }: KeptLeavings, ms: number, toolkit: Toolkit): void {
  const kept = [...(snapshot?.when === 'now' ? [{ what: 'The snapshot', bytes: snapshot.bytes }] : []), ...files];
  kept.forEach(({ what, bytes }, index) => {
    const duration = index === kept.length - 1 ? `, ${formatDuration(ms)}` : '';
    toolkit.info(`${what} for later runs is kept in GitHub's cache: ${formatBytes(bytes)}${duration}.`);
  });
}
