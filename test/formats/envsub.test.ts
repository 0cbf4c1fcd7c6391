import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SubstitutionError, substituteEnvironment } from '../../src/formats/goose/envsub.ts';

const env: Readonly<Record<string, string>> = { NAME: 'orders', EMPTY: '', N2_x: '7' };
const substitute = (text: string) => substituteEnvironment(text, (name) => env[name]);

describe('substituteEnvironment', () => {
  it.each([
    ['$NAME, ${NAME}.', 'orders, orders.'],
    ['$N2_x-1', '7-1'],
    ['[$UNSET][${UNSET}]', '[][]'],
    ['${UNSET:-a}${EMPTY:-b}${NAME:-c}', 'aborders'],
    ['${UNSET-a}[${EMPTY-b}]', 'a[]'],
    ['${UNSET:-${UNSET-$NAME}}', 'orders'],
    ['${NAME:1}|${NAME:1:2}|${NAME:-2}', 'rders|rd|orders'],
    ['${NAME: -2}|${NAME:0:-2}|${NAME:-9:1}|${NAME: -9:1}|${NAME:9}', 'rs|orde|orders|o|'],
    ['${NAME?no}', 'orders'],
    ['$$NAME \\$NAME', '$NAME $NAME'],
    ['a \\\\ b', 'a \\\\ b'],
    ['$(date) costs 5$', '$(date) costs 5$'],
    ["E'\\n'", "E'\\n'"],
    ['', ''],
  ])('turns %j into %j', (text, result) => {
    expect(substitute(text)).toBe(result);
  });

  it.each([
    ['$1', 'variable name'],
    ['${}', 'variable name'],
    ['${NAME', 'not closed'],
    ['${UNSET:-x', 'not closed'],
    ['${NAME!}', '"!"'],
    ['${NAME:x}', 'whole number'],
    ['${NAME:?x}', 'whole number'],
    ['${UNSET?give it}', 'give it'],
    ['${UNSET?}', '$UNSET is not set'],
  ])('refuses %j', (text, reason) => {
    expect(() => substitute(text)).toThrow(SubstitutionError);
    expect(() => substitute(text)).toThrow(reason);
  });

  it('leaves text without dollar signs and backslashes alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const plain = text.replaceAll(/[$\\]/g, '');
        return substitute(plain) === plain;
      }),
    );
  });
});
