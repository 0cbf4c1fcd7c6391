/** Reading a file of the set so that what is wrong with it becomes one problem among the others. */
import { type Problem, UserError } from '../../migration/problem.ts';
import type { Directory } from '../directory.ts';

/** The file's text; undefined, with the reason added to `problems`, if it cannot be read as text. */
export function readText(directory: Directory, file: string, problems: Problem[]): string | undefined {
  try {
    return directory.read(file);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
