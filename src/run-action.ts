/** `run/`: carries out one part of a plan, and uploads what came of it, whatever that is. */
import { annotateFailure, annotateProblems } from './github/annotations.ts';
import { Artifacts } from './github/artifacts.ts';
import { maskPasswordOf } from './github/outputs.ts';
import { loadToolkit, type Toolkit } from './github/toolkit.ts';
import { isPlan, parsePlanOrWhy } from './graph/plan-document.ts';
import type { BrokenPlan, Plan } from './graph/plan.ts';
import { usageError } from './migration/problem.ts';
import type { BrokenRun } from './migration/result-document.ts';
import { RESULT_VERSION } from './migration/result.ts';
import { LEAVINGS_STATE } from './action.ts';
import { inJob } from './job-words.ts';
import { failWith, inputLabel, inputsOf, jobStore, problemsOf, workDirectory } from './job.ts';
import { PartLeavings } from './phases/part-leavings.ts';
import type { StorePort } from './phases/ports.ts';
import { choosePart, type PlanPart, settingsOfPart, shardOf } from './phases/plan-part.ts';
import { lineReporter } from './phases/progress.ts';
import { run } from './phases/run.ts';
import type { SettingName, Settings } from './phases/settings.ts';
import { DEFAULT_PLAN_NAME } from './plan-action.ts';
import { resultName } from './report/merge.ts';
import { colours, renderSummary } from './report/terminal.ts';

const OWN_INPUTS = ['plan', 'postgres', 'shard'] as const;
const SETTINGS = [
  'database-url',
  'client-prefix',
  'cache-dir',
  'allow-non-empty',
] as const satisfies readonly SettingName[];
export const RUN_INPUT_NAMES: readonly string[] = [...OWN_INPUTS, ...SETTINGS];

export async function runRunAction(): Promise<void> {
  const store = jobStore();
  const toolkit = await loadToolkit();
  const { plan: given, ...wanted } = inputsOf(OWN_INPUTS, toolkit);
  const name = given === '' ? DEFAULT_PLAN_NAME : given;
  let directory = '';
  try {
    const local = inputsOf(SETTINGS, toolkit);
    maskPasswordOf(local['database-url'], toolkit);
    const artifacts = await Artifacts.open(workDirectory());
    const part = choosePart(wholePlan(await planIn(artifacts, name)), wanted, inputLabel);
    ({ directory } = part.plan);
    const result = `${name}-result-${resultName(part.shard)}`;
    await uploadingFailure(artifacts, part, result, async () => {
      const settings = settingsOfPart(part, local, inputLabel);
      await carryOut(settings, part, { artifacts, name: result, store }, toolkit);
    });
  } catch (error) {
    failWith(error, directory, toolkit);
  }
}

/** @throws UserError (usage) when there is none */
export async function planIn(artifacts: Artifacts, name: string): Promise<Plan | BrokenPlan> {
  const found = (await artifacts.list()).find((each) => each.name === name);
  if (found !== undefined) return parsePlanOrWhy(await artifacts.download(found), `plan.json of ${name}`);
  throw usageError(
    'no-plan',
    `This workflow run has no artifact ${name}: the job with plan was cancelled or lost before it had one, or this job does not know of it.`,
    'See that job, and run it again. Let this job need it, and give both the same input "plan".',
  );
}

function wholePlan(plan: Plan | BrokenPlan): Plan {
  if (isPlan(plan)) return plan;
  const why = plan.problems.find(({ severity }) => severity === 'error')?.message ?? 'plan broke off.';
  throw usageError('no-plan', `There is no plan: ${why}`, 'Let this job run only if plan has its output has-work.');
}

/** What ends a run before it has a result is one, too: else the report would only know that there is none. */
async function uploadingFailure(
  artifacts: Artifacts,
  part: PlanPart,
  name: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const broken: BrokenRun = { version: RESULT_VERSION, shard: shardOf(part), problems: problemsOf(error) };
    // What went wrong first is what has to be told.
    await artifacts.upload(name, 'result.json', JSON.stringify(broken)).catch(() => undefined);
    throw error;
  }
}

/** Where what comes of a run goes. */
interface Places {
  readonly artifacts: Artifacts;
  /** Of the result's artifact. */
  readonly name: string;
  readonly store: StorePort | undefined;
}

async function carryOut(
  settings: Settings,
  part: PlanPart,
  { artifacts, name, store }: Places,
  toolkit: Toolkit,
): Promise<void> {
  const c = colours(true);
  const reporter = lineReporter({ write: (text) => process.stdout.write(text) }, false, c);
  const leavings = new PartLeavings();
  const later = store === undefined ? {} : { later: leavings };
  const ran = await run(settings, { reporter, env: process.env, store, part, ...later });
  const result = { ...ran, problems: ran.problems.map(inJob) };
  await store?.store.close();
  await artifacts.upload(name, 'result.json', JSON.stringify({ ...result, learned: leavings.learned }));
  const left = await leavings.write(workDirectory());
  if (left !== undefined) toolkit.saveState(LEAVINGS_STATE, left);
  const { applied, start, error, problems } = result;
  toolkit.setOutput('applied', applied);
  toolkit.setOutput('restored', start.from === 'snapshot' ? start.applied : 0);
  toolkit.setOutput('result', name);
  annotateProblems(problems, settings.directory, toolkit);
  toolkit.info(renderSummary({ ...result, problems: [] }, c));
  if (error !== undefined) {
    annotateFailure(error, settings.directory, toolkit);
    toolkit.setFailed(`Migration ${error.migration} failed: ${error.message}`);
  } else if (problems.some(({ severity }) => severity === 'error')) {
    toolkit.setFailed('The run came to its end, with errors that are above.');
  }
}
