/** What a database consists of, as plain data: the schema object by object, the rows as hashes that know no order. */

export interface DatabaseImage {
  /** `table public.orders`, `column public.orders.total`, `role app` → its definition in lines for a human reader. */
  readonly objects: ReadonlyMap<string, string>;
  /** `public.orders` → its rows: tables, partitions and materialized views. `large objects` is one of them. */
  readonly tables: ReadonlyMap<string, TableImage>;
  /** `public.orders_id_seq` → where it stands. */
  readonly sequences: ReadonlyMap<string, string>;
}

export interface TableImage {
  readonly rows: number;
  /** By name. */
  readonly columns: ReadonlyMap<string, ColumnImage>;
  /** Which values stand together in one row: a hash over the columns that are not in `leftOut`. */
  readonly combination: string;
  /** The columns that `combination` does not cover although they exist, sorted. */
  readonly leftOut: readonly string[];
  /** Why nothing is known about the rows; all else is empty then. */
  readonly unreadable?: string | undefined;
}

export interface ColumnImage {
  /** How many are not null. */
  readonly values: number;
  /** The values as a multiset. Undefined: they are numbers that the server gave out (`oid`, `xid`), alike only by chance. */
  readonly hash: string | undefined;
}

/**
 * What differs between two replays of the same migrations in the same order: time, chance, and what hangs on them. It says
 * nothing about the migrations' order and so is left out of every comparison, by name.
 */
export interface VolatileColumns {
  /** Table → columns whose values differ. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  /** Tables whose number of rows differs, or whose rows combine the same values in another way: no row of them is compared. */
  readonly tables: ReadonlySet<string>;
  readonly sequences: ReadonlySet<string>;
  /** Schema objects: a partition named after today, a default that a script took from a clock. */
  readonly objects: ReadonlySet<string>;
  /** What names that only one of them has are like, by `shapeOf`. Of what is called so, nothing but the number is compared. */
  readonly shapes: ReadonlySet<string>;
}

/** Everything counts: for an image that has no second one to be compared with. */
export const NOTHING_VOLATILE: VolatileColumns = {
  columns: new Map(),
  tables: new Set(),
  sequences: new Set(),
  objects: new Set(),
  shapes: new Set(),
};

/** What chance or a clock may have put into a name: an UUID, digits, hexadecimal ones from eight on. */
const BY_CHANCE = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8,}|\d+/g;

/** `table public."audit_0f3e…"` → `table public."audit_#"` */
export function shapeOf(name: string): string {
  return name.replace(BY_CHANCE, '#');
}

/** What is left out, as a reader would name it: `column public.orders.created_at`, sorted. */
export function volatileNames(volatile: VolatileColumns): readonly string[] {
  const names = [
    ...[...volatile.columns].flatMap(([table, columns]) => [...columns].map((name) => `column ${table}.${name}`)),
    ...[...volatile.tables].map((table) => `rows of ${table}`),
    ...[...volatile.sequences].map((name) => `value of sequence ${name}`),
    ...volatile.objects,
  ];
  const shown = names.map((name) => (volatile.shapes.has(shapeOf(name)) ? shapeOf(name) : name));
  return [...new Set(shown)].sort();
}

/** The columns of a table that are left out, among those it has, sorted. */
export function volatileAmong(columns: Iterable<string>, table: string, volatile: VolatileColumns): readonly string[] {
  const left = volatile.columns.get(table);
  return left === undefined ? [] : [...columns].filter((name) => left.has(name)).sort();
}
