/** The DECLARE part of a block. */
import type { Step } from './syntax.ts';
import { nameOf, type TokenReader } from './tokens.ts';

/** Reads declarations up to the block's BEGIN. */
export function readDeclarations(reader: TokenReader): Step[] {
  const steps: Step[] = [];
  while (!reader.sees('begin')) {
    // DECLARE may be said again before any of them.
    if (!reader.takes('declare')) steps.push(...readDeclaration(reader));
  }
  return steps;
}

function readDeclaration(reader: TokenReader): Step[] {
  const name = nameOf(reader.next());
  if (reader.sees('alias') && reader.sees('for', 1)) {
    reader.next();
    reader.next();
    const alias = reader.path();
    reader.expect(';');
    return [{ kind: 'declare', variable: { name, alias } }];
  }
  const scroll = reader.sees('no') && reader.sees('scroll', 1) ? 2 : reader.sees('scroll') ? 1 : 0;
  if (reader.sees('cursor', scroll)) {
    for (let taken = 0; taken <= scroll; taken += 1) reader.next();
    return readCursor(name, reader);
  }
  reader.takes('constant');
  const type = readType(reader);
  const collation = reader.takes('collate') ? { collation: reader.path() } : {};
  if (reader.takes('not')) reader.expect('null');
  const found: Step = { kind: 'type', ...type, ...collation };
  const declare: Step = { kind: 'declare', variable: { name, type: type.name } };
  if (reader.takes(';')) return [found, declare, { kind: 'assign', target: [name], source: { kind: 'null' } }];
  if (!reader.takes(':=') && !reader.takes('=')) reader.expect('default');
  const code = reader.expression(';');
  reader.expect(';');
  const given: Step = { kind: 'assign', target: [name], source: { kind: 'value', code } };
  return [found, { kind: 'evaluate', code }, declare, given];
}

interface Type {
  readonly name: string;
  readonly line: number;
}

const ENDS = ['collate', 'not', '=', ':=', 'default', ';', ',', ')'];

function readType(reader: TokenReader): Type {
  const { line } = reader;
  return { name: reader.code(reader.until(...ENDS)).sql, line };
}

/** After CURSOR. Its query runs where it is opened, not here. */
function readCursor(name: string, reader: TokenReader): Step[] {
  const steps: Step[] = [];
  if (reader.takes('(')) {
    do {
      // Its name is known to the query alone.
      reader.next();
      steps.push({ kind: 'type', ...readType(reader) });
    } while (reader.takes(','));
    reader.expect(')');
  }
  if (!reader.takes('is')) reader.expect('for');
  const query = reader.code(reader.until(';'));
  reader.expect(';');
  return [...steps, { kind: 'declare', variable: { name, query, takesArguments: steps.length > 0 } }];
}
