/** Indexes and statistics that PostgreSQL makes like others: for partitions, and by LIKE. Their names follow their columns. */
import { columnsPart } from '../auto-names.ts';
import { conditionally, type Context } from '../context.ts';
import { create, createPart } from '../define.ts';
import { type Entity, type Naming, resourceName } from '../entity.ts';
import { freeName, isConstraint } from './relation.ts';

const UNKNOWN: Naming = { columns: ['expr'], label: 'idx' };

/** An index of a table like one of another, as if it had been made without a name. */
export function copyIndex(context: Context, index: Entity, table: Entity): Entity {
  const naming = index.naming ?? UNKNOWN;
  const { columns, label } = naming;
  const schema = table.schema ?? 'public';
  const ofConstraint = label !== 'idx';
  const part = label === 'pkey' ? undefined : columnsPart(columns);
  const name = freeName(
    context,
    schema,
    table.name,
    part,
    label,
    'relation',
    (each) => ofConstraint && isConstraint(context, schema, each),
  );
  const copy = create(context, 'relation', 'index', schema, name);
  copy.naming = naming;
  copy.columns = index.columns;
  copy.consequences = index.consequences;
  copy.use(table);
  table.own(copy);
  if (ofConstraint) {
    context.recorder.touch(`constraint ${schema}.${name}`, 'write', 'creates', `the constraint name ${name}`);
    const constraint = createPart(context, table, 'constraint', name);
    constraint.columns = index.columns;
    constraint.own(copy);
  }
  return copy;
}

/**
 * That of a partition belongs to the one above. PostgreSQL may take one of the partition's own that is like it instead, which then
 * goes with the index above.
 */
export function copyToPartition(context: Context, index: Entity, partition: Entity): void {
  const own = [...partition.owned].filter((other) => isLike(other, index));
  for (const other of own) other.use(index);
  const make = () => {
    const copy = copyIndex(context, index, partition);
    copy.use(index);
    index.own(copy);
  };
  if (own.length > 0) conditionally(context, make);
  else make();
}

function isLike(own: Entity, index: Entity): boolean {
  if (own.kind !== 'index') return false;
  if (own.columns === undefined || index.columns === undefined) return true;
  return own.columns.size === index.columns.size && [...own.columns].every((name) => index.columns?.has(name));
}

export function copyStatistics(context: Context, statistics: Entity, table: Entity): void {
  const schema = table.schema ?? 'public';
  const { columns } = statistics.naming ?? UNKNOWN;
  const name = nameStatistics(context, schema, table, columns);
  const copy = create(context, 'statistics', 'statistics', schema, name);
  copy.naming = statistics.naming;
  copy.consequences = statistics.consequences;
  copy.useAll(copy.consequences);
  copy.columns = statistics.columns;
  copy.use(table);
  table.own(copy);
}

/** The name that PostgreSQL chooses, numbered among those of its schema. */
export function nameStatistics(context: Context, schema: string, table: Entity, columns: readonly string[]): string {
  const name = freeName(context, schema, table.name, columnsPart(columns), 'stat', 'statistics');
  context.recorder.touch(resourceName('statistics', schema, '*'), 'write', 'creates', 'unnamed statistics');
  return name;
}
