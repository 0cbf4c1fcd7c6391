/** What some extensions bring that come separately. Written by scripts/known-names.js. */
import type { ExtensionData } from './extension-data.ts';

export const FURTHER: ExtensionData = {
  address_standardizer: {
    relocatable: true,
    functions: `parse_address standardize_address`,
    types: `stdaddr`,
  },
  address_standardizer_data_us: {
    relocatable: true,
    relations: `us_gaz us_gaz_id_seq us_lex us_lex_id_seq us_rules us_rules_id_seq`,
  },
  age: {
    schema: 'ag_catalog',
    schemas: `ag_catalog`,
    impureFunctions: `
_ag_enforce_edge_uniqueness _ag_enforce_edge_uniqueness2 _ag_enforce_edge_uniqueness3 _ag_enforce_edge_uniqueness4
_agehash_self_test _cypher_create_clause _cypher_delete_clause _cypher_merge_clause _cypher_set_clause _extract_label_id
_get_vertex_by_graphid _label_id age_all_shortest_paths age_create_barbell_graph age_delete_global_graphs age_endnode
age_eq_tilde age_exists age_finish_pg_upgrade age_graph_stats age_invalidate_graph_cache age_keys age_label age_labels
age_match_vle_edge_to_id_qual age_materialize_vle_edges age_materialize_vle_path age_nodes age_pg_upgrade_status
age_prepare_cypher age_prepare_pg_upgrade age_rand age_reduce_transfn age_relationships age_revert_pg_upgrade_changes
age_shortest_path age_startnode age_timestamp age_type age_vertex_stats age_vle agtype_add agtype_any_add agtype_any_div
agtype_any_mod agtype_any_mul agtype_any_sub agtype_concat agtype_div agtype_hash_cmp agtype_mod agtype_mul agtype_neg
agtype_pow agtype_string_match_ends_with agtype_string_match_starts_with agtype_sub agtype_volatile_wrapper alter_graph
create_complete_graph create_elabel create_graph create_subgraph create_vlabel cypher drop_graph drop_label
get_cypher_keywords graph_exists graphid_hash_cmp load_edges_from_file load_labels_from_file
`,
    functions: `
_agtype_build_edge _agtype_build_path _agtype_build_vertex _graphid _label_name age_abs age_acos age_agtype_float8_accum
age_agtype_larger_aggtransfn age_agtype_smaller_aggtransfn age_agtype_sum age_asin age_atan age_atan2 age_avg
age_build_vle_match_edge age_ceil age_collect age_collect_aggfinalfn age_collect_aggtransfn age_cos age_cot age_degrees
age_e age_end_id age_exp age_float8_stddev_pop_aggfinalfn age_float8_stddev_samp_aggfinalfn age_floor age_head age_id
age_is_valid_label_name age_isempty age_last age_left age_length age_log age_log10 age_ltrim age_max age_min
age_percentile_aggtransfn age_percentile_cont_aggfinalfn age_percentile_disc_aggfinalfn age_percentilecont
age_percentiledisc age_pi age_properties age_radians age_range age_reduce age_replace age_reverse age_right age_round
age_rtrim age_sign age_sin age_size age_split age_sqrt age_start_id age_stdev age_stdevp age_substring age_sum age_tail
age_tan age_toboolean age_tobooleanlist age_tofloat age_tofloatlist age_tointeger age_tointegerlist age_tolower
age_tostring age_tostringlist age_toupper age_trim age_unnest agtype_access_operator agtype_access_slice agtype_any_eq
agtype_any_ge agtype_any_gt agtype_any_le agtype_any_lt agtype_any_ne agtype_array_element agtype_array_element_text
agtype_array_to_agtype agtype_btree_cmp agtype_build_list agtype_build_map agtype_build_map_nonull agtype_contained_by
agtype_contained_by_top_level agtype_contains agtype_contains_top_level agtype_eq agtype_exists agtype_exists_agtype
agtype_exists_all agtype_exists_all_agtype agtype_exists_any agtype_exists_any_agtype agtype_extract_path
agtype_extract_path_text agtype_ge agtype_gt agtype_in agtype_in_operator agtype_le agtype_lt agtype_ne
agtype_object_field agtype_object_field_agtype agtype_object_field_text agtype_object_field_text_agtype agtype_out
agtype_recv agtype_send agtype_string_match_contains agtype_to_bool agtype_to_float8 agtype_to_graphid agtype_to_int2
agtype_to_int4 agtype_to_int4_array agtype_to_int8 agtype_to_json agtype_to_jsonb agtype_to_text agtype_typecast_bool
agtype_typecast_edge agtype_typecast_float agtype_typecast_int agtype_typecast_numeric agtype_typecast_path
agtype_typecast_vertex bool_to_agtype edge_eq edge_ne edge_to_agtype edge_to_json edge_to_jsonb float8_to_agtype
gin_compare_agtype gin_consistent_agtype gin_extract_agtype gin_extract_agtype_query gin_triconsistent_agtype
graphid_btree_cmp graphid_btree_sort graphid_eq graphid_ge graphid_gt graphid_in graphid_le graphid_lt graphid_ne
graphid_out graphid_recv graphid_send graphid_to_agtype int4_to_agtype int8_to_agtype jsonb_to_agtype text_to_agtype
vertex_eq vertex_ne vertex_to_agtype vertex_to_json vertex_to_jsonb
`,
    casts: `
_agtype>agtype agtype>_int4 agtype>bool agtype>float8 agtype>graphid agtype>int2 agtype>int4 agtype>int8 agtype>json
agtype>jsonb agtype>text bool>agtype edge>agtype edge>json edge>jsonb float8>agtype graphid>agtype int4>agtype
int8>agtype jsonb>agtype vertex>agtype vertex>json vertex>jsonb
`,
    types: `agtype edge graphid label_id label_kind vertex`,
    operators: `#> #>> % * + - -> ->> / < <<@ <= <> <@ = =~ > >= ? ?& ?| @> @>> ^ ||`,
    operatorClasses: `agtype_ops_btree agtype_ops_hash gin_agtype_ops graphid_ops graphid_ops_hash`,
    operatorFamilies: `agtype_ops_btree agtype_ops_hash gin_agtype_ops graphid_ops graphid_ops_hash`,
    relations: `ag_graph ag_label`,
  },
  debversion: {
    relocatable: true,
    types: `debversion`,
    functions: `
debversion debversion_cmp debversion_eq debversion_ge debversion_gt debversion_hash debversion_larger debversion_le
debversion_lt debversion_ne debversion_smaller debversionin debversionout max min
`,
    impureFunctions: `debversionrecv debversionsend`,
    casts: `
bpchar>debversion debversion>bpchar debversion>text debversion>varchar text>debversion varchar>debversion
`,
    operators: `< <= <> = > >=`,
    operatorClasses: `debversion_ops`,
    operatorFamilies: `debversion_ops`,
  },
  extra_window_functions: {
    functions: `
first_value_ignore_nulls flip_flop lag_ignore_nulls last_value_ignore_nulls lead_ignore_nulls nth_value
nth_value_from_last nth_value_from_last_ignore_nulls nth_value_ignore_nulls
`,
  },
  first_last_agg: {
    relocatable: true,
    functions: `first first_sfunc last last_sfunc`,
  },
  hll: {
    functions: `
hll hll_add hll_add_agg hll_add_rev hll_cardinality hll_deserialize hll_empty hll_eq hll_expthresh hll_hash_any
hll_hash_bigint hll_hash_boolean hll_hash_bytea hll_hash_integer hll_hash_smallint hll_hash_text hll_hashval
hll_hashval_eq hll_hashval_in hll_hashval_int4 hll_hashval_ne hll_hashval_out hll_in hll_log2m hll_ne hll_out hll_print
hll_recv hll_regwidth hll_schema_version hll_send hll_serialize hll_set_defaults hll_set_max_sparse
hll_set_output_version hll_sparseon hll_type hll_typmod_in hll_typmod_out hll_union hll_union_agg
`,
    impureFunctions: `
hll_add_trans0 hll_add_trans1 hll_add_trans2 hll_add_trans3 hll_add_trans4 hll_card_unpacked hll_ceil_card_unpacked
hll_floor_card_unpacked hll_pack hll_union_internal hll_union_trans
`,
    types: `hll hll_hashval`,
    operators: `# <> = ||`,
    casts: `bytea>hll hll>hll int4>hll_hashval int8>hll_hashval`,
  },
  http: {
    types: `content_type http_header http_method http_request http_response`,
    impureFunctions: `
http http_delete http_get http_head http_header http_list_curlopt http_patch http_post http_put http_reset_curlopt
http_set_curlopt
`,
    functions: `bytea_to_text http_headers text_to_bytea urlencode`,
  },
  hypopg: {
    relocatable: true,
    impureFunctions: `
hypopg hypopg_create_index hypopg_drop_index hypopg_get_indexdef hypopg_relation_size hypopg_reset hypopg_reset_index
`,
    relations: `hypopg_list_indexes`,
  },
  icu_ext: {
    relocatable: true,
    functions: `
icu_case_compare icu_compare icu_is_normalized icu_normalize icu_replace icu_sort_key icu_strpos
`,
    impureFunctions: `
icu_char_name icu_character_boundaries icu_collation_attributes icu_confusable_strings_check icu_default_locale
icu_line_boundaries icu_locales_list icu_number_spellout icu_sentence_boundaries icu_set_default_locale icu_spoof_check
icu_transform icu_transforms_list icu_unicode_version icu_version icu_word_boundaries
`,
  },
  ip4r: {
    relocatable: true,
    functions: `
cidr cidr_split family in_range ip4 ip4_and ip4_cmp ip4_contained_by ip4_contains ip4_eq ip4_ge ip4_gt ip4_hash_extended
ip4_in ip4_le ip4_lt ip4_minus_bigint ip4_minus_int ip4_minus_ip4 ip4_minus_numeric ip4_neq ip4_net_lower ip4_net_upper
ip4_netmask ip4_not ip4_or ip4_out ip4_plus_bigint ip4_plus_int ip4_plus_numeric ip4_recv ip4_send ip4_xor ip4hash ip4r
ip4r_cmp ip4r_contained_by ip4r_contained_by_strict ip4r_contains ip4r_contains_strict ip4r_eq ip4r_ge ip4r_gt
ip4r_hash_extended ip4r_in ip4r_inter ip4r_le ip4r_lt ip4r_neq ip4r_net_mask ip4r_net_prefix ip4r_out ip4r_overlaps
ip4r_recv ip4r_send ip4r_size ip4r_size_exact ip4r_union ip4rhash ip6 ip6_and ip6_cmp ip6_contained_by ip6_contains
ip6_eq ip6_ge ip6_gt ip6_hash_extended ip6_in ip6_le ip6_lt ip6_minus_bigint ip6_minus_int ip6_minus_ip6
ip6_minus_numeric ip6_neq ip6_net_lower ip6_net_upper ip6_netmask ip6_not ip6_or ip6_out ip6_plus_bigint ip6_plus_int
ip6_plus_numeric ip6_recv ip6_send ip6_xor ip6hash ip6r ip6r_cmp ip6r_contained_by ip6r_contained_by_strict
ip6r_contains ip6r_contains_strict ip6r_eq ip6r_ge ip6r_gt ip6r_hash_extended ip6r_in ip6r_inter ip6r_le ip6r_lt
ip6r_neq ip6r_net_mask ip6r_net_prefix ip6r_out ip6r_overlaps ip6r_recv ip6r_send ip6r_size ip6r_size_exact ip6r_union
ip6rhash ipaddress ipaddress_and ipaddress_cmp ipaddress_contained_by ipaddress_contains ipaddress_eq ipaddress_ge
ipaddress_gt ipaddress_hash_extended ipaddress_in ipaddress_le ipaddress_lt ipaddress_minus_bigint ipaddress_minus_int
ipaddress_minus_ipaddress ipaddress_minus_numeric ipaddress_neq ipaddress_net_lower ipaddress_net_upper ipaddress_not
ipaddress_or ipaddress_out ipaddress_plus_bigint ipaddress_plus_int ipaddress_plus_numeric ipaddress_recv ipaddress_send
ipaddress_xor ipaddresshash iprange iprange_cmp iprange_contained_by iprange_contained_by_strict iprange_contains
iprange_contains_strict iprange_eq iprange_ge iprange_gt iprange_hash iprange_hash_extended iprange_in iprange_inter
iprange_le iprange_lt iprange_neq iprange_net_mask iprange_net_prefix iprange_out iprange_overlaps iprange_recv
iprange_send iprange_size iprange_size_exact iprange_union iprangehash is_cidr lower masklen text to_bigint to_bit
to_bytea to_double to_numeric upper
`,
    impureFunctions: `
gip4r_compress gip4r_consistent gip4r_decompress gip4r_fetch gip4r_penalty gip4r_picksplit gip4r_same gip4r_union
gip6r_compress gip6r_consistent gip6r_decompress gip6r_fetch gip6r_penalty gip6r_picksplit gip6r_same gip6r_union
gipr_compress gipr_consistent gipr_decompress gipr_fetch gipr_penalty gipr_picksplit gipr_same gipr_union
`,
    types: `ip4 ip4r ip6 ip6r ipaddress iprange`,
    operators: `# & && + - / < << <<= <= <> = > >= >> >>= @ @@ | ~`,
    operatorClasses: `
btree_ip4_ops btree_ip4r_ops btree_ip6_ops btree_ip6r_ops btree_ipaddress_ops btree_iprange_ops gist_ip4r_ops
gist_ip6r_ops gist_iprange_ops hash_ip4_ops hash_ip4r_ops hash_ip6_ops hash_ip6r_ops hash_ipaddress_ops hash_iprange_ops
`,
    operatorFamilies: `
btree_ip4_ops btree_ip4r_ops btree_ip6_ops btree_ip6r_ops btree_ipaddress_ops btree_iprange_ops gist_ip4r_ops
gist_ip6r_ops gist_iprange_ops hash_ip4_ops hash_ip4r_ops hash_ip6_ops hash_ip6r_ops hash_ipaddress_ops hash_iprange_ops
`,
    casts: `
bit>ip4 bit>ip6 bit>ipaddress bytea>ip4 bytea>ip6 bytea>ipaddress cidr>ip4r cidr>ip6r cidr>iprange float8>ip4 inet>ip4
inet>ip6 inet>ipaddress int8>ip4 ip4>bytea ip4>cidr ip4>float8 ip4>int8 ip4>ip4r ip4>ipaddress ip4>iprange ip4>numeric
ip4>text ip4>varbit ip4r>cidr ip4r>iprange ip4r>text ip4r>varbit ip6>bytea ip6>cidr ip6>ip6r ip6>ipaddress ip6>iprange
ip6>numeric ip6>text ip6>varbit ip6r>cidr ip6r>iprange ip6r>text ip6r>varbit ipaddress>bytea ipaddress>cidr
ipaddress>ip4 ipaddress>ip6 ipaddress>iprange ipaddress>numeric ipaddress>text ipaddress>varbit iprange>cidr
iprange>ip4r iprange>ip6r iprange>text iprange>varbit numeric>ip4 numeric>ip6 text>ip4 text>ip4r text>ip6 text>ip6r
text>ipaddress text>iprange varbit>ip4 varbit>ip4r varbit>ip6 varbit>ip6r varbit>ipaddress
`,
  },
  jsquery: {
    relocatable: true,
    functions: `
gin_compare_jsonb_path_value gin_compare_jsonb_value_path gin_compare_partial_jsonb_path_value
gin_compare_partial_jsonb_value_path gin_consistent_jsonb_path_value gin_consistent_jsonb_value_path
gin_debug_query_path_value gin_debug_query_value_path gin_extract_jsonb_path_value gin_extract_jsonb_query_path_value
gin_extract_jsonb_query_value_path gin_extract_jsonb_value_path gin_triconsistent_jsonb_path_value
gin_triconsistent_jsonb_value_path json_jsquery_exec json_jsquery_filter jsquery_cmp jsquery_eq jsquery_ge jsquery_gt
jsquery_hash jsquery_in jsquery_join_and jsquery_join_or jsquery_json_exec jsquery_le jsquery_lt jsquery_ne jsquery_not
jsquery_out
`,
    types: `jsquery`,
    operators: `! & < <= <> = > >= @@ | ~~`,
    operatorClasses: `jsonb_path_value_ops jsonb_value_path_ops jsquery_ops`,
    operatorFamilies: `jsonb_path_value_ops jsonb_value_path_ops jsquery_ops`,
  },
  orafce: {
    schemas: `
dbms_alert dbms_assert dbms_output dbms_pipe dbms_random dbms_sql dbms_utility oracle plunit plvchr plvdate plvlex
plvstr plvsubst utl_file
`,
    functions: `
dbms_assert.enquote_literal dbms_assert.enquote_name dbms_assert.noop dbms_assert.object_name
dbms_assert.qualified_sql_name dbms_assert.schema_name dbms_assert.simple_sql_name dbms_random.initialize
dbms_random.seed dbms_random.string dbms_random.terminate oracle.add_days_to_timestamp oracle.add_months oracle.bitand
oracle.btrim oracle.cosh oracle.decode oracle.get_full_version_num oracle.get_major_version oracle.get_major_version_num
oracle.get_platform oracle.get_status oracle.greatest oracle.instr oracle.last_day oracle.least oracle.length
oracle.lengthb oracle.listagg oracle.listagg1_transfn oracle.listagg2_transfn oracle.listagg_finalfn oracle.lnnvl
oracle.lpad oracle.ltrim oracle.median oracle.median4_finalfn oracle.median4_transfn oracle.median8_finalfn
oracle.median8_transfn oracle.mod oracle.months_between oracle.nanvl oracle.next_day oracle.nlssort
oracle.numtodsinterval oracle.nvarchar2 oracle.nvarchar2_transform oracle.nvarchar2in oracle.nvarchar2out
oracle.nvarchar2typmodin oracle.nvarchar2typmodout oracle.nvl oracle.nvl2 oracle.regexp_instr oracle.regexp_replace
oracle.remainder oracle.round oracle.rpad oracle.rtrim oracle.set_nls_sort oracle.sinh oracle.strposb oracle.substr
oracle.substrb oracle.subtract oracle.tanh oracle.to_multi_byte oracle.to_number oracle.to_single_byte oracle.trunc
oracle.varchar2 oracle.varchar2_transform oracle.varchar2in oracle.varchar2out oracle.varchar2typmodin
oracle.varchar2typmodout oracle.wm_concat oracle.wm_concat_transfn plunit.assert_equals plunit.assert_false
plunit.assert_not_equals plunit.assert_not_null plunit.assert_null plunit.assert_true plunit.fail plvchr._is_kind
plvchr.char_name plvchr.first plvchr.is_blank plvchr.is_digit plvchr.is_letter plvchr.is_other plvchr.is_quote
plvchr.last plvchr.nth plvchr.quoted1 plvchr.quoted2 plvchr.stripped plvdate.add_bizdays plvdate.bizdays_between
plvdate.isbizday plvdate.nearest_bizday plvdate.next_bizday plvdate.prev_bizday plvlex.tokens plvstr.betwn plvstr.instr
plvstr.is_prefix plvstr.left plvstr.lpart plvstr.lstrip plvstr.normalize plvstr.right plvstr.rpart plvstr.rstrip
plvstr.rvrs plvstr.substr plvstr.swap
`,
    impureFunctions: `
dbms_alert._signal dbms_alert.defered_signal dbms_alert.register dbms_alert.remove dbms_alert.removeall
dbms_alert.set_defaults dbms_alert.signal dbms_alert.waitany dbms_alert.waitone dbms_output.disable dbms_output.enable
dbms_output.get_line dbms_output.get_lines dbms_output.new_line dbms_output.put dbms_output.put_line
dbms_output.serveroutput dbms_pipe.__list_pipes dbms_pipe.create_pipe dbms_pipe.next_item_type dbms_pipe.pack_message
dbms_pipe.purge dbms_pipe.receive_message dbms_pipe.remove_pipe dbms_pipe.reset_buffer dbms_pipe.send_message
dbms_pipe.unique_session_name dbms_pipe.unpack_message_bytea dbms_pipe.unpack_message_date
dbms_pipe.unpack_message_number dbms_pipe.unpack_message_record dbms_pipe.unpack_message_text
dbms_pipe.unpack_message_timestamp dbms_random.normal dbms_random.random dbms_random.value dbms_sql.bind_array
dbms_sql.bind_variable dbms_sql.bind_variable_f dbms_sql.close_cursor dbms_sql.column_value dbms_sql.column_value_f
dbms_sql.debug_cursor dbms_sql.define_array dbms_sql.define_column dbms_sql.describe_columns dbms_sql.describe_columns_f
dbms_sql.execute dbms_sql.execute_and_fetch dbms_sql.fetch_rows dbms_sql.is_open dbms_sql.last_row_count
dbms_sql.open_cursor dbms_sql.parse dbms_utility.format_call_stack dbms_utility.get_time oracle.dbtimezone oracle.dump
oracle.nvarchar2recv oracle.nvarchar2send oracle.orafce__obsolete_to_date oracle.orafce_concat2 oracle.regexp_count
oracle.regexp_like oracle.regexp_substr oracle.replace_empty_strings oracle.replace_null_strings oracle.sessiontimezone
oracle.sysdate oracle.to_char oracle.to_date oracle.translate_oracle_modifiers oracle.unistr oracle.varchar2recv
oracle.varchar2send plvdate.days_inmonth plvdate.default_holidays plvdate.include_start plvdate.including_start
plvdate.isleapyear plvdate.noinclude_start plvdate.set_nonbizday plvdate.unset_nonbizday plvdate.unuse_easter
plvdate.unuse_great_friday plvdate.use_easter plvdate.use_great_friday plvdate.using_easter plvdate.using_great_friday
plvdate.version plvsubst.setsubst plvsubst.string plvsubst.subst utl_file.fclose utl_file.fclose_all utl_file.fcopy
utl_file.fflush utl_file.fgetattr utl_file.fopen utl_file.fremove utl_file.frename utl_file.get_line
utl_file.get_nextline utl_file.is_open utl_file.new_line utl_file.put utl_file.put_line utl_file.putf utl_file.tmpdir
`,
    types: `
dbms_sql.desc_rec oracle.date oracle.nvarchar2 oracle.varchar2 utl_file.file_type
`,
    operators: `oracle.+ oracle.- oracle.||`,
    relations: `
dbms_pipe.db_pipes oracle.dba_segments oracle.dual oracle.product_component_version oracle.user_cons_columns
oracle.user_constraints oracle.user_ind_columns oracle.user_objects oracle.user_procedures oracle.user_source
oracle.user_tab_columns oracle.user_tables oracle.user_views utl_file.utl_file_dir
`,
    casts: `
bpchar>nvarchar2 bpchar>varchar2 date>nvarchar2 date>varchar2 float4>nvarchar2 float4>varchar2 float8>nvarchar2
float8>varchar2 int2>nvarchar2 int2>varchar2 int4>nvarchar2 int4>varchar2 int8>nvarchar2 int8>varchar2
interval>nvarchar2 interval>varchar2 numeric>nvarchar2 numeric>varchar2 nvarchar2>bpchar nvarchar2>date nvarchar2>float4
nvarchar2>float8 nvarchar2>int2 nvarchar2>int4 nvarchar2>int8 nvarchar2>interval nvarchar2>numeric nvarchar2>nvarchar2
nvarchar2>text nvarchar2>timestamp nvarchar2>varchar text>nvarchar2 text>varchar2 timestamp>nvarchar2 timestamp>varchar2
varchar2>bpchar varchar2>date varchar2>float4 varchar2>float8 varchar2>int2 varchar2>int4 varchar2>int8
varchar2>interval varchar2>numeric varchar2>text varchar2>timestamp varchar2>varchar varchar2>varchar2 varchar>nvarchar2
varchar>varchar2
`,
  },
  periods: {
    requires: `btree_gist`,
    schemas: `periods`,
    functions: `
periods._choose_name periods._choose_portion_view_name periods.contains periods.equals periods.immediately_precedes
periods.immediately_succeeds periods.overlaps periods.precedes periods.succeeds
`,
    impureFunctions: `
periods._serialize periods.add_for_portion_view periods.add_foreign_key periods.add_period
periods.add_system_time_period periods.add_system_versioning periods.add_unique_key periods.drop_for_portion_view
periods.drop_foreign_key periods.drop_period periods.drop_protection periods.drop_system_time_period
periods.drop_system_versioning periods.drop_unique_key periods.fk_insert_check periods.fk_update_check
periods.generated_always_as_row_start_end periods.health_checks periods.rename_following
periods.set_system_time_period_excluded_columns periods.truncate_system_versioning periods.uk_delete_check
periods.uk_update_check periods.update_portion_of periods.validate_foreign_key_new_row
periods.validate_foreign_key_old_row periods.write_history
`,
    types: `periods.drop_behavior periods.fk_actions periods.fk_match_types`,
    relations: `
periods.for_portion_views periods.foreign_keys periods.information_schema__periods periods.periods
periods.system_time_periods periods.system_versioning periods.unique_keys
`,
    eventTriggers: `periods_drop_protection periods_health_checks periods_rename_following`,
  },
  pg_bigm: {
    relocatable: true,
    functions: `
bigm_similarity bigmtextcmp gin_bigm_compare_partial gin_bigm_consistent gin_extract_query_bigm gin_extract_value_bigm
likequery pg_gin_pending_stats show_bigm
`,
    impureFunctions: `bigm_similarity_op`,
    operators: `=%`,
    operatorClasses: `gin_bigm_ops`,
    operatorFamilies: `gin_bigm_ops`,
  },
  pg_cron: {
    schema: 'pg_catalog',
    schemas: `cron`,
    impureFunctions: `
cron.alter_job cron.job_cache_invalidate cron.schedule cron.schedule_in_database cron.unschedule
`,
    relations: `cron.job cron.job_run_details cron.jobid_seq cron.runid_seq`,
  },
  pg_graphql: {
    schema: 'graphql',
    schemas: `graphql`,
    impureFunctions: `_internal_resolve exception get_schema_version increment_schema_version resolve`,
    functions: `comment_directive`,
    relations: `seq_schema_version`,
    eventTriggers: `graphql_watch_ddl graphql_watch_drop`,
  },
  pg_hashids: {
    relocatable: true,
    impureFunctions: `hash_decode hash_encode id_decode id_decode_once id_encode`,
  },
  pg_jsonschema: {
    types: `jsonschema`,
    impureFunctions: `
json_matches_compiled_schema json_matches_schema jsonb_matches_compiled_schema jsonb_matches_schema jsonschema_from_json
jsonschema_from_jsonb jsonschema_in jsonschema_is_valid jsonschema_out jsonschema_validation_errors
`,
  },
  pg_net: {
    schemas: `net`,
    impureFunctions: `
net._await_response net._http_collect_response net.check_worker_is_up net.http_collect_response net.http_delete
net.http_get net.http_post net.wait_until_running net.wake net.worker_restart
`,
    functions: `net._encode_url_with_params_array net._urlencode_string`,
    types: `net.http_method net.http_response net.http_response_result net.request_status`,
    relations: `net._http_response net.http_request_queue net.http_request_queue_id_seq`,
  },
  pg_partman: {
    functions: `check_automatic_maintenance_value check_epoch_type check_partition_type`,
    impureFunctions: `
apply_cluster apply_constraints apply_foreign_keys apply_grants apply_privileges apply_publications autovacuum_off
autovacuum_reset calculate_time_partition_info check_control_type check_default check_name_length check_parent
check_subpart_sameconfig check_subpartition_limits check_unique_column check_version create_function_id
create_function_time create_id_function create_id_partition create_next_time_partition create_parent create_partition_id
create_partition_time create_prev_time_partition create_sub_parent create_time_function create_time_partition
create_trigger drop_constraints drop_id_partition drop_partition_column drop_partition_id drop_partition_time
drop_time_partition dump_partitioned_table_definition inherit_replica_identity inherit_template_properties
partition_data_id partition_data_proc partition_data_time partition_gap_fill reapply_constraints_proc reapply_privileges
replay_preserved_privs run_analyze run_maintenance run_maintenance_proc show_partition_info show_partition_name
show_partitions stop_sub_partition time_partition_maintenance_true_trig undo_partition undo_partition_id
undo_partition_native undo_partition_proc undo_partition_time
`,
    types: `check_default_table check_unique_table`,
    relations: `
custom_time_partitions part_config part_config_pre_500_data part_config_sub part_config_sub_pre_500_data part_grants
table_privs
`,
  },
  pg_similarity: {
    relocatable: true,
    functions: `
block cosine dice euclidean gin_extract_query_token gin_extract_value_token gin_token_consistent hamming hamming_text
jaccard jaro jarowinkler lev levslow matchingcoefficient mongeelkan needlemanwunsch overlapcoefficient qgram
smithwaterman smithwatermangotoh soundex
`,
    impureFunctions: `
block_op cosine_op dice_op euclidean_op hamming_op hamming_text_op jaccard_op jaro_op jarowinkler_op lev_op levslow_op
matchingcoefficient_op mongeelkan_op needlemanwunsch_op overlapcoefficient_op qgram_op smithwaterman_op
smithwatermangotoh_op soundex_op
`,
    operators: `~!! ~!~ ~## ~#~ ~%% ~** ~*~ ~++ ~-~ ~== ~=~ ~?? ~@@ ~@~ ~^^ ~|| ~~~`,
    operatorClasses: `gin_similarity_ops`,
    operatorFamilies: `gin_similarity_ops`,
  },
  pg_stat_kcache: {
    relocatable: true,
    requires: `pg_stat_statements`,
    impureFunctions: `pg_stat_kcache pg_stat_kcache_reset`,
    relations: `pg_stat_kcache pg_stat_kcache_detail`,
  },
  pg_uuidv7: {
    relocatable: true,
    impureFunctions: `
uuid_generate_v7 uuid_timestamp_to_v7 uuid_timestamptz_to_v7 uuid_v7_to_timestamp uuid_v7_to_timestamptz
`,
  },
  pgaudit: {
    relocatable: true,
    impureFunctions: `pgaudit_ddl_command_end pgaudit_sql_drop`,
    eventTriggers: `pgaudit_ddl_command_end pgaudit_sql_drop`,
  },
  pgjwt: {
    requires: `pgcrypto`,
    functions: `algorithm_sign sign try_cast_double url_decode url_encode verify`,
  },
  pgmp: {
    relocatable: true,
    functions: `
_mpq_agg_add _mpq_agg_max _mpq_agg_min _mpq_agg_mul _mpq_from_agg _mpz_agg_add _mpz_agg_and _mpz_agg_ior _mpz_agg_max
_mpz_agg_min _mpz_agg_mul _mpz_agg_xor _mpz_from_agg abs bin bit_and bit_or bit_xor cdiv_qr clrbit com combit congruent
congruent_2exp den divisible divisible_2exp even fac fdiv_qr fib fib2 float4 float8 gcd gcdext gmp_max_bitcnt
gmp_version hamdist int2 int4 int8 inv invert jacobi kronecker lcm legendre limit_den lucnum lucnum2 max min mpq mpq_add
mpq_cmp mpq_div mpq_div_2exp mpq_eq mpq_ge mpq_gt mpq_hash mpq_in mpq_le mpq_lt mpq_mul mpq_mul_2exp mpq_ne mpq_neg
mpq_out mpq_sub mpq_to_numeric mpq_uplus mpz mpz_add mpz_and mpz_cdiv_q mpz_cdiv_q_2exp mpz_cdiv_r mpz_cdiv_r_2exp
mpz_cmp mpz_divexact mpz_eq mpz_fdiv_q mpz_fdiv_q_2exp mpz_fdiv_r mpz_fdiv_r_2exp mpz_ge mpz_gt mpz_hash mpz_in mpz_ior
mpz_le mpz_lt mpz_mul mpz_mul_2exp mpz_ne mpz_neg mpz_out mpz_sub mpz_tdiv_q mpz_tdiv_q_2exp mpz_tdiv_r mpz_tdiv_r_2exp
mpz_uplus mpz_xor nextprime num odd perfect_power perfect_square popcount pow powm probab_prime prod remove root rootrem
scan0 scan1 setbit sgn sqrt sqrtrem sum tdiv_qr text tstbit
`,
    impureFunctions: `
randinit randinit_lc_2exp randinit_lc_2exp_size randinit_mt randseed rrandomb urandomb urandomm
`,
    types: `mpq mpz`,
    operators: `# % %> & * + +% +%> +/ +>> - -% -%> -/ ->> / /! /? < << <= <> = > >= >> >>? ^ |`,
    operatorClasses: `mpq_ops mpz_ops`,
    operatorFamilies: `mpq_ops mpz_ops`,
    casts: `
float4>mpq float4>mpz float8>mpq float8>mpz int2>mpq int2>mpz int4>mpq int4>mpz int8>mpq int8>mpz mpq>float4 mpq>float8
mpq>int2 mpq>int4 mpq>int8 mpq>mpz mpq>numeric mpz>float4 mpz>float8 mpz>int2 mpz>int4 mpz>int8 mpz>mpq mpz>numeric
numeric>mpq numeric>mpz
`,
  },
  pgmq: {
    schema: 'pgmq',
    schemas: `pgmq`,
    impureFunctions: `
_belongs_to_pgmq _ensure_pg_partman_installed _extension_exists _get_partition_col _get_pg_partman_major_version
_get_pg_partman_schema acquire_queue_lock archive convert_archive_partitioned create create_non_partitioned
create_partitioned create_unlogged delete detach_archive drop_queue format_table_name list_queues metrics metrics_all
pgmq_archive pgmq_create pgmq_create_non_partitioned pgmq_create_partitioned pgmq_delete pgmq_drop_queue
pgmq_list_queues pgmq_metrics pgmq_metrics_all pgmq_pop pgmq_purge_queue pgmq_read pgmq_read_with_poll pgmq_send
pgmq_send_batch pgmq_set_vt pop purge_queue read read_with_poll send send_batch set_vt validate_queue_name
`,
    types: `message_record metrics_result queue_record`,
    relations: `meta`,
  },
  pgroonga: {
    schemas: `pgroonga`,
    impureFunctions: `
pgroonga.command pgroonga.flush pgroonga.highlight_html pgroonga.match_positions_byte pgroonga.match_positions_character
pgroonga.query_expand pgroonga.query_extract_keywords pgroonga.score pgroonga.table_name pgroonga_command
pgroonga_database_remove pgroonga_flush pgroonga_handler pgroonga_index_column_name pgroonga_list_broken_indexes
pgroonga_list_lagged_indexes pgroonga_query_expand pgroonga_score pgroonga_set_writable pgroonga_table_name
pgroonga_vacuum pgroonga_wal_set_applied_position pgroonga_wal_status
`,
    functions: `
pgroonga.command_escape_value pgroonga.contain_varchar_array pgroonga.escape pgroonga.match_in_text
pgroonga.match_in_text_array pgroonga.match_in_varchar pgroonga.match_jsonb pgroonga.match_query pgroonga.match_regexp
pgroonga.match_script_jsonb pgroonga.match_term pgroonga.match_text pgroonga.match_text_array pgroonga.match_varchar
pgroonga.prefix_in_text pgroonga.prefix_in_text_array pgroonga.prefix_rk_in_text pgroonga.prefix_rk_in_text_array
pgroonga.prefix_rk_text pgroonga.prefix_rk_text_array pgroonga.prefix_text pgroonga.prefix_text_array
pgroonga.query_escape pgroonga.query_in_text pgroonga.query_in_text_array pgroonga.query_in_varchar pgroonga.query_jsonb
pgroonga.query_text pgroonga.query_text_array pgroonga.query_varchar pgroonga.regexp_text pgroonga.regexp_varchar
pgroonga.script_jsonb pgroonga.script_text pgroonga.script_text_array pgroonga.script_varchar pgroonga.similar_text
pgroonga.similar_text_array pgroonga.similar_varchar pgroonga.snippet_html pgroonga_command_escape_value
pgroonga_condition pgroonga_contain_varchar_array pgroonga_equal_query_text_array
pgroonga_equal_query_text_array_condition pgroonga_equal_query_varchar_array
pgroonga_equal_query_varchar_array_condition pgroonga_equal_text pgroonga_equal_text_condition pgroonga_equal_varchar
pgroonga_equal_varchar_condition pgroonga_escape pgroonga_highlight_html pgroonga_is_writable
pgroonga_language_model_vectorize pgroonga_match_in_text pgroonga_match_in_text_array pgroonga_match_in_varchar
pgroonga_match_jsonb pgroonga_match_positions_byte pgroonga_match_positions_character pgroonga_match_query
pgroonga_match_regexp pgroonga_match_script_jsonb pgroonga_match_term pgroonga_match_text pgroonga_match_text_array
pgroonga_match_text_array_condition pgroonga_match_text_array_condition_with_scorers pgroonga_match_text_condition
pgroonga_match_text_condition_with_scorers pgroonga_match_varchar pgroonga_match_varchar_condition
pgroonga_match_varchar_condition_with_scorers pgroonga_normalize pgroonga_not_prefix_in_text pgroonga_prefix_in_text
pgroonga_prefix_in_text_array pgroonga_prefix_in_varchar pgroonga_prefix_in_varchar_array pgroonga_prefix_rk_in_text
pgroonga_prefix_rk_in_text_array pgroonga_prefix_rk_in_varchar pgroonga_prefix_rk_in_varchar_array
pgroonga_prefix_rk_text pgroonga_prefix_rk_text_array pgroonga_prefix_rk_varchar pgroonga_prefix_rk_varchar_array
pgroonga_prefix_text pgroonga_prefix_text_array pgroonga_prefix_text_array_condition pgroonga_prefix_text_condition
pgroonga_prefix_varchar pgroonga_prefix_varchar_array pgroonga_prefix_varchar_array_condition
pgroonga_prefix_varchar_condition pgroonga_query_escape pgroonga_query_extract_keywords pgroonga_query_in_text
pgroonga_query_in_text_array pgroonga_query_in_varchar pgroonga_query_jsonb pgroonga_query_text
pgroonga_query_text_array pgroonga_query_text_array_condition pgroonga_query_text_array_condition_with_scorers
pgroonga_query_text_condition pgroonga_query_text_condition_with_scorers pgroonga_query_varchar
pgroonga_query_varchar_condition pgroonga_query_varchar_condition_with_scorers pgroonga_regexp_in_text
pgroonga_regexp_in_varchar pgroonga_regexp_text pgroonga_regexp_text_array pgroonga_regexp_text_array_condition
pgroonga_regexp_varchar pgroonga_result_to_jsonb_objects pgroonga_result_to_recordset pgroonga_script_jsonb
pgroonga_script_text pgroonga_script_text_array pgroonga_script_varchar pgroonga_similar_distance_text_condition
pgroonga_similar_text pgroonga_similar_text_array pgroonga_similar_text_condition pgroonga_similar_varchar
pgroonga_snippet_html pgroonga_tokenize pgroonga_wal_apply pgroonga_wal_truncate
`,
    operators: `
!&^| %% &= &=~ &> &? &?> &?| &@ &@* &@> &@| &@~ &@~| &^ &^> &^| &^~ &^~> &^~| &\` &~ &~? &~| <&@*> @@ @~
`,
    operatorClasses: `
pgroonga.bool_ops pgroonga.float4_ops pgroonga.float8_ops pgroonga.int2_ops pgroonga.int4_ops pgroonga.int8_ops
pgroonga.jsonb_ops pgroonga.jsonb_ops_v2 pgroonga.text_array_full_text_search_ops
pgroonga.text_array_full_text_search_ops_v2 pgroonga.text_array_term_search_ops_v2 pgroonga.text_full_text_search_ops
pgroonga.text_full_text_search_ops_v2 pgroonga.text_regexp_ops pgroonga.text_regexp_ops_v2
pgroonga.text_term_search_ops_v2 pgroonga.timestamp_ops pgroonga.timestamptz_ops pgroonga.varchar_array_ops
pgroonga.varchar_array_term_search_ops_v2 pgroonga.varchar_full_text_search_ops pgroonga.varchar_full_text_search_ops_v2
pgroonga.varchar_ops pgroonga.varchar_regexp_ops pgroonga.varchar_regexp_ops_v2 pgroonga_bool_ops pgroonga_float4_ops
pgroonga_float8_ops pgroonga_int2_ops pgroonga_int4_array_ops pgroonga_int4_ops pgroonga_int8_ops
pgroonga_jsonb_full_text_search_ops_v2 pgroonga_jsonb_ops pgroonga_jsonb_ops_v2 pgroonga_text_array_full_text_search_ops
pgroonga_text_array_full_text_search_ops_v2 pgroonga_text_array_regexp_ops_v2 pgroonga_text_array_term_search_ops_v2
pgroonga_text_full_text_search_ops pgroonga_text_full_text_search_ops_v2 pgroonga_text_regexp_ops
pgroonga_text_regexp_ops_v2 pgroonga_text_semantic_search_ops_v2 pgroonga_text_term_search_ops_v2 pgroonga_timestamp_ops
pgroonga_timestamptz_ops pgroonga_uuid_ops pgroonga_varchar_array_ops pgroonga_varchar_array_term_search_ops_v2
pgroonga_varchar_full_text_search_ops pgroonga_varchar_full_text_search_ops_v2 pgroonga_varchar_ops
pgroonga_varchar_regexp_ops pgroonga_varchar_regexp_ops_v2 pgroonga_varchar_term_search_ops_v2
`,
    operatorFamilies: `
pgroonga.bool_ops pgroonga.float4_ops pgroonga.float8_ops pgroonga.int2_ops pgroonga.int4_ops pgroonga.int8_ops
pgroonga.jsonb_ops pgroonga.jsonb_ops_v2 pgroonga.text_array_full_text_search_ops
pgroonga.text_array_full_text_search_ops_v2 pgroonga.text_array_term_search_ops_v2 pgroonga.text_full_text_search_ops
pgroonga.text_full_text_search_ops_v2 pgroonga.text_regexp_ops pgroonga.text_regexp_ops_v2
pgroonga.text_term_search_ops_v2 pgroonga.timestamp_ops pgroonga.timestamptz_ops pgroonga.varchar_array_ops
pgroonga.varchar_array_term_search_ops_v2 pgroonga.varchar_full_text_search_ops pgroonga.varchar_full_text_search_ops_v2
pgroonga.varchar_ops pgroonga.varchar_regexp_ops pgroonga.varchar_regexp_ops_v2 pgroonga_bool_ops pgroonga_float4_ops
pgroonga_float8_ops pgroonga_int2_ops pgroonga_int4_array_ops pgroonga_int4_ops pgroonga_int8_ops
pgroonga_jsonb_full_text_search_ops_v2 pgroonga_jsonb_ops pgroonga_jsonb_ops_v2 pgroonga_text_array_full_text_search_ops
pgroonga_text_array_full_text_search_ops_v2 pgroonga_text_array_regexp_ops_v2 pgroonga_text_array_term_search_ops_v2
pgroonga_text_full_text_search_ops pgroonga_text_full_text_search_ops_v2 pgroonga_text_regexp_ops
pgroonga_text_regexp_ops_v2 pgroonga_text_semantic_search_ops_v2 pgroonga_text_term_search_ops_v2 pgroonga_timestamp_ops
pgroonga_timestamptz_ops pgroonga_uuid_ops pgroonga_varchar_array_ops pgroonga_varchar_array_term_search_ops_v2
pgroonga_varchar_full_text_search_ops pgroonga_varchar_full_text_search_ops_v2 pgroonga_varchar_ops
pgroonga_varchar_regexp_ops pgroonga_varchar_regexp_ops_v2 pgroonga_varchar_term_search_ops_v2
`,
    defaultOperatorClasses: `
pgroonga:_int4 pgroonga:_text pgroonga:_varchar pgroonga:bool pgroonga:float4 pgroonga:float8 pgroonga:int2
pgroonga:int4 pgroonga:int8 pgroonga:jsonb pgroonga:text pgroonga:timestamp pgroonga:timestamptz pgroonga:uuid
pgroonga:varchar
`,
    types: `
pgroonga_condition pgroonga_full_text_search_condition pgroonga_full_text_search_condition_with_scorers
`,
    accessMethods: `pgroonga`,
  },
  pgrouting: {
    relocatable: true,
    requires: `postgis`,
    functions: `
_pgr_array_reverse _pgr_articulationpoints _pgr_bellmanford _pgr_biconnectedcomponents _pgr_binarybreadthfirstsearch
_pgr_bipartite _pgr_breadthfirstsearch _pgr_bridges _pgr_connectedcomponents _pgr_cuthillmckeeordering
_pgr_dagshortestpath _pgr_edgecoloring _pgr_edwardmoore _pgr_endpoint _pgr_hawickcircuits _pgr_isplanar _pgr_linegraph
_pgr_linegraphfull _pgr_makeconnected _pgr_maxflowmincost _pgr_quote_ident _pgr_sequentialvertexcoloring _pgr_startpoint
_pgr_strongcomponents _pgr_turnrestrictedpath pgr_full_version pgr_version
`,
    impureFunctions: `
_pgr_alphashape _pgr_astar _pgr_bdastar _pgr_bddijkstra _pgr_boost_version _pgr_build_type _pgr_checkcolumn
_pgr_checkquery _pgr_checkverttab _pgr_chinesepostman _pgr_compilation_date _pgr_compiler_version _pgr_contraction
_pgr_createindex _pgr_depthfirstsearch _pgr_dijkstra _pgr_dijkstranear _pgr_dijkstravia _pgr_drivingdistance
_pgr_edgedisjointpaths _pgr_floydwarshall _pgr_get_statement _pgr_getcolumnname _pgr_getcolumntype _pgr_gettablename
_pgr_git_hash _pgr_iscolumnindexed _pgr_iscolumnintable _pgr_johnson _pgr_kruskal _pgr_ksp
_pgr_lengauertarjandominatortree _pgr_lib_version _pgr_maxcardinalitymatch _pgr_maxflow _pgr_msg _pgr_onerror
_pgr_operating_system _pgr_parameter_check _pgr_pgsql_version _pgr_pickdeliver _pgr_pickdelivereuclidean _pgr_pointtoid
_pgr_prim _pgr_stoerwagner _pgr_topologicalsort _pgr_transitiveclosure _pgr_trsp _pgr_trsp_withpoints _pgr_trspvia
_pgr_trspvia_withpoints _pgr_trspviavertices _pgr_tsp _pgr_tspeuclidean _pgr_versionless _pgr_vrponedepot
_pgr_withpoints _pgr_withpointsdd _pgr_withpointsksp _pgr_withpointsvia _trsp _v4trsp pgr_alphashape pgr_analyzegraph
pgr_analyzeoneway pgr_articulationpoints pgr_astar pgr_astarcost pgr_astarcostmatrix pgr_bdastar pgr_bdastarcost
pgr_bdastarcostmatrix pgr_bddijkstra pgr_bddijkstracost pgr_bddijkstracostmatrix pgr_bellmanford
pgr_biconnectedcomponents pgr_binarybreadthfirstsearch pgr_bipartite pgr_boykovkolmogorov pgr_breadthfirstsearch
pgr_bridges pgr_chinesepostman pgr_chinesepostmancost pgr_connectedcomponents pgr_contraction pgr_createtopology
pgr_createverticestable pgr_cuthillmckeeordering pgr_dagshortestpath pgr_degree pgr_depthfirstsearch pgr_dijkstra
pgr_dijkstracost pgr_dijkstracostmatrix pgr_dijkstranear pgr_dijkstranearcost pgr_dijkstravia pgr_drivingdistance
pgr_edgecoloring pgr_edgedisjointpaths pgr_edmondskarp pgr_edwardmoore pgr_extractvertices pgr_findcloseedges
pgr_floydwarshall pgr_hawickcircuits pgr_isplanar pgr_johnson pgr_kruskal pgr_kruskalbfs pgr_kruskaldd pgr_kruskaldfs
pgr_ksp pgr_lengauertarjandominatortree pgr_linegraph pgr_linegraphfull pgr_makeconnected pgr_maxcardinalitymatch
pgr_maxflow pgr_maxflowmincost pgr_maxflowmincost_cost pgr_nodenetwork pgr_pickdeliver pgr_pickdelivereuclidean pgr_prim
pgr_primbfs pgr_primdd pgr_primdfs pgr_pushrelabel pgr_sequentialvertexcoloring pgr_stoerwagner pgr_strongcomponents
pgr_topologicalsort pgr_transitiveclosure pgr_trsp pgr_trsp_withpoints pgr_trspvia pgr_trspvia_withpoints
pgr_trspviaedges pgr_trspviavertices pgr_tsp pgr_tspeuclidean pgr_turnrestrictedpath pgr_vrponedepot pgr_withpoints
pgr_withpointscost pgr_withpointscostmatrix pgr_withpointsdd pgr_withpointsksp pgr_withpointsvia
`,
  },
  pgsodium: {
    schema: 'pgsodium',
    schemas: `pgsodium pgsodium_masks`,
    impureFunctions: `
create_key create_mask_view crypto_aead_det_decrypt crypto_aead_det_encrypt crypto_aead_det_keygen
crypto_aead_det_noncegen crypto_aead_ietf_decrypt crypto_aead_ietf_encrypt crypto_aead_ietf_keygen
crypto_aead_ietf_noncegen crypto_auth crypto_auth_hmacsha256 crypto_auth_hmacsha256_keygen crypto_auth_hmacsha256_verify
crypto_auth_hmacsha512 crypto_auth_hmacsha512_keygen crypto_auth_hmacsha512_verify crypto_auth_keygen crypto_auth_verify
crypto_box_new_keypair crypto_box_new_seed crypto_box_noncegen crypto_generichash crypto_generichash_keygen
crypto_ipcrypt_decrypt crypto_ipcrypt_encrypt crypto_ipcrypt_keygen crypto_ipcrypt_nd_decrypt crypto_ipcrypt_nd_encrypt
crypto_ipcrypt_nd_keygen crypto_ipcrypt_nd_tweakgen crypto_ipcrypt_ndx_decrypt crypto_ipcrypt_ndx_encrypt
crypto_ipcrypt_ndx_keygen crypto_ipcrypt_ndx_tweakgen crypto_ipcrypt_pfx_decrypt crypto_ipcrypt_pfx_encrypt
crypto_ipcrypt_pfx_keygen crypto_kdf_derive_from_key crypto_kdf_keygen crypto_kx_client_session_keys
crypto_kx_new_keypair crypto_kx_new_seed crypto_kx_server_session_keys crypto_pwhash_saltgen crypto_pwhash_str
crypto_secretbox crypto_secretbox_keygen crypto_secretbox_noncegen crypto_secretbox_open crypto_secretstream_keygen
crypto_shorthash crypto_shorthash_keygen crypto_sign_new_keypair crypto_sign_new_seed crypto_signcrypt_new_keypair
crypto_signcrypt_sign_after crypto_signcrypt_sign_before crypto_signcrypt_verify_after crypto_signcrypt_verify_before
crypto_signcrypt_verify_public crypto_stream_xchacha20_keygen crypto_stream_xchacha20_noncegen decrypted_columns
derive_key disable_security_label_trigger enable_security_label_trigger encrypted_column encrypted_columns get_key_by_id
get_key_by_name get_named_keys has_mask mask_columns mask_role pgsodium_derive quote_assoc randombytes_buf
randombytes_new_seed randombytes_random randombytes_uniform trg_mask_update update_mask update_masks version
`,
    functions: `
crypto_box crypto_box_open crypto_box_seal crypto_box_seal_open crypto_box_seed_new_keypair crypto_cmp
crypto_hash_sha256 crypto_hash_sha512 crypto_ipcrypt_bin2ip crypto_ipcrypt_ip2bin crypto_kx_seed_new_keypair
crypto_pwhash crypto_pwhash_str_verify crypto_sign crypto_sign_detached crypto_sign_final_create
crypto_sign_final_verify crypto_sign_init crypto_sign_open crypto_sign_seed_new_keypair crypto_sign_update
crypto_sign_update_agg crypto_sign_update_agg1 crypto_sign_update_agg2 crypto_sign_verify_detached
crypto_stream_xchacha20 crypto_stream_xchacha20_xor crypto_stream_xchacha20_xor_ic randombytes_buf_deterministic
sodium_base642bin sodium_bin2base64
`,
    types: `
_key_id_context crypto_box_keypair crypto_kx_keypair crypto_kx_session crypto_sign_keypair crypto_signcrypt_keypair
crypto_signcrypt_state_key key_status key_type
`,
    relations: `key key_key_id_seq mask_columns masking_rule seclabel valid_key`,
    eventTriggers: `pgsodium_trg_mask_update`,
  },
  pgtap: {
    relocatable: true,
    requires: `plpgsql`,
    functions: `
_array_to_sorted_string _contract_on _error_diag _expand_context _expand_on _expand_vol _ident_array_to_sorted_string
_ident_array_to_string _nosuch _pg_sv_table_accessible _refine_vol os_name pg_version pg_version_num pgtap_version
`,
    impureFunctions: `
_add _alike _ancestor_of _are _areni _assets_are _cast_exists _cdi _cexists _ckeys _cleanup _cmp_types _col_is_null
_constraint _currtest _db_privs _def_is _definer _dexists _do_ne _docomp _ext_exists _extensions _extras _finish
_fkexists _fprivs_are _func_compare _funkargs _get _get_ac_privs _get_col_ns_type _get_col_privs _get_col_type
_get_context _get_db_owner _get_db_privs _get_dtype _get_fdw_privs _get_func_owner _get_func_privs _get_index_owner
_get_lang_privs _get_language_owner _get_latest _get_note _get_opclass_owner _get_rel_owner _get_schema_owner
_get_schema_privs _get_sequence_privs _get_server_privs _get_table_privs _get_tablespace_owner _get_tablespaceprivs
_get_type_owner _got_func _grolist _has_def _has_group _has_role _has_type _has_user _hasc _have_index _ikeys _inherited
_is_indexed _is_instead _is_schema _is_super _is_trusted _is_verbose _keys _lang _missing _op_exists _opc_exists _partof
_parts _pg_sv_column_array _pg_sv_type_array _prokind _query _quote_ident_like _relcomp _relexists _relne _returns
_rexists _rule_on _runem _runner _set _strict _table_privs _temptable _temptypes _time_trials _tlike _todo _trig
_type_func _types_are _unalike _vol add_result alike any_column_privs_are bag_eq bag_has bag_hasnt bag_ne can
cast_context_is casts_are check_test cmp_ok col_default_is col_has_check col_has_default col_hasnt_default col_is_fk
col_is_null col_is_pk col_is_unique col_isnt_fk col_isnt_pk col_not_null col_type_is collect_tap column_privs_are
columns_are composite_owner_is database_privs_are db_owner_is diag diag_test_name display_oper do_tap doesnt_imatch
doesnt_match domain_type_is domain_type_isnt domains_are enum_has_labels enums_are extensions_are fail fdw_privs_are
findfuncs finish fk_ok foreign_table_owner_is foreign_tables_are function_lang_is function_owner_is function_privs_are
function_returns functions_are groups_are has_cast has_check has_column has_composite has_domain has_enum has_extension
has_fk has_foreign_table has_function has_group has_index has_inherited_tables has_language has_leftop
has_materialized_view has_opclass has_operator has_pk has_relation has_rightop has_role has_rule has_schema has_sequence
has_table has_tablespace has_trigger has_type has_unique has_user has_view hasnt_cast hasnt_column hasnt_composite
hasnt_domain hasnt_enum hasnt_extension hasnt_fk hasnt_foreign_table hasnt_function hasnt_group hasnt_index
hasnt_inherited_tables hasnt_language hasnt_leftop hasnt_materialized_view hasnt_opclass hasnt_operator hasnt_pk
hasnt_relation hasnt_rightop hasnt_role hasnt_rule hasnt_schema hasnt_sequence hasnt_table hasnt_tablespace
hasnt_trigger hasnt_type hasnt_user hasnt_view ialike imatches in_todo index_is_primary index_is_type index_is_unique
index_owner_is indexes_are is is_aggregate is_ancestor_of is_clustered is_definer is_descendent_of is_empty is_indexed
is_member_of is_normal_function is_partition_of is_partitioned is_procedure is_strict is_superuser is_window isa_ok isnt
isnt_aggregate isnt_ancestor_of isnt_definer isnt_descendent_of isnt_empty isnt_member_of isnt_normal_function
isnt_partitioned isnt_procedure isnt_strict isnt_superuser isnt_window language_is_trusted language_owner_is
language_privs_are languages_are lives_ok matches materialized_view_owner_is materialized_views_are no_plan num_failed
ok opclass_owner_is opclasses_are operators_are partitions_are pass performs_ok performs_within plan policies_are
policy_cmd_is policy_roles_are relation_owner_is results_eq results_ne roles_are row_eq rule_is_instead rule_is_on
rules_are runtests schema_owner_is schema_privs_are schemas_are sequence_owner_is sequence_privs_are sequences_are
server_privs_are set_eq set_has set_hasnt set_ne skip table_owner_is table_privs_are tables_are tablespace_owner_is
tablespace_privs_are tablespaces_are throws_ilike throws_imatching throws_like throws_matching throws_ok todo todo_end
todo_start trigger_is triggers_are type_owner_is types_are unalike unialike users_are view_owner_is views_are
volatility_is
`,
    types: `_time_trial_type`,
    relations: `pg_all_foreign_keys tap_funky`,
  },
  plpgsql_check: {
    requires: `plpgsql`,
    impureFunctions: `
__plpgsql_show_dependency_tb plpgsql_check_function plpgsql_check_function_tb plpgsql_check_pragma
plpgsql_coverage_branches plpgsql_coverage_statements plpgsql_profiler_function_statements_tb
plpgsql_profiler_function_tb plpgsql_profiler_functions_all plpgsql_profiler_install_fake_queryid_hook
plpgsql_profiler_remove_fake_queryid_hook plpgsql_profiler_reset plpgsql_profiler_reset_all plpgsql_show_dependency_tb
`,
  },
  postgis: {
    functions: `
_postgis_check_library_version _postgis_deprecate _postgis_scripts_pgsql_version _postgis_scripts_version_cmp_key
_st_3ddfullywithin _st_3ddwithin _st_3dintersects _st_asgml _st_asx3d _st_bestsrid _st_concavehull _st_contains
_st_containsproperly _st_coveredby _st_covers _st_crosses _st_dfullywithin _st_distancetree _st_distanceuncached
_st_dwithin _st_dwithinuncached _st_equals _st_expand _st_geomfromgml _st_intersects _st_linecrossingdirection
_st_longestline _st_maxdistance _st_orderingequals _st_overlaps _st_pointoutside _st_sortablehash _st_touches
_st_voronoi _st_within box box2d box2d_in box2d_out box2df_in box2df_out box3d box3d_in box3d_out box3dtobox bytea
contains_2d equals geography geography_cmp geography_distance_knn geography_eq geography_ge geography_gt geography_in
geography_le geography_lt geography_out geography_overlaps geography_recv geography_send geography_spgist_choose_nd
geography_spgist_compress_nd geography_spgist_config_nd geography_spgist_inner_consistent_nd
geography_spgist_leaf_consistent_nd geography_spgist_picksplit_nd geography_typmod_in geography_typmod_out geometry
geometry_above geometry_below geometry_cmp geometry_contained_3d geometry_contains geometry_contains_3d
geometry_contains_nd geometry_distance_box geometry_distance_centroid geometry_distance_centroid_nd
geometry_distance_cpa geometry_eq geometry_ge geometry_gt geometry_hash geometry_in geometry_le geometry_left
geometry_lt geometry_neq geometry_out geometry_overabove geometry_overbelow geometry_overlaps geometry_overlaps_3d
geometry_overlaps_nd geometry_overleft geometry_overright geometry_recv geometry_right geometry_same geometry_same_3d
geometry_same_nd geometry_send geometry_sortsupport geometry_spgist_choose_2d geometry_spgist_choose_3d
geometry_spgist_choose_nd geometry_spgist_compress_2d geometry_spgist_compress_3d geometry_spgist_compress_nd
geometry_spgist_config_2d geometry_spgist_config_3d geometry_spgist_config_nd geometry_spgist_inner_consistent_2d
geometry_spgist_inner_consistent_3d geometry_spgist_inner_consistent_nd geometry_spgist_leaf_consistent_2d
geometry_spgist_leaf_consistent_3d geometry_spgist_leaf_consistent_nd geometry_spgist_picksplit_2d
geometry_spgist_picksplit_3d geometry_spgist_picksplit_nd geometry_typmod_in geometry_typmod_out geometry_within
geometry_within_nd geometrytype geomfromewkb geomfromewkt get_proj4_from_srid gidx_in gidx_out is_contained_2d json
jsonb overlaps_2d overlaps_geog overlaps_nd path pgis_asflatgeobuf_finalfn pgis_asflatgeobuf_transfn
pgis_asgeobuf_finalfn pgis_asgeobuf_transfn pgis_asmvt_combinefn pgis_asmvt_deserialfn pgis_asmvt_finalfn
pgis_asmvt_serialfn pgis_asmvt_transfn pgis_geometry_union_parallel_combinefn pgis_geometry_union_parallel_deserialfn
pgis_geometry_union_parallel_finalfn pgis_geometry_union_parallel_serialfn pgis_geometry_union_parallel_transfn point
polygon postgis_addbbox postgis_dropbbox postgis_full_version postgis_geos_compiled_version postgis_geos_noop
postgis_geos_version postgis_getbbox postgis_hasbbox postgis_lib_build_date postgis_lib_revision postgis_lib_version
postgis_libjson_version postgis_liblwgeom_version postgis_libprotobuf_version postgis_libxml_version postgis_noop
postgis_proj_compiled_version postgis_proj_version postgis_scripts_build_date postgis_scripts_installed
postgis_scripts_released postgis_srs postgis_srs_all postgis_srs_codes postgis_srs_search postgis_svn_version
postgis_transform_geometry postgis_transform_pipeline_geometry postgis_type_name postgis_typmod_dims postgis_typmod_srid
postgis_typmod_type postgis_version postgis_wagyu_version spheroid_in spheroid_out st_3dclosestpoint st_3ddfullywithin
st_3ddistance st_3ddwithin st_3dextent st_3dinterpolatepoint st_3dintersects st_3dlength st_3dlineinterpolatepoint
st_3dlongestline st_3dmakebox st_3dmaxdistance st_3dperimeter st_3dshortestline st_addmeasure st_addpoint st_affine
st_angle st_area st_area2d st_asbinary st_asencodedpolyline st_asewkb st_asewkt st_asflatgeobuf st_asgeobuf st_asgml
st_ashexewkb st_askml st_aslatlontext st_asmarc21 st_asmvt st_asmvtgeom st_assvg st_astext st_astwkb st_asx3d st_azimuth
st_bdmpolyfromtext st_bdpolyfromtext st_boundary st_boundingdiagonal st_box2dfromgeohash st_buffer st_buildarea
st_catmullromsmoothing st_centroid st_chaikinsmoothing st_cleangeometry st_clipbybox2d st_closestpoint
st_closestpointofapproach st_clusterdbscan st_clusterintersecting st_clusterintersectingwin st_clusterrelatewin
st_clusterwithin st_clusterwithinwin st_collect st_collectionextract st_collectionhomogenize st_combinebbox
st_concavehull st_contains st_containsproperly st_controlpoints st_convexhull st_coorddim st_coverageclean
st_coverageedges st_coverageinvalidedges st_coveragesimplify st_coverageunion st_coveredby st_covers st_cpawithin
st_crosses st_curven st_curvetoline st_degree st_delaunaytriangles st_dfullywithin st_difference st_dimension
st_disjoint st_distance st_distancecpa st_distancesphere st_distancespheroid st_dump st_dumppoints st_dumprings
st_dumpsegments st_dwithin st_endm st_endpoint st_envelope st_equals st_evaluate st_expand st_extent st_exteriorring
st_filterbym st_flipcoordinates st_force2d st_force3d st_force3dm st_force3dz st_force4d st_forcecollection
st_forcecurve st_forcepolygonccw st_forcepolygoncw st_forcerhr st_forcesfs st_frechetdistance st_fromflatgeobuf
st_fromflatgeobuftotable st_geogfromtext st_geogfromwkb st_geographyfromtext st_geohash st_geomcollfromtext
st_geomcollfromwkb st_geometricmedian st_geometryfromtext st_geometryn st_geometrytype st_geomfromewkb st_geomfromewkt
st_geomfromgeohash st_geomfromgeojson st_geomfromgml st_geomfromkml st_geomfrommarc21 st_geomfromtext st_geomfromtwkb
st_geomfromwkb st_gmltosql st_hasarc st_hasm st_hasz st_hausdorffdistance st_hexagon st_hexagongrid st_interiorringn
st_interpolatepoint st_intersection st_intersects st_inversetransformpipeline st_isclosed st_iscollection st_isempty
st_isnurbscurve st_ispolygonccw st_ispolygoncw st_isring st_issimple st_isvalid st_isvaliddetail st_isvalidreason
st_isvalidtrajectory st_knots st_largestemptycircle st_length st_length2d st_length2dspheroid st_lengthspheroid
st_letters st_linecrossingdirection st_lineextend st_linefromencodedpolyline st_linefrommultipoint st_linefromtext
st_linefromwkb st_lineinterpolatepoint st_lineinterpolatepoints st_linelocatepoint st_linemerge st_linestringfromwkb
st_linesubstring st_linetocurve st_locatealong st_locatebetween st_locatebetweenelevations st_longestline st_m
st_makebox2d st_makeenvelope st_makeline st_makenurbscurve st_makepoint st_makepointm st_makepolygon st_makevalid
st_maxdistance st_maximuminscribedcircle st_memcollect st_memsize st_memunion st_minimumboundingcircle
st_minimumboundingradius st_minimumclearance st_minimumclearanceline st_minimumspanningtree st_mlinefromtext
st_mlinefromwkb st_mmax st_mmin st_mpointfromtext st_mpointfromwkb st_mpolyfromtext st_mpolyfromwkb st_msize st_multi
st_multilinefromwkb st_multilinestringfromtext st_multipointfromtext st_multipointfromwkb st_multipolyfromwkb
st_multipolygonfromtext st_ndims st_node st_normalize st_npoints st_nrings st_numcontrolpoints st_numcurves
st_numgeometries st_numinteriorring st_numinteriorrings st_numpatches st_numpoints st_nurbscurveisrational
st_nurbstolinestring st_offsetcurve st_orderingequals st_orientedenvelope st_overlaps st_patchn st_perimeter
st_perimeter2d st_point st_pointfromgeohash st_pointfromtext st_pointfromwkb st_pointinsidecircle st_pointm st_pointn
st_pointonsurface st_points st_pointz st_pointzm st_polyfromtext st_polyfromwkb st_polygon st_polygonfromtext
st_polygonfromwkb st_polygonize st_project st_quantizecoordinates st_reduceprecision st_relate st_relatematch
st_removeirrelevantpointsforview st_removepoint st_removerepeatedpoints st_removesmallparts st_reverse st_rotate
st_rotatex st_rotatey st_rotatez st_scale st_scroll st_segmentize st_seteffectivearea st_setendm st_setpoint st_setsrid
st_setstartm st_sharedpaths st_shiftlongitude st_shortestline st_simplify st_simplifypolygonhull
st_simplifypreservetopology st_simplifyvw st_snap st_snaptogrid st_split st_square st_squaregrid st_srid st_startm
st_startpoint st_subdivide st_summary st_swapordinates st_symdifference st_tileenvelope st_touches st_transform
st_transformpipeline st_translate st_transscale st_triangulatepolygon st_unaryunion st_union st_voronoilines
st_voronoipolygons st_weights st_within st_wkbtosql st_wkttosql st_wrapx st_x st_xmax st_xmin st_xsize st_y st_ymax
st_ymin st_ysize st_z st_zmax st_zmflag st_zmin st_zsize text
`,
    impureFunctions: `
_postgis_index_extent _postgis_join_selectivity _postgis_pgsql_version _postgis_selectivity _postgis_stats addauth
addgeometrycolumn checkauth checkauthtrigger disablelongtransactions dropgeometrycolumn dropgeometrytable
enablelongtransactions find_srid geog_brin_inclusion_add_value geog_brin_inclusion_merge geog_brin_inclusion_mergeable
geography_analyze geography_gist_compress geography_gist_consistent geography_gist_decompress geography_gist_distance
geography_gist_penalty geography_gist_picksplit geography_gist_same geography_gist_union geom2d_brin_inclusion_add_value
geom2d_brin_inclusion_merge geom3d_brin_inclusion_add_value geom3d_brin_inclusion_merge geom3d_brin_inclusion_mergeable
geom4d_brin_inclusion_add_value geom4d_brin_inclusion_merge geom4d_brin_inclusion_mergeable geometry_analyze
geometry_gist_compress_2d geometry_gist_compress_nd geometry_gist_consistent_2d geometry_gist_consistent_nd
geometry_gist_decompress_2d geometry_gist_decompress_nd geometry_gist_distance_2d geometry_gist_distance_nd
geometry_gist_penalty_2d geometry_gist_penalty_nd geometry_gist_picksplit_2d geometry_gist_picksplit_nd
geometry_gist_same_2d geometry_gist_same_nd geometry_gist_sortsupport_2d geometry_gist_union_2d geometry_gist_union_nd
gettransactionid gserialized_gist_joinsel_2d gserialized_gist_joinsel_nd gserialized_gist_sel_2d gserialized_gist_sel_nd
lockrow longtransactionsenabled pgis_geometry_accum_transfn pgis_geometry_clusterintersecting_finalfn
pgis_geometry_clusterwithin_finalfn pgis_geometry_collect_finalfn pgis_geometry_coverageunion_finalfn
pgis_geometry_makeline_finalfn pgis_geometry_polygonize_finalfn populate_geometry_columns postgis_cache_bbox
postgis_constraint_dims postgis_constraint_srid postgis_constraint_type postgis_extensions_upgrade
postgis_index_supportfn st_asgeojson st_clusterkmeans st_estimatedextent st_findextent st_generatepoints
st_symmetricdifference unlockrows updategeometrysrid
`,
    types: `box2d box2df box3d geography geometry geometry_dump gidx spheroid valid_detail`,
    operators: `
&& &&& &/& &< &<| &> < <#> <-> << <<->> <<@ <<| <= <> = > >= >> @ @>> @@ |&> |=| |>> ~ ~= ~== ~~ ~~=
`,
    relations: `geography_columns geometry_columns spatial_ref_sys`,
    operatorClasses: `
brin_geography_inclusion_ops brin_geometry_inclusion_ops_2d brin_geometry_inclusion_ops_3d
brin_geometry_inclusion_ops_4d btree_geography_ops btree_geometry_ops gist_geography_ops gist_geometry_ops_2d
gist_geometry_ops_nd hash_geometry_ops spgist_geography_ops_nd spgist_geometry_ops_2d spgist_geometry_ops_3d
spgist_geometry_ops_nd
`,
    operatorFamilies: `
brin_geography_inclusion_ops brin_geometry_inclusion_ops_2d brin_geometry_inclusion_ops_3d
brin_geometry_inclusion_ops_4d btree_geography_ops btree_geometry_ops gist_geography_ops gist_geometry_ops_2d
gist_geometry_ops_nd hash_geometry_ops spgist_geography_ops_nd spgist_geometry_ops_2d spgist_geometry_ops_3d
spgist_geometry_ops_nd
`,
    casts: `
box2d>box3d box2d>geometry box3d>box box3d>box2d box3d>geometry bytea>geography bytea>geometry geography>bytea
geography>geography geography>geometry geometry>box geometry>box2d geometry>box3d geometry>bytea geometry>geography
geometry>geometry geometry>json geometry>jsonb geometry>path geometry>point geometry>polygon geometry>text path>geometry
point>geometry polygon>geometry text>geometry
`,
  },
  postgis_raster: {
    requires: `postgis`,
    functions: `
__st_countagg_transfn _raster_constraint_nodata_values _raster_constraint_out_db _st_aspect4ma _st_asraster _st_clip
_st_colormap _st_contains _st_containsproperly _st_convertarray4ma _st_count _st_countagg_finalfn _st_countagg_transfn
_st_coveredby _st_covers _st_dfullywithin _st_dwithin _st_gdalwarp _st_grayscale4ma _st_hillshade4ma _st_histogram
_st_intersects _st_mapalgebra _st_neighborhood _st_overlaps _st_pixelascentroids _st_pixelaspolygons _st_quantile
_st_rastertoworldcoord _st_reclass _st_roughness4ma _st_samealignment_finalfn _st_samealignment_transfn _st_setvalues
_st_slope4ma _st_summarystats _st_summarystats_finalfn _st_summarystats_transfn _st_tile _st_touches _st_tpi4ma
_st_tri4ma _st_union_finalfn _st_union_transfn _st_within _st_worldtorastercoord box3d bytea
geometry_contained_by_raster geometry_raster_contain geometry_raster_overlap postgis_gdal_version
postgis_raster_lib_build_date postgis_raster_lib_version postgis_raster_scripts_installed raster_above raster_below
raster_contain raster_contained raster_contained_by_geometry raster_eq raster_geometry_contain raster_geometry_overlap
raster_hash raster_in raster_left raster_out raster_overabove raster_overbelow raster_overlap raster_overleft
raster_overright raster_right raster_same st_addband st_approxcount st_approxhistogram st_approxquantile
st_approxsummarystats st_asbinary st_asgdalraster st_ashexwkb st_asjpeg st_aspect st_aspng st_asraster st_asrasteragg
st_astiff st_aswkb st_band st_bandfilesize st_bandfiletimestamp st_bandisnodata st_bandmetadata st_bandnodatavalue
st_bandpath st_bandpixeltype st_clip st_colormap st_contains st_containsproperly st_contour st_convexhull st_count
st_countagg st_coveredby st_covers st_dfullywithin st_disjoint st_distinct4ma st_dumpaspolygons st_dumpvalues st_dwithin
st_envelope st_fromgdalraster st_gdaldrivers st_georeference st_geotransform st_grayscale st_hasnoband st_height
st_hillshade st_histogram st_interpolateraster st_intersectionfractions st_intersects st_invdistweight4ma
st_iscoveragetile st_isempty st_makeemptycoverage st_makeemptyraster st_mapalgebra st_mapalgebraexpr st_mapalgebrafct
st_mapalgebrafctngb st_max4ma st_mean4ma st_memsize st_metadata st_min4ma st_minconvexhull st_mindist4ma
st_minpossiblevalue st_nearestvalue st_neighborhood st_notsamealignmentreason st_numbands st_overlaps st_pixelascentroid
st_pixelascentroids st_pixelaspoint st_pixelaspoints st_pixelaspolygon st_pixelaspolygons st_pixelheight st_pixelofvalue
st_pixelwidth st_polygon st_quantile st_range4ma st_rastertoworldcoord st_rastertoworldcoordx st_rastertoworldcoordy
st_rastfromhexwkb st_rastfromwkb st_reclass st_reclassexact st_resample st_rescale st_resize st_reskew st_roughness
st_samealignment st_scalex st_scaley st_setbandindex st_setbandisnodata st_setbandpath st_setgeoreference
st_setgeotransform st_setm st_setrotation st_setscale st_setskew st_setsrid st_setupperleft st_setvalues st_setz
st_skewx st_skewy st_slope st_snaptogrid st_srid st_stddev4ma st_sum4ma st_summarystats st_summarystatsagg st_tile
st_touches st_tpi st_transform st_tri st_union st_upperleftx st_upperlefty st_value st_width st_within
st_worldtorastercoord st_worldtorastercoordx st_worldtorastercoordy
`,
    impureFunctions: `
_add_overview_constraint _add_raster_constraint _add_raster_constraint_alignment _add_raster_constraint_blocksize
_add_raster_constraint_coverage_tile _add_raster_constraint_extent _add_raster_constraint_nodata_values
_add_raster_constraint_num_bands _add_raster_constraint_out_db _add_raster_constraint_pixel_types
_add_raster_constraint_scale _add_raster_constraint_spatially_unique _add_raster_constraint_srid
_drop_overview_constraint _drop_raster_constraint _drop_raster_constraint_alignment _drop_raster_constraint_blocksize
_drop_raster_constraint_coverage_tile _drop_raster_constraint_extent _drop_raster_constraint_nodata_values
_drop_raster_constraint_num_bands _drop_raster_constraint_out_db _drop_raster_constraint_pixel_types
_drop_raster_constraint_regular_blocking _drop_raster_constraint_scale _drop_raster_constraint_spatially_unique
_drop_raster_constraint_srid _overview_constraint _overview_constraint_info _raster_constraint_info_alignment
_raster_constraint_info_blocksize _raster_constraint_info_coverage_tile _raster_constraint_info_extent
_raster_constraint_info_index _raster_constraint_info_nodata_values _raster_constraint_info_num_bands
_raster_constraint_info_out_db _raster_constraint_info_pixel_types _raster_constraint_info_regular_blocking
_raster_constraint_info_scale _raster_constraint_info_spatially_unique _raster_constraint_info_srid
_raster_constraint_pixel_types _st_asrasteragg_finalfn _st_asrasteragg_transfn _st_valuecount _updaterastersrid
addoverviewconstraints addrasterconstraints dropoverviewconstraints droprasterconstraints postgis_noop st_createoverview
st_intersection st_retile st_rotation st_setbandnodatavalue st_setvalue st_summary st_valuecount st_valuepercent
updaterastersrid
`,
    types: `
addbandarg agg_count agg_samealignment geomval rastbandarg raster reclassarg summarystats unionarg
`,
    operators: `&& &< &<| &> << <<| = >> @ |&> |>> ~ ~=`,
    relations: `raster_columns raster_overviews`,
    operatorClasses: `hash_raster_ops`,
    operatorFamilies: `hash_raster_ops`,
    casts: `raster>box3d raster>bytea raster>geometry`,
  },
  postgis_sfcgal: {
    relocatable: true,
    requires: `postgis`,
    functions: `
cg_2drotate cg_3dalphawrapping cg_3darea cg_3dbuffer cg_3dconvexhull cg_3ddifference cg_3ddistance cg_3dintersection
cg_3dintersects cg_3drotate cg_3dscale cg_3dscalearoundcenter cg_3dtranslate cg_3dunion cg_alphashape
cg_approxconvexpartition cg_approximatemedialaxis cg_area cg_constraineddelaunaytriangles cg_difference cg_distance
cg_extrude cg_extrudestraightskeleton cg_forcelhr cg_generateflatroof cg_generategableroof cg_generatehippedroof
cg_generateroof cg_generateskillionroof cg_greeneapproxconvexpartition cg_intersection cg_intersects cg_isplanar
cg_issolid cg_makesolid cg_minkowskisum cg_nurbscurveapproximate cg_nurbscurvederivative cg_nurbscurveinterpolate
cg_optimalalphashape cg_optimalconvexpartition cg_orientation cg_polygonrepair cg_rotate cg_rotatex cg_rotatey
cg_rotatez cg_scale cg_simplify cg_straightskeleton cg_straightskeletonpartition cg_tesselate cg_translate
cg_triangulate cg_union cg_visibility cg_volume cg_ymonotonepartition postgis_sfcgal_full_version postgis_sfcgal_noop
postgis_sfcgal_scripts_installed postgis_sfcgal_version st_3darea st_3dconvexhull st_3ddifference st_3dintersection
st_3dunion st_alphashape st_approximatemedialaxis st_constraineddelaunaytriangles st_extrude st_forcelhr st_isplanar
st_issolid st_makesolid st_minkowskisum st_optimalalphashape st_orientation st_straightskeleton st_tesselate st_volume
`,
  },
  postgis_tiger_geocoder: {
    schema: 'tiger',
    requires: `fuzzystrmatch postgis`,
    schemas: `tiger tiger_data`,
    functions: `
count_words cull_null diff_zip end_soundex geocode_intersection get_last_words get_tract greatest_hn includes_address
interpolate_from_address is_pretype least_hn levenshtein_ignore_case loader_macro_replace normalize_address
nullable_levenshtein numeric_streets_equal pagc_normalize_address pprint_addy rate_attributes utmzone zip_range
`,
    impureFunctions: `
create_census_base_tables drop_dupe_featnames_generate_script drop_indexes_generate_script
drop_nation_tables_generate_script drop_state_tables_generate_script geocode geocode_address geocode_location
get_geocode_setting install_geocode_settings install_missing_indexes install_pagc_tables loader_generate_census_script
loader_generate_nation_script loader_generate_script loader_load_staged_data location_extract
location_extract_countysub_exact location_extract_countysub_fuzzy location_extract_place_exact
location_extract_place_fuzzy missing_indexes_generate_script reverse_geocode set_geocode_setting setsearchpathforinstall
state_extract topology_load_tiger
`,
    types: `norm_addy`,
    relations: `
addr addr_gid_seq addrfeat addrfeat_gid_seq bg bg_gid_seq county county_gid_seq county_lookup countysub_lookup cousub
cousub_gid_seq direction_lookup edges edges_gid_seq faces faces_gid_seq featnames featnames_gid_seq geocode_settings
geocode_settings_default loader_lookuptables loader_platform loader_variables pagc_gaz pagc_gaz_id_seq pagc_lex
pagc_lex_id_seq pagc_rules pagc_rules_id_seq place place_gid_seq place_lookup secondary_unit_lookup state state_gid_seq
state_lookup street_type_lookup tabblock tabblock20 tabblock_gid_seq tract tract_gid_seq zcta5 zcta5_gid_seq zip_lookup
zip_lookup_all zip_lookup_base zip_state zip_state_loc
`,
  },
  postgis_topology: {
    schema: 'topology',
    requires: `postgis`,
    schemas: `topology`,
    functions: `
_asgmlnode _checkedgelinking postgis_topology_scripts_installed topoelement topoelementarray_agg topoelementarray_append
toporingisccw
`,
    impureFunctions: `
_asgmledge _asgmlface _registermissingfaces _st_adjacentedges _st_mintolerance _topogeo_addlinestringnoface
_validatetopologyedgelinking _validatetopologygetfaceshellmaximaledgering _validatetopologygetringedges
_validatetopologyrings addedge addface addnode addtopogeometrycolumn addtosearchpath asgml astopojson cleartopogeom
copytopology createtopogeom createtopology droptopogeometrycolumn droptopology equals findlayer findtopology
findvertexsegmentpairsbelowdistance fixcorrupttopogeometrycolumn geometry geometrytype getedgebypoint getfacebypoint
getfacecontainingpoint getnodebypoint getnodeedges getringedges gettopogeomelementarray gettopogeomelements
gettopologyid gettopologyname gettopologysrid intersects layertrigger maketopologyprecise polygonize
populate_topology_layer relationtrigger removeunusedprimitives renametopogeometrycolumn renametopology st_addedgemodface
st_addedgenewfaces st_addisoedge st_addisonode st_changeedgegeom st_createtopogeo st_geometrytype st_getfaceedges
st_getfacegeometry st_inittopogeo st_modedgeheal st_modedgesplit st_moveisonode st_newedgeheal st_newedgessplit
st_remedgemodface st_remedgenewface st_remisonode st_removeisoedge st_removeisonode st_simplify st_srid
topogeo_addgeometry topogeo_addlinestring topogeo_addpoint topogeo_addpolygon topogeo_loadgeometry topogeom_addelement
topogeom_addtopogeom topogeom_remelement topologysummary totaltopologysize totopogeom upgradetopology validatetopology
validatetopologyprecision validatetopologyrelation
`,
    types: `
getfaceedges_returntype topoelement topoelementarray topogeometry validatetopology_returntype
`,
    relations: `layer topology topology_id_seq`,
    casts: `topogeometry>_int8 topogeometry>geometry`,
  },
  prefix: {
    relocatable: true,
    functions: `
gpr_compress gpr_consistent gpr_decompress gpr_picksplit gpr_picksplit_jordan gpr_picksplit_presort gpr_same gpr_union
length prefix_range prefix_range_cmp prefix_range_contained_by prefix_range_contained_by_strict prefix_range_contains
prefix_range_contains_strict prefix_range_eq prefix_range_ge prefix_range_gt prefix_range_in prefix_range_inter
prefix_range_le prefix_range_lt prefix_range_neq prefix_range_out prefix_range_overlaps prefix_range_recv
prefix_range_send prefix_range_union text
`,
    impureFunctions: `gpr_penalty pr_penalty`,
    types: `prefix_range`,
    operators: `& && < <= <> <@ = > >= @> |`,
    operatorClasses: `btree_prefix_range_ops gist_prefix_range_ops`,
    operatorFamilies: `btree_prefix_range_ops gist_prefix_range_ops`,
    casts: `prefix_range>text text>prefix_range`,
  },
  q3c: {
    relocatable: true,
    functions: `
q3c_ang2ipix q3c_dist q3c_dist_pm q3c_ellipse_join q3c_ellipse_nearby_it q3c_ellipse_query q3c_ellipse_query_it
q3c_in_ellipse q3c_in_poly q3c_ipix2ang q3c_join q3c_join_pm q3c_nearby_it q3c_nearby_pm_it q3c_pixarea q3c_poly_query
q3c_poly_query_it q3c_radial_query q3c_radial_query_it q3c_sel q3c_seljoin q3c_seloper q3c_sindist q3c_sindist_pm
q3c_version
`,
    impureFunctions: `q3c_ipixcenter`,
    types: `q3c_type`,
    operators: `==<<>>==`,
  },
  rum: {
    relocatable: true,
    functions: `
rum_anyarray_config rum_anyarray_consistent rum_anyarray_ordering rum_bit_compare_prefix rum_bit_extract_query
rum_bit_extract_value rum_btree_consistent rum_bytea_compare_prefix rum_bytea_extract_query rum_bytea_extract_value
rum_char_compare_prefix rum_char_extract_query rum_char_extract_value rum_cidr_compare_prefix rum_cidr_extract_query
rum_cidr_extract_value rum_date_compare_prefix rum_date_extract_query rum_date_extract_value rum_extract_anyarray
rum_extract_anyarray_query rum_extract_tsquery rum_extract_tsquery_hash rum_extract_tsvector rum_extract_tsvector_hash
rum_float4_compare_prefix rum_float4_config rum_float4_distance rum_float4_extract_query rum_float4_extract_value
rum_float4_key_distance rum_float4_left_distance rum_float4_outer_distance rum_float4_right_distance
rum_float8_compare_prefix rum_float8_config rum_float8_distance rum_float8_extract_query rum_float8_extract_value
rum_float8_key_distance rum_float8_left_distance rum_float8_outer_distance rum_float8_right_distance
rum_inet_compare_prefix rum_inet_extract_query rum_inet_extract_value rum_int2_compare_prefix rum_int2_config
rum_int2_distance rum_int2_extract_query rum_int2_extract_value rum_int2_key_distance rum_int2_left_distance
rum_int2_outer_distance rum_int2_right_distance rum_int4_compare_prefix rum_int4_config rum_int4_distance
rum_int4_extract_query rum_int4_extract_value rum_int4_key_distance rum_int4_left_distance rum_int4_outer_distance
rum_int4_right_distance rum_int8_compare_prefix rum_int8_config rum_int8_distance rum_int8_extract_query
rum_int8_extract_value rum_int8_key_distance rum_int8_left_distance rum_int8_outer_distance rum_int8_right_distance
rum_interval_compare_prefix rum_interval_extract_query rum_interval_extract_value rum_macaddr_compare_prefix
rum_macaddr_extract_query rum_macaddr_extract_value rum_money_compare_prefix rum_money_config rum_money_distance
rum_money_extract_query rum_money_extract_value rum_money_key_distance rum_money_left_distance rum_money_outer_distance
rum_money_right_distance rum_numeric_cmp rum_numeric_compare_prefix rum_numeric_extract_query rum_numeric_extract_value
rum_oid_compare_prefix rum_oid_config rum_oid_distance rum_oid_extract_query rum_oid_extract_value rum_oid_key_distance
rum_oid_left_distance rum_oid_outer_distance rum_oid_right_distance rum_text_compare_prefix rum_text_extract_query
rum_text_extract_value rum_time_compare_prefix rum_time_extract_query rum_time_extract_value
rum_timestamp_compare_prefix rum_timestamp_config rum_timestamp_consistent rum_timestamp_distance
rum_timestamp_extract_query rum_timestamp_extract_value rum_timestamp_key_distance rum_timestamp_left_distance
rum_timestamp_outer_distance rum_timestamp_right_distance rum_timestamptz_distance rum_timestamptz_key_distance
rum_timestamptz_left_distance rum_timestamptz_right_distance rum_timetz_compare_prefix rum_timetz_extract_query
rum_timetz_extract_value rum_ts_distance rum_ts_join_pos rum_ts_score rum_tsquery_addon_consistent
rum_tsquery_consistent rum_tsquery_distance rum_tsquery_pre_consistent rum_tsvector_config rum_varbit_compare_prefix
rum_varbit_extract_query rum_varbit_extract_value ruminv_extract_tsquery ruminv_extract_tsvector ruminv_tsquery_config
ruminv_tsvector_consistent tsquery_to_distance_query
`,
    impureFunctions: `rum_anyarray_distance rum_anyarray_similar rumhandler`,
    types: `rum_distance_query`,
    operators: `% <=> <=| |=>`,
    operatorClasses: `
rum_anyarray_addon_ops rum_anyarray_ops rum_bit_ops rum_bytea_ops rum_char_ops rum_cidr_ops rum_date_ops rum_float4_ops
rum_float8_ops rum_inet_ops rum_int2_ops rum_int4_ops rum_int8_ops rum_interval_ops rum_macaddr_ops rum_money_ops
rum_numeric_ops rum_oid_ops rum_text_ops rum_time_ops rum_timestamp_ops rum_timestamptz_ops rum_timetz_ops
rum_tsquery_ops rum_tsvector_addon_ops rum_tsvector_hash_addon_ops rum_tsvector_hash_ops rum_tsvector_hash_timestamp_ops
rum_tsvector_hash_timestamptz_ops rum_tsvector_ops rum_tsvector_timestamp_ops rum_tsvector_timestamptz_ops
rum_varbit_ops rum_varchar_ops
`,
    operatorFamilies: `
rum_anyarray_addon_ops rum_anyarray_ops rum_bit_ops rum_bytea_ops rum_char_ops rum_cidr_ops rum_date_ops rum_float4_ops
rum_float8_ops rum_inet_ops rum_int2_ops rum_int4_ops rum_int8_ops rum_interval_ops rum_macaddr_ops rum_money_ops
rum_numeric_ops rum_oid_ops rum_text_ops rum_time_ops rum_timestamp_ops rum_timestamptz_ops rum_timetz_ops
rum_tsquery_ops rum_tsvector_addon_ops rum_tsvector_hash_addon_ops rum_tsvector_hash_ops rum_tsvector_hash_timestamp_ops
rum_tsvector_hash_timestamptz_ops rum_tsvector_ops rum_tsvector_timestamp_ops rum_tsvector_timestamptz_ops
rum_varbit_ops rum_varchar_ops
`,
    defaultOperatorClasses: `
rum:anyarray rum:bit rum:bytea rum:char rum:cidr rum:date rum:float4 rum:float8 rum:inet rum:int2 rum:int4 rum:int8
rum:interval rum:macaddr rum:money rum:numeric rum:oid rum:text rum:time rum:timestamp rum:timestamptz rum:timetz
rum:tsquery rum:tsvector rum:varbit rum:varchar
`,
    casts: `tsquery>rum_distance_query`,
    accessMethods: `rum`,
  },
  semver: {
    relocatable: true,
    functions: `
get_semver_major get_semver_minor get_semver_patch get_semver_prerelease hash_semver is_semver max min semver semver_cmp
semver_eq semver_ge semver_gt semver_in semver_larger semver_le semver_lt semver_ne semver_out semver_recv semver_send
semver_smaller semvermultirange semverrange text to_semver
`,
    types: `semver semvermultirange semverrange`,
    operators: `< <= <> = > >=`,
    operatorClasses: `semver_ops`,
    operatorFamilies: `semver_ops`,
    casts: `
float4>semver float8>semver int2>semver int4>semver int8>semver numeric>semver semver>text semverrange>semvermultirange
text>semver
`,
  },
  supabase_vault: {
    schema: 'vault',
    schemas: `vault`,
    functions: `_crypto_aead_det_decrypt _crypto_aead_det_encrypt _crypto_aead_det_noncegen`,
    relations: `decrypted_secrets secrets`,
    impureFunctions: `create_secret update_secret`,
  },
  tdigest: {
    relocatable: true,
    functions: `
tdigest tdigest_add tdigest_add_digest tdigest_add_digest_array tdigest_add_digest_array_values
tdigest_add_digest_trimmed tdigest_add_digest_values tdigest_add_double tdigest_add_double_array
tdigest_add_double_array_count tdigest_add_double_array_values tdigest_add_double_array_values_count
tdigest_add_double_count tdigest_add_double_count_trimmed tdigest_add_double_trimmed tdigest_add_double_values
tdigest_add_double_values_count tdigest_array_percentiles tdigest_array_percentiles_of tdigest_avg tdigest_combine
tdigest_count tdigest_deserial tdigest_digest tdigest_digest_avg tdigest_digest_sum tdigest_double_array tdigest_in
tdigest_json tdigest_out tdigest_percentile tdigest_percentile_of tdigest_percentiles tdigest_percentiles_of
tdigest_recv tdigest_send tdigest_serial tdigest_sum tdigest_trimmed_avg tdigest_trimmed_sum tdigest_union
`,
    types: `tdigest`,
    casts: `tdigest>_float8 tdigest>json`,
  },
  temporal_tables: {
    relocatable: true,
    impureFunctions: `set_system_time versioning`,
  },
  timescaledb: {
    schemas: `
_timescaledb_cache _timescaledb_catalog _timescaledb_config _timescaledb_functions _timescaledb_internal
timescaledb_experimental timescaledb_information
`,
    impureFunctions: `
_timescaledb_functions.alter_job_set_hypertable_id _timescaledb_functions.attach_osm_table_chunk
_timescaledb_functions.cagg_get_bucket_function_info _timescaledb_functions.cagg_get_grouping_columns
_timescaledb_functions.cagg_validate_query _timescaledb_functions.cagg_watermark
_timescaledb_functions.cagg_watermark_materialized _timescaledb_functions.chunk_constraint_add_table_constraint
_timescaledb_functions.chunk_id_from_relid _timescaledb_functions.chunk_rewrite_cleanup
_timescaledb_functions.chunk_statistics _timescaledb_functions.chunk_statistics_reset
_timescaledb_functions.chunk_status _timescaledb_functions.chunks_local_size _timescaledb_functions.compact_chunk
_timescaledb_functions.compressed_chunk_local_stats _timescaledb_functions.constraint_clone
_timescaledb_functions.create_chunk _timescaledb_functions.create_compressed_chunk
_timescaledb_functions.decompress_batch _timescaledb_functions.drop_chunk _timescaledb_functions.drop_osm_chunk
_timescaledb_functions.estimate_compressed_batch_size _timescaledb_functions.estimate_uncompressed_size
_timescaledb_functions.extension_state _timescaledb_functions.fk_referenced_check _timescaledb_functions.freeze_chunk
_timescaledb_functions.generate_uuid _timescaledb_functions.get_approx_row_count _timescaledb_functions.get_chunk_info
_timescaledb_functions.get_chunk_info_by_id _timescaledb_functions.get_chunk_primary_range
_timescaledb_functions.get_chunk_primary_range_by_id _timescaledb_functions.get_compressed_chunk_index_for_recompression
_timescaledb_functions.get_create_command _timescaledb_functions.get_hypertable_info
_timescaledb_functions.get_hypertable_info_by_id _timescaledb_functions.get_integer_now_func
_timescaledb_functions.get_orderby_defaults _timescaledb_functions.get_primary_dimension
_timescaledb_functions.get_segmentby_defaults _timescaledb_functions.hypertable_get_tenant_tracking_info
_timescaledb_functions.hypertable_local_size _timescaledb_functions.hypertable_osm_range_update
_timescaledb_functions.hypertable_status _timescaledb_functions.hypertable_status_text
_timescaledb_functions.jsonb_get_matching_index_entry _timescaledb_functions.lock_osm_chunk_dimension_slice
_timescaledb_functions.metadata_insert_trigger _timescaledb_functions.policy_compaction
_timescaledb_functions.policy_compaction_check _timescaledb_functions.policy_compression
_timescaledb_functions.policy_compression_check _timescaledb_functions.policy_compression_execute
_timescaledb_functions.policy_job_stat_history_retention _timescaledb_functions.policy_job_stat_history_retention_check
_timescaledb_functions.policy_recompression _timescaledb_functions.policy_refresh_continuous_aggregate
_timescaledb_functions.policy_refresh_continuous_aggregate_check _timescaledb_functions.policy_reorder
_timescaledb_functions.policy_reorder_check _timescaledb_functions.policy_retention
_timescaledb_functions.policy_retention_check _timescaledb_functions.process_ddl_event
_timescaledb_functions.range_value_to_pretty _timescaledb_functions.rebuild_columnstore
_timescaledb_functions.rebuild_sparse_index _timescaledb_functions.recompress_chunk_segmentwise
_timescaledb_functions.relation_approximate_size _timescaledb_functions.relation_size
_timescaledb_functions.remove_dropped_chunk_metadata _timescaledb_functions.restart_background_workers
_timescaledb_functions.restore_fk_check_triggers _timescaledb_functions.show_chunk
_timescaledb_functions.start_background_workers _timescaledb_functions.stop_background_workers
_timescaledb_functions.subtract_integer_from_now _timescaledb_functions.tenant_tracking_map
_timescaledb_functions.time_to_internal _timescaledb_functions.tsl_loaded _timescaledb_functions.unfreeze_chunk
_timescaledb_internal.alter_job_set_hypertable_id _timescaledb_internal.attach_osm_table_chunk
_timescaledb_internal.cagg_watermark _timescaledb_internal.cagg_watermark_materialized
_timescaledb_internal.chunk_id_from_relid _timescaledb_internal.chunk_status _timescaledb_internal.chunks_local_size
_timescaledb_internal.compressed_chunk_local_stats _timescaledb_internal.compressed_chunk_remote_stats
_timescaledb_internal.create_chunk _timescaledb_internal.create_compressed_chunk _timescaledb_internal.drop_chunk
_timescaledb_internal.freeze_chunk _timescaledb_internal.generate_uuid _timescaledb_internal.get_approx_row_count
_timescaledb_internal.get_compressed_chunk_index_for_recompression _timescaledb_internal.get_create_command
_timescaledb_internal.get_git_commit _timescaledb_internal.get_os_info _timescaledb_internal.get_partition_for_key
_timescaledb_internal.get_partition_hash _timescaledb_internal.hypertable_local_size
_timescaledb_internal.interval_to_usec _timescaledb_internal.policy_compression
_timescaledb_internal.policy_compression_check _timescaledb_internal.policy_job_stat_history_retention
_timescaledb_internal.policy_job_stat_history_retention_check _timescaledb_internal.policy_recompression
_timescaledb_internal.policy_refresh_continuous_aggregate
_timescaledb_internal.policy_refresh_continuous_aggregate_check _timescaledb_internal.policy_reorder
_timescaledb_internal.policy_reorder_check _timescaledb_internal.policy_retention
_timescaledb_internal.policy_retention_check _timescaledb_internal.process_ddl_event
_timescaledb_internal.range_value_to_pretty _timescaledb_internal.recompress_chunk_segmentwise
_timescaledb_internal.relation_size _timescaledb_internal.restart_background_workers _timescaledb_internal.show_chunk
_timescaledb_internal.start_background_workers _timescaledb_internal.stop_background_workers
_timescaledb_internal.subtract_integer_from_now _timescaledb_internal.time_to_internal _timescaledb_internal.to_date
_timescaledb_internal.to_interval _timescaledb_internal.to_timestamp _timescaledb_internal.to_timestamp_without_timezone
_timescaledb_internal.to_unix_microseconds _timescaledb_internal.tsl_loaded _timescaledb_internal.unfreeze_chunk
add_columnstore_policy add_compaction_policy add_compression_policy add_continuous_aggregate_policy add_dimension
add_job add_reorder_policy add_retention_policy alter_job approximate_row_count attach_chunk attach_tablespace by_hash
by_range chunk_columnstore_stats chunk_compression_stats chunks_detailed_size compress_chunk convert_to_columnstore
convert_to_rowstore create_hypertable decompress_chunk delete_job detach_chunk detach_tablespace detach_tablespaces
disable_chunk_skipping drop_chunks enable_chunk_skipping generate_uuidv7 get_telemetry_report
hypertable_approximate_detailed_size hypertable_approximate_size hypertable_columnstore_stats
hypertable_compression_stats hypertable_detailed_size hypertable_index_size hypertable_size interpolate locf
merge_chunks merge_chunks_concurrently move_chunk recompress_chunk refresh_continuous_aggregate
remove_columnstore_policy remove_compaction_policy remove_compression_policy remove_continuous_aggregate_policy
remove_reorder_policy remove_retention_policy reorder_chunk run_job set_chunk_time_interval set_integer_now_func
set_number_partitions set_partitioning_interval show_chunks show_tablespaces split_chunk time_bucket_gapfill
timescaledb_experimental.add_policies timescaledb_experimental.alter_policies
timescaledb_experimental.remove_all_policies timescaledb_experimental.remove_policies
timescaledb_experimental.show_policies timescaledb_post_restore timescaledb_pre_restore to_uuidv7
`,
    functions: `
_timescaledb_functions.align_to_bucket _timescaledb_functions.bloom1_contains _timescaledb_functions.bloom1_contains_any
_timescaledb_functions.bloom1_contains_any_hashes _timescaledb_functions.bloom1_hash _timescaledb_functions.bloom1in
_timescaledb_functions.bloom1out _timescaledb_functions.bookend_deserializefunc _timescaledb_functions.bookend_finalfunc
_timescaledb_functions.bookend_serializefunc _timescaledb_functions.chunk_status_text
_timescaledb_functions.compressed_data_column_size _timescaledb_functions.compressed_data_has_nulls
_timescaledb_functions.compressed_data_in _timescaledb_functions.compressed_data_info
_timescaledb_functions.compressed_data_out _timescaledb_functions.compressed_data_recv
_timescaledb_functions.compressed_data_send _timescaledb_functions.compressed_data_to_array
_timescaledb_functions.dimension_info_in _timescaledb_functions.dimension_info_out
_timescaledb_functions.first_combinefunc _timescaledb_functions.first_sfunc _timescaledb_functions.get_git_commit
_timescaledb_functions.get_internal_time_max _timescaledb_functions.get_internal_time_min
_timescaledb_functions.get_os_info _timescaledb_functions.get_partition_for_key
_timescaledb_functions.get_partition_hash _timescaledb_functions.hist_combinefunc
_timescaledb_functions.hist_deserializefunc _timescaledb_functions.hist_finalfunc
_timescaledb_functions.hist_serializefunc _timescaledb_functions.hist_sfunc _timescaledb_functions.index_matches
_timescaledb_functions.interval_to_usec _timescaledb_functions.last_combinefunc _timescaledb_functions.last_sfunc
_timescaledb_functions.make_multirange_from_internal_time _timescaledb_functions.make_range_from_internal_time
_timescaledb_functions.to_date _timescaledb_functions.to_interval _timescaledb_functions.to_timestamp
_timescaledb_functions.to_timestamp_without_timezone _timescaledb_functions.to_unix_microseconds first histogram last
time_bucket to_uuidv7_boundary uuid_timestamp uuid_timestamp_micros uuid_version
`,
    eventTriggers: `timescaledb_ddl_command_end timescaledb_ddl_sql_drop`,
    relations: `
_timescaledb_cache.cache_inval_bgw_job _timescaledb_cache.cache_inval_extension
_timescaledb_cache.cache_inval_hypertable _timescaledb_catalog.bgw_job _timescaledb_catalog.bgw_job_id_seq
_timescaledb_catalog.chunk _timescaledb_catalog.chunk_column_stats _timescaledb_catalog.chunk_column_stats_id_seq
_timescaledb_catalog.chunk_constraint _timescaledb_catalog.chunk_id_seq _timescaledb_catalog.chunk_rewrite
_timescaledb_catalog.compression_algorithm _timescaledb_catalog.compression_chunk_size
_timescaledb_catalog.compression_settings _timescaledb_catalog.continuous_agg
_timescaledb_catalog.continuous_aggs_bucket_function _timescaledb_catalog.continuous_aggs_hypertable_invalidation_log
_timescaledb_catalog.continuous_aggs_invalidation_threshold _timescaledb_catalog.continuous_aggs_jobs_refresh_ranges
_timescaledb_catalog.continuous_aggs_materialization_invalidation_log
_timescaledb_catalog.continuous_aggs_materialization_ranges _timescaledb_catalog.continuous_aggs_tenant_tracking
_timescaledb_catalog.continuous_aggs_watermark _timescaledb_catalog.dimension _timescaledb_catalog.dimension_id_seq
_timescaledb_catalog.dimension_slice _timescaledb_catalog.dimension_slice_id_seq _timescaledb_catalog.hypertable
_timescaledb_catalog.hypertable_cagg_settings _timescaledb_catalog.hypertable_id_seq _timescaledb_catalog.metadata
_timescaledb_catalog.tablespace _timescaledb_catalog.tablespace_id_seq _timescaledb_config.bgw_job
_timescaledb_internal.bgw_job_stat _timescaledb_internal.bgw_job_stat_history
_timescaledb_internal.bgw_job_stat_history_id_seq _timescaledb_internal.bgw_policy_chunk_stats
_timescaledb_internal.compressed_chunk_stats _timescaledb_internal.hypertable_chunk_local_size
timescaledb_experimental.policies timescaledb_information.chunk_columnstore_settings
timescaledb_information.chunk_compression_settings timescaledb_information.chunks
timescaledb_information.compression_settings timescaledb_information.continuous_aggregates
timescaledb_information.dimensions timescaledb_information.hypertable_columnstore_settings
timescaledb_information.hypertable_compression_settings timescaledb_information.hypertables
timescaledb_information.job_errors timescaledb_information.job_history timescaledb_information.job_stats
timescaledb_information.jobs timescaledb_information.stat_chunk_activity
`,
    types: `
_timescaledb_internal.bloom1 _timescaledb_internal.compressed_data _timescaledb_internal.dimension_info
`,
  },
  unit: {
    requires: `plpgsql`,
    functions: `
ampere au avg becquerel byte candela cbrt celsius coulomb day dbl_unit_div dbl_unit_mul decibel degree_arc dimension
farad gray hectare henry hertz hour joule katal kelvin kilogram liter lumen lux max meter min minute minute_arc mole
newton ohm pascal radian round second second_arc siemens sievert sqrt stddev stddev_pop stddev_samp steradian sum tesla
tonne unit unit_accum unit_add unit_at unit_at_double unit_avg unit_cmp unit_dbl_div unit_dbl_mul unit_diff unit_div
unit_eq unit_ge unit_greatest unit_gt unit_in unit_le unit_least unit_lt unit_mul unit_ne unit_neg unit_out unit_pow
unit_recv unit_send unit_stddev_pop unit_stddev_samp unit_strict_cmp unit_strict_eq unit_strict_ge unit_strict_gt
unit_strict_le unit_strict_lt unit_strict_ne unit_sub unit_var_pop unit_var_samp unitmultirange unitrange value var_pop
var_samp variance volt watt weber
`,
    impureFunctions: `unit_is_hashed unit_load unit_reset`,
    types: `unit unit_accum_t unitmultirange unitrange`,
    operators: `* + - / < << <<= <<>> <= <> = == > >= >> >>= @ @@ ^ |/ ||/`,
    relations: `unit_prefixes unit_units`,
    operatorClasses: `unit_ops unit_strict_ops`,
    operatorFamilies: `unit_ops unit_strict_ops`,
    casts: `unitrange>unitmultirange`,
  },
  vector: {
    relocatable: true,
    functions: `
array_to_halfvec array_to_sparsevec array_to_vector avg binary_quantize cosine_distance halfvec halfvec_accum
halfvec_add halfvec_avg halfvec_cmp halfvec_combine halfvec_concat halfvec_eq halfvec_ge halfvec_gt halfvec_in
halfvec_l2_squared_distance halfvec_le halfvec_lt halfvec_mul halfvec_ne halfvec_negative_inner_product halfvec_out
halfvec_recv halfvec_send halfvec_spherical_distance halfvec_sub halfvec_to_float4 halfvec_to_sparsevec
halfvec_to_vector halfvec_typmod_in hamming_distance inner_product jaccard_distance l1_distance l2_distance l2_norm
l2_normalize sparsevec sparsevec_cmp sparsevec_eq sparsevec_ge sparsevec_gt sparsevec_in sparsevec_l2_squared_distance
sparsevec_le sparsevec_lt sparsevec_ne sparsevec_negative_inner_product sparsevec_out sparsevec_recv sparsevec_send
sparsevec_to_halfvec sparsevec_to_vector sparsevec_typmod_in subvector sum vector vector_accum vector_add vector_avg
vector_cmp vector_combine vector_concat vector_dims vector_eq vector_ge vector_gt vector_in vector_l2_squared_distance
vector_le vector_lt vector_mul vector_ne vector_negative_inner_product vector_norm vector_out vector_recv vector_send
vector_spherical_distance vector_sub vector_to_float4 vector_to_halfvec vector_to_sparsevec vector_typmod_in
`,
    casts: `
_float4>halfvec _float4>sparsevec _float4>vector _float8>halfvec _float8>sparsevec _float8>vector _int4>halfvec
_int4>sparsevec _int4>vector _numeric>halfvec _numeric>sparsevec _numeric>vector halfvec>_float4 halfvec>halfvec
halfvec>sparsevec halfvec>vector sparsevec>halfvec sparsevec>sparsevec sparsevec>vector vector>_float4 vector>halfvec
vector>sparsevec vector>vector
`,
    operators: `* + - < <#> <%> <+> <-> <= <=> <> <~> = > >= ||`,
    impureFunctions: `
hnsw_bit_support hnsw_halfvec_support hnsw_sparsevec_support hnswhandler ivfflat_bit_support ivfflat_halfvec_support
ivfflathandler
`,
    accessMethods: `hnsw ivfflat`,
    operatorClasses: `
bit_hamming_ops bit_jaccard_ops halfvec_cosine_ops halfvec_ip_ops halfvec_l1_ops halfvec_l2_ops halfvec_ops
sparsevec_cosine_ops sparsevec_ip_ops sparsevec_l1_ops sparsevec_l2_ops sparsevec_ops vector_cosine_ops vector_ip_ops
vector_l1_ops vector_l2_ops vector_ops
`,
    operatorFamilies: `
bit_hamming_ops bit_jaccard_ops halfvec_cosine_ops halfvec_ip_ops halfvec_l1_ops halfvec_l2_ops halfvec_ops
sparsevec_cosine_ops sparsevec_ip_ops sparsevec_l1_ops sparsevec_l2_ops sparsevec_ops vector_cosine_ops vector_ip_ops
vector_l1_ops vector_l2_ops vector_ops
`,
    types: `halfvec sparsevec vector`,
  },
};
