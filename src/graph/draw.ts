/** The graph as a picture: in Mermaid, which GitHub draws in any comment, in Graphviz' DOT, or as data. */
import { batchesOf } from './batches.ts';
import type { Graph } from './graph.ts';
import { whyOpaque } from './node.ts';
import { because, briefly, dependenciesOf } from './reasons.ts';

export type Drawing = 'mermaid' | 'dot' | 'json';

/** Up to so many arrows a picture is readable with the reasons written on them. */
const MAX_LABELLED = 40;
/** Mermaid draws no more unless the page allows it. */
const MERMAID_MAX_EDGES = 500;
const MERMAID_MAX_CHARACTERS = 50_000;
/** More than the note on the limits takes, which counts as well. */
const NOTE_CHARACTERS = 200;

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
}

function arrowsOf(graph: Graph): Arrow[] {
  return graph.dependencies.flatMap((dependencies, to) => dependencies.map((from) => ({ from, to })));
}

/** Labels need room beside the arrows, and names need it one above the other. */
function directionFor(arrows: readonly Arrow[]): 'TB' | 'LR' {
  return arrows.length <= MAX_LABELLED ? 'TB' : 'LR';
}

function drawMermaid(graph: Graph): string {
  const arrows = arrowsOf(graph);
  const nodes = graph.nodes.map((node, position) =>
    whyOpaque(node) === undefined
      ? `  n${position}["${mermaidText(node.id)}"]`
      : `  n${position}{{"${mermaidText(`${node.id} (opaque)`)}"}}:::opaque`,
  );
  const plain = arrows.map(({ from, to }) => `  n${from} --> n${to}`);
  const explained = arrows.flatMap(({ from, to }) =>
    arrows.length <= MAX_LABELLED
      ? [`  n${from} -->|"${mermaidText(briefly(graph, to, from))}"| n${to}`]
      : [`  %% n${to}: ${mermaidText(because(graph, to, from))}`, `  n${from} --> n${to}`],
  );
  const head = [`flowchart ${directionFor(arrows)}`, '  classDef opaque stroke-dasharray: 5 5', ...nodes];
  const full = `${[...head, ...explained].join('\n')}\n`;
  // Comments count as text too: better no reasons than no picture.
  const text = full.length <= MERMAID_MAX_CHARACTERS ? full : `${[...head, ...plain].join('\n')}\n`;
  const limits = [
    ...(arrows.length > MERMAID_MAX_EDGES ? [`maxEdges of ${arrows.length}`] : []),
    ...(text.length > MERMAID_MAX_CHARACTERS ? [`maxTextSize of ${text.length + NOTE_CHARACTERS}`] : []),
  ];
  return limits.length === 0 ? text : `%% Mermaid draws this with a ${limits.join(' and a ')} only.\n${text}`;
}

function drawDot(graph: Graph): string {
  const arrows = arrowsOf(graph);
  const nodes = graph.nodes.map((node, position) => {
    const opaque = whyOpaque(node);
    const look = opaque === undefined ? '' : `, style=dashed, tooltip="${dotText(opaque)}"`;
    return `  n${position} [label="${dotText(opaque === undefined ? node.id : `${node.id} (opaque)`)}"${look}];`;
  });
  const edges = arrows.map(({ from, to }) => {
    const label = arrows.length <= MAX_LABELLED ? `label="${dotText(briefly(graph, to, from))}", ` : '';
    return `  n${from} -> n${to} [${label}tooltip="${dotText(because(graph, to, from))}"];`;
  });
  return `${[
    'digraph migrations {',
    `  rankdir=${directionFor(arrows)};`,
    '  node [shape=box, fontname="sans-serif", fontsize=11];',
    '  edge [fontname="sans-serif", fontsize=9];',
    ...nodes,
    ...edges,
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

/** What Mermaid could take for HTML, Markdown, an icon, a link or its own syntax. `_` and `-` are plain within a word only. */
const NOT_PLAIN = /[^\p{L}\p{M}\p{N} ,;()/_-]|(?<![\p{L}\p{N}])[_-]|[_-](?![\p{L}\p{N}])|(?<=^\d+)\)/gu;

export function mermaidText(text: string): string {
  const line = visible(text).replace(/ +/g, ' ').trim();
  // Quotes with nothing in them are a syntax error.
  if (line === '') return '#160;';
  return line.replace(NOT_PLAIN, (character) => `#${character.codePointAt(0) ?? 0};`);
}

/** Inside quotes Graphviz reads `\` escapes and HTML's entities. */
function dotText(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** One line, without what cannot be seen: a control or formatting character, or half a surrogate pair. */
function visible(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
