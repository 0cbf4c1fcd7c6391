import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { stopKeptServer } from '../../../src/postgres/server/kept-server.ts';
import { socketConnection } from '../../../src/postgres/server/managed-server.ts';
import { ended, eventually, exists, isAlive, isGone, removeTemporary, startInChild } from './world.ts';

const seventeen = { major: 17, source: 'package' } as const;

afterAll(removeTemporary);

async function answers(server: Parameters<typeof socketConnection>[0]): Promise<boolean> {
  const client = new pg.Client(socketConnection(server));
  await client.connect();
  const { rowCount } = await client.query('SELECT 1');
  await client.end();
  return rowCount === 1;
}

describe('a server whose parent dies', () => {
  for (const signal of ['SIGKILL', 'SIGINT', 'SIGTERM'] as const) {
    it(`is gone soon after the parent got ${signal}`, async () => {
      const { child, server } = await startInChild({ server: seventeen });
      expect(await answers(server)).toBe(true);
      child.kill(signal);
      expect(await eventually(() => isGone(server))).toBe(true);
    });
  }

  it('lives on when it is kept, until somebody ends it from another process', async () => {
    const { child, server } = await startInChild({ server: seventeen, then: ['keep'] });
    await ended(child);
    expect(child.exitCode).toBe(0);
    await sleep(1500);
    expect(await answers(server)).toBe(true);

    const stranger = { ...server, pid: process.pid };
    expect(await eventually(() => !isAlive(child.pid ?? 0))).toBe(true);
    expect(await stopKeptServer(server)).toBe(true);
    expect(await exists(server.socketDirectory)).toBe(false);
    expect(await eventually(() => isGone(server))).toBe(true);
    // Neither ends a process that has an id like it.
    expect(await stopKeptServer(stranger)).toBe(false);
    expect(await stopKeptServer(server)).toBe(false);
  });

  it('is cleared away when a kept server ends by itself', async () => {
    const { child, server } = await startInChild({ server: seventeen, then: ['keep'] });
    await ended(child);
    process.kill(server.pid, 'SIGINT');
    expect(await eventually(() => isGone(server))).toBe(true);
  });

  it('lives exactly as long as the owner it is kept for', async () => {
    const owner = spawn('sleep', ['60']);
    const { child, server } = await startInChild({ server: seventeen, then: ['keep', String(owner.pid)] });
    await ended(child);
    await sleep(1500);
    expect(await answers(server)).toBe(true);
    owner.kill('SIGKILL');
    expect(await eventually(() => isGone(server))).toBe(true);
  });

  it('refuses to clear away a directory that is not of a kept server', async () => {
    await expect(stopKeptServer({ pid: 2 ** 22 + 1, dataDirectory: '/tmp/somewhere/data' })).rejects.toMatchObject({
      problems: [{ code: 'not-a-kept-server' }],
    });
  });
});
