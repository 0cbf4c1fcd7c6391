/** What init SQL sets for the role or the database: the sessions of the migrations begin with it. */
import { describe, expect, it } from '@jest/globals';
import { whyOpaque } from '../../../src/graph/node.ts';
import { graphOf } from './sets.ts';

const SCHEMA = 'CREATE SCHEMA dd;';
const MIGRATIONS = [
  'CREATE TABLE dd.a (x int)',
  'CREATE TABLE IF NOT EXISTS a (x int, y int)',
  'CREATE TABLE dd.other ()',
];

async function after(init: string, migrations: readonly string[] = MIGRATIONS) {
  const { nodes, ancestors } = await graphOf([init, ...migrations], { user: 'postgres' }, 1);
  return { reasons: nodes.slice(1).map(whyOpaque), ordered: ancestors.has(2, 1), third: ancestors.has(3, 1) };
}

describe('a search_path that init SQL sets', () => {
  it.each([
    ['for the role', 'ALTER ROLE CURRENT_USER SET search_path = dd, public'],
    ['for the role by its name', 'ALTER ROLE postgres SET search_path = dd, public'],
    ['for the user', 'ALTER USER SESSION_USER SET search_path = dd, public'],
    ['for all roles', 'ALTER ROLE ALL SET search_path = dd, public'],
    ['for the role in a database', 'ALTER ROLE postgres IN DATABASE app SET search_path = dd, public'],
    ['for the database', 'ALTER DATABASE app SET search_path = dd, public'],
    [
      'for the database of the run',
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = dd, public', current_database()); END $$",
    ],
    [
      'for the role before the database',
      'ALTER ROLE postgres SET search_path = dd; ALTER DATABASE app SET search_path = public',
    ],
    [
      'for the database, after that of the role was reset',
      'ALTER ROLE postgres SET search_path = public; ALTER DATABASE app SET search_path = dd; ALTER ROLE postgres RESET search_path',
    ],
  ])('holds for the migrations, %s', async (_, setting) => {
    expect(await after(`${SCHEMA} ${setting};`)).toEqual({
      reasons: [undefined, undefined, undefined],
      ordered: true,
      third: false,
    });
  });

  it('is that again which RESET comes back to', async () => {
    const migrations = [MIGRATIONS[0] ?? '', `SET search_path = public; RESET search_path; ${MIGRATIONS[1]}`];
    expect(await after(`${SCHEMA} ALTER ROLE postgres SET search_path = dd;`, migrations)).toMatchObject({
      ordered: true,
    });
  });

  it.each([
    [
      'under a condition',
      'DO $$ BEGIN IF random() > 0.5 THEN ALTER ROLE postgres SET search_path = dd; END IF; END $$',
    ],
    [
      'to what only the run knows',
      "DO $$ BEGIN EXECUTE format('ALTER ROLE postgres SET search_path = %I', (SELECT nspname FROM pg_namespace LIMIT 1)); END $$",
    ],
    ['as another role', 'ALTER ROLE postgres SET role = somebody'],
  ])('makes the migrations opaque where it is set %s', async (_, setting) => {
    const { reasons } = await after(`${SCHEMA} CREATE ROLE somebody; ${setting};`);
    expect(reasons.every((reason) => reason !== undefined)).toBe(true);
  });

  it.each([
    ['another role', 'CREATE ROLE other; ALTER ROLE other SET search_path = dd'],
    ['its own session', 'SET search_path = dd'],
    [
      'nothing but memory',
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem = 1000', current_database()); END $$",
    ],
  ])('is nothing to them where it is for %s', async (_, setting) => {
    expect(await after(`${SCHEMA} ${setting};`)).toEqual({
      reasons: [undefined, undefined, undefined],
      ordered: false,
      third: false,
    });
  });

  it('holds for no session of the run where a migration sets it, which is not followed', async () => {
    const { reasons } = await after(SCHEMA, ['ALTER DATABASE app SET search_path = dd', 'CREATE TABLE x ()']);
    expect(reasons[0]).toMatch('changes settings of the database');
    expect(reasons[1]).toBeUndefined();
  });
});
