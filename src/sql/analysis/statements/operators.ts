/** Operators, aggregates, collations, text search, casts: what makes expressions mean what they mean. */
import type {
  CreateCastStmt,
  CreateOpClassItem,
  CreateOpClassStmt,
  CreateOpFamilyStmt,
  DefineStmt,
  ObjectType,
} from 'libpg-query';
import { nameOf, type Node, stringsOf, type TypeName } from '../../ast.ts';
import { mayBeWrittenOtherwise } from '../as-given.ts';
import { conditionally, type Context, giveUp, isConditional } from '../context.ts';
import {
  create,
  createGlobal,
  createPart,
  definitionStatement,
  drop,
  placeOf,
  setConsequences,
  touchSchema,
} from '../define.ts';
import type { Consequence } from '../consequence.ts';
import type { Entity } from '../entity.ts';
import { typeConsequences } from '../named-object.ts';
import { consequencesOf } from '../query.ts';
import { findOther, findRoutine } from '../resolve.ts';
import { isType } from '../row-types.ts';
import { findObject } from './object.ts';
import { isSame, signatureOf } from './signature.ts';
import { changeTextSearch, defineTextSearch } from './text-search.ts';

export function define(context: Context, statement: DefineStmt): void {
  definitionStatement(context);
  const name = stringsOf(statement.defnames);
  const kind = String(statement.kind);
  switch (kind) {
    case 'OBJECT_OPERATOR':
      defineOperator(context, placeOf(context, name), statement.definition ?? []);
      return;
    case 'OBJECT_AGGREGATE':
      defineAggregate(context, name, statement);
      return;
    case 'OBJECT_COLLATION': {
      for (const node of statement.definition ?? []) {
        if ('DefElem' in node && node.DefElem.defname === 'from')
          findOther(context, 'collation', nameOf(node.DefElem.arg));
      }
      const [schema, collation] = placeOf(context, name);
      const existing = context.catalog.find('collation', schema, collation);
      if (statement.if_not_exists === true && existing !== undefined && context.catalog.isSure(existing))
        context.recorder.read(existing, 'names');
      else create(context, 'collation', 'collation', schema, collation);
      return;
    }
    case 'OBJECT_TYPE': {
      const [schema, type] = placeOf(context, name);
      const entity = create(context, 'type', 'type', schema, type);
      setConsequences(context, entity, supportOf(context, statement.definition ?? []));
      return;
    }
    case 'OBJECT_TSCONFIGURATION':
    case 'OBJECT_TSDICTIONARY':
    case 'OBJECT_TSPARSER':
    case 'OBJECT_TSTEMPLATE':
      defineTextSearch(context, placeOf(context, name), statement.definition);
      return;
    default:
      giveUp(context, `defines an object of an unknown kind (${kind})`, true);
  }
}

/** What the options of a definition name: functions and types alike are written as type names. */
function supportOf(context: Context, definition: readonly Node[]): readonly Consequence[] {
  return definition.flatMap((node): Consequence[] => {
    if (!('DefElem' in node) || node.DefElem.arg === undefined) return [];
    const { defname = '', arg } = node.DefElem;
    if (/type|arg$/.test(defname) && 'TypeName' in arg) return [...typeConsequences(context, arg.TypeName)];
    const name = nameOf(arg);
    if (
      name.length === 0 ||
      !/func|function|procedure|input|output|send|receive|typmod|analyze|subscript|restrict|join/.test(defname)
    )
      return [];
    return findRoutine(context, name).entities.map((entity) => ({ op: 'call', entity }));
  });
}

function defineOperator(
  context: Context,
  [schema, symbol]: readonly [string, string],
  definition: readonly Node[],
): void {
  const support = supportOf(context, definition);
  const operator = createGlobal(context, 'operator', 'operator', symbol);
  setConsequences(context, operator, [...operator.consequences, ...support]);
  // It goes with its schema, but its symbol stays for others.
  const home = context.catalog.find('schema', undefined, schema);
  if (home !== undefined) createPart(context, operator, 'operator', `of schema ${schema}`).use(home);
  touchSchema(context, schema);
  operator.overloads = [
    {
      signature: '',
      definition: '',
      language: 'aggregate',
      searchPath: undefined,
      body: undefined,
      consequences: operator.consequences,
    },
  ];
  for (const node of definition) {
    if ('DefElem' in node && /commutator|negator/.test(node.DefElem.defname ?? '')) {
      const other = nameOf(node.DefElem.arg).at(-1) ?? '';
      context.recorder.touch(`operator ${other}`, 'write', 'alters', `operator ${other}`);
    }
  }
  context.recorder.readAll(support);
}

function defineAggregate(context: Context, name: readonly string[], statement: DefineStmt): void {
  const support = supportOf(context, statement.definition ?? []);
  const arguments_ = (statement.args ?? []).flatMap((node) => ('List' in node ? (node.List.items ?? []) : []));
  const parameters = arguments_.flatMap((node) => ('FunctionParameter' in node ? [node.FunctionParameter] : []));
  const types = parameters.flatMap(({ argType }) => (argType === undefined ? [] : typeConsequences(context, argType)));
  for (const node of statement.definition ?? []) {
    if ('DefElem' in node && node.DefElem.defname === 'sortop')
      findObject(context, 'OBJECT_OPERATOR', node.DefElem.arg);
  }
  const [schema, aggregate] = placeOf(context, name);
  const entity = create(context, 'routine', 'function', schema, aggregate);
  const signature = signatureOf(parameters);
  entity.overloads = [
    ...entity.overloads.filter((overload) => isConditional(context) || !isSame(overload.signature, signature)),
    { signature, definition: '', language: 'aggregate', searchPath: undefined, body: undefined, consequences: support },
  ];
  for (const consequence of [...support, ...types]) {
    if (!('entity' in consequence)) continue;
    entity.use(consequence.entity);
    context.recorder.read(consequence.entity);
  }
  context.catalog.changed();
}

export function createCast(context: Context, statement: CreateCastStmt): void {
  definitionStatement(context);
  const types = [statement.sourcetype, statement.targettype].flatMap((type) =>
    type === undefined ? [] : ownTypes(context, type),
  );
  if (types.length === 0) giveUp(context, "changes how PostgreSQL's own types are cast", true);
  const functions = findRoutine(context, stringsOf(statement.func?.objname)).entities;
  for (const type of types) {
    context.recorder.write(type, 'alters');
    const calls = functions.map((entity): Consequence => ({ op: 'call', entity }));
    // Wherever a value of the type is, it may be cast.
    type.kind = 'domain';
    if (statement.func !== undefined) mayBeWrittenOtherwise(type);
    setConsequences(context, type, [...type.consequences, ...calls]);
  }
}

/** Wherever a value of the type is, it may have been cast until then; what the cast called, that is expected still. */
function dropCast(context: Context, node: Node, cascade: boolean): void {
  const types = findObject(context, 'OBJECT_CAST', node).filter(isType);
  if (cascade) giveUp(context, 'drops a cast with all that depends on it', true);
  else if (types.length === 0) giveUp(context, "changes how PostgreSQL's own types are cast", true);
  for (const type of types) {
    context.recorder.write(type, 'alters');
    for (const used of type.uses) context.recorder.read(used);
  }
}

function ownTypes(context: Context, type: TypeName): readonly Entity[] {
  return typeConsequences(context, type).flatMap((consequence) =>
    'entity' in consequence ? [consequence.entity] : [],
  );
}

export function createOperatorClass(context: Context, statement: CreateOpClassStmt): void {
  definitionStatement(context);
  const [schema, name] = placeOf(context, stringsOf(statement.opclassname));
  const family = stringsOf(statement.opfamilyname);
  // Without a family it joins the one of its own name, or makes it.
  if (family.length > 0) findOther(context, 'operator family', family);
  else create(context, 'operator family', 'operator family', schema, name);
  const types = statement.datatype === undefined ? [] : ownTypes(context, statement.datatype);
  const entity = create(context, 'operator class', 'operator class', schema, name);
  const used = (statement.items ?? []).flatMap((node) =>
    'CreateOpClassItem' in node ? itemOf(context, node.CreateOpClassItem) : [],
  );
  for (const other of [...types, ...used]) {
    entity.use(other);
    context.recorder.read(other);
  }
  setConsequences(
    context,
    entity,
    used.filter(({ space }) => space === 'routine').map((routine) => ({ op: 'call', entity: routine })),
  );
  // The default class of a type makes its indexes and sorting.
  for (const type of types) {
    context.recorder.write(type, 'alters');
    type.kind = 'domain';
    setConsequences(context, type, [...type.consequences, ...entity.consequences]);
  }
  // Indexes and keys on columns of the type take it, or were made before.
  if (statement.isDefault === true) context.recorder.readDefinitions();
  if (types.length === 0 && statement.isDefault === true)
    giveUp(context, "changes how PostgreSQL's own types are indexed", true);
  const method = statement.amname ?? '';
  context.recorder.touch(`access method ${method}`, 'write', 'adds to', `access method ${method}`);
}

/** A function, an operator with the family that it sorts by, or the type that is stored. */
function itemOf(context: Context, item: CreateOpClassItem): readonly Entity[] {
  const object = stringsOf(item.name?.objname);
  const given = [...(item.class_args ?? []), ...(item.name?.objargs ?? [])];
  const types = [item.storedtype ?? [], ...given.map((node) => ('TypeName' in node ? node.TypeName : []))]
    .flat()
    .flatMap((type) => ownTypes(context, type));
  const family = stringsOf(item.order_family);
  const families = family.length === 0 ? [] : findOther(context, 'operator family', family).entities;
  if (object.length === 0) return types;
  const named =
    item.itemtype === 2
      ? findRoutine(context, object).entities
      : findObject(context, 'OBJECT_OPERATOR', {
          List: { items: object.map((text): Node => ({ String: { sval: text } })) },
        });
  return [...named, ...families, ...types];
}

export function createOperatorFamily(context: Context, statement: CreateOpFamilyStmt): void {
  definitionStatement(context);
  const [schema, name] = placeOf(context, stringsOf(statement.opfamilyname));
  create(context, 'operator family', 'operator family', schema, name);
}

/** What something means is changed for whoever uses it, in ways that are not followed: rare, and soundly said. */
export function opaqueDefinition(context: Context, statement: unknown): void {
  definitionStatement(context);
  context.recorder.readAll(consequencesOf(context, statement));
  giveUp(context, 'changes a kind of object whose users are not followed', true);
}

/** Columns, indexes, views and functions keep these, and are not known to. */
const KEPT_UNSEEN: ReadonlySet<ObjectType> = new Set<ObjectType>([
  'OBJECT_ACCESS_METHOD',
  'OBJECT_COLLATION',
  'OBJECT_CONVERSION',
  'OBJECT_FDW',
  'OBJECT_FOREIGN_SERVER',
  'OBJECT_LANGUAGE',
  'OBJECT_OPCLASS',
  'OBJECT_OPERATOR',
  'OBJECT_OPFAMILY',
  'OBJECT_TSCONFIGURATION',
  'OBJECT_TSDICTIONARY',
  'OBJECT_TSPARSER',
  'OBJECT_TSTEMPLATE',
]);

export function dropOther(context: Context, kind: ObjectType, node: Node, guarded: boolean, cascade: boolean): void {
  if (kind === 'OBJECT_TRANSFORM' || kind === 'OBJECT_USER_MAPPING') {
    giveUp(context, 'drops a transform or user mapping', true);
    return;
  }
  if (kind === 'OBJECT_CAST') {
    dropCast(context, node, cascade);
    return;
  }
  const symbol = nameOf(node).at(-1) ?? '';
  if (KEPT_UNSEEN.has(kind)) {
    context.recorder.readDefinitions();
    if (cascade) giveUp(context, `drops ${symbol} with all that depends on it`, true);
  }
  if (kind === 'OBJECT_OPERATOR') {
    context.recorder.touch(`operator ${symbol}`, 'write', 'drops', `operator ${symbol}`);
    // Of several with one symbol the others stay; what they do stays known with it.
    for (const entity of findObject(context, kind, node)) {
      for (const used of entity.uses) context.recorder.read(used);
      for (const user of entity.usedBy) {
        if (cascade) drop(context, user, cascade);
        else context.recorder.read(user);
      }
    }
    return;
  }
  if (kind.startsWith('OBJECT_TS')) changeTextSearch(context);
  const entities = findObject(context, kind, node);
  for (const entity of entities) {
    if (kind === 'OBJECT_PUBLICATION')
      context.recorder.touch('publications of all tables', 'write', 'changes', 'publications of all tables');
    const work = () => {
      drop(context, entity, cascade);
    };
    // Another access method may have one of that name, which stays.
    if (kind === 'OBJECT_OPCLASS' || kind === 'OBJECT_OPFAMILY') conditionally(context, work);
    else work();
  }
  if (entities.length === 0 && !guarded)
    giveUp(context, `drops ${nameOf(node).join('.')}, which no migration makes`, false);
}
