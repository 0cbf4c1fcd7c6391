/** What of a plan one run carries out, and whether the files it finds are those that were planned. */
import { isClosed } from '../graph/closure.ts';
import type { Plan, PlannedShard } from '../graph/plan.ts';
import { type Problem, UserError, usageError } from '../migration/problem.ts';
import type { ResultShard } from '../migration/result.ts';
import { VERSION } from '../migration/version.ts';
import type { Health } from '../postgres/health.ts';
import { parseUrl } from '../postgres/url.ts';
import { partOf } from './part.ts';
import { type Label, parseSettings, type RawSettings, type SettingName, type Settings } from './settings.ts';
import { recordsOf, setOf } from './snapshots/snapshot-identity.ts';
import type { Work } from './work.ts';

export interface PlanPart {
  readonly plan: Plan;
  readonly shard: PlannedShard;
}

/** What a caller says of which part it wants; left out where there is but one. */
export interface WantedPart {
  readonly postgres?: string | undefined;
  readonly shard?: string | undefined;
}

/** @throws UserError (usage) when the plan has no such part */
export function choosePart(plan: Plan, { postgres = '', shard = '' }: WantedPart, label: Label): PlanPart {
  const found = plan.shards.filter(
    (each) => (postgres === '' || each.postgres === postgres) && (shard === '' || String(each.shard) === shard),
  );
  const [only, ...more] = found;
  if (only !== undefined && more.length === 0) return { plan, shard: only };
  const wanted = [
    ...(postgres === '' ? [] : [`${label('postgres')} ${postgres}`]),
    ...(shard === '' ? [] : [`${label('shard' as SettingName)} ${shard}`]),
  ].join(', ');
  const all = plan.shards.map((each) => `PostgreSQL ${each.postgres}, shard ${each.shard}`);
  if (all.length === 0)
    throw usageError(
      'nothing-planned',
      'The plan has nothing to be run.',
      'Run nothing where the output has-work is false.',
    );
  throw usageError(
    'no-such-shard',
    only === undefined
      ? `The plan has no part with ${wanted}.`
      : `The plan has ${found.length} parts, and ${wanted === '' ? 'nothing says' : `${wanted} does not say`} which of them is to be run.`,
    `Name one: ${all.slice(0, 20).join('; ')}${all.length > 20 ? ' …' : ''}.`,
  );
}

/**
 * The settings of a run that carries out a part: what the plan says, and what is of this machine.
 *
 * @throws UserError (usage) with all mistakes
 */
export function settingsOfPart({ plan, shard }: PlanPart, local: RawSettings, label: Label): Settings {
  const { 'service-user': serviceUser, ...carried } = plan.settings;
  const url = local['database-url']?.trim() ?? '';
  refuseWrongServer(serviceUser, url, label);
  const labelOf: Label = (name) => (name in carried ? `plan: settings.${name}` : label(name));
  const version = url === '' ? { postgres: shard.postgres } : {};
  return parseSettings(plan.directory, { ...carried, ...version, ...local }, labelOf);
}

function refuseWrongServer(serviceUser: string | undefined, url: string, label: Label): void {
  const hint = 'Set service-user of plan where runs use a service container, and only there.';
  if (serviceUser === undefined && url !== '')
    throw usageError(
      'bad-setting',
      `${label('database-url')} names a database, but the plan is for servers of ours.`,
      hint,
    );
  if (serviceUser === undefined) return;
  if (url === '')
    throw usageError(
      'bad-setting',
      `${label('database-url')} is missing: the plan is for a service that is used as ${serviceUser}.`,
      hint,
    );
  const user = parseUrl(url)?.user;
  if (user !== undefined && user !== serviceUser)
    throw usageError(
      'bad-setting',
      `${label('database-url')} connects as ${user}, but the plan is for ${serviceUser}.`,
      hint,
    );
}

export function shardOf({ plan, shard: { postgres, shard, shards, owned } }: PlanPart): ResultShard {
  return { plan: plan.digest, postgres, shard, shards, owned };
}

export function distrustedBy({ plan }: PlanPart): ReadonlyMap<string, string> {
  return new Map(Object.entries(plan.distrusted));
}

/**
 * The part of the work that is to be done.
 *
 * @throws UserError (usage) when the files are not those that were planned
 */
export function takePart(work: Work, { plan, shard }: PlanPart): Work {
  const problems = differences(work, plan);
  const [first, ...rest] = problems;
  if (first !== undefined) throw new UserError('usage', [first, ...rest]);
  if (shard.members === undefined) return work;
  const members = new Set(shard.members);
  const positions = [...members].flatMap((id) => work.graph.positions.get(id) ?? []);
  if (!isClosed(work.graph, positions)) throw new Error('The shard lacks dependencies of its migrations.');
  return withoutCallbacks(partOf(work, (id) => members.has(id)));
}

/** They may use what is in other shards. */
function withoutCallbacks({ seed, ...part }: Work): Work {
  if (seed === undefined) return part;
  const problem: Problem = {
    severity: 'info',
    code: 'callbacks-not-run',
    message: `A shard does not run ${seed.name}: it is for all migrations, and each shard has some.`,
    hint: 'Set shards to 1 to have it run.',
  };
  return { ...part, plan: { ...part.plan, problems: [...part.plan.problems, problem] } };
}

const HINT = 'Check out the commit that was planned, and use one version of migrate-action for all steps.';
const SHOWN = 10;

function differences(work: Work, plan: Plan): readonly Problem[] {
  const complain = (message: string): Problem => ({
    severity: 'error',
    code: 'other-than-planned',
    message,
    hint: HINT,
  });
  const there = new Map(work.plan.migrations.map((each) => [each.id, each]));
  const planned = new Set(plan.migrations.map(({ id }) => id));
  const unsure = beyondPlanning(plan);
  const problems = [
    ...(plan.format === work.plan.format
      ? []
      : [`The files are ${work.plan.format}'s, and were planned as ${plan.format}'s.`]),
    ...plan.migrations.flatMap(({ id, digest }) => {
      const found = there.get(id);
      if (found === undefined) return [`${id} was planned and is not there.`];
      return found.digest === digest || unsure.has(id)
        ? []
        : [`${id} is not as it was planned: it, or what it depends on, has other SQL.`];
    }),
    ...work.plan.migrations.flatMap(({ id }) => (planned.has(id) ? [] : [`${id} was not planned.`])),
  ];
  const shown = problems.slice(0, SHOWN).map(complain);
  if (problems.length > SHOWN) shown.push(complain(`And ${problems.length - SHOWN} more differences from the plan.`));
  if (problems.length === 0) shown.push(...besideTheSql(work, plan).map(complain));
  if (shown.length > 0 && plan.madeBy !== VERSION)
    shown.push(complain(`The plan was made by version ${plan.madeBy}, and this is ${VERSION}.`));
  return shown;
}

/** What shapes the database where all migrations have the digests that were planned. */
function besideTheSql(work: Work, plan: Plan): readonly string[] {
  if (plan.set !== setOf(work))
    return ['The SQL before the first migration, or the table of the books, is not as it was planned.'];
  const found = work.plan.migrations.map(({ id }) => id);
  const moved = plan.migrations.find(({ id }, place) => found[place] !== id);
  if (moved !== undefined) return [`${moved.id} was planned in another place: the migrations come in another order.`];
  const records = recordsOf(work);
  return plan.migrations
    .flatMap(({ id }, place) =>
      records[place] === plan.records[place] ? [] : [`${id} is recorded in another way than it was planned.`],
    )
    .slice(0, SHOWN);
}

/** Those whose digest the plan could not know, as programs run only when the migrations do, and those that depend on them. */
function beyondPlanning({ migrations }: Plan): ReadonlySet<string> {
  const unsure = new Set<string>();
  for (const { id, beyondDigest, dependsOn } of migrations) {
    if (beyondDigest !== false || dependsOn.some((each) => unsure.has(each.id))) unsure.add(id);
  }
  return unsure;
}

/** @throws UserError (usage) when somebody's server is of another version than the part is for */
export function refuseOtherVersion({ shard }: PlanPart, { major, version }: Health): void {
  if (String(major) === shard.postgres) return;
  throw usageError(
    'other-version',
    `The database is on PostgreSQL ${version}, and this part of the plan is for PostgreSQL ${shard.postgres}.`,
    'Start the service from the image of that version.',
  );
}
