/** Whether the rounds of a loop have nothing to do with one another, so that they may come in any order. */
import type { Node as SqlNode } from 'libpg-query';
import { type Fields, has, stringsOf, tagOf } from '../ast.ts';
import type { Parser } from '../parse.ts';
import type { Source } from './source.ts';
import { type Block, type Code, type Node, type Step, stepsIn } from './syntax.ts';
import { nameOf, tokenize } from './tokens.ts';
import { changedBy } from './variables.ts';

type Loop = Extract<Node, { kind: 'loop' }>;

/**
 * What each round runs, if it does no more than tell something or add rows by what it knows itself: nothing is set, left or changed,
 * and the last of the loop's rows is used nowhere else. Whether a round finds what those before have added, the tables tell.
 *
 * @param root the whole body, of `source`
 */
export function roundsOf(parser: Parser, loop: Loop, root: Block, source: Source): readonly string[] | undefined {
  if (!isByRow(parser, loop.body)) return undefined;
  const targets = new Set([...changedBy(loop.each)].flat());
  // The value of a parameter may be what the function gives.
  const given = source.parameters.flatMap(({ name }, place) => [name, `$${place + 1}`]);
  if (given.some((name) => name !== undefined && targets.has(name))) return undefined;
  if ([...stepsIn([root])].some((step) => step.kind === 'declare' && step.variable.alias !== undefined))
    return undefined;
  if (isUsed(root, targets)) return undefined;
  return [...stepsIn(loop.body)].flatMap((step) => ('code' in step ? [step.code.sql] : []));
}

function isByRow(parser: Parser, body: readonly Node[]): boolean {
  const arePlain = (steps: readonly Step[]) => steps.every((step) => isPlain(parser, step));
  return body.every((node) => {
    switch (node.kind) {
      case 'steps':
        return arePlain(node.steps);
      case 'choice':
        return arePlain(node.before) && node.arms.every((arm) => arePlain(arm.tests) && isByRow(parser, arm.body));
      case 'leave':
        return node.how === 'continue' && arePlain(node.before);
      default:
        return false;
    }
  });
}

function isPlain(parser: Parser, step: Step): boolean {
  if (step.kind !== 'evaluate' && step.kind !== 'run') return false;
  const statements = statementsOf(parser, step.code);
  const kind = step.kind === 'evaluate' ? 'SelectStmt' : 'InsertStmt';
  return statements.length === 1 && statements.every((node) => tagOf(node) === kind && isKnown(node));
}

function statementsOf(parser: Parser, { sql }: Code): readonly object[] {
  try {
    return (parser.parseSync(sql).stmts ?? []).map(({ stmt }) => stmt ?? {});
  } catch {
    return [];
  }
}

/** Whether it sees nothing of other rounds but what they have added. */
function isKnown(statement: object): boolean {
  return !has(statement, (tag, fields) => {
    switch (tag) {
      case 'FuncCall':
        return !isHarmless(fields);
      // Whether the statement before found something.
      case 'ColumnRef':
        return stringsOf(fields['fields'] as SqlNode[] | undefined).at(-1) === 'found';
      case 'InsertStmt':
        return 'onConflictClause' in fields;
      default:
        return tag === 'UpdateStmt' || tag === 'DeleteStmt' || tag === 'MergeStmt' || tag === 'LockingClause';
    }
  });
}

function isHarmless({ funcname }: Fields): boolean {
  const [name = '', schema = 'pg_catalog', ...rest] = stringsOf(funcname as SqlNode[] | undefined).reverse();
  return HARMLESS.has(name) && schema === 'pg_catalog' && rest.length === 0;
}

/** Such as neither draw numbers nor tell what has happened. */
const HARMLESS = new Set(
  `btrim concat concat_ws count format gen_random_uuid json_build_object jsonb_build_object left length lower max md5 min now replace
   right substring to_char trim upper uuid_generate_v4`.split(/\s+/),
);

/** Whether these variables are spoken of outside of the loops that give them their values. */
function isUsed(node: Node, names: ReadonlySet<string>): boolean {
  const areUsed = (steps: readonly Step[]) => steps.some((step) => codesOf(step).some((code) => speaks(code, names)));
  switch (node.kind) {
    case 'loop': {
      const isTheirs = [...changedBy(node.each)].flat().some((name) => names.has(name));
      if (areUsed(node.before)) return true;
      return !isTheirs && (areUsed(node.each) || node.body.some((inner) => isUsed(inner, names)));
    }
    case 'block':
      return (
        areUsed(node.declarations) || [node.body, ...(node.handlers ?? [])].flat().some((inner) => isUsed(inner, names))
      );
    case 'choice':
      return (
        areUsed(node.before) ||
        node.arms.some((arm) => areUsed(arm.tests) || arm.body.some((inner) => isUsed(inner, names)))
      );
    case 'steps':
      return areUsed(node.steps);
    case 'leave':
      return areUsed(node.before);
  }
}

function codesOf(step: Step): readonly Code[] {
  if ('code' in step) return [step.code];
  return step.kind === 'declare' && step.variable.query !== undefined ? [step.variable.query] : [];
}

function speaks({ sql }: Code, names: ReadonlySet<string>): boolean {
  return tokenize(sql).some(
    (token) => ['word', 'identifier', 'parameter'].includes(token.kind) && names.has(nameOf(token)),
  );
}
