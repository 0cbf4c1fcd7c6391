/** Types, routines and what else extends PostgreSQL itself. */
import {
  type CatalogQuery,
  FIRST_USER_OID,
  flag,
  line,
  lines,
  membersOf,
  privileges,
  qualified,
  routine,
  usersOwn,
} from './catalog-sql.ts';

/** Left out are those that come with something else: array types, row types of tables, multiranges. */
const types: CatalogQuery = () => `
  SELECT CASE t.typtype WHEN 'd' THEN 'domain ' ELSE 'type ' END || t.oid::regtype AS object,
    ${lines(
      line('owner', 't.typowner::regrole'),
      flag('shell', 'NOT t.typisdefined'),
      line(
        'enum',
        `CASE WHEN t.typtype = 'e' THEN
           (SELECT coalesce(string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder), '') FROM pg_enum AS e WHERE e.enumtypid = t.oid) END`,
      ),
      line(
        'composite',
        `CASE WHEN t.typtype = 'c' THEN (SELECT coalesce(string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
             || CASE WHEN a.attcollation NOT IN (0, b.typcollation) THEN ' collate ' || a.attcollation::regcollation ELSE '' END, ', ' ORDER BY a.attnum), '')
           FROM pg_attribute AS a JOIN pg_type AS b ON b.oid = a.atttypid
           WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) END`,
      ),
      line('domain over', `CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END`),
      flag('not null', 't.typnotnull'),
      line('default', `CASE WHEN t.typdefaultbin IS NULL THEN t.typdefault ELSE pg_get_expr(t.typdefaultbin, 0) END`),
      line(
        'collate',
        `CASE WHEN t.typtype IN ('d', 'b') AND t.typcollation <> 0 THEN t.typcollation::regcollation::text END`,
      ),
      line(
        'range of',
        `SELECT concat_ws(', ', r.rngsubtype::regtype, 'class ' || ${qualified('o.opcnamespace', 'o.opcname')},
           'collate ' || CASE WHEN r.rngcollation <> 0 THEN r.rngcollation::regcollation::text END,
           'canonical ' || ${routine('r.rngcanonical')}, 'difference ' || ${routine('r.rngsubdiff')}, 'multirange ' || r.rngmultitypid::regtype)
         FROM pg_range AS r JOIN pg_opclass AS o ON o.oid = r.rngsubopc WHERE r.rngtypid = t.oid`,
      ),
      line(
        'base',
        `CASE WHEN t.typtype = 'b' AND t.typisdefined THEN concat_ws(', ', 'length ' || t.typlen, flags.list, 'align ' || t.typalign::text,
           'storage ' || t.typstorage::text, 'category ' || t.typcategory::text, 'delimiter ' || t.typdelim::text, 'element ' || CASE WHEN t.typelem <> 0 THEN t.typelem::regtype::text END,
           'input ' || t.typinput::regprocedure, 'output ' || t.typoutput::regprocedure, 'receive ' || ${routine('t.typreceive')},
           'send ' || ${routine('t.typsend')}, 'modifier input ' || ${routine('t.typmodin')}, 'modifier output ' || ${routine('t.typmodout')},
           'analyze ' || ${routine('t.typanalyze')}, 'subscript ' || ${routine('t.typsubscript')}) END`,
      ),
      privileges('t.typacl', 'T', 't.typowner'),
    )} AS definition
  FROM pg_type AS t LEFT JOIN pg_class AS c ON c.oid = t.typrelid AND t.typrelid <> 0,
    LATERAL (SELECT concat_ws(', ', ${flag('by value', 't.typbyval')}, ${flag('preferred', 't.typispreferred')}) AS list) AS flags
  WHERE t.typtype <> 'm' AND (c.oid IS NULL OR c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM pg_type AS element WHERE element.oid = t.typelem AND element.typarray = t.oid)
    AND ${usersOwn('t', 'pg_type', 'typnamespace')}`;

const ROUTINE_KIND = `CASE p.prokind WHEN 'p' THEN 'procedure ' WHEN 'a' THEN 'aggregate ' ELSE 'function ' END`;

const routines: CatalogQuery = () => `
  SELECT ${ROUTINE_KIND} || p.oid::regprocedure AS object,
    ${lines(
      line('owner', 'p.proowner::regrole'),
      privileges('p.proacl', 'f', 'p.proowner'),
      'pg_get_functiondef(p.oid)',
    )} AS definition
  FROM pg_proc AS p WHERE p.prokind <> 'a' AND ${usersOwn('p', 'pg_proc', 'pronamespace')}`;

const aggregates: CatalogQuery = () => `
  SELECT ${ROUTINE_KIND} || p.oid::regprocedure AS object,
    ${lines(
      line('owner', 'p.proowner::regrole'),
      privileges('p.proacl', 'f', 'p.proowner'),
      line('arguments', 'pg_get_function_arguments(p.oid)'),
      line('returns', 'pg_get_function_result(p.oid)'),
      `concat_ws(' ', 'kind', g.aggkind, g.aggnumdirectargs, p.provolatile, 'parallel', p.proparallel)`,
      line(
        'state',
        `concat_ws(' ', g.aggtranstype::regtype, g.aggtransspace, 'initially ' || quote_literal(g.agginitval))`,
      ),
      line(
        'moving state',
        `CASE WHEN g.aggmtranstype <> 0 THEN concat_ws(' ', g.aggmtranstype::regtype, g.aggmtransspace, 'initially ' || quote_literal(g.aggminitval)) END`,
      ),
      line('transition', 'g.aggtransfn::regprocedure'),
      line(
        'final',
        `${routine('g.aggfinalfn')} || ' ' || g.aggfinalmodify::text || CASE WHEN g.aggfinalextra THEN ' extra' ELSE '' END`,
      ),
      line('combine', routine('g.aggcombinefn')),
      line('serialize', routine('g.aggserialfn')),
      line('deserialize', routine('g.aggdeserialfn')),
      line('moving transition', routine('g.aggmtransfn')),
      line('moving inverse', routine('g.aggminvtransfn')),
      line(
        'moving final',
        `${routine('g.aggmfinalfn')} || ' ' || g.aggmfinalmodify::text || CASE WHEN g.aggmfinalextra THEN ' extra' ELSE '' END`,
      ),
      line('sort', 'CASE WHEN g.aggsortop <> 0 THEN g.aggsortop::regoperator::text END'),
    )} AS definition
  FROM pg_aggregate AS g JOIN pg_proc AS p ON p.oid = g.aggfnoid WHERE ${usersOwn('p', 'pg_proc', 'pronamespace')}`;

const casts: CatalogQuery = () => `
  SELECT 'cast (' || k.castsource::regtype || ' AS ' || k.casttarget::regtype || ')' AS object,
    concat_ws(' ', 'context', k.castcontext, 'method', k.castmethod, ${routine('k.castfunc')}) AS definition
  FROM pg_cast AS k WHERE ${usersOwn('k', 'pg_cast')}`;

const OPERATOR = (oid: string) => `CASE WHEN ${oid} <> 0 THEN ${oid}::regoperator::text END`;

const operators: CatalogQuery = () => `
  SELECT 'operator ' || o.oid::regoperator AS object,
    ${lines(
      line('owner', 'o.oprowner::regrole'),
      `CASE WHEN o.oprcode = 0 THEN 'shell' ELSE 'function ' || o.oprcode::oid::regprocedure END`,
      line('result', 'nullif(o.oprresult, 0)::regtype'),
      line('commutator', OPERATOR('o.oprcom')),
      line('negator', OPERATOR('o.oprnegate')),
      line('restrict', `nullif(o.oprrest::text, '-')`),
      line('join', `nullif(o.oprjoin::text, '-')`),
      flag('merges', 'o.oprcanmerge'),
      flag('hashes', 'o.oprcanhash'),
    )} AS definition
  FROM pg_operator AS o WHERE ${usersOwn('o', 'pg_operator', 'oprnamespace')}`;

const METHOD = (oid: string) => `(SELECT quote_ident(amname) FROM pg_am WHERE oid = ${oid})`;
const FAMILY = (oid: string) =>
  `(SELECT ${qualified('family.opfnamespace', 'family.opfname')} || ' using ' || ${METHOD('family.opfmethod')} FROM pg_opfamily AS family WHERE family.oid = ${oid})`;

const operatorClasses: CatalogQuery = () => `
  SELECT 'operator class ' || ${qualified('c.opcnamespace', 'c.opcname')} || ' using ' || ${METHOD('c.opcmethod')} AS object,
    ${lines(
      line('owner', 'c.opcowner::regrole'),
      line('family', FAMILY('c.opcfamily')),
      line('for', 'c.opcintype::regtype'),
      line('stores', 'nullif(c.opckeytype, 0)::regtype'),
      flag('default', 'c.opcdefault'),
    )} AS definition
  FROM pg_opclass AS c WHERE ${usersOwn('c', 'pg_opclass', 'opcnamespace')}`;

const operatorFamilies: CatalogQuery = () => `
  SELECT 'operator family ' || ${FAMILY('f.oid')} AS object, ${line('owner', 'f.opfowner::regrole')} AS definition
  FROM pg_opfamily AS f WHERE ${usersOwn('f', 'pg_opfamily', 'opfnamespace')}`;

/** By themselves, since a user may add to a family that is built in. */
const familyMembers: CatalogQuery = () => `
  SELECT concat_ws(' ', 'strategy', m.amopstrategy, '(' || m.amoplefttype::regtype || ', ' || m.amoprighttype::regtype || ')', 'of operator family', ${FAMILY('m.amopfamily')}) AS object,
    ${lines('m.amopopr::regoperator', line('purpose', 'm.amoppurpose'), line('sorted by', `CASE WHEN m.amopsortfamily <> 0 THEN ${FAMILY('m.amopsortfamily')} END`))} AS definition
  FROM pg_amop AS m WHERE m.oid >= ${FIRST_USER_OID} AND m.amopfamily NOT IN (${membersOf('pg_opfamily')})
  UNION ALL
  SELECT concat_ws(' ', 'support', m.amprocnum, '(' || m.amproclefttype::regtype || ', ' || m.amprocrighttype::regtype || ')', 'of operator family', ${FAMILY('m.amprocfamily')}),
    m.amproc::oid::regprocedure::text
  FROM pg_amproc AS m WHERE m.oid >= ${FIRST_USER_OID} AND m.amprocfamily NOT IN (${membersOf('pg_opfamily')})`;

const collations: CatalogQuery = () => `
  SELECT 'collation ' || c.oid::regcollation || CASE WHEN c.collencoding >= 0 THEN ' for ' || pg_encoding_to_char(c.collencoding) ELSE '' END AS object,
    ${lines(
      line('owner', 'c.collowner::regrole'),
      line('provider', 'c.collprovider'),
      flag('not deterministic', 'NOT c.collisdeterministic'),
      line(
        'locale',
        `concat_ws(', ', c.collcollate, c.collctype, to_jsonb(c) ->> 'colliculocale', to_jsonb(c) ->> 'colllocale')`,
      ),
      line('rules', `to_jsonb(c) ->> 'collicurules'`),
    )} AS definition
  FROM pg_collation AS c WHERE ${usersOwn('c', 'pg_collation', 'collnamespace')}`;

const conversions: CatalogQuery = () => `
  SELECT 'conversion ' || ${qualified('c.connamespace', 'c.conname')} AS object,
    ${lines(
      line('owner', 'c.conowner::regrole'),
      `pg_encoding_to_char(c.conforencoding) || ' to ' || pg_encoding_to_char(c.contoencoding) || ' by ' || c.conproc::oid::regprocedure`,
      flag('default', 'c.condefault'),
    )} AS definition
  FROM pg_conversion AS c WHERE ${usersOwn('c', 'pg_conversion', 'connamespace')}`;

/** Configurations and dictionaries with those that are built in: one may well map `english` words to another dictionary. */
const textSearch: CatalogQuery = () => `
  SELECT 'text search configuration ' || c.oid::regconfig AS object,
    ${lines(
      line('owner', 'c.cfgowner::regrole'),
      line(
        'parser',
        `SELECT ${qualified('p.prsnamespace', 'p.prsname')} FROM pg_ts_parser AS p WHERE p.oid = c.cfgparser`,
      ),
      line(
        'mapping',
        `SELECT string_agg(concat_ws(' ', m.maptokentype, m.mapseqno, m.mapdict::regdictionary), ', ' ORDER BY m.maptokentype, m.mapseqno)
         FROM pg_ts_config_map AS m WHERE m.mapcfg = c.oid`,
      ),
    )} AS definition
  FROM pg_ts_config AS c WHERE c.oid NOT IN (${membersOf('pg_ts_config')})
  UNION ALL
  SELECT 'text search dictionary ' || d.oid::regdictionary,
    ${lines(
      line('owner', 'd.dictowner::regrole'),
      line(
        'template',
        `SELECT ${qualified('t.tmplnamespace', 't.tmplname')} FROM pg_ts_template AS t WHERE t.oid = d.dicttemplate`,
      ),
      line('options', 'd.dictinitoption'),
    )}
  FROM pg_ts_dict AS d WHERE d.oid NOT IN (${membersOf('pg_ts_dict')})
  UNION ALL
  SELECT 'text search template ' || ${qualified('t.tmplnamespace', 't.tmplname')}, concat_ws(', ', t.tmplinit, t.tmpllexize)
  FROM pg_ts_template AS t WHERE ${usersOwn('t', 'pg_ts_template', 'tmplnamespace')}
  UNION ALL
  SELECT 'text search parser ' || ${qualified('p.prsnamespace', 'p.prsname')}, concat_ws(', ', p.prsstart, p.prstoken, p.prsend, p.prsheadline, p.prslextype)
  FROM pg_ts_parser AS p WHERE ${usersOwn('p', 'pg_ts_parser', 'prsnamespace')}`;

const languages: CatalogQuery = () => `
  SELECT 'language ' || quote_ident(l.lanname) AS object,
    ${lines(
      line('owner', 'l.lanowner::regrole'),
      flag('trusted', 'l.lanpltrusted'),
      line('handler', routine('l.lanplcallfoid')),
      line('inline', routine('l.laninline')),
      line('validator', routine('l.lanvalidator')),
      privileges('l.lanacl', 'l', 'l.lanowner'),
    )} AS definition
  FROM pg_language AS l WHERE ${usersOwn('l', 'pg_language')}
  UNION ALL
  SELECT 'access method ' || quote_ident(m.amname), concat_ws(' ', 'type', m.amtype, 'handler', m.amhandler)
  FROM pg_am AS m WHERE ${usersOwn('m', 'pg_am')}
  UNION ALL
  SELECT 'transform for ' || t.trftype::regtype || ' in ' || (SELECT quote_ident(lanname) FROM pg_language WHERE oid = t.trflang),
    concat_ws(', ', 'from ' || ${routine('t.trffromsql')}, 'to ' || ${routine('t.trftosql')})
  FROM pg_transform AS t WHERE ${usersOwn('t', 'pg_transform')}`;

export const CODE_QUERIES: readonly CatalogQuery[] = [
  types,
  routines,
  aggregates,
  casts,
  operators,
  operatorClasses,
  operatorFamilies,
  familyMembers,
  collations,
  conversions,
  textSearch,
  languages,
];
