/** Keys that refer to a partitioned table: PostgreSQL makes one more for each of its partitions, and gives that a name. */
import { columnsPart } from '../auto-names.ts';
import { conditionally, type Context } from '../context.ts';
import { createPart, keyEnds, touchConstraintName } from '../define.ts';
import type { Entity } from '../entity.ts';
import { freeConstraintName } from './relation.ts';

/** Of so many parts of a whole the keys are told apart by their numbers, which have one digit. */
const MOST_NUMBERED = 9;

/** A table becomes part of one that keys refer to. */
export function becomeReferred(context: Context, partition: Entity): void {
  for (const whole of partition.ancestors) {
    for (const key of whole.usedBy) if (key.foreignKey?.to === whole) referToPartition(context, key, partition);
  }
}

/** @param key refers to a whole that it is a part of */
export function referToPartition(context: Context, key: Entity, partition: Entity): void {
  const table = key.home;
  if (table === undefined) return;
  context.recorder.read(table);
  const schema = table.schema ?? 'public';
  if ((key.foreignKey?.to.descendants.size ?? 0) > MOST_NUMBERED) {
    context.recorder.numberedConstraints(schema, 'write', 'creates');
    return;
  }
  const columns = columnsPart(key.naming?.columns ?? [...(key.columns ?? [])]);
  conditionally(context, () => {
    const names = [
      freeConstraintName(context, schema, table.name, columns, 'fkey'),
      // From version 18 on.
      freeConstraintName(context, schema, key.name, undefined, '', 1),
    ];
    for (const { name } of names) {
      const part = createPart(context, table, 'constraint', name);
      part.use(partition);
      touchConstraintName(context, part);
    }
  });
}

/** It is one no more, and what referred to it gives its name up. */
export function endReferences(context: Context, partition: Entity): void {
  for (const user of partition.usedBy) if (user.home !== partition) keyEnds(context, user);
  for (const whole of partition.ancestors) {
    if (whole.descendants.size <= MOST_NUMBERED) continue;
    for (const { foreignKey, home } of whole.usedBy)
      if (foreignKey?.to === whole) context.recorder.numberedConstraints(home?.schema ?? 'public', 'write', 'drops');
  }
}
