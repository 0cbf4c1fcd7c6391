/**
 * Which functions of PostgreSQL do more than compute a value, judged one by one: every volatile function is here, every stable one
 * that looks at definitions, and every one to which an object can be named.
 *
 * Left out, and so taken for pure, is what depends on nothing but the session's settings, time zone and date style among them.
 */
import {
  CATALOGS,
  type Effect,
  type EffectGroup,
  HARMLESS,
  opaque,
  outside,
  reads,
  touches,
  VOLATILE,
  writes,
} from './effects.ts';
import { EffectTable } from './effect-table.ts';

const runs = (...queries: readonly number[]): Effect => ({ kind: 'runs', queries });

/** They take SQL as text, and run it. */
const SQL: readonly EffectGroup[] = [
  ['query_to_xml query_to_xmlschema query_to_xml_and_xmlschema ts_stat', runs(0)],
  // With three arguments it replaces one value by another and runs nothing.
  ['ts_rewrite/2', runs(1)],
];

const OTHER_OBJECTS = opaque('reads whatever a schema or the database contains');

/** They read or change what an argument names. */
const NAMED: readonly EffectGroup[] = [
  ['nextval setval', touches(writes(0, 'regclass', 'value'))],
  ['currval pg_sequence_last_value pg_get_sequence_data', touches(reads(0, 'regclass', 'value'))],
  // Each answers for the sequence that this session drew from last, which whoever drew from it touches already.
  ['lastval', HARMLESS],
  ['pg_sequence_parameters', touches(reads(0, 'regclass'))],
  // The answer is the name of the sequence that belongs to the column, which may have been renamed by itself.
  ['pg_get_serial_sequence', touches(reads(0, 'regclass'), { on: 'catalogs' })],
  ['to_regclass regclass regclassin', touches(reads(0, 'regclass'))],
  ['to_regtype to_regtypemod regtypein', touches(reads(0, 'regtype'))],
  ['to_regproc regprocin', touches(reads(0, 'regproc'))],
  ['to_regprocedure regprocedurein', touches(reads(0, 'regprocedure'))],
  ['to_regoper regoperin', touches(reads(0, 'regoper'))],
  ['to_regoperator regoperatorin', touches(reads(0, 'regoperator'))],
  ['to_regnamespace regnamespacein', touches(reads(0, 'regnamespace'))],
  ['to_regrole regrolein', touches(reads(0, 'regrole'))],
  ['to_regcollation regcollationin', touches(reads(0, 'regcollation'))],
  ['regconfigin', touches(reads(0, 'regconfig'))],
  ['regdictionaryin', touches(reads(0, 'regdictionary'))],
  [
    'pg_relation_size pg_table_size pg_indexes_size pg_total_relation_size currtid2',
    touches(reads(0, 'regclass', 'rows')),
  ],
  ['table_to_xml table_to_xml_and_xmlschema', touches(reads(0, 'regclass', 'rows'))],
  [
    `table_to_xmlschema pg_relation_filenode pg_relation_filepath pg_get_replica_identity_index pg_index_has_property
     pg_index_column_has_property satisfies_hash_partition`,
    touches(reads(0, 'regclass')),
  ],
  [
    'brin_summarize_new_values brin_summarize_range brin_desummarize_range gin_clean_pending_list',
    touches(writes(0, 'regclass', 'rows')),
  ],
  ['pg_basetype', touches(reads(0, 'regtype'))],
  ['pg_input_is_valid pg_input_error_info', touches(reads(1, 'regtype'))],
  ['enum_first enum_last enum_range', touches({ on: 'argument type', argument: 0 })],
  // Their first argument is there for its type only.
  [
    `json_populate_record json_populate_recordset jsonb_populate_record jsonb_populate_record_valid jsonb_populate_recordset
     pg_typeof`,
    touches({ on: 'argument type', argument: 0 }),
  ],
  // One argument less, and it is the configuration of the session's settings that they use. Any may be changed by its dictionaries.
  [
    `to_tsvector/2 to_tsquery/2 plainto_tsquery/2 phraseto_tsquery/2 websearch_to_tsquery/2 json_to_tsvector/3
     jsonb_to_tsvector/3 ts_debug/2 ts_headline/4`,
    touches(reads(0, 'regconfig'), { on: 'text search' }),
  ],
  // Three may be configuration, document and query, or document, query and options.
  ['ts_headline/3', touches(reads(0, 'regconfig'), { on: 'text search' })],
  [
    `to_tsvector/1 to_tsquery/1 plainto_tsquery/1 phraseto_tsquery/1 websearch_to_tsquery/1 json_to_tsvector/2
     jsonb_to_tsvector/2 ts_debug/1 ts_headline/2 get_current_ts_config ts_match_tq ts_match_tt`,
    touches({ on: 'text search' }),
  ],
  ['ts_lexize', touches(reads(0, 'regdictionary'))],
  ['ts_parse ts_token_type', touches(reads(0, 'text search parser'))],
  // The first names the configuration, the second a column that does, row by row.
  ['tsvector_update_trigger', touches(reads(1, 'regconfig'), { on: 'text search' })],
  ['tsvector_update_trigger_column', CATALOGS],
  ['current_setting', touches({ on: 'setting', setting: 0 })],
  ['schema_to_xml schema_to_xml_and_xmlschema schema_to_xmlschema', OTHER_OBJECTS],
  ['database_to_xml database_to_xml_and_xmlschema database_to_xmlschema', OTHER_OBJECTS],
  ['cursor_to_xml cursor_to_xmlschema', opaque('reads what a cursor was opened for')],
];

/** They look at definitions, grants or comments, of objects that a number stands for, or of all those that a named one refers to. */
const DEFINITIONS: readonly EffectGroup[] = [
  [
    `pg_get_constraintdef pg_get_expr pg_get_function_arg_default pg_get_function_arguments
     pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody pg_get_functiondef pg_get_indexdef
     pg_get_partition_constraintdef pg_get_partkeydef pg_get_ruledef pg_get_statisticsobjdef
     pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions pg_get_triggerdef pg_get_userbyid
     pg_get_acl pg_get_object_address pg_get_publication_tables`,
    CATALOGS,
  ],
  [
    `obj_description shobj_description col_description format_type oidvectortypes pg_describe_object pg_identify_object
     pg_identify_object_as_address pg_filenode_relation amvalidate pg_indexam_has_property pg_replication_origin_oid
     pg_relation_is_publishable pg_relation_is_updatable
     pg_column_is_updatable pg_tablespace_databases row_security_active enum_in enum_recv`,
    CATALOGS,
  ],
  [
    'pg_get_viewdef pg_partition_tree pg_partition_ancestors pg_partition_root',
    touches(reads(0, 'regclass', 'relatives'), { on: 'catalogs' }),
  ],
  // Memberships of roles decide too, and ownership.
  [
    `has_any_column_privilege has_column_privilege has_database_privilege has_foreign_data_wrapper_privilege
     has_function_privilege has_language_privilege has_largeobject_privilege has_parameter_privilege has_schema_privilege
     has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege has_type_privilege pg_has_role`,
    CATALOGS,
  ],
  [
    `pg_collation_is_visible pg_conversion_is_visible pg_function_is_visible pg_opclass_is_visible pg_operator_is_visible
     pg_opfamily_is_visible pg_statistics_obj_is_visible pg_table_is_visible pg_ts_config_is_visible pg_ts_dict_is_visible
     pg_ts_parser_is_visible pg_ts_template_is_visible pg_type_is_visible`,
    CATALOGS,
  ],
  // As texts, these values are names, and an object may have got another one.
  [
    `regclassout regcollationout regconfigout regdictionaryout regnamespaceout regoperatorout regoperout regprocedureout
     regprocout regroleout regtypeout`,
    CATALOGS,
  ],
  ['current_schema current_schemas', touches({ on: 'search path' })],
];

const FILES = 'reads files of the server';
const REPLICATION = 'changes the state of replication';
const STATISTICS = 'changes statistics of a relation that its arguments name';

/** They change the session, the server or what is outside of the catalogs. */
const STATE: readonly EffectGroup[] = [
  ['set_config', { kind: 'sets' }],
  ['setseed', HARMLESS],
  [
    'lo_creat lo_create lo_from_bytea lo_put lo_truncate lo_truncate64 lo_unlink lowrite lo_close',
    touches({ on: 'large objects', manner: 'write' }),
  ],
  ['lo_get lo_lseek lo_lseek64 lo_open lo_tell lo_tell64 loread', touches({ on: 'large objects', manner: 'read' })],
  ['lo_export', opaque('writes a file of the server')],
  ['lo_import', outside(FILES)],
  [
    `pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all pg_advisory_unlock_shared
     pg_advisory_xact_lock pg_advisory_xact_lock_shared`,
    touches({ on: 'advisory locks', manner: 'write' }),
  ],
  [
    `pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock pg_try_advisory_xact_lock_shared`,
    opaque('tells whether another session has a lock'),
  ],
  // Whoever listens is none of the migrations.
  ['pg_notify', HARMLESS],
  ['pg_cancel_backend pg_terminate_backend', opaque('ends other sessions or what they do')],
  ['pg_reload_conf', opaque('makes changed settings of the server take effect')],
  ['pg_promote pg_wal_replay_pause pg_wal_replay_resume', opaque('changes the role of the server')],
  [
    `pg_copy_logical_replication_slot pg_copy_physical_replication_slot pg_create_logical_replication_slot
     pg_create_physical_replication_slot pg_drop_replication_slot pg_logical_slot_get_binary_changes
     pg_logical_slot_get_changes pg_logical_slot_peek_binary_changes pg_logical_slot_peek_changes
     pg_replication_slot_advance pg_replication_origin_advance pg_replication_origin_create pg_replication_origin_drop
     pg_replication_origin_session_reset pg_replication_origin_session_setup pg_replication_origin_xact_reset
     pg_replication_origin_xact_setup pg_sync_replication_slots`,
    opaque(REPLICATION),
  ],
  [
    'pg_backup_start pg_backup_stop pg_start_backup pg_stop_backup',
    opaque('begins or ends a backup, of which there is only one at a time'),
  ],
  [
    `pg_ls_archive_statusdir pg_ls_dir pg_ls_logdir pg_ls_logicalmapdir pg_ls_logicalsnapdir pg_ls_replslotdir
     pg_ls_summariesdir pg_ls_tmpdir pg_ls_waldir pg_read_binary_file pg_read_file pg_read_file_old pg_stat_file
     pg_current_logfile pg_hba_file_rules pg_ident_file_mappings pg_show_all_file_settings`,
    outside(FILES),
  ],
  ['pg_import_system_collations', outside('creates the collations that the machine has')],
  ['pg_extension_config_dump', opaque('changes what belongs to an extension')],
  [
    'pg_clear_attribute_stats pg_clear_relation_stats pg_restore_attribute_stats pg_restore_relation_stats',
    opaque(STATISTICS),
  ],
  ['binary_upgrade_* pg_nextoid pg_stop_making_pinned_objects', opaque('decides on identities in the catalogs')],
  // Their effect is on logs, statistics and the write-ahead log, which nothing in the database depends on.
  [
    `pg_create_restore_point pg_log_backend_memory_contexts pg_log_standby_snapshot pg_logical_emit_message
     pg_rotate_logfile pg_rotate_logfile_old pg_stat_clear_snapshot pg_stat_force_next_flush pg_stat_reset
     pg_stat_reset_backend_stats pg_stat_reset_replication_slot pg_stat_reset_shared
     pg_stat_reset_single_function_counters pg_stat_reset_single_table_counters pg_stat_reset_slru
     pg_stat_reset_subscription_stats pg_switch_wal`,
    VOLATILE,
  ],
  ['pg_sleep pg_sleep_for pg_sleep_until', HARMLESS],
];

/** They are there for constraints and languages, which answer for what they do; nobody can call them. */
const INTERNAL: readonly EffectGroup[] = [
  ['RI_FKey_* unique_key_recheck', opaque('is the trigger of a constraint, told apart from its constraint')],
  [
    'plpgsql_call_handler plpgsql_validator fmgr_c_validator fmgr_internal_validator fmgr_sql_validator',
    opaque('is a part of a language'),
  ],
];

/** Their value depends on the moment, on chance or on what the server is doing. */
const MOMENTARY: readonly EffectGroup[] = [
  ['now transaction_timestamp statement_timestamp clock_timestamp timeofday age/1', VOLATILE],
  ['random random_normal array_sample array_shuffle gen_random_uuid uuidv4 uuidv7', VOLATILE],
  [
    `pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned pg_export_snapshot pg_last_committed_xact
     pg_xact_commit_timestamp pg_xact_commit_timestamp_origin pg_xact_status txid_current txid_current_if_assigned
     txid_current_snapshot txid_status pg_get_multixact_members mxid_age`,
    VOLATILE,
  ],
  [
    `pg_available_wal_summaries pg_current_wal_flush_lsn pg_current_wal_insert_lsn pg_current_wal_lsn
     pg_get_wal_replay_pause_state pg_get_wal_summarizer_state pg_is_wal_replay_paused pg_last_wal_receive_lsn
     pg_last_wal_replay_lsn pg_last_xact_replay_timestamp pg_replication_origin_progress
     pg_replication_origin_session_is_setup pg_replication_origin_session_progress pg_show_replication_origin_status
     pg_get_replication_slots pg_wal_summary_contents pg_is_in_backup pg_backup_start_time`,
    VOLATILE,
  ],
  [
    `pg_backend_pid pg_blocking_pids pg_safe_snapshot_blocking_pids pg_isolation_test_session_is_blocked pg_lock_status
     pg_notification_queue_usage pg_prepared_xact pg_my_temp_schema pg_is_other_temp_schema pg_conf_load_time
     pg_postmaster_start_time pg_column_toast_chunk_id`,
    VOLATILE,
  ],
  [
    `pg_control_checkpoint pg_control_init pg_control_recovery pg_control_system pg_database_size pg_tablespace_size
     pg_get_aios pg_get_backend_memory_contexts pg_get_shmem_allocations pg_get_shmem_allocations_numa
     pg_get_loaded_modules`,
    VOLATILE,
  ],
  ['pg_stat_get_* pg_stat_have_stats', VOLATILE],
];

/** They tell of the session, the server or their arguments what no migration can change for another. */
const TOLD: readonly EffectGroup[] = [
  [
    `current_database current_query current_user getdatabaseencoding getpgusername inet_client_addr inet_client_port
     inet_server_addr inet_server_port pg_client_encoding session_user system_user version`,
    HARMLESS,
  ],
  [
    `pg_available_extension_versions pg_available_extensions pg_char_to_encoding pg_collation_actual_version
     pg_collation_for pg_column_compression pg_column_size pg_config pg_cursor pg_database_collation_actual_version
     pg_dependencies_send pg_encoding_to_char pg_event_trigger_ddl_commands pg_event_trigger_dropped_objects
     pg_event_trigger_table_rewrite_oid pg_event_trigger_table_rewrite_reason pg_extension_update_paths
     pg_get_catalog_foreign_keys pg_get_keywords pg_get_wait_events pg_get_wal_resource_managers pg_is_in_recovery
     pg_jit_available pg_listening_channels pg_mcv_list_items pg_mcv_list_send pg_ndistinct_send pg_node_tree_send
     pg_numa_available pg_options_to_table pg_prepared_statement pg_settings_get_flags pg_show_all_settings
     pg_split_walfile_name pg_tablespace_location pg_timezone_abbrevs pg_timezone_abbrevs_abbrevs
     pg_timezone_abbrevs_zone pg_timezone_names pg_trigger_depth`,
    HARMLESS,
  ],
  ['timezone suppress_redundant_updates_trigger', HARMLESS],
];

export const BUILTIN_EFFECTS: readonly EffectGroup[] = [
  ...SQL,
  ...NAMED,
  ...DEFINITIONS,
  ...STATE,
  ...INTERNAL,
  ...MOMENTARY,
  ...TOLD,
];

const TABLE = new EffectTable(BUILTIN_EFFECTS);

/**
 * What calling the function of `pg_catalog` does beyond computing a value from its arguments; undefined: nothing.
 *
 * @param argumentCount undefined: unknown
 */
export function builtinFunctionEffect(name: string, argumentCount?: number): Effect | undefined {
  return TABLE.find(name, argumentCount);
}
