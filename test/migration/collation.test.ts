import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareInEnglish } from '../../src/migration/collation.ts';

const name = fc
  .array(
    fc.constantFrom(
      '2024',
      '2',
      '0',
      'a',
      'b',
      'B',
      'z',
      '_',
      '-',
      ' ',
      '.',
      'é',
      'e\u0301',
      '1\u20e3',
      'ch',
      '\u0001',
    ),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(''));

describe('compareInEnglish', () => {
  it('orders as localeCompare does', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(Math.sign(compareInEnglish(a, b))).toBe(Math.sign(a.localeCompare(b, 'en')));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['20240101_a', '20240102_a'],
    ['20240101_a', '20240101_a_b'],
    ['20240101_add_b', '20240101_add_c'],
    ['a-b', 'a_B'],
  ])('orders %s and %s', (a, b) => {
    expect(Math.sign(compareInEnglish(a, b))).toBe(Math.sign(a.localeCompare(b, 'en')));
    expect(Math.sign(compareInEnglish(b, a))).toBe(Math.sign(b.localeCompare(a, 'en')));
  });
});
