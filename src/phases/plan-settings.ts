/** What a caller of `plan` may set: what runs may be set to, for several versions, and how much of it one job does. */
import path from 'node:path';
import { MOST_JOBS } from '../graph/shard-count.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import { type Major, SUPPORTED_MAJORS } from '../postgres/server/releases.ts';
import {
  DEFAULT_POSTGRES,
  type Label,
  parseSettings,
  type RawSettings,
  SETTING_NAMES,
  type SettingName,
  type Settings,
} from './settings.ts';

/** Settings of runs that are of the machine or the moment, and so are in no plan. */
const OF_ONE_RUN = [
  'postgres',
  'database-url',
  'client-prefix',
  'cache-dir',
  'port',
  'keep',
  'clones',
  'check-snapshot',
  'replay-every',
  'allow-non-empty',
] as const satisfies readonly SettingName[];
export const OF_ONE_RUN_NAMES: ReadonlySet<SettingName> = new Set(OF_ONE_RUN);

/** Those that runs take from the plan. */
const CARRIED = [...SETTING_NAMES.filter((name) => !OF_ONE_RUN_NAMES.has(name)), 'service-user' as const];

export const PLAN_SETTING_NAMES = ['shards', 'max-parallel', 'service-user'] as const;
export type PlanSettingName = (typeof PLAN_SETTING_NAMES)[number];
export type RawPlanSettings = RawSettings & Readonly<Partial<Record<PlanSettingName, string>>>;

export interface PlanSettings {
  /** As for a run on the first of the versions. */
  readonly settings: Settings;
  /** At least one, in the order in which they were named. */
  readonly versions: readonly Major[];
  readonly shards: number | 'auto';
  /** How many jobs run at the same time at most. */
  readonly maxParallel: number;
  /** Those that its runs take from the plan, as they were given. */
  readonly carried: Readonly<Record<string, string>>;
}

/** Paths in them have to be the same files in another checkout. */
const PATHS: readonly SettingName[] = ['init-sql', 'seed', 'seed-inputs'];

/** @throws UserError (usage) with all mistakes */
export function parsePlanSettings(directory: string, raw: RawPlanSettings, label: Label): PlanSettings {
  const problems: Problem[] = [];
  const complain = (name: string, what: string, hint: string) =>
    problems.push({ severity: 'error', code: 'bad-setting', message: `${label(name as SettingName)} ${what}.`, hint });
  const given = (name: keyof RawPlanSettings) => raw[name]?.trim() ?? '';
  const words = given('postgres')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const known = words.map((word) => SUPPORTED_MAJORS.find((major) => String(major) === word));
  words.forEach((word, index) => {
    if (known[index] === undefined)
      complain('postgres', `"${word}" is not a valid value`, `Allowed: ${SUPPORTED_MAJORS.join(', ')}.`);
  });
  const named = known.filter((major) => major !== undefined);
  const versions = named.length === 0 ? [DEFAULT_POSTGRES] : [...new Set(named)];
  const numberOf = (name: PlanSettingName, most: number, allowed: string): number | undefined => {
    const text = given(name);
    const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
    if (value >= 1 && value <= most) return value;
    complain(name, `"${text}" is not a valid value`, `Allowed: ${allowed}.`);
    return undefined;
  };
  const most = Math.floor(MOST_JOBS / versions.length);
  const isAuto = given('shards') === '' || given('shards') === 'auto';
  const why =
    versions.length === 1
      ? ''
      : `, as GitHub runs ${MOST_JOBS} jobs of a matrix at most, and there are ${versions.length} versions`;
  const shards = isAuto ? 'auto' : (numberOf('shards', most, `auto, or 1 to ${most}${why}`) ?? 'auto');
  const maxParallel =
    given('max-parallel') === '' ? MOST_JOBS : (numberOf('max-parallel', MOST_JOBS, `1 to ${MOST_JOBS}`) ?? MOST_JOBS);
  const user = given('service-user');
  const portable = Object.fromEntries(PATHS.map((name) => [name, asPortable(raw[name])]));
  const ofRun: RawSettings = { ...raw, ...portable, postgres: String(versions[0]) };
  const settings = collect(problems, () => parseSettings(asPortable(directory) ?? '', ofRun, label));
  const isSeeded = given('seed') !== '' || given('seed-command') !== '';
  if (shards !== 'auto' && shards > 1 && isSeeded)
    complain(
      'shards',
      `${shards} cannot be: a seed needs all migrations, and each shard has some`,
      'Leave out the seed, or set shards to 1.',
    );
  const [first, ...rest] = problems;
  if (first !== undefined || settings === undefined)
    throw new UserError(
      'usage',
      first === undefined
        ? [{ severity: 'error', code: 'bad-setting', message: 'The settings are not valid.' }]
        : [first, ...rest],
    );
  const carried = Object.fromEntries(
    CARRIED.flatMap((name) => {
      const text = name === 'service-user' ? user : (ofRun[name]?.trim() ?? '');
      return text === '' ? [] : [[name, text]];
    }),
  );
  return {
    settings: { ...settings, serviceUser: user === '' ? undefined : user },
    versions,
    shards: isSeeded ? 1 : shards,
    maxParallel,
    carried,
  };
}

function collect<T>(problems: Problem[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** Lines of paths, from the working directory where they lie within it. */
function asPortable(lines: string | undefined): string | undefined {
  return lines
    ?.split('\n')
    .map((line) => {
      const relative = path.relative(process.cwd(), line.trim());
      return path.isAbsolute(line.trim()) && !relative.startsWith('..') ? (relative === '' ? '.' : relative) : line;
    })
    .join('\n');
}
