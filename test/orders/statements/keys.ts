/** Operator classes and collations, and the keys of indexes and partitions that are ordered and compared by them. */
import type { Draw, Family } from '../draw.ts';
import type { Column, Named, Relation } from '../state.ts';

const CLASS_NAMES = ['ops', 'ops', 'a', 'b'] as const;
const COLLATIONS = ['coll', 'coll', 'a', 'b'] as const;

function isKey({ type, generated }: Column): boolean {
  return ['integer', 'text'].includes(type) && generated === '';
}

function createClass(draw: Draw): string[] {
  const { random } = draw;
  const own = random.chance(0.35) ? draw.type('e', 'c') : undefined;
  const type = own === undefined ? random.pick('int', 'int', 'text') : draw.ref(own);
  const place = { schema: draw.schema(), name: random.pick(...CLASS_NAMES) };
  const compare = draw.ref({ schema: draw.schema(), name: random.pick('compare', 'f') });
  const isHash = random.chance(0.25);
  const byDefault = own === undefined ? '' : random.perhaps(0.7, ' DEFAULT');
  const family = random.perhaps(0.1, ` FAMILY ${draw.ref(place)}`);
  const head = `CREATE OPERATOR CLASS ${draw.made(place)}${byDefault} FOR TYPE ${type} USING`;
  if (isHash)
    return [
      `CREATE OR REPLACE FUNCTION ${compare}(${type}, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$ SELECT length($1::text) * ${random.between(1, 9)} + $2 $$`,
      `${head} hash${family} AS OPERATOR 1 =, FUNCTION 2 ${compare}(${type}, bigint)`,
    ];
  const [low, high] = random.chance(0.5) ? ['<', '>'] : ['>', '<'];
  return [
    `CREATE OR REPLACE FUNCTION ${compare}(${type}, ${type}) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN $1 ${low} $2 THEN -1 WHEN $1 = $2 THEN 0 ELSE 1 END $$`,
    `${head} btree${family} AS OPERATOR 1 ${low}, OPERATOR 2 ${low}=, OPERATOR 3 =, OPERATOR 4 ${high}=, OPERATOR 5 ${high}, FUNCTION 1 ${compare}(${type}, ${type})`,
  ];
}

function changeClass(draw: Draw): string | undefined {
  const { random } = draw;
  const known = random.one(draw.state.operatorClasses);
  if (known === undefined) return undefined;
  const what = random.pick('CLASS', 'CLASS', 'FAMILY');
  const which = `OPERATOR ${what} ${draw.ref(known)} USING ${known.method}`;
  return random.pick(
    `DROP OPERATOR ${what} ${draw.ifExists(0.3)}${draw.ref(known)} USING ${known.method}${draw.cascade()}`,
    `ALTER ${which} RENAME TO ${random.pick(...CLASS_NAMES)}`,
    `ALTER ${which} SET SCHEMA ${draw.schema()}`,
    `COMMENT ON ${which} IS '${random.pick('one', 'two')}'`,
    `ALTER ${which} OWNER TO ${draw.role()}`,
  );
}

function createCollation(draw: Draw): string {
  const { random } = draw;
  const place = { schema: draw.schema(), name: random.pick(...COLLATIONS) };
  const known = random.one(draw.state.collations);
  const from = random.pick(
    ' FROM "C"',
    ' FROM "POSIX"',
    ` (LOCALE = 'C')`,
    known ? ` FROM ${draw.ref(known)}` : ' FROM "C"',
  );
  return `CREATE COLLATION ${draw.ifNotExists()}${draw.made(place)}${from}`;
}

function changeCollation(draw: Draw): string | undefined {
  const { random } = draw;
  const known = random.one(draw.state.collations);
  return (
    known &&
    random.pick(
      `DROP COLLATION ${draw.ifExists()}${draw.ref(known)}${draw.cascade()}`,
      `ALTER COLLATION ${draw.ref(known)} RENAME TO ${draw.id(random.pick(...COLLATIONS))}`,
      `ALTER COLLATION ${draw.ref(known)} SET SCHEMA ${draw.schema()}`,
      `COMMENT ON COLLATION ${draw.ref(known)} IS '${random.pick('one', 'two')}'`,
    )
  );
}

/** What is written after a column of a key. */
function manner(draw: Draw, type: string, method: string): string {
  const { random } = draw;
  const own: Named | undefined = random.one(
    draw.state.operatorClasses.filter((one) => one.type === type && one.method === method),
  );
  const collation = type === 'text' && random.chance(0.6) ? random.one(draw.state.collations) : undefined;
  const collated = collation === undefined ? '' : ` COLLATE ${draw.ref(collation)}`;
  if (own === undefined || random.chance(0.3)) return collated;
  return `${collated} ${draw.ref(own)}`;
}

function key(draw: Draw, table: Relation, method: string): string | undefined {
  const column = draw.column(table, isKey);
  return column && `${draw.id(column.name)}${manner(draw, column.type, method)}`;
}

function keyedTable(draw: Draw): string[] {
  const { random } = draw;
  const [column, type] = random.pick(['x', 'integer'] as const, ['y', 'text'] as const);
  const strategy = random.pick('RANGE', 'RANGE', 'LIST', 'HASH');
  const collation = random.chance(0.3) ? random.one(draw.state.collations) : undefined;
  const collated = collation === undefined ? '' : ` COLLATE ${draw.ref(collation)}`;
  const place = draw.freePlace();
  const bound = {
    RANGE: 'FOR VALUES FROM (MINVALUE) TO (MAXVALUE)',
    LIST: 'DEFAULT',
    HASH: 'FOR VALUES WITH (MODULUS 1, REMAINDER 0)',
  }[strategy];
  return [
    `CREATE TABLE ${draw.made(place)} (id int, x int DEFAULT 1, y text${collated} DEFAULT 'k') PARTITION BY ${strategy} (${column}${manner(draw, type, strategy === 'HASH' ? 'hash' : 'btree')})`,
    ...(random.chance(0.7) ? [`CREATE TABLE ${draw.made()} PARTITION OF ${draw.ref(place)} ${bound}`] : []),
  ];
}

function collatedColumn(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const collation = random.one(draw.state.collations);
  const table = draw.relation('r', 'p');
  const text = table && draw.column(table, ({ type }) => type === 'text');
  if (collation === undefined || table === undefined || text === undefined) return undefined;
  const id = draw.id(text.name);
  const by = draw.ref(collation);
  return random.pick(
    `ALTER TABLE ${draw.ref(table)} ADD COLUMN ${draw.ifNotExists()}z text COLLATE ${by}`,
    `ALTER TABLE ${draw.ref(table)} ALTER ${id} TYPE text COLLATE ${by}`,
    `CREATE VIEW ${draw.made()} AS SELECT ${id} COLLATE ${by} AS y FROM ${draw.ref(table)}`,
    `CREATE DOMAIN ${draw.made()} AS text COLLATE ${by}`,
    `CREATE TYPE ${draw.made()} AS (x int, y text COLLATE ${by})`,
    `INSERT INTO ${draw.ref(table)} (${id}) SELECT max(${id} COLLATE ${by}) FROM ${draw.ref(table)}`,
    `ALTER TABLE ${draw.ref(table)} ADD CHECK (${id} COLLATE ${by} > '')`,
  );
}

export const keys: Family = {
  name: 'keys',
  kinds: [
    { name: 'create operator class', weight: 0.8, make: createClass },
    { name: 'alter or drop operator class', weight: 0.5, make: changeClass },
    { name: 'create collation', weight: 0.8, make: createCollation },
    { name: 'alter or drop collation', weight: 0.5, make: changeCollation },
    { name: 'partitioned by an own order', weight: 0.8, make: keyedTable },
    { name: 'collation of a column', weight: 0.8, make: collatedColumn },
    {
      name: 'index of an own order',
      weight: 1,
      make: (draw) => {
        const { random } = draw;
        const table = draw.relation('r', 'p', 'm');
        const method = random.pick('btree', 'btree', 'hash');
        const made = table && key(draw, table, method);
        const column =
          table &&
          draw.column(table, ({ type }) =>
            draw.state.types.some((own) => [own.name, `${own.schema}.${own.name}`].includes(type)),
          );
        if (table === undefined || made === undefined) return undefined;
        // An own type may have got another class to go without saying.
        const parts = column !== undefined && random.chance(0.5) ? draw.id(column.name) : made;
        return `CREATE ${method === 'btree' ? random.perhaps(0.1, 'UNIQUE ') : ''}INDEX ${random.perhaps(0.5, `${draw.ifNotExists()}${draw.id(draw.name())} `)}ON ${draw.ref(table)} USING ${method} (${parts})`;
      },
    },
    {
      name: 'exclusion by an own order',
      weight: 0.4,
      make: (draw) => {
        const table = draw.relation('r');
        const made = table && key(draw, table, 'btree');
        return table && made && `ALTER TABLE ${draw.ref(table)} ADD EXCLUDE USING btree (${made} WITH =)`;
      },
    },
  ],
};
