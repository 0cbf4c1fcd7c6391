import { beforeAll, describe, expect, it } from '@jest/globals';
import { leavingOnes } from '../../src/graph/leaving.ts';
import { NO_DIRECTIVES } from '../../src/migration/directives.ts';
import { Analysis } from '../../src/sql/analysis/analysis.ts';
import { loadParser, type Parser } from '../../src/sql/parse.ts';
import { split } from '../../src/sql/split.ts';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

/** Places, from 1, of those that leave something. */
function leaving(...texts: readonly string[]): readonly number[] {
  const analysis = new Analysis(parser);
  const scripts = texts.map((text) => {
    const steps = split(text, 'a.sql').statements.map((statement) => ({ kind: 'statement' as const, statement }));
    return { steps, footprint: analysis.read(analysis.parse(steps), NO_DIRECTIVES) };
  });
  return [...leavingOnes(scripts)].map((place) => place + 1);
}

const ACTING = `CREATE TABLE users (id int);
CREATE FUNCTION act_as(who text) RETURNS text LANGUAGE sql AS $$ SELECT set_config('app.who', who, true) $$;`;

describe('leavingOnes', () => {
  it('has those that set something themselves', () => {
    expect(leaving('CREATE TABLE a ()', "SET app.who = 'me'", 'CREATE TABLE b ()', 'SELECT setseed(0)')).toEqual([
      2, 4,
    ]);
  });

  it('has those that call a function that does', () => {
    expect(leaving(ACTING, 'INSERT INTO users VALUES (1)', "SELECT act_as('me')")).toEqual([1, 3]);
  });

  it('has those that set off a trigger that does', () => {
    const trigger = `CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM act_as('me'); RETURN NULL; END $$;
      CREATE TRIGGER noting AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();`;
    expect(leaving(ACTING, 'CREATE TABLE a ()', trigger, 'INSERT INTO users VALUES (1)')).toContain(4);
  });

  it('has what nobody can read where anything of the kind is defined', () => {
    const unreadable = "DO $$ BEGIN EXECUTE (SELECT string_agg(query, ';') FROM queries); END $$";
    expect(leaving('CREATE TABLE queries (query text)', unreadable)).toEqual([]);
    expect(leaving('CREATE TABLE queries (query text)', ACTING, unreadable)).toEqual([2, 3]);
  });
});
