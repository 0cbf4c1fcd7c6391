/** `plan/`: what is to be run, as a matrix for a later job and as an artifact for its steps. */
import path from 'node:path';
import { keepDocument } from './cache/analyses.ts';
import { annotateProblems } from './github/annotations.ts';
import { Artifacts } from './github/artifacts.ts';
import { loadToolkit, type Toolkit } from './github/toolkit.ts';
import { type BrokenPlan, type Plan, PLAN_VERSION } from './graph/plan.ts';
import { usageError } from './migration/problem.ts';
import { inJob } from './job-words.ts';
import { failWith, inputLabel, inputsOf, jobStore, problemsOf, workDirectory } from './job.ts';
import { faultOf } from './phases/plan.ts';
import { OF_ONE_RUN_NAMES, PLAN_SETTING_NAMES, parsePlanSettings, type PlanSettings } from './phases/plan-settings.ts';
import { SETTING_NAMES } from './phases/settings.ts';
import type { StorePort } from './phases/ports.ts';
import { planShards } from './phases/sharding.ts';
import { colours, renderPlan } from './report/terminal.ts';

const OWN_INPUTS = ['directory', 'plan', 'accept-changes'] as const;
/** Settings of runs that a plan carries, and those of its own. */
const SETTINGS = [
  ...SETTING_NAMES.filter((name) => name === 'postgres' || name === 'cache-dir' || !OF_ONE_RUN_NAMES.has(name)),
  ...PLAN_SETTING_NAMES,
];
export const PLAN_INPUT_NAMES: readonly string[] = [...OWN_INPUTS, ...SETTINGS];
export const DEFAULT_PLAN_NAME = 'migrate-action-plan';

export async function runPlanAction(): Promise<void> {
  const store = jobStore();
  const toolkit = await loadToolkit();
  const { directory, plan: given, 'accept-changes': changes } = inputsOf(OWN_INPUTS, toolkit);
  const name = given === '' ? DEFAULT_PLAN_NAME : given;
  try {
    const asked = parsePlanSettings(directory, inputsOf(SETTINGS, toolkit), inputLabel);
    refuseElsewhere(asked);
    const accepted = changes.split('\n').flatMap((line) => line.trim() || []);
    await makePlan({ ...asked, accepted }, name, store, toolkit);
  } catch (error) {
    await leaveWord(error, directory, name);
    failWith(error, directory, toolkit);
  }
}

/** Why there is no plan is for the report, which else could only say that there is none, below a comment of before. */
async function leaveWord(error: unknown, directory: string, name: string): Promise<void> {
  const broken: BrokenPlan = { version: PLAN_VERSION, directory, problems: problemsOf(error) };
  try {
    const artifacts = await Artifacts.open(workDirectory());
    await artifacts.upload(name, 'plan.json', JSON.stringify(broken));
  } catch {
    // What went wrong first is what has to be told.
  }
}

/** Another job has another machine, and the same repository in its workspace. */
function refuseElsewhere({ settings }: PlanSettings): void {
  const { directory, initSql, seed, seedInputs } = settings;
  const outside = [directory, ...initSql, ...seed, ...seedInputs].filter(
    (place) => path.isAbsolute(place) || path.normalize(place).startsWith('..'),
  );
  if (outside.length === 0) return;
  throw usageError(
    'outside-workspace',
    `${outside.join(', ')} ${outside.length === 1 ? 'is' : 'are'} not within the workspace, so that the jobs of the matrix would not find ${outside.length === 1 ? 'it' : 'them'}.`,
    'Name what the repository holds, from its root.',
  );
}

async function makePlan(
  { accepted, ...asked }: PlanSettings & { readonly accepted: readonly string[] },
  name: string,
  store: StorePort | undefined,
  toolkit: Toolkit,
): Promise<void> {
  const artifacts = Artifacts.open(workDirectory());
  const planned = await planShards(asked, { env: process.env, store, tellsFiles: true, accepted });
  const { writeAnalysis } = planned;
  const whole = { ...planned.whole, problems: planned.whole.problems.map(inJob) };
  const analysis = writeAnalysis?.();
  // So that not every job of the matrix has to find out the same.
  const kept = analysis === undefined || store === undefined ? undefined : keepDocument(store.store, analysis);
  await (await artifacts).upload(name, 'plan.json', JSON.stringify(whole));
  annotateProblems([...whole.problems, ...((await kept) ?? [])], asked.settings.directory, toolkit);
  await store?.store.close();
  publish(whole, name, toolkit);
}

function publish(plan: Plan, name: string, toolkit: Toolkit): void {
  const isSound = faultOf(plan.problems) === undefined;
  toolkit.setOutput('matrix', JSON.stringify(plan.matrix));
  toolkit.setOutput('has-work', isSound && plan.matrix.include.length > 0);
  toolkit.setOutput('plan', name);
  toolkit.info(renderPlan({ ...plan, problems: [] }, colours(true)));
  if (!isSound) toolkit.setFailed('The migrations have errors, see above. Nothing is to be run.');
}
