/** Runs scripts as a run does: one transaction each, observed, in a database of the test's own. */
import pg from 'pg';
import type { Seen } from '../../../src/graph/proof.ts';
import { type Database, DEFAULT_LIMITS, openDatabase } from '../../../src/postgres/database.ts';
import { type Level, Observation } from '../../../src/postgres/observation/observation.ts';
import { socketConnection } from '../../../src/postgres/server/managed-server.ts';
import type { Session } from '../../../src/postgres/session.ts';
import type { TestServer } from '../../support/server.ts';

export interface Watched {
  readonly database: Database;
  readonly session: Session;
  readonly observation: Observation;
  /** Applies a script in a transaction of its own, which a failure rolls back. Level: `full` unless said otherwise. */
  readonly apply: (script: string, level?: Level) => Promise<Seen>;
  readonly value: (query: string) => Promise<unknown>;
}

/**
 * @param prepare script that has run before the observation begins
 * @param user default the superuser
 */
export async function withObservation(
  testServer: TestServer,
  prepare: string,
  work: (watched: Watched) => Promise<void>,
  user?: string,
): Promise<void> {
  const name = await testServer.createDatabase();
  const client = await testServer.connect(name);
  if (user !== undefined) {
    await client.query(
      `CREATE ROLE ${pg.escapeIdentifier(user)} LOGIN; GRANT ALL ON SCHEMA public TO ${pg.escapeIdentifier(user)}`,
    );
    await client.query(`GRANT CREATE ON DATABASE ${name} TO ${pg.escapeIdentifier(user)}`);
  }
  await client.end();
  const target = socketConnection(testServer.server, name);
  const database = openDatabase(user === undefined ? target : { ...target, user }, DEFAULT_LIMITS, () => undefined);
  try {
    await database.withSession(async (session) => {
      await session.run(prepare);
      const observation = await Observation.open(session, true);
      await work({
        database,
        session,
        observation,
        apply: async (script, level = 'full') => {
          await session.reset();
          const around = observation.around(level, script);
          const text = [
            'BEGIN',
            ...around.before,
            script,
            'RESET SESSION AUTHORIZATION',
            'RESET ROLE',
            ...around.after,
            'COMMIT',
          ];
          try {
            return observation.seen(await session.run(text.join('\n;\n')), script);
          } catch (error) {
            await session.run('ROLLBACK');
            throw error;
          }
        },
        value: async (query) => (await session.rows(`SELECT (${query}) AS value`))[0]?.['value'],
      });
    });
  } finally {
    await database.close();
  }
}
