/** What later steps of the job get: outputs, and the environment that every PostgreSQL client reads. */
import type { ConnectionDetails, RunResult } from '../migration/result.ts';
import { parseUrl } from '../postgres/url.ts';
import type { Toolkit } from './toolkit.ts';

/** GitHub refuses outputs of more than 1 MB for all of a job, as UTF-16; one result may have most of it. */
const RESULT_LIMIT_BYTES = 768 * 1024;
const BYTES_OF_UNIT = 2;

export function publishDatabase(database: ConnectionDetails, toolkit: Toolkit): void {
  maskPasswordOf(database.url, toolkit);
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

/** In all spellings: as it is, as we write it into a URL, and as whoever wrote this one did, who may have encoded more of it or less. */
export function maskPasswordOf(url: string, toolkit: Toolkit): void {
  const password = parseUrl(url)?.password ?? '';
  const [, spelled = ''] = /^\w+:\/\/[^:/?#]*:([^/?#]*)@/.exec(url) ?? [];
  for (const spelling of new Set([password, encodeURIComponent(password), spelled]))
    if (spelling !== '') toolkit.setSecret(spelling);
}

/** The result as `run --json` prints it, less how to connect: results are kept and shown, secrets are not. */
export function publishResult(result: RunResult, toolkit: Toolkit): void {
  toolkit.setOutput('applied', result.applied);
  const shown = { ...result, database: undefined };
  const text = JSON.stringify(shown);
  if (text.length * BYTES_OF_UNIT <= RESULT_LIMIT_BYTES) {
    toolkit.setOutput('result', text);
    return;
  }
  const notable = shown.migrations.filter(({ status }) => status === 'failed');
  toolkit.setOutput(
    'result',
    JSON.stringify({ ...shown, migrations: notable, migrationsLeftOut: shown.migrations.length - notable.length }),
  );
}
