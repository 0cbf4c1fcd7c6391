/** Finds what a statement about any kind of object names: COMMENT ON, ALTER … OWNER TO, RENAME, GRANT. */
import type { ObjectType } from 'libpg-query';
import { type Name, nameOf, type Node } from '../ast.ts';
import type { Context } from '../context.ts';
import { findPart } from '../define.ts';
import type { Entity, EntityKind, Space } from '../entity.ts';
import { findGlobal, findOther, findRelation, findRoutine, findType } from '../resolve.ts';

const GLOBAL: Readonly<Partial<Record<ObjectType, Space>>> = {
  OBJECT_SCHEMA: 'schema',
  OBJECT_ROLE: 'role',
  OBJECT_EXTENSION: 'extension',
  OBJECT_LANGUAGE: 'language',
  OBJECT_FDW: 'foreign-data wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_EVENT_TRIGGER: 'event trigger',
  OBJECT_ACCESS_METHOD: 'access method',
  OBJECT_TABLESPACE: 'tablespace',
};

const IN_SCHEMAS: Readonly<Partial<Record<ObjectType, Space>>> = {
  OBJECT_COLLATION: 'collation',
  OBJECT_CONVERSION: 'conversion',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_TSCONFIGURATION: 'text search',
  OBJECT_TSDICTIONARY: 'text search',
  OBJECT_TSPARSER: 'text search',
  OBJECT_TSTEMPLATE: 'text search',
};

const PARTS: Readonly<Partial<Record<ObjectType, EntityKind>>> = {
  OBJECT_COLUMN: 'column',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_RULE: 'rule',
  OBJECT_POLICY: 'policy',
};

/** All it may be, names read on the way; a part stands for its relation where it is not known itself. */
export function findObject(context: Context, kind: ObjectType, node: Node | undefined): readonly Entity[] {
  const name = nameOf(node);
  const global = GLOBAL[kind];
  if (global !== undefined) return present(findGlobal(context, global, name.at(-1) ?? ''));
  const inSchema = IN_SCHEMAS[kind];
  if (inSchema !== undefined) return findOther(context, inSchema, name).entities;
  const part = PARTS[kind];
  if (part !== undefined) return findParts(context, part, name);
  switch (kind) {
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return findType(context, name).entities;
    case 'OBJECT_DOMCONSTRAINT':
      return 'List' in (node ?? {})
        ? findType(context, nameOf((node as { List: { items?: Node[] } }).List.items?.[0])).entities
        : [];
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return findRoutine(context, name).entities;
    case 'OBJECT_OPERATOR':
      return operator(context, name);
    case 'OBJECT_OPCLASS':
    case 'OBJECT_OPFAMILY':
      // The first is the access method.
      return findOther(context, kind === 'OBJECT_OPCLASS' ? 'operator class' : 'operator family', name.slice(1))
        .entities;
    default:
      return findRelation(context, name).entities;
  }
}

function present(entity: Entity | undefined): readonly Entity[] {
  return entity === undefined ? [] : [entity];
}

function findParts(context: Context, kind: EntityKind, name: Name): readonly Entity[] {
  const { entities } = findRelation(context, name.slice(0, -1));
  return entities.map((relation) => findPart(relation, kind, name.at(-1) ?? '') ?? relation);
}

function operator(context: Context, name: Name): readonly Entity[] {
  const symbol = name.at(-1) ?? '';
  context.recorder.touch(`operator ${symbol}`, 'read', 'uses', `operator ${symbol}`);
  return present(context.catalog.find('operator', undefined, symbol));
}
