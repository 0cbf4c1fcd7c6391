/**
 * The tape on which the state of an analysis is written: whole numbers, which stand for entities and texts by their places in lists.
 * A codec says how one type of value is written and read. What is read comes from elsewhere and is not believed.
 */
import type { Entity } from './entity.ts';

export interface Codec<Value, Read extends Value = Value> {
  write(tape: Writer, value: Value): void;
  /** @throws Error when the tape has no such value here */
  read(tape: Reader): Read;
}

export class Writer {
  readonly numbers: number[] = [];
  readonly #texts = new Map<string, number>();
  readonly #shared = new Map<object, number>();
  readonly #entities = new Map<Entity, number>();
  /** Where a moment stands on the tape. How many entities were made by then is known when all are found. */
  readonly moments: { readonly at: number; readonly lastEntity: number }[] = [];

  get texts(): readonly string[] {
    return [...this.#texts.keys()];
  }

  whole(value: number): void {
    this.numbers.push(value);
  }

  text(value: string): void {
    this.whole(placeIn(this.#texts, value));
  }

  entity(value: Entity): void {
    this.whole(this.mention(value));
  }

  /** @returns its place */
  mention(entity: Entity): number {
    return placeIn(this.#entities, entity);
  }

  /** Those that were mentioned so far, by their places; as more are, it goes on. */
  get entities(): Iterable<Entity> {
    return this.#entities.keys();
  }

  moment(lastEntity: number): void {
    this.moments.push({ at: this.numbers.length, lastEntity });
    this.whole(0);
  }

  /** @returns whether it is the first time, and the value itself has to follow */
  shared(value: object): boolean {
    const before = this.#shared.size;
    this.whole(placeIn(this.#shared, value));
    return this.#shared.size > before;
  }
}

export class Reader {
  readonly #texts: readonly unknown[];
  readonly #numbers: readonly unknown[];
  /** By their places; undefined: not made so far. */
  entities: (Entity | undefined)[] = [];
  /** The same as they were made. */
  readonly made: Entity[] = [];
  readonly #shared: object[] = [];
  #next = 0;

  constructor(texts: readonly unknown[], numbers: readonly unknown[]) {
    this.#texts = texts;
    this.#numbers = numbers;
  }

  whole(): number {
    const value = this.#numbers[this.#next];
    this.#next += 1;
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw damagedState();
    return value as number;
  }

  text(): string {
    const text = this.#texts[this.whole()];
    if (typeof text !== 'string') throw damagedState();
    return text;
  }

  /** One of those that were made already. */
  entity(): Entity {
    const entity = this.entities[this.whole()];
    if (entity === undefined) throw damagedState();
    return entity;
  }

  /** @param read reads the value where it stands the first time */
  shared<Value extends object>(read: () => Value): Value {
    const place = this.whole();
    const known = this.#shared[place] as Value | undefined;
    if (known !== undefined) return known;
    if (place !== this.#shared.length) throw damagedState();
    const value = read();
    this.#shared.push(value);
    return value;
  }

  /** Makes room for entities that come in another order than that of their places. */
  expect(count: number): void {
    if (count > this.#numbers.length) throw damagedState();
    this.entities = Array.from({ length: count }, () => undefined);
  }

  end(): void {
    if (this.#next !== this.#numbers.length) throw damagedState();
  }
}

export function damagedState(): Error {
  return new Error('it is damaged');
}

function placeIn<Key>(places: Map<Key, number>, key: Key): number {
  const known = places.get(key);
  if (known !== undefined) return known;
  places.set(key, places.size);
  return places.size - 1;
}

export const whole: Codec<number> = {
  write: (tape, value) => {
    tape.whole(value);
  },
  read: (tape) => tape.whole(),
};

export const text: Codec<string> = {
  write: (tape, value) => {
    tape.text(value);
  },
  read: (tape) => tape.text(),
};

export const flag: Codec<boolean> = {
  write: (tape, value) => {
    tape.whole(value ? 1 : 0);
  },
  read: (tape) => choose(tape, [false, true]),
};

export const reference: Codec<Entity> = {
  write: (tape, value) => {
    tape.entity(value);
  },
  read: (tape) => tape.entity(),
};

/** One of the alternatives, by its place. */
export function choose<Value>(tape: Reader, alternatives: readonly Value[]): Value {
  const place = tape.whole();
  if (place >= alternatives.length) throw damagedState();
  return alternatives[place] as Value;
}

export function word<Word extends string>(words: Readonly<Record<Word, true>>): Codec<Word> {
  const isWord = (value: string): value is Word => Object.hasOwn(words, value);
  return {
    write: (tape, value) => {
      tape.text(value);
    },
    read: (tape) => {
      const value = tape.text();
      if (!isWord(value)) throw damagedState();
      return value;
    },
  };
}

export function optional<Value>(codec: Codec<Value>): Codec<Value | undefined> {
  return {
    write: (tape, value) => {
      tape.whole(value === undefined ? 0 : 1);
      if (value !== undefined) codec.write(tape, value);
    },
    read: (tape) => (flag.read(tape) ? codec.read(tape) : undefined),
  };
}

export function list<Value>(codec: Codec<Value>): Codec<readonly Value[]> {
  return {
    write: (tape, values) => {
      tape.whole(values.length);
      for (const value of values) codec.write(tape, value);
    },
    read: (tape) => {
      const values: Value[] = [];
      for (let left = tape.whole(); left > 0; left -= 1) values.push(codec.read(tape));
      return values;
    },
  };
}

export function set<Value>(codec: Codec<Value>): Codec<ReadonlySet<Value>, Set<Value>> {
  const values = list(codec);
  return {
    write: (tape, value) => {
      values.write(tape, [...value]);
    },
    read: (tape) => new Set(values.read(tape)),
  };
}

export function map<Key, Value>(key: Codec<Key>, value: Codec<Value>): Codec<ReadonlyMap<Key, Value>, Map<Key, Value>> {
  const pairs = list<readonly [Key, Value]>({
    write: (tape, [first, second]) => {
      key.write(tape, first);
      value.write(tape, second);
    },
    read: (tape) => [key.read(tape), value.read(tape)],
  });
  return {
    write: (tape, values) => {
      pairs.write(tape, [...values]);
    },
    read: (tape) => new Map(pairs.read(tape)),
  };
}

/** For each field of a type how it is written: a field that is forgotten does not compile. */
export type Fields<Value> = { readonly [Field in keyof Value]-?: Codec<Value[Field]> };

export function record<Value extends object>(fields: Fields<Value>): Codec<Value> {
  const all = Object.entries(fields) as unknown as readonly (readonly [keyof Value, Codec<Value[keyof Value]>])[];
  return {
    write: (tape, value) => {
      for (const [field, codec] of all) codec.write(tape, value[field]);
    },
    read: (tape) => {
      const value: Partial<Value> = {};
      for (const [field, codec] of all) value[field] = codec.read(tape);
      return value as Value;
    },
  };
}

/** Written once, however many have it, and one value again when it is read. */
export function shared<Value extends object>(codec: Codec<Value>): Codec<Value> {
  return {
    write: (tape, value) => {
      if (tape.shared(value)) codec.write(tape, value);
    },
    read: (tape) => tape.shared(() => codec.read(tape)),
  };
}

/** A value that hardly any has. */
export interface Rare<Value> {
  readonly codec: Codec<Value>;
  readonly isUsual: (value: Value) => boolean;
}

export type RareFields<Value> = { readonly [Field in keyof Value]-?: Rare<Value[Field]> };

type RareEntries<Value> = readonly (readonly [keyof Value, Rare<Value[keyof Value]>])[];

/** Which fields are not as usual, and what they are; what is read has the others as they are in a new one. */
export class Sparse<Value extends object> {
  readonly #fields: RareEntries<Value>;

  /** @param fields at most 31 */
  constructor(fields: RareFields<Value>) {
    this.#fields = Object.entries(fields) as unknown as RareEntries<Value>;
  }

  write(tape: Writer, value: Value): void {
    let which = 0;
    for (const [place, [field, { isUsual }]] of this.#fields.entries()) if (!isUsual(value[field])) which |= 1 << place;
    tape.whole(which);
    for (const [place, [field, { codec }]] of this.#fields.entries())
      if ((which & (1 << place)) !== 0) codec.write(tape, value[field]);
  }

  read(tape: Reader, into: Value): void {
    let which = tape.whole();
    if (which >= 2 ** this.#fields.length) throw damagedState();
    // From the lowest bit to the next: most have one or two of many fields.
    for (; which !== 0; which &= which - 1) {
      const [field, { codec }] = this.#fields[31 - Math.clz32(which & -which)] as RareEntries<Value>[number];
      into[field] = codec.read(tape);
    }
  }
}
