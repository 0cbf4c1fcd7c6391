/** Which changes of merged migrations are accepted: those that were named, in any of the ways in which people name them. */
import { describe, expect, it } from '@jest/globals';
import { withAccepted } from '../../src/graph/accepted-changes.ts';
import type { BaseConflict } from '../../src/graph/base-conflict.ts';

const conflict = (more: Partial<BaseConflict>): BaseConflict => ({
  ...{ kind: 'edited', severity: 'error', id: '1_a', path: 'db/1_a.sql', message: 'm', commands: ['git checkout'] },
  ...more,
});
const severities = (conflicts: readonly BaseConflict[], named: readonly string[]) =>
  withAccepted(conflicts, named, 'It is meant.').map(({ severity }) => severity);

describe('accepted changes', () => {
  it.each(['1_a', '1_a.sql', 'db/1_a.sql'])('are found as %s', (name) => {
    const gone = conflict({ kind: 'deleted', id: '1_a.sql', basePath: 'db/1_a.sql' });
    expect(severities([conflict({}), gone], [name])).toEqual(['warning', 'warning']);
  });

  it('are found by the directory that a migration is in', () => {
    const path = 'db/2024_init/migration.sql';
    expect(severities([conflict({ kind: 'deleted', id: 'migration.sql', path })], ['2024_init'])).toEqual(['warning']);
  });

  it('are of those that were named, and of changes only', () => {
    expect(severities([conflict({})], ['2_b', ''])).toEqual(['error']);
    expect(severities([conflict({ kind: 'version-taken' })], ['1_a'])).toEqual(['error']);
  });
});
