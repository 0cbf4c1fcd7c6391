/**
 * The sections of a goose file, by the rules of goose's `internal/sqlparser/parser.go`:
 * - A marker is a line that begins with `--` and holds `+goose`; what follows may be in any letter case. Markers known: `Up`, `Down`,
 *   `StatementBegin`, `StatementEnd`, `NO TRANSACTION`, `ENVSUB ON`, `ENVSUB OFF`. Any other, or white space before one, is an error.
 * - `Up` comes first, once; `Down` may follow, once. Before `Up` only comments and blank lines may stand.
 * - A statement ends with a line whose last word before a comment ends in `;`. Between `StatementBegin` and `StatementEnd` it ends
 *   with the latter. A statement still open where its section ends is an error.
 * - Markers and substitutions are read in the whole file whichever way it is to run; only a statement left open in the down section
 *   does not keep the migration from being applied.
 */
import type { Problem } from '../../migration/problem.ts';
import { type Lookup, substituteEnvironment, SubstitutionError } from './envsub.ts';

export interface Section {
  readonly text: string;
  /** 1-based line of the file at which `text` begins. */
  readonly line: number;
}

export interface Sections {
  /** Undefined if the file is not as goose wants it. */
  readonly up?: Section | undefined;
  readonly down?: Section | undefined;
  readonly useTransaction: boolean;
  readonly problems: readonly Problem[];
}

const MARKERS = ['up', 'down', 'statementbegin', 'statementend', 'no transaction', 'envsub on', 'envsub off'] as const;
type Marker = (typeof MARKERS)[number];

interface State {
  section: 'none' | 'up' | 'down';
  /** 1-based line of the `StatementBegin` that is still open. */
  blockFrom?: number | undefined;
  /** 1-based line at which a statement begins that has not ended. */
  openFrom?: number | undefined;
  useTransaction: boolean;
  substitute: boolean;
  /** 1-based lines of the section markers. */
  upLine: number;
  downLine: number;
}

/** Stops at the first flaw, as goose does. */
export function parseSections(text: string, path: string, lookup: Lookup): Sections {
  const lines = text.split('\n');
  const state: State = { section: 'none', useTransaction: true, substitute: false, upLine: 0, downLine: 0 };
  let flaw: Flaw | undefined;
  for (let index = 0; index < lines.length && flaw === undefined; index += 1) {
    const line = lines[index] ?? '';
    if (/^\s*--/.test(line) && line.includes('+goose')) {
      flaw = readMarker(line, index + 1, state);
    } else {
      flaw = readLine(line, index + 1, state, (replaced) => (lines[index] = replaced), lookup);
    }
  }
  flaw ??= atEnd(state);
  const downOnly = state.section === 'down' && flaw?.code === 'open-statement';
  const problems = flaw === undefined ? [] : [toProblem(flaw, path, downOnly ? 'warning' : 'error')];
  if (flaw !== undefined && !downOnly) return { useTransaction: state.useTransaction, problems };
  const upEnd = state.section === 'down' ? state.downLine - 1 : lines.length;
  const slice = (from: number, to: number): Section => ({ text: lines.slice(from, to).join('\n'), line: from + 1 });
  return {
    up: slice(state.upLine, upEnd),
    down: state.section === 'down' && flaw === undefined ? slice(state.downLine, lines.length) : undefined,
    useTransaction: state.useTransaction,
    problems,
  };
}

interface Flaw {
  readonly code: string;
  readonly line: number;
  readonly says: string;
  readonly hint: string;
}

function toProblem(flaw: Flaw, path: string, severity: 'error' | 'warning'): Problem {
  const { code, line, hint } = flaw;
  return { severity, code, message: `${path}:${line} ${flaw.says}.`, path, line, hint };
}

function readMarker(text: string, line: number, state: State): Flaw | undefined {
  const words = text.replaceAll('--', '').replace('+goose', '').trim();
  const marker = MARKERS.find((known) => known === words.toLowerCase());
  if (marker === undefined || /^\s/.test(text)) {
    const hint = `Known markers, at the start of a line: ${MARKERS.join(', ')} (in any letter case).`;
    const says = marker === undefined ? `is not a marker goose knows: "${words}"` : 'has white space before its marker';
    return { code: 'bad-marker', line, says, hint };
  }
  return obey(marker, line, state);
}

function obey(marker: Marker, line: number, state: State): Flaw | undefined {
  const misplaced = (says: string, hint: string): Flaw => ({ code: 'misplaced-marker', line, says, hint });
  switch (marker) {
    case 'up':
      if (state.section !== 'none') {
        return misplaced('is a second "-- +goose Up"', 'Put each migration into a file of its own.');
      }
      state.section = 'up';
      state.upLine = line;
      return undefined;
    case 'down':
      if (state.section !== 'up') {
        return misplaced('is a "-- +goose Down" without an "Up" of its own before it', 'Put one Up before one Down.');
      }
      if (state.blockFrom !== undefined || state.openFrom !== undefined) return atEnd(state);
      state.section = 'down';
      state.downLine = line;
      return undefined;
    case 'statementbegin':
      if (state.section === 'none' || state.blockFrom !== undefined) {
        return misplaced('is a "StatementBegin" outside a section or inside another', 'Close the one before it.');
      }
      state.blockFrom = line;
      return undefined;
    case 'statementend':
      if (state.blockFrom === undefined) {
        return misplaced('is a "StatementEnd" without a "StatementBegin"', 'Add the line "-- +goose StatementBegin".');
      }
      state.blockFrom = undefined;
      state.openFrom = undefined;
      return undefined;
    case 'no transaction':
      state.useTransaction = false;
      return undefined;
    case 'envsub on':
    case 'envsub off':
      state.substitute = marker === 'envsub on';
      return undefined;
  }
}

function readLine(
  text: string,
  line: number,
  state: State,
  replace: (text: string) => void,
  lookup: Lookup,
): Flaw | undefined {
  const ignored = text === '' || /^\s*--/.test(text) || (state.section === 'none' && text.trim() === '');
  if (state.openFrom === undefined && ignored) return undefined;
  if (state.section === 'none') {
    const hint = 'Put the line "-- +goose Up" before the first statement.';
    return { code: 'missing-up', line, says: 'stands before "-- +goose Up"', hint };
  }
  let content = text;
  if (state.substitute) {
    try {
      content = substituteEnvironment(text, lookup);
    } catch (error) {
      if (!(error instanceof SubstitutionError)) throw error;
      const hint = 'Write "$$" for a dollar sign, or end the substitution with "-- +goose ENVSUB OFF".';
      return { code: 'bad-substitution', line, says: `cannot be substituted: ${error.message}`, hint };
    }
    replace(content);
  }
  if (state.blockFrom === undefined && endsStatement(content)) state.openFrom = undefined;
  else if (content.trim() !== '') state.openFrom ??= line;
  return undefined;
}

function endsStatement(line: string): boolean {
  const words = line.trim().split(/\s+/);
  const comment = words.findIndex((word) => word.startsWith('--'));
  return (comment === -1 ? words : words.slice(0, comment)).at(-1)?.endsWith(';') === true;
}

function atEnd(state: State): Flaw | undefined {
  if (state.section === 'none') {
    const hint = 'Put the line "-- +goose Up" before the first statement.';
    return { code: 'missing-up', line: 1, says: 'has no "-- +goose Up"', hint };
  }
  if (state.blockFrom !== undefined) {
    const hint = 'Add the line "-- +goose StatementEnd" after the statement.';
    return { code: 'open-block', line: state.blockFrom, says: 'begins a block without a "StatementEnd"', hint };
  }
  if (state.openFrom !== undefined) {
    const hint = 'End the statement with a semicolon at the end of a line.';
    return { code: 'open-statement', line: state.openFrom, says: 'begins a statement that does not end', hint };
  }
  return undefined;
}
