/** What one plan found in a set's SQL is used by the next one, as far as the set begins with the same scripts. */
import { describe, expect, it } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { keepDocument } from '../../src/cache/analyses.ts';
import {
  type AnalysisFile,
  packState,
  parseAnalyses,
  printAnalyses,
  unpackState,
} from '../../src/cache/analysis-file.ts';
import { directoryStore } from '../../src/cache/directory-store.ts';
import { plan } from '../../src/phases/plan.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';
import type { Footprint } from '../../src/sql/footprint.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();
const MAKER = 'this build';
const SET = {
  '1.sql': 'CREATE TABLE t (id int);',
  '2.sql': 'CREATE VIEW v AS SELECT id FROM t;',
  '3.sql': 'ALTER TABLE t RENAME TO s;',
};
/** What it touches hangs on all before it. */
const NEW = { '4.sql': 'INSERT INTO s SELECT * FROM v;' };

/** A set, and where what is found in it is kept. */
async function workplace(raw: RawSettings = {}, set: Readonly<Record<string, string>> = SET) {
  const directory = await files.directory(set);
  const store = directoryStore(await files.directory(), { limitBytes: 2 ** 20 });
  const planned = async (options: { maker?: string; more?: RawSettings; kept?: boolean } = {}) => {
    const settings = parseSettings(directory, { ...raw, ...options.more }, (name) => name);
    const found = await plan(
      settings,
      {},
      {
        checkSyntax: true,
        runPrograms: false,
        maker: options.maker ?? MAKER,
        ...(options.kept === false ? { withoutMemory: true } : { store }),
      },
    );
    const written = found.writeAnalysis?.();
    if (written !== undefined) await keepDocument(store, written);
    return { ...found, written };
  };
  return {
    planned,
    write: async (set: Readonly<Record<string, string>>) => {
      for (const [file, text] of Object.entries(set)) await writeFile(path.join(directory, file), text);
    },
    remove: (file: string) => rm(path.join(directory, file)),
    /** Writes the document anew, as `change` makes it. */
    tamper: async (change: (file: AnalysisFile) => AnalysisFile) => {
      const listed = await store.list();
      await store.update(listed[0]?.key ?? '', (document) => {
        if (document === undefined) throw new Error('Nothing is kept.');
        return printAnalyses(MAKER, change(parseAnalyses(MAKER, document)));
      });
    },
  };
}

/** Labels tell where a footprint is from. */
function marked({ scripts, state }: AnalysisFile): AnalysisFile {
  const marks = [...scripts].map(([chain, { footprint, syntax }]) => {
    const touches = footprint.touches.map((touch) => ({ ...touch, label: `kept ${touch.label}` }));
    return [chain, { footprint: { ...footprint, touches }, syntax }] as const;
  });
  return { scripts: new Map(marks), state };
}

function fromKept(runnables: readonly { readonly footprint: Footprint }[]): readonly boolean[] {
  return runnables.map(({ footprint }) => footprint.touches.every(({ label }) => label.startsWith('kept ')));
}

describe('what a plan found in the SQL', () => {
  it('is all that a later one needs of the same set, and of its beginning when there is more', async () => {
    const { planned, write, tamper } = await workplace();
    await planned();
    await tamper(marked);
    const same = await planned();
    expect(fromKept(same.runnables)).toEqual([true, true, true]);
    expect(same.written).toBeUndefined();

    await write(NEW);
    const more = await planned();
    expect(fromKept(more.runnables)).toEqual([true, true, true, false]);
    const afresh = await planned({ kept: false });
    expect(more.runnables[3]?.footprint).toEqual(afresh.runnables[3]?.footprint);
    expect(more.runnables[3]?.footprint.touches).toContainEqual(
      expect.objectContaining({ resource: 'relation public.v', manner: 'read' }),
    );
    expect(more.plan.problems).toEqual([]);
    expect((await planned()).written).toBeUndefined();
  });

  it('is used while what is new is edited, and when more comes behind that', async () => {
    const { planned, write, tamper } = await workplace();
    await planned();
    await write(NEW);
    await planned();
    await tamper(marked);
    await write({ '4.sql': 'DROP VIEW v;' });
    expect(fromKept((await planned()).runnables)).toEqual([true, true, true, false]);
    await write({ '5.sql': 'DROP TABLE s;' });
    const last = await planned();
    expect(fromKept(last.runnables)).toEqual([true, true, true, false, false]);
    const afresh = await planned({ kept: false });
    expect(last.runnables[4]?.footprint).toEqual(afresh.runnables[4]?.footprint);
  });

  it('reaches as far as the set did, once that is a good deal more', async () => {
    const { planned, write, tamper } = await workplace();
    await planned();
    const more = Array.from(
      { length: 16 },
      (_, index) => [`4_${index + 10}.sql`, `CREATE TABLE t${index} ();`] as const,
    );
    await write(Object.fromEntries(more));
    await planned();
    await tamper(marked);
    await write({ '5.sql': 'DROP TABLE t15;' });
    const last = await planned();
    expect(fromKept(last.runnables)).toEqual([...Array.from({ length: 19 }, () => true), false]);
    const afresh = await planned({ kept: false });
    expect(last.runnables[19]?.footprint).toEqual(afresh.runnables[19]?.footprint);
  });

  it.each<[string, (place: Awaited<ReturnType<typeof workplace>>) => Promise<unknown>]>([
    ['an old one is edited', ({ write }) => write({ ...NEW, '2.sql': 'CREATE VIEW v AS SELECT 1 AS id;' })],
    [
      'an old one gets a directive',
      ({ write }) => write({ ...NEW, '2.sql': `-- migrate-action: opaque\n${SET['2.sql']}` }),
    ],
    ['one comes between', ({ write }) => write({ ...NEW, '1a.sql': 'CREATE TABLE u ();' })],
    ['one comes before', ({ write }) => write({ ...NEW, '0.sql': 'CREATE TABLE u ();' })],
    ['an old one goes', ({ write, remove }) => write(NEW).then(() => remove('2.sql'))],
  ])('is not used where %s', async (_, change) => {
    const place = await workplace();
    await place.planned();
    await place.tamper(marked);
    await change(place);
    expect(fromKept((await place.planned()).runnables)).not.toContain(true);
  });

  it.each<[string, { readonly maker?: string; readonly more?: RawSettings }]>([
    ['by another build', { maker: 'another build' }],
    ['for another user', { more: { 'database-url': 'postgres://somebody@localhost/x' } }],
  ])('is not used %s', async (_, options) => {
    const { planned, write, tamper } = await workplace();
    await planned();
    await tamper(marked);
    await write(NEW);
    expect(fromKept((await planned(options)).runnables)).not.toContain(true);
  });

  it('is of the migrations, whatever the seed behind them does', async () => {
    const seed = path.join(
      await files.directory({ 'seed.sql': 'CREATE TABLE of_seed (); INSERT INTO s VALUES (1);' }),
      'seed.sql',
    );
    const { planned, write, tamper } = await workplace({ seed });
    await planned();
    await tamper(marked);
    await write({ '4.sql': 'CREATE TABLE of_seed ();' });
    const more = await planned();
    expect(fromKept(more.runnables)).toEqual([true, true, true, false]);
    const afresh = await planned({ kept: false });
    expect(more.runnables[3]?.footprint).toEqual(afresh.runnables[3]?.footprint);
    expect(more.seedFiles.runnables).toEqual(afresh.seedFiles.runnables);
  });

  it('is of what comes before repeatable migrations, as new ones do', async () => {
    const { planned, write, tamper } = await workplace(
      { format: 'flyway' },
      { 'V1__t.sql': 'CREATE TABLE t (id int);', 'R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT * FROM t;' },
    );
    await planned();
    await tamper(marked);
    await write({ 'V2__u.sql': 'CREATE TABLE u (); DROP VIEW IF EXISTS v;' });
    const more = await planned();
    expect(fromKept(more.runnables)).toEqual([true, false, false]);
    const afresh = await planned({ kept: false });
    expect(more.runnables.slice(1)).toEqual(afresh.runnables.slice(1));
    await write({ 'R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT 1 AS id;' });
    expect(fromKept((await planned()).runnables)).toEqual([true, false, false]);
  });

  it.each<[string, (state: string) => string]>([
    ['is cut off', (state) => state.slice(0, state.length / 2)],
    ['is empty', () => ''],
    ['is no state', () => packState('{}')],
    [
      'names what is not there',
      (state) => packState(unpackState(state).replace(/"numbers":\[(\d+),/, '"numbers":[$1,9')),
    ],
  ])('is found again where what the analysis knew %s, with a note', async (_, damage) => {
    const { planned, write, tamper } = await workplace();
    await planned();
    await tamper((file) => {
      const { scripts, state } = marked(file);
      return { scripts, state: state && { ...state, packed: damage(state.packed) } };
    });
    await write(NEW);
    const found = await planned();
    expect(fromKept(found.runnables)).not.toContain(true);
    expect(found.plan.problems).toEqual([
      expect.objectContaining({
        severity: 'info',
        code: 'analysis-unreadable',
        message: expect.stringMatching(/it is damaged\.$/),
      }),
    ]);
    expect((await planned()).plan.problems).toEqual([]);
  });
});
