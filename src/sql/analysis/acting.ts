/**
 * Acting as another role: a view, a function with SECURITY DEFINER and the check of a foreign key may do what the owner of something
 * may. That hangs on every grant to the role, and to everybody.
 */
import { type Context, isConditional } from './context.ts';
import type { Entity } from './entity.ts';

const EVERYBODY = 'privileges of everybody';

/** From now on the role owns it. */
export function own(context: Context, entity: Entity, role: string): void {
  entity.ownedBy = isConditional(context) ? new Set([...entity.ownedBy, role]) : new Set([role]);
  standOnRoles(context, entity);
  context.catalog.changed();
}

/** What is made by whoever acts as others is theirs. */
export function ownByActing(context: Context, entity: Entity): void {
  const { actingAs: roles } = context.session;
  if (roles.size === 0) return;
  entity.ownedBy = new Set([...entity.ownedBy, ...roles]);
  standOnRoles(context, entity);
}

function standOnRoles({ catalog }: Context, entity: Entity): void {
  for (const name of entity.ownedBy) {
    const role = catalog.find('role', undefined, name);
    if (role !== undefined) entity.use(role);
  }
}

/** A role goes by another name, or may do so. */
export function ownAs(context: Context, role: Entity, before: string, after: string): void {
  for (const entity of role.usedBy) {
    if (!entity.ownedBy.has(before)) continue;
    const rest = [...entity.ownedBy].filter((name) => isConditional(context) || name !== before);
    entity.ownedBy = new Set([...rest, after]);
  }
}

/** Runs `work` as these roles do. */
export function actingAs(context: Context, roles: ReadonlySet<string>, work: () => void): void {
  const before = context.session.actingAs;
  if (roles.size > 0) context.session.actingAs = roles;
  work();
  context.session.actingAs = before;
}

/** What its owner may do matters; whoever runs the migrations may do everything with what it made itself. */
export function actAsOwner(context: Context, entity: Entity): void {
  for (const name of entity.ownedBy) {
    if (name === (context.user ?? 'postgres')) continue;
    context.recorder.touch(EVERYBODY, 'read', 'uses', 'what everybody may do');
    actAs(context, name, new Set());
  }
}

/** A role may do what the roles it is a member of may. */
function actAs(context: Context, name: string, seen: Set<string>): void {
  if (seen.has(name)) return;
  seen.add(name);
  context.recorder.touch(`role ${name}`, 'read', 'uses', `role ${name}`);
  for (const other of context.catalog.find('role', undefined, name)?.uses ?? []) {
    if (other.space === 'role') actAs(context, other.name, seen);
  }
}

/** A grant to PUBLIC. */
export function grantToEverybody({ recorder }: Context): void {
  recorder.touch(EVERYBODY, 'add', 'adds to', 'what everybody may do');
}
