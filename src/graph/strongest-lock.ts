/** Of the locks that a migration held at its end, the one that keeps most others waiting. */
import { type Lock, strengthOf } from '../migration/lock.ts';
import type { Seen, SeenRelation } from './proof.ts';

interface Held {
  readonly relation: SeenRelation;
  readonly mode: string;
}

/** What it made itself nobody else can wait for. */
export function strongestLock({ relations }: Pick<Seen, 'relations'>): Lock | undefined {
  let strongest: Held | undefined;
  for (const relation of relations) {
    if (relation.change === 'created') continue;
    for (const mode of relation.modes) {
      if (strongest === undefined || isStronger({ relation, mode }, strongest)) strongest = { relation, mode };
    }
  }
  if (strongest === undefined) return undefined;
  const { mode, relation } = strongest;
  // What others know is the name before.
  const name = relation.was ?? relation.name;
  return { mode, relation: name.replace(/^public\./, '') };
}

/** Of equal ones that on a table, and then the first by name. */
function isStronger(a: Held, b: Held): boolean {
  const [strengthA, strengthB] = [strengthOf(a.mode), strengthOf(b.mode)];
  if (strengthA !== strengthB) return strengthA > strengthB;
  const [tableA, tableB] = [a, b].map(({ relation }) => relation.kind === 'table');
  return tableA === tableB ? a.relation.name < b.relation.name : tableA === true;
}
