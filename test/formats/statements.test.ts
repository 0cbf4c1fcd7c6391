import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { roughStatements, undoubleQuestionMarks, useSemicolons } from '../../src/formats/shared/statements.ts';

const lines = (text: string) => text.split('\n').length;

describe('roughStatements', () => {
  it('gives the first words outside parentheses, and passes over the data of COPY', () => {
    const text = '-- x\nselect (now()) from "T" as u;\ncopy a (b) from stdin;\n;;\n\\.\nend';
    expect(roughStatements(text).map(({ words, line, copies }) => [words.join(' '), line, copies])).toEqual([
      ['SELECT FROM AS U', 2, false],
      ['COPY A FROM STDIN', 3, true],
      ['END', 6, false],
    ]);
  });
});

describe('useSemicolons', () => {
  it.each([
    ['A\nGO\nB', 'A;\n\nB'],
    ['A;\nGO\nB', 'A;\n\nB'],
    ["'GO'GO$$GO$$", "'GO';$$GO$$"],
    ['/* GO */ A -- GO\nGO', '/* GO */ A; -- GO\n'],
    ['GO', ''],
    ['-- x', '-- x'],
  ])('makes %j %j', (text, expected) => {
    expect(useSemicolons(text, /GO/)).toBe(expected);
  });

  it('keeps the number of lines, and all but the delimiters', () => {
    const piece = fc.constantFrom('a', ' ', '\n', ';', '@@', "'@@'", '$$@@\n$$', '-- @@\n', '/* @@\n*/', '@');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const result = useSemicolons(text, /@@/);
        expect(lines(result)).toBe(lines(text));
        expect(result.replaceAll(/[;@]/g, '')).toBe(text.replaceAll(/[;@]/g, ''));
      }),
    );
  });
});

describe('undoubleQuestionMarks', () => {
  it.each([
    ["a ?? 'x' and b ??| c", "a ?  'x' and b ?|  c"],
    ['a ? b', 'a ? b'],
    ['a ??? b', 'a ??  b'],
    [`'??' "??" $$ ?? $$ -- ??\n/* ?? */`, `'??' "??" $$ ?? $$ -- ??\n/* ?? */`],
    ['copy a from stdin;\n??\n\\.\n', 'copy a from stdin;\n??\n\\.\n'],
  ])('makes %j %j', (text, expected) => {
    expect(undoubleQuestionMarks(text)).toBe(expected);
  });
});
