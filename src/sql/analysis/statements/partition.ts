/** Tables that become part of others, or are it no more. */
import { nameOfRange, type Node } from '../../ast.ts';
import { type Context, forOneOf, isConditional } from '../context.ts';
import { clonedTriggersChange, leaveTheRest } from '../define.ts';
import type { Entity } from '../entity.ts';
import { perform } from '../perform.ts';
import { findRelation, unknownName } from '../resolve.ts';
import { endCopies } from './copied-index.ts';
import { endReferences } from './referred-partition.ts';
import { inherit } from './copied-parts.ts';

/** ATTACH and DETACH PARTITION, of tables and indexes. */
export function partition(context: Context, parent: Entity, definition: Node | undefined, attach: boolean): void {
  if (definition === undefined || !('PartitionCmd' in definition)) return;
  const range = definition.PartitionCmd.name;
  if (range === undefined) return;
  const { entities } = findRelation(context, nameOfRange(range));
  if (entities.length === 0) unknownName(context, 'relation', nameOfRange(range));
  forOneOf(context, entities, (child) => {
    context.recorder.write(child, 'alters');
    if (child.kind === 'index') {
      if (attach) parent.own(child);
      for (const table of child.uses) if (table.kind !== 'index') context.recorder.write(table, 'alters');
      for (const table of parent.uses) context.recorder.read(table);
      return;
    }
    context.recorder.rows(child, 'write');
    if (attach) {
      const takesTheRest = definition.PartitionCmd.bound?.is_default === true;
      child.takesTheRest = takesTheRest || (isConditional(context) && child.takesTheRest);
      inherit(context, child, [parent], true);
      for (const part of child.owned) perform(context, part.consequences);
    } else {
      separate(context, child, parent);
    }
  });
}

/** Of partitions, and of children that inherit. */
export function separate(context: Context, child: Entity, parent: Entity): void {
  context.recorder.write(parent, 'alters');
  context.recorder.write(child, 'alters');
  context.recorder.rows(parent, 'write');
  // What it was by being a part is written down for it and its own parts, and what the default partition may hold changes.
  const others = [...parent.children].filter(({ takesTheRest }) => takesTheRest);
  for (const each of [...others, ...child.descendants]) context.recorder.write(each, 'alters');
  // Its keys become its own, and what they refer to gets triggers for it.
  for (const table of [child, ...child.descendants, parent, ...parent.ancestors]) {
    for (const { foreignKey } of table.owned)
      if (foreignKey !== undefined)
        for (const each of [foreignKey.to, ...foreignKey.to.partitions]) context.recorder.write(each, 'alters');
  }
  leaveTheRest(context, child);
  if (child.isPartition) clonedTriggersChange(context, child);
  for (const each of [child, ...child.descendants]) endReferences(context, each);
  // No row may refer to one that is another table's from now on.
  for (const referred of [parent, ...parent.ancestors]) {
    for (const user of referred.usedBy) {
      if (user.foreignKey?.to === referred && user.home !== undefined)
        perform(context, [{ op: 'read', entity: user.home }]);
    }
  }
  for (const each of [child, ...child.descendants]) endCopies(context, each, [parent, ...parent.ancestors]);
  if (context.recorder.conditions > 0) return;
  parent.separate(child);
  context.catalog.changed();
}
