/** Messages that speak of flags, as somebody reads them who writes workflows. */
import { describe, expect, it } from '@jest/globals';
import { inJob } from '../src/job-words.ts';

describe('a message in a job', () => {
  it.each([
    [
      'Say which: --format dbmate or --format node-pg-migrate.',
      'Say which: "format: dbmate" or "format: node-pg-migrate".',
    ],
    ['Give it one: --set schema=VALUE.', 'Give it one: "set: schema=VALUE".'],
    ['Use it, or another --format.', 'Use it, or another input "format".'],
    ['Pass --allow-non-empty if these may stay.', 'Pass input "allow-non-empty" if these may stay.'],
    ['Grant it CREATEDB, or leave --clones out.', 'Grant it CREATEDB, or leave input "clones" out.'],
    [
      'Start it with --health-cmd pg_isready and --shm-size=2g.',
      'Start it with --health-cmd pg_isready and --shm-size=2g.',
    ],
    ['See -- +goose Up and --table-of-others.', 'See -- +goose Up and --table-of-others.'],
  ])('%s', (hint, read) => {
    expect(inJob({ severity: 'error', code: 'x', message: 'M', hint })).toMatchObject({ message: 'M', hint: read });
  });

  it('quotes what others have written as they wrote it', () => {
    const problem = { severity: 'error', code: 'x', message: 'syntax error at or near "--table"' } as const;
    expect(inJob(problem)).toEqual(problem);
  });
});
