/** What of a plan's graph a report shows. */
import { describe, expect, it } from '@jest/globals';
import { drawChanges } from '../../src/report/changed-graph.ts';

const set = (...edges: readonly [id: string, ...before: string[]][]) =>
  edges.map(([id, ...before]) => ({
    id,
    opaque: false as const,
    dependsOn: before.map((each) => ({ id: each, because: 'both alter table "t"' })),
  }));

describe('the picture of what is new', () => {
  it('has what that depends on and what depends on it, and nothing that is further away', () => {
    const all = set(['1_far'], ['2_near', '1_far'], ['3_new', '2_near'], ['4_after', '3_new'], ['5_apart']);
    expect(drawChanges(all, new Set(['3_new']))).toEqual({
      mermaid: [
        'flowchart TB',
        '  classDef new stroke-width:3px',
        '  classDef opaque stroke-dasharray: 5 5',
        '  n0["2_near"]',
        '  n1["3_new"]:::new',
        '  n2["4_after"]',
        '  n0 -->|"both alter table #34;t#34;"| n1',
        '  n1 -->|"both alter table #34;t#34;"| n2',
        '',
      ].join('\n'),
      leftOut: 2,
    });
  });

  it('is left out where there is nothing to see', () => {
    const all = set(['1_a'], ['2_b', '1_a'], ['3_c']);
    expect(drawChanges(all, new Set())).toBeUndefined();
    expect(drawChanges(all, new Set(['3_c']))).toBeUndefined();
  });

  it('holds no more than can be read', () => {
    const ids = Array.from({ length: 60 }, (_, index) => `${String(index).padStart(2, '0')}_m`);
    const all = set(...ids.map((id): [string, ...string[]] => [id]), ['99_new', ...ids]);
    const drawn = drawChanges(all, new Set(['99_new']));
    expect(drawn?.leftOut).toBe(21);
    expect(drawn?.mermaid).toContain('["59_m"]');
    expect(drawn?.mermaid).not.toContain('["20_m"]');
    expect(drawChanges(all, new Set(ids))).toBeUndefined();
  });
});
