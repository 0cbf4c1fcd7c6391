/** What is known of a value before it is there: the texts it may be, as far as they are known. */

/** Functions, as a body names them: by a text that is read as a `regprocedure`, or, of any schema, by a bare name. */
export interface NamedRoutine {
  readonly name: string;
  readonly isBare: boolean;
}

/** What pg_get_functiondef() shows of a function, and what replace() has put in the place of what, first to last. */
export interface ShownRoutine {
  readonly routine: NamedRoutine;
  readonly replaced: readonly (readonly [old: string, by: string])[];
}

/** A part of a text that is not known. */
export interface Piece {
  /**
   * What its characters may be. `raw`: anything. `name`: an identifier, perhaps qualified. `digits`: a number. `plain`: no quotes
   * and no backslashes. `identifier` and `literal`: whole and quoted as that. `routine`: a function's name and the types of its arguments
   * in parentheses. `parameters`: what stands in these, or nothing. `definition`: the statement that makes a function. `made`: what the
   * command at whose end an event trigger fires has made or altered, as `object_identity` writes it: a name, if it is a relation's.
   */
  readonly kind:
    'raw' | 'name' | 'digits' | 'plain' | 'identifier' | 'literal' | 'routine' | 'parameters' | 'definition' | 'made';
  /** Of a function's identity, however it is written: which function that is. */
  readonly routine?: NamedRoutine | undefined;
  /** Of digits: whether they are the number of what a command has made or altered. */
  readonly isMade?: boolean | undefined;
  /** Of a definition. */
  readonly shown?: ShownRoutine | undefined;
  /** The query whose result holds it as it is. */
  readonly from?: string | undefined;
  /** Whether it is certainly not null, and so the text it is part of. */
  readonly present?: boolean | undefined;
  /** Pieces of one kind and origin are the same characters. */
  readonly origin?: string | undefined;
}

/**
 * One of the texts that a value may be, or null. `choices` says under which circumstances: which element of each list that is gone
 * through. Two texts that need different elements of the same list never come together.
 */
export interface Text {
  readonly parts: readonly (string | Piece)[] | null;
  readonly choices: ReadonlyMap<string, number>;
}

export type Value =
  | { readonly kind: 'texts'; readonly texts: readonly Text[] }
  /** For each element the texts it may be. The index of the first is 1, unless something else is said. */
  | { readonly kind: 'array'; readonly elements: readonly (readonly Text[])[]; readonly first?: number | undefined }
  /** An array of nobody knows how many elements, each of which is one of these, or null. */
  | { readonly kind: 'list'; readonly element: readonly Text[] }
  /** The variable of an integer loop: it picks the same element out of every array. `numbers` where they are known and few. */
  | { readonly kind: 'counter'; readonly choice: string; readonly numbers?: readonly number[] | undefined }
  | { readonly kind: 'row'; readonly row: Row };

export interface Row {
  field(name: string): Value;
  /** Counted from 0. */
  column(index: number): Value;
}

/** How many texts are told apart. */
const MOST = 256;
const ANYWHERE: ReadonlyMap<string, number> = new Map();
/** The circumstance that something unknown is null. */
const ABSENT = 'absent';

export const NULL: Value = { kind: 'texts', texts: [{ parts: null, choices: ANYWHERE }] };
export const UNKNOWN: Value = unknown('raw');

export function unknown(kind: Piece['kind'], more: Omit<Piece, 'kind'> = {}): Value {
  return { kind: 'texts', texts: [{ parts: [{ kind, ...more }], choices: ANYWHERE }] };
}

export function known(text: string): Value {
  return { kind: 'texts', texts: [{ parts: [text], choices: ANYWHERE }] };
}

/** A value as text. */
export function textsOf(value: Value): readonly Text[] {
  switch (value.kind) {
    case 'texts':
      return value.texts;
    case 'counter':
      if (value.numbers === undefined) return textsOf(unknown('digits', { present: true }));
      // Elements are counted from 0, and what an array is asked for from 1.
      return value.numbers.map((number) => ({
        parts: [String(number)],
        choices: new Map([[value.choice, number - 1]]),
      }));
    case 'array':
    case 'list':
    case 'row':
      return textsOf(UNKNOWN);
  }
}

/** A value that may be any of these. */
export function ofTexts(texts: readonly Text[]): Value {
  const different = new Map(texts.map((text) => [keyOf(text), text]));
  return different.size > MOST ? UNKNOWN : { kind: 'texts', texts: [...different.values()] };
}

function keyOf({ parts, choices }: Text): string {
  return JSON.stringify([parts, [...choices].sort()]);
}

/** A value that is one of two. */
export function either(a: Value | undefined, b: Value | undefined): Value {
  if (a === b && a !== undefined) return a;
  // A list may be null, anyway.
  if (a?.kind === 'list' && b !== undefined && isNull(b)) return a;
  if (b?.kind === 'list' && a !== undefined && isNull(a)) return b;
  if (a?.kind !== 'texts' || b?.kind !== 'texts') return UNKNOWN;
  return ofTexts([...a.texts, ...b.texts]);
}

function isNull(value: Value): boolean {
  return value.kind === 'texts' && value.texts.every(({ parts }) => parts === null);
}

/** The value, and null beside each text that turns out to be null if a piece of it is. */
export function orNull(value: Value): Value {
  if (value.kind === 'counter') return value;
  const texts = textsOf(value).flatMap((text): readonly Text[] => {
    const certain = text.parts?.every((part) => typeof part === 'string' || part.present === true);
    return certain === false ? [text, { parts: null, choices: new Map([...text.choices, [ABSENT, 0]]) }] : [text];
  });
  return ofTexts(texts);
}

/** Whether the text comes about only where something unknown is null. */
export function isFarFetched({ choices }: Text): boolean {
  return choices.has(ABSENT);
}

/** A text known to the last letter. */
export function constantOf({ parts }: Pick<Text, 'parts'>): string | undefined {
  return parts?.every((part) => typeof part === 'string') === true ? parts.join('') : undefined;
}

/** The one unknown piece that is the whole text. */
export function pieceOf({ parts }: Pick<Text, 'parts'>): Piece | undefined {
  const [only] = parts ?? [];
  return parts?.length === 1 && typeof only === 'object' ? only : undefined;
}

/** The value as one that stays what it is: each unknown piece gets an origin, numbered by `next`. */
export function settled(value: Value, next: () => number): Value {
  if (value.kind !== 'texts') return value;
  const texts = value.texts.map(({ parts, choices }) => {
    const settledParts = parts?.map((part) => {
      return typeof part === 'string' || part.origin !== undefined ? part : { ...part, origin: String(next()) };
    });
    return { parts: settledParts ?? null, choices };
  });
  return { kind: 'texts', texts };
}

interface Combination {
  readonly parts: readonly Text['parts'][];
  readonly choices: Text['choices'];
}

/** Every way to choose one text out of each list, where they go together; undefined if there are too many. */
function combine(lists: readonly (readonly Text[])[]): readonly Combination[] | undefined {
  let combined: readonly Combination[] = [{ parts: [], choices: ANYWHERE }];
  for (const texts of lists) {
    const next: Combination[] = [];
    for (const before of combined) {
      for (const text of texts) {
        const choices = join(before.choices, text.choices);
        if (choices !== undefined) next.push({ parts: [...before.parts, text.parts], choices });
        if (next.length > MOST) return undefined;
      }
    }
    combined = next;
  }
  return combined;
}

function join(a: Text['choices'], b: Text['choices']): Text['choices'] | undefined {
  for (const [list, element] of b) if ((a.get(list) ?? element) !== element) return undefined;
  return new Map([...a, ...b]);
}

/** The texts that several values may have at the same time; undefined if there are too many ways. */
export function combinations(lists: readonly (readonly Text[])[]): readonly (readonly Text['parts'][])[] | undefined {
  const different = new Map(combine(lists)?.map(({ parts }) => [JSON.stringify(parts), parts]));
  return different.size === 0 ? undefined : [...different.values()];
}

/** One value made of several. `make` gets a text of each. */
export function build(values: readonly Value[], make: (parts: readonly Text['parts'][]) => Text['parts']): Value {
  const combined = combine(values.map(textsOf)) ?? combine(values.map(asUncounted));
  if (combined === undefined) return UNKNOWN;
  return ofTexts(combined.map(({ parts, choices }) => ({ parts: make(parts), choices })));
}

/** Of a number that is counted up, no more than that it is one. */
function asUncounted(value: Value): readonly Text[] {
  return textsOf(value.kind === 'counter' ? { ...value, numbers: undefined } : value);
}

/** The elements of a list, each under the circumstance that it is the one chosen. @param first the number by which the first is chosen */
export function chosen(elements: readonly (readonly Text[])[], choice: string, first = 0): Value {
  const texts = elements.flatMap((alternatives, element) =>
    alternatives.flatMap(({ parts, choices }) => {
      const joined = join(choices, new Map([[choice, element + first]]));
      return joined === undefined ? [] : [{ parts, choices: joined }];
    }),
  );
  return ofTexts(texts);
}

/** The numbers from one to another, if these are known and they are not too many. */
export function numbersOf(
  from: Value,
  to: Value,
  by: Value = known('1'),
  isReverse = false,
): readonly number[] | undefined {
  const [first, last, step] = [from, to, by].map((value) => {
    const [only, ...others] = textsOf(value);
    const text = only === undefined || others.length > 0 ? '' : (constantOf(only) ?? '');
    return SMALL_NUMBER.test(text) ? Number(text) : undefined;
  });
  if (first === undefined || last === undefined || step === undefined || step <= 0) return undefined;
  const count = Math.floor((isReverse ? first - last : last - first) / step) + 1;
  if (count > MOST_NUMBERS) return undefined;
  return Array.from({ length: Math.max(0, count) }, (_, at) => first + (isReverse ? -at : at) * step);
}

const SMALL_NUMBER = /^-?\d{1,9}$/;
const MOST_NUMBERS = MOST;

/** An array of values that are each one of these, from rows that nobody has counted. */
export function listOf(value: Value): Value {
  // Elements that never come together in one row do so in a list.
  return { kind: 'list', element: textsOf(value).map(({ parts }) => ({ parts, choices: ANYWHERE })) };
}

/**
 * The elements of an array with this between them, as far as they are not null, or null. Two elements of a list stand for any number: what
 * more of them name, they name in the same way.
 */
export function joined(array: Value, separator: Value): Value {
  const between = (elements: readonly Value[]): Value =>
    build([separator, ...elements], ([sign, ...texts]) => {
      const there = texts.filter((parts) => parts !== null);
      return sign == null ? null : there.flatMap((parts, at) => (at === 0 ? parts : [...sign, ...parts]));
    });
  if (array.kind === 'array') return between(array.elements.map(ofTexts));
  if (array.kind !== 'list') return UNKNOWN;
  const element = ofTexts(array.element);
  if (array.element.length <= MOST_PAIRED) return either(either(between([element, element]), element), NULL);
  // Of many, each with each is too much; of all, each one stands before others in the one order or in the other.
  const all = array.element.map((text) => ofTexts([text]));
  const several = either(between(all), between(all.toReversed()));
  return either(either(several, element), NULL);
}

/** So many elements make no more texts than are told apart, if each one is put before each. */
const MOST_PAIRED = 15;

const SIMPLE_ARRAY = /^\{([^{}"\\]*)\}$/;

/** The elements of an array, or of a text that is one. */
export function elementsOf(value: Value): readonly (readonly Text[])[] | undefined {
  if (value.kind === 'array') return value.elements;
  if (value.kind !== 'texts') return undefined;
  const [only, ...others] = value.texts;
  const inner = only === undefined || others.length > 0 ? undefined : SIMPLE_ARRAY.exec(constantOf(only) ?? '')?.[1];
  if (inner === undefined) return undefined;
  const words = inner.trim() === '' ? [] : inner.split(',').map((word) => word.trim());
  return words.map((word) => textsOf(word.toLowerCase() === 'null' ? NULL : known(word)));
}
