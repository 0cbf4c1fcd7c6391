import { describe, expect, it } from '@jest/globals';
import { parseUrl, withDatabase } from '../../src/postgres/url.ts';

describe('parseUrl', () => {
  it('reads all parts', () => {
    expect(parseUrl('postgres://me:p%40ss@db.example:6543/shop?sslmode=disable')).toEqual({
      host: 'db.example',
      port: 6543,
      user: 'me',
      password: 'p@ss',
      database: 'shop',
    });
  });

  it('fills in what libpq would', () => {
    expect(parseUrl('postgresql://me@localhost')).toEqual({
      host: 'localhost',
      port: 5432,
      user: 'me',
      password: '',
      database: 'me',
    });
  });

  it('reads a socket directory', () => {
    expect(parseUrl('postgresql://postgres@/app?host=/tmp/x&port=5433')).toMatchObject({
      host: '/tmp/x',
      port: 5433,
      database: 'app',
    });
  });

  it.each(['', 'app', 'mysql://localhost/app', 'host=localhost dbname=app'])('is undefined for "%s"', (text) => {
    expect(parseUrl(text)).toBeUndefined();
  });
});

describe('withDatabase', () => {
  it.each([
    ['postgres://me:x@h:1/app?sslmode=disable', 'postgres://me:x@h:1/other?sslmode=disable'],
    ['postgres://me@h', 'postgres://me@h/other'],
    ['postgresql://me@/app?host=%2Ftmp', 'postgresql://me@/other?host=%2Ftmp'],
  ])('%s', (url, expected) => {
    expect(withDatabase(url, 'other')).toBe(expected);
  });
});
