/**
 * What the author of a migration tells us, in comment lines of the script: `-- migrate-action: KEY=VALUE …`
 *
 * | directive | meaning |
 * | --- | --- |
 * | `depends-on=ID[,ID]` | runs only after these |
 * | `independent-of=ID[,ID]` | may run beside these, whatever the analysis thinks |
 * | `reads=NAME[,NAME]`, `writes=NAME[,NAME]` | touches these objects besides those the SQL shows |
 * | `opaque` | nothing sure can be said: keeps its place between all before and all after |
 * | `transaction=off` | statement by statement, each committed by itself |
 * | `irreversible` | there is no way down, on purpose |
 * | `timeout=30s` | limit for each statement (`ms`, `s`, `min`, `h`) |
 */
import { closest, distance } from 'fastest-levenshtein';
import type { Problem } from './problem.ts';

export interface Directives {
  readonly dependsOn: readonly string[];
  readonly independentOf: readonly string[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly opaque: boolean;
  readonly transaction?: 'off' | undefined;
  readonly irreversible: boolean;
  /** Milliseconds. */
  readonly timeoutMs?: number | undefined;
}

export const NO_DIRECTIVES: Directives = {
  dependsOn: [],
  independentOf: [],
  reads: [],
  writes: [],
  opaque: false,
  irreversible: false,
};

export interface ParsedDirectives {
  readonly directives: Directives;
  readonly problems: readonly Problem[];
}

type Draft = { -readonly [Key in keyof Directives]: Directives[Key] };
/** Takes the value of one directive (undefined for a bare word); says what is wrong with it, if anything. */
type Reader = (draft: Draft, value: string | undefined) => string | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  'depends-on': list('dependsOn'),
  'independent-of': list('independentOf'),
  reads: list('reads'),
  writes: list('writes'),
  opaque: flag('opaque'),
  irreversible: flag('irreversible'),
  transaction: (draft, value) => {
    if (value !== 'off') return 'takes only the value "off"';
    draft.transaction = 'off';
    return undefined;
  },
  timeout: (draft, value) => {
    draft.timeoutMs = parseDuration(value ?? '');
    return draft.timeoutMs === undefined ? 'takes a duration such as 500ms, 30s or 5min' : undefined;
  },
};
const KEYS = Object.keys(READERS);
/** Beyond this many edits a known key is no longer what somebody meant to write. */
const MAX_TYPO_EDITS = 4;

const LINE = /^[ \t]*--[ \t]*migrate-action:(.*)$/gm;

/**
 * Reads all directives of a script.
 *
 * @param path for problems: the script's file
 * @param firstLine 1-based line of the file at which `text` begins
 */
export function parseDirectives(text: string, path: string, firstLine = 1): ParsedDirectives {
  if (!text.includes('migrate-action:')) return { directives: NO_DIRECTIVES, problems: [] };
  const draft: Draft = { ...NO_DIRECTIVES };
  const problems: Problem[] = [];
  let line = firstLine;
  let counted = 0;
  for (const match of text.matchAll(LINE)) {
    line += countLines(text, counted, match.index);
    counted = match.index;
    for (const word of (match[1] ?? '').trim().split(/\s+/)) {
      const problem = readWord(draft, word);
      if (problem !== undefined) problems.push({ severity: 'error', code: 'bad-directive', path, line, ...problem });
    }
  }
  return { directives: draft, problems };
}

function readWord(draft: Draft, word: string): { message: string; hint: string } | undefined {
  const equals = word.indexOf('=');
  const key = equals === -1 ? word : word.slice(0, equals);
  const value = equals === -1 ? undefined : word.slice(equals + 1);
  const reader = Object.hasOwn(READERS, key) ? READERS[key] : undefined;
  if (reader === undefined) {
    const nearest = closest(key, KEYS);
    const known = `Known directives: ${KEYS.join(', ')}.`;
    const meant = distance(key, nearest) <= MAX_TYPO_EDITS ? `Did you mean "${nearest}"? ${known}` : known;
    return { message: key === '' ? 'The directive names no key.' : `There is no directive "${key}".`, hint: meant };
  }
  const wrong = reader(draft, value);
  if (wrong === undefined) return undefined;
  return { message: `The directive "${key}" ${wrong}, not "${value ?? ''}".`, hint: `Change or remove "${word}".` };
}

function list(field: 'dependsOn' | 'independentOf' | 'reads' | 'writes'): Reader {
  return (draft, value) => {
    const items = (value ?? '').split(',').filter((item) => item !== '');
    if (items.length === 0) return 'takes one or more names, separated by commas';
    draft[field] = [...draft[field], ...items];
    return undefined;
  };
}

function flag(field: 'opaque' | 'irreversible'): Reader {
  return (draft, value) => {
    if (value !== undefined) return 'takes no value';
    draft[field] = true;
    return undefined;
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `30s`, `5min`, `1h`; undefined for anything else, zero and more than a day included. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,9})(ms|s|min|h)$/.exec(text);
  if (match === null) return undefined;
  const milliseconds = Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? NaN);
  return milliseconds > 0 && milliseconds <= 86_400_000 ? milliseconds : undefined;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
