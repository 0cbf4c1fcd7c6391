/** Types, operators and casts: what others are made of, and what decides which function an expression calls. */
import type { Draw, Family } from '../draw.ts';

const LABELS = ['new', 'old', 'odd', 'new2'] as const;

function alterType(draw: Draw): string | undefined {
  const { random } = draw;
  const type = draw.type('e', 'c', 'r', 'd');
  if (type === undefined) return undefined;
  const word = type.kind === 'd' ? 'DOMAIN' : 'TYPE';
  return `ALTER ${word} ${draw.ref(type)} ${random.pick(`RENAME TO ${draw.id(draw.freeName(type.schema))}`, `SET SCHEMA ${draw.id(draw.schema())}`)}`;
}

export const types: Family = {
  name: 'types',
  kinds: [
    {
      name: 'create enum',
      weight: 3,
      make: (draw) =>
        `CREATE TYPE ${draw.made()} AS ENUM (${draw.random
          .some(LABELS, draw.random.between(1, 3))
          .map((label) => `'${label}'`)
          .join(', ')})`,
    },
    {
      name: 'add enum value',
      weight: 3,
      make: (draw) => {
        const type = draw.type('e');
        if (type === undefined) return undefined;
        const label = draw.random.pick(...LABELS);
        const neighbour = draw.random.one(type.labels);
        const where =
          neighbour === undefined ? '' : draw.random.pick('', ` BEFORE '${neighbour}'`, ` AFTER '${neighbour}'`);
        return `ALTER TYPE ${draw.ref(type)} ADD VALUE ${draw.ifNotExists(0.7)}'${label}'${where}`;
      },
    },
    {
      name: 'rename enum value',
      weight: 1,
      make: (draw) => {
        const type = draw.type('e');
        const label = type && draw.random.one(type.labels);
        return (
          type && label && `ALTER TYPE ${draw.ref(type)} RENAME VALUE '${label}' TO '${draw.random.pick(...LABELS)}'`
        );
      },
    },
    {
      name: 'use enum values',
      weight: 2.5,
      make: (draw) => {
        const type = draw.type('e');
        const label = type && draw.random.one(type.labels);
        const table = draw.random.one(
          draw
            .relations('r')
            .filter(({ columns }) =>
              columns.some(
                (column) => column.type === type?.name || column.type === `${type?.schema ?? ''}.${type?.name ?? ''}`,
              ),
            ),
        );
        if (type === undefined || label === undefined) return undefined;
        const column = table?.columns.find(
          (one) => one.type === type.name || one.type === `${type.schema}.${type.name}`,
        );
        const target = draw.table();
        const text = target && draw.column(target, (one) => one.type === 'text');
        if (table !== undefined && column !== undefined && draw.random.chance(0.7)) {
          const compared = `${draw.id(column.name)} = '${label}'`;
          return draw.random.pick(
            `INSERT INTO ${draw.ref(table)} (${draw.id(column.name)}) VALUES ('${label}')`,
            `ALTER TABLE ${draw.ref(table)} ADD CHECK (${compared} OR true)`,
            `CREATE INDEX ON ${draw.ref(table)} (id) WHERE ${compared}`,
            `CREATE VIEW ${draw.made()} AS SELECT * FROM ${draw.ref(table)} WHERE ${compared}`,
          );
        }
        if (target === undefined || text === undefined) return `SELECT '${label}'::${draw.ref(type)}`;
        return `INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) SELECT string_agg(e::text, ',' ORDER BY e) FROM unnest(enum_range(NULL::${draw.ref(type)})) AS e`;
      },
    },
    {
      name: 'create domain',
      weight: 1.5,
      make: (draw) => {
        const called = draw.random.chance(0.4)
          ? draw.routine(({ args, returns, kind }) => kind === 'f' && args === 'integer' && returns === 'integer')
          : undefined;
        const check = called === undefined ? 'VALUE > -10' : `${draw.ref(called)}(VALUE) IS NOT NULL`;
        const below = draw.random.chance(0.25) ? draw.type('d') : undefined;
        return `CREATE DOMAIN ${draw.made()} AS ${below === undefined ? 'int' : draw.ref(below)}${draw.random.perhaps(0.3, ' DEFAULT 4')} CHECK (${check})`;
      },
    },
    {
      name: 'alter domain',
      weight: 1,
      make: (draw) => {
        const domain = draw.type('d');
        const constraint = domain && draw.random.one(domain.constraints);
        if (domain === undefined) return undefined;
        const called = draw.routine(
          ({ kind, args, returns }) => kind === 'f' && args === 'integer' && returns === 'integer',
        );
        if (called !== undefined && draw.random.chance(0.3))
          return `ALTER DOMAIN ${draw.ref(domain)} ADD CHECK (${draw.ref(called)}(VALUE) IS NOT NULL)${draw.random.perhaps(0.4, ' NOT VALID')}`;
        if (constraint !== undefined && draw.random.chance(0.2))
          return `ALTER DOMAIN ${draw.ref(domain)} ${draw.random.pick(`VALIDATE CONSTRAINT ${draw.id(constraint)}`, `RENAME CONSTRAINT ${draw.id(constraint)} TO ${draw.id(draw.name())}`)}`;
        return `ALTER DOMAIN ${draw.ref(domain)} ${draw.random.pick('ADD CHECK (VALUE < 1000)', 'SET DEFAULT 5', 'DROP DEFAULT', constraint === undefined ? 'SET DEFAULT 6' : `DROP CONSTRAINT ${draw.ifExists()}${draw.id(constraint)}`, `ADD CONSTRAINT ${draw.id(draw.name())} CHECK (VALUE <> 77)`)}`;
      },
    },
    {
      name: 'create composite type',
      weight: 1.5,
      make: (draw) => `CREATE TYPE ${draw.made()} AS (x int, y ${draw.columnType()})`,
    },
    {
      name: 'alter composite type',
      weight: 1,
      make: (draw) => {
        const type = draw.type('c');
        return (
          type &&
          `ALTER TYPE ${draw.ref(type)} ${draw.random.pick('ADD ATTRIBUTE z text', 'ADD ATTRIBUTE x_y int', 'DROP ATTRIBUTE IF EXISTS z', 'RENAME ATTRIBUTE y TO note', 'ALTER ATTRIBUTE x TYPE bigint')}${draw.cascade(0.6)}`
        );
      },
    },
    {
      name: 'table of a type',
      weight: 0.8,
      make: (draw) => {
        const type = draw.type('c');
        const table = draw.relation('r');
        return (
          type &&
          draw.random.one([
            `CREATE TABLE ${draw.ifNotExists(0.3)}${draw.made()} OF ${draw.ref(type)}`,
            ...(table ? [`ALTER TABLE ${draw.ref(table)} ${draw.random.pick(`OF ${draw.ref(type)}`, 'NOT OF')}`] : []),
          ])
        );
      },
    },
    { name: 'create range type', weight: 0.4, make: (draw) => `CREATE TYPE ${draw.made()} AS RANGE (SUBTYPE = int)` },
    { name: 'rename or move a type', weight: 1.5, make: alterType },
    {
      name: 'drop type',
      weight: 1.5,
      make: (draw) => {
        const type = draw.type('e', 'd', 'c', 'r');
        return (
          type &&
          `DROP ${type.kind === 'd' ? 'DOMAIN' : 'TYPE'} ${draw.ifExists(0.5)}${draw.ref(type)}${draw.cascade(0.7)}`
        );
      },
    },
    {
      name: 'column of an own type',
      weight: 2,
      make: (draw) => {
        const type = draw.type('e', 'd', 'c', 'r');
        const table = draw.relation('r', 'p');
        return (
          type &&
          table &&
          `ALTER TABLE ${draw.ref(table)} ADD COLUMN ${draw.ifNotExists(0.7)}${draw.random.pick('x', 'z', 'kind')} ${draw.ref(type)}`
        );
      },
    },
  ],
};

/** An expression with the operator `<+>`, whose meaning is the operators' that there are. */
function useOperator(draw: Draw): string | undefined {
  const operator = draw.random.one(draw.state.operators);
  const table = draw.table();
  const text = table && draw.column(table, ({ type }) => type === 'text');
  if (operator === undefined) return undefined;
  const left = operator.left === 'text' ? "'l'::text" : '2';
  const right = operator.right === 'text' ? "'r'::text" : draw.random.pick('3', '3::bigint');
  const written = draw.random.chance(0.7) ? operator.name : `OPERATOR(${operator.schema}.${operator.name})`;
  const used = `(${left} ${written} ${right})`;
  return table && text
    ? `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)}) VALUES (${used}::text)`
    : `SELECT ${used}`;
}

function createOperator(draw: Draw): string[] {
  const place = { schema: draw.schema(), name: draw.random.pick('op', 'op2') };
  const type = draw.random.pick('int', 'int', 'text', 'numeric', 'bigint');
  const body = type === 'text' ? "$1 || '+' || $2" : `$1 * ${draw.random.between(2, 9)} + $2`;
  const operator = draw.random.pick('<+>', '<+>', '~~>');
  return [
    `CREATE OR REPLACE FUNCTION ${draw.made(place)}(${type}, ${type}) RETURNS ${type} LANGUAGE sql IMMUTABLE AS $$ SELECT ${body} $$`,
    `CREATE OPERATOR ${draw.random.perhaps(0.5, `${draw.schema()}.`)}${operator} (LEFTARG = ${type}, RIGHTARG = ${type}, FUNCTION = ${draw.ref(place)})`,
  ];
}

export const operators: Family = {
  name: 'operators',
  kinds: [
    { name: 'create operator', weight: 1, make: createOperator },
    { name: 'use operator', weight: 2, make: useOperator },
    {
      name: 'view with an operator',
      weight: 0.6,
      make: (draw) => {
        const operator = draw.random.one(draw.state.operators.filter(({ left }) => left !== 'text'));
        return operator && `CREATE VIEW ${draw.made()} AS SELECT 4 ${operator.name} 5 AS x`;
      },
    },
    {
      name: 'drop operator',
      weight: 0.7,
      make: (draw) => {
        const operator = draw.random.one(draw.state.operators);
        return (
          operator &&
          `DROP OPERATOR ${draw.ifExists()}${draw.random.perhaps(0.6, `${operator.schema}.`)}${operator.name} (${operator.left}, ${operator.right})${draw.cascade(0.6)}`
        );
      },
    },
    {
      name: 'create cast',
      weight: 1,
      make: (draw) => {
        const type = draw.type('e', 'c');
        if (type === undefined) return undefined;
        const to = draw.random.pick('int', 'int', 'numeric');
        const place = draw.ref({ schema: draw.schema(), name: 'as_number' });
        return [
          `CREATE OR REPLACE FUNCTION ${place}(${draw.ref(type)}) RETURNS ${to} LANGUAGE sql IMMUTABLE AS $$ SELECT (${draw.random.between(1, 9)} + length($1::text))::${to} $$`,
          `CREATE CAST (${draw.ref(type)} AS ${to}) WITH FUNCTION ${place}(${draw.ref(type)})${draw.random.pick('', ' AS IMPLICIT', ' AS ASSIGNMENT')}`,
        ];
      },
    },
    {
      name: 'use or drop cast',
      weight: 1.2,
      make: (draw) => {
        const cast = draw.random.one(draw.state.casts);
        const type = draw.state.types.find(
          ({ schema, name }) => cast?.from === name || cast?.from === `${schema}.${name}`,
        );
        const table = draw.table();
        const number = table && draw.column(table, (one) => one.type === 'integer' && one.name !== 'id');
        if (cast === undefined) return undefined;
        const label = type?.labels[0];
        if (label === undefined || draw.random.chance(0.3))
          return `DROP CAST ${draw.ifExists()}(${cast.from} AS ${cast.to})${draw.cascade(0.3)}`;
        const called = draw.random.chance(0.4)
          ? draw.routine(({ args }) => args === 'integer' || args === 'numeric')
          : undefined;
        if (called !== undefined) return `SELECT ${draw.ref(called)}('${label}'::${cast.from})`;
        return table && number
          ? `INSERT INTO ${draw.ref(table)} (${draw.id(number.name)}) VALUES ('${label}'::${cast.from}::${cast.to})`
          : `SELECT '${label}'::${cast.from}::${cast.to}`;
      },
    },
  ],
};
