/** Roles, which belong to the whole cluster, and what they may do: grants, default privileges, owners, policies. */
import { type Draw, type Family, ROLES } from '../draw.ts';

function createRole(draw: Draw): string {
  const { random } = draw;
  const role = random.pick(...ROLES);
  const create = `CREATE ROLE ${role}${random.pick('', ' NOLOGIN', ' LOGIN')}`;
  return random.pick(
    create,
    create,
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN ${create}; END IF; END $$`,
    `DO $$ BEGIN ${create}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`,
  );
}

function grant(draw: Draw): string | undefined {
  const { random } = draw;
  const role = draw.role();
  const table = draw.relation('r', 'p', 'v', 'm');
  const column = table && draw.column(table);
  const routine = draw.routine(({ kind }) => kind === 'f');
  const sequence = draw.relation('S');
  const type = draw.type('e', 'd', 'c', 'r');
  const revoke = random.chance(0.4);
  const to = revoke ? 'FROM' : 'TO';
  const who = random.chance(0.25) ? 'PUBLIC' : role;
  const what = random.one([
    `${random.pick('USAGE', 'ALL', 'CREATE')} ON SCHEMA ${draw.schema()}`,
    `SELECT ON ALL TABLES IN SCHEMA ${draw.schema()}`,
    ...(table
      ? [`${random.pick('SELECT', 'ALL', 'INSERT, UPDATE')} ON ${random.perhaps(0.3, 'TABLE ')}${draw.ref(table)}`]
      : []),
    ...(table ? [`ALL ON ${draw.ref(table)}`, `ALL PRIVILEGES ON TABLE ${draw.ref(table)}`] : []),
    ...(table && column ? [`SELECT (${draw.id(column.name)}) ON ${draw.ref(table)}`] : []),
    ...(routine ? [`EXECUTE ON FUNCTION ${draw.ref(routine)}(${routine.args})`] : []),
    ...(sequence ? [`USAGE ON SEQUENCE ${draw.ref(sequence)}`] : []),
    `EXECUTE ON ALL FUNCTIONS IN SCHEMA ${draw.schema()}`,
    ...(type ? [`USAGE ON TYPE ${draw.ref(type)}`] : []),
  ]);
  const option = revoke || who === 'PUBLIC' ? '' : random.perhaps(0.1, ' WITH GRANT OPTION');
  return what && `${revoke ? 'REVOKE' : 'GRANT'} ${what} ${to} ${who}${option}`;
}

function policy(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  if (table === undefined) return undefined;
  const known = random.one(table.policies);
  if (known !== undefined && random.chance(0.5)) {
    return random.pick(
      `DROP POLICY ${draw.ifExists()}${draw.id(known)} ON ${draw.ref(table)}`,
      `ALTER POLICY ${draw.id(known)} ON ${draw.ref(table)} USING (${draw.condition(table)})`,
      `ALTER POLICY ${draw.id(known)} ON ${draw.ref(table)} RENAME TO p3`,
    );
  }
  if (random.chance(0.35))
    return `ALTER TABLE ${draw.ref(table)} ${random.pick('ENABLE', 'ENABLE', 'DISABLE', 'FORCE')} ROW LEVEL SECURITY`;
  const called = random.chance(0.3) ? draw.call(true) : undefined;
  const to = random.perhaps(0.4, ` TO ${draw.role()}`);
  return `CREATE POLICY ${random.pick('p1', 'p2')} ON ${draw.ref(table)}${random.perhaps(0.3, ' FOR SELECT')}${to} USING (${called ? `${called} > 0` : draw.condition(table)})${random.perhaps(0.2, ` WITH CHECK (${draw.condition(table)})`)}`;
}

/** A table whose rows a role sees or not, as a function decides. */
function policyThatCalls(draw: Draw): string[] | undefined {
  const table = draw.relation('r');
  const called = draw.call(true);
  const role = draw.random.one(draw.state.roles);
  if (table === undefined || called === undefined || role === undefined) return undefined;
  return [
    `ALTER TABLE ${draw.ref(table)} ENABLE ROW LEVEL SECURITY`,
    `CREATE POLICY p${draw.random.between(1, 4)} ON ${draw.ref(table)} USING (${called} % 2 = ${draw.random.between(0, 1)})`,
    `GRANT SELECT ON ${draw.ref(table)} TO ${draw.random.pick(role, 'PUBLIC')}`,
    `GRANT ALL ON SCHEMA ${table.schema} TO ${role}`,
  ];
}

/** As another role, which may do little, and sees what policies let it see. */
function asRole(draw: Draw): string[] | undefined {
  const { random } = draw;
  const role = random.one(draw.state.roles);
  const table = draw.relation('r');
  const text = table && draw.column(table, ({ type }) => type === 'text');
  if (role === undefined || table === undefined) return undefined;
  const statement = random.pick(
    `SELECT count(*) FROM ${draw.ref(table)}`,
    `CREATE TABLE ${draw.made()} AS SELECT count(*) AS x FROM ${draw.ref(table)}`,
    text === undefined
      ? `CREATE TABLE ${draw.made()} (id serial, y text)`
      : `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)}) SELECT count(*)::text FROM ${draw.ref(table)}`,
    `CREATE VIEW ${draw.made()} AS SELECT ${random.pick('1 AS x', `count(*) AS x FROM ${draw.ref(table)}`)}`,
  );
  const free = `GRANT ALL ON SCHEMA ${table.schema} TO ${role}`;
  const may = `GRANT ALL ON ${draw.ref(table)} TO ${role}`;
  return [
    ...(random.chance(0.3) ? [free, may] : []),
    `SET ${random.pick('', 'LOCAL ')}ROLE ${role}`,
    statement,
    'RESET ROLE',
  ];
}

export const roles: Family = {
  name: 'roles',
  kinds: [
    { name: 'create role', weight: 2, make: createRole },
    {
      name: 'drop role',
      weight: 0.7,
      make: (draw) => {
        const role = draw.role();
        return draw.random.pick<string[]>(
          [`DROP OWNED BY ${role} CASCADE`, `DROP ROLE ${role}`],
          [`DROP ROLE IF EXISTS ${role}`],
          [`REASSIGN OWNED BY ${role} TO postgres`, `DROP OWNED BY ${role}`, `DROP ROLE ${role}`],
        );
      },
    },
    { name: 'grant', weight: 5, make: (draw) => (draw.state.roles.length > 0 ? grant(draw) : undefined) },
    {
      name: 'grant a role',
      weight: 0.7,
      make: (draw) => {
        const [one, other] = draw.random.some(draw.state.roles, 2);
        const grant = `GRANT ${one ?? ''} TO ${other ?? ''}`;
        return one && other && draw.random.pick(grant, grant, `REVOKE ${one} FROM ${other}`);
      },
    },
    {
      name: 'alter role',
      weight: 0.7,
      make: (draw) => {
        const role = draw.random.one(draw.state.roles);
        return (
          role &&
          draw.random.pick(
            `ALTER ROLE ${role} SET search_path = app`,
            `ALTER ROLE ${role} CREATEDB`,
            `COMMENT ON ROLE ${role} IS '${draw.name()}'`,
            `ALTER ROLE ${role} RENAME TO ${draw.random.pick(...ROLES)}`,
            `ALTER ROLE ${role} CONNECTION LIMIT 5`,
          )
        );
      },
    },
    {
      name: 'default privileges',
      weight: 2,
      make: (draw) => {
        const role = draw.random.one(draw.state.roles);
        if (role === undefined) return undefined;
        const where = draw.random.perhaps(0.6, `IN SCHEMA ${draw.schema()} `);
        const what = draw.random.pick(
          'SELECT ON TABLES',
          'ALL ON TABLES',
          'USAGE ON SEQUENCES',
          'EXECUTE ON FUNCTIONS',
          'USAGE ON TYPES',
        );
        const whose = draw.random.perhaps(
          0.2,
          `FOR ROLE ${draw.random.pick('postgres', draw.random.one(draw.state.roles) ?? role)} `,
        );
        return `ALTER DEFAULT PRIVILEGES ${whose}${where}${draw.random.chance(0.8) ? `GRANT ${what} TO` : `REVOKE ${what} FROM`} ${role}`;
      },
    },
    {
      name: 'owner',
      weight: 2,
      make: (draw) => {
        const object = draw.relation('r', 'p', 'v', 'm', 'S');
        const type = draw.type('e', 'c');
        const domain = draw.type('d');
        const routine = draw.routine(({ kind }) => kind === 'f');
        const role = draw.random.chance(0.8) ? draw.random.one(draw.state.roles) : 'postgres';
        if (role === undefined || object === undefined) return undefined;
        const table = `ALTER TABLE ${draw.ref(object)} OWNER TO ${role}`;
        return draw.random.pick(
          table,
          table,
          type ? `ALTER TYPE ${draw.ref(type)} OWNER TO ${role}` : table,
          routine ? `ALTER FUNCTION ${draw.ref(routine)}(${routine.args}) OWNER TO ${role}` : table,
          `ALTER SCHEMA ${draw.schema()} OWNER TO ${role}`,
          domain ? `ALTER DOMAIN ${draw.ref(domain)} OWNER TO ${role}` : table,
        );
      },
    },
    { name: 'policy', weight: 3, make: policy },
    { name: 'policy that calls', weight: 1, make: policyThatCalls },
    {
      name: 'drop policy',
      weight: 0.5,
      make: (draw) => {
        const table = draw.random.one(draw.relations('r', 'p').filter(({ policies }) => policies.length > 0));
        const known = table && draw.random.one(table.policies);
        return table && known && `DROP POLICY ${draw.ifExists()}${draw.id(known)} ON ${draw.ref(table)}`;
      },
    },
    { name: 'statements as another role', weight: 2, make: asRole },
  ],
};
