/**
 * PL/pgSQL's statements. Each token of a body is either taken here by name, as part of the language, or belongs to SQL that is
 * handed on; there is nothing that is skipped.
 */
import { readDeclarations } from './declarations.ts';
import {
  cursorOf,
  readAssignment,
  readExit,
  readReturn,
  readSimple,
  readTargets,
  unknownTargets,
  using,
} from './simple.ts';
import { type Arm, type Block, type Node, type Step, Unreadable } from './syntax.ts';
import { nameOf, type TokenReader } from './tokens.ts';

/** PL/pgSQL's own reserved words: no variable can have such a name without quotes. */
const RESERVED = new Set(
  'all begin by case declare else end execute for foreach from if in into loop not null or strict then to using when while'.split(
    ' ',
  ),
);
const CLOSERS = ['end', 'else', 'elsif', 'elseif', 'when', 'exception'];

/** Reads a whole body. */
export function readFunction(reader: TokenReader): Block {
  while (reader.takes('#')) {
    // #variable_conflict use_column, #option dump, #print_strict_params on: how names are looked up is the caller's to over-estimate.
    reader.next();
    reader.next();
  }
  const block = readBlock(reader, readLabel(reader));
  reader.takes(';');
  if (reader.peek().kind !== 'end') throw new Unreadable(`"${reader.peek().text}" after the body's end`);
  return block;
}

function readLabel(reader: TokenReader): string | undefined {
  if (!reader.takes('<<')) return undefined;
  const label = nameOf(reader.next());
  reader.expect('>>');
  return label;
}

function readBlock(reader: TokenReader, label: string | undefined): Block {
  const declarations = reader.takes('declare') ? readDeclarations(reader) : [];
  reader.expect('begin');
  const body = readStatements(reader);
  const handlers = reader.takes('exception') ? readHandlers(reader) : undefined;
  closeWith(reader);
  return { kind: 'block', label, declarations, body, handlers };
}

function readHandlers(reader: TokenReader): (readonly Node[])[] {
  const handlers: (readonly Node[])[] = [];
  while (reader.takes('when')) {
    // Conditions are names and codes: nothing is evaluated.
    reader.until('then');
    reader.expect('then');
    handlers.push(readStatements(reader));
  }
  return handlers;
}

/** END, what it ends, and perhaps the label again. The semicolon is left. */
function closeWith(reader: TokenReader, what?: string): void {
  reader.expect('end');
  if (what !== undefined) reader.expect(what);
  if (!reader.sees(';') && reader.peek().kind !== 'end') nameOf(reader.next());
}

function readStatements(reader: TokenReader): Node[] {
  const nodes: Node[] = [];
  while (startsAssignment(reader) || !CLOSERS.some((closer) => reader.sees(closer))) {
    nodes.push(readStatement(reader));
    reader.expect(';');
  }
  return nodes;
}

/** Words that are not reserved are names where a name can be meant. */
function startsAssignment(reader: TokenReader): boolean {
  const { kind, word } = reader.peek();
  if (kind === 'word' ? RESERVED.has(word) : kind !== 'identifier' && kind !== 'parameter') return false;
  return [':=', '=', '[', '.'].some((mark) => reader.sees(mark, 1));
}

function readStatement(reader: TokenReader): Node {
  if (startsAssignment(reader)) return { kind: 'steps', steps: readAssignment(reader) };
  const label = readLabel(reader);
  const { word } = reader.peek();
  switch (word) {
    case 'declare':
    case 'begin':
      return readBlock(reader, label);
    case 'loop':
      return readLoop(reader, label, [], []);
    case 'while':
      reader.next();
      return readLoop(reader, label, [], [{ kind: 'evaluate', code: reader.expression('loop') }]);
    case 'for':
      reader.next();
      return readFor(reader, label);
    case 'foreach':
      reader.next();
      return readForeach(reader, label);
  }
  if (label !== undefined) throw new Unreadable(`"${reader.peek().text}" with a label`);
  switch (word) {
    case 'if':
      reader.next();
      return readIf(reader);
    case 'case':
      reader.next();
      return readCase(reader);
    case 'exit':
    case 'continue':
      reader.next();
      return readExit(reader, word);
    case 'return':
      reader.next();
      return readReturn(reader);
    default:
      return { kind: 'steps', steps: readSimple(reader, word) };
  }
}

function readIf(reader: TokenReader): Node {
  const arms: Arm[] = [];
  do {
    const tests: Step[] = [{ kind: 'evaluate', code: reader.expression('then') }];
    reader.expect('then');
    arms.push({ tests, body: readStatements(reader) });
  } while (reader.takes('elsif') || reader.takes('elseif'));
  if (reader.takes('else')) arms.push({ tests: [], body: readStatements(reader) });
  closeStatement(reader, 'if');
  return { kind: 'choice', before: [], arms };
}

function readCase(reader: TokenReader): Node {
  const subject = reader.sees('when') ? undefined : reader.expression('when');
  const arms: Arm[] = [];
  while (reader.takes('when')) {
    const tokens = reader.until('then');
    // The subject is evaluated once, before: here only what it is compared to is.
    const { sql, line } = reader.code(tokens);
    const code = { sql: subject === undefined ? `SELECT ${sql}` : `SELECT NULL IN (${sql})`, line };
    const tests: Step[] = [{ kind: 'evaluate', code }];
    reader.expect('then');
    arms.push({ tests, body: readStatements(reader) });
  }
  if (reader.takes('else')) arms.push({ tests: [], body: readStatements(reader) });
  closeStatement(reader, 'case');
  return { kind: 'choice', before: subject === undefined ? [] : [{ kind: 'evaluate', code: subject }], arms };
}

function closeStatement(reader: TokenReader, what: string): void {
  reader.expect('end');
  reader.expect(what);
}

function readLoop(
  reader: TokenReader,
  label: string | undefined,
  before: readonly Step[],
  each: readonly Step[],
): Node {
  reader.expect('loop');
  const body = readStatements(reader);
  closeWith(reader, 'loop');
  return { kind: 'loop', label, before, each, body };
}

function readFor(reader: TokenReader, label: string | undefined): Node {
  const targets = readTargets(reader);
  reader.expect('in');
  if (reader.takes('execute')) {
    const before: Step[] = [{ kind: 'execute', code: reader.expression('loop', 'using') }, ...using(reader, 'loop')];
    return readLoop(reader, label, before, unknownTargets(targets));
  }
  const [target = []] = targets;
  const [name = ''] = target;
  const reverse = reader.takes('reverse');
  const tokens = reader.until('..', 'loop');
  if (reader.takes('..')) {
    const bounds = [reader.code(tokens, 'SELECT '), reader.expression('loop', 'by')] as const;
    const by = reader.takes('by') ? reader.expression('loop') : undefined;
    const steps = [...bounds, ...(by === undefined ? [] : [by])].map((code): Step => ({ kind: 'evaluate', code }));
    const variable: Step = { kind: 'declare', variable: { name, type: 'integer' } };
    const [from, to] = bounds;
    const source = { kind: 'integer', from, to, by, isReverse: reverse } as const;
    return readLoop(reader, label, steps, [variable, { kind: 'assign', target, source }]);
  }
  if (reverse) throw new Unreadable('REVERSE without bounds');
  const cursor = cursorOf(reader, tokens);
  if (cursor !== undefined) {
    // The variable is a new one, whose rows are the cursor's.
    const variable: Step = { kind: 'declare', variable: { name } };
    const source = {
      kind: 'cursor',
      cursor: cursor.flatMap((step) => (step.kind === 'open' ? step.cursor : [])),
    } as const;
    return readLoop(reader, label, cursor, [variable, { kind: 'assign', target, source }]);
  }
  const code = reader.code(tokens);
  const rows = targets.map((to, column): Step => {
    return {
      kind: 'assign',
      target: to,
      source: { kind: 'row', code, column: targets.length === 1 ? 'all' : column, orNull: false },
    };
  });
  return readLoop(reader, label, [{ kind: 'run', code }], rows);
}

function readForeach(reader: TokenReader, label: string | undefined): Node {
  const targets = readTargets(reader);
  const sliced = reader.takes('slice');
  if (sliced) reader.next();
  reader.expect('in');
  reader.expect('array');
  const code = reader.expression('loop');
  const [target, ...others] = targets;
  const each: Step[] =
    sliced || target === undefined || others.length > 0
      ? unknownTargets(targets)
      : [{ kind: 'assign', target, source: { kind: 'element', code } }];
  return readLoop(reader, label, [{ kind: 'evaluate', code }], each);
}
