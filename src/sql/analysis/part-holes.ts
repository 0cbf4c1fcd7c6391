/**
 * Holes in the text of dynamic SQL that stand for what belongs to a relation whose name is known, or for a role. The statement touches that
 * relation and what it has, whichever of it is meant, and no other: statements that are listed here take a hole for any of a kind.
 */
import { type Fields, nameOf, type Node, tagOf, walk } from '../ast.ts';
import { isHole } from '../holes.ts';
import { standOnlyIn } from './column-holes.ts';

/** Whether each of these placeholders is nothing but the name of a constraint, column, trigger, policy or rule of a known relation. */
export function areParts(trees: readonly Node[] | string, placeholders: readonly string[]): boolean {
  return standOnlyIn(trees, placeholders, partNames);
}

/** Whether a constraint gets a name that is not known, and with it an index. */
export function isRenamedUnseen(trees: readonly Node[] | string): boolean {
  return (
    typeof trees !== 'string' && trees.some((node) => 'RenameStmt' in node && isHole(node.RenameStmt.newname ?? ''))
  );
}

/** Whether each of these placeholders is nothing but the name of a role that gets, owns or loses what is known, or the only one of two. */
export function areRoles(trees: readonly Node[] | string, placeholders: readonly string[]): boolean {
  return standOnlyIn(trees, placeholders, (statement) => {
    if ('GrantRoleStmt' in statement) return placeholders.length === 1 ? roleNames(statement) : undefined;
    return OF_ROLES.has(tagOf(statement)) ? roleNames(statement) : undefined;
  });
}

/** Whether each of these placeholders is nothing but the name of a schema that gets another owner or on which privileges are given. */
export function areSchemas(trees: readonly Node[] | string, placeholders: readonly string[]): boolean {
  return standOnlyIn(trees, placeholders, (statement) => {
    if ('AlterOwnerStmt' in statement && statement.AlterOwnerStmt.objectType === 'OBJECT_SCHEMA')
      return nameOf(statement.AlterOwnerStmt.object);
    const isOnSchema = 'GrantStmt' in statement && statement.GrantStmt.objtype === 'OBJECT_SCHEMA';
    return isOnSchema ? (statement.GrantStmt.objects ?? []).flatMap(nameOf) : undefined;
  });
}

/** ALTER TABLE … DROP CONSTRAINT and the like, by the part's name. */
const OF_PARTS: ReadonlySet<string> = new Set([
  'AT_DropConstraint',
  'AT_ValidateConstraint',
  'AT_DropColumn',
  'AT_DropNotNull',
  'AT_SetNotNull',
  'AT_EnableTrig',
  'AT_EnableAlwaysTrig',
  'AT_EnableReplicaTrig',
  'AT_DisableTrig',
  'AT_EnableRule',
  'AT_DisableRule',
]);
const DROPPED_PARTS: ReadonlySet<string> = new Set(['OBJECT_POLICY', 'OBJECT_TRIGGER', 'OBJECT_RULE']);

const RENAMED_PARTS: ReadonlySet<string> = new Set(['OBJECT_TRIGGER', 'OBJECT_POLICY', 'OBJECT_RULE']);

function partNames(statement: Node): readonly string[] {
  if ('AlterTableStmt' in statement) {
    return (statement.AlterTableStmt.cmds ?? []).flatMap((node) => {
      if (!('AlterTableCmd' in node) || !OF_PARTS.has(String(node.AlterTableCmd.subtype))) return [];
      return node.AlterTableCmd.name ?? [];
    });
  }
  if ('RenameStmt' in statement) {
    const { renameType, subname = '', newname = '' } = statement.RenameStmt;
    if (renameType === 'OBJECT_TABCONSTRAINT') return [subname, newname];
    return RENAMED_PARTS.has(String(renameType)) ? [subname] : [];
  }
  if (!('DropStmt' in statement) || !DROPPED_PARTS.has(String(statement.DropStmt.removeType))) return [];
  return (statement.DropStmt.objects ?? []).flatMap((object) => nameOf(object).slice(-1));
}

const OF_ROLES: ReadonlySet<string> = new Set([
  'AlterTableStmt',
  'AlterOwnerStmt',
  'GrantStmt',
  'AlterDefaultPrivilegesStmt',
]);

function roleNames(statement: Node): readonly string[] {
  const names: string[] = [];
  walk(statement, (tag, fields: Fields) => {
    // OWNER TO holds its own without a tag.
    const owner = fields['newowner'] as Fields | undefined;
    const found = [tag === 'RoleSpec' ? fields['rolename'] : owner?.['rolename']];
    // A role that others become members of.
    if ('GrantRoleStmt' in statement && tag === 'AccessPriv') found.push(fields['priv_name']);
    names.push(...found.filter((name) => typeof name === 'string' && isHole(name)).map(String));
    return false;
  });
  return names;
}
