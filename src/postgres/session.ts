/**
 * One connection that runs migrations: scripts as simple-query messages, the way psql and the migration tools send them.
 *
 * A script's rows are not kept, only counted off: a migration may well `SELECT` a million of them. Only what a query of our own
 * reports, amid the script's transaction, is handed on.
 */
import type pg from 'pg';
import { causeOf, codeOf } from './thrown.ts';

/** The parts of node-postgres' wire connection that a query object may use (its `Submittable` protocol, as pg-copy-streams does). */
interface WireConnection {
  readonly stream: { cork(): void; uncork(): void };
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** A message failed: which of its statements had been completed before. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  override readonly cause: Error;
  /** How many statements of the message PostgreSQL had completed when it refused the next one. */
  readonly completed: number;

  constructor(cause: Error, completed: number) {
    super(cause.message, { cause });
    this.cause = cause;
    this.completed = completed;
  }
}

/** How long another session may take to end: rolling back is quick, but it may be writing. */
const END_TIMEOUT_MS = 30_000;

/** COPY data goes out in pieces of this size, so that a large block is not held twice. */
const COPY_CHUNK_CHARACTERS = 256 * 1024;

/** What a result's first column is named if its values are to be handed on, instead of thrown away as a script's rows are. */
export const REPORT_COLUMN = 'migrate_action_report';

/** What forgets everything a session was set to; not possible inside a transaction, nor beside other statements in a message. */
export const RESET = 'DISCARD ALL';

/** SQLSTATE of what took too long, or was to be ended. */
const QUERY_CANCELED = '57014';

/** Takes the answers to a message that was sent already: node-postgres only has to be told whose turn it is. */
class ScriptQuery {
  readonly copyData: string | undefined;
  readonly finish: (error?: Error) => void;
  readonly begin: () => void;
  readonly reports: string[] = [];
  completed = 0;
  #isReport = false;
  #hasBegun = false;

  constructor(copyData: string | undefined, begin: () => void, finish: (error?: Error) => void) {
    this.copyData = copyData;
    this.begin = begin;
    this.finish = finish;
  }

  submit(): void {
    this.#hasBegun = true;
    this.begin();
  }

  handleCommandComplete(): void {
    this.completed += 1;
  }

  handleCopyInResponse(connection: WireConnection): void {
    if (this.copyData === undefined) {
      connection.sendCopyFail('no data follows this COPY … FROM STDIN');
      return;
    }
    for (let at = 0; at < this.copyData.length;) {
      const end = pieceEnd(this.copyData, at + COPY_CHUNK_CHARACTERS);
      connection.sendCopyFromChunk(Buffer.from(this.copyData.slice(at, end)));
      at = end;
    }
    connection.endCopyFrom();
  }

  handleError(error: Error): void {
    // The connection was lost before its turn came.
    if (!this.#hasBegun) this.submit();
    this.finish(new MessageError(error, this.completed));
  }

  handleReadyForQuery(): void {
    this.finish();
  }

  handleRowDescription(description: { readonly fields: readonly { readonly name: string }[] }): void {
    this.#isReport = description.fields[0]?.name === REPORT_COLUMN;
  }

  handleDataRow(row: { readonly fields: readonly (string | null)[] }): void {
    const value = row.fields[0];
    if (this.#isReport && typeof value === 'string') this.reports.push(value);
  }

  // The rest of the protocol leaves no trace.
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}

/** Keeps surrogate pairs whole: a piece must be valid text by itself. */
function pieceEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end + 1 : end;
}

export class Session {
  readonly #client: pg.ClientBase;
  /** Sent along with a script's last message; nothing of a script since. */
  #reset: Promise<unknown> | undefined;
  /** Whose answers come next, in the order in which they were sent. */
  readonly #expected: ScriptQuery[] = [];
  /** Whether one of them stands in node-postgres' queue. */
  #waiting = false;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /**
   * Sends one message, which may hold any number of statements, and waits until all are done.
   *
   * @param copyData what the message's `COPY … FROM STDIN` reads
   * @returns the values of the column named REPORT_COLUMN, of all results that begin with it
   * @throws MessageError with node-postgres' error as cause
   */
  async run(message: string, copyData?: string): Promise<readonly string[]> {
    return (await this.#send([message], copyData)[0]) ?? [];
  }

  /**
   * Sends several messages in one write, behind what was sent before, so that PostgreSQL goes from each to the next without waiting for
   * us. Where one is refused inside a transaction, so are those behind it.
   *
   * @param messages have no `COPY … FROM STDIN`, which would take the next one for its data
   * @returns of each what `run` returns; whoever does not wait for one need not catch its failure
   */
  runAll(messages: readonly string[]): readonly Promise<readonly string[]>[] {
    return this.#send(messages, undefined);
  }

  /**
   * Like `run`, and sends the reset along that `reset` then waits for.
   *
   * @param message has no `COPY … FROM STDIN`
   */
  async runLast(message: string): Promise<readonly string[]> {
    const [done, reset] = this.#send([message, RESET], undefined);
    try {
      return (await done) ?? [];
    } catch (error) {
      await reset?.catch(() => undefined);
      throw error;
    } finally {
      this.#reset = reset;
    }
  }

  #send(messages: readonly string[], copyData: string | undefined): readonly Promise<readonly string[]>[] {
    this.#reset = undefined;
    const { connection } = this.#client as unknown as { readonly connection: WireConnection };
    // One write, and one wake-up of the server, for all of them.
    connection.stream.cork();
    for (const message of messages) connection.query(message);
    connection.stream.uncork();
    return messages.map(() => {
      const answer = new Promise<readonly string[]>((resolve, reject) => {
        const begin = () => {
          this.#waiting = false;
          this.#expectNext();
        };
        const query = new ScriptQuery(copyData, begin, (error) => {
          if (error === undefined) resolve(query.reports);
          else reject(error);
        });
        this.#expected.push(query);
      });
      answer.catch(() => undefined);
      this.#expectNext();
      return answer;
    });
  }

  /** Hands node-postgres the next one when the one before has its turn: it complains about more than one that waits. */
  #expectNext(): void {
    if (this.#waiting) return;
    const query = this.#expected.shift();
    if (query === undefined) return;
    this.#waiting = true;
    this.#client.query(query as unknown as pg.Submittable);
  }

  /** Runs one query and gives its rows, values as node-postgres parses them. */
  async rows(query: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]> {
    const result = await this.#client.query<Record<string, unknown>>(query, values && [...values]);
    return result.rows;
  }

  /** Runs a message and gives every field of its last result as text, row by row; nulls are left out. For `\gexec`. */
  async fields(query: string): Promise<readonly string[]> {
    this.#reset = undefined;
    const result = await this.#client.query<unknown[]>({
      text: query,
      rowMode: 'array',
      types: { getTypeParser: () => String },
    });
    // Several queries, joined by psql's `\;`, have several results, which the type does not know of.
    const [last] = [result].flat().slice(-1);
    return (last?.rows ?? []).flat().filter((field): field is string => typeof field === 'string');
  }

  /** Whether a transaction is open, failed or not. */
  get inTransaction(): boolean {
    const status = this.#client.getTransactionStatus();
    return status === 'T' || status === 'E';
  }

  /** The process of the server that serves this session. */
  get backend(): number | undefined {
    return (this.#client as { processID?: number | null }).processID ?? undefined;
  }

  /**
   * Ends another session of this user on this database, if it is still there, and waits until it is gone. A server notices that its
   * client is gone only when it next has something to say, and until then goes on with what it was sent.
   *
   * @returns whether it is gone
   */
  async endOther(backend: number): Promise<boolean> {
    const rows = await this.rows(
      `SELECT pg_catalog.pg_terminate_backend(pid, $2) AS gone FROM pg_catalog.pg_stat_activity
       WHERE pid = $1 AND pid <> pg_catalog.pg_backend_pid() AND datname = pg_catalog.current_database()
         AND usesysid = (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user)`,
      [backend, END_TIMEOUT_MS],
    );
    return rows.every(({ gone }) => gone === true);
  }

  /** Forgets everything the session was set to; not possible inside a transaction. */
  async reset(): Promise<void> {
    try {
      await (this.#reset ?? this.run(RESET));
    } catch (error) {
      // A limit that a script left behind was too short for it.
      if (codeOf(causeOf(error)) !== QUERY_CANCELED) throw error;
      await this.run('SET statement_timeout = 0');
      await this.run(RESET);
    }
  }
}
