/**
 * The order in which test files run. Where Jest has run them before, it begins with those that took longest; on a fresh clone it goes by
 * the size of the files, and a small one that takes a minute may come last, when all other workers have nothing left to do.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import Sequencer from '@jest/test-sequencer';

/**
 * What takes longest, the longest first. Not `e2e/large`, which has limits of time: it shall run beside less.
 * To see what does: `npm test -- --json --outputFile=FILE`, which has the beginning and the end of each file.
 */
const LONG = [
  'histories/histories',
  'orders/analysis',
  'e2e/action-cache',
  'e2e/workflow-migrate',
  'orders/orders',
  'phases/reuse',
  'phases/refused-snapshots',
  'formats/commit-order',
  'e2e/action-installation',
  'phases/seed',
  'github/artifacts',
  'cache/actions-faults',
  'e2e/action-runs',
  'cache/actions-store',
  'phases/checkpoints',
  'orders/resumed',
].map((name) => {
  const file = path.join(import.meta.dirname, '..', `${name}.test.ts`);
  if (!existsSync(file)) throw new Error(`test/support/sequencer.js names ${file}, which is not there.`);
  return file;
});

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const others = super.sort([...tests]);
    const long = LONG.flatMap((file) => others.filter((test) => test.path === file));
    return [...long, ...others.filter((test) => !long.includes(test))];
  }
}
