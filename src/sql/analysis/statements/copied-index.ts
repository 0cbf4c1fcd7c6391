/** Indexes and statistics that PostgreSQL makes like others: for partitions, and by LIKE. Their names follow their columns. */
import { columnsPart, type Naming } from '../auto-names.ts';
import { conditionally, type Context, copying, defining, forOneOf, giveUp, isConditional } from '../context.ts';
import { create, createPart, setConsequences } from '../define.ts';
import { type Entity, resourceName } from '../entity.ts';
import { freeNames, takenByConstraint } from './relation.ts';

/** In the place of a column's name. */
const EXPRESSION = 'expr';

/** What a copy may be called is not known where nobody knows what it is made of. */
function namingOf(context: Context, entity: Entity): Naming {
  if (entity.naming === undefined) giveUp(context, `copies ${entity.label}, under a name that is not known`, true);
  return entity.naming ?? { columns: [EXPRESSION], label: 'idx' };
}

/** An index of a table like one of another, as if it had been made without a name. Several if several names may be free. */
export function copyIndex(context: Context, index: Entity, table: Entity): readonly Entity[] {
  const copies: Entity[] = [];
  copying(context, index, () => {
    copies.push(...copyThere(context, index, table));
  });
  return copies;
}

function copyThere(context: Context, index: Entity, table: Entity): readonly Entity[] {
  // It is stored as the other is.
  context.recorder.read(index);
  const naming = namingOf(context, index);
  const { columns, label } = naming;
  const schema = table.schema ?? 'public';
  const ofConstraint = label !== 'idx';
  const part = label === 'pkey' ? undefined : columnsPart(columns);
  const names = freeNames(context, schema, table.name, part, label, 'relation', (each) =>
    ofConstraint ? takenByConstraint(context, schema, each) : 'no',
  );
  const copies: Entity[] = [];
  forOneOf(context, names, (name) => {
    const copy = create(context, 'relation', 'index', schema, name);
    copies.push(copy);
    copy.naming = naming;
    defining(context, copy, () => {
      setConsequences(context, copy, index.consequences);
    });
    copy.columns = copy.loose ? undefined : index.columns;
    copy.use(table);
    table.own(copy);
    if (!ofConstraint) return;
    context.recorder.constraintName(schema, name, 'write', 'creates');
    const constraint = createPart(context, table, 'constraint', name);
    constraint.columns = index.columns;
    constraint.own(copy);
  });
  return copies;
}

/**
 * That of a partition belongs to the one above. PostgreSQL may take one of the partition's own that is like it instead, which then
 * goes with the index above.
 */
export function copyToPartition(context: Context, index: Entity, partition: Entity): void {
  const own = [...partition.owned].filter((other) => isLike(other, index));
  for (const other of own) other.use(index);
  const make = () => {
    for (const copy of copyIndex(context, index, partition)) {
      copy.use(index);
      index.own(copy);
    }
  };
  if (own.length > 0) conditionally(context, make);
  else make();
}

/** A table is no partition any more: its indexes do not go with those of the wholes that it was a part of. */
export function endCopies(context: Context, partition: Entity, wholes: readonly Entity[]): void {
  for (const copy of partition.owned) {
    if (copy.kind !== 'index') continue;
    for (const index of copy.uses) {
      if (index.kind !== 'index' || !wholes.some((whole) => whole.owned.has(index))) continue;
      if (isConditional(context)) {
        copy.loose = true;
      } else {
        index.disown(copy);
        copy.disuse(index);
        copy.owner = partition;
      }
    }
  }
}

function isLike(own: Entity, index: Entity): boolean {
  if (own.kind !== 'index') return false;
  if (own.columns === undefined || index.columns === undefined) return true;
  return own.columns.size === index.columns.size && [...own.columns].every((name) => index.columns?.has(name));
}

export function copyStatistics(context: Context, statistics: Entity, table: Entity): void {
  const schema = table.schema ?? 'public';
  const columns = inOrderOf(context, table, namingOf(context, statistics).columns);
  context.recorder.read(statistics);
  copying(context, statistics, () => {
    forOneOf(context, nameStatistics(context, schema, table, columns), (name) => {
      const copy = create(context, 'statistics', 'statistics', schema, name);
      copy.naming = { columns, label: 'stat' };
      defining(context, copy, () => {
        setConsequences(context, copy, statistics.consequences);
      });
      copy.columns = copy.loose ? undefined : statistics.columns;
      copy.use(table);
      table.own(copy);
    });
  });
}

/** Those of a copy are listed as the table has them, expressions last. */
function inOrderOf(context: Context, table: Entity, columns: readonly string[]): readonly string[] {
  const listed = [...table.owned].filter(({ kind, name }) => kind === 'column' && columns.includes(name));
  const expressions = columns.filter((name) => name === EXPRESSION);
  if (listed.length + expressions.length < columns.length)
    giveUp(context, `copies statistics to ${table.label}, whose columns are not known`, true);
  return [...listed.map(({ name }) => name), ...expressions];
}

/** The name that PostgreSQL chooses, numbered among those of its schema, or all that it may be. */
export function nameStatistics(
  context: Context,
  schema: string,
  table: Entity,
  columns: readonly string[],
): readonly string[] {
  const names = freeNames(context, schema, table.name, columnsPart(columns), 'stat', 'statistics');
  context.recorder.touch(resourceName('statistics', schema, '*'), 'write', 'creates', 'unnamed statistics');
  return names;
}
