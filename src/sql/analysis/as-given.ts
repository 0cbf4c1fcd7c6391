/** Types whose values are written as the very texts that they are given as: enums, and domains over those or over text. */
import { type TypeName, typeNameOf } from '../ast.ts';
import { ofType } from '../plpgsql/types.ts';
import type { Context } from './context.ts';
import type { Entity, Overload } from './entity.ts';
import { findType } from './resolve.ts';

/** Whether it is such a type of the migrations' own. */
export function isWrittenAsGiven(context: Context, type: TypeName): boolean {
  if (type.arrayBounds !== undefined || type.setof === true || type.pct_type === true) return false;
  const [entity, ...others] = findType(context, typeNameOf(type)).entities;
  if (entity === undefined || others.length > 0 || context.catalog.mayDiffer(entity)) return false;
  return entity.isWrittenAsGiven && entity.orElse === undefined && !entity.loose;
}

/** Whether a domain over it is. */
export function isBaseWrittenAsGiven(context: Context, type: TypeName): boolean {
  return ofType(type) === 'text' || isWrittenAsGiven(context, type);
}

/** A value may be written otherwise from now on: its label has another name, or a function makes it of a text. */
export function mayBeWrittenOtherwise(type: Entity): void {
  if (!type.isWrittenAsGiven) return;
  type.isWrittenAsGiven = false;
  for (const user of type.usedBy) {
    if (user.space === 'type') mayBeWrittenOtherwise(user);
    user.overloads = user.overloads.map((overload) =>
      overload.writtenAsGiven === undefined ? overload : { ...overload, writtenAsGiven: undefined },
    );
  }
}

/** Which of the input parameters of a function are of such types, where nothing of one's own can make other texts of their values. */
export function parametersAsGiven({ catalog }: Context, { writtenAsGiven }: Overload): readonly boolean[] {
  const hasOwn = () =>
    // Those of extensions are for types of theirs.
    (catalog.find('operator', undefined, '||')?.overloads ?? []).length > 0 ||
    MADE_OF_TEXTS.some((name) => catalog.routinesNamed(name).size > 0);
  return writtenAsGiven === undefined || catalog.uncertain !== undefined || hasOwn() ? [] : writtenAsGiven;
}

/** Functions for texts: one of the same name for a type of one's own would be called instead. */
const MADE_OF_TEXTS = 'format concat quote_ident quote_literal quote_nullable lower upper btrim lpad replace'.split(
  ' ',
);
