/** Tells two images apart, object by object. */
import { type DatabaseImage, shapeOf, type TableImage, type VolatileColumns, volatileAmong } from './image.ts';

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
    shapes: new Set([
      ...shapesOfOne(new Set(a.objects.keys()), new Set(b.objects.keys())),
      ...shapesOfOne(dataNames(a), dataNames(b)),
    ]),
  };
}

/** Of names that only one of the two has, and that chance may have made. */
function shapesOfOne(a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] {
  return [...a, ...b].filter((name) => a.has(name) !== b.has(name) && shapeOf(name) !== name).map(shapeOf);
}

/** What `dataTexts` may call what is there. */
function dataNames({ tables, sequences }: DatabaseImage): ReadonlySet<string> {
  const ofTables = [...tables].flatMap(([table, { columns }]) => [
    rowsOf(table),
    ...[...columns.keys()].map((column) => valuesOf(table, column)),
  ]);
  return new Set([...ofTables, ...[...sequences.keys()].map(valueOf)]);
}

const rowsOf = (table: string) => `rows of ${table}`;
const valuesOf = (table: string, column: string) => `values of column ${table}.${column}`;
const valueOf = (sequence: string) => `value of sequence ${sequence}`;

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
    ...compareTexts(schemaTexts(expected, volatile), schemaTexts(actual, volatile)),
    ...compareTexts(dataTexts(expected, volatile), dataTexts(actual, volatile)),
  ];
  return differences.sort((a, b) => (a.object < b.object ? -1 : Number(a.object > b.object)));
}

/** By what is compared, or is part of a fingerprint, what is known of it. */
type Texts = ReadonlyMap<string, string>;

/** The schema but for what is volatile: what a comparison compares, and what a fingerprint of the schema is made of. */
export function schemaTexts({ objects }: DatabaseImage, volatile: VolatileColumns): Texts {
  return withoutVolatileNames(objects, volatile.objects, volatile);
}

/** The same of rows and sequences. */
export function dataTexts(image: DatabaseImage, volatile: VolatileColumns): Texts {
  const sequences = [...image.sequences].map(([name, value]) => [valueOf(name), value] as const);
  const texts = new Map([...rowTexts(image, volatile), ...sequences]);
  return withoutVolatileNames(texts, new Set([...volatile.sequences].map(valueOf)), volatile);
}

function rowTexts(image: DatabaseImage, volatile: VolatileColumns): Texts {
  const texts = new Map<string, string>();
  for (const [name, table] of image.tables) {
    if (table.unreadable !== undefined) texts.set(rowsOf(name), `not readable: ${table.unreadable}`);
    if (table.unreadable !== undefined || volatile.tables.has(name)) continue;
    const leftOut = volatileAmong(table.columns.keys(), name, volatile);
    if (table.leftOut.join() !== leftOut.join())
      throw new Error(
        `The rows of ${name} were read with other volatile columns: read them again with withoutVolatile().`,
      );
    texts.set(rowsOf(name), `${table.rows} rows, together #${table.combination}`);
    for (const [column, { values, hash }] of table.columns) {
      if (leftOut.includes(column)) continue;
      texts.set(valuesOf(name, column), `${values} not null${hash === undefined ? '' : `, #${hash}`}`);
    }
  }
  return texts;
}

/** In place of all whose names are of a volatile shape it has how many there are. */
function withoutVolatileNames(texts: Texts, names: ReadonlySet<string>, { shapes }: VolatileColumns): Texts {
  if (names.size === 0 && shapes.size === 0) return texts;
  const left = new Map<string, string>();
  const numbers = new Map<string, number>();
  for (const [name, text] of texts) {
    const shape = shapes.size === 0 ? name : shapeOf(name);
    if (shapes.has(shape)) numbers.set(shape, (numbers.get(shape) ?? 0) + 1);
    else if (!names.has(name)) left.set(name, text);
  }
  for (const [shape, number] of numbers) left.set(shape, `${number} of that name, made at random`);
  return left;
}

function sameCover(a: TableImage, b: TableImage): boolean {
  return a.leftOut.join() === b.leftOut.join();
}

function differingKeys(a: Texts, b: Texts): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

function compareTexts(expected: Texts, actual: Texts): readonly Difference[] {
  return differingKeys(expected, actual).map((key) => {
    const before = expected.get(key);
    const after = actual.get(key);
    return {
      object: key,
      ...(before === undefined ? {} : { expected: before }),
      ...(after === undefined ? {} : { actual: after }),
    };
  });
}
