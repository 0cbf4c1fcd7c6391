/** `report/`: one report of a plan and the results of its runs, in the job's summary. */
import { appendFile } from 'node:fs/promises';
import { annotateProblems } from './github/annotations.ts';
import { openHome, openHomeOfRun, type ReportHome } from './github/report-home.ts';
import { Artifacts } from './github/artifacts.ts';
import { loadToolkit, type Toolkit } from './github/toolkit.ts';
import type { Taught } from './cache/memory.ts';
import type { Store } from './cache/store.ts';
import { withAccepted } from './graph/accepted-changes.ts';
import type { BaseConflict } from './graph/base-conflict.ts';
import { isPlan } from './graph/plan-document.ts';
import type { BrokenPlan, Plan } from './graph/plan.ts';
import { type Problem, UserError, usageError } from './migration/problem.ts';
import { failWith, inputsOf, jobStore, workDirectory } from './job.ts';
import { keepLearned, learnedIn } from './phases/part-leavings.ts';
import { asResult, type ReportFile } from './phases/report.ts';
import { DEFAULT_PLAN_NAME } from './plan-action.ts';
import { messageOf } from './postgres/thrown.ts';
import { renderSummary } from './report/comment/comment.ts';
import { mergeReport, resultName } from './report/merge.ts';
import { reportWithoutPlan } from './report/no-plan.ts';
import type { ReportModel } from './report/report-model.ts';
import { isPassed, verdictOf } from './report/verdict.ts';
import { planIn } from './run-action.ts';

const INPUTS = ['plan', 'run-result', 'run-id', 'directory', 'fail', 'comment', 'token'] as const;
export const REPORT_INPUT_NAMES: readonly string[] = INPUTS;
/** Who says that a change is meant. */
const OURS = 'It is accepted by the input accept-changes.';
const THEIRS = 'The pull request’s own run accepts it, by the input accept-changes.';
const RUN_RESULTS = ['success', 'failure', 'cancelled', 'skipped'];

export async function runReportAction(): Promise<void> {
  const toolkit = await loadToolkit();
  try {
    const inputs = inputsOf(INPUTS, toolkit);
    const { plan, fail, 'run-result': runResult, 'run-id': runId, directory, comment, token } = inputs;
    refuseUnknown({ fail, 'run-result': runResult, comment });
    refuseNumberless(runId);
    const wanted = { id: runId, ...(directory === '' ? {} : { directory }) };
    const home = runId === '' ? await openHome(token, process.env) : await openHomeOfRun(wanted, token, process.env);
    if (typeof home === 'string') {
      toolkit.notice(home);
      return;
    }
    const how = { runResult, mayFail: fail !== 'false', comments: comment !== 'false' };
    // What another run has left may be a stranger's, and this job may write where all would believe it.
    const learns = home.other === undefined && runResult !== 'skipped';
    const store = learns ? jobStore()?.store : undefined;
    try {
      await makeReport(plan === '' ? DEFAULT_PLAN_NAME : plan, { ...how, store }, home, toolkit);
    } finally {
      await store?.close();
    }
  } catch (error) {
    failWith(error, '', toolkit);
  }
}

function refuseUnknown(inputs: Readonly<Record<'fail' | 'run-result' | 'comment', string>>): void {
  const allowed = { fail: ['true', 'false'], 'run-result': RUN_RESULTS, comment: ['true', 'false'] };
  for (const name of ['fail', 'run-result', 'comment'] as const) {
    const value = inputs[name];
    if (value !== '' && !allowed[name].includes(value))
      throw usageError(
        'bad-setting',
        `input "${name}" "${value}" is not a valid value.`,
        `Allowed: ${allowed[name].join(', ')}.`,
      );
  }
}

function refuseNumberless(id: string): void {
  if (id === '' || /^[1-9]\d{0,15}$/.test(id)) return;
  throw usageError(
    'bad-setting',
    `input "run-id" "${id}" is not a valid value.`,
    'Pass the number of a workflow run, ${{ github.event.workflow_run.id }}.',
  );
}

interface How {
  /** What became of the matrix, as GitHub says. */
  readonly runResult: string;
  readonly mayFail: boolean;
  /** Whether to comment on the pull request. */
  readonly comments: boolean;
  /** Where what the runs learned is kept, if it is. */
  readonly store: Store | undefined;
}

async function makeReport(name: string, how: How, home: ReportHome, toolkit: Toolkit): Promise<void> {
  const artifacts = await Artifacts.open(workDirectory(), home.other);
  const plan = await planOrNothing(artifacts, name, how, home, toolkit);
  if (plan === undefined) return;
  if (!isPlan(plan)) {
    await tell(reportWithoutPlan(plan, home.links), name, how, home, toolkit);
    return;
  }
  const { runResult, store } = how;
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
  const keeping = store && keepLearned(store, files.flatMap(learnedBy));
  const compared = await home.compare(plan);
  const model = mergeReport({
    plan,
    results: files.map(asResult),
    ...compared,
    conflicts: withAccepted(compared.conflicts ?? [], plan.accepted ?? [], home.other === undefined ? OURS : THEIRS),
    areCancelled: runResult === 'cancelled',
    links: home.links,
  });
  annotateProblems(model.conflicts.map(asProblem), '', toolkit);
  await tell(model, name, how, home, toolkit);
  annotateProblems((await keeping) ?? [], '', toolkit);
}

/**
 * Where a plan is not to be had, there is no comment: who knows whether there was to be one.
 *
 * @throws UserError see `planIn`, where the step may fail
 */
async function planOrNothing(
  artifacts: Artifacts,
  name: string,
  { mayFail }: How,
  { links }: ReportHome,
  toolkit: Toolkit,
): Promise<Plan | BrokenPlan | undefined> {
  try {
    return await planIn(artifacts, name);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await publish(reportWithoutPlan({ directory: '', problems: error.problems }, links), toolkit);
    if (mayFail) throw error;
    annotateProblems(
      error.problems.map((problem) => ({ ...problem, severity: 'warning' })),
      '',
      toolkit,
    );
    return undefined;
  }
}

async function tell(
  model: ReportModel,
  name: string,
  { mayFail, comments }: How,
  home: ReportHome,
  toolkit: Toolkit,
): Promise<void> {
  const unsaid = comments ? await home.comment(model, name) : undefined;
  if (unsaid !== undefined) toolkit.notice(unsaid);
  await publish(unsaid === undefined ? model : { ...model, notes: [...model.notes, unsaid] }, toolkit);
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

/** Kept all at once, in the one job that runs when the others are done. */
function learnedBy({ text }: ReportFile): readonly Taught[] {
  return typeof text === 'string' && 'result' in asResult({ name: '', text }) ? learnedIn(text) : [];
}

function asProblem({ kind, severity, message, path, line, commands, afterwards = [], advice }: BaseConflict): Problem {
  const cure = [
    ...(commands.length === 0 ? [] : [`Run: ${[...commands, ...afterwards].join(' && ')}`]),
    ...(advice === undefined ? [] : [advice]),
  ];
  return { severity, code: kind, message, path, line, hint: cure.length === 0 ? undefined : cure.join(' ') };
}
