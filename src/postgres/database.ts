/** A database we may connect to: a pool with limits, connecting with patience, and a count of what that took. */
import net from 'node:net';
import pg from 'pg';
import type { ConnectionCounts } from '../migration/result.ts';
import { connectionError } from './connection-error.ts';
import { CONNECT_RETRIES, retryTransient, type RetryNotice } from './retry.ts';
import { Session } from './session.ts';
import { lostConnection } from './transient.ts';

/** Milliseconds; 0 means no limit. */
export interface ConnectionLimits {
  readonly poolSize: number;
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly idleInTransactionTimeoutMs: number;
}

export const DEFAULT_LIMITS: ConnectionLimits = {
  poolSize: 4,
  connectTimeoutMs: 10_000,
  statementTimeoutMs: 0,
  lockTimeoutMs: 60_000,
  idleInTransactionTimeoutMs: 60_000,
};

/** Where the database is: a connection URL, or node-postgres' own fields. */
export type Target = string | { host: string; port?: number; user: string; database: string };

/** A connection that is one's own until it is given back. */
export interface Loan {
  readonly session: Session;
  /** Whether it has ended. */
  readonly broken: boolean;
  /** With `broken` it is thrown away, as it is if it has ended. */
  giveBack(broken?: boolean): void;
}

export interface Database {
  readonly counts: ConnectionCounts;
  /** How many connections there may be at a time. */
  readonly poolSize: number;
  /**
   * Lends a connection that nobody else has meanwhile. Nothing resets it.
   *
   * @throws UserError (usage) when there is none to be had
   */
  borrow(): Promise<Loan>;
  /**
   * Lends a connection for as long as the work takes; it is thrown away if the work broke it.
   *
   * @throws UserError (usage) when there is no connection to be had; else what the work throws
   */
  withSession<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Opens so many connections before they are needed. What goes wrong, whoever needs them will be told. */
  warm(count: number): Promise<void>;
  /** Drops all connections, so that every session from now on is a new one. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** Opens no connection yet. `onRetry` hears of every connection attempt that failed and will be repeated. */
export function openDatabase(
  target: Target,
  limits: ConnectionLimits,
  onRetry: (notice: RetryNotice) => void,
): Database {
  const counts: ConnectionCounts = { opened: 0, waits: 0, waitMs: 0, retries: 0 };
  // node-postgres forgets a connection whose log-in failed and leaves its socket open, which keeps the process from ending.
  const sockets = new Set<net.Socket>();
  const openSocket = (): net.Socket => {
    const socket = new net.Socket();
    sockets.add(socket);
    return socket.once('close', () => sockets.delete(socket));
  };
  const createPool = (): pg.Pool => {
    const created = new pg.Pool({
      ...(typeof target === 'string' ? { connectionString: target } : target),
      stream: openSocket,
      max: limits.poolSize,
      connectionTimeoutMillis: limits.connectTimeoutMs,
      statement_timeout: limits.statementTimeoutMs,
      lock_timeout: limits.lockTimeoutMs,
      idle_in_transaction_session_timeout: limits.idleInTransactionTimeoutMs,
      application_name: 'migrate-action',
      keepAlive: true,
      // They live until the pool is closed: one may be the holder of a lock.
      idleTimeoutMillis: 0,
    });
    created.on('connect', () => {
      counts.opened += 1;
    });
    // An idle connection that breaks is replaced when it is next needed; without a listener it would end the process.
    created.on('error', () => undefined);
    return created;
  };
  let pool = createPool();

  const connect = async (): Promise<pg.PoolClient> => {
    const mustWait = pool.idleCount === 0 && pool.totalCount >= limits.poolSize;
    const asked = performance.now();
    const client = await retryTransient(
      () => pool.connect(),
      CONNECT_RETRIES,
      (notice) => {
        counts.retries += 1;
        onRetry(notice);
      },
    ).catch((error: unknown) => {
      // As the caller's problem, and not to be tried all over again by whoever tries its own work again.
      throw connectionError(error);
    });
    if (mustWait) {
      counts.waits += 1;
      counts.waitMs += performance.now() - asked;
    }
    return client;
  };

  const borrow = async (): Promise<Loan> => {
    const client = await connect();
    let ended = false;
    const onError = () => {
      ended = true;
    };
    client.on('error', onError);
    return {
      session: new Session(client),
      get broken() {
        return ended;
      },
      giveBack(broken = false) {
        client.off('error', onError);
        client.release(ended || broken);
      },
    };
  };

  return {
    counts,
    poolSize: limits.poolSize,
    borrow,
    async withSession(work) {
      const loan = await borrow();
      let broken = false;
      try {
        return await work(loan.session);
      } catch (error) {
        broken = lostConnection(error);
        throw error;
      } finally {
        loan.giveBack(broken);
      }
    },
    async warm(count) {
      const wanted = Math.min(count, limits.poolSize);
      const loans = await Promise.allSettled(Array.from({ length: wanted }, borrow));
      for (const loan of loans) if (loan.status === 'fulfilled') loan.value.giveBack();
    },
    async renew() {
      const old = pool;
      pool = createPool();
      await old.end();
    },
    async close() {
      await pool.end();
      sockets.forEach((socket) => socket.destroy());
    },
  };
}
