/** psql's `\if … \elif … \else … \endif`: which parts of one file are read, and which are forgotten again. */
import type { Place } from './position.ts';
import type { Mark, StatementReader } from './reader.ts';

interface Condition {
  readonly place: Place;
  /** Whether the text around the whole condition is read. */
  readonly surrounded: boolean;
  /** Whether one of its branches was read or is being read. */
  taken: boolean;
  active: boolean;
  inElse: boolean;
  /** The statement as it was where the current branch began. What a branch not taken adds to it is forgotten. */
  mark: Mark;
}

type Conditional = 'if' | 'elif' | 'else' | 'endif';

export function isConditional(command: string): command is Conditional {
  return command === 'if' || command === 'elif' || command === 'else' || command === 'endif';
}

export class Conditions {
  readonly #reader: StatementReader;
  readonly #stack: Condition[] = [];

  constructor(reader: StatementReader) {
    this.#reader = reader;
  }

  /** Whether the current text is to be run. */
  get active(): boolean {
    return this.#stack.at(-1)?.active ?? true;
  }

  /** Where the innermost condition that is still open begins. */
  get open(): Place | undefined {
    return this.#stack.at(-1)?.place;
  }

  /** Follows a command. `test` is asked for its expression only where psql evaluates it. Returns what is wrong, if anything is. */
  follow(command: Conditional, place: Place, test: () => boolean): string | undefined {
    const surrounded = this.active;
    if (command === 'if') {
      const active = surrounded && test();
      const mark = this.#reader.mark();
      this.#stack.push({ place, surrounded, taken: active, active, inElse: false, mark });
      return undefined;
    }
    const condition = this.#stack.at(-1);
    if (condition === undefined) return 'has no \\if before it';
    if (!condition.active) this.#reader.reset(condition.mark);
    if (command === 'endif') {
      this.#stack.pop();
      return undefined;
    }
    if (condition.inElse) return 'comes after \\else';
    condition.inElse = command === 'else';
    condition.active = condition.surrounded && !condition.taken && (condition.inElse || test());
    condition.taken ||= condition.active;
    condition.mark = this.#reader.mark();
    return undefined;
  }
}
