/** Data: what is written depends on what is there, and on who else counts along. */
import type { Draw, Family } from '../draw.ts';
import type { Column, Relation } from '../state.ts';

function isGiven(column: Column): boolean {
  return column.generated === '' && column.identity !== 'a';
}

/** Columns with values for a new row: all that need one, and some of the others. */
function newRow(draw: Draw, table: Relation): { columns: string; values: string } {
  const chosen = table.columns.filter(
    (column) =>
      isGiven(column) &&
      ((column.notNull && !column.hasDefault && column.identity === '') ||
        (column.name !== 'id' && draw.random.chance(0.6))),
  );
  return {
    columns: chosen.map(({ name }) => draw.id(name)).join(', '),
    values: chosen
      .map(({ name, type, notNull }) => (name.endsWith('_id') ? keyValue(draw, notNull) : draw.value(type)))
      .join(', '),
  };
}

function keyValue(draw: Draw, notNull: boolean): string {
  return draw.random.chance(0.5) || notNull ? draw.value('integer') : 'NULL';
}

function insert(draw: Draw, table: Relation): string {
  const { random } = draw;
  const { columns, values } = newRow(draw, table);
  const into = `INSERT INTO ${draw.ref(table)}`;
  if (columns === '') return `${into} DEFAULT VALUES`;
  const conflict = random.perhaps(0.2, ' ON CONFLICT DO NOTHING');
  const source = random.chance(0.35) ? draw.source() : undefined;
  if (source === undefined)
    return `${into} (${columns}) VALUES (${values})${random.perhaps(0.2, `, (${values})`)}${conflict}`;
  return `${into} (${columns}) SELECT ${values} FROM ${draw.ref(source)}${random.perhaps(0.4, ` WHERE ${draw.condition(source)}`)} LIMIT 3${conflict}`;
}

function assignment(draw: Draw, table: Relation): string | undefined {
  const column = draw.column(
    table,
    (one) => isGiven(one) && one.name !== 'id' && ['integer', 'bigint', 'numeric', 'text'].includes(one.type),
  );
  if (column === undefined) return undefined;
  const id = draw.id(column.name);
  return `${id} = ${draw.random.chance(0.4) ? (column.type === 'text' ? `${id} || '.'` : `${id} + 1`) : draw.value(column.type)}`;
}

export const rows: Family = {
  name: 'rows',
  kinds: [
    {
      name: 'insert',
      weight: 10,
      make: (draw) => {
        const table = draw.table();
        return table && insert(draw, table);
      },
    },
    {
      name: 'insert into a view',
      weight: 1,
      make: (draw) => {
        const view = draw.relation('v');
        return view && insert(draw, view);
      },
    },
    {
      name: 'update',
      weight: 4,
      make: (draw) => {
        const table = draw.random.chance(0.9) ? draw.table() : draw.relation('v');
        const set = table && assignment(draw, table);
        if (table === undefined || set === undefined) return undefined;
        const other = draw.random.chance(0.2)
          ? draw.random.one(draw.relations('r', 'v', 'm').filter((one) => one !== table && one.columns.length > 0))
          : undefined;
        if (other !== undefined)
          return `UPDATE ${draw.ref(table)} SET ${set} FROM (SELECT count(*) AS n FROM ${draw.ref(other)}) AS o WHERE o.n > 0`;
        return `UPDATE ${draw.random.perhaps(0.1, 'ONLY ')}${draw.ref(table)} SET ${set}${draw.random.perhaps(0.6, ` WHERE ${draw.condition(table)}`)}`;
      },
    },
    {
      name: 'delete',
      weight: 2,
      make: (draw) => {
        const table = draw.table();
        return (
          table &&
          `DELETE FROM ${draw.ref(table)} WHERE ${draw.random.chance(0.4) ? `${draw.condition(table)} AND ` : ''}${draw.value('integer')} < 4`
        );
      },
    },
    {
      name: 'truncate',
      weight: 0.8,
      make: (draw) => {
        const table = draw.table();
        const other = draw.random.chance(0.3) ? draw.table() : undefined;
        const more = other === undefined || other === table ? '' : `, ${draw.ref(other)}`;
        return (
          table &&
          `TRUNCATE ${draw.random.perhaps(0.1, 'ONLY ')}${draw.ref(table)}${more}${draw.random.perhaps(0.4, ' RESTART IDENTITY')}${draw.cascade(0.7)}`
        );
      },
    },
    {
      name: 'merge',
      weight: 0.8,
      make: (draw) => {
        const table = draw.table();
        const source = draw.source();
        const set = table && assignment(draw, table);
        if (table === undefined || source === undefined || set === undefined) return undefined;
        const { columns, values } = newRow(draw, table);
        const otherwise = columns === '' ? '' : ` WHEN NOT MATCHED THEN INSERT (${columns}) VALUES (${values})`;
        return `MERGE INTO ${draw.ref(table)} AS t USING (SELECT count(*) AS n FROM ${draw.ref(source)}) AS s ON t.ctid IS NOT NULL AND s.n = 2 WHEN MATCHED THEN UPDATE SET ${set}${otherwise}`;
      },
    },
    {
      name: 'write in a query',
      weight: 1,
      make: (draw) => {
        const table = draw.table();
        const target = draw.table();
        const text = target && draw.column(target, ({ type }) => type === 'text');
        if (table === undefined || target === undefined || text === undefined) return undefined;
        return `WITH gone AS (DELETE FROM ${draw.ref(table)} WHERE ${draw.condition(table)} RETURNING *) INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) SELECT left(gone::text, 60) FROM gone`;
      },
    },
    {
      name: 'select into the void',
      weight: 0.7,
      make: (draw) => {
        const source = draw.source();
        return (
          source &&
          draw.random.pick(
            `SELECT * FROM ${draw.ref(source)}`,
            `SELECT count(*) FROM ${draw.ref(source)} WHERE ${draw.condition(source)}`,
            `TABLE ${draw.ref(source)}`,
          )
        );
      },
    },
    {
      name: 'column with the time of its row',
      weight: 0.12,
      make: (draw) => {
        const table = draw.relation('r');
        return (
          table &&
          // Always of one length: a view may take that of a whole row.
          `ALTER TABLE ${draw.ref(table)} ADD COLUMN IF NOT EXISTS made text DEFAULT to_char(${draw.random.pick('now()', 'clock_timestamp()')}, 'HH24:MI:SS.US')`
        );
      },
    },
  ],
};
