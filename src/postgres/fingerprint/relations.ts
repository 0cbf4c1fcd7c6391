/** Tables, views and sequences, and what belongs to them. */
import {
  type CatalogQuery,
  flag,
  grants,
  line,
  lines,
  privileges,
  qualified,
  sorted,
  usersOwn,
} from './catalog-sql.ts';

const RELATION_KINDS = `c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'`;
const OWN_RELATION = usersOwn('c', 'pg_class', 'relnamespace');

const PERSISTENCE = flag('unlogged', `c.relpersistence = 'u'`);
const TABLESPACE = line(
  'tablespace',
  `CASE WHEN c.reltablespace <> 0 THEN (SELECT quote_ident(spcname) FROM pg_tablespace WHERE oid = c.reltablespace) END`,
);
const PARENTS = `SELECT string_agg(i.inhparent::regclass || CASE WHEN i.inhdetachpending THEN ' detaching' ELSE '' END, ', ' ORDER BY i.inhseqno) FROM pg_inherits AS i WHERE i.inhrelid = c.oid`;

/** The order of the columns is part of the table; so a column that is missing does not make all after it differ. */
const tables: CatalogQuery = () => `
  SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view ' WHEN 'f' THEN 'foreign table ' ELSE 'table ' END
      || c.oid::regclass AS object,
    ${lines(
      line(
        'columns',
        `SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a
         WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped`,
      ),
      line('owner', 'c.relowner::regrole'),
      PERSISTENCE,
      line('of type', `CASE WHEN c.reloftype <> 0 THEN c.reloftype::regtype::text END`),
      line('inherits', PARENTS),
      line('partition', 'pg_get_expr(c.relpartbound, c.oid)'),
      line('partitioned by', `CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END`),
      line('access method', 'CASE WHEN c.relam <> 0 THEN (SELECT amname FROM pg_am WHERE oid = c.relam) END'),
      TABLESPACE,
      line('options', sorted('c.reloptions')),
      line(
        'toast options',
        `CASE WHEN c.reltoastrelid <> 0 THEN (SELECT ${sorted('toast.reloptions')} FROM pg_class AS toast WHERE toast.oid = c.reltoastrelid) END`,
      ),
      flag('row level security', 'c.relrowsecurity'),
      flag('row level security for the owner too', 'c.relforcerowsecurity'),
      `CASE c.relreplident WHEN 'n' THEN 'replica identity nothing' WHEN 'f' THEN 'replica identity full' WHEN 'i' THEN 'replica identity index' END`,
      line(
        'server',
        `CASE WHEN c.relkind = 'f' THEN (
           SELECT quote_ident(s.srvname) FROM pg_foreign_table AS f JOIN pg_foreign_server AS s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid) END`,
      ),
      line(
        'foreign options',
        `CASE WHEN c.relkind = 'f' THEN (SELECT ${sorted('f.ftoptions')} FROM pg_foreign_table AS f WHERE f.ftrelid = c.oid) END`,
      ),
      flag('not populated', `c.relkind = 'm' AND NOT c.relispopulated`),
      privileges('c.relacl', 'r', 'c.relowner'),
      `CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END`,
    )} AS definition
  FROM pg_class AS c WHERE ${RELATION_KINDS} AND ${OWN_RELATION}`;

const columns: CatalogQuery = () => `
  SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname) AS object,
    ${lines(
      line('type', 'format_type(a.atttypid, a.atttypmod)'),
      line(
        'collate',
        'CASE WHEN a.attcollation NOT IN (0, t.typcollation) THEN a.attcollation::regcollation::text END',
      ),
      flag('not null', 'a.attnotnull'),
      line(
        'default',
        `CASE WHEN a.atthasdef THEN (
           SELECT CASE a.attgenerated WHEN 's' THEN 'stored, always ' WHEN 'v' THEN 'virtual, always ' ELSE '' END || pg_get_expr(d.adbin, d.adrelid)
           FROM pg_attrdef AS d WHERE d.adrelid = c.oid AND d.adnum = a.attnum) END`,
      ),
      `CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END`,
      line('storage', `CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END`),
      line('compression', `nullif(a.attcompression::text, '')`),
      line('statistics', 'nullif(a.attstattarget, -1)'),
      line('options', sorted('a.attoptions')),
      line('foreign options', sorted('a.attfdwoptions')),
      `CASE WHEN a.attinhcount > 0 THEN 'inherited ' || a.attinhcount || CASE WHEN a.attislocal THEN ', and its own' ELSE '' END END`,
      grants('a.attacl'),
    )} AS definition
  FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid JOIN pg_type AS t ON t.oid = a.atttypid
  WHERE ${RELATION_KINDS} AND ${OWN_RELATION} AND a.attnum > 0 AND NOT a.attisdropped`;

/**
 * A foreign key to a partitioned table has copies for the partitions it refers to, numbered in the order in which those were
 * made. They say nothing of their own and are left out; the copies for partitions it refers from are in.
 */
const constraints: CatalogQuery = () => `
  SELECT 'constraint ' || quote_ident(k.conname) || ' of '
      || CASE WHEN k.contypid <> 0 THEN 'domain ' || k.contypid::regtype ELSE k.conrelid::regclass::text END AS object,
    ${lines(
      'pg_get_constraintdef(k.oid)',
      `CASE WHEN k.coninhcount > 0 THEN 'inherited ' || k.coninhcount || CASE WHEN k.conislocal THEN ', and its own' ELSE '' END END`,
      line(
        'triggers',
        `SELECT string_agg(DISTINCT t.tgrelid::regclass || ' ' || t.tgfoid::regproc || ' ' || t.tgenabled::text, ', ') FROM pg_trigger AS t
         WHERE t.tgconstraint = k.oid AND t.tgisinternal AND t.tgenabled <> 'O'`,
      ),
    )} AS definition
  FROM pg_constraint AS k LEFT JOIN pg_constraint AS parent ON parent.oid = k.conparentid AND k.conparentid <> 0
  WHERE ${usersOwn('k', 'pg_constraint', 'connamespace')}
    AND NOT (k.contype = 'f' AND parent.oid IS NOT NULL AND parent.conrelid = k.conrelid)`;

const indexes: CatalogQuery = () => `
  SELECT 'index ' || c.oid::regclass AS object,
    ${lines(
      'pg_get_indexdef(c.oid)',
      TABLESPACE,
      line('part of', `CASE WHEN c.relispartition THEN (${PARENTS}) END`),
      flag('invalid', 'NOT i.indisvalid'),
      flag('not ready', 'NOT i.indisready'),
      flag('primary', 'i.indisprimary'),
      flag('deferrable', 'NOT i.indimmediate'),
      flag('clustered', 'i.indisclustered'),
      flag('replica identity', 'i.indisreplident'),
      line(
        'statistics',
        `CASE WHEN i.indexprs IS NOT NULL THEN (
           SELECT string_agg(quote_ident(a.attname) || ' ' || a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute AS a
           WHERE a.attrelid = c.oid AND a.attstattarget >= 0 AND a.attnum > 0) END`,
      ),
    )} AS definition
  FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
  WHERE c.relpersistence <> 't' AND ${OWN_RELATION}`;

const sequences: CatalogQuery = () => `
  SELECT 'sequence ' || c.oid::regclass AS object,
    ${lines(
      `'as ' || s.seqtypid::regtype || ' start ' || s.seqstart || ' increment ' || s.seqincrement || ' from ' || s.seqmin
        || ' to ' || s.seqmax || ' cache ' || s.seqcache`,
      flag('cycle', 's.seqcycle'),
      line('owner', 'c.relowner::regrole'),
      PERSISTENCE,
      line(
        'of',
        `SELECT string_agg(d.refobjid::regclass || '.' || quote_ident(a.attname) || CASE d.deptype WHEN 'i' THEN ', its identity' ELSE '' END, ', ')
         FROM pg_depend AS d JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
         WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refclassid = 'pg_class'::regclass`,
      ),
      privileges('c.relacl', 's', 'c.relowner'),
    )} AS definition
  FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid
  WHERE c.relpersistence <> 't' AND ${OWN_RELATION}`;

const FIRING = (column: string) =>
  `CASE ${column} WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'enabled for replicas' WHEN 'A' THEN 'enabled always' END`;

/** Those of foreign keys have generated names, and are told with their constraint. */
const triggers: CatalogQuery = () => `
  SELECT 'trigger ' || quote_ident(t.tgname) || ' of ' || t.tgrelid::regclass AS object,
    ${lines(
      'pg_get_triggerdef(t.oid)',
      FIRING('t.tgenabled'),
      line(
        'copy of that of',
        'CASE WHEN t.tgparentid <> 0 THEN (SELECT p.tgrelid::regclass FROM pg_trigger AS p WHERE p.oid = t.tgparentid) END',
      ),
    )} AS definition
  FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
  WHERE t.oid >= 16384 AND (NOT t.tgisinternal OR (t.tgparentid <> 0 AND t.tgconstraint = 0)) AND c.relpersistence <> 't'`;

const rules: CatalogQuery = () => `
  SELECT 'rule ' || quote_ident(r.rulename) || ' of ' || r.ev_class::regclass AS object,
    ${lines('pg_get_ruledef(r.oid)', FIRING('r.ev_enabled'))} AS definition
  FROM pg_rewrite AS r JOIN pg_class AS c ON c.oid = r.ev_class
  WHERE r.oid >= 16384 AND r.rulename <> '_RETURN' AND c.relpersistence <> 't'`;

const policies: CatalogQuery = () => `
  SELECT 'policy ' || quote_ident(p.polname) || ' of ' || p.polrelid::regclass AS object,
    ${lines(
      `CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END`,
      `CASE p.polcmd WHEN 'r' THEN 'for select' WHEN 'a' THEN 'for insert' WHEN 'w' THEN 'for update' WHEN 'd' THEN 'for delete' ELSE 'for all' END`,
      line(
        'to',
        `SELECT string_agg(name, ', ' ORDER BY name COLLATE "C") FROM (
           SELECT CASE role WHEN 0 THEN 'public' ELSE role::regrole::text END AS name FROM unnest(p.polroles) AS role) AS named`,
      ),
      line('using', 'pg_get_expr(p.polqual, p.polrelid)'),
      line('with check', 'pg_get_expr(p.polwithcheck, p.polrelid)'),
    )} AS definition
  FROM pg_policy AS p JOIN pg_class AS c ON c.oid = p.polrelid WHERE c.relpersistence <> 't'`;

const statistics: CatalogQuery = () => `
  SELECT 'statistics ' || ${qualified('s.stxnamespace', 's.stxname')} AS object,
    ${lines('pg_get_statisticsobjdef(s.oid)', line('target', 'nullif(s.stxstattarget, -1)'), line('owner', 's.stxowner::regrole'))} AS definition
  FROM pg_statistic_ext AS s WHERE ${usersOwn('s', 'pg_statistic_ext', 'stxnamespace')}`;

export const RELATION_QUERIES: readonly CatalogQuery[] = [
  tables,
  columns,
  constraints,
  indexes,
  sequences,
  triggers,
  rules,
  policies,
  statistics,
];
