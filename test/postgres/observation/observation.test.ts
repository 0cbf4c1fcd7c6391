import { describe, expect, it } from '@jest/globals';
import type { Seen } from '../../../src/graph/proof.ts';
import { withServer } from '../../support/server.ts';
import { withObservation } from './watched.ts';

/** Each relation with what happened to it: `table public.a dropped`. */
function relations(seen: Seen): string[] {
  return seen.relations
    .map(({ name, kind, change, was, modes }) =>
      [kind, name, change ?? (was === undefined ? modes.join('+') : `was ${was}`)].join(' '),
    )
    .sort();
}

/** Each reported object with its command; the rule that makes a view a view is told by some versions only. */
function objects(seen: Seen): string[] {
  return seen.objects
    .filter(({ names }) => names.at(-1) !== '_RETURN')
    .map(({ command, type, names }) => `${command}: ${type} ${names.join('.')}`)
    .sort();
}

const PARENT_AND_CHILD = `
  CREATE TABLE parent (id serial PRIMARY KEY, x int);
  CREATE TABLE child (parent int REFERENCES parent);
  CREATE TABLE log (what text);
  CREATE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN INSERT INTO log VALUES (note()); RETURN NEW; END $$;
  CREATE FUNCTION note() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'x'; END $$;
  CREATE TRIGGER logged BEFORE INSERT ON child FOR EACH ROW EXECUTE FUNCTION logged();
  CREATE VIEW shown AS SELECT x FROM parent`;

describe.each(['14', '17', '18'])('Observation on PostgreSQL %s', (version) => {
  const testServer = withServer(version);

  it('sees what is locked through foreign keys, triggers, views and dynamic SQL', async () => {
    await withObservation(testServer, PARENT_AND_CHILD, async ({ apply }) => {
      expect(relations(await apply('INSERT INTO parent DEFAULT VALUES', 'locks'))).toEqual([
        'sequence public.parent_id_seq RowExclusiveLock',
        'table public.parent RowExclusiveLock',
      ]);
      expect(relations(await apply('INSERT INTO child VALUES (1)', 'locks'))).toEqual([
        'index public.parent_pkey RowShareLock',
        'table public.child RowExclusiveLock',
        'table public.log RowExclusiveLock',
        'table public.parent RowShareLock',
      ]);
      expect(relations(await apply("DO $$ BEGIN EXECUTE 'SELECT FROM sho' || 'wn'; END $$", 'locks'))).toEqual([
        'index public.parent_pkey AccessShareLock',
        'table public.parent AccessShareLock',
        'view public.shown AccessShareLock',
      ]);
      expect(relations(await apply('DROP TABLE child', 'locks'))).toEqual([
        'table public.child dropped',
        'table public.parent AccessExclusiveLock',
      ]);
    });
  });

  it('knows the names of what it dropped, whatever it was called before, and whose an index or a sequence is', async () => {
    await withObservation(testServer, PARENT_AND_CHILD, async ({ apply }) => {
      expect(relations(await apply('ALTER TABLE log RENAME TO "The Log"', 'locks'))).toEqual([
        'table public.The Log was public.log',
      ]);
      const made = await apply('CREATE TABLE n (id serial UNIQUE); CREATE TABLE gone (); DROP TABLE gone', 'locks');
      expect(relations(made)).toEqual([
        'index public.n_id_key created',
        'sequence public.n_id_seq created',
        'table public.n created',
      ]);
      expect(made.relations.map(({ of }) => of?.join())).toEqual(expect.arrayContaining(['public.n', 'public.n']));
      const later = await apply('ALTER INDEX n_id_key RENAME TO k; DROP TABLE "The Log"', 'locks');
      expect(relations(later)).toEqual(['index public.k was public.n_id_key', 'table public.The Log dropped']);
      expect(later.relations.find(({ kind }) => kind === 'index')?.of).toEqual(['public.n']);
      const both = await apply('ALTER TABLE n RENAME TO m; ALTER SEQUENCE n_id_seq RENAME TO s', 'locks');
      expect(both.relations.find(({ kind }) => kind === 'sequence')?.of).toEqual(['public.m', 'public.n']);
    });
  });

  it('knows what a partition is of, whatever it is called', async () => {
    await withObservation(testServer, 'CREATE TABLE p (d int) PARTITION BY RANGE (d)', async ({ apply }) => {
      const part = "format('CREATE TABLE %I PARTITION OF p FOR VALUES FROM (1) TO (2) PARTITION BY RANGE (d)', 'p_1')";
      await apply(`DO $$ BEGIN EXECUTE ${part}; END $$`, 'locks');
      const { relations: seen } = await apply('ALTER TABLE p ADD COLUMN x int', 'locks');
      expect(seen.map(({ name, of }) => [name, of])).toEqual(
        expect.arrayContaining([
          ['public.p', undefined],
          ['public.p_1', ['public.p']],
        ]),
      );
    });
  });

  it('knows them, too, where a schema was renamed while others were sent and reported', async () => {
    await withObservation(
      testServer,
      'CREATE SCHEMA a; CREATE TABLE a.t (); CREATE TABLE a.v (); CREATE TABLE u ()',
      async (watched) => {
        const { observation, session } = watched;
        const send = (script: string) => {
          const { before, after } = observation.around('locks', script);
          const run = () => session.run(['BEGIN', ...before, script, ...after, 'COMMIT'].join(';'));
          return { run, seen: (reports: readonly string[]) => relations(observation.seen(reports, script)) };
        };
        const [first, renaming] = [send('LOCK TABLE u'), send('ALTER SCHEMA a RENAME TO b')];
        first.seen(await first.run());
        // Its list of all names is from before, and is told before the renaming is.
        const beside = send('LOCK TABLE u');
        const listed = await beside.run();
        const renamed = await renaming.run();
        beside.seen(listed);
        const behind = send('DROP TABLE b.t');
        renaming.seen(renamed);
        expect(behind.seen(await behind.run())).toEqual(['table b.t dropped']);
        const later = send('DROP TABLE b.v');
        expect(later.seen(await later.run())).toEqual(['table b.v dropped']);
      },
    );
  });

  it('leaves out temporary tables', async () => {
    await withObservation(testServer, '', async ({ apply }) => {
      const seen = await apply('CREATE TEMP TABLE t (x serial, y text); CREATE TEMP TABLE u (); DROP TABLE u');
      expect(seen).toMatchObject({
        relations: [],
        objects: [expect.objectContaining({ names: ['pg_temp', 't_x_seq'] }), {}, {}, {}],
      });
    });
  });

  it('learns names again after something ran unseen', async () => {
    await withObservation(testServer, '', async ({ apply, session, observation }) => {
      const unseen = async (script: string) => {
        await session.run(script);
        observation.missed(script, true);
      };
      await unseen('CREATE TABLE unseen (); CREATE TABLE other ()');
      expect(relations(await apply('LOCK TABLE unseen', 'locks'))).toEqual(['table public.unseen AccessExclusiveLock']);
      await unseen('ALTER TABLE unseen RENAME TO hidden; CREATE TABLE new ()');
      expect(relations(await apply('DROP TABLE hidden', 'locks'))).toEqual(['table public.hidden dropped']);
      expect(relations(await apply('DROP TABLE new', 'locks'))).toEqual(['table public.new dropped']);
    });
  });

  it('asks only for what is new after what can have renamed nothing', async () => {
    await withObservation(testServer, 'CREATE TABLE t (a int)', async ({ apply, session, observation }) => {
      const script = 'CREATE INDEX CONCURRENTLY i ON t (a)';
      await session.run(script);
      observation.missed(script, true);
      const { before } = observation.around('locks', '');
      const [list] = await session.run(before.join(';'));
      expect(JSON.parse(list ?? '')).toEqual([
        'relations',
        expect.any(Number),
        expect.any(Number),
        expect.arrayContaining(['i']),
      ]);
      expect(relations(await apply('DROP INDEX i', 'locks'))).toContain('index public.i dropped');
    });
  });

  it('lets a script choose the kind of its transaction, which it may only before the first query', async () => {
    await withObservation(testServer, 'CREATE TABLE t ()', async ({ apply, observation }) => {
      const script = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; ALTER TABLE t ADD COLUMN a int';
      expect((await apply(script)).relations).toMatchObject([{ name: 'public.t' }]);
      observation.missed('SELECT 1', true);
      await apply("SET LOCAL transaction_isolation = 'serializable'");
    });
  });

  it('reports in any state that a script leaves behind', async () => {
    await withObservation(testServer, PARENT_AND_CHILD, async ({ apply }) => {
      const hostile = `
        CREATE ROLE helpless_${version};
        CREATE SCHEMA hostile;
        CREATE TABLE hostile."gr🐘ße" ();
        CREATE FUNCTION hostile.lie(oid, oid) RETURNS boolean LANGUAGE sql AS 'SELECT false';
        CREATE OPERATOR hostile.= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = hostile.lie);
        CREATE OPERATOR hostile.>= (LEFTARG = oid, RIGHTARG = oid, FUNCTION = hostile.lie);
        CREATE TYPE hostile.text AS ENUM ();
        SET search_path = hostile, pg_catalog;
        SET client_encoding = 'LATIN1';
        SET quote_all_identifiers = on;
        SET standard_conforming_strings = off;
        SET SESSION AUTHORIZATION helpless_${version};`;
      for (const level of ['full', 'locks'] as const) {
        const seen = await apply(
          level === 'full' ? hostile : hostile.replaceAll(/hostile|helpless_/g, 'more_$&'),
          level,
        );
        expect(relations(seen).filter((told) => told.startsWith('table'))).toEqual([
          `table ${level === 'full' ? '' : 'more_'}hostile.gr🐘ße created`,
        ]);
        expect(seen.closely).toBe(level === 'full');
      }
    });
  });

  it('sees commands, drops, rewrites and calls when it watches closely', async () => {
    await withObservation(testServer, PARENT_AND_CHILD, async ({ apply }) => {
      const seen = await apply(
        `
        INSERT INTO parent DEFAULT VALUES;
        INSERT INTO child VALUES (1);
        DO $$ BEGIN EXECUTE 'COMMENT ON COLUMN log.what IS ''x'''; END $$;
        DROP VIEW shown;
        ALTER TABLE parent ALTER x TYPE text COLLATE "C" USING x::text, ALTER x SET DEFAULT 'y'`,
      );
      expect(seen.closely).toBe(true);
      expect(objects(seen)).toEqual([
        'ALTER TABLE: table public.parent',
        'COMMENT: table column public.log.what',
        'DROP VIEW: view public.shown',
      ]);
      expect(seen.rewrites).toEqual([{ name: 'public.parent', reason: 4 }]);
      expect([...seen.routines].sort()).toEqual(['public.logged', 'public.note']);
      const next = await apply('DROP TABLE parent CASCADE; SELECT note()');
      expect(objects(next)).toEqual([
        'DROP TABLE: default value public.parent.id',
        'DROP TABLE: table constraint public.child.child_parent_fkey',
        'DROP TABLE: table public.parent',
      ]);
      expect(next.routines).toEqual(['public.note']);
      expect((await apply('SELECT 1')).routines).toEqual([]);
    });
  });

  it('keeps apart what was rolled back to a savepoint, and much of the rest', async () => {
    await withObservation(testServer, '', async ({ apply }) => {
      const many = Array.from({ length: 400 }, (_, number) => `CREATE TABLE many_${number} ()`).join(';');
      const seen = await apply(`${many}; SAVEPOINT s; CREATE TABLE undone (); ROLLBACK TO s; CREATE TABLE last ()`);
      expect(seen.closely).toBe(true);
      expect(seen.objects).toHaveLength(401);
      expect(seen.objects.at(-1)?.names).toEqual(['public', 'last']);
    });
  });

  it('tells the members of an extension from what a migration made, and knows them as its own later', async () => {
    await withObservation(testServer, '', async ({ apply }) => {
      const seen = await apply('CREATE EXTENSION citext');
      expect(objects(seen)).toEqual(['CREATE EXTENSION: extension citext']);
      expect((await apply("SELECT 'a'::citext = 'A'")).routines).toEqual([]);
      expect(objects(await apply('CREATE TABLE t (x citext, y int); DROP EXTENSION citext CASCADE'))).toEqual([
        'CREATE TABLE: table public.t',
        'DROP EXTENSION: extension citext',
        'DROP EXTENSION: table column public.t.x',
      ]);
    });
  });

  it('leaves no trace, committed or rolled back', async () => {
    await withObservation(testServer, PARENT_AND_CHILD, async ({ apply, session, observation }) => {
      const traces = async (): Promise<unknown> => {
        const tables = [
          'pg_proc',
          'pg_event_trigger',
          'pg_class',
          'pg_type',
          'pg_namespace',
          'pg_depend',
          'pg_shdepend',
          'pg_description',
          'pg_init_privs',
          'pg_db_role_setting',
        ];
        return await session.rows(
          tables
            .map(
              (table) =>
                `SELECT '${table}' AS t, md5(string_agg(${table}::text, E'\\n' ORDER BY ${table}::text)) FROM ${table}`,
            )
            .join(' UNION ALL '),
        );
      };
      const before = await traces();
      await apply('SELECT 1');
      await apply('SELECT 1', 'locks');
      await expect(apply('SELECT 1/0')).rejects.toThrow('division by zero');
      expect(await traces()).toEqual(before);

      const around = observation.around('full', '');
      await session.run(['BEGIN', ...around.before].join(';\n'));
      expect(await traces()).not.toEqual(before);
      await session.run('ROLLBACK');
      expect(await traces()).toEqual(before);
    });
  });

  it("is not noticed by a database's own event triggers, nor by what lists functions in schemas", async () => {
    const audit = `
      CREATE TABLE audit (at serial, tag text);
      CREATE FUNCTION audited() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO public.audit (tag) VALUES (tg_tag); END $$;
      CREATE EVENT TRIGGER audited ON ddl_command_end EXECUTE FUNCTION audited();
      CREATE EVENT TRIGGER dropped ON sql_drop EXECUTE FUNCTION audited()`;
    await withObservation(testServer, audit, async ({ apply, value }) => {
      const seen = await apply(`CREATE TABLE t (); CREATE TABLE routines AS
        SELECT routine_name FROM information_schema.routines WHERE routine_schema NOT IN ('pg_catalog', 'information_schema')`);
      expect(seen.routines).toEqual(['public.audited']);
      expect(await value("SELECT string_agg(tag, ', ' ORDER BY at) FROM audit")).toBe('CREATE TABLE, CREATE TABLE AS');
      expect(await value("SELECT string_agg(routine_name, ', ') FROM routines")).toBe('audited');
      expect(await value("SELECT current_setting('session_replication_role')")).toBe('origin');
    });
  });

  it('does not disturb a script that makes event triggers, drops what is owned or sets what it needs itself', async () => {
    await withObservation(testServer, '', async ({ apply, observation, value }) => {
      const scripts = [
        'CREATE EVENT TRIGGER e ON sql_drop EXECUTE FUNCTION f()',
        'REASSIGN OWNED BY a TO b',
        'SET LOCAL session_replication_role = replica',
        'DROP EXTENSION IF EXISTS plpgsql',
        'SELECT count(*) FROM pg_catalog.pg_proc',
        'RESET ALL',
      ];
      expect(scripts.map((script) => observation.around('full', script).level)).toEqual(scripts.map(() => 'locks'));
      const plain =
        'ALTER SEQUENCE s OWNED BY t.x; CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql; CREATE EXTENSION pg_trgm';
      expect(observation.around('full', plain).level).toBe('full');
      await apply('DROP EXTENSION plpgsql');
      expect(await value('SELECT count(*)::int FROM pg_language')).toBe(3);
    });
  });

  it('sees that records were lost', async () => {
    await withObservation(testServer, '', async ({ apply }) => {
      const seen = await apply("CREATE TABLE t (); DO $$ BEGIN EXECUTE 'RESET ' || 'ALL'; END $$");
      expect(seen.closely).toBe(false);
      expect(relations(seen)).toEqual(['table public.t created']);
    });
  });

  it('sees locks for a user who is no superuser, and says why no more', async () => {
    const user = `app_${version}`;
    await withObservation(
      testServer,
      'CREATE TABLE t (x int)',
      async ({ apply, observation }) => {
        expect(observation.onlyLocksBecause).toBe('only a superuser may make event triggers');
        const seen = await apply('DROP TABLE t; CREATE TABLE u ()');
        expect(relations(seen)).toEqual(['table public.t dropped', 'table public.u created']);
        expect(seen.closely).toBe(false);
      },
      user,
    );
  });
});
