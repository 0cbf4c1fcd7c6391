/** Several migrations at a time, on a real server. */
import { describe, expect, it } from '@jest/globals';
import { apply, type Progress } from '../../src/execution/apply.ts';
import { isRecorded } from '../../src/execution/books.ts';
import type { Observer } from '../../src/execution/observer.ts';
import type { Bookkeeping } from '../../src/migration/bookkeeping.ts';
import { DEFAULT_LIMITS } from '../../src/postgres/database.ts';
import { withServer } from '../support/server.ts';
import { books, migration, recorded, silent, value, withDatabase } from './runnables.ts';
import { after, ids, meet, run, signal, waitFor } from './side-by-side.ts';

const testServer = withServer();

/** Ends only when two are in their transactions at the same time, and each has seen the other's lock. */
function meeting(mine: number, other: number): string {
  const isHeld = (key: string) => `EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${key})`;
  const wait = (until: string) => `FOR n IN 1..1000 LOOP
        IF ${until} THEN EXIT; ELSIF n = 1000 THEN RAISE 'nobody came'; END IF;
        PERFORM pg_sleep(0.01);
      END LOOP;`;
  return `SELECT pg_advisory_xact_lock(${mine});
    DO $$ BEGIN
      ${wait(isHeld(`${other}`))}
      PERFORM pg_advisory_xact_lock(10 + ${mine});
      ${wait(`${isHeld(`10 + ${other}`)} OR NOT ${isHeld(`${other}`)}`)}
    END $$;
    CREATE TEMP TABLE same_name (); SET search_path = pg_temp;`;
}

describe('apply with several jobs', () => {
  it('runs all that must be alone on one connection', async () => {
    await withDatabase(testServer, async (database) => {
      const note = 'INSERT INTO seen SELECT pg_backend_pid(), count(*) FROM pg_stat_activity';
      const setup = migration('0', 'CREATE TABLE seen (pid int, n int)');
      const between = [1, 2, 3, 4, 5, 6].flatMap((number) => [
        after([number === 1 ? '0' : `alone${number - 1}`], `a${number}`, 'SELECT pg_sleep(0.01)'),
        after([number === 1 ? '0' : `alone${number - 1}`], `b${number}`, 'SELECT 1'),
        after([`a${number}`, `b${number}`], `alone${number}`, note, { alone: true }),
      ]);
      const { failed } = await run(database, [{ ...setup, dependsOn: [] }, ...between], { jobs: 3 });
      expect(failed).toBeUndefined();
      expect(await value(database, 'SELECT count(DISTINCT pid) FROM seen')).toBe('1');
    });
  });

  it('runs independent migrations side by side, each on a session of its own', async () => {
    await withDatabase(testServer, async (database) => {
      const { applied, failed } = await run(database, [
        after([], '1', meeting(1, 2)),
        after([], '2', meeting(2, 1)),
        after([], '3', ''),
      ]);
      expect(failed).toBeUndefined();
      expect(applied).toHaveLength(3);
      expect(await recorded(database)).toEqual(['1', '2', '3']);
    });
  });

  it('runs one again by itself whose time ran out while it waited for another', async () => {
    await withDatabase(testServer, async (database) => {
      const setup = 'CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int)';
      const { applied, failed } = await run(database, [
        after([], '0', setup),
        after(['0'], '1', `INSERT INTO parent VALUES (1); ${signal(1)} SELECT pg_sleep(1)`),
        after(
          ['0'],
          '2',
          `${waitFor(1)} SET LOCAL statement_timeout = '200ms';
           ALTER TABLE child ADD FOREIGN KEY (id) REFERENCES parent NOT VALID`,
        ),
      ]);
      expect(failed).toBeUndefined();
      expect(applied.find(({ migration: { id } }) => id === '2')?.attempts).toBe(2);
    });
  });

  it('fails one whose time runs out while nothing else does', async () => {
    await withDatabase(testServer, async (database) => {
      const { failed } = await run(database, [
        after([], '1', "SET LOCAL statement_timeout = '50ms'; SELECT pg_sleep(1)"),
      ]);
      expect(failed).toMatchObject({ attempts: 1, failure: { sqlstate: '57014' } });
    });
  });

  it('makes a migration wait for those it depends on', async () => {
    await withDatabase(testServer, async (database) => {
      const { applied, failed } = await run(database, [
        after([], '1', 'SELECT pg_sleep(0.1); CREATE TABLE a (x int)'),
        after(['1'], '2', 'CREATE VIEW v AS SELECT * FROM a'),
        after([], '3', ''),
        migration('4', 'CREATE VIEW w AS SELECT * FROM v'),
      ]);
      expect(failed).toBeUndefined();
      expect(ids(applied)).toEqual(['3', '1', '2', '4']);
    });
  });

  it('opens no second connection for a set that must go one by one', async () => {
    await withDatabase(testServer, async (database) => {
      const before = database.counts.opened;
      await run(database, [migration('1', 'CREATE TABLE a ()'), migration('2', 'CREATE TABLE b ()')], { jobs: 4 });
      await run(database, [after([], '3', ''), after([], '4', '')], { jobs: 1 });
      expect(database.counts.opened - before).toBeLessThanOrEqual(1);
    });
  });

  it('goes on with the connections it can get', async () => {
    const limits = { ...DEFAULT_LIMITS, poolSize: 2 };
    await withDatabase(
      testServer,
      async (database) => {
        const runnables = Array.from({ length: 5 }, (_, place) => after([], String(place), ''));
        expect((await run(database, runnables, { jobs: 9 })).applied).toHaveLength(5);
        expect(database.counts.opened).toBeLessThanOrEqual(2);
      },
      limits,
    );
  });

  it('builds an index concurrently while nothing else runs', async () => {
    await withDatabase(testServer, async (database) => {
      const busy = 'INSERT INTO t SELECT generate_series(1, 100); SELECT pg_sleep(0.1);';
      const concurrently = { ...migration('2', 'CREATE INDEX CONCURRENTLY i ON t (x)', 'message'), dependsOn: ['0'] };
      const running = new Set<string>();
      const beside: string[][] = [];
      const { failed } = await run(
        database,
        [migration('0', 'CREATE TABLE t (x int)'), after(['0'], '1', busy), concurrently, after(['0'], '3', busy)],
        {},
        {
          started: ({ id }) => {
            beside.push([id, ...running]);
            running.add(id);
          },
          applied: (done) => running.delete(done.migration.id),
        },
      );
      expect(failed).toBeUndefined();
      expect(beside.filter((names) => names.length > 1).flat()).not.toContain('2');
      expect(beside.some((names) => names.length > 1)).toBe(true);
    });
  });

  it('does not run what is present, and lets it stand between others', async () => {
    await withDatabase(testServer, async (database) => {
      const set = [
        after([], '1', 'SELECT pg_sleep(0.1)'),
        after(['1'], '2', ''),
        after(['2'], '3', ''),
        after([], '4', ''),
      ];
      const present = new Set(set.slice(1, 2).map((one) => one.migration));
      expect(ids((await run(database, set, { present })).applied)).toEqual(['4', '1', '3']);
    });
  });

  it('pauses when it is asked to, with a closed set applied, and goes on from there', async () => {
    await withDatabase(testServer, async (database) => {
      const names = Array.from({ length: 30 }, (_, n) => String(n).padStart(2, '0'));
      const set = names.map((id, n) => after(n < 2 ? [] : [names[n - 2] ?? ''], id, 'SELECT pg_sleep(0.01)'));
      const done: string[] = [];
      const applied: Progress['applied'] = ({ migration: { id } }) => done.push(id);
      for (let pause = 0; pause < 2; pause += 1) {
        const goal = done.length + 3;
        const present = new Set(set.map(({ migration }) => migration).filter(({ id }) => done.includes(id)));
        const pauses = () => done.length >= goal;
        const { paused } = await run(database, set, { disposable: true, present, pauses }, { applied });
        expect(paused).toBe(true);
        expect(done.length).toBeLessThan(set.length);
        for (const [n, id] of names.entries()) if (n > 1 && done.includes(id)) expect(done).toContain(names[n - 2]);
        expect(await recorded(database)).toEqual([...done].sort());
      }
      const present = new Set(set.map(({ migration }) => migration).filter(({ id }) => done.includes(id)));
      const { paused } = await run(database, set, { present, pauses: () => done.length === set.length }, { applied });
      expect([paused, await recorded(database)]).toEqual([false, names]);
    });
  });
});

describe('a failure among several jobs', () => {
  it('lets running ones finish, starts no more, and tells what is applied', async () => {
    await withDatabase(testServer, async (database) => {
      const failing = `${waitFor(1)} SELECT 1 / 0;`;
      const { applied, failed, alsoFailed } = await run(database, [
        after([], '1', failing),
        after([], '2', `${signal(1)} SELECT pg_sleep(0.2); CREATE TABLE b ();`),
        after([], '3', 'CREATE TABLE c ()'),
        after(['2'], '4', 'CREATE TABLE d ()'),
      ]);
      expect(ids(applied)).toEqual(['2']);
      expect(await recorded(database)).toEqual(['2']);
      expect(alsoFailed).toEqual([]);
      expect(failed).toMatchObject({ attempts: 1, failure: { migration: '1', sqlstate: '22012', committed: 0 } });
      expect(failed?.failure.advice).toEqual([
        'The migration was rolled back whole.',
        'Applied although they come after it, since they do not depend on it: 2.',
      ]);
      expect(await value(database, "SELECT to_regclass('b') IS NOT NULL AND to_regclass('c') IS NULL")).toBe(true);
    });
  });

  it('names the first in file order of those that fail together, and the other beside it', async () => {
    await withDatabase(testServer, async (database) => {
      const { applied, failed, alsoFailed } = await run(database, [
        after([], '1', `${meet(1, 2)} SELECT pg_sleep(0.1); SELECT 1 / 0;`),
        after([], '2', `${meet(2, 1)} SELECT no_such_column;`),
      ]);
      expect(applied).toEqual([]);
      expect(failed?.failure.migration).toBe('1');
      expect(alsoFailed.map(({ failure }) => failure.migration)).toEqual(['2']);
      expect(failed?.failure.advice).toContain(
        '2, which ran beside it, failed too: column "no_such_column" does not exist',
      );
    });
  });

  it('leaves whole migrations and true books where a session is ended from outside', async () => {
    await withDatabase(testServer, async (database) => {
      const victim = `CREATE TABLE victim (); DO $$ BEGIN IF pg_try_advisory_lock(77) THEN
        PERFORM pg_terminate_backend(pg_backend_pid()); END IF; END $$;`;
      const holder = await testServer.connect(String(await value(database, 'current_database()')));
      const retried: string[] = [];
      const others = Array.from({ length: 6 }, (_, n) => after([], `other${n}`, `CREATE TABLE other${n} ()`));
      const { applied, failed } = await run(
        database,
        [after([], '1', victim), ...others],
        {},
        {
          retrying: ({ id }) => {
            retried.push(id);
            // From now on the lock is taken, and the migration lives.
            void holder.query('SELECT pg_advisory_lock(77)');
          },
        },
      );
      expect(failed).toBeUndefined();
      expect(retried).toEqual(['1']);
      expect(applied).toHaveLength(7);
      expect(await recorded(database)).toHaveLength(7);
      expect(await value(database, "SELECT to_regclass('victim') IS NOT NULL")).toBe(true);
      await holder.end();
    });
  });

  it('throws what is our own fault, after those that run have ended', async () => {
    await withDatabase(testServer, async (database) => {
      const broken: Bookkeeping = {
        ...books,
        record: (one) => {
          if (one.id === '2') throw new TypeError('a defect');
          return books.record(one);
        },
      };
      const set = [after([], '1', 'SELECT pg_sleep(0.1)'), after([], '2', ''), after([], '3', '')];
      await expect(apply(database, set, broken, silent, { jobs: 2 })).rejects.toThrow('a defect');
      expect(await recorded(database)).toEqual(['1']);
    });
  });
});

describe('an observer', () => {
  const watch = (observed: Observer['observed']): Observer => ({
    around: ({ id }) => ({
      before: [`SELECT 'before ${id}' AS migrate_action_report`],
      after: [`SELECT current_user || ' after ${id}' AS migrate_action_report`],
    }),
    observed,
    missed: () => undefined,
  });

  it('hears what its statements say in the transaction of each migration, in the name of who connected', async () => {
    await withDatabase(testServer, async (database) => {
      const heard: (readonly string[])[] = [];
      const observer = watch((_, reports) => heard.push(reports) > 0);
      await database.withSession((session) => session.run('CREATE ROLE observed_role'));
      await run(
        database,
        [migration('1', "SELECT 'x' AS other; SET ROLE observed_role"), migration('2', 'SELECT 1', 'none')],
        { observer, jobs: 1 },
      );
      expect(heard).toEqual([['before 1', 'postgres after 1']]);
    });
  });

  it('stops the run when it lost its trust in the graph', async () => {
    await withDatabase(testServer, async (database) => {
      const observer = watch(({ id }) => id !== '1');
      const set = [after([], '1', waitFor(2)), after([], '2', `${signal(2)} SELECT pg_sleep(0.2)`), after([], '3', '')];
      const { applied, distrusted, failed } = await run(database, set, { observer });
      expect(failed).toBeUndefined();
      expect(distrusted?.id).toBe('1');
      expect(ids(applied)).toEqual(['1', '2']);
      expect(await recorded(database)).toEqual(['1', '2']);
    });
  });

  it('is not taken for the migration when its own statement fails', async () => {
    await withDatabase(testServer, async (database) => {
      const observer: Observer = {
        around: () => ({ before: [], after: ['SELECT 1 / 0'] }),
        observed: () => true,
        missed: () => undefined,
      };
      const { failed } = await run(database, [migration('1', '\n\nCREATE TABLE a ();')], { observer });
      expect(failed?.failure).toMatchObject({ statement: 'SELECT 1 / 0', line: 1, statementLine: 1 });
      expect(await value(database, "SELECT to_regclass('a') IS NULL")).toBe(true);
    });
  });
});

describe('books that tell only the newest version', () => {
  const newestOnly: Bookkeeping = { ...books, newestOnly: true };
  const set = [after([], '1', 'SELECT pg_sleep(0.05)'), after([], '2', ''), after([], '3', '')];

  it.each([
    [false, ['1', '2', '3']],
    [true, ['2', '3', '1']],
  ])('keep the run in file order unless the database is disposable: %s', async (disposable, order) => {
    await withDatabase(testServer, async (database) => {
      const { applied } = await apply(database, set, newestOnly, silent, { jobs: 2, disposable });
      expect(ids(applied)).toEqual(order);
    });
  });

  it('speak for what comes before', async () => {
    await withDatabase(testServer, async (database) => {
      const single: Bookkeeping = {
        ...books,
        parse: (rows) => books.parse(rows).map((one) => ({ ...one, andAllBefore: true })),
      };
      const migrations = set.map((one) => one.migration);
      await database.withSession((session) => session.run("INSERT INTO applied VALUES ('2')"));
      const answers = await database.withSession(async (session) => {
        const each: boolean[] = [];
        for (const one of migrations) each.push(await isRecorded(session, single, one, migrations));
        return each;
      });
      expect(answers).toEqual([true, true, false]);
    });
  });
});
