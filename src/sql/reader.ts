/**
 * Reads a text statement by statement.
 *
 * Plain SQL it reads by itself; at what belongs to psql it stops and lets its caller decide. A variable's value is read in place of
 * the variable as if it stood there, so that it may hold anything from half an expression to several statements.
 */
import type { Dialect } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { Nesting } from './nesting.ts';
import { errorAt, type Place, type Position, Positions } from './position.ts';
import type { Statement } from './program.ts';
import { Scanner, type Unterminated } from './scan.ts';
import { placeholderName } from './template.ts';

export interface SourceText {
  readonly text: string;
  readonly path: string;
  /** 1-based line of the file at which `text` begins. */
  readonly line: number;
  readonly dialect: Dialect;
}

/**
 * Where the reader leaves it to its caller to go on.
 * - `statement`: behind the semicolon of a statement. `take` it.
 * - `command`: at a backslash, which no SQL has. `skipTo` where SQL goes on, `replace` or `keep` it.
 * - `variable`: at a psql variable. `enter` its value, `replace` or `keep` it.
 * - `end`: at the end of the text, perhaps with a last statement to `take`.
 */
export type Stop = 'statement' | 'command' | 'variable' | 'end';

/** What of a statement has been read so far, to come back to. */
export interface Mark {
  readonly text: string;
  readonly start: Position | undefined;
  readonly nesting: Nesting;
}

/** Reads a text up to its next statement, psql command or psql variable. */
export class StatementReader {
  readonly path: string;
  readonly #problems: Problem[];
  readonly #positions: Positions;
  readonly #templates = new Set<string>();
  readonly #file: Scanner;
  /** Reads the file or, within `#variables`, the value of the last of them; each has the scanner to go back to. */
  #scanner: Scanner;
  readonly #variables: { readonly name: string; readonly outer: Scanner }[] = [];
  /** The statement so far is `#text` and, of the current source, what lies between `#from` and `#end`. */
  #text = '';
  #from = 0;
  #end = 0;
  #start: Position | undefined;
  #nesting = new Nesting();

  /** Problems found on the way are added to `problems`. */
  constructor(source: SourceText, problems: Problem[]) {
    this.path = source.path;
    this.#problems = problems;
    const first = { line: source.line, column: 1 };
    this.#positions = new Positions(source.text, first);
    this.#file = new Scanner(source.text, source.dialect);
    this.#scanner = this.#file;
    const nul = source.text.indexOf('\0');
    if (nul !== -1) {
      const place = { path: source.path, ...new Positions(source.text, first).at(nul) };
      problems.push(
        errorAt(
          place,
          'nul-character',
          'has a NUL character, which PostgreSQL cannot take.',
          'Remove it; or if the file is UTF-16, save it as UTF-8, for example: iconv -f utf-16le -t utf8 ' +
            source.path,
        ),
      );
    }
  }

  next(): Stop {
    for (;;) {
      const scanner = this.#scanner;
      const kind = scanner.next();
      if (kind === 'end') {
        if (scanner.unterminated !== undefined) this.#reportUnterminated(scanner.unterminated);
        if (!this.#leave()) return 'end';
        continue;
      }
      if (kind === 'backslash') return 'command';
      if (kind === 'variable') return 'variable';
      if (kind === 'template') this.#reportTemplate();
      if (this.#nesting.endsAt(kind, scanner)) return 'statement';
      this.keep();
      if (this.#nesting.isPlain) {
        scanner.passPlain();
        this.#end = scanner.end;
      }
    }
  }

  /** The text being read: the file's, or the value of a variable. */
  get text(): string {
    return this.#scanner.text;
  }

  /** The current token. */
  get token(): string {
    return this.#scanner.text.slice(this.#scanner.start, this.#scanner.end);
  }

  /** Just behind the current token, in `text`. */
  get offset(): number {
    return this.#scanner.end;
  }

  /** Where the current token stands; one that a variable's value brought in stands where the variable does. */
  get place(): Place {
    return { path: this.path, ...this.#positions.at(this.#file.start) };
  }

  /** Whether this variable's value is being read. */
  isInside(variable: string): boolean {
    return this.#variables.some(({ name }) => name === variable);
  }

  /** Takes out the statement so far, if it has any token. */
  take(): Statement | undefined {
    this.#flush(this.#end);
    const { path } = this;
    const statement = this.#start && { text: this.#text, path, line: this.#start.line, column: this.#start.column };
    this.#text = '';
    this.#start = undefined;
    this.#nesting = new Nesting();
    return statement;
  }

  /** The current token is part of the statement as it stands. */
  keep(): void {
    if (this.#start === undefined) {
      this.#start = this.place;
      this.#from = this.#scanner.start;
    }
    this.#end = this.#scanner.end;
  }

  /** `text` is part of the statement in place of what the source has from the current token up to `end`. */
  replace(text: string, end = this.#scanner.end): void {
    this.#flush(this.#scanner.start);
    this.#start ??= this.place;
    this.#text += text;
    this.#resume(end);
  }

  /** As `replace` by a semicolon that ends a statement for PostgreSQL, but not for psql, which sends it with the next. */
  join(end: number): void {
    this.replace(';', end);
    this.#nesting = new Nesting();
  }

  /** Reads the value of a variable in place of the current token. */
  enter(value: string, variable: string): void {
    this.#flush(this.#scanner.start);
    this.#variables.push({ name: variable, outer: this.#scanner });
    this.#scanner = new Scanner(value, 'psql');
    this.#resume(0);
  }

  /** Goes on at this offset of `text`; what lies between is no part of the statement. */
  skipTo(offset: number): void {
    this.#flush(this.#end);
    this.#resume(offset);
  }

  mark(): Mark {
    this.skipTo(this.offset);
    return { text: this.#text, start: this.#start, nesting: this.#nesting.copy() };
  }

  /** Forgets what was read since `mark` gave this. */
  reset(mark: Mark): void {
    this.#text = mark.text;
    this.#start = mark.start;
    this.#nesting = mark.nesting.copy();
    this.#resume(this.offset);
  }

  /** Goes back to the text that the variable whose value has been read stands in. */
  #leave(): boolean {
    const left = this.#variables.pop();
    if (left === undefined) return false;
    this.#flush(this.#scanner.text.length);
    this.#scanner = left.outer;
    this.#resume(this.#scanner.end);
    return true;
  }

  #flush(end: number): void {
    if (this.#start !== undefined) this.#text += this.#scanner.text.slice(this.#from, end);
    this.#from = end;
  }

  #resume(offset: number): void {
    this.#scanner.end = offset;
    this.#from = offset;
    this.#end = offset;
  }

  #reportUnterminated({ what, start }: Unterminated): void {
    const variable = this.#variables.at(-1)?.name;
    const place = variable === undefined ? { path: this.path, ...this.#positions.at(start) } : this.place;
    const [name, hint] = UNTERMINATED[what];
    const begins = variable === undefined ? 'begins' : `uses the variable ${variable}, whose value begins`;
    this.#problems.push(errorAt(place, `unterminated-${what}`, `${begins} ${name} that is never closed.`, hint));
  }

  #reportTemplate(): void {
    const { token } = this;
    const expression = token.slice(token.indexOf('{{'), token.indexOf('}}') + 2) || token;
    if (this.#templates.has(expression)) return;
    this.#templates.add(expression);
    const name = placeholderName(expression);
    const [what, cure] =
      name === undefined
        ? ['which only its own program can carry out', 'Let that write the SQL, and name the directory it writes to.']
        : ['for which no value is given', `Pass its value: --set ${name}=VALUE`];
    this.#problems.push(errorAt(this.place, 'unfilled-template', `has the template ${expression}, ${what}.`, cure));
  }
}

const UNTERMINATED: Record<Unterminated['what'], readonly [name: string, hint: string]> = {
  string: ['a string', "Close it with '; a quote inside a string is written ''."],
  identifier: ['a quoted name', 'Close it with "; a quote inside a name is written "".'],
  'dollar-quote': ['a dollar-quoted string', 'Close it with the tag it begins with, written exactly the same.'],
  comment: ['a comment', 'Close it with */; comments nest, so each /* inside needs its own.'],
};
