/** A workflow with all the workflows it calls, checked as GitHub does before anything runs. */
import { readFile } from 'node:fs/promises';
import type { Values } from './expressions.ts';
import type { Host } from './host.ts';
import { checkNames } from './inputs.ts';
import { beyond, DEFAULT_PERMISSIONS, parsePermissions, type Permissions } from './permissions.ts';
import { find, type Found, type Origin } from './reference.ts';
import { WorkflowError } from './workflow-error.ts';
import { type JobFile, parseWorkflowFile, type WorkflowFile } from './workflow-file.ts';

export interface Plan {
  readonly file: WorkflowFile;
  readonly origin: Origin;
  /** Within the repository. */
  readonly path: string;
  readonly jobs: ReadonlyMap<string, PlannedJob>;
}

export interface PlannedJob {
  readonly id: string;
  readonly file: JobFile;
  readonly permissions: Permissions;
  /** Whom it needs, and whom those need, and so on. */
  readonly ancestors: readonly string[];
  /** What it calls, if it has no steps. */
  readonly called: Plan | undefined;
}

/** GitHub goes no deeper. */
const DEEPEST = 10;

export interface PlanOptions {
  readonly host: Host;
  /** Of the repository, for workflows that ask for nothing. */
  readonly defaultPermissions?: Permissions;
}

export async function planRun(workflow: Found, event: string, options: PlanOptions): Promise<Plan> {
  const plan = await read(workflow, { ...options, depth: 0 });
  if (!(event in plan.file.on)) throw new WorkflowError(`No event triggers defined in \`on\` for ${event}`);
  return plan;
}

interface Reading extends PlanOptions {
  readonly depth: number;
  /** What the caller allows the workflow's jobs. */
  readonly allowed?: Permissions;
  readonly ref?: string;
}

async function read(workflow: Found, reading: Reading): Promise<Plan> {
  if (reading.depth > DEEPEST) throw new WorkflowError(`Workflows call each other more than ${DEEPEST} levels deep.`);
  const file = await parseWorkflowFile(workflow.path, await readFile(workflow.place, 'utf8'));
  if (reading.ref !== undefined && !('workflow_call' in file.on))
    throw new WorkflowError(
      `error parsing called workflow "${reading.ref}": workflow is not reusable as it is missing a \`on.workflow_call\` trigger`,
    );
  const plan = { file, origin: workflow.origin, path: workflow.path };
  const jobs = new Map<string, PlannedJob>();
  const mistakes: string[] = [];
  const inFile = parsePermissions(file.permissions);
  if (inFile !== undefined) mistakes.push(...excess('The workflow', inFile, reading));
  for (const [id, job] of Object.entries(file.jobs)) {
    const ownWords = parsePermissions(job.permissions);
    if (ownWords !== undefined) mistakes.push(...excess(`The nested job '${id}'`, ownWords, reading));
    const permissions = ownWords ?? inFile ?? reading.allowed ?? reading.defaultPermissions ?? DEFAULT_PERMISSIONS;
    const called =
      job.uses === undefined ? undefined : await call(job, job.uses, plan, { ...reading, allowed: permissions });
    jobs.set(id, { id, file: job, permissions, ancestors: ancestorsOf(id, file.jobs), called });
  }
  if (mistakes.length > 0) throw new WorkflowError(...mistakes);
  return { ...plan, jobs };
}

async function call(job: JobFile, uses: string, from: Omit<Plan, 'jobs'>, reading: Reading): Promise<Plan> {
  const found = await find(reading.host, uses, from.origin, from.origin.directory);
  const plan = await read(found, { ...reading, depth: reading.depth + 1, ref: uses });
  const { inputs = {}, secrets = {} } = plan.file.on['workflow_call'] ?? {};
  const inherits = job.secrets === 'inherit';
  const given: Values = job.secrets === undefined || job.secrets === 'inherit' ? {} : job.secrets;
  const mistakes = [
    ...checkNames('Input', inputs, job.with ?? {}, true),
    // Whether inherited secrets suffice is known only when they are there.
    ...checkNames('Secret', secrets, given, !inherits),
  ];
  if (mistakes.length > 0) throw new WorkflowError(...mistakes);
  return plan;
}

/** A called workflow can lower what its caller allows, and asks for more in vain. */
function excess(who: string, asked: Permissions, { allowed, ref }: Reading): string[] {
  const found = allowed === undefined ? undefined : beyond(asked, allowed);
  if (found === undefined) return [];
  return [
    `Error calling workflow '${ref ?? ''}'. ${who} is requesting '${found.asked}', but is only allowed '${found.allowed}'.`,
  ];
}

function ancestorsOf(id: string, jobs: WorkflowFile['jobs'], found = new Set<string>()): string[] {
  for (const need of jobs[id]?.needs ?? [])
    if (!found.has(need)) {
      found.add(need);
      ancestorsOf(need, jobs, found);
    }
  return [...found];
}
