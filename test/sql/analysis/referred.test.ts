/** Which statements about foreign keys to and of partitioned tables must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order } from './sets.ts';

const WHOLE = 'CREATE TABLE p (x int PRIMARY KEY) PARTITION BY LIST (x)';
const PARTED = `${WHOLE}; CREATE TABLE q PARTITION OF p FOR VALUES IN (3)`;
const REFERRED = `${PARTED}; CREATE TABLE c (x int REFERENCES p)`;
const REFERRING = 'CREATE TABLE p (x int PRIMARY KEY); CREATE TABLE c (x int REFERENCES p) PARTITION BY LIST (x)';
const constraintsOf = (table: string) =>
  `CREATE TABLE n AS SELECT count(*) FROM pg_constraint WHERE conrelid = '${table}'::regclass`;
const triggersOf = (table: string) =>
  `CREATE TABLE n AS SELECT count(*) FROM pg_trigger WHERE tgrelid = '${table}'::regclass`;

const ORDERED: readonly Case[] = [
  [
    'a row of a partition, and a row that refers to it',
    REFERRED,
    'INSERT INTO q VALUES (3)',
    'INSERT INTO c VALUES (3)',
  ],
  [
    'a row of a partition, and a key for rows that refer to it',
    `${PARTED}; CREATE TABLE c (x int); INSERT INTO c VALUES (3)`,
    'INSERT INTO q VALUES (3)',
    'ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p',
  ],
  [
    'a row of a partition, and a key that is validated',
    `${PARTED}; CREATE TABLE c (x int); ALTER TABLE c ADD FOREIGN KEY (x) REFERENCES p NOT VALID; INSERT INTO c VALUES (3)`,
    'INSERT INTO q VALUES (3)',
    'ALTER TABLE c VALIDATE CONSTRAINT c_x_fkey',
  ],
  [
    'a row of a partition, and a table whose rows refer to it that becomes a partition itself',
    `${PARTED}; CREATE TABLE c (x int REFERENCES p) PARTITION BY LIST (x); CREATE TABLE d (x int); INSERT INTO d VALUES (3)`,
    'INSERT INTO q VALUES (3)',
    'ALTER TABLE c ATTACH PARTITION d FOR VALUES IN (3)',
  ],
  ['a partition that goes, and the keys to it', REFERRED, 'DROP TABLE q', constraintsOf('c')],
  [
    'a partition that is detached, and the keys to it',
    REFERRED,
    'ALTER TABLE p DETACH PARTITION q',
    constraintsOf('c'),
  ],
  [
    'a partition that comes, and the keys to it',
    `${WHOLE}; CREATE TABLE c (x int REFERENCES p)`,
    'CREATE TABLE q PARTITION OF p FOR VALUES IN (3)',
    constraintsOf('c'),
  ],
  [
    'a key that may wait from now on, and the triggers of the other table',
    'CREATE TABLE p (x int PRIMARY KEY); CREATE TABLE c (x int REFERENCES p)',
    'ALTER TABLE c ALTER CONSTRAINT c_x_fkey DEFERRABLE',
    triggersOf('p'),
  ],
  [
    'a partition with a key, and the triggers of the other table',
    REFERRING,
    'CREATE TABLE d PARTITION OF c FOR VALUES IN (3)',
    triggersOf('p'),
  ],
  [
    'a partition with a key that is detached, and the end of a partition that it refers to',
    `${PARTED}; CREATE TABLE c (x int REFERENCES p) PARTITION BY LIST (x); CREATE TABLE d PARTITION OF c FOR VALUES IN (3)`,
    'ALTER TABLE c DETACH PARTITION d',
    'DROP TABLE q',
  ],
];

describe('keys and partitions', () => {
  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it('leave rows of tables that inherit free', async () => {
    const setup =
      'CREATE TABLE p (x int PRIMARY KEY); CREATE TABLE q () INHERITS (p); CREATE TABLE c (x int REFERENCES p)';
    expect(await order(setup, 'INSERT INTO q VALUES (3)', 'INSERT INTO c VALUES (3)')).toBe('independent');
  });
});
