/** The shipped `migrate.yml` with a service's databases in place of servers of the action's own: one for each job of the matrix. */
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Contents, contentsOf, Replays } from '../support/database-contents.ts';
import { withFiles } from '../support/files.ts';
import { FakeGitHub } from '../support/github/fake-github.ts';
import { filesOf, type Repository } from '../support/github/repository.ts';
import { postgresService } from '../support/runner/postgres-service.ts';
import { jobOf, stepOf } from '../support/runner/result.ts';
import { callerOf } from '../support/callers.ts';
import type { Service, ServiceRequest } from '../support/runner/service.ts';

jest.setTimeout(300_000);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const MAJORS = ['16', '17'];
const CI = '.github/workflows/ci.yml';
const CALLER = callerOf(
  { postgres: MAJORS.join(', '), shards: '2', 'service-image': 'postgis/postgis:{0}-3.5' },
  { events: ['push'] },
);
const files = withFiles();
const replays = new Replays();
let github: FakeGitHub;
let shop: Repository;

beforeAll(async () => {
  github = await FakeGitHub.start(files, { 'org/migrate-action': ROOT });
  shop = github.create('octo/shop');
  const migrations = await filesOf(path.join(ROOT, 'examples/prisma'), 'db/migrations/');
  shop.commit('main', { ...migrations, [CI]: CALLER });
});
afterAll(async () => {
  await Promise.all([github.stop(), replays.stop()]);
});

interface Used extends ServiceRequest, Contents {}

describe('migrate.yml with a service', () => {
  it('has one for each job, and migrates its database', async () => {
    const used: Used[] = [];
    const startService = async (request: ServiceRequest): Promise<Service> => {
      const service = await postgresService(request);
      const stop = async () => {
        const url = `postgres://postgres:${request.env['POSTGRES_PASSWORD'] ?? ''}@127.0.0.1:${service.ports['5432'] ?? 0}/postgres`;
        used.push({ ...request, ...(await contentsOf(url)) });
        await service.stop();
      };
      return { ...service, stop };
    };
    const run = github.start(CI, github.push(shop), { parallel: 2, startService });
    const result = await run.finished;
    expect(result.jobs.map(({ name, conclusion }) => `${name}: ${conclusion}`).sort()).toEqual([
      ...MAJORS.flatMap((major) =>
        [1, 2].map((shard) => `migrations / PostgreSQL ${major}, shard ${shard} of 2: success`),
      ),
      'migrations / plan: success',
      'migrations / report: success',
    ]);
    expect(used.map(({ image }) => image).sort()).toEqual(
      MAJORS.flatMap((major) => [`postgis/postgis:${major}-3.5`, `postgis/postgis:${major}-3.5`]),
    );
    for (const { image, options, finished, unfinished, hashes } of used) {
      expect(options).toContain('pg_isready -U postgres');
      expect(unfinished).toEqual([]);
      const scripts = await Promise.all(
        finished.map((name) => readFile(path.join(ROOT, 'examples/prisma', name, 'migration.sql'), 'utf8')),
      );
      expect(hashes).toEqual(await replays.of(/:(\d+)/.exec(image)?.[1] ?? '', scripts));
    }
    for (const major of MAJORS) {
      const names = used.filter(({ image }) => image.includes(`:${major}-`)).map(({ finished }) => finished);
      expect(names.map(({ length }) => length).sort()).toEqual([2, 5]);
      expect(new Set(names.flat()).size).toBe(6);
    }
    const report = stepOf(jobOf(result, 'migrations / report'), 'report');
    expect(report.outputs).toMatchObject({ passed: 'true', headline: '6 migrations applied' });
    expect(report.summary).toContain('ran on somebody else');
    // Passwords are no part of what is shown.
    for (const { log } of result.jobs) expect(log).not.toContain('postgres:postgres@');
  });
});
