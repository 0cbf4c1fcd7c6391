/** The command line: flags in, text or JSON out, and the exit code: 0 fine, 1 the migrations are at fault, 2 usage, 3 ours. */
import { Command, CommanderError, Option } from 'commander';
import {
  type Flags,
  flagOf,
  propertyOf,
  rawOf,
  withFormatOptions,
  withPlanOptions,
  withRunOptions,
  withServerOptions,
} from './cli-options.ts';
import type { Problem } from './migration/problem.ts';
import { UserError, usageError } from './migration/problem.ts';
import { drawGraph } from './graph/draw.ts';
import { explain, renderWhy } from './graph/why.ts';
import type { KeptList } from './migration/kept-entry.ts';
import { clearKept, listKept, parseLimits, pruneKept } from './phases/kept.ts';
import { faultOf, type Prepared } from './phases/plan.ts';
import { lineReporter, quietReporter } from './phases/progress.ts';
import { run } from './phases/run.ts';
import { parseSettings, SETTING_NAMES, type SettingName, type Settings } from './phases/settings.ts';
import { PLAN_SETTING_NAMES, parsePlanSettings } from './phases/plan-settings.ts';
import { choosePart, type PlanPart, settingsOfPart } from './phases/plan-part.ts';
import { readPlanFile, readText } from './phases/documents.ts';
import { report } from './phases/report.ts';
import { isPassed } from './report/verdict.ts';
import { renderSummary as renderReport } from './report/comment/comment.ts';
import { planShards } from './phases/sharding.ts';
import { describeDefect } from './report/defect.ts';
import { renderKept } from './report/kept.ts';
import { renderVerify } from './report/verify.ts';
import { watchOutput } from './cli-output.ts';
import { colours, renderPlan, renderProblems, renderSummary } from './report/terminal.ts';
import { visibleLine } from './report/visible.ts';
import { verify } from './phases/verify.ts';

const DIRECTORY_HELP = 'the directory your migration tool is pointed at';

export const EXIT = { fine: 0, migrations: 1, usage: 2, ours: 3 } as const;

/** The process around the command. */
export interface CliPorts {
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @returns the exit code; throws nothing */
export async function runCli(args: readonly string[], ports: CliPorts): Promise<number> {
  const output = watchOutput(ports.stdout);
  // What is said there is for a person; who does not read it misses it.
  watchOutput(ports.stderr);
  const exitCode = await runCommandLine(args, ports);
  const lost = await output.lost();
  if (lost === undefined || exitCode !== EXIT.fine) return exitCode;
  return tellFault(usageError('output-lost', `The output could not be written: ${lost.message}.`), false, ports);
}

async function runCommandLine(args: readonly string[], ports: CliPorts): Promise<number> {
  let exitCode: number = EXIT.fine;
  const program = createProgram(ports, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    return tellFault(error, args.includes('--json'), ports);
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
  withPlanOptions(
    withFormatOptions(
      program
        .command('plan')
        .description('say what runs would do, touching files only')
        .argument('<dir>', DIRECTORY_HELP),
    ),
  )
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .addOption(new Option('--graph <drawing>', 'print the graph instead').choices(['mermaid', 'dot', 'json']))
    .option('--why <ids...>', 'explain why one of two migrations must run before the other, or why not')
    .action(async (directory: string, flags: Flags) => {
      setExitCode(await planCommand(directory, flags, ports));
    });
  withRunOptions(
    withFormatOptions(
      program
        .command('run')
        .description('migrate a database: one we start, or yours')
        .argument('[dir]', `${DIRECTORY_HELP}; not with --plan`),
    ),
  )
    .option('--check-snapshot', 'replay what the snapshot holds, too, and withdraw it if it differs')
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .action(async (directory: string | undefined, flags: Flags) => {
      setExitCode(await runCommand(assignmentOf(directory, flags), flags, ports));
    });
  withServerOptions(
    withFormatOptions(
      program
        .command('verify')
        .description('replay in file order, side by side and in random orders: all must agree')
        .argument('<dir>', DIRECTORY_HELP),
    ),
  )
    .option('--orders <n>', 'how many random orders (default: 5)')
    .option('--seed <n>', 'where the random orders begin (default: 1)')
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .action(async (directory: string, flags: Flags) => {
      setExitCode(await verifyCommand(directory, flags, ports));
    });
  program
    .command('report')
    .description('merge the results of runs of a plan into one report, as Markdown')
    .argument('<files...>', 'one plan, and the results of its runs')
    .option('--json', 'print one JSON document on stdout and nothing else there')
    .action((files: readonly string[], flags: Flags) => {
      const model = report(files.map((name) => ({ name, text: readText(name) })));
      ports.stdout.write(flags['json'] === true ? json({ version: 1, ...model }) : renderReport(model));
      setExitCode(isPassed(model) ? EXIT.fine : EXIT.migrations);
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

function toSettings(directory: string, flags: Flags, besides: readonly Problem[] = []): Settings {
  return parseSettings(directory, rawOf(flags, SETTING_NAMES), flagOf, besides);
}

async function planCommand(directory: string, flags: Flags, ports: CliPorts): Promise<number> {
  const asked = parsePlanSettings(directory, rawOf(flags, [...SETTING_NAMES, ...PLAN_SETTING_NAMES]), flagOf);
  refuseTwoOutputs(flags);
  const prepared = await planShards(asked, { env: ports.env });
  const { problems } = prepared.plan;
  const drawn = drawing(prepared, flags);
  if (drawn !== undefined) {
    ports.stdout.write(drawn);
    // Whoever draws into a file still has to learn what is wrong.
    if (problems.length > 0) ports.stderr.write(`${renderProblems(problems, coloursFor(ports.stderr, ports))}\n`);
  } else if (flags['json'] === true) {
    ports.stdout.write(json(prepared.whole));
  } else {
    ports.stdout.write(renderPlan(prepared.whole, coloursFor(ports.stdout, ports)));
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

/** Whole numbers of flags that are no settings; what is none goes to `problems`. */
function numberOf(flags: Flags, name: string, fallback: number, most: number, problems: Problem[]): number {
  const text = flags[propertyOf(name)];
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(String(text)) ? Number(text) : NaN;
  if (value <= most) return value;
  const message = `--${name} "${String(text)}" is not a valid value.`;
  problems.push({ severity: 'error', code: 'bad-setting', message, hint: `Allowed: 0 to ${most}.` });
  return fallback;
}

const MOST_ORDERS = 10_000;
const LARGEST_SEED = 999_999_999;

async function verifyCommand(directory: string, flags: Flags, ports: CliPorts): Promise<number> {
  const asJson = flags['json'] === true;
  const c = coloursFor(ports.stdout, ports);
  const problems: Problem[] = [];
  const options = {
    orders: numberOf(flags, 'orders', 5, MOST_ORDERS, problems),
    seed: numberOf(flags, 'seed', 1, LARGEST_SEED, problems),
  };
  // Elsewhere that flag names what fills the database.
  const settings = toSettings(directory, { ...flags, seed: undefined }, problems);
  const notes = quietReporter(asJson ? ports.stderr : ports.stdout);
  const result = await verify(settings, options, { reporter: notes, env: ports.env });
  ports.stdout.write(asJson ? json(result) : `\n${renderVerify(result, c)}`);
  return result.identical ? EXIT.fine : EXIT.migrations;
}

interface Assignment {
  readonly settings: Settings;
  readonly part?: PlanPart | undefined;
}

/** Settings that go with a plan; all others are in it. */
const BESIDE_PLAN: ReadonlySet<SettingName> = new Set([
  'postgres',
  'database-url',
  'client-prefix',
  'cache-dir',
  'keep',
  'port',
  'clones',
  'allow-non-empty',
  'check-snapshot',
]);

function assignmentOf(directory: string | undefined, flags: Flags): Assignment {
  const raw = rawOf(flags, SETTING_NAMES);
  const file = flags['plan'];
  if (typeof file !== 'string') {
    const besides: Problem[] = [];
    if (flags['shard'] !== undefined) {
      const message = `--shard "${String(flags['shard'])}" is of a plan, but there is none.`;
      besides.push({ severity: 'error', code: 'bad-setting', message, hint: 'Add --plan FILE, or leave it out.' });
    }
    return { settings: toSettings(directory ?? '', flags, besides) };
  }
  const twice = [
    ...(directory === undefined ? [] : ['the directory']),
    ...SETTING_NAMES.filter((name) => raw[name] !== undefined && !BESIDE_PLAN.has(name)).map(flagOf),
  ];
  if (twice.length > 0)
    throw usageError(
      'bad-setting',
      `The plan says already what ${twice.join(', ')} would say.`,
      'Leave it out, or set it for plan.',
    );
  const { postgres, ...local } = raw;
  const part = choosePart(readPlanFile(file), { postgres, shard: rawOf(flags, ['shard']).shard }, flagOf);
  return { settings: settingsOfPart(part, local, flagOf), part };
}

async function runCommand({ settings, part }: Assignment, flags: Flags, ports: CliPorts): Promise<number> {
  const asJson = flags['json'] === true;
  const c = coloursFor(ports.stdout, ports);
  const reporter = asJson ? quietReporter(ports.stderr) : lineReporter(ports.stdout, ports.stdout.isTTY === true, c);
  const result = await run(settings, { reporter, env: ports.env, part });
  ports.stdout.write(asJson ? json(result) : `\n${renderSummary(result, c)}`);
  const isFine = result.error === undefined && result.problems.every(({ severity }) => severity !== 'error');
  return isFine ? EXIT.fine : EXIT.migrations;
}

/** The user's fault: what and how to mend it. Ours: everything we know. */
function tellFault(error: unknown, asJson: boolean, ports: CliPorts): number {
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
