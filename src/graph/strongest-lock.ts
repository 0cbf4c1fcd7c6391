/** Of the locks that a migration held at its end, the one that keeps most others waiting. */
import type { Lock } from '../migration/result.ts';
import type { Seen, SeenRelation } from './proof.ts';

/** PostgreSQL's modes for relations, the weakest first. */
const MODES: readonly string[] = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
];

/** What it made itself nobody else can wait for. */
export function strongestLock({ relations }: Pick<Seen, 'relations'>): Lock | undefined {
  let strongest: { readonly relation: SeenRelation; readonly mode: string } | undefined;
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

interface Held {
  readonly relation: SeenRelation;
  readonly mode: string;
}

/** Of equal ones that on a table, and then the first by name. */
function isStronger(a: Held, b: Held): boolean {
  const [strengthA, strengthB] = [MODES.indexOf(a.mode), MODES.indexOf(b.mode)];
  if (strengthA !== strengthB) return strengthA > strengthB;
  const [tableA, tableB] = [a, b].map(({ relation }) => relation.kind === 'table');
  return tableA === tableB ? a.relation.name < b.relation.name : tableA === true;
}
