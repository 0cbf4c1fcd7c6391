/** What is in a database, as far as the generator chooses its next statements by it. */
import type pg from 'pg';

export interface Named {
  readonly schema: string;
  readonly name: string;
}

export interface Column {
  readonly name: string;
  /** As `format_type` writes it: `integer`, `app.b`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** `a` always, `d` by default, empty. */
  readonly identity: string;
  /** `s` stored, empty. */
  readonly generated: string;
}

export interface Relation extends Named {
  /** As in `pg_class.relkind`. */
  readonly kind: 'r' | 'p' | 'v' | 'm' | 'S' | 'i' | 'I' | 'c';
  readonly columns: readonly Column[];
  readonly constraints: readonly { readonly name: string; readonly type: string }[];
  readonly triggers: readonly string[];
  readonly rules: readonly string[];
  readonly policies: readonly string[];
  /** The table of an index, of which this is a partition or child, or that owns the sequence. */
  readonly of: Named | null;
  readonly isPartition: boolean;
  readonly partitionBy: string | null;
}

export interface DefinedType extends Named {
  /** As in `pg_type.typtype`. */
  readonly kind: 'e' | 'd' | 'c' | 'r';
  readonly labels: readonly string[];
  readonly constraints: readonly string[];
  /** Attributes of a composite type. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

export interface Routine extends Named {
  /** As in `pg_proc.prokind`: function, procedure, aggregate. */
  readonly kind: 'f' | 'p' | 'a';
  /** Types of the input arguments: `integer, text`. */
  readonly args: string;
  readonly returns: string;
  readonly immutable: boolean;
  readonly firstName: string | null;
  readonly hasDefaults: boolean;
}

export interface State {
  readonly schemas: readonly string[];
  readonly relations: readonly Relation[];
  readonly types: readonly DefinedType[];
  readonly routines: readonly Routine[];
  readonly operators: readonly (Named & { readonly left: string; readonly right: string })[];
  readonly casts: readonly { readonly from: string; readonly to: string }[];
  readonly extensions: readonly Named[];
  readonly statistics: readonly Named[];
  readonly operatorClasses: readonly (Named & { readonly method: string; readonly type: string })[];
  readonly collations: readonly Named[];
  /** Configurations of text search. */
  readonly configurations: readonly Named[];
  readonly publications: readonly string[];
  readonly eventTriggers: readonly string[];
  readonly roles: readonly string[];
}

const STATE = `
WITH ns AS MATERIALIZED (SELECT oid, nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
ext AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND objid >= 16384),
rel AS MATERIALIZED (
  SELECT c.*, n.nspname FROM pg_class c JOIN ns n ON n.oid = relnamespace
  WHERE c.oid >= 16384 AND relkind IN ('r', 'p', 'v', 'm', 'S', 'i', 'I', 'c')
    AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_class'::regclass AND objid = c.oid))
SELECT json_build_object(
  'schemas', (SELECT coalesce(json_agg(nspname ORDER BY nspname), '[]') FROM ns),
  'relations', (SELECT coalesce(json_agg(json_build_object(
      'schema', nspname, 'name', relname, 'kind', relkind, 'isPartition', relispartition,
      'partitionBy', CASE relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,
      'columns', (SELECT coalesce(json_agg(json_build_object(
          'name', attname, 'type', format_type(atttypid, NULL), 'notNull', attnotnull, 'hasDefault', atthasdef,
          'identity', attidentity, 'generated', attgenerated) ORDER BY attnum), '[]')
        FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped),
      'constraints', (SELECT coalesce(json_agg(json_build_object('name', conname, 'type', contype) ORDER BY conname), '[]')
        FROM pg_constraint WHERE conrelid = c.oid),
      'triggers', (SELECT coalesce(json_agg(tgname ORDER BY tgname), '[]')
        FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal),
      'rules', (SELECT coalesce(json_agg(rulename ORDER BY rulename), '[]')
        FROM pg_rewrite WHERE ev_class = c.oid AND rulename <> '_RETURN'),
      'policies', (SELECT coalesce(json_agg(polname ORDER BY polname), '[]') FROM pg_policy WHERE polrelid = c.oid),
      'of', (SELECT json_build_object('schema', p.nspname, 'name', p.relname) FROM rel p WHERE p.oid = coalesce(
          (SELECT indrelid FROM pg_index WHERE indexrelid = c.oid),
          (SELECT inhparent FROM pg_inherits WHERE inhrelid = c.oid ORDER BY inhseqno LIMIT 1),
          (SELECT refobjid FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype IN ('a', 'i')
             AND refclassid = 'pg_class'::regclass AND c.relkind = 'S' LIMIT 1)))
    ) ORDER BY nspname, relname), '[]') FROM rel c),
  'types', (SELECT coalesce(json_agg(json_build_object(
      'schema', nspname, 'name', typname, 'kind', typtype,
      'labels', (SELECT coalesce(json_agg(enumlabel ORDER BY enumsortorder), '[]') FROM pg_enum WHERE enumtypid = t.oid),
      'constraints', (SELECT coalesce(json_agg(conname ORDER BY conname), '[]')
        FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'),
      'columns', (SELECT coalesce(json_agg(json_build_object('name', attname, 'type', format_type(atttypid, NULL)) ORDER BY attnum), '[]')
        FROM pg_attribute WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)
    ) ORDER BY nspname, typname), '[]')
    FROM pg_type t JOIN ns n ON n.oid = typnamespace
    WHERE t.oid >= 16384 AND (typtype IN ('e', 'd', 'r') OR typtype = 'c' AND (SELECT relkind = 'c' FROM rel WHERE rel.oid = typrelid))
      AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_type'::regclass AND objid = t.oid)),
  'routines', (SELECT coalesce(json_agg(json_build_object(
      'schema', nspname, 'name', proname, 'kind', prokind, 'args', oidvectortypes(proargtypes),
      'returns', CASE WHEN prokind = 'p' THEN '' WHEN proretset THEN 'SETOF ' ELSE '' END || format_type(prorettype, NULL),
      'immutable', provolatile = 'i', 'firstName', proargnames[1], 'hasDefaults', pronargdefaults > 0) ORDER BY nspname, proname, oidvectortypes(proargtypes)), '[]')
    FROM pg_proc p JOIN ns n ON n.oid = pronamespace
    WHERE p.oid >= 16384 AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_proc'::regclass AND objid = p.oid)
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND deptype = 'i')),
  'operators', (SELECT coalesce(json_agg(json_build_object(
      'schema', nspname, 'name', oprname, 'left', format_type(oprleft, NULL), 'right', format_type(oprright, NULL))
      ORDER BY nspname, oprname, format_type(oprleft, NULL), format_type(oprright, NULL)), '[]')
    FROM pg_operator o JOIN ns n ON n.oid = oprnamespace
    WHERE o.oid >= 16384 AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_operator'::regclass AND objid = o.oid)),
  'casts', (SELECT coalesce(json_agg(json_build_object('from', format_type(castsource, NULL), 'to', format_type(casttarget, NULL))
      ORDER BY format_type(castsource, NULL), format_type(casttarget, NULL)), '[]')
    FROM pg_cast c WHERE oid >= 16384 AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_cast'::regclass AND objid = c.oid)),
  'extensions', (SELECT coalesce(json_agg(json_build_object('schema', nspname, 'name', extname) ORDER BY extname), '[]')
    FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname <> 'plpgsql'),
  'statistics', (SELECT coalesce(json_agg(json_build_object('schema', nspname, 'name', stxname) ORDER BY nspname, stxname), '[]')
    FROM pg_statistic_ext JOIN ns n ON n.oid = stxnamespace),
  'operatorClasses', (SELECT coalesce(json_agg(json_build_object(
      'schema', nspname, 'name', opcname, 'method', amname, 'type', format_type(opcintype, NULL)) ORDER BY nspname, opcname, amname), '[]')
    FROM pg_opclass o JOIN ns n ON n.oid = opcnamespace JOIN pg_am a ON a.oid = opcmethod
    WHERE o.oid >= 16384 AND NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_opclass'::regclass AND objid = o.oid)),
  'collations', (SELECT coalesce(json_agg(json_build_object('schema', nspname, 'name', collname) ORDER BY nspname, collname), '[]')
    FROM pg_collation JOIN ns n ON n.oid = collnamespace),
  'configurations', (SELECT coalesce(json_agg(json_build_object('schema', nspname, 'name', cfgname) ORDER BY nspname, cfgname), '[]')
    FROM pg_ts_config JOIN ns n ON n.oid = cfgnamespace),
  'publications', (SELECT coalesce(json_agg(pubname ORDER BY pubname), '[]') FROM pg_publication),
  'eventTriggers', (SELECT coalesce(json_agg(evtname ORDER BY evtname), '[]') FROM pg_event_trigger),
  'roles', (SELECT coalesce(json_agg(rolname ORDER BY rolname), '[]') FROM pg_roles WHERE oid >= 16384)
) AS state`;

/**
 * Also inside a transaction that has changed things.
 *
 * @param client plans the query once, if it forgets nothing: that takes as long as running it
 */
export async function readState(client: pg.ClientBase): Promise<State> {
  const { rows } = await client.query<{ state: State }>({ name: 'state', text: STATE });
  const [row] = rows;
  if (row === undefined) throw new Error('The query for the state gave no row.');
  return row.state;
}
