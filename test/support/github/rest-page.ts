/** Lists, a page at a time, with GitHub's `link` header. */
import type { Answer } from './rest-answers.ts';
import type { Asked } from './rest-routes.ts';

/** @param wrap what is around the list, where something is */
export function page<T>(
  items: readonly T[],
  { query, url, repository }: Pick<Asked, 'query' | 'url' | 'repository'>,
  address: string,
  wrap: (items: readonly T[]) => object = (list) => list,
): Answer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const current = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (number: number, name: string) => {
    const target = new URL(`${url}/repos/${repository.name}${address}`);
    for (const [key, value] of query) target.searchParams.set(key, value);
    target.searchParams.set('page', String(number));
    return `<${target.href}>; rel="${name}"`;
  };
  const links = [
    ...(current > 1 ? [link(current - 1, 'prev'), link(1, 'first')] : []),
    ...(current < last ? [link(current + 1, 'next'), link(last, 'last')] : []),
  ];
  return {
    status: 200,
    body: wrap(items.slice((current - 1) * size, current * size)),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}
