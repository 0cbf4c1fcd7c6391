/** The database itself and what lives beside its tables: schemas, extensions, foreign servers, replication, roles, comments, grants. */
import {
  type CatalogQuery,
  FIRST_USER_OID,
  flag,
  line,
  lines,
  membersOf,
  privileges,
  routine,
  secretOptions,
  sorted,
  usersOwn,
} from './catalog-sql.ts';

const THIS_DATABASE = '(SELECT oid FROM pg_database WHERE datname = current_database())';

/** Without its name: replays of one set run in databases of different names. */
const database: CatalogQuery = () => `
  SELECT 'database' AS object,
    ${lines(
      line('owner', 'd.datdba::regrole'),
      line('encoding', 'pg_encoding_to_char(d.encoding)'),
      line(
        'locale',
        `concat_ws(', ', d.datcollate, d.datctype, to_jsonb(d) ->> 'datlocprovider', to_jsonb(d) ->> 'daticulocale', to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticurules')`,
      ),
      line('connections', 'nullif(d.datconnlimit, -1)'),
      line('comment', `shobj_description(d.oid, 'pg_database')`),
      privileges('d.datacl', 'd', 'd.datdba'),
    )} AS definition
  FROM pg_database AS d WHERE d.oid = ${THIS_DATABASE}
  UNION ALL
  SELECT 'setting of ' || CASE s.setrole WHEN 0 THEN 'the database' ELSE 'role ' || s.setrole::regrole || ' in the database' END, ${sorted('s.setconfig')}
  FROM pg_db_role_setting AS s WHERE s.setdatabase = ${THIS_DATABASE}`;

/** Two of them are there from the beginning and have OIDs of their own only after somebody made them anew. */
const schemas: CatalogQuery = () => `
  SELECT 'schema ' || quote_ident(n.nspname) AS object,
    ${lines(line('owner', 'n.nspowner::regrole'), privileges('n.nspacl', 'n', 'n.nspowner'))} AS definition
  FROM pg_namespace AS n WHERE n.nspname !~ '^pg_(temp|toast)' AND (n.nspname IN ('public', 'information_schema') OR (${usersOwn('n', 'pg_namespace')}))`;

const extensions: CatalogQuery = () => `
  SELECT 'extension ' || quote_ident(x.extname) AS object,
    ${lines(
      line('version', 'x.extversion'),
      line('schema', 'x.extnamespace::regnamespace'),
      line('owner', 'x.extowner::regrole'),
      line(
        'members',
        `SELECT count(*) || ', #' || md5(string_agg(o.type || ' ' || o.identity, ',' ORDER BY o.type COLLATE "C", o.identity COLLATE "C"))
         FROM pg_depend AS m, pg_identify_object(m.classid, m.objid, 0) AS o
         WHERE m.refclassid = 'pg_extension'::regclass AND m.refobjid = x.oid AND m.deptype = 'e'`,
      ),
    )} AS definition
  FROM pg_extension AS x`;

/** Those of user mappings, too, only show to those who may see them. */
const foreign: CatalogQuery = () => `
  SELECT 'foreign data wrapper ' || quote_ident(w.fdwname) AS object,
    ${lines(
      line('owner', 'w.fdwowner::regrole'),
      line('handler', routine('w.fdwhandler')),
      line('validator', routine('w.fdwvalidator')),
      line('options', sorted('w.fdwoptions')),
      privileges('w.fdwacl', 'F', 'w.fdwowner'),
    )} AS definition
  FROM pg_foreign_data_wrapper AS w WHERE ${usersOwn('w', 'pg_foreign_data_wrapper')}
  UNION ALL
  SELECT 'server ' || quote_ident(s.srvname),
    ${lines(
      line('owner', 's.srvowner::regrole'),
      line('wrapper', 'SELECT quote_ident(w.fdwname) FROM pg_foreign_data_wrapper AS w WHERE w.oid = s.srvfdw'),
      line('type', 's.srvtype'),
      line('version', 's.srvversion'),
      line('options', sorted('s.srvoptions')),
      privileges('s.srvacl', 'S', 's.srvowner'),
    )}
  FROM pg_foreign_server AS s WHERE ${usersOwn('s', 'pg_foreign_server')}
  UNION ALL
  SELECT 'user mapping for ' || CASE u.umuser WHEN 0 THEN 'public' ELSE u.umuser::regrole::text END || ' on server ' || quote_ident(u.srvname),
    coalesce(${secretOptions('u.umoptions')}, '')
  FROM pg_user_mappings AS u`;

const eventTriggers: CatalogQuery = () => `
  SELECT 'event trigger ' || quote_ident(e.evtname) AS object,
    ${lines(
      line('owner', 'e.evtowner::regrole'),
      line('on', 'e.evtevent'),
      line('tags', sorted('e.evttags')),
      line('function', 'e.evtfoid::regprocedure'),
      line('enabled', 'e.evtenabled'),
    )} AS definition
  FROM pg_event_trigger AS e WHERE ${usersOwn('e', 'pg_event_trigger')}`;

/** All that a row says of itself, but for what has a number only in this database. */
const ATTRIBUTES = (alias: string, ...without: readonly string[]) =>
  `(SELECT string_agg(attribute.key || ' ' || attribute.value, ', ' ORDER BY attribute.key COLLATE "C")
    FROM jsonb_each_text(to_jsonb(${alias}) - '{${without.join(',')}}'::text[]) AS attribute)`;

const publications: CatalogQuery = ({ major }) =>
  [
    `SELECT 'publication ' || quote_ident(p.pubname) AS object, ${lines(line('owner', 'p.pubowner::regrole'), ATTRIBUTES('p', 'oid', 'pubname', 'pubowner'))} AS definition
     FROM pg_publication AS p`,
    `SELECT 'publication ' || quote_ident(p.pubname) || ' of ' || r.prrelid::regclass,
       ${
         major >= 15
           ? lines(
               line(
                 'columns',
                 `SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute AS a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)`,
               ),
               line('where', 'pg_get_expr(r.prqual, r.prrelid)'),
             )
           : `''`
       }
     FROM pg_publication_rel AS r JOIN pg_publication AS p ON p.oid = r.prpubid`,
    ...(major >= 15
      ? [
          `SELECT 'publication ' || quote_ident(p.pubname) || ' of schema ' || r.pnnspid::regnamespace, ''
           FROM pg_publication_namespace AS r JOIN pg_publication AS p ON p.oid = r.pnpubid`,
        ]
      : []),
  ].join(' UNION ALL ');

const subscriptions: CatalogQuery = ({ maySeeSubscriptions }) =>
  maySeeSubscriptions
    ? `SELECT 'subscription ' || quote_ident(s.subname) AS object,
         ${lines(
           line('owner', 's.subowner::regrole'),
           ATTRIBUTES('s', 'oid', 'subdbid', 'subname', 'subowner', 'subconninfo', 'subskiplsn'),
           `'connection #' || md5(s.subconninfo)`,
         )} AS definition
       FROM pg_subscription AS s WHERE s.subdbid = ${THIS_DATABASE}`
    : `SELECT 'subscription ' || quote_ident(s.subname) AS object, 'enabled ' || s.subenabled || ', publications ' || ${sorted('s.subpublications')} AS definition
       FROM pg_subscription AS s WHERE s.subdbid = ${THIS_DATABASE}`;

const defaultPrivileges: CatalogQuery = () => `
  SELECT concat_ws(' ', 'default privileges of', d.defaclrole::regrole, 'in schema ' || nullif(d.defaclnamespace, 0)::regnamespace, 'on', d.defaclobjtype) AS object,
    coalesce(${sorted('d.defaclacl')}, 'none') AS definition
  FROM pg_default_acl AS d`;

const BUILT_IN = [
  ['pg_class', 'relacl'],
  ['pg_proc', 'proacl'],
  ['pg_type', 'typacl'],
  ['pg_language', 'lanacl'],
  ['pg_namespace', 'nspacl'],
  ['pg_foreign_data_wrapper', 'fdwacl'],
  ['pg_foreign_server', 'srvacl'],
] as const;

/** Granted and revoked on what PostgreSQL or an extension brought, which `pg_init_privs` tells apart from what they set themselves. */
const changedPrivileges: CatalogQuery = () =>
  [
    ...BUILT_IN.map(([catalog, acl]) =>
      changedIn(catalog, `SELECT o.oid, 0 AS part, o.${acl} AS acl FROM ${catalog} AS o`, catalog === 'pg_namespace'),
    ),
    changedIn(
      'pg_class',
      `SELECT a.attrelid AS oid, a.attnum AS part, a.attacl AS acl FROM pg_attribute AS a WHERE a.attacl IS NOT NULL
       UNION ALL SELECT a.attrelid, a.attnum, NULL FROM pg_init_privs AS p JOIN pg_attribute AS a ON a.attrelid = p.objoid AND a.attnum = p.objsubid
         WHERE p.classoid = 'pg_class'::regclass AND p.objsubid <> 0 AND a.attacl IS NULL`,
      false,
    ),
  ].join(' UNION ALL ');

function changedIn(catalog: string, objects: string, isSchemas: boolean): string {
  return `SELECT 'privileges on ' || described.type || ' ' || described.identity AS object, coalesce(${sorted('o.acl')}, 'default') AS definition
    FROM (${objects}) AS o
      LEFT JOIN pg_init_privs AS i ON i.classoid = '${catalog}'::regclass AND i.objoid = o.oid AND i.objsubid = o.part,
      LATERAL pg_identify_object('${catalog}'::regclass, o.oid, o.part) AS described
    WHERE o.acl IS DISTINCT FROM i.initprivs AND (o.oid < ${FIRST_USER_OID} OR o.oid IN (${membersOf(catalog)}))
      ${isSchemas ? `AND described.identity <> 'public' AND described.identity !~ '^pg_(temp|toast)'` : ''}`;
}

const NOT_TEMPORARY = `coalesce(o.schema !~ '^pg_(temp|toast)', true)`;

/** Those on large objects are told with these. What is written on built-in objects is one object, since it is thousands. */
const comments: CatalogQuery = () => `
  SELECT 'comment on ' || o.type || ' ' || o.identity AS object, d.description AS definition
  FROM pg_description AS d, pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
  WHERE (d.objoid >= ${FIRST_USER_OID} OR d.objoid = pg_catalog.to_regnamespace('public')) AND d.classoid <> 'pg_largeobject'::regclass AND ${NOT_TEMPORARY}
  UNION ALL
  SELECT 'comments on built-in objects', '#' || sum(hashtextextended(d.objoid || '.' || d.objsubid || d.description, d.classoid::bigint))
  FROM pg_description AS d WHERE d.objoid < ${FIRST_USER_OID} AND d.objoid <> 2200
  UNION ALL
  SELECT 'security label of ' || s.provider || ' on ' || o.type || ' ' || o.identity, s.label
  FROM pg_seclabel AS s, pg_identify_object(s.classoid, s.objoid, s.objsubid) AS o WHERE s.classoid <> 'pg_largeobject'::regclass AND ${NOT_TEMPORARY}
  UNION ALL
  SELECT 'security label of ' || s.provider || ' on the database', s.label
  FROM pg_shseclabel AS s WHERE s.classoid = 'pg_database'::regclass AND s.objoid = ${THIS_DATABASE}
  UNION ALL
  SELECT o.type || ' ' || o.identity || ' depends on extension ' || quote_ident(x.extname), ''
  FROM pg_depend AS d JOIN pg_extension AS x ON x.oid = d.refobjid, pg_identify_object(d.classid, d.objid, d.objsubid) AS o
  WHERE d.deptype = 'x' AND d.refclassid = 'pg_extension'::regclass`;

const ROLE = `r.oid >= ${FIRST_USER_OID} AND r.rolname <> session_user`;

/** What all databases of the server have in common. */
const roles: CatalogQuery = ({ major, maySeePasswords, clusterWide }) => {
  if (!clusterWide) return undefined;
  return `
  SELECT 'role ' || quote_ident(r.rolname) AS object,
    ${lines(
      ATTRIBUTES('r', 'oid', 'rolname', 'rolpassword', 'rolconfig'),
      ...(maySeePasswords
        ? [flag('has a password', `(SELECT a.rolpassword IS NOT NULL FROM pg_authid AS a WHERE a.oid = r.oid)`)]
        : []),
      line('comment', `shobj_description(r.oid, 'pg_authid')`),
      line('settings', sorted('r.rolconfig')),
      line(
        'security labels',
        `SELECT string_agg(s.provider || ' ' || s.label, ', ' ORDER BY s.provider) FROM pg_shseclabel AS s WHERE s.classoid = 'pg_authid'::regclass AND s.objoid = r.oid`,
      ),
    )} AS definition
  FROM pg_roles AS r WHERE ${ROLE}
  UNION ALL
  SELECT 'membership of ' || m.member::regrole || ' in ' || m.roleid::regrole || ' granted by ' || coalesce(g.rolname, 'nobody'),
    ${ATTRIBUTES('m', 'oid', 'roleid', 'member', 'grantor')}
  FROM pg_auth_members AS m LEFT JOIN pg_roles AS g ON g.oid = m.grantor WHERE m.member >= ${FIRST_USER_OID} OR m.roleid >= ${FIRST_USER_OID}
  UNION ALL
  SELECT 'tablespace ' || quote_ident(t.spcname),
    ${lines(line('owner', 't.spcowner::regrole'), line('options', sorted('t.spcoptions')), line('comment', `shobj_description(t.oid, 'pg_tablespace')`), privileges('t.spcacl', 't', 't.spcowner'))}
  FROM pg_tablespace AS t
  UNION ALL
  SELECT 'setting of every role', ${sorted('s.setconfig')} FROM pg_db_role_setting AS s WHERE s.setdatabase = 0 AND s.setrole = 0
  ${major >= 15 ? `UNION ALL SELECT 'privileges on parameter ' || p.parname, coalesce(${sorted('p.paracl')}, 'default') FROM pg_parameter_acl AS p` : ''}`;
};

export const ENVIRONMENT_QUERIES: readonly CatalogQuery[] = [
  database,
  schemas,
  extensions,
  foreign,
  eventTriggers,
  publications,
  subscriptions,
  defaultPrivileges,
  changedPrivileges,
  comments,
  roles,
];
