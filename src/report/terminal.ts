/** Plans and results as a person reads them on a terminal or in a job's log. Pure strings; colour only where it is asked for. */
import pc from 'picocolors';
import type { Plan } from '../graph/plan.ts';
import type { Problem } from '../migration/problem.ts';
import type { Failure, RunResult } from '../migration/result.ts';
import { formatDuration } from './duration.ts';
import { visibleLine, visibleText } from './visible.ts';

export type Colours = ReturnType<typeof pc.createColors>;

export function colours(enabled: boolean): Colours {
  return pc.createColors(enabled);
}

/** Longer names are rare; they push their own figure to the right. */
const NAME_WIDTH = 52;
/** A statement is shown around the place of its error only. */
const LINES_AROUND_ERROR = 3;
const LINE_WIDTH = 120;

export function renderPlan(plan: Plan, c: Colours): string {
  const count = plan.migrations.length;
  const statements = sum(plan.migrations.map((migration) => migration.statements));
  const width = Math.min(NAME_WIDTH, Math.max(9, ...plan.migrations.map(({ id }) => id.length)));
  const digits = String(count).length;
  const rows = plan.migrations.map((migration, index) => {
    const notes = [migration.transactional ? '' : 'no transaction', migration.reversible ? '' : 'no way down'].filter(
      (note) => note !== '',
    );
    const number = c.dim(String(index + 1).padStart(digits));
    const figure = String(migration.statements).padStart(6);
    return `  ${number}  ${visibleLine(migration.id).padEnd(width)} ${figure}  ${c.dim(migration.digest.slice(0, 12))}  ${c.yellow(notes.join(', '))}`.trimEnd();
  });
  const batches =
    plan.batches.length === count ? 'one after the other, in file order' : `in ${plan.batches.length} batches`;
  return [
    `${c.bold(visibleLine(plan.directory))}: ${plural(count, 'migration')} for ${plan.format}, ${plural(statements, 'statement')}, ${batches}`,
    '',
    c.dim(`  ${'#'.padStart(digits)}  ${'migration'.padEnd(width)} ${'stmts'.padStart(6)}  digest`),
    ...rows,
    ...(plan.problems.length > 0 ? ['', renderProblems(plan.problems, c)] : []),
    '',
  ].join('\n');
}

export interface RunHeading {
  readonly format: string;
  readonly total: number;
  readonly pending: number;
  readonly version: string;
  readonly server: string;
}

export function renderHeading(heading: RunHeading, c: Colours): string {
  const present = heading.total - heading.pending;
  const applied = present === 0 ? '' : `, ${present} of them applied already`;
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
  const counted = `${plural(result.applied, 'migration')} applied in ${formatDuration(timings.applyMs)}`;
  if (result.error !== undefined) {
    lines.push(
      c.red(
        `Failed at ${visibleLine(result.error.migration)}: ${counted} before it${pending > 0 ? `, ${pending} not reached` : ''}.`,
      ),
    );
  } else if (result.applied === 0) {
    lines.push(c.green(`Nothing to do: all ${result.migrations.length} migrations are applied.`));
  } else {
    const cloned =
      database !== undefined && database.cloneUrls.length > 0
        ? `, ${plural(database.cloneUrls.length, 'clone')} in ${formatDuration(timings.cloneMs)}`
        : '';
    lines.push(c.green(`${counted}${cloned}; whole run ${formatDuration(timings.totalMs)}.`));
  }
  if (database !== undefined) lines.push('', ...renderDatabase(database, c));
  return `${lines.join('\n')}\n`;
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
    ...renderExcerpt(failure, c),
    '',
  ];
  if (failure.detail !== undefined) lines.push(`  detail: ${visibleText(failure.detail, '  ')}`);
  if (failure.hint !== undefined) lines.push(`  hint: ${visibleText(failure.hint, '  ')}`);
  if (failure.context !== undefined) lines.push(`  context: ${visibleText(failure.context, '  ')}`);
  return [...lines, ...failure.advice.map((advice) => `  ${visibleLine(advice)}`)].join('\n');
}

function renderExcerpt(failure: Failure, c: Colours): string[] {
  // No statement: it was the connection that failed.
  if (failure.statement === '') return [];
  const all = failure.statement.split('\n');
  const at = Math.max(0, failure.line - failure.statementLine);
  const from = Math.max(0, at - LINES_AROUND_ERROR);
  const width = String(failure.statementLine + at + LINES_AROUND_ERROR).length;
  return all.slice(from, at + LINES_AROUND_ERROR + 1).flatMap((text, index) => {
    const number = failure.statementLine + from + index;
    const shown = indentFirst(failure, from + index, text);
    const row = `  ${c.dim(`${String(number).padStart(width)} |`)} ${shown}`;
    if (number !== failure.line) return [row];
    const before = shown.slice(0, Math.min(failure.column - 1, LINE_WIDTH)).replace(/[^\t]/gu, ' ');
    return [row, `  ${c.dim(`${' '.repeat(width)} |`)} ${before}${c.red('^')}`];
  });
}

/** The statement's first line stood somewhere in its line: put it back there, so that the column fits. */
function indentFirst(failure: Failure, index: number, text: string): string {
  const indented = index === 0 ? ' '.repeat(failure.statementColumn - 1) + text : text;
  return visibleLine(indented.length > LINE_WIDTH ? `${indented.slice(0, LINE_WIDTH - 1)}…` : indented);
}

function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
