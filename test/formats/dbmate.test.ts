import { describe, expect, it } from '@jest/globals';
import { dbmate } from '../../src/formats/dbmate.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const EMPTY = '-- migrate:up\n-- migrate:down\n';

describe('dbmate: which files', () => {
  it('takes names that begin with digits, in the order of the names as text', () => {
    const set = load(dbmate, { '9_a.sql': EMPTY, '10_b.sql': EMPTY, '20240131-c.sql': EMPTY, '3.sql': EMPTY });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['10_b', '10', 'b'],
      ['20240131-c', '20240131', 'c'],
      ['3', '3', ''],
      ['9_a', '9', 'a'],
    ]);
  });

  it('ignores other names and directories', () => {
    const set = load(dbmate, { 'seed.sql': 'x', 'README.md': '', '1_a.sql/2_b.sql': '', 'x/3_c.sql': '' });
    expect(set.migrations).toEqual([]);
    expect(listProblems(set)).toEqual(['info ignored-file seed.sql']);
  });

  it('tells versions apart by their text', () => {
    const set = load(dbmate, { '1_a.sql': EMPTY, '01_b.sql': EMPTY, '1_c.sql': EMPTY });
    expect(listProblems(set)).toEqual(['error duplicate-version 1_c.sql']);
    expect(set.problems[0]?.message).toContain('1_a.sql');
  });
});

describe('dbmate: blocks', () => {
  it('cuts a file at its markers and keeps its lines', () => {
    const text = '-- a comment\n\n--migrate:up\ncreate table a ();\n\n-- migrate:down  \ndrop table a;\n';
    const { up, down } = migrationOf(load(dbmate, { '1_a.sql': text }), '1_a');
    expect(up).toMatchObject({ text: '--migrate:up\ncreate table a ();\n\n', line: 3, transaction: 'single' });
    expect(down).toMatchObject({ text: '-- migrate:down  \ndrop table a;\n', line: 6, transaction: 'single' });
  });

  it('reads options of each block', () => {
    const text =
      '-- migrate:up transaction:false foo:bar\ncreate index concurrently i on a (b);\n-- migrate:down transaction:true\n';
    const { up, down } = migrationOf(load(dbmate, { '1_a.sql': text }), '1_a');
    expect([up.transaction, down?.transaction]).toEqual(['message', 'single']);
  });

  it.each(['-- migrate:up Transaction:false', '-- migrate:up transaction=false', '-- migrate:up transaction:false:x'])(
    'ignores the option in %j, as dbmate does',
    (marker) => {
      const set = load(dbmate, { '1_a.sql': `${marker}\n-- migrate:down\n` });
      expect(migrationOf(set, '1_a').up.transaction).toBe('single');
    },
  );

  it('runs several up blocks as one migration, on their own lines', () => {
    const text = '-- migrate:up\nA;\n-- migrate:down\nB;\n-- migrate:up\nC;\n-- migrate:down\nD;\n';
    const set = load(dbmate, { '1_a.sql': text });
    expect(listProblems(set)).toEqual(['info several-blocks 1_a.sql']);
    const { up, down } = migrationOf(set, '1_a');
    expect(up).toMatchObject({
      text: '-- migrate:up\nA;\n\n\n-- migrate:up\nC;\n\n\n',
      line: 1,
      transaction: 'single',
    });
    expect(down).toBeUndefined();
  });

  it('takes the one down block among several that holds anything', () => {
    const text = '-- migrate:up\n-- migrate:down\n\n-- migrate:up\nA;\n-- migrate:down\nB;\n';
    const set = load(dbmate, { '1_a.sql': text });
    expect(set.problems).toEqual([]);
    expect(migrationOf(set, '1_a').down).toMatchObject({ text: '-- migrate:down\nB;\n', line: 6 });
  });

  it('runs several up blocks statement by statement if one of them is not for a transaction', () => {
    const text = '-- migrate:up\n-- migrate:down\n-- migrate:up transaction:false\n-- migrate:down\n';
    expect(migrationOf(load(dbmate, { '1_a.sql': text }), '1_a').up.transaction).toBe('none');
  });

  it.each([
    ['no block', 'select 1;', 'missing-up', 1],
    ['an empty file', '', 'missing-up', 1],
    ['a marker inside a line', 'select 1; -- migrate:up\n-- migrate:down', 'missing-up', 1],
    ['another word', '-- migrate:upwards\n-- migrate:down', 'missing-up', 1],
    ['SQL before the up block', '-- x\n\nselect 1;\n-- migrate:up\n-- migrate:down', 'statement-outside-block', 3],
    ['no down block', '-- x\n-- migrate:up\nselect 1;', 'missing-down', 2],
    ['two up blocks in a row', '-- migrate:up\n-- migrate:up\n-- migrate:down', 'missing-down', 1],
    ['two down blocks in a row', '-- migrate:up\n-- migrate:down\n\n-- migrate:down', 'misplaced-down', 4],
    ['down before up', '-- migrate:down\n-- migrate:up\n-- migrate:down', 'misplaced-down', 1],
  ])('refuses %s', (_, text, code, line) => {
    const set = load(dbmate, { '1_a.sql': text, '2_b.sql': EMPTY });
    expect(listProblems(set)).toEqual([`error ${code} 1_a.sql:${line}`]);
    expect(set.migrations.map((migration) => migration.id)).toEqual(['2_b']);
  });
});

describe('dbmate: claim and bookkeeping', () => {
  it('is certain by a marker', () => {
    expect(dbmate.claim(project({ '1_a.sql': EMPTY }))?.certainty).toBe('certain');
    expect(dbmate.claim(project({ '1_a.sql': 'select 1;', 'b.sql': EMPTY }))).toBeUndefined();
  });

  it('creates the schema of a table elsewhere', () => {
    const { bookkeeping } = load(dbmate, {}, { table: 'ops.versions' });
    expect(bookkeeping.create).toEqual([
      'create schema if not exists "ops"',
      'create table if not exists "ops"."versions" (version varchar primary key)',
    ]);
    expect(bookkeeping.parse([{ version: '001' }])).toEqual([{ version: '001' }]);
    expect(() => bookkeeping.parse([{ id: 1 }])).toThrow('"version"');
  });
});
