/** Processes that GitHub's cache client runs in: as many as are asked at the same time, each kept for the next question. */
import { type ChildProcess, fork } from 'node:child_process';
import type { ClientMessage, ClientReply, ClientRequest } from './client-process.ts';

export interface ClientProgram {
  /** A module that calls `serveCacheClient`. */
  readonly entry: string;
  /** Options of `node`. */
  readonly execArgv?: readonly string[] | undefined;
}

export interface Answer {
  /** Without a reply it was too late, or the process died. */
  readonly reply?: ClientReply | undefined;
  readonly late: boolean;
  /** What the client wrote about it. */
  readonly said: readonly string[];
}

/** Loading the client takes a second on a slow machine. */
const START_LIMIT_MS = 30_000;

export class ClientPool {
  readonly #program: ClientProgram;
  readonly #env: NodeJS.ProcessEnv;
  readonly #idle: Client[] = [];
  readonly #all = new Set<Client>();

  /** @param env of the processes: the service's address and token are in it */
  constructor(program: ClientProgram, env: NodeJS.ProcessEnv) {
    this.#program = program;
    // In debug mode the client lists every archive.
    this.#env = { ...env, RUNNER_DEBUG: undefined };
  }

  /** Starts a process for the first question, so that it loads while others still work. */
  prepare(): void {
    this.#idle.push(this.#start());
  }

  /**
   * @param limitMs from when the process is ready; who has not answered by then is ended, with all that he has started
   * @param isShort whether the answer takes less than a process takes to start: then it may come after others of that kind
   */
  async ask(request: ClientRequest, limitMs: number, isShort = false): Promise<Answer> {
    const client = this.#idle.pop() ?? (isShort ? this.#briefly() : undefined) ?? this.#start();
    const answer = await client.ask(request, limitMs, isShort);
    if (answer.reply === undefined) this.#end(client);
    else if (client.isIdle) this.#idle.push(client);
    return answer;
  }

  close(): void {
    for (const client of this.#all) this.#end(client);
    this.#idle.length = 0;
  }

  /** One that will have answered what it was asked before another one is ready. */
  #briefly(): Client | undefined {
    return [...this.#all].find((client) => client.isBrieflyBusy);
  }

  #start(): Client {
    const client = new Client(this.#program, this.#env);
    this.#all.add(client);
    return client;
  }

  #end(client: Client): void {
    client.end();
    this.#all.delete(client);
  }
}

class Client {
  readonly #child: ChildProcess;
  #isReady = false;
  #hasEnded = false;
  #listener: ((message: ClientMessage | 'ended') => void) | undefined;
  /** The last of the questions, which are answered one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** Of those that wait. */
  #long = 0;

  constructor({ entry, execArgv = [] }: ClientProgram, env: NodeJS.ProcessEnv) {
    // A group of its own, so that a tar that waits can be ended with it. When we are gone it loses us and ends by itself.
    this.#child = fork(entry, {
      env,
      execArgv: [...execArgv],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: true,
    });
    this.#child.on('message', (message: ClientMessage) => {
      if ('ready' in message) this.#isReady = true;
      this.#listener?.(message);
    });
    for (const event of ['error', 'exit'] as const) {
      this.#child.on(event, () => {
        this.#hasEnded = true;
        this.#listener?.('ended');
      });
    }
    // While somebody waits for an answer, the limit's timer keeps our process alive. Nothing else of this shall.
    this.#child.unref();
    this.#child.channel?.unref();
  }

  get isIdle(): boolean {
    return this.#waiting === 0;
  }

  get isBrieflyBusy(): boolean {
    return !this.#hasEnded && this.#long === 0;
  }

  async ask(request: ClientRequest, limitMs: number, isShort: boolean): Promise<Answer> {
    const long = isShort ? 0 : 1;
    this.#waiting += 1;
    this.#long += long;
    const answer = this.#last.then(() => this.#ask(request, limitMs));
    this.#last = answer;
    try {
      return await answer;
    } finally {
      this.#waiting -= 1;
      this.#long -= long;
    }
  }

  #ask(request: ClientRequest, limitMs: number): Promise<Answer> {
    const said: string[] = [];
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (end: { reply?: ClientReply; late: boolean }): void => {
        clearTimeout(timer);
        this.#listener = undefined;
        resolve({ ...end, said });
      };
      const wait = (ms: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          finish({ late: true });
        }, ms);
      };
      const send = (): void => {
        wait(limitMs);
        this.#child.send(request, (error) => {
          if (error !== null) finish({ late: false });
        });
      };
      this.#listener = (message) => {
        if (message === 'ended') finish({ late: false });
        else if ('ready' in message) send();
        else if ('said' in message) said.push(message.said);
        else finish({ reply: message.reply, late: false });
      };
      if (this.#hasEnded) finish({ late: false });
      else if (this.#isReady) send();
      else wait(START_LIMIT_MS);
    });
  }

  end(): void {
    const { pid } = this.#child;
    if (this.#hasEnded || pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      this.#child.kill('SIGKILL');
    }
  }
}
