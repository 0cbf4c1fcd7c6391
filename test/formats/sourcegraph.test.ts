import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sourcegraph } from '../../src/formats/sourcegraph.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

interface Given {
  readonly metadata?: string;
  readonly up?: string;
  readonly down?: string;
}

function migrations(given: Readonly<Record<string, Given>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).flatMap(([folder, { metadata = 'name: x', up = 'select 1;', down = 'select 2;' }]) => [
      [`${folder}/metadata.yaml`, metadata],
      [`${folder}/up.sql`, up],
      [`${folder}/down.sql`, down],
    ]),
  );
}

const set = (given: Readonly<Record<string, Given>>) => load(sourcegraph, migrations(given));
const order = (given: Readonly<Record<string, Given>>) => set(given).migrations.map(({ version }) => version);

describe('Sourcegraph: metadata', () => {
  it.each([
    ['inline', 'parents: [2, 1]'],
    ['block', 'parents:\n- 1\n- 2'],
    ['indented block', 'parents:\n    - 1\n    - 2\n'],
    ['both spellings', 'parents: [2]\nparent: 1'],
    ['twice the same', 'parents: [1, 2, 1]'],
  ])('reads %s parents', (_, parents) => {
    const loaded = set({
      '1_a': {},
      '2_b': { metadata: 'parents: 1' },
      '3_c': { metadata: `name: all of it\n${parents}` },
    });
    expect(loaded.problems).toEqual([]);
    expect(migrationOf(loaded, '3_c')).toMatchObject({ description: 'all of it', dependsOn: ['1_a', '2_b'] });
  });

  it.each([
    ['parents: [one]', 'bad-metadata'],
    ['- a\n- b', 'bad-metadata'],
    ['name: [unclosed', 'bad-metadata'],
  ])('refuses %j', (metadata, code) => {
    expect(listProblems(set({ '1_a': { metadata } }))).toEqual([`error ${code} 1_a/metadata.yaml`]);
  });

  it('names every file that is missing, and ignores what is no migration', () => {
    const loaded = load(sourcegraph, {
      '1_a/up.sql': '',
      'squashed.sql': '',
      'tools/up.sql': '',
      ...migrations({ '2': {} }),
    });
    expect(listProblems(loaded)).toEqual(['error missing-file 1_a', 'error missing-file 1_a']);
    expect(loaded.migrations.map(({ id }) => id)).toEqual(['2']);
  });

  it('refuses a number taken twice', () => {
    expect(listProblems(set({ '1_a': {}, '01_b': {} }))).toContain('error duplicate-version 1_a');
  });
});

describe('Sourcegraph: order', () => {
  it('puts parents first, and lower numbers first where nothing else decides', () => {
    const given = {
      '10_root': {},
      '40_d': { metadata: 'parents: [10]' },
      '20_b': { metadata: 'parents: [40]' },
      '30_c': { metadata: 'parents: [10]' },
    };
    expect(order(given)).toEqual(['10', '30', '40', '20']);
  });

  it('keeps every migration after its parents, whatever the graph', () => {
    const graphs = fc.array(fc.array(fc.nat(100), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(graphs, (graph) => {
        const given: Record<string, Given> = { '1_root': {} };
        graph.forEach((picks, index) => {
          const parents = picks.map((pick) => 1 + (pick % (index + 1)));
          given[`${index + 2}_x`] = { metadata: `parents: [${parents.join(', ')}]` };
        });
        const loaded = set(given);
        expect(loaded.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
        const ids = loaded.migrations.map(({ id }) => id);
        expect(ids).toHaveLength(graph.length + 1);
        for (const { id, dependsOn } of loaded.migrations) {
          for (const parent of dependsOn) expect(ids.indexOf(parent)).toBeLessThan(ids.indexOf(id));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('refuses unknown parents, several roots, none, and cycles', () => {
    expect(listProblems(set({ '1_a': {}, '2_b': { metadata: 'parents: [7]' } }))).toEqual([
      'error unknown-parent 2_b/metadata.yaml',
    ]);
    expect(listProblems(set({ '1_a': {}, '2_b': {} }))).toEqual(['error several-roots 2_b/metadata.yaml']);
    expect(listProblems(set({ '1_a': { metadata: 'parents: [1]' } }))).toEqual(['error no-root']);
    const cycle = set({ '1_a': {}, '2_b': { metadata: 'parents: [1, 3]' }, '3_c': { metadata: 'parents: [2]' } });
    expect(listProblems(cycle)).toEqual(['error dependency-cycle 2_b/metadata.yaml']);
    expect(cycle.problems[0]?.message).toContain('2 → 3 → 2');
    const apart = set({ '1_a': {}, '2_b': { metadata: 'parents: [3]' }, '3_c': { metadata: 'parents: [2]' } });
    expect(listProblems(apart)).toEqual(['error dependency-cycle 2_b/metadata.yaml']);
  });

  it('notes several migrations without children', () => {
    const loaded = set({ '1_a': {}, '2_b': { metadata: 'parents: [1]' }, '3_c': { metadata: 'parents: [1]' } });
    expect(listProblems(loaded)).toEqual(['info several-leaves']);
  });
});

describe('Sourcegraph: scripts', () => {
  it('cuts off front matter and the outermost transaction, keeping lines', () => {
    const up = '-- +++\n-- parent: 1\n-- +++\n\nBEGIN;\n\ncreate table a ();\n\nCOMMIT;\n';
    const { up: script, down } = migrationOf(set({ '1_a': { up, down: '\nBEGIN;\nselect 1;\nCOMMIT;' } }), '1_a');
    expect(script).toMatchObject({ text: 'create table a ();', line: 7, transaction: 'single', path: '1_a/up.sql' });
    expect(down).toMatchObject({ text: 'select 1;', line: 3 });
  });

  it('has no way down when the down script holds only comments', () => {
    expect(migrationOf(set({ '1_a': { down: '-- Nothing\n' } }), '1_a').down).toBeUndefined();
  });

  const index = 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b);';
  it('runs a lone concurrent index outside a transaction', () => {
    const loaded = set({ '1_a': { metadata: 'createIndexConcurrently: true', up: `-- why\n${index}\n` } });
    expect(loaded.problems).toEqual([]);
    expect(loaded.migrations[0]?.up.transaction).toBe('none');
  });

  it.each([
    ['unmarked', { up: index }, 'error concurrent-index 1_a/up.sql'],
    [
      'not alone',
      { metadata: 'createIndexConcurrently: true', up: `${index}\nselect 1;` },
      'error concurrent-index 1_a/up.sql',
    ],
    [
      'marked without being one',
      { metadata: 'createIndexConcurrently: true' },
      'error concurrent-index 1_a/metadata.yaml',
    ],
    ['in a down script', { down: index }, 'error concurrent-index 1_a/down.sql'],
    ['extension unmarked', { up: 'CREATE EXTENSION hstore;' }, 'error unmarked-privileged 1_a/up.sql'],
  ])('refuses: %s', (_, given, problem) => {
    expect(listProblems(set({ '1_a': given }))).toEqual([problem]);
  });

  it('takes extensions marked privileged', () => {
    expect(set({ '1_a': { metadata: 'privileged: true', up: 'CREATE EXTENSION hstore;' } }).problems).toEqual([]);
  });
});

describe('Sourcegraph: claims', () => {
  it('wants both files of a numbered directory', () => {
    expect(sourcegraph.claim(project(migrations({ '1_a': {} })))?.certainty).toBe('certain');
    expect(sourcegraph.claim(project({ '1_a/up.sql': '', '1_a/down.sql': '' }))).toBeUndefined();
    expect(sourcegraph.claim(project({ '1_a/metadata.yaml': '' }))).toBeUndefined();
  });

  it('asks for one of several sets', () => {
    const files = migrations({ 'frontend/1_a': {}, 'codeintel/1_a': {} });
    expect(sourcegraph.claim(project(files))?.certainty).toBe('certain');
    const loaded = load(sourcegraph, files);
    expect(loaded.problems).toMatchObject([
      { code: 'several-sets', message: expect.stringContaining('codeintel, frontend') },
    ]);
  });
});
