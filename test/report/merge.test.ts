/** One report of a plan and results: what is counted, what is missing, and whether shards add up. */
import { describe, expect, it } from '@jest/globals';
import { sealPlan } from '../../src/graph/plan-document.ts';
import { type Plan, PLAN_VERSION } from '../../src/graph/plan.ts';
import { parseResult, type PartResult } from '../../src/migration/result-document.ts';
import { fingerprintOfHashes } from '../../src/migration/image-hashes.ts';
import type { MigrationStatus, ShardImage } from '../../src/migration/result.ts';
import { mergeReport, type ResultFile } from '../../src/report/merge.ts';
import { verdictOf } from '../../src/report/verdict.ts';

const HASH = 'a'.repeat(64);
const OWNED = [['1_users', '2_orders'], ['3_alone']];

const plan: Plan = sealPlan({
  version: PLAN_VERSION,
  format: 'plain',
  directory: 'db/migrations',
  migrations: OWNED.flat().map((id) => ({
    id,
    version: id,
    path: `${id}.sql`,
    digest: HASH,
    dependsOn: [],
    opaque: false,
    beyondDigest: false,
    transactional: true,
    statements: 1,
    reversible: false,
  })),
  batches: [],
  versions: [
    { postgres: '16', shards: 0, why: 'Earlier runs applied all of it.' },
    {
      postgres: '17',
      shards: 2,
      why: '2 shards, as asked for.',
      verified: { at: '', ms: 1, fingerprint: { schema: 'b'.repeat(64), data: HASH } },
    },
  ],
  shards: OWNED.map((owned, index) => ({
    postgres: '17',
    shard: index + 1,
    shards: 2,
    owned,
    members: owned,
    expectedMs: 1,
  })),
  matrix: { include: [] },
  settings: {},
  set: HASH,
  distrusted: {},
  records: [],
  madeBy: '0.1.0',
  problems: [],
});

type ReadFile = Extract<ResultFile, { readonly result: unknown }>;

interface Given {
  readonly image?: ShardImage;
  readonly status?: MigrationStatus;
  readonly change?: object;
}

function resultOf(shard: number, { image, status = 'applied', change = {} }: Given = {}): ReadFile {
  const owned = OWNED[shard - 1] ?? [];
  const result: PartResult = {
    version: 1,
    shard: { plan: plan.digest, postgres: '17', shard, shards: 2, owned },
    image,
    format: 'plain',
    postgres: { version: '17.10', managed: true },
    start: { from: 'empty', applied: 0 },
    applied: owned.length,
    migrations: owned.map((id) => ({ id, path: `${id}.sql`, digest: HASH, status, ms: 5 })),
    timings: {
      planMs: 1,
      provisionMs: 1,
      restoreMs: 0,
      applyMs: 1,
      seedMs: 0,
      saveMs: 0,
      cloneMs: 0,
      stopMs: 0,
      totalMs: 9,
    },
    connections: { opened: 1, waits: 0, waitMs: 0, retries: 0 },
    savedMs: 0,
    spentMs: 0,
    snapshot: { when: 'never', why: 'x' },
    problems: [],
  };
  const name = `plan-result-postgres-17-shard-${shard}`;
  // As it comes from another job.
  return { name, result: parseResult(JSON.stringify({ ...result, ...change }), name) };
}

const merged = (results: readonly ResultFile[], more: object = {}) => mergeReport({ plan, results, ...more });
const statesOf = (results: readonly ResultFile[], more: object = {}) =>
  merged(results, more).versions[1]?.shards.map(({ state }) => state);

describe('a merged report', () => {
  it('draws when each migration ran, of the version that took longest', () => {
    const ran = (id: string, fromMs: number, lane: number, status: MigrationStatus = 'applied') => ({
      id,
      path: `${id}.sql`,
      digest: HASH,
      status,
      ms: 5,
      fromMs,
      lane,
    });
    const first = resultOf(1, { change: { migrations: [ran('1_users', 100, 0), ran('2_orders', 105, 1, 'failed')] } });
    const { timeline } = merged([first, resultOf(2)]);
    expect(timeline?.postgres).toBe('17');
    expect(timeline?.spans.map(({ label, shard, lane, fromMs, toMs }) => [label, shard, lane, fromMs, toMs])).toEqual([
      ['plan and server', 1, 0, 0, 1],
      ['1_users', 1, 0, 100, 105],
      ['2_orders', 1, 1, 105, 110],
    ]);
    expect(timeline?.spans.map(({ failed }) => failed)).toEqual([undefined, false, true]);
    // Results of releases that did not tell.
    expect(merged([resultOf(1), resultOf(2)]).timeline).toBeUndefined();
  });

  it('counts each migration once, and says on which versions it ran', () => {
    const { counts, versions, newMigrations, time } = merged([resultOf(2), resultOf(1)]);
    expect(counts).toEqual({ total: 3, new: undefined, restored: 0, verified: 0, applied: 3 });
    expect(versions.map(({ postgres, shards }) => [postgres, shards.map(({ state }) => state)])).toEqual([
      ['16', ['verified']],
      ['17', ['passed', 'passed']],
    ]);
    expect(newMigrations.map(({ path }) => path)).toContain('db/migrations/3_alone.sql');
    expect(newMigrations[0]?.runs.map(({ status }) => status)).toEqual(['verified', 'applied']);
    expect(time.nowMs).toBe(9);
  });

  it('of a plan with errors counts nothing, as what they are about is not in its set', () => {
    const error = { severity: 'error', code: 'no-up', message: 'It has no way up.', path: '4_new.sql' } as const;
    const faulty = { ...plan, problems: [error] };
    const model = mergeReport({ plan: faulty, results: [], newIds: new Set(['3_alone']) });
    expect(model).toMatchObject({ counts: undefined, versions: [], newMigrations: [], cacheLines: [] });
    expect(verdictOf(model)).toEqual({ level: 'failed', headline: '1 error' });
    // Somebody ran it all the same.
    expect(mergeReport({ plan: faulty, results: [resultOf(1)] }).versions).toMatchObject([
      { postgres: '17', shards: [{ shard: 1, state: 'passed' }] },
    ]);
  });

  it('has a row for what is edited as its format allows, and judges it', () => {
    const lock = { mode: 'AccessExclusiveLock', relation: 'v' };
    const ran = { id: '3_alone', path: '3_alone.sql', digest: HASH, status: 'applied', ms: 1200, lock };
    const second = resultOf(2, { change: { migrations: [ran] } });
    const known = { newIds: new Set([]), editedIds: new Set(['3_alone']) };
    const model = merged([resultOf(1), second], known);
    expect(model.newMigrations).toMatchObject([{ id: '3_alone', edited: true, runs: [{}, { status: 'applied' }] }]);
    expect(model.counts).toMatchObject({ new: 0, edited: 1 });
    expect(verdictOf(model)).toEqual({
      level: 'attention',
      headline: '1 edited migration works, 1 holds a strong lock for long',
    });
    const both = merged([resultOf(1), second], { newIds: new Set(['1_users']), editedIds: known.editedIds });
    expect(verdictOf(both).headline).toMatch(/^1 new and 1 edited migration work, /);
    expect(both.newMigrations.map(({ id, edited }) => [id, edited])).toEqual([
      ['1_users', undefined],
      ['3_alone', true],
    ]);
  });

  it('has a row for what was added to a file only where it was run', () => {
    const changelog = sealPlan({ ...plan, format: 'liquibase' });
    const result = resultOf(1);
    const known = { newIds: new Set([]), editedIds: new Set(['1_users', '2_orders', '3_alone']) };
    const appended = {
      ...result,
      result: { ...result.result, shard: { ...result.result.shard, plan: changelog.digest } },
    };
    const { newMigrations, counts } = mergeReport({ plan: changelog, results: [appended], ...known });
    expect(newMigrations.map(({ id }) => id)).toEqual(['1_users', '2_orders']);
    expect(counts).toMatchObject({ total: 3, new: 0, edited: 2 });
  });

  it('says what is missing, unreadable, or of another plan', () => {
    expect(statesOf([resultOf(1)])).toEqual(['passed', 'missing']);
    expect(statesOf([resultOf(1)], { areCancelled: true })).toEqual(['passed', 'cancelled']);
    const unreadable = { name: 'plan-result-postgres-17-shard-2', unreadable: 'it is no JSON' };
    expect(statesOf([resultOf(1), unreadable])).toEqual(['passed', 'unreadable']);
    const foreign = resultOf(2, { change: { shard: { plan: HASH, postgres: '17', shard: 2, shards: 2, owned: [] } } });
    expect(merged([resultOf(1), foreign]).notes).toEqual([
      'plan-result-postgres-17-shard-2 is not used: it is a result of another plan.',
    ]);
    expect(merged([resultOf(1), resultOf(1)]).notes[0]).toMatch('there is another result of the same run');
    expect(statesOf([resultOf(1), resultOf(2, { status: 'pending' })])).toEqual(['passed', 'broken']);
    expect(statesOf([resultOf(1), resultOf(2, { change: { migrations: [] } })])).toEqual(['passed', 'broken']);
  });

  it('takes what ended before its first migration for what it is', () => {
    const text = JSON.stringify({
      version: 1,
      shard: { plan: plan.digest, postgres: '17', shard: 2, shards: 2, owned: OWNED[1] },
      problems: [{ severity: 'error', code: 'x', message: 'No room on the disk.' }],
    });
    const broken = { name: 'r', result: parseResult(text, 'r') };
    const model = merged([resultOf(1), broken]);
    expect(model.versions[1]?.shards[1]).toMatchObject({ state: 'broken', why: 'No room on the disk.' });
    expect(model.problems).toMatchObject([{ message: 'No room on the disk.', versions: ['17'] }]);
  });

  it('refuses a result that is not valid, with all that is wrong', () => {
    expect(() => parseResult('{"version":1,"shard":{},"migrations":1}', 'r.json')).toThrow(
      /at shard\.plan[^]*at migrations/,
    );
  });
});

describe('the proof of shards', () => {
  const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
  const image = (schema: Record<string, string>, data: Record<string, string> = {}) => ({ schema, data });
  const users = { 'table public.users': one };
  const alone = { 'table public.alone': two };
  const whole = image({ ...users, ...alone });
  const proofOf = (a: ShardImage, b: ShardImage, verified?: { schema: string; data: string }) => {
    const [before, version] = plan.versions;
    const versions = [before, { ...version, verified: verified && { at: '', ms: 1, fingerprint: verified } }];
    return merged([resultOf(1, { image: a }), resultOf(2, { image: b })], { plan: { ...plan, versions } }).versions[1]
      ?.proof;
  };

  it('compares what they come to with one run of all, where one is known', () => {
    const parts = [{ end: image(users) }, { end: image(alone), shared: image({}) }] as const;
    const fingerprint = fingerprintOfHashes(whole);
    const proved = { state: 'proved', fingerprint: fingerprint.schema };
    expect(proofOf(...parts)).toEqual({ ...proved, compared: false });
    expect(proofOf(...parts, fingerprint)).toEqual({ ...proved, compared: true });
    expect(proofOf(...parts, { ...fingerprint, schema: HASH })).toMatchObject({ state: 'differs' });
    expect(proofOf(...parts, { ...fingerprint, data: HASH })).toMatchObject({
      state: 'not-comparable',
      why: expect.stringMatching('the rows are not'),
    });
  });

  it('takes an object as gone that a shard alone has dropped', () => {
    const proof = proofOf({ end: whole }, { end: image(users), shared: whole }, fingerprintOfHashes(image(users)));
    expect(proof).toMatchObject({ state: 'proved', compared: true });
  });

  it('names what two of them changed', () => {
    const changed = { 'table public.users': two };
    expect(
      proofOf({ end: image(changed) }, { end: image({ 'table public.users': HASH.slice(32) }), shared: image(users) }),
    ).toEqual({
      state: 'differs',
      differences: ['table public.users'],
    });
  });

  it('says what it cannot tell', () => {
    const rows = { 'rows of public.users': one };
    expect(
      proofOf(
        { end: image(users, rows) },
        { end: image(users, { 'rows of public.users': two }), shared: image(users) },
      ),
    ).toMatchObject({
      why: expect.stringMatching('rows of public.users was not the same'),
    });
    const unread = merged([resultOf(1), resultOf(2)]).versions[1]?.proof;
    expect(unread).toMatchObject({ state: 'not-comparable', why: expect.stringMatching('^Shard 1 could not tell') });
    expect(merged([resultOf(1)]).versions[1]?.proof).toMatchObject({ why: 'Not every shard came to its end.' });
  });
});
