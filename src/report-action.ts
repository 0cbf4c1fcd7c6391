/** `report/`: one report of a plan and the results of its runs, in the job's summary. */
import { appendFile } from 'node:fs/promises';
import { annotateProblems } from './github/annotations.ts';
import { Artifacts } from './github/artifacts.ts';
import { loadToolkit, type Toolkit } from './github/toolkit.ts';
import { usageError } from './migration/problem.ts';
import { failWith, inputsOf, jobStore, workDirectory } from './job.ts';
import { keepLearned, learnedIn } from './phases/part-leavings.ts';
import { asResult, isPassed, type ReportFile } from './phases/report.ts';
import { DEFAULT_PLAN_NAME } from './plan-action.ts';
import { messageOf } from './postgres/thrown.ts';
import { renderSummary } from './report/comment/comment.ts';
import { mergeReport, resultName } from './report/merge.ts';
import type { ReportLinks, ReportModel } from './report/report-model.ts';
import { verdictOf } from './report/verdict.ts';
import { planIn } from './run-action.ts';

const INPUTS = ['plan', 'run-result', 'fail'] as const;
export const REPORT_INPUT_NAMES: readonly string[] = INPUTS;
const RUN_RESULTS = ['success', 'failure', 'cancelled', 'skipped'];

export async function runReportAction(): Promise<void> {
  const toolkit = await loadToolkit();
  try {
    const { plan, fail, 'run-result': runResult } = inputsOf(INPUTS, toolkit);
    refuseUnknown({ fail, 'run-result': runResult });
    await makeReport(plan === '' ? DEFAULT_PLAN_NAME : plan, { runResult, mayFail: fail !== 'false' }, toolkit);
  } catch (error) {
    failWith(error, '', toolkit);
  }
}

function refuseUnknown(inputs: Readonly<Record<'fail' | 'run-result', string>>): void {
  const allowed = { fail: ['true', 'false'], 'run-result': RUN_RESULTS };
  for (const name of ['fail', 'run-result'] as const) {
    const value = inputs[name];
    if (value !== '' && !allowed[name].includes(value))
      throw usageError(
        'bad-setting',
        `input "${name}" "${value}" is not a valid value.`,
        `Allowed: ${allowed[name].join(', ')}.`,
      );
  }
}

interface How {
  /** What became of the matrix, as GitHub says. */
  readonly runResult: string;
  readonly mayFail: boolean;
}

async function makeReport(name: string, { runResult, mayFail }: How, toolkit: Toolkit): Promise<void> {
  const artifacts = await Artifacts.open(workDirectory());
  const plan = await planIn(artifacts, name);
  const wanted = new Map(plan.shards.map((shard) => [`${name}-result-${resultName(shard)}`, shard]));
  const there = (await artifacts.list()).filter((each) => wanted.has(each.name));
  const files = await Promise.all(
    there.map(async (found): Promise<ReportFile> => {
      try {
        return { name: found.name, text: await artifacts.download(found) };
      } catch (error) {
        return { name: found.name, text: { why: messageOf(error) } };
      }
    }),
  );
  const model = mergeReport({
    plan,
    results: files.map(asResult),
    areCancelled: runResult === 'cancelled',
    links: linksOf(process.env),
  });
  await publish(model, toolkit);
  await keepWhatWasLearned(files, toolkit);
  if (mayFail && !isPassed(model)) toolkit.setFailed(`migrate-action: ${verdictOf(model).headline}.`);
}

async function publish(model: ReportModel, toolkit: Toolkit): Promise<void> {
  const { level, headline } = verdictOf(model);
  toolkit.setOutput('passed', isPassed(model));
  toolkit.setOutput('verdict', level);
  toolkit.setOutput('headline', headline);
  toolkit.info(headline);
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file !== '') await appendFile(file, renderSummary(model));
}

/** All of it at once, in the one job that runs when the others are done. */
async function keepWhatWasLearned(files: readonly ReportFile[], toolkit: Toolkit): Promise<void> {
  const learned = files.flatMap(({ text }) =>
    typeof text === 'string' && 'result' in asResult({ name: '', text }) ? learnedIn(text) : [],
  );
  const store = learned.length === 0 ? undefined : jobStore(undefined);
  if (store === undefined) return;
  annotateProblems(await keepLearned(store.store, learned), '', toolkit);
  await store.store.close();
}

function linksOf(env: NodeJS.ProcessEnv): ReportLinks {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name, GITHUB_RUN_ID: id, GITHUB_SHA: sha } = env;
  if (server === undefined || name === undefined) return {};
  const repository = `${server}/${name}`;
  const run = id === undefined ? undefined : `${repository}/actions/runs/${id}`;
  return { repository, sha, run, artifacts: run === undefined ? undefined : `${run}#artifacts` };
}
