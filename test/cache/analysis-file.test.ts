import { describe, expect, it } from '@jest/globals';
import { type Analysed, parseAnalyses, printAnalyses } from '../../src/cache/analysis-file.ts';

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
    expect(parseAnalyses('us', printAnalyses('us', scripts))).toEqual(scripts);
  });

  it.each([['["t"]'], ['[9]'], ['[0,-1]'], ['[0,"1"]'], ['null']])(
    'refuses a table and places that are %s',
    (placement) => {
      const whole = printAnalyses('us', new Map([['a', scriptWith({ byPlacement: { table: 't', placedBy: [7] } })]]));
      const text = whole.toString();
      expect(text).toMatch(/\[\d+,7\]/);
      expect(() => parseAnalyses('us', Buffer.from(text.replace(/\[\d+,7\]/, placement)))).toThrow('it is damaged');
    },
  );
});
