/** What later steps of the job get: outputs, and the environment that every PostgreSQL client reads. */
import type { ConnectionDetails, RunResult } from '../migration/result.ts';
import type { Toolkit } from './toolkit.ts';

/** GitHub refuses outputs of more than 1 MiB for all of a job; one result may have most of it. */
const RESULT_LIMIT_BYTES = 768 * 1024;

export function publishDatabase(database: ConnectionDetails, toolkit: Toolkit): void {
  maskPassword(database.password, toolkit);
  toolkit.setOutput('database-url', database.url);
  toolkit.setOutput('host', database.host);
  toolkit.setOutput('port', database.port);
  toolkit.setOutput('user', database.user);
  toolkit.setOutput('password', database.password);
  toolkit.setOutput('database', database.database);
  toolkit.setOutput('clone-urls', JSON.stringify(database.cloneUrls));
  toolkit.exportVariable('DATABASE_URL', database.url);
  toolkit.exportVariable('PGHOST', database.host);
  toolkit.exportVariable('PGPORT', String(database.port));
  toolkit.exportVariable('PGUSER', database.user);
  toolkit.exportVariable('PGPASSWORD', database.password);
  toolkit.exportVariable('PGDATABASE', database.database);
}

/** In both spellings: as it is, and as it stands in a URL. */
export function maskPassword(password: string, toolkit: Toolkit): void {
  if (password === '') return;
  toolkit.setSecret(password);
  if (encodeURIComponent(password) !== password) toolkit.setSecret(encodeURIComponent(password));
}

/** The result as `run --json` prints it, less how to connect: results are kept and shown, secrets are not. */
export function publishResult(result: RunResult, toolkit: Toolkit): void {
  toolkit.setOutput('applied', result.applied);
  const shown = { ...result, database: undefined };
  const text = JSON.stringify(shown);
  if (Buffer.byteLength(text) <= RESULT_LIMIT_BYTES) {
    toolkit.setOutput('result', text);
    return;
  }
  const notable = shown.migrations.filter(({ status }) => status === 'failed');
  toolkit.setOutput(
    'result',
    JSON.stringify({ ...shown, migrations: notable, migrationsLeftOut: shown.migrations.length - notable.length }),
  );
}
