import { chown, copyFile, mkdir, open, readFile, readdir, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAccount } from '../../../src/postgres/server/account.ts';
import { archivePath, fillDataDirectory } from '../../../src/postgres/server/data-directory.ts';
import { findHome } from '../../../src/postgres/server/home.ts';
import { type Installation, findInstallation } from '../../../src/postgres/server/installation.ts';
import { removeTemporary, temporaryDirectory } from './world.ts';

const account = serverAccount();
let installation: Installation;

beforeAll(async () => {
  installation = await findInstallation(17, { home: (await findHome()).directory, source: 'package' });
}, 120_000);
afterAll(removeTemporary);

async function fill(home: string): Promise<{ directory: string; said: string[] }> {
  const directory = path.join(await temporaryDirectory(), 'data');
  await mkdir(directory, { mode: 0o700 });
  if (account !== undefined) await chown(directory, account.uid, account.gid);
  const said: string[] = [];
  await fillDataDirectory({ installation, home, directory, account, log: (line) => said.push(line) });
  return { directory, said };
}

/** Relative paths of all files with their sizes, without the write-ahead log. */
async function contents(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const sized = await Promise.all(
    files.map(async (file) => `${path.relative(directory, file)} ${(await stat(file)).size}`),
  );
  return sized.sort();
}

describe('the prepared data directory', () => {
  it('is unpacked as it was made, and belongs to the account of the server', async () => {
    const home = await temporaryDirectory();
    const made = await fill(home);
    const unpacked = await fill(home);
    expect([...made.said, ...unpacked.said]).toEqual([]);
    expect(await contents(unpacked.directory)).toEqual(await contents(made.directory));
    const { uid, mode } = await stat(path.join(unpacked.directory, 'base'));
    expect(uid).toBe(account?.uid ?? process.getuid?.());
    expect(mode & 0o777).toBe(0o700);
    expect(await readdir(path.join(unpacked.directory, 'pg_wal'))).toContainEqual(
      expect.stringMatching(/^[0-9A-F]{24}$/),
    );
    expect(await readdir(path.join(home, 'staging'))).toEqual([]);
  });

  it('is made anew from a truncated archive, which is replaced', async () => {
    const home = await temporaryDirectory();
    await fill(home);
    const archive = archivePath({ installation, home });
    const { size } = await stat(archive);
    for (const length of [size - 1, size - 512, 10_000, 0]) {
      await truncate(archive, length);
      const { directory } = await fill(home);
      expect(await readFile(path.join(directory, 'PG_VERSION'), 'utf8')).toBe('17\n');
      expect((await stat(archive)).size).toBeGreaterThanOrEqual(size - 2 ** 20);
      expect((await stat(archive)).size).toBeGreaterThan(length);
    }
  }, 120_000);

  it('is made anew when tar cannot read a whole archive, and says so', async () => {
    const home = await temporaryDirectory();
    const whole = await fill(home);
    const archive = archivePath({ installation, home });
    const handle = await open(archive, 'r+');
    const { size } = await handle.stat();
    await handle.write(Buffer.alloc(64 * 1024, 0x41), 0, 64 * 1024, Math.floor(size / 2 / 512) * 512);
    await handle.write(Buffer.alloc(64 * 1024, 0x41), 0, 64 * 1024, 0);
    await handle.close();
    const { directory, said } = await fill(home);
    expect(said).toEqual([expect.stringContaining('made anew')]);
    expect((await contents(directory)).length).toBe((await contents(whole.directory)).length);
  });

  it('can be made by several at the same time', async () => {
    const home = await temporaryDirectory();
    const all = await Promise.all([fill(home), fill(home), fill(home)]);
    const counts = await Promise.all(all.map(async ({ directory }) => (await contents(directory)).length));
    expect(new Set(counts).size).toBe(1);
    expect(await readdir(path.join(home, 'clusters'))).toHaveLength(1);
    expect((await fill(home)).said).toEqual([]);
  }, 120_000);

  it('is made all the same where it cannot be kept', async () => {
    const home = await temporaryDirectory();
    await copyFile('/dev/null', path.join(home, 'clusters'));
    const { directory, said } = await fill(home);
    expect(said).toEqual([expect.stringContaining('could not be kept')]);
    expect(await readFile(path.join(directory, 'PG_VERSION'), 'utf8')).toBe('17\n');
  });
});
