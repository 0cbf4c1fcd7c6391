/** The fake, as the client that GitHub's own actions use finds it. */
import { DefaultArtifactClient } from '@actions/artifact';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { withFiles } from './files.ts';
import { type ResultsServer, startResultsServer } from './results-server.ts';

const files = withFiles();
const client = new DefaultArtifactClient();
const environment = { ...process.env };
let server: ResultsServer;
beforeAll(async () => {
  server = await startResultsServer();
  // The client tells what it does, a line for each.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => {
  server.artifacts.heal();
  process.env = { ...environment };
});
afterAll(async () => {
  jest.restoreAllMocks();
  await server.stop();
});

function be(runId: string, jobId = 'job'): void {
  Object.assign(process.env, server.environment({ runId, jobId }));
}

async function upload(name: string, content: Buffer | string = 'content of a file\n'): Promise<number> {
  const directory = await files.directory({ 'a/file.txt': content, 'b.txt': 'b' });
  const list = ['a/file.txt', 'b.txt'].map((file) => path.join(directory, file));
  return (await client.uploadArtifact(name, list, directory)).id ?? 0;
}

describe('artifacts', () => {
  it('are uploaded by one job and downloaded by another of the same run', async () => {
    be('1', 'first');
    const id = await upload('one');
    await upload('two');
    be('1', 'second');
    const { artifacts } = await client.listArtifacts();
    expect(artifacts.map(({ name }) => name)).toEqual(['one', 'two']);
    expect((await client.getArtifact('one')).artifact).toMatchObject({ id, digest: expect.stringMatching(/^sha256:/) });
    const target = await files.directory();
    const { digestMismatch } = await client.downloadArtifact(id, {
      path: target,
      expectedHash: server.artifacts.artifacts[0]?.digest ?? '',
    });
    expect(digestMismatch).toBe(false);
    expect(await readFile(path.join(target, 'a/file.txt'), 'utf8')).toBe('content of a file\n');
    expect(await readFile(path.join(target, 'b.txt'), 'utf8')).toBe('b');
  });

  it('of another run are not seen', async () => {
    be('2');
    const id = await upload('one');
    be('3');
    expect((await client.listArtifacts()).artifacts).toEqual([]);
    await expect(client.downloadArtifact(id, { path: await files.directory() })).rejects.toThrow(
      'No artifacts found for ID',
    );
  });

  it('have a name that is taken once in a run, and free again when they are deleted', async () => {
    be('4');
    await upload('one');
    await expect(upload('one')).rejects.toThrow('an artifact with this name already exists on the workflow run');
    await client.deleteArtifact('one');
    expect(await upload('one')).toBeGreaterThan(4000);
  });

  it('may be larger than what is sent at once', async () => {
    be('5');
    const content = Buffer.from(Array.from({ length: 9 * 1024 * 1024 }, (_, index) => (index * 2_654_435_761) >>> 13));
    const before = server.artifacts.calls.length;
    const id = await upload('large', content);
    const target = await files.directory();
    await client.downloadArtifact(id, { path: target });
    expect((await readFile(path.join(target, 'a/file.txt'))).equals(content)).toBe(true);
    expect(server.artifacts.calls.slice(before)).toContain('upload');
  });
});

describe('an artifact service that fails', () => {
  it('is told by the client, or tried again', async () => {
    be('6');
    server.artifacts.fail('CreateArtifact', 403);
    await expect(upload('denied')).rejects.toThrow(/non-retryable.*403/);
    server.artifacts.heal();
    server.artifacts.fail('FinalizeArtifact', 500, 1);
    expect(await upload('second try')).toBeGreaterThan(4000);
    server.artifacts.fail('upload', 403);
    await expect(upload('not stored')).rejects.toThrow();
  });

  it('may leave a client waiting', async () => {
    be('7');
    server.artifacts.fail('CreateArtifact', 'hang');
    const waiting = upload('hangs').catch((error: unknown) => String(error));
    await new Promise((resolve) => setTimeout(resolve, 200));
    server.artifacts.heal();
    expect(await waiting).toMatch(/Failed to CreateArtifact/);
  });
});
