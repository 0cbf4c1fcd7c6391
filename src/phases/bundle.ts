/** What tells this build of us from any other. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BUNDLE = 'index.js';

/** @returns the hash of the one file that holds all our code; undefined where there is no such file, as in tests */
export function identityOfBundle(): string | undefined {
  const file = fileURLToPath(import.meta.url);
  return path.basename(file) === BUNDLE ? hash('sha256', readFileSync(file)) : undefined;
}
