/** Workflow files: judged by GitHub's own parser, then read as plain data. */
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { ErrorPolicy } from '@actions/workflow-parser/model/convert';
import { parse } from 'yaml';
import type { Value, Values } from './expressions.ts';
import type { Declarations } from './inputs.ts';
import { WorkflowError } from './workflow-error.ts';

export interface WorkflowFile {
  readonly name?: string;
  readonly on: Readonly<Record<string, Trigger | null>>;
  readonly permissions?: Value;
  readonly env?: Values;
  readonly defaults?: Defaults;
  readonly 'cache-mode'?: string;
  readonly jobs: Readonly<Record<string, JobFile>>;
}

export interface Trigger {
  readonly inputs?: Declarations;
  readonly secrets?: Declarations;
  readonly outputs?: Readonly<Record<string, { readonly value: string }>>;
}

export interface Defaults {
  readonly run?: { readonly shell?: string; readonly 'working-directory'?: string };
}

export interface JobFile {
  readonly name?: string;
  readonly needs: readonly string[];
  readonly if?: Value;
  readonly permissions?: Value;
  readonly strategy?: Values;
  readonly outputs?: Values;
  readonly env?: Values;
  readonly defaults?: Defaults;
  readonly 'cache-mode'?: string;
  readonly 'runs-on'?: Value;
  readonly 'timeout-minutes'?: Value;
  readonly 'continue-on-error'?: Value;
  readonly container?: Value;
  readonly services?: Values;
  readonly steps?: readonly StepFile[];
  /** Another workflow, instead of steps. */
  readonly uses?: string;
  readonly with?: Values;
  readonly secrets?: 'inherit' | Values;
}

export interface StepFile {
  readonly id?: string;
  readonly name?: string;
  readonly if?: Value;
  readonly run?: string;
  readonly shell?: string;
  readonly 'working-directory'?: string;
  readonly uses?: string;
  readonly with?: Values;
  readonly env?: Values;
  readonly 'timeout-minutes'?: Value;
  readonly 'continue-on-error'?: Value;
}

/** A key of workflows and jobs that is newer than the newest release of the parser. */
const NOT_YET_KNOWN = /Unexpected value 'cache-mode'$/;

/** @param name tells files apart in mistakes */
export async function parseWorkflowFile(name: string, text: string): Promise<WorkflowFile> {
  const { context, value } = parseWorkflow({ name, content: text }, new NoOperationTraceWriter());
  if (value !== undefined)
    await convertWorkflowTemplate(context, value, undefined, { errorPolicy: ErrorPolicy.TryConversion });
  const mistakes = context.errors
    .getErrors()
    .map(({ message }) => message)
    .filter((message) => !NOT_YET_KNOWN.test(message));
  if (mistakes.length > 0) throw new WorkflowError(...new Set(mistakes));
  return normalise(parse(text) as RawWorkflow);
}

interface RawWorkflow extends Omit<WorkflowFile, 'on' | 'jobs'> {
  readonly on: string | readonly string[] | WorkflowFile['on'];
  readonly jobs: Readonly<Record<string, Omit<JobFile, 'needs'> & { readonly needs?: string | readonly string[] }>>;
}

/** What may be written in several ways is afterwards in one. */
function normalise(file: RawWorkflow): WorkflowFile {
  const on = typeof file.on === 'string' ? [file.on] : file.on;
  const jobs = Object.entries(file.jobs).map(([id, job]) => [id, { ...job, needs: [job.needs ?? []].flat() }] as const);
  return {
    ...file,
    on: isList(on) ? Object.fromEntries(on.map((event) => [event, null])) : on,
    jobs: Object.fromEntries(jobs),
  };
}

function isList(on: readonly string[] | WorkflowFile['on']): on is readonly string[] {
  return Array.isArray(on);
}
