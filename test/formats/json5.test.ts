import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseJson5 } from '../../src/formats/graphile-migrate/json5.ts';

describe('JSON5', () => {
  it('reads all of JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value, null, 2);
        expect(parseJson5(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads what configuration files add to it', () => {
    const text = `/* a */ {
      // b
      bare: 'single "quotes"', "double": "it's", $x_1: [1, .5, 0x10, +2, -3e2,],
      long: 'one \\
two', nothing: null,
    } // c`;
    expect(parseJson5(text)).toEqual({
      bare: 'single "quotes"',
      double: "it's",
      $x_1: [1, 0.5, 16, 2, -300],
      long: 'one two',
      nothing: null,
    });
  });

  it.each([
    ['', 'unexpected end, line 1'],
    ['{a: 1\nb: 2}', 'unexpected "b", line 2'],
    ['{a: maybe}', 'unexpected "}", line 1'],
    ['[1] 2', 'unexpected "2", line 1'],
    ["{a: 'open}", `unexpected "'", line 1`],
  ])('refuses %j', (text, message) => {
    expect(() => parseJson5(text)).toThrow(message);
  });

  it('does not run out of stack', () => {
    expect(() => parseJson5('['.repeat(100_000))).toThrow(SyntaxError);
  });
});
