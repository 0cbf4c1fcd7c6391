/** Documents that go from one process to another as JSON: nothing in them is believed before all of it is checked. */
import * as v from 'valibot';
import { isRecord } from './plain.ts';
import { type Problem, UserError, usageError } from './problem.ts';

export interface DocumentKind {
  /** As in a sentence: `a plan`. */
  readonly what: string;
  readonly version: number;
  /** Who makes it, as an instruction: `Make it anew: migrate-action plan DIR --json`. */
  readonly cure: string;
}

/** More are the consequence of the first ones. */
const PROBLEMS_SHOWN = 20;

/**
 * @param name of the file, as the reader knows it
 * @throws UserError (usage) with everything that is wrong: place, value and what is allowed
 */
export function readDocument<Schema extends v.GenericSchema>(
  text: string,
  name: string,
  schema: Schema,
  { what, version, cure }: DocumentKind,
): v.InferOutput<Schema> {
  const value = parseJson(text, name, what, cure);
  const found = v.safeParse(v.looseObject({ version: v.number() }), value);
  if (!found.success) throw usageError('bad-document', `${name} is not ${what}: it has no version.`, cure);
  const { version: actual } = found.output;
  if (actual !== version) {
    const when = actual > version ? 'a later' : 'an earlier';
    throw usageError(
      'bad-document',
      `${name} is ${what} of version ${actual}, not ${version}: ${when} version of migrate-action wrote it.`,
      'Use one version of migrate-action for all steps.',
    );
  }
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const problems = result.issues.slice(0, PROBLEMS_SHOWN).map((issue): Problem => {
    const place = v.getDotPath(issue) ?? 'the whole';
    return {
      severity: 'error',
      code: 'bad-document',
      message: `${name} is not ${what}: at ${place}, ${lowered(issue.message)}.`,
      hint: cure,
    };
  });
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error(`${name} is not valid, and nothing says why.`);
  throw new UserError('usage', [first, ...rest]);
}

/** Of what was to be made there is only why it was not. What is no JSON is told as such by whoever reads it as a whole. */
export function tellsOnlyProblems(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && !('migrations' in value) && 'problems' in value;
  } catch {
    return false;
  }
}

function parseJson(text: string, name: string, what: string, cure: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw usageError('bad-document', `${name} is not ${what}: it is no JSON.`, cure, { cause });
  }
}

function lowered(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** 64 hexadecimal digits. */
export const HashText = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'Invalid hash: Expected 64 hexadecimal digits'));
/** A duration. */
export const Milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
export const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** Of a shard, a line or a column. */
export const Ordinal = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** PostgreSQL's major version. */
export const MajorText = v.pipe(v.string(), v.regex(/^[1-9]\d$/, 'Invalid version: Expected two digits'));

export const ProblemSchema = v.object({
  severity: v.picklist(['error', 'warning', 'info']),
  code: v.string(),
  message: v.string(),
  path: v.optional(v.string()),
  line: v.optional(Ordinal),
  column: v.optional(Ordinal),
  hint: v.optional(v.string()),
});

export const FingerprintSchema = v.object({ schema: HashText, data: HashText });
