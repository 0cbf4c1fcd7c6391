/**
 * What the scripts of an extension create, for extensions that no server at hand can. All versions' scripts are read, so what a later
 * version dropped is there too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const { split } = await import('../../src/sql/split.ts');
const { loadParser } = await import('../../src/sql/parse.ts');
const parser = await loadParser();

/** The kind in the data of what a DEFINE statement defines. */
const DEFINED = {
  OBJECT_AGGREGATE: 'functions',
  OBJECT_OPERATOR: 'operators',
  OBJECT_TYPE: 'types',
  OBJECT_TSCONFIGURATION: 'textSearch',
  OBJECT_TSDICTIONARY: 'textSearch',
  OBJECT_TSPARSER: 'textSearch',
  OBJECT_TSTEMPLATE: 'textSearch',
};

/**
 * The names by kind that the SQL below `folder` creates, and the control settings.
 *
 * @param extension the name in its control file, which lies below the folder too
 * @param isInstalled whether the scripts of other extensions lie there too, and its own begin with its name
 */
export function extensionSource(extension, folder, isInstalled = false) {
  const files = readdirSync(folder, { recursive: true })
    .filter((file) => !isInstalled || file.startsWith(`${extension}--`) || file === `${extension}.control`)
    .map((file) => path.join(folder, file));
  const control = files.find((file) => path.basename(file).startsWith(`${extension}.control`));
  const setting = (name) =>
    control &&
    new RegExp(`^\\s*${name}\\s*=\\s*'?([^'\\n]*?)'?\\s*(#.*)?$`, 'm').exec(readFileSync(control, 'utf8'))?.[1];
  const schema = setting('schema');
  const found = {
    schema,
    schemas: new Set(schema === undefined || schema === 'pg_catalog' ? [] : [schema]),
    relocatable: setting('relocatable') === 'true',
    requires: new Set(setting('requires')?.split(/\s*,\s*/) ?? []),
  };
  const own = `${schema}.`;
  const add = (kind, name) => (found[kind] ??= new Set()).add(name.startsWith(own) ? name.slice(own.length) : name);
  for (const file of files.filter((file) => /\.sql(\.in)?$/.test(file))) {
    for (const node of statements(file)) {
      for (const [kind, name] of created(node)) add(kind, name);
    }
  }
  for (const pair of found.defaultOperatorClasses ?? []) {
    if (found.types?.has(pair.split(':')[1])) found.defaultOperatorClasses.delete(pair);
  }
  return found;
}

function statements(file) {
  const text = readFileSync(file, 'utf8')
    .replace(/^\\.*$/gm, '')
    .replace(/@extschema(:\w+)?@|@extowner@/g, 'extschema');
  return split(text, file).statements.flatMap((statement) => {
    try {
      return parser.parseSync(statement.text).stmts?.map(({ stmt }) => stmt) ?? [];
    } catch (error) {
      console.error(`${file}:${statement.line} is left out: ${error.message}.`);
      return [];
    }
  });
}

function created(node) {
  const [[kind, it]] = Object.entries(node);
  switch (kind) {
    case 'CreateFunctionStmt':
      return [[isImmutable(it) ? 'functions' : 'impureFunctions', joined(it.funcname)]];
    case 'DefineStmt':
      return it.kind in DEFINED ? [[DEFINED[it.kind], joined(it.defnames)]] : [];
    case 'CompositeTypeStmt':
      return [['types', ofRange(it.typevar)]];
    case 'CreateEnumStmt':
    case 'CreateRangeStmt':
      return [['types', joined(it.typeName)]];
    case 'CreateDomainStmt':
      return [['types', joined(it.domainname)]];
    case 'CreateStmt':
      if (it.relation.relpersistence === 't') return [];
    // falls through
    case 'ViewStmt':
    case 'CreateForeignTableStmt':
      return [['relations', ofRange((it.base ?? it).relation ?? it.view)], ...serials(it)];
    case 'CreateTableAsStmt':
      return [['relations', ofRange(it.into.rel)]];
    case 'CreateSeqStmt':
      return [['relations', ofRange(it.sequence)]];
    case 'CreateSchemaStmt':
      return [['schemas', it.schemaname]];
    case 'CreateCastStmt':
      return [['casts', `${typeName(it.sourcetype)}>${typeName(it.targettype)}`]];
    case 'CreateOpClassStmt': {
      const pair = `${it.amname}:${typeName(it.datatype)}`;
      return [
        ['operatorClasses', joined(it.opclassname)],
        ['operatorFamilies', joined(it.opfamilyname ?? it.opclassname)],
        ...(it.isDefault ? [['defaultOperatorClasses', pair]] : []),
      ];
    }
    case 'CreateOpFamilyStmt':
      return [['operatorFamilies', joined(it.opfamilyname)]];
    case 'CreateAmStmt':
      return [['accessMethods', it.amname]];
    case 'CreatePLangStmt':
      return [['languages', it.plname]];
    case 'CreateFdwStmt':
      return [['foreignDataWrappers', it.fdwname]];
    case 'CreateEventTrigStmt':
      return [['eventTriggers', it.trigname]];
    default:
      return [];
  }
}

function isImmutable({ options = [] }) {
  return options.some(({ DefElem: { defname, arg } }) => defname === 'volatility' && arg.String.sval === 'immutable');
}

function joined(names) {
  const parts = names.map(({ String: { sval } }) => sval);
  return (parts[0] === 'extschema' || parts[0] === 'pg_catalog' ? parts.slice(1) : parts).join('.');
}

function ofRange({ schemaname, relname }) {
  return schemaname === undefined || schemaname === 'extschema' ? relname : `${schemaname}.${relname}`;
}

/** The sequences of a table's serial columns. */
function serials(it) {
  const table = it.relation;
  return (it.tableElts ?? [])
    .filter(({ ColumnDef: column }) => /serial/.test(column?.typeName?.names?.at(-1).String.sval ?? ''))
    .map(({ ColumnDef: { colname } }) => [
      'relations',
      ofRange({ ...table, relname: `${table.relname}_${colname}_seq` }),
    ]);
}

function typeName({ names, arrayBounds }) {
  return `${arrayBounds ? '_' : ''}${names.at(-1).String.sval}`;
}
