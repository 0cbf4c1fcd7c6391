import { mkdir, readdir, writeFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { runCommand } from '../../../src/postgres/server/command.ts';
import { isDiskFull } from '../../../src/postgres/server/disk-full.ts';
import { socketConnection, startServer } from '../../../src/postgres/server/managed-server.ts';
import { createRunDirectory } from '../../../src/postgres/server/placement.ts';
import { isGone, isRoot, removeTemporary, temporaryDirectory } from './world.ts';

const mounted: string[] = [];
afterEach(async () => {
  for (const directory of mounted.splice(0)) await runCommand('umount', [directory], { timeoutMs: 10_000 });
});
afterAll(removeTemporary);

/** A memory file system of that size, or undefined where we may not mount one. */
async function memory(megabytes: number): Promise<string | undefined> {
  const directory = await temporaryDirectory();
  const args = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=1777`, 'tmpfs', directory];
  const { code, stderr } = await runCommand('mount', args, { timeoutMs: 10_000 });
  if (code !== 0) {
    process.stderr.write(`Not tested, no memory file system could be mounted: ${stderr}\n`);
    return undefined;
  }
  mounted.push(directory);
  return directory;
}

describe('the place of the data', () => {
  it('is on disk when the memory directory is not there, without a word', async () => {
    const missing = path.join(await temporaryDirectory(), 'missing');
    const run = await createRunDirectory({ placement: 'auto', memoryDirectory: missing });
    await rm(run.directory, { recursive: true });
    expect(run).toMatchObject({ placement: 'disk', notice: undefined });
  });

  it('must be a path short enough for a socket', async () => {
    const long = path.join(await temporaryDirectory(), 'x'.repeat(80));
    await mkdir(long);
    await expect(createRunDirectory({ placement: 'memory', memoryDirectory: long })).rejects.toMatchObject({
      problems: [
        { code: 'no-space', message: expect.stringContaining('too long'), hint: expect.stringContaining('TMPDIR') },
      ],
    });
    expect(await readdir(long)).toEqual([]);
  });

  it('is on disk when the memory directory has too little room, and the notice names the cure', async () => {
    const small = await memory(64);
    if (small === undefined) return;
    const server = await startServer({ major: 17, source: 'package', memoryDirectory: small });
    expect(server.placement).toBe('disk');
    expect(server.notices).toEqual([expect.stringMatching(/64 MB.*--shm-size/)]);
    expect(await readdir(small)).toEqual([]);
    await server.stop();
    expect(await isGone(server)).toBe(true);
  });

  it('that fills up while the server works is recognised, and can be left', async () => {
    const small = await memory(96);
    if (small === undefined) return;
    const server = await startServer({ major: 17, source: 'package', memoryDirectory: small, placement: 'memory' });
    const client = new pg.Client(socketConnection(server));
    client.on('error', () => undefined);
    await client.connect();
    const fill = 'CREATE TABLE big AS SELECT i, repeat(md5(i::text), 30) AS text FROM generate_series(1, 200000) AS i';
    const failure: unknown = await client.query(fill).catch((error: unknown) => error);
    expect(isDiskFull(failure, server.logTail())).toBe(true);
    await client.end().catch(() => undefined);
    await server.stop();
    expect(await isGone(server)).toBe(true);
    expect(await readdir(small)).toEqual([]);
  });

  it('that has no room for an empty cluster is refused as a full disk, and left empty', async () => {
    const tiny = await memory(8);
    if (tiny === undefined) return;
    const failure: unknown = await startServer({
      major: 17,
      source: 'package',
      memoryDirectory: tiny,
      placement: 'memory',
    }).catch((error: unknown) => error);
    expect(isDiskFull(failure)).toBe(true);
    expect(failure).toMatchObject({ problems: [{ code: 'no-space', message: expect.stringContaining(tiny) }] });
    expect(await readdir(tiny)).toEqual([]);
  });
});

describe('isDiskFull', () => {
  const failure = (message: string, properties: object = {}): Error => Object.assign(new Error(message), properties);

  it('knows PostgreSQL and the operating system by their codes, also as a cause', () => {
    expect(isDiskFull(failure('could not extend file', { code: '53100' }))).toBe(true);
    expect(isDiskFull(failure('write', { code: 'ENOSPC' }))).toBe(true);
    expect(isDiskFull(new Error('wrapped', { cause: failure('x', { code: '53100' }) }))).toBe(true);
    expect(isDiskFull(failure('could not write: No space left on device', { code: '58030' }))).toBe(true);
  });

  it('believes the log only when the connection is gone', () => {
    const log = 'PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device';
    expect(isDiskFull(failure('Connection terminated unexpectedly'), log)).toBe(true);
    expect(isDiskFull(failure('terminating connection', { code: '57P02' }), log)).toBe(true);
    const unreachable = new Error('Cannot connect', { cause: failure('connect', { code: 'ECONNREFUSED' }) });
    expect(isDiskFull(unreachable, log)).toBe(true);
    expect(isDiskFull(failure('Connection terminated unexpectedly'), 'LOG: all is well')).toBe(false);
    expect(isDiskFull(failure('relation does not exist', { code: '42P01' }), log)).toBe(false);
    expect(isDiskFull(failure('could not read block', { code: '58030' }))).toBe(false);
    expect(isDiskFull(undefined, log)).toBe(false);
  });
});

(isRoot ? describe : describe.skip)('a full disk in memory under root', () => {
  it('is told from other trouble', async () => {
    const small = await memory(1);
    if (small === undefined) return;
    const failure: unknown = await writeFile(path.join(small, 'x'), Buffer.alloc(2 ** 21)).catch(
      (error: unknown) => error,
    );
    expect(isDiskFull(failure)).toBe(true);
  });
});
