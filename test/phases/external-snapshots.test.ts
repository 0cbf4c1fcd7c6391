/** What runs keep of somebody's database and start from: the same database as without. */
import { expect, it } from '@jest/globals';
import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { quietReporter } from '../../src/phases/progress.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';
import { MIGRATION_LOCK_KEY } from '../../src/postgres/migration-lock.ts';
import { PASSWORD, startExternalServer } from '../support/external-server.ts';
import { withFiles } from '../support/files.ts';
import { EVERYWHERE, MORE, saidBy, SET, up, withExternalRuns, withPrograms } from './external-runs.ts';

const temporary = withFiles();
const { runsOf, filled, started } = withExternalRuns(temporary);
const PATIENCE_MS = 180_000;

withPrograms('a run on an empty database of somebody else', () => {
  it(
    'starts from what an earlier one kept, and the database is that of a replay, roles and settings included',
    async () => {
      const { runs, first } = await filled(EVERYWHERE);
      expect(saidBy(first)).toEqual([]);
      expect(first).toMatchObject({
        postgres: { managed: false },
        start: { from: 'database', applied: 0 },
        applied: 6,
        snapshot: { when: 'now', bytes: expect.any(Number) },
        savedMs: 0,
      });
      const { result, cold, differences } = await runs.compare({});
      expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
      expect(result).toMatchObject({
        start: { from: 'snapshot', applied: 6 },
        applied: 0,
        problems: [],
        fingerprint: first.fingerprint,
        snapshot: { when: 'never', why: 'nothing was applied' },
      });
      expect(result.fingerprint?.schema).toMatch(/^[0-9a-f]{64}$/);
      const { planMs, restoreMs, provisionMs, totalMs } = result.timings;
      expect(restoreMs).toBeGreaterThan(10);
      expect(planMs + restoreMs).toBeLessThanOrEqual(provisionMs);
      expect(provisionMs).toBeLessThan(totalMs);
      // In nothing that is kept.
      for (const { key } of await runs.store.list()) {
        const kept = (await readFile(path.join(runs.store.place, key))).toString('latin1');
        for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(kept).not.toContain(secret);
      }
    },
    PATIENCE_MS,
  );

  it(
    'applies nothing on a dump that does not keep in which order indexes were made, by which copies of them are named',
    async () => {
      const files = { '1.sql': 'CREATE TABLE t (a int); CREATE UNIQUE INDEX z ON t (a); CREATE INDEX y ON t (a);' };
      const { runs } = await filled(files);
      const same = await runs.compare({});
      expect([same.result.start.applied, same.differences]).toEqual([1, []]);
      await runs.write({ ...files, '2.sql': 'CREATE TABLE u (LIKE t INCLUDING INDEXES);' });
      const more = await runs.compare({});
      expect([more.result.start.applied, more.differences]).toEqual([0, []]);
      expect(saidBy(more.result)).toEqual([expect.stringContaining('that of rows and indexes')]);
    },
    PATIENCE_MS,
  );

  it(
    'applies on a dump nothing that goes by how rows lie, which leaves no room between them',
    async () => {
      const files = {
        '1.sql': 'CREATE TABLE t (n int); INSERT INTO t SELECT generate_series(1, 300);',
        '2.sql': 'DELETE FROM t WHERE n BETWEEN 10 AND 200;',
        '3.sql': '-- migrate-action: transaction=off\nVACUUM t;',
      };
      const { runs } = await filled(files);
      const filling = { ...files, '4.sql': 'INSERT INTO t SELECT generate_series(1001, 1100);' };
      await runs.write({ ...filling, '5.sql': 'CREATE TABLE u AS SELECT row_number() OVER () AS place, n FROM t;' });
      const numbered = await runs.compare({});
      expect([numbered.result.start.applied, numbered.differences]).toEqual([0, []]);
    },
    PATIENCE_MS,
  );

  it(
    'applies what is new, keeps that, and says why not all could be used',
    async () => {
      const { runs } = await filled(SET);
      await runs.write(MORE);
      const more = await runs.compare({});
      expect(more.differences).toEqual([]);
      expect(more.result).toMatchObject({ start: { from: 'snapshot', applied: 2 }, applied: 1, problems: [] });
      expect(more.result.snapshot.when).toBe('now');
      await runs.write({ ...MORE, '3_c.sql': up('CREATE TABLE c (other int)') });
      const edited = await runs.compare({});
      expect(edited.differences).toEqual([]);
      expect(edited.result).toMatchObject({ start: { from: 'snapshot', applied: 2 }, applied: 1 });
      expect(saidBy(edited.result)).toEqual(['info: 3_c was edited: restored 2 of 3, 1 to run.']);
      await runs.write(MORE);
      // Which of the two is quicker was measured.
      const { result, differences } = await runs.compare({});
      expect([result.start.from, result.start.applied + result.applied, differences]).toEqual(['snapshot', 3, []]);
    },
    PATIENCE_MS,
  );

  it(
    'restores what dropped and made its schema public anew, but keeps nothing that went without',
    async () => {
      const { runs } = await filled({
        '1_a.sql': up(
          'DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE public.schema_migrations (version varchar PRIMARY KEY)',
        ),
      });
      const { result, differences } = await runs.compare({});
      expect([result.start.from, result.error, differences]).toEqual(['snapshot', undefined, []]);
    },
    PATIENCE_MS,
  );

  it(
    'waits for another run before it restores',
    async () => {
      const { runs } = await filled(SET);
      const { url, connect } = await started();
      const other = await connect('app');
      await other.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK_KEY]);
      const given: RawSettings = { 'database-url': url() };
      const impatient = runs.run({ ...given, 'lock-timeout': '400ms' });
      await expect(impatient).rejects.toThrow('has been migrating this database');
      expect((await other.query("SELECT to_regclass('a') AS it")).rows).toEqual([{ it: null }]);
      await other.end();
      expect((await runs.run(given)).start).toEqual({ from: 'snapshot', applied: 2 });
    },
    PATIENCE_MS,
  );

  it(
    'restores into a second database of a server, whose roles are there already',
    async () => {
      const asked =
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app; END IF; END $$";
      const runs = await runsOf({
        '1_role.sql': up(`${asked}; CREATE SCHEMA s AUTHORIZATION app`),
        '2_t.sql': up('CREATE TABLE s.t AS SELECT 1 AS one; ALTER TABLE s.t OWNER TO app'),
      });
      const { url, client, connect } = await started();
      await client.query('CREATE DATABASE first');
      await client.query('CREATE DATABASE second');
      await client.query('CREATE DATABASE third');
      const first = await runs.run({ 'database-url': url('first') });
      expect(first).toMatchObject({ applied: 2, problems: [], snapshot: { when: 'now' } });
      const second = await runs.run({ 'database-url': url('second') });
      expect(second).toMatchObject({ start: { from: 'snapshot', applied: 2 }, fingerprint: first.fingerprint });
      const owner = 'SELECT tableowner FROM pg_tables WHERE tablename = $1';
      expect((await (await connect('second')).query(owner, ['t'])).rows).toEqual([{ tableowner: 'app' }]);
      // One that is another is a reason to do without.
      await client.query('ALTER ROLE app CREATEDB');
      const third = await runs.run({ 'database-url': url('third') });
      expect(third).toMatchObject({ start: { from: 'database' }, applied: 2, error: undefined });
      expect(saidBy(third)[0]).toMatch(/^warning: .*the role app of this server is not that of the snapshot/);
    },
    PATIENCE_MS,
  );

  it(
    'goes through a command, which is never shown the password',
    async () => {
      const seen = path.join(
        await temporary.directory({ spy: `#!/bin/sh\necho "$@" >> "$0.seen"\nexec "$@"\n` }),
        'spy',
      );
      await chmod(seen, 0o755);
      const runs = await runsOf(SET);
      const raw = { 'client-prefix': `'${seen}' env 'X=a b'` };
      expect((await runs.withRun(raw, ({ result }) => Promise.resolve(result))).snapshot.when).toBe('now');
      const { result, differences } = await runs.compare(raw);
      expect([result.start, result.problems, differences]).toEqual([{ from: 'snapshot', applied: 2 }, [], []]);
      const commands = await readFile(`${seen}.seen`, 'utf8');
      expect(commands).toMatch(/^env X=a b pg_dump --username=postgres --dbname=app --no-password --format=custom/m);
      expect(commands).toMatch(/^env X=a b pg_restore --username=postgres .*--single-transaction/m);
      for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(commands).not.toContain(secret);
    },
    PATIENCE_MS,
  );

  it(
    'says once what to do where there are no programs of the version, and runs without',
    async () => {
      const fake = path.join(await temporary.directory({ old: '#!/bin/sh\necho "$1 (PostgreSQL) 9.6.24"\n' }), 'old');
      await chmod(fake, 0o755);
      const { runs, first } = await filled(SET);
      expect(first.problems).toEqual([]);
      const raw = { 'client-prefix': fake };
      const { result, differences } = await runs.compare(raw);
      expect([differences, result.start.from, result.applied]).toEqual([[], 'database', 2]);
      expect(saidBy(result)).toEqual([
        expect.stringMatching(
          /^info: Snapshots of this server need pg_restore .*only that of 9.*: correct client-prefix\.$/,
        ),
      ]);
      expect(result.snapshot).toMatchObject({ when: 'never' });
      // A version that this machine has no programs of.
      const other = await runsOf(SET);
      other.external = () => startExternalServer({ major: 17, source: 'package' });
      const without = await other.withRun({}, ({ result: one }) => Promise.resolve(one));
      expect(without).toMatchObject({ applied: 2, error: undefined, snapshot: { when: 'never' } });
      expect(saidBy(without)).toEqual([
        expect.stringMatching(/^info: Snapshots of this server need pg_dump of PostgreSQL 17.*client-prefix/),
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'keeps nothing of a database that somebody else is connected to',
    async () => {
      const runs = await runsOf(SET);
      const { url, connect } = await started();
      await connect('app');
      const result = await runs.run({ 'database-url': url() });
      expect(result.snapshot).toMatchObject({
        when: 'never',
        why: expect.stringContaining('is connected to the database'),
      });
    },
    PATIENCE_MS,
  );

  it(
    'costs no more than a question where there is nothing to gain',
    async () => {
      const directory = await temporary.directory(SET);
      const cache = await temporary.directory();
      const { url, client } = await started();
      const raw = { 'cache-dir': cache, 'client-prefix': '/nonexistent' };
      const inDatabase = async (name: string) => {
        await client.query(`CREATE DATABASE ${name}`);
        const settings = parseSettings(directory, { ...raw, 'database-url': url(name) }, (setting) => setting);
        return await run(settings, { reporter: quietReporter({ write: () => true }), env: {} });
      };
      for (const name of ['one', 'two']) {
        expect(await inDatabase(name)).toMatchObject({
          applied: 2,
          problems: [],
          snapshot: { when: 'never', why: 'restoring it would save too little' },
        });
      }
    },
    PATIENCE_MS,
  );
});

withPrograms('a database that is not empty', () => {
  it.each<[string, string, RawSettings]>([
    ['a table', 'CREATE TABLE here AS SELECT 1 AS one', { 'allow-non-empty': 'true' }],
    ['a function', "CREATE FUNCTION here() RETURNS int LANGUAGE sql AS 'SELECT 1'", {}],
    ['a collation', 'CREATE COLLATION here FROM "C"', {}],
    ['default privileges', 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC', {}],
    ['books', 'CREATE TABLE schema_migrations (version varchar PRIMARY KEY)', {}],
  ])(
    'but has %s is neither restored into nor kept',
    async (_, sql, raw) => {
      const { runs } = await filled(SET);
      const { url, connect } = await started();
      const client = await connect('app');
      await client.query(sql);
      const result = await runs.run({ ...raw, 'database-url': url() });
      expect(result).toMatchObject({
        start: { from: 'database', applied: 0 },
        applied: 2,
        error: undefined,
        problems: [],
        snapshot: { when: 'never', why: 'the database was not empty when the run began' },
      });
      expect((await client.query('SELECT count(*)::int AS n FROM a')).rows).toEqual([{ n: 2 }]);
    },
    PATIENCE_MS,
  );
});
