import { describe, expect, it } from '@jest/globals';
import { drawGraph } from '../../src/graph/draw.ts';
import { buildGraph } from '../../src/graph/edges.ts';
import { access, idOf, node, touch } from './nodes.ts';

const DYNAMIC = 'line 3 runs SQL that is put together at run time';

const shop = buildGraph([
  node('1_orders', [touch('creates', 'table orders'), touch('creates', 'table items')]),
  node('2_totals', [touch('alters', 'table orders'), touch('reads', 'table items')]),
  node('3_alone', []),
  node('4_fill', [], { opaque: DYNAMIC }),
  node('5_view', [], { directives: { dependsOn: ['1_orders'] } }),
]);

/** Names that would end a string, a label or a line, or begin something else. */
const HOSTILE = [
  '"]',
  '`md`',
  '-->|x|',
  '%%{init: {}}%%',
  '<script>alert(1)</script>',
  '&lt;b&gt;',
  '#quot;',
  'a\nb',
  'a\r\u2028b',
  '\\"',
  '\\N',
  '[x](javascript:alert(1))',
  '\u0000\u001b[31m',
  '\ud800',
  '\u202eabc',
  '_em_ **strong**',
  '1) list',
  'fa:fa-car http://a.b',
  '    code',
  '',
];
const hostile = buildGraph(
  HOSTILE.flatMap((name, index) => [
    node(`${name}${index}`, [touch('alters', `table ${name}`)], name === '"]' ? { opaque: `it says ${name}` } : {}),
    node(name, [touch('reads', `table ${name}`)]),
  ]),
);

describe('drawGraph for Mermaid', () => {
  it('writes short reasons on the arrows of a small graph', () => {
    expect(drawGraph(shop, 'mermaid')).toBe(
      [
        'flowchart TB',
        '  classDef opaque stroke-dasharray: 5 5',
        '  n0["1_orders"]',
        '  n1["2_totals"]',
        '  n2["3_alone"]',
        '  n3{{"4_fill (opaque)"}}:::opaque',
        '  n4["5_view"]',
        '  n0 -->|"alters table orders, and 1 more"| n1',
        '  n1 -->|"opaque"| n3',
        '  n2 -->|"opaque"| n3',
        '  n3 -->|"opaque"| n4',
        '',
      ].join('\n'),
    );
  });

  it('lets no name out of its quotes', () => {
    const drawn = drawGraph(hostile, 'mermaid');
    // Within the quotes: words, spaces, a few harmless marks, and numbered entities. Mermaid's own parser agrees (11.x).
    const text = String.raw`"(?:[\p{L}\p{M}\p{N} ,;()/_-]|#\d+;)+"`;
    const line = new RegExp(
      String.raw`^(flowchart TB|  classDef opaque .*|  n\d+(\[${text}\]|\{\{${text}\}\}:::opaque)|  n\d+ -->\|${text}\| n\d+)$`,
      'u',
    );
    const lines = drawn.trimEnd().split('\n');
    expect(lines.filter((each) => !line.test(each))).toEqual([]);
    expect(lines.filter((each) => /^ {2}n\d+[[{]/.test(each))).toHaveLength(2 * HOSTILE.length);
    expect(drawn).toContain('n8["#60;script#62;alert(1)#60;/script#62;4"]');
    expect(drawn).toContain('n14["a#92;u#123;a#125;b7"]');
    expect(drawn).toContain('#95;em#95; #42;#42;strong#42;#42;');
    expect(drawn).toContain('["1#41; list"]');
    expect(drawn).toContain('n39["#160;"]');
  });

  it('puts the reasons of a larger graph into comments', () => {
    const nodes = Array.from({ length: 50 }, (_, position) => node(idOf(position), [access('write', 0)]));
    const lines = drawGraph(buildGraph(nodes), 'mermaid').split('\n');
    expect(lines[0]).toBe('flowchart LR');
    expect(lines.slice(-3)).toEqual(['  %% n49: alters table r0, altered by 00048_m', '  n48 --> n49', '']);
  });

  it('says what a page must allow for a very large one', () => {
    const nodes = Array.from({ length: 1500 }, (_, position) =>
      node(`${idOf(position)}_long_name`, [access('write', 0)]),
    );
    const drawn = drawGraph(buildGraph(nodes), 'mermaid');
    const [note, head] = drawn.split('\n');
    expect(head).toBe('flowchart LR');
    const [, edges, characters] =
      /^%% Mermaid draws this with a maxEdges of (\d+) and a maxTextSize of (\d+) only\.$/.exec(note ?? '') ?? [];
    expect(edges).toBe('1499');
    expect(Number(characters)).toBeGreaterThanOrEqual(drawn.length);
    expect(drawn).not.toContain('altered by');
  });
});

describe('drawGraph for Graphviz', () => {
  it('writes short reasons on the arrows and whole ones behind them', () => {
    expect(drawGraph(shop, 'dot')).toBe(
      [
        'digraph migrations {',
        '  rankdir=TB;',
        '  node [shape=box, fontname="sans-serif", fontsize=11];',
        '  edge [fontname="sans-serif", fontsize=9];',
        '  n0 [label="1_orders"];',
        '  n1 [label="2_totals"];',
        '  n2 [label="3_alone"];',
        `  n3 [label="4_fill (opaque)", style=dashed, tooltip="${DYNAMIC}"];`,
        '  n4 [label="5_view"];',
        '  n0 -> n1 [label="alters table orders, and 1 more", tooltip="alters table orders, created by 1_orders; and 1 more"];',
        `  n1 -> n3 [label="opaque", tooltip="keeps its place in file order, as ${DYNAMIC}"];`,
        `  n2 -> n3 [label="opaque", tooltip="keeps its place in file order, as ${DYNAMIC}"];`,
        `  n3 -> n4 [label="opaque", tooltip="4_fill keeps its place in file order, as ${DYNAMIC}"];`,
        '}',
        '',
      ].join('\n'),
    );
  });

  it('lets no name out of its quotes', () => {
    const drawn = drawGraph(hostile, 'dot');
    const text = String.raw`"(?:[^"\\&\p{C}]|\\\\|\\"|&amp;)*"`;
    const attributes = String.raw`\[\w+=(?:${text}|\w+)(?:, \w+=(?:${text}|\w+))*\]`;
    const line = new RegExp(
      String.raw`^(digraph migrations \{|  rankdir=TB;|  (n\d+|node|edge|n\d+ -> n\d+) ${attributes};|\})$`,
      'u',
    );
    const lines = drawn.trimEnd().split('\n');
    expect(lines.filter((each) => !line.test(each))).toEqual([]);
    expect(lines.filter((each) => /^ {2}n\d+ \[/.test(each))).toHaveLength(2 * HOSTILE.length);
    expect(drawn).toContain(String.raw`label="\\\"9"`);
    expect(drawn).toContain('label="&amp;lt;b&amp;gt;5"');
  });

  it('leaves the labels of a larger graph out', () => {
    const nodes = Array.from({ length: 50 }, (_, position) => node(idOf(position), [access('write', 0)]));
    const lines = drawGraph(buildGraph(nodes), 'dot').split('\n');
    expect(lines[1]).toBe('  rankdir=LR;');
    expect(lines.at(-3)).toBe('  n48 -> n49 [tooltip="alters table r0, altered by 00048_m"];');
  });
});

describe('drawGraph as JSON', () => {
  it('says all there is', () => {
    const drawn: unknown = JSON.parse(drawGraph(shop, 'json'));
    expect(drawn).toMatchObject({
      migrations: [
        { id: '1_orders', path: '1_orders.sql', opaque: false, batch: 0, dependsOn: [] },
        { batch: 1, dependsOn: [{ id: '1_orders', because: 'alters table orders, created by 1_orders; and 1 more' }] },
        { batch: 0 },
        { id: '4_fill', opaque: DYNAMIC, batch: 2 },
        { batch: 3, dependsOn: [{ id: '4_fill' }] },
      ],
    });
  });
});
