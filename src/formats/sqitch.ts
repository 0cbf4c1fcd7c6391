/**
 * Sqitch: changes in the order of `sqitch.plan`, each with a script in `deploy/` and perhaps one in `revert/` and `verify/`.
 *
 * Rules, from its pages `sqitch`, `sqitchtutorial`, `sqitch-config`, `sqitch-deploy`, `sqitch-rework`, and from `lib/App/Sqitch/Engine.pm`,
 * `Engine/pg.pm`, `Plan.pm`, `Plan/Change.pm` and `Target.pm`; the plan itself is read in `sqitch/plan.ts`:
 * - `sqitch.conf`, in the directory or above it, says where plan and scripts lie, relative to itself.
 * - The script of a change is its name; of one that was reworked later, its name and the tag before the rework: `users@v1.sql`.
 * - What a change requires must come before it in the plan, what it conflicts with must not. Requirements on other projects need
 *   those projects to be deployed and are refused.
 * - Scripts are run by psql, which stops at the first error, with the variables of the configuration and of `--set`. psql commits
 *   every statement by itself, hence the mode `none`; a script that begins with BEGIN has the mode `message`: the runner then takes
 *   a whole `BEGIN … COMMIT` for one transaction, to which the registry's rows are added, and leaves any other use of
 *   transactions as it is. The database is the same afterwards, except that no row can be missing after a crash.
 * - No two deploy scripts may be the same, byte for byte.
 *
 * `options.table` names another registry schema, by itself or as the schema of a table.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import type { ScriptNames } from '../migration/script-names.ts';
import { Scanner } from '../sql/scan.ts';
import type { Directory } from './directory.ts';
import type { Format, FormatOptions } from './format.ts';
import { describe } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { type Config, type Layout, layoutOf, parseConfig, variablesOf } from './sqitch/config.ts';
import { resolveDependencies } from './sqitch/dependencies.ts';
import { type Change, parsePlan, type Plan } from './sqitch/plan.ts';
import { registrySchema, sqitchBookkeeping } from './sqitch/registry.ts';

const CONFIG = 'sqitch.conf';
const PLAN = 'sqitch.plan';
/** The variable that Sqitch itself adds. */
const REGISTRY = 'registry';

export const sqitch: Format = {
  name: 'sqitch',
  tool: 'Sqitch',
  keepsSession: false,
  claim(directory) {
    if (directory.has(PLAN)) return { certainty: 'certain', evidence: PLAN };
    if (!directory.files.some((file) => file.endsWith('.plan'))) return undefined;
    const { layout } = findProject(directory, []);
    return directory.has(layout.planFile) ? { certainty: 'certain', evidence: layout.planFile } : undefined;
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const { config, layout } = findProject(directory, problems);
    const plan = readPlan(directory, layout.planFile, problems);
    const schema = registrySchema(layout.registry, options.table);
    const project: Project = {
      directory,
      layout,
      files: new Set(directory.files),
      variables: new Map([...variablesOf(config, options.variables), [REGISTRY, schema]]),
      given: options.variables,
    };
    const sources = nameScripts(plan, project).flatMap((source) => readSource(source, project, problems));
    const { placed, edges, problems: unresolved } = resolveDependencies(plan, sources, layout.planFile);
    problems.push(...unresolved, ...sameScripts(sources), ...unplanned(sources, project));
    const migrations = sources.map((source): Migration => {
      const { change, version, up } = source;
      const { directives, problems: wrong } = parseDirectives(up.text, up.path);
      problems.push(...wrong);
      return {
        id: version,
        version,
        description: change.note === '' ? describe(change.name) : change.note.replace(/\n[^]*/, ''),
        path: up.path,
        up,
        down: source.down,
        verify: source.verify,
        dependsOn: edges.get(version) ?? [],
        directives,
      };
    });
    const names: ScriptNames = {
      folders: [...new Set([layout.deploy, layout.reworkedDeploy])],
      prefixes: [],
      separator: '',
      suffixes: [`.${layout.extension}`],
    };
    return { migrations, problems, bookkeeping: sqitchBookkeeping(plan, placed, schema), names };
  },
};

interface Project {
  readonly directory: Directory;
  readonly layout: Layout;
  readonly files: ReadonlySet<string>;
  readonly variables: ReadonlyMap<string, string>;
  /** Of the variables, those that the runner sets anyway. */
  readonly given: FormatOptions['variables'];
}

/** The configuration, and the layout with paths relative to the directory. */
function findProject(directory: Directory, problems: Problem[]): { config: Config; layout: Layout } {
  const own = directory.has(CONFIG) ? { path: CONFIG, text: directory.loose(CONFIG) } : undefined;
  const found = own ?? directory.findAbove(CONFIG);
  const config = found === undefined ? new Map<string, string>() : readConfig(found, problems);
  const engine = config.get('core.engine')?.trim() ?? 'pg';
  if (engine !== 'pg' && ![...config.keys()].some((key) => key.startsWith('engine.pg.'))) {
    problems.push({
      severity: 'error',
      code: 'other-engine',
      message: `${found?.path ?? CONFIG} is for Sqitch's engine "${engine}", not for PostgreSQL.`,
      hint: 'Name the directory of the PostgreSQL project.',
    });
  }
  const above = found === undefined || own !== undefined ? directory.root : path.dirname(found.path);
  const layout = layoutOf(config);
  const relative = (place: string): string => {
    const here = path.relative(directory.root, path.resolve(above, place));
    return here.split(path.sep).join('/');
  };
  const moved: Layout = {
    ...layout,
    planFile: relative(layout.planFile),
    deploy: relative(layout.deploy),
    revert: relative(layout.revert),
    verify: relative(layout.verify),
    reworkedDeploy: relative(layout.reworkedDeploy),
    reworkedRevert: relative(layout.reworkedRevert),
    reworkedVerify: relative(layout.reworkedVerify),
  };
  if (directory.has(moved.planFile) || !directory.has(PLAN)) return { config, layout: moved };
  // A configuration further up may be another project's; a plan in the directory itself is surely meant.
  return { config, layout: { ...layoutOf(new Map()), registry: layout.registry, extension: layout.extension } };
}

function readConfig(file: { path: string; text: string }, problems: Problem[]): Config {
  try {
    return parseConfig(file.text, file.path);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(...error.problems);
    return new Map();
  }
}

function readPlan(directory: Directory, planFile: string, problems: Problem[]): Plan {
  const nothing: Plan = { project: '', uri: undefined, changes: [] };
  if (!directory.has(planFile)) {
    problems.push({
      severity: 'error',
      code: 'missing-plan',
      message: `There is no plan ${planFile} in the directory.`,
      hint: 'Name the directory that holds sqitch.plan and the scripts.',
    });
    return nothing;
  }
  const text = readText(directory, planFile, problems);
  if (text === undefined) return nothing;
  const { plan, problems: wrong } = parsePlan(text, planFile);
  problems.push(...wrong);
  return plan ?? nothing;
}

interface NamedChange {
  readonly change: Change;
  /** The script's name without its extension, which tells reworked changes apart. */
  readonly version: string;
}

interface Source extends NamedChange {
  readonly scriptHash: string;
  readonly up: Script;
  readonly down: Script | undefined;
  readonly verify: Script | undefined;
}

function nameScripts({ changes }: Plan, { layout, files }: Project): NamedChange[] {
  return changes.map((change) => {
    const names = change.reworkTags.map((tag) => `${change.name}@${tag}`);
    const version = names.find((name) => files.has(scriptPath(layout.reworkedDeploy, name, layout))) ?? names[0];
    return { change, version: version ?? change.name };
  });
}

function readSource({ change, version }: NamedChange, project: Project, problems: Problem[]): Source[] {
  const { directory, layout, files } = project;
  const isReworked = change.reworkTags.length > 0;
  const script = (folder: string): Script | undefined => {
    const file = scriptPath(folder, version, layout);
    const text = files.has(file) ? readText(directory, file, problems) : undefined;
    return text === undefined ? undefined : toScript(file, text, project);
  };
  const deploy = isReworked ? layout.reworkedDeploy : layout.deploy;
  const up = script(deploy);
  if (up === undefined) {
    const file = scriptPath(deploy, version, layout);
    if (!files.has(file)) problems.push(missingScript(change, file, layout.planFile));
    return [];
  }
  return [
    {
      change,
      version,
      scriptHash: createHash('sha1').update(directory.bytes(up.path)).digest('hex'),
      up,
      down: script(isReworked ? layout.reworkedRevert : layout.revert),
      verify: script(isReworked ? layout.reworkedVerify : layout.verify),
    },
  ];
}

function scriptPath(folder: string, name: string, { extension }: Layout): string {
  return `${folder === '' ? '' : `${folder}/`}${name}.${extension}`;
}

function missingScript({ name, line }: Change, file: string, planFile: string): Problem {
  const outside = file.startsWith('../');
  return {
    severity: 'error',
    code: outside ? 'outside-directory' : 'missing-script',
    message: `The change "${name}" has no deploy script ${file}${outside ? ', which lies outside the directory named' : ''}.`,
    path: planFile,
    line,
    hint: outside
      ? 'Name the directory that holds plan and scripts.'
      : 'Add the script, or take the change out of the plan.',
  };
}

function toScript(file: string, text: string, { variables, given }: Project): Script {
  const scanner = new Scanner(text, 'psql');
  const first = scanner.next() === 'word' ? text.slice(scanner.start, scanner.end).toUpperCase() : '';
  const transaction = first === 'BEGIN' || first === 'START' ? 'message' : 'none';
  // On the first line, so that lines stay the file's own.
  const settings = [...variables]
    .filter(([name]) => (name === REGISTRY || !given.has(name)) && uses(text, name))
    .map(([name, value]) => String.raw`\set ${name} ${psqlQuote(value)} `)
    .join('');
  const prefix = settings === '' ? '' : String.raw`${settings}\\ `;
  return { path: file, text: `${prefix}${text}`, line: 1, transaction, dialect: 'psql' };
}

/** Whether `:name`, `:'name'`, `:"name"` or `:{?name}` occurs. */
function uses(text: string, name: string): boolean {
  return [`:${name}`, `:'${name}'`, `:"${name}"`, `:{?${name}}`].some((reference) => text.includes(reference));
}

function psqlQuote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n')}'`;
}

function sameScripts(sources: readonly Source[]): Problem[] {
  const first = new Map<string, string>();
  return sources.flatMap(({ scriptHash, up }): Problem[] => {
    const earlier = first.get(scriptHash);
    first.set(scriptHash, earlier ?? up.path);
    if (earlier === undefined) return [];
    return [
      {
        severity: 'error',
        code: 'duplicate-script',
        message: `${earlier} and ${up.path} are the same, and Sqitch knows scripts by their content.`,
        path: up.path,
        hint: 'Make them differ, if only in a comment.',
      },
    ];
  });
}

/** Deploy scripts that the plan does not name. */
function unplanned(sources: readonly Source[], { directory, layout }: Project): Problem[] {
  const planned = new Set(sources.map(({ up }) => up.path));
  return directory.files
    .filter(
      (file) => file.startsWith(`${layout.deploy}/`) && file.endsWith(`.${layout.extension}`) && !planned.has(file),
    )
    .map((file) => ({
      severity: 'info',
      code: 'ignored-file',
      message: `${file} is not in the plan, so Sqitch does not run it.`,
      path: file,
      hint: `Add it with "sqitch add" if it should run.`,
    }));
}
