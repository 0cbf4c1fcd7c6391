/** Runs whose databases are seeded. */
import { expect } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import type { RunResult } from '../../src/migration/result.ts';
import type { RawSettings } from '../../src/phases/settings.ts';
import { CachedRuns, OUR_TIMES, type Files } from '../support/cached-runs.ts';
import type { TemporaryFiles } from '../support/files.ts';

const TIMES = {
  ...OUR_TIMES,
  columns: new Map([
    ...OUR_TIMES.columns,
    ['public.flyway_schema_history', new Set(['installed_on', 'execution_time'])],
    ['public.databasechangelog', new Set(['dateexecuted', 'deployment_id'])],
  ]),
};

export const SHOP: Files = {
  '1_goods.sql': 'CREATE TABLE goods (id int GENERATED ALWAYS AS IDENTITY, name text)',
  '2_orders.sql': 'CREATE TABLE orders (id int)',
};
export const MORE: Files = {
  ...SHOP,
  '3_prices.sql': "ALTER TABLE goods ADD COLUMN price int DEFAULT 7, ALTER name SET DEFAULT 'x'",
};
export const SEED = `\\set name tea
INSERT INTO goods (name) VALUES (:'name'), ('milk');
INSERT INTO goods DEFAULT VALUES;`;
/** With nothing but a shell and Node: not every machine has psql. */
export const ADD = (name: string) =>
  `${process.execPath} -e "
    const pg = require('${path.resolve('node_modules/pg')}');
    const client = new pg.Client(process.env.DATABASE_URL);
    client.connect().then(() => client.query('INSERT INTO goods (name) VALUES (\\$1)', ['${name}'])).then(() => client.end());"`;

export class Seeds {
  readonly runs: CachedRuns;
  readonly directory: string;

  constructor(runs: CachedRuns, directory: string) {
    this.runs = runs;
    this.directory = directory;
  }

  static async open(temporary: TemporaryFiles, migrations: Files): Promise<Seeds> {
    const directory = await temporary.directory();
    const runs = await CachedRuns.open(directory);
    await runs.write(migrations);
    await mkdir(path.join(directory, 'seeds'));
    return new Seeds(runs, path.join(directory, 'seeds'));
  }

  /** Others that go on from what these have kept, in the same directories: only one of the copies can run at a time. */
  async copy(temporary: TemporaryFiles, migrations: Files): Promise<Seeds> {
    const runs = await this.runs.copy(await temporary.directory());
    await runs.write(migrations);
    return new Seeds(runs, this.directory);
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

export async function namesIn(url: string | undefined): Promise<readonly string[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>('SELECT name FROM goods ORDER BY id');
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

export const toldBy = ({ start, applied, seed, problems, snapshot }: RunResult) => ({
  from: start.from,
  restored: start.applied,
  applied,
  seed,
  kept: snapshot.when === 'now',
  said: problems.map(({ message }) => message),
});
