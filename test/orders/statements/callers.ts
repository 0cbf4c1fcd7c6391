/** Functions to which it matters who calls them, from where and with what. */
import { type Draw, type Family, ROUTINES } from '../draw.ts';
import type { Named, Relation } from '../state.ts';

/** Each calls at most those after it, so that calls end. */
const OVERLOADS = ['text', 'numeric', 'bigint', 'integer', ''] as const;
const GIVES = { numeric: '$1', bigint: '$1', integer: '$1', text: 'length($1)' } as const;

function routineName(draw: Draw): Named {
  return { schema: draw.schema(), name: draw.random.pick(...ROUTINES) };
}

function overload(draw: Draw): string | undefined {
  const { random } = draw;
  const known = draw.routine(
    ({ kind, args, returns }) =>
      kind === 'f' && returns === 'integer' && OVERLOADS.includes(args as 'text') && args !== 'text',
  );
  if (known === undefined) return undefined;
  const arg = random.one(OVERLOADS.slice(0, OVERLOADS.indexOf(known.args as 'text')));
  if (arg === undefined || arg === '') return undefined;
  const given = known.args === '' ? '' : `${GIVES[arg]}::${random.pick(known.args, known.args, 'int')}`;
  const value = `${draw.ref(known)}(${given}) + ${random.between(1, 90)}`;
  const head = `CREATE OR REPLACE FUNCTION ${draw.made({ ...known, schema: random.chance(0.8) ? known.schema : draw.schema() })}(${arg}) RETURNS int`;
  return random.pick(
    `${head} LANGUAGE sql AS $$ SELECT ${value} $$`,
    `${head} LANGUAGE plpgsql AS $$ BEGIN RETURN ${value}; END $$`,
  );
}

/** What it may do is what its owner may. */
function definer(draw: Draw): string[] | undefined {
  const { random } = draw;
  const role = random.one(draw.state.roles);
  const source = draw.source();
  const target = draw.relation('r');
  const text = target && draw.column(target, ({ type }) => type === 'text');
  if (role === undefined || source === undefined || target === undefined) return undefined;
  const place = routineName(draw);
  const name = `${draw.id(place.schema)}.${draw.id(place.name)}`;
  const insert =
    text === undefined ? '' : `INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) VALUES (current_user);`;
  const set = random.pick('', ` SET search_path = ${draw.schema()}, pg_temp`, ' SET search_path FROM CURRENT');
  const grants = [
    `GRANT SELECT ON ${draw.ref(source)} TO ${random.pick(role, 'PUBLIC')}`,
    `GRANT ALL ON ${draw.ref(target)} TO ${role}`,
    `GRANT USAGE ON SCHEMA ${source.schema} TO ${role}`,
  ];
  return [
    `CREATE OR REPLACE FUNCTION ${name}(int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER${set} AS $$ BEGIN ${random.perhaps(0.4, insert)} RETURN (SELECT count(*) FROM ${draw.ref(source)}) + $1; END $$`,
    `ALTER FUNCTION ${name}(int) OWNER TO ${role}`,
    ...random.some(grants, random.between(0, 3)),
    `GRANT CREATE ON SCHEMA ${place.schema} TO ${role}`,
  ].slice(0, random.between(2, 6));
}

/** Its body speaks of one column, by a name that may become another's. */
function readerOfColumn(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p', 'v');
  const column = table && draw.column(table, ({ type }) => ['integer', 'text', 'bigint'].includes(type));
  if (table === undefined || column === undefined) return undefined;
  const id = draw.id(column.name);
  const value = random.pick(
    `(SELECT count(t.${id}) FROM ${draw.ref(table)} AS t)::int`,
    `coalesce((SELECT length(max(${id})::text) FROM ${draw.ref(table)}), 0)`,
  );
  const head = `CREATE OR REPLACE FUNCTION ${draw.made(routineName(draw))}(int) RETURNS int`;
  const set = random.pick('', '', ` SET search_path = ${draw.schema()}, public`, ' SET search_path FROM CURRENT');
  return random.pick(
    `${head} LANGUAGE sql${set} AS $$ SELECT ${value} + $1 $$`,
    `${head} LANGUAGE sql RETURN ${value} + $1`,
    `${head} LANGUAGE plpgsql${set} AS $$ DECLARE n ${draw.ref(table)}.${id}%TYPE; BEGIN SELECT ${id} INTO n FROM ${draw.ref(table)} ORDER BY 1 LIMIT 1; RETURN ${value}; END $$`,
    `${head} LANGUAGE plpgsql${set} AS $$ DECLARE r record; n int := 0; BEGIN FOR r IN SELECT * FROM ${draw.ref(table)} ORDER BY 1 LOOP n := n + length(coalesce(r.${id}::text, '')); END LOOP; RETURN n; END $$`,
  );
}

function rowsOf(draw: Draw): string | undefined {
  const { random } = draw;
  const source = draw.source();
  const text = source && draw.column(source);
  if (source === undefined || text === undefined) return undefined;
  const place = draw.made({ schema: draw.schema(), name: random.pick('list', 'k') });
  const query = `SELECT count(*)::int, max(s.${draw.id(text.name)}::text) FROM ${draw.ref(source)} AS s`;
  return random.pick(
    `CREATE OR REPLACE FUNCTION ${place}(int) RETURNS TABLE (n int, t text) LANGUAGE sql STABLE AS $$ ${query} $$`,
    `CREATE OR REPLACE FUNCTION ${place}(int) RETURNS TABLE (n int, t text) LANGUAGE plpgsql AS $$ BEGIN RETURN QUERY ${query}; END $$`,
    `CREATE OR REPLACE FUNCTION ${place}(anyelement) RETURNS text LANGUAGE sql AS $$ SELECT $1::text || (SELECT count(*) FROM ${draw.ref(source)}) $$`,
  );
}

function useRowsOf(draw: Draw): string | undefined {
  const { random } = draw;
  const routine = draw.routine(({ returns, args }) => returns === 'SETOF record' && args === 'integer');
  const target: Relation | undefined = draw.relation('r');
  const text = target && draw.column(target, ({ type }) => type === 'text');
  if (routine === undefined) return undefined;
  const from = `${draw.ref(routine)}(${random.between(1, 5)}) AS l`;
  return random.one([
    `CREATE VIEW ${draw.made()} AS SELECT l.n AS x, l.t AS y FROM ${from}`,
    `CREATE TABLE ${draw.made()} AS SELECT * FROM ${from}`,
    ...(target && text
      ? [`INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) SELECT l.n || l.t FROM ${from}`]
      : []),
  ]);
}

/** `row.function`, as if it were a column. */
function computed(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'v');
  const target = draw.relation('r');
  const text = target && draw.column(target, ({ type }) => type === 'text');
  if (table === undefined || target === undefined || text === undefined) return undefined;
  const place = { schema: table.schema, name: random.pick('g', 'total') };
  const known = draw.routine(
    ({ name, args }) => name === place.name && (args === table.name || args === `${table.schema}.${table.name}`),
  );
  const use = random.pick(
    `INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) SELECT s.${place.name}::text FROM ${draw.ref(table)} AS s LIMIT 2`,
    `CREATE VIEW ${draw.made()} AS SELECT s.${place.name} AS y FROM ${draw.ref(table)} AS s`,
  );
  if (known !== undefined && random.chance(0.7)) return use;
  const other = draw.source();
  const value = other === undefined ? '1' : `(SELECT count(*) FROM ${draw.ref(other)})`;
  const create = `CREATE OR REPLACE FUNCTION ${draw.id(place.schema)}.${place.name}(r ${draw.ref(table)}) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT ${value} + length(r::text) $$`;
  return random.chance(0.5) ? create : [create, use];
}

export const callers: Family = {
  name: 'callers',
  kinds: [
    { name: 'overload that calls another', weight: 2, make: overload },
    { name: 'function with the rights of its owner', weight: 1.5, make: definer },
    { name: 'function that reads a column', weight: 2, make: readerOfColumn },
    { name: 'function that gives rows', weight: 1, make: rowsOf },
    { name: 'use rows of a function', weight: 1, make: useRowsOf },
    { name: 'column that a function computes', weight: 1, make: computed },
  ],
};
