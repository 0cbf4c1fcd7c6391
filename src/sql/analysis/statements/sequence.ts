/** Sequences, by themselves or for a column. */
import type { AlterSeqStmt, CreateSeqStmt } from 'libpg-query';
import { type Name, nameOf, nameOfRange, type Node } from '../../ast.ts';
import { type Context, forOneOf, isConditional } from '../context.ts';
import { create, definitionStatement, findPart } from '../define.ts';
import type { Entity } from '../entity.ts';
import { perform } from '../perform.ts';
import { consequencesOf } from '../query.ts';
import { findRelation, unknownName } from '../resolve.ts';
import { addNotNull } from './constraint.ts';
import { createRelation, freeNames, isThere } from './relation.ts';

export function createSequence(context: Context, statement: CreateSeqStmt): void {
  const range = statement.sequence;
  if (range === undefined) return;
  definitionStatement(context);
  if (statement.if_not_exists === true && isThere(context, range)) return;
  const sequence = createRelation(context, range, 'sequence', statement.if_not_exists);
  readOptions(context, sequence, statement.options ?? []);
}

export function alterSequence(context: Context, statement: AlterSeqStmt): void {
  const range = statement.sequence;
  if (range === undefined) return;
  definitionStatement(context);
  const { entities } = findRelation(context, nameOfRange(range));
  if (entities.length === 0 && statement.missing_ok !== true) unknownName(context, 'sequence', nameOfRange(range));
  for (const sequence of entities) {
    context.recorder.write(sequence, 'alters');
    context.recorder.rows(sequence, 'write');
    readOptions(context, sequence, statement.options ?? []);
  }
}

function readOptions(context: Context, sequence: Entity, options: readonly Node[]): void {
  perform(context, consequencesOf(context, options));
  for (const node of options) {
    if ('DefElem' in node && node.DefElem.defname === 'owned_by') setOwner(context, sequence, nameOf(node.DefElem.arg));
  }
}

/** `OWNED BY table.column`, or `NONE`. */
function setOwner(context: Context, sequence: Entity, name: Name): void {
  const before = sequence.owner;
  if (before !== undefined) context.recorder.read(before.home ?? before);
  // Whose it was, it may still be.
  if (!isConditional(context)) {
    before?.disown(sequence);
    sequence.owner = undefined;
  }
  if (name.length < 2) return;
  const { entities } = findRelation(context, name.slice(0, -1));
  forOneOf(context, entities, (table) => {
    context.recorder.add(table, 'alters');
    if (isConditional(context)) sequence.loose = true;
    (findPart(table, 'column', name.at(-1) ?? '') ?? table).own(sequence);
    sequence.use(table);
  });
}

/** The sequence of a serial or identity column, under the name that is free: `orders_id_seq`. */
export function createOwnedSequence(
  context: Context,
  table: Entity,
  column: string,
  part: Entity,
  options: readonly Node[],
): void {
  const named = options.find((node) => 'DefElem' in node && node.DefElem.defname === 'sequence_name');
  const given = named !== undefined && 'DefElem' in named ? nameOf(named.DefElem.arg) : [];
  const schema = given.length > 1 ? (given[0] ?? '') : (table.schema ?? 'public');
  const names = given.length > 0 ? given.slice(-1) : freeNames(context, schema, table.name, column, 'seq');
  forOneOf(context, names, (name) => {
    const sequence = create(context, 'relation', 'sequence', schema, name);
    sequence.use(table);
    context.recorder.rows(sequence, 'write');
    part.own(sequence);
    part.use(sequence);
    part.consequences = [...part.consequences, { op: 'draw', entity: sequence }];
  });
  addNotNull(context, table, column);
  context.catalog.changed();
}
