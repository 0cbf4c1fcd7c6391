/**
 * Holes in the text of dynamic SQL that stand for what the command at whose end an event trigger fires has made or altered, as in
 * `ALTER TABLE %s ENABLE ROW LEVEL SECURITY` for each row of `pg_event_trigger_ddl_commands()`. The statements that are listed here do
 * something to the relation of that name, and fail where it is none.
 */
import { type Name, type Node, nameOfRange, type RangeVar } from '../ast.ts';
import type { DynamicSql } from '../plpgsql/events.ts';
import { quoteIdentifier } from '../quote.ts';
import { standOnlyIn } from './column-holes.ts';
import type { Context } from './context.ts';
import type { Entity } from './entity.ts';

/** @returns whether it was such a statement, and has been read for all that is made */
export function readForMade(context: Context, { sql, holes }: DynamicSql): boolean {
  const { made } = context;
  const [{ placeholder } = { placeholder: '' }, ...others] = holes;
  if (made === undefined || others.length > 0) return false;
  if (!standOnlyIn(context.parse(sql), [placeholder], relationsIn)) return false;
  for (const name of new Map(namesOf(context, made).map((each) => [each.join('.'), each])).values())
    context.readText(
      context,
      sql.replaceAll(new RegExp(`${placeholder}\\b`, 'g'), () => name.map(quoteIdentifier).join('.')),
    );
  return true;
}

/** Of a statement that is about a relation, and takes nothing but a name for it. */
function relationsIn(statement: Node): readonly string[] | undefined {
  const ranges =
    'AlterTableStmt' in statement
      ? [statement.AlterTableStmt.relation]
      : 'CreateTrigStmt' in statement
        ? [statement.CreateTrigStmt.relation]
        : 'CreatePolicyStmt' in statement
          ? [statement.CreatePolicyStmt.table]
          : 'GrantStmt' in statement && statement.GrantStmt.objtype === 'OBJECT_TABLE'
            ? (statement.GrantStmt.objects ?? []).map((node) => ('RangeVar' in node ? node.RangeVar : undefined))
            : undefined;
  return ranges?.flatMap((range) => (range === undefined ? [] : bareNameOf(range)));
}

function bareNameOf(range: RangeVar): readonly string[] {
  const name = nameOfRange(range);
  return name.length === 1 ? name : [];
}

/** Of what is made and no relation it is the name that may be one's: `CREATE SCHEMA a` would alter table `a`. */
function namesOf({ catalog, recorder }: Context, made: ReadonlySet<Entity>): readonly Name[] {
  return [...made].flatMap((entity): readonly Name[] => {
    const isThere = catalog.find(entity.space, entity.schema, entity.name) === entity;
    if (entity.space === 'relation') return isThere ? [fullName(entity)] : [];
    recorder.readName(entity.name);
    return [...catalog.named(entity.name)].filter(({ space }) => space === 'relation').map(fullName);
  });
}

function fullName({ schema, name }: Entity): Name {
  return schema === undefined ? [name] : [schema, name];
}
