/** What tells this build of us from any other. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Written by the build, since to read all of the bundle takes longer than to plan a small set. */
const IDENTITY_FILE = 'identity';

/** @returns what the build wrote; undefined where nothing was built, as in tests */
export function identityOfBundle(directory = import.meta.dirname): string | undefined {
  try {
    return readFileSync(path.join(directory, IDENTITY_FILE), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** The hash of all files of a bundle: it is loaded in parts, each of which may be the only one that changed. */
export function hashOfBundle(directory: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(directory).sort()) {
    if (name === IDENTITY_FILE) continue;
    const content = readFileSync(path.join(directory, name));
    hash.update(`${name} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}
