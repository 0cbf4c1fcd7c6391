/** What a store has to tell: each cause once, however often it is met. */
import type { Problem } from '../migration/problem.ts';

export class Notes {
  readonly #told = new Set<string>();
  #waiting: Problem[] = [];

  /** @param cause tells this problem from others with the same code; problems with the same cause are told once */
  add(problem: Problem, cause = ''): void {
    const identity = `${problem.code} ${cause}`;
    if (this.#told.has(identity)) return;
    this.#told.add(identity);
    this.#waiting.push(problem);
  }

  take(): readonly Problem[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}
