/** `hammer.ts DIRECTORY ID`: uses a store as fast as it can, in a process of its own, and prints what it saw. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { directoryStore } from '../../src/cache/directory-store.ts';
import { documentName, entryKey } from '../../src/cache/keys.ts';

const [directory = '', id = ''] = process.argv.slice(2);
/** Room for about half of what is put. */
const store = directoryStore(directory, { limitBytes: 2 * 1024 ** 2 });
const own = path.join(os.tmpdir(), `ma-hammer-${process.pid}`);
const totals = { hits: 0, wrong: 0 };

for (let round = 0; round < 120; round += 1) {
  const content = String.fromCharCode(97 + ((round * 7 + Number(id)) % 16));
  const key = entryKey({ kind: 'snapshot' }, content);
  if (await store.get(key, own)) {
    totals.hits += 1;
    const text = await readFile(own, 'utf8');
    if (text !== content.repeat(256 * 1024)) totals.wrong += 1;
  } else {
    // It may be the store's as well, so it is not written into.
    await rm(own, { force: true });
    await writeFile(own, content.repeat(256 * 1024));
    await store.put(key, own);
  }
  if (round % 6 === 0)
    await store.update(documentName({ kind: 'index' }), (document) =>
      Buffer.from(`${document?.toString() ?? ''}${id} ${round}\n`),
    );
}
await rm(own, { force: true });
process.stdout.write(JSON.stringify({ ...totals, notes: store.takeNotes().map(({ message }) => message) }));
