/**
 * Watching a transaction closely: event triggers that write down what DDL does, and a count of calls. Only a superuser may.
 *
 * All of it is made and dropped within the watched transaction, so nobody else ever sees it and a rollback leaves nothing either.
 * The function lives in `pg_catalog`, which every database has and nobody lists or empties. Records are kept in settings that end
 * with the transaction: a rolled back subtransaction takes its records along, as it takes what they tell of.
 */
import { REPORT_COLUMN } from '../session.ts';
import { FIRST_OWN_OID } from './locks.ts';

const EVENTS = ['ddl_command_end', 'sql_drop', 'table_rewrite'];
/** Characters. Each event rewrites the setting that it adds to, so a long one would make many events slow. */
const PART_LENGTH = 8192;

/** `["calls", oid, count]` of each function that this session is known to have called: counts may outlast a transaction. */
const CALLS = `SELECT pg_catalog.json_build_array('calls', p.oid, pg_catalog.pg_stat_get_xact_function_calls(p.oid))::pg_catalog.text AS ${REPORT_COLUMN}
FROM pg_catalog.pg_proc AS p
WHERE p.oid OPERATOR(pg_catalog.>=) ${FIRST_OWN_OID} AND pg_catalog.pg_stat_get_xact_function_calls(p.oid) IS NOT NULL`;

/** `["called", oid, count, schema, name, ofExtension]`. */
const CALLED = `SELECT pg_catalog.json_build_array('called', p.oid, pg_catalog.pg_stat_get_xact_function_calls(p.oid), n.nspname, p.proname, EXISTS (SELECT FROM pg_catalog.pg_depend AS e
  WHERE e.classid OPERATOR(pg_catalog.=) '1255'::pg_catalog.oid AND e.objid OPERATOR(pg_catalog.=) p.oid AND e.deptype OPERATOR(pg_catalog.=) 'e'))::pg_catalog.text AS ${REPORT_COLUMN}
FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) p.pronamespace
WHERE p.oid OPERATOR(pg_catalog.>=) ${FIRST_OWN_OID} AND pg_catalog.pg_stat_get_xact_function_calls(p.oid) IS NOT NULL`;

/** `["watched", lost]`, `lost` being why records are missing: an error, or a script that reset the settings. */
const WATCHED = `SELECT pg_catalog.json_build_array('watched', CASE WHEN ${isSet('part')} THEN
  CASE WHEN ${isSet('lost')} THEN pg_catalog.current_setting('migrate_action.lost') END ELSE 'its settings were reset' END)::pg_catalog.text AS ${REPORT_COLUMN}`;

/** Lines of `["ddl", command, type, names]`, `["drop", command, type, names, original]`, `["rewrite", reason, names]`. */
const RECORDS = `SELECT pg_catalog.current_setting(pg_catalog.concat('migrate_action.seen_', part), true) AS ${REPORT_COLUMN}
FROM pg_catalog.generate_series(1, CASE WHEN ${isSet('part')} THEN pg_catalog.current_setting('migrate_action.part')::pg_catalog.int4 END) AS part`;

/**
 * What goes around the statements of a migration.
 *
 * @param tick tells names apart from those of a transaction beside this one
 * @param major of the server
 */
export function closeWatch(tick: number, major: number): { before: readonly string[]; after: readonly string[] } {
  const watcher = `migrate_action_${tick}`;
  // Event triggers of the database's own must not see ours come and go: they may write it down.
  const [setting, silent] = major >= 17 ? ['event_triggers', 'off'] : ['session_replication_role', 'replica'];
  return {
    before: [
      `SET LOCAL ${setting} = ${silent}`,
      recorder(watcher),
      `SET LOCAL ${setting} TO DEFAULT`,
      ...EVENTS.map((e) => `CREATE EVENT TRIGGER ${watcher}_${e} ON ${e} EXECUTE FUNCTION pg_catalog.${watcher}()`),
      "SET LOCAL track_functions = 'all'",
      CALLS,
      "SET LOCAL migrate_action.part = '1'",
    ],
    after: [
      WATCHED,
      RECORDS,
      CALLED,
      ...EVENTS.map((e) => `DROP EVENT TRIGGER ${watcher}_${e}`),
      // The migration may have set it, for the bookkeeping too.
      `SELECT pg_catalog.set_config('migrate_action.was', pg_catalog.current_setting('${setting}'), true),
  pg_catalog.set_config('${setting}', '${silent}', true)`,
      `DROP FUNCTION pg_catalog.${watcher}()`,
      `SELECT pg_catalog.set_config('${setting}', pg_catalog.current_setting('migrate_action.was'), true)`,
    ],
  };
}

function isSet(setting: string): string {
  return `pg_catalog.length(pg_catalog.current_setting('migrate_action.${setting}', true)) OPERATOR(pg_catalog.>) 0`;
}

/** Runs as whoever the migration has become. It may fail, but must not make the migration fail. */
function recorder(name: string): string {
  return `CREATE FUNCTION pg_catalog.${name}() RETURNS event_trigger LANGUAGE plpgsql AS $watcher$
DECLARE
  told pg_catalog.text;
  held pg_catalog.text;
  part pg_catalog.text := pg_catalog.current_setting('migrate_action.part', true);
BEGIN
  IF tg_event OPERATOR(pg_catalog.=) 'ddl_command_end' THEN
    SELECT pg_catalog.string_agg(pg_catalog.json_build_array('ddl', c.command_tag, a.type, a.object_names)::pg_catalog.text, pg_catalog.chr(10))
    INTO told
    FROM pg_catalog.pg_event_trigger_ddl_commands() AS c, pg_catalog.pg_identify_object_as_address(c.classid, c.objid, c.objsubid) AS a
    WHERE a.object_names IS NOT NULL AND NOT c.in_extension;
  ELSIF tg_event OPERATOR(pg_catalog.=) 'sql_drop' THEN
    SELECT pg_catalog.string_agg(pg_catalog.json_build_array('drop', tg_tag, o.object_type, o.address_names, o.original)::pg_catalog.text, pg_catalog.chr(10))
    INTO told
    FROM pg_catalog.pg_event_trigger_dropped_objects() AS o
    WHERE (o.original OR o.normal) AND NOT o.is_temporary;
  ELSE
    SELECT pg_catalog.json_build_array('rewrite', pg_catalog.pg_event_trigger_table_rewrite_reason(), a.object_names)::pg_catalog.text
    INTO told
    FROM pg_catalog.pg_identify_object_as_address('1259'::pg_catalog.oid, pg_catalog.pg_event_trigger_table_rewrite_oid(), 0) AS a;
  END IF;
  IF told IS NULL THEN
    RETURN;
  END IF;
  held := pg_catalog.current_setting(pg_catalog.concat('migrate_action.seen_', part), true);
  IF pg_catalog.length(held) OPERATOR(pg_catalog.>) ${PART_LENGTH} THEN
    part := (part::pg_catalog.int4 OPERATOR(pg_catalog.+) 1)::pg_catalog.text;
    PERFORM pg_catalog.set_config('migrate_action.part', part, true);
    held := '';
  END IF;
  PERFORM pg_catalog.set_config(pg_catalog.concat('migrate_action.seen_', part), pg_catalog.concat(held, told, pg_catalog.chr(10)), true);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.set_config('migrate_action.lost', SQLERRM, true);
END $watcher$`;
}
