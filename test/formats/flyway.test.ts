import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { flyway } from '../../src/formats/flyway.ts';
import { compareVersions } from '../../src/formats/flyway/names.ts';
import { flywayChecksum } from '../../src/formats/flyway/script.ts';
import { UserError } from '../../src/migration/problem.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const ids = (set: ReturnType<typeof load>) => set.migrations.map(({ id }) => id);
const CONCURRENTLY = 'CREATE INDEX CONCURRENTLY i ON t (a);\n';

describe('Flyway: what its driver makes of a script', () => {
  it('is one question mark of two, as in operators of jsonb', () => {
    const text = "ALTER TABLE t ADD CHECK (h ??| ARRAY['a', '??'] AND h ? 'b');\n";
    const { migrations, bookkeeping } = load(flyway, { 'V1__a.sql': text });
    expect(migrations[0]?.up.text).toBe("ALTER TABLE t ADD CHECK (h ?|  ARRAY['a', '??'] AND h ? 'b');\n");
    const checksums = migrations.map((migration) => bookkeeping.checksum?.(migration));
    expect(checksums).toEqual([flywayChecksum(text).toString()]);
  });
});

describe('Flyway: what its parser makes of a script', () => {
  it.each([
    ['SELECT 1;\n  )\n', 'SELECT 1;\n   \n'],
    ['SELECT (1); -- )\n))\n', 'SELECT (1); -- )\n  \n'],
    ['SELECT 1;\n)\nSELECT 2\n)', 'SELECT 1;\n)\nSELECT 2\n)'],
    ["SELECT ')';\n", "SELECT ')';\n"],
    ['SELECT 1)', 'SELECT 1)'],
  ])('is a script without the parentheses behind its last statement: %j', (text, sent) => {
    expect(load(flyway, { 'V1__a.sql': text }).migrations[0]?.up.text).toBe(sent);
  });
});

describe('Flyway: names and order', () => {
  it('orders versions part by part, repeatable migrations after them by description', () => {
    const set = load(flyway, {
      'V10__j.sql': '',
      'V1_2__b.sql': '',
      'later/V1.10__c.sql': '',
      'V1__a.sql': '',
      'R__zoo.sql': '',
      'a/R__Apes_and_birds.sql': '',
    });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['V1__a', '1', 'a'],
      ['V1_2__b', '1.2', 'b'],
      ['V1.10__c', '1.10', 'c'],
      ['V10__j', '10', 'j'],
      ['R__Apes_and_birds', 'R__Apes and birds', 'Apes and birds'],
      ['R__zoo', 'R__zoo', 'zoo'],
    ]);
    expect(set.migrations.map(({ repeatable }) => repeatable)).toEqual([false, false, false, false, true, true]);
  });

  it('compares versions as a total order in which trailing zeros do not count', () => {
    const version = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, b)).toBe(-compareVersions(b, a) || 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0)
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        expect(compareVersions(a, `${a}.0`)).toBe(0);
        expect(compareVersions(a, `${a}.1`)).toBe(-1);
      }),
    );
  });

  it('refuses equal versions, however they are written, and equal descriptions of repeatable ones', () => {
    const set = load(flyway, { 'V1_0__a.sql': '', 'V01__b.sql': '', 'R__v.sql': '', 'x/R__v.sql': '' });
    expect(listProblems(set)).toEqual(['error duplicate-version V1_0__a.sql', 'error duplicate-version x/R__v.sql']);
  });

  it('passes over what is no migration, aloud where it looks like one', () => {
    const set = load(flyway, {
      'V57__readme.md': '',
      'seed.sql': '',
      'V1_a.sql': '',
      'V__x.sql': '',
      'R1__x.sql': '',
      'afterInfo.sql': '',
      'V2__ok.sql': '',
    });
    expect(ids(set)).toEqual(['V2__ok']);
    expect(listProblems(set)).toEqual([
      'warning invalid-name R1__x.sql',
      'warning invalid-name V1_a.sql',
      'warning invalid-name V__x.sql',
      'info ignored-file seed.sql',
    ]);
    const strict = load(flyway, { 'V1_a.sql': '', 'flyway.conf': 'flyway.validateMigrationNaming=true' });
    expect(listProblems(strict)).toEqual(['error invalid-name V1_a.sql']);
  });

  it.each(['V2__Backfill.java', 'V44_2__Backfill.kt', 'V3__load.sh'])('refuses the code migration %s', (file) => {
    expect(listProblems(load(flyway, { 'V1__a.sql': '', [file]: '' }))).toEqual([`error code-migration ${file}`]);
  });

  it('does not look into hidden directories, as those in which Kubernetes keeps what it links to', () => {
    const set = load(flyway, {
      'V1__a.sql': '',
      '..data/V1__a.sql': '',
      'sub/.old/V2__b.sql': '',
      'sub/V3__c.sql': '',
    });
    expect(set.problems).toEqual([]);
    expect(ids(set)).toEqual(['V1__a', 'V3__c']);
  });

  it('takes an undo script as the way down and reports one without its version', () => {
    const set = load(flyway, { 'V1.0__a.sql': '', 'U1__a.sql': 'DROP TABLE a;', 'U3__c.sql': '' });
    expect(migrationOf(set, 'V1.0__a').down).toMatchObject({ path: 'U1__a.sql', text: 'DROP TABLE a;' });
    expect(listProblems(set)).toEqual(['warning missing-up U3__c.sql']);
  });

  it('begins at the newest baseline', () => {
    const set = load(flyway, {
      'V1__a.sql': '',
      'V2__b.sql': '',
      'V3__c.sql': '',
      'B1__x.sql': '',
      'B2__y.sql': '',
      'R__r.sql': '',
    });
    expect(ids(set)).toEqual(['B2__y', 'V3__c', 'R__r']);
    expect(listProblems(set)).toEqual(['info replaced-by-baseline B2__y.sql']);
  });

  it('runs afterMigrate at the end and refuses other callbacks of a migration run', () => {
    const set = load(flyway, {
      'V1__a.sql': '',
      'afterMigrate__1.sql': 'ANALYZE a; -- x\nSELECT 1',
      'beforeMigrate.sql': '',
    });
    expect(set.callbacks).toMatchObject([{ path: 'afterMigrate__1.sql', text: 'ANALYZE a; -- x\nSELECT 1' }]);
    expect(set.bookkeeping.finish?.([])).not.toContain('ANALYZE a');
    expect(listProblems(set)).toEqual(['error unsupported-callback beforeMigrate.sql']);
  });

  it('reads prefixes, separator and suffixes from its settings', () => {
    const set = load(flyway, {
      'flyway.toml':
        '[flyway]\nsqlMigrationPrefix = "M"\nsqlMigrationSeparator = "-"\nsqlMigrationSuffixes = [".ddl", ".pg.sql"]\n',
      'M1-a.ddl': '',
      'M2-b.PG.SQL': '',
      'M3-c.sql': '',
    });
    expect(set.migrations.map(({ path, version }) => [path, version])).toEqual([
      ['M1-a.ddl', '1'],
      ['M2-b.PG.SQL', '2'],
    ]);
  });
});

describe('Flyway: a prefix in the other case', () => {
  it('is named where there is nothing else', () => {
    const set = load(flyway, { 'v1__a.sql': 'SELECT 1;', 'v2__b.sql': '', 'views.sql': '' });
    const [problem] = set.problems.filter(({ severity }) => severity === 'error');
    expect(problem).toMatchObject({ code: 'prefix-case', path: 'v1__a.sql' });
    expect(problem?.hint).toContain('flyway.sqlMigrationPrefix=v');
    expect(listProblems(load(flyway, { 'V1__a.sql': '', 'v2__b.sql': '' }))).toEqual(['info ignored-file v2__b.sql']);
  });
});

describe('Flyway: transactions', () => {
  const modes = (files: Record<string, string>) => load(flyway, files).migrations.map(({ up }) => up.transaction);

  it.each([
    CONCURRENTLY,
    'DROP INDEX CONCURRENTLY i',
    'VACUUM t;',
    'CREATE DATABASE x',
    'ALTER SYSTEM SET a = 1',
    'REINDEX (VERBOSE) DATABASE x',
    '-- about it\n/* and */ CREATE UNIQUE INDEX CONCURRENTLY i ON t (a);',
  ])('runs %j outside one', (text) => {
    expect(modes({ 'V1__a.sql': text })).toEqual(['none']);
  });

  it.each([
    '-- CREATE INDEX CONCURRENTLY',
    'REINDEX TABLE CONCURRENTLY t',
    "SELECT 'VACUUM'",
    'CREATE INDEX i ON t (a)',
  ])('runs %j in one', (text) => {
    expect(modes({ 'V1__a.sql': text })).toEqual(['single']);
  });

  it('refuses a mixture, unless it is told not to', () => {
    const mixture = `SET lock_timeout = 1;\n\n${CONCURRENTLY}`;
    expect(listProblems(load(flyway, { 'V1__a.sql': mixture }))).toEqual(['error mixed-transaction V1__a.sql:3']);
    const mixed = load(flyway, { 'V1__a.sql': mixture, 'flyway.conf': 'flyway.mixed=true' });
    expect(mixed.problems).toEqual([]);
    expect(mixed.migrations[0]?.up.transaction).toBe('none');
    const script = { 'V1__a.sql': mixture, 'V1__a.sql.conf': 'executeInTransaction=false' };
    expect(modes(script)).toEqual(['none']);
    expect(load(flyway, script).problems).toEqual([]);
    expect(modes({ 'V1__a.sql': CONCURRENTLY, 'V1__a.sql.conf': 'executeInTransaction=true' })).toEqual(['single']);
  });

  it('refuses script settings that it does not understand', () => {
    const set = load(flyway, {
      'V1__a.sql': '',
      'V1__a.sql.conf': 'executeInTransaction=perhaps\nfoo=1\nencoding=latin1\n',
    });
    expect(listProblems(set)).toEqual(Array(3).fill('error bad-script-config V1__a.sql.conf'));
    const skipped = load(flyway, { 'V1__a.sql': '', 'V1__a.sql.conf': 'shouldExecute=false' });
    expect([skipped.migrations, listProblems(skipped)]).toEqual([[], ['info ignored-file V1__a.sql']]);
  });

  it('does not read the data of a COPY as statements', () => {
    expect(modes({ 'V1__a.sql': "COPY t FROM STDIN;\nVACUUM;\tit's\n\\.\nSELECT 1;\n" })).toEqual(['single']);
  });
});

describe('Flyway: checksums', () => {
  // By Python's zlib.crc32, line after line.
  it('are those of the lines, whatever ends them', () => {
    const lines = ['CREATE TABLE person (', '    id integer', '); -- ü'];
    for (const end of ['\n', '\r\n', '\r']) {
      expect(flywayChecksum(lines.join(end))).toBe(1790623690);
      expect(flywayChecksum(`\ufeff${lines.join(end)}${end}`)).toBe(1790623690);
    }
    expect(flywayChecksum('select 1')).toBe(245801405);
  });

  it('take placeholders as they stand, and as filled in for repeatable migrations', () => {
    const text = "CREATE VIEW v AS SELECT '${currency}';\n";
    const variables = new Map([['currency', 'EUR']]);
    const { bookkeeping, migrations } = load(flyway, { 'V1__v.sql': text, 'R__v.sql': text }, { variables });
    expect(migrations.map((one) => bookkeeping.checksum?.(one))).toEqual([String(flywayChecksum(text)), '2108394007']);
  });
});

describe('Flyway: history', () => {
  const row = (version: string | null, type = 'SQL', checksum: number | null = 0) => ({
    installed_rank: 1,
    version,
    description: 'a',
    type,
    checksum,
    success: true,
  });

  it('takes all up to a baseline row for applied, and what was undone for not applied', () => {
    const { bookkeeping } = load(flyway, { 'V1__a.sql': '', 'V2__b.sql': '', 'V3__c.sql': '' });
    const versions = (...rows: object[]) =>
      bookkeeping.parse(rows.map((each) => ({ ...each }))).map(({ version }) => version);
    expect(versions(row('2', 'BASELINE', null)).sort()).toEqual(['1', '2']);
    expect(versions(row(null, 'SCHEMA'), row('1'), row('2'), row('2', 'UNDO_SQL'))).toEqual(['1']);
    expect(bookkeeping.parse([{ ...row('1'), success: false }])).toMatchObject([{ version: '1', unfinished: true }]);
  });

  it('leaves out a repeatable migration that has changed', () => {
    const { bookkeeping } = load(flyway, { 'R__a.sql': 'select 1' });
    expect(bookkeeping.parse([row(null, 'SQL', 1)])).toEqual([]);
    expect(bookkeeping.parse([row(null, 'SQL', 1), row(null, 'SQL', 245801405)])).toHaveLength(1);
  });

  it('lets the migrations that a baseline replaces stand for it, if the database has all of them', () => {
    const { bookkeeping } = load(flyway, { 'V1__a.sql': '', 'V2__b.sql': '', 'B2__x.sql': '' });
    expect(bookkeeping.parse([row('1'), row('2')]).map(({ version }) => version)).toEqual(['1', '2']);
    expect(bookkeeping.parse([row('2', 'SQL_BASELINE', 5)])).toMatchObject([{ version: '2', checksum: '5' }]);
    expect(() => bookkeeping.parse([row('1')])).toThrow(UserError);
  });

  it('keeps it where the settings say, and puts the schema first on the search path', () => {
    const files = { 'V1__a.sql': 'SELECT 1;', 'flyway.conf': 'flyway.schemas=app,audit\nflyway.table=log' };
    const set = load(flyway, files);
    expect(set.bookkeeping.table).toBe('"app"."log"');
    expect(set.bookkeeping.create.slice(0, 2)).toEqual([
      'CREATE SCHEMA IF NOT EXISTS "app"',
      'CREATE SCHEMA IF NOT EXISTS "audit"',
    ]);
    expect(set.bookkeeping.schemas).toEqual(['app', 'audit']);
    expect(set.migrations[0]?.up.text).toBe('SET search_path TO "app", "$user", public; SELECT 1;');
    expect(load(flyway, files, { table: 'other' }).bookkeeping.table).toBe('"public"."other"');
  });

  it('warns of settings that are not followed, and refuses a broken file', () => {
    expect(listProblems(load(flyway, { 'flyway.conf': 'flyway.target=3' }))).toEqual(['warning ignored-setting']);
    expect(listProblems(load(flyway, { 'flyway.toml': '[flyway' }))).toEqual(['error bad-config flyway.toml']);
  });
});

describe('Flyway: claims', () => {
  it.each([
    [{ 'V1__a.sql': '' }, 'likely'],
    [{ 'sub/V1_1__a.sql': '' }, 'likely'],
    [{ 'V1__a.sql': '', '../flyway.toml': '' }, 'certain'],
    [{ 'R__v.sql': '', 'flyway.conf': '' }, 'certain'],
    [{ 'v1-a.sql': '', 'flyway.conf': 'flyway.sqlMigrationPrefix=v\nflyway.sqlMigrationSeparator=-' }, 'certain'],
    [{ 'v1-a.sql': '', 'flyway.conf': '' }, undefined],
    [{ 'V1_a.sql': '' }, undefined],
    [{ 'create_V1__a.sql': '' }, undefined],
    [{ 'flyway.conf': '' }, undefined],
  ])('%j: %s', (files: Record<string, string>, certainty) => {
    expect(flyway.claim(project(files))?.certainty).toBe(certainty);
  });
});
