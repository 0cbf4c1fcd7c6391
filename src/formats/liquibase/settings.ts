/**
 * What Liquibase is told besides the changelog: which changesets to leave out, and the values of `${parameters}`.
 *
 * Rules, from https://docs.liquibase.com/concepts/changelogs/attributes/{contexts,labels,dbms}.html and changelogs/property-substitution,
 * `util/ExpressionMatcher.java`, `ContextExpression.java`, `LabelExpression.java`, `changelog/{ChangeLogParameters,ExpressionExpander}.java`,
 * `database/DatabaseList.java`: without contexts, or without a label filter, every changeset runs; the first definition of a parameter
 * counts, that of the command line before the environment's before the changelog's; a parameter without a value stays as it is written.
 * `liquibase.properties` is looked for in the directory and above it.
 */
import type { Directory } from '../directory.ts';
import type { FormatOptions } from '../format.ts';
import { parseProperties } from '../shared/properties.ts';

const FILE = 'liquibase.properties';

export interface LiquibaseSettings {
  readonly contexts: readonly string[];
  readonly labelFilter: string;
  /** The root changelog as the tool is given it, if it is. */
  readonly changelogFile: string | undefined;
  readonly parameters: Parameters;
}

export function hasLiquibaseProperties(directory: Directory): boolean {
  return directory.has(FILE) || directory.findAbove(FILE) !== undefined;
}

/** `--set` takes the tool's own option names (`contexts`, `label-filter`, `changelog-file`) and parameters. */
export function readLiquibaseSettings(directory: Directory, options: FormatOptions): LiquibaseSettings {
  const text = directory.has(FILE) ? directory.loose(FILE) : (directory.findAbove(FILE)?.text ?? '');
  const file = parseProperties(text);
  const settings = new Map<string, string>();
  const given = [...options.variables];
  const environment = Object.entries(options.env).flatMap(([name, value]): [string, string][] =>
    name.startsWith('LIQUIBASE_COMMAND_') && value !== undefined
      ? [[name.slice('LIQUIBASE_COMMAND_'.length), value]]
      : [],
  );
  for (const [name, value] of [...file, ...environment, ...given]) settings.set(plainName(name), value);
  const parameters = new Parameters();
  for (const [name, value] of given) parameters.define(name, value);
  for (const [name, value] of file)
    if (name.startsWith('parameter.')) parameters.define(name.slice('parameter.'.length), value);
  for (const [name, value] of Object.entries(options.env)) if (value !== undefined) parameters.define(name, value);
  return {
    contexts: (settings.get('contexts') ?? settings.get('contextfilter') ?? '')
      .split(',')
      .map((context) => context.trim().toLowerCase())
      .filter((context) => context !== ''),
    labelFilter: settings.get('labelfilter') ?? settings.get('labels') ?? '',
    changelogFile: settings.get('changelogfile'),
    parameters,
  };
}

const SETTINGS: ReadonlySet<string> = new Set(['contexts', 'contextfilter', 'labelfilter', 'labels', 'changelogfile']);

export function isLiquibaseSetting(name: string): boolean {
  return SETTINGS.has(plainName(name));
}

/** `changelog-file`, `changeLogFile` and `liquibase.command.changelogFile` are one. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^liquibase\.(?:command\.)?/, '')
    .replaceAll(/[-_]/g, '');
}

export class Parameters {
  readonly #global = new Map<string, string>();
  readonly #local = new Map<string, string>();

  /** The first definition counts. @param file where alone it holds, if not everywhere */
  define(name: string, value: string, file?: string): void {
    const [map, key] =
      file === undefined ? [this.#global, name.toLowerCase()] : [this.#local, `${file}\n${name.toLowerCase()}`];
    if (!map.has(key)) map.set(key, value);
  }

  expand(text: string, file: string): string {
    if (!text.includes('${')) return text;
    return text.replaceAll(/\$\{([^${}]*)\}/g, (whole, name: string) => {
      const key = name.trim().toLowerCase();
      const value = this.#local.get(`${file}\n${key}`) ?? this.#global.get(key);
      // A value may hold parameters of its own, but never itself.
      return value === undefined || value.includes(whole) ? whole : this.expand(value, file);
    });
  }
}

/** Whether a changeset of these contexts runs. */
export function contextMatches(expression: string | undefined, { contexts }: LiquibaseSettings): boolean {
  return expression === undefined || expression.trim() === '' || evaluate(expression.toLowerCase(), contexts);
}

/** Whether a changeset of these labels, separated by commas, runs. */
export function labelsMatch(labels: string | undefined, { labelFilter }: LiquibaseSettings): boolean {
  if (labelFilter.trim() === '' || labels === undefined || labels.trim() === '') return true;
  return evaluate(
    labelFilter.toLowerCase(),
    labels.split(',').map((label) => label.trim().toLowerCase()),
  );
}

/** Whether `postgresql` is among the databases of a definition such as `oracle,postgresql` or `!h2`. */
export function dbmsMatches(definition: string | undefined): boolean {
  const names = (definition ?? '').split(',').map((name) => name.trim().toLowerCase());
  const wanted = names.filter((name) => name !== '' && !name.startsWith('!'));
  if (names.includes('!postgresql') || wanted.includes('none')) return false;
  return wanted.length === 0 || wanted.includes('postgresql') || wanted.includes('all');
}

const OPERATOR = /\(|\)|,|!|@|\b(?:and|or|not)\b|[^\s(),!@]+/g;

/** `a or b and !c`, with `,` for `or`; without any items everything matches but what is required by `@`. */
function evaluate(expression: string, items: readonly string[]): boolean {
  const tokens = expression.match(OPERATOR) ?? [];
  let at = 0;
  const take = (...wanted: string[]): boolean => {
    const found = wanted.includes(tokens[at] ?? '');
    if (found) at += 1;
    return found;
  };
  const term = (): boolean => {
    if (take('!', 'not')) return items.length === 0 || !term();
    const required = take('@');
    if (required && take('!', 'not')) return !items.includes(tokens[at++] ?? '');
    if (take('(')) {
      const inner = either();
      take(')');
      return inner;
    }
    const name = tokens[at++] ?? '';
    return items.includes(name) || (!required && items.length === 0);
  };
  const both = (): boolean => {
    let result = term();
    while (take('and')) result = term() && result;
    return result;
  };
  const either = (): boolean => {
    let result = both();
    while (take('or', ',')) result = both() || result;
    return result;
  };
  return either();
}
