import { describe, expect, it } from '@jest/globals';
import { legsOf } from './matrix.ts';

describe('a matrix', () => {
  it('has every combination, in order', () => {
    expect(legsOf({ pg: [15, 16], shard: ['a', 'b'] }).map(({ label }) => label)).toEqual([
      '15, a',
      '15, b',
      '16, a',
      '16, b',
    ]);
  });

  it('leaves out what is excluded, by the keys that are named', () => {
    const legs = legsOf({ pg: [15, 16], os: [{ name: 'x', arch: 1 }], exclude: [{ pg: 15, os: { name: 'x' } }] });
    expect(legs.map(({ matrix }) => matrix['pg'])).toEqual([16]);
  });

  // The example of GitHub's documentation.
  it('adds what is included to combinations that fit, or as legs of their own', () => {
    const legs = legsOf({
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    });
    expect(legs.map(({ matrix }) => matrix)).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
    expect(legs[0]?.label).toBe('apple, cat');
  });

  it('of included legs only has these', () => {
    const include = [
      { postgres: '15', shard: 0 },
      { postgres: '16', shard: 1 },
    ];
    expect(legsOf({ include }).map(({ label }) => label)).toEqual(['15, 0', '16, 1']);
  });

  it.each([
    ['nothing', {}],
    ['an axis without values', { pg: [] }],
    ['everything excluded', { pg: [15], exclude: [{ pg: 15 }] }],
    ['no mapping', [1]],
    ['more than 256 legs', { a: Array.from({ length: 257 }, (_, index) => index) }],
  ])('of %s is refused', (_, matrix) => {
    expect(() => legsOf(matrix)).toThrow();
  });
});
