/** What runs keep of somebody's database and start from: the same database as without, or a line that says why not. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { chmod, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { parseIndex } from '../../src/cache/snapshot-index.ts';
import type { RunResult } from '../../src/migration/result.ts';
import { quietReporter } from '../../src/phases/progress.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';
import { MIGRATION_LOCK_KEY } from '../../src/postgres/migration-lock.ts';
import { readManifest, seal } from '../../src/postgres/snapshot/file.ts';
import { CachedRuns, type Files } from '../support/cached-runs.ts';
import { DUMPABLE_MAJOR, type ExternalServer, PASSWORD, startExternalServer } from '../support/external-server.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;
const servers: ExternalServer[] = [];
const clients: pg.Client[] = [];
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  await Promise.all(servers.map(({ server }) => server.stop()));
});

const up = (sql: string) => `-- migrate:up\n${sql};\n-- migrate:down\n`;
const SET: Files = { '1_a.sql': up('CREATE TABLE a (x int)'), '2_b.sql': up('INSERT INTO a VALUES (1), (2)') };
const MORE: Files = { ...SET, '3_c.sql': up('CREATE TABLE c ()') };
/** What a dump alone would lack, or have too much of. */
const EVERYWHERE: Files = {
  '1_roles.sql': up(`CREATE ROLE owner; CREATE ROLE reader LOGIN CONNECTION LIMIT 3 IN ROLE owner;
    ALTER ROLE reader SET search_path = shop, public; COMMENT ON ROLE reader IS 'it''s "him"'`),
  '2_schema.sql': up(`CREATE SCHEMA shop AUTHORIZATION owner; GRANT USAGE ON SCHEMA shop TO reader;
    ALTER DEFAULT PRIVILEGES IN SCHEMA shop GRANT SELECT ON TABLES TO reader; CREATE EXTENSION hstore`),
  '3_tables.sql':
    up(`CREATE TABLE shop.goods (id int GENERATED ALWAYS AS IDENTITY, tags hstore, price numeric CHECK (price > 0));
    ALTER TABLE shop.goods OWNER TO owner; GRANT UPDATE (price) ON shop.goods TO reader;
    INSERT INTO shop.goods (tags, price) SELECT hstore('n', n::text), n FROM generate_series(1, 100) AS n;
    DELETE FROM shop.goods WHERE id % 3 = 0`),
  '4_database.sql': up(`ALTER DATABASE app SET work_mem = '9MB'; COMMENT ON DATABASE app IS 'shop';
    REVOKE CONNECT ON DATABASE app FROM PUBLIC; ALTER ROLE reader IN DATABASE app SET work_mem = '10MB'`),
  '5_public.sql': up('REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO reader'),
  '6_rest.sql': up(`CREATE PUBLICATION p FOR TABLE shop.goods; SELECT lo_from_bytea(70000, '\\x0102');
    CREATE FUNCTION shop.f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION shop.f();
    CREATE DOMAIN shop.d AS int; CREATE TYPE shop.kind AS ENUM ('x'); CREATE CAST (shop.kind AS int) WITH INOUT; CREATE COLLATION shop.c (LOCALE = 'C')`),
};

async function runsOf(files: Files): Promise<CachedRuns> {
  const runs = await CachedRuns.open(await temporary.directory());
  runs.external = () => startExternalServer();
  await runs.write(files);
  return runs;
}

/** After a first run, whose database is gone. */
async function filled(files: Files): Promise<{ runs: CachedRuns; first: RunResult; snapshot: string }> {
  const runs = await runsOf(files);
  const first = await runs.withRun({}, ({ result }) => Promise.resolve(result));
  const kept = (await runs.store.list()).map(({ key }) => key);
  return { runs, first, snapshot: path.join(runs.store.place, kept.find((key) => key.includes('snapshot')) ?? '') };
}

async function started(): Promise<
  ExternalServer & { readonly client: pg.Client; readonly connect: (database: string) => Promise<pg.Client> }
> {
  const server = await startExternalServer();
  servers.push(server);
  const connect = async (database: string) => {
    const client = new pg.Client(server.url(database));
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  };
  return { ...server, client: await connect('postgres'), connect };
}

function saidBy({ problems }: RunResult): string[] {
  return problems.map(({ severity, message }) => `${severity}: ${message}`);
}

/** Replaces payload and manifest, with a true checksum and a whole seal. */
async function reseal(file: string, by: { payload?: string; migrations?: number }): Promise<void> {
  const manifest = await readManifest(file);
  const from = by.payload ?? file;
  const payload = (await readFile(from)).subarray(0, (await readManifest(from)).payload.bytes);
  const sha256 = createHash('sha256').update(payload).digest('hex');
  await rm(file);
  await writeFile(file, payload);
  const handle = await open(file, 'r+');
  await seal(handle, { ...manifest, payload: { ...manifest.payload, bytes: payload.length, sha256 } });
  await handle.close();
}

const withPrograms = DUMPABLE_MAJOR === undefined ? describe.skip : describe;

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

  it.each<[string, RegExp, (snapshot: string) => Promise<void>]>([
    [
      'has other bytes',
      /checksum is wrong/,
      async (snapshot) => {
        const bytes = await readFile(snapshot);
        bytes.write('?????????', 300);
        await writeFile(snapshot, bytes);
      },
    ],
    ['is cut off', /cut off/, async (snapshot) => writeFile(snapshot, (await readFile(snapshot)).subarray(0, 3000))],
    [
      'has books that say more than its manifest',
      /schema_migrations records 3/,
      async (snapshot) => reseal(snapshot, { payload: (await filled(MORE)).snapshot }),
    ],
    [
      'is the dump of another set, whose roles are not there',
      /role "owner" does not exist/,
      async (snapshot) => reseal(snapshot, { payload: (await filled(EVERYWHERE)).snapshot }),
    ],
  ])(
    'does without a snapshot that %s, on a database with nothing of it, and the next one is well again',
    async (_, says, spoil) => {
      const { runs, snapshot } = await filled(SET);
      await spoil(snapshot);
      const { result, cold, differences } = await runs.compare({});
      expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
      expect(result).toMatchObject({ start: { from: 'database', applied: 0 }, applied: 2 });
      expect(saidBy(result)).toEqual([expect.stringMatching(/^warning: A snapshot of 2 migrations is not used: /)]);
      expect(saidBy(result)[0]).toMatch(says);
      const packing = await readdir(path.join(runs.cacheDir, 'packing'), { recursive: true });
      expect(packing.filter((name) => name !== 'staging')).toEqual([]);
      const next = await runs.withRun({}, ({ result: again }) => Promise.resolve(again));
      expect([next.start, next.problems]).toEqual([{ from: 'snapshot', applied: 2 }, []]);
    },
    PATIENCE_MS,
  );

  it.each<[string, Files]>([
    [
      'a materialized view that is out of date',
      {
        '1_t.sql': up('CREATE TABLE t (x int); CREATE MATERIALIZED VIEW m AS SELECT * FROM t'),
        '2_rows.sql': up('INSERT INTO t VALUES (1)'),
      },
    ],
    [
      'an identity column with a sequence wider than itself',
      {
        '1_t.sql': up('CREATE TABLE t (x int GENERATED ALWAYS AS IDENTITY)'),
        '2_wider.sql': up('ALTER SEQUENCE t_x_seq AS bigint'),
      },
    ],
  ])(
    'does without a dump that is not its database: %s',
    async (_, files) => {
      const { runs } = await filled(files);
      const { result, cold, differences } = await runs.compare({});
      expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
      expect(result.start).toEqual({ from: 'database', applied: 0 });
      expect(saidBy(result)).toEqual([
        expect.stringMatching(/^warning: A snapshot of 2 .*: (Rows|Objects) of what comes of it are not those/),
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'compares what comes of a dump with what it was made of only once, or each time where it may differ',
    async () => {
      const marked = async (files: Files) => {
        const { runs } = await filled(files);
        const { result, differences } = await runs.compare({});
        expect([result.start.from, result.problems, differences]).toEqual(['snapshot', [], []]);
        const kept = (await runs.store.list()).map(({ key }) => key);
        const index = await readFile(path.join(runs.store.place, kept.find((key) => key.includes('-index-')) ?? ''));
        return parseIndex(index).map(({ proven }) => proven);
      };
      expect(await marked(SET)).toEqual([true]);
      expect(await marked({ ...SET, '3_m.sql': up('CREATE MATERIALIZED VIEW m AS SELECT * FROM a') })).toEqual([
        undefined,
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'stops trying where no dump of the migrations can be restored',
    async () => {
      const broken: Files = {
        '1_f.sql': up("CREATE FUNCTION fits(int) RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE ROLE somebody"),
        '2_t.sql': up('CREATE TABLE fitted (n int CHECK (public.fits(n))); INSERT INTO fitted VALUES (1)'),
        '3_f.sql': up("CREATE OR REPLACE FUNCTION fits(int) RETURNS bool LANGUAGE sql AS 'SELECT false'"),
      };
      const { runs } = await filled(broken);
      for (let tries = 0; tries < 2; tries += 1) {
        const { result, cold, differences } = await runs.compare({});
        expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
        expect(result).toMatchObject({ start: { from: 'database' }, applied: 3 });
        expect(saidBy(result)).toEqual([expect.stringMatching(/^warning: A snapshot .* not used: .*fitted/)]);
      }
      await runs.write({ ...broken, '4_more.sql': up('SELECT 1') });
      const next = await runs.withRun({}, ({ result }) => Promise.resolve(result));
      expect(next).toMatchObject({
        applied: 4,
        problems: [],
        snapshot: { when: 'never', why: 'earlier ones of these migrations could not be restored' },
      });
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
      const given: RawSettings = { 'database-url': url(), 'lock-timeout': '400ms' };
      await expect(runs.run(given)).rejects.toThrow('has been migrating this database');
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
