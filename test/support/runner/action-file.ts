/** `action.yml`, judged by GitHub's own parser, then read as plain data. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NoOperationTraceWriter } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { parse } from 'yaml';
import { asText, fill, type Value, type Values } from './expressions.ts';
import { WorkflowError } from './workflow-error.ts';
import type { StepFile } from './workflow-file.ts';

export interface ActionFile {
  readonly name: string;
  readonly inputs?: Readonly<Record<string, { readonly default?: Value; readonly required?: boolean } | null>>;
  readonly outputs?: Readonly<Record<string, { readonly value?: string } | null>>;
  readonly runs: NodeRuns | CompositeRuns;
}

export interface NodeRuns {
  readonly using: `node${number}`;
  readonly pre?: string;
  readonly 'pre-if'?: string;
  readonly main: string;
  readonly post?: string;
  readonly 'post-if'?: string;
}

export interface CompositeRuns {
  readonly using: 'composite';
  readonly steps: readonly StepFile[];
}

/** @param directory the one that `uses` leads to */
export async function readAction(directory: string, uses: string): Promise<ActionFile> {
  const file = ['action.yml', 'action.yaml'].map((name) => path.join(directory, name)).find((each) => existsSync(each));
  if (file === undefined)
    throw new WorkflowError(
      `Can't find 'action.yml' or 'action.yaml' for ${uses}. Did you forget to run actions/checkout?`,
    );
  const content = await readFile(file, 'utf8');
  const { context } = parseAction({ name: file, content }, new NoOperationTraceWriter());
  const mistakes = context.errors.getErrors().map(({ message }) => message);
  if (mistakes.length > 0) throw new WorkflowError(...mistakes);
  const action = parse(content) as ActionFile;
  if (action.runs.using !== 'composite' && !action.runs.using.startsWith('node'))
    throw new WorkflowError(`${uses} runs as ${action.runs.using as string}, which this runner cannot.`);
  return action;
}

/** What `with` gives, and the defaults of the rest. Names are compared as GitHub does, whatever their case. */
export function actionInputs(
  action: ActionFile,
  given: Readonly<Record<string, string>>,
  contexts: Values,
): { readonly inputs: Record<string, string>; readonly unexpected: readonly string[] } {
  const byName = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  const declared = Object.entries(action.inputs ?? {});
  const preset = (value: Value | undefined) => (value === undefined ? '' : asText(fill(value, { contexts })));
  const inputs = declared.map(
    ([name, input]) => [name, byName.get(name.toLowerCase()) ?? preset(input?.default)] as const,
  );
  const known = new Set(declared.map(([name]) => name.toLowerCase()));
  return {
    inputs: { ...given, ...Object.fromEntries(inputs) },
    unexpected: Object.keys(given).filter((name) => !known.has(name.toLowerCase())),
  };
}
