/** Schemas, extensions, comments, statistics, publications, and what a session holds for itself. */
import { type Draw, type Family, SCHEMAS } from '../draw.ts';

const EXTENSIONS = ['citext', 'pg_trgm', 'hstore', 'uuid-ossp', 'btree_gist'] as const;

function useExtension(draw: Draw): string | undefined {
  const { random } = draw;
  const extension = random.one(draw.state.extensions);
  const table = draw.relation('r');
  const text = table && draw.column(table, ({ type }) => type === 'text');
  if (extension === undefined || table === undefined || text === undefined) return undefined;
  const into = `INSERT INTO ${draw.ref(table)} (${draw.id(text.name)})`;
  const inside = (name: string) => draw.ref({ schema: extension.schema, name });
  switch (extension.name) {
    case 'citext':
      return random.pick(
        `ALTER TABLE ${draw.ref(table)} ALTER COLUMN ${draw.id(text.name)} TYPE ${inside('citext')}`,
        `${into} SELECT ('A'::${inside('citext')} = 'a'::${inside('citext')})::text`,
        `ALTER TABLE ${draw.ref(table)} ADD COLUMN IF NOT EXISTS z ${inside('citext')}`,
      );
    case 'pg_trgm':
      return random.pick(
        `${into} SELECT ${inside('similarity')}('abc', 'abd')::text`,
        `CREATE INDEX ON ${draw.ref(table)} USING gin (${draw.id(text.name)} ${inside('gin_trgm_ops')})`,
        `${into} SELECT ('abc' % 'abd')::text`,
      );
    case 'hstore':
      return random.pick(
        `${into} SELECT ('a=>1'::${inside('hstore')} -> 'a')`,
        `ALTER TABLE ${draw.ref(table)} ADD COLUMN IF NOT EXISTS kind ${inside('hstore')}`,
      );
    case 'btree_gist':
      return `ALTER TABLE ${draw.ref(table)} ADD EXCLUDE USING gist (id WITH =)`;
    default:
      return `${into} SELECT ${inside('uuid_nil')}()::text`;
  }
}

function comment(draw: Draw): string | undefined {
  const { random } = draw;
  const relation = draw.relation('r', 'v', 'm', 'S', 'i', 'p');
  const table = draw.relation('r', 'v');
  const column = table && draw.column(table);
  const constraint = table && random.one(table.constraints);
  const trigger = table && random.one(table.triggers);
  const rule = table && random.one(table.rules);
  const policy = table && random.one(table.policies);
  const statistics = random.one(draw.state.statistics);
  const event = random.one(draw.state.eventTriggers);
  const extension = random.one(draw.state.extensions);
  const operator = random.one(draw.state.operators);
  const aggregate = draw.routine(({ kind }) => kind !== 'f');
  const type = draw.type('e', 'd', 'c');
  const routine = draw.routine(({ kind }) => kind === 'f');
  const words = {
    r: 'TABLE',
    p: 'TABLE',
    v: 'VIEW',
    m: 'MATERIALIZED VIEW',
    S: 'SEQUENCE',
    i: 'INDEX',
    I: 'INDEX',
    c: 'TYPE',
  } as const;
  const what = random.one([
    `SCHEMA ${draw.schema()}`,
    ...(relation ? [`${words[relation.kind]} ${draw.ref(relation)}`] : []),
    ...(table && column ? [`COLUMN ${draw.ref(table)}.${draw.id(column.name)}`] : []),
    ...(table && constraint ? [`CONSTRAINT ${draw.id(constraint.name)} ON ${draw.ref(table)}`] : []),
    ...(table && trigger ? [`TRIGGER ${trigger} ON ${draw.ref(table)}`] : []),
    ...(type ? [`${type.kind === 'd' ? 'DOMAIN' : 'TYPE'} ${draw.ref(type)}`] : []),
    ...(routine ? [`FUNCTION ${draw.ref(routine)}(${routine.args})`] : []),
    ...(table && rule ? [`RULE ${rule} ON ${draw.ref(table)}`] : []),
    ...(table && policy ? [`POLICY ${policy} ON ${draw.ref(table)}`] : []),
    ...(statistics ? [`STATISTICS ${draw.ref(statistics)}`] : []),
    ...(event ? [`EVENT TRIGGER ${event}`] : []),
    ...(extension ? [`EXTENSION "${extension.name}"`] : []),
    ...(operator ? [`OPERATOR ${operator.schema}.${operator.name} (${operator.left}, ${operator.right})`] : []),
    ...(aggregate
      ? [`${aggregate.kind === 'a' ? 'AGGREGATE' : 'PROCEDURE'} ${draw.ref(aggregate)}(${aggregate.args})`]
      : []),
    ...(type?.kind === 'd' && type.constraints[0] !== undefined
      ? [`CONSTRAINT ${draw.id(type.constraints[0])} ON DOMAIN ${draw.ref(type)}`]
      : []),
  ]);
  return what && `COMMENT ON ${what} IS ${random.pick("'one'", "'two'", "'three'", 'NULL')}`;
}

function publication(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  const known = random.one(draw.state.publications);
  if (known !== undefined && random.chance(0.6)) {
    return random.pick(
      `DROP PUBLICATION ${draw.ifExists()}${known}`,
      table
        ? `ALTER PUBLICATION ${known} ADD TABLE ${draw.ref(table)}`
        : `ALTER PUBLICATION ${known} SET (publish = 'insert')`,
      table ? `ALTER PUBLICATION ${known} SET TABLE ${draw.ref(table)}` : `ALTER PUBLICATION ${known} RENAME TO pub2`,
      `ALTER PUBLICATION ${known} RENAME TO ${random.pick('pub1', 'pub2')}`,
    );
  }
  return `CREATE PUBLICATION ${random.pick('pub1', 'pub2')}${random.pick('', ` FOR TABLES IN SCHEMA ${draw.schema()}`, ' FOR ALL TABLES', table ? ` FOR TABLE ${draw.ref(table)}` : '')}`;
}

function temporary(draw: Draw): string[] | undefined {
  const { random } = draw;
  const source = draw.source();
  const target = draw.relation('r');
  const text = target && draw.column(target, ({ type }) => type === 'text');
  if (source === undefined || target === undefined || text === undefined) return undefined;
  const name = random.pick('tmp', 'a', 'b');
  return [
    `CREATE TEMP TABLE ${name}${random.perhaps(0.3, ' ON COMMIT DROP')} AS SELECT count(*) AS n FROM ${draw.ref(source)}`,
    `INSERT INTO ${draw.id(target.schema)}.${draw.id(target.name)} (${draw.id(text.name)}) SELECT n::text FROM ${random.perhaps(0.4, 'pg_temp.')}${name}`,
  ];
}

function prepared(draw: Draw): string[] | undefined {
  const target = draw.relation('r');
  const text = target && draw.column(target, ({ type }) => type === 'text');
  const source = draw.source();
  if (target === undefined || text === undefined || source === undefined) return undefined;
  return draw.random.pick<string[]>(
    [
      `PREPARE put(text) AS INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) VALUES ($1 || (SELECT count(*) FROM ${draw.ref(source)}))`,
      `EXECUTE put('p')`,
      'DEALLOCATE put',
    ],
    [`DECLARE cur CURSOR FOR SELECT * FROM ${draw.ref(source)}`, 'FETCH 1 FROM cur', 'CLOSE cur'],
    [
      'SELECT pg_advisory_xact_lock(42)',
      `LOCK TABLE ${draw.ref(target)} IN ${draw.random.pick('SHARE', 'EXCLUSIVE')} MODE`,
    ],
    [
      `SET ${draw.random.pick('LOCAL ', '')}check_function_bodies = off`,
      `CREATE OR REPLACE FUNCTION ${draw.ref({ schema: draw.schema(), name: 'k' })}(int) RETURNS int LANGUAGE sql AS $$ SELECT count(*)::int FROM ${draw.ref(draw.place())} $$`,
    ],
    [
      'SET LOCAL session_replication_role = replica',
      `INSERT INTO ${draw.ref(target)} (${draw.id(text.name)}) VALUES ('quiet')`,
    ],
  );
}

export const others: Family = {
  name: 'others',
  kinds: [
    {
      name: 'create schema',
      weight: 1.5,
      make: (draw) => `CREATE SCHEMA ${draw.ifNotExists(0.6)}${draw.id(draw.random.pick(...SCHEMAS, 'ext', 'app2'))}`,
    },
    {
      name: 'rename or drop schema',
      weight: 0.6,
      make: (draw) => {
        const schema = draw.random.one(draw.state.schemas.filter((name) => name !== 'public'));
        return (
          schema &&
          draw.random.pick(
            `ALTER SCHEMA ${schema} RENAME TO ${draw.random.pick('app', 'audit', 'app2')}`,
            `DROP SCHEMA ${draw.ifExists()}${schema} CASCADE`,
            `DROP SCHEMA IF EXISTS ${schema}`,
          )
        );
      },
    },
    {
      name: 'create extension',
      weight: 2,
      make: (draw) => {
        const where = draw.random.perhaps(0.4, ` ${draw.random.perhaps(0.5, 'WITH ')}SCHEMA ${draw.schema()}`);
        return `CREATE EXTENSION ${draw.ifNotExists(0.8)}"${draw.random.pick(...EXTENSIONS)}"${where}${draw.random.perhaps(0.1, ' CASCADE')}`;
      },
    },
    { name: 'use extension', weight: 3, make: useExtension },
    {
      name: 'alter or drop extension',
      weight: 1,
      make: (draw) => {
        const extension = draw.random.one(draw.state.extensions);
        return (
          extension &&
          draw.random.pick(
            `DROP EXTENSION ${draw.ifExists()}"${extension.name}"${draw.cascade(0.6)}`,
            `ALTER EXTENSION "${extension.name}" SET SCHEMA ${draw.schema()}`,
          )
        );
      },
    },
    { name: 'comment', weight: 2.5, make: comment },
    {
      name: 'statistics',
      weight: 1,
      make: (draw) => {
        const known = draw.random.one(draw.state.statistics);
        if (known !== undefined && draw.random.chance(0.4))
          return draw.random.pick(
            `DROP STATISTICS ${draw.ifExists()}${draw.ref(known)}`,
            `ALTER STATISTICS ${draw.ref(known)} RENAME TO ${draw.id(draw.name())}`,
            `ALTER STATISTICS ${draw.ref(known)} SET SCHEMA ${draw.schema()}`,
            `ALTER STATISTICS ${draw.ref(known)} SET STATISTICS 50`,
          );
        const table = draw.relation('r', 'm');
        const [one, other] = table ? draw.random.some(table.columns, 2) : [];
        const called = draw.random.chance(0.3)
          ? draw.routine(({ kind, immutable, args }) => kind === 'f' && immutable && args === 'integer')
          : undefined;
        const number = table && draw.column(table, ({ type }) => type === 'integer');
        if (table !== undefined && called !== undefined && number !== undefined)
          return `CREATE STATISTICS ON (${draw.ref(called)}(${draw.id(number.name)})) FROM ${draw.ref(table)}`;
        return (
          table &&
          one &&
          other &&
          `CREATE STATISTICS ${draw.random.chance(0.6) ? `${draw.ifNotExists()}${draw.ref(draw.place())} ` : ''}ON ${draw.id(one.name)}, ${draw.id(other.name)} FROM ${draw.ref(table)}`
        );
      },
    },
    { name: 'publication', weight: 1, make: publication },
    { name: 'temporary table', weight: 1, make: temporary },
    {
      name: 'search_path changed midway',
      weight: 0.6,
      make: (draw) => {
        const path = draw.random.some(draw.state.schemas, 2);
        draw.path = path;
        return path.length === 0
          ? undefined
          : `SET ${draw.random.perhaps(0.3, 'LOCAL ')}search_path = ${path.join(', ')}`;
      },
    },
    { name: 'state of the session', weight: 1.2, make: prepared },
  ],
};
