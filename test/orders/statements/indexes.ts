/** Indexes and sequences: they share the tables' name space, and much of both is named by PostgreSQL itself. */
import type { Draw, Family } from '../draw.ts';
import type { Relation } from '../state.ts';

function createIndex(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p', 'm');
  const column = table && draw.column(table);
  if (table === undefined || column === undefined) return undefined;
  const id = draw.id(column.name);
  const called = random.chance(0.2)
    ? draw.routine(
        (one) =>
          one.kind === 'f' && one.immutable && ['integer', 'text'].includes(one.args) && one.args === column.type,
      )
    : undefined;
  const parts =
    called === undefined ? random.pick(id, id, `${id} DESC`, `(${id}::text)`) : `${draw.ref(called)}(${id})`;
  const guard = draw.ifNotExists(0.6);
  const name = guard === '' ? draw.freeName(table.schema) : draw.name();
  const named = random.chance(0.6) ? `${guard}${draw.id(name)} ` : '';
  const only = random.perhaps(
    0.12,
    ` WHERE ${draw.condition({ ...table, columns: table.columns.filter(({ type }) => type === 'integer') })}`,
  );
  const trigrams =
    random.chance(0.2) && column.type === 'text'
      ? draw.state.extensions.find(({ name }) => name === 'pg_trgm')
      : undefined;
  if (trigrams !== undefined)
    return `CREATE INDEX ${named}ON ${draw.ref(table)} USING gin (${id} ${draw.ref({ schema: trigrams.schema, name: 'gin_trgm_ops' })})`;
  return `CREATE ${random.perhaps(0.15, 'UNIQUE ')}INDEX ${named}ON ${draw.ref(table)} (${parts}${random.perhaps(0.15, ', id')})${only.includes('SELECT') ? '' : only}`;
}

export const indexes: Family = {
  name: 'indexes',
  kinds: [
    { name: 'create index', weight: 6, make: createIndex },
    {
      name: 'drop index',
      weight: 2.5,
      make: (draw) => {
        const isFree = ({ of, name }: Relation) =>
          !draw.state.relations.some(
            (table) =>
              table.name === of?.name &&
              table.schema === of.schema &&
              table.constraints.some((one) => one.name === name),
          );
        const index = draw.random.one(
          draw.relations('i', 'I').filter((one) => isFree(one) || draw.random.chance(0.05)),
        );
        return index && `DROP INDEX ${draw.ifExists(0.5)}${draw.ref(index)}${draw.cascade(0.2)}`;
      },
    },
    {
      name: 'indexes off while rows change',
      weight: 0.8,
      make: (draw) => {
        const table = draw.relation('r');
        const column = table && draw.column(table);
        if (table === undefined || column === undefined) return undefined;
        const which = draw.random.pick(
          `(SELECT oid FROM pg_class WHERE relname = '${table.name}' AND relkind = 'r')`,
          `'${draw.plainRef(table)}'::regclass`,
        );
        const set = (ready: boolean) => `UPDATE pg_index SET indisready = ${ready} WHERE indrelid = ${which}`;
        const change = `UPDATE ${draw.ref(table)} SET ${draw.id(column.name)} = ${draw.id(column.name)}`;
        return [set(false), change, set(true), `REINDEX TABLE ${draw.ref(table)}`];
      },
    },
    {
      name: 'drop index that may not be there',
      weight: 1,
      make: (draw) => `DROP INDEX IF EXISTS ${draw.ref(draw.place())}`,
    },
    {
      name: 'rename index',
      weight: 2.5,
      make: (draw) => {
        const index = draw.relation('i', 'I');
        return (
          index &&
          `ALTER ${draw.random.pick('INDEX', 'INDEX', 'TABLE')} ${draw.ifExists(0.3)}${draw.ref(index)} RENAME TO ${draw.id(draw.freeName(index.schema))}`
        );
      },
    },
    {
      name: 'rename index that may not be there',
      weight: 0.7,
      make: (draw) => `ALTER INDEX IF EXISTS ${draw.ref(draw.place())} RENAME TO ${draw.id(draw.name())}`,
    },
    {
      name: 'constraint from an index',
      weight: 1,
      make: (draw) => {
        const table = draw.random.one(
          draw.relations('r').filter(({ columns }) => columns.some(({ name }) => name === 'id')),
        );
        if (table === undefined) return undefined;
        const index = draw.id(draw.freeName(table.schema));
        return [
          `CREATE UNIQUE INDEX ${index} ON ${draw.ref(table)} (id)`,
          `ALTER TABLE ${draw.ref(table)} ADD ${draw.random.perhaps(0.5, `CONSTRAINT ${draw.id(draw.name())} `)}UNIQUE USING INDEX ${index}`,
        ];
      },
    },
    {
      name: 'reindex or analyze',
      weight: 0.7,
      make: (draw) => {
        const index = draw.relation('i');
        const table = draw.relation('r', 'm');
        return draw.random.one([
          ...(index ? [`REINDEX INDEX ${draw.ref(index)}`] : []),
          ...(table ? [`ANALYZE ${draw.ref(table)}`] : []),
        ]);
      },
    },
  ],
};

export const sequences: Family = {
  name: 'sequences',
  kinds: [
    {
      name: 'create sequence',
      weight: 3,
      make: (draw) => {
        const table = draw.random.chance(0.3) ? draw.relation('r') : undefined;
        const column = table && draw.column(table);
        const owned =
          table === undefined || column === undefined ? '' : ` OWNED BY ${draw.ref(table)}.${draw.id(column.name)}`;
        return `CREATE SEQUENCE ${draw.ifNotExists(0.5)}${draw.made()}${draw.random.perhaps(0.3, ' START 10')}${draw.random.perhaps(0.2, ' INCREMENT 2')}${owned}`;
      },
    },
    {
      name: 'alter sequence',
      weight: 2,
      make: (draw) => {
        const sequence = draw.relation('S');
        const table = draw.relation('r');
        const column = table && draw.column(table);
        if (sequence === undefined) return undefined;
        const owner =
          table === undefined || column === undefined ? 'NONE' : `${draw.ref(table)}.${draw.id(column.name)}`;
        const action = draw.random.pick(
          'RESTART',
          'RESTART WITH 40',
          'INCREMENT BY 3',
          `RENAME TO ${draw.id(draw.freeName(sequence.schema))}`,
          `SET SCHEMA ${draw.schema()}`,
          'OWNED BY NONE',
          `OWNED BY ${owner}`,
          'MAXVALUE 1000',
          'AS int',
        );
        return `ALTER SEQUENCE ${draw.ifExists(0.3)}${draw.ref(sequence)} ${action}`;
      },
    },
    {
      name: 'drop sequence',
      weight: 1.2,
      make: (draw) => {
        const sequence = draw.relation('S');
        return sequence && `DROP SEQUENCE ${draw.ifExists(0.5)}${draw.ref(sequence)}${draw.cascade(0.6)}`;
      },
    },
    {
      name: 'take values of a sequence',
      weight: 2,
      make: (draw) => {
        const sequence = draw.relation('S');
        const source = draw.source();
        if (sequence === undefined) return undefined;
        const name = draw.plainRef(sequence);
        return draw.random.pick(
          `SELECT nextval('${name}')`,
          `SELECT nextval('${name}'::regclass)`,
          `SELECT setval('${name}', ${draw.random.between(20, 60)})`,
          source === undefined
            ? `SELECT setval('${name}', 7, false)`
            : `SELECT setval('${name}', (SELECT count(*) + 5 FROM ${draw.ref(source)}))`,
        );
      },
    },
    {
      name: 'state of a sequence',
      weight: 1,
      make: (draw) => {
        const sequence = draw.relation('S');
        const table = draw.relation('r');
        const text = table && draw.column(table, ({ type }) => type === 'text');
        if (sequence === undefined || table === undefined || text === undefined) return undefined;
        const into = `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)})`;
        const name = draw.plainRef(sequence);
        return draw.random.pick<string | string[]>(
          `${into} SELECT last_value::text FROM ${draw.ref(sequence)}`,
          [`SELECT nextval('${name}')`, `${into} VALUES (currval('${name}')::text)`],
          [`SELECT nextval('${name}')`, `${into} VALUES (lastval()::text)`],
          `${into} VALUES (nextval('${name}')::text), (nextval('${name}')::text)`,
          `SELECT setval('${name}', (SELECT last_value + 3 FROM ${draw.ref(draw.relation('S') ?? sequence)}))`,
        );
      },
    },
    {
      name: 'sequence of a serial column',
      weight: 0.7,
      make: (draw) => {
        const table = draw.random.one(
          draw.relations('r').filter(({ columns }) => columns.some(({ name }) => name === 'id')),
        );
        return (
          table &&
          `SELECT setval(pg_get_serial_sequence('${draw.plainRef(table)}', 'id'), (SELECT coalesce(max(id), 0) + 3 FROM ${draw.ref(table)}))`
        );
      },
    },
  ],
};
