/** The flags of the command line, in groups that commands share. */
import { type Command, Option } from 'commander';
import { DEFAULT_POSTGRES, VALUE_END } from './phases/settings.ts';

export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export function withFormatOptions(command: Command): Command {
  return command
    .option('--format <name>', 'whose migrations they are (default: auto)')
    .option('--set <name=value>', 'a value for a template, placeholder or psql variable; repeatable', collect)
    .option('--table <name>', "another bookkeeping table than the tool's usual one")
    .option('--init-sql <file>', 'run this on an empty database before the first migration; repeatable', collect);
}

/** For commands that start servers of their own. */
export function withServerOptions(command: Command): Command {
  return withJobs(command)
    .option('--postgres <major>', `PostgreSQL version of the server we start (default: ${DEFAULT_POSTGRES})`)
    .option('--cache-dir <dir>', 'where servers are kept between runs');
}

function withJobs(command: Command): Command {
  return command.option('--jobs <n>', 'how many migrations may run side by side (default: auto, the number of cores)');
}

/** What runs of a plan take from it. */
function withSharedOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--reuse <what>', 'which snapshots a run may start from: graph, prefix or off (default: graph)'),
    )
    .option('--seed <file>', 'run this SQL after the last migration; repeatable', collect)
    .option('--seed-command <command>', 'run this then, with DATABASE_URL in its environment')
    .option(
      '--seed-inputs <path>',
      'what the command depends on, so that snapshots may hold its effect; repeatable',
      collect,
    )
    .option('--epoch <word>', 'another word abandons all snapshots (default: 0)')
    .option('--pool-size <n>', 'connections at most (default: 4)')
    .option('--connect-timeout <duration>', 'for one connection attempt (default: 10s)')
    .option('--statement-timeout <duration>', 'for one statement (default: 0, none)')
    .option('--lock-timeout <duration>', 'for one lock, and for another run on the same database (default: 60s)')
    .option('--idle-in-transaction-timeout <duration>', 'for an idle transaction (default: 60s)');
}

export function withPlanOptions(command: Command): Command {
  return withSharedOptions(withJobs(command))
    .option('--postgres <majors>', `PostgreSQL versions to plan for: 16,17 (default: ${DEFAULT_POSTGRES})`)
    .option('--shards <n>', 'how many jobs share the migrations on each version (default: auto)')
    .option('--max-parallel <n>', 'how many jobs run at the same time (default: 256)')
    .option('--service-user <name>', "runs migrate a service's database as this user, not a server that they start")
    .option('--cache-dir <dir>', 'where what runs learned is kept');
}

export function withRunOptions(command: Command): Command {
  return withSharedOptions(withServerOptions(command))
    .option('--plan <file>', 'carry out this plan, which names the directory and the settings')
    .option('--shard <n>', 'which part of it')
    .option('--database-url <url>', 'migrate this database instead of starting a server')
    .option('--client-prefix <command>', 'how pg_dump and pg_restore reach it: docker exec -i ID')
    .option('--allow-non-empty', 'accept a database that holds objects no bookkeeping speaks of')
    .option('--keep', 'leave the server up and print its URL')
    .option('--port <port>', 'TCP port of a kept server (default: auto)')
    .option('--clones <n>', 'extra copies of the migrated database, for parallel test workers (default: 0)');
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** What Commander calls a flag. */
export function propertyOf(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Flags as texts, by the names that settings have. */
export function rawOf<Name extends string>(flags: Flags, names: readonly Name[]): Partial<Record<Name, string>> {
  const raw: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = flags[propertyOf(name)];
    if (value !== undefined) raw[name] = typeof value === 'object' ? joined(name, value) : String(value);
  }
  return raw;
}

/** Values may have several lines, paths have none. */
function joined(name: string, values: readonly string[]): string {
  return name === 'set' ? values.map((value) => `${value}${VALUE_END}`).join('') : values.join('\n');
}

/** As their reader wrote it. */
export function flagOf(name: string): string {
  return name === 'directory' ? "argument 'dir'" : `--${name}`;
}
