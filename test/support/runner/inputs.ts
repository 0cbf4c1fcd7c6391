/** Inputs of workflows: what is declared, and what a caller gives. */
import { asText, fill, type Scope, type Value, type Values } from './expressions.ts';
import { WorkflowError } from './workflow-error.ts';

export interface Declaration {
  readonly type?: 'string' | 'boolean' | 'number' | 'choice' | 'environment';
  readonly required?: boolean;
  readonly default?: Value;
  readonly options?: readonly string[];
}
export type Declarations = Readonly<Record<string, Declaration | null>>;

/** What can be said of a call before anything runs: a name that is not declared, and a value that is not given. */
export function checkNames(
  kind: 'Input' | 'Secret',
  declared: Declarations,
  given: Values,
  isComplete: boolean,
): readonly string[] {
  const unknown = Object.keys(given)
    .filter((name) => !(name in declared))
    .map((name) => `Invalid ${kind.toLowerCase()}, ${name} is not defined in the referenced workflow.`);
  const missing = Object.entries(declared)
    .filter(([name, declaration]) => declaration?.required === true && !(name in given))
    .map(([name]) => `${kind} ${name} is required, but not provided while calling.`);
  return [...unknown, ...(isComplete ? missing : [])];
}

/** The `inputs` of a called workflow. A value of another type than declared is refused; a text takes any scalar. */
export function callInputs(declared: Declarations, given: Values, scope: Scope): Values {
  return Object.fromEntries(
    Object.entries(declared).map(([name, declaration]) => {
      const { type = 'string', default: preset } = declaration ?? {};
      const value = given[name] ?? (preset === undefined ? undefined : fill(preset, scope));
      return [name, value === undefined ? EMPTY[type] : typed(name, type, value)];
    }),
  );
}

/** The `inputs` of a workflow that somebody starts by hand: all texts as they are typed, but booleans are booleans. */
export function dispatchInputs(declared: Declarations, given: Readonly<Record<string, string>>): Values {
  const mistakes = Object.keys(given)
    .filter((name) => !(name in declared))
    .map((name) => `Unexpected inputs provided: ["${name}"]`);
  const inputs = Object.entries(declared).map(([name, declaration]): [string, Value] => {
    const { type = 'string', default: preset = '', required, options } = declaration ?? {};
    const value = given[name] ?? asText(preset);
    if (value === '' && required === true) mistakes.push(`Required input '${name}' not provided`);
    if (type === 'choice' && options?.includes(value) === false)
      mistakes.push(`Provided value '${value}' for input '${name}' not in the list of allowed values`);
    return [name, type === 'boolean' ? value === 'true' : value];
  });
  if (mistakes.length > 0) throw new WorkflowError(...mistakes);
  return Object.fromEntries(inputs);
}

const EMPTY = { string: '', choice: '', environment: '', boolean: false, number: 0 };

function typed(name: string, type: NonNullable<Declaration['type']>, value: Value): Value {
  if (type === 'boolean' || type === 'number') {
    if (typeof value !== type)
      throw new WorkflowError(`Input ${name} is a ${type}. Unexpected value '${asText(value)}'`);
    return value;
  }
  if (value !== null && typeof value === 'object')
    throw new WorkflowError(`Input ${name} is a string, not a structure.`);
  return asText(value);
}
