/** What the stub of the bundle is to a user, this is to tests: the process that GitHub's cache client runs in. */
import { fileURLToPath } from 'node:url';
import type { ClientProgram } from '../../src/cache/actions/client.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const CACHE_CLIENT: ClientProgram = {
  entry: file('cache-client-process.ts'),
  execArgv: ['--import', file('typescript.js')],
};
