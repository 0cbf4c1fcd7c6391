import { describe, expect, it } from '@jest/globals';
import * as builtin from '../../src/sql/known/builtin.ts';
import { parseVersion } from '../../src/postgres/server/releases.ts';
import { withServer } from '../support/server.ts';

const running = withServer();

const major = (): number => parseVersion(running.server.version).major;

/** The first column of what the query finds in an empty database. */
async function ask(query: string): Promise<readonly string[]> {
  const client = await running.connect('template1');
  const { rows } = await client.query<string[]>({ text: query, rowMode: 'array' });
  await client.end();
  return rows.flat();
}

describe('built-in names', () => {
  it.each([
    ['functions', 'pg_proc', 'pro', builtin.isBuiltinFunction],
    ['types', 'pg_type', 'typ', builtin.isBuiltinType],
    ['operators', 'pg_operator', 'opr', builtin.isBuiltinOperator],
    ['operator classes', 'pg_opclass', 'opc', builtin.isBuiltinOperatorClass],
    ['operator families', 'pg_opfamily', 'opf', builtin.isBuiltinOperatorFamily],
    ['collations', 'pg_collation', 'coll', builtin.isBuiltinCollation],
    ['text search configurations', 'pg_ts_config', 'cfg', builtin.isBuiltinTextSearchConfiguration],
    ['text search dictionaries', 'pg_ts_dict', 'dict', builtin.isBuiltinTextSearchDictionary],
    ['text search parsers', 'pg_ts_parser', 'prs', builtin.isBuiltinTextSearchParser],
    ['text search templates', 'pg_ts_template', 'tmpl', builtin.isBuiltinTextSearchTemplate],
  ])('has the %s of pg_catalog', async (_, catalog, prefix, isKnown) => {
    const names = await ask(
      `SELECT DISTINCT ${prefix}name FROM ${catalog} WHERE ${prefix}namespace = 'pg_catalog'::regnamespace`,
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isKnown(name, major()))).toEqual([]);
  });

  it.each([
    ['languages', 'SELECT lanname FROM pg_language', builtin.isBuiltinLanguage],
    ['access methods', 'SELECT amname FROM pg_am', builtin.isBuiltinAccessMethod],
    ['roles', `SELECT rolname FROM pg_roles WHERE NOT rolcanlogin`, builtin.isBuiltinRole],
    ['schemas', 'SELECT nspname FROM pg_namespace', builtin.isBuiltinSchema],
  ])('has the %s of an empty database', async (_, query, isKnown) => {
    const names = await ask(query);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !isKnown(name, major()))).toEqual([]);
  });

  it.each(['pg_catalog', 'information_schema'])('has the relations of %s', async (schema) => {
    const names = await ask(
      `SELECT relname FROM pg_class WHERE relnamespace = '${schema}'::regnamespace AND relkind IN ('r', 'v')`,
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !builtin.isCatalogRelation(schema, name, major()))).toEqual([]);
  });

  it('has the types and functions of information_schema', async () => {
    const types = await ask(`SELECT typname FROM pg_type WHERE typnamespace = 'information_schema'::regnamespace`);
    const functions = await ask(`SELECT proname FROM pg_proc WHERE pronamespace = 'information_schema'::regnamespace`);
    expect(types.filter((name) => !builtin.isBuiltinInformationSchemaType(name, major()))).toEqual([]);
    expect(functions.filter((name) => !builtin.isBuiltinInformationSchemaFunction(name, major()))).toEqual([]);
    expect(types).toContain('sql_identifier');
    expect(functions).toContain('_pg_expandarray');
  });
});

describe('what is not built in', () => {
  it('is what only another version has', () => {
    expect([builtin.isBuiltinFunction('uuidv7', 17), builtin.isBuiltinFunction('uuidv7', 18)]).toEqual([false, true]);
    expect(builtin.isBuiltinFunction('uuidv7')).toBe(true);
    expect([builtin.isBuiltinRole('pg_maintain', 16), builtin.isBuiltinRole('pg_maintain')]).toEqual([false, true]);
  });

  it('is what nobody made', () => {
    expect(builtin.isBuiltinFunction('total')).toBe(false);
    expect(builtin.isBuiltinFunction('')).toBe(false);
    expect(builtin.isBuiltinType('orders')).toBe(false);
    expect(builtin.isBuiltinType('_')).toBe(false);
    expect(builtin.isBuiltinType('constructor')).toBe(false);
    expect(builtin.isBuiltinOperator('<=>')).toBe(false);
    expect(builtin.isBuiltinCollation('case_insensitive')).toBe(false);
    expect(builtin.isCatalogRelation(undefined, 'orders')).toBe(false);
  });

  it('is a relation of information_schema that is named without its schema', () => {
    expect(builtin.isCatalogRelation(undefined, 'tables')).toBe(false);
    expect(builtin.isCatalogRelation('information_schema', 'tables')).toBe(true);
    expect(builtin.isCatalogRelation('public', 'pg_class')).toBe(false);
  });
});
