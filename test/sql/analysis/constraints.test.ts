/** Which statements about constraints, and the names that PostgreSQL gives to them, must keep their order. */
import { describe, expect, it } from '@jest/globals';
import { type Case, order } from './sets.ts';

const KEY = 'CREATE TABLE t (a int PRIMARY KEY); CREATE TABLE u (a int REFERENCES t, b int);';
const DIVIDED = `CREATE TABLE t (a int PRIMARY KEY) PARTITION BY LIST (a); CREATE TABLE u (a int REFERENCES t, b int);
  CREATE TABLE v (b int PRIMARY KEY);`;
const PARTITION = 'CREATE TABLE p PARTITION OF t FOR VALUES IN (1)';
const MANY = `${DIVIDED} ${Array.from({ length: 15 }, (_, index) => `CREATE TABLE p${index} PARTITION OF t FOR VALUES IN (${index + 10})`).join('; ')}`;

const ORDERED: readonly Case[] = [
  [
    'that one may wait, and the wish that it waits',
    KEY,
    'ALTER TABLE u ALTER CONSTRAINT u_a_fkey DEFERRABLE',
    'SET CONSTRAINTS u_a_fkey DEFERRED',
  ],
  [
    'the name of one, and the wish that it waits',
    KEY,
    'ALTER TABLE u RENAME CONSTRAINT u_a_fkey TO k',
    'SET CONSTRAINTS public.k DEFERRED',
  ],
  [
    'the name of a key, and that of a key that refers to a new partition',
    DIVIDED,
    PARTITION,
    'ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES v',
  ],
  [
    'the name of a check, and that of a key that refers to a new partition',
    DIVIDED,
    'ALTER TABLE u ADD CONSTRAINT u_a_fkey1 CHECK (a > 0)',
    PARTITION,
  ],
  [
    'the name of a check, and that of a key that refers to a new partition, from version 18 on',
    DIVIDED,
    'ALTER TABLE u ADD CONSTRAINT u_a_fkey_1 CHECK (a > 0)',
    PARTITION,
  ],
  [
    'the names of keys that refer to new partitions of two tables',
    `${DIVIDED} CREATE TABLE w (a int PRIMARY KEY) PARTITION BY LIST (a); ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES w;`,
    PARTITION,
    'CREATE TABLE q PARTITION OF w FOR VALUES IN (1)',
  ],
  [
    'the name of a table, and that of its key that refers to a new partition',
    DIVIDED,
    'ALTER TABLE u RENAME TO w',
    PARTITION,
  ],
  [
    'the name of a key of another table, and those of a key that refers to partitions',
    `${DIVIDED} ${PARTITION}; CREATE TABLE w (a int);`,
    'ALTER TABLE w ADD FOREIGN KEY (a) REFERENCES t',
    'CREATE TABLE x (CONSTRAINT w_a_fkey1 CHECK (true))',
  ],
  [
    'the name of a constraint of another table, and that of a key that refers to one more of many partitions',
    MANY,
    'CREATE TABLE x (CONSTRAINT u_a_fkey16 CHECK (true))',
    PARTITION,
  ],
  [
    'a cast, and a key between columns that can only be compared by it',
    `CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE moods (name text PRIMARY KEY); CREATE TABLE people (m mood);`,
    'CREATE CAST (mood AS text) WITH INOUT AS IMPLICIT',
    'ALTER TABLE people ADD FOREIGN KEY (m) REFERENCES moods (name)',
  ],
  [
    'a cast, and a key that refers to the type of a column by it',
    `CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE moods (m mood PRIMARY KEY); CREATE TABLE people (name text);`,
    'CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT',
    'ALTER TABLE people ADD FOREIGN KEY (name) REFERENCES moods',
  ],
];

const INDEPENDENT: readonly Case[] = [
  ['rows that refer to none of its rows, and a new partition', DIVIDED, PARTITION, 'INSERT INTO v VALUES (1)'],
];

describe('constraints', () => {
  it.each(ORDERED)('keep in order: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('ordered');
  });

  it.each(INDEPENDENT)('leave free: %s', async (_, setup, first, second) => {
    expect(await order(setup, first, second)).toBe('independent');
  });
});
