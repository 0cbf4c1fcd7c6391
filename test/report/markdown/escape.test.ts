/** Whether hostile text is shown as it is, and nothing else comes of it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { code, codeBlock, htmlCode, link, prose, sentence, shorten } from '../../../src/report/markdown/escape.ts';
import { HOSTILE, hostileText } from '../../support/hostile-text.ts';
import { shownText, structureOf } from '../../support/rendered-markdown.ts';

const anyText = hostileText();
/** What a reader cannot see in what is shown: where spaces are doubled or at an end, where something was broken up. */
const asSeen = (text: string) => text.replaceAll('\u200b', '').replaceAll('\u00a0', ' ');
const visible = (text: string) =>
  text
    .replace(/\r?\n/g, '\u23ce')
    .replaceAll('\t', ' ')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

/** Each way of writing a text, in each place where it is written. */
const PLACES: Readonly<Record<string, (text: string) => string>> = {
  paragraph: prose,
  'list item': (text) => `- ${prose(text)}`,
  'table cell': (text) => `| a | b |\n| --- | --- |\n| ${prose(text)} | x |`,
  'code in a paragraph': code,
  'code in a table': (text) => `| a | b |\n| --- | --- |\n| ${code(text)} | x |`,
  'code in a summary': (text) => `<details><summary>${htmlCode(text)}</summary>\n\nx\n\n</details>`,
  'code in an alert': (text) => `> [!WARNING]\n> ${code(text)} and ${prose(text)}`,
};

describe.each(Object.entries(PLACES))('in a %s', (_, write) => {
  const plain = structureOf(write('abc'));

  it('keeps the structure, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(structureOf(write(`a${text}`))).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  it.each(HOSTILE)('is not taken in by %j', (text) => {
    expect(structureOf(write(text))).toEqual(plain);
  });
});

describe('text', () => {
  it('is shown as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(text.trim() !== '' && text === text.trim() && !text.includes('  '));
        expect(asSeen(shownText(prose(text)))).toBe(visible(text));
        expect(asSeen(shownText(code(text)))).toBe(visible(text));
      }),
      { numRuns: 150 },
    );
  });

  it('calls nobody, names no issue, and leads nowhere', () => {
    const shown = shownText(
      prose('@octocat @org/team #1 org/repo#12 GH-7 :tada: https://evil.example www.evil.example a@b.cd'),
    );
    expect(shown).not.toMatch(/@\w|#\d|GH-\d|:\w+:|:\/\/|www\./);
    expect(asSeen(shown)).toBe(
      '@octocat @org/team #1 org/repo#12 GH-7 :tada: https://evil.example www.evil.example a@b.cd',
    );
    expect(prose('costs $5 or $6')).toBe('costs <span>$</span>5 or <span>$</span>6');
  });

  it('is readable in the source as well, where it is harmless', () => {
    expect(code('0042_add_orders')).toBe('`0042_add_orders`');
    expect(code('db/migrations/0042-x.up.sql')).toBe('`db/migrations/0042-x.up.sql`');
    expect(prose('Table "order_lines" (public.orders), altered by 0007; 3 rows.')).toBe(
      'Table "order_lines" (public.orders), altered by 0007; 3 rows.',
    );
  });

  it('shows what cannot be seen', () => {
    expect(shownText(code('a\u202eb\u0000c\ud800'))).toBe('a\\u{202e}b\\u{0}c\\u{d800}');
    expect(shownText(prose('one\ntwo'))).toBe('one\u23cetwo');
    expect(code('')).toBe('<code>&nbsp;</code>');
  });
});

describe('a block of code', () => {
  it('ends where it ends, and holds the lines as they are', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 4 }), (parts) => {
        const text = parts.join('\n').replaceAll('\r', '');
        const rendered = structureOf(`${codeBlock(text, 'sql')}\n\nafter`);
        expect(rendered).toEqual(['root', ['code'], ['paragraph', ['text']]]);
      }),
      { numRuns: 100 },
    );
    expect(codeBlock('SELECT `a`;\n```\n````', 'sql')).toBe('`````sql\nSELECT `a`;\n```\n````\n`````');
  });
});

describe('a link', () => {
  it('leads where it says, and only to a page', () => {
    expect(link('x', 'https://github.com/org/repo/blob/abc/a (1).sql')).toBe(
      '[x](https://github.com/org/repo/blob/abc/a%20%281%29.sql)',
    );
    expect(link('x', 'javascript:alert(1)')).toBe('x');
    fc.assert(
      fc.property(anyText, (text) => {
        expect(structureOf(link('x', `https://github.com/${text}`))).toEqual([
          'root',
          ['paragraph', ['link', ['text']]],
        ]);
      }),
    );
  });
});

describe('a sentence of ours', () => {
  it('shows as code what it marks, and nothing else of others’ text', () => {
    expect(sentence('The token has no `contents: read`. Add it.')).toBe('The token has no `contents: read`. Add it.');
    expect(sentence('The files of a`@b`*c* and `d')).toBe('The files of a`@b`&#42;c&#42; and &#96;d');
  });
});

describe('a long text', () => {
  it('is shortened in its middle', () => {
    expect(shorten('0042_add_orders', 15)).toBe('0042_add_orders');
    expect(shorten('0042_add_orders', 9)).toBe('0042…ders');
    expect(shorten('😀😀😀😀😀', 3)).toBe('😀…😀');
  });

  it('is cut between characters, whatever they are', () => {
    const anyCharacters = fc.array(fc.constantFrom('a', 'é', '😀', '\ud83d', '\ude00'), { maxLength: 40 });
    fc.assert(
      fc.property(anyCharacters, fc.integer({ min: 1, max: 20 }), (parts, most) => {
        const characters = Array.from(parts.join(''));
        const head = Math.ceil((most - 1) / 2);
        const last = characters.slice(characters.length - (most - 1 - head));
        const all = characters.join('');
        const whole = characters.length <= most ? all : `${characters.slice(0, head).join('')}…${last.join('')}`;
        expect(shorten(all, most)).toBe(whole);
      }),
    );
  });
});
