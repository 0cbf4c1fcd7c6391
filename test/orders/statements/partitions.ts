/** Partitioned tables. */
import type { Draw, Family } from '../draw.ts';
import type { Relation } from '../state.ts';

const BOUNDS = [
  'FOR VALUES FROM (1) TO (5)',
  'FOR VALUES FROM (5) TO (10)',
  'FOR VALUES FROM (10) TO (100)',
  'DEFAULT',
  'FOR VALUES FROM (MINVALUE) TO (1)',
] as const;

function parent(draw: Draw): Relation | undefined {
  return draw.relation('p');
}

export const partitions: Family = {
  name: 'partitions',
  kinds: [
    {
      name: 'create partitioned table',
      weight: 2,
      make: (draw) => {
        const place = draw.freePlace();
        const columns = `id ${draw.random.pick('serial', 'int', 'int GENERATED ALWAYS AS IDENTITY')}, x int NOT NULL DEFAULT ${draw.random.between(1, 9)}, y text${draw.random.perhaps(0.4, ', PRIMARY KEY (id, x)')}`;
        return [
          `CREATE TABLE ${draw.ifNotExists(0.3)}${draw.made(place)} (${columns}) PARTITION BY RANGE (x)`,
          ...(draw.random.chance(0.6)
            ? [`CREATE TABLE ${draw.made()} PARTITION OF ${draw.made(place)} ${draw.random.pick(...BOUNDS)}`]
            : []),
        ];
      },
    },
    {
      name: 'create partition',
      weight: 3,
      make: (draw) => {
        const table = parent(draw);
        return (
          table &&
          `CREATE TABLE ${draw.ifNotExists(0.3)}${draw.made()} PARTITION OF ${draw.ref(table)} ${draw.random.pick(...BOUNDS)}`
        );
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
            .relations('r')
            .filter(
              ({ isPartition, columns, of }) =>
                !isPartition &&
                of === null &&
                table?.columns.length === columns.length &&
                columns.every(({ name, type }) => table.columns.some((own) => own.name === name && own.type === type)),
            ),
        );
        if (table === undefined) return undefined;
        if (loose !== undefined)
          return `ALTER TABLE ${draw.ref(table)} ATTACH PARTITION ${draw.ref(loose)} ${draw.random.pick(...BOUNDS)}`;
        return [
          `CREATE TABLE ${draw.made(place)} (LIKE ${draw.ref(table)} INCLUDING ALL)`,
          `ALTER TABLE ${draw.ref(table)} ATTACH PARTITION ${draw.ref(place)} ${draw.random.pick(...BOUNDS)}`,
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
  ],
};
