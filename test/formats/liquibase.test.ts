import { describe, expect, it } from '@jest/globals';
import { liquibase } from '../../src/formats/liquibase.ts';
import { liquibaseChecksum, sqlSum } from '../../src/formats/liquibase/changeset.ts';
import { Session } from '../../src/postgres/session.ts';
import { withServer } from '../support/server.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const HEADER = '--liquibase formatted sql\n';
const ids = (set: ReturnType<typeof load>) => set.migrations.map(({ id }) => id);
const one = (text: string, variables: Record<string, string> = {}) =>
  load(liquibase, { 'a.sql': HEADER + text }, { variables: new Map(Object.entries(variables)) });

describe('Liquibase: changesets of formatted SQL', () => {
  it('are migrations of their own, on the lines of their file', () => {
    const set = one(
      '\n-- changeset ann:1\n--comment Make it\nCREATE TABLE a ();\n\n--changeset "b c":"two words"\nSELECT 2;\n',
    );
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['ann:1:a.sql', 'ann:1:a.sql', 'Make it'],
      ['b c:two words:a.sql', 'b c:two words:a.sql', 'two words'],
    ]);
    expect(migrationOf(set, 'ann:1:a.sql').up).toMatchObject({
      text: '-- changeset ann:1\n--comment Make it\nCREATE TABLE a ();\n',
      line: 3,
      transaction: 'single',
      dialect: 'sql',
    });
    expect(migrationOf(set, 'b c:two words:a.sql').up.line).toBe(7);
  });

  it('say how they run', () => {
    const { migrations } = one('--changeset a:1 runInTransaction:false runWith:psql\nA;\n--rollback B;');
    expect(migrations[0]).toMatchObject({
      up: { transaction: 'none', dialect: 'psql' },
      down: { transaction: 'none', dialect: 'psql' },
    });
  });

  it.each([
    ['--rollback A;\n--rollback B;\n', 'A;\nB;', 4],
    ['/* liquibase rollback\nA;\nB; */\n', 'A;\nB; ', 5],
    ['--rollback A;\nSELECT 3;\n--rollback B;\n', 'A;\n\nB;', 4],
    ['--rollback not required\n', '', 4],
    ['--rollback empty\n', '', 4],
  ])('take %j for the way back', (rollback, text, line) => {
    const { migrations, problems } = one(`--changeset a:1\nSELECT 1;\n${rollback}`);
    expect([problems, migrations[0]?.down]).toMatchObject([[], { text, line }]);
  });

  it.each([
    ['endDelimiter:@@', 'A\n@@\nB; C @@', 'A;\n\nB; C; '],
    ['endDelimiter:/', 'SELECT 4/2\n/\nB', 'SELECT 4/2;\n\nB'],
    ['', 'A\nGO\nB;\n/\nC', 'A;\n\nB;\n\nC'],
    ['splitStatements:false', 'A; B', 'A; B'],
    ['splitStatements:false', 'A\nGO\nB\n/\n/\n-- c', 'A\nGO\nB\n/;\n\n-- c'],
    ['splitStatements:false endDelimiter:@@', 'A @@', 'A @@'],
    ['', "A ??| '??';", "A ?|  '??';"],
    ['runWith:psql', 'A ?? B;', 'A ?? B;'],
  ])('with %j end their statements where Liquibase does', (attributes, sql, expected) => {
    const header = `--changeset a:1 ${attributes}\n`;
    expect(one(header + sql).migrations[0]?.up.text).toBe(header + expected);
  });

  it('leave out ignored lines', () => {
    const { migrations } = one(
      '--changeset a:1\nA;\n--ignoreLines:1\nB;\nC;\n--ignoreLines:start\nD;\n--ignoreLines:end\nE;',
    );
    expect(migrations[0]?.up.text).toBe('--changeset a:1\nA;\n\n\nC;\n\n\n\nE;');
  });

  it.each([
    ['--changeset a\nA;', 'error bad-directive a.sql:2'],
    ['--changeset a: 1\nA;', 'error bad-directive a.sql:2'],
    ['-changeset a:1\nA;', 'error bad-directive a.sql:2'],
    ['--comment x\n--changeset a:1\nA;', 'error bad-directive a.sql:2'],
    ['--changeset a:1\n-rollback A;\nA;', 'error bad-directive a.sql:3'],
    ['--changeset a:1\n--ignore:1\nA;', 'error bad-directive a.sql:3'],
    ['--changeset a:1\nA;\n/* liquibase rollback\nB;', 'error bad-directive a.sql:4'],
    ['--changeset a:1\n--changeset a:2\nA;', 'error empty-changeset a.sql:2'],
    ['--changeset a:1\nA;\n--changeset a:1\nB;', 'error duplicate-version a.sql:4'],
    ['--changeset a:1 runWith:sqlplus\nA;', 'error unsupported-executor a.sql:2'],
    ['--changeset a:1\n--tagDatabase: x\nA;', 'error unsupported-directive a.sql:3'],
    ['--changeset a:1\nA;\n--rollback changesetId:1 changesetAuthor:a', 'error unsupported-rollback a.sql:4'],
    ['--changeset a:1\n--preconditions onFail:CONTINUE\nA;', 'error unsupported-precondition a.sql:3'],
    ['--changeset a:1\n--precondition-row-count 1\nA;', 'error unsupported-precondition a.sql:3'],
    ['--changeset a:1 failOnError:false\nA;', 'warning ignored-setting a.sql:2'],
    ['\nDROP TABLE x;\n--changeset a:1\nA;', 'warning sql-before-changeset a.sql:3'],
    ['-- just\n/* a comment */\n--changeset a:1\nA;', undefined],
  ])('%j: %s', (text, problem) => {
    expect(listProblems(one(text))).toEqual(problem === undefined ? [] : [problem]);
  });

  it('have their parameters filled in, the first definition first, and keep those without a value', () => {
    const text =
      '--property name:schema value:app\n--property name:schema value:later\n--property name:h2 value:x dbms:h2\n' +
      '--changeset a:1\nCREATE TABLE ${schema}.t (${SCHEMA}, ${h2}, ${nothing});';
    const body = (variables: Record<string, string>) => one(text, variables).migrations[0]?.up.text.split('\n')[1];
    expect(body({})).toBe('CREATE TABLE app.t (app, ${h2}, ${nothing});');
    expect(body({ schema: 'set' })).toBe('CREATE TABLE set.t (set, ${h2}, ${nothing});');
    expect(body({ schema: '${schema}' })).toContain('${schema}.t');
  });
});

describe('Liquibase: which changesets run', () => {
  const runs = (attributes: string, variables: Record<string, string> = {}) =>
    one(`--changeset a:1 ${attributes}\nA;`, variables).migrations.length === 1;

  it.each([
    ['dbms:postgresql', true],
    ['dbms:h2,postgresql', true],
    ['dbms:!h2', true],
    ['dbms:h2', false],
    ['dbms:!postgresql', false],
    ['dbms:none', false],
    ['ignore:true', false],
    ['context:test', true],
    ['context:@test', false],
    ['labels:x', true],
  ])('%s: %s', (attributes, expected) => {
    expect(runs(attributes)).toBe(expected);
  });

  it.each([
    ['context:test', 'test', true],
    ['context:test', 'prod', false],
    ['context:"pub and !template"', 'pub', true],
    ['context:"pub and !template"', 'pub,template', false],
    ['context:"(a or b) and not c"', 'b', true],
    ['contextFilter:"a, b"', 'B', true],
    ['context:@test', 'test', true],
    ['', 'prod', true],
  ])('%s in the contexts %s: %s', (attributes, contexts, expected) => {
    expect(runs(attributes, { contexts })).toBe(expected);
  });

  it.each([
    ['labels:"x,y"', 'y and !z', true],
    ['labels:z', 'y or x', false],
    ['', 'y', true],
  ])('%s with the label filter %s: %s', (attributes, filter, expected) => {
    expect(runs(attributes, { 'label-filter': filter })).toBe(expected);
  });
});

describe('Liquibase: changelogs', () => {
  const sql = (id: string) => `${HEADER}--changeset a:${id}\nSELECT 1;\n`;

  it('without a root are all SQL files in the order of their paths, those without a header as one changeset', () => {
    const set = load(liquibase, { 'b/1.sql': sql('1'), 'a.sql': sql('2'), 'c.sql': 'SELECT 1;', 'd.sql': '\n' });
    expect(ids(set)).toEqual(['a:2:a.sql', 'a:1:b/1.sql', 'includeAll:raw:c.sql']);
  });

  const files = { 'x/1.sql': sql('1'), 'x/y/2.sql': sql('2'), 'z.sql': sql('3') };
  const YAML = `databaseChangeLog:
  - preConditions: [{ dbms: { type: postgresql } }]
  - property: { name: n, value: 5 }
  - include: { file: z.sql, relativeToChangelogFile: true, context: test }
  - includeAll: { path: x/, relativeToChangelogFile: true, maxDepth: 1 }
  - changeSet:
      id: 4
      author: y
      runInTransaction: false
      changes:
        - sql: { sql: 'SELECT \${n};' }
        - sqlFile: { path: x/1.sql, dbms: h2 }
      rollback: SELECT 0;
`;
  const XML = `<?xml version="1.0"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
  <!-- <include file="none.sql"/> -->
  <preConditions><dbms type="postgresql"/></preConditions>
  <property name="n" value="5"/>
  <include file="z.sql" relativeToChangelogFile="true" context="test"/>
  <includeAll path="x/" relativeToChangelogFile="true" maxDepth="1"/>
  <changeSet id="4" author="y" runInTransaction="false">
    <sql>SELECT \${n};</sql>
    <sqlFile path="x/1.sql" dbms="h2"/>
    <rollback>SELECT 0;</rollback>
  </changeSet>
</databaseChangeLog>
`;
  const JSON_ROOT = JSON.stringify({
    databaseChangeLog: [
      { include: { file: 'z.sql', relativeToChangelogFile: true, context: 'test' } },
      { property: { name: 'n', value: 5 } },
      { includeAll: { path: 'x', relativeToChangelogFile: true, maxDepth: 1 } },
      {
        changeSet: {
          id: 4,
          author: 'y',
          runInTransaction: false,
          changes: [{ sql: { sql: 'SELECT ${n};' } }],
          rollback: 'SELECT 0;',
        },
      },
    ],
  });

  it.each([
    ['root.yaml', YAML],
    ['root.xml', XML],
    ['root.json', JSON_ROOT],
  ])('are read from %s', (root, text) => {
    const set = load(liquibase, { ...files, [root]: text });
    expect(set.problems).toEqual([]);
    expect(ids(set)).toEqual(['a:3:z.sql', 'a:1:x/1.sql', `y:4:${root}`]);
    const own = migrationOf(set, `y:4:${root}`);
    expect([own.up.text, own.up.transaction, own.down?.text]).toEqual(['SELECT 5;', 'none', 'SELECT 0;']);
    const prod = load(liquibase, { ...files, [root]: text }, { variables: new Map([['contexts', 'prod']]) });
    expect(ids(prod)).toEqual(['a:1:x/1.sql', `y:4:${root}`]);
  });

  it.each([
    ['- include: { file: none.sql, relativeToChangelogFile: true }', 'missing-file'],
    ['- include: { file: ../up.sql, relativeToChangelogFile: true }', 'missing-file'],
    ['- include: { file: root.yaml, relativeToChangelogFile: true }', 'include-loop'],
    ['- changeSet: { id: 1, author: a, changes: [{ createTable: { tableName: t } }] }', 'unsupported-change'],
    ['- changeSet: { id: 1, changes: [] }', 'bad-changeset'],
    ['- changeSet: { id: 1, author: a, changes: [{ sqlFile: { path: none.sql } }] }', 'missing-file'],
    ['- includeAll: { path: x, filter: org.Filter }', 'unsupported-element'],
    ['- preConditions: [{ tableExists: { tableName: t } }]', 'unsupported-element'],
    ['- include: {', 'bad-changelog'],
  ])('with %s are refused: %s', (entry, code) => {
    const set = load(liquibase, { ...files, 'root.yaml': `databaseChangeLog:\n  ${entry}\n` });
    expect(set.problems.map((problem) => `${problem.severity} ${problem.code}`)).toEqual([`error ${code}`]);
  });

  it('record tags and changes without SQL as Liquibase does', () => {
    const changeSets = [
      '{ id: 1, author: a, changes: [{ tagDatabase: { tag: v1 } }] }',
      `{ id: 2, author: a, changes: [{ sql: { sql: 'select 1' } }, { tagDatabase: { tag: v2 } }] }`,
      '{ id: 3, author: a, changes: [{ empty: {} }] }',
      `{ id: 4, author: a, changes: [{ sql: { sql: A, dbms: oracle } }, { sql: { sql: 'select 1' } }] }`,
    ];
    const root = `databaseChangeLog:\n${changeSets.map((entry) => `  - changeSet: ${entry}\n`).join('')}`;
    const set = load(liquibase, { 'root.yaml': root });
    expect(set.problems).toEqual([]);
    // Rows of Liquibase 4.28.
    const rows = [
      ['9:635ff1e577e13420abaf0552fb77ab20', 'tagDatabase', "'v1'"],
      ['9:71193c54971af04eaaff31704bb8832e', 'sql; tagDatabase', "'v2'"],
      ['9:7a37a4e4638085400ecf49cb0bebb7de', 'empty'],
      ['9:3b78b9910981c62ca27148640fad7bc2', 'sql; sql'],
    ];
    set.migrations.forEach((migration, index) => {
      const [checksum = '', description = '', tag] = rows[index] ?? [];
      const insert = set.bookkeeping.record(migration)[1];
      expect(set.bookkeeping.checksum?.(migration)).toBe(checksum);
      expect(insert).toContain(`'${checksum}', '${description}', `);
      if (tag === undefined) expect(insert).not.toContain(' tag,');
      else expect(insert).toContain(`${tag}, 'migrate-action'`);
    });
  });

  it('record the contexts of a changeset and of the includes around it, from the inside out', () => {
    const sql = `${HEADER}--changeset a:1 context:"x or y"\nA;\n--changeset a:2\nB;\n--changeset a:3 context:z\nC;\n`;
    const include = (file: string, context: string) =>
      `databaseChangeLog:\n  - include: { file: ${file}, relativeToChangelogFile: true, context: "${context}" }\n`;
    const contexts = (files: Record<string, string>) => {
      const { migrations, bookkeeping } = load(liquibase, { 'a.sql': sql, ...files });
      return migrations.map(
        (migration) => /'9:\w+', 'sql', '', ('.*?'|NULL), NULL,/.exec(bookkeeping.record(migration)[1] ?? '')?.[1],
      );
    };
    expect(contexts({})).toEqual(["'(x or y)'", 'NULL', "'z'"]);
    expect(contexts({ 'root.yaml': include('b.yaml', 'out'), 'b.yaml': include('a.sql', 'q,r') })).toEqual([
      "'(q,r) AND out AND (x or y)'",
      "'(q,r) AND out'",
      "'(q,r) AND out AND z'",
    ]);
  });

  it('begin at the one that no other includes, or at the one that is named', () => {
    const include = (file: string) =>
      `databaseChangeLog:\n  - include: { file: ${file}, relativeToChangelogFile: true }\n`;
    const two = { ...files, 'root.yaml': include('part.yaml'), 'part.yaml': include('z.sql') };
    expect(ids(load(liquibase, two))).toEqual(['a:3:z.sql']);
    const rivals = { ...files, 'one.yaml': include('z.sql'), 'two.yaml': include('x/1.sql') };
    expect(load(liquibase, rivals).problems).toMatchObject([
      { code: 'several-changelogs', hint: expect.stringContaining('one.yaml') },
    ]);
    expect(ids(load(liquibase, rivals, { variables: new Map([['changelog-file', 'two.yaml']]) }))).toEqual([
      'a:1:x/1.sql',
    ]);
  });

  it('say that a file is included twice', () => {
    const root = 'databaseChangeLog:\n  - include: { file: z.sql }\n  - include: { file: z.sql }\n';
    expect(load(liquibase, { 'root.yaml': root, 'z.sql': files['z.sql'] }).problems).toMatchObject([
      { code: 'duplicate-version', path: 'z.sql', line: 2, hint: 'Remove one of the includes.' },
    ]);
  });

  it('are found below a directory that is the search path', () => {
    const include = (file: string) =>
      `databaseChangeLog:\n  - include: { file: ${file}, relativeToChangelogFile: true }\n`;
    const all = (path: string) => `databaseChangeLog:\n  - includeAll: { path: ${path} }\n`;
    const below = Object.fromEntries(Object.entries(files).map(([name, text]) => [`db/changelog/${name}`, text]));
    const set = {
      ...below,
      'db/changelog/root.yaml': `${include('x/part.yaml')}  - include: { file: db/changelog/z.sql }\n`,
      'db/changelog/x/part.yaml': all('db/changelog/x'),
    };
    expect(ids(load(liquibase, set))).toEqual([
      'a:1:db/changelog/x/1.sql',
      'a:2:db/changelog/x/y/2.sql',
      'a:3:db/changelog/z.sql',
    ]);
    const beside = load(liquibase, { ...set, 'own.sql': files['z.sql'] });
    expect(beside.problems).toMatchObject([
      { code: 'changelog-not-followed', path: 'db/changelog/root.yaml', severity: 'warning' },
    ]);
  });

  it('are recorded as seen from the search path', () => {
    const root = 'databaseChangeLog:\n  - include: { file: migrations/z.sql }\n';
    const set = load(liquibase, {
      ...files,
      'root.yaml': root,
      '../liquibase.properties': 'changeLogFile: migrations/root.yaml',
    });
    expect(ids(set)).toEqual(['a:3:migrations/z.sql']);
  });
});

describe('Liquibase: checksums', () => {
  it('are those of version 9', () => {
    // The first is in UpgradeChecksumVersionIntegrationTest of Liquibase; the second was computed with Python's hashlib.
    expect(liquibaseChecksum([sqlSum('select 1')])).toBe('9:3b78b9910981c62ca27148640fad7bc2');
    expect(liquibaseChecksum([sqlSum('CREATE TABLE a (\n  id int -- ü\n);')])).toBe(
      '9:35c8a0e01e987fe6a3cfcdf8afd68a41',
    );
    expect(liquibaseChecksum([])).toBe('9:d41d8cd98f00b204e9800998ecf8427e');
  });

  it('do not see directives, blanks or attributes', () => {
    const checksum = (text: string) => {
      const { bookkeeping, migrations } = one(text);
      return migrations.map((migration) => bookkeeping.checksum?.(migration));
    };
    const plain = checksum('--changeset a:1\nselect 1');
    expect(plain).toEqual(['9:3b78b9910981c62ca27148640fad7bc2']);
    expect(checksum('--changeset a:1 runOnChange:true\n--comment x\n\n  select\t1\n--rollback A;\n')).toEqual(plain);
    expect(checksum('--changeset a:1\n-- a remark\nselect 1')).not.toEqual(plain);
  });
});

describe('Liquibase: rows', () => {
  const row = { id: '1', author: 'a', filename: 'db/a.sql', md5sum: '9:3b78b9910981c62ca27148640fad7bc2' };
  const applied = (attributes: string, change: object = {}) =>
    one(`--changeset a:1 ${attributes}\nselect 1`).bookkeeping.parse([{ ...row, ...change }]);

  it('are found by the end of their path', () => {
    expect(applied('')).toEqual([{ version: 'a:1:a.sql', checksum: row.md5sum }]);
    expect(applied('', { filename: 'classpath:a.sql' })).toMatchObject([{ version: 'a:1:a.sql' }]);
    expect(applied('', { filename: 'ba.sql' })).toMatchObject([{ version: 'a:1:ba.sql' }]);
  });

  it('do not count for changesets that run again', () => {
    expect(applied('runAlways:true')).toEqual([{ version: 'a:1:a.sql', runsAgain: true }]);
    expect(applied('runOnChange:true')).toHaveLength(1);
    expect(applied('runOnChange:true', { md5sum: '9:0' })).toEqual([]);
    expect(applied('', { md5sum: '9:0' })).toMatchObject([{ checksum: '9:0' }]);
    expect(applied('', { md5sum: '8:0' })).toEqual([{ version: 'a:1:a.sql', checksum: undefined }]);
  });
});

describe('Liquibase: preconditions', () => {
  const database = withServer();

  it.each([
    ['onFail:MARK_RAN', "sql-check expectedResult:0 SELECT count(*) FROM pg_class WHERE relname = 't'", true],
    ['onFail:MARK_RAN', "sql-check expectedResult:'1' SELECT count(*) FROM pg_class WHERE relname = 't';", false],
    ['onFail:MARK_RAN', 'table-exists table:t', false],
    ['onFail:MARK_RAN', 'sql-check expectedResult:t SELECT true', true],
    ['', 'view-exists view:pg_views schema:pg_catalog', true],
    ['', 'table-exists table:t', undefined],
    ['onFail:WARN', 'table-exists table:t', true],
  ])('%s, %s: %s', async (preconditions, precondition, expected) => {
    const text = `--changeset a:1\n--preconditions ${preconditions}\n--precondition-${precondition}\nCREATE TABLE t (a int);\nINSERT INTO t VALUES (1);\n`;
    const set = one(text);
    expect(set.problems).toEqual([]);
    const up = set.migrations[0]?.up.text ?? '';
    expect(up.split('\n').slice(1, 5)).toEqual(text.split('\n').slice(1, 5));
    const session = new Session(await database.connect(await database.createDatabase()));
    if (expected === undefined) {
      await expect(session.run(up)).rejects.toThrow('Precondition of changeset a:1 failed.');
      return;
    }
    await session.run(up);
    expect(await session.rows("SELECT to_regclass('t') IS NOT NULL AS made")).toEqual([{ made: expected }]);
  });
});

describe('Liquibase: claims', () => {
  it.each([
    [{ 'root.xml': '<databaseChangeLog/>' }, 'certain'],
    [{ 'changelog.json': '{"databaseChangeLog":[]}' }, 'certain'],
    [{ 'deep/a.sql': `\n${HEADER}` }, 'certain'],
    [{ 'a.sql': 'SELECT 1', 'pom.xml': '<project/>' }, undefined],
    [{ 'deep/root.yaml': 'databaseChangeLog:' }, undefined],
    [{ 'db/changelog/root.yaml': 'databaseChangeLog:', 'db/changelog/a.sql': 'A;' }, 'certain'],
    [{ 'db/changelog/root.yaml': 'databaseChangeLog:', 'a.sql': 'A;' }, undefined],
  ])('%j: %s', (files: Record<string, string>, certainty) => {
    expect(liquibase.claim(project(files))?.certainty).toBe(certainty);
  });
});
