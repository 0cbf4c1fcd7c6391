/** What the stub of the bundle is to a user, this is to tests: the process that GitHub's cache client runs in. */
import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import type { ClientProgram } from '../../src/cache/actions/client.ts';

const SOURCE = new URL('../../src/cache/actions/client-process.ts', import.meta.url);

/**
 * As text, and compiled here: a process that compiles what it loads asks another thread of its own for each of the client's hundreds of
 * modules, and takes twice as long to be ready. The text finds packages from the working directory.
 */
const { code } = transformSync(readFileSync(SOURCE, 'utf8'), {
  swcrc: false,
  jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
});

export const CACHE_CLIENT: ClientProgram = {
  entry: 'cache-client',
  execArgv: ['--input-type=module', '--eval', `${code}\nawait serveCacheClient();`],
};
