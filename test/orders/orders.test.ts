import { describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { loadParser } from '../../src/sql/parse.ts';
import { chain, freedom, graphOf, nothing, words } from './analysts.ts';
import { firstMismatch, onAll, prepareAll, tally } from './campaign.ts';
import { misnamedOf } from './catalogs.ts';
import { check, prepare, symptomOf } from './compare.ts';
import type { Outcome } from './generator.ts';
import { ours, Reading } from './ours.ts';
import { describeMismatch, shrink } from './shrink.ts';
import { withFiles } from '../support/files.ts';
import { withWorkbenches } from './with-workbenches.ts';
import { writtenSets } from './written.ts';

const SIZE = [12, 20] as const;
const seeds = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** The instruments have to be right before what they measure can be. */
describe('random sets and orders', () => {
  const workbenches = withWorkbenches(2);
  const files = withFiles();

  it('are the same for the same seed', async () => {
    const [one, other = one] = workbenches();
    const [first, second] = await Promise.all([
      prepare(one, 7, { migrations: SIZE }),
      prepare(other, 7, { migrations: SIZE }),
    ]);
    expect(first.migrations).toEqual(second.migrations);
    const different = await prepare(one, 8, { migrations: SIZE });
    expect(different.migrations).not.toEqual(first.migrations);
  });

  it('consist of statements of every kind, most of which the server takes', async () => {
    const outcomes = new Map<string, Outcome>();
    const sets = await prepareAll(workbenches(), seeds(1000, 20), { migrations: SIZE, outcomes });
    for (const { migrations } of sets) expect(migrations.length).toBeGreaterThanOrEqual(SIZE[0]);
    const sum = (field: 'drawn' | 'taken') => [...outcomes.values()].reduce((total, one) => total + one[field], 0);
    expect(sum('taken') / sum('drawn')).toBeGreaterThan(0.75);
    expect(outcomes.size).toBeGreaterThan(80);
  });

  it('give the same database in file order every time', async () => {
    const sets = await prepareAll(workbenches(), seeds(2000, 10), { migrations: SIZE });
    const symptoms = await onAll(workbenches(), sets, (workbench, { migrations }) =>
      symptomOf(
        workbench,
        migrations,
        migrations.map((_, position) => position),
      ),
    );
    expect(symptoms.filter((symptom) => symptom !== undefined)).toEqual([]);
    expect(freedom(graphOf(sets[0]?.migrations ?? [], chain)).free).toBe(0);
  });

  it('give another database in nearly every order when nothing is known of the dependencies', async () => {
    const sets = await prepareAll(workbenches(), seeds(3000, 12), { migrations: SIZE });
    const checks = await onAll(workbenches(), sets, (workbench, set) => check(workbench, set, nothing, 2));
    const { mismatches, freedom: part } = tally(checks);
    expect(part).toBe(1);
    expect(mismatches.length).toBeGreaterThanOrEqual(11);
  });

  it('can be made of SQL that was written for other ends', async () => {
    const [workbench] = workbenches();
    const file = path.join(await files.directory({ 'written.sql': WRITTEN }), 'written.sql');
    const analyst = await ours();
    const [set] = writtenSets([file], { parser: await loadParser(), analyst, setup: undefined, together: 1, seed: 1 });
    const { migrations } = (await set?.prepare(workbench)) ?? { migrations: [] };
    expect(migrations.flatMap(({ statements }) => statements)).toEqual([
      'CREATE TABLE t (a int)',
      'INSERT INTO t VALUES (1)',
      'CREATE TABLE seen_2 AS SELECT a FROM t',
      'CREATE TABLE seen_3 AS SELECT 1 AS one',
      'CREATE ROLE somebody',
    ]);
    // The role is gone again.
    expect(await set?.prepare(workbench)).toEqual(expect.objectContaining({ migrations }));
  });

  it('find names that an analysis does not know, and those that it takes to be there', async () => {
    const [workbench] = workbenches();
    const parser = await loadParser();
    const [one, other] = ['CREATE TABLE t (a int PRIMARY KEY)', 'CREATE TABLE t (a int UNIQUE)'].map((sql) => ({
      id: 'm01',
      statements: [sql],
    }));
    if (one === undefined || other === undefined) throw new Error('There are two.');
    const reading = new Reading(parser);
    const misled = {
      read: () => reading.read(other),
      get state() {
        return reading.state;
      },
    };
    const found = await misnamedOf(workbench, { migrations: [one] }, misled);
    expect(found.map((each) => each.split(',')[0])).toEqual([
      'constraint t_a_key of public.t is taken to be there',
      'relation public.t_a_key is taken to be there',
      'relation public.t_pkey is not known',
      'constraint t_pkey of public.t is not known',
    ]);
  });

  it('find what a look at the words misses, and reduce it to a few statements', async () => {
    const { seed, mismatch } = await firstMismatch(workbenches(), seeds(101, 30), { migrations: [15, 25] }, words);
    const [workbench] = workbenches();
    if (seed === undefined || mismatch === undefined) throw new Error('No set has shown it.');
    const small = await shrink(workbench, mismatch, words, 60);
    expect(small.migrations.length).toBeLessThanOrEqual(6);
    const said = describeMismatch(`seed ${seed}`, small);
    expect(said).toContain(`seed ${seed}, order `);
    expect(said).toContain(small.migrations[0]?.statements[0]);
    expect(await symptomOf(workbench, small.migrations, small.order)).toEqual(small.symptom);
  });
});

/** As PostgreSQL's regression tests are: with errors, psql's commands, data, and what only a session has. */
const WRITTEN = `\\set VERBOSITY terse
CREATE TEMP TABLE t (a int);
SELECT nothing FROM nowhere;
COPY t FROM stdin;
1
\\.
INSERT INTO t VALUES (1);
SELECT a FROM t;
SELECT 1 AS one \\gset
\\d t
DO LANGUAGE plperl 'unreadable';
BEGIN;
CREATE ROLE somebody;
ROLLBACK;
`;
