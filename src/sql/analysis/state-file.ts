/**
 * The state of an analysis as a text, by which a later run goes on where this one ended.
 *
 * `{ "texts": [TEXT, …], "numbers": [NUMBER, …] }`: the entities in the order in which they were made, what the catalog has of them, and
 * what each is. Order is kept everywhere, as what is touched is told in it, and so is which of two entities came first.
 */
import type { Naming } from './auto-names.ts';
import type { AnalysisState } from './analysis.ts';
import { Catalog, type CatalogContents } from './catalog.ts';
import type { LastingSettings } from './session-start.ts';
import {
  Entity,
  type EntityKind,
  type Events,
  type ForeignKey,
  lastEntity,
  type Overload,
  type Space,
  type Ties,
} from './entity.ts';
import { consequences } from './state-consequences.ts';
import {
  type Codec,
  damagedState,
  flag,
  list,
  map,
  optional,
  type Rare,
  Reader,
  record,
  reference,
  set,
  shared,
  Sparse,
  text,
  whole,
  word,
  Writer,
} from './state-tape.ts';

const SPACES: Readonly<Record<Space, true>> = {
  relation: true,
  type: true,
  routine: true,
  schema: true,
  role: true,
  extension: true,
  operator: true,
  'operator class': true,
  'operator family': true,
  collation: true,
  conversion: true,
  'text search': true,
  language: true,
  'access method': true,
  'foreign-data wrapper': true,
  server: true,
  publication: true,
  subscription: true,
  statistics: true,
  tablespace: true,
  'event trigger': true,
  part: true,
};
const KINDS: Readonly<Record<EntityKind, true>> = {
  ...SPACES,
  table: true,
  view: true,
  'materialized view': true,
  'foreign table': true,
  index: true,
  sequence: true,
  domain: true,
  function: true,
  column: true,
  constraint: true,
  trigger: true,
  rule: true,
  policy: true,
};
const space = word(SPACES);
const kind = word(KINDS);
const perhapsText = optional(text);

/** Variadic functions take any number of arguments, for which JSON has no number. */
const atMost: Codec<number> = {
  write: (tape, value) => {
    tape.whole(value === Infinity ? 0 : value + 1);
  },
  read: (tape) => {
    const written = tape.whole();
    return written === 0 ? Infinity : written - 1;
  },
};

/** Whether a body is being read already is told by its very overload. */
const overload = shared(
  record<Overload>({
    signature: text,
    definition: text,
    language: text,
    searchPath: optional(list(text)),
    isSetOtherwise: optional(flag),
    consequences,
    arity: optional(record<NonNullable<Overload['arity']>>({ least: whole, most: atMost })),
    parameters: optional(list(perhapsText)),
    references: optional(list(perhapsText)),
    writtenAsGiven: optional(list(flag)),
    defaults: optional(list(perhapsText)),
    body: perhapsText,
    takesFirst: optional(flag),
  }),
);

const rarely: Rare<boolean> = { codec: flag, isUsual: (value) => !value };

/** Only what is there is written at all. */
function rare<Value>(codec: Codec<Value>): Rare<Value | undefined> {
  return { codec, isUsual: (value) => value === undefined };
}

function tied<Read extends { readonly size: number }>(codec: Codec<Read>): Rare<Read | undefined> {
  return { codec, isUsual: (value) => value === undefined || value.size === 0 };
}

/** Fields of an entity that are neither given to its constructor nor follow from others. */
type Further = Exclude<
  { [Field in keyof Entity]: Entity[Field] extends (...given: never) => unknown ? never : Field }[keyof Entity],
  | 'number'
  | 'space'
  | 'kind'
  | 'schema'
  | 'name'
  | 'home'
  | 'resource'
  | 'rows'
  | 'label'
  | 'ancestors'
  | 'descendants'
  | 'partitions'
  | 'ties'
  | keyof Ties
>;

const further = new Sparse<Pick<Entity, Further>>({
  certain: { codec: flag, isUsual: (value) => value },
  orElse: rare(kind),
  loose: rarely,
  insteadOfUnseen: rarely,
  owner: rare(reference),
  consequences: { codec: consequences, isUsual: ({ length }) => length === 0 },
  columns: rare(set(text)),
  isUnique: rarely,
  tags: rare(set(text)),
  naming: rare(record<Naming>({ columns: list(text), label: text })),
  events: rare(record<Events>({ insert: flag, update: flag, delete: flag, truncate: flag })),
  foreignKey: rare(
    record<ForeignKey>({
      to: reference,
      onDelete: record<ForeignKey['onDelete']>({ deletes: flag, updates: flag }),
      onUpdate: record<ForeignKey['onUpdate']>({ updates: flag }),
    }),
  ),
  overloads: { codec: list(overload), isUsual: ({ length }) => length === 0 },
  temporary: rarely,
  deferrable: rarely,
  isPartition: rarely,
  isWrittenAsGiven: rarely,
  takesTheRest: rarely,
  ownedBy: { codec: set(text), isUsual: ({ size }) => size === 0 },
});

const ties = new Sparse<Ties>({
  movedBy: tied<Set<number>>(set(whole)),
  writtenBy: tied<Set<number>>(set(whole)),
  uses: tied<Set<Entity>>(set(reference)),
  usedBy: tied<Set<Entity>>(set(reference)),
  owned: tied<Set<Entity>>(set(reference)),
  children: tied<Set<Entity>>(set(reference)),
  parents: tied<Set<Entity>>(set(reference)),
  aliases: tied<Set<Entity>>(set(reference)),
  referring: tied<Map<string, string>>(map(text, text)),
});

/** Which entities were made by then. */
const moment: Codec<number> = {
  write: (tape, number) => {
    tape.moment(number);
  },
  read: (tape) => {
    const made = tape.whole();
    if (made > tape.made.length) throw damagedState();
    const next = tape.made[made];
    return next === undefined ? lastEntity() : next.number - 1;
  },
};

const catalogContents = record<CatalogContents>({
  version: whole,
  uncertain: optional(record<NonNullable<CatalogContents['uncertain']>>({ because: text, since: moment })),
  spaces: map(space, set(reference)),
  named: list(reference),
  relationNames: set(text),
  transitionTables: set(text),
  unknownExtensions: set(reference),
});

const perhapsPath = optional(list(text));
const state = record<AnalysisState>({
  catalog: {
    write: (tape, { contents }) => {
      catalogContents.write(tape, contents);
    },
    read: (tape) => Catalog.of(catalogContents.read(tape)),
  },
  books: optional(reference),
  booksAltered: flag,
  settings: record<LastingSettings>({
    roleInDatabase: perhapsPath,
    role: perhapsPath,
    database: perhapsPath,
    everybody: perhapsPath,
    unknown: flag,
  }),
  read: whole,
});

const home = optional(reference);
const head = {
  write: (tape: Writer, entity: Entity) => {
    reference.write(tape, entity);
    space.write(tape, entity.space);
    kind.write(tape, entity.kind);
    perhapsText.write(tape, entity.schema);
    text.write(tape, entity.name);
    home.write(tape, entity.home);
  },
  /** What it is a part of was made before it, so that nothing is a part of itself. */
  read: (tape: Reader, count: number) => {
    const place = tape.whole();
    if (place >= count || tape.entities[place] !== undefined) throw damagedState();
    const entity = new Entity(
      space.read(tape),
      kind.read(tape),
      perhapsText.read(tape),
      text.read(tape),
      home.read(tape),
    );
    tape.entities[place] = entity;
    tape.made.push(entity);
  },
};

/** @returns what `parseState` reads */
export function printState(given: AnalysisState): string {
  const tape = new Writer();
  state.write(tape, given);
  // Also what is gone from the catalog, as long as anything refers to it.
  for (const entity of tape.entities) {
    if (entity.home !== undefined) tape.mention(entity.home);
    further.write(tape, entity);
    ties.write(tape, entity.ties);
  }
  const made = [...tape.entities].sort((one, other) => one.number - other.number);
  for (const { at, lastEntity } of tape.moments) {
    const later = made.findIndex(({ number }) => number > lastEntity);
    tape.numbers[at] = later < 0 ? made.length : later;
  }
  const rest = tape.numbers.length;
  whole.write(tape, made.length);
  for (const entity of made) head.write(tape, entity);
  return JSON.stringify({ texts: tape.texts, numbers: [...tape.numbers.slice(rest), ...tape.numbers.slice(0, rest)] });
}

/** @throws Error for anything that is no such text, or not whole */
export function parseState(printed: string): AnalysisState {
  const { texts, numbers } = parseJson(printed);
  if (!Array.isArray(texts) || !Array.isArray(numbers)) throw damagedState();
  const tape = new Reader(texts, numbers);
  const count = whole.read(tape);
  tape.expect(count);
  for (let left = count; left > 0; left -= 1) head.read(tape, count);
  const read = state.read(tape);
  for (const entity of tape.entities) {
    if (entity === undefined) throw damagedState();
    further.read(tape, entity);
    const tied = entity.ties;
    ties.read(tape, tied);
    entity.tie(tied);
  }
  tape.end();
  return read;
}

function parseJson(printed: string): { readonly texts?: unknown; readonly numbers?: unknown } {
  try {
    return (JSON.parse(printed) ?? {}) as object;
  } catch {
    throw damagedState();
  }
}
