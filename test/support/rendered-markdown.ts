/** What becomes of Markdown, by a parser that follows the specification of GitHub's. */
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

const HTML_CODE = JSON.stringify([['html', '<code>'], ['text'], ['html', '</code>']]);

export type Structure = readonly (string | Structure)[];

/** The kinds of its parts, one within the other. Neighbouring text is one text; of HTML, the tags. */
export function structureOf(markdown: string): Structure {
  return shape(parse(markdown));
}

/** What a reader sees of it, without line breaks. */
export function shownText(markdown: string): string {
  return collect(parse(markdown));
}

export function parse(markdown: string): Nodes {
  return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
}

function shape(node: Nodes): Structure {
  if (node.type === 'html') return ['html', ...[...node.value.matchAll(/<[^>]*>/g)].map(([tag]) => tag)];
  if (!('children' in node)) return [node.type];
  const parts: Structure[] = [];
  for (const child of node.children) {
    // What stands in these is text, however it was kept from being more.
    if (child.type === 'html' && /^<\/?span>$/.test(child.value)) continue;
    if (child.type === 'text' && parts.at(-1)?.[0] === 'text') continue;
    parts.push(shape(child));
    // Both are code.
    if (JSON.stringify(parts.slice(-3)) === HTML_CODE) parts.splice(-3, 3, ['inlineCode']);
  }
  return [node.type, ...parts];
}

function collect(node: Nodes): string {
  if ('children' in node) return node.children.map(collect).join('');
  if (node.type === 'html') return node.value.replace(/<[^>]*>/g, '');
  return 'value' in node ? node.value : '';
}
