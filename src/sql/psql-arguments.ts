/** The arguments of a psql command, by psql's quoting rules. They end with the line or at the next backslash. */
import { endOfLine, isSpace, trimEnd } from './characters.ts';
import { endOfVariable } from './extents.ts';

export interface Arguments {
  readonly values: readonly string[];
  /** As `values`, without semicolons behind the last quoted part, for commands that take them for a slip. */
  readonly names: readonly string[];
  /** Where SQL or another command goes on. */
  readonly end: number;
  /** What keeps them from being read: a shell command in backticks, or a quote that the line does not close. */
  readonly fault?: 'backtick' | 'open-quote';
}

const NEWLINE = '\n';

/** What a variable reference such as `:'name'` stands for, or undefined to leave it as it is. */
type Expand = (reference: string) => string | undefined;

/** The arguments that begin at `from`, behind the command's name. */
export function readArguments(text: string, from: number, expand: Expand = () => undefined): Arguments {
  const values: string[] = [];
  const names: string[] = [];
  let fault: Arguments['fault'];
  let at = from;
  for (;;) {
    while (text[at] !== NEWLINE && isSpace(text.charCodeAt(at))) at += 1;
    if (isEnd(text[at])) break;
    const argument = readArgument(text, at, expand);
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

function readArgument(text: string, from: number, expand: Expand): Argument {
  let value = '';
  let bare = 0;
  let fault: Arguments['fault'];
  let at = from;
  for (;;) {
    const char = text[at];
    if (char === undefined || char === '\\' || isSpace(text.charCodeAt(at))) return { value, bare, end: at, fault };
    if (char === "'" || char === '"' || char === '`') {
      const close = endOfQuote(text, at);
      fault ??= close === -1 ? 'open-quote' : char === '`' ? 'backtick' : undefined;
      const end = close === -1 ? endOfLine(text, at) : close;
      value += char === "'" ? unquote(text.slice(at + 1, end - 1)) : text.slice(at, end);
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
      value += expand(reference) ?? reference;
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
