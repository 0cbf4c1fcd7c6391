/**
 * Scripts written for psql: meta-commands, variables, included files.
 *
 * What psql does to the text is done here; what only shows something is dropped; what would need psql's process or connection is
 * refused by name and line.
 */
import path from 'node:path';
import type { Script } from '../migration/migration.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import { endOfLine } from './characters.ts';
import { type ClientCopy, parseClientCopy, readData, stepOf } from './copy.ts';
import { errorAt, type Place } from './position.ts';
import type { CompileContext, Program, Statement, Step } from './program.ts';
import { type Arguments, type Expansions, readArguments } from './psql-arguments.ts';
import { cureFor, isWithoutEffect, parseBoolean } from './psql-commands.ts';
import { Conditions, isConditional } from './psql-conditions.ts';
import { isVariableName, Variables } from './psql-variables.ts';
import { type SourceText, StatementReader } from './reader.ts';

/** Never throws for what is in the script or in the files it includes. */
export function compilePsql(script: Script, context: CompileContext): Program {
  const steps: Step[] = [];
  const problems: Problem[] = [];
  const session = new Session(context, steps, problems);
  session.run(script);
  return { steps, problems, incomplete: session.incomplete };
}

class Session {
  /** See `Program`. */
  incomplete = false;
  readonly #context: CompileContext;
  readonly #steps: Step[];
  readonly #problems: Problem[];
  readonly #variables: Variables;
  /** The files being read, each included by the one before it. */
  readonly #files: string[] = [];
  /** What `\g` and `\gexec` send again when there is nothing new to send. */
  #last: Statement | undefined;

  constructor(context: CompileContext, steps: Step[], problems: Problem[]) {
    this.#context = context;
    this.#steps = steps;
    this.#problems = problems;
    this.#variables = new Variables(context.variables, problems);
  }

  run(source: SourceText): void {
    this.#files.push(source.path);
    const reader = new StatementReader(source, this.#problems);
    const conditions = new Conditions(reader);
    this.#read(reader, conditions);
    this.#send(reader);
    this.#files.pop();
  }

  /** Up to the end of the file or its `\q`. */
  #read(reader: StatementReader, conditions: Conditions): void {
    for (;;) {
      switch (reader.next()) {
        case 'statement':
          if (conditions.active) this.#send(reader);
          else reader.take();
          break;
        case 'variable':
          if (conditions.active) this.#substitute(reader);
          else reader.keep();
          break;
        case 'command':
          if (this.#command(reader, conditions) === 'quit') return;
          break;
        case 'end':
          if (conditions.open !== undefined) {
            this.#refuse(
              conditions.open,
              'unbalanced-condition',
              'has an \\if without \\endif.',
              'Close it with \\endif.',
            );
          }
          return;
      }
    }
  }

  /** Sends what has been read; when that is nothing and a command asks for it, what was sent last. */
  #send(reader: StatementReader, again?: Statement, kind: 'statement' | 'gexec' = 'statement'): void {
    const statement = reader.take() ?? again;
    if (statement === undefined) return;
    this.#last = statement;
    this.#steps.push(kind === 'gexec' ? { kind, statement } : stepOf(statement, reader, this.#problems));
  }

  /** Puts the value of the variable at hand in its place. psql reads a plain value as part of the script. */
  #substitute(reader: StatementReader): void {
    const { token, place } = reader;
    const name = token.slice(1);
    const isPlain = isVariableName(name);
    const value = isPlain && reader.isInside(name) ? undefined : this.#variables.expand(token, place);
    if (value === undefined) reader.keep();
    else if (isPlain) reader.enter(value, name);
    else reader.replace(value);
  }

  #command(reader: StatementReader, conditions: Conditions): 'quit' | undefined {
    const { text, place, offset } = reader;
    const following = text.charAt(offset);
    if (following === ';') {
      reader.join(offset + 1);
      return undefined;
    }
    if (following === ':') {
      reader.replace(':', offset + 1);
      return undefined;
    }
    COMMAND.lastIndex = offset;
    const [name = ''] = COMMAND.exec(text) ?? [];
    const from = offset + name.length;
    if (name === 'copy' || name === '!') {
      // These take the rest of the line as it is.
      reader.skipTo(endOfLine(text, from));
      if (!conditions.active) return undefined;
      if (name === 'copy') this.#copy(text.slice(from, reader.offset), reader, place);
      else this.#refuseCommand(name, place);
      return undefined;
    }
    reader.skipTo(readArguments(text, from).end);
    const expansions: Expansions = {
      variable: (reference) => this.#variables.expand(reference, place),
      program: (line) => {
        this.incomplete ||= this.#context.runProgram === undefined;
        return this.#runProgram(line, place)?.replace(/\n$/, '') ?? '';
      },
    };
    const command = () => ({ name, place, ...readArguments(text, from, expansions) });
    if (isConditional(name)) {
      const wrong = conditions.follow(name, place, () => this.#test(command()));
      if (wrong !== undefined) {
        const hint = 'Write \\if … \\elif … \\else … \\endif, all in one file.';
        this.#refuse(place, 'unbalanced-condition', `has \\${name}, which ${wrong}.`, hint);
      }
      return undefined;
    }
    return conditions.active ? this.#obey(command(), reader) : undefined;
  }

  #test(command: Command): boolean {
    if (!this.#isReadable(command)) return false;
    const expression = command.values.join(' ');
    const value = parseBoolean(expression);
    if (value === undefined) {
      const what = `has \\${command.name} ${expression}, which is neither true nor false.`;
      const hint = 'psql knows only booleans here: pass one with --set NAME=true.';
      this.#refuse(command.place, 'invalid-condition', what, hint);
    }
    return value ?? false;
  }

  #obey(command: Command, reader: StatementReader): 'quit' | undefined {
    if (!this.#isReadable(command)) return undefined;
    const { name, place } = command;
    const [first, ...more] = command.values;
    switch (name) {
      case 'q':
      case 'quit':
        return 'quit';
      case 'i':
      case 'include':
        this.#include(command.names[0], '', command);
        break;
      case 'ir':
      case 'include_relative':
        this.#include(command.names[0], path.posix.dirname(place.path), command);
        break;
      case 'set':
        if (first !== undefined) this.#set(first, more.join(''), place);
        break;
      case 'unset':
        if (first !== undefined) this.#variables.unset(first);
        break;
      case 'r':
      case 'reset':
        reader.take();
        break;
      case 'g':
      case 'gx':
        // What stands in parentheses says how to show the result; anything else is a file or a program to send it to.
        if (first === undefined || first.startsWith('(')) this.#send(reader, this.#last);
        else this.#refuseCommand(`${name} ${first}`, place);
        break;
      case 'crosstabview':
        this.#send(reader, this.#last);
        break;
      case 'gexec':
        this.#send(reader, this.#last, 'gexec');
        break;
      case 'encoding':
        if (first !== undefined && !/^utf-?8$/i.test(first)) this.#refuseCommand(name, place);
        break;
      case 'o':
      case 'out':
        if (first !== undefined) this.#refuseCommand(name, place);
        break;
      default:
        if (!isWithoutEffect(name)) this.#refuseCommand(name, place);
    }
    return undefined;
  }

  #isReadable({ name, fault, place }: Command): boolean {
    if (fault === 'open-quote') {
      const what = `has the psql command \\${name} with a quote that its line does not close.`;
      this.#refuse(place, 'unterminated-string', what, 'Close the quote on the same line.');
    }
    return fault === undefined;
  }

  #set(name: string, value: string, place: Place): void {
    if (!isVariableName(name)) {
      const what = `sets ${name}, which is no name of a psql variable.`;
      this.#refuse(place, 'invalid-variable', what, 'Use letters, digits and underscores.');
    } else if (name === 'AUTOCOMMIT' && parseBoolean(value) === false) {
      const hint = 'Remove it, and write BEGIN and COMMIT where transactions begin and end.';
      this.#refuse(place, 'psql-command', 'turns AUTOCOMMIT off, which only psql understands.', hint);
    } else {
      this.#variables.set(name, value);
    }
  }

  #include(name: string | undefined, folder: string, { name: command, place }: Command): void {
    if (name === undefined) {
      this.#refuse(place, 'psql-command', `has the psql command \\${command} without a file.`, 'Name the file.');
      return;
    }
    const file = path.posix.isAbsolute(name) ? name : path.posix.join(folder, name);
    if (this.#files.includes(file)) {
      const chain = [...this.#files.slice(this.#files.indexOf(file)), file].join(' → ');
      this.#refuse(place, 'include-loop', `includes a file in a loop: ${chain}.`, 'Remove one of these includes.');
      return;
    }
    const text = this.#readFile(file, place);
    if (text !== undefined) this.run({ text, path: file, line: 1, dialect: 'psql' });
  }

  #copy(rest: string, reader: StatementReader, place: Place): void {
    const copy = parseClientCopy(rest);
    if (copy.from === 'refused') {
      const what = `has the psql command \\copy, which ${copy.because}.`;
      this.#refuse(place, 'psql-command', what, 'Use \\copy … from a file below the migrations directory.');
      return;
    }
    const statement: Statement = { text: copy.sql, ...place };
    const data = this.#dataOf(copy, statement, reader, place);
    if (data !== undefined) this.#steps.push({ kind: 'copy', statement, data });
  }

  #dataOf(
    copy: Exclude<ClientCopy, { from: 'refused' }>,
    statement: Statement,
    reader: StatementReader,
    place: Place,
  ): string | undefined {
    switch (copy.from) {
      case 'script':
        return readData(statement, reader, this.#problems);
      case 'file':
        return this.#readFile(path.posix.normalize(copy.path), place);
      case 'program':
        return this.#runProgram(copy.command, place);
    }
  }

  #readFile(file: string, place: Place): string | undefined {
    return this.#ask('asks for a file', place, () => this.#context.readFile(file));
  }

  /** As psql's own, a program sees its variables filled in by nobody but the shell. */
  #runProgram(command: string, place: Place): string | undefined {
    this.#problems.push({
      ...errorAt(
        place,
        RUNS_PROGRAM,
        `runs a program: ${command}`,
        "What it gives is no part of the migration's own files.",
      ),
      severity: 'info',
    });
    return this.#ask('runs a program', place, () => this.#context.runProgram?.(command) ?? '');
  }

  /** What is wrong with a file or a program is a problem of the line that asks for it. */
  #ask(what: string, place: Place, ask: () => string): string | undefined {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      for (const problem of error.problems) {
        const message = `${place.path}:${place.line} ${what}: ${problem.message}`;
        this.#problems.push({ ...problem, ...place, message });
      }
      return undefined;
    }
  }

  #refuseCommand(command: string, place: Place): void {
    const what = `has the psql command \\${command}, which cannot be run here.`;
    this.#refuse(place, 'psql-command', what, cureFor(command));
  }

  #refuse(place: Place, code: string, what: string, hint: string): void {
    this.#problems.push(errorAt(place, code, what, hint));
  }
}

interface Command extends Arguments {
  readonly name: string;
  readonly place: Place;
}

/** The code of the note that a script runs a program, whose result nobody knows before. */
export const RUNS_PROGRAM = 'runs-program';

/** A name ends at a space or at the next backslash. */
const COMMAND = /[^\s\\]*/y;
