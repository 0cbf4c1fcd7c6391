/** Enum, composite, range and domain types. */
import type {
  AlterDomainStmt,
  AlterEnumStmt,
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
} from 'libpg-query';
import { type Name, nameOf, type Node, stringsOf } from '../../ast.ts';
import { multirangeName } from '../auto-names.ts';
import { isBaseWrittenAsGiven, mayBeWrittenOtherwise } from '../as-given.ts';
import type { Context } from '../context.ts';
import { create, definitionStatement, drop, findPart, placeOf, setConsequences } from '../define.ts';
import type { Consequence } from '../consequence.ts';
import type { Entity } from '../entity.ts';
import { perform, useTypesOf } from '../perform.ts';
import { consequencesOf } from '../query.ts';
import { findRoutine, findType, unknownName } from '../resolve.ts';
import { namePart } from './constraint.ts';
import { createRelation } from './relation.ts';
import { addColumn, useCollation, useType } from './table.ts';

export function createEnum(context: Context, statement: CreateEnumStmt): void {
  createType(context, stringsOf(statement.typeName)).isWrittenAsGiven = true;
}

function createType(context: Context, name: Name): Entity {
  definitionStatement(context);
  const [schema, type] = placeOf(context, name);
  const entity = create(context, 'type', 'type', schema, type);
  entity.isWrittenAsGiven = false;
  return entity;
}

/** A range type brings a multirange type and constructors of both names. */
export function createRange(context: Context, statement: CreateRangeStmt): void {
  // Its functions are written like types.
  const functions = (statement.params ?? []).flatMap((node) =>
    'DefElem' in node ? findRoutine(context, nameOf(node.DefElem.arg)).entities : [],
  );
  const consequences: Consequence[] = [
    ...consequencesOf(context, [statement.params, (statement.params ?? []).map(sorting)]),
    ...functions.map((entity): Consequence => ({ op: 'call', entity })),
  ];
  const name = stringsOf(statement.typeName);
  const range = createType(context, name);
  setConsequences(context, range, consequences);
  const schema = range.schema ?? 'public';
  const given = (statement.params ?? []).find(
    (node) => 'DefElem' in node && node.DefElem.defname === 'multirange_type_name',
  );
  // Without a name it is beside the range; with one it may be in another schema.
  const multirange =
    given !== undefined && 'DefElem' in given
      ? placeOf(context, nameOf(given.DefElem.arg))
      : ([schema, multirangeName(range.name)] as const);
  range.own(create(context, 'type', 'type', ...multirange));
  // What makes either is beside the range.
  for (const constructor of [range.name, multirange[1]])
    range.own(create(context, 'routine', 'function', schema, constructor));
}

/** A range is sorted as the column of an index is. */
function sorting(option: Node): Node {
  if (!('DefElem' in option)) return { IndexElem: {} };
  const { defname, arg } = option.DefElem;
  const name = nameOf(arg).map((text): Node => ({ String: { sval: text } }));
  if (defname === 'collation') return { IndexElem: { collation: name } };
  return { IndexElem: defname === 'subtype_opclass' ? { opclass: name } : {} };
}

export function createComposite(context: Context, statement: CompositeTypeStmt): void {
  if (statement.typevar === undefined) return;
  definitionStatement(context);
  const type = createRelation(context, statement.typevar, 'type');
  context.session.making = type;
  for (const node of statement.coldeflist ?? []) if ('ColumnDef' in node) addColumn(context, type, node.ColumnDef);
  context.session.making = undefined;
}

export function createDomain(context: Context, statement: CreateDomainStmt): void {
  definitionStatement(context);
  const [schema, name] = placeOf(context, stringsOf(statement.domainname));
  const domain = create(context, 'type', 'domain', schema, name);
  context.session.making = domain;
  if (statement.typeName !== undefined) useType(context, domain, statement.typeName);
  domain.isWrittenAsGiven = statement.typeName !== undefined && isBaseWrittenAsGiven(context, statement.typeName);
  context.session.making = undefined;
  useCollation(context, domain, statement);
  for (const node of statement.constraints ?? []) if ('Constraint' in node) addCheck(context, domain, node);
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['CONSTR_CHECK', 'check'],
  ['CONSTR_NOTNULL', 'not_null'],
]);

function addCheck(context: Context, domain: Entity, node: Node): void {
  if (!('Constraint' in node)) return;
  const consequences = consequencesOf(context, node.Constraint.raw_expr);
  setConsequences(context, domain, [...domain.consequences, ...consequences]);
  const label = NAMED.get(String(node.Constraint.contype));
  if (label !== undefined) namePart(context, domain, node.Constraint, undefined, label);
  perform(context, consequences);
}

/** A check is held against every value stored, wherever that is. */
export function alterDomain(context: Context, statement: AlterDomainStmt): void {
  definitionStatement(context);
  const name = stringsOf(statement.typeName);
  const { entities } = findType(context, name);
  if (entities.length === 0) unknownName(context, 'domain', name);
  for (const domain of entities) {
    context.recorder.write(domain, 'alters');
    useTypesOf(context, domain);
    if (statement.def !== undefined) {
      if ('Constraint' in statement.def) addCheck(context, domain, statement.def);
      else setConsequences(context, domain, [...domain.consequences, ...consequencesOf(context, statement.def)]);
    }
    const part = statement.name === undefined ? undefined : findPart(domain, 'constraint', statement.name);
    if (statement.subtype === 'V') perform(context, domain.consequences);
    if (part !== undefined && statement.subtype === 'X') drop(context, part, statement.behavior === 'DROP_CASCADE');
    readValues(context, domain, new Set());
  }
}

function readValues(context: Context, type: Entity, seen: Set<Entity>): void {
  if (seen.has(type)) return;
  seen.add(type);
  for (const user of type.usedBy) {
    const relation = user.home ?? user;
    context.recorder.read(relation);
    if (relation.kind === 'table' || relation.kind === 'materialized view') context.recorder.rows(relation, 'read');
    readValues(context, relation, seen);
  }
}

export function alterEnum(context: Context, statement: AlterEnumStmt): void {
  definitionStatement(context);
  const name = stringsOf(statement.typeName);
  const { entities } = findType(context, name);
  if (entities.length === 0) unknownName(context, 'type', name);
  for (const type of entities) {
    context.recorder.write(type, 'alters');
    // A value that was read before has the new name.
    if (statement.oldVal !== undefined) mayBeWrittenOtherwise(type);
  }
}
