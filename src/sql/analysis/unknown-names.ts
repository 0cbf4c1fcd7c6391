/** Which values that only the run knows may be read as the name of an object, and which stand for one already. */
import { constantString, lastOf, type Node, stringsOf } from '../ast.ts';
import type { Context } from './context.ts';
import type { Entity } from './entity.ts';

/** A number, or a column of the catalogs, which stands for an object that was found in another way. */
export function isIdentity(context: Context, node: Node | undefined): boolean {
  if (node === undefined || 'A_Const' in node) return true;
  if ('TypeCast' in node) return isIdentity(context, node.TypeCast.arg);
  const name = 'ColumnRef' in node ? stringsOf(node.ColumnRef.fields).at(-1) : undefined;
  if (name === undefined || !/(oid|relid|typid|inhparent|objid|rettype)$/.test(name)) return false;
  // A column of one's own may be a text.
  return ![...context.catalog.named(name)].some(({ kind }) => kind === 'column');
}

/** The types of the parameters of the function whose body is read, as far as their values stand for objects. */
export function ownReferences({ calling }: Context): readonly (string | undefined)[] {
  return calling.at(-1)?.overload.references ?? [];
}

/** Whether an argument that only the run knows may be read as a name. */
export function readsNames(context: Context, { overloads }: Entity, args: readonly Node[]): boolean {
  const given = args.map((node) => ('NamedArgExpr' in node ? node.NamedArgExpr.arg : node));
  const isUnknown = given.map(
    (node) => constantString(node) === undefined && !isIdentity(context, node) && !isOwn(context, node),
  );
  return overloads.some(({ references = [] }) =>
    args.some((node, place) => {
      if (isUnknown[place] !== true) return false;
      if ('NamedArgExpr' in node) return references.some((type) => type !== undefined);
      // One that is variadic comes last.
      return references[Math.min(place, references.length - 1)] !== undefined;
    }),
  );
}

/** Whether it is a parameter of the function whose body is read, whose value stands for an object already. */
function isOwn(context: Context, node: Node | undefined): boolean {
  if (node === undefined) return false;
  const place =
    'ParamRef' in node
      ? (node.ParamRef.number ?? 0) - 1
      : 'ColumnRef' in node
        ? (context.calling.at(-1)?.overload.parameters ?? []).indexOf(lastOf(node.ColumnRef.fields))
        : -1;
  return ownReferences(context)[place] !== undefined;
}
