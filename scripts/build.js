/**
 * Builds `dist/`: one bundle, the stubs that call into it, PostgreSQL's parser as WebAssembly, and everybody's licences.
 * The result depends on the sources and the lock file only: built twice, it is the same byte for byte.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const tool = (name, ...args) =>
  execFileSync(process.execPath, [path.join('node_modules', name), ...args], { stdio: 'inherit' });

const BUNDLE = 'build/bundle';

/** Node reads one line of imports from each; nothing in the bundle runs by itself. */
const STUBS = {
  'cli.js': [
    '#!/usr/bin/env node',
    "import { runCli } from './index.js';",
    'process.exitCode = await runCli(process.argv.slice(2), process);',
  ],
  'action.js': ["import { runAction } from './index.js';", 'await runAction();'],
  'post.js': ["import { runPost } from './index.js';", 'await runPost();'],
};

const remove = (directory) => rmSync(directory, { recursive: true, force: true });
remove('build');
tool('typescript/bin/tsc', '-p', 'tsconfig.build.json');
tool(
  '@vercel/ncc/dist/ncc/cli.js',
  'build',
  'build/index.js',
  '-o',
  BUNDLE,
  '-m',
  '--license',
  'licenses.txt',
  '--no-cache',
  '-q',
);
copyFileSync('node_modules/libpg-query/wasm/libpg-query.wasm', path.join(BUNDLE, 'libpg-query.wasm'));
for (const [name, lines] of Object.entries(STUBS)) writeFileSync(path.join(BUNDLE, name), `${lines.join('\n')}\n`);
chmodSync(path.join(BUNDLE, 'cli.js'), 0o755);
// Whoever runs the bundle meanwhile finds the old one or the new one.
remove('dist');
renameSync(BUNDLE, 'dist');
