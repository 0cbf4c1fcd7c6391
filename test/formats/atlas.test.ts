import { describe, expect, it } from '@jest/globals';
import { atlas } from '../../src/formats/atlas.ts';
import { formatSum, hashFiles } from '../../src/formats/atlas/sum.ts';
import { UserError } from '../../src/migration/problem.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

/** The files with the `atlas.sum` that fits them. */
function summed(files: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const hashed = entries.map(([name, text]) => ({
    name,
    bytes: Buffer.from(text),
    ignored: text.startsWith('-- atlas:sum ignore'),
  }));
  return { ...files, 'atlas.sum': formatSum(hashFiles(hashed)) };
}

describe('Atlas: atlas.sum', () => {
  // The example of Atlas's own tests, sql/migrate/testdata/migrate/sub.
  const PUBLISHED = [
    'h1:VpH77zWOBMwX5QhvnQo0XQvXCrOYZg4h1o0XlJTQnl0=',
    '1.a_sub.up.sql h1:nXyZR020M/mH7LxkoTkJr7BcQkipVg90imQ9I4595dw=',
    '2.10.x-20_description.sql h1:wQB3Vh3PHVXQg9OD3Gn7TBxbZN3r1Qb7TtAE1g3q9mQ=',
    '3_partly.sql h1:lHlMz6mEvBfvjry5lFXjs2vi6Et9xb9CWicaOXD42Qc=',
    '',
  ].join('\n');

  it('is what Atlas writes', () => {
    const files = [
      [
        '1.a_sub.up.sql',
        '-- create table "t_sub"\nCREATE TABLE t_sub(c int);\n-- add c1 column\nALTER TABLE t_sub ADD c1 int;',
      ],
      ['2.10.x-20_description.sql', '-- add c2 column\nALTER TABLE t_sub ADD c2 int;'],
      [
        '3_partly.sql',
        '-- add c3 column\nALTER TABLE t_sub ADD c3 int;\n-- add c4 column\nALTER TABLE t_sub ADD c4 int;\n',
      ],
    ].map(([name = '', text = '']) => ({ name, bytes: Buffer.from(text.trimEnd()), ignored: false }));
    expect(formatSum(hashFiles(files))).toBe(PUBLISHED);
  });

  const files = { '1_a.sql': 'A;\n', '2_b.sql': 'B;\r\n', '3_c.sql': '-- atlas:sum ignore\n\nC;\n' };
  const changed = (change: (all: Record<string, string>) => void) => {
    const all = summed(files);
    change(all);
    return listProblems(load(atlas, all));
  };

  it.each<[string, (all: Record<string, string>) => void, string[]]>([
    ['nothing', () => undefined, []],
    ['an ignored file', (all) => (all['3_c.sql'] = '-- atlas:sum ignore\n\nD;'), []],
    ['an edited file', (all) => (all['2_b.sql'] = 'B;\n'), ['error checksum-mismatch 2_b.sql']],
    ['an added file', (all) => (all['15_z.sql'] = 'Z;'), ['error checksum-mismatch 15_z.sql']],
    ['a file added last', (all) => (all['4_d.sql'] = 'D;'), ['error checksum-mismatch 4_d.sql']],
    ['a removed file', (all) => delete all['1_a.sql'], ['error checksum-mismatch atlas.sum:2']],
    [
      'another total',
      (all) => (all['atlas.sum'] = `h1:x${all['atlas.sum'] ?? ''}`),
      ['error checksum-mismatch atlas.sum:1'],
    ],
    [
      'a broken line',
      (all) => (all['atlas.sum'] = `${all['atlas.sum'] ?? ''}x\n`),
      ['error checksum-mismatch atlas.sum:4'],
    ],
    ['no file', (all) => delete all['atlas.sum'], ['error missing-checksum atlas.sum']],
  ])('notices %s', (_, change, problems) => {
    expect(changed(change)).toEqual(problems);
  });

  it('names the cure', () => {
    expect(load(atlas, files).problems[0]?.hint).toContain('atlas migrate hash');
  });
});

describe('Atlas: files', () => {
  it('takes all SQL files in the order of their names', () => {
    const set = load(atlas, summed({ '9.sql': '', '10_add_orders.sql': '', x: '' }));
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['10_add_orders', '10', 'add orders'],
      ['9', '9', ''],
    ]);
  });

  it('refuses equal versions', () => {
    expect(listProblems(load(atlas, summed({ '1_a.sql': '', '1_b.sql': '' })))).toEqual([
      'error duplicate-version 1_b.sql',
    ]);
  });

  it.each([
    ['-- atlas:txmode none\n\nVACUUM;\n', 'none', []],
    ['-- first\n-- atlas:txmode none\n \t\nVACUUM;\n', 'none', []],
    ['-- atlas:txmode none\nVACUUM;\n', 'single', []],
    ['-- atlas:txmode file\n\nA;\n', 'single', []],
    ['-- atlas:txmode all\n\nA;\n', 'single', ['error bad-txmode 1.sql:1']],
    ['--\n-- atlas:txmode none\n-- atlas:txmode file\n\nA;\n', 'none', ['error bad-txmode 1.sql:2']],
  ])('reads the mode of %j', (text, mode, problems) => {
    const set = load(atlas, summed({ '1.sql': text }));
    expect([migrationOf(set, '1').up.transaction, listProblems(set)]).toEqual([mode, problems]);
  });

  it.each([
    ['-- atlas:delimiter \\n\\n\nA\n\nB;\n\nC\n', '-- atlas:delimiter \\n\\n\nA;\n\nB;\n\nC\n'],
    [
      '-- atlas:delimiter -- end\nA $$;-- end$$\n-- end\nB\n-- end\n',
      '-- atlas:delimiter -- end\nA $$;-- end$$;\n\nB;\n\n',
    ],
    ['--\n-- atlas:delimiter @@\nA @@', '--\n-- atlas:delimiter @@\nA @@'],
  ])('puts semicolons for the delimiters of %j', (text, expected) => {
    expect(migrationOf(load(atlas, summed({ '1.sql': text })), '1').up.text).toBe(expected);
  });

  it('refuses checks', () => {
    const set = load(atlas, summed({ '1.sql': '-- atlas:txtar\n\n-- checks.sql --\nSELECT 1;\n' }));
    expect(listProblems(set)).toEqual(['error unsupported-checks 1.sql:1']);
  });
});

describe('Atlas: checkpoints', () => {
  const files = summed({
    '1_a.sql': 'A;',
    '2_check.sql': '-- atlas:checkpoint\n\nA;',
    '3_b.sql': 'B;',
    '4_check.sql': '-- atlas:checkpoint v2\n\nA; B;',
    '5_c.sql': 'C;',
  });
  const row = (version: string, applied = '1') => ({ version, hash: 'x', applied, total: '1' });

  it('begins at the newest', () => {
    expect(load(atlas, files).migrations.map(({ id }) => id)).toEqual(['4_check', '5_c']);
  });

  it('lets a database be that has all that it replaces, and refuses one that lacks some', () => {
    const { bookkeeping } = load(atlas, files);
    expect(bookkeeping.parse([row('1'), row('3')]).map(({ version }) => version)).toEqual(['1', '3', '4']);
    expect(bookkeeping.parse([row('4')]).map(({ version }) => version)).toEqual(['4']);
    expect(() => bookkeeping.parse([row('1')])).toThrow(UserError);
    expect(bookkeeping.parse([row('4', '0')])).toMatchObject([{ unfinished: true }]);
  });

  it('counts statements for the row', () => {
    const { bookkeeping, migrations } = load(atlas, files);
    expect(migrations.flatMap((one) => bookkeeping.record(one)).map((sql) => / 2, (\d), \1,/.exec(sql)?.[1])).toEqual([
      '2',
      '1',
    ]);
  });
});

describe('Atlas: claims', () => {
  it.each([
    [summed({ '1_a.sql': '' }), 'certain'],
    [{ '1_a.sql': '' }, undefined],
    [summed({ '1_a.up.sql': '', '1_a.down.sql': '' }), undefined],
    [summed({ 'V1__a.sql': '' }), undefined],
    [summed({ '1_a.sql': '-- +goose Up\n' }), undefined],
  ])('%j: %s', (files: Record<string, string>, certainty) => {
    expect(atlas.claim(project(files))?.certainty).toBe(certainty);
  });

  it('says whose files they are instead', () => {
    expect(load(atlas, summed({ '1_a.up.sql': '' })).problems).toMatchObject([
      { code: 'foreign-format', hint: 'Use --format golang-migrate.' },
    ]);
  });
});
