/** Whether a report fits, whatever is in it, and says what it leaves out. */
import { describe, expect, it } from '@jest/globals';
import {
  COMMENT_LIMIT_BYTES,
  renderComment,
  renderSummary,
  SUMMARY_LIMIT_BYTES,
} from '../../../src/report/comment/comment.ts';
import type { ReportModel } from '../../../src/report/report-model.ts';
import { parse } from '../../support/rendered-markdown.ts';
import { SCENARIOS } from '../../support/report-scenarios.ts';

const hostile = scenario('hostile-names');

function scenario(name: string): ReportModel {
  const found = SCENARIOS[name];
  if (found === undefined) throw new Error(`There is no scenario ${name}.`);
  return found;
}

/** Each list so many times as long, each text of it followed by a long one. */
function grown(model: ReportModel, times: number, tail: string): ReportModel {
  const longer = JSON.parse(JSON.stringify(model), (key, value: unknown) =>
    typeof value === 'string' &&
    ['id', 'message', 'hint', 'detail', 'path', 'why', 'label', 'relation', 'advice'].includes(key)
      ? `${value}${tail}`
      : value,
  ) as ReportModel;
  const repeated = <T>(list: readonly T[]) => Array.from({ length: times }, () => list).flat();
  return {
    ...longer,
    newMigrations: repeated(longer.newMigrations),
    failures: repeated(longer.failures),
    problems: repeated(longer.problems),
    conflicts: repeated(longer.conflicts),
    slowest: repeated(longer.slowest),
    cacheLines: repeated(longer.cacheLines),
    notes: repeated(longer.notes),
  };
}

describe('a report that grows', () => {
  it.each([
    [5, ''],
    [100, ''],
    [20, 'x'.repeat(500)],
    [20, '$'.repeat(5000)],
    [50, '|`<'.repeat(2000)],
  ])('%i times, with longer texts, fits', (times, tail) => {
    const model = grown(hostile, times, tail);
    const comment = renderComment(model, 100);
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(COMMENT_LIMIT_BYTES - 100);
    expect(comment).toMatch(/^### ❌ 2 migrations fail/);
    expect(comment).toContain('All of it is in [the job summary]');
    expect(Buffer.byteLength(renderSummary(model))).toBeLessThanOrEqual(SUMMARY_LIMIT_BYTES);
    const tree = parse(comment);
    expect('children' in tree && tree.children[0]?.type).toBe('heading');
  });

  it('loses the graph first, and says so', () => {
    const model = { ...scenario('two-new'), graph: { mermaid: 'x'.repeat(70_000), leftOut: 0 } };
    const comment = renderComment(model);
    expect(comment).toContain('Left out here, for want of room: the graph. All of it is in [the job summary]');
    expect(comment).toContain('gantt');
  });

  it('keeps what failed when rows have to go', () => {
    const many = scenario('many-new');
    const failed = many.newMigrations.map((migration, index) =>
      index === 77
        ? {
            ...migration,
            id: 'the_failing_one',
            runs: migration.runs.map((run) => ({ ...run, status: 'failed' as const })),
          }
        : migration,
    );
    const longNames = failed.map((migration) => ({ ...migration, path: `db/${'x'.repeat(300)}/${migration.id}` }));
    expect(renderComment({ ...many, newMigrations: [...longNames, ...longNames, ...longNames] })).toContain(
      '`the_failing_one`',
    );
  });
});
