/**
 * Which rows get numbers in the order in which those of a table happen to lie in its file, or hold what came first in that order.
 *
 * A query without ORDER BY gives rows as they lie. Once some were updated or deleted, new ones may take the place of those that
 * PostgreSQL could clear away by then; which do hangs on who else had a transaction open. Rows that are only inserted lie as they came,
 * as long as each connection finds the table's last block where it goes on; one that comes back to a table on which another has gone on
 * meanwhile tries the block that it filled last. So of each table it is remembered which migrations wrote its rows, and which of them
 * moved some; one that then draws from a sequence while it scans that table, or takes the first of its rows, is said to go by it.
 */
import { type Fields, has, nodesOf, type RangeVar } from '../ast.ts';
import { CATALOGS, type Placement } from '../footprint.ts';
import { displayName, type Entity } from './entity.ts';
import type { Choice } from './matching.ts';
import { type Order, queryOf } from './row-order.ts';

/** Most of what is done has to do with no rows: a set is made when the first one goes in. */
type Entities = Set<Entity> | undefined;

/** What a statement, or one of its consequences, does to rows. */
export class Seen {
  draws = false;
  writes = false;
  /** Whether the order of rows decides what is taken of them. */
  picks = false;
  /** The same, whether or not rows may lie otherwise: in which order they are found also hangs on how PostgreSQL looks for them. */
  ordered = false;
  /** Columns that draw where they are not given a value. */
  defaulted: Entities;
  scanned: Entities;
  /** Those of them that the statement itself scans. */
  own: Entities;
  /** Whether the system catalogs are looked over, not for a name. */
  catalogs = false;
  /** Whether what is found there is put in the order of the numbers that objects get as they are made. */
  byNumber = false;
  /** Those that are scanned by what it calls or sets off, which may happen for each of its rows. */
  inside: Entities;
  changed: Entities;
  filled: Entities;

  add(other: Seen): void {
    this.draws ||= other.draws;
    this.writes ||= other.writes;
    this.picks ||= other.picks;
    this.ordered ||= other.ordered;
    this.catalogs ||= other.catalogs;
    this.byNumber ||= other.byNumber;
    this.defaulted = joined(this.defaulted, other.defaulted);
    this.scanned = joined(this.scanned, other.scanned);
    this.own = joined(this.own, other.own);
    this.inside = joined(this.inside, other.inside);
    this.changed = joined(this.changed, other.changed);
    this.filled = joined(this.filled, other.filled);
  }
}

function joined(some: Entities, others: Entities): Entities {
  if (others === undefined) return some;
  if (some === undefined) return new Set(others);
  for (const entity of others) some.add(entity);
  return some;
}

function withOne(some: Entities, entity: Entity): Entities {
  return (some ?? new Set()).add(entity);
}

/** With fewer, no connection can have come back after another. */
const LEAST_TO_COME_BACK = 3;

export class PlacementRecorder {
  /** The migration's place among those that are read. */
  readonly #place: number;
  readonly #planned: (table: Entity) => void;
  #seen = new Seen();
  #table: string | undefined;
  readonly #placedBy = new Set<number>();

  /** @param planned is told of tables whose statistics may decide in which order rows are found that matters */
  constructor(place: number, planned: (table: Entity) => void) {
    this.#place = place;
    this.#planned = planned;
  }

  /** Of all that was found; undefined when no rows are numbered as they lie. */
  get found(): Placement | undefined {
    return this.#table === undefined
      ? undefined
      : { table: this.#table, placedBy: [...this.#placedBy].sort((a, b) => a - b) };
  }

  draw(): void {
    this.#seen.draws = true;
  }

  scan(table: Entity): void {
    this.#seen.scanned = withOne(this.#seen.scanned, table);
    this.#seen.own = withOne(this.#seen.own, table);
  }

  /** @param byNumber whether it sorts by the identities of objects */
  lookOver(byNumber: boolean): void {
    this.#seen.catalogs = true;
    this.#seen.byNumber ||= byNumber;
  }

  fill(table: Entity): void {
    table.writtenBy.add(this.#place);
    this.#seen.filled = withOne(this.#seen.filled, table);
    this.#seen.changed = withOne(this.#seen.changed, table);
    this.#seen.writes = true;
  }

  /** Rows are updated or deleted. */
  move(table: Entity): void {
    table.movedBy.add(this.#place);
    table.writtenBy.add(this.#place);
    this.#seen.changed = withOne(this.#seen.changed, table);
    this.#seen.writes = true;
  }

  /** What was seen before is seen again. */
  repeat(seen: Seen): void {
    this.#seen.add(seen);
  }

  /** Notes in `seen` what `work` does, too. */
  note(seen: Seen, work: () => void): void {
    const outer = this.#seen;
    this.#seen = seen;
    try {
      work();
    } finally {
      this.#seen = outer;
      outer.add(seen);
    }
  }

  /** Runs what a column does of itself when a row comes or changes: only a new row takes its default. */
  noteColumn(column: Entity, isNew: boolean, work: () => void): void {
    const outer = this.#seen;
    this.#seen = new Seen();
    try {
      work();
    } finally {
      const { draws } = this.#seen;
      this.#seen.draws = false;
      outer.add(this.#seen);
      if (draws && isNew) outer.defaulted = withOne(outer.defaulted, column);
      this.#seen = outer;
    }
  }

  /** @param choice the tables of which it takes one of several rows, and does not say which */
  noteStatement(tag: string, fields: Fields, choice: Choice, order: Order, work: () => void): void {
    const outer = this.#seen;
    const seen = new Seen();
    this.#seen = seen;
    try {
      work();
    } finally {
      this.#seen = outer;
      seen.draws ||=
        [...(seen.defaulted ?? [])].some((column) => !isGiven(column, tag, fields)) || setsToDefault(tag, fields);
      seen.defaulted = undefined;
      const all = seen.scanned;
      this.#judge(seen, order, choice);
      seen.inside = joined(seen.inside, all);
      seen.own = undefined;
      outer.add(seen);
    }
  }

  /** In which order the catalogs show objects hangs on that in which they were made, on any connection, and in what other tables were. */
  #judgeCatalogs(seen: Seen, order: Order): void {
    if (order.isOwn() && !seen.byNumber) {
      seen.catalogs = false;
      return;
    }
    if (!seen.draws && !(seen.writes && order.matters())) return;
    this.#table = CATALOGS;
    for (let place = 0; place < this.#place; place += 1) this.#placedBy.add(place);
  }

  #judge(seen: Seen, order: Order, choice: Choice): void {
    if (seen.catalogs) this.#judgeCatalogs(seen, order);
    if (seen.scanned === undefined) return;
    const scanned = [...seen.scanned];
    const isOrdered = order.isOwn();
    // Whoever calls it may do something for each row.
    if (isOrdered) seen.scanned = undefined;
    // What happens for one row may find what happened for those before.
    const findsThem = !isOrdered && haveCommon(seen.inside, seen.changed);
    const matters = order.matters();
    seen.ordered ||= matters || choice?.size !== 0 || (findsThem && seen.own !== undefined);
    if ((seen.draws && !isOrdered) || (seen.writes && seen.ordered)) scanned.forEach(this.#planned);
    const scattered = scanned.filter((table) => this.#isScattered(table));
    if (scattered.length === 0) return;
    seen.picks ||= matters || (findsThem && scattered.some((table) => seen.own?.has(table) === true));
    if ((seen.draws && !isOrdered) || (seen.writes && seen.picks)) this.#find(scattered);
    const chosen = scattered.filter((table) => choice === undefined || choice.has(table));
    if (seen.writes) this.#find(chosen);
    seen.picks ||= chosen.length > 0;
    if (isOrdered) return;
    for (const { movedBy, writtenBy } of scattered) {
      for (const table of seen.filled ?? []) {
        for (const place of this.#earlier(new Set([...movedBy, ...writtenBy]))) table.movedBy.add(place);
        for (const place of writtenBy) table.writtenBy.add(place);
      }
    }
  }

  /** Whether it hangs on connections how the rows lie. What the migration itself did first finds the table as it was. */
  #isScattered({ movedBy, writtenBy }: Entity): boolean {
    return this.#earlier(movedBy).length > 0 || writtenBy.size >= LEAST_TO_COME_BACK;
  }

  #find(tables: readonly Entity[]): void {
    for (const { schema, name, writtenBy } of tables) {
      this.#table ??= displayName(schema, name);
      for (const place of writtenBy) this.#placedBy.add(place);
    }
  }

  #earlier(places: ReadonlySet<number>): readonly number[] {
    return [...places].filter((place) => place !== this.#place);
  }
}

export function haveCommon(some: Entities, others: Entities): boolean {
  return some !== undefined && others !== undefined && [...some].some((each) => others.has(each));
}

/** Whether an INSERT gives the column a value. */
function isGiven(column: Entity, tag: string, fields: Fields): boolean {
  const { home } = column;
  if (tag !== 'InsertStmt' || home === undefined) return false;
  const target = (fields['relation'] as RangeVar).relname;
  if (![home, ...home.ancestors].some(({ name }) => name === target)) return false;
  const named = nodesOf(fields, 'cols');
  if (named.length > 0) return named.some((node) => 'ResTarget' in node && node.ResTarget.name === column.name);
  // Without names the first columns are meant.
  const columns = [...home.owned].filter(({ kind }) => kind === 'column');
  return columns.indexOf(column) < widthOf(queryOf(fields));
}

/** How many columns a query surely has. */
function widthOf(query: Fields | undefined): number {
  if (query === undefined) return 0;
  const targets = nodesOf((query['larg'] as Fields | undefined) ?? query, 'targetList');
  return has(targets, (tag) => tag === 'A_Star') ? 0 : targets.length;
}

function setsToDefault(tag: string, fields: Fields): boolean {
  return tag === 'UpdateStmt' && has(fields, (below) => below === 'SetToDefault');
}
