/** The report where `plan` has made none: why, and what to do about it. */
import type { BrokenPlan } from '../graph/plan.ts';
import { inRepository } from './merge.ts';
import type { ReportLinks, ReportModel } from './report-model.ts';

export function reportWithoutPlan(broken: Omit<BrokenPlan, 'version'>, links: ReportLinks): ReportModel {
  const { directory, problems } = broken;
  return {
    directory,
    base: { of: 'unknown' },
    versions: [],
    newMigrations: [],
    failures: [],
    problems: problems
      .filter(({ severity }) => severity !== 'info')
      .map((problem) => ({ ...problem, path: problem.path && inRepository(broken, problem.path) })),
    conflicts: [],
    time: { nowMs: 0, savedMs: 0, spentMs: 0 },
    slowest: [],
    cacheLines: [],
    notes: [],
    links,
  };
}
