/** What stands first: the verdict, and one line of figures. */
import { grouped, listed } from '../counted.ts';
import { formatDuration } from '../duration.ts';
import { stacked } from '../markdown/blocks.ts';
import type { MigrationCounts, ReportModel } from '../report-model.ts';
import { type VerdictLevel, verdictOf } from '../verdict.ts';

const ICONS: Record<VerdictLevel, string> = { fine: '✅', attention: '⚠️', failed: '❌' };

export function renderFacts(model: ReportModel): string {
  const { level, headline } = verdictOf(model);
  const { counts } = model;
  const figures = counts === undefined ? [] : [counted(counts), timed(model), versions(model)];
  return stacked([`### ${ICONS[level]} ${headline}`, figures.join(' · ')]);
}

function counted(counts: MigrationCounts): string {
  const { total, restored, verified = 0, applied, edited = 0 } = counts;
  const changes = [
    ...(counts.new === undefined || counts.new === 0 ? [] : [`${grouped(counts.new)} new`]),
    ...(edited > 0 ? [`${grouped(edited)} edited`] : []),
  ];
  const parts =
    counts.new === undefined
      ? [`**${grouped(total)}** in all`]
      : [
          changes.length === 0 ? 'None new' : `**${changes.join(', ')}**`,
          `${grouped(total - counts.new - edited)} known`,
        ];
  const done = [
    ...(restored > 0 ? [`${grouped(restored)} restored`] : []),
    ...(verified > 0 ? [`${grouped(verified)} verified before`] : []),
    ...(applied > 0 ? [`${grouped(applied)} applied`] : []),
  ];
  return `${parts.join(', ')}${done.length > 0 ? ` (${done.join(', ')})` : ''}`;
}

function timed({ versions: all, time: { nowMs, replayMs } }: ReportModel): string {
  const isDone = all.every(({ shards }) => shards.every(({ state }) => state === 'verified'));
  const now = nowMs > 0 ? `**${formatDuration(nowMs)}**` : isDone ? '**no run needed**' : '**no run has ended**';
  if (replayMs === undefined) return now;
  return `${now}, a full replay takes ${formatDuration(replayMs)}`;
}

function versions({ versions: all }: ReportModel): string {
  return `PostgreSQL ${listed(all.map(({ postgres }) => postgres))}`;
}
