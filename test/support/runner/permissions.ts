/** What the token of a job may do: asked for in `permissions`, bounded by whoever calls, and by where the run comes from. */
import type { Value } from './expressions.ts';

export type Level = 'none' | 'read' | 'write';
/** By scope, such as `pull-requests`; a scope that is not there is `none`. */
export type Permissions = Readonly<Record<string, Level>>;

const SCOPES = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
];
const ORDER: readonly Level[] = ['none', 'read', 'write'];

/** Of a repository where nobody has changed the setting. */
export const DEFAULT_PERMISSIONS: Permissions = { contents: 'read', packages: 'read' };

/** @param text the value of `permissions`; undefined where there is none */
export function parsePermissions(text: Value | undefined): Permissions | undefined {
  if (text === undefined) return undefined;
  if (text === 'read-all') return all('read');
  if (text === 'write-all') return all('write');
  return { ...(text as Permissions | null) };
}

/** What is asked for beyond what is allowed, as GitHub writes it; undefined when nothing is. */
export function beyond(asked: Permissions, allowed: Permissions): { asked: string; allowed: string } | undefined {
  const scopes = Object.keys(asked)
    .filter((scope) => rank(asked, scope) > rank(allowed, scope))
    .sort();
  if (scopes.length === 0) return undefined;
  const show = (permissions: Permissions) => scopes.map((each) => `${each}: ${permissions[each] ?? 'none'}`).join(', ');
  return { asked: show(asked), allowed: show(allowed) };
}

/** A run that comes from a fork has a token that writes nothing, whatever its workflow asks for. */
export function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([scope, level]) => [scope, level === 'write' ? 'read' : level] as const),
  );
}

/** Whether a token with these permissions may do what needs that level. Everybody may read metadata. */
export function grants(permissions: Permissions, scope: string, level: Level): boolean {
  return scope === 'metadata' ? level !== 'write' : rank(permissions, scope) >= ORDER.indexOf(level);
}

function rank(permissions: Permissions, scope: string): number {
  return ORDER.indexOf(permissions[scope] ?? 'none');
}

function all(level: Level): Permissions {
  return Object.fromEntries(SCOPES.map((scope) => [scope, level]));
}
