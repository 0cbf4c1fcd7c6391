/** What a run puts into a database after its migrations, and which snapshots may hold it. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { RunResult } from '../../src/migration/result.ts';
import type { RawSettings } from '../../src/phases/settings.ts';
import { NOTHING_VOLATILE } from '../../src/postgres/fingerprint/image.ts';
import { CachedRuns, type Files } from '../support/cached-runs.ts';
import { DUMPABLE_MAJOR, type ExternalServer, PASSWORD, startExternalServer } from '../support/external-server.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;
const servers: ExternalServer[] = [];
afterAll(async () => {
  await Promise.all(servers.map(({ server }) => server.stop()));
});

const TIMES = {
  ...NOTHING_VOLATILE,
  columns: new Map([['public.migrate_action_migrations', new Set(['applied_at', 'duration_ms'])]]),
};

const SHOP: Files = {
  '1_goods.sql': 'CREATE TABLE goods (id int GENERATED ALWAYS AS IDENTITY, name text)',
  '2_orders.sql': 'CREATE TABLE orders (id int)',
};
const MORE: Files = {
  ...SHOP,
  '3_prices.sql': "ALTER TABLE goods ADD COLUMN price int DEFAULT 7, ALTER name SET DEFAULT 'x'",
};
const SEED = `\\set name tea
INSERT INTO goods (name) VALUES (:'name'), ('milk');
INSERT INTO goods DEFAULT VALUES;`;
/** With nothing but a shell and Node: not every machine has psql. */
const ADD = (name: string) =>
  `${process.execPath} -e "
    const pg = require('${path.resolve('node_modules/pg')}');
    const client = new pg.Client(process.env.DATABASE_URL);
    client.connect().then(() => client.query('INSERT INTO goods (name) VALUES (\\$1)', ['${name}'])).then(() => client.end());"`;

class Seeds {
  readonly runs: CachedRuns;
  readonly directory: string;

  constructor(runs: CachedRuns, directory: string) {
    this.runs = runs;
    this.directory = directory;
  }

  static async open(migrations: Files): Promise<Seeds> {
    const directory = await temporary.directory();
    const runs = await CachedRuns.open(directory);
    await runs.write(migrations);
    await mkdir(path.join(directory, 'seeds'));
    return new Seeds(runs, path.join(directory, 'seeds'));
  }

  async write(name: string, text: string): Promise<string> {
    const file = path.join(this.directory, name);
    await writeFile(file, text);
    return file;
  }

  /** A run whose database has to be that of a cold one. */
  async run(raw: RawSettings): Promise<RunResult> {
    const { result, cold, differences } = await this.runs.compare(raw, TIMES);
    expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
    return result;
  }

  async rows(raw: RawSettings): Promise<{ result: RunResult; names: readonly string[] }> {
    return await this.runs.withRun(raw, async ({ result }) => ({ result, names: await namesIn(result.database?.url) }));
  }
}

async function namesIn(url: string | undefined): Promise<readonly string[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM goods ORDER BY id');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

const toldBy = ({ start, applied, seed, problems, snapshot }: RunResult) => ({
  from: start.from,
  restored: start.applied,
  applied,
  seed,
  kept: snapshot.when === 'now',
  said: problems.map(({ message }) => message),
});

describe('a seed of SQL files', () => {
  it(
    'runs after the migrations as psql would run it, and is restored as long as nothing changes',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const seed = await seeds.write('goods.sql', SEED);
      const { result: first, names } = await seeds.rows({ seed });
      expect(names).toEqual(['tea', 'milk', null]);
      expect(toldBy(first)).toEqual({ from: 'empty', restored: 0, applied: 2, seed: 'applied', kept: true, said: [] });
      expect(first.timings.seedMs).toBeGreaterThan(0);
      const again = await seeds.run({ seed });
      expect(toldBy(again)).toEqual({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        seed: 'restored',
        kept: false,
        said: [],
      });
      expect(again.fingerprint).toEqual(first.fingerprint);
      expect(again.timings.seedMs).toBeLessThan(1);
    },
    PATIENCE_MS,
  );

  it(
    'runs again, on top of all migrations, when it changed',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const seed = await seeds.write('goods.sql', SEED);
      await seeds.run({ seed });
      await seeds.write('goods.sql', SEED.replace('milk', 'rice'));
      expect(toldBy(await seeds.run({ seed }))).toEqual({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        seed: 'applied',
        kept: true,
        said: ['The seed has changed: restored all 2, and the seed runs again.'],
      });
      // Comments are not sent.
      await seeds.write('goods.sql', `-- Goods.\n${SEED}`);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({ applied: 0, seed: 'restored' });
      // Without it the database is that of the migrations.
      expect(toldBy(await seeds.run({}))).toMatchObject({ from: 'snapshot', restored: 2, seed: undefined, said: [] });
    },
    PATIENCE_MS,
  );

  it(
    'runs after migrations that are new or were edited, never before them',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const seed = await seeds.write('goods.sql', SEED);
      await seeds.run({ seed });
      await seeds.runs.write(MORE);
      expect(toldBy(await seeds.run({ seed }))).toEqual({
        from: 'snapshot',
        restored: 2,
        applied: 1,
        seed: 'applied',
        kept: true,
        said: [],
      });
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({ restored: 3, applied: 0, seed: 'restored' });
      await seeds.runs.write({ ...MORE, '3_prices.sql': 'ALTER TABLE goods ADD COLUMN price numeric' });
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({
        restored: 2,
        applied: 1,
        seed: 'applied',
        said: ['3_prices was edited: restored 2 of 3, 1 to run.'],
      });
    },
    PATIENCE_MS,
  );

  it(
    'is in no snapshot when it reads files of the server',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const seed = await seeds.write('goods.sql', "COPY goods (name) FROM PROGRAM 'echo tea'");
      const expected = { applied: 2, seed: 'applied', kept: true };
      const { result } = await seeds.rows({ seed });
      expect(toldBy(result)).toMatchObject({ from: 'empty', ...expected });
      expect(toldBy(result).said).toEqual([expect.stringMatching(/^No snapshot holds the seed, which is run every/)]);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({
        restored: 2,
        applied: 0,
        seed: 'applied',
        kept: false,
      });
    },
    PATIENCE_MS,
  );

  it(
    'fails as a migration does; what was before it is kept, and of it nothing',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const seed = await seeds.write('goods.sql', 'INSERT INTO goods DEFAULT VALUES;\nINSERT INTO nothing VALUES (1);');
      const result = await seeds.runs.run({ seed });
      expect(result.error).toMatchObject({ migration: seed, path: seed, line: 2, sqlstate: '42P01', committed: 1 });
      expect(toldBy(result)).toMatchObject({ applied: 2, seed: 'failed', kept: true });
      expect(result.fingerprint).toBeUndefined();
      await seeds.write('goods.sql', SEED);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({ restored: 2, applied: 0, seed: 'applied' });
    },
    PATIENCE_MS,
  );

  it('is not reached when a migration fails', async () => {
    const seeds = await Seeds.open({ ...SHOP, '3_bad.sql': 'SELECT nothing' });
    const seed = await seeds.write('goods.sql', SEED);
    expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ applied: 2, seed: 'pending', kept: false });
  });

  it('is refused before anything runs, with all that is wrong', async () => {
    const seeds = await Seeds.open({ '1.sql': '\\nothing' });
    const raw = { seed: `missing.sql\n${await seeds.write('bad.sql', '\\nothing')}`, 'seed-command': 'true' };
    const run = seeds.runs.run({ ...raw, 'seed-inputs': 'also-missing' });
    await expect(run).rejects.toMatchObject({
      problems: [
        { code: 'unreadable-file', path: 'missing.sql' },
        { path: expect.stringContaining('bad.sql') },
        { path: '1.sql' },
        { code: 'unreadable-file', path: 'also-missing' },
      ],
    });
  });
});

describe('what is kept of a run with a seed', () => {
  // What is not slow on purpose takes less than this on any machine.
  const TERMS = { cost: { fixedMs: 15, megabyteMs: 1.2 }, isWorthKeeping: (gainMs: number) => gainMs >= 600 };
  const snapshotsOf = async ({ runs }: Seeds) =>
    (await runs.store.list()).filter(({ key }) => key.includes('-snapshot-')).length;

  it(
    'is the seeded database alone where the migrations are quicker than a snapshot of them',
    async () => {
      const seeds = await Seeds.open(SHOP);
      seeds.runs.terms = TERMS;
      const seed = await seeds.write('goods.sql', `SELECT pg_sleep(1.2);\n${SEED}`);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ seed: 'applied', kept: true });
      expect(await snapshotsOf(seeds)).toBe(1);
      const again = await seeds.runs.run({ seed });
      expect(toldBy(again)).toMatchObject({ restored: 2, seed: 'restored' });
      expect(again.savedMs).toBeGreaterThan(600);
      await seeds.runs.write(MORE);
      expect(toldBy(await seeds.run({ seed }))).toMatchObject({
        from: 'empty',
        seed: 'applied',
        said: ['The seed had run before migrations that are new: restored nothing, 3 to run.'],
      });
    },
    PATIENCE_MS,
  );

  it(
    'is what the migrations made alone where the seed is quicker, and both where both take their time',
    async () => {
      const slow = { ...SHOP, '3_slow.sql': 'SELECT pg_sleep(1.2)' };
      const seeds = await Seeds.open(slow);
      seeds.runs.terms = TERMS;
      const seed = await seeds.write('goods.sql', SEED);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ seed: 'applied', kept: true });
      expect(await snapshotsOf(seeds)).toBe(1);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ restored: 3, seed: 'applied', kept: false });
      await seeds.runs.write({ ...slow, '4_slow.sql': 'SELECT pg_sleep(1.21)' });
      await seeds.write('goods.sql', `SELECT pg_sleep(1.2);\n${SEED}`);
      expect(toldBy(await seeds.runs.run({ seed }))).toMatchObject({ restored: 3, seed: 'applied', kept: true });
      expect(await snapshotsOf(seeds)).toBe(3);
    },
    PATIENCE_MS,
  );
});

describe('a seed command', () => {
  it(
    'runs every time, on top of the best snapshot without it, when nobody says what it depends on',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const raw = { seed: await seeds.write('goods.sql', SEED), 'seed-command': ADD('soap') };
      const { result, names } = await seeds.rows(raw);
      expect(names).toEqual(['tea', 'milk', null, 'soap']);
      expect(toldBy(result)).toEqual({
        from: 'empty',
        restored: 0,
        applied: 2,
        seed: 'applied',
        kept: true,
        said: ['No snapshot holds the seed, which is run every time: what seed-command does is not known.'],
      });
      expect(result.fingerprint).toBeUndefined();
      const again = await seeds.run(raw);
      expect(toldBy(again)).toMatchObject({ from: 'snapshot', restored: 2, applied: 0, seed: 'applied', kept: false });
      expect(again.fingerprint).toBeUndefined();
    },
    PATIENCE_MS,
  );

  it(
    'is restored as long as it and its inputs are the same',
    async () => {
      const seeds = await Seeds.open(SHOP);
      await seeds.write('soap.txt', 'soap');
      const lock = await seeds.write('../lock', '1');
      const raw = { 'seed-command': ADD('soap'), 'seed-inputs': `${seeds.directory}\n${lock}` };
      expect(toldBy(await seeds.run(raw))).toMatchObject({ from: 'empty', seed: 'applied', kept: true, said: [] });
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'restored', kept: false });
      await seeds.write('soap.txt', 'soup');
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'applied', kept: true });
      await seeds.write('../lock', '2');
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'applied', kept: true });
      expect(toldBy(await seeds.run({ ...raw, 'seed-command': ADD('tea') }))).toMatchObject({ seed: 'applied' });
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'restored' });
    },
    PATIENCE_MS,
  );

  it(
    'finds the database in its environment, by socket where there is no port, and nothing of what our step was given',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const file = path.join(seeds.directory, 'environment');
      const names = 'DATABASE_URL PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD INPUT_TABLE OTHER';
      const command = `for name in ${names}; do eval "echo \\$name=\\$$name"; done > ${file}`;
      const env = { PGPASSWORD: 'other', INPUT_TABLE: 'x', OTHER: 'y' };
      const given = async (raw: RawSettings) => {
        const { result } = await seeds.runs.withRun(raw, ({ result }) => Promise.resolve({ result }));
        expect(result.error).toBeUndefined();
        return Object.fromEntries(
          (await readFile(file, 'utf8')).split('\n').map((line) => line.split(/=(.*)/, 2) as [string, string]),
        );
      };
      seeds.runs.env = env;
      expect((await seeds.runs.run({ 'seed-command': command })).error).toBeUndefined();
      const text = await readFile(file, 'utf8');
      const socket = /^PGHOST=(.*)$/m.exec(text)?.[1] ?? '';
      expect(socket).toMatch(/^\//);
      expect(text).toContain(`DATABASE_URL=postgres://postgres@localhost/app?host=${encodeURIComponent(socket)}&port=`);
      expect(text).toContain('PGUSER=postgres\nPGDATABASE=app\nPGPASSWORD=\nINPUT_TABLE=\nOTHER=y');
      // A kept one has a port.
      const kept = await given({ 'seed-command': command });
      const { PGHOST, PGPORT, PGPASSWORD } = kept;
      expect(PGHOST).toBe('127.0.0.1');
      expect(kept['DATABASE_URL']).toBe(`postgres://postgres:${PGPASSWORD}@127.0.0.1:${PGPORT}/app`);
    },
    PATIENCE_MS,
  );

  it(
    'fails with its last lines, without the password in them',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const command = 'seq 100; echo "lost $DATABASE_URL $PGPASSWORD" >&2; exit 3';
      const result = await seeds.runs.withRun({ 'seed-command': command }, ({ result }) => Promise.resolve(result));
      expect(result.error).toMatchObject({ migration: 'seed-command', statement: command });
      const lines = result.error?.message.split('\n') ?? [];
      expect(lines[0]).toBe('The command ended with exit code 3:');
      expect(lines).toContain('100');
      expect(lines).toHaveLength(21);
      expect(lines.at(-1)).toMatch(/^lost postgres:\/\/postgres:\*\*\*@127\.0\.0\.1:\d+\/app \*\*\*$/);
      expect(toldBy(result)).toMatchObject({ applied: 2, seed: 'failed', kept: true });
    },
    PATIENCE_MS,
  );
});

(DUMPABLE_MAJOR === undefined ? describe.skip : describe)('a seed on an empty database of somebody else', () => {
  it(
    'is applied, restored, and in no snapshot when it is not known, with no password anywhere',
    async () => {
      const seeds = await Seeds.open(SHOP);
      seeds.runs.external = () => startExternalServer();
      const seed = await seeds.write('goods.sql', SEED);
      const raw = { seed, 'seed-command': ADD('soap'), 'seed-inputs': seed };
      const { result, names } = await seeds.rows(raw);
      expect(names).toEqual(['tea', 'milk', null, 'soap']);
      expect(toldBy(result)).toMatchObject({ from: 'database', applied: 2, seed: 'applied', kept: true, said: [] });
      expect(toldBy(await seeds.run(raw))).toMatchObject({
        from: 'snapshot',
        restored: 2,
        applied: 0,
        seed: 'restored',
      });
      const unknown = { seed, 'seed-command': ADD('soap') };
      expect(toldBy(await seeds.run(unknown))).toMatchObject({ from: 'snapshot', applied: 0, seed: 'applied' });
      await seeds.runs.write(MORE);
      expect(toldBy(await seeds.run(raw))).toMatchObject({
        from: 'snapshot',
        restored: 2,
        applied: 1,
        seed: 'applied',
      });
      for (const { key } of await seeds.runs.store.list()) {
        const kept = await readFile(path.join(seeds.runs.store.place, key));
        expect([key, kept.includes(PASSWORD), kept.includes(encodeURIComponent(PASSWORD))]).toEqual([
          key,
          false,
          false,
        ]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'is put into nothing that the run did not begin',
    async () => {
      const seeds = await Seeds.open(SHOP);
      const external = await startExternalServer();
      servers.push(external);
      const raw = { 'database-url': external.url(), seed: await seeds.write('goods.sql', SEED) };
      await seeds.runs.run(raw);
      await seeds.runs.write(MORE);
      const second = await seeds.runs.run(raw);
      expect(toldBy(second)).toMatchObject({
        from: 'database',
        applied: 1,
        seed: 'skipped',
        said: ['The seed is not put into database app: it was begun before this run, and may hold it already.'],
      });
      expect(await namesIn(external.url())).toHaveLength(3);
    },
    PATIENCE_MS,
  );
});

it(
  'a snapshot with a seed in it passes its check, as the replay is seeded, too',
  async () => {
    const seeds = await Seeds.open(SHOP);
    const seed = await seeds.write('goods.sql', SEED);
    await seeds.runs.run({ seed });
    const checked = await seeds.runs.run({ seed, 'check-snapshot': 'true' });
    expect(toldBy(checked)).toMatchObject({ restored: 2, seed: 'restored', said: [] });
  },
  PATIENCE_MS,
);
