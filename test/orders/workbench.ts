/** One database after the other on a server that nobody else uses, each as empty as the first, roles included. */
import pg from 'pg';
import { socketConnection } from '../../src/postgres/server/managed-server.ts';
import { Session } from '../../src/postgres/session.ts';
import { copyDatabase, createEmptyTemplate, type Server } from '../support/databases.ts';

/** What runs away is a statement that the generator then does without. */
const STATEMENT_TIMEOUT_MS = 20_000;
/** A COMMIT knows no timeout, and in another order its triggers may set off one another without end. */
const DATABASE_TIMEOUT_MS = 120_000;
const DATABASE = 'orders';
const TEMPLATE = 'orders_template';

/** All that were not there when the server was made. */
const DROP_ROLES = `
  DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT rolname FROM pg_roles WHERE oid >= 16384 LOOP EXECUTE format('DROP ROLE %I', name); END LOOP;
  END $$`;

export interface Bench {
  readonly client: pg.Client;
  readonly session: Session;
  /** Another session that only looks, and so may keep what it has prepared; connected when it is first asked for. */
  lookOn(): Promise<pg.Client>;
}

export class Workbench {
  readonly #server: Server;
  #admin: pg.Client | undefined;
  replays = 0;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Runs the work on a fresh database, and removes it and the roles after it. */
  async withDatabase<T>(work: (bench: Bench) => Promise<T>): Promise<T> {
    const admin = await this.#connectAdmin();
    await copyDatabase(admin, this.#server, DATABASE, TEMPLATE);
    this.replays += 1;
    const newClient = () => {
      const client = new pg.Client({
        ...socketConnection(this.#server, DATABASE),
        statement_timeout: STATEMENT_TIMEOUT_MS,
      });
      client.on('error', () => undefined);
      return client;
    };
    const client = newClient();
    let looking: pg.Client | undefined;
    const lookOn = async () => {
      if (looking === undefined) {
        looking = newClient();
        await looking.connect();
      }
      return looking;
    };
    const late = new AbortController();
    const tooLong = setTimeout(() => {
      late.abort();
      const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${DATABASE}'`;
      admin.query(end).catch(() => undefined);
    }, DATABASE_TIMEOUT_MS);
    try {
      await client.connect();
      const done = await work({ client, session: new Session(client), lookOn });
      // What comes of a session that was ended says nothing about an order.
      if (late.signal.aborted)
        throw new Error(`A database was in use for longer than ${DATABASE_TIMEOUT_MS / 1000} s.`);
      return done;
    } finally {
      clearTimeout(tooLong);
      await looking?.end().catch(() => undefined);
      await client.end().catch(() => undefined);
      await admin.query(`DROP DATABASE ${DATABASE} WITH (FORCE)`);
      await admin.query(DROP_ROLES);
    }
  }

  async close(): Promise<void> {
    await this.#admin?.end();
  }

  async #connectAdmin(): Promise<pg.Client> {
    if (this.#admin === undefined) {
      this.#admin = new pg.Client(socketConnection(this.#server, 'postgres'));
      this.#admin.on('error', () => undefined);
      await this.#admin.connect();
      await createEmptyTemplate(this.#admin, this.#server, TEMPLATE);
    }
    return this.#admin;
  }
}
