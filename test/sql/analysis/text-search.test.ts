/** Text search configurations: what they make of a text hangs on their dictionaries, and on which of them is meant. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const ALTER = 'ALTER TEXT SEARCH CONFIGURATION k ALTER MAPPING FOR word WITH d';
const SETUP = `CREATE TABLE t (x text, v tsvector); CREATE TABLE other (x text);
  CREATE TEXT SEARCH DICTIONARY d (template = simple); CREATE TEXT SEARCH CONFIGURATION k (copy = simple);
  CREATE TABLE generated (x text, v tsvector GENERATED ALWAYS AS (to_tsvector('public.k', x)) STORED);
  CREATE TABLE indexed (x text); CREATE INDEX ON indexed USING gin (to_tsvector('k', x));
  CREATE TABLE filled (x text, v tsvector);
  CREATE TRIGGER f BEFORE INSERT ON filled FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(v, 'public.k', x);`;

describe('a text search configuration', () => {
  it.each([
    ['one that names it', "INSERT INTO t (v) VALUES (to_tsvector('k', 'a word'))"],
    ['one that takes that of the session', "INSERT INTO t (v) VALUES (to_tsvector('a word'))"],
    ['a match of two texts', "INSERT INTO other SELECT x FROM other WHERE x @@ 'word'"],
    ['a generated column', "INSERT INTO generated VALUES ('a word')"],
    ['an index', "INSERT INTO indexed VALUES ('a word')"],
    ['a trigger', "INSERT INTO filled VALUES ('a word')"],
    ['a copy', 'CREATE TEXT SEARCH CONFIGURATION l (copy = k)'],
    ['the end of its dictionary', 'DROP TEXT SEARCH DICTIONARY d'],
    ['another mapping', 'ALTER TEXT SEARCH CONFIGURATION k DROP MAPPING FOR word'],
  ])('keeps its mapping in order with %s', async (_, statement) => {
    expect(await ordered(SETUP, ALTER, statement)).toBe(true);
    expect(await reasonOf([SETUP, ALTER, statement])).toBeUndefined();
  });

  it("may be one of PostgreSQL's own", async () => {
    const alter = 'ALTER TEXT SEARCH CONFIGURATION english ALTER MAPPING FOR word WITH d, english_stem';
    expect(await order(SETUP, alter, "INSERT INTO t (v) VALUES (to_tsvector('english', 'words'))")).toBe('ordered');
  });

  it('is nothing to who asks none', async () => {
    expect(await order(SETUP, ALTER, "INSERT INTO other VALUES ('a word')")).toBe('independent');
  });
});
