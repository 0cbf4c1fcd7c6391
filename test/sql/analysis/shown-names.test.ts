/** What a person is told in place of the stand-ins for names that nobody knows. */
import { describe, expect, it } from '@jest/globals';
import { withoutHoles } from '../../../src/sql/holes.ts';
import { graphOf, reasonOf } from './sets.ts';

const AB = 'CREATE TABLE a (id int, x int); CREATE TABLE b (id int, x int);';
/** Makes objects of which nobody knows what they are called. */
const DARK =
  "DO $$ DECLARE n record; BEGIN FOR n IN SELECT rolname FROM pg_roles LOOP EXECUTE format('CREATE SCHEMA %I', n.rolname); END LOOP; END $$";
const SEQUENCE =
  "DO $$ DECLARE y text; BEGIN FOR y IN SELECT date_part('year', now())::text FROM a LOOP EXECUTE 'CREATE SEQUENCE IF NOT EXISTS numbers_' || y; END LOOP; END $$";

describe('a name that is only known at run time', () => {
  it.each(['%I', '%I.%I', 'public.%I'])('is told as such in the reason why a migration is opaque: %s', async (name) => {
    // Somewhere there is a name as a value: so all that the record is used in is looked at.
    const setup = `${AB} CREATE TABLE named (object regclass)`;
    const each = `DO $$ DECLARE r record; BEGIN FOR r IN SELECT relname AS n FROM pg_class LOOP EXECUTE format('ALTER VIEW ${name} SET (security_invoker = true)', r.n, r.n); END LOOP; END $$`;
    expect(await reasonOf([setup, DARK, each])).toBe(
      'line 1 uses a relation whose name is only known at run time, and an earlier migration runs SQL with a name that is only known at run time',
    );
  });

  it('is told as such in what a migration touches', async () => {
    const { nodes } = await graphOf([AB, SEQUENCE]);
    const labels = nodes.flatMap(({ footprint }) => footprint.touches.map(({ label }) => label));
    expect(labels).toContain('a sequence whose name is only known at run time');
    expect(labels.filter((label) => label.includes('migrate_action'))).toEqual([]);
  });

  it.each([
    [
      'uses relation H, and an earlier migration',
      'uses a relation whose name is only known at run time, and an earlier migration',
    ],
    ['the indexes of materialized view s.H', 'the indexes of a materialized view whose name is only known at run time'],
    ['index numbers_H_seq', 'an index whose name is only known at run time'],
    ['the rows of H', 'the rows of something whose name is only known at run time'],
    ['the type name H', 'a type name that is only known at run time'],
    ['the name H', 'a name that is only known at run time'],
    ['table orders', 'table orders'],
  ])('is never shown as its stand-in: %s', (told, shown) => {
    expect(withoutHoles(told.replaceAll('H', 'migrate_action_hole_1'))).toBe(shown);
  });
});
