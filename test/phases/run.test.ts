import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { quietReporter } from '../../src/phases/progress.ts';
import type { RunPorts } from '../../src/phases/ports.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';
import { stopKeptServer } from '../../src/postgres/server/kept-server.ts';

const MIB = 1024 * 1024;
/** The smallest memory file system that the automatic placement takes has a gibibyte free. */
const MEMORY_SIZE_MIB = 1200;

let scratch: string;
let notes: string[];

beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'migrate-run-'));
  notes = [];
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function write(files: Readonly<Record<string, string>>): string {
  const directory = path.join(scratch, 'migrations');
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
  return directory;
}

async function migrate(files: Readonly<Record<string, string>>, raw: RawSettings = {}, ports: Partial<RunPorts> = {}) {
  const reporter = quietReporter({ write: (text: string) => notes.push(text.trim()) > 0 });
  const settings = parseSettings(write(files), raw, (name) => name);
  return await run(settings, { reporter, env: {}, ...ports });
}

describe('run', () => {
  it('prepares an empty database with init SQL, in effect for the first migration', async () => {
    const init = path.join(scratch, 'init.sql');
    writeFileSync(path.join(scratch, 'more.sql'), 'CREATE ROLE crew;');
    writeFileSync(init, '\\i more.sql\nCREATE SCHEMA crew;\nALTER DATABASE app SET search_path = crew, public;');
    const result = await migrate(
      { '1.sql': 'CREATE TABLE berths (); GRANT SELECT ON crew.berths TO crew;' },
      { 'init-sql': init },
    );
    expect(result.error).toBeUndefined();
    expect(result.applied).toBe(1);
  });

  it('fails at init SQL as it does at a migration, and applies none', async () => {
    const init = path.join(scratch, 'init.sql');
    writeFileSync(init, 'CREATE SCHEMA crew;\nCREATE SCHEMA crew;');
    const result = await migrate({ '1.sql': 'SELECT 1' }, { 'init-sql': init });
    expect(result.error).toMatchObject({ path: init, line: 2, sqlstate: '42P06' });
    expect(result.migrations.map(({ status }) => status)).toEqual(['pending']);
  });

  it('hands over a kept server with clones, each with the data', async () => {
    const files = { '1.sql': 'CREATE TABLE a AS SELECT 42 AS x', '2.sql': "ALTER ROLE postgres PASSWORD 'another'" };
    const result = await migrate(files, { keep: 'true', clones: '2' });
    const { database } = result;
    if (database?.server === undefined) throw new Error('the server was to be kept');
    try {
      for (const url of [database.url, ...database.cloneUrls]) {
        const client = new pg.Client(url);
        await client.connect();
        expect((await client.query('SELECT x FROM a')).rows).toEqual([{ x: 42 }]);
        await client.end();
      }
      expect(database.cloneUrls).toHaveLength(2);
    } finally {
      expect(await stopKeptServer(database.server)).toBe(true);
    }
  });

  it('accounts for its time', async () => {
    const { timings } = await migrate({ '1.sql': 'SELECT pg_sleep(0.2)' });
    const { planMs, provisionMs, applyMs, totalMs } = timings;
    expect(applyMs).toBeGreaterThanOrEqual(200);
    expect(provisionMs).toBeGreaterThanOrEqual(planMs);
    expect(Math.abs(totalMs - provisionMs - applyMs - timings.cloneMs - timings.saveMs - timings.stopMs)).toBeLessThan(
      1,
    );
  });

  // Only root may mount; in a container without that right there is no way to have a small memory file system.
  (process.getuid?.() === 0 ? it : it.skip)(
    'starts again on disk when the memory file system fills up midway',
    async () => {
      // The server's own account must get there.
      chmodSync(scratch, 0o755);
      const memoryDirectory = path.join(scratch, 'memory');
      mkdirSync(memoryDirectory);
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${MEMORY_SIZE_MIB}m,mode=1777`, 'tmpfs', memoryDirectory]);
      try {
        const files = {
          '1.sql': 'CREATE TABLE a (x int, t text)',
          '2.sql': "INSERT INTO a SELECT g, repeat('x', 900) FROM generate_series(1, 40000) g",
        };
        const reporter = {
          ...quietReporter({ write: (text: string) => notes.push(text.trim()) > 0 }),
          // Somebody else takes the room once the server runs.
          started: () => {
            const { bavail, bsize } = statfsSync(memoryDirectory);
            const left = bavail * bsize - 20 * MIB;
            if (left > 0) writeFileSync(path.join(memoryDirectory, 'ballast'), Buffer.alloc(left));
          },
        };
        const result = await migrate(files, {}, { memoryDirectory, reporter });
        expect(result.error).toBeUndefined();
        expect(result.applied).toBe(2);
        expect(result.postgres.placement).toBe('disk');
        expect(notes.join('\n')).toContain('Starting again from the first migration, on disk.');
        expect(readdirSync(memoryDirectory)).toEqual(['ballast']);
      } finally {
        execFileSync('umount', [memoryDirectory]);
      }
    },
  );
});
