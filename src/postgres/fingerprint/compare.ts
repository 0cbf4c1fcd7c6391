/** Tells two images apart, object by object. */
import { type DatabaseImage, type TableImage, type VolatileColumns, volatileAmong } from './image.ts';

/** An object that is not as expected. No `expected`: it should not be there. No `actual`: it is missing. */
export interface Difference {
  /** `index public.x`, `rows of public.orders`, `values of column public.orders.total`, `value of sequence public.s` */
  readonly object: string;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
}

/** What differs between the images of two replays in the same order, which nothing but time and chance can explain. */
export function volatileColumns(a: DatabaseImage, b: DatabaseImage): VolatileColumns {
  const columns = new Map<string, Set<string>>();
  const tables = new Set<string>();
  for (const [name, table] of a.tables) {
    const other = b.tables.get(name);
    if (other === undefined) continue;
    const differing = [...table.columns].filter(([column, image]) => {
      const otherImage = other.columns.get(column);
      return otherImage !== undefined && (otherImage.hash !== image.hash || otherImage.values !== image.values);
    });
    if (differing.length > 0) columns.set(name, new Set(differing.map(([column]) => column)));
    if (
      table.rows !== other.rows ||
      (differing.length === 0 && sameCover(table, other) && table.combination !== other.combination)
    )
      tables.add(name);
  }
  return {
    columns,
    tables,
    sequences: new Set(differingKeys(a.sequences, b.sequences)),
    objects: new Set(differingKeys(a.objects, b.objects)),
  };
}

/**
 * All differences but those in what is volatile, sorted by object. Empty if and only if the fingerprints are the same.
 *
 * @throws Error when an image's rows were not read with these volatile columns left out
 */
export function compareImages(
  expected: DatabaseImage,
  actual: DatabaseImage,
  volatile: VolatileColumns,
): readonly Difference[] {
  const differences: Difference[] = [
    ...compareTexts(without(expected.objects, volatile.objects), without(actual.objects, volatile.objects), ''),
    ...compareTexts(
      without(expected.sequences, volatile.sequences),
      without(actual.sequences, volatile.sequences),
      'value of sequence ',
    ),
    ...compareTexts(rowTexts(expected, volatile), rowTexts(actual, volatile), ''),
  ];
  return differences.sort((a, b) => (a.object < b.object ? -1 : Number(a.object > b.object)));
}

/** The rows as lines of text: what a comparison compares, and what a fingerprint of data is made of. */
export function rowTexts(image: DatabaseImage, volatile: VolatileColumns): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const [name, table] of image.tables) {
    if (table.unreadable !== undefined) texts.set(`rows of ${name}`, `not readable: ${table.unreadable}`);
    if (table.unreadable !== undefined || volatile.tables.has(name)) continue;
    const leftOut = volatileAmong(table.columns.keys(), name, volatile);
    if (table.leftOut.join() !== leftOut.join())
      throw new Error(
        `The rows of ${name} were read with other volatile columns: read them again with withoutVolatile().`,
      );
    texts.set(`rows of ${name}`, `${table.rows} rows, together #${table.combination}`);
    for (const [column, { values, hash }] of table.columns) {
      if (leftOut.includes(column)) continue;
      texts.set(`values of column ${name}.${column}`, `${values} not null${hash === undefined ? '' : `, #${hash}`}`);
    }
  }
  return texts;
}

function without(texts: ReadonlyMap<string, string>, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  return names.size === 0 ? texts : new Map([...texts].filter(([name]) => !names.has(name)));
}

function sameCover(a: TableImage, b: TableImage): boolean {
  return a.leftOut.join() === b.leftOut.join();
}

function differingKeys(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

function compareTexts(
  expected: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
  prefix: string,
): readonly Difference[] {
  return differingKeys(expected, actual).map((key) => {
    const before = expected.get(key);
    const after = actual.get(key);
    return {
      object: `${prefix}${key}`,
      ...(before === undefined ? {} : { expected: before }),
      ...(after === undefined ? {} : { actual: after }),
    };
  });
}
