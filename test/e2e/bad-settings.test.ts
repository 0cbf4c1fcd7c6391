/** Flags and machines that will not do: each is refused with what is wrong and what to do. */
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { findHome } from '../../src/postgres/server/home.ts';
import { withFiles } from '../support/files.ts';
import { unprivileged } from '../support/nobody.ts';
import { runCli } from '../support/program.ts';
import { expectRefusal } from '../support/refusal.ts';

const files = withFiles();
const SET = { '1.sql': 'CREATE TABLE a (id int);\n' };

describe('flags', () => {
  it('are all checked before anything is done', async () => {
    const bad = {
      '--format': 'gose',
      '--set': 'novalue',
      '--table': 'a;b',
      '--postgres': '13',
      '--database-url': 'mysql://somebody:secret@host/app',
      '--port': '80',
      '--clones': '-1',
      '--pool-size': '0',
      '--connect-timeout': 'soon',
      '--statement-timeout': '5',
      '--lock-timeout': '1y',
      '--idle-in-transaction-timeout': '-1s',
    };
    const names = Object.keys(bad);
    const says = names.map((name) => new RegExp(`^error: ${name}.* is not a valid value\\.\\n {2}Allowed: `, 'm'));
    const args = ['run', 'nowhere', '--keep', ...Object.entries(bad).flat()];
    const finished = await expectRefusal(args, { code: 2, says, errors: names.length });
    expect(finished.stderr).not.toContain('secret');
  });

  it.each(['13', 'abc', '17.1', '19'])('name no PostgreSQL there is: %s', async (version) => {
    const args = ['run', await files.directory(SET), '--postgres', version];
    const says = [`error: --postgres "${version}" is not a valid value.`, 'Allowed: 14, 15, 16, 17, 18.'];
    await expectRefusal(args, { code: 2, says });
  });

  it('name no format there is', async () => {
    const args = ['run', await files.directory(SET), '--format', 'rails'];
    await expectRefusal(args, { code: 2, says: ['--format "rails"', 'Allowed: auto, plain, golang-migrate, dbmate'] });
  });

  it.each([
    { flags: ['--database-url', 'postgres://h/d', '--postgres', '16'], says: '--postgres is for a server of ours' },
    { flags: ['--port', '5555'], says: '--port is for later users of the server' },
    { flags: ['--clones', '2'], says: '--clones makes copies that would end with the server' },
  ])('contradict each other: $flags', async ({ flags, says }) => {
    await expectRefusal(['run', await files.directory(SET), ...flags], { code: 2, says: [says] });
  });

  it('are reported as JSON where JSON is asked for', async () => {
    const finished = await runCli(['run', 'nowhere', '--postgres', '13', '--json']);
    expect(finished).toMatchObject({ code: 2, stderr: '' });
    expect(JSON.parse(finished.stdout)).toMatchObject({ problems: [{ severity: 'error', code: 'bad-setting' }] });
  });

  it('name an SQL file that is not there', async () => {
    const args = ['run', await files.directory(SET), '--init-sql', 'nowhere.sql'];
    await expectRefusal(args, { code: 2, says: ['nowhere.sql cannot be read: ENOENT'] });
  });
});

describe('the machine', () => {
  it('has another program on the port', async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as net.AddressInfo;
    try {
      const args = ['run', await files.directory(SET), '--keep', '--port', String(port)];
      await expectRefusal(args, { code: 2, says: [`Port ${port} of 127.0.0.1 is in use`, 'choose another port'] });
    } finally {
      other.close();
    }
  });

  it('gives no room to keep PostgreSQL in', async () => {
    const place = await files.directory({ file: '' });
    const below = ['run', await files.directory(SET), '--cache-dir', path.join(place, 'file/below')];
    await expectRefusal(below, { code: 2, says: ['PostgreSQL cannot be kept in', '--cache-dir'] });
    if (process.platform === 'linux') {
      // Where the system answers as if the parent were missing, which it is not.
      const odd = ['run', await files.directory(SET), '--cache-dir', '/proc/migrate-action'];
      await expectRefusal(odd, { code: 2, says: ['PostgreSQL cannot be kept in', '--cache-dir'] });
    }
  });

  it('lets somebody else write there only', async () => {
    const args = ['run', await files.directory(SET), '--cache-dir', '/usr/share/migrate-action-test'];
    const options = await unprivileged(files);
    const says = ['PostgreSQL cannot be kept in /usr/share/migrate-action-test: EACCES: permission denied.'];
    await expectRefusal(args, { code: 2, says }, options);
  });
});

/** Small file systems are made in a namespace of the program's own, which takes root. */
const itWithMounts = mayMount() ? it : it.skip;

function mayMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function withSmall(directory: string, size: string): { within: readonly string[] } {
  const script = `mount -t tmpfs -o size=${size} tmpfs '${directory}' && exec "$@"`;
  return { within: ['unshare', '--mount', 'sh', '-c', script, 'sh'] };
}

describe('a cache that can only be read', () => {
  const readOnly = (directory: string) => {
    const script = `mount --bind '${directory}' '${directory}' && mount -o remount,ro,bind '${directory}' && exec "$@"`;
    return { within: ['unshare', '--mount', 'sh', '-c', script, 'sh'] };
  };

  itWithMounts('is used, with one line that says that nothing will be kept', async () => {
    const cache = await files.directory();
    // Worth a snapshot.
    const args = ['run', await files.directory({ '1.sql': 'SELECT pg_sleep(2);\n' }), '--cache-dir', cache];
    expect(await runCli(args)).toMatchObject({ code: 0, stdout: expect.stringContaining('Kept a snapshot') });
    for (const [more, says] of [
      [[], 'Restored 1 of 1 migration from a snapshot'],
      [['--reuse', 'off'], '1 migration applied'],
    ] as const) {
      const finished = await runCli([...args, ...more], readOnly(cache));
      expect(finished).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(says) });
      expect(finished.stdout.match(/^.*(?:kept|read-only|EROFS).*$/gm)).toEqual([
        `info: ${cache} can only be read: what is kept there is used, and nothing new will be.`,
      ]);
    }
    const says = ['can only be read, so nothing of it can be removed', '--cache-dir'];
    await expectRefusal(['cache', 'clear', '--cache-dir', cache], { code: 2, says }, readOnly(cache));
  });

  itWithMounts('is refused where it lacks PostgreSQL', async () => {
    const cache = await files.directory();
    const args = ['run', await files.directory(SET), '--cache-dir', cache];
    await expectRefusal(args, { code: 2, says: ['PostgreSQL cannot be kept in', '--cache-dir'] }, readOnly(cache));
  });
});

describe('small file systems', () => {
  itWithMounts('take no half of an installation', async () => {
    const cache = await files.directory();
    const args = ['run', await files.directory(SET), '--cache-dir', cache, '--json'];
    const finished = await runCli(args, withSmall(cache, '30m'));
    expect(finished.code).toBe(2);
    expect(JSON.parse(finished.stdout)).toMatchObject({
      problems: [{ code: 'no-space', hint: expect.stringContaining('--cache-dir') }],
    });
  });

  itWithMounts('that are full of PostgreSQL take no snapshot, which is told with their name and the cure', async () => {
    const cache = await files.directory();
    const full = path.join(cache, 'full');
    const { directory } = await findHome();
    const script = `mkdir '${full}' && mount -t tmpfs -o size=80m tmpfs '${full}' && mkdir '${full}/postgresql' && cp -R '${directory}'/postgresql/17* '${full}/postgresql/' &&
      dd if=/dev/zero of='${full}/filler' bs=1M count=200 2>/dev/null; exec "$@"`;
    const within = ['unshare', '--mount', 'sh', '-c', script, 'sh'];
    const set = await files.directory({ '1.sql': 'SELECT pg_sleep(2);\n' });
    const finished = await runCli(['run', set, '--cache-dir', full], { within });
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toContain(`There is no room for a snapshot in ${full}/packing.`);
    expect(finished.stdout).toContain(`could not be kept in ${full} for the next run: `);
    expect(finished.stdout.match(/Free some room there/g)?.length).toBeGreaterThan(1);
    expect(finished.stdout).not.toContain('not recoverable');
  });

  itWithMounts('in memory send the data to the disk', async () => {
    const finished = await runCli(['run', await files.directory(SET)], withSmall('/dev/shm', '64m'));
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toMatch(/\/dev\/shm has only \d+ MB of 1024 MB free, so the data is on disk\./);
    expect(finished.stdout).toContain('our own server, on disk');
  });
});
