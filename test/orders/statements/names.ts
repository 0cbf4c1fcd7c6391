/** Objects found by their names in data, and what the catalogs say of others than the one that is named. */
import type { Draw, Family } from '../draw.ts';
import type { Column, Relation } from '../state.ts';

const NAMING = ['regclass', 'regtype', 'regproc', 'regrole', 'regnamespace'] as const;

function isNaming({ type }: Column): boolean {
  return NAMING.includes(type as 'regclass');
}

/** A table with a text to write to. */
function target(draw: Draw): string | undefined {
  const table = draw.relation('r');
  const text = table && draw.column(table, ({ type }) => type === 'text');
  return table && text && `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)})`;
}

function named(draw: Draw, type: string): string | undefined {
  switch (type) {
    case 'regclass': {
      const relation = draw.relation('r', 'p', 'v', 'm', 'S', 'i');
      return relation && draw.plainRef(relation);
    }
    case 'regtype': {
      const own = draw.type('e', 'd', 'c', 'r') ?? draw.table();
      return own && draw.plainRef(own);
    }
    case 'regproc': {
      const routine = draw.routine();
      return routine && draw.plainRef(routine);
    }
    case 'regrole':
      return draw.random.one(draw.state.roles);
    default:
      return draw.schema();
  }
}

function holder(draw: Draw): { readonly table: Relation; readonly column: Column } | undefined {
  const table = draw.random.one(draw.relations('r').filter(({ columns }) => columns.some(isNaming)));
  const column = table && draw.column(table, isNaming);
  return table && column && { table, column };
}

/** A query that gives one text, the same every time. */
function told(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.table();
  const role = random.one(draw.state.roles) ?? 'postgres';
  const type = draw.type('e', 'd', 'c', 'r')?.name ?? 'text';
  const routine = draw.routine()?.name ?? 'f';
  const view = draw.relation('v', 'm');
  const schema = draw.schema();
  const all = (column: string, from: string) =>
    `SELECT left(string_agg(${column}, ',' ORDER BY ${column}), 80) FROM ${from}`;
  const name = table?.name ?? 'a';
  return random.one([
    all(
      'c.relname',
      `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '${schema}' AND c.relkind = '${random.pick('r', 'S', 'i', 'v')}'`,
    ),
    all('p.proname', `pg_proc p, pg_namespace n WHERE n.oid = p.pronamespace AND n.nspname = '${schema}'`),
    all(
      't.typname',
      `pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = '${schema}' AND t.typtype = 'e'`,
    ),
    all(
      'a.attname',
      `pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid WHERE t.typname = '${type}' AND c.relkind = 'r'`,
    ),
    all('k.conname', `pg_constraint k JOIN pg_class c ON c.oid = k.confrelid WHERE c.relname = '${name}'`),
    all(
      'i.relname',
      `pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid WHERE c.relname = '${name}'`,
    ),
    all(
      'b.relname',
      `pg_inherits h JOIN pg_class b ON b.oid = h.inhrelid JOIN pg_class a ON a.oid = h.inhparent WHERE a.relname = '${name}'`,
    ),
    all(
      'c.relname',
      `pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = '${role}' AND c.oid >= 16384 AND c.relkind <> 't'`,
    ),
    all('t.tgname', `pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = '${routine}'`),
    all('table_name::text', `information_schema.columns WHERE ${random.pick('udt_name', 'domain_name')} = '${type}'`),
    all('view_name::text', `information_schema.view_table_usage WHERE table_name = '${name}'`),
    all(
      'constraint_name::text',
      `information_schema.constraint_column_usage WHERE table_name = '${name}' AND constraint_name NOT LIKE '%not_null'`,
    ),
    all('tablename::text', `pg_publication_tables WHERE pubname = 'pub1'`),
    all(
      'column_name::text',
      `information_schema.columns c JOIN information_schema.tables t ON t.table_name = c.table_name AND t.table_schema = c.table_schema WHERE t.table_name = '${name}'`,
    ),
    `SELECT installed_version FROM pg_available_extensions WHERE name = 'hstore'`,
    ...(view === undefined ? [] : [`SELECT left(pg_get_viewdef('${draw.plainRef(view)}'::regclass), 80)`]),
    ...(table === undefined
      ? []
      : [
          `SELECT coalesce(obj_description('${draw.plainRef(table)}'::regclass), '-') || coalesce(col_description('${draw.plainRef(table)}'::regclass, 1), '-')`,
          `SELECT pg_get_serial_sequence('${draw.plainRef(table)}', '${table.columns[0]?.name ?? 'id'}')`,
          all('pg_get_expr(adbin, adrelid)', `pg_attrdef WHERE adrelid = '${draw.plainRef(table)}'::regclass`),
        ]),
  ]);
}

export const names: Family = {
  name: 'names in data',
  kinds: [
    {
      name: 'table of names',
      weight: 0.6,
      make: (draw) => {
        const { random } = draw;
        const type = random.pick(...NAMING);
        const given = named(draw, type);
        const byDefault = given === undefined ? '' : random.perhaps(0.3, ` DEFAULT '${given}'`);
        return `CREATE TABLE ${draw.made()} (id int, what ${random.pick('regclass', type)}, kind ${type}${byDefault}, note text)`;
      },
    },
    {
      name: 'names into a table',
      weight: 1.5,
      make: (draw) => {
        const found = holder(draw);
        const name = found && named(draw, found.column.type);
        if (found === undefined || name === undefined) return undefined;
        const [table, column] = [draw.ref(found.table), draw.id(found.column.name)];
        return draw.random.pick(
          `INSERT INTO ${table} (${column}) VALUES ('${name}')`,
          `INSERT INTO ${table} (id, ${column}) SELECT 1, '${name}'`,
          `INSERT INTO ${table} (${column}) SELECT ('${name}' || '')::${found.column.type}`,
          `UPDATE ${table} SET ${column} = '${name}'`,
        );
      },
    },
    {
      name: 'names told',
      weight: 1.5,
      make: (draw) => {
        const found = holder(draw);
        const into = target(draw);
        if (found === undefined || into === undefined) return undefined;
        const text = `${draw.id(found.column.name)}::text`;
        return `${into} SELECT string_agg(${text}, ',' ORDER BY ${text}) FROM ${draw.ref(found.table)}`;
      },
    },
    {
      name: 'function of a name',
      weight: 0.8,
      make: (draw) => {
        const { random } = draw;
        const table = draw.relation('r', 'p', 'v');
        const known = draw.routine(({ args }) => args === 'regclass');
        const into = target(draw);
        if (known === undefined || table === undefined || into === undefined)
          return `CREATE OR REPLACE FUNCTION ${draw.id(draw.schema())}.${random.pick('f', 'g')}(regclass) RETURNS bigint LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN EXECUTE format('SELECT count(*) FROM %s', $1) INTO n; RETURN n; END $$`;
        return `${into} SELECT ${draw.ref(known)}('${draw.plainRef(table)}'${random.perhaps(0.5, '::regclass')})::text`;
      },
    },
    {
      name: 'name found later',
      weight: 0.5,
      make: (draw) => {
        const { random } = draw;
        const table = draw.relation('r');
        const place = draw.place();
        const sequence = draw.relation('S');
        return random.pick(
          `CREATE VIEW ${draw.made()} AS SELECT (to_regclass('${draw.plainRef(place)}') IS NULL)::text AS y`,
          table === undefined || sequence === undefined
            ? `SELECT to_regclass('${draw.plainRef(place)}')`
            : `ALTER TABLE ${draw.ref(table)} ADD COLUMN IF NOT EXISTS z int DEFAULT nextval('${draw.plainRef(sequence)}'::text::regclass)`,
        );
      },
    },
    {
      name: 'what joined catalogs tell',
      weight: 1.5,
      make: (draw) => {
        const into = target(draw);
        const query = told(draw);
        return into && query && `${into} ${query}`;
      },
    },
  ],
};
