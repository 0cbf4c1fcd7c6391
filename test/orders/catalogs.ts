/** Replays a set and holds the names that its analysis takes to be there against those that PostgreSQL has, after each migration. */
import type pg from 'pg';
import type { Catalog } from '../../src/sql/analysis/catalog.ts';
import type { Entity, Space } from '../../src/sql/analysis/entity.ts';
import type { Prepared } from './compare.ts';
import { sqlOf } from './generator.ts';
import type { Reading } from './ours.ts';
import type { Workbench } from './workbench.ts';

/** Objects of the database by what they are and where: `index public.a_pkey`. What belongs to a table is told with it. */
const NAMES = `
  WITH own AS (
    SELECT c.oid, c.relkind, n.nspname AS schema, c.relname AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  )
  SELECT concat_ws(' ', 'relation', schema || '.' || name) AS told FROM own
  UNION ALL SELECT concat_ws(' ', 'constraint', conname, 'of', schema || '.' || name)
    FROM own JOIN pg_constraint ON conrelid = own.oid WHERE contype IN ('c', 'f', 'p', 't', 'u', 'x')
  UNION ALL SELECT concat_ws(' ', 'trigger', tgname, 'of', schema || '.' || name)
    FROM own JOIN pg_trigger ON tgrelid = own.oid WHERE NOT tgisinternal AND tgparentid = 0
  UNION ALL SELECT concat_ws(' ', 'policy', polname, 'of', schema || '.' || name) FROM own JOIN pg_policy ON polrelid = own.oid
  UNION ALL SELECT concat_ws(' ', 'rule', rulename, 'of', schema || '.' || name)
    FROM own JOIN pg_rewrite ON ev_class = own.oid WHERE rulename <> '_RETURN'
  UNION ALL SELECT concat_ws(' ', 'column', attname, 'of', schema || '.' || name)
    FROM own JOIN pg_attribute ON attrelid = own.oid WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
  UNION ALL SELECT DISTINCT concat_ws(' ', 'routine', nspname || '.' || proname) FROM pg_proc JOIN pg_namespace AS n ON n.oid = pronamespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  UNION ALL SELECT concat_ws(' ', 'type', nspname || '.' || typname) FROM pg_type JOIN pg_namespace AS n ON n.oid = typnamespace
    WHERE typtype IN ('b', 'e', 'd', 'm', 'r') AND typelem = 0 AND nspname !~ '^pg_' AND nspname <> 'information_schema'
  UNION ALL SELECT concat_ws(' ', 'statistics', nspname || '.' || stxname)
    FROM pg_statistic_ext JOIN pg_namespace AS n ON n.oid = stxnamespace
  UNION ALL SELECT concat_ws(' ', 'schema', nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  UNION ALL SELECT concat_ws(' ', 'publication', pubname) FROM pg_publication
  UNION ALL SELECT concat_ws(' ', 'event trigger', evtname) FROM pg_event_trigger`;

/** What the query tells of. */
const TOLD: ReadonlySet<Space> = new Set<Space>([
  'relation',
  'type',
  'routine',
  'statistics',
  'schema',
  'publication',
  'event trigger',
  'part',
]);

/** Orders show a wrong name only where something is done to it by another migration; this shows each. */
export async function misnamedOf(
  workbench: Workbench,
  { migrations }: Pick<Prepared, 'migrations'>,
  reading: Pick<Reading, 'read' | 'state'>,
): Promise<readonly string[]> {
  return workbench.withDatabase(async ({ client, session }) => {
    const told = new Set<string>();
    const found: string[] = [];
    for (const migration of migrations) {
      const sql = sqlOf(migration);
      reading.read(migration);
      try {
        await session.run(['BEGIN', sql, 'COMMIT'].join('\n;\n'));
        await session.reset();
      } catch {
        // It owed its success to a gap in a sequence; so may those behind it.
        return found;
      }
      const { catalog } = reading.state;
      // What belongs to the one of two that share a name is not known of the other, nor has to be: whatever uses it keeps its place.
      if ([...catalog.contents.named].some(({ orElse }) => orElse !== undefined)) return found;
      for (const wrong of differencesOf(catalog, await namesOf(client))) {
        if (told.has(wrong)) continue;
        told.add(wrong);
        found.push(`${wrong}, since ${migration.id}:\n${sql}`);
      }
    }
    return found;
  });
}

async function namesOf(client: pg.Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ told: string }>(NAMES);
  return new Set(rows.map(({ told }) => told));
}

function differencesOf(catalog: Catalog, names: ReadonlySet<string>): readonly string[] {
  const known = new Map<string, boolean>();
  /** Tables with constraints that may be called by another number. */
  const numbered: string[] = [];
  for (const entity of catalog.contents.named) {
    if (entity.home !== undefined) continue;
    const isThere = isSure(catalog, entity);
    known.set(nameOf(entity), isThere);
    if ([...entity.owned].some(({ kind, loose }) => kind === 'constraint' && loose)) numbered.push(placeOf(entity));
    // Also those that may have come to it with another table of its name.
    for (const part of entity.owned)
      if (part.home !== undefined)
        known.set(`${part.kind} ${part.name} of ${placeOf(entity)}`, isThere && isTold(part) && isSure(catalog, part));
  }
  const ghosts = [...known].filter(([name, isThere]) => isThere && !names.has(name));
  // After something that nobody can read nothing has to be known.
  const missing =
    catalog.uncertain === undefined
      ? [...names].filter((name) => !known.has(name) && !name.startsWith('column ') && name !== 'schema public')
      : [];
  const isNumbered = (name: string) =>
    numbered.some((place) => name.startsWith('constraint ') && name.endsWith(` of ${place}`));
  return [
    ...ghosts.map(([name]) => `${name} is taken to be there`),
    ...missing.filter((name) => !isNumbered(name)).map((name) => `${name} is not known`),
  ];
}

/** Whether it is there for sure, and so must be. What is in an extension differs from version to version. */
function isSure(catalog: Catalog, entity: Entity): boolean {
  const isOther = entity.kind === 'extension' || entity.schema === 'pg_temp' || !TOLD.has(entity.space);
  if (isOther || entity.loose || !catalog.isSure(entity)) return false;
  // It may have been made in the next schema of the path.
  if (entity.schema !== undefined && entity.schema !== 'public') {
    const schema = catalog.find('schema', undefined, entity.schema);
    if (schema === undefined || !catalog.isSure(schema)) return false;
  }
  return entity.owner === undefined || isSure(catalog, entity.owner);
}

/** Whether the query tells of such a part. */
function isTold({ kind, home, naming }: Entity): boolean {
  return home?.space === 'relation' && (kind !== 'column' || home.kind === 'table') && naming?.label !== 'not_null';
}

function nameOf(entity: Entity): string {
  return `${entity.space} ${placeOf(entity)}`;
}

function placeOf({ schema, name }: Entity): string {
  return schema === undefined ? name : `${schema}.${name}`;
}
