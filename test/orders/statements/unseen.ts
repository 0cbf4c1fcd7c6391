/** Statements that nobody can read before they run, and those that may find what such ones have made. */
import type { Draw, Family } from '../draw.ts';
import { perhaps } from './dynamic.ts';

/** Runs it, and no reader knows what. */
function hidden(draw: Draw, statement: string): string {
  const hex = Buffer.from(statement).toString('hex');
  const text = `convert_from(decode('${hex}', 'hex'), 'UTF8')`;
  return draw.random.pick(
    `DO $$ BEGIN EXECUTE ${text}; END $$`,
    `DO $$ DECLARE s text; BEGIN SELECT ${text} INTO s; EXECUTE s; END $$`,
    `DO $$ BEGIN EXECUTE ${text}; EXCEPTION WHEN OTHERS THEN NULL; END $$`,
  );
}

function statement(draw: Draw): string | undefined {
  const { random } = draw;
  const table = draw.relation('r', 'p');
  const column = table && draw.column(table);
  const place = draw.place();
  const domain = draw.type('d');
  const called = draw.routine(({ kind, args }) => kind === 'f' && args === 'integer');
  return random.one([
    `CREATE TABLE ${draw.made(place)} (id serial PRIMARY KEY, x int, y text)`,
    `CREATE TABLE ${draw.made()} (id serial, z int, y text)`,
    `CREATE SEQUENCE ${draw.made()}`,
    `CREATE VIEW ${draw.made()} AS SELECT ${random.between(1, 9)} AS x`,
    `CREATE TYPE ${draw.made()} AS ENUM ('new', 'old')`,
    `CREATE FUNCTION ${draw.id(draw.schema())}.f(int) RETURNS int LANGUAGE sql AS $f$ SELECT ${random.between(1, 9)} $f$`,
    `CREATE SCHEMA ${random.pick('app', 'audit')}`,
    `DROP TABLE IF EXISTS ${draw.ref(place)} CASCADE`,
    ...(domain && called
      ? [`ALTER DOMAIN ${draw.ref(domain)} ADD CHECK (${draw.ref(called)}(VALUE) IS NOT NULL)`]
      : []),
    ...(table && column
      ? [
          `CREATE INDEX ${random.perhaps(0.7, `${draw.id(draw.name())} `)}ON ${draw.ref(table)} (${draw.id(column.name)})`,
          `ALTER TABLE ${draw.ref(table)} ADD COLUMN ${random.pick('x', 'z', 'kind')} ${random.pick('int', 'text')}`,
          `ALTER TABLE ${draw.ref(table)} RENAME TO ${draw.id(draw.freeName(table.schema))}`,
          `ALTER TABLE ${draw.ref(table)} DROP COLUMN ${draw.id(column.name)}`,
          `ALTER TABLE ${draw.ref(table)} ADD CONSTRAINT ${draw.id(draw.name())} CHECK (true)`,
          `CREATE STATISTICS ${draw.ref(draw.place())} ON id, ${draw.id(column.name)} FROM ${draw.ref(table)}`,
          `CREATE TRIGGER t1 BEFORE UPDATE ON ${draw.ref(table)} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
        ]
      : []),
  ]);
}

/** It takes what is there, whoever made it. */
function unlessThere(draw: Draw): string | string[] | undefined {
  const { random } = draw;
  const place = draw.place();
  const table = draw.relation('r', 'p');
  const column = table && draw.column(table);
  const name = draw.id(random.pick('x', 'z', 'kind'));
  const own = draw.type('e');
  const domain = draw.type('d');
  return random.one<string | string[]>([
    `CREATE TABLE IF NOT EXISTS ${draw.ref(place)} (id serial PRIMARY KEY, x int, y text${random.perhaps(0.4, ', z int UNIQUE')})`,
    [
      `CREATE TABLE IF NOT EXISTS ${draw.ref(place)} (id serial, x int, y text)`,
      `INSERT INTO ${draw.ref(place)} (y) VALUES ('in')`,
    ],
    `CREATE SEQUENCE IF NOT EXISTS ${draw.ref(place)}`,
    `CREATE OR REPLACE VIEW ${draw.ref(place)} AS SELECT ${random.between(1, 9)} AS x`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${draw.ref(place)} AS SELECT ${random.between(1, 9)} AS x`,
    `CREATE OR REPLACE FUNCTION ${draw.id(draw.schema())}.f(int) RETURNS int LANGUAGE sql AS $$ SELECT ${random.between(10, 99)} $$`,
    `CREATE SCHEMA IF NOT EXISTS ${random.pick('app', 'audit')}`,
    `DROP TABLE IF EXISTS ${draw.ref(place)}`,
    `DROP INDEX IF EXISTS ${draw.ref(place)}`,
    `DROP VIEW IF EXISTS ${draw.ref(place)}`,
    `DROP SEQUENCE IF EXISTS ${draw.ref(place)}`,
    `DROP TYPE IF EXISTS ${draw.ref(place)}`,
    `ALTER TABLE IF EXISTS ${draw.ref(place)} RENAME TO ${draw.id(draw.name())}`,
    `ALTER INDEX IF EXISTS ${draw.ref(place)} RENAME TO ${draw.id(draw.name())}`,
    `ALTER TABLE IF EXISTS ${draw.ref(place)} ADD COLUMN IF NOT EXISTS ${name} int`,
    perhaps(draw, `CREATE TYPE ${draw.ref(place)} AS ENUM ('new', 'odd')`),
    ...(domain
      ? [
          [
            `CREATE TABLE IF NOT EXISTS ${draw.ref(place)} (id serial, x ${draw.ref(domain)}, y text)`,
            `INSERT INTO ${draw.ref(place)} (x) VALUES (${random.between(1, 9)})`,
          ],
        ]
      : []),
    ...(own ? [`ALTER TYPE ${draw.ref(own)} ADD VALUE IF NOT EXISTS 'odd'`] : []),
    ...(table && column
      ? [
          `CREATE INDEX IF NOT EXISTS ${draw.id(draw.name())} ON ${draw.ref(table)} (${draw.id(column.name)})`,
          `CREATE INDEX IF NOT EXISTS ${draw.id(draw.name())} ON ${draw.ref(table)} (${draw.id(column.name)})`,
          `ALTER TABLE ${draw.ref(table)} ADD COLUMN IF NOT EXISTS ${name} ${random.pick('int', 'text', 'int UNIQUE', 'serial')}`,
          `ALTER TABLE ${draw.ref(table)} DROP COLUMN IF EXISTS ${name}`,
          `ALTER TABLE ${draw.ref(table)} DROP CONSTRAINT IF EXISTS ${draw.id(draw.name())}`,
          `CREATE STATISTICS IF NOT EXISTS ${draw.ref(place)} ON id, ${draw.id(column.name)} FROM ${draw.ref(table)}`,
          `DROP TRIGGER IF EXISTS t1 ON ${draw.ref(table)}`,
          `DROP STATISTICS IF EXISTS ${draw.ref(place)}`,
          `CREATE TABLE IF NOT EXISTS ${draw.ref(place)} (LIKE ${draw.ref(table)} INCLUDING ALL)`,
          [
            `CREATE TABLE IF NOT EXISTS ${draw.ref(place)} ${table.kind === 'p' ? `PARTITION OF ${draw.ref(table)} DEFAULT` : `() INHERITS (${draw.ref(table)})`}`,
            `INSERT INTO ${draw.ref(place)} (${draw.id(column.name)}) VALUES (${draw.value(column.type)})`,
          ],
        ]
      : []),
  ]);
}

export const unseen: Family = {
  name: 'unseen',
  kinds: [
    {
      name: 'statement nobody can read',
      weight: 0.25,
      make: (draw) => {
        // All that is before and after such a migration hangs on it: what can happen in any order, happens after an early one.
        if (draw.random.chance(draw.state.relations.length / 12)) return undefined;
        const made = statement(draw);
        return made && hidden(draw, made);
      },
    },
    { name: 'made unless it is there', weight: 1.5, make: unlessThere },
  ],
};
