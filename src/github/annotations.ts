/** Problems and failures as annotations on the file and line they are about. */
import path from 'node:path';
import type { Problem } from '../migration/problem.ts';
import type { Failure } from '../migration/result.ts';
import { visibleText } from '../report/visible.ts';
import type { AnnotationPlace, Toolkit } from './toolkit.ts';

/** GitHub shows ten annotations of a level for a step; the rest stays readable in the log. */
const ANNOTATIONS_SHOWN = 10;

/** @param directory the migrations directory, relative to the workspace as GitHub needs it, or absolute */
export function annotateProblems(problems: readonly Problem[], directory: string, toolkit: Toolkit): void {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const problem of problems) {
    counts[problem.severity] += 1;
    const text = problem.hint === undefined ? problem.message : `${problem.message} ${problem.hint}`;
    if (counts[problem.severity] > ANNOTATIONS_SHOWN) toolkit.info(`${problem.severity}: ${visibleText(text, '  ')}`);
    else annotator(problem, toolkit)(text, place(problem, directory));
  }
}

export function annotateFailure(failure: Failure, directory: string, toolkit: Toolkit): void {
  toolkit.error(failure.message, {
    title: `Migration ${failure.migration} failed`,
    file: workspacePath(directory, failure.path),
    startLine: failure.line,
    startColumn: failure.column,
  });
}

function annotator(problem: Problem, toolkit: Toolkit): (message: string, place: AnnotationPlace) => void {
  if (problem.severity === 'error')
    return (message, at) => {
      toolkit.error(message, at);
    };
  if (problem.severity === 'warning')
    return (message, at) => {
      toolkit.warning(message, at);
    };
  return (message, at) => {
    toolkit.notice(message, at);
  };
}

function place(problem: Problem, directory: string): AnnotationPlace {
  if (problem.path === undefined) return {};
  return {
    file: workspacePath(directory, problem.path),
    ...(problem.line === undefined ? {} : { startLine: problem.line }),
    ...(problem.column === undefined ? {} : { startColumn: problem.column }),
  };
}

function workspacePath(directory: string, file: string): string {
  return path.relative(process.cwd(), path.resolve(directory, file)).replaceAll(path.sep, '/');
}
