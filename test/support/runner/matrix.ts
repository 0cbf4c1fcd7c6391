/** `strategy.matrix`: which legs a job has. */
import type { Value, Values } from './expressions.ts';
import { WorkflowError } from './workflow-error.ts';

export interface Leg {
  readonly matrix: Values;
  /** What tells this leg from the others in the job's name, such as `17, linux`. */
  readonly label: string;
}

/** GitHub starts no more jobs of one matrix. */
const MOST_LEGS = 256;

/** @param matrix evaluated; what is `${{ fromJSON(…) }}` in the file is an object by now */
export function legsOf(matrix: Value): Leg[] {
  if (matrix === null || typeof matrix !== 'object' || Array.isArray(matrix))
    throw new WorkflowError('The matrix is not a mapping.');
  const { include = [], exclude = [], ...axes } = matrix as Values;
  const vectors = Object.entries(axes).map(([name, values]) => [name, vectorOf(name, values)] as const);
  const combinations = vectors.reduce<Values[]>(
    (soFar, [name, values]) => soFar.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))),
    vectors.length === 0 ? [] : [{}],
  );
  const excluded = mappings('exclude', exclude);
  const left = combinations.filter((each) => !excluded.some((filter) => matches(each, filter)));
  const included = mappings('include', include).map((item) => split(item, axes));
  const used = new Set<object>();
  const legs = left.map((combination) => {
    const fitting = included.filter(({ filter }) => matches(combination, filter));
    for (const each of fitting) used.add(each);
    return leg(
      fitting.reduce<Values>((soFar, { extra }) => ({ ...soFar, ...extra }), combination),
      combination,
    );
  });
  for (const item of included)
    if (!used.has(item)) {
      const whole = { ...item.filter, ...item.extra };
      legs.push(leg(whole, whole));
    }
  if (legs.length === 0) throw new WorkflowError('The matrix must have at least one leg.');
  if (legs.length > MOST_LEGS) throw new WorkflowError(`The matrix has ${legs.length} legs; ${MOST_LEGS} are allowed.`);
  return legs;
}

/** @param named the values that the name shows: what `include` adds to a combination is not in it */
function leg(matrix: Values, named: Values): Leg {
  const words = (value: Value): string[] => {
    if (value === null || value === '') return [];
    if (typeof value !== 'object') return [String(value)];
    return Object.values(value as Values).flatMap(words);
  };
  return { matrix, label: words(named).join(', ') };
}

function vectorOf(name: string, values: Value): readonly Value[] {
  if (!Array.isArray(values)) throw new WorkflowError(`The matrix's "${name}" is not a list.`);
  if (values.length === 0) throw new WorkflowError(`Matrix vector '${name}' does not contain any values`);
  return values as readonly Value[];
}

function mappings(name: string, list: Value): readonly Values[] {
  if (!Array.isArray(list)) throw new WorkflowError(`The matrix's "${name}" is not a list.`);
  return list as readonly Values[];
}

/** An item of `include` selects combinations by the axes it names, and adds the rest to them. */
function split(item: Values, axes: Values): { readonly filter: Values; readonly extra: Values } {
  const isAxis = ([name]: readonly [string, Value]) => name in axes;
  const pairs = Object.entries(item);
  return {
    filter: Object.fromEntries(pairs.filter(isAxis)),
    extra: Object.fromEntries(pairs.filter((pair) => !isAxis(pair))),
  };
}

function matches(combination: Values, filter: Values): boolean {
  return Object.entries(filter).every(([name, value]) => contains(combination[name], value));
}

/** A mapping matches another by the keys that it has. */
function contains(value: Value | undefined, wanted: Value): boolean {
  if (value === undefined) return false;
  if (typeof wanted !== 'object' || wanted === null || typeof value !== 'object' || value === null)
    return value === wanted;
  return Object.entries(wanted as Values).every(([name, each]) => contains((value as Values)[name], each));
}
