/** Whether a query makes values that stand for objects, as those of `regclass` do, of others: what is made of it has columns of them. */
import { type Fields, lastOf, type TypeName, walk } from '../ast.ts';
import { isReference } from './named-object.ts';

/** Which of its outputs that is, is not worked out; those of what it reads are known with that. */
export function givesReferences(query: unknown): boolean {
  let found = false;
  const visit = (tag: string, fields: Fields): boolean => {
    if (found) return true;
    switch (tag) {
      case 'SelectStmt':
      case 'JoinExpr':
        for (const [key, child] of Object.entries(fields)) if (!CONDITIONS.has(key)) walk(child, visit, key, tag);
        return true;
      case 'TypeCast':
        // Whatever it was before.
        found = isReference(fields['typeName'] as TypeName);
        return true;
      case 'TypeName':
        found = isReference(fields);
        return true;
      case 'RangeVar':
        found = CATALOGS.has(String(fields['relname']));
        return true;
      case 'FuncCall': {
        const name = lastOf(fields['funcname']);
        found = GIVING.test(name) || isReference({ names: [{ String: { sval: name } }] });
        return OF_NUMBERS_OR_TEXT.has(name);
      }
      default:
        return false;
    }
  };
  walk(query, visit);
  return found;
}

/** Nothing of these is among the outputs. */
const CONDITIONS: ReadonlySet<string> = new Set(['whereClause', 'havingClause', 'quals']);

/** PostgreSQL's own functions of such types. */
const GIVING =
  /^(?:to_reg\w+|pg_typeof|pg_basetype|pg_partition_\w+|pg_filenode_relation|pg_get_replica_identity_index|pg_get_catalog_foreign_keys|ts_debug)$/;

/** Some that are often given such a value, and make another of it. */
const OF_NUMBERS_OR_TEXT: ReadonlySet<string> = new Set(
  'nextval currval setval format concat quote_ident obj_description col_description pg_get_indexdef pg_get_viewdef pg_get_expr'.split(
    ' ',
  ),
);

/** Catalogs with such columns. */
const CATALOGS: ReadonlySet<string> = new Set(
  `pg_aggregate pg_am pg_conversion pg_operator pg_prepared_statements pg_proc pg_range pg_sequences pg_ts_parser pg_ts_template
   pg_type`.split(/\s+/),
);
