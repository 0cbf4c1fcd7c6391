/** A report as Markdown: for a comment on a pull request, and for the summary of a job. */
import { stacked } from '../markdown/blocks.ts';
import type { ReportModel } from '../report-model.ts';
import { renderConflicts } from './conflicts.ts';
import { ALL, type Detail, LADDER, LEAST } from './detail.ts';
import { renderFacts } from './facts.ts';
import { renderFailures } from './failures.ts';
import { renderCache, renderGraph, renderSlowest } from './folded.ts';
import { renderFooter, type Whereabouts } from './footer.ts';
import { renderNewMigrations } from './new-migrations.ts';
import { renderProblems } from './problems.ts';
import { renderRuns } from './runs.ts';
import { renderTimeline } from './timeline.ts';
import { renderUnplanned } from './unplanned.ts';

/** GitHub counts characters; what else counts bytes is safe with these. */
export const COMMENT_LIMIT_BYTES = 65_536;
/** Of one step, by GitHub's documentation. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/** @param reservedBytes what else will be in the comment, such as its marker */
export function renderComment(model: ReportModel, reservedBytes = 0): string {
  const elsewhere = { place: 'the job summary', address: model.links.run };
  return fitting(model, elsewhere, COMMENT_LIMIT_BYTES - reservedBytes);
}

export function renderSummary(model: ReportModel): string {
  const elsewhere = { place: 'the results that the run keeps as artifacts', address: model.links.artifacts };
  return fitting(model, elsewhere, SUMMARY_LIMIT_BYTES);
}

/** Mostly all of it fits. Else each step down is shorter than the one before, so that few of them have to be tried. */
function fitting(model: ReportModel, elsewhere: Whereabouts, limit: number): string {
  let text = render(model, elsewhere, ALL);
  if (Buffer.byteLength(text) <= limit) return text;
  let best: string | undefined;
  let [first, last] = [0, LADDER.length - 1];
  while (first <= last) {
    const middle = Math.floor((first + last) / 2);
    text = render(model, elsewhere, LADDER[middle] ?? LEAST);
    if (Buffer.byteLength(text) <= limit) {
      best = text;
      last = middle - 1;
    } else first = middle + 1;
  }
  if (best !== undefined) return best;
  const bare = { ...model, notes: [] };
  return `${stacked([renderFacts(bare), renderFooter(bare, ['everything else'], elsewhere, LEAST)])}\n`;
}

function render(model: ReportModel, elsewhere: Whereabouts, detail: Detail): string {
  const sections = [
    renderUnplanned,
    renderFailures,
    renderConflicts,
    renderNewMigrations,
    renderProblems,
    renderRuns,
    renderSlowest,
    renderTimeline,
    renderGraph,
    renderCache,
  ].map((section) => section(model, detail));
  const leftOut = sections.flatMap((section) => section.leftOut);
  return `${stacked([
    renderFacts(model),
    ...sections.map(({ markdown }) => markdown),
    renderFooter(model, leftOut, elsewhere, detail),
  ])}\n`;
}
