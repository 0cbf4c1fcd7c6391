/**
 * Holes in the text of dynamic SQL that stand for the schema of relations whose own names are known, as in `ALTER TABLE %I.orders ADD x int`
 * for each schema that has such a table. The statements that are listed here make nothing but what belongs to these relations: they are read
 * for every schema that has one of them.
 */
import { has, nameOf, type Node, tagOf } from '../ast.ts';
import { filledWith, isHole } from '../holes.ts';
import { isCatalogRelation } from '../known/builtin.ts';
import { standOnlyIn } from './column-holes.ts';
import type { Context } from './context.ts';

/** @returns whether the hole is nothing but that, and the statements have been read for each schema it may be */
export function readForHomes(context: Context, sql: string, placeholder: string): boolean {
  const trees = context.parse(sql);
  if (typeof trees === 'string') return false;
  const found = new Map(trees.map((statement) => [statement, relationsIn(statement)]));
  if (!standOnlyIn(trees, [placeholder], (statement) => found.get(statement)?.map(([schema]) => schema))) return false;
  const relations = [...found.values()].flatMap((each) => each ?? []).filter(([schema]) => schema === placeholder);
  context.recorder.readDefinitions();
  for (const schema of new Set(relations.flatMap(([, name]) => homesOf(context, name))))
    context.readText(context, filledWith(sql, [placeholder], schema));
  return true;
}

function homesOf({ catalog }: Context, name: string): readonly string[] {
  const made = [...catalog.named(name)].filter(({ space, home }) => space === 'relation' && home === undefined);
  const builtin = ['pg_catalog', 'information_schema'].filter((schema) => isCatalogRelation(schema, name));
  return [...made.flatMap(({ schema }) => schema ?? []), ...builtin];
}

type Qualified = readonly [schema: string, name: string];

/** They make no relation but indexes, which are where their tables are. */
const ABOUT_RELATIONS: ReadonlySet<string> = new Set([
  'AlterTableStmt',
  'CreatePolicyStmt',
  'CreateTrigStmt',
  'DeleteStmt',
  'GrantStmt',
  'IndexStmt',
  'InsertStmt',
  'LockStmt',
  'RefreshMatViewStmt',
  'RenameStmt',
  'SelectStmt',
  'TruncateStmt',
  'UpdateStmt',
]);
/** What is dropped by the name of a relation, and what by that of a part of one. */
const DROPPED: ReadonlyMap<string, number> = new Map([
  ['OBJECT_FOREIGN_TABLE', 2],
  ['OBJECT_INDEX', 2],
  ['OBJECT_MATVIEW', 2],
  ['OBJECT_SEQUENCE', 2],
  ['OBJECT_TABLE', 2],
  ['OBJECT_VIEW', 2],
  ['OBJECT_POLICY', 3],
  ['OBJECT_RULE', 3],
  ['OBJECT_TRIGGER', 3],
]);

/** The relations that a statement names with a schema that is not known; undefined of one that may be about something else. */
function relationsIn(statement: Node): readonly Qualified[] | undefined {
  if ('DropStmt' in statement) {
    const parts = DROPPED.get(String(statement.DropStmt.removeType));
    return (statement.DropStmt.objects ?? []).flatMap((object): readonly Qualified[] => {
      const [schema = '', name = '', ...others] = nameOf(object);
      return others.length + 2 === parts && isHole(schema) && !isHole(name) ? [[schema, name]] : [];
    });
  }
  if (!ABOUT_RELATIONS.has(tagOf(statement))) return undefined;
  // A query with INTO makes a table.
  return has(statement, (_, fields) => 'intoClause' in fields) ? undefined : rangesIn(statement);
}

function rangesIn(tree: unknown): readonly Qualified[] {
  if (typeof tree !== 'object' || tree === null) return [];
  const { schemaname, relname } = tree as { schemaname?: unknown; relname?: unknown };
  if (typeof schemaname === 'string' && typeof relname === 'string')
    return isHole(schemaname) && !isHole(relname) ? [[schemaname, relname]] : [];
  return Object.values(tree).flatMap(rangesIn);
}
