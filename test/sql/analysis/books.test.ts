/** Migrations that change the table in which the tool keeps its books: every later one sets off what they put on it. */
import { describe, expect, it } from '@jest/globals';
import { whyOpaque } from '../../../src/graph/node.ts';
import { graphOf, reasonOf } from './sets.ts';

const options = { booksTable: 'public.books' };

/** What puts a trigger that runs this on the tool's table. */
function firing(body: string): string {
  return `CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN NULL; END $$;
    CREATE TRIGGER fire AFTER INSERT OR UPDATE ON books FOR EACH ROW EXECUTE FUNCTION fire();`;
}

describe('a record in a table that an earlier migration altered', () => {
  const both = async (altering: string, first: string, second: string) => {
    const graph = await graphOf(['CREATE TABLE log (x int)', altering, first, second], options);
    return (
      graph.nodes
        .slice(2)
        .map(whyOpaque)
        .find((reason) => reason !== undefined) ?? graph.ancestors.has(3, 2)
    );
  };

  it.each([
    ['a column', 'ALTER TABLE books ADD x int DEFAULT 1', false],
    ['a trigger that looks at nothing', firing("IF current_user = 'nobody' THEN RAISE 'no'; END IF;"), false],
    ['a trigger that reads a table', firing('PERFORM count(*) FROM log;'), false],
    ['a trigger that writes to a table', firing('INSERT INTO log VALUES (1);'), true],
    ['a trigger that looks at what is recorded', firing('PERFORM count(*) FROM books;'), /earlier migration altered/],
    ['a trigger that runs what nobody knows', firing('EXECUTE NEW.x;'), /put together at run time/],
    ['another name', 'ALTER TABLE books RENAME TO other', /earlier migration altered/],
  ])('of %s', async (_, altering, expected) => {
    const found = await both(altering, 'CREATE TABLE a ()', 'CREATE TABLE b ()');
    if (expected instanceof RegExp) expect(found).toMatch(expected);
    else expect(found).toBe(expected);
  });

  it('is ordered after changes of what it sets off', async () => {
    const altering = firing('PERFORM count(*) FROM log;');
    expect(await both(altering, 'INSERT INTO log VALUES (1)', 'CREATE TABLE b ()')).toBe(true);
    expect(await both(altering, 'DROP FUNCTION fire CASCADE', 'CREATE TABLE b ()')).toMatch(
      /in which the tool records/,
    );
  });
});

describe('the table in which the tool keeps its books', () => {
  const quoted = { booksTable: '"app"."Books"', schemas: ['app', 'other'] };

  it('is known by a quoted name, and so is its schema', async () => {
    expect(await reasonOf(['DROP TABLE IF EXISTS app."Books"'], quoted)).toMatch(/in which the tool records/);
    expect(await reasonOf(['DELETE FROM books'], { booksTable: '"public"."books"' })).toMatch(
      /in which the tool records/,
    );
  });

  it('may be granted, also with all tables of its schema', async () => {
    const grants = ['GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC', 'GRANT SELECT ON books TO PUBLIC'];
    for (const grant of grants) expect(await reasonOf([grant], options)).toBeUndefined();
    expect(await reasonOf([`${grants[1]}; SELECT FROM books`], options)).toMatch(/in which the tool records/);
    expect(await reasonOf([`${grants[1]}; ALTER TABLE books ADD x int`], options)).toMatch(/in which the tool records/);
  });

  it.each(['app', 'other'])('is made with schema %s, in which a path may put what comes next', async (schema) => {
    const graph = await graphOf(
      [`SET search_path = ${schema}, public; CREATE TABLE a ()`, `DROP TABLE ${schema}.a`],
      quoted,
    );
    expect(graph.nodes.map(whyOpaque)).toEqual([undefined, undefined]);
    expect(graph.dependencies).toEqual([[], [0]]);
  });
});
