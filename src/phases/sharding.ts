/**
 * The plan for jobs of a matrix: on each version what earlier runs have not proved yet, split into shards.
 *
 * A migration is proved on a version when a run has applied it there on top of the same ancestors. So what is proved is known migration
 * by migration, however an earlier plan had split them.
 */
import { sealPlan } from '../graph/plan-document.ts';
import { type Plan, PLAN_VERSION, type PlannedShard, type PlannedVersion, type VerifiedPlan } from '../graph/plan.ts';
import { type CountedShards, forcedShards, MOST_JOBS, quickestShards, JOB_MS } from '../graph/shard-count.ts';
import type { Shard } from '../graph/shards.ts';
import { withProved } from '../graph/shards/with-proved.ts';
import { expectedTimes } from '../graph/snapshot-choice.ts';
import { VERSION } from '../migration/version.ts';
import type { FormatOptions } from '../formats/format.ts';
import type { Major } from '../postgres/server/releases.ts';
import { formatDuration } from '../report/duration.ts';
import { localSetOf } from './local-set.ts';
import { partOf } from './part.ts';
import { plan, type PlanOptions, type Prepared } from './plan.ts';
import type { PlanSettings } from './plan-settings.ts';
import { quietReporter } from './progress.ts';
import type { Settings } from './settings.ts';
import { openManagedSnapshots } from './snapshots/managed-snapshots.ts';
import { closedSetOf, placesOf, recordsOf, setOf, whyBeyond } from './snapshots/snapshot-identity.ts';
import type { Snapshots } from './snapshots/snapshots.ts';
import type { StorePort } from './ports.ts';

export interface PlanPorts {
  readonly env: FormatOptions['env'];
  /** Where what earlier runs left is kept; default: directories beside the servers. */
  readonly store?: StorePort | undefined;
  readonly maker?: PlanOptions['maker'];
  /** Whether the plan is to tell of the files, for a report that compares them with a base branch. */
  readonly tellsFiles?: boolean | undefined;
  /** Merged migrations that are altered on purpose, for such a report. */
  readonly accepted?: readonly string[] | undefined;
}

export interface Planned extends Prepared {
  readonly whole: Plan;
}

/** @throws UserError see `plan` */
export async function planShards(asked: PlanSettings, ports: PlanPorts): Promise<Planned> {
  const { settings, versions } = asked;
  const { store } = ports.store ?? {};
  const prepared = await plan(settings, ports.env, {
    checkSyntax: true,
    runPrograms: false,
    store,
    maker: ports.maker,
  });
  const split = await Promise.all(versions.map((major) => splitFor(major, asked, prepared, ports)));
  const shards = split.flatMap((each) => each.shards);
  const whole = sealPlan({
    version: PLAN_VERSION,
    ...prepared.plan,
    versions: split.map(({ version }) => version),
    shards,
    matrix: { include: shards.map(({ postgres, shard, shards: count }) => ({ postgres, shard, shards: count })) },
    settings: asked.carried,
    set: setOf(prepared),
    records: recordsOf(prepared),
    distrusted: Object.fromEntries(prepared.distrusted),
    madeBy: VERSION,
    ...(ports.accepted === undefined || ports.accepted.length === 0 ? {} : { accepted: ports.accepted }),
    ...(ports.tellsFiles === true ? { local: localSetOf(prepared) } : {}),
  });
  return { ...prepared, whole };
}

interface Split {
  readonly version: PlannedVersion;
  readonly shards: readonly PlannedShard[];
}

async function splitFor(major: Major, asked: PlanSettings, prepared: Prepared, ports: PlanPorts): Promise<Split> {
  const { graph, memory, runnables } = prepared;
  const timed = runnables.map((each) => ({ ...each, expectedMs: memory?.expectedMs(each.content, major) }));
  const postgres = String(major);
  const verified = verifiedOn(major, prepared);
  const common = {
    postgres,
    replayMs: timed.every(({ expectedMs }) => expectedMs !== undefined)
      ? sumOf(timed.map(({ expectedMs = 0 }) => expectedMs))
      : undefined,
    verified,
  };
  const wanted = wantedOn(major, asked.settings, prepared, verified !== undefined);
  if (wanted.length === 0)
    return {
      version: {
        ...common,
        shards: 0,
        why: graph.nodes.length === 0 ? 'There is nothing to run.' : 'Earlier runs applied all of it.',
      },
      shards: [],
    };
  // What was timed on other versions says more than nothing.
  const known = timed.map((each) => ({ ...each, expectedMs: each.expectedMs ?? memory?.expectedMs(each.content) }));
  const costs = expectedTimes(
    known.map(({ migration, digest, expectedMs }) => ({ id: migration.id, digest, record: '', expectedMs })),
  );
  const work = { ...prepared, runnables: known };
  const counted = await count(major, asked, work, { graph, costs, wanted }, ports);
  const { shards } = counted.counted;
  return {
    version: { ...common, shards: shards.length, why: counted.why },
    shards: shards.map((shard, index) =>
      plannedShard(shard, { postgres, shard: index + 1, shards: shards.length }, prepared),
    ),
  };
}

/** Those that nobody has proved, in file order. */
function wantedOn(major: Major, { reuse }: Settings, prepared: Prepared, isVerified: boolean): readonly number[] {
  const { graph, memory, runnables } = prepared;
  const all = graph.nodes.map((_, position) => position);
  if (reuse === 'off' || memory === undefined || whyBeyond(prepared) !== undefined) return all;
  if (isVerified) return [];
  const places = placesOf(prepared);
  return all.filter((position) => {
    const place = places[position];
    return place === undefined || !memory.proven(runnables[position]?.content ?? '', major, place);
  });
}

function verifiedOn(major: Major, prepared: Prepared): VerifiedPlan | undefined {
  if (whyBeyond(prepared) !== undefined) return undefined;
  const known = prepared.memory?.verified(closedSetOf(prepared), major);
  if (known === undefined) return undefined;
  const { at, ms, schema, data } = known;
  const fingerprint = schema === undefined || data === undefined ? undefined : { schema, data };
  return { at: new Date(at * 1000).toISOString(), ms, fingerprint };
}

async function count(
  major: Major,
  { settings, shards, maxParallel, versions }: PlanSettings,
  prepared: Prepared,
  work: { graph: Prepared['graph']; costs: readonly number[]; wanted: readonly number[] },
  ports: PlanPorts,
): Promise<{ counted: CountedShards; why: string }> {
  const total = sumOf(work.costs);
  const only = whyOnlyOne(settings, prepared);
  const most = Math.floor(Math.min(maxParallel, MOST_JOBS) / versions.length);
  // Else they do not change what comes of it, and to look for them costs a request.
  const maySettle =
    shards === 'auto' ? total > JOB_MS && most > 1 : shards > 1 && work.wanted.length < work.graph.nodes.length;
  const areOurs = settings.serviceUser === undefined;
  const snapshots = only === undefined && maySettle && areOurs ? await recalled(major, settings, ports) : undefined;
  const remains = (part: Prepared, cost: number) => Math.max(0, cost - (snapshots?.savesMs(part) ?? 0));
  const counting = {
    ...work,
    wholeMs: remains(prepared, total),
    remainingMs: ({ members, cost }: Shard) => {
      const ids = new Set(members.map((position) => prepared.runnables[position]?.migration.id));
      return remains(
        partOf(prepared, (id) => ids.has(id)),
        cost,
      );
    },
  };
  if (only !== undefined) return { counted: forcedShards(counting, 1), why: `One shard: ${only}.` };
  const counted = shards === 'auto' ? quickestShards(counting, most) : forcedShards(counting, shards);
  const why = shards === 'auto' ? explain(counted) : explain(counted, shards);
  // Databases of services are not put together.
  if (!areOurs) return { counted, why };
  return { counted: { ...counted, shards: withProved(counting, counted.shards) }, why };
}

async function recalled(major: Major, settings: Settings, { env, store }: PlanPorts): Promise<Snapshots> {
  const reporter = quietReporter({ write: () => true });
  const snapshots = openManagedSnapshots({ ...settings, postgres: major }, { reporter, env, store });
  await snapshots.recall();
  return snapshots;
}

/** What parts of a set cannot do, as a clause. */
function whyOnlyOne({ seed, seedCommand }: Settings, { bookkeeping, plan: { format } }: Prepared): string | undefined {
  if (seed.length > 0 || seedCommand !== undefined) return 'the seed needs all migrations';
  if (bookkeeping.onlyPrefixes === true)
    return `${format} records only how far it got, so that its books cannot speak of a part`;
  return undefined;
}

function explain({ shards, reason, finishMs, oneMs }: CountedShards, asked = 0): string {
  const job = `each further job counts as ${formatDuration(JOB_MS)}`;
  const one = `about ${formatDuration(oneMs)}`;
  switch (reason) {
    case 'whole':
      return `One shard: all of it takes ${one}, and ${job}.`;
    case 'inseparable':
      return 'One shard: no two parts of what is to be run can be apart.';
    case 'no-room':
      return 'One shard: there may be no more jobs at the same time.';
    case 'quickest':
      return `${shards.length} shards: they end after about ${formatDuration(finishMs)}, and one would after ${one}; ${job}.`;
    case 'asked':
      return `${shards.length === 1 ? 'One shard' : `${shards.length} shards`}, as asked for.`;
    case 'fewer':
      return `${shards.length === 1 ? 'One shard' : `${shards.length} shards`} of the ${asked} asked for: no more parts of what is to be run can be apart.`;
  }
}

function plannedShard(
  { owned, members, cost }: Shard,
  entry: Pick<PlannedShard, 'postgres' | 'shard' | 'shards'>,
  { graph, runnables }: Prepared,
): PlannedShard {
  const ids = (positions: readonly number[]) =>
    positions.flatMap((position) => runnables[position]?.migration.id ?? []);
  const isWhole = members.length === graph.nodes.length;
  return { ...entry, owned: ids(owned), members: isWhole ? undefined : ids(members), expectedMs: Math.round(cost) };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}
