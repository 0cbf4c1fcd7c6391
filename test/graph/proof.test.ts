import { describe, expect, it } from '@jest/globals';
import {
  compareWithFootprint,
  looksAtCatalogs,
  type Seen,
  type SeenRelation,
  surpriseWarning,
} from '../../src/graph/proof.ts';
import type { ReportedObject } from '../../src/graph/reported-object.ts';
import type { Footprint } from '../../src/sql/footprint.ts';

/** A footprint of `manner resource`, each on a line of its own. */
function footprint(...touches: readonly string[]): Footprint {
  return {
    touches: touches.map((touch, index) => {
      const [manner = '', ...resource] = touch.split(' ');
      if (manner !== 'read' && manner !== 'add' && manner !== 'write') throw new Error(`No manner: ${touch}`);
      return { resource: resource.join(' '), manner, verb: 'uses', label: resource.join(' '), line: index + 1 };
    }),
  };
}

function seen(parts: Partial<Seen>): Seen {
  return { relations: [], closely: true, objects: [], rewrites: [], routines: [], ...parts };
}

function table(name: string, mode: string, more: Partial<SeenRelation> = {}): SeenRelation {
  return { name, kind: 'table', modes: [mode], ...more };
}

function object(command: string, type: string, ...names: readonly string[]): ReportedObject {
  return { command, type, names, dropped: command.startsWith('DROP') };
}

function surprises(predicted: Footprint, parts: Partial<Seen>): string[] {
  return compareWithFootprint(predicted, seen(parts)).map(({ did }) => did);
}

describe('compareWithFootprint', () => {
  it('wants each locked relation to be touched, in whatever manner', () => {
    const relations = [table('public.a', 'AccessShareLock'), table('public.b', 'AccessExclusiveLock')];
    expect(surprises(footprint('read rows public.a', 'add relation public.b'), { relations })).toEqual([]);
    expect(surprises(footprint('read relation public.ab'), { relations })).toEqual([
      'locked table public.a in ACCESS SHARE mode',
      'locked table public.b in ACCESS EXCLUSIVE mode',
    ]);
  });

  it('tells a type from a relation that was to have its name', () => {
    const predicted = footprint('read relation public.e', 'write type public.e');
    expect(surprises(predicted, { objects: [object('CREATE TYPE', 'type', 'public.e')] })).toEqual([]);
  });

  it('wants a change to be predicted of what is locked for writing rows, except views and sequences', () => {
    const relations = [table('public.a', 'RowExclusiveLock')];
    const reads = footprint('read rows public.a', 'read relation public.a');
    expect(surprises(reads, { relations })).toEqual(['changed rows of table public.a']);
    expect(surprises(footprint('write rows public.a'), { relations })).toEqual([]);
    expect(surprises(footprint('add relation public.a'), { relations })).toEqual([]);
    for (const kind of ['view', 'sequence']) {
      expect(surprises(reads, { relations: [table('public.a', 'RowExclusiveLock', { kind })] })).toEqual([]);
    }
  });

  it('wants what was created, dropped or renamed to be changed by its own name or with its table', () => {
    const read = footprint('read relation public.a');
    const change = (more: Partial<SeenRelation>) => ({ relations: [table('public.a', 'AccessExclusiveLock', more)] });
    expect(surprises(read, change({ change: 'created' }))).toEqual(['created table public.a']);
    expect(surprises(read, change({ change: 'dropped' }))).toEqual(['dropped table public.a']);
    expect(surprises(read, change({ was: 'public.z' }))).toEqual(['renamed table public.z to public.a']);
    expect(surprises(footprint('write relation public.a'), change({ was: 'public.z' }))).toHaveLength(1);
    const both = footprint('write relation public.a', 'write relation public.z');
    for (const more of [{ change: 'created' }, { change: 'dropped' }, { was: 'public.z' }] as const) {
      expect(surprises(both, change(more))).toEqual([]);
    }
    const owned = { kind: 'sequence', change: 'dropped', of: ['public.t'] } as const;
    expect(surprises(footprint('write relation public.t'), change(owned))).toEqual([]);
    expect(surprises(footprint('read relation public.t'), change(owned))).toEqual([
      'dropped sequence public.a (of public.t)',
    ]);
  });

  it('judges an index with its table, unless it alone is touched', () => {
    const index = table('public.i', 'ShareUpdateExclusiveLock', { kind: 'index', of: ['public.t'] });
    const onTable = footprint('write relation public.t');
    expect(surprises(footprint(), { relations: [index] })).toHaveLength(1);
    expect(surprises(onTable, { relations: [index] })).toEqual([]);
    expect(
      surprises(footprint('read rows public.t'), { relations: [index, table('public.t', 'AccessShareLock')] }),
    ).toEqual([]);
    // ALTER INDEX … RENAME frees one name and takes another, and does not lock the table.
    const renamed = { ...index, was: 'public.old' };
    expect(surprises(onTable, { relations: [renamed, table('public.t', 'ShareLock')] })).toEqual([
      'renamed index public.old to public.i (of public.t)',
    ]);
    // ALTER TABLE … RENAME CONSTRAINT does.
    expect(surprises(onTable, { relations: [renamed, table('public.t', 'AccessExclusiveLock')] })).toEqual([]);
  });

  it("lets an extension read and make its own tables, but not change another migration's rows in them", () => {
    const of = (mode: string) => ({ relations: [table('cron.job', mode, { ofExtension: true })] });
    expect(surprises(footprint(), of('AccessShareLock'))).toEqual([]);
    expect(surprises(footprint(), of('AccessExclusiveLock'))).toEqual([]);
    expect(surprises(footprint(), of('RowExclusiveLock'))).toEqual(['changed rows of table cron.job']);
    expect(surprises(footprint('write rows cron.job'), of('RowExclusiveLock'))).toEqual([]);
  });

  it.each([
    [object('ALTER TABLE', 'table', 'public', 'a'), 'relation public.a'],
    [object('DROP TRIGGER', 'trigger', 'public', 'a', 'x'), 'relation public.a'],
    [object('CREATE POLICY', 'policy', 'public', 'a', 'x'), 'relation public.a'],
    [object('DROP TABLE', 'table constraint', 'public', 'a', 'x'), 'relation public.a'],
    [object('ALTER TYPE', 'type', 'public.mood'), 'relation public.mood'],
    [object('DROP TYPE', 'type', 'app."The ""Mood"""[]'), 'relation app.The "Mood"'],
    [object('DROP DOMAIN', 'domain constraint', 'public.d', 'x'), 'relation public.d'],
    [object('CREATE FUNCTION', 'function', 'public', 'f'), 'routine public.f'],
    [object('ALTER AGGREGATE', 'aggregate', 'public', 'f'), 'routine public.f'],
    [object('CREATE SCHEMA', 'schema', 'app'), 'schema app'],
    [object('CREATE EXTENSION', 'extension', 'citext'), 'extension citext'],
    [object('CREATE COLLATION', 'collation', 'public', 'c'), 'collation public.c'],
    [object('REFRESH MATERIALIZED VIEW', 'materialized view', 'public', 'm'), 'rows public.m'],
  ])('wants %j to be predicted as a change of %s', (reported, resource) => {
    const objects = [reported];
    expect(surprises(footprint(`write ${resource}`), { objects })).toEqual([]);
    expect(surprises(footprint(`add ${resource}`), { objects })).toEqual([]);
    expect(surprises(footprint(`read ${resource}`), { objects })).toHaveLength(1);
    expect(surprises(footprint('write relation other.thing'), { objects })).toHaveLength(1);
  });

  it.each(['COMMENT', 'GRANT', 'REVOKE', 'SECURITY LABEL'])('wants what a %s is about to be looked up', (command) => {
    const objects = [object(command, 'table', 'public', 'a')];
    expect(surprises(footprint('read relation public.a'), { objects })).toEqual([]);
    expect(surprises(footprint('write relation public.b'), { objects })).toHaveLength(1);
  });

  it('lets a comment be on anything that is looked up', () => {
    const objects = [object('COMMENT', 'table column', 'public', 'a', 'x')];
    expect(surprises(footprint('read relation public.a'), { objects })).toEqual([]);
    expect(surprises(footprint('read relation public.b'), { objects })).toHaveLength(1);
  });

  it('does not judge what is temporary, built in, or rebuilt as it was', () => {
    const objects = [
      object('CREATE TABLE', 'table', 'pg_temp', 't'),
      object('CREATE CAST', 'cast', 'boolean'),
      object('DROP TYPE', 'type', 'integer[]'),
      object('DROP TABLE', 'toast table', 'pg_toast', 'pg_toast_1'),
      object('REINDEX', 'index', 'public', 'i'),
    ];
    expect(surprises(footprint(), { objects })).toEqual([]);
  });

  it('takes an index that was reported for one of the table it is locked with', () => {
    const objects = [object('CREATE INDEX', 'index', 'public', 'i')];
    const relations = [
      table('public.i', 'AccessExclusiveLock', { kind: 'index', change: 'created', of: ['public.t'] }),
    ];
    expect(surprises(footprint('add relation public.t'), { objects, relations })).toEqual([]);
    expect(surprises(footprint('read relation public.t'), { objects, relations })).toHaveLength(1);
  });

  it('wants each function that was called to be touched', () => {
    expect(surprises(footprint('read routine public.f'), { routines: ['public.f', 'public.g'] })).toEqual([
      'called function public.g',
    ]);
  });

  it('has no surprises for an opaque migration', () => {
    const opaque = { ...footprint(), opaque: 'line 1 does anything' };
    expect(surprises(opaque, { relations: [table('public.a', 'AccessShareLock')], routines: ['public.f'] })).toEqual(
      [],
    );
  });

  it('tells of each object once', () => {
    const relations = [table('public.a', 'AccessExclusiveLock', { change: 'dropped' })];
    const objects = [object('DROP TABLE', 'table', 'public', 'a')];
    expect(surprises(footprint(), { relations, objects })).toEqual(['dropped table public.a']);
  });
});

describe('surpriseWarning', () => {
  const migration = { id: '0042_orders', path: '0042_orders.sql' };

  it('names both sides and the cure', () => {
    const relations = [table('audit.log', 'RowExclusiveLock'), table('public.a', 'AccessShareLock')];
    const found = compareWithFootprint(footprint('read rows audit.log'), seen({ relations }));
    expect(surpriseWarning(migration, found)).toEqual({
      severity: 'warning',
      code: 'unpredicted-touch',
      message:
        '0042_orders changed rows of table audit.log, of which only this had been predicted: to read rows audit.log (line 1); locked table public.a in ACCESS SHARE mode, of which nothing had been predicted.',
      path: '0042_orders.sql',
      hint: 'Write "-- migrate-action: writes=audit.log,public.a" into it, so that it keeps its place among the migrations that touch the same, or "-- migrate-action: opaque" if it touches yet other things each time.',
    });
  });

  it('tells a few of many, and offers no directive that could not be read', () => {
    const relations = ['public.a', 'public.b', 'public.c', 'public.d', 'public.e f'].map((name) =>
      table(name, 'AccessShareLock'),
    );
    const warning = surpriseWarning(migration, compareWithFootprint(footprint(), seen({ relations })));
    expect(warning.message).toContain('public.c in ACCESS SHARE mode');
    expect(warning.message).not.toContain('public.d');
    expect(warning.message).toContain('did 2 more such things');
    expect(warning.hint).toContain('"-- migrate-action: opaque"');
    expect(warning.hint).not.toContain('writes=');
  });
});

describe('looksAtCatalogs', () => {
  it('tells looking at definitions from only changing them', () => {
    expect(looksAtCatalogs(footprint('add definitions', 'write relation public.a'))).toBe(false);
    expect(looksAtCatalogs(footprint('read definitions'))).toBe(true);
    expect(looksAtCatalogs(footprint('write definitions'))).toBe(true);
  });
});
