/** Reading the parser's trees: every node is an object with one key, its tag, except where the grammar allows only one kind. */
import type { Node, RangeVar, TypeName } from 'libpg-query';
import { isHole } from './holes.ts';

export type { Node, RangeVar, TypeName } from 'libpg-query';

/** A name as written: its parts, outermost first. */
export type Name = readonly string[];

export function tagOf(node: object): string {
  for (const tag in node) return tag;
  return '';
}

/** The strings of a list of `String` nodes; other nodes are left out. */
export function stringsOf(nodes: readonly Node[] | undefined): string[] {
  const strings: string[] = [];
  for (const node of nodes ?? []) if ('String' in node) strings.push(node.String.sval ?? '');
  return strings;
}

/** A constant string, also behind casts: `'x'::text`. What stands for a string that only the run knows is none. */
export function constantString(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if ('A_Const' in node) {
    const text = node.A_Const.sval === undefined ? undefined : (node.A_Const.sval.sval ?? '');
    return text !== undefined && isHole(text) ? undefined : text;
  }
  if ('TypeCast' in node) return constantString(node.TypeCast.arg);
  return undefined;
}

/** A constant as its type writes it: a string, or an array of words, `{a,b}`. */
export function constantText(node: Node | undefined): string | undefined {
  return constantString(node) ?? (node === undefined ? undefined : constantArray(node));
}

function constantArray(node: Node): string | undefined {
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast;
    return arg === undefined || typeName?.arrayBounds === undefined ? undefined : constantArray(arg);
  }
  if (!('A_ArrayExpr' in node)) return undefined;
  return arrayText((node.A_ArrayExpr.elements ?? []).map(constantString));
}

/** An array of these as its type writes it, where all are known and none needs quotes. */
export function arrayText(words: readonly (string | undefined)[]): string | undefined {
  return words.every((word) => word !== undefined && PLAIN_WORD.test(word)) ? `{${words.join(',')}}` : undefined;
}

/** Stands in an array without quotes. */
const PLAIN_WORD = /^(?!null$)[\w.$-]+$/i;

/** The objects of DROP, COMMENT and the like: a list of strings, a string, a type name or an object with arguments. */
export function nameOf(node: Node | undefined): Name {
  if (node === undefined) return [];
  if ('List' in node) return stringsOf(node.List.items);
  if ('String' in node) return [node.String.sval ?? ''];
  if ('TypeName' in node) return stringsOf(node.TypeName.names);
  if ('ObjectWithArgs' in node) return stringsOf(node.ObjectWithArgs.objname);
  return [];
}

export function nameOfRange(range: RangeVar): Name {
  const name = range.relname ?? '';
  return range.schemaname === undefined ? [name] : [range.schemaname, name];
}

/** Splits a name in its own syntax, as `regclass` reads it: `app."Order Items"`. Undefined if it is none. */
export function parseName(text: string): Name | undefined {
  const parts: string[] = [];
  let rest = text.trim();
  for (;;) {
    const match = /^(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))\s*(\.\s*)?/u.exec(rest);
    if (match === null) return undefined;
    parts.push(match[1] === undefined ? (match[2] ?? '').toLowerCase() : match[1].replaceAll('""', '"'));
    rest = rest.slice(match[0].length);
    if (match[3] === undefined) return rest === '' ? parts : undefined;
  }
}

/** The element type's own name: arrays have one that begins with an underscore, or bounds. */
export function typeNameOf(type: TypeName): Name {
  return stringsOf(type.names);
}

export type Fields = Readonly<Record<string, unknown>>;

/** Kinds of node that the grammar allows alone at these fields, so that the parser leaves their tag out. */
const UNTAGGED: Readonly<Record<string, string>> = {
  relation: 'RangeVar',
  rel: 'RangeVar',
  typeName: 'TypeName',
  withClause: 'WithClause',
  over: 'WindowDef',
  onConflictClause: 'OnConflictClause',
  func: 'ObjectWithArgs',
  funccall: 'FuncCall',
  opername: 'ObjectWithArgs',
  fromsql: 'ObjectWithArgs',
  tosql: 'ObjectWithArgs',
  collClause: 'CollateClause',
};

/**
 * Calls `visit` for every node below a value, outermost first, with its tag and fields. What `visit` answers with true is its own
 * business: nothing below it is visited.
 */
export function walk(value: unknown, visit: (tag: string, fields: Fields) => boolean, field = '', parent = ''): void {
  if (Array.isArray(value)) {
    for (const element of value) walk(element, visit, field, parent);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Fields;
  const tag = tagOf(fields);
  if (isTag(tag)) enter(tag, fields[tag] as Fields, visit);
  else enter(untaggedKind(field, parent), fields, visit);
}

function enter(tag: string, fields: Fields, visit: (tag: string, fields: Fields) => boolean): void {
  if (tag !== '' && visit(tag, fields)) return;
  for (const key in fields) {
    const child = fields[key];
    if (typeof child === 'object') walk(child, visit, key, tag);
  }
}

/** Tags begin with a capital, as no field does. */
function isTag(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= CAPITAL_A && first <= CAPITAL_Z;
}

const CAPITAL_A = 0x41;
const CAPITAL_Z = 0x5a;

function untaggedKind(field: string, parent: string): string {
  if (parent === 'SelectStmt' && (field === 'larg' || field === 'rarg')) return 'SelectStmt';
  return UNTAGGED[field] ?? '';
}

/** Whether there is such a node. @param closed a tag below which nobody looks */
export function has(tree: unknown, test: (tag: string, fields: Fields) => boolean, closed = ''): boolean {
  let found = false;
  walk(tree, (tag, fields) => {
    if (tag === closed) return true;
    found ||= test(tag, fields);
    return found;
  });
  return found;
}

/** The list at a field; empty where there is none. */
export function nodesOf(fields: Fields, name: string): readonly Node[] {
  return (fields[name] ?? []) as readonly Node[];
}

/** The last part of a name: what is called, without its schema. */
export function lastOf(names: unknown): string {
  return stringsOf(names as Node[] | undefined).at(-1) ?? '';
}

/** The parts of a condition that must all hold. */
export function conjuncts(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') return (node.BoolExpr.args ?? []).flatMap(conjuncts);
  return [node];
}
