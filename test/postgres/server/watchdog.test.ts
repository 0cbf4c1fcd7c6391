import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { startPostmaster } from '../../../src/postgres/server/postmaster.ts';
import { startWatchdog } from '../../../src/postgres/server/watchdog.ts';
import { eventually, exists, isAlive, removeTemporary, temporaryDirectory } from './world.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(removeTemporary);

/** A process that has the words in its command line. */
function processWithWords(...words: readonly string[]): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', '--', ...words], {
    stdio: 'ignore',
  });
  children.push(child);
  return child.pid ?? 0;
}

async function watched() {
  const run = path.join(await temporaryDirectory(), 'run');
  const data = path.join(run, 'data');
  await mkdir(data, { recursive: true });
  return { run, data, watchdog: await startWatchdog(run, data) };
}

describe('a watchdog that was not told the id of the server', () => {
  it('finds it in the data directory, where it appears a moment later', async () => {
    const { run, data, watchdog } = await watched();
    watchdog.expect();
    const server = processWithWords('-D', data);
    const finished = watchdog.finish();
    await sleep(300);
    await writeFile(path.join(data, 'postmaster.pid'), `${server}\n${data}\n`);
    await finished;
    expect(await eventually(() => !isAlive(server), 1000)).toBe(true);
    expect(await exists(run)).toBe(false);
  });

  it('leaves a process alone that has the id and is another', async () => {
    const { run, data, watchdog } = await watched();
    watchdog.expect();
    const stranger = processWithWords('somewhere else');
    await writeFile(path.join(data, 'postmaster.pid'), `${stranger}\n${data}\n`);
    await watchdog.finish();
    expect(isAlive(stranger)).toBe(true);
    expect(await exists(run)).toBe(false);
  });

  it('does not wait for one where none was about to start', async () => {
    const { run, watchdog } = await watched();
    const begin = performance.now();
    await watchdog.finish();
    expect(performance.now() - begin).toBeLessThan(800);
    expect(await exists(run)).toBe(false);
  });
});

describe('startPostmaster', () => {
  it('names the process before anything else can happen', async () => {
    const runDirectory = await temporaryDirectory();
    const binDir = path.join(runDirectory, 'bin');
    await mkdir(binDir);
    await writeFile(path.join(binDir, 'postgres'), '#!/bin/sh\n', { mode: 0o755 });
    const said: string[] = [];
    const watchdog = {
      expect: () => {
        said.push('expect');
        queueMicrotask(() => said.push('later'));
      },
      watch: (pid: number) => said.push(`watch ${pid}`),
    };
    const dataDirectory = path.join(runDirectory, 'data');
    const installation = { major: 17, version: '17.1', source: 'package', binDir } as const;
    const { pid } = await startPostmaster({ installation, runDirectory, dataDirectory, freeBytes: 0 }, watchdog);
    expect(said).toEqual(['expect', `watch ${pid}`, 'later']);
  });
});
