import { chown, cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blockedAt, serverAccount } from '../../../src/postgres/server/account.ts';
import { runCommand } from '../../../src/postgres/server/command.ts';
import { findHome } from '../../../src/postgres/server/home.ts';
import { findInstallation } from '../../../src/postgres/server/installation.ts';
import {
  ended,
  eventually,
  isGone,
  processesWith,
  removeTemporary,
  startInChild,
  temporaryDirectory,
} from './world.ts';

const account = serverAccount();
const project = path.resolve(import.meta.dirname, '../../..');
let installed = '';

beforeAll(async () => {
  const { directory } = await findHome();
  const { binDir } = await findInstallation(17, { home: directory, source: 'package' });
  installed = path.dirname(binDir);
}, 120_000);
afterAll(removeTemporary);

describe('an unprivileged user', () => {
  it('starts a server of its own, in a home of its own, and leaves nothing', async () => {
    const blocked = (await blockedAt(project, account)) ?? (await blockedAt(path.dirname(process.execPath), account));
    if (account === undefined || blocked !== undefined) {
      process.stderr.write(`Not tested: needs root and a project others can read (${blocked ?? 'not root'}).\n`);
      return;
    }
    const home = await temporaryDirectory();
    const cache = path.join(home, '.cache', 'migrate-action');
    await mkdir(path.join(cache, 'postgresql'), { recursive: true });
    await cp(installed, path.join(cache, 'postgresql', path.basename(installed)), {
      recursive: true,
      verbatimSymlinks: true,
    });
    for (const directory of [home, path.join(home, '.cache'), cache, path.join(cache, 'postgresql')]) {
      await chown(directory, account.uid, account.gid);
    }
    const env = { HOME: home, XDG_CACHE_HOME: '', RUNNER_TOOL_CACHE: '', PATH: '/usr/bin:/bin' };
    const { child, server } = await startInChild({
      server: { major: 17, source: 'package', port: 'auto' },
      account,
      env,
    });
    const { stdout } = await runCommand('stat', ['-c', '%u %a', server.socketDirectory], { timeoutMs: 5_000 });
    expect(stdout.trim()).toBe(`${account.uid} 700`);
    expect(server.notices).toEqual([]);
    child.kill('SIGKILL');
    await ended(child);
    expect(await eventually(() => isGone(server))).toBe(true);
    expect(await processesWith(home)).toEqual([]);
  }, 60_000);
});
