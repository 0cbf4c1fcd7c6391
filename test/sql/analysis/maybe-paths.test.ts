/** What a search path is good for that may have been set, as by a function that a trigger runs. */
import { describe, expect, it } from '@jest/globals';
import { order, reasonOf } from './sets.ts';

const setting = (path: string) =>
  `CREATE TABLE a (id int); CREATE TABLE b (id int);
   CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN SET LOCAL search_path = ${path}; INSERT INTO b VALUES (1); RETURN NEW; END $$;
   CREATE TRIGGER note AFTER UPDATE ON a FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION note();`;
const UPDATE = 'UPDATE a SET id = 1';

describe('a search path that may have been set', () => {
  it.each(['pg_temp, public', 'public', '"$user", public', 'pg_temp, "$user", public'])(
    'finds the same where only temporary objects come first: %s',
    async (path) => {
      expect(await reasonOf([setting(path), `${UPDATE}; DELETE FROM b`])).toBeUndefined();
      expect(await order(setting(path), UPDATE, 'DELETE FROM b')).toBe('ordered');
    },
  );

  it.each(['pg_catalog, public', 'public, pg_temp', 'app, public', "''"])(
    'may find something else: %s',
    async (path) => {
      expect(await reasonOf([`CREATE SCHEMA app; ${setting(path)}`, UPDATE])).toMatch(
        /sets search_path under a condition/,
      );
    },
  );

  it('says not where something is made', async () => {
    const set = setting('pg_temp, public');
    const reason = /makes something behind a search_path that is set under a condition/;
    for (const sql of [
      'CREATE TABLE c (id int)',
      'CREATE VIEW c AS SELECT 1',
      'SELECT id INTO c FROM a',
      'CREATE TYPE c AS (x int)',
    ])
      expect(await reasonOf([set, `${UPDATE}; ${sql}`])).toMatch(reason);
    for (const sql of [
      'SET LOCAL search_path = public; COMMIT; CREATE TABLE c (id int)',
      'COMMIT; CREATE TABLE c (id int)',
    ])
      expect(await reasonOf([set, `BEGIN; ${UPDATE}; ${sql}`])).toMatch(reason);
    for (const sql of [
      'CREATE TABLE public.c (id int)',
      'CREATE INDEX ON a (id)',
      'SET search_path = public; CREATE TABLE c (id int)',
    ])
      expect(await reasonOf([set, `${UPDATE}; ${sql}`])).toBeUndefined();
  });

  it('is over with its session', async () => {
    expect(await reasonOf([setting('pg_temp, public'), UPDATE, 'CREATE TABLE c (id int)'])).toBeUndefined();
  });
});
