import { describe, expect, it } from '@jest/globals';
import { CONTRIB } from '../../src/sql/known/contrib-names.ts';
import type { Effect } from '../../src/sql/known/effects.ts';
import { EXTENSION_EFFECTS, extensionFunctionEffect } from '../../src/sql/known/extension-effects.ts';
import { extension, type KnownExtension } from '../../src/sql/known/extensions.ts';
import { words } from '../../src/sql/known/name-table.ts';
import { withServer } from '../support/server.ts';

const running = withServer();

const entries = Object.entries(EXTENSION_EFFECTS).flatMap(([of, groups]) =>
  groups.flatMap(([names, effect]) =>
    words(names).map((word) => ({ of, word, name: word.split('/')[0] ?? '', effect, known: extension(of) })),
  ),
);

const bare = (names: ReadonlySet<string>): readonly string[] => [...names].map((name) => name.replace(/^[^.]+\./, ''));

const isUnjudged = (effect: Effect | undefined): boolean =>
  effect?.kind === 'opaque' && /nothing is known/.test(effect.because);

const withRequired = (known: KnownExtension): readonly KnownExtension[] => [
  known,
  ...known.requires.flatMap((name) => extension(name) ?? []),
];

describe('the effect of a function of an extension', () => {
  it('is judged of all that come with PostgreSQL', () => {
    const unjudged = Object.keys(CONTRIB).flatMap((of) =>
      bare(extension(of)?.impureFunctions ?? new Set()).filter(
        (name) => extensionFunctionEffect(of, name) === undefined || isUnjudged(extensionFunctionEffect(of, name)),
      ),
    );
    expect(unjudged).toEqual([]);
  });

  it('is that of a function there is', () => {
    const unknown = entries.filter(({ known, name }) => {
      const functions = bare(known?.functions ?? new Set());
      return name.endsWith('*')
        ? !functions.some((one) => one.startsWith(name.slice(0, -1)))
        : !functions.includes(name);
    });
    expect(unknown.map(({ of, word }) => `${of}: ${word}`)).toEqual([]);
  });

  it('touches relations that come with the extension', () => {
    const named = entries.flatMap(({ of, effect, known }) =>
      effect.kind !== 'touches' || known === undefined
        ? []
        : effect.touching.flatMap((one) => (one.on === 'own relation' ? [{ of, name: one.name, known }] : [])),
    );
    expect(named.length).toBeGreaterThan(3);
    const unknown = named.filter(
      ({ name, known }) => !withRequired(known).some(({ relations }) => relations.has(name)),
    );
    expect(unknown.map(({ of, name }) => `${of}: ${name}`)).toEqual([]);
  });

  it('names arguments that name objects', async () => {
    const client = await running.connect(await running.createDatabase());
    const wrong: string[] = [];
    let checked = 0;
    for (const of of [
      'amcheck',
      'dblink',
      'pageinspect',
      'pg_prewarm',
      'pg_visibility',
      'pgrowlocks',
      'pgstattuple',
      'unaccent',
    ]) {
      await client.query(`CREATE EXTENSION ${of}`);
      const { rows } = await client.query<{ name: string; parameters: string[] }>(
        `SELECT proname AS name, proargtypes::regtype[]::text[] AS parameters FROM pg_proc p JOIN pg_depend d ON d.objid = p.oid
         AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e' JOIN pg_extension e ON e.oid = d.refobjid WHERE extname = $1`,
        [of],
      );
      for (const { name, parameters } of rows) {
        const effect = extensionFunctionEffect(of, name, parameters.length);
        for (const touching of effect?.kind === 'touches' ? effect.touching : []) {
          if (touching.on !== 'named') continue;
          checked += 1;
          const type = parameters.at(touching.argument) ?? '';
          // What takes a page instead of a name does not look at a relation, and is taken to by its name only.
          if (![touching.naming, 'text', 'oid', 'bytea'].includes(type))
            wrong.push(`${name}(${parameters.join(', ')})`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(20);
  });

  it('is nothing where a value is computed from arguments', () => {
    expect(extensionFunctionEffect('pgcrypto', 'digest')).toBeUndefined();
    expect(extensionFunctionEffect('hstore', 'akeys')).toBeUndefined();
    expect(extensionFunctionEffect('uuid-ossp', 'uuid_generate_v5')).toBeUndefined();
  });

  it('is that of what comes separately, too', () => {
    expect(extensionFunctionEffect('pg_cron', 'schedule')).toEqual({
      kind: 'touches',
      touching: [{ on: 'own relation', name: 'cron.job', manner: 'write' }],
    });
    expect(extensionFunctionEffect('postgis', 'addgeometrycolumn')?.kind).toBe('opaque');
    expect(extensionFunctionEffect('postgis', 'st_transform')).toEqual({
      kind: 'touches',
      touching: [{ on: 'own relation', name: 'spatial_ref_sys', manner: 'read' }],
    });
    expect(extensionFunctionEffect('timescaledb', 'create_hypertable')?.kind).toBe('opaque');
    expect(extensionFunctionEffect('timescaledb', 'time_bucket')).toEqual({ kind: 'harmless', volatile: false });
    expect(extensionFunctionEffect('tablefunc', 'crosstab', 2)).toEqual({ kind: 'runs', queries: [0, 1] });
  });

  it('is anything where nothing is known', () => {
    expect(isUnjudged(extensionFunctionEffect('orafce', 'put_line'))).toBe(true);
    expect(isUnjudged(extensionFunctionEffect('pg_perfect', 'improve'))).toBe(true);
    expect(isUnjudged(extensionFunctionEffect('constructor', 'constructor'))).toBe(true);
  });
});
