/**
 * Which functions of extensions do more than compute a value from their arguments, judged one by one. What an extension declares
 * immutable is taken for pure where nothing is said here; whatever else is not judged may do anything.
 */
import { EffectTable } from './effect-table.ts';
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
import { extension } from './extensions.ts';

const ROWS_OF_FIRST = touches(reads(0, 'regclass', 'rows'));
const PART_OF_LANGUAGE = opaque('is a part of a language');
const ELSEWHERE = outside('talks to other servers');
const FILES = outside('reads or writes files of the server');
const PARTITIONS = opaque('creates, alters or drops partitions of tables that its arguments name');
const TABLE_BY_TEXT = opaque('reads or alters a table that its arguments name by its parts');
const SQL_BY_TEXT = opaque('runs SQL that its arguments are parts of');
const UNJUDGED = opaque('belongs to an extension and does what nothing is known of');

/** Coordinate systems are looked up in a table that migrations may add to. */
const COORDINATES = touches({ on: 'own relation', name: 'spatial_ref_sys', manner: 'read' });

const CONTRIB: Readonly<Record<string, readonly EffectGroup[]>> = {
  adminpack: [['*', FILES]],
  amcheck: [['*', ROWS_OF_FIRST]],
  // Its arguments are pairs of a column and the sequence for it.
  autoinc: [['autoinc', touches(...[1, 3, 5, 7].map((argument) => writes(argument, 'regclass', 'value')))]],
  bloom: [['blhandler', HARMLESS]],
  citext: [['citextrecv citextsend', HARMLESS]],
  dblink: [
    ['dblink_build_sql_delete dblink_build_sql_insert dblink_build_sql_update', ROWS_OF_FIRST],
    ['dblink_get_pkey', touches(reads(0, 'regclass'))],
    ['dblink_fdw_validator', HARMLESS],
    ['*', ELSEWHERE],
  ],
  dict_int: [['*', HARMLESS]],
  dict_xsyn: [['*', HARMLESS]],
  // The wrappers are harmless; foreign tables are what they read and write.
  file_fdw: [['*', HARMLESS]],
  insert_username: [['insert_username', HARMLESS]],
  intagg: [['*', HARMLESS]],
  intarray: [['_int_*', HARMLESS]],
  // It sets a mode of the session.
  isn: [['isn_weak', HARMLESS]],
  lo: [['lo_manage', touches({ on: 'large objects', manner: 'write' })]],
  moddatetime: [['moddatetime', VOLATILE]],
  old_snapshot: [['*', VOLATILE]],
  pageinspect: [
    ['get_raw_page bt_metap bt_page_items bt_page_stats bt_multi_page_stats hash_bitmap_info', ROWS_OF_FIRST],
    ['tuple_data_split', touches(reads(0, 'regclass'))],
    ['brin_page_items gist_page_items heap_page_item_attrs', touches(reads(1, 'regclass'))],
    ['*', HARMLESS],
  ],
  pg_buffercache: [['*', VOLATILE]],
  pg_freespacemap: [['pg_freespace', ROWS_OF_FIRST]],
  pg_logicalinspect: [['*', FILES]],
  pg_prewarm: [
    ['pg_prewarm', ROWS_OF_FIRST],
    ['autoprewarm_*', VOLATILE],
  ],
  pg_stat_statements: [['*', VOLATILE]],
  pg_surgery: [['*', touches(writes(0, 'regclass', 'rows'))]],
  // Some set or ask for a limit of the session, and operators go by it.
  pg_trgm: [['*', HARMLESS]],
  pg_visibility: [
    ['pg_truncate_visibility_map', touches(writes(0, 'regclass', 'rows'))],
    ['*', ROWS_OF_FIRST],
  ],
  pg_walinspect: [['*', VOLATILE]],
  pgcrypto: [
    ['fips_mode', HARMLESS],
    ['gen_random_bytes gen_random_uuid gen_salt', VOLATILE],
    ['pgp_pub_encrypt pgp_pub_encrypt_bytea pgp_sym_encrypt pgp_sym_encrypt_bytea', VOLATILE],
  ],
  pgrowlocks: [['pgrowlocks', ROWS_OF_FIRST]],
  pgstattuple: [['*', ROWS_OF_FIRST]],
  plperl: [['*', PART_OF_LANGUAGE]],
  plperlu: [['*', PART_OF_LANGUAGE]],
  plpython3u: [['*', PART_OF_LANGUAGE]],
  pltcl: [['*', PART_OF_LANGUAGE]],
  pltclu: [['*', PART_OF_LANGUAGE]],
  postgres_fdw: [
    ['postgres_fdw_get_connections', VOLATILE],
    ['*', HARMLESS],
  ],
  // Where among the arguments the table stands depends on how many columns there are.
  refint: [['*', opaque('reads or changes tables that its arguments name')]],
  sslinfo: [['*', HARMLESS]],
  tablefunc: [
    ['crosstab/1 crosstab2 crosstab3 crosstab4', { kind: 'runs', queries: [0] }],
    ['crosstab/2', { kind: 'runs', queries: [0, 1] }],
    ['connectby', SQL_BY_TEXT],
    ['normal_rand', VOLATILE],
  ],
  tcn: [['triggered_change_notification', HARMLESS]],
  tsm_system_rows: [['system_rows', VOLATILE]],
  tsm_system_time: [['system_time', VOLATILE]],
  unaccent: [
    ['unaccent/2', touches(reads(0, 'regdictionary'))],
    ['unaccent/1 unaccent_init unaccent_lexize', HARMLESS],
  ],
  'uuid-ossp': [['uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4', VOLATILE]],
  xml2: [
    ['xpath_table', SQL_BY_TEXT],
    ['xml_valid xslt_process', HARMLESS],
  ],
};

const FURTHER: Readonly<Record<string, readonly EffectGroup[]>> = {
  address_standardizer: [
    ['standardize_address', touches(...[0, 1, 2].map((argument) => reads(argument, 'regclass', 'rows')))],
  ],
  debversion: [['*', HARMLESS]],
  hll: [['*', HARMLESS]],
  http: [
    // They set up a request, or the session.
    ['http_header http_list_curlopt http_reset_curlopt http_set_curlopt', HARMLESS],
    ['http http_delete http_get http_head http_patch http_post http_put', ELSEWHERE],
  ],
  icu_ext: [['*', HARMLESS]],
  ip4r: [['*', HARMLESS]],
  orafce: [
    ['sysdate unique_session_name get_time normal random value', VOLATILE],
    [
      'dbtimezone orafce_concat2 regexp_count regexp_like regexp_substr sessiontimezone to_char to_date unistr',
      HARMLESS,
    ],
  ],
  pg_bigm: [['*', HARMLESS]],
  pg_cron: [
    // What is scheduled runs later, on its own.
    [
      'alter_job schedule schedule_in_database unschedule',
      touches({ on: 'own relation', name: 'cron.job', manner: 'write' }),
    ],
    ['job_cache_invalidate', HARMLESS],
  ],
  pg_hashids: [['*', HARMLESS]],
  pg_jsonschema: [['*', HARMLESS]],
  pg_net: [
    // Requests are rows until they are sent, once the transaction is over; so are the answers. Nothing of it comes back to the caller.
    [
      'http_delete http_get http_post',
      touches(
        { on: 'own relation', name: 'net.http_request_queue', manner: 'write' },
        { on: 'own relation', name: 'net._http_response', manner: 'write' },
      ),
    ],
  ],
  pg_partman: [['*', PARTITIONS]],
  pg_similarity: [['*', HARMLESS]],
  pg_stat_kcache: [['*', VOLATILE]],
  pg_uuidv7: [
    ['uuid_generate_v7', VOLATILE],
    ['*', HARMLESS],
  ],
  pgaudit: [['*', HARMLESS]],
  pgmp: [['rand* rrandomb urandomb urandomm', VOLATILE]],
  pgroonga: [
    ['score pgroonga_score', VOLATILE],
    ['highlight_html match_positions_byte match_positions_character query_extract_keywords pgroonga_handler', HARMLESS],
    ['table_name pgroonga_table_name pgroonga_index_column_name', CATALOGS],
  ],
  pgrouting: [['*', SQL_BY_TEXT]],
  pgsodium: [
    [
      'randombytes_* crypto_box_new_* crypto_kx_new_* crypto_sign_new_* crypto_pwhash_saltgen crypto_pwhash_str',
      VOLATILE,
    ],
    [
      `crypto_aead_det_keygen crypto_aead_det_noncegen crypto_aead_ietf_keygen crypto_aead_ietf_noncegen
       crypto_auth_hmacsha256_keygen crypto_auth_hmacsha512_keygen crypto_auth_keygen crypto_box_noncegen
       crypto_generichash_keygen crypto_kdf_keygen crypto_secretbox_keygen crypto_secretbox_noncegen
       crypto_secretstream_keygen crypto_shorthash_keygen crypto_stream_xchacha20_keygen
       crypto_stream_xchacha20_noncegen`,
      VOLATILE,
    ],
  ],
  plpgsql_check: [['*', UNJUDGED]],
  postgis: [
    [
      `addgeometrycolumn dropgeometrycolumn dropgeometrytable find_srid populate_geometry_columns updategeometrysrid
       st_estimatedextent st_findextent st_fromflatgeobuftotable`,
      TABLE_BY_TEXT,
    ],
    ['_postgis_index_extent _postgis_selectivity _postgis_join_selectivity _postgis_stats', TABLE_BY_TEXT],
    ['postgis_constraint_dims postgis_constraint_srid postgis_constraint_type', CATALOGS],
    [
      `addauth checkauth checkauthtrigger disablelongtransactions enablelongtransactions gettransactionid lockrow
       longtransactionsenabled unlockrows`,
      opaque('locks rows, or makes tables and triggers for that'),
    ],
    ['postgis_extensions_upgrade', opaque('upgrades extensions')],
    ['st_generatepoints', VOLATILE],
    ['*', COORDINATES],
  ],
  postgis_raster: [
    [
      `_add_* _drop_* _overview_* _raster_constraint_info_* _updaterastersrid addoverviewconstraints addrasterconstraints
       dropoverviewconstraints droprasterconstraints st_createoverview st_retile st_valuecount st_valuepercent
       _st_valuecount updaterastersrid`,
      TABLE_BY_TEXT,
    ],
    ['*', COORDINATES],
  ],
  postgis_sfcgal: [['*', HARMLESS]],
  prefix: [['*', HARMLESS]],
  q3c: [['*', HARMLESS]],
  rum: [['*', HARMLESS]],
  supabase_vault: [['create_secret update_secret', touches({ on: 'own relation', name: 'secrets', manner: 'write' })]],
  temporal_tables: [
    ['versioning', touches(writes(1, 'regclass', 'rows'))],
    ['set_system_time', HARMLESS],
  ],
  timescaledb: [
    ['by_hash by_range interpolate locf time_bucket_gapfill', HARMLESS],
    ['generate_uuidv7 to_uuidv7', VOLATILE],
    ['time_bucket first last histogram', HARMLESS],
  ],
  vector: [['*', HARMLESS]],
};

/** By extension. */
export const EXTENSION_EFFECTS: Readonly<Record<string, readonly EffectGroup[]>> = { ...FURTHER, ...CONTRIB };

const tables = new Map<string, EffectTable>();
const impure = new Map<string, ReadonlySet<string>>();

/**
 * What calling the function of the extension does beyond computing a value from its arguments; undefined: nothing.
 *
 * @param name without its schema
 * @param argumentCount undefined: unknown
 */
export function extensionFunctionEffect(of: string, name: string, argumentCount?: number): Effect | undefined {
  const table = tables.get(of) ?? new EffectTable(groupsOf(of));
  tables.set(of, table);
  return table.find(name, argumentCount) ?? (isImpure(of, name) ? UNJUDGED : undefined);
}

function groupsOf(name: string): readonly EffectGroup[] {
  return Object.hasOwn(EXTENSION_EFFECTS, name) ? (EXTENSION_EFFECTS[name] ?? []) : [];
}

/** Of an extension that is not known, any may be. */
function isImpure(of: string, name: string): boolean {
  const known = extension(of);
  if (known === undefined) return true;
  const bare = impure.get(of) ?? new Set([...known.impureFunctions].map((listed) => listed.replace(/^[^.]+\./, '')));
  impure.set(of, bare);
  return bare.has(name);
}
