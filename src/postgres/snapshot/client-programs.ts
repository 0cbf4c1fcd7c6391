/**
 * PostgreSQL's own client programs, of exactly the server's major version: where packages put them, on PATH, or behind a command such
 * as `docker exec -i ID`, which may lead to another machine with other files.
 */
import { split } from 'shlex';
import { usageError } from '../../migration/problem.ts';
import { lastLines, runCommand } from '../server/command.ts';
import { customaryDirectories } from '../server/installation.ts';
import { parseUrl } from '../url.ts';
import { SnapshotRefusal } from './refusal.ts';

const VERSION_TIMEOUT_MS = 30_000;
const CLIENT_TIMEOUT_MS = 30 * 60_000;

export interface ClientProgram {
  readonly file: string;
  /** What goes before the program's own arguments. */
  readonly args: readonly string[];
}

/**
 * The words of a command that client programs are run through, split as a shell would; nothing else of a shell's work is done.
 *
 * @throws UserError (usage)
 */
export function parseClientPrefix(text: string): readonly string[] {
  try {
    return split(text);
  } catch (cause) {
    throw usageError(
      'bad-client-prefix',
      'The client prefix has a quotation mark that is not closed.',
      'Write it as in a shell: docker exec -i ID',
      { cause },
    );
  }
}

export type ClientName = 'pg_dump' | 'pg_restore';

/** The programs behind a prefix, each looked for once: a command that leads into a container takes its time. */
export class ClientPrograms {
  /** Whether they may talk to another database than ours under the same name. */
  readonly areElsewhere: boolean;
  readonly #prefix: readonly string[];
  readonly #found = new Map<string, Promise<ClientProgram>>();

  /** @param prefix of `parseClientPrefix`; empty for none */
  constructor(prefix: readonly string[]) {
    this.#prefix = prefix;
    this.areElsewhere = prefix.length > 0;
  }

  /** @throws SnapshotRefusal (no-client) that says which is needed, and the cure */
  find(name: ClientName, major: number): Promise<ClientProgram> {
    const wanted = `${name} ${major}`;
    const found = this.#found.get(wanted) ?? findClient(name, major, this.#prefix);
    this.#found.set(wanted, found);
    return found;
  }
}

async function findClient(name: ClientName, major: number, prefix: readonly string[]): Promise<ClientProgram> {
  const [command, ...words] = prefix;
  const candidates: readonly ClientProgram[] =
    command === undefined
      ? [...customaryDirectories(major).map((directory) => `${directory}/${name}`), name].map((file) => ({
          file,
          args: [],
        }))
      : [{ file: command, args: [...words, name] }];
  let other: string | undefined;
  for (const candidate of candidates) {
    const { code, stdout } = await runCommand(candidate.file, [...candidate.args, '--version'], {
      timeoutMs: VERSION_TIMEOUT_MS,
    });
    const version = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
    if (code === 0 && version === String(major)) return candidate;
    if (code === 0) other = version;
  }
  const found = other === undefined ? 'there is none' : `there is only that of ${other}`;
  throw new SnapshotRefusal(
    'no-client',
    command === undefined
      ? `Snapshots of this server need ${name} of PostgreSQL ${major}, and ${found}: install postgresql-client-${major}, or set client-prefix to a command that leads to one, such as docker exec -i ID.`
      : `Snapshots of this server need ${name} of PostgreSQL ${major}, and behind the client prefix (${command} …) ${found}: correct client-prefix.`,
  );
}

/** Of libpq, by the parameter of a URL. */
const PARAMETERS: Readonly<Record<string, string>> = {
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
};

/** A database as a client program is told of it. */
export interface ClientTarget {
  /** A valid URL. */
  readonly url: string;
  /** By which the session of the program is known to the server. */
  readonly applicationName?: string | undefined;
}

/** Runs a program to its end. @throws Error with what it said, without the statement, which may have anybody's data in it */
export async function runClient(
  program: ClientProgram,
  target: ClientTarget,
  args: readonly string[],
  streams: { readonly input?: number | undefined; readonly output?: number | undefined },
): Promise<void> {
  const connection = clientConnection(target);
  const { code, stderr } = await runCommand(program.file, [...program.args, ...connection.args, ...args], {
    env: { ...connection.env, LC_ALL: 'C' },
    ...streams,
    timeoutMs: CLIENT_TIMEOUT_MS,
  });
  if (code === 0) return;
  // The line that names the error; those after it show the statement, with whatever is in it.
  const said = stderr.split('\n').find((line) => /\b(?:error|FATAL):/.test(line)) ?? lastLines(stderr, 1);
  throw new Error(said === '' ? `${program.file} ended without a word` : said);
}

interface ClientConnection {
  /** Arguments that name user and database. */
  readonly args: readonly string[];
  /** The environment with everything else, secrets too, and nothing that is meant for other servers. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * How a client program connects to the database of the URL. A prefix may lead into a container, which sees neither our environment nor
 * our address of the server; there the program finds the server as any program in it would, with this user and this database.
 */
function clientConnection({ url, applicationName }: ClientTarget): ClientConnection {
  const address = parseUrl(url);
  if (address === undefined) throw new Error('The database URL was not checked.');
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  const given = new URLSearchParams(url.split('?')[1] ?? '');
  const parameters = Object.entries(PARAMETERS).flatMap(([parameter, variable]) => {
    const value = given.get(parameter);
    return value === null ? [] : [[variable, value] as const];
  });
  return {
    args: [`--username=${address.user}`, `--dbname=${databaseOf(address.database, applicationName)}`, '--no-password'],
    env: {
      ...Object.fromEntries(inherited),
      PGHOST: address.host,
      PGPORT: String(address.port),
      ...(address.password === '' ? {} : { PGPASSWORD: address.password }),
      ...Object.fromEntries(parameters),
    },
  };
}

/**
 * A connection string rather than a variable for the session's name, since not every prefix hands on our environment. Libpq takes a
 * database's name with `=` in it, or one that begins like a URL, for such a string, too.
 */
function databaseOf(database: string, applicationName: string | undefined): string {
  if (applicationName === undefined && !/=|^postgres(?:ql)?:\/\//.test(database)) return database;
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const session = applicationName === undefined ? '' : ` application_name=${quoted(applicationName)}`;
  return `dbname=${quoted(database)}${session}`;
}
