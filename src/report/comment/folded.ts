/** What only some readers want: the slowest, the graph, what the cache did. */
import { formatDuration } from '../duration.ts';
import { details } from '../markdown/blocks.ts';
import { code, codeBlock, prose, shorten } from '../markdown/escape.ts';
import { type Column, table } from '../markdown/table.ts';
import type { ReportModel, TimedMigration } from '../report-model.ts';
import type { Detail } from './detail.ts';
import { firstOf, NOTHING_TO_SAY, type Section } from './section.ts';

export function renderSlowest({ slowest, versions }: ReportModel, detail: Detail): Section {
  // Of one there is nothing to compare.
  if (slowest.length < 2) return NOTHING_TO_SAY;
  if (detail.slowest === 0) return { markdown: '', leftOut: ['the slowest migrations'] };
  const shown = slowest.slice(0, detail.slowest);
  const version: Column<TimedMigration> = { head: 'PostgreSQL', cell: ({ postgres }) => postgres };
  const columns: Column<TimedMigration>[] = [
    { head: 'Migration', cell: ({ id }) => code(shorten(id, detail.name)) },
    ...(versions.length > 1 ? [version] : []),
    { head: 'Time', align: 'right', cell: ({ ms }) => formatDuration(ms) },
  ];
  return { markdown: details('Slowest migrations', table(columns, shown)), leftOut: [] };
}

export function renderGraph({ graph }: ReportModel, detail: Detail): Section {
  if (graph === undefined) return NOTHING_TO_SAY;
  if (!detail.graph) return { markdown: '', leftOut: ['the graph'] };
  const rest = graph.leftOut > 0 ? `, without ${graph.leftOut} that are further away` : '';
  return {
    markdown: details(`What depends on what${rest}`, codeBlock(graph.mermaid.trimEnd(), 'mermaid')),
    leftOut: [],
  };
}

export function renderCache({ cacheLines, time: { savedMs, spentMs } }: ReportModel, detail: Detail): Section {
  if (cacheLines.length === 0) return NOTHING_TO_SAY;
  const { shown, leftOut } = firstOf(cacheLines, detail.cacheLines, 'lines on what was restored');
  const sums = [
    ...(savedMs > 0 ? [`${formatDuration(savedMs)} saved`] : []),
    ...(spentMs > 0 ? [`${formatDuration(spentMs)} spent on later runs`] : []),
  ].join(', ');
  if (shown.length === 0) return { markdown: '', leftOut };
  const lines = shown.map((line) => `- ${prose(shorten(line, detail.sentence))}`);
  return {
    markdown: details(`What was restored, and why${sums === '' ? '' : `: ${sums}`}`, lines.join('\n')),
    leftOut,
  };
}
