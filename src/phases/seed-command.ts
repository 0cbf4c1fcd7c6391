/** Runs the shell command of a seed, as a later step of the job would run it: with the database in its environment. */
import { spawn } from 'node:child_process';
import type { ConnectionDetails } from '../migration/result.ts';
import type { RunPorts } from './ports.ts';

export type Connection = Pick<ConnectionDetails, 'url' | 'host' | 'port' | 'user' | 'password' | 'database'>;

/** What is told of a command that fails. */
const LAST_LINES = 20;
const TAIL_CHARACTERS = 16_384;
/** A process that it left in the background may hold its output open for as long as it likes. */
const OUTPUT_GRACE_MS = 500;
/** What our own step was given, and what a step that only runs a command has no part in. */
const OURS = /^(?:INPUT_|STATE_|ACTIONS_RUNTIME_|ACTIONS_RESULTS_|ACTIONS_CACHE_)/;

/** @returns why it failed, with its last lines and without the password; undefined when it did not */
export async function runSeedCommand(
  command: string,
  connection: Connection,
  env: RunPorts['env'],
): Promise<string | undefined> {
  const child = spawn('/bin/sh', ['-c', command], {
    env: { ...withoutOurs(env), ...environmentOf(connection) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let tail = '';
  const take = (chunk: string) => {
    tail = (tail + chunk).slice(-TAIL_CHARACTERS);
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  const how = await new Promise<string | undefined>((resolve) => {
    child.on('error', ({ message }) => {
      resolve(`could not be started: ${message}`);
    });
    child.on('exit', (code, signal) => {
      const ended = code === 0 ? undefined : `ended ${signal === null ? `with exit code ${code}` : `by ${signal}`}`;
      const timer = setTimeout(() => {
        resolve(ended);
      }, OUTPUT_GRACE_MS);
      child.on('close', () => {
        clearTimeout(timer);
        resolve(ended);
      });
    });
  });
  child.stdout.destroy();
  child.stderr.destroy();
  if (how === undefined) return undefined;
  const said = withoutPassword(tail, connection).trim().split('\n').slice(-LAST_LINES).join('\n');
  return `The command ${how}${said === '' ? '.' : `:\n${said}`}`;
}

function environmentOf({ url, host, port, user, password, database }: Connection): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: url,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    // An empty one is no password to libpq; one of another server would be wrong here.
    PGPASSWORD: password,
  };
}

function withoutOurs(env: RunPorts['env']): RunPorts['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OURS.test(name)));
}

/** In both spellings: as it is, and as it stands in a URL. */
function withoutPassword(text: string, { url, password }: Connection): string {
  const inUrl = /^\w+:\/\/[^:@/]*:([^@]*)@/.exec(url)?.[1] ?? '';
  return [password, encodeURIComponent(password), inUrl]
    .filter((secret) => secret !== '')
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
