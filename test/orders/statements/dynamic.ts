/** Code that decides at run time: DO blocks with guards, EXECUTE, handlers. A guard turns an error of order into another schema. */
import type { Draw, Family } from '../draw.ts';
import type { Named } from '../state.ts';

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A question whether something exists, of a thing that often does not. */
function guard(draw: Draw, about: Named): string {
  const { random } = draw;
  const table = draw.table();
  const role = draw.role();
  return random.pick(
    `to_regclass('${draw.plainRef(about)}') IS ${random.perhaps(0.5, 'NOT ')}NULL`,
    `${random.perhaps(0.6, 'NOT ')}EXISTS (SELECT 1 FROM pg_type WHERE typname = '${about.name}')`,
    `${random.perhaps(0.6, 'NOT ')}EXISTS (SELECT 1 FROM pg_class WHERE relname = '${about.name}'${random.perhaps(0.5, ` AND relkind = 'r'`)})`,
    `${random.perhaps(0.5, 'NOT ')}EXISTS (SELECT FROM information_schema.columns WHERE table_name = '${(table ?? about).name}' AND column_name = '${random.pick('x', 'y', 'z', 'kind')}'${random.perhaps(0.4, ` AND table_schema = '${(table ?? about).schema}'`)})`,
    `${random.perhaps(0.5, 'NOT ')}EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = '${about.schema}' AND tablename = '${about.name}')`,
    `${random.perhaps(0.5, 'NOT ')}EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '${about.name}')`,
    `${random.perhaps(0.5, 'NOT ')}EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}')`,
    `${random.perhaps(0.5, 'NOT ')}EXISTS (SELECT FROM pg_proc WHERE proname = '${random.pick('f', 'g', 'h')}')`,
    `${random.perhaps(0.5, 'NOT ')}EXISTS (SELECT FROM pg_indexes WHERE indexname = '${about.name}')`,
    `to_regtype('${draw.plainRef(about)}') IS ${random.perhaps(0.5, 'NOT ')}NULL`,
    `to_regprocedure('${random.pick('f', 'g')}(int)') IS ${random.perhaps(0.5, 'NOT ')}NULL`,
    table === undefined ? 'true' : `(SELECT count(*) FROM ${draw.ref(table)}) > ${random.between(0, 2)}`,
  );
}

/** A statement that a guard lets through; it may well fail when the guard asked about something else. */
function guarded(draw: Draw, about: Named): string {
  const { random } = draw;
  const name = draw.ref(about);
  const table = draw.relation('r');
  const index = draw.relation('i');
  return random.pick(
    `CREATE TABLE IF NOT EXISTS ${name} (id serial PRIMARY KEY, x int, y text)`,
    `DROP TABLE IF EXISTS ${name} CASCADE`,
    `CREATE VIEW ${name} AS SELECT ${random.between(1, 9)} AS x`,
    `CREATE SEQUENCE IF NOT EXISTS ${name}`,
    table === undefined
      ? 'PERFORM 1'
      : `CREATE INDEX IF NOT EXISTS ${draw.id(about.name)} ON ${draw.ref(table)} (${draw.id(draw.column(table)?.name ?? 'x')})`,
    table === undefined
      ? 'PERFORM 2'
      : `ALTER TABLE ${draw.ref(table)} ADD COLUMN IF NOT EXISTS ${random.pick('x', 'z', 'kind')} ${random.pick('int', 'text')}`,
    table === undefined
      ? 'PERFORM 3'
      : `INSERT INTO ${draw.ref(table)} (${draw.id(table.columns.find(({ type }) => type === 'text')?.name ?? 'y')}) VALUES ('done')`,
    index === undefined ? 'PERFORM 4' : `ALTER INDEX ${draw.ref(index)} RENAME TO ${draw.id(draw.name())}`,
  );
}

function written(draw: Draw, statement: string): string {
  const isPerform = statement.startsWith('PERFORM');
  return !isPerform && draw.random.chance(0.4) ? `EXECUTE ${literal(statement)}` : statement;
}

const AS_IT_STANDS = /^(CREATE|ALTER|DROP|INSERT|UPDATE|DELETE|TRUNCATE|GRANT|COMMENT)\b/;

/** Any statement, where it depends on something else whether it runs. */
export function perhaps(draw: Draw, statement: string): string {
  const { random } = draw;
  const runs = AS_IT_STANDS.test(statement) && random.chance(0.6) ? statement : `EXECUTE ${literal(statement)}`;
  return random.chance(0.7)
    ? `DO $guard$ BEGIN IF ${guard(draw, draw.place())} THEN ${runs}; END IF; END $guard$`
    : `DO $guard$ BEGIN ${runs}; EXCEPTION WHEN OTHERS THEN NULL; END $guard$`;
}

export const dynamic: Family = {
  name: 'dynamic',
  kinds: [
    {
      name: 'guarded statement',
      weight: 5,
      make: (draw) => {
        const about = draw.place();
        const otherwise = draw.random.perhaps(0.25, ` ELSE ${written(draw, guarded(draw, draw.place()))};`);
        return `DO $$ BEGIN IF ${guard(draw, about)} THEN ${written(draw, guarded(draw, about))};${otherwise} END IF; END $$`;
      },
    },
    {
      name: 'statement with a handler',
      weight: 3,
      make: (draw) => {
        const { random } = draw;
        const about = draw.place();
        const statement = random.pick(
          `CREATE TYPE ${draw.ref(about)} AS ENUM ('new', 'old')`,
          `CREATE TABLE ${draw.ref(about)} (id serial PRIMARY KEY, x int, y text)`,
          guarded(draw, about),
        );
        return `DO $$ BEGIN ${written(draw, statement)}; EXCEPTION WHEN ${random.pick('duplicate_object OR duplicate_table', 'OTHERS')} THEN ${random.pick('NULL', "RAISE NOTICE 'there already'")}; END $$`;
      },
    },
    {
      name: 'index swapped by a guard',
      weight: 1.5,
      make: (draw) => {
        const table = draw.relation('r');
        const column = table && draw.column(table);
        if (table === undefined || column === undefined) return undefined;
        const name = draw.name();
        const swap = `DO $$ BEGIN IF to_regclass('${table.schema}.${name}_new') IS NOT NULL THEN DROP INDEX IF EXISTS ${draw.id(table.schema)}.${draw.id(name)}; ALTER INDEX ${draw.id(table.schema)}.${name}_new RENAME TO ${draw.id(name)}; END IF; END $$`;
        return draw.random.pick<string[]>(
          [`CREATE INDEX IF NOT EXISTS ${name}_new ON ${draw.ref(table)} (${draw.id(column.name)})`],
          [swap],
          [swap],
        );
      },
    },
    {
      name: 'loop over the catalog',
      weight: 0.8,
      make: (draw) => {
        const { random } = draw;
        const schema = draw.schema();
        const does = random.pick(
          `EXECUTE format('COMMENT ON TABLE %I.%I IS %L', r.schemaname, r.tablename, 'seen')`,
          `EXECUTE format('ALTER TABLE %I.%I ADD COLUMN IF NOT EXISTS swept int', r.schemaname, r.tablename)`,
          `EXECUTE format('ANALYZE %I.%I', r.schemaname, r.tablename)`,
        );
        return `DO $$ DECLARE r record; BEGIN FOR r IN SELECT schemaname, tablename FROM pg_tables WHERE schemaname = '${schema}' ORDER BY 1, 2 LOOP ${does}; END LOOP; END $$`;
      },
    },
    {
      name: 'loop over roles',
      weight: 0.5,
      make: (draw) => {
        const table = draw.relation('r', 'v');
        const role = draw.role();
        const does = draw.random.pick(
          table === undefined ? 'ALTER ROLE %I NOLOGIN' : `GRANT SELECT ON ${draw.ref(table)} TO %I`,
          'GRANT CREATE ON SCHEMA public TO %I',
          'ALTER ROLE %I CONNECTION LIMIT 3',
        );
        return `DO $$ DECLARE r record; BEGIN FOR r IN SELECT rolname FROM pg_roles WHERE rolname = '${role}' LOOP EXECUTE format('${does}', r.rolname); END LOOP; END $$`;
      },
    },
    {
      name: 'rows of the catalog into a table',
      weight: 0.8,
      make: (draw) => {
        const table = draw.relation('r');
        const text = table && draw.column(table, ({ type }) => type === 'text');
        if (table === undefined || text === undefined) return undefined;
        const query = draw.random.pick(
          `SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class WHERE relnamespace = '${draw.schema()}'::regnamespace`,
          `SELECT string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.columns WHERE table_schema = '${draw.schema()}'`,
          `SELECT count(*)::text FROM pg_proc WHERE pronamespace = '${draw.schema()}'::regnamespace`,
        );
        return `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)}) ${query}`;
      },
    },
    {
      name: 'loop over rows',
      weight: 1,
      make: (draw) => {
        const source = draw.source();
        const target = draw.relation('r');
        const text = target && draw.column(target, ({ type }) => type === 'text');
        if (source === undefined || target === undefined || text === undefined) return undefined;
        return `DO $$ DECLARE r ${draw.ref(source)}%ROWTYPE; n int := 0; BEGIN FOR r IN SELECT * FROM ${draw.ref(source)} LOOP n := n + 1; EXIT WHEN n > 2; EXECUTE 'INSERT INTO ${draw.plainRef(target)} (${draw.id(text.name)}) VALUES ($1)' USING left(r::text, 60); END LOOP; END $$`;
      },
    },
    {
      name: 'statement built from parts',
      weight: 1,
      make: (draw) => {
        const table = draw.relation('r');
        const column = table && draw.column(table);
        if (table === undefined || column === undefined) return undefined;
        return draw.random.pick(
          `DO $$ DECLARE name text := '${table.name}'; BEGIN EXECUTE 'ALTER TABLE ' || quote_ident('${table.schema}') || '.' || quote_ident(name) || ' ADD COLUMN IF NOT EXISTS z text'; END $$`,
          `DO $$ BEGIN EXECUTE format('DELETE FROM %I.%I WHERE %I IS NULL', '${table.schema}', '${table.name}', '${column.name}'); END $$`,
          `DO LANGUAGE plpgsql $body$ BEGIN PERFORM set_config('search_path', '${table.schema}', true); EXECUTE 'UPDATE ${draw.id(table.name)} SET ${draw.id(column.name)} = ${draw.id(column.name)}'; END $body$`,
        );
      },
    },
  ],
};
