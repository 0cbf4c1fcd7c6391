/** What migrations outside of a part may change: of anything else, the part's database shows the last word. */
import type { Graph } from './graph.ts';
import { whyOpaque } from './node.ts';

/** No object, but what stands for all that might be of a kind or a name: each object is among the others by itself. */
const OF_MANY = /^(?:any|definitions|names of|relations of)\b/;

/**
 * Names, without schemas, of what they do anything to but read it; sorted.
 *
 * @param isMember by id
 * @returns undefined when one of them may change anything
 */
export function touchedElsewhere({ nodes }: Graph, isMember: (id: string) => boolean): readonly string[] | undefined {
  const outside = nodes.filter(({ id }) => !isMember(id));
  if (outside.some((node) => whyOpaque(node) !== undefined)) return undefined;
  const names = outside.flatMap(({ footprint }) =>
    footprint.touches
      .filter(({ manner, resource }) => manner !== 'read' && !OF_MANY.test(resource))
      .map(({ resource }) => lastName(resource)),
  );
  return [...new Set(names)].sort();
}

/** `relation public.orders` → `orders`. A name that holds a dot becomes a part of itself, which is found in it as well. */
function lastName(resource: string): string {
  const name = resource.slice(resource.indexOf(' ') + 1);
  return name.slice(name.lastIndexOf('.') + 1);
}
