/**
 * Puts statements into the messages that PostgreSQL is sent, and finds the way back from an error to the statement.
 *
 * Whole transactions travel as one message where they can: on a local socket the round trips of a small migration cost more
 * than its work. PostgreSQL parses a message whole before it runs any of it, so a message is bounded in size.
 */
import { offsetAfter, Positions } from '../sql/position.ts';
import type { Statement, Step } from '../sql/program.ts';

/** Characters. PostgreSQL needs about ten bytes of memory for each while it parses. */
const MESSAGE_LIMIT = 1024 * 1024;

/** One statement of a message: each completes once, so counting completions tells which one was refused. */
interface Part {
  /** UTF-16 offset of its first character in the message. */
  readonly start: number;
  /** Absent for a statement of our own (`BEGIN`, bookkeeping). */
  readonly statement?: Statement | undefined;
}

export interface Message {
  readonly text: string;
  readonly parts: readonly Part[];
  /** For the one statement of a COPY message. */
  readonly copyData?: string | undefined;
  /** The one statement is a query whose result fields are to be run as statements. */
  readonly gexec?: boolean | undefined;
}

/**
 * The messages of one transaction: `before`, the steps, `after`, joined as far as the size limit and COPY data allow.
 */
export function transactionMessages(
  before: readonly string[],
  steps: readonly Step[],
  after: readonly string[],
): Message[] {
  const builder = new MessageBuilder();
  before.forEach((text) => {
    builder.add(text);
  });
  for (const step of steps) {
    if (step.kind === 'statement') builder.add(step.statement.text, step.statement);
    else builder.addAlone(stepMessage(step));
  }
  after.forEach((text) => {
    builder.add(text);
  });
  return builder.finish();
}

/** Its first statement as a message by itself, and the rest of it. */
export function splitFirst({ text, parts, ...more }: Message): readonly [first: Message, rest: Message] {
  const [first, ...others] = parts;
  const start = others[0]?.start ?? text.length;
  const moved = others.map((part) => ({ ...part, start: part.start - start }));
  return [
    { text: text.slice(0, start), parts: first === undefined ? [] : [first] },
    { ...more, text: text.slice(start), parts: moved },
  ];
}

/** One step as a message by itself. */
export function stepMessage(step: Step): Message {
  const { statement } = step;
  return {
    text: statement.text,
    parts: [{ start: 0, statement }],
    copyData: step.kind === 'copy' ? step.data : undefined,
    gexec: step.kind === 'gexec',
  };
}

class MessageBuilder {
  readonly #messages: Message[] = [];
  #texts: string[] = [];
  #parts: Part[] = [];
  #length = 0;

  add(text: string, statement?: Statement): void {
    if (this.#length > 0 && this.#length + text.length > MESSAGE_LIMIT) this.#flush();
    this.#parts.push({ start: this.#length, statement });
    this.#texts.push(text);
    // The separator after it: a line of its own, in case the statement ends in a line comment.
    this.#length += text.length + SEPARATOR.length;
  }

  addAlone(message: Message): void {
    this.#flush();
    this.#messages.push(message);
  }

  finish(): Message[] {
    this.#flush();
    return this.#messages;
  }

  #flush(): void {
    if (this.#parts.length === 0) return;
    this.#messages.push({ text: this.#texts.join(SEPARATOR), parts: this.#parts });
    this.#texts = [];
    this.#parts = [];
    this.#length = 0;
  }
}

const SEPARATOR = '\n;\n';

export interface Location {
  /** Absent when a statement of our own was refused. */
  readonly statement?: Statement | undefined;
  readonly line: number;
  readonly column: number;
}

/**
 * Where in its file a message was refused.
 *
 * @param completed statements of the message that PostgreSQL had completed
 * @param position PostgreSQL's error position: 1-based, in characters (code points) of the message
 */
export function locate(message: Message, completed: number, position: number | undefined): Location {
  const offset = position === undefined ? undefined : offsetAfter(message.text, position - 1);
  const refused =
    offset === undefined ? message.parts[completed] : message.parts.findLast((part) => part.start <= offset);
  const statement = refused?.statement;
  if (refused === undefined || statement === undefined) return { line: 1, column: 1 };
  const within = offset === undefined ? 0 : Math.max(0, offset - refused.start);
  return { statement, ...new Positions(statement.text, statement).at(within) };
}
