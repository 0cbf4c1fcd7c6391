import { describe, expect, it } from '@jest/globals';
import { BUILTIN_EFFECTS, builtinFunctionEffect } from '../../src/sql/known/builtin-effects.ts';
import { isBuiltinFunction } from '../../src/sql/known/builtin.ts';
import type { Effect, Touching } from '../../src/sql/known/effects.ts';
import { words } from '../../src/sql/known/name-table.ts';
import { withServer } from '../support/server.ts';

const running = withServer();

interface Signature {
  readonly name: string;
  readonly volatility: 'i' | 's' | 'v';
  readonly parameters: readonly string[];
  readonly isTrigger: boolean;
}

/** The functions that SQL can call: the rest takes what only the server itself has. */
async function callable(): Promise<readonly Signature[]> {
  const client = await running.connect('postgres');
  const { rows } = await client.query<Signature>(
    `SELECT proname AS name, provolatile AS volatility, proargtypes::regtype[]::text[] AS parameters,
       prorettype = 'trigger'::regtype AS "isTrigger"
     FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
     AND NOT proargtypes::regtype[] && '{internal,cstring}'::regtype[]`,
  );
  return rows;
}

const entries = BUILTIN_EFFECTS.flatMap(([names, effect]) =>
  words(names).map((word) => {
    const [name = '', arity] = word.split('/');
    return { word, name, arity: arity === undefined ? undefined : Number(arity), effect };
  }),
);

const touchings = (effect: Effect): readonly Touching[] => (effect.kind === 'touches' ? effect.touching : []);

describe('the effect of a built-in function', () => {
  it('is known of every volatile one', async () => {
    const volatile = (await callable()).filter(({ volatility }) => volatility === 'v');
    expect(volatile.length).toBeGreaterThan(100);
    const unknown = volatile.filter(
      ({ name, parameters }) => builtinFunctionEffect(name, parameters.length) === undefined,
    );
    expect(unknown).toEqual([]);
  });

  it('is known of every one to which an object can be named', async () => {
    const naming = (await callable()).filter(
      ({ name, parameters }) => /\breg(?!ister)/.test(parameters.join(' ')) && !/(out|send)$/.test(name),
    );
    expect(naming.length).toBeGreaterThan(20);
    const unknown = naming.filter(
      ({ name, parameters }) => builtinFunctionEffect(name, parameters.length) === undefined,
    );
    expect(unknown).toEqual([]);
  });

  it('is known of every stable one that looks at the catalogs by its name or its arguments', async () => {
    const looking = (await callable()).filter(
      ({ name, volatility, parameters }) =>
        volatility === 's' &&
        (/^(pg|has|current|to_reg)_|_xml|xmlschema|_description$/.test(name) ||
          parameters.some((type) => type === 'oid' || type === 'anyenum')) &&
        !/_(out|send)$/.test(name),
    );
    expect(looking.length).toBeGreaterThan(100);
    const unknown = looking.filter(
      ({ name, parameters }) => builtinFunctionEffect(name, parameters.length) === undefined,
    );
    expect(unknown).toEqual([]);
  });

  it('is that of a function there is', async () => {
    const names = (await callable()).map(({ name }) => name);
    const unknown = entries.filter(({ name }) =>
      name.endsWith('*') ? !names.some((one) => one.startsWith(name.slice(0, -1))) : !isBuiltinFunction(name),
    );
    expect(unknown).toEqual([]);
  });

  it('is told once', () => {
    const seen = entries.map(({ word }) => word);
    expect(seen.filter((word, at) => seen.indexOf(word) !== at)).toEqual([]);
    const withoutArity = new Set(entries.filter(({ arity }) => arity === undefined).map(({ name }) => name));
    expect(entries.filter(({ name, arity }) => arity !== undefined && withoutArity.has(name))).toEqual([]);
  });

  it('names arguments that name objects', async () => {
    const signatures = await callable();
    const takes = ({ parameters, isTrigger }: Signature, argument: number, naming: string): boolean =>
      isTrigger || [naming, 'text', 'oid', 'name'].includes(parameters.at(argument) ?? '');
    const wrong = entries.flatMap(({ word, name, arity, effect }) => {
      const own = signatures.filter(
        (signature) => signature.name === name && (arity === undefined || signature.parameters.length === arity),
      );
      // Another version may have it, and what takes text only from the parser is not callable.
      if (own.length === 0) return [];
      return touchings(effect).flatMap((touching) =>
        touching.on === 'named' && !own.some((one) => takes(one, touching.argument, touching.naming)) ? [word] : [],
      );
    });
    expect(wrong).toEqual([]);
  });

  it('is nothing where a value is computed from arguments', () => {
    for (const name of ['lower', 'sum', 'array_agg', 'jsonb_build_object', 'row_number', 'date_trunc', 'constructor']) {
      expect(builtinFunctionEffect(name)).toBeUndefined();
    }
  });
});

describe('the effects that matter most', () => {
  it('are those of sequences, names and settings', () => {
    const draw = { on: 'named', argument: 0, naming: 'regclass', state: 'value', manner: 'write' };
    expect(builtinFunctionEffect('nextval')).toEqual({ kind: 'touches', touching: [draw] });
    expect(builtinFunctionEffect('setval')).toEqual({ kind: 'touches', touching: [draw] });
    const look = { on: 'named', argument: 0, naming: 'regclass', state: 'definition', manner: 'read' };
    expect(builtinFunctionEffect('to_regclass')).toEqual({ kind: 'touches', touching: [look] });
    expect(builtinFunctionEffect('set_config')).toEqual({ kind: 'sets' });
  });

  it('depend on how many arguments there are', () => {
    expect(builtinFunctionEffect('ts_rewrite', 2)).toEqual({ kind: 'runs', queries: [1] });
    expect(builtinFunctionEffect('ts_rewrite', 3)).toBeUndefined();
    expect(builtinFunctionEffect('ts_rewrite')).toEqual({ kind: 'runs', queries: [1] });
    expect(builtinFunctionEffect('age', 1)).toEqual({ kind: 'harmless', volatile: true });
    expect(builtinFunctionEffect('age', 2)).toBeUndefined();
  });

  it('are told of whole families', () => {
    expect(builtinFunctionEffect('pg_stat_get_numscans')).toEqual({ kind: 'harmless', volatile: true });
    expect(builtinFunctionEffect('pg_terminate_backend')?.kind).toBe('opaque');
    expect(builtinFunctionEffect('query_to_xml')).toEqual({ kind: 'runs', queries: [0] });
  });
});
