/** PL/pgSQL's statements that hold no others. */
import { type Assignment, type Code, type Node, type Step, Unreadable } from './syntax.ts';
import { depthOf, isToken, nameOf, type Token, type TokenReader } from './tokens.ts';

/** Reads a statement whose first word is `word`; what PL/pgSQL does not know is SQL. */
export function readSimple(reader: TokenReader, word: string): Step[] {
  switch (word) {
    case 'null':
      reader.next();
      return [];
    case 'perform':
      reader.next();
      return [evaluate(reader.expression(';'))];
    case 'assert':
      reader.next();
      return readList(reader, ';');
    case 'raise':
      reader.next();
      return readRaise(reader);
    case 'execute':
      reader.next();
      return readExecute(reader);
    case 'open':
      reader.next();
      return readOpen(reader);
    case 'fetch':
    case 'move':
      reader.next();
      return readFetch(reader);
    case 'close':
      reader.next();
      reader.path();
      return [];
    case 'get':
      reader.next();
      return readDiagnostics(reader);
    case 'call':
      return readCall(reader);
    default:
      return readSql(reader, word);
  }
}

function evaluate(code: Code): Step {
  return { kind: 'evaluate', code };
}

/** Expressions between commas. */
function readList(reader: TokenReader, ...ends: string[]): Step[] {
  const steps: Step[] = [];
  do steps.push(evaluate(reader.expression(',', ...ends)));
  while (reader.takes(','));
  return steps;
}

/** The expressions after USING, if that comes next. */
export function using(reader: TokenReader, ...ends: string[]): Step[] {
  return reader.takes('using') ? readList(reader, ...ends) : [];
}

/** Variables between commas. */
export function readTargets(reader: TokenReader): string[][] {
  const targets: string[][] = [];
  do targets.push(reader.path());
  while (reader.takes(','));
  return targets;
}

/** These variables may have any value from now on. */
export function unknownTargets(targets: readonly string[][]): Assignment[] {
  return targets.map((target) => ({ kind: 'assign', target, source: { kind: 'unknown' } }));
}

/** `x := …`, `r.f[1] = …`. */
export function readAssignment(reader: TokenReader): Step[] {
  const tokens = reader.until(':=', '=', ';');
  const [first] = tokens;
  if (first === undefined || reader.sees(';')) throw new Unreadable('an assignment without a value');
  reader.next();
  const code = reader.expression(';');
  if (tokens.some((token) => isToken(token, '['))) {
    // The target as a value evaluates what its subscripts do.
    const subscripts = evaluate(reader.code(tokens, 'SELECT '));
    return [subscripts, evaluate(code), ...unknownTargets([[nameOf(first)]])];
  }
  const target = tokens.filter((token) => !isToken(token, '.')).map(nameOf);
  return [evaluate(code), { kind: 'assign', target, source: { kind: 'value', code } }];
}

/** After RAISE. */
function readRaise(reader: TokenReader): Step[] {
  const steps: Step[] = [];
  // A level, a condition's name, SQLSTATE and its code, or a message.
  while (reader.peek().kind === 'word' && !reader.sees('using')) reader.next();
  while (reader.peek().kind === 'string') reader.next();
  if (reader.takes(',')) steps.push(...readList(reader, 'using', ';'));
  if (reader.takes('using')) {
    do {
      reader.next();
      if (!reader.takes('=')) reader.expect(':=');
      steps.push(evaluate(reader.expression(',', ';')));
    } while (reader.takes(','));
  }
  return steps;
}

/** After EXECUTE. */
function readExecute(reader: TokenReader): Step[] {
  const code = reader.expression('into', 'using', ';');
  const before: Step[] = [];
  const after: Step[] = [];
  let takesFirst = false;
  while (!reader.sees(';')) {
    if (reader.takes('into')) {
      takesFirst = !reader.takes('strict');
      after.push(...unknownTargets(readTargets(reader)));
    } else if (reader.sees('using')) {
      before.push(...using(reader, 'into', ';'));
    } else {
      throw new Unreadable(`"${reader.peek().text}" after EXECUTE`);
    }
  }
  return [...before, { kind: 'execute', code, ...(takesFirst ? { takesFirst } : {}) }, ...after];
}

/** After OPEN. */
function readOpen(reader: TokenReader): Step[] {
  const { line } = reader;
  const cursor = reader.path();
  // A variable that names no cursor yet is given the name of the new one.
  const named = unknownTargets([cursor]);
  if (reader.sees('(')) {
    return [...readArguments(reader, reader.until(';')), { kind: 'open', cursor, line, takesFirst: true }];
  }
  if (reader.sees(';')) return [{ kind: 'open', cursor, line, takesFirst: true }];
  reader.takes('no');
  reader.takes('scroll');
  reader.expect('for');
  if (!reader.takes('execute'))
    return [{ kind: 'run', code: reader.code(reader.until(';')), takesFirst: true }, ...named];
  const code = reader.expression('using', ';');
  return [...using(reader, ';'), { kind: 'execute', code, takesFirst: true }, ...named];
}

/** The loop over a bound cursor that `tokens` between IN and LOOP make. */
export function cursorOf(reader: TokenReader, tokens: readonly Token[]): Step[] | undefined {
  const [first] = tokens;
  if (first === undefined || ['select', 'values', 'with'].includes(first.word)) return undefined;
  const open = tokens.findIndex((token) => isToken(token, '('));
  const path = open === -1 ? tokens : tokens.slice(0, open);
  const isPath = path.every((token, at) => (at % 2 === 0 ? isName(token) : isToken(token, '.')));
  if (!isPath || path.length % 2 === 0) return undefined;
  const cursor = path.filter((_, at) => at % 2 === 0).map(nameOf);
  const steps = open === -1 ? [] : readArguments(reader, tokens.slice(open));
  return [...steps, { kind: 'open', cursor, line: reader.lineOf(first) }];
}

function isName({ kind }: Token): boolean {
  return kind === 'word' || kind === 'identifier' || kind === 'parameter';
}

/** `(1, name := 2)` */
function readArguments(reader: TokenReader, tokens: readonly Token[]): Step[] {
  const steps: Step[] = [];
  let depth = 0;
  let value: Token[] = [];
  for (const token of tokens) {
    const before = depth;
    depth += depthOf(token);
    if (before === 0 || depth === 0 || (before === 1 && isToken(token, ','))) {
      if (value.length > 0) steps.push(evaluate(reader.code(value, 'SELECT ')));
      value = [];
      // What stands between, or after, the parentheses would have been taken for nothing.
      if (before === 0 && (!isToken(token, '(') || token !== tokens[0]))
        throw new Unreadable(`"${token.text}" after arguments`);
    } else if (value.length === 1 && (isToken(token, ':=') || isToken(token, '=>'))) {
      value = [];
    } else {
      value.push(token);
    }
  }
  return steps;
}

/** After FETCH or MOVE. */
function readFetch(reader: TokenReader): Step[] {
  const steps: Step[] = [];
  const tokens = reader.until('from', 'in', 'into', ';');
  if (reader.takes('from') || reader.takes('in')) {
    const [first, second] = tokens;
    const step = ['absolute', 'relative', 'forward', 'backward'].includes(first?.word ?? '');
    const fixed = ['next', 'prior', 'first', 'last', 'all'];
    const count = step ? tokens.slice(1) : tokens;
    const [only] = count;
    if (only !== undefined && !(count.length === 1 && fixed.includes((step ? second : first)?.word ?? '')))
      steps.push(evaluate(reader.code(count, 'SELECT ')));
    reader.path();
  } else if (!tokens.every((token, at) => (at % 2 === 0 ? isName(token) : isToken(token, '.')))) {
    throw new Unreadable('FETCH without FROM');
  }
  if (reader.takes('into')) steps.push(...unknownTargets(readTargets(reader)));
  return steps;
}

/** After GET: `STACKED DIAGNOSTICS x = ROW_COUNT, …`. */
function readDiagnostics(reader: TokenReader): Step[] {
  if (!reader.takes('current')) reader.takes('stacked');
  reader.expect('diagnostics');
  const targets: string[][] = [];
  do {
    targets.push(reader.path());
    if (!reader.takes('=')) reader.expect(':=');
    nameOf(reader.next());
  } while (reader.takes(','));
  return unknownTargets(targets);
}

/** Any variable among the arguments may be one that the procedure gives a value. */
function readCall(reader: TokenReader): Step[] {
  const tokens = reader.until(';');
  const names = tokens.filter(isName).map((token) => [nameOf(token)]);
  return [{ kind: 'run', code: reader.code(tokens) }, ...unknownTargets(names)];
}

/** After RETURN. */
export function readReturn(reader: TokenReader): Node {
  const nameFollows = ['.', ';', '[', '::'].some((mark) => reader.sees(mark, 1));
  if (reader.sees('next')) {
    reader.next();
    return { kind: 'steps', steps: reader.sees(';') ? [] : [evaluate(reader.expression(';'))] };
  }
  if (reader.sees('query') && !nameFollows) {
    reader.next();
    if (!reader.takes('execute'))
      return { kind: 'steps', steps: [{ kind: 'run', code: reader.code(reader.until(';')) }] };
    const code = reader.expression('using', ';');
    return { kind: 'steps', steps: [...using(reader, ';'), { kind: 'execute', code }] };
  }
  return { kind: 'leave', how: 'return', before: reader.sees(';') ? [] : [evaluate(reader.expression(';'))] };
}

/** After EXIT or CONTINUE. */
export function readExit(reader: TokenReader, how: 'exit' | 'continue'): Node {
  const label = reader.sees(';') || reader.sees('when') ? undefined : nameOf(reader.next());
  const before = reader.takes('when') ? [evaluate(reader.expression(';'))] : [];
  return { kind: 'leave', how, before, label };
}

const CHANGES = new Set(['insert', 'update', 'delete', 'merge']);

/** A whole SQL statement. The variables after INTO, which may stand anywhere in it, are PL/pgSQL's and not part of it. */
function readSql(reader: TokenReader, first: string): Step[] {
  const { line } = reader;
  const parts: string[] = [];
  const targets: string[][] = [];
  let tokens: Token[] = [];
  let depth = 0;
  let previous = '';
  let strict = false;
  for (;;) {
    const token = reader.peek();
    if (depth === 0 && isToken(token, ';')) break;
    const isTarget = isToken(token, 'into') && !['insert', 'merge'].includes(previous) && first !== 'import';
    if (isTarget) {
      if (targets.length > 0) throw new Unreadable('two times INTO');
      parts.push(reader.textOf(tokens));
      tokens = [];
      reader.next();
      strict = reader.takes('strict');
      targets.push(...readTargets(reader));
      previous = '';
    } else {
      depth += depthOf(token);
      previous = token.word;
      tokens.push(reader.next());
    }
  }
  parts.push(reader.textOf(tokens));
  const code = { sql: parts.join(' ').trim(), line };
  if (code.sql === '') throw new Unreadable('a statement without words');
  const rows = targets.map((target, column): Step => {
    return {
      kind: 'assign',
      target,
      source: { kind: 'row', code, column: targets.length === 1 ? 'all' : column, orNull: true },
    };
  });
  // With more rows than one, STRICT is an error, and so is what a change of rows returns; of a query the first is taken.
  const takesFirst = targets.length > 0 && !strict && !CHANGES.has(first);
  return [{ kind: 'run', code, ...(takesFirst ? { takesFirst } : {}) }, ...rows];
}
