/**
 * What is wrong, where, and what to do about it: one shape for every boundary of the project.
 *
 * A `Problem` is data, so that a phase can collect all of them and show them together. A `UserError` ends the run; it is the
 * reader's to mend and is shown without a stack. Every other error is ours and is shown with one.
 */

export type Severity = 'error' | 'warning' | 'info';

export interface Problem {
  readonly severity: Severity;
  /** Stable, kebab-case, for machines: `duplicate-version`. */
  readonly code: string;
  /** One sentence that names the value and the place. */
  readonly message: string;
  /** Relative to the migrations directory, `/` between parts. */
  readonly path?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** 1-based, in characters (code points). */
  readonly column?: number | undefined;
  /** The cure, as an instruction. */
  readonly hint?: string | undefined;
}

/** Who has to act: whoever wrote the migrations (exit code 1) or whoever called us and set the machine up (2). */
export type Fault = 'migrations' | 'usage';

/** Ends the run with everything that is wrong, at once. The message is the first problem's; all are in `problems`. */
export class UserError extends Error {
  override readonly name = 'UserError';

  readonly fault: Fault;
  readonly problems: readonly [Problem, ...Problem[]];

  constructor(fault: Fault, problems: readonly [Problem, ...Problem[]], options?: ErrorOptions) {
    super(problems.map((problem) => problem.message).join('\n'), options);
    this.fault = fault;
    this.problems = problems;
  }

  get exitCode(): 1 | 2 {
    return this.fault === 'migrations' ? 1 : 2;
  }
}

/** A usage error with one problem, which is most of them. */
export function usageError(code: string, message: string, hint?: string, options?: ErrorOptions): UserError {
  return new UserError('usage', [{ severity: 'error', code, message, hint }], options);
}
