/** Operators that are used without being written: `BETWEEN`, `CASE`, `IN`, `USING`, `NATURAL JOIN`; views that a rule makes. */
import type { Draw, Family } from '../draw.ts';

const OPERATORS = ['=', '=', '<', '<=', '>', '<>', '>='] as const;

/** As `format_type` writes it. */
function literal(draw: Draw, type: string): string {
  const name = draw.state.types.find((own) => [own.name, `${own.schema}.${own.name}`].includes(type));
  if (name !== undefined) return `${draw.value(`${name.schema}.${name.name}`)}::${draw.ref(name)}`;
  if (type === 'text') return draw.random.pick("'1'::text", "'22'::text");
  return type === 'boolean' ? 'true' : draw.random.pick('1', '22');
}

/** Pairs that PostgreSQL has no operator for, and types for which it has one that is less exact. */
function comparedTypes(draw: Draw): readonly [string, string] {
  const { random } = draw;
  const type = random.chance(0.6) ? draw.type('e', 'c') : undefined;
  const own = type && draw.ref(type);
  if (own === undefined) return random.pick(['int', 'text'], ['text', 'int'], ['boolean', 'int']);
  return random.chance(0.8) ? [own, own] : [own, 'text'];
}

function createComparison(draw: Draw): string[] | undefined {
  const { random } = draw;
  if (random.chance(draw.state.operators.length / 10)) return undefined;
  const [left, right] = comparedTypes(draw);
  const place = draw.ref({ schema: draw.schema(), name: random.pick('same', 'less', 'f') });
  const value = random.pick(
    'length($1::text) = length($2::text)',
    `length($1::text) % 2 = ${random.between(0, 1)}`,
    '$1::text <= $2::text',
    '$1::text = $2::text',
  );
  return [
    `CREATE OR REPLACE FUNCTION ${place}(${left}, ${right}) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT ${value} $$`,
    `CREATE OPERATOR ${random.perhaps(0.6, `${draw.schema()}.`)}${random.pick(...OPERATORS)} (LEFTARG = ${left}, RIGHTARG = ${right}, FUNCTION = ${place})`,
  ];
}

/** An expression that gives a number and names no operator. */
function unwritten(draw: Draw): string {
  const { random } = draw;
  const operator = random.one(draw.state.operators.filter(({ name }) => name !== '<+>' && name !== '~~>'));
  const type = draw.type('e', 'c');
  const known = type === undefined ? 'integer' : `${type.schema}.${type.name}`;
  const [left, right] = operator === undefined || random.chance(0.2) ? [known, known] : [operator.left, operator.right];
  const one = literal(draw, left);
  const other = literal(draw, right);
  if (left !== right)
    return random.pick(
      `(SELECT count(*) FROM (SELECT ${one} AS x) AS l NATURAL JOIN (SELECT ${other} AS x) AS r)`,
      `(SELECT count(*) FROM (SELECT ${one} AS x) AS l JOIN (SELECT ${other} AS x) AS r USING (x))`,
      `CASE ${one} WHEN ${other} THEN 1 ELSE 2 END`,
      `(${one} IN (${other}))::int`,
      `(${one} = ANY (SELECT ${other}))::int`,
      `(${one} IS DISTINCT FROM ${other})::int`,
    );
  return random.pick(
    `(${one} BETWEEN ${other} AND ${one})::int`,
    `(${one} NOT BETWEEN SYMMETRIC ${other} AND ${one})::int`,
    `CASE ${one} WHEN ${other} THEN 1 ELSE 2 END`,
    `(${one} IN (${other}, ${one}))::int`,
    `(NULLIF(${one}, ${other}) IS NULL)::int`,
    `(${one} IS DISTINCT FROM ${other})::int`,
    `(${one} = ANY (ARRAY[${other}]))::int`,
    `(${one} IN (SELECT ${other}))::int`,
    `(SELECT count(*) FROM (SELECT ${one} AS x) AS l NATURAL JOIN (SELECT ${other} AS x) AS r)`,
    `(SELECT count(*) FROM (SELECT ${one} AS x) AS l LEFT JOIN (SELECT ${other} AS x) AS r USING (x) WHERE r.x IS NULL)`,
    `(ROW(1, ${one}) < ROW(1, ${other}))::int`,
    `(SELECT count(DISTINCT x) FROM (VALUES (${one}), (${other})) AS v (x))`,
    `(GREATEST(${one}, ${other}) IS NULL)::int`,
  );
}

function useUnwritten(draw: Draw): string | string[] {
  const { random } = draw;
  const value = unwritten(draw);
  const table = draw.relation('r');
  const text = table && draw.column(table, ({ type }) => type === 'text');
  const place = draw.ref({ schema: draw.schema(), name: random.pick('f', 'g') });
  const insert =
    table && text
      ? `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)}) VALUES ((${value})::text)`
      : `SELECT ${value}`;
  return random.pick<string | string[]>(
    insert,
    insert,
    `CREATE VIEW ${draw.made()} AS SELECT ${value} AS x`,
    `CREATE OR REPLACE FUNCTION ${place}(int) RETURNS int LANGUAGE sql AS $$ SELECT (${value})::int + $1 $$`,
    `CREATE OR REPLACE FUNCTION ${place}(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN ${value}; END $$`,
    `CREATE TABLE ${draw.made()} (id serial, x int DEFAULT (${value.includes('SELECT') ? '1' : value}), y text)`,
  );
}

/** Of columns that are of own types, in which a join has to find equals. */
function joined(draw: Draw): string | undefined {
  const { random } = draw;
  const one = draw.source();
  const shared = (other: { readonly columns: readonly { readonly name: string }[] }) =>
    one?.columns.find(({ name }) => other.columns.some((column) => column.name === name));
  const other = random.one(draw.relations('r', 'p', 'v').filter((each) => each !== one && shared(each) !== undefined));
  const column = other && shared(other);
  if (one === undefined || other === undefined || column === undefined) return undefined;
  const from = random.pick(
    `${draw.ref(one)} AS l NATURAL JOIN ${draw.ref(other)} AS r`,
    `${draw.ref(one)} AS l JOIN ${draw.ref(other)} AS r USING (${draw.id(column.name)})`,
    `${draw.ref(one)} AS l FULL JOIN ${draw.ref(other)} AS r USING (${draw.id(column.name)})`,
  );
  return random.pick(
    `CREATE VIEW ${draw.made()} AS SELECT count(*) AS x FROM ${from}`,
    `CREATE TABLE ${draw.made()} AS SELECT count(*) AS x FROM ${from}`,
    `CREATE VIEW ${draw.made()} AS SELECT * FROM ${from}`,
  );
}

/** Only of views since PostgreSQL 16; before, a table became one. */
function viewByRule(draw: Draw): string | undefined {
  const view = draw.relation('v');
  const counted = draw.source();
  if (view === undefined) return undefined;
  const nulls = view.columns.map(
    ({ name, type }) =>
      `${type === 'bigint' && counted !== undefined ? `(SELECT count(*) FROM ${draw.ref(counted)})` : `NULL::${type}`} AS "${name}"`,
  );
  return `CREATE OR REPLACE RULE "_RETURN" AS ON SELECT TO ${draw.ref(view)} DO INSTEAD SELECT ${nulls.join(', ')}`;
}

/** Which constraint is meant is a matter of its name, in the schemas of the search_path. */
function constraintsByName(draw: Draw): string[] | undefined {
  const { random } = draw;
  const table = draw.random.one(
    draw.relations('r').filter(({ constraints }) => constraints.some(({ type }) => type === 'f')),
  );
  const constraint = table && random.one(table.constraints.filter(({ type }) => type === 'f'));
  const number = table && draw.column(table, ({ type, name }) => type === 'integer' && name !== 'id');
  if (table === undefined || constraint === undefined || number === undefined) return undefined;
  const name = random.perhaps(0.4, `${draw.id(table.schema)}.`) + draw.id(constraint.name);
  const later = `ALTER TABLE ${draw.ref(table)} ALTER CONSTRAINT ${draw.id(constraint.name)} DEFERRABLE`;
  return [
    ...(random.chance(0.6) ? [later] : []),
    `SET CONSTRAINTS ${name} ${random.pick('DEFERRED', 'IMMEDIATE')}`,
    `INSERT INTO ${draw.ref(table)} (${draw.id(number.name)}) VALUES (${random.pick('NULL', '1', '2')})`,
    ...(random.chance(0.5) ? [`SET CONSTRAINTS ${random.pick(name, 'ALL')} IMMEDIATE`] : []),
  ];
}

export const meanings: Family = {
  name: 'meanings',
  kinds: [
    { name: 'own comparison', weight: 0.8, make: createComparison },
    { name: 'operator that is not written', weight: 1.2, make: useUnwritten },
    { name: 'join by what is shared', weight: 0.7, make: joined },
    { name: 'view made by a rule', weight: 0.6, make: viewByRule },
    { name: 'constraints by name', weight: 0.6, make: constraintsByName },
  ],
};
