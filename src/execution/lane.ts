/** One connection of a run, kept from its first migration to its last, and reset after each; another one where a reset is not enough. */
import type { Database, Loan } from '../postgres/database.ts';
import { settingsOfNewSessions } from '../postgres/lasting-settings.ts';
import type { Session } from '../postgres/session.ts';
import { lostConnection } from '../postgres/transient.ts';
import type { Ahead } from './ahead.ts';

export class Lane {
  readonly #database: Database;
  #loan: Loan | undefined;
  /** What was sent behind the migration that runs; it is the next one here. */
  ahead: Ahead | undefined;
  /** The reset after the last work, which PostgreSQL does while we get on with ours. */
  #clean: Promise<unknown> = Promise.resolve();
  /** Whether the last work has left in the session what a reset does not take back. */
  #isWorn = false;
  readonly #settings: string | undefined;

  /** @param settings what sessions begin with, as `settingsOfNewSessions` tells it, where any work will leave something */
  constructor(database: Database, settings?: string) {
    this.#database = database;
    this.#settings = settings;
  }

  /**
   * Gets a connection, if there is none or it has ended.
   *
   * @throws UserError (usage) when there is none to be had
   */
  async open(): Promise<Session> {
    if (this.#loan?.broken === true) this.#giveBack();
    if (this.#loan === undefined) {
      this.#loan = await this.#database.borrow();
      this.#tidy(this.#loan.session.reset());
    }
    return this.#loan.session;
  }

  /**
   * Runs the work on a session as clean as a new one. What it throws leaves no transaction open.
   *
   * @param leaves whether it leaves in the session what a reset does not take back
   */
  async run<T>(work: (session: Session) => Promise<T>, leaves = false): Promise<T> {
    if (this.#isWorn) await this.#exchange();
    const session = await this.open();
    try {
      await this.#clean;
      this.#isWorn = leaves;
      const result = await work(session);
      // The reset went out between the two.
      if (this.ahead === undefined) this.#tidy(session.reset());
      return result;
    } catch (error) {
      if (lostConnection(error)) this.#giveBack(true);
      else this.#tidy(rollBack(session));
      throw error;
    }
  }

  /** Unless a new session began with other settings than that one did: all sessions of a run begin before its first migration. */
  async #exchange(): Promise<void> {
    this.#isWorn = false;
    const worn = this.#loan;
    if (worn === undefined || worn.broken) return;
    // What it still holds, others may want.
    const isClean = await succeeds(this.#clean);
    if (isClean && (await settingsOfNewSessions(worn.session)) === this.#settings) this.#giveBack(true);
  }

  async close(): Promise<void> {
    const isClean = await succeeds(this.#clean);
    this.#giveBack(!isClean || this.#isWorn);
  }

  #tidy(work: Promise<unknown>): void {
    this.#clean = work;
    // Whoever works on the session next meets the failure.
    work.catch(() => undefined);
  }

  #giveBack(broken = false): void {
    this.#loan?.giveBack(broken);
    this.#loan = undefined;
    this.#isWorn = false;
    this.#clean = Promise.resolve();
  }
}

async function rollBack(session: Session): Promise<void> {
  await session.run('ROLLBACK');
  await session.reset();
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  return await work.then(
    () => true,
    () => false,
  );
}
