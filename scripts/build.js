/**
 * Builds `dist/`: one bundle, the stubs that call into it, PostgreSQL's parser as WebAssembly, and everybody's licences.
 * The result depends on the sources and the lock file only: built twice, it is the same byte for byte.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { minifySync } from '@swc/core';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const tool = (name, ...args) =>
  execFileSync(process.execPath, [path.join('node_modules', name), ...args], { stdio: 'inherit' });

const BUNDLE = 'build/bundle';

/**
 * By this name `pg` finds out that it runs on Node; where it is missing, on Node 20, it looks at what makes Node load its whole HTTP
 * client: 25 ms of each run.
 */
const NAVIGATOR = 'globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };';

/** Leaves out what nobody uses, as Node reads all of a part before it runs any; names of functions and classes stay, for stacks. */
const MINIFY = {
  module: true,
  compress: { defaults: false, dead_code: true, passes: 3, side_effects: true, toplevel: true, unused: true },
  mangle: { keep_classnames: true, keep_fnames: true },
};

/** Node reads one line of imports from each; nothing in the bundle runs by itself. */
const STUBS = {
  'cli.js': [
    '#!/usr/bin/env node',
    NAVIGATOR,
    "const { runCli } = await import('./index.js');",
    'process.exitCode = await runCli(process.argv.slice(2), process);',
  ],
  'action.js': [NAVIGATOR, "const { runAction } = await import('./index.js');", 'await runAction();'],
  'cache-client.js': ["import { serveCacheClient } from './index.js';", 'await serveCacheClient();'],
  'plan.js': [NAVIGATOR, "const { runPlanAction } = await import('./index.js');", 'await runPlanAction();'],
  'run.js': [NAVIGATOR, "const { runRunAction } = await import('./index.js');", 'await runRunAction();'],
  'report.js': [NAVIGATOR, "const { runReportAction } = await import('./index.js');", 'await runReportAction();'],
  'post.js': ["import { runPost } from './index.js';", 'await runPost();'],
};

const remove = (directory) => rmSync(directory, { recursive: true, force: true });
remove('build');
tool('typescript/bin/tsc', '-p', 'tsconfig.build.json');
tool('@vercel/ncc/dist/ncc/cli.js', 'build', 'build/index.js', '-o', BUNDLE, '--no-cache', '-q');
for (const name of readdirSync(BUNDLE).filter((file) => file.endsWith('index.js'))) {
  const part = path.join(BUNDLE, name);
  // So ncc asks for packages that are not there. A direct `eval` might use any name around it, which then all have to stay.
  const code = readFileSync(part, 'utf8').replaceAll('eval("require")', '(0, eval)("require")');
  writeFileSync(part, minifySync(code, MINIFY).code);
}
copyFileSync('node_modules/libpg-query/wasm/libpg-query.wasm', path.join(BUNDLE, 'libpg-query.wasm'));
writeFileSync(path.join(BUNDLE, 'licenses.txt'), licences());
for (const [name, lines] of Object.entries(STUBS)) writeFileSync(path.join(BUNDLE, name), `${lines.join('\n')}\n`);
chmodSync(path.join(BUNDLE, 'cli.js'), 0o755);
const { hashOfBundle } = await import('../build/phases/bundle.js');
writeFileSync(path.join(BUNDLE, 'identity'), `${hashOfBundle(BUNDLE)}\n`);
// Whoever runs the bundle meanwhile finds the old one or the new one.
remove('dist');
renameSync(BUNDLE, 'dist');
// GitHub calls workflows only where it looks for a repository's own.
for (const name of readdirSync('workflows'))
  copyFileSync(path.join('workflows', name), path.join('.github/workflows', name));

/** The licences of everything that is in the bundle: all production dependencies, by the lock file, and what the parser is made of. */
function licences() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const bundled = Object.keys(packages).filter((place) => place.startsWith('node_modules/') && !packages[place].dev);
  const sections = bundled.sort().map((place) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
    const file = readdirSync(place).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? `Licence: ${license}` : readFileSync(path.join(place, file), 'utf8').trim();
    return `${name} ${version}\n\n${text.replaceAll('\r\n', '\n')}\n`;
  });
  const parser =
    'libpg-query.wasm\n\nBuilt by libpg-query from libpg_query (BSD 3-Clause, https://github.com/pganalyze/libpg_query) and\n' +
    'PostgreSQL (PostgreSQL Licence, https://www.postgresql.org/about/licence/).\n';
  return [...sections, parser].join(`\n${'-'.repeat(80)}\n\n`);
}
