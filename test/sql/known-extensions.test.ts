import { describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import {
  type ExtensionMember,
  type KnownExtension,
  extension,
  extensionsWith,
  extensionsWithDefaultOperatorClass,
  extensionsWithFunction,
  extensionsWithOperator,
  extensionsWithOperatorClass,
  extensionsWithRelation,
  extensionsWithType,
} from '../../src/sql/known/extensions.ts';
import { withServer } from '../support/server.ts';

const running = withServer();

/** What `pg_identify_object` calls them. */
const KINDS: Readonly<Record<string, ExtensionMember>> = {
  function: 'functions',
  procedure: 'functions',
  aggregate: 'functions',
  operator: 'operators',
  table: 'relations',
  view: 'relations',
  'materialized view': 'relations',
  sequence: 'relations',
  'foreign table': 'relations',
  'operator class': 'operatorClasses',
  'operator family': 'operatorFamilies',
  cast: 'casts',
  'access method': 'accessMethods',
  language: 'languages',
  'text search configuration': 'textSearch',
  'text search dictionary': 'textSearch',
  'text search parser': 'textSearch',
  'text search template': 'textSearch',
  'foreign-data wrapper': 'foreignDataWrappers',
  'event trigger': 'eventTriggers',
  schema: 'schemas',
};

interface Member {
  readonly kind: string;
  readonly schema: string | null;
  readonly name: string;
  readonly own_schema: string;
}

/** Their names come from their identities, so not in the way the data was made. */
const MEMBERS = `
  SELECT i.type AS kind, i.schema, n.nspname AS own_schema,
    CASE i.type
      WHEN 'operator class' THEN (SELECT opcname FROM pg_opclass WHERE oid = d.objid)
      WHEN 'operator family' THEN (SELECT opfname FROM pg_opfamily WHERE oid = d.objid)
      WHEN 'type' THEN (SELECT typname FROM pg_type WHERE oid = d.objid)
      WHEN 'operator' THEN (SELECT oprname FROM pg_operator WHERE oid = d.objid)
      WHEN 'cast' THEN (SELECT s.typname || '>' || t.typname FROM pg_cast c, pg_type s, pg_type t
                        WHERE c.oid = d.objid AND s.oid = castsource AND t.oid = casttarget)
      ELSE (pg_identify_object_as_address(d.classid, d.objid, 0)).object_names
        [cardinality((pg_identify_object_as_address(d.classid, d.objid, 0)).object_names)]
    END AS name
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
  JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e',
  pg_identify_object(d.classid, d.objid, 0) i
  WHERE e.extname = $1 AND i.type <> 'transform'`;

/** Undefined where the machine lacks what the extension needs, such as Perl. */
async function members(client: pg.Client, name: string): Promise<readonly Member[] | undefined> {
  await client.query('BEGIN');
  try {
    await client.query(`CREATE EXTENSION "${name}" CASCADE`);
    return (await client.query<Member>(MEMBERS, [name])).rows;
  } catch {
    return undefined;
  } finally {
    await client.query('ROLLBACK');
  }
}

function isKnown(known: KnownExtension, { kind, schema, name, own_schema }: Member): boolean {
  if (kind === 'type') return extensionsWithType(name, schema ?? undefined).includes(known.name);
  const member = KINDS[kind];
  return (
    member !== undefined && known[member].has(schema === null || schema === own_schema ? name : `${schema}.${name}`)
  );
}

describe('extensions', () => {
  it('are known with all that they bring', async () => {
    const client = await running.connect(await running.createDatabase());
    const { rows: available } = await client.query<{ name: string; requires: string[] | null; relocatable: boolean }>(
      `SELECT v.name, requires::text[], relocatable FROM pg_available_extension_versions v
       JOIN pg_available_extensions e ON e.name = v.name AND e.default_version = v.version WHERE v.name <> 'plpgsql'`,
    );
    const created: string[] = [];
    const unknown: string[] = [];
    for (const { name, requires, relocatable } of available) {
      const found = await members(client, name);
      const known = extension(name);
      if (known === undefined) unknown.push(name);
      if (found === undefined || known === undefined) continue;
      created.push(name);
      expect({ name, requires: known.requires, relocatable: known.relocatable }).toEqual({
        name,
        requires: requires ?? [],
        relocatable,
      });
      for (const member of found) {
        if (!isKnown(known, member)) unknown.push(`${name}: ${member.kind} ${member.schema ?? ''}.${member.name}`);
      }
    }
    expect(unknown).toEqual([]);
    expect(created.length).toBeGreaterThan(40);
  });

  it('are known to have impure functions where the server says so', async () => {
    const client = await running.connect(await running.createDatabase());
    await client.query('CREATE EXTENSION pgcrypto; CREATE EXTENSION dblink; CREATE EXTENSION btree_gist');
    const { rows } = await client.query<{ extension: string; name: string; immutable: boolean }>(
      `SELECT extname AS extension, proname AS name, bool_and(provolatile = 'i') AS immutable FROM pg_extension e
       JOIN pg_depend d ON d.refobjid = e.oid AND d.deptype = 'e' AND d.classid = 'pg_proc'::regclass
       JOIN pg_proc p ON p.oid = d.objid WHERE extname <> 'plpgsql' GROUP BY 1, 2`,
    );
    const told = rows.map(({ extension: of, name }) => extension(of)?.impureFunctions.has(name));
    expect(told).toEqual(rows.map(({ immutable }) => !immutable));
    expect(new Set(told)).toEqual(new Set([true, false]));
  });

  it('that no version has any more are known still', () => {
    expect(extension('adminpack')?.functions).toContain('pg_file_write');
    expect(extension('old_snapshot')?.functions).toContain('pg_old_snapshot_time_mapping');
  });

  it('that every database has bring nothing', () => {
    expect(extension('plpgsql')?.functions.size).toBe(0);
    expect(extension('pg_perfect')).toBeUndefined();
    expect(extension('constructor')).toBeUndefined();
  });
});

describe('the extensions with a name', () => {
  it('are found by function, operator, type, relation and operator class', () => {
    expect(extensionsWithFunction('uuid_generate_v4')).toEqual(['uuid-ossp']);
    expect(extensionsWithFunction('gen_random_bytes')).toEqual(['pgcrypto']);
    expect(new Set(extensionsWithOperator('<=>'))).toEqual(new Set(['cube', 'rum', 'vector']));
    expect(extensionsWithType('citext')).toEqual(['citext']);
    expect(extensionsWithRelation('spatial_ref_sys')).toEqual(['postgis']);
    expect(extensionsWithOperatorClass('gin_trgm_ops')).toEqual(['pg_trgm']);
    expect(extensionsWith('accessMethods', 'hnsw')).toEqual(['vector']);
    expect(extensionsWith('casts', 'text>citext')).toEqual(['citext']);
    expect(extensionsWithFunction('total')).toEqual([]);
    expect(extensionsWithFunction('constructor')).toEqual([]);
  });

  it('are found by types of arrays and rows', () => {
    expect(extensionsWithType('_citext')).toEqual(['citext']);
    expect(extensionsWithType('spatial_ref_sys')).toEqual(['postgis']);
    expect(extensionsWithType('_orders')).toEqual([]);
  });

  it('are found in the schema that is theirs, or in any if they have none', () => {
    expect(extensionsWithFunction('schedule', 'cron')).toEqual(['pg_cron']);
    expect(extensionsWithFunction('schedule', 'public')).toEqual([]);
    expect(extensionsWithFunction('schedule')).toEqual(['pg_cron']);
    expect(extensionsWithFunction('create_secret', 'vault')).toEqual(['supabase_vault']);
    expect(extensionsWithFunction('create_secret', 'public')).toEqual([]);
    expect(extensionsWithFunction('uuid_generate_v4', 'extensions')).toEqual(['uuid-ossp']);
  });

  it('are found by what they let be indexed', () => {
    expect(extensionsWithDefaultOperatorClass('gist', 'int4')).toEqual(['btree_gist']);
    expect(extensionsWithDefaultOperatorClass('gin', 'text')).toEqual(['btree_gin']);
    expect(extensionsWithDefaultOperatorClass('btree', 'int4')).toEqual([]);
    expect(extensionsWithDefaultOperatorClass('gist', 'mood')).toEqual(['btree_gist']);
    expect(extensionsWithDefaultOperatorClass('gist')).toContain('intarray');
  });
});
