/** Triggers, rules, policies and event triggers: what happens when something else does. */
import type {
  AlterEventTrigStmt,
  AlterPolicyStmt,
  CreateEventTrigStmt,
  CreatePolicyStmt,
  CreateTrigStmt,
  RuleStmt,
} from 'libpg-query';
import { nameOfRange, type Node, type RangeVar, stringsOf } from '../../ast.ts';
import { isHole } from '../../holes.ts';
import { builtinCall } from '../builtin-call.ts';
import { type Context, forOneOf, giveUp, isConditional } from '../context.ts';
import { createGlobal, createPart, definitionStatement, EVENT_TRIGGERS, findPart, setConsequences } from '../define.ts';
import type { Consequence } from '../consequence.ts';
import type { Entity, Events } from '../entity.ts';
import { useRow } from '../perform.ts';
import { columnsIn, consequencesOf } from '../query.ts';
import { readConstants, referencesIn } from '../references.ts';
import { namePart } from './constraint.ts';
import { defineView } from './index-and-view.ts';
import { findGlobal, findRelation, findRoutine, unknownName } from '../resolve.ts';

/** Bits of `pg_trigger.tgtype`. */
const INSERT = 4;
const DELETE = 8;
const UPDATE = 16;
const TRUNCATE = 32;

export function createTrigger(context: Context, statement: CreateTrigStmt): void {
  definitionStatement(context);
  const { catalog } = context;
  for (const node of statement.transitionRels ?? []) {
    if ('TriggerTransition' in node) catalog.transitionTables.add(node.TriggerTransition.name ?? '');
  }
  const bits = statement.events ?? 0;
  const events: Events = {
    insert: (bits & INSERT) !== 0,
    update: (bits & UPDATE) !== 0,
    delete: (bits & DELETE) !== 0,
    truncate: (bits & TRUNCATE) !== 0,
  };
  const args = stringsOf(statement.args);
  const functions = calls(context, stringsOf(statement.funcname), args.some(isHole) ? undefined : args);
  const others = consequencesOf(context, [statement.whenClause]);
  forOneOf(context, relationsOf(context, statement.relation), (table) => {
    context.recorder.write(table, 'alters');
    for (const child of table.descendants) context.recorder.write(child, 'alters');
    const trigger = createPart(context, table, 'trigger', statement.trigname ?? '');
    trigger.events = eventsOf(context, trigger, events);
    trigger.deferrable ||= statement.deferrable === true;
    useRow(context, table, columnsIn(statement.whenClause));
    readConstants(context, statement.whenClause, referencesIn(table));
    // The one that it replaces stood on other functions.
    if (!isConditional(context)) for (const used of [...trigger.uses]) trigger.disuse(used);
    setConsequences(context, trigger, [...functions, ...others]);
    if (statement.isconstraint === true)
      trigger.own(namePart(context, table, { conname: statement.trigname ?? '' }, undefined, 'trigger'));
    if (statement.constrrel !== undefined) {
      for (const entity of findRelation(context, nameOfRange(statement.constrrel)).entities) trigger.use(entity);
    }
  });
  context.recorder.readAll(functions);
}

/** Where it may be the one that was there before, it fires when either does. */
function eventsOf(context: Context, { events: before }: Entity, events: Events): Events {
  if (!isConditional(context) || before === undefined) return events;
  return {
    insert: before.insert || events.insert,
    update: before.update || events.update,
    delete: before.delete || events.delete,
    truncate: before.truncate || events.truncate,
  };
}

function calls(context: Context, name: readonly string[], argv?: readonly string[]): readonly Consequence[] {
  const { entities, builtin } = findRoutine(context, name);
  if (entities.length === 0 && !builtin) unknownName(context, 'function', name);
  const given = (argv ?? []).map((sval): Node => ({ A_Const: { sval: { sval } } }));
  const own = builtin && entities.length === 0 ? builtinCall(context, name.at(-1) ?? '', given) : [];
  return [...own, ...entities.map((entity): Consequence => ({ op: 'call', entity, argv }))];
}

function relationsOf(context: Context, range: RangeVar | undefined): readonly Entity[] {
  if (range === undefined) return [];
  const { entities, builtin } = findRelation(context, nameOfRange(range));
  if (entities.length === 0 && !builtin) unknownName(context, 'relation', nameOfRange(range));
  return entities;
}

export function createRule(context: Context, statement: RuleStmt): void {
  definitionStatement(context);
  const event = String(statement.event);
  const events: Events = {
    insert: event === 'CMD_INSERT',
    update: event === 'CMD_UPDATE',
    delete: event === 'CMD_DELETE',
    truncate: false,
  };
  const actions = consequencesOf(context, [statement.whereClause, statement.actions].flat().filter(isPresent));
  forOneOf(context, relationsOf(context, statement.relation), (relation) => {
    context.recorder.write(relation, 'alters');
    if (event === 'CMD_SELECT') {
      // It is what makes a view; before version 16 a table, too, becomes one by it.
      if (relation.kind !== 'view') giveUp(context, `makes a view of ${relation.label}`, true);
      defineView(context, relation, actions);
      return;
    }
    useRow(context, relation, columnsIn([statement.whereClause, statement.actions]));
    readConstants(context, [statement.whereClause, statement.actions], referencesIn(relation));
    const rule = createPart(context, relation, 'rule', statement.rulename ?? '');
    // Its actions may begin with OLD and NEW, which are the relation itself.
    const own = actions.filter(
      (consequence) => !('entity' in consequence) || consequence.entity !== relation || consequence.op !== 'read',
    );
    rule.events = eventsOf(context, rule, events);
    setConsequences(context, rule, own);
    context.recorder.readAll(own);
    // Making the rule locks what it will change as changing it does.
    for (const each of own)
      if ('entity' in each && CHANGES_ROWS.has(each.op)) context.recorder.rows(each.entity, 'write');
  });
}

const CHANGES_ROWS: ReadonlySet<Consequence['op']> = new Set(['insert', 'update', 'delete'] as const);

function isPresent(node: Node | undefined): node is Node {
  return node !== undefined;
}

export function createPolicy(context: Context, statement: CreatePolicyStmt): void {
  definePolicy(context, statement, statement.table, statement.policy_name ?? '', statement.roles);
}

export function alterPolicy(context: Context, statement: AlterPolicyStmt): void {
  definePolicy(context, statement, statement.table, statement.policy_name ?? '', statement.roles);
}

function definePolicy(
  context: Context,
  { qual, with_check: check }: { qual?: Node; with_check?: Node },
  range: RangeVar | undefined,
  name: string,
  roles: readonly Node[] | undefined,
): void {
  definitionStatement(context);
  const consequences = consequencesOf(context, [qual, check].filter(isPresent));
  forOneOf(context, relationsOf(context, range), (table) => {
    context.recorder.write(table, 'alters');
    useRow(context, table, columnsIn([qual, check]));
    readConstants(context, [qual, check], referencesIn(table));
    const before = findPart(table, 'policy', name)?.consequences ?? [];
    const policy = createPart(context, table, 'policy', name);
    setConsequences(context, policy, [...before, ...consequences]);
    for (const node of roles ?? []) {
      if (!('RoleSpec' in node) || node.RoleSpec.roletype !== 'ROLESPEC_CSTRING') continue;
      const role = findGlobal(context, 'role', node.RoleSpec.rolename ?? '');
      if (role !== undefined) policy.use(role);
    }
    context.recorder.readAll(consequences);
  });
}

/** From now on every definition statement may call its function. */
export function createEventTrigger(context: Context, statement: CreateEventTrigStmt): void {
  definitionStatement(context);
  const functions = calls(context, stringsOf(statement.funcname));
  context.recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
  const name = statement.trigname ?? '';
  const isNew = context.catalog.find('event trigger', undefined, name) === undefined;
  const trigger = createGlobal(context, 'event trigger', 'event trigger', name);
  setConsequences(context, trigger, functions);
  const tags = tagsIn(statement.whenclause);
  const before = trigger.tags;
  // It may be the one that was there before.
  if (!isConditional(context) || isNew) trigger.tags = tags;
  else trigger.tags = tags && before && new Set([...before, ...tags]);
}

/** `WHEN TAG IN ('CREATE TABLE')`: PostgreSQL takes them in either case. */
function tagsIn(conditions: readonly Node[] = []): ReadonlySet<string> | undefined {
  const [only, ...others] = conditions;
  if (only === undefined || others.length > 0 || !('DefElem' in only) || only.DefElem.defname !== 'tag')
    return undefined;
  const { arg } = only.DefElem;
  const tags = arg !== undefined && 'List' in arg ? stringsOf(arg.List.items) : [];
  return tags.length === 0 || tags.some(isHole) ? undefined : new Set(tags.map((tag) => tag.toUpperCase()));
}

export function alterEventTrigger(context: Context, statement: AlterEventTrigStmt): void {
  definitionStatement(context);
  context.recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
  const trigger = findGlobal(context, 'event trigger', statement.trigname ?? '');
  if (trigger !== undefined) context.recorder.write(trigger, 'alters');
}
