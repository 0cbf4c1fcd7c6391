/** Whatever is wrong with what earlier runs kept: a line that says so, the database of a cold run, and nothing left behind. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { chmod, copyFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readManifest } from '../../src/postgres/snapshot/file.ts';
import { CachedRuns, type Files, onceFor } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';
import { reseal } from '../support/reseal.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;

const up = (sql: string) => `-- migrate:up\n${sql};\n-- migrate:down\n`;
const SET: Files = { '1_a.sql': up('CREATE TABLE a (x int)'), '2_b.sql': up('INSERT INTO a VALUES (1), (2)') };
const MORE: Files = { ...SET, '3_c.sql': up('CREATE TABLE c ()') };
const OTHER: Files = { '1_a.sql': up('CREATE TABLE other ()'), '2_b.sql': up('SELECT 2') };

const begun = onceFor(async (files: Files) => {
  const runs = await CachedRuns.open(await temporary.directory());
  await runs.write(files);
  await runs.run();
  return runs;
});

async function filled(files: Files): Promise<{ runs: CachedRuns; snapshot: string; index: string }> {
  const runs = await (await begun(files)).copy(await temporary.directory());
  await runs.write(files);
  const kept = (await runs.store.list()).map(({ key }) => key);
  const file = (kind: string) => path.join(runs.store.place, kept.find((key) => key.includes(kind)) ?? '');
  return { runs, snapshot: file('snapshot'), index: file('index') };
}

/** Of a file in the archive. */
function contentOf(payload: Buffer, name: string): Buffer {
  const at = payload.indexOf(`./${name}\0`) + 512;
  return payload.subarray(at, at + 512);
}

/** The place where things are staged stays. */
function isFile(name: string): boolean {
  return name !== 'staging';
}

describe('a run over a cache that is not what it was', () => {
  let foreign: string;
  let larger: string;

  beforeAll(async () => {
    foreign = (await filled(OTHER)).snapshot;
    larger = (await filled(MORE)).snapshot;
  }, PATIENCE_MS);

  it.each<[string, RegExp, (kept: { snapshot: string; index: string }) => Promise<void>]>([
    [
      'a snapshot that is cut off',
      /^A snapshot of 2 migrations is not used: .*cut off/,
      ({ snapshot }) => truncate(snapshot, 1_000_000),
    ],
    [
      'a snapshot with other bytes',
      /not used: .*(checksum|archive)/,
      async ({ snapshot }) => {
        const bytes = await readFile(snapshot);
        bytes.write('?????????', bytes.length >>> 1);
        await writeFile(snapshot, bytes);
      },
    ],
    [
      'a snapshot of another project under the right key',
      /not used: The snapshot is of another set/,
      ({ snapshot }) => copyFile(foreign, snapshot),
    ],
    [
      'a manifest that says less than there is',
      /not used: .*manifest/,
      ({ snapshot }) =>
        reseal(
          snapshot,
          () => undefined,
          (manifest) => ({ ...manifest, migrations: manifest.migrations.slice(0, 1) }),
        ),
    ],
    [
      'a manifest of another server',
      /not used: .*encoding/,
      ({ snapshot }) =>
        reseal(
          snapshot,
          () => undefined,
          (manifest) => ({ ...manifest, server: { ...manifest.server, encoding: 'LATIN1' } }),
        ),
    ],
    [
      'a data directory on which no server starts',
      /not used: /,
      ({ snapshot }) => reseal(snapshot, (payload) => contentOf(payload, 'PG_VERSION').write('12')),
    ],
    [
      'books that say more than the manifest',
      /not used: .*schema_migrations records 3/,
      async ({ snapshot }) => {
        const { migrations } = await readManifest(snapshot);
        await copyFile(larger, snapshot);
        await reseal(
          snapshot,
          () => undefined,
          (manifest) => ({ ...manifest, migrations }),
        );
      },
    ],
    ['an index that names what is gone', /gone/, ({ snapshot }) => rm(snapshot)],
    [
      'an index that is damaged',
      /^The index of snapshots is not used: it is no JSON/,
      ({ index }) => writeFile(index, '{"format":'),
    ],
    [
      'an index of another version',
      /^The index of snapshots is not used: its version is 99/,
      async ({ index }) => writeFile(index, (await readFile(index, 'utf8')).replace('"version":1', '"version":99')),
    ],
  ])(
    'does without %s, and the next one is well again',
    async (_, said, spoil) => {
      const { runs, ...kept } = await filled(SET);
      await spoil(kept);
      const memory = existsSync('/dev/shm') ? await mkdtemp('/dev/shm/ma-refused-') : undefined;
      if (memory !== undefined) await chmod(memory, 0o755);
      runs.memoryDirectory = memory;
      const { result, cold, differences } = await runs.compare({});
      expect([result.error, cold.error, differences]).toEqual([undefined, undefined, []]);
      expect(result.start).toEqual({ from: 'empty', applied: 0 });
      expect(result.applied).toBe(2);
      expect(result.problems.map(({ message }) => message)).toEqual([expect.stringMatching(said)]);
      expect(result.problems.every(({ severity }) => severity !== 'error')).toBe(true);
      if (memory !== undefined) expect(await readdir(memory)).toEqual([]);
      expect((await readdir(path.join(runs.cacheDir, 'packing'), { recursive: true })).filter(isFile)).toEqual([]);
      const next = await runs.run();
      expect([next.start, next.problems]).toEqual([{ from: 'snapshot', applied: 2 }, []]);
      if (memory !== undefined) await rm(memory, { recursive: true });
    },
    PATIENCE_MS,
  );
});

describe('a snapshot under check', () => {
  const TIMED: Files = { ...SET, '3_t.sql': up('CREATE TABLE t AS SELECT clock_timestamp() AS made') };
  const CHECKED = { 'check-snapshot': 'true' };

  it(
    'is used when it differs from a replay by nothing but time',
    async () => {
      const { runs } = await filled(TIMED);
      const { start, problems } = await runs.run(CHECKED);
      expect([start, problems]).toEqual([{ from: 'snapshot', applied: 3 }, []]);
    },
    PATIENCE_MS,
  );

  it(
    'is withdrawn loudly when it holds other rows, and the run gives the right ones',
    async () => {
      const { runs, snapshot } = await filled(SET);
      const { migrations, fingerprint } = await readManifest(snapshot);
      const other = await filled({ ...SET, '2_b.sql': up('INSERT INTO a VALUES (1), (3)') });
      await copyFile(other.snapshot, snapshot);
      await reseal(
        snapshot,
        () => undefined,
        (manifest) => ({ ...manifest, migrations }),
      );
      const result = await runs.run(CHECKED);
      expect(result.problems).toMatchObject([{ severity: 'error', code: 'snapshot-differs' }]);
      expect(result.problems[0]?.message).toContain('public.a');
      expect([result.start.from, result.applied, result.error]).toEqual(['empty', 2, undefined]);
      expect(result.fingerprint).toEqual(fingerprint);
      // It was made again.
      const next = await runs.run(CHECKED);
      expect([next.start.from, next.problems, next.fingerprint]).toEqual(['snapshot', [], fingerprint]);
    },
    PATIENCE_MS,
  );

  it(
    'hands its fingerprint on to a run that adds nothing',
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      await runs.write(SET);
      const first = await runs.run();
      expect(first.fingerprint?.schema).toMatch(/^[0-9a-f]{64}$/);
      const kept = await runs.withRun({}, ({ result }) => Promise.resolve(result));
      expect([kept.applied, kept.fingerprint]).toEqual([0, first.fingerprint]);
      await runs.write(MORE);
      const more = await runs.run();
      expect(more.fingerprint?.schema).not.toBe(first.fingerprint?.schema);
      expect(more.fingerprint?.data).not.toBe(first.fingerprint?.schema);
    },
    PATIENCE_MS,
  );
});
