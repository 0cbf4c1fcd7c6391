/** Kinds of dependency that an analysis might forget. Each has to be missed by some order of some set. */
import type { Touch } from '../../src/sql/footprint.ts';

export interface Mutation {
  readonly name: string;
  readonly forgets: (touch: Touch) => boolean;
}

function about(...kinds: readonly string[]): (touch: Touch) => boolean {
  return ({ resource }) => kinds.some((kind) => resource === kind || resource.startsWith(`${kind} `));
}

export const MUTATIONS: readonly Mutation[] = [
  { name: 'rows', forgets: about('rows') },
  { name: 'readers of rows', forgets: (touch) => about('rows')(touch) && touch.manner === 'read' },
  { name: 'relations', forgets: about('relation') },
  { name: 'readers of relations', forgets: (touch) => about('relation')(touch) && touch.manner === 'read' },
  { name: 'changes of relations', forgets: (touch) => about('relation')(touch) && touch.verb === 'alters' },
  { name: 'drops', forgets: ({ verb }) => verb === 'drops' },
  { name: 'names that are free', forgets: ({ verb }) => verb === 'names' },
  { name: 'names asked for in the catalogs', forgets: about('any') },
  { name: 'routines', forgets: about('routine') },
  { name: 'schemas', forgets: about('schema') },
  { name: 'roles', forgets: about('role') },
  { name: 'privileges', forgets: about('privileges') },
  { name: 'extensions', forgets: about('extension') },
  { name: 'operators', forgets: about('operator') },
  { name: 'publications', forgets: about('publication') },
  { name: 'statistics', forgets: about('statistics') },
  { name: 'constraint names', forgets: about('constraint') },
  { name: 'event triggers', forgets: about('event triggers', 'event trigger') },
  { name: 'default privileges', forgets: about('default privileges') },
  { name: 'the order of what adds up', forgets: ({ manner }) => manner === 'add' },
];
