/** The graph as a picture: in Mermaid, which GitHub draws in any comment, in Graphviz' DOT, or as data. */
import { batchesOf } from './batches.ts';
import { type Graph, type GraphNode, whyOpaque } from './graph.ts';
import { because, dependenciesOf } from './reasons.ts';

export type Drawing = 'mermaid' | 'dot' | 'json';

/** Up to so many arrows a picture is readable with the reasons written on them. */
const MAX_LABELLED = 40;
/** Mermaid draws no more unless the page allows it. */
const MERMAID_MAX_EDGES = 500;
const MERMAID_MAX_CHARACTERS = 50_000;

/** Arrows lead from what runs first to what runs after it. The text ends with a line break. */
export function drawGraph(graph: Graph, drawing: Drawing): string {
  switch (drawing) {
    case 'mermaid':
      return drawMermaid(graph);
    case 'dot':
      return drawDot(graph);
    case 'json':
      return drawJson(graph);
  }
}

interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly because: string;
}

function arrowsOf(graph: Graph): Arrow[] {
  return graph.dependencies.flatMap((dependencies, to) =>
    dependencies.map((from) => ({ from, to, because: because(graph, to, from) })),
  );
}

function drawMermaid(graph: Graph): string {
  const arrows = arrowsOf(graph);
  const labelled = arrows.length <= MAX_LABELLED;
  const nodes = graph.nodes.map((node, position) =>
    isOpaque(node)
      ? `  n${position}{{"${mermaidText(`${node.id} (opaque)`)}"}}:::opaque`
      : `  n${position}["${mermaidText(node.id)}"]`,
  );
  const plain = arrows.map(({ from, to }) => `  n${from} --> n${to}`);
  const explained = arrows.flatMap(({ from, to, because: why }) =>
    labelled
      ? [`  n${from} -->|"${mermaidText(why)}"| n${to}`]
      : [`  %% n${to}: ${mermaidText(why)}`, `  n${from} --> n${to}`],
  );
  const frame = (body: readonly string[]) =>
    `${['flowchart LR', '  classDef opaque stroke-dasharray: 5 5', ...nodes, ...body].join('\n')}\n`;
  const full = frame(explained);
  // Comments count as text too: better no reasons than no picture.
  const text = full.length <= MERMAID_MAX_CHARACTERS ? full : frame(plain);
  const limits = [
    ...(arrows.length > MERMAID_MAX_EDGES ? [`maxEdges of at least ${arrows.length}`] : []),
    ...(text.length > MERMAID_MAX_CHARACTERS ? [`maxTextSize of at least ${text.length + 200}`] : []),
  ];
  return limits.length === 0 ? text : `%% Mermaid draws this with ${limits.join(' and ')} only.\n${text}`;
}

function drawDot(graph: Graph): string {
  const arrows = arrowsOf(graph);
  const place = arrows.length <= MAX_LABELLED ? 'label' : 'edgetooltip';
  const nodes = graph.nodes.map((node, position) => {
    const opaque = whyOpaque(node);
    const look = opaque === undefined ? '' : `, style=dashed, tooltip="${dotText(opaque)}"`;
    return `  n${position} [label="${dotText(opaque === undefined ? node.id : `${node.id} (opaque)`)}"${look}];`;
  });
  return `${[
    'digraph migrations {',
    '  rankdir=LR;',
    '  node [shape=box, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...nodes,
    ...arrows.map(({ from, to, because: why }) => `  n${from} -> n${to} [${place}="${dotText(why)}"];`),
    '}',
  ].join('\n')}\n`;
}

function drawJson(graph: Graph): string {
  const batchByPosition = new Map(
    batchesOf(graph).flatMap((batch, index) => batch.map((position) => [position, index])),
  );
  const migrations = graph.nodes.map((node, position) => ({
    id: node.id,
    path: node.path,
    opaque: whyOpaque(node) ?? false,
    batch: batchByPosition.get(position),
    dependsOn: dependenciesOf(graph, position),
  }));
  return `${JSON.stringify({ migrations }, null, 2)}\n`;
}

function isOpaque(node: GraphNode): boolean {
  return whyOpaque(node) !== undefined;
}

/** Inside quotes Mermaid reads entities, Markdown and HTML: whatever is not plain becomes an entity. */
function mermaidText(text: string): string {
  return visible(text).replace(/[^\p{L}\p{M}\p{N} _.,()/:;-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}

/** Inside quotes Graphviz reads `\` escapes and HTML's entities. */
function dotText(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** One line, without what cannot be seen: a control or formatting character, or half a surrogate pair. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
