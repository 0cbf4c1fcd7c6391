/** Whether two migrations must keep their order, by what they touch alone. */
import { whyOpaque } from '../../../src/graph/node.ts';
import { conflict } from '../../../src/sql/footprint.ts';
import { graphOf } from './sets.ts';

/** What cannot be read keeps its order to everything; a setup that cannot be read says nothing about the other two. */
export async function ordered(setup: string | readonly string[], first: string, second: string): Promise<boolean> {
  const [a, b] = (await graphOf([...[setup].flat(), first, second])).nodes.slice(-2);
  if (a === undefined || b === undefined) throw new Error('Every migration gives a node.');
  if (whyOpaque(a) !== undefined || whyOpaque(b) !== undefined) return true;
  const manners = new Map(a.footprint.touches.map(({ resource, manner }) => [resource, manner]));
  return b.footprint.touches.some(({ resource, manner }) => {
    const other = manners.get(resource);
    return other !== undefined && conflict(other, manner);
  });
}
