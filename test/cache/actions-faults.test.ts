/** Whatever the service does: the outcome is as after a miss, said in one line, and soon. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { actionsStore } from '../../src/cache/actions-store.ts';
import { documentName, entryKey } from '../../src/cache/keys.ts';
import type { Store } from '../../src/cache/store.ts';
import { CACHE_CLIENT } from '../support/cache-client.ts';
import type { Fault } from '../support/cache-faults.ts';
import { type CachedEntry, type CacheServer, startCacheServer } from '../support/cache-server.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();
const key = (content: string) => entryKey({ kind: 'snapshot' }, content);
/** For a service that answers as long as it is asked, on a machine that is busy with other tests. */
const PATIENT = { controlMs: 30_000, bytesPerSecond: Infinity };
/** Where the client would go on after this it has said by then what is wrong, or there is nothing to wait for. */
const IMPATIENT = { ...PATIENT, controlMs: 2000 };
/** The client waits twice for five seconds before it says that a download cannot be had. */
const DOWNLOADING = { ...PATIENT, controlMs: 15_000 };
/** Such a limit, once; the client's start, with several at once; and a machine that is busy with other tests. */
const SOON_MS = 25_000;
const PATIENCE_MS = 120_000;
const [ENTRY, OTHER] = [key('kept'), key('other')];

const servers: CacheServer[] = [];
const opened: Store[] = [];
/** What a service has that keeps ENTRY and OTHER. */
let entries: readonly CachedEntry[];

beforeAll(async () => {
  const server = await serve();
  const store = open(server);
  for (const entry of [ENTRY, OTHER])
    expect(await store.put(entry, await source('kept'.repeat(10_000)))).toEqual({ outcome: 'kept' });
  entries = server.entries;
});
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await Promise.all(servers.map((server) => server.stop()));
});

async function serve(): Promise<CacheServer> {
  const server = await startCacheServer();
  servers.push(server);
  return server;
}

async function serveEntries(): Promise<CacheServer> {
  const server = await serve();
  server.add(entries);
  return server;
}

function open(server: CacheServer, limits = PATIENT): Store {
  const store = actionsStore({ env: { ...process.env, ...server.environment() }, client: CACHE_CLIENT, limits });
  opened.push(store);
  return store;
}

async function source(contents: string): Promise<string> {
  return path.join(await files.directory({ source: contents }), 'source');
}

async function expectSoon(work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  await work();
  expect(performance.now() - began).toBeLessThan(SOON_MS);
}

/** A test for each of the cases. All begin at once, as most of each is waiting: so each has a service of its own. */
function itAtOnce<Case extends readonly unknown[]>(
  cases: readonly Case[],
  name: string,
  work: (...one: Case) => Promise<void>,
): void {
  let ends: readonly Promise<readonly unknown[]>[] = [];
  beforeAll(() => {
    ends = cases.map((one) =>
      work(...one).then(
        () => [],
        (error: unknown) => [error],
      ),
    );
  });
  for (const [index, one] of cases.entries()) {
    it(
      format(name, ...one.slice(0, name.split('%s').length - 1)),
      async () => {
        for (const error of (await ends[index]) ?? []) throw error;
      },
      PATIENCE_MS,
    );
  }
}

const CONTROL: readonly [fault: Fault, code: string][] = [
  ['down', 'cache-unreachable'],
  ['hang', 'cache-timeout'],
  [429, 'cache-rate-limited'],
  [500, 'cache-service-failed'],
  [403, 'cache-denied'],
];

describe('a service that fails altogether', () => {
  itAtOnce(CONTROL, '(%s) is a miss for everything', async (fault, code) => {
    const server = await serveEntries();
    const store = open(server, IMPATIENT);
    server.fail('all', fault);
    await expectSoon(async () => {
      const target = await source('before');
      expect(await store.has(ENTRY)).toBe(false);
      expect(await store.get(ENTRY, target)).toBe(false);
      expect(await store.newest('migrate')).toBeUndefined();
      expect(await store.read(documentName({ kind: 'index' }))).toBeUndefined();
      expect(await readFile(target, 'utf8')).toBe('before');
      expect(await readdir(path.dirname(target))).toEqual(['source']);
      expect(await store.put(key('new'), await source('x'))).toMatchObject({
        outcome: code === 'cache-denied' ? 'denied' : 'failed',
      });
    });
    const notes = store.takeNotes();
    expect(notes.map((note) => note.code)).toEqual(code === 'cache-denied' ? [code, code] : [code]);
    for (const { message, hint } of notes) {
      expect(message).toMatch(/^Nothing is (restored from|kept in) GitHub's cache: [^\n]+\.$/);
      expect(hint).toBeDefined();
    }
    // It is told once, and not asked again.
    const asked = server.calls.length;
    expect(await store.has(ENTRY)).toBe(false);
    expect([store.takeNotes(), server.calls.length]).toEqual([[], asked]);
  });
});

describe('a service that shall hand over data', () => {
  const DOWNLOADS: readonly [fault: Fault, code: string, again: boolean][] = [
    ['down', 'cache-unreachable', false],
    ['hang', 'cache-timeout', false],
    [500, 'cache-service-failed', false],
    // The client takes any body for the archive.
    [403, 'cache-entry-damaged', true],
    ['truncated', 'cache-entry-damaged', true],
    ['corrupt', 'cache-entry-damaged', true],
    [{ contents: Buffer.from('<Error>no archive</Error>') }, 'cache-entry-damaged', true],
  ];

  itAtOnce(DOWNLOADS, 'and fails (%s) leaves nothing of it', async (fault, code, again) => {
    const server = await serveEntries();
    const store = open(server, fault === 'hang' ? IMPATIENT : DOWNLOADING);
    server.fail('download', fault);
    const target = await source('before');
    await expectSoon(async () => {
      expect(await store.get(ENTRY, target)).toBe(false);
    });
    expect(await readFile(target, 'utf8')).toBe('before');
    expect(await readdir(path.dirname(target))).toEqual(['source']);
    const notes = store.takeNotes();
    expect(notes).toMatchObject([{ code }]);
    expect(notes[0]?.message).not.toMatch(/\n|secret/);
    server.heal();
    // A damaged entry says nothing about others.
    expect(await store.get(OTHER, target)).toBe(again);
  });
});

describe('a service that shall keep data', () => {
  const UPLOADS: readonly [call: 'CreateCacheEntry' | 'upload' | 'FinalizeCacheEntryUpload', Fault, code: string][] = [
    ['CreateCacheEntry', 'quota', 'cache-full'],
    ['CreateCacheEntry', 429, 'cache-rate-limited'],
    ['CreateCacheEntry', 403, 'cache-denied'],
    ['CreateCacheEntry', 'down', 'cache-unreachable'],
    ['CreateCacheEntry', 'hang', 'cache-timeout'],
    ['upload', 'hang', 'cache-timeout'],
    ['upload', 403, 'cache-not-written'],
    ['FinalizeCacheEntryUpload', 'hang', 'cache-timeout'],
    ['FinalizeCacheEntryUpload', 429, 'cache-rate-limited'],
  ];

  itAtOnce(UPLOADS, 'and fails (%s, %s) says so', async (call, fault, code) => {
    const server = await serve();
    const store = open(server, fault === 'hang' ? IMPATIENT : PATIENT);
    server.fail(call, fault);
    const file = await source('x');
    await expectSoon(async () => {
      const outcome = code === 'cache-denied' ? 'denied' : 'failed';
      expect(await store.put(key('new'), file)).toMatchObject({ outcome });
    });
    const notes = store.takeNotes();
    expect(notes).toMatchObject([{ code }]);
    expect(notes[0]?.message).not.toMatch(/\n|secret/);
    expect(await readdir(path.dirname(file))).toEqual(['source']);
    expect(server.entries).toEqual([]);
  });
});

describe('a service that fails', () => {
  it('once (503) is asked again, without a word', async () => {
    const server = await serveEntries();
    const store = open(server);
    server.fail('GetCacheEntryDownloadURL', 503, 1);
    const target = await source('before');
    expect(await store.get(ENTRY, target)).toBe(true);
    expect(await readFile(target, 'utf8')).toContain('kept');
    expect(store.takeNotes()).toEqual([]);
  });

  it('to finish an upload leaves its key taken: neither kept nor there', async () => {
    const entry = key('half');
    const server = await serve();
    server.fail('FinalizeCacheEntryUpload', 403);
    expect(await open(server).put(entry, await source('x'))).toMatchObject({ outcome: 'denied' });
    server.heal();
    const store = open(server);
    expect(await store.put(entry, await source('x'))).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('another job'),
    });
    expect(store.takeNotes()).toEqual([]);
  });

  it('does not keep our process from ending', async () => {
    const server = await serve();
    server.fail('all', 'hang');
    const program = fileURLToPath(new URL('hanging.ts', import.meta.url));
    const loader = fileURLToPath(new URL('../support/typescript.js', import.meta.url));
    const began = performance.now();
    const asking = spawn(process.execPath, ['--import', loader, program], {
      env: { ...process.env, ...server.environment() },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    asking.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    expect(await new Promise((resolve) => asking.on('close', resolve))).toBe(0);
    expect(text).toBe('false');
    expect(performance.now() - began).toBeLessThan(SOON_MS);
  });
});

describe('an entry that is not of our making', () => {
  let server: CacheServer;
  let store: Store;
  beforeAll(async () => {
    server = await serveEntries();
    store = open(server);
  });
  let asked = 0;
  beforeEach(() => {
    asked = server.calls.length;
  });
  afterEach(() => {
    // Otherwise nothing was put to the test.
    expect(server.calls.slice(asked)).toContain('download');
    server.heal();
  });

  const tar = (directory: string, ...args: readonly string[]): Buffer =>
    execFileSync('sh', ['-c', 'tar "$@" | zstd', 'sh', '-C', directory, '-cP', ...args], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  /** As tar would not make it: of one file with any bytes for a name. */
  const archive = (name: Buffer, contents: string): Buffer => {
    const header = Buffer.alloc(512);
    name.copy(header);
    const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
    header.write(octal(0o644, 7) + octal(0, 7) + octal(0, 7) + octal(contents.length, 11) + octal(0, 11), 100);
    header.write(`${' '.repeat(8)}0`, 148);
    header.write('ustar\x0000', 257);
    header.write(
      octal(
        header.reduce((sum, byte) => sum + byte),
        6,
      ),
      148,
    );
    const body = Buffer.alloc(512);
    body.write(contents);
    return Buffer.concat([header, body, Buffer.alloc(1024)]);
  };

  const ATTACKS: readonly [string, (outside: string, work: string) => Buffer][] = [
    ['has an absolute name', (outside, work) => tar(work, `--transform=s|evil|${outside}/evil|`, 'evil')],
    [
      'leads upwards',
      (outside, work) => tar(work, `--transform=s|evil|../../../${path.basename(outside)}/evil|`, 'evil'),
    ],
    [
      'leads upwards behind bytes that are no text',
      (outside) => {
        const name = Buffer.from(`?/../../../../${path.basename(outside)}/evil`);
        name[0] = 0xff;
        return execFileSync('zstd', ['-c'], { input: archive(name, 'evil') });
      },
    ],
    [
      'leads through a symbolic link',
      (outside, work) => {
        execFileSync('ln', ['-s', outside, path.join(work, 'link')]);
        return tar(work, '--transform=s|evil|link/evil|', 'link', 'evil');
      },
    ],
    [
      'is a symbolic link',
      (outside, work) => {
        execFileSync('ln', ['-s', path.join(outside, 'victim'), path.join(work, 'migrate-action-entry')]);
        return tar(work, 'migrate-action-entry');
      },
    ],
    [
      'is a hard link',
      (outside, work) => {
        const victim = path.join(outside, 'victim');
        execFileSync('ln', [victim, path.join(work, 'migrate-action-entry')]);
        // The second of the two names is stored as a link to the first.
        return tar(work, victim, 'migrate-action-entry');
      },
    ],
    [
      'is a pipe',
      (_, work) => {
        execFileSync('mkfifo', [path.join(work, 'migrate-action-entry')]);
        return tar(work, 'migrate-action-entry');
      },
    ],
    [
      'is a directory',
      (_, work) => {
        execFileSync('mkdir', [path.join(work, 'migrate-action-entry')]);
        return tar(work, 'migrate-action-entry');
      },
    ],
  ];

  it.each(ATTACKS)('and %s writes nothing outside', async (_, make) => {
    const outside = await files.directory({ victim: 'victim' });
    const work = await files.directory({ evil: 'evil' });
    server.fail('download', { contents: make(outside, work) });
    const home = await files.directory();
    const place = path.join(home, 'one', 'two');
    await mkdir(place, { recursive: true });
    await store.get(ENTRY, path.join(place, 'target'));
    expect(await readdir(outside)).toEqual(['victim']);
    expect(await readFile(path.join(outside, 'victim'), 'utf8')).toBe('victim');
    expect(await readdir(home)).toEqual(['one']);
    expect(await readdir(path.join(home, 'one'))).toEqual(['two']);
    expect((await readdir(place)).filter((name) => name !== 'target')).toEqual([]);
    expect(existsSync(path.join(path.dirname(outside), 'evil'))).toBe(false);
  });

  it('brings no rights with it', async () => {
    const work = await files.directory({ 'migrate-action-entry': 'evil' });
    execFileSync('chmod', ['6777', path.join(work, 'migrate-action-entry')]);
    server.fail('download', { contents: tar(work, '--owner=12345', '--group=12345', 'migrate-action-entry') });
    const target = await source('');
    expect(await store.get(ENTRY, target)).toBe(true);
    const { stdout } = spawnSync('stat', ['-c', '%a %u', target], { encoding: 'utf8' });
    expect(stdout.trim()).toBe(`644 ${process.getuid?.()}`);
  });

  it('is refused where it is a document, with a line', async () => {
    const name = documentName({ kind: 'index' });
    await store.update(name, () => Buffer.from('ours'));
    const work = await files.directory({ 'migrate-action-entry': 'theirs' });
    server.fail('download', { contents: tar(work, 'migrate-action-entry') });
    // The other one has told it of another entry.
    const reader = open(server);
    expect(await reader.read(name)).toBeUndefined();
    expect(reader.takeNotes()).toMatchObject([{ severity: 'warning', code: 'cache-entry-refused' }]);
  });
});
