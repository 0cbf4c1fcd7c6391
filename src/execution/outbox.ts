/** What the migrations of a run are sent as, put together once, and before their turn where there is time. */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { MARK_OF_TRANSACTION, mustBeFirst } from '../postgres/in-flight.ts';
import { SETTLE } from './ahead.ts';
import { wholeMessages } from './carry-out.ts';
import type { Message } from './message.ts';
import type { Observer } from './observer.ts';
import type { Runnable } from './runnable.ts';

export interface OutboxOptions {
  readonly observer: Observer | undefined;
  /** Whether migrations are marked for whoever comes upon them when this run is dead. */
  readonly marks: boolean;
  /** Whether others may be sent behind one before it has ended. */
  readonly pipelines: boolean;
}

export class Outbox {
  readonly #bookkeeping: Bookkeeping;
  readonly #options: OutboxOptions;
  /** Of those that run or will soon. */
  readonly #messages = new Map<Runnable, readonly Message[]>();

  constructor(bookkeeping: Bookkeeping, options: OutboxOptions) {
    this.#bookkeeping = bookkeeping;
    this.#options = options;
  }

  /** Of one that is a transaction as a whole. */
  messagesOf(runnable: Runnable): readonly Message[] {
    const known = this.#messages.get(runnable);
    if (known !== undefined) return known;
    const messages = wholeMessages(runnable, this.#bookkeeping, {
      observer: this.#options.observer,
      first: this.markOf(runnable) === 'transaction' ? MARK_OF_TRANSACTION : undefined,
      last: this.#options.pipelines ? SETTLE : undefined,
    });
    this.#messages.set(runnable, messages);
    return messages;
  }

  /** Of one that others may be sent behind: not of one that leaves something, as nothing may run on its session then. */
  onlyMessageOf(runnable: Runnable): Message | undefined {
    if (!this.#options.pipelines || runnable.leaves === true) return undefined;
    const [first, ...more] = this.messagesOf(runnable);
    return more.length > 0 || first?.copyData !== undefined || first?.gexec === true ? undefined : first;
  }

  /** How it is marked. */
  markOf({ migration, framing }: Runnable): 'transaction' | 'session' | undefined {
    if (!this.#options.marks) return undefined;
    return framing.kind === 'transaction' && !mustBeFirst(migration.up.text) ? 'transaction' : 'session';
  }

  /** Puts together what will be sent next while PostgreSQL is busy. */
  prepare(upcoming: Iterable<Runnable>): void {
    try {
      for (const runnable of upcoming) if (runnable.framing.kind === 'transaction') this.messagesOf(runnable);
    } catch {
      // It is tried again, and told, when its turn comes.
    }
  }

  /** It has been applied. */
  forget(runnable: Runnable): void {
    this.#messages.delete(runnable);
  }
}
