/** What a lock that a migration holds means to everybody else. */
import type { Lock } from './report-model.ts';

export interface LockEffect {
  /** As PostgreSQL's documentation calls it: `ACCESS EXCLUSIVE`. */
  readonly name: string;
  /** Higher is stronger. */
  readonly strength: number;
  /** What waits while it is held; undefined where reads and writes go on. */
  readonly stops?: string | undefined;
}

/** The weakest first. */
const MODES: readonly (readonly [mode: string, name: string, stops?: string])[] = [
  ['AccessShareLock', 'ACCESS SHARE'],
  ['RowShareLock', 'ROW SHARE'],
  ['RowExclusiveLock', 'ROW EXCLUSIVE'],
  ['ShareUpdateExclusiveLock', 'SHARE UPDATE EXCLUSIVE'],
  ['ShareLock', 'SHARE', 'writes'],
  ['ShareRowExclusiveLock', 'SHARE ROW EXCLUSIVE', 'writes'],
  ['ExclusiveLock', 'EXCLUSIVE', 'writes'],
  ['AccessExclusiveLock', 'ACCESS EXCLUSIVE', 'reads and writes'],
];

export function lockEffect({ mode }: Lock): LockEffect {
  const strength = MODES.findIndex(([each]) => each === mode);
  const [, name = mode, stops] = MODES[strength] ?? [];
  return { name, strength, stops };
}

export function strongest(locks: readonly Lock[]): Lock | undefined {
  return locks.reduce<Lock | undefined>(
    (found, lock) => (found === undefined || lockEffect(lock).strength > lockEffect(found).strength ? lock : found),
    undefined,
  );
}
