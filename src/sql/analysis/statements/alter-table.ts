/** ALTER TABLE, VIEW, INDEX, SEQUENCE, FOREIGN TABLE, TYPE (of composite types): every subcommand of the grammar. */
import type { AlterTableCmd, AlterTableStmt, ColumnDef } from 'libpg-query';
import { nameOfRange, type Node } from '../../ast.ts';
import { type Context, conditionally, doubt, forOneOf, giveUp, isConditional } from '../context.ts';
import { createPart, definitionStatement, drop, findPart, leaveTypes, stands, touchReferences } from '../define.ts';
import type { Entity } from '../entity.ts';
import { perform } from '../perform.ts';
import { lookUpReferred } from '../row-changes.ts';
import { consequencesOn } from '../query.ts';
import { nameByDefault } from '../references.ts';
import { findGlobal, findRelation, unknownName } from '../resolve.ts';
import { isHole } from '../../holes.ts';
import { own } from '../acting.ts';
import { addConstraint, addNotNull, dropNotNull } from './constraint.ts';
import { partition, separate } from './partition.ts';
import { createOwnedSequence } from './sequence.ts';
import { asThoseOfParent, copyParts, inherit, isKey } from './copied-parts.ts';
import { addColumn, beOf, joinConsequences, tablesNamed, useCollation, useType } from './table.ts';

export function alterTable(context: Context, statement: AlterTableStmt): void {
  const range = statement.relation;
  if (range === undefined) return;
  definitionStatement(context);
  const { entities, builtin } = findRelation(context, nameOfRange(range));
  if (builtin) giveUp(context, 'alters the system catalogs themselves', true);
  else if (entities.length === 0 && statement.missing_ok !== true) unknownName(context, 'table', nameOfRange(range));
  forOneOf(context, entities, (relation) => {
    // Children, references and what goes with columns may have come to it unseen.
    doubt(context, relation, 'alters');
    context.recorder.write(relation, 'alters');
    context.recorder.rows(relation, 'write');
    for (const command of statement.cmds ?? []) {
      if ('AlterTableCmd' in command) alter(context, relation, command.AlterTableCmd, range.inh === true);
    }
    touchNeighbours(context, relation);
  });
}

/** Whoever is built on it must still be as it was, and partitions and children change with it. */
function touchNeighbours(context: Context, relation: Entity): void {
  for (const child of relation.descendants) {
    context.recorder.write(child, 'alters');
    context.recorder.rows(child, 'write');
    copyParts(context, relation, child);
  }
  for (const parent of relation.parents) context.recorder.read(parent);
  for (const user of relation.usedBy) context.recorder.read(user);
  for (const part of relation.owned) for (const user of part.usedBy) context.recorder.read(user);
}

/** They change the table's own entry and nothing else, or only what is stored how. */
const PLAIN: ReadonlySet<string> = new Set([
  'AT_CheckNotNull',
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_SetStorage',
  'AT_SetCompression',
  'AT_SetLogged',
  'AT_SetUnLogged',
  'AT_DropOids',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_ReplaceRelOptions',
  'AT_EnableRowSecurity',
  'AT_DisableRowSecurity',
  'AT_ForceRowSecurity',
  'AT_NoForceRowSecurity',
  'AT_GenericOptions',
  'AT_AlterColumnGenericOptions',
  'AT_ClusterOn',
  'AT_DropCluster',
  'AT_EnableTrig',
  'AT_EnableAlwaysTrig',
  'AT_EnableReplicaTrig',
  'AT_DisableTrig',
  'AT_EnableTrigAll',
  'AT_DisableTrigAll',
  'AT_EnableTrigUser',
  'AT_DisableTrigUser',
  'AT_EnableRule',
  'AT_EnableAlwaysRule',
  'AT_EnableReplicaRule',
  'AT_DisableRule',
  'AT_ReplicaIdentity',
]);

function alter(context: Context, relation: Entity, command: AlterTableCmd, inherited: boolean): void {
  const kind = String(command.subtype);
  const name = command.name ?? '';
  const cascade = command.behavior === 'DROP_CASCADE';
  if (PLAIN.has(kind)) return;
  switch (kind) {
    case 'AT_AddColumn':
      if (command.def !== undefined && 'ColumnDef' in command.def)
        addColumnTo(context, relation, command.def.ColumnDef, command.missing_ok === true);
      return;
    case 'AT_DropColumn':
      dropColumn(context, relation, name, cascade);
      for (const child of inherited ? relation.descendants : []) {
        asThoseOfParent(context, child, () => {
          dropColumn(context, child, name, cascade);
        });
      }
      return;
    case 'AT_ColumnDefault':
    case 'AT_CookedColumnDefault':
      setDefault(context, relation, name, command.def);
      return;
    case 'AT_SetExpression':
    case 'AT_DropExpression':
      setDefault(context, relation, name, command.def);
      return;
    case 'AT_AddIdentity':
      identity(context, relation, name, command.def);
      return;
    case 'AT_SetIdentity':
    case 'AT_DropIdentity':
      changeSequences(context, relation, name, kind === 'AT_DropIdentity');
      return;
    case 'AT_AlterColumnType':
      changeType(context, relation, name, command.def);
      return;
    case 'AT_SetNotNull':
      addNotNull(context, relation, name);
      return;
    case 'AT_DropNotNull':
      dropNotNull(context, relation, name);
      return;
    case 'AT_AddConstraint':
    case 'AT_AddIndexConstraint':
      if (command.def !== undefined && 'Constraint' in command.def)
        addConstraint(context, relation, command.def.Constraint, undefined, inherited);
      return;
    case 'AT_ValidateConstraint':
    case 'AT_AlterConstraint':
      for (const part of constraintsCalled(relation, nameOfConstraint(command))) {
        perform(context, part.consequences);
        if (part.foreignKey !== undefined) {
          lookUpReferred(context, part.foreignKey.to);
          // Triggers of the other table may wait from now on.
          touchReferences(context, part.foreignKey.to);
        }
        for (const used of part.uses) context.recorder.read(used);
      }
      return;
    case 'AT_DropConstraint':
      dropConstraints(context, relation, name, cascade);
      return;
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      partition(context, relation, command.def, kind === 'AT_AttachPartition');
      return;
    case 'AT_AddInherit':
      if (command.def !== undefined && 'RangeVar' in command.def)
        inherit(context, relation, tablesNamed(context, command.def.RangeVar));
      return;
    case 'AT_DropInherit':
      if (command.def !== undefined && 'RangeVar' in command.def) {
        for (const parent of findRelation(context, nameOfRange(command.def.RangeVar)).entities)
          separate(context, relation, parent);
      }
      return;
    case 'AT_AddOf':
      if (command.def !== undefined && 'TypeName' in command.def) beOf(context, relation, command.def.TypeName);
      return;
    case 'AT_DropOf':
      if (!isConditional(context))
        for (const type of relation.parents) if (type.kind === 'type') type.separate(relation);
      return;
    case 'AT_ChangeOwner': {
      const role = command.newowner?.rolename;
      if (role !== undefined) findGlobal(context, 'role', role);
      if (role !== undefined) own(context, relation, role);
      for (const part of relation.owned) {
        for (const sequence of part.owned) {
          if (sequence.kind !== 'sequence') continue;
          context.recorder.write(sequence, 'alters');
          if (role !== undefined) own(context, sequence, role);
        }
      }
      return;
    }
    case 'AT_SetAccessMethod':
      findGlobal(context, 'access method', name);
      return;
    case 'AT_SetTableSpace':
      findGlobal(context, 'tablespace', name);
      return;
    default:
      giveUp(context, `alters ${relation.label} in an unknown way (${kind})`, true);
  }
}

function addColumnTo(context: Context, relation: Entity, column: ColumnDef, guarded: boolean): void {
  const existing = findPart(relation, 'column', column.colname ?? '');
  if (!guarded || (existing === undefined && context.catalog.isSure(relation))) {
    addColumn(context, relation, column);
    fillColumn(context, relation, column);
    return;
  }
  if (existing !== undefined && context.catalog.isSure(existing)) return;
  // The one or the other: it is there in any case, but what would come with it may not be.
  conditionally(context, () => {
    addColumn(context, relation, column);
    fillColumn(context, relation, column);
  });
  if (existing !== undefined && !isConditional(context)) existing.certain = true;
}

/** Each row that is there takes the default, as the rows lie. */
function fillColumn({ recorder: { placement } }: Context, relation: Entity, { colname = '' }: ColumnDef): void {
  if (findPart(relation, 'column', colname)?.consequences.some(({ op }) => op === 'draw') !== true) return;
  placement.draw();
  for (const table of [relation, ...relation.descendants]) placement.scan(table);
}

/** With the column go the indexes, constraints, statistics and sequences that stand on it, and their names are free again. */
function dropColumn(context: Context, relation: Entity, name: string, cascade: boolean): void {
  for (const owned of [...relation.owned]) {
    const isColumn = owned.kind === 'column' && (owned.name === name || isHole(name));
    const standsOnIt = owned.kind !== 'column' && stands(owned, name);
    if (isColumn) drop(context, owned, cascade);
    else if (standsOnIt === 'surely' && !owned.loose) drop(context, owned, cascade);
    else if (standsOnIt === 'surely' || standsOnIt === 'perhaps') {
      conditionally(context, () => {
        drop(context, owned, cascade);
      });
    }
  }
  if (cascade) {
    // Views and foreign keys that use the column go; which columns they use is not known.
    for (const user of [...relation.usedBy]) {
      conditionally(context, () => {
        drop(context, user, cascade);
      });
    }
  }
}

function setDefault(context: Context, relation: Entity, name: string, expression: Node | undefined): void {
  for (const part of columns(context, relation, name)) {
    for (const used of part.uses) context.recorder.read(used);
    leaveTypes(context, part);
    // A serial column's sequence stays, and so may what an earlier default did: nothing is lost by expecting it.
    if (expression === undefined) continue;
    joinConsequences(context, part, [
      ...consequencesOn(context, relation, expression),
      ...nameByDefault(context, relation.referring.get(part.name), expression),
    ]);
  }
}

function identity(context: Context, relation: Entity, name: string, definition: Node | undefined): void {
  const options = definition !== undefined && 'Constraint' in definition ? (definition.Constraint.options ?? []) : [];
  for (const part of columns(context, relation, name)) createOwnedSequence(context, relation, name, part, options);
}

function changeSequences(context: Context, relation: Entity, name: string, gone: boolean): void {
  for (const part of columns(context, relation, name)) {
    for (const owned of [...part.owned]) {
      if (owned.kind !== 'sequence') continue;
      context.recorder.write(owned, gone ? 'drops' : 'alters');
      context.recorder.rows(owned, 'write');
      if (!gone) continue;
      if (!isConditional(context)) {
        part.consequences = part.consequences.filter(
          (consequence) => !('entity' in consequence) || consequence.entity !== owned,
        );
      }
      const goes = () => {
        drop(context, owned, false);
      };
      if (owned.loose) conditionally(context, goes);
      else goes();
    }
  }
}

function nameOfConstraint({ name = '', def }: AlterTableCmd): string {
  return def !== undefined && 'ATAlterConstraint' in def ? (def.ATAlterConstraint.conname ?? '') : name;
}

/** Rows are rewritten, indexes and constraints built again, also those of other tables that refer to the column. */
function changeType(context: Context, relation: Entity, name: string, definition: Node | undefined): void {
  if (definition === undefined || !('ColumnDef' in definition)) return;
  const { typeName, raw_default: using } = definition.ColumnDef;
  for (const part of columns(context, relation, name)) {
    for (const used of [...part.uses]) {
      context.recorder.read(used);
      if (!isConditional(context) && (used.kind === 'type' || used.kind === 'domain')) part.disuse(used);
    }
    if (typeName !== undefined) useType(context, part, typeName);
    useCollation(context, part, definition.ColumnDef);
    perform(context, consequencesOn(context, relation, using));
    perform(context, part.consequences);
  }
  for (const owned of relation.owned) {
    if (owned.kind === 'index' || owned.kind === 'constraint') {
      if (owned.kind === 'index') context.recorder.write(owned, 'alters');
      perform(context, owned.consequences);
      if (owned.foreignKey !== undefined) lookUpReferred(context, owned.foreignKey.to);
      for (const used of owned.uses) context.recorder.read(used);
    }
  }
  for (const user of relation.usedBy) {
    if (user.foreignKey !== undefined && user.home !== undefined) {
      context.recorder.write(user.home, 'alters');
      context.recorder.rows(user.home, 'read');
    }
  }
}

/** Also those of its children, of which a table may seem to be its own: `CREATE TABLE IF NOT EXISTS a () INHERITS (a)` does nothing. */
function dropConstraints(context: Context, relation: Entity, name: string, cascade: boolean): void {
  const named = partsNamed(relation, 'constraint', name);
  // What partitions have of a key goes with its index.
  const isOnlyHere = named.length > 0 && named.every(isKey);
  dropOwnConstraints(context, relation, name, cascade);
  for (const child of isOnlyHere ? [] : relation.descendants) {
    if (child === relation) continue;
    asThoseOfParent(context, child, () => {
      dropOwnConstraints(context, child, name, cascade);
    });
  }
}

function dropOwnConstraints(context: Context, relation: Entity, name: string, cascade: boolean): void {
  const parts = partsNamed(relation, 'constraint', name);
  // It may be another one that has the name by now, so that PostgreSQL has chosen a different one for this.
  const isSure = !isHole(name) && ![...relation.owned].some((part) => part.kind === 'constraint' && isHole(part.name));
  for (const part of parts) {
    const work = () => {
      drop(context, part, cascade);
    };
    if (!isSure) conditionally(context, work);
    else work();
  }
  if (parts.length === 0) {
    context.recorder.touch(`any ${name}`, 'add', 'drops', `constraint ${name}`);
    if (context.catalog.uncertain !== undefined) unknownName(context, 'constraint', [name]);
    // It goes by another name here, whichever it is.
    for (const part of [...relation.owned].filter(({ kind }) => kind === 'constraint')) {
      conditionally(context, () => {
        drop(context, part, cascade);
      });
    }
  }
  // A key that others refer to goes with their references.
  if (cascade) {
    for (const user of [...relation.usedBy]) {
      if (user.foreignKey === undefined) continue;
      conditionally(context, () => {
        drop(context, user, cascade);
      });
    }
  }
}

function columns(context: Context, relation: Entity, name: string): readonly Entity[] {
  const found = partsNamed(relation, 'column', name);
  return found.length > 0 ? found : [createPart(context, relation, 'column', name)];
}

/** Where it is none that is known, it goes by another name here. */
function constraintsCalled(relation: Entity, name: string): readonly Entity[] {
  const named = partsNamed(relation, 'constraint', name);
  return named.length > 0 ? named : [...relation.owned].filter(({ kind }) => kind === 'constraint');
}

function partsNamed(relation: Entity, kind: 'column' | 'constraint', name: string): readonly Entity[] {
  return [...relation.owned].filter(
    (part) => part.home !== undefined && part.kind === kind && (part.name === name || isHole(name)),
  );
}
