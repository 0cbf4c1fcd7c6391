import { describe, expect, it } from '@jest/globals';
import { split } from '../../src/sql/split.ts';
import { cannotRunInTransaction, frame, transactionControl } from '../../src/sql/transactions.ts';

function statements(text: string) {
  return split(text, 'a.sql').statements;
}

function only(text: string) {
  const [statement, ...more] = statements(text);
  if (statement === undefined || more.length > 0) throw new Error(`${text} is not one statement`);
  return statement;
}

function framed(text: string, mode: 'single' | 'message' | 'none') {
  const framing = frame(
    statements(text).map((statement) => ({ kind: 'statement', statement })),
    mode,
  );
  const texts = framing.steps.map(({ statement }) => statement.text);
  return framing.kind === 'transaction' ? texts : { because: framing.because, texts };
}

describe('cannotRunInTransaction', () => {
  it.each([
    ['CREATE INDEX CONCURRENTLY i ON t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['create unique /* a */ index concurrently if not exists i on t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['DROP INDEX CONCURRENTLY IF EXISTS i', 'DROP INDEX CONCURRENTLY'],
    ['REINDEX TABLE CONCURRENTLY t', 'REINDEX CONCURRENTLY'],
    ['REINDEX (VERBOSE, CONCURRENTLY) INDEX i', 'REINDEX CONCURRENTLY'],
    ['REINDEX (CONCURRENTLY true, TABLESPACE x) INDEX i', 'REINDEX CONCURRENTLY'],
    ['REINDEX DATABASE d', 'REINDEX DATABASE'],
    ['REINDEX (VERBOSE) SYSTEM', 'REINDEX SYSTEM'],
    ['REINDEX SCHEMA s', 'REINDEX SCHEMA'],
    ['VACUUM', 'VACUUM'],
    ['VACUUM (FULL, ANALYZE) t', 'VACUUM'],
    ['CREATE DATABASE d', 'CREATE DATABASE'],
    ['DROP DATABASE IF EXISTS d', 'DROP DATABASE'],
    ["CREATE TABLESPACE s LOCATION '/x'", 'CREATE TABLESPACE'],
    ['DROP TABLESPACE s', 'DROP TABLESPACE'],
    ['ALTER SYSTEM SET a = 1', 'ALTER SYSTEM'],
    ['ALTER DATABASE d SET TABLESPACE s', 'ALTER DATABASE … SET TABLESPACE'],
    ['CLUSTER', 'CLUSTER without a table'],
    ['CLUSTER (VERBOSE)', 'CLUSTER without a table'],
    ['CLUSTER VERBOSE', 'CLUSTER without a table'],
    ["CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p", 'CREATE SUBSCRIPTION with a replication slot'],
    [
      "CREATE SUBSCRIPTION s CONNECTION 'create_slot = false' PUBLICATION p WITH (connect = true)",
      'CREATE SUBSCRIPTION with a replication slot',
    ],
    ['DROP SUBSCRIPTION s', 'DROP SUBSCRIPTION'],
    ['ALTER TABLE s."t" DETACH PARTITION s.p CONCURRENTLY', 'ALTER TABLE … DETACH PARTITION … CONCURRENTLY'],
    ['ALTER SUBSCRIPTION s REFRESH PUBLICATION WITH (copy_data = false)', 'ALTER SUBSCRIPTION … REFRESH PUBLICATION'],
    ['ALTER SUBSCRIPTION s ADD PUBLICATION p', 'ALTER SUBSCRIPTION … ADD PUBLICATION with refresh'],
    ['ALTER SUBSCRIPTION s SET (failover = true)', 'ALTER SUBSCRIPTION … SET (failover)'],
    ["COMMIT PREPARED 'x'", 'COMMIT PREPARED'],
    ["ROLLBACK PREPARED 'x'", 'ROLLBACK PREPARED'],
    ['DISCARD ALL', 'DISCARD ALL'],
  ])('%s', (text, expected) => {
    expect(cannotRunInTransaction(only(text))).toBe(expected);
  });

  it.each([
    'CREATE INDEX i ON t (a) /* CONCURRENTLY */',
    "COMMENT ON INDEX i IS 'CREATE INDEX CONCURRENTLY'",
    'CREATE INDEX "CONCURRENTLY" ON t (a)',
    'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
    'REINDEX TABLE t',
    'REINDEX (CONCURRENTLY false) TABLE t',
    'REINDEX (VERBOSE) TABLE "CONCURRENTLY"',
    'CLUSTER t USING i',
    'CLUSTER "VERBOSE"',
    'ANALYZE',
    'DISCARD TEMP',
    'ALTER DATABASE d SET work_mem = 1',
    'ALTER TABLE t DETACH PARTITION p',
    'ALTER TABLE t DETACH PARTITION p FINALIZE',
    "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (enabled = false, create_slot = false)",
    "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (connect = 'off')",
    'ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)',
    'ALTER SUBSCRIPTION s SET (slot_name = NONE)',
    'ALTER SUBSCRIPTION s DISABLE',
    'CREATE TABLE vacuum_log (a int)',
    'COMMIT',
    'DROP INDEX i',
  ])('leaves %s alone', (text) => {
    expect(cannotRunInTransaction(only(text))).toBeUndefined();
  });
});

describe('transactionControl', () => {
  it.each([
    ['BEGIN', { kind: 'begin', plain: true }],
    ['begin work', { kind: 'begin', plain: true }],
    ['START TRANSACTION', { kind: 'begin', plain: true }],
    ['BEGIN ISOLATION LEVEL SERIALIZABLE', { kind: 'begin', plain: false }],
    ['START TRANSACTION READ ONLY', { kind: 'begin', plain: false }],
    ['COMMIT', { kind: 'end', plain: true }],
    ['END TRANSACTION', { kind: 'end', plain: true }],
    ['COMMIT AND CHAIN', { kind: 'end', plain: false }],
    ['ROLLBACK', { kind: 'end', plain: false }],
    ['ABORT', { kind: 'end', plain: false }],
    ["PREPARE TRANSACTION 'x'", { kind: 'end', plain: false }],
  ])('%s', (text, expected) => {
    expect(transactionControl(only(text))).toEqual(expected);
  });

  it.each([
    'SAVEPOINT a',
    'RELEASE a',
    'ROLLBACK TO a',
    'ROLLBACK WORK TO SAVEPOINT a',
    "COMMIT PREPARED 'x'",
    'PREPARE q AS SELECT 1',
    'DO $$ BEGIN COMMIT; END $$',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END',
  ])('is none of %s', (text) => {
    expect(transactionControl(only(text))).toBeUndefined();
  });
});

describe('frame', () => {
  it('puts a script in one transaction', () => {
    expect(framed('SELECT 1; SELECT 2', 'single')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(framed('SELECT 1; SELECT 2', 'message')).toEqual(['SELECT 1', 'SELECT 2']);
    expect(framed('SAVEPOINT a; SELECT 1; ROLLBACK TO a', 'single')).toHaveLength(3);
    expect(framed('', 'single')).toEqual([]);
  });

  it('puts none around a script that is to have none', () => {
    expect(framed('SELECT 1', 'none')).toEqual({ because: expect.any(String), texts: ['SELECT 1'] });
  });

  it.each(['single', 'message'] as const)('takes the place of a plain pair around a script (%s)', (mode) => {
    expect(framed('BEGIN; SELECT 1; SELECT 2; COMMIT', mode)).toEqual(['SELECT 1', 'SELECT 2']);
    expect(framed('START TRANSACTION; SELECT 1; END WORK', mode)).toEqual(['SELECT 1']);
    expect(framed('BEGIN; COMMIT', mode)).toEqual([]);
  });

  it.each([
    ['SELECT 1;\nBEGIN; COMMIT', 'BEGIN, a.sql:2'],
    ['BEGIN; SELECT 1;\nCOMMIT;\nSELECT 2', 'BEGIN, a.sql:1'],
    ['BEGIN ISOLATION LEVEL SERIALIZABLE; COMMIT', 'BEGIN, a.sql:1'],
    ['BEGIN; SELECT 1; ROLLBACK', 'BEGIN, a.sql:1'],
    ['SELECT 1;\n\nCOMMIT', 'COMMIT, a.sql:3'],
    ['BEGIN; COMMIT; BEGIN; COMMIT', 'BEGIN, a.sql:1'],
    ['BEGIN', 'BEGIN, a.sql:1'],
    ['COMMIT; BEGIN', 'COMMIT, a.sql:1'],
  ])('leaves the transactions of %j to the script', (text, place) => {
    expect(framed(text, 'single')).toEqual({
      because: expect.stringContaining(place),
      texts: statements(text).map((statement) => statement.text),
    });
    expect(framed(text, 'message')).toEqual(framed(text, 'single'));
  });

  it.each([
    ['CREATE INDEX CONCURRENTLY i ON t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['CALL p()', 'may commit'],
    ['DO $x$ BEGIN FOR i IN 1..2 LOOP COMMIT; END LOOP; END $x$', 'commits'],
    ["DO LANGUAGE plpgsql 'BEGIN RAISE ''x''; ROLLBACK AND CHAIN; END'", 'commits'],
  ])('leaves a lone %s as its message sends it', (text, because) => {
    expect(framed(text, 'message')).toMatchObject({ because: expect.stringContaining(because) });
    expect(framed(text, 'single')).toEqual([text]);
    expect(framed(`${text}; SELECT 1`, 'message')).toHaveLength(2);
  });

  it.each([
    "DO $$ BEGIN RAISE 'COMMIT;'; /* ROLLBACK; */ END $$",
    'DO $$ BEGIN PERFORM commit FROM t; END $$',
    'SELECT 1',
  ])('puts a lone %s in a transaction', (text) => {
    expect(framed(text, 'message')).toEqual([text]);
  });
});
