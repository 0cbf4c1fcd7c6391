/** What a type name, or a text read as one of the `reg…` types, stands for. */
import { parseName, typeNameOf, type TypeName } from '../ast.ts';
import { clip } from './auto-names.ts';
import type { Context } from './context.ts';
import type { Consequence } from './consequence.ts';
import type { Entity } from './entity.ts';
import { findGlobal, findOther, findRelation, findRoutine, findType } from './resolve.ts';
import { rowTypes } from './row-types.ts';

const REFERENCES: ReadonlySet<string> = new Set(
  `aclitem regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype`.split(
    ' ',
  ),
);

/** Whether a type's values stand for objects: read from their names, and written as what these are by then. */
export function isReference(type: TypeName): boolean {
  const name = typeNameOf(type);
  return REFERENCES.has(name.at(-1) ?? '') && (name.length === 1 || name.at(-2) === 'pg_catalog');
}

/** A type that is looked up, with what using its values may do. */
export function typeConsequences(context: Context, type: TypeName): readonly Consequence[] {
  const name = typeNameOf(type);
  // `orders.total%TYPE`
  if (type.pct_type === true) {
    const column = new Set(name.slice(-1));
    return findRelation(context, name.slice(0, -1)).entities.flatMap((relation) =>
      [relation, ...rowTypes(relation, column)].map((entity): Consequence => ({ op: 'use', entity })),
    );
  }
  return findType(context, name).entities.map((entity) => ({ op: 'use', entity }));
}

/** The same of what is settled once: of `orders.total%TYPE` the type stays, and nothing of the column. */
export function keptConsequences(context: Context, type: TypeName): readonly Consequence[] {
  const consequences = typeConsequences(context, type);
  if (type.pct_type !== true) return consequences;
  const { entities } = findRelation(context, typeNameOf(type).slice(0, -1));
  return consequences.filter((consequence) => !('entity' in consequence && entities.includes(consequence.entity)));
}

/** What a text names when it is read as one of the `reg…` types. */
export function namedObject(context: Context, kind: string, text: string): readonly Consequence[] {
  const bare = text.replace(/\(.*$/s, '').trim();
  const name = parseName(bare)?.map((part) => clip(part));
  if (name === undefined) return [{ op: 'lookup' }];
  const use = (entities: readonly Entity[]): readonly Consequence[] =>
    entities.map((entity) => ({ op: 'use', entity }));
  switch (kind) {
    case 'regclass':
      return use(findRelation(context, name).entities);
    case 'regtype':
      return use(findType(context, name).entities);
    case 'regproc':
    case 'regprocedure':
      return use(findRoutine(context, name).entities);
    case 'regnamespace':
      return use([...context.catalog.named(name.at(-1) ?? '')].filter(({ space }) => space === 'schema'));
    case 'regconfig':
    case 'regdictionary':
      // A constant is found when it is written down, a value when it is computed.
      return [...use(findOther(context, 'text search', name).entities), { op: 'lookup', name: name.at(-1) }];
    case 'regcollation':
      return [...use(findOther(context, 'collation', name).entities), { op: 'lookup', name: name.at(-1) }];
    case 'aclitem':
      // Privileges are written with the roles that have and gave them: `reader=r/owner`.
      return [{ op: 'lookup' }];
    default:
      return [{ op: 'lookup', name: name.at(-1) }];
  }
}

/** What a setting stands for whose value is the name of an object. */
export function namedBySetting(context: Context, setting: string, value: string | undefined): readonly Consequence[] {
  switch (setting.toLowerCase()) {
    case 'default_text_search_config':
      return value === undefined ? [{ op: 'lookup' }] : namedObject(context, 'regconfig', value);
    case 'role':
    case 'session_authorization': {
      const role = value === undefined ? undefined : findGlobal(context, 'role', value);
      return role === undefined ? [] : [{ op: 'use', entity: role }];
    }
    default:
      return [];
  }
}
