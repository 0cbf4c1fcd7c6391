/** Statements that change or use the session's own state: settings, prepared statements, temporary objects, locks. */
import type {
  ConstraintsSetStmt,
  DiscardStmt,
  ExecuteStmt,
  PrepareStmt,
  TransactionStmt,
  VariableSetStmt,
} from 'libpg-query';
import { nameOfRange } from '../../ast.ts';
import { isHole } from '../../holes.ts';
import { type Context, giveUp, isConditional, searchedSchemas, TEMPORARY } from '../context.ts';
import { namedBySetting } from '../named-object.ts';
import { perform } from '../perform.ts';
import { performPostponed } from '../row-changes.ts';
import { consequencesOf } from '../query.ts';
import { findSchemas, unknownName } from '../resolve.ts';
import { valuesIn } from './routine.ts';

/** Settings after which names, triggers or privileges work otherwise in a way that is not followed. */
export function setVariable(context: Context, statement: VariableSetStmt): void {
  const name = (statement.name ?? '').toLowerCase();
  const { searchPath: before, ownPath } = context.session;
  if (statement.kind === 'VAR_RESET_ALL') setSearchPath(context, context.session.ownPath);
  if (name === 'search_path') {
    setSearchPath(context, statement.kind === 'VAR_SET_VALUE' ? (valuesIn(statement) ?? ownPath) : ownPath);
    context.session.afterwards = statement.is_local === true ? (context.session.afterwards ?? before) : undefined;
    // What holds for a transaction only leaves open what holds behind it.
    if (statement.is_local !== true && !isConditional(context)) context.session.mayMakeElsewhere = false;
  }
  if (statement.kind === 'VAR_SET_VALUE') perform(context, namedBySetting(context, name, valuesIn(statement)?.[0]));
  if (name === 'role' || name === 'session_authorization') {
    const roles = valuesIn(statement) ?? [];
    context.session.actingAs = new Set(roles.filter((role) => role !== 'none'));
    // What it may do hangs on grants to every role that it belongs to.
    if (statement.kind === 'VAR_SET_VALUE') giveUp(context, 'acts as another role', false);
  }
}

export function setSearchPath(context: Context, path: readonly string[]): void {
  if (path.some(isHole)) {
    giveUp(context, 'sets search_path to what only the run knows', true);
    return;
  }
  if (isConditional(context) && path.join() !== context.session.searchPath.join()) {
    if (looksUpAlike(context, path)) context.session.mayMakeElsewhere = true;
    else giveUp(context, 'sets search_path under a condition', true);
    return;
  }
  context.session.searchPath = path;
  findSchemas(context, path);
}

/** Temporary objects are found first wherever their schema is not named, and nothing else is found in it. */
function looksUpAlike(context: Context, path: readonly string[]): boolean {
  const { session } = context;
  const [one, other] = [path, session.searchPath].map((searchPath) =>
    searchedSchemas({ ...context, session: { ...session, searchPath } })
      .filter((schema, at) => at > 0 || schema !== TEMPORARY)
      .join(),
  );
  return one === other;
}

/** What was set for the transaction ends with it; what is undone is read as what may be. */
export function endTransaction(context: Context, statement: TransactionStmt): void {
  switch (statement.kind) {
    case 'TRANS_STMT_COMMIT':
    case 'TRANS_STMT_ROLLBACK':
      performPostponed(context);
      setSearchPath(context, context.session.afterwards ?? context.session.searchPath);
      context.session.afterwards = undefined;
      return;
    case 'TRANS_STMT_PREPARE':
    case 'TRANS_STMT_COMMIT_PREPARED':
    case 'TRANS_STMT_ROLLBACK_PREPARED':
      giveUp(context, 'leaves a transaction to be ended elsewhere', true);
      return;
    default:
  }
}

/** Those that are made immediate are checked at once; those that are named have to be there. */
export function setConstraints(context: Context, { constraints = [] }: ConstraintsSetStmt): void {
  performPostponed(context);
  for (const node of constraints) {
    if (!('RangeVar' in node)) continue;
    const name = nameOfRange(node.RangeVar);
    const bare = name.at(-1) ?? '';
    const found = [...context.catalog.named(bare)].filter(({ kind }) => kind === 'constraint');
    context.recorder.readName(bare);
    for (const constraint of found) context.recorder.read(constraint);
    if (found.length === 0) unknownName(context, 'constraint', name);
  }
}

export function discard(context: Context, { target }: DiscardStmt): void {
  if (target === 'DISCARD_ALL') setSearchPath(context, context.session.ownPath);
}

/** Its names are looked up at once, and once more where what they stand for has changed. */
export function prepare(context: Context, statement: PrepareStmt): void {
  const { name = '' } = statement;
  const { prepared } = context.session;
  prepared.set(name, [...(isConditional(context) ? (prepared.get(name) ?? []) : []), statement]);
  perform(context, consequencesOf(context, [statement.query, statement.argtypes].flat()));
}

/** What EXECUTE may run. */
export function preparedFor(context: Context, { name = '' }: ExecuteStmt): readonly PrepareStmt[] {
  const found = context.session.prepared.get(name) ?? [];
  if (found.length === 0) giveUp(context, `executes ${name}, which it has not prepared`, true);
  return found;
}
