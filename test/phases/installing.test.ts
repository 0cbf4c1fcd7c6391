/** How a run comes by PostgreSQL's programs where none are installed. */
import { expect, it, jest } from '@jest/globals';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { directoryStore } from '../../src/cache/directory-store.ts';
import type { Store } from '../../src/cache/store.ts';
import type { RunResult } from '../../src/migration/result.ts';
import { quietReporter } from '../../src/phases/progress.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings } from '../../src/phases/settings.ts';
import { withFiles } from '../support/files.ts';

jest.setTimeout(120_000);
const files = withFiles();

/** On a machine of its own, whose only connection to others is the store. */
async function runWith(store: Store): Promise<{ result: RunResult; notes: string[] }> {
  const place = await files.directory({ 'set/1_users.sql': 'CREATE TABLE users (id int);\n' });
  const cacheDir = path.join(place, 'cache');
  await mkdir(cacheDir);
  const raw = { 'cache-dir': cacheDir, postgres: '17' };
  const notes: string[] = [];
  const reporter = { ...quietReporter({ write: () => true }), note: (text: string) => notes.push(text) };
  const ports = { reporter, env: {}, store: { store, cost: { fixedMs: 1e9, megabyteMs: 0 } } };
  const result = await run(
    parseSettings(path.join(place, 'set'), raw, (name) => name),
    ports,
  );
  expect(result).toMatchObject({ applied: 1, start: { from: 'empty' } });
  // What was fetched or is kept went through here.
  expect(await readdir(path.join(cacheDir, 'packing'))).toEqual([]);
  return { result, notes };
}

it('looks for them before it knows whether there are snapshots, and keeps the package for others', async () => {
  const directory = await files.directory();
  const kept = directoryStore(directory);
  let tellAsked: () => void;
  const asked = new Promise<void>((resolve) => {
    tellAsked = resolve;
  });
  // Would wait for ever if one came after the other.
  const waiting: Store = {
    place: kept.place,
    read: () => asked.then(() => undefined),
    get: (key) => {
      expect(key).toContain('-installation-17');
      tellAsked();
      return Promise.resolve(false);
    },
    has: (key) => kept.has(key),
    newest: (prefix) => kept.newest(prefix),
    put: (key, file) => kept.put(key, file),
    update: (name, change) => kept.update(name, change),
    takeNotes: () => kept.takeNotes(),
    close: () => kept.close(),
  };
  const first = await runWith(waiting);
  expect(first.notes).toEqual([expect.stringMatching(/^Installing PostgreSQL 17\S+ with npm$/)]);

  const second = await runWith(kept);
  expect(second.notes).toEqual([expect.stringMatching(/^Installing PostgreSQL 17/)]);
  expect(second.notes[0]).toContain(`from ${directory}`);
  expect(second.result.problems).toEqual([]);

  const [key = ''] = (await readdir(directory)).filter((name) => name.includes('-installation-'));
  await writeFile(path.join(directory, key), 'something else');
  const third = await runWith(kept);
  expect(third.notes).toEqual([expect.stringContaining('with npm')]);
  expect(third.result.problems).toEqual([expect.objectContaining({ code: 'installation-refused' })]);

  // Where something can be removed, it is replaced.
  expect((await runWith(kept)).notes[0]).toContain(`from ${directory}`);
});
