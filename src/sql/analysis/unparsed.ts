/**
 * Statements that cannot be parsed. Nothing sure can be said about them; but what they leave behind for others is bounded where
 * their first word says, in every version's grammar, that they define nothing: then it is what the objects they name do.
 */
import { isBuiltinFunction } from '../known/builtin.ts';
import { Scanner } from '../scan.ts';
import { parseName } from '../ast.ts';
import { builtinCall } from './builtin-call.ts';
import { type Context, conditionally, giveUp } from './context.ts';
import type { Consequence } from './consequence.ts';
import type { Entity } from './entity.ts';
import { perform } from './perform.ts';

/** @param because why it cannot be parsed, as a clause */
export function readUnparsed(context: Context, sql: string, because: string): void {
  const names = namesInRows(sql);
  giveUp(context, because, names === undefined);
  if (names === undefined) return;
  conditionally(context, () => {
    for (const operator of context.catalog.all('operator')) perform(context, [{ op: 'call', entity: operator }]);
    for (const name of names) perform(context, [...builtinConsequences(context, name), ...anyUse(context, name)]);
  });
}

/** Only what begins with these reads or changes rows, if it makes no table by INTO. */
const ABOUT_ROWS: ReadonlySet<string> = new Set(['select', 'insert', 'update', 'delete', 'merge', 'with', 'values']);

/** Every name in a statement that is about rows; undefined for any other. */
function namesInRows(sql: string): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const scanner = new Scanner(sql);
  let before = '';
  let ended = false;
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    if (ended || kind === 'template' || kind === 'backslash') return undefined;
    const token = sql.slice(scanner.start, scanner.end);
    const word = kind === 'word' ? token.toLowerCase() : '';
    if (names.size === 0 && !ABOUT_ROWS.has(word)) return undefined;
    if (word === 'into' && before !== 'insert' && before !== 'merge') return undefined;
    if (kind === 'word' || kind === 'identifier') {
      const [name] = parseName(token) ?? [];
      // `U&"…"`, whose escapes are not resolved.
      if (name === undefined) return undefined;
      names.add(name);
    }
    ended = kind === 'semicolon';
    before = word;
  }
  return scanner.unterminated === undefined && names.size > 0 ? names : undefined;
}

/** With however many arguments it may be called. */
function builtinConsequences(context: Context, name: string): readonly Consequence[] {
  if (!isBuiltinFunction(name)) return [];
  return COUNTS.flatMap((count) =>
    builtinCall(
      context,
      name,
      Array.from({ length: count }, () => ANY_ARGUMENT),
    ),
  );
}

/** No function whose effect hangs on the number of its arguments takes more. */
const COUNTS = [0, 1, 2, 3, 4, 5];
const ANY_ARGUMENT = { ParamRef: {} };

/** All that a statement about rows may do with whatever has this name. */
function anyUse({ catalog }: Context, name: string): readonly Consequence[] {
  return [...catalog.named(name)].flatMap((entity): readonly Consequence[] => {
    if (entity.space === 'routine') return [{ op: 'call', entity }];
    if (entity.space === 'type') return [{ op: 'use', entity }];
    return entity.space === 'relation' && entity.kind !== 'index' ? anyChange(entity) : [];
  });
}

function anyChange(entity: Entity): readonly Consequence[] {
  return (['use', 'read', 'insert', 'update', 'delete'] as const).map((op) => ({ op, entity }));
}
