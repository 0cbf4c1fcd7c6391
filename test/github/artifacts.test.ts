/** What artifacts may hold that a stranger's run has left: no more than one small file is ever read of one. */
import { DefaultArtifactClient } from '@actions/artifact';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Artifacts, type Found } from '../../src/github/artifacts.ts';
import { UserError } from '../../src/migration/problem.ts';
import { withFiles } from '../support/files.ts';
import { type ResultsServer, startResultsServer } from '../support/results-server.ts';

jest.setTimeout(120_000);
const MEBIBYTE = 1024 ** 2;
const files = withFiles();
const client = new DefaultArtifactClient();
const environment = { ...process.env };
let server: ResultsServer;
let artifacts: Artifacts;

beforeAll(async () => {
  server = await startResultsServer();
  // The client tells what it does, a line for each.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  Object.assign(process.env, server.environment({ runId: '1', jobId: 'job' }));
  artifacts = await Artifacts.open(await files.directory());
});
afterAll(async () => {
  jest.restoreAllMocks();
  process.env = { ...environment };
  await server.stop();
});

/** @param sizes of files of nothing but zeros, by name: they pack a thousandfold */
async function uploaded(name: string, sizes: Readonly<Record<string, number>>): Promise<Found> {
  const directory = await files.directory(Object.fromEntries(Object.keys(sizes).map((file) => [file, ''])));
  const list = Object.keys(sizes).map((file) => path.join(directory, file));
  for (const [file, size] of Object.entries(sizes)) {
    const handle = await open(path.join(directory, file), 'r+');
    await handle.truncate(size);
    await handle.close();
  }
  await client.uploadArtifact(name, list, directory);
  return (await artifacts.list()).find((each) => each.name === name) ?? fail();
}

async function refusal(found: Found): Promise<string> {
  try {
    return `${(await artifacts.download(found)).length} characters`;
  } catch (error) {
    return error instanceof UserError
      ? error.problems.map(({ code, message }) => `${code}: ${message}`).join()
      : fail();
  }
}

describe('an artifact', () => {
  it('is read as it was written', async () => {
    await artifacts.upload('plan', 'plan.json', '{ "Größe": 1 }');
    const found = (await artifacts.list()).find(({ name }) => name === 'plan') ?? fail();
    expect(await artifacts.download(found)).toBe('{ "Größe": 1 }');
  });

  it('that unpacks to very much is not unpacked to its end', async () => {
    const bomb = await uploaded('bomb', { 'plan.json': 256 * MEBIBYTE });
    expect(bomb.size).toBeLessThan(2 * MEBIBYTE);
    expect(await refusal(bomb)).toBe(
      'artifact-refused: The artifact bomb is not read: unpacked, it has more than 64 MiB.',
    );
  });

  it('of many files is not unpacked', async () => {
    const names = Array.from({ length: 200 }, (_, index) => [`${index}.json`, 1] as const);
    const many = await uploaded('many', Object.fromEntries(names));
    expect(await refusal(many)).toBe('artifact-refused: The artifact many is not read: it holds more than one file.');
  });

  it('that is no archive is told so', async () => {
    await artifacts.upload('spoilt', 'plan.json', '{}');
    const kept = server.artifacts.artifacts.find(({ name }) => name === 'spoilt') ?? fail();
    kept.body.fill(0);
    const found = (await artifacts.list()).find(({ name }) => name === 'spoilt') ?? fail();
    expect(await refusal(found)).toMatch(
      /^artifact-unreadable: The artifact spoilt could not be read: Not a valid zip/,
    );
  });

  it('is not read where there were too many before', async () => {
    const large = await uploaded('large', { 'result.json': 60 * MEBIBYTE });
    const said: string[] = [];
    for (let index = 0; index < 9; index += 1) said.push(await refusal(large));
    const enough =
      'artifact-refused: The artifact large is not read: with those before it, it has more than a report reads.';
    expect(new Set(said)).toEqual(new Set([`${60 * MEBIBYTE} characters`, enough]));
  });
});

function fail(): never {
  throw new Error('This is not how it was to be.');
}
