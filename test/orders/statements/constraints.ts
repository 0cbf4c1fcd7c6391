/** What rows have to do with one another: exclusion, keys of any columns, conflicts, generated columns, checks at the end. */
import type { Draw, Family } from '../draw.ts';
import type { Column, Relation, Routine } from '../state.ts';

function isNumber({ type, generated }: Column): boolean {
  return type === 'integer' && generated === '';
}

/** A function whose value may be kept: of a whole number, or of a text. */
function kept(draw: Draw, of: 'integer' | 'text'): Routine | undefined {
  return draw.routine(
    ({ kind, immutable, args, returns }) =>
      kind === 'f' && immutable && args === of && (returns === 'integer' || returns === 'text'),
  );
}

function exclusion(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r');
  const column = table && draw.column(table, isNumber);
  if (table === undefined || column === undefined) return undefined;
  const id = draw.id(column.name);
  const called = random.chance(0.5) ? kept(draw, 'integer') : undefined;
  const element = random.pick(
    `USING gist (int4range(${id}, ${id} + 1) WITH &&)`,
    called === undefined ? `(${id} WITH =)` : `((${draw.ref(called)}(${id})) WITH =)`,
    `USING hash (${id} WITH =)`,
  );
  const where = random.perhaps(0.2, ` WHERE (${id} > ${random.between(0, 5)})`);
  return `ALTER TABLE ${draw.ref(table)} ADD ${random.perhaps(0.5, `CONSTRAINT ${draw.id(draw.name())} `)}EXCLUDE ${element}${where}`;
}

/** A row that may be there already; which constraint says so may be named. */
function insertOrElse(draw: Draw): string | undefined {
  const { random } = draw;
  const isUnique = ({ type }: { type: string }) => type === 'p' || type === 'u' || type === 'x';
  const table = random.one(draw.relations('r', 'p').filter(({ constraints }) => constraints.some(isUnique)));
  const constraint = table && random.one(table.constraints.filter(isUnique));
  if (table === undefined || constraint === undefined) return undefined;
  const given = table.columns.filter(
    (one) => one.generated === '' && one.identity !== 'a' && ['integer', 'text'].includes(one.type),
  );
  const [first] = given;
  const set = random.one(given.filter(({ name }) => name !== 'id'));
  if (first === undefined) return undefined;
  const target = random.pick(
    `ON CONSTRAINT ${draw.id(constraint.name)}`,
    `ON CONSTRAINT ${draw.id(constraint.name)}`,
    '(id)',
  );
  const id = set === undefined ? '' : draw.id(set.name);
  const action =
    set === undefined || constraint.type === 'x' || random.chance(0.3)
      ? 'NOTHING'
      : `UPDATE SET ${id} = ${random.pick(`excluded.${id}`, draw.value(set.type))}`;
  return `INSERT INTO ${draw.ref(table)} (${given.map(({ name }) => draw.id(name)).join(', ')}) VALUES (${given.map(({ type }) => (type === 'integer' ? String(random.between(1, 4)) : draw.value(type))).join(', ')}) ON CONFLICT ${target} DO ${action}`;
}

function generatedColumn(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  const column = table && draw.column(table, (one) => isNumber(one) || (one.type === 'text' && one.generated === ''));
  if (table === undefined || column === undefined) return undefined;
  const of = column.type === 'integer' ? 'integer' : 'text';
  const called = kept(draw, of);
  const id = draw.id(column.name);
  const value = called === undefined ? `${id}${of === 'integer' ? ' * 2' : ` || '!'`}` : `${draw.ref(called)}(${id})`;
  return `ALTER TABLE ${draw.ref(table)} ADD COLUMN ${draw.ifNotExists()}${random.pick('z', 'kind', 'made')} ${called?.returns ?? of} GENERATED ALWAYS AS (${value}) STORED`;
}

/** To a key that is not `id`, of the table itself, or to a pair of columns. */
function otherKey(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const table = draw.relation('r');
  const target = random.chance(0.3) ? table : draw.relation('r', 'p');
  const from = table && draw.column(table, isNumber);
  const to = target && draw.column(target, isNumber);
  if (table === undefined || target === undefined || from === undefined || to === undefined) return undefined;
  const action = random.pick('', ' ON DELETE CASCADE', ' ON UPDATE CASCADE', ' ON DELETE SET NULL ON UPDATE CASCADE');
  const named = random.perhaps(0.4, `CONSTRAINT ${draw.id(draw.name())} `);
  const unique = `ALTER TABLE ${draw.ref(target)} ADD UNIQUE (${draw.id(to.name)})`;
  const index = `CREATE UNIQUE INDEX ON ${draw.ref(target)} (${draw.id(to.name)})`;
  return [
    ...random.pick([], [unique], [index]),
    `ALTER TABLE ${draw.ref(table)} ADD ${named}FOREIGN KEY (${draw.id(from.name)}) REFERENCES ${draw.ref(target)} (${draw.id(to.name)})${action}${random.perhaps(0.3, ' NOT VALID')}`,
  ];
}

/** Keys that others refer to. */
function changeKeys(draw: Draw): string | undefined {
  const { random } = draw;
  const table: Relation | undefined = random.one(
    draw.relations('r', 'p').filter(({ constraints }) => constraints.some(({ type }) => type === 'p' || type === 'u')),
  );
  const column = table && draw.column(table, (one) => isNumber(one) && one.identity !== 'a');
  if (table === undefined || column === undefined) return undefined;
  const id = draw.id(column.name);
  return random.pick(
    `UPDATE ${draw.ref(table)} SET ${id} = ${id} + ${random.between(20, 90)}`,
    `DELETE FROM ${draw.ref(table)} WHERE ${id} = ${random.between(1, 3)}`,
    `DELETE FROM ${draw.ref(table)}`,
  );
}

export const constraints: Family = {
  name: 'constraints',
  kinds: [
    { name: 'exclusion constraint', weight: 1.5, make: exclusion },
    { name: 'insert or else', weight: 3, make: insertOrElse },
    { name: 'generated column', weight: 1.5, make: generatedColumn },
    { name: 'foreign key to another key', weight: 1.5, make: otherKey },
    { name: 'change of keys', weight: 2, make: changeKeys },
    {
      name: 'constraints checked at the end',
      weight: 0.6,
      make: (draw) => {
        const table = draw.table();
        const text = table && draw.column(table, ({ type }) => type === 'text');
        if (table === undefined || text === undefined) return undefined;
        return [
          `SET CONSTRAINTS ALL ${draw.random.pick('DEFERRED', 'IMMEDIATE')}`,
          `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)}) VALUES ('late')`,
        ];
      },
    },
    {
      name: 'constraint altered',
      weight: 0.5,
      make: (draw) => {
        const table = draw.relation('r');
        const constraint = table && draw.random.one(table.constraints.filter(({ type }) => type === 'f'));
        return (
          table &&
          constraint &&
          `ALTER TABLE ${draw.ref(table)} ALTER CONSTRAINT ${draw.id(constraint.name)} ${draw.random.pick('DEFERRABLE', 'DEFERRABLE INITIALLY DEFERRED', 'NOT DEFERRABLE')}`
        );
      },
    },
  ],
};
