/** Changelogs in XML, YAML and JSON as one kind of tree: elements with attributes, as in XML. */
import { yamlLibrary } from '../shared/yaml.ts';
import { type Element, parseXml } from './xml.ts';

const ROOT = 'databaseChangeLog';

/** Whether the beginning of a file says that it is a changelog. */
export function isChangelog(file: string, head: string): boolean {
  return /\.(?:xml|ya?ml|json)$/i.test(file) && head.includes(ROOT);
}

/** The root element. Throws an error that says what is wrong with the text. */
export function parseChangelog(file: string, text: string): Element {
  const root = file.toLowerCase().endsWith('.xml') ? parseXml(text) : parseYaml(text);
  if (root.name !== ROOT) throw new Error(`its root is "${root.name}", not "${ROOT}"`);
  return root;
}

/** JSON is YAML. */
function parseYaml(text: string): Element {
  const document = yamlLibrary().parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) throw new Error(error.message.split('\n')[0] ?? error.message);
  const [entry] = entriesOf(document.toJS());
  if (entry === undefined) throw new Error('it is empty');
  return toElement(entry[0], entry[1]);
}

type Entry = readonly [name: string, value: unknown];

/** `[{include: …}, {changeSet: …}]` and `{id: 1, author: a}` alike as names with values, in order. */
function entriesOf(value: unknown): Entry[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => entriesOf(item));
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function toElement(name: string, value: unknown): Element {
  const attributes = new Map<string, string>();
  const children: Element[] = [];
  for (const [key, inner] of entriesOf(value)) {
    // In YAML the changes of a changeset have a list of their own; in XML they stand in it directly.
    if (key === 'changes') children.push(...entriesOf(inner).map((entry) => toElement(...entry)));
    else if (typeof inner === 'object' && inner !== null) children.push(toElement(key, inner));
    else if (inner !== null && inner !== undefined) attributes.set(key, scalar(inner));
  }
  const text = attributes.get(name) ?? (typeof value === 'object' ? '' : scalar(value));
  return { name, attributes, children, text, line: 1 };
}

function scalar(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? `${value}` : '';
}
