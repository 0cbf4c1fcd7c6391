/** What a lock that a migration holds means to everybody else. */
import { type Lock, strengthOf } from '../migration/lock.ts';

export interface LockEffect {
  /** As PostgreSQL's documentation calls it: `ACCESS EXCLUSIVE`. */
  readonly name: string;
  /** Higher is stronger. */
  readonly strength: number;
  /** What waits while it is held; undefined where reads and writes go on. */
  readonly stops?: string | undefined;
}

const STOPS: Readonly<Record<string, string>> = {
  ShareLock: 'writes',
  ShareRowExclusiveLock: 'writes',
  ExclusiveLock: 'writes',
  AccessExclusiveLock: 'reads and writes',
};

export function lockEffect({ mode }: Lock): LockEffect {
  const strength = strengthOf(mode);
  return { name: strength < 0 ? mode : documented(mode), strength, stops: STOPS[mode] };
}

/** `RowShareLock` → `ROW SHARE` */
function documented(mode: string): string {
  return mode
    .replace(/Lock$/, '')
    .replaceAll(/\B[A-Z]/g, ' $&')
    .toUpperCase();
}

export function strongest(locks: readonly Lock[]): Lock | undefined {
  return locks.reduce<Lock | undefined>(
    (found, lock) => (found === undefined || lockEffect(lock).strength > lockEffect(found).strength ? lock : found),
    undefined,
  );
}
