/** SQL put together at run time in which a name holds that of the table it is about. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order, reasonOf } from './sets.ts';

const SET =
  'CREATE TABLE a (id int, at timestamp); CREATE TABLE b (id int, at timestamp);' +
  ' CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;';
/** For each table. */
const each = (statement: string, ...names: readonly string[]) =>
  `DO $$ DECLARE t text; r record; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP EXECUTE format('${statement}', ${names.join()}); END LOOP; END $$`;

const INDEXES = each('CREATE INDEX IF NOT EXISTS idx_%s_at ON %I (at)', 't', 't');
const TRIGGERS = each('CREATE TRIGGER %1$s_noted BEFORE UPDATE ON %1$I FOR EACH ROW EXECUTE FUNCTION noted()', 't');

describe('a name that holds that of its table', () => {
  it.each([
    ['an index', INDEXES],
    ['an index in quotes', each('CREATE UNIQUE INDEX "idx_%s" ON public.%I (id)', 't', 't')],
    ['an index named behind its table', each('create index %I_at_idx on %I (at)', 't', 't')],
    ['a trigger', TRIGGERS],
  ])('is known of %s', async (_, sql) => {
    expect(await reasonOf([SET, sql])).toBeUndefined();
    expect(await order(SET, sql, 'ALTER TABLE a ADD x int')).toBe('ordered');
    expect(await order(SET, 'ALTER TABLE a ADD x int', sql)).toBe('ordered');
  });

  it.each([
    ['an index', INDEXES, 'ALTER INDEX idx_a_at RENAME TO older'],
    [
      'an index of a table with a long name',
      `CREATE TABLE ${'o'.repeat(60)} (id int, at int); ${INDEXES}`,
      `DROP INDEX idx_${'o'.repeat(59)}`,
    ],
    ['a trigger', TRIGGERS, 'DROP TRIGGER a_noted ON a'],
  ])('is found by later ones: %s', async (_, sql, later) => {
    expect(await reasonOf([SET, sql, later])).toBeUndefined();
    expect(await order(SET, sql, later)).toBe('ordered');
  });

  it('leaves those of other tables alone', async () => {
    expect(await ordered([SET, INDEXES], 'DROP INDEX idx_b_at', 'ALTER TABLE a ADD x int')).toBe(false);
    expect(await ordered([SET, INDEXES], 'DROP INDEX idx_a_at', 'ALTER TABLE a ADD x int')).toBe(true);
  });
});

describe('a name that is not that of its table', () => {
  it.each([
    ['another text', each('CREATE INDEX idx_%s ON %I (at)', 'upper(t)', 't')],
    ['a table that needs quotes', `CREATE TABLE "Order" (at int); ${INDEXES}`],
    ['letters that are folded', each('CREATE INDEX "IDX_%s" ON %I (at)', 't', 't')],
    ['a table it refers to', each('ALTER TABLE %I ADD FOREIGN KEY (id) REFERENCES %s_old', 't', 't')],
    ['a table that is made', each('CREATE TABLE %s_old (LIKE %I)', 't', 't')],
  ])('is not known of %s', async (_, sql) => {
    expect(await reasonOf([SET, sql])).toMatch(/run time/);
  });
});
