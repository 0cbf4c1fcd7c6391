import { describe, expect, it } from '@jest/globals';
import { MessageError } from '../../src/postgres/session.ts';
import { lostConnection, transientReason } from '../../src/postgres/transient.ts';

function failure(code: string | undefined, message = 'x'): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code });
}

describe('transientReason', () => {
  it.each(['40001', '40P01', '55P03', '53300', '57P03', '08006', 'ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN'])(
    'gives a reason for %s',
    (code) => {
      expect(transientReason(failure(code))).toEqual(expect.any(String));
      expect(transientReason(new MessageError(failure(code), 2))).toEqual(expect.any(String));
    },
  );

  it.each(['23505', '42P01', '57014', '28P01', '53100', 'ENOTFOUND', 'ENOENT', 'EACCES', undefined])(
    'has none for %s',
    (code) => {
      expect(transientReason(failure(code))).toBeUndefined();
    },
  );

  it.each([
    ['XX000', 'tuple concurrently updated'],
    ['XX000', 'tuple concurrently deleted'],
    ['XX000', 'could not open relation with OID 16385'],
    ['XX000', 'cache lookup failed for function 16385'],
    ['42704', 'role 16385 was concurrently dropped'],
    ['42704', 'referenced schema was concurrently dropped'],
  ])('knows a catalog race by its message: %s, %s', (code, message) => {
    expect(transientReason(failure(code, message))).toEqual(expect.stringContaining('session'));
  });

  it.each([
    ['XX000', 'unexpected chunk number 1 (expected 0) for toast value 16385'],
    ['XX000', 'the word tuple concurrently updated'],
    ['42704', 'role "x" does not exist'],
  ])('takes no other failure with the code of one for it: %s, %s', (code, message) => {
    expect(transientReason(failure(code, message))).toBeUndefined();
  });

  it('takes a duplicate key for a race in the catalogs alone', () => {
    const duplicate = (schema: string) => Object.assign(failure('23505', 'duplicate key value'), { schema });
    expect(transientReason(duplicate('pg_catalog'))).toContain('same name');
    expect(transientReason(duplicate('public'))).toBeUndefined();
  });

  it('has none for what is no error at all', () => {
    expect(transientReason('ECONNREFUSED')).toBeUndefined();
    expect(transientReason(undefined)).toBeUndefined();
  });
});

describe('lostConnection', () => {
  it.each([
    ['57P01', true],
    ['08006', true],
    ['ECONNRESET', true],
    ['40P01', false],
    ['57014', false],
  ])('%s: %s', (code, lost) => {
    expect(lostConnection(failure(code))).toBe(lost);
  });

  it("knows the client library's own words", () => {
    expect(lostConnection(failure(undefined, 'Connection terminated unexpectedly'))).toBe(true);
    expect(lostConnection(failure(undefined, 'Client has encountered a connection error and is not queryable'))).toBe(
      true,
    );
    expect(lostConnection(failure(undefined, 'something else'))).toBe(false);
  });
});
