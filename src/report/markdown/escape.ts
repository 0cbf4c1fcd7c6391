/**
 * Text of unknown origin (names, SQL, PostgreSQL's messages) within Markdown that GitHub renders: a reader sees that text and nothing else
 * comes of it, wherever it stands, in a paragraph, a table's cell or an HTML element.
 *
 * Character references do what backslashes cannot: they mean the same to Markdown and to HTML, and no rule about tables or code spans
 * applies to them. GitHub looks for mentions, issues and addresses in what it has rendered, so these are broken up, or are in code.
 */

/** What cannot be seen: control and formatting characters, bidirectional ones among them, and halves of surrogate pairs. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
/** What means something to Markdown or HTML wherever it stands; an underscore, unless within a word. */
const SPECIAL = /[&<>|\\`*[\]~#@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What begins a list, a heading or a rule where a line begins with it. */
const SPECIAL_FIRST = /^([-+=:])|^(\d+)([.)])(?=\s|$)/;
/** What a code span shows as it is, in a table's cell as well. */
const PLAIN_CODE = /^(?! )[^`|\p{C}\p{Zl}\p{Zp}]+(?<! )$/u;
/** Zero width, as the bots put it there that quote other people's release notes. */
const NOTHING = '&#8203;';

/** In prose. On one line. */
export function prose(text: string): string {
  return inProse(text.trim());
}

/** The same of a sentence of ours, in which backticks mark what is code. Where others' text has some, it is in code as well. */
export function sentence(text: string): string {
  const parts = text.trim().split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 0 ? inProse(part) : code(part))).join('');
}

function inProse(text: string): string {
  // Formulas; thus GitHub's documentation has it.
  return harmless(visibleLine(text)).replaceAll('$', '<span>$</span>');
}

/** As code, on one line. GitHub finds no mentions, issues or addresses in code. */
export function code(text: string): string {
  return PLAIN_CODE.test(text) && !text.includes('  ') ? `\`${text}\`` : htmlCode(text);
}

/** The same where Markdown does not reach: within HTML, such as a `summary`. */
export function htmlCode(text: string): string {
  const line = visibleLine(text).replace(/^ | $|(?<= ) /g, '\u00a0');
  return `<code>${line === '' ? '&nbsp;' : harmless(line)}</code>`;
}

/** Lines of code, as they are. `language` is ours. */
export function codeBlock(text: string, language = ''): string {
  const lines = text.split('\n').map((line) => line.replaceAll('\t', '  ').replace(INVISIBLE, escaped));
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A link to an address that we made; anything but `https:` and `http:` is no link. @param shown Markdown */
export function link(shown: string, address: string): string {
  if (!/^https?:\/\//.test(address)) return shown;
  return `[${shown}](${address.replace(/[^A-Za-z0-9_.~:/?#&=%@-]/gu, percentEncoded)})`;
}

/** In the middle, where names of files differ least. Counts characters as people do, and reads no more of a long text than it shows. */
export function shorten(text: string, most: number): string {
  if (text.length <= most || (text.length <= 2 * most && Array.from(text).length <= most)) return text;
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  // A character takes two units at most. What this cuts in two is one too many.
  const first = Array.from(text.slice(0, 2 * head)).slice(0, head);
  const last = Array.from(text.slice(text.length - 2 * tail)).slice(-tail);
  return `${first.join('')}…${tail === 0 ? '' : last.join('')}`;
}

function harmless(line: string): string {
  return (
    line
      .replace(SPECIAL, reference)
      .replace(SPECIAL_FIRST, (_, sign: string | undefined, digits: string | undefined, dot: string | undefined) =>
        sign === undefined ? `${digits ?? ''}${reference(dot ?? '')}` : reference(sign),
      )
      // People: `@octocat`, `@org/team`. Issues: `#1`, `org/repo#1`, `GH-1`. Addresses: `https://…`, `www.…`. Emoji: `:tada:`.
      // Within a word as well: to GitHub an underscore ends one, and to `\b` it does not.
      .replaceAll('&#64;', `&#64;${NOTHING}`)
      .replace(/&#35;(?=\d)/g, `&#35;${NOTHING}`)
      .replace(/GH-(?=\d)/gi, (found) => `${found}${NOTHING}`)
      .replace(/:(?=\/\/|[\w+-]+:)/g, `:${NOTHING}`)
      .replace(/www\.(?=\S)/gi, (found) => `${found.slice(0, -1)}${NOTHING}.`)
  );
}

function reference(character: string): string {
  return `&#${character.codePointAt(0) ?? 0};`;
}

function visibleLine(text: string): string {
  return text.replace(/\r?\n/g, '\u23ce').replaceAll('\t', ' ').replace(INVISIBLE, escaped);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** For an address, also of what is no text at all. */
export function percentEncoded(character: string): string {
  const bytes = Buffer.from(character);
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
