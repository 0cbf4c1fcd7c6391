/**
 * What hints call flags of the command line is written otherwise in a workflow: as inputs, whose names are the same. Hints are ours; messages
 * quote what others have written, SQL and what PostgreSQL says of it, and stay as they are.
 */
import { FORMATS } from './formats/registry.ts';
import type { Problem } from './migration/problem.ts';
import { PLAN_SETTING_NAMES } from './phases/plan-settings.ts';
import { SETTING_NAMES } from './phases/settings.ts';

/** What can be nothing but the flag's value, where it stands behind it in a sentence. */
const VALUE = String.raw`[^\s=]+=[^\s.]*|(?:${FORMATS.map(({ name }) => name).join('|')})(?![\w-])`;
const NAME = [...SETTING_NAMES.filter((name) => name !== 'keep'), ...PLAN_SETTING_NAMES].join('|');
const FLAG = new RegExp(String.raw`(?<![\w-])--(${NAME})(?![\w-])(?: (${VALUE}))?`, 'g');

export function inJob(problem: Problem): Problem {
  const { hint } = problem;
  return hint === undefined ? problem : { ...problem, hint: withInputs(hint) };
}

function withInputs(text: string): string {
  return text.replace(FLAG, (_, name: string, value?: string) =>
    value === undefined ? `input "${name}"` : `"${name}: ${value}"`,
  );
}
