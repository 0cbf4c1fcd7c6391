/** The arguments of a psql command, by psql's quoting rules. They end with the line or at the next backslash. */
import { endOfLine, isSpace, trimEnd } from './characters.ts';
import { endOfVariable } from './extents.ts';

export interface Arguments {
  readonly values: readonly string[];
  /** As `values`, without semicolons behind the last quoted part, for commands that take them for a slip. */
  readonly names: readonly string[];
  /** Where SQL or another command goes on. */
  readonly end: number;
  /** What keeps them from being read: a quote that the line does not close. */
  readonly fault?: 'open-quote';
}

const NEWLINE = '\n';

export interface Expansions {
  /** What a variable reference such as `:'name'` stands for, or undefined to leave it as it is. */
  variable(reference: string): string | undefined;
  /** What the shell command between backticks prints. */
  program(command: string): string;
}

/** For finding the end of the arguments only. */
const NOTHING: Expansions = { variable: () => undefined, program: () => '' };

/** The arguments that begin at `from`, behind the command's name. */
export function readArguments(text: string, from: number, expansions = NOTHING): Arguments {
  const values: string[] = [];
  const names: string[] = [];
  let fault: Arguments['fault'];
  let at = from;
  for (;;) {
    while (text[at] !== NEWLINE && isSpace(text.charCodeAt(at))) at += 1;
    if (isEnd(text[at])) break;
    const argument = readArgument(text, at, expansions);
    values.push(argument.value);
    names.push(argument.value.slice(0, argument.bare) + trimEnd(argument.value.slice(argument.bare), ';'));
    fault ??= argument.fault;
    at = argument.end;
  }
  // A double backslash ends the command and is no command itself.
  const end = text.startsWith('\\\\', at) ? at + 2 : at;
  return fault === undefined ? { values, names, end } : { values, names, end, fault };
}

function isEnd(char: string | undefined): boolean {
  return char === undefined || char === NEWLINE || char === '\\';
}

interface Argument {
  readonly value: string;
  /** What of `value` comes behind its last quote or variable begins here. */
  readonly bare: number;
  readonly end: number;
  readonly fault: Arguments['fault'];
}

function readArgument(text: string, from: number, expansions: Expansions): Argument {
  let value = '';
  let bare = 0;
  let fault: Arguments['fault'];
  let at = from;
  for (;;) {
    const char = text[at];
    if (char === undefined || char === '\\' || isSpace(text.charCodeAt(at))) return { value, bare, end: at, fault };
    if (char === "'" || char === '"' || char === '`') {
      const close = endOfQuote(text, at);
      if (close === -1) fault = 'open-quote';
      const end = close === -1 ? endOfLine(text, at) : close;
      const inner = text.slice(at + 1, end - 1);
      if (char === '"') value += text.slice(at, end);
      else if (close !== -1) value += char === "'" ? unquote(inner) : expansions.program(inner);
      bare = value.length;
      at = end;
      continue;
    }
    const end = char === ':' ? endOfVariable(text, at) : -1;
    if (end === -1) {
      value += char;
      at += 1;
    } else {
      const reference = text.slice(at, end);
      value += expansions.variable(reference) ?? reference;
      bare = value.length;
      at = end;
    }
  }
}

/** Behind the quote that closes the one at `open`, or -1 if the line ends first. Only single quotes know escapes. */
function endOfQuote(text: string, open: number): number {
  const quote = text[open];
  for (let at = open + 1; ; at += 1) {
    const char = text[at];
    if (char === undefined || char === NEWLINE) return -1;
    const escaped = char === '\\' ? text[at + 1] !== NEWLINE : char === quote && text[at + 1] === quote;
    if (quote === "'" && escaped) at += 1;
    else if (char === quote) return at + 1;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b', r: '\r', f: '\f' };

function unquote(inner: string): string {
  return inner.replace(
    /''|\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|([^]))/g,
    (_, octal?: string, hex?: string, char?: string) => {
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      return char === undefined ? "'" : (ESCAPES[char] ?? char);
    },
  );
}
