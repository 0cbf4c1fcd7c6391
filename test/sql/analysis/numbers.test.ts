/** Numbers that only the run knows, within SQL that is put together then. */
import { describe, expect, it } from '@jest/globals';
import { order, reasonOf } from './sets.ts';

const SETUP = 'CREATE TABLE t (x int); CREATE SEQUENCE s; CREATE TABLE names (x text);';
const block = (text: string) => `DO $$ BEGIN EXECUTE ${text}; END $$`;

describe('a number of the run', () => {
  it.each([
    "format('ALTER SEQUENCE s RESTART %s', (SELECT COALESCE(max(x), 0) + 1 FROM t))",
    "format('ALTER SEQUENCE s RESTART %1$s', (SELECT COALESCE((SELECT max(x) FROM t), 0)))",
    "'ALTER SEQUENCE s RESTART ' || (SELECT 2 * max(x) FROM t)",
  ])('names nothing: EXECUTE %s', async (text) => {
    expect(await order(SETUP, 'INSERT INTO t VALUES (1)', block(text))).toBe('ordered');
    expect(await order(SETUP, "INSERT INTO names VALUES ('a')", block(text))).toBe('independent');
  });

  it.each([
    "'DELETE FROM ' || (SELECT max(x) FROM names)",
    "'DELETE FROM ' || (SELECT COALESCE(max(x), 'names') FROM names)",
    "'DELETE FROM ' || (SELECT x - 1 FROM names)",
  ])('is not what may be a text: EXECUTE %s', async (text) => {
    expect(await reasonOf([SETUP, block(text)])).toMatch('put together at run time');
  });
});
