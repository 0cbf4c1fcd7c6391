/** Who owns what and who may do what, where many objects change at once, or where it shows only in what a role may do later. */
import type { Draw, Family } from '../draw.ts';

const OWNED = { r: 'TABLE', p: 'TABLE', v: 'VIEW', m: 'MATERIALIZED VIEW', S: 'SEQUENCE' } as const;

function allAtOnce(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const [role, other] = random.some(draw.state.roles, 2);
  if (role === undefined) return undefined;
  const to = other ?? 'postgres';
  return random.pick<string | string[]>(
    `REASSIGN OWNED BY ${role} TO ${to}`,
    `DROP OWNED BY ${role}${draw.cascade()}`,
    `GRANT ${random.pick('SELECT', 'ALL')} ON ALL TABLES IN SCHEMA ${draw.schema()} TO ${role}`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${draw.schema()} TO ${role}`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${draw.schema()} FROM ${role}`,
    `REVOKE EXECUTE ON ALL ROUTINES IN SCHEMA ${draw.schema()} FROM PUBLIC`,
    [`GRANT CREATE ON SCHEMA ${draw.schema()} TO ${role}`, `ALTER SCHEMA ${draw.schema()} OWNER TO ${role}`],
  );
}

function ownerOfAnything(draw: Draw): string | undefined {
  const { random } = draw;
  const role = random.chance(0.75) ? random.one(draw.state.roles) : 'CURRENT_USER';
  const relation = draw.relation('r', 'p', 'v', 'm', 'S');
  const routine = draw.routine();
  const statistics = random.one(draw.state.statistics);
  const publication = random.one(draw.state.publications);
  const operator = random.one(draw.state.operators);
  const type = draw.type('e', 'd', 'c', 'r');
  if (role === undefined) return undefined;
  const words = { f: 'FUNCTION', p: 'PROCEDURE', a: 'AGGREGATE' } as const;
  const what = random.one([
    ...(relation && relation.kind in OWNED
      ? [`${OWNED[relation.kind as keyof typeof OWNED]} ${draw.ref(relation)}`]
      : []),
    ...(routine ? [`${words[routine.kind]} ${draw.ref(routine)}(${routine.args})`] : []),
    ...(statistics ? [`STATISTICS ${draw.ref(statistics)}`] : []),
    ...(publication ? [`PUBLICATION ${publication}`] : []),
    ...(operator ? [`OPERATOR ${operator.schema}.${operator.name} (${operator.left}, ${operator.right})`] : []),
    ...(type ? [`TYPE ${draw.ref(type)}`] : []),
  ]);
  return what && `ALTER ${what} OWNER TO ${role}`;
}

/** What the defaults of a role give shows in what that role makes. */
function madeByRole(draw: Draw): string[] | undefined {
  const { random } = draw;
  const [role, other] = random.some(draw.state.roles, 2);
  if (role === undefined) return undefined;
  const to = random.pick('PUBLIC', other ?? role);
  const where = random.perhaps(0.4, `IN SCHEMA ${draw.schema()} `);
  const defaults = random.pick(
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${role} ${where}GRANT SELECT ON TABLES TO ${to}`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${role} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`,
    `ALTER DEFAULT PRIVILEGES FOR ROLE ${role} ${where}REVOKE ALL ON TABLES FROM ${to}`,
    `ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO ${to}`,
  );
  const place = draw.freePlace();
  const make = random.pick(
    `CREATE TABLE ${draw.made(place)} (id serial, x int, y text)`,
    `CREATE FUNCTION ${draw.id(place.schema)}.f(int) RETURNS int LANGUAGE sql AS $$ SELECT 5 $$`,
    `CREATE TYPE ${draw.made(place)} AS ENUM ('new', 'old')`,
  );
  const asRole = [
    `GRANT CREATE, USAGE ON SCHEMA ${place.schema} TO ${role}`,
    `SET LOCAL ROLE ${role}`,
    make,
    'RESET ROLE',
  ];
  return random.pick<string[]>([defaults], [defaults, ...asRole], asRole);
}

/** A view is read with the rights of its owner, or of who reads it; a policy holds for all but the owner of its table. */
function readByRole(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const role = random.one(draw.state.roles);
  const view = draw.relation('v');
  const table = draw.relation('r');
  const log = draw.relation('r');
  const text = log && draw.column(log, ({ type }) => type === 'text');
  if (role === undefined || table === undefined) return undefined;
  const seen = view ?? table;
  if (log === undefined || text === undefined || random.chance(0.4))
    return view === undefined
      ? `ALTER TABLE ${draw.ref(table)} ${random.pick('ENABLE', 'FORCE', 'NO FORCE', 'DISABLE')} ROW LEVEL SECURITY`
      : random.pick(
          `ALTER VIEW ${draw.ref(view)} SET (security_invoker = ${random.pick('true', 'false')})`,
          `ALTER VIEW ${draw.ref(view)} RESET (security_invoker)`,
          `ALTER VIEW ${draw.ref(view)} SET (security_barrier = true, check_option = local)`,
          `ALTER VIEW ${draw.ref(view)} OWNER TO ${role}`,
        );
  const schemas = [...new Set([seen.schema, log.schema])].filter((schema) => schema !== 'public');
  return [
    ...schemas.map((schema) => `GRANT USAGE ON SCHEMA ${schema} TO ${role}`),
    `GRANT SELECT ON ${draw.ref(seen)} TO ${role}`,
    `GRANT ALL ON ${draw.ref(log)} TO ${role}`,
    `SET LOCAL ROLE ${role}`,
    `INSERT INTO ${draw.ref(log)} (${draw.id(text.name)}) SELECT 'seen ' || count(*) FROM ${draw.ref(seen)}`,
    'RESET ROLE',
  ];
}

export const rights: Family = {
  name: 'rights',
  kinds: [
    { name: 'rights on many at once', weight: 0.6, make: allAtOnce },
    { name: 'owner of anything', weight: 0.8, make: ownerOfAnything },
    { name: 'made by a role', weight: 0.6, make: madeByRole },
    { name: 'read by a role', weight: 0.8, make: readByRole },
    {
      name: 'role in a role',
      weight: 0.4,
      make: (draw) => {
        const [one, other] = draw.random.some(draw.state.roles, 2);
        if (one === undefined || other === undefined) return undefined;
        return draw.random.pick(
          `GRANT ${one} TO ${other} WITH ADMIN OPTION`,
          `GRANT ${one} TO ${other}`,
          `REVOKE ${one} FROM ${other}${draw.cascade()}`,
          `ALTER ROLE ${one} ${draw.random.pick('NOINHERIT', 'INHERIT', 'SUPERUSER', 'NOSUPERUSER', 'BYPASSRLS')}`,
        );
      },
    },
  ],
};
