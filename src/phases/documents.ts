/** Plans and results in files, as their readers name them. */
import { readFileSync } from 'node:fs';
import { parsePlan } from '../graph/plan-document.ts';
import type { Plan } from '../graph/plan.ts';
import { usageError } from '../migration/problem.ts';
import { messageOf } from '../postgres/thrown.ts';

/** @throws UserError (usage) for a file that cannot be read, or is no plan */
export function readPlanFile(file: string): Plan {
  return parsePlan(readText(file), file);
}

/** @throws UserError (usage) for a file that cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw usageError('unreadable-file', `${file} cannot be read: ${messageOf(cause)}`, 'Name a file that is there.', {
      cause,
    });
  }
}
