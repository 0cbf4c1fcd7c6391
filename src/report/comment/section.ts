/** One subject of a report, as Markdown, and what of it was left out for want of room. */

export interface Section {
  /** Empty where there is nothing to say. */
  readonly markdown: string;
  /** Such as `the graph`, `12 of 40 warnings`: ours, plain text. */
  readonly leftOut: readonly string[];
}

export const NOTHING_TO_SAY: Section = { markdown: '', leftOut: [] };

/** The first ones, and the words for the rest. */
export function firstOf<T>(
  items: readonly T[],
  most: number,
  noun: string,
): { shown: readonly T[]; leftOut: string[] } {
  const rest = items.length - most;
  return rest <= 0
    ? { shown: items, leftOut: [] }
    : { shown: items.slice(0, most), leftOut: [`${rest} of ${items.length} ${noun}`] };
}
