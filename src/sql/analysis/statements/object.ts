/** Finds what statements about objects of any kind name: COMMENT, GRANT, ALTER … OWNER, RENAME, SET SCHEMA. */
import type { ObjectType } from 'libpg-query';
import { type Name, nameOf, type Node, stringsOf } from '../ast.ts';
import { type Context, giveUp } from '../context.ts';
import { findPart } from '../define.ts';
import type { Entity, EntityKind, Space } from '../entity.ts';
import { findGlobal, findOther, findRelation, findRoutine, findType, type Found, unknownName } from '../resolve.ts';

/** Kinds of object that have no schema. */
const GLOBAL: Partial<Record<ObjectType, Space>> = {
  OBJECT_ACCESS_METHOD: 'access method',
  OBJECT_EVENT_TRIGGER: 'event trigger',
  OBJECT_EXTENSION: 'extension',
  OBJECT_FDW: 'foreign-data wrapper',
  OBJECT_FOREIGN_SERVER: 'server',
  OBJECT_LANGUAGE: 'language',
  OBJECT_PUBLICATION: 'publication',
  OBJECT_ROLE: 'role',
  OBJECT_SCHEMA: 'schema',
  OBJECT_SUBSCRIPTION: 'subscription',
  OBJECT_TABLESPACE: 'tablespace',
};

/** Kinds that live in schemas, other than relations, types and routines. */
const IN_SCHEMAS: Partial<Record<ObjectType, Space>> = {
  OBJECT_COLLATION: 'collation',
  OBJECT_CONVERSION: 'conversion',
  OBJECT_OPCLASS: 'operator class',
  OBJECT_OPFAMILY: 'operator family',
  OBJECT_STATISTIC_EXT: 'statistics',
  OBJECT_TSCONFIGURATION: 'text search',
  OBJECT_TSDICTIONARY: 'text search',
  OBJECT_TSPARSER: 'text search',
  OBJECT_TSTEMPLATE: 'text search',
};

const PARTS: Partial<Record<ObjectType, EntityKind>> = {
  OBJECT_ATTRIBUTE: 'column',
  OBJECT_COLUMN: 'column',
  OBJECT_POLICY: 'policy',
  OBJECT_RULE: 'rule',
  OBJECT_TABCONSTRAINT: 'constraint',
  OBJECT_TRIGGER: 'trigger',
};

/** Kinds whose objects PostgreSQL may have named itself, so that one nobody made may be a name that was foreseen wrongly. */
const FORESEEN: ReadonlySet<string> = new Set(['relation', 'routine', 'statistics']);

/** What a statement names, with a way to speak of it when no migration made it. */
export interface Named extends Found {
  /** The space that its name was looked for in. */
  readonly space: Space;
  readonly name: Name;
  /** The part of the found relation or domain that is meant, whether or not it is known. */
  readonly part: { readonly kind: EntityKind; readonly name: string } | undefined;
}

/**
 * The entities that an object's name may stand for, looked up and touched. A column, constraint, trigger, rule or policy that is not
 * known stands for its relation. Casts stand for both of their types, a transform for its type and language. Large objects and
 * databases have no entity.
 */
export function findObject(context: Context, kind: ObjectType, node: Node): readonly Entity[] {
  const { entities, part } = findNamed(context, kind, node);
  return part === undefined ? entities : entities.map((home) => findPart(home, part.kind, part.name) ?? home);
}

export function findNamed(context: Context, kind: ObjectType, node: Node): Named {
  const name = nameOf(node);
  const global = GLOBAL[kind];
  if (global !== undefined) return named(global, name, optional(findGlobal(context, global, name.at(-1) ?? '')));
  const other = IN_SCHEMAS[kind];
  if (other !== undefined) {
    // `[access method, schema, name]`
    const bare = kind === 'OBJECT_OPCLASS' || kind === 'OBJECT_OPFAMILY' ? name.slice(1) : name;
    return named(other, bare, findOther(context, other, bare));
  }
  const part = PARTS[kind];
  if (part !== undefined) {
    const home = name.slice(0, -1);
    return { ...named('relation', home, findRelation(context, home)), part: { kind: part, name: name.at(-1) ?? '' } };
  }
  switch (kind) {
    case 'OBJECT_TABLE':
    case 'OBJECT_VIEW':
    case 'OBJECT_MATVIEW':
    case 'OBJECT_INDEX':
    case 'OBJECT_SEQUENCE':
    case 'OBJECT_FOREIGN_TABLE':
      return named('relation', name, findRelation(context, name));
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return named('relation', name, findType(context, name));
    case 'OBJECT_FUNCTION':
    case 'OBJECT_PROCEDURE':
    case 'OBJECT_ROUTINE':
    case 'OBJECT_AGGREGATE':
      return named('routine', name, findRoutine(context, name));
    case 'OBJECT_OPERATOR':
      return named('operator', name.slice(-1), optional(findGlobal(context, 'operator', name.at(-1) ?? '')));
    case 'OBJECT_DOMCONSTRAINT':
      return domainConstraint(context, node);
    case 'OBJECT_CAST':
    case 'OBJECT_TRANSFORM':
      return ofTypes(context, node);
    default:
      // Databases and large objects: what is done to one is done under its name alone.
      return named('part', name, { entities: [], builtin: true });
  }
}

/**
 * The same for a statement that cannot work without the object. If there is none though there should be, something was foreseen
 * wrongly, and nothing sure can be said.
 */
export function findExisting(context: Context, kind: ObjectType, node: Node): Named {
  const found = findNamed(context, kind, node);
  if (found.entities.length === 0 && !found.builtin && FORESEEN.has(found.space)) {
    unknownName(context, found.space === 'relation' ? 'object' : found.space, found.name);
  }
  return found;
}

function named(space: Space, name: Name, { entities, builtin }: Found): Named {
  return { space, name, entities, builtin, part: undefined };
}

function optional(entity: Entity | undefined): Found {
  return { entities: entity === undefined ? [] : [entity], builtin: false };
}

/** `[type, constraint]`, the type as a type name or, where a constraint is renamed, as plain strings. */
function domainConstraint(context: Context, node: Node): Named {
  const items = 'List' in node ? (node.List.items ?? []) : [];
  const [first] = items;
  const domain = first !== undefined && 'TypeName' in first ? nameOf(first) : stringsOf(items.slice(0, -1));
  const constraint = stringsOf(items.slice(-1))[0] ?? '';
  return { ...named('relation', domain, findType(context, domain)), part: { kind: 'constraint', name: constraint } };
}

function ofTypes(context: Context, node: Node): Named {
  const items = 'List' in node ? (node.List.items ?? []) : [];
  const found = items.map((item) =>
    'TypeName' in item
      ? findType(context, nameOf(item))
      : optional(findGlobal(context, 'language', nameOf(item)[0] ?? '')),
  );
  const name = items.map((item) => nameOf(item).join('.'));
  return named('relation', [name.join(' ')], {
    entities: found.flatMap(({ entities }) => entities),
    builtin: found.every(({ builtin }) => builtin),
  });
}

/** A resource of something that belongs to the named objects: `comment on`, `privileges`. */
export function aspectsOf(
  aspect: string,
  found: Named,
): readonly { readonly resource: string; readonly label: string }[] {
  const part = found.part === undefined ? '' : ` ${found.part.kind} ${found.part.name}`;
  const of = found.part === undefined ? '' : `${found.part.kind} ${found.part.name} of `;
  if (found.entities.length > 0) {
    return found.entities.map((entity) => ({
      resource: `${aspect} ${entity.resource}${part}`,
      label: `the ${aspect} ${of}${entity.label}`,
    }));
  }
  // Whatever its schema is.
  const name = found.name.at(-1) ?? '';
  return [{ resource: `${aspect} ${found.space} ${name}${part}`, label: `the ${aspect} ${of}${name}` }];
}

export function giveUpOnUnknownKind(context: Context, doing: string, kind: ObjectType | undefined): void {
  giveUp(context, `${doing} an object of an unknown kind (${String(kind)})`, true);
}
