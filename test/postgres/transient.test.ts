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

  it('knows the catalog race by its message, as its code covers real defects too', () => {
    expect(transientReason(failure('XX000', 'tuple concurrently updated'))).toBeDefined();
    expect(transientReason(failure('XX000', 'cache lookup failed for relation 1'))).toBeUndefined();
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
    expect(lostConnection(failure(undefined, 'something else'))).toBe(false);
  });
});
