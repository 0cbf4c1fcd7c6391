/** Partitioned tables, whose partitions may be partitioned themselves. */
import type { Draw, Family } from '../draw.ts';
import type { Relation } from '../state.ts';

/** By the strategy of the parent. */
const BOUNDS = {
  RANGE: [
    'FOR VALUES FROM (1) TO (5)',
    'FOR VALUES FROM (5) TO (10)',
    'FOR VALUES FROM (10) TO (100)',
    'DEFAULT',
    'FOR VALUES FROM (MINVALUE) TO (1)',
  ],
  LIST: ['FOR VALUES IN (1, 2, 3)', 'FOR VALUES IN (4, 5, NULL)', 'FOR VALUES IN (6, 7, 8, 9)', 'DEFAULT', 'DEFAULT'],
  HASH: ['FOR VALUES WITH (MODULUS 2, REMAINDER 0)', 'FOR VALUES WITH (MODULUS 2, REMAINDER 1)'],
} as const;

function bound(draw: Draw, strategy: string | null): string {
  const word = strategy?.split(' ')[0] ?? '';
  return draw.random.one(word === 'LIST' || word === 'HASH' ? BOUNDS[word] : BOUNDS.RANGE) ?? 'DEFAULT';
}

/** A key may be what a function makes of a column. */
function partitionKey(draw: Draw): string {
  const called = draw.random.chance(0.3)
    ? draw.routine(
        ({ kind, immutable, args, returns }) =>
          kind === 'f' && immutable && args === 'integer' && returns === 'integer',
      )
    : undefined;
  const key = called === undefined ? 'x' : `(${draw.ref(called)}(x))`;
  return draw.random.pick(`RANGE (${key})`, `LIST (${key})`, 'HASH (id)');
}

function parent(draw: Draw): Relation | undefined {
  return draw.relation('p');
}

function createPartition(draw: Draw): string | undefined {
  const table = parent(draw);
  if (table === undefined) return undefined;
  const below = draw.random.perhaps(0.25, ` PARTITION BY ${partitionKey(draw)}`);
  return `CREATE TABLE ${draw.ifNotExists(0.3)}${draw.made()} PARTITION OF ${draw.ref(table)} ${bound(draw, table.partitionBy)}${below}`;
}

export const partitions: Family = {
  name: 'partitions',
  kinds: [
    {
      name: 'create partitioned table',
      weight: 2,
      make: (draw) => {
        const place = draw.freePlace();
        const key = draw.random.chance(0.6) ? 'RANGE (x)' : partitionKey(draw);
        const columns = `id ${draw.random.pick('serial', 'int', 'int GENERATED ALWAYS AS IDENTITY')}, x int NOT NULL DEFAULT ${draw.random.between(1, 9)}, y text${draw.random.perhaps(0.4, ', PRIMARY KEY (id, x)')}`;
        return [
          `CREATE TABLE ${draw.ifNotExists(0.3)}${draw.made(place)} (${columns}) PARTITION BY ${key}`,
          ...(draw.random.chance(0.6)
            ? [`CREATE TABLE ${draw.made()} PARTITION OF ${draw.made(place)} ${bound(draw, key)}`]
            : []),
        ];
      },
    },
    { name: 'create partition', weight: 3, make: createPartition },
    {
      name: 'tree of partitions',
      weight: 1,
      make: (draw) => {
        const table = parent(draw);
        if (table === undefined) return undefined;
        const middle = draw.freePlace();
        const key = partitionKey(draw);
        return [
          `CREATE TABLE ${draw.made(middle)} PARTITION OF ${draw.ref(table)} ${bound(draw, table.partitionBy)} PARTITION BY ${key}`,
          `CREATE TABLE ${draw.made()} PARTITION OF ${draw.ref(middle)} ${draw.random.chance(0.5) ? bound(draw, key) : 'DEFAULT'}`,
        ];
      },
    },
    {
      name: 'attach partition',
      weight: 1.5,
      make: (draw) => {
        const table = parent(draw);
        const place = draw.freePlace();
        const loose = draw.random.one(
          draw
            .relations('r', 'p')
            .filter(
              (one) =>
                one !== table &&
                !one.isPartition &&
                one.of === null &&
                table?.columns.length === one.columns.length &&
                one.columns.every(({ name, type }) =>
                  table.columns.some((own) => own.name === name && own.type === type),
                ),
            ),
        );
        if (table === undefined) return undefined;
        const where = bound(draw, table.partitionBy);
        if (loose !== undefined) return `ALTER TABLE ${draw.ref(table)} ATTACH PARTITION ${draw.ref(loose)} ${where}`;
        return [
          `CREATE TABLE ${draw.made(place)} (LIKE ${draw.ref(table)} INCLUDING ALL)`,
          `ALTER TABLE ${draw.ref(table)} ATTACH PARTITION ${draw.ref(place)} ${where}`,
        ];
      },
    },
    {
      name: 'detach partition',
      weight: 1.5,
      make: (draw) => {
        const partition = draw.random.one(draw.relations('r', 'p').filter(({ isPartition }) => isPartition));
        const of = partition?.of;
        if (partition === undefined || of === undefined || of === null) return undefined;
        return `ALTER TABLE ${draw.ref(of)} DETACH PARTITION ${draw.ref(partition)}`;
      },
    },
    {
      name: 'index of a parent alone',
      weight: 0.7,
      make: (draw) => {
        const table = parent(draw);
        const partition = draw.random.one(
          draw.relations('r').filter(({ of }) => of?.name === table?.name && of?.schema === table?.schema),
        );
        if (table === undefined) return undefined;
        const index = { schema: table.schema, name: draw.freeName(table.schema) };
        const create = `CREATE INDEX ${draw.id(index.name)} ON ONLY ${draw.ref(table)} (x)`;
        if (partition === undefined || draw.random.chance(0.3)) return create;
        const part = { schema: partition.schema, name: draw.freeName(partition.schema) };
        return [
          create,
          `CREATE INDEX ${draw.id(part.name)} ON ${draw.ref(partition)} (x)`,
          `ALTER INDEX ${draw.ref(index)} ATTACH PARTITION ${draw.ref(part)}`,
        ];
      },
    },
  ],
};
