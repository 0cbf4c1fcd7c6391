/** Names and messages that somebody wrote to break what shows them. */
import fc from 'fast-check';

export const HOSTILE: readonly string[] = [
  '| a | b |',
  '\\|',
  '\\\\|',
  '`',
  '``a`` ``` ',
  '</code></td></table></details><h1>owned</h1>',
  '<!-- ',
  '--> <img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '@octocat',
  '@org/team',
  '#1 org/repo#2 GH-3',
  'https://evil.example/?q=1',
  'www.evil.example',
  '_www.evil.example_ a_www.evil.example a_GH-3_',
  'someone@evil.example',
  'mailto:someone@evil.example',
  '[click](https://evil.example)',
  '![x](https://evil.example/pixel.png)',
  '[x]: https://evil.example',
  '[^1]',
  '**bold** _it_ ~~gone~~ __x__',
  '# heading',
  '- item',
  '1. item',
  '1) item',
  '+ item',
  '> quote',
  '---',
  '===',
  ':--|--:',
  ':tada: :+1:',
  '$x^2$ and $`x`$',
  '&amp; &#124; &lt;b&gt;',
  'one\ntwo\r\n\r\nthree',
  '    indented',
  '\u202eevil\u202c \u2066x\u2069 \u200bzero\u200d',
  'a\u0000b\u001b[31m',
  '\ud800',
  '```mermaid\ngraph TD; a-->b\n```',
  '%%{init: {"securityLevel": "loose"}}%%',
  '</summary>',
  '[!WARNING]',
  '- [x] done',
];

const pieces = fc.constantFrom(...HOSTILE, ...'|`*_~#@[]()<>&!\\:;$%^-+=.1 ab"\'\n\t/{}é漢'.split(''));

/** Any mixture of the above, and anything at all. Made only for who draws from it: preparing to draw any character takes a second. */
export function hostileText(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  );
}
