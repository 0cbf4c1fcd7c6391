/** What ran when, and beside what: a Gantt chart, which GitHub draws. */
import { formatDuration } from '../duration.ts';
import { groupsOf } from '../grouping.ts';
import { details } from '../markdown/blocks.ts';
import { codeBlock, shorten } from '../markdown/escape.ts';
import type { ReportModel, Timeline, TimelineSpan } from '../report-model.ts';
import type { Detail } from './detail.ts';
import { NOTHING_TO_SAY, type Section } from './section.ts';

/** Shorter ones would be lines that nobody can see. */
const LEAST_SHARE = 1 / 400;
const LABEL = 40;

export function renderTimeline({ timeline }: ReportModel, { spans: most }: Detail): Section {
  if (timeline === undefined || timeline.spans.length === 0) return NOTHING_TO_SAY;
  if (most === 0) return { markdown: '', leftOut: ['the timeline'] };
  const shown = longest(timeline.spans, most);
  const which =
    shown.length === timeline.spans.length ? '' : `, the ${shown.length} longest of ${timeline.spans.length} spans`;
  const end = Math.max(...timeline.spans.map(({ toMs }) => toMs));
  const summary = `Timeline of PostgreSQL ${timeline.postgres}: ${formatDuration(end)}${which}`;
  return { markdown: details(summary, codeBlock(gantt(timeline, shown, end), 'mermaid')), leftOut: [] };
}

function longest(spans: readonly TimelineSpan[], most: number): readonly TimelineSpan[] {
  const byLength = [...spans].sort((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
  const chosen = new Set(byLength.slice(0, most));
  return spans.filter((span) => chosen.has(span));
}

function gantt({ spans: all }: Timeline, shown: readonly TimelineSpan[], end: number): string {
  const lanes = groupsOf(shown, ({ shard, lane }) => JSON.stringify([shard, lane]));
  const shards = new Set(all.map(({ shard }) => shard)).size;
  const sections = lanes
    .sort(([a], [b]) => (a?.shard ?? 0) - (b?.shard ?? 0) || (a?.lane ?? 0) - (b?.lane ?? 0))
    .flatMap((spans) => {
      const { shard = 1, lane = 0 } = spans[0] ?? {};
      const title = [...(shards > 1 ? [`Shard ${shard}`] : []), `Connection ${lane + 1}`].join(', ');
      return [`  section ${title}`, ...spans.map((span) => `  ${task(span, end)}`)];
    });
  const axis = end < 3000 ? '%S.%L s' : end < 60_000 ? '%-S s' : '%-M min %S s';
  return ['gantt', '  dateFormat x', `  axisFormat ${axis}`, ...sections].join('\n');
}

function task({ label, kind, failed = false, fromMs, toMs }: TimelineSpan, end: number): string {
  const from = Math.round(fromMs);
  const to = Math.round(Math.max(toMs, fromMs + end * LEAST_SHARE, from + 1));
  const tag = failed ? 'crit, ' : kind === 'other' ? 'done, ' : '';
  return `${ganttText(`${shorten(label, LABEL)} (${formatDuration(toMs - fromMs)})`)} :${tag}${from}, ${to}`;
}

/** What Mermaid's Gantt charts take for their own syntax or for HTML becomes one of its character codes. */
function ganttText(text: string): string {
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}`)
    .replace(/[^\p{L}\p{M}\p{N} .()…_-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}
