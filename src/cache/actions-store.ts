/**
 * A store in GitHub's cache, through the unmodified `@actions/cache`.
 *
 * What GitHub promises, and what follows:
 *
 * | GitHub | here |
 * |---|---|
 * | A key is written once, and no client can list or remove. | A document is a new entry each time it changes, found by its beginning. |
 * | A run reads its branch's entries, the base's and the default branch's; it writes its own branch's. | Runs of the default branch keep what all can use. |
 * | The repository has 10 GB; least recently used goes first; 7 days without use, and it is gone. | Nothing is pruned. |
 * | Keys are found by prefix, also where they were not meant so. | The found key is compared with the one that was asked for. |
 * | A lost race costs packing and compressing. | It is looked up before it is saved. |
 * | Machines without zstd pack with gzip, and find only what was packed so. | Nothing: they have a cache of their own. |
 *
 * **Time.** Every question has a limit. Who is late is ended, and nobody is asked again in this run: so a service that hangs costs the
 * limit once. The same holds for one that is down, or answers with errors or that it has had enough.
 *
 * **Trust.** Whoever may write an entry that we can read (who may push to this branch, its base or the default branch) could as well
 * push code to where this runs. Still an entry cannot write outside of a fresh directory: all of it is extracted under one name (see
 * `client-process.ts`), with the rights of a plain file, and anything but one plain file is refused. What stays: an archive that
 * unpacks to more than the disk holds fills it, until it is ended and removed; and the contents are what somebody put there, so the
 * caller checks them. Restoring needs GNU tar for this; with another tar nothing is restored.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../migration/problem.ts';
import { messageOf } from '../postgres/thrown.ts';
import { type Answer, type ClientProgram, ClientPool } from './actions/client.ts';
import type { ClientRequest } from './actions/client-process.ts';
import { type Direction, judge, type Verdict } from './actions/verdict.ts';
import { emptyWorkspace, fillWorkspace, hasGnuTar, withWorkspace } from './actions/workspace.ts';
import { documentKey, isIntact, isKeyOf } from './keys.ts';
import { Notes } from './notes.ts';
import { type GetOptions, LARGEST_DOCUMENT_BYTES, type PutOptions, type PutResult, type Store } from './store.ts';

export interface ActionsStoreOptions {
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What runs the client; default: the bundle's stub. */
  readonly client?: ClientProgram | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

export interface Limits {
  /** For a question without data. A try that fails and is repeated by the client takes 3 seconds. */
  readonly controlMs: number;
  /** Data has as long again as it would take at this speed. */
  readonly bytesPerSecond: number;
}

const LIMITS: Limits = { controlMs: 20_000, bytesPerSecond: 2 * 1024 ** 2 };
/** Of an entry whose size nobody knows. */
const ASSUMED_BYTES = 64 * 1024 ** 2;

/** Starts the client's process at once; it needs up to a second. */
export function actionsStore(options: ActionsStoreOptions = {}): Store {
  return new ActionsStore(options);
}

class ActionsStore implements Store {
  readonly place = "GitHub's cache";
  readonly #env: NodeJS.ProcessEnv;
  readonly #clients: ClientPool;
  readonly #limits: Limits;
  readonly #notes = new Notes();
  /** Why nothing is tried any more. */
  readonly #gaveUp: Partial<Record<Direction, Verdict>> = {};
  #gnuTar: Promise<boolean> | undefined;

  constructor({ env = process.env, client = bundledClient(), limits }: ActionsStoreOptions) {
    this.#env = env;
    this.#clients = new ClientPool(client, env);
    this.#limits = { ...LIMITS, ...limits };
    if ((env['ACTIONS_RUNTIME_TOKEN'] ?? '') === '') this.#conclude(NO_TOKEN, 'reading');
    else this.#clients.prepare();
  }

  async has(key: string): Promise<boolean> {
    return (await this.#find(key)) === key;
  }

  async newest(prefix: string): Promise<string | undefined> {
    const key = await this.#find(prefix, prefix);
    return key?.startsWith(prefix) === true ? key : undefined;
  }

  async get(key: string, file: string, { bytes, limitMs }: GetOptions = {}): Promise<boolean> {
    return (await this.#fetch({ key }, file, limitMs ?? this.#limitFor(bytes))) === key;
  }

  async put(key: string, file: string, { limitMs }: PutOptions = {}): Promise<PutResult> {
    if (this.#gaveUp.writing !== undefined) return resultOf(this.#gaveUp.writing);
    if (await this.has(key)) return { outcome: 'exists' };
    return await this.#save(key, file, limitMs);
  }

  async read(name: string): Promise<Buffer | undefined> {
    return await this.#withTemporary(async (file) => {
      const key = await this.#fetch({ key: `${name}=`, prefix: `${name}=` }, file, this.#limitFor(0));
      if (key === undefined || !isKeyOf(name, key)) return undefined;
      const isSmall = (await stat(file)).size <= LARGEST_DOCUMENT_BYTES;
      const document = isSmall ? await readFile(file) : undefined;
      if (document !== undefined && isIntact(key, document)) return document;
      this.#conclude(damaged(`what lies under ${key} is something else`), 'reading');
      return undefined;
    }, undefined);
  }

  async update(name: string, change: (document: Buffer | undefined) => Uint8Array | undefined): Promise<PutResult> {
    const before = await this.read(name);
    const after = change(before);
    if (after === undefined || before?.equals(after) === true) return { outcome: 'exists' };
    return await this.#withTemporary<PutResult>(
      async (file) => {
        await writeFile(file, after);
        return await this.put(documentKey(name, after), file);
      },
      { outcome: 'failed', why: 'there is no room for temporary files' },
    );
  }

  takeNotes(): readonly Problem[] {
    return this.#notes.take();
  }

  close(): Promise<void> {
    for (const direction of ['reading', 'writing'] as const) this.#gaveUp[direction] ??= CLOSED;
    this.#clients.close();
    return Promise.resolve();
  }

  async #find(key: string, prefix?: string): Promise<string | undefined> {
    return (await this.#ask({ call: 'find', key, prefix }, 'reading', this.#limits.controlMs))?.reply?.key;
  }

  /** @returns the key of what is now in the file */
  async #fetch(
    wanted: Pick<ClientRequest, 'key' | 'prefix'>,
    file: string,
    limitMs: number,
  ): Promise<string | undefined> {
    if (this.#hasGivenUp('reading')) return undefined;
    this.#gnuTar ??= hasGnuTar(this.#env);
    if (!(await this.#gnuTar)) {
      this.#conclude(NO_GNU_TAR, 'reading');
      return undefined;
    }
    return await this.#locally('reading', undefined, () =>
      withWorkspace(path.dirname(file), async (made) => {
        const answer = await this.#ask({ call: 'fetch', ...wanted, ...made }, 'reading', limitMs);
        const key = answer?.reply?.key;
        if (key === undefined || (wanted.prefix === undefined && key !== wanted.key)) return undefined;
        if (await emptyWorkspace(made, file)) return key;
        this.#conclude(damaged(`${key} is not one plain file`), 'reading');
        return undefined;
      }),
    );
  }

  async #save(key: string, file: string, wantedLimitMs: number | undefined): Promise<PutResult> {
    const failed: PutResult = { outcome: 'failed', why: 'the file could not be packed' };
    return await this.#locally<PutResult>('writing', failed, () =>
      withWorkspace(path.dirname(file), async (made) => {
        await fillWorkspace(made, file);
        const limitMs = wantedLimitMs ?? this.#limitFor((await stat(file)).size);
        const answer = await this.#ask({ call: 'save', key, ...made }, 'writing', limitMs);
        if (answer?.reply?.saved === true) return { outcome: 'kept' };
        const verdict = answer?.verdict ?? this.#gaveUp.writing;
        if (verdict?.outcome !== 'exists') return verdict === undefined ? failed : resultOf(verdict);
        // Somebody has the key. Whether he also had the time to finish, only a look can tell.
        return (await this.has(key)) ? { outcome: 'exists' } : { outcome: 'failed', why: verdict.why };
      }),
    );
  }

  async #ask(
    request: ClientRequest,
    direction: Direction,
    limitMs: number,
  ): Promise<(Answer & { verdict: Verdict | undefined }) | undefined> {
    if (this.#hasGivenUp(direction)) return undefined;
    // Documents are small, and found by the beginning of their keys.
    const answer = await this.#clients.ask(request, limitMs, request.prefix !== undefined);
    // Another question was answered for good meanwhile, or the store was closed: that has been told.
    if (this.#hasGivenUp(direction) && answer.reply === undefined) return undefined;
    const verdict = answer.reply?.available === false ? NO_SERVICE : judge(answer, direction, limitMs);
    // What works in the end is not worth a word: the client repeats what fails for a moment.
    if (answer.reply?.key !== undefined || answer.reply?.saved === true) return { ...answer, verdict: undefined };
    if (verdict !== undefined && verdict.outcome !== 'exists') this.#conclude(verdict, direction);
    return { ...answer, verdict };
  }

  #hasGivenUp(direction: Direction): boolean {
    return this.#gaveUp[direction] !== undefined;
  }

  #conclude(verdict: Verdict, direction: Direction): void {
    const { code, severity, why, hint, lasts } = verdict;
    if (lasts !== 'no') this.#gaveUp[direction] ??= verdict;
    if (lasts === 'all') this.#gaveUp[direction === 'reading' ? 'writing' : 'reading'] ??= verdict;
    const what =
      direction === 'reading' ? `Nothing is restored from ${this.place}` : `Nothing is kept in ${this.place}`;
    const subject = lasts === 'no' ? what.replace('Nothing', 'Something').replace(' is ', ' is not ') : what;
    this.#notes.add({ severity, code, message: `${subject}: ${why}.`, hint }, direction);
  }

  #limitFor(bytes = ASSUMED_BYTES): number {
    return this.#limits.controlMs + (bytes / this.#limits.bytesPerSecond) * 1000;
  }

  async #withTemporary<Result>(work: (file: string) => Promise<Result>, failed: Result): Promise<Result> {
    const parent = this.#env['RUNNER_TEMP'] ?? os.tmpdir();
    return await this.#locally('reading', failed, () =>
      withWorkspace(parent, ({ temporary }) => work(path.join(temporary, 'document'))),
    );
  }

  /** Our own part of it can fail, too: a full disk, a directory that is not ours to write in. */
  async #locally<Result>(direction: Direction, failed: Result, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#conclude({ ...LOCAL, why: messageOf(error) }, direction);
      return failed;
    }
  }
}

function resultOf({ outcome, why }: Verdict): PutResult {
  return { outcome: outcome === 'denied' ? 'denied' : 'failed', why };
}

/** Beside the bundle, of which we are a part. */
function bundledClient(): ClientProgram {
  return { entry: path.join(path.dirname(fileURLToPath(import.meta.url)), 'cache-client.js') };
}

const NO_TOKEN: Verdict = {
  code: 'cache-unavailable',
  why: 'this step has no token for it',
  severity: 'info',
  hint: 'GitHub gives one to steps with "uses:", not to those with "run:".',
  outcome: 'denied',
  lasts: 'all',
};
const NO_SERVICE: Verdict = {
  ...NO_TOKEN,
  why: 'this runner has no such service',
  hint: 'On a runner of your own, name a directory that is kept with cache-dir.',
};
const NO_GNU_TAR: Verdict = {
  code: 'cache-no-tar',
  why: 'there is no GNU tar, and with another an entry could write anywhere',
  severity: 'warning',
  hint: 'Install GNU tar on the runner, or in the container that the job runs in.',
  outcome: 'failed',
  lasts: 'direction',
};
const LOCAL = {
  code: 'cache-local',
  severity: 'warning',
  hint: 'Free some room, or give this account the right to write there.',
  outcome: 'failed',
  lasts: 'no',
} as const;
const CLOSED: Verdict = { ...LOCAL, why: 'it is closed' };

function damaged(why: string): Verdict {
  return {
    code: 'cache-entry-refused',
    why,
    severity: 'warning',
    hint: 'Delete that cache of the repository, and find out who made it: nothing of ours has such contents.',
    outcome: 'failed',
    lasts: 'no',
  };
}
