/** `cache list`, `prune` and `clear` on a directory that runs have kept things in. */
import { describe, expect, it } from '@jest/globals';
import { readdir, readFile, utimes } from 'node:fs/promises';
import path from 'node:path';
import { directoryStore } from '../../src/cache/directory-store.ts';
import { documentName, entryKey } from '../../src/cache/keys.ts';
import { parseIndex, printIndex } from '../../src/cache/snapshot-index.ts';
import { clearKept, listKept, parseLimits, pruneKept } from '../../src/phases/kept.ts';
import { findHome, wantedHome } from '../../src/postgres/server/home.ts';
import { sweepPacking } from '../../src/phases/snapshots/packing.ts';
import { colours } from '../../src/report/terminal.ts';
import { renderKept } from '../../src/report/kept.ts';
import { withFiles } from '../support/files.ts';
import { runCli } from '../support/program.ts';

const files = withFiles();
const DAY_MS = 86_400_000;
const INDEX = documentName({ kind: 'index', parts: ['17', 'linux.x64', 'db/migrations'] });
const hash = (digit: string) => digit.repeat(64);
const snapshot = (name: string) => entryKey({ kind: 'snapshot', parts: ['17.10', 'linux.x64'] }, name);

/** Two snapshots with their index, the first of them not used for 40 days. */
async function kept() {
  const cacheDir = await files.directory({ small: 'x'.repeat(1000), large: 'x'.repeat(4500) });
  const directory = path.join(cacheDir, 'kept');
  const store = directoryStore(directory);
  await store.put(snapshot('old'), path.join(cacheDir, 'small'));
  await store.put(snapshot('new'), path.join(cacheDir, 'large'));
  const members = ['1_users', '2_names'].map((id) => {
    return { id, digest: hash('a'), record: hash('b'), content: hash('c') };
  });
  const base = { set: hash('d'), bytes: 1, madeAt: new Date().toISOString(), members };
  const seed = { digest: hash('e'), ms: 5 };
  await store.update(INDEX, () =>
    printIndex([
      { ...base, key: snapshot('new'), seed },
      { ...base, key: snapshot('old') },
    ]),
  );
  const before = new Date(Date.now() - 40 * DAY_MS);
  await utimes(path.join(directory, snapshot('old')), before, before);
  const listed = async () => parseIndex((await store.read(INDEX)) ?? Buffer.from('')).map(({ key }) => key);
  return { cacheDir, listed };
}

describe('a directory with files of others', () => {
  const foreign = {
    'kept/thesis.txt': 'x'.repeat(9000),
    'learned/notes.md': 'x',
    'kept/.new-ideas': 'x',
    'kept/.lock-smith': 'x',
  };

  /** Whether they are all there. */
  async function areThere(directory: string): Promise<boolean> {
    const texts = await Promise.all(Object.keys(foreign).map((name) => readFile(path.join(directory, name), 'utf8')));
    return texts.join() === Object.values(foreign).join();
  }

  it('keeps them, whatever goes, and they count for nothing', async () => {
    const cacheDir = await files.directory(foreign);
    const longAgo = new Date(Date.now() - 40 * DAY_MS);
    for (const name of Object.keys(foreign)) await utimes(path.join(cacheDir, name), longAgo, longAgo);
    const store = directoryStore(path.join(cacheDir, 'kept'), { limitBytes: 2500 });
    const source = path.join(await files.directory({ source: 'x'.repeat(1000) }), 'source');
    for (const name of ['a', 'b', 'c']) await store.put(snapshot(name), source);
    expect((await listKept({ cacheDir })).bytes).toBe(2000);
    await pruneKept({ cacheDir }, { ageMs: DAY_MS });
    const { removed } = await clearKept({ cacheDir });
    expect(removed).toHaveLength(2);
    expect(await areThere(cacheDir)).toBe(true);
  });

  it('is not meant by an empty --cache-dir, which is none', () => {
    const env = { RUNNER_TOOL_CACHE: '/tools' };
    for (const cacheDir of ['', ' ']) expect(wantedHome({ cacheDir, env })).toBe('/tools/migrate-action');
  });

  it('is no plain file, which is refused', async () => {
    const file = path.join(await files.directory({ file: 'x' }), 'file');
    const refused = { fault: 'usage', problems: [{ code: 'bad-setting', message: `${file} is no directory.` }] };
    await expect(listKept({ cacheDir: file })).rejects.toMatchObject(refused);
    await expect(clearKept({ cacheDir: file })).rejects.toMatchObject(refused);
  });
});

describe('what killed runs left behind', () => {
  const left = ['packing/snapshot-0123456789ab', 'packing/restored-0123456789ab', 'packing/mine-0123456789ab'];

  it('goes with a clearance', async () => {
    const cacheDir = await files.directory(Object.fromEntries(left.map((name) => [name, 'x'])));
    await clearKept({ cacheDir });
    expect(await readdir(path.join(cacheDir, 'packing'))).toEqual(['mine-0123456789ab']);
  });

  it('is told of beside the entries, and no more when it is gone', async () => {
    const fetched = 'packing/staging/new-0123456789ab/snapshot';
    const cacheDir = await files.directory(
      Object.fromEntries([...left, fetched].map((name) => [name, 'x'.repeat(1500)])),
    );
    const list = await listKept({ cacheDir });
    expect(list).toMatchObject({ bytes: 0, entries: [] });
    // What is not named as we name things is not ours.
    expect(list.packing).toMatchObject({ place: path.join(cacheDir, 'packing'), files: 3, bytes: 4500 });
    const text = renderKept(list, Date.now(), colours(false));
    expect(text).toMatch(/\/packing: 4\.5 kB in 3 files, last written 0 min ago:\n.*killed.*cache clear/);
    expect(await clearKept({ cacheDir })).not.toHaveProperty('packing.files');
    expect(await readdir(path.join(cacheDir, 'packing/staging'))).toEqual([]);
  });

  it('goes with a later run when it is old', async () => {
    const names = [...left, '.probe-0123456789ab'];
    const cacheDir = await files.directory(
      Object.fromEntries([...names, 'packing/snapshot-ba9876543210'].map((name) => [name, 'x'])),
    );
    const longAgo = new Date(Date.now() - DAY_MS);
    for (const name of names) await utimes(path.join(cacheDir, name), longAgo, longAgo);
    await findHome({ cacheDir });
    await sweepPacking(path.join(cacheDir, 'packing'));
    expect((await readdir(cacheDir)).sort()).toEqual(['packing']);
    expect((await readdir(path.join(cacheDir, 'packing'))).sort()).toEqual([
      'mine-0123456789ab',
      'snapshot-ba9876543210',
    ]);
  });
});

describe('what is kept', () => {
  it('is listed with what it is good for', async () => {
    const { cacheDir } = await kept();
    const list = await listKept({ cacheDir });
    expect(list).toMatchObject({ version: 1, place: cacheDir });
    expect(list.entries).toHaveLength(3);
    expect(list.entries.find(({ key }) => key === snapshot('old'))).toMatchObject({
      kind: 'snapshot',
      bytes: 1000,
      postgres: '17.10',
      directory: 'db/migrations',
      migrations: 2,
      last: '2_names',
    });
    const text = renderKept(list, Date.now(), colours(false));
    expect(text).toContain(
      'snapshot of 2 migrations of db/migrations, up to 2_names, with their seed, PostgreSQL 17.10',
    );
    expect(text).toMatch(
      /1\.0 kB {2}40 d ago {3}40 d ago {3}snapshot of 2 migrations of db\/migrations, up to 2_names, PostgreSQL/,
    );
  });

  it('goes by age, and the index no longer names it', async () => {
    const { cacheDir, listed } = await kept();
    const { removed, entries } = await pruneKept({ cacheDir }, parseLimits(undefined, '30d'));
    expect(removed?.map(({ key }) => key)).toEqual([snapshot('old')]);
    expect(entries).toHaveLength(2);
    expect(await listed()).toEqual([snapshot('new')]);
  });

  it('goes by size, least recently used first and the index last', async () => {
    const { cacheDir, listed } = await kept();
    const { removed } = await pruneKept({ cacheDir }, parseLimits('6KB', undefined));
    expect(removed?.map(({ key }) => key)).toEqual([snapshot('old')]);
    const more = await pruneKept({ cacheDir }, parseLimits('2KB', undefined));
    expect(more.removed?.map(({ key }) => key)).toEqual([snapshot('new')]);
    expect(await listed()).toEqual([]);
  });

  it('goes as a whole', async () => {
    const { cacheDir } = await kept();
    expect((await clearKept({ cacheDir })).entries).toEqual([]);
  });

  it('is nothing where nothing was kept', async () => {
    expect(await listKept({ cacheDir: path.join(await files.directory(), 'none') })).toMatchObject({
      entries: [],
      bytes: 0,
    });
  });
});

describe('the command', () => {
  it('prints JSON, and nothing else', async () => {
    const { cacheDir } = await kept();
    const { code, stdout } = await runCli(['cache', 'list', '--json', '--cache-dir', cacheDir]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, entries: [{}, {}, {}] });
  });

  it('names all flags that are wrong', async () => {
    const { code, stderr } = await runCli(['cache', 'prune', '--max-size', 'big', '--older-than', '3 moons']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--max-size "big" is not a valid value\.\n {2}Allowed: a size such as 500MB or 2GB/);
    expect(stderr).toMatch(/--older-than "3 moons" is not a valid value\.\n {2}Allowed: an age such as/);
    expect((await runCli(['cache', 'prune'])).stderr).toContain('Neither --max-size nor --older-than');
  });
});
