/** Files for a report among which there is no plan: each is told what is wrong with it. */
import { describe, expect, it } from '@jest/globals';
import { PLAN_VERSION } from '../../src/graph/plan.ts';
import { UserError } from '../../src/migration/problem.ts';
import { RESULT_VERSION } from '../../src/migration/result.ts';
import { readReportFiles } from '../../src/phases/report.ts';

function said(files: Readonly<Record<string, string>>): readonly string[] {
  try {
    readReportFiles(Object.entries(files).map(([name, text]) => ({ name, text })));
  } catch (error) {
    if (error instanceof UserError) return error.problems.map(({ message }) => message);
    throw error;
  }
  return [];
}

const SHARD = { plan: 'a'.repeat(64), postgres: '17', shard: 1, shards: 1, owned: [] };
const RESULT = JSON.stringify({ version: RESULT_VERSION, shard: SHARD, problems: [] });
const NONE = 'None of the files is a plan.';

describe('a report without a plan', () => {
  it('says which file is broken, and how', () => {
    expect(said({ 'result.json': RESULT })).toEqual([NONE]);
    expect(said({ 'plan.json': '{ "version": 2, "mat', 'result.json': RESULT })).toEqual([
      NONE,
      'plan.json is not a plan: it is no JSON.',
    ]);
    expect(said({ 'plan.json': '[]' })).toEqual([NONE, 'plan.json is not a plan: it has no version.']);
    expect(said({ 'plan.json': `{ "version": ${PLAN_VERSION}, "format": "plain" }` })).toEqual([
      NONE,
      expect.stringMatching(/^plan\.json is not a plan: at directory, /),
    ]);
  });

  it('says what a document says that stands in place of one', () => {
    const problems = [{ severity: 'error', code: 'x', message: 'There is no directory db.' }];
    const broken = JSON.stringify({ version: PLAN_VERSION, directory: 'db', problems });
    expect(said({ 'plan.json': broken })).toEqual([NONE, 'There is no directory db.']);
  });
});
