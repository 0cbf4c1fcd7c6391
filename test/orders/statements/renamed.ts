/** What has been given another name, and whatever then goes by the old one; copies that are named after what they copy. */
import { type Draw, type Family, ROLES } from '../draw.ts';
import { perhaps } from './dynamic.ts';

function renameRole(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const role = random.one(draw.state.roles);
  const name = random.one(ROLES.filter((one) => !draw.state.roles.includes(one)));
  const table = draw.relation('r', 'v');
  if (role === undefined || name === undefined || table === undefined) return undefined;
  const rename = `ALTER ROLE ${role} RENAME TO ${name}`;
  return random.pick<string | string[]>(
    rename,
    [`ALTER TABLE ${draw.ref(table)} OWNER TO ${role}`, rename],
    [rename, `CREATE ROLE ${role}`, `GRANT SELECT ON ${draw.ref(table)} TO ${role}`],
    [
      `ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO ${role}`,
      rename,
      `CREATE TABLE ${draw.made()} (id int, y text)`,
    ],
    [`GRANT ALL ON ${draw.ref(table)} TO ${role}`, rename, `REVOKE INSERT ON ${draw.ref(table)} FROM ${name}`],
    [rename, `SET LOCAL ROLE ${name}`, `SELECT current_user`, 'RESET ROLE'],
  );
}

function renameSchema(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const schema = random.one(draw.state.schemas.filter((name) => name !== 'public'));
  const name = random.one(['app', 'audit', 'app2'].filter((one) => !draw.state.schemas.includes(one)));
  if (schema === undefined || name === undefined) return undefined;
  const inside = random.one(draw.relations('r').filter((one) => one.schema === schema));
  const table = inside?.name ?? 'a';
  const rename = `ALTER SCHEMA ${schema} RENAME TO ${name}`;
  const text = inside && draw.column(inside, ({ type }) => type === 'text');
  return random.pick<string | string[]>(
    rename,
    [rename, `CREATE SCHEMA ${schema}`, `CREATE TABLE ${schema}.${draw.id(table)} (id serial, x int, y text)`],
    text === undefined
      ? rename
      : [rename, `INSERT INTO ${name}.${draw.id(table)} (${draw.id(text.name)}) VALUES ('moved')`],
    [`SET LOCAL search_path = ${schema}, public`, rename, `CREATE TABLE ${draw.id(draw.name())} (id int, y text)`],
    [rename, `CREATE SCHEMA ${schema}`, `ALTER TABLE ${name}.${draw.id(table)} SET SCHEMA ${schema}`],
  );
}

function renameColumn(draw: Draw): string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  const column = table && draw.column(table, ({ name, generated }) => name !== 'id' && generated === '');
  const free =
    table &&
    random.one(['x', 'y', 'z', 'note', 'old'].filter((one) => !table.columns.some(({ name }) => name === one)));
  if (table === undefined || column === undefined || free === undefined) return undefined;
  const alter = `ALTER TABLE ${draw.ref(table)}`;
  const [old, next] = [draw.id(column.name), draw.id(free)];
  const rename = `${alter} RENAME COLUMN ${old} TO ${next}`;
  const other = draw.column(table, ({ name }) => name !== 'id' && name !== column.name);
  return random.pick<string[]>(
    [rename, `${alter} ADD COLUMN ${old} ${column.type}`, `UPDATE ${draw.ref(table)} SET ${old} = ${next}`],
    [rename, `${alter} ADD COLUMN IF NOT EXISTS ${next} text`],
    [rename, `${alter} ADD COLUMN IF NOT EXISTS ${old} text DEFAULT 'again'`],
    [rename, `CREATE INDEX ON ${draw.ref(table)} (${next})`],
    other === undefined
      ? [rename]
      : [
          rename,
          `${alter} RENAME ${draw.id(other.name)} TO ${old}`,
          `${alter} RENAME ${next} TO ${draw.id(other.name)}`,
        ],
  );
}

function replaceTable(draw: Draw): string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r');
  if (table === undefined) return undefined;
  const kept = { schema: table.schema, name: draw.freeName(table.schema) };
  return [
    `ALTER TABLE ${draw.ref(table)} RENAME TO ${draw.id(kept.name)}`,
    `CREATE TABLE ${draw.ref(table)} (LIKE ${draw.ref(kept)} INCLUDING ALL)`,
    ...(random.chance(0.6) ? [`INSERT INTO ${draw.ref(table)} SELECT * FROM ${draw.ref(kept)}`] : []),
    ...(random.chance(0.5) ? [`DROP TABLE ${draw.ref(kept)}${draw.cascade()}`] : []),
  ];
}

const COPIED = [
  'INCLUDING ALL',
  'INCLUDING ALL',
  'INCLUDING INDEXES',
  'INCLUDING ALL EXCLUDING CONSTRAINTS',
  'INCLUDING CONSTRAINTS INCLUDING STATISTICS',
  'INCLUDING IDENTITY INCLUDING GENERATED INCLUDING DEFAULTS',
  'INCLUDING ALL EXCLUDING INDEXES',
] as const;

/** A copy's indexes are named after the columns of the copied ones, as far as those are there. */
function copy(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  const column = table && draw.column(table);
  if (table === undefined || column === undefined) return undefined;
  const like = `CREATE TABLE ${draw.ifNotExists(0.3)}${draw.made()} (LIKE ${draw.ref(table)} ${random.pick(...COPIED)}${random.perhaps(0.3, ', more int UNIQUE')})`;
  const index = `CREATE INDEX ${random.pick('', `IF NOT EXISTS ${draw.id(draw.name())} `, `${draw.id(draw.name())} `)}ON ${draw.ref(table)} (${draw.id(column.name)})`;
  return random.pick<string | string[]>(like, like, [index, like], [perhaps(draw, index), like]);
}

/** What is made without a name gets one that is free. */
function namedByItself(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'm');
  const column = table && draw.column(table, ({ type }) => ['integer', 'text'].includes(type));
  if (table === undefined || column === undefined) return undefined;
  const made = {
    schema: table.schema,
    name: `${table.name}_${column.name}_${random.pick('idx', 'idx1', 'key', 'check', 'seq')}`,
  };
  return random.pick(
    `CREATE INDEX ON ${draw.ref(table)} (${draw.id(column.name)})`,
    `DROP INDEX IF EXISTS ${draw.ref(made)}`,
    `CREATE TABLE IF NOT EXISTS ${draw.ref(made)} (id int, y text)`,
    `ALTER INDEX IF EXISTS ${draw.ref(made)} RENAME TO ${draw.id(draw.name())}`,
    `CREATE INDEX IF NOT EXISTS ${draw.id(made.name)} ON ${draw.ref(table)} (${draw.id(column.name)})`,
    `CREATE STATISTICS ON ${random.pick('id', draw.id(column.name))}, ${draw.id(table.columns[0]?.name ?? 'id')} FROM ${draw.ref(table)}`,
  );
}

export const renamed: Family = {
  name: 'renamed',
  kinds: [
    { name: 'rename role and go on', weight: 0.7, make: renameRole },
    { name: 'rename schema and go on', weight: 0.7, make: renameSchema },
    { name: 'rename column and go on', weight: 1, make: renameColumn },
    { name: 'table replaced by its copy', weight: 0.5, make: replaceTable },
    { name: 'copy of a table', weight: 1, make: copy },
    { name: 'named by itself', weight: 0.8, make: namedByItself },
  ],
};
