/** The names PostgreSQL gives to what has none: indexes, constraints, sequences. By `makeObjectName` and its callers. */
import type { IndexElem } from 'libpg-query';
import { type Node, stringsOf } from '../ast.ts';

/** PostgreSQL's NAMEDATALEN, less the closing zero. Bytes. */
const LONGEST = 63;

/** `table_column_label`, shortened where it is too long: the longer of the first two parts first. */
export function objectName(table: string, column: string | undefined, label: string): string {
  let first = Buffer.byteLength(table);
  let second = column === undefined ? 0 : Buffer.byteLength(column);
  const available = LONGEST - (Buffer.byteLength(label) + 1) - (column === undefined ? 0 : 1);
  while (first + second > available) {
    if (first > second) first -= 1;
    else second -= 1;
  }
  const parts = [clip(table, first), ...(column === undefined ? [] : [clip(column, second)]), label];
  return parts.join('_');
}

/** An identifier as PostgreSQL stores it. */
export function clip(name: string, bytes: number = LONGEST): string {
  if (Buffer.byteLength(name) <= bytes) return name;
  let end = bytes;
  const buffer = Buffer.from(name);
  // Never in the middle of a character.
  while (end > 0 && ((buffer[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return buffer.subarray(0, end).toString();
}

/** What the multirange type of a range type is called (`makeMultirangeTypeName`). */
export function multirangeName(range: string): string {
  if (range.includes('range')) return clip(range.replace('range', 'multirange'));
  const label = '_multirange';
  return clip(range, LONGEST - label.length) + label;
}

/** The column part of an index's name. */
export function columnsPart(columns: readonly string[]): string {
  let name = '';
  for (const column of columns) {
    if (name !== '') name += '_';
    if (Buffer.byteLength(name) >= LONGEST) break;
    name += column;
  }
  return clip(name);
}

/** What the columns of an index are called; equal ones are numbered. */
export function indexColumns(elements: readonly Node[]): readonly string[] {
  const names: string[] = [];
  for (const element of elements) {
    if (!('IndexElem' in element)) continue;
    const base = element.IndexElem.name ?? expressionName(element.IndexElem) ?? 'expr';
    let name = base;
    for (let number = 1; names.includes(name); number += 1) {
      const suffix = String(number);
      name = clip(base, LONGEST - suffix.length) + suffix;
    }
    names.push(name);
  }
  return names;
}

/** As a result column of that expression would be called (`FigureColname`). */
function expressionName({ expr }: IndexElem): string | undefined {
  return figureName(expr)?.name;
}

function figureName(node: Node | undefined): { name: string; strong: boolean } | undefined {
  if (node === undefined) return undefined;
  const strong = (name: string | undefined) => (name === undefined ? undefined : { name, strong: true });
  if ('ColumnRef' in node) return strong(stringsOf(node.ColumnRef.fields).at(-1));
  if ('FuncCall' in node) return strong(stringsOf(node.FuncCall.funcname).at(-1));
  if ('A_Indirection' in node) {
    const field = stringsOf(node.A_Indirection.indirection).at(-1);
    return field === undefined ? figureName(node.A_Indirection.arg) : strong(field);
  }
  if ('TypeCast' in node) {
    const inner = figureName(node.TypeCast.arg);
    if (inner?.strong === true) return inner;
    const type = stringsOf(node.TypeCast.typeName?.names).at(-1);
    return type === undefined ? inner : { name: type, strong: false };
  }
  if ('CollateClause' in node) return figureName(node.CollateClause.arg);
  if ('CoalesceExpr' in node) return strong('coalesce');
  if ('MinMaxExpr' in node) return strong(node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest');
  if ('A_ArrayExpr' in node) return strong('array');
  if ('RowExpr' in node) return strong('row');
  if ('CaseExpr' in node) return figureName(node.CaseExpr.defresult) ?? { name: 'case', strong: false };
  if ('A_Expr' in node) return node.A_Expr.kind === 'AEXPR_NULLIF' ? strong('nullif') : undefined;
  return undefined;
}

/** What the name of a copy is made of: its columns as they were called, and the word at its end. */
export interface Naming {
  readonly columns: readonly string[];
  readonly label: string;
}

/**
 * What is known of the name of its copies, once it is made.
 *
 * @param before what had its name; where it is the same one, it may be either, and is known by what leads to one name for both
 */
export function namingOfEither<Named extends { readonly naming: Naming | undefined }>(
  made: Named,
  before: Named | undefined,
  naming: Naming,
): Naming | undefined {
  if (made !== before) return naming;
  const other = made.naming;
  if (other?.label !== naming.label) return undefined;
  // A primary key's name does not tell its columns.
  return naming.label === 'pkey' || other.columns.join('\n') === naming.columns.join('\n') ? naming : undefined;
}
