/** Reads a plan and results, and makes one report of them. Nothing that is unreadable or missing is passed over in silence. */
import { isPlan, parsePlan, parsePlanOrWhy } from '../graph/plan-document.ts';
import type { Plan } from '../graph/plan.ts';
import { type Problem, UserError, usageError } from '../migration/problem.ts';
import { parseResult } from '../migration/result-document.ts';
import { mergeReport, type ReportInput, type ResultFile } from '../report/merge.ts';
import type { ReportModel } from '../report/report-model.ts';

export interface ReportFile {
  /** As a person knows it. */
  readonly name: string;
  /** Or why it could not be had. */
  readonly text: string | { readonly why: string };
}

export interface ReadFiles {
  readonly plan: Plan;
  readonly results: readonly ResultFile[];
}

/**
 * Tells plan and results apart by what they are.
 *
 * @throws UserError (usage) when there is not exactly one plan, or it is not valid
 */
export function readReportFiles(files: readonly ReportFile[]): ReadFiles {
  const plans = files.filter(({ text }) => typeof text === 'string' && looksLikePlan(text));
  const [plan, ...more] = plans;
  if (plan === undefined) throw noPlanAmong(files);
  if (more.length > 0 || typeof plan.text !== 'string')
    throw usageError('no-plan', `There is more than one plan: ${plans.map(({ name }) => name).join(', ')}.`, NAME_ONE);
  const results = files.filter((file) => file !== plan).map(asResult);
  return { plan: parsePlan(plan.text, plan.name), results };
}

const NAME_ONE = 'Name one plan and the results of its runs: report plan.json result-1.json result-2.json';

/** With what is wrong with each of them that is no result either. */
function noPlanAmong(files: readonly ReportFile[]): UserError {
  const none: Problem = { severity: 'error', code: 'no-plan', message: 'None of the files is a plan.', hint: NAME_ONE };
  return new UserError('usage', [none, ...files.filter((file) => 'unreadable' in asResult(file)).flatMap(whyNoPlan)]);
}

function whyNoPlan({ name, text }: ReportFile): readonly Problem[] {
  if (typeof text !== 'string') return [];
  try {
    const read = parsePlanOrWhy(text, name);
    return isPlan(read) ? [] : read.problems;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.slice(0, 1);
  }
}

export function asResult({ name, text }: ReportFile): ResultFile {
  if (typeof text !== 'string') return { name, unreadable: text.why };
  try {
    return { name, result: parseResult(text, name) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, unreadable: error.problems[0].message };
  }
}

export function report(files: readonly ReportFile[], more: Omit<ReportInput, 'plan' | 'results'> = {}): ReportModel {
  return mergeReport({ ...readReportFiles(files), ...more });
}

function looksLikePlan(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'matrix' in value;
  } catch {
    return false;
  }
}
