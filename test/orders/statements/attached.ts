/** Indexes and keys of partitioned tables: each partition has its own, and they come and go with it or by themselves. */
import type { Draw, Family } from '../draw.ts';
import type { Named, Relation } from '../state.ts';

function isOf(one: Relation, table: Named | undefined): boolean {
  return one.of?.name === table?.name && one.of?.schema === table?.schema;
}

function partitionsOf(draw: Draw, table: Relation): readonly Relation[] {
  return draw.relations('r', 'p').filter((one) => one.isPartition && isOf(one, table));
}

function parent(draw: Draw): Relation | undefined {
  return draw.relation('p');
}

function partition(draw: Draw): Relation | undefined {
  return draw.random.one(draw.relations('r', 'p').filter(({ isPartition }) => isPartition));
}

function attachIndex(draw: Draw): string | undefined {
  const { random } = draw;
  const index = draw.relation('I');
  const table = index && draw.relations('p').find((one) => isOf(index, one));
  const below = table && random.one(partitionsOf(draw, table));
  const part = below && random.one(draw.relations('i', 'I').filter((one) => isOf(one, below)));
  return index && part && `ALTER INDEX ${draw.ifExists(0.2)}${draw.ref(index)} ATTACH PARTITION ${draw.ref(part)}`;
}

/** Tables that keep what partitions had are tables of their own. */
function detachAndUse(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const below = partition(draw);
  const above = below?.of;
  const index = below && random.one(draw.relations('i').filter((one) => isOf(one, below)));
  if (below === undefined || above === undefined || above === null) return undefined;
  const detach = `ALTER TABLE ${draw.ref(above)} DETACH PARTITION ${draw.ref(below)}`;
  return random.pick<string | string[]>(
    [detach, `ALTER TABLE ${draw.ref(below)} RENAME TO ${draw.id(draw.freeName(below.schema))}`],
    [detach, `CREATE TABLE ${draw.made()} PARTITION OF ${draw.ref(above)} DEFAULT`],
    [detach, `DROP TABLE ${draw.ref(below)}${draw.cascade()}`],
    index === undefined ? detach : [detach, `DROP INDEX ${draw.ref(index)}`],
    detach,
  );
}

function keyOfParent(draw: Draw): string | undefined {
  const { random } = draw;
  const table = parent(draw);
  if (table === undefined) return undefined;
  const named = random.perhaps(0.5, `CONSTRAINT ${draw.id(draw.name())} `);
  const target = draw.relation('r', 'p');
  return random.pick(
    `ALTER TABLE ${random.perhaps(0.4, 'ONLY ')}${draw.ref(table)} ADD ${named}${random.pick('UNIQUE', 'PRIMARY KEY')} (id, x)`,
    `ALTER TABLE ${draw.ref(table)} ADD ${named}CHECK (x > ${random.between(-9, -5)})`,
    `ALTER TABLE ${random.perhaps(0.3, 'ONLY ')}${draw.ref(table)} ALTER x ${random.pick('SET', 'DROP')} NOT NULL`,
    `ALTER TABLE ${draw.ref(table)} ADD ${named}FOREIGN KEY (x) REFERENCES ${draw.ref(target ?? table)} (id)${random.perhaps(0.3, ' ON DELETE CASCADE')}`,
    `CREATE UNIQUE INDEX ${draw.ifNotExists()}${draw.id(draw.name())} ON ${draw.ref(table)} (id, x)`,
  );
}

function keyOfPartition(draw: Draw): string | undefined {
  const { random } = draw;
  const below = partition(draw);
  const constraint = below && random.one(below.constraints);
  if (below === undefined) return undefined;
  const named = random.perhaps(0.5, `CONSTRAINT ${draw.id(draw.name())} `);
  const table = draw.relation('r');
  const number = table && draw.column(table, ({ type }) => type === 'integer');
  return random.pick(
    `ALTER TABLE ${draw.ref(below)} ADD ${named}${random.pick('UNIQUE', 'PRIMARY KEY')} (id, x)`,
    `ALTER TABLE ${draw.ref(below)} ADD ${named}UNIQUE (id)`,
    `CREATE INDEX ${random.perhaps(0.6, `${draw.ifNotExists()}${draw.id(draw.name())} `)}ON ${draw.ref(below)} (${random.pick('x', 'id', 'id, x')})`,
    constraint === undefined
      ? `ALTER TABLE ${draw.ref(below)} ADD CHECK (x < 1000)`
      : `ALTER TABLE ${draw.ref(below)} ${random.pick('DROP CONSTRAINT', 'DROP CONSTRAINT IF EXISTS')} ${draw.id(constraint.name)}${draw.cascade()}`,
    table === undefined || number === undefined
      ? `ALTER TABLE ${draw.ref(below)} ALTER x SET DEFAULT 3`
      : `ALTER TABLE ${draw.ref(table)} ADD FOREIGN KEY (${draw.id(number.name)}) REFERENCES ${draw.ref(below)} (id) NOT VALID`,
  );
}

/** Rows go where their keys lead them, and move when those change. */
function rowsThrough(draw: Draw): string | undefined {
  const { random } = draw;
  const table = random.chance(0.7) ? parent(draw) : partition(draw);
  const to = draw.relation('p');
  if (table === undefined || to === undefined) return undefined;
  return random.pick(
    `INSERT INTO ${draw.ref(table)} (x) VALUES (${random.between(0, 11)}), (${random.between(0, 11)})`,
    `UPDATE ${draw.ref(table)} SET x = x + ${random.between(1, 5)}`,
    `DELETE FROM ${draw.ref(table)} WHERE x > ${random.between(3, 8)}`,
    `TRUNCATE ${draw.ref(table)}${draw.cascade()}`,
    `WITH gone AS (DELETE FROM ${draw.ref(table)} RETURNING x) INSERT INTO ${draw.ref(to)} (x) SELECT x FROM gone`,
    `INSERT INTO ${draw.ref(table)} (id, x) VALUES (${random.between(1, 4)}, ${random.between(1, 4)}) ON CONFLICT (id, x) DO UPDATE SET y = 'again'`,
  );
}

export const attached: Family = {
  name: 'attached',
  kinds: [
    { name: 'attach index', weight: 1, make: attachIndex },
    {
      name: 'index on only the parent',
      weight: 0.7,
      make: (draw) => {
        const table = parent(draw);
        return (
          table &&
          `CREATE ${draw.random.perhaps(0.2, 'UNIQUE ')}INDEX ${draw.random.perhaps(0.7, `${draw.ifNotExists()}${draw.id(draw.name())} `)}ON ONLY ${draw.ref(table)} (${draw.random.pick('x', 'id, x')})`
        );
      },
    },
    { name: 'detach partition and go on', weight: 0.7, make: detachAndUse },
    { name: 'key of a partitioned table', weight: 0.8, make: keyOfParent },
    { name: 'key of a partition', weight: 0.8, make: keyOfPartition },
    { name: 'rows through a partitioned table', weight: 1, make: rowsThrough },
    {
      name: 'rename or move a partition',
      weight: 0.5,
      make: (draw) => {
        const below = partition(draw);
        return (
          below &&
          draw.random.pick(
            `ALTER TABLE ${draw.ref(below)} RENAME TO ${draw.id(draw.freeName(below.schema))}`,
            `ALTER TABLE ${draw.ref(below)} SET SCHEMA ${draw.id(draw.schema())}`,
            `DROP TABLE ${draw.ref(below)}`,
          )
        );
      },
    },
    {
      name: 'partition made from a copy',
      weight: 0.7,
      make: (draw) => {
        const table = parent(draw);
        const below = table && draw.random.one(partitionsOf(draw, table));
        if (table === undefined || below === undefined) return undefined;
        const place = draw.freePlace();
        const bound = `FOR VALUES ${draw.random.pick('FROM (100) TO (200)', 'IN (100, 200)')}`;
        return [
          `CREATE TABLE ${draw.made(place)} (LIKE ${draw.ref(draw.random.pick(table, below))} INCLUDING ALL)`,
          `ALTER TABLE ${draw.ref(table)} ATTACH PARTITION ${draw.ref(place)} ${draw.random.pick(bound, bound, 'DEFAULT')}`,
        ];
      },
    },
  ],
};
