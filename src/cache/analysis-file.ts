/**
 * The document of what a set's scripts touch, as the analysis found it. It comes from elsewhere, so nothing in it is believed before it
 * is checked.
 *
 * `{ "format": "migrate-action analysis", "version": 3, "maker", "strings": [TEXT, …], "scripts": [[CHAIN, OPAQUE | null, OUTSIDE | null,
 * DRAWS, [LOCK, …], [TABLE, PLACE, …] | [], [RESOURCE, MANNER, VERB, LABEL, LINE, …], [PROBLEM, …]], …], "state": [CHAIN, STATE] | null }`,
 * where what is in capitals inside the lists of numbers is the place of a text in `strings`. The state is that of the analysis after the
 * script of that chain, packed: only a run with scripts that are not known unpacks it.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import type { Problem } from '../migration/problem.ts';
import { type Footprint, type Manner, type Touch, type Verb, VERBS } from '../sql/footprint.ts';

/** What one script touches, and what the parser has against it. */
export interface Analysed {
  readonly footprint: Footprint;
  readonly syntax: readonly Problem[];
}

/** By chain: what tells a script after all before it from any other. */
export type KnownScripts = ReadonlyMap<string, Analysed>;

export interface AnalysisFile {
  readonly scripts: KnownScripts;
  readonly state: KeptState | undefined;
}

/** What the analysis knew after one of the scripts. */
export interface KeptState {
  readonly chain: string;
  /** See `unpackState`. */
  readonly packed: string;
}

export const NOTHING_KNOWN: AnalysisFile = { scripts: new Map(), state: undefined };

const FORMAT = 'migrate-action analysis';
const VERSION = 3;
/** Far more than sets have; what unpacks to more is none of ours. */
const LARGEST_STATE_BYTES = 64 * 1024 * 1024;
const FIELDS_OF_TOUCH = 5;
const MANNERS: ReadonlySet<string> = new Set<Manner>(['read', 'add', 'write']);
const SEVERITIES: ReadonlySet<unknown> = new Set(['error', 'warning', 'info']);

export function printAnalyses(maker: string, { scripts, state }: AnalysisFile): Buffer {
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, places.size);
    return places.size - 1;
  };
  const printed = [...scripts].map(([chain, { footprint, syntax }]) => {
    const { opaque = null, outside = null, draws = false, byPlacement, locks = [], touches } = footprint;
    const numbers: number[] = [];
    for (const { resource, manner, verb, label, line } of touches) {
      numbers.push(placeOf(resource), placeOf(manner), placeOf(verb), placeOf(label), line);
    }
    const placement = byPlacement === undefined ? [] : [placeOf(byPlacement.table), ...byPlacement.placedBy];
    return [chain, opaque, outside, draws, [...locks].map(placeOf), placement, numbers, syntax];
  });
  const strings = [...places.keys()];
  const printedState = state === undefined ? null : [state.chain, state.packed];
  const file = { format: FORMAT, version: VERSION, maker, strings, scripts: printed, state: printedState };
  return Buffer.from(`${JSON.stringify(file)}\n`);
}

/**
 * @returns nothing known when another build of us made it, which may well have read the same SQL in another way
 * @throws Error for anything that is no such document, or not whole
 */
export function parseAnalyses(maker: string, document: Buffer): AnalysisFile {
  let file: unknown;
  try {
    file = JSON.parse(document.toString());
  } catch {
    throw new Error('it is no JSON');
  }
  const { format, version, maker: madeBy, strings, scripts, state } = (file ?? {}) as Readonly<Record<string, unknown>>;
  if (format !== FORMAT) throw new Error('it is no analysis of migrate-action');
  if (version !== VERSION || madeBy !== maker) return NOTHING_KNOWN;
  if (!isList(strings, isText) || !isList(scripts, isLine) || !isPrintedState(state)) throw damaged();
  return {
    scripts: new Map(scripts.map((line) => readLine(line, strings))),
    state: state === null ? undefined : { chain: state[0], packed: state[1] },
  };
}

export function packState(state: string): string {
  return deflateSync(state).toString('base64');
}

/** @throws Error for what `packState` has not made, or not whole: it has a checksum */
export function unpackState(packed: string): string {
  try {
    return inflateSync(Buffer.from(packed, 'base64'), { maxOutputLength: LARGEST_STATE_BYTES }).toString();
  } catch {
    throw damaged();
  }
}

function isPrintedState(value: unknown): value is readonly [chain: string, packed: string] | null {
  return value === null || (isList(value, isText) && value.length === 2);
}

type Line = readonly [string, unknown, unknown, unknown, unknown, unknown, unknown, unknown];

function isLine(value: unknown): value is Line {
  return Array.isArray(value) && value.length === 8 && isText(value[0]);
}

function readLine(line: Line, strings: readonly string[]): [string, Analysed] {
  const [chain, opaque, outside, draws, locks, placement, touches, syntax] = line;
  const textAt = (place: number | undefined): string => {
    const text = place === undefined ? undefined : strings[place];
    if (text === undefined) throw damaged();
    return text;
  };
  if (!isClause(opaque) || !isClause(outside) || typeof draws !== 'boolean') throw damaged();
  if (!isList(locks, isWhole) || !isList(placement, isWhole)) throw damaged();
  if (!isList(touches, isWhole) || !isList(syntax, isProblem)) throw damaged();
  if (touches.length % FIELDS_OF_TOUCH !== 0) throw damaged();
  const read: Touch[] = [];
  for (let at = 0; at < touches.length; at += FIELDS_OF_TOUCH) {
    const manner = textAt(touches[at + 1]);
    const verb = textAt(touches[at + 2]);
    if (!isManner(manner) || !isVerb(verb)) throw damaged();
    const [resource, label] = [textAt(touches[at]), textAt(touches[at + 3])];
    read.push({ resource, manner, verb, label, line: touches[at + 4] ?? 1 });
  }
  const footprint: Footprint = {
    touches: read,
    opaque: opaque ?? undefined,
    outside: outside ?? undefined,
    draws,
    byPlacement: placement.length === 0 ? undefined : { table: textAt(placement[0]), placedBy: placement.slice(1) },
    locks: new Set(locks.map(textAt)),
  };
  return [chain, { footprint, syntax }];
}

function isList<T>(value: unknown, isItem: (item: unknown) => item is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isClause(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isManner(value: string): value is Manner {
  return MANNERS.has(value);
}

function isVerb(value: string): value is Verb {
  return Object.hasOwn(VERBS, value);
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { severity, code, message, path, line, column, hint } = value as Readonly<Record<string, unknown>>;
  return (
    SEVERITIES.has(severity) &&
    isText(code) &&
    isText(message) &&
    [path, hint].every((text) => text === undefined || isText(text)) &&
    [line, column].every((place) => place === undefined || isWhole(place))
  );
}

function damaged(): Error {
  return new Error('it is damaged');
}
