/** Finds what a statement about any kind of object names: COMMENT ON, ALTER … OWNER TO, RENAME, SET SCHEMA, GRANT. */
import type { ObjectType } from 'libpg-query';
import { type Name, nameOf, type Node, stringsOf } from '../../ast.ts';
import type { Context } from '../context.ts';
import { findPart } from '../define.ts';
import type { Entity, EntityKind, Space } from '../entity.ts';
import { findGlobal, findOther, findRelation, findRoutine, findType, unknownName } from '../resolve.ts';

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
  OBJECT_ATTRIBUTE: 'column',
  OBJECT_COLUMN: 'column',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_RULE: 'rule',
  OBJECT_POLICY: 'policy',
};

/**
 * All it may be, names read on the way. A part stands for its relation where it is not known itself, a cast for both of its types,
 * a transform for its type and its language. Databases and large objects have no entity.
 */
export function findObject(context: Context, kind: ObjectType, node: Node | undefined): readonly Entity[] {
  const name = nameOf(node);
  const global = GLOBAL[kind];
  if (global !== undefined) return present(findGlobal(context, global, name.at(-1) ?? ''));
  const inSchema = IN_SCHEMAS[kind];
  if (inSchema !== undefined) return findOther(context, inSchema, name).entities;
  const part = PARTS[kind];
  if (part !== undefined) {
    return partsOr(findRelation(context, name.slice(0, -1)).entities, part, name.at(-1) ?? '');
  }
  const other: string = kind;
  switch (other) {
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return findType(context, name).entities;
    case 'OBJECT_DOMCONSTRAINT':
      return domainConstraint(context, itemsOf(node));
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
    case 'OBJECT_CAST':
    case 'OBJECT_TRANSFORM':
      return typesAndLanguages(context, itemsOf(node));
    case 'OBJECT_DATABASE':
    case 'OBJECT_LARGEOBJECT':
      return [];
    default:
      return findRelation(context, name).entities;
  }
}

function present(entity: Entity | undefined): readonly Entity[] {
  return entity === undefined ? [] : [entity];
}

function itemsOf(node: Node | undefined): readonly Node[] {
  return node !== undefined && 'List' in node ? (node.List.items ?? []) : [];
}

function partsOr(homes: readonly Entity[], kind: EntityKind, name: string): readonly Entity[] {
  return homes.map((home) => findPart(home, kind, name) ?? home);
}

/** The domain is a type name, or plain strings where its constraint is renamed. */
function domainConstraint(context: Context, items: readonly Node[]): readonly Entity[] {
  const [first] = items;
  const domain = first !== undefined && 'TypeName' in first ? nameOf(first) : stringsOf(items.slice(0, -1));
  return partsOr(findType(context, domain).entities, 'constraint', stringsOf(items.slice(-1))[0] ?? '');
}

function typesAndLanguages(context: Context, items: readonly Node[]): readonly Entity[] {
  return items.flatMap((item) =>
    'TypeName' in item
      ? findType(context, nameOf(item)).entities
      : present(findGlobal(context, 'language', nameOf(item)[0] ?? '')),
  );
}

function operator(context: Context, name: Name): readonly Entity[] {
  const symbol = name.at(-1) ?? '';
  context.recorder.touch(`operator ${symbol}`, 'read', 'uses', `operator ${symbol}`);
  return present(context.catalog.find('operator', undefined, symbol));
}

/** Functions, procedures and aggregates may be written as routines, and domains as types. */
export function oneKind(kind: ObjectType | undefined): string {
  switch (kind) {
    case 'OBJECT_AGGREGATE':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
      return 'OBJECT_FUNCTION';
    case 'OBJECT_DOMAIN':
      return 'OBJECT_TYPE';
    default:
      return String(kind);
  }
}

/** Nothing of the name is known. @param guarded whether that is no error */
export function missing(context: Context, name: Name, guarded: boolean): void {
  context.recorder.touch(`any ${name.at(-1) ?? ''}`, 'add', 'drops', `the name ${name.join('.')}`);
  if (!guarded || context.catalog.uncertain !== undefined) unknownName(context, 'object', name);
}
