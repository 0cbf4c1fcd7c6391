import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plain } from '../../src/formats/plain.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

describe('plain: which files', () => {
  it('takes every SQL file in the order of paths as text', () => {
    const set = load(plain, {
      '9_b.sql': '',
      '10_a.sql': '',
      'later/1_x.sql': '',
      'Zoo.sql': '',
      'x.sql/inner.sql': '',
      'README.md': '',
      'data.csv': '',
    });
    expect(listProblems(set)).toEqual(['warning unpadded-number 9_b.sql']);
    expect(set.migrations.map((migration) => migration.id)).toEqual(['10_a', '9_b', 'Zoo', 'later/1_x', 'x.sql/inner']);
    expect(migrationOf(set, 'later/1_x')).toMatchObject({
      version: 'later/1_x',
      description: 'x',
      path: 'later/1_x.sql',
    });
  });

  it('whose numbers count as sqlx counts them may be sqlx’s', () => {
    const { problems } = load(plain, { '1_a.sql': '', '2_b.sql': '', '10_c.sql': '' });
    expect(problems).toMatchObject([{ code: 'unpadded-number', hint: expect.stringContaining('pass --format sqlx') }]);
    const others = load(plain, { '1-a.sql': '', '2-b.sql': '', '10-c.sql': '' });
    expect(others.problems).toMatchObject([{ hint: 'Give all numbers the same length, with zeros before them.' }]);
  });

  it('keeps the order of paths for any names', () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9_-]{1,6}(\/[a-z]{1,3})?$/), { maxLength: 8 });
    fc.assert(
      fc.property(names, (stems) => {
        const files = Object.fromEntries(stems.map((name) => [`${name}.sql`, '']));
        const sorted = Object.keys(files).sort();
        expect(load(plain, files).migrations.map((migration) => migration.path)).toEqual(sorted);
      }),
      { numRuns: 25 },
    );
  });

  it('pairs down scripts and never runs them upwards', () => {
    const set = load(plain, {
      '1_a.up.sql': 'A',
      '1_a.down.sql': '-A',
      '2_b.sql': 'B',
      '2_b.down.sql': '-B',
      '3_c.down.sql': '',
    });
    expect(set.migrations.map(({ id, up, down }) => [id, up.text, down?.text])).toEqual([
      ['1_a', 'A', '-A'],
      ['2_b', 'B', '-B'],
    ]);
    expect(listProblems(set)).toEqual(['warning missing-up 3_c.down.sql']);
  });

  it('names both files that would have one record', () => {
    const set = load(plain, { 'a.sql': '', 'a.up.sql': '' });
    expect(listProblems(set)).toEqual(['error duplicate-version a.up.sql']);
  });

  it.each([
    ['001_x.rollback.sql', '001_x.sql'],
    ['001_x.undo.sql', '001_x.sql'],
    ['001_x_down.sql', '001_x_up.sql'],
    ['001-x-down.sql', '001-x-up.sql'],
    ['001_x_rollback.sql', '001_x.sql'],
    ['001_x/down.sql', '001_x/up.sql'],
    ['down/2024.x.sql', '2024.x.sql'],
    ['a/Revert/x.sql', 'a/deploy/x.sql'],
    ['U1__x.sql', 'V1__x.sql'],
    ['0001.undo.x.sql', '0001.do.x.sql'],
  ])('refuses %s beside %s, which it takes back', (down, up) => {
    expect(listProblems(load(plain, { [down]: 'drop table t', [up]: 'create table t ()' }))).toEqual([
      `error down-script ${down}`,
    ]);
  });

  it('says which directory below is the one of diesel or Hasura', () => {
    const files = { 'default/1_a/up.sql': 'create table t ()', 'default/1_a/down.sql': 'drop table t' };
    expect(load(plain, files).problems.map(({ hint }) => hint)).toEqual([
      'Did you mean default? Its folders hold up.sql and down.sql, as those of diesel and Hasura do.',
    ]);
  });

  it.each(['1_slow_down.sql', '1_add_rollback.sql', 'download/1.sql', 'undo_log.sql', 'cooldown.sql', 'U1_users.sql'])(
    'takes %s, whose title only sounds like it, for a migration',
    (file) => {
      expect(listProblems(load(plain, { [file]: '-- down the road\nselect 1' }))).toEqual([]);
    },
  );

  it.each([
    '-- +migrate Down',
    '-- migrate:down',
    '--+goose DOWN',
    '-- Down Migration',
    '# --- !Downs',
    '-- !Downs',
    '--//@UNDO',
    '-- //@UNDO',
    '---- create above / drop below ----',
    '-- ==== DOWN ====',
    '-- rambler down',
    '-- :down',
    '-- +micrate Down',
    '-- Down',
    '-- @DOWN',
  ])('refuses a file with the down part %j of another tool', (marker) => {
    expect(listProblems(load(plain, { 'a.sql': `A;\n${marker}\n` }))).toEqual(['error down-part a.sql:2']);
    expect(load(plain, { 'a.sql': `A; ${marker}\n` }).problems).toEqual([]);
  });

  it('reports files that are not text', () => {
    const set = load(plain, { 'a.sql': Buffer.from('é', 'latin1'), 'b.sql': '' });
    expect(listProblems(set)).toEqual(['error invalid-utf8 a.sql:1']);
    expect(set.migrations.map((migration) => migration.id)).toEqual(['b']);
  });
});

describe('plain: how it runs', () => {
  it.each([
    ['create table a ();', 'single'],
    ['create index concurrently i on a (b);', 'none'],
    ['create table a ();\nCREATE INDEX\n  CONCURRENTLY i on a (b);', 'none'],
    ['-- create index concurrently i on a (b);', 'single'],
    ["select 'vacuum';", 'single'],
    ['vacuum;', 'none'],
    ['-- migrate-action: transaction=off\nselect 1;', 'none'],
    ['', 'single'],
    ["select 'not closed", 'single'],
  ])('%j runs as %s', (text, transaction) => {
    const set = load(plain, { 'a.sql': text });
    expect(migrationOf(set, 'a').up).toMatchObject({ transaction, dialect: 'psql', line: 1, text });
  });

  it('decides for each way by itself, and looks into included files', () => {
    const set = load(plain, {
      'a.sql': 'select 1;',
      'a.down.sql': 'drop index concurrently i;',
      'b.sql': '\\ir parts/c.psql\n',
      'parts/c.psql': 'vacuum;',
    });
    expect([migrationOf(set, 'a').up.transaction, migrationOf(set, 'a').down?.transaction]).toEqual(['single', 'none']);
    expect(migrationOf(set, 'b').up.transaction).toBe('none');
  });

  it('fills templates that have a value', () => {
    const set = load(
      plain,
      { 'a.sql': "select '{{ Region }}', '{{ Other }}';" },
      { variables: new Map([['Region', 'eu']]) },
    );
    expect(migrationOf(set, 'a').up.text).toBe("select 'eu', '{{ Other }}';");
  });
});

describe('plain: claim and bookkeeping', () => {
  it('takes any directory with SQL to run', () => {
    expect(plain.claim(project({ 'x/a.sql': '' }))).toEqual({ certainty: 'fallback', evidence: 'x/a.sql' });
    expect(plain.claim(project({ 'a.down.sql': '', 'b.txt': '' }))).toBeUndefined();
  });

  it('stores a checksum of the file as it is on disk', () => {
    const content = '\ufeffselect 1;\r\n';
    const { bookkeeping, migrations } = load(plain, { "a'b.sql": content });
    const [migration] = migrations;
    const checksum = createHash('sha256').update(content).digest('hex');
    expect(migration && bookkeeping.checksum?.(migration)).toBe(checksum);
    expect(migration && bookkeeping.record(migration).join()).toContain(`'a''b', '${checksum}'`);
    expect(bookkeeping.parse([{ id: 'a', checksum: 'c' }])).toEqual([{ version: 'a', checksum: 'c' }]);
  });
});
