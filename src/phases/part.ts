/** A part of what there is to do, as if it were all there is. */
import type { Work } from './work.ts';

/** @param isMember by id; the members are a closed set */
export function partOf<Whole extends Work>(work: Whole, isMember: (id: string) => boolean): Whole {
  const migrations = work.plan.migrations.filter(({ id }) => isMember(id));
  const others = work.plan.migrations.map(({ id }) => id).filter((id) => !isMember(id));
  const batches = work.plan.batches.map((batch) => batch.filter(isMember)).filter(({ length }) => length > 0);
  return {
    ...work,
    elsewhere: new Set([...(work.elsewhere ?? []), ...others]),
    plan: { ...work.plan, migrations, batches },
    runnables: work.runnables.filter(({ migration }) => isMember(migration.id)),
  };
}
