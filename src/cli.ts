/** The command line: flags in, text or JSON out, and the exit code: 0 fine, 1 the migrations are at fault, 2 usage, 3 ours. */
import { Command, CommanderError, Option } from 'commander';
import type { Problem } from './migration/problem.ts';
import { UserError, usageError } from './migration/problem.ts';
import { drawGraph } from './graph/draw.ts';
import { explain, renderWhy } from './graph/why.ts';
import type { KeptList } from './migration/kept-entry.ts';
import { clearKept, listKept, parseLimits, pruneKept } from './phases/kept.ts';
import { faultOf, type Prepared } from './phases/plan.ts';
import { lineReporter, quietReporter } from './phases/progress.ts';
import { run } from './phases/run.ts';
import { DEFAULT_POSTGRES, parseSettings, type RawSettings, SETTING_NAMES, type Settings } from './phases/settings.ts';
import { describeDefect } from './report/defect.ts';
import { renderKept } from './report/kept.ts';
import { renderVerify } from './report/verify.ts';
import { colours, renderPlan, renderProblems, renderSummary } from './report/terminal.ts';
import { visibleLine } from './report/visible.ts';
import { planVerified } from './phases/verified.ts';
import { verify } from './phases/verify.ts';

export const EXIT = { fine: 0, migrations: 1, usage: 2, ours: 3 } as const;

/** The process around the command. */
export interface CliPorts {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @returns the exit code; throws nothing */
export async function runCli(args: readonly string[], ports: CliPorts): Promise<number> {
  let exitCode: number = EXIT.fine;
  const program = createProgram(ports, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    return report(error, args.includes('--json'), ports);
  }
}

function createProgram(ports: CliPorts, setExitCode: (code: number) => void): Command {
  const program = new Command('migrate-action')
    .description('A migrated PostgreSQL database in seconds, from the migrations of any of 16 tools.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => ports.stdout.write(text),
      writeErr: (text) => ports.stderr.write(text),
    })
    .addHelpText(
      'after',
      '\nExit code: 0 fine, 1 the migrations are at fault, 2 usage or environment, 3 a defect of ours.',
    );
  withFormatOptions(program.command('plan').description('say what a run would do, touching files only'))
    .addOption(new Option('--postgres <major>', `PostgreSQL version to plan for (default: ${DEFAULT_POSTGRES})`))
    .option('--cache-dir <dir>', 'where what runs learned is kept')
    .addOption(new Option('--reuse <what>', 'off: the matrix has what earlier runs verified, too (default: graph)'))
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .addOption(new Option('--graph <drawing>', 'print the graph instead').choices(['mermaid', 'dot', 'json']))
    .option('--why <ids...>', 'explain why one of two migrations must run before the other, or why not')
    .action(async (directory: string, flags: Flags) => {
      setExitCode(await planCommand(toSettings(directory, flags), flags, ports));
    });
  withRunOptions(withFormatOptions(program.command('run').description('migrate a database: one we start, or yours')))
    .option('--check-snapshot', 'replay what the snapshot holds, too, and withdraw it if it differs')
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .action(async (directory: string, flags: Flags) => {
      setExitCode(await runCommand(toSettings(directory, flags), flags, ports));
    });
  withServerOptions(
    withFormatOptions(
      program.command('verify').description('replay in file order, side by side and in random orders: all must agree'),
    ),
  )
    .option('--orders <n>', 'how many random orders (default: 5)')
    .option('--order-seed <n>', 'where the random orders begin (default: 1)')
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .action(async (directory: string, flags: Flags) => {
      setExitCode(await verifyCommand(toSettings(directory, flags), flags, ports));
    });
  addCacheCommands(program, ports);
  return program;
}

const GITHUB_CACHE_HELP =
  '\nGitHub\'s cache is not reached from here: its client can neither list nor remove, and only steps with "uses:" may use it.\n' +
  'See what is there with: gh cache list --key migrate-action-\nRemove it with: gh cache delete KEY, or abandon all of it with another epoch.';

function addCacheCommands(program: Command, ports: CliPorts): void {
  const cache = program
    .command('cache')
    .description('what is kept between runs on this machine')
    .addHelpText('after', GITHUB_CACHE_HELP);
  const add = (name: string, description: string, work: (flags: Flags) => Promise<KeptList>) =>
    cache
      .command(name)
      .description(description)
      .option('--cache-dir <dir>', 'where that is')
      .option('--json', 'print one JSON document on stdout and nothing else there')
      .addHelpText('after', GITHUB_CACHE_HELP)
      .action(async (flags: Flags) => {
        const kept = await work(flags);
        const text =
          flags['json'] === true ? json(kept) : renderKept(kept, Date.now(), coloursFor(ports.stdout, ports));
        ports.stdout.write(text);
      });
  const textOf = (flags: Flags, name: string) => (typeof flags[name] === 'string' ? flags[name] : undefined);
  const place = (flags: Flags) => ({ cacheDir: textOf(flags, 'cacheDir') });
  add('list', 'sizes, ages, and what each is good for', (flags) => listKept(place(flags)));
  add('prune', 'remove what is too old or too much, least recently used first', (flags) =>
    pruneKept(place(flags), parseLimits(textOf(flags, 'maxSize'), textOf(flags, 'olderThan'))),
  )
    .option('--max-size <size>', 'what may stay: 500MB, 2GB')
    .option('--older-than <age>', 'not used for so long: 12h, 30d, 8w');
  add('clear', 'remove all of it, but not PostgreSQL itself', (flags) => clearKept(place(flags)));
}

type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

function withFormatOptions(command: Command): Command {
  return command
    .argument('<dir>', 'the directory your migration tool is pointed at')
    .option('--format <name>', 'whose migrations they are (default: auto)')
    .option('--set <name=value>', 'a value for a template, placeholder or psql variable; repeatable', collect)
    .option('--table <name>', "another bookkeeping table than the tool's usual one")
    .option('--init-sql <file>', 'run this on an empty database before the first migration; repeatable', collect);
}

/** For commands that start servers of their own. */
function withServerOptions(command: Command): Command {
  return command
    .option('--postgres <major>', `PostgreSQL version of the server we start (default: ${DEFAULT_POSTGRES})`)
    .option('--jobs <n>', 'how many migrations may run side by side (default: auto, the number of cores)')
    .option('--cache-dir <dir>', 'where servers are kept between runs');
}

function withRunOptions(command: Command): Command {
  return withServerOptions(command)
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
    .option('--database-url <url>', 'migrate this database instead of starting a server')
    .option('--client-prefix <command>', 'how pg_dump and pg_restore reach it: docker exec -i ID')
    .option('--allow-non-empty', 'accept a database that holds objects no bookkeeping speaks of')
    .option('--keep', 'leave the server up and print its URL')
    .option('--port <port>', 'TCP port of a kept server (default: auto)')
    .option('--clones <n>', 'extra copies of the migrated database, for parallel test workers (default: 0)')
    .option('--pool-size <n>', 'connections at most (default: 4)')
    .option('--connect-timeout <duration>', 'for one connection attempt (default: 10s)')
    .option('--statement-timeout <duration>', 'for one statement (default: 0, none)')
    .option('--lock-timeout <duration>', 'for one lock, and for another run on the same database (default: 60s)')
    .option('--idle-in-transaction-timeout <duration>', 'for an idle transaction (default: 60s)');
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** What Commander calls a flag. */
function propertyOf(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function toSettings(directory: string, flags: Flags): Settings {
  const raw: { -readonly [Name in keyof RawSettings]: string } = {};
  for (const name of SETTING_NAMES) {
    const value = flags[propertyOf(name)];
    if (value !== undefined) raw[name] = typeof value === 'object' ? value.join('\n') : String(value);
  }
  return parseSettings(directory, raw, (name) => `--${name}`);
}

async function planCommand(settings: Settings, flags: Flags, ports: CliPorts): Promise<number> {
  refuseTwoOutputs(flags);
  const prepared = await planVerified(settings, ports.env);
  const { problems } = prepared.plan;
  const drawn = drawing(prepared, flags);
  if (drawn !== undefined) {
    ports.stdout.write(drawn);
    // Whoever draws into a file still has to learn what is wrong.
    if (problems.length > 0) ports.stderr.write(`${renderProblems(problems, coloursFor(ports.stderr, ports))}\n`);
  } else if (flags['json'] === true) {
    ports.stdout.write(json(prepared.plan));
  } else {
    ports.stdout.write(renderPlan(prepared.plan, coloursFor(ports.stdout, ports)));
  }
  return EXIT[faultOf(problems) ?? 'fine'];
}

function refuseTwoOutputs({ json: asJson, graph, why }: Flags): void {
  const asked = [
    ...(asJson === true && graph !== 'json' ? ['--json'] : []),
    ...(graph === undefined ? [] : ['--graph']),
    ...(why === undefined ? [] : ['--why']),
  ];
  if (asked.length > 1) {
    throw usageError('bad-setting', `${asked.join(' and ')} each ask for another output.`, 'Leave out all but one.');
  }
}

/** What `--graph` or `--why` asks for. */
function drawing({ graph }: Prepared, flags: Flags): string | undefined {
  const { graph: kind, why } = flags;
  if (kind === 'mermaid' || kind === 'dot' || kind === 'json') return `${drawGraph(graph, kind).trimEnd()}\n`;
  if (typeof why !== 'object') return undefined;
  const [a, b, ...more] = why;
  if (a === undefined || b === undefined || more.length > 0) {
    throw usageError('bad-setting', `--why takes two migrations, not ${why.length}.`, 'Name two: plan DIR --why A B');
  }
  return `${renderWhy(explain(graph, a, b))
    .map(visibleLine)
    .join('\n')}\n`;
}

/** Whole numbers of flags that are no settings. */
function numberOf(flags: Flags, name: string, fallback: number, most: number): number {
  const text = flags[propertyOf(name)];
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(String(text)) ? Number(text) : NaN;
  if (value <= most) return value;
  throw usageError('bad-setting', `--${name} "${String(text)}" is not a valid value.`, `Allowed: 0 to ${most}.`);
}

const MOST_ORDERS = 10_000;
const LARGEST_SEED = 999_999_999;

async function verifyCommand(settings: Settings, flags: Flags, ports: CliPorts): Promise<number> {
  const asJson = flags['json'] === true;
  const c = coloursFor(ports.stdout, ports);
  const options = {
    orders: numberOf(flags, 'orders', 5, MOST_ORDERS),
    seed: numberOf(flags, 'order-seed', 1, LARGEST_SEED),
  };
  const notes = quietReporter(asJson ? ports.stderr : ports.stdout);
  const result = await verify(settings, options, { reporter: notes, env: ports.env });
  ports.stdout.write(asJson ? json(result) : `\n${renderVerify(result, c)}`);
  return result.identical ? EXIT.fine : EXIT.migrations;
}

async function runCommand(settings: Settings, flags: Flags, ports: CliPorts): Promise<number> {
  const asJson = flags['json'] === true;
  const c = coloursFor(ports.stdout, ports);
  const reporter = asJson ? quietReporter(ports.stderr) : lineReporter(ports.stdout, ports.stdout.isTTY === true, c);
  const result = await run(settings, { reporter, env: ports.env });
  ports.stdout.write(asJson ? json(result) : `\n${renderSummary(result, c)}`);
  const isFine = result.error === undefined && result.problems.every(({ severity }) => severity !== 'error');
  return isFine ? EXIT.fine : EXIT.migrations;
}

/** The user's fault: what and how to mend it. Ours: everything we know. */
function report(error: unknown, asJson: boolean, ports: CliPorts): number {
  const c = coloursFor(ports.stderr, ports);
  const problems: readonly Problem[] =
    error instanceof UserError
      ? error.problems
      : [
          {
            severity: 'error',
            code: 'internal',
            message: error instanceof Error ? error.message : String(error),
            hint: 'This is a defect of migrate-action. Please report it.',
          },
        ];
  if (asJson) ports.stdout.write(json({ version: 1, problems }));
  else ports.stderr.write(`${renderProblems(problems, c)}\n`);
  if (error instanceof UserError) return error.exitCode;
  ports.stderr.write(`${describeDefect(error)}\n`);
  return EXIT.ours;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function coloursFor(stream: { readonly isTTY?: boolean }, ports: CliPorts) {
  const { NO_COLOR, FORCE_COLOR } = ports.env;
  const wanted = (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') || stream.isTTY === true;
  return colours(wanted && (NO_COLOR === undefined || NO_COLOR === ''));
}
