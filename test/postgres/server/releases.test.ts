import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/migration/problem.ts';
import { RELEASES, SUPPORTED_MAJORS, parseVersion, serverVersion } from '../../../src/postgres/server/releases.ts';

describe('parseVersion', () => {
  it('takes every supported major, and the exact builds we have', () => {
    for (const major of SUPPORTED_MAJORS) {
      expect(parseVersion(String(major))).toEqual({ major });
      const exact = serverVersion(RELEASES[major]);
      expect(parseVersion(` ${exact} `)).toEqual({ major, minor: Number(exact.slice(3)) });
    }
  });

  it.each(['13', '19', '17.1', '9.6', '17.', '017', '17-alpine', 'latest', ''])(
    'refuses %j and names what there is',
    (given) => {
      let error: unknown;
      try {
        parseVersion(given);
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(UserError);
      const [problem] = (error as UserError).problems;
      expect(problem).toMatchObject({ code: 'unsupported-postgres-version' });
      expect(problem.message).toContain(JSON.stringify(given));
      expect(problem.hint).toContain('14, 15, 16, 17, 18');
      expect(problem.hint).toContain(serverVersion(RELEASES[17]));
    },
  );
});

describe('the table of releases', () => {
  it('pins each package by a whole SHA-512, all different, and has every major for Linux', () => {
    const pins = SUPPORTED_MAJORS.flatMap((major) => Object.values(RELEASES[major].integrity));
    expect(new Set(pins).size).toBe(pins.length);
    for (const pin of pins) {
      expect(pin).toMatch(/^sha512-/);
      expect(Buffer.from(pin.slice(7), 'base64')).toHaveLength(64);
    }
    for (const major of SUPPORTED_MAJORS) {
      expect(RELEASES[major].package.startsWith(`${major}.`)).toBe(true);
      expect(RELEASES[major].integrity['linux-x64']).toBeDefined();
    }
  });
});
