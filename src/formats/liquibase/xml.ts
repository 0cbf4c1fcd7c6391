/** As much XML as changelogs are written in: elements, attributes, text, CDATA, comments and the entities everybody knows. */

export interface Element {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** All text directly in it. */
  readonly text: string;
  /** 1-based line of its opening tag. */
  readonly line: number;
}

const TOKEN =
  /<!--[^]*?-->|<!\[CDATA\[(?<cdata>[^]*?)\]\]>|<\?[^]*?\?>|<!DOCTYPE[^>]*>|<\/(?<close>[\w:.-]+)\s*>|<(?<open>[\w:.-]+)(?<attributes>(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?<empty>\/?)>|(?<text>[^<]+)|(?<stray><)/g;
const ATTRIBUTE = /(?<name>[\w:.-]+)\s*=\s*(?:"(?<double>[^"]*)"|'(?<single>[^']*)')/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

type Draft = { -readonly [Key in keyof Element]: Element[Key] } & { children: Element[] };

/** The root element. Throws an error that names the line of what is wrong. */
export function parseXml(text: string): Element {
  const open: Draft[] = [];
  let root: Draft | undefined;
  let line = 1;
  for (const token of text.matchAll(TOKEN)) {
    const { cdata, close, open: opened, attributes, empty, text: plain, stray } = token.groups ?? {};
    const parent = open.at(-1);
    if (stray !== undefined) throw new Error(`line ${line} has a "<" that begins no tag`);
    if (opened !== undefined) {
      const element: Draft = {
        name: local(opened),
        attributes: readAttributes(attributes ?? ''),
        children: [],
        text: '',
        line,
      };
      parent?.children.push(element);
      if (parent === undefined && root !== undefined) throw new Error(`line ${line} has a second root element`);
      root ??= element;
      if (empty !== '/') open.push(element);
    } else if (close !== undefined) {
      if (parent?.name !== local(close)) throw new Error(`line ${line} closes <${close}>, which is not open`);
      open.pop();
    } else if (parent !== undefined) parent.text += cdata ?? decode(plain ?? '');
    line += token[0].split('\n').length - 1;
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw new Error(`<${unclosed.name}> of line ${unclosed.line} is never closed`);
  if (root === undefined) throw new Error('there is no element');
  return root;
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const { groups } of text.matchAll(ATTRIBUTE)) {
    attributes.set(local(groups?.['name'] ?? ''), decode(groups?.['double'] ?? groups?.['single'] ?? ''));
  }
  return attributes;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hexadecimal, name) => {
    if (typeof decimal === 'string') return String.fromCodePoint(Number(decimal));
    if (typeof hexadecimal === 'string') return String.fromCodePoint(parseInt(hexadecimal, 16));
    return (typeof name === 'string' ? ENTITIES[name] : undefined) ?? whole;
  });
}
