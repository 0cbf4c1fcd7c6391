/** Which loops go by the order of their rows: one round finds what those before have done, or the last row is used later. */
import { describe, expect, it } from '@jest/globals';
import { graphOf } from './sets.ts';

const TABLES = `
  CREATE TABLE s (id int PRIMARY KEY, x text);
  CREATE TABLE plain (s int);
  CREATE TABLE other (s int);
  CREATE TABLE pos (id int, p int);
  CREATE FUNCTION next_pos() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.p := (SELECT max(p) + 1 FROM pos); RETURN NEW; END $$;
  CREATE TRIGGER t BEFORE INSERT ON pos FOR EACH ROW EXECUTE FUNCTION next_pos();
  CREATE TABLE sorted (id int, p int);
  CREATE FUNCTION next_sorted() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN SELECT p + 1 INTO NEW.p FROM sorted ORDER BY p DESC LIMIT 1; RETURN NEW; END $$;
  CREATE TRIGGER t BEFORE INSERT ON sorted FOR EACH ROW EXECUTE FUNCTION next_sorted();
  CREATE TABLE numbered (id int, p bigint);
  CREATE FUNCTION how_many() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM numbered';
  ALTER TABLE numbered ALTER p SET DEFAULT how_many();
  CREATE FUNCTION left(int) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM plain';
  CREATE VIEW shown AS SELECT s FROM other;
  CREATE RULE r AS ON INSERT TO shown DO INSTEAD INSERT INTO other SELECT max(s) + NEW.s FROM other;
  INSERT INTO s VALUES (1, 'a'), (2, 'b');
`;
const UPDATE = "UPDATE s SET x = 'c' WHERE id = 1";
const FILL = 'INSERT INTO plain VALUES (r.id);';
const loop = (body: string, after = '', rows = 'SELECT id FROM s') =>
  `DO $$ DECLARE r record; c CURSOR FOR SELECT id FROM s; BEGIN FOR r IN ${rows} LOOP ${body} END LOOP; ${after} END $$`;

async function placementOf(sql: string) {
  return (await graphOf([TABLES, UPDATE, sql])).nodes.at(-1)?.footprint.byPlacement;
}

describe('a loop', () => {
  it.each([
    ['whose trigger finds the rows before', loop('INSERT INTO pos VALUES (r.id);')],
    ['whose trigger finds the last of them', loop('INSERT INTO sorted VALUES (r.id);')],
    ['whose default counts them', loop('INSERT INTO numbered VALUES (r.id);')],
    ['over a cursor', loop('INSERT INTO pos VALUES (r.id);', '', 'c')],
    ['over what EXECUTE runs', loop('INSERT INTO pos VALUES (r.id);', '', "EXECUTE 'SELECT id FROM s'")],
    ["with a function called like one of PostgreSQL's", loop('INSERT INTO plain VALUES (left(r.id));')],
    ['whose rule finds the rows before', loop('INSERT INTO shown VALUES (r.id);')],
    ['that asks for them', loop(`IF NOT EXISTS (SELECT FROM plain WHERE s = r.id % 4) THEN ${FILL} END IF;`)],
    ['that adds to them', loop('INSERT INTO plain SELECT r.id FROM plain;')],
    ['that leaves some out', loop('INSERT INTO plain VALUES (r.id) ON CONFLICT DO NOTHING;')],
    ['that asks whether there was one', loop(`IF NOT FOUND THEN ${FILL} END IF;`)],
    ['whose last row is used', loop(FILL, FILL)],
    ['whose last row is given to EXECUTE', loop(FILL, "EXECUTE 'INSERT INTO plain VALUES ($1)' USING r.id;")],
    [
      'whose last row a cursor uses',
      `DO $$ DECLARE r record; n int; c CURSOR FOR SELECT r.id; BEGIN FOR r IN SELECT id FROM s LOOP ${FILL} END LOOP; OPEN c; FETCH c INTO n; INSERT INTO plain VALUES (n); END $$`,
    ],
    [
      'whose last row the next round of another uses',
      `DO $$ DECLARE r record; BEGIN FOR i IN 1..2 LOOP INSERT INTO plain VALUES (r.id); FOR r IN SELECT id FROM s LOOP ${FILL} END LOOP; END LOOP; END $$`,
    ],
    [
      'whose last row has another name',
      'DO $$ DECLARE n int; m ALIAS FOR n; BEGIN FOR n IN SELECT id FROM s LOOP INSERT INTO plain VALUES (n); END LOOP; INSERT INTO plain VALUES (m); END $$',
    ],
    [
      'whose last row the function gives',
      'CREATE FUNCTION f(OUT n int) LANGUAGE plpgsql AS $$ BEGIN FOR n IN SELECT id FROM s LOOP INSERT INTO plain VALUES (n); END LOOP; END $$; INSERT INTO plain SELECT f()',
    ],
    ['that is none: a trigger finds the last row before', 'INSERT INTO sorted SELECT id FROM s'],
  ])('goes by the order of its rows: %s', async (_about, sql) => {
    expect(await placementOf(sql)).toMatchObject({ table: 's' });
  });

  it.each([
    ['that only fills', loop(FILL)],
    ['that does so twice', loop(FILL, `FOR r IN SELECT id FROM s LOOP ${FILL} END LOOP;`)],
    ['that asks other tables', loop(`IF EXISTS (SELECT FROM other WHERE s = r.id) THEN ${FILL} END IF;`)],
    ['that takes rows of other tables', loop('INSERT INTO plain SELECT r.id + s FROM other;')],
    ['whose text reads like more', loop("INSERT INTO plain VALUES (length('select found from f(x) on conflict'));")],
    ['that chooses', loop(`CASE WHEN r.id > 1 THEN ${FILL} ELSE CONTINUE; END CASE;`)],
    ['that tells', loop(`RAISE NOTICE 'row %', r.id; ${FILL}`)],
  ])('does not: %s', async (_about, sql) => {
    expect(await placementOf(sql)).toBeUndefined();
  });
});
