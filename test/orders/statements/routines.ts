/** Functions with their overloads and bodies, procedures, aggregates. */
import { type Draw, type Family, ROUTINES } from '../draw.ts';
import type { Named, Routine } from '../state.ts';

const ARGS = ['int', 'text', 'numeric', 'bigint', ''] as const;

/** Only what comes later in the order of names may be called. */
function later(name: string): (routine: Named) => boolean {
  return (routine) =>
    ROUTINES.indexOf(routine.name as (typeof ROUTINES)[number]) > ROUTINES.indexOf(name as (typeof ROUTINES)[number]);
}

function numberOf(draw: Draw, name: string, arg: string): string {
  const { random } = draw;
  const called = random.chance(0.45) ? draw.call(true, later(name)) : undefined;
  const source = random.chance(0.5) ? draw.source() : undefined;
  const mine = arg === 'int' || arg === 'numeric' || arg === 'bigint' ? '$1::int' : arg === 'text' ? 'length($1)' : '0';
  const parts = [
    mine,
    String(random.between(1, 90)),
    ...(called ? [`coalesce(${called}, 0)`] : []),
    ...(source ? [`(SELECT count(*) FROM ${draw.ref(source)})`] : []),
  ];
  return `(${parts.join(' + ')})::int`;
}

/** What a PL/pgSQL body does before it returns; it may speak of what does not exist yet. */
function action(draw: Draw): string {
  const { random } = draw;
  const table = draw.relation('r') ?? { ...draw.place(), columns: [] };
  const text = table.columns.find(({ type }) => type === 'text')?.name ?? 'y';
  const insert = `INSERT INTO ${draw.ref(table)} (${draw.id(text)}) VALUES ('called')`;
  return random.pick(
    `${insert};`,
    `EXECUTE 'UPDATE ${draw.plainRef(table)} SET ${text} = ${text} || ''!''';`,
    `PERFORM count(*) FROM ${draw.ref(table)};`,
    `IF to_regclass('${draw.plainRef(table)}') IS NOT NULL THEN EXECUTE format('INSERT INTO %s (${text}) VALUES (%L)', '${draw.plainRef(table)}', 'guarded'); END IF;`,
    `BEGIN ${insert}; EXCEPTION WHEN OTHERS THEN NULL; END;`,
  );
}

function createFunction(
  draw: Draw,
  place: Named = { schema: draw.schema(), name: draw.random.pick(...ROUTINES) },
  given?: Routine,
): string {
  const { random } = draw;
  const arg = given === undefined ? random.pick(...ARGS) : given.args === 'integer' ? 'int' : given.args;
  const returns =
    given === undefined ? random.pick('int', 'int', 'text') : given.returns === 'integer' ? 'int' : given.returns;
  const replace = random.perhaps(given === undefined ? 0.75 : 1, 'OR REPLACE ');
  const isNamed = given === undefined ? random.chance(0.3) : given.firstName !== null;
  const signature =
    arg === ''
      ? ''
      : `${isNamed ? 'v ' : ''}${arg}${random.perhaps(given?.hasDefaults === true ? 1 : 0.08, ` DEFAULT ${arg === 'text' ? "'d'" : '3'}`)}`;
  const number = numberOf(draw, place.name, arg);
  const result = returns === 'int' ? number : `'r' || ${number}::text`;
  const set = random.perhaps(0.12, ` SET search_path = ${draw.schema()}, public`);
  const volatility =
    result.includes('SELECT') || result.includes('coalesce')
      ? random.pick('', ' STABLE', ' IMMUTABLE')
      : random.pick('', ' IMMUTABLE', ' IMMUTABLE STRICT');
  const head = `CREATE ${replace}FUNCTION ${draw.made(place)}(${signature}) RETURNS ${returns}`;
  const way = random.next();
  if (way < 0.45) return `${head} LANGUAGE sql${volatility}${set} AS $$ SELECT ${result} $$`;
  if (way < 0.6) return `${head} LANGUAGE sql${volatility} RETURN ${result}`;
  const does = random.chance(0.4) ? ` ${action(draw)}` : '';
  return `${head}${does === '' ? volatility : ''}${set} LANGUAGE plpgsql AS $$ BEGIN${does} RETURN ${result}; END $$`;
}

function otherFunction(draw: Draw): string | undefined {
  const { random } = draw;
  const place = draw.ref({ schema: draw.schema(), name: random.pick(...ROUTINES) });
  const source = draw.source();
  const composite = draw.type('c');
  const own = draw.type('e', 'd');
  const table = draw.relation('r');
  return random.one([
    `CREATE OR REPLACE FUNCTION ${place}(VARIADIC v int[]) RETURNS int LANGUAGE sql AS $$ SELECT coalesce(array_length(v, 1), 0) + ${random.between(1, 9)} $$`,
    ...(source
      ? [
          `CREATE OR REPLACE FUNCTION ${place}() RETURNS SETOF ${draw.ref(source)} LANGUAGE sql STABLE AS $$ SELECT * FROM ${draw.ref(source)} $$`,
        ]
      : []),
    ...(table
      ? [
          `CREATE OR REPLACE FUNCTION ${place}(r ${draw.ref(table)}) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT r::text $$`,
        ]
      : []),
    ...(composite
      ? [
          `CREATE OR REPLACE FUNCTION ${place}(c ${draw.ref(composite)}) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN c::text || 'c'; END $$`,
        ]
      : []),
    ...(own
      ? [
          `CREATE OR REPLACE FUNCTION ${place}(e ${draw.ref(own)}) RETURNS int LANGUAGE sql IMMUTABLE AS $$ SELECT length(e::text) $$`,
        ]
      : []),
    ...(table
      ? [
          `CREATE OR REPLACE FUNCTION ${place}(v int, OUT n bigint, OUT t text) LANGUAGE plpgsql AS $$ DECLARE r ${draw.ref(table)}%ROWTYPE; BEGIN SELECT * INTO r FROM ${draw.ref(table)} LIMIT 1; n := v; t := r::text; END $$`,
        ]
      : []),
  ]);
}

const KEYWORD = { f: 'FUNCTION', p: 'PROCEDURE', a: 'AGGREGATE' } as const;

function alterRoutine(draw: Draw): string | undefined {
  const routine = draw.routine();
  if (routine === undefined) return undefined;
  const { random } = draw;
  const what = random.chance(0.2) && routine.kind !== 'a' ? 'ROUTINE' : KEYWORD[routine.kind];
  const rename = `RENAME TO ${routine.returns === 'trigger' ? random.pick('t', 'u') : random.pick(...ROUTINES)}`;
  const move = `SET SCHEMA ${draw.schema()}`;
  const change =
    routine.kind === 'f'
      ? random.pick(
          'VOLATILE',
          'STABLE',
          `SET search_path = ${draw.schema()}`,
          'RESET ALL',
          'SECURITY DEFINER',
          'CALLED ON NULL INPUT',
        )
      : rename;
  return `ALTER ${what} ${draw.ref(routine)}(${routine.args}) ${random.pick(rename, move, change)}`;
}

export const routines: Family = {
  name: 'routines',
  kinds: [
    { name: 'create function', weight: 7, make: (draw) => createFunction(draw) },
    {
      name: 'replace function',
      weight: 3,
      make: (draw) => {
        const known = draw.routine(
          ({ kind, args, returns }) =>
            kind === 'f' &&
            ['integer', 'text', 'numeric', 'bigint', ''].includes(args) &&
            ['integer', 'text'].includes(returns),
        );
        return known && createFunction(draw, known, known);
      },
    },
    { name: 'create special function', weight: 1.5, make: otherFunction },
    {
      name: 'create procedure',
      weight: 1.2,
      make: (draw) => {
        const source = draw.source();
        return `CREATE OR REPLACE PROCEDURE ${draw.ref({ schema: draw.schema(), name: draw.random.pick('p', 'q') })}(${draw.random.pick('', 'v int', 'v text')}) LANGUAGE plpgsql AS $$ DECLARE n bigint; BEGIN ${source ? `SELECT count(*) INTO n FROM ${draw.ref(source)}; ` : ''}${action(draw)} END $$`;
      },
    },
    {
      name: 'call procedure',
      weight: 1.5,
      make: (draw) => {
        const routine = draw.routine(({ kind }) => kind === 'p');
        return routine && `CALL ${draw.ref(routine)}(${draw.args(routine)})`;
      },
    },
    {
      name: 'create aggregate',
      weight: 0.7,
      make: (draw) => {
        const known = draw.routine(({ kind }) => kind === 'a');
        const source = draw.source();
        const number = source && draw.column(source, ({ type }) => type === 'integer');
        if (known !== undefined && source !== undefined && number !== undefined && draw.random.chance(0.5)) {
          return `CREATE TABLE ${draw.made()} AS SELECT ${draw.ref(known)}(${draw.id(number.name)}) AS x FROM ${draw.ref(source)}`;
        }
        const step = draw.ref({ schema: draw.schema(), name: 'step' });
        return [
          `CREATE OR REPLACE FUNCTION ${step}(int, int) RETURNS int LANGUAGE sql AS $$ SELECT coalesce($1, 0) * ${draw.random.between(2, 5)} + coalesce($2, 0) $$`,
          `CREATE ${draw.random.perhaps(0.6, 'OR REPLACE ')}AGGREGATE ${draw.ref({ schema: draw.schema(), name: 'agg' })}(int) (SFUNC = ${step}, STYPE = int)`,
        ];
      },
    },
    {
      name: 'drop function',
      weight: 2.5,
      make: (draw) => {
        const routine = draw.routine();
        if (routine === undefined) return undefined;
        const overloads = draw.state.routines.filter(
          ({ schema, name }) => schema === routine.schema && name === routine.name,
        );
        const args =
          overloads.length === 1 && routine.kind !== 'a' && draw.random.chance(0.5) ? '' : `(${routine.args})`;
        return `DROP ${KEYWORD[routine.kind]} ${draw.ifExists(0.5)}${draw.ref(routine)}${args}${draw.cascade(0.5)}`;
      },
    },
    {
      name: 'drop function that may not be there',
      weight: 0.5,
      make: (draw) =>
        `DROP FUNCTION IF EXISTS ${draw.ref({ schema: draw.schema(), name: draw.random.pick(...ROUTINES) })}(${draw.random.pick(...ARGS)})`,
    },
    { name: 'alter function', weight: 2, make: alterRoutine },
    {
      name: 'call function',
      weight: 4,
      make: (draw) => {
        const called = draw.call(draw.random.chance(0.7));
        const target = draw.random.chance(0.6) ? draw.table() : undefined;
        const text = target && draw.column(target, ({ type }) => type === 'text');
        if (called === undefined) return undefined;
        return target && text
          ? `INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) VALUES (${called}::text)`
          : `SELECT ${called}`;
      },
    },
  ],
};
