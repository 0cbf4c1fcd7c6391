/** Rows that are numbered in the order in which they lie, after others moved them. */
import type { Draw, Family } from '../draw.ts';
import type { Relation } from '../state.ts';

function textOf(draw: Draw, table: Relation): string | undefined {
  const column = draw.column(table, ({ type, generated }) => type === 'text' && generated === '');
  return column && draw.id(column.name);
}

function numbering(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const source = draw.relation('r', 'p', 'm');
  const target = draw.relation('r', 'p');
  const text = target && textOf(draw, target);
  const read = source && draw.column(source);
  const sequence = draw.relation('S');
  if (source === undefined || target === undefined || text === undefined || read === undefined) return undefined;
  const value = `left(${draw.id(read.name)}::text, 40)`;
  const from = draw.ref(source);
  return random.one([
    `INSERT INTO ${draw.ref(target)} (${text}) SELECT ${value} FROM ${from}`,
    `INSERT INTO ${draw.ref(target)} (${text}) SELECT ${value} FROM ${from}`,
    `INSERT INTO ${draw.ref(target)} (${text}) SELECT ${value} FROM ${from} ORDER BY 1`,
    `INSERT INTO ${draw.ref(target)} (${text}) SELECT ${value} FROM ${from} LIMIT 2`,
    `INSERT INTO ${draw.ref(target)} (${text}) SELECT row_number() OVER () || ${value} FROM ${from}`,
    `CREATE TABLE ${draw.made()} AS SELECT row_number() OVER () AS x, ${value} AS y FROM ${from}`,
    `CREATE TABLE ${draw.made()} AS SELECT ${value} AS y FROM ${from}`,
    `WITH gone AS (DELETE FROM ${draw.ref(target)} RETURNING ${text}) INSERT INTO ${draw.ref(target)} (${text}) SELECT ${text} FROM gone`,
    `DO $$ DECLARE r record; BEGIN FOR r IN SELECT ${value} AS v FROM ${from} LOOP INSERT INTO ${draw.ref(target)} (${text}) VALUES (r.v); END LOOP; END $$`,
    `INSERT INTO ${draw.ref(target)} (${text}) SELECT string_agg(${value}, ',') FROM ${from}`,
    ...(source.kind === 'm'
      ? []
      : [
          `ALTER TABLE ${from} ADD COLUMN IF NOT EXISTS z serial`,
          `UPDATE ${from} SET ${draw.id(read.name)} = DEFAULT`,
          `UPDATE ${draw.ref(target)} SET ${text} = (SELECT ${value} FROM ${from} LIMIT 1)`,
        ]),
    ...(sequence && source.kind !== 'm'
      ? [`UPDATE ${draw.ref(target)} SET ${text} = nextval('${draw.plainRef(sequence)}')::text`]
      : []),
  ]);
}

function moving(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  const text = table && textOf(draw, table);
  if (table === undefined || text === undefined) return undefined;
  const name = draw.ref(table);
  return random.pick<string | string[]>(
    `UPDATE ${name} SET ${text} = ${text} || 'm' WHERE length(${text}) % 2 = ${random.between(0, 1)}`,
    `UPDATE ${name} SET ${text} = coalesce(${text}, 'n')`,
    `DELETE FROM ${name} WHERE length(${text}) % 3 = ${random.between(0, 2)}`,
    [
      `DELETE FROM ${name} WHERE ctid = (SELECT min(ctid) FROM ${name})`,
      `INSERT INTO ${name} (${text}) VALUES ('new')`,
    ],
    `INSERT INTO ${name} (${text}) VALUES ('r${random.between(1, 9)}'), ('r${random.between(10, 99)}'), ('r')`,
    `INSERT INTO ${name} (${text}) SELECT 'g' || g FROM generate_series(1, ${random.between(2, 5)}) AS g`,
  );
}

export const placed: Family = {
  name: 'placed',
  kinds: [
    { name: 'rows moved', weight: 1, make: moving },
    { name: 'rows numbered as they lie', weight: 1, make: numbering },
  ],
};
