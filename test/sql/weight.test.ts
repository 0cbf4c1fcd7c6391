import { describe, expect, it } from '@jest/globals';
import { isTooHeavy } from '../../src/sql/weight.ts';

describe('isTooHeavy', () => {
  it.each([
    ['tokens up to the limit', 'a '.repeat(47), false],
    ['more tokens', 'a '.repeat(96), true],
    ['more bytes than tokens', `'${'x'.repeat(700)}'`, false],
    ['more bytes outside of ASCII', `'${'é'.repeat(700)}'`, false],
    ['far more bytes', `'${'x'.repeat(1700)}'`, true],
    ['far more bytes outside of ASCII', `'${'é'.repeat(850)}'`, true],
    ['as many bytes as tokens', '('.repeat(100), false],
    ['one more', '('.repeat(101), true],
    ['a string that does not end', `'${'x'.repeat(200)}`, false],
  ])('%s', (_, sql, expected) => {
    expect(isTooHeavy(sql, 100)).toBe(expected);
  });

  it('takes any mebibyte', () => {
    expect(isTooHeavy('('.repeat(1024 * 1024))).toBe(false);
    expect(isTooHeavy('('.repeat(1024 * 1024 + 1))).toBe(true);
  });
});
