/** Errors and warnings with their cures. */
import { listed } from '../counted.ts';
import { alert, stacked } from '../markdown/blocks.ts';
import { prose, shorten } from '../markdown/escape.ts';
import type { ReportedProblem, ReportModel } from '../report-model.ts';
import type { Detail } from './detail.ts';
import { type Places, placesOf } from './places.ts';
import { firstOf, type Section } from './section.ts';

export function renderProblems(model: ReportModel, detail: Detail): Section {
  const of = (severity: ReportedProblem['severity']) =>
    model.problems.filter((problem) => problem.severity === severity);
  const errors = firstOf(of('error'), detail.problems, 'errors');
  const warnings = firstOf(of('warning'), detail.problems, 'warnings');
  const places = placesOf(model);
  const box = (kind: 'CAUTION' | 'WARNING', shown: readonly ReportedProblem[]) =>
    shown.length === 0
      ? ''
      : alert(kind, shown.map((problem) => item(problem, model.versions.length, places, detail)).join('\n'));
  return {
    markdown: stacked([box('CAUTION', errors.shown), box('WARNING', warnings.shown)]),
    leftOut: [...errors.leftOut, ...warnings.leftOut],
  };
}

/** @param versions how many there are */
function item(problem: ReportedProblem, versions: number, places: Places, { sentence }: Detail): string {
  const { path, line, message, hint } = problem;
  const where = path === undefined ? '' : `${places.place(path, line)}: `;
  // Many of them begin with the place.
  const said = path !== undefined && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  const some = problem.versions ?? [];
  const on = some.length > 0 && some.length < versions ? ` (PostgreSQL ${listed(some)})` : '';
  const cure = hint === undefined ? '' : `<br>→ ${prose(shorten(hint, sentence))}`;
  return `- ${where}${prose(shorten(said, sentence))}${on}${cure}`;
}
