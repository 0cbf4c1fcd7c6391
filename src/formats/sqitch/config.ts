/**
 * Sqitch's configuration as far as it says where scripts lie and which variables they get.
 *
 * Rules, from its page `sqitch-config` and from `lib/App/Sqitch/Target.pm` and `Command/deploy.pm`. The syntax is that of Git's
 * configuration files. A setting is looked for in `[target "NAME"]`, then `[engine "pg"]`, then `[core]`. Only the project's own file
 * is read, not those of the user and the system.
 */
import path from 'node:path';
import { usageError } from '../../migration/problem.ts';

/** Values by section and key: `engine.pg.registry`. Sections and keys are in lower case, names in quotes as they are. */
export type Config = ReadonlyMap<string, string>;

/** Throws a usage error for a line that is none of Git's. */
export function parseConfig(text: string, file: string): Config {
  const config = new Map<string, string>();
  let section = '';
  text
    .replaceAll(/\\\r?\n/g, '')
    .split('\n')
    .forEach((line, index) => {
      const head = /^\s*\[\s*([-.\w]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]\s*/.exec(line);
      if (head !== null) {
        const name = head[2]?.replaceAll(/\\(.)/g, '$1');
        section = `${(head[1] ?? '').toLowerCase()}${name === undefined ? '' : `.${name}`}`;
      }
      const rest = head === null ? line : line.slice(head[0].length);
      if (/^\s*(?:[#;].*)?$/.test(rest)) return;
      const entry = /^\s*([A-Za-z_][-\w]*)\s*(?:=\s*(.*))?$/.exec(rest.trimEnd());
      if (entry === null || section === '') {
        throw usageError(
          'bad-config',
          `${file}:${index + 1} is not a line that Sqitch understands.`,
          'Write KEY = VALUE below a [section].',
        );
      }
      // Names of psql variables keep their case; Sqitch's own keys are written in lower case.
      config.set(`${section}.${entry[1] ?? ''}`, unquote(entry[2] ?? 'true'));
    });
  return config;
}

/** Without quotes and trailing comment, escapes resolved. */
function unquote(value: string): string {
  let result = '';
  let kept = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at] ?? '';
    if (char === '"') quoted = !quoted;
    else if (char === '\\') {
      at += 1;
      const escaped = value[at] ?? '';
      result += escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
    } else if (!quoted && (char === '#' || char === ';')) break;
    else result += char;
    if (quoted || !/\s/.test(char)) kept = result.length;
  }
  return result.slice(0, kept);
}

export interface Layout {
  /** Relative to the configuration file's directory. */
  readonly planFile: string;
  readonly deploy: string;
  readonly revert: string;
  readonly verify: string;
  readonly reworkedDeploy: string;
  readonly reworkedRevert: string;
  readonly reworkedVerify: string;
  readonly extension: string;
  readonly registry: string;
}

export function layoutOf(config: Config): Layout {
  const target = targetOf(config);
  const find = (key: string): string | undefined =>
    config.get(`target.${target}.${key}`) ?? config.get(`engine.pg.${key}`) ?? config.get(`core.${key}`);
  const top = find('top_dir') ?? '.';
  const reworkedTop = find('reworked_dir') ?? top;
  const scripts = (kind: string): string => find(`${kind}_dir`) ?? join(top, kind);
  const reworked = (kind: string): string =>
    find(`reworked_${kind}_dir`) ?? join(reworkedTop, find(`${kind}_dir`) ?? kind);
  return {
    planFile: find('plan_file') ?? join(top, 'sqitch.plan'),
    deploy: scripts('deploy'),
    revert: scripts('revert'),
    verify: scripts('verify'),
    reworkedDeploy: reworked('deploy'),
    reworkedRevert: reworked('revert'),
    reworkedVerify: reworked('verify'),
    extension: find('extension') ?? 'sql',
    registry: find('registry') ?? 'sqitch',
  };
}

/** The psql variables of a deployment: those of the configuration, later sections first, then the caller's. */
export function variablesOf(config: Config, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const sections = ['core', 'deploy', 'engine.pg', `target.${targetOf(config)}`];
  for (const section of sections) {
    const prefix = `${section}.variables.`;
    for (const [key, value] of config) if (key.startsWith(prefix)) variables.set(key.slice(prefix.length), value);
  }
  for (const [name, value] of given) variables.set(name, value);
  return variables;
}

/** The name of the target a plain `sqitch deploy` has; a database URI names none. */
function targetOf(config: Config): string {
  return config.get('core.target') ?? config.get('engine.pg.target') ?? '';
}

function join(folder: string, name: string): string {
  return path.posix.join(folder, name);
}
