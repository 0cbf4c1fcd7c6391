/** One connection of a run, kept from its first migration to its last, and reset after each. */
import type { Database, Loan } from '../postgres/database.ts';
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

  constructor(database: Database) {
    this.#database = database;
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

  /** Runs the work on a session as clean as a new one. What it throws leaves no transaction open. */
  async run<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const session = await this.open();
    try {
      await this.#clean;
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

  async close(): Promise<void> {
    const broken = await this.#clean.then(
      () => false,
      () => true,
    );
    this.#giveBack(broken);
  }

  #tidy(work: Promise<unknown>): void {
    this.#clean = work;
    // Whoever works on the session next meets the failure.
    work.catch(() => undefined);
  }

  #giveBack(broken = false): void {
    this.#loan?.giveBack(broken);
    this.#loan = undefined;
    this.#clean = Promise.resolve();
  }
}

async function rollBack(session: Session): Promise<void> {
  await session.run('ROLLBACK');
  await session.reset();
}
