import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { type Analysed, packState, parseAnalyses, printAnalyses, unpackState } from '../../src/cache/analysis-file.ts';

const touch = { resource: 'rows public.t', manner: 'write', verb: 'changes', label: 'the rows of t', line: 3 } as const;

function scriptWith(footprint: Partial<Analysed['footprint']>): Analysed {
  const rest = {
    opaque: undefined,
    outside: undefined,
    draws: false,
    byPlacement: undefined,
    locks: new Set<string>(),
  };
  return { footprint: { touches: [touch], ...rest, ...footprint }, syntax: [] };
}

describe('the document of what scripts touch', () => {
  it('gives back what was written', () => {
    const scripts = new Map([
      ['a', scriptWith({})],
      ['b', scriptWith({ draws: true, byPlacement: { table: 't', placedBy: [0, 4] }, locks: new Set(['public.t']) })],
    ]);
    const file = { scripts, state: { chain: 'b', packed: packState('what is known') } };
    expect(parseAnalyses('us', printAnalyses('us', file))).toEqual(file);
  });

  it.each([['["t"]'], ['[9]'], ['[0,-1]'], ['[0,"1"]'], ['null']])(
    'refuses a table and places that are %s',
    (placement) => {
      const scripts = new Map([['a', scriptWith({ byPlacement: { table: 't', placedBy: [7] } })]]);
      const whole = printAnalyses('us', { scripts, state: undefined });
      const text = whole.toString();
      expect(text).toMatch(/\[\d+,7\]/);
      expect(() => parseAnalyses('us', Buffer.from(text.replace(/\[\d+,7\]/, placement)))).toThrow('it is damaged');
    },
  );

  it.each([['["a"]'], ['["a",1]'], ['["a","b","c"]'], ['{}'], ['"a"']])('refuses a state that is %s', (state) => {
    const whole = printAnalyses('us', { scripts: new Map(), state: undefined }).toString();
    const text = whole.replace('"state":null', `"state":${state}`);
    expect(() => parseAnalyses('us', Buffer.from(text))).toThrow('it is damaged');
  });
});

describe('a state, packed', () => {
  const state = JSON.stringify({ texts: ['public', 'ä'], numbers: [1, 2, 3] });

  it('is what it was, unpacked', () => {
    expect(unpackState(packState(state))).toBe(state);
  });

  it('is never another, whichever bit is: it is refused, or the bit is none of it', () => {
    const bytes = Buffer.from(packState(state), 'base64');
    for (let place = 0; place < bytes.length; place += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const other = Buffer.from(bytes);
        other[place] = (other[place] ?? 0) ^ (1 << bit);
        expect([state, 'it is damaged']).toContain(unpacked(other.toString('base64')));
      }
    }
  });

  function unpacked(packed: string): unknown {
    try {
      return unpackState(packed);
    } catch (error) {
      return error instanceof Error ? error.message : error;
    }
  }

  it.each(['', 'no base64 at all', Buffer.from('plain').toString('base64')])('is refused where it is %j', (packed) => {
    expect(() => unpackState(packed)).toThrow('it is damaged');
  });

  it('is refused where it unpacks to more than any set has', () => {
    const bomb = deflateSync(Buffer.alloc(65 * 1024 * 1024)).toString('base64');
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unpackState(bomb)).toThrow('it is damaged');
  });
});
