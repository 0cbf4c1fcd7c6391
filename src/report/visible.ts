/**
 * Text of unknown origin (names, SQL, PostgreSQL's messages) made safe to print.
 *
 * Control characters could move a terminal's cursor or colour what follows, and a line that begins with `::`, even after white space, or
 * has `##[` anywhere in it, is a command to GitHub's runner. So the first are shown as escapes, commands are broken up by a backslash, and
 * lines after the first get a bar before them.
 */

// eslint-disable-next-line no-control-regex -- these are what must not get through
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** For one line: line breaks are escaped too. */
export function visibleLine(text: string): string {
  return text
    .replace(CONTROL, escape)
    .replaceAll('\n', '\\n')
    .replace(/^(\s*)::/, '$1\\::')
    .replaceAll('##[', '##\\[');
}

/** For text of several lines, indented below a heading. */
export function visibleText(text: string, indent: string): string {
  return text.split('\n').map(visibleLine).join(`\n${indent}| `);
}

function escape(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
}
