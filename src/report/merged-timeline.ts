/** What ran when: of the version whose runs took longest, all shards on one scale that begins with each run. */
import type { Plan, PlannedShard } from '../graph/plan.ts';
import type { PartResult } from '../migration/result-document.ts';
import type { Timeline, TimelineSpan } from './report-model.ts';

interface Outcome {
  readonly shard: PlannedShard;
  readonly result?: PartResult | undefined;
}

/** @returns undefined where no run applied anything */
export function timelineOf({ versions }: Pick<Plan, 'versions'>, outcomes: readonly Outcome[]): Timeline | undefined {
  const timelines = versions.map(({ postgres }) => {
    const own = outcomes.filter(({ shard }) => shard.postgres === postgres);
    const spans = own.flatMap(({ shard, result }) => (result === undefined ? [] : spansOf(shard.shard, result)));
    return { postgres, spans: spans.sort((a, b) => a.fromMs - b.fromMs) };
  });
  const shown = timelines.filter(({ spans }) => spans.some(({ kind }) => kind === 'migration'));
  const endOf = ({ spans }: Timeline) => Math.max(...spans.map(({ toMs }) => toMs));
  const [first, ...others] = shown;
  return first && others.reduce((longest, each) => (endOf(each) > endOf(longest) ? each : longest), first);
}

function spansOf(shard: number, { migrations, start, timings }: PartResult): readonly TimelineSpan[] {
  const ran = migrations.flatMap(({ id, status, fromMs, ms, lane = 0 }): readonly TimelineSpan[] =>
    fromMs === undefined || ms === undefined
      ? []
      : [{ label: id, kind: 'migration', failed: status === 'failed', shard, lane, fromMs, toMs: fromMs + ms }],
  );
  if (ran.length === 0) return [];
  const label = start.from === 'snapshot' ? 'plan, server and snapshot' : 'plan and server';
  const before: TimelineSpan = { label, kind: 'other', shard, lane: 0, fromMs: 0, toMs: timings.provisionMs };
  return [before, ...ran];
}
