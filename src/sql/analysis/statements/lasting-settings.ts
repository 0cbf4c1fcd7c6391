/**
 * What is set for a role or a database, and holds for the sessions that begin after it.
 *
 * All sessions of a run begin before its first migration, so that what a migration sets so is nothing to the others; but the next run
 * finds it, so it is not read as if it had not been. What runs before the migrations are connected holds for all of them.
 */
import type { AlterDatabaseSetStmt, AlterRoleSetStmt, VariableSetStmt } from 'libpg-query';
import { isHole } from '../../holes.ts';
import { type Context, giveUp, isConditional } from '../context.ts';
import { definitionStatement } from '../define.ts';
import type { LastingSettings } from '../session-start.ts';
import { touchRole } from './privileges.ts';
import { valuesIn } from './routine.ts';

export function alterRoleSettings(context: Context, { role, database, setstmt }: AlterRoleSetStmt): void {
  definitionStatement(context);
  const name = role?.roletype === 'ROLESPEC_CSTRING' ? role.rolename : undefined;
  if (name !== undefined && name !== context.user) {
    touchRole(context, name, 'alters');
    if (context.user === undefined && context.outlasting !== undefined) context.outlasting.unknown = true;
    return;
  }
  const ofAll = role === undefined ? 'everybody' : 'role';
  set(context, database === undefined ? ofAll : 'roleInDatabase', setstmt, 'the role that runs the migrations');
}

/** By whatever name, it can only be that of the migrations: another one's is nothing to them. */
export function alterDatabaseSettings(context: Context, { setstmt }: AlterDatabaseSetStmt): void {
  definitionStatement(context);
  set(context, 'database', setstmt, 'the database or the server');
}

function set(
  context: Context,
  source: Exclude<keyof LastingSettings, 'unknown'>,
  setting: VariableSetStmt | undefined,
  whose: string,
): void {
  const { outlasting } = context;
  if (outlasting === undefined) {
    giveUp(context, `changes settings of ${whose}`, false);
    return;
  }
  const name = (setting?.name ?? '').toLowerCase();
  if (name === 'role' || name === 'session_authorization') outlasting.unknown = true;
  if (name !== 'search_path' && setting?.kind !== 'VAR_RESET_ALL') return;
  const path = setting === undefined ? undefined : valuesIn(setting);
  if (setting?.kind === 'VAR_SET_CURRENT' || isConditional(context) || path?.some(isHole) === true)
    outlasting.unknown = true;
  else outlasting[source] = path;
}
