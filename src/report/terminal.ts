/** Plans and results as a person reads them on a terminal or in a job's log. Pure strings; colour only where it is asked for. */
import pc from 'picocolors';
import type { Plan, PlannedMigration } from '../graph/plan.ts';
import type { Problem } from '../migration/problem.ts';
import type { Failure, RunResult, SavedSnapshot, SeedStatus } from '../migration/result.ts';
import { formatBytes } from './bytes.ts';
import { grouped, plural } from './counted.ts';
import { formatDuration } from './duration.ts';
import { excerptOf } from './excerpt.ts';
import { visibleLine, visibleText } from './visible.ts';

export type Colours = ReturnType<typeof pc.createColors>;

export function colours(enabled: boolean): Colours {
  return pc.createColors(enabled);
}

/** Longer names are rare; they push their own figure to the right. */
const NAME_WIDTH = 52;
/** How many numbers of direct dependencies a row holds, and how many ids of opaque migrations the last line. */
const MAX_WAITED_FOR = 4;
const MAX_OPAQUE = 3;
/** Characters of a reason in a row. */
const REASON_WIDTH = 80;

/** One row for each migration, with its batch and the numbers of those it waits for directly; then what is wrong, and the sum. */
export function renderPlan(plan: Plan, c: Colours): string {
  const { migrations, batches } = plan;
  const statements = sum(migrations.map((migration) => migration.statements));
  const numbers = new Map(migrations.map(({ id }, index) => [id, index + 1]));
  const batchOf = new Map(batches.flatMap((ids, index) => ids.map((id) => [id, index + 1])));
  const waits = migrations.map(({ dependsOn }) => waitedFor(dependsOn.flatMap(({ id }) => numbers.get(id) ?? [])));
  const width = Math.min(NAME_WIDTH, Math.max(9, ...migrations.map(({ id }) => id.length)));
  const waitsWidth = Math.max(5, ...waits.map((text) => text.length));
  const digits = String(migrations.length).length;
  const rows = migrations.map((migration, index) => {
    const cells = [
      c.dim(String(index + 1).padStart(digits)),
      String(batchOf.get(migration.id) ?? '').padStart(5),
      visibleLine(migration.id).padEnd(width),
      String(migration.statements).padStart(5),
      c.dim((waits[index] ?? '').padEnd(waitsWidth)),
      c.yellow(notesOf(migration)),
    ];
    return `  ${cells.join('  ')}`.trimEnd();
  });
  const heads = ['#'.padStart(digits), 'batch', 'migration'.padEnd(width), 'stmts', 'after'];
  return [
    `${c.bold(visibleLine(plan.directory))}: ${plural(migrations.length, 'migration')} for ${plan.format}, ${plural(statements, 'statement')}`,
    '',
    c.dim(`  ${heads.join('  ')}`),
    ...rows,
    '',
    ...(plan.problems.length > 0 ? [renderProblems(plan.problems, c), ''] : []),
    sumOf(plan),
    ...whyShards(plan).map((line) => c.dim(line)),
    '',
  ].join('\n');
}

/** One shard on one version is what everybody expects. */
function whyShards({ versions }: Plan): readonly string[] {
  const isUsual = versions.length === 1 && versions.every(({ shards }) => shards === 1);
  return isUsual ? [] : versions.map(({ postgres, why }) => `PostgreSQL ${postgres}: ${why}`);
}

/** Numbers of rows; of many the last ones, which are the nearest. */
function waitedFor(numbers: readonly number[]): string {
  const left = numbers.length - MAX_WAITED_FOR;
  return left <= 1 ? numbers.join(', ') : `${numbers.slice(-MAX_WAITED_FOR).join(', ')} and ${left} more`;
}

function notesOf({ opaque, transactional, reversible }: PlannedMigration): string {
  const reason = opaque === false ? '' : visibleLine(opaque);
  const shown = reason.length > REASON_WIDTH ? `${reason.slice(0, REASON_WIDTH - 1)}…` : reason;
  return [
    transactional ? '' : 'no transaction',
    reversible ? '' : 'no way down',
    opaque === false ? '' : `opaque: ${shown}`,
  ]
    .filter((note) => note !== '')
    .join(', ');
}

function sumOf({ migrations, batches }: Plan): string {
  const opaque = migrations.flatMap((migration) => (migration.opaque === false ? [] : visibleLine(migration.id)));
  const more = opaque.length - MAX_OPAQUE;
  const listed = `${opaque.slice(0, MAX_OPAQUE).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const inBatches = `${grouped(batches.length)} batch${batches.length === 1 ? '' : 'es'}`;
  return `${plural(migrations.length, 'migration')} in ${inBatches}, ${opaque.length === 0 ? 'none opaque' : `${opaque.length} opaque: ${listed}`}`;
}

export interface RunHeading {
  readonly format: string;
  readonly total: number;
  readonly pending: number;
  readonly version: string;
  readonly server: string;
  /** Whether what is not pending came with a snapshot. */
  readonly restored: boolean;
  /** The tool's table says only how far the database got: what was added below that counts as applied, and no tool would run it. */
  readonly isOnlyNewest?: boolean | undefined;
}

export function renderHeading(heading: RunHeading, c: Colours): string {
  const present = heading.total - heading.pending;
  const recorded = heading.isOnlyNewest === true ? 'not above the version that the database is at' : 'applied already';
  const how = heading.restored ? 'restored from a snapshot' : recorded;
  const applied = present === 0 ? '' : `, ${grouped(present)} of them ${how}`;
  return `${c.bold(`PostgreSQL ${heading.version}`)} ${c.dim(heading.server)} · ${plural(heading.total, 'migration')} for ${heading.format}${applied}\n`;
}

export function renderApplied(id: string, ms: number, attempts: number, c: Colours): string {
  const again = attempts > 1 ? c.yellow(`  after ${attempts} tries`) : '';
  return `  ${c.green('✓')} ${visibleLine(id).padEnd(NAME_WIDTH)} ${formatDuration(ms).padStart(8)}${again}`;
}

export function renderRunning(id: string, position: number, total: number, c: Colours): string {
  return `  ${c.dim('…')} ${visibleLine(id).padEnd(NAME_WIDTH)} ${c.dim(`${position} of ${total}`)}`;
}

export function renderFailed(id: string, c: Colours): string {
  return `  ${c.red('✗')} ${visibleLine(id)}`;
}

export function renderSummary(result: RunResult, c: Colours): string {
  const { timings, database } = result;
  const lines: string[] = [];
  if (result.problems.length > 0) lines.push(renderProblems(result.problems, c), '');
  if (result.error !== undefined) lines.push(renderFailure(result.error, c), '');
  const pending = result.migrations.filter(({ status }) => status === 'pending').length;
  const restored = result.start.from === 'snapshot';
  if (restored) lines.push(renderRestored(result));
  const counted = `${plural(result.applied, 'migration')} applied in ${formatDuration(timings.applyMs)}`;
  if (result.error !== undefined) {
    lines.push(
      c.red(
        `Failed at ${visibleLine(result.error.migration)}: ${counted} before it${pending > 0 ? `, ${pending} not reached` : ''}.`,
      ),
    );
  } else if (result.applied === 0) {
    const nothing = restored
      ? `${result.seed === 'applied' ? 'No migration' : 'Nothing'} was left to do; whole run ${formatDuration(timings.totalMs)}.`
      : `Nothing to do: all ${result.migrations.length} migrations are applied.`;
    lines.push(c.green(nothing));
  } else {
    const cloned =
      database !== undefined && database.cloneUrls.length > 0
        ? `, ${plural(database.cloneUrls.length, 'clone')} in ${formatDuration(timings.cloneMs)}`
        : '';
    lines.push(c.green(`${counted}${cloned}; whole run ${formatDuration(timings.totalMs)}.`));
  }
  if (result.seed !== undefined) lines.push(renderSeed(result.seed, timings.seedMs, c));
  if (result.snapshot.when !== 'never') lines.push(c.dim(renderKept(result.snapshot, timings.saveMs)));
  if (database !== undefined) lines.push('', ...renderDatabase(database, c));
  return `${lines.join('\n')}\n`;
}

function renderRestored({ start, migrations, savedMs }: RunResult): string {
  const count = `${grouped(start.applied)} of ${plural(migrations.length, 'migration')}`;
  return `Restored ${count} from a snapshot, ${formatDuration(savedMs)} saved.`;
}

function renderSeed(status: SeedStatus, ms: number, c: Colours): string {
  if (status === 'applied') return c.green(`Seed applied in ${formatDuration(ms)}.`);
  if (status === 'failed') return c.red(`The seed failed after ${formatDuration(ms)}.`);
  const others = {
    restored: 'Seed restored with the snapshot.',
    skipped: 'Seed not applied: the database was begun before this run.',
    pending: 'Seed not reached.',
  };
  return others[status];
}

function renderKept(snapshot: Extract<SavedSnapshot, { bytes: number }>, ms: number): string {
  const cost = `${formatBytes(snapshot.bytes)}, ${formatDuration(ms)}`;
  return snapshot.when === 'now'
    ? `Kept a snapshot for later runs: ${cost}.`
    : `Packed a snapshot for later runs: ${cost}. It is kept when the job ends.`;
}

function renderDatabase(database: NonNullable<RunResult['database']>, c: Colours): string[] {
  const lines = [`  ${c.dim('database')}  ${hidePassword(database.url, database.server !== undefined)}`];
  database.cloneUrls.forEach((url, index) =>
    lines.push(`  ${c.dim(`clone ${index + 1}`.padEnd(8))}  ${hidePassword(url, database.server !== undefined)}`),
  );
  if (database.server !== undefined) lines.push(`  ${c.dim('stop it')}   kill -INT ${database.server.pid}`);
  return lines;
}

/** A kept server's password is made for whoever reads this line; any other belongs to the caller and stays out of logs. */
function hidePassword(url: string, own: boolean): string {
  return own ? url : url.replace(/^(\w+:\/\/[^:@/]*):[^@]*@/, '$1:***@').replace(/([?&]password=)[^&#]*/g, '$1***');
}

export function renderProblems(problems: readonly Problem[], c: Colours): string {
  return problems.map((problem) => renderProblem(problem, c)).join('\n');
}

function renderProblem(problem: Problem, c: Colours): string {
  const paint = { error: c.red, warning: c.yellow, info: c.dim }[problem.severity];
  const place =
    problem.path === undefined
      ? ''
      : `${[problem.path, problem.line, problem.column].filter((part) => part !== undefined).join(':')}: `;
  const said =
    problem.path !== undefined && problem.message.startsWith(problem.path)
      ? problem.message
      : `${place}${problem.message}`;
  const hint = problem.hint === undefined ? '' : `\n  ${c.dim(visibleText(problem.hint, '  '))}`;
  return `${paint(problem.severity)}: ${visibleText(said, '  ')}${hint}`;
}

export function renderFailure(failure: Failure, c: Colours): string {
  const lines = [
    `${c.bold(`${visibleLine(failure.path)}:${failure.line}:${failure.column}`)}: ${c.red(visibleText(failure.message, '  '))}${failure.sqlstate === undefined ? '' : c.dim(` (SQLSTATE ${failure.sqlstate})`)}`,
    '',
    ...excerptOf(failure, c).map((line) => `  ${line}`),
    '',
  ];
  if (failure.detail !== undefined) lines.push(`  detail: ${visibleText(failure.detail, '  ')}`);
  if (failure.hint !== undefined) lines.push(`  hint: ${visibleText(failure.hint, '  ')}`);
  if (failure.context !== undefined) lines.push(`  context: ${visibleText(failure.context, '  ')}`);
  return [...lines, ...failure.advice.map((advice) => `  ${visibleLine(advice)}`)].join('\n');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
