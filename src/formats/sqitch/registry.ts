/**
 * Sqitch's registry: the schema in which it keeps what it has deployed, at version 1.1 of its layout.
 *
 * Rules, from `lib/App/Sqitch/Engine/pg.sql`, `Engine/pg.pm`, `Role/DBIEngine.pm` and `Engine.pm`:
 * - A change has a row in `changes` under its id, with the SHA-1 of its deploy script, which no other change of the project may have;
 *   rows in `dependencies` and `tags`; and one in `events`, which a revert adds to and does not remove.
 * - Where a deployment goes on is told by the newest row alone, found in the plan by its id. So when changes were applied in another
 *   order than the plan's, `finish` hands their times out again in the plan's order; and when the plan has changed since (which gives
 *   every later change a new id), it gives deployed changes, known by name and script, the ids of today's plan, and adds new tags.
 */
import type { AppliedRecord, Bookkeeping } from '../../migration/bookkeeping.ts';
import type { Migration } from '../../migration/migration.ts';
import { quoteIdentifier, quoteLiteral } from '../../sql/quote.ts';
import { inFileOrder } from '../shared/file-order.ts';
import { textField } from '../shared/rows.ts';
import type { Change, Dependency, Plan, Planned } from './plan.ts';
import { bookkeepingTable, tableName } from '../shared/table-name.ts';

const RELEASE = '1.1';
const COMMITTER_NAME = 'migrate-action';
const COMMITTER_EMAIL = 'migrate-action@localhost';

/** A change of the plan with what the files add to it. */
export interface PlacedChange {
  readonly change: Change;
  /** The migration's version: the change's name, with a tag if it was reworked later. */
  readonly version: string;
  /** SHA-1 of the deploy script's bytes. */
  readonly scriptHash: string;
  /** Which change of the plan each requirement resolves to, by the requirement's text. */
  readonly required: ReadonlyMap<string, PlacedChange>;
}

/** The schema that `asked` names: the schema of a qualified name (`ops.changes`), or the name itself. */
export function registrySchema(own: string, asked: string | undefined): string {
  if (asked === undefined) return own;
  return asked.includes('.') ? tableName(bookkeepingTable(own, asked)).schema : asked.replaceAll('"', '');
}

export function sqitchBookkeeping(plan: Plan, placed: readonly PlacedChange[], registry: string): Bookkeeping {
  const schema = quoteIdentifier(registry);
  const changes = `${schema}.changes`;
  const project = literal(plan.project);
  const byVersion = new Map(placed.map((item) => [item.version, item]));
  const byId = new Map(placed.map((item) => [item.change.id, item]));
  const find = (migration: Migration): PlacedChange => {
    const item = byVersion.get(migration.version);
    if (item === undefined) throw new Error(`The plan has no change ${migration.version}.`);
    return item;
  };
  return {
    table: changes,
    create: createRegistry(schema, plan),
    select: `SELECT change_id, change, script_hash FROM ${changes} WHERE project = ${project} ORDER BY committed_at`,
    parse: (rows) =>
      rows.map((row): AppliedRecord => {
        const name = textField(row, 'change', changes);
        const checksum = row['script_hash'] === null ? undefined : textField(row, 'script_hash', changes);
        const sameScript = placed.find((item) => item.change.name === name && item.scriptHash === checksum);
        const item = byId.get(textField(row, 'change_id', changes)) ?? sameScript;
        return { version: item?.version ?? name, checksum };
      }),
    checksum: (migration) => find(migration).scriptHash,
    alsoRecorded(migration) {
      const { change } = find(migration);
      const dependencies = [...change.requires, ...change.conflicts].map(({ text, conflicts }) => [text, conflicts]);
      return [JSON.stringify([dependencies, [change, ...change.tags].map(plannedBy)])];
    },
    record(migration) {
      const item = find(migration);
      return [
        insertChange(schema, project, item),
        ...insertDependencies(schema, project, item),
        ...item.change.tags.map((tag) => insertTag(schema, project, literal(item.change.id), tag)),
        insertEvent(schema, project, 'deploy', item.change),
      ];
    },
    erase(migration) {
      const { change } = find(migration);
      const id = literal(change.id);
      return [
        `DELETE FROM ${schema}.tags WHERE change_id = ${id}`,
        `DELETE FROM ${changes} WHERE change_id = ${id}`,
        insertEvent(schema, project, 'revert', change),
      ];
    },
    finish(own) {
      // The tool goes on behind the newest row: what comes after a change in the plan must come after it in the table as well.
      const first = own[0] === undefined ? placed.length : placed.indexOf(find(own[0]));
      return first === placed.length ? [] : followPlan(schema, project, placed, placed.slice(first));
    },
    newestOnly: true,
  };
}

function createRegistry(schema: string, { project, uri }: Plan): string[] {
  const committer = 'committer_name text NOT NULL, committer_email text NOT NULL';
  const planner = 'planned_at timestamptz NOT NULL, planner_name text NOT NULL, planner_email text NOT NULL';
  const committed = 'committed_at timestamptz NOT NULL DEFAULT clock_timestamp()';
  const ofProject = `project text NOT NULL REFERENCES ${schema}.projects (project) ON UPDATE CASCADE`;
  const note = `note text NOT NULL DEFAULT ''`;
  return [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${schema}.releases (version real PRIMARY KEY,` +
      ` installed_at timestamptz NOT NULL DEFAULT clock_timestamp(), installer_name text NOT NULL, installer_email text NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${schema}.projects (project text PRIMARY KEY, uri text UNIQUE,` +
      ` created_at timestamptz NOT NULL DEFAULT clock_timestamp(), creator_name text NOT NULL, creator_email text NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS ${schema}.changes (change_id text PRIMARY KEY, script_hash text, change text NOT NULL, ${ofProject},` +
      ` ${note}, ${committed}, ${committer}, ${planner}, UNIQUE (project, script_hash))`,
    `CREATE TABLE IF NOT EXISTS ${schema}.tags (tag_id text PRIMARY KEY, tag text NOT NULL, ${ofProject},` +
      ` change_id text NOT NULL REFERENCES ${schema}.changes (change_id) ON UPDATE CASCADE, ${note}, ${committed}, ${committer},` +
      ` ${planner}, UNIQUE (project, tag))`,
    `CREATE TABLE IF NOT EXISTS ${schema}.dependencies (` +
      `change_id text NOT NULL REFERENCES ${schema}.changes (change_id) ON UPDATE CASCADE ON DELETE CASCADE,` +
      ` type text NOT NULL, dependency text NOT NULL, dependency_id text REFERENCES ${schema}.changes (change_id) ON UPDATE CASCADE` +
      ` CONSTRAINT dependencies_check CHECK ((type = 'require' AND dependency_id IS NOT NULL)` +
      ` OR (type = 'conflict' AND dependency_id IS NULL)), PRIMARY KEY (change_id, dependency))`,
    `CREATE TABLE IF NOT EXISTS ${schema}.events (event text NOT NULL` +
      ` CONSTRAINT events_event_check CHECK (event IN ('deploy', 'revert', 'fail', 'merge')), change_id text NOT NULL,` +
      ` change text NOT NULL, ${ofProject}, ${note}, requires text[] NOT NULL DEFAULT '{}', conflicts text[] NOT NULL DEFAULT '{}',` +
      ` tags text[] NOT NULL DEFAULT '{}', ${committed}, ${committer}, ${planner}, PRIMARY KEY (change_id, committed_at))`,
    `INSERT INTO ${schema}.releases (version, installer_name, installer_email)` +
      ` VALUES (${RELEASE}, ${row([COMMITTER_NAME, COMMITTER_EMAIL])}) ON CONFLICT (version) DO NOTHING`,
    `INSERT INTO ${schema}.projects (project, uri, creator_name, creator_email)` +
      ` VALUES (${literal(project)}, ${uri === undefined ? 'NULL' : literal(uri)}, ${row([COMMITTER_NAME, COMMITTER_EMAIL])})` +
      ` ON CONFLICT (project) DO NOTHING`,
  ];
}

function insertChange(schema: string, project: string, { change, scriptHash }: PlacedChange): string {
  return (
    `INSERT INTO ${schema}.changes (change_id, script_hash, change, project, ${ATTRIBUTION})` +
    ` VALUES (${row([change.id, scriptHash, change.name])}, ${project}, ${attribution(change)})`
  );
}

/** A requirement's row is found by its script, since its id may still be that of an older plan. */
function insertDependencies(schema: string, project: string, { change, required }: PlacedChange): string[] {
  const rows = [...change.requires, ...change.conflicts].map((dependency) => {
    const target = required.get(dependency.text);
    const kind = dependency.conflicts ? 'conflict' : 'require';
    const found =
      target === undefined || dependency.conflicts
        ? 'NULL'
        : `(SELECT change_id FROM ${schema}.changes WHERE project = ${project} AND script_hash = ${literal(target.scriptHash)})`;
    return `(${row([change.id, kind, dependency.text])}, ${found})`;
  });
  if (rows.length === 0) return [];
  return [`INSERT INTO ${schema}.dependencies (change_id, type, dependency, dependency_id) VALUES ${rows.join(', ')}`];
}

function insertTag(schema: string, project: string, changeId: string, tag: Planned): string {
  return (
    `INSERT INTO ${schema}.tags (tag_id, tag, project, change_id, ${ATTRIBUTION})` +
    ` VALUES (${row([tag.id, `@${tag.name}`])}, ${project}, ${changeId}, ${attribution(tag)})`
  );
}

function insertEvent(schema: string, project: string, event: 'deploy' | 'revert', change: Change): string {
  const texts = (dependencies: readonly Dependency[]): string => array(dependencies.map(({ text }) => text));
  return (
    `INSERT INTO ${schema}.events (event, change_id, change, project, requires, conflicts, tags, ${ATTRIBUTION})` +
    ` VALUES (${row([event, change.id, change.name])}, ${project}, ${texts(change.requires)}, ${texts(change.conflicts)},` +
    ` ${array(change.tags.map((tag) => `@${tag.name}`))}, ${attribution(change)})`
  );
}

const ATTRIBUTION = 'note, committer_name, committer_email, planned_at, planner_name, planner_email, committed_at';

/** All but the id, which `finish` brings up to date. */
function plannedBy({ name, note, timestamp, plannerName, plannerEmail }: Planned): readonly string[] {
  return [name, note, timestamp, plannerName, plannerEmail];
}

function attribution({ note, timestamp, plannerName, plannerEmail }: Planned): string {
  return `${row([note, COMMITTER_NAME, COMMITTER_EMAIL, timestamp, plannerName, plannerEmail])}, clock_timestamp()`;
}

/**
 * Ids and tags as Sqitch would have left them with today's plan.
 *
 * @param moved changes whose times are brought into order
 */
function followPlan(
  schema: string,
  project: string,
  placed: readonly PlacedChange[],
  moved: readonly PlacedChange[],
): string[] {
  const changes = `${schema}.changes`;
  const events = `${schema}.events`;
  const list = placed.map(
    ({ change, scriptHash }, place) => `(${place}, ${row([change.id, change.name, scriptHash])})`,
  );
  const today = `(VALUES ${list.join(', ')}) AS p (place, id, name, hash)`;
  const isSame = `c.project = ${project} AND c.change = p.name AND c.script_hash = p.hash`;
  const tags = placed.flatMap(({ change }) => change.tags.map((tag) => ({ tag, change })));
  return [
    `UPDATE ${schema}.events AS e SET change_id = p.id FROM ${changes} AS c JOIN ${today} ON ${isSame}` +
      ` WHERE e.change_id = c.change_id AND c.change_id <> p.id`,
    `UPDATE ${changes} AS c SET change_id = p.id FROM ${today} WHERE ${isSame} AND c.change_id <> p.id`,
    ...tags.map(
      ({ tag, change }) =>
        `UPDATE ${schema}.tags SET ${setTag(tag, change)} WHERE project = ${project} AND tag = ${literal(`@${tag.name}`)}` +
        ` AND tag_id <> ${literal(tag.id)} AND EXISTS (SELECT FROM ${changes} WHERE change_id = ${literal(change.id)})`,
    ),
    ...tags.map(({ tag, change }) => insertMissingTag(schema, project, tag, change)),
    ...inFileOrder({
      table: changes,
      key: 't.change_id',
      keys: moved.map(({ change }) => change.id),
      times: ['committed_at'],
      strictly: true,
      where: `t.project = ${project}`,
    }),
    ...inFileOrder({
      table: events,
      key: 't.change_id',
      keys: moved.map(({ change }) => change.id),
      times: ['committed_at'],
      strictly: true,
      // What is told of changes that were reverted stays as it is.
      where:
        `t.project = ${project} AND t.event = 'deploy' AND t.committed_at >` +
        ` coalesce((SELECT max(committed_at) FROM ${events} WHERE project = ${project} AND event <> 'deploy'), '-infinity')`,
    }),
  ];
}

function setTag(tag: Planned, change: Change): string {
  return `tag_id = ${literal(tag.id)}, change_id = ${literal(change.id)}`;
}

function insertMissingTag(schema: string, project: string, tag: Planned, change: Change): string {
  return (
    `INSERT INTO ${schema}.tags (tag_id, tag, project, change_id, ${ATTRIBUTION})` +
    ` SELECT ${row([tag.id, `@${tag.name}`])}, ${project}, c.change_id, ${attributionOf(tag)}` +
    ` FROM ${schema}.changes AS c WHERE c.change_id = ${literal(change.id)} ON CONFLICT DO NOTHING`
  );
}

/** As `attribution`, with the type that a SELECT, unlike VALUES, must be told. */
function attributionOf({ note, timestamp, plannerName, plannerEmail }: Planned): string {
  const committer = row([note, COMMITTER_NAME, COMMITTER_EMAIL]);
  return `${committer}, ${literal(timestamp)}::timestamptz, ${row([plannerName, plannerEmail])}, clock_timestamp()`;
}

function row(values: readonly string[]): string {
  return values.map(literal).join(', ');
}

function array(values: readonly string[]): string {
  return `ARRAY[${row(values)}]::text[]`;
}

function literal(value: string): string {
  return quoteLiteral(value).trim();
}
