import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { goose } from '../../src/formats/goose.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const UP = '-- +goose Up\n';
const one = (text: string, given = {}) => load(goose, { '1_a.sql': text }, given);

describe('goose: which files', () => {
  it('takes NUMBER_name.sql in numeric order', () => {
    const set = load(goose, { '10_c.sql': UP, '00009_add_orders.sql': UP, '20240131120000_x y.sql': UP });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['00009_add_orders', '9', 'add orders'],
      ['10_c', '10', 'c'],
      ['20240131120000_x y', '20240131120000', 'x y'],
    ]);
  });

  it('is numeric for any versions', () => {
    const versions = fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** 63n - 1n }), { maxLength: 8 });
    fc.assert(
      fc.property(versions, (numbers) => {
        const files = Object.fromEntries(numbers.map((number) => [`${number.toString()}_x.sql`, UP]));
        const sorted = [...numbers].sort((a, b) => (a < b ? -1 : 1)).map((number) => number.toString());
        expect(load(goose, files).migrations.map((migration) => migration.version)).toEqual(sorted);
      }),
      { numRuns: 25 },
    );
  });

  it('ignores other names and directories', () => {
    const set = load(goose, {
      '0_zero.sql': '',
      '9223372036854775808_big.sql': '',
      '1.sql': '',
      'seed.sql': '',
      'helpers.go': '',
      '1_a_test.go': '',
      '2_b.sql/x': '',
      'README.md': '',
    });
    expect(set.migrations).toEqual([]);
    expect(listProblems(set)).toEqual([
      'info ignored-file 0_zero.sql',
      'info ignored-file 1.sql',
      'info ignored-file 9223372036854775808_big.sql',
      'info ignored-file seed.sql',
    ]);
  });

  it('refuses a migration in Go by its name', () => {
    const set = load(goose, { '1_a.sql': UP, '2_b.go': 'package x' });
    expect(listProblems(set)).toEqual(['error go-migration 2_b.go']);
  });

  it('names both files of a version taken twice', () => {
    const set = load(goose, { '1_a.sql': UP, '01_b.sql': UP });
    expect(listProblems(set)).toEqual(['error duplicate-version 1_a.sql']);
    expect(set.problems[0]?.message).toContain('01_b.sql');
  });
});

describe('goose: sections', () => {
  it('cuts up and down and keeps the lines', () => {
    const set = one('-- about\n\n-- +goose Up\ncreate table a ();\n\n-- +goose Down\ndrop table a;\n');
    expect(set.problems).toEqual([]);
    const { up, down } = migrationOf(set, '1_a');
    expect(up).toMatchObject({ text: 'create table a ();\n', line: 4, transaction: 'single', dialect: 'sql' });
    expect(down).toMatchObject({ text: 'drop table a;\n', line: 7, transaction: 'single' });
  });

  it('needs no down section, and none of the statements', () => {
    const set = one(UP);
    expect(set.problems).toEqual([]);
    expect(migrationOf(set, '1_a')).toMatchObject({ up: { text: '' } });
    expect(migrationOf(set, '1_a').down).toBeUndefined();
  });

  it.each(['-- +goose NO TRANSACTION', '-- +goose no transaction', '--+goose  No Transaction'])(
    'runs both ways without a transaction after %j',
    (marker) => {
      const set = one(`${marker}\n-- +goose up\nselect 1;\n-- +goose DOWN\nselect 2;`);
      expect(set.problems).toEqual([]);
      const { up, down } = migrationOf(set, '1_a');
      expect([up.transaction, down?.transaction]).toEqual(['none', 'none']);
    },
  );

  it('takes semicolons inside a block for part of the statement', () => {
    const body =
      '-- +goose StatementBegin\ncreate function f() returns int as $$\nselect 1;\n$$ language sql\n-- +goose StatementEnd';
    const set = one(`${UP}${body}\nselect 2; -- done\n`);
    expect(set.problems).toEqual([]);
    expect(migrationOf(set, '1_a').up.text).toContain('select 1;\n$$ language sql');
  });

  it.each([
    ['an empty file', '', 'missing-up', 1],
    ['SQL before Up', '-- x\n\nselect 1;\n-- +goose Up\n', 'missing-up', 3],
    ['comments only', '-- nothing\n', 'missing-up', 1],
    ['Up twice', `${UP}select 1;\n${UP}`, 'misplaced-marker', 3],
    ['Down without Up', '-- +goose Down\n', 'misplaced-marker', 1],
    ['Down twice', `${UP}-- +goose Down\n-- +goose Down\n`, 'misplaced-marker', 3],
    ['a block before Up', '-- +goose StatementBegin\n', 'misplaced-marker', 1],
    ['a block in a block', `${UP}-- +goose StatementBegin\n-- +goose StatementBegin\n`, 'misplaced-marker', 3],
    ['an end without a block', `${UP}-- +goose StatementEnd\n`, 'misplaced-marker', 2],
    ['a block left open', `${UP}\n-- +goose StatementBegin\nselect 1;\n`, 'open-block', 3],
    ['a block open at Down', `${UP}-- +goose StatementBegin\nx\n-- +goose Down\n`, 'open-block', 2],
    ['a statement left open', `${UP}-- x\nselect 1\n`, 'open-statement', 3],
    ['a statement open at Down', `${UP}select 1;\nselect 2\n-- +goose Down\n`, 'open-statement', 3],
    ['a semicolon in a comment only', `${UP}select 1 -- ;\n`, 'open-statement', 2],
    ['an unknown marker', `${UP}-- +goose Sideways\n`, 'bad-marker', 2],
    ['an empty marker', `${UP}-- +goose\n`, 'bad-marker', 2],
    ['two markers in a line', '-- +goose Up +goose Down\n', 'bad-marker', 1],
    ['white space before a marker', '  -- +goose Up\n', 'bad-marker', 1],
    ['a block left open in Down', `${UP}-- +goose Down\n-- +goose StatementBegin\n`, 'open-block', 3],
  ])('refuses %s', (_, text, code, line) => {
    const set = one(text);
    expect(listProblems(set)).toEqual([`error ${code} 1_a.sql:${line}`]);
    expect(set.migrations).toEqual([]);
  });

  it('only warns of a statement left open in Down, which it does not need to go up', () => {
    const set = one(`${UP}select 1;\n-- +goose Down\nselect 2\n`);
    expect(listProblems(set)).toEqual(['warning open-statement 1_a.sql:4']);
    expect(migrationOf(set, '1_a').down).toBeUndefined();
  });
});

describe('goose: environment', () => {
  const text = [
    '-- +goose Up',
    "select '$NAME';",
    '-- +goose ENVSUB ON',
    '-- costs $1',
    "select '${NAME}', '${UNSET:-x}';",
    '-- +goose envsub off',
    "select '$1';",
  ].join('\n');

  it('is substituted between the markers only, comments outside statements aside', () => {
    const set = one(text, { env: { NAME: 'eu' } });
    expect(set.problems).toEqual([]);
    expect(migrationOf(set, '1_a').up.text.split('\n').slice(0, 1)).toEqual(["select '$NAME';"]);
    expect(migrationOf(set, '1_a').up.text).toContain("select 'eu', 'x';");
    expect(migrationOf(set, '1_a').up.text).toContain("select '$1';");
  });

  it('takes given variables before the environment', () => {
    const set = one(text, { env: { NAME: 'eu' }, variables: new Map([['NAME', 'us']]) });
    expect(migrationOf(set, '1_a').up.text).toContain("select 'us', 'x';");
  });

  it('names the line that cannot be substituted', () => {
    const set = one(`${UP}-- +goose ENVSUB ON\nselect $$x$1$$;\n`);
    expect(listProblems(set)).toEqual(['error bad-substitution 1_a.sql:3']);
  });
});

describe('goose: claim and bookkeeping', () => {
  it('is certain by a marker in any letter case', () => {
    expect(goose.claim(project({ '1_a.sql': '-- x\n--  +goose UP\n' }))?.certainty).toBe('certain');
    expect(goose.claim(project({ '1_a.sql': '-- migrate:up\n', 'x.sql': UP }))).toBeUndefined();
  });

  it('takes the newest row of each version and leaves out version 0', () => {
    const { bookkeeping } = load(goose, {});
    const row = (version: string, applied: boolean) => ({ version_id: version, is_applied: applied });
    const rows = [
      row('0', true),
      row('1', true),
      row('2', true),
      row('1', false),
      row('3', true),
      row('1', true),
      row('3', false),
    ];
    expect(bookkeeping.parse(rows)).toEqual([{ version: '2' }, { version: '1' }]);
    expect(() => bookkeeping.parse([{ version_id: '1' }])).toThrow('is_applied');
  });
});
