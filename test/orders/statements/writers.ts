/** Statements that write several tables, or one in several ways, and return what they wrote. */
import type { Draw, Family } from '../draw.ts';
import type { Relation } from '../state.ts';

function written(
  draw: Draw,
  table: Relation | undefined,
): { readonly name: string; readonly text: string } | undefined {
  const column = table && draw.column(table, ({ type, generated }) => type === 'text' && generated === '');
  return table && column && { name: draw.ref(table), text: draw.id(column.name) };
}

function severalAtOnce(draw: Draw): string | undefined {
  const { random } = draw;
  const [one, other] = [written(draw, draw.table()), written(draw, draw.relation('r', 'p', 'v'))];
  const source = draw.source();
  const read = source && draw.column(source);
  if (one === undefined || other === undefined || source === undefined || read === undefined) return undefined;
  const from = draw.ref(source);
  return random.pick(
    `WITH new AS (INSERT INTO ${one.name} (${one.text}) VALUES ('w') RETURNING ${one.text} AS v), more AS (UPDATE ${other.name} SET ${other.text} = ${other.text} || 'c' RETURNING 1) SELECT count(*) FROM new`,
    `WITH new AS (UPDATE ${one.name} SET ${one.text} = 'u' RETURNING ${one.text} AS v) INSERT INTO ${other.name} (${other.text}) SELECT DISTINCT v FROM new`,
    `DELETE FROM ${one.name} USING ${from} AS s WHERE s.${draw.id(read.name)}::text = ${one.text}`,
    `UPDATE ${one.name} AS t SET ${one.text} = left(s.v, 30) FROM (SELECT max(${draw.id(read.name)}::text) AS v FROM ${from}) AS s`,
    `WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 3) INSERT INTO ${one.name} (${one.text}) SELECT 'n' || i FROM n`,
    `WITH kept AS MATERIALIZED (SELECT count(*) AS c FROM ${from}) UPDATE ${one.name} SET ${one.text} = kept.c::text FROM kept WHERE kept.c > 1`,
    `INSERT INTO ${one.name} (${one.text}) SELECT 'l' || count(*) FROM ${from}, LATERAL (SELECT 1 FROM ${other.name} LIMIT 1) AS o`,
    `SELECT ${one.text} FROM ${one.name} FOR UPDATE`,
  );
}

function mergeInto(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p', 'v');
  const one = written(draw, table);
  const source = draw.source();
  const read = source && draw.column(source);
  if (one === undefined || source === undefined || read === undefined) return undefined;
  const matched = random.pick(
    `WHEN MATCHED AND length(${one.text}) > 3 THEN DELETE WHEN MATCHED THEN UPDATE SET ${one.text} = ${one.text} || 'm'`,
    'WHEN MATCHED THEN DELETE',
    'WHEN MATCHED THEN DO NOTHING',
    `WHEN NOT MATCHED BY SOURCE THEN UPDATE SET ${one.text} = 'gone'`,
  );
  const using = random.pick(
    `(SELECT DISTINCT ${draw.id(read.name)}::text AS v FROM ${draw.ref(source)}) AS s`,
    `(SELECT count(*)::text AS v FROM ${draw.ref(source)}) AS s`,
  );
  return `MERGE INTO ${one.name} AS t USING ${using} ON t.${one.text} = s.v ${matched}${random.perhaps(0.6, ` WHEN NOT MATCHED THEN INSERT (${one.text}) VALUES (left(s.v, 30))`)}`;
}

/** Of a domain, an identity, a composite: what a column does with what it is given. */
function columnThatDoes(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  const type = draw.type('c');
  const domain = draw.type('d');
  const holder = random.one(
    draw
      .relations('r')
      .filter(({ columns }) =>
        columns.some((one) => type !== undefined && [type.name, `${type.schema}.${type.name}`].includes(one.type)),
      ),
  );
  const column = holder?.columns.find((one) =>
    [type?.name, `${type?.schema ?? ''}.${type?.name ?? ''}`].includes(one.type),
  );
  const field = type && random.one(type.columns);
  if (table === undefined) return undefined;
  const name = random.pick('x', 'z', 'n');
  return random.one<string | string[]>([
    `ALTER TABLE ${draw.ref(table)} ADD COLUMN ${draw.ifNotExists()}${name} int GENERATED ${random.pick('ALWAYS', 'BY DEFAULT')} AS IDENTITY${random.perhaps(0.4, ' (START 30)')}`,
    ...(domain
      ? [
          `ALTER TABLE ${draw.ref(table)} ADD COLUMN ${draw.ifNotExists()}${name} ${draw.ref(domain)}${random.perhaps(0.4, ' DEFAULT 3')}`,
          `CREATE OR REPLACE FUNCTION ${draw.id(draw.schema())}.f(${draw.ref(domain)}) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT 3 $$`,
          `ALTER DOMAIN ${draw.ref(domain)} SET NOT NULL`,
        ]
      : []),
    ...(type && holder && column && field
      ? [
          `UPDATE ${draw.ref(holder)} SET ${draw.id(column.name)}.${draw.id(field.name)} = NULL`,
          `CREATE VIEW ${draw.made()} AS SELECT (${draw.id(column.name)}).${draw.id(field.name)} AS x FROM ${draw.ref(holder)}`,
          `CREATE INDEX ON ${draw.ref(holder)} (((${draw.id(column.name)}).${draw.id(field.name)}))`,
          `INSERT INTO ${draw.ref(holder)} (${draw.id(column.name)}) VALUES (${draw.value(column.type)})`,
        ]
      : []),
    ...(type
      ? [
          `ALTER TYPE ${draw.ref(type)} ADD ATTRIBUTE ${random.pick('z', 'n')} ${draw.columnType()}${draw.cascade()}, DROP ATTRIBUTE IF EXISTS ${random.pick('x', 'y')}${draw.cascade()}`,
          `ALTER TYPE ${draw.ref(type)} RENAME ATTRIBUTE x TO ${random.pick('n', 'y')}${draw.cascade()}`,
          `CREATE OR REPLACE FUNCTION ${draw.id(draw.schema())}.g(${draw.ref(type)}) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN $1.x::text; END $$`,
        ]
      : []),
  ]);
}

/** Which inherits what: columns of parents are changed with those of their children. */
function family(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const child = random.one(draw.relations('r').filter(({ of, isPartition }) => of !== null && !isPartition));
  const one = draw.relation('r');
  const other = draw.relation('r');
  if (one === undefined || other === undefined) return undefined;
  if (child?.of === undefined || child.of === null || random.chance(0.25))
    return `CREATE TABLE ${draw.ifNotExists(0.3)}${draw.made()} (more text) INHERITS (${draw.ref(one)}${other === one || random.chance(0.6) ? '' : `, ${draw.ref(other)}`})`;
  const parent = child.of;
  const column = draw.column(child, ({ name }) => name !== 'id');
  const name = column === undefined ? 'x' : draw.id(column.name);
  return random.pick<string | string[]>(
    `ALTER TABLE ${draw.ref(child)} NO INHERIT ${draw.ref(parent)}`,
    `ALTER TABLE ${draw.ref(parent)} ADD COLUMN IF NOT EXISTS ${random.pick('z', 'n')} int DEFAULT ${random.between(1, 9)}`,
    `ALTER TABLE ${random.perhaps(0.3, 'ONLY ')}${draw.ref(parent)} DROP COLUMN IF EXISTS ${name}`,
    `ALTER TABLE ${draw.ref(parent)} ADD CONSTRAINT ${draw.id(draw.name())} CHECK (true)${random.perhaps(0.3, ' NO INHERIT')}`,
    `DELETE FROM ${random.perhaps(0.4, 'ONLY ')}${draw.ref(parent)} WHERE ${name} IS NULL`,
    `TRUNCATE ${random.perhaps(0.4, 'ONLY ')}${draw.ref(parent)}${draw.cascade()}`,
    `CREATE VIEW ${draw.made()} AS SELECT count(*) AS x FROM ${random.perhaps(0.4, 'ONLY ')}${draw.ref(parent)}`,
    `ALTER TABLE ${draw.ref(child)} ALTER ${name} SET DEFAULT NULL`,
    `DROP TABLE ${draw.ref(parent)}${draw.cascade()}`,
  );
}

export const writers: Family = {
  name: 'writers',
  kinds: [
    { name: 'several written at once', weight: 1, make: severalAtOnce },
    { name: 'merge of rows', weight: 0.6, make: mergeInto },
    { name: 'column that does something', weight: 0.8, make: columnThatDoes },
    { name: 'family of tables', weight: 0.6, make: family },
  ],
};
