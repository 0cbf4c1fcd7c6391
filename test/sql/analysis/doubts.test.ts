/** What may or may not have happened: objects made, replaced, renamed and dropped by halves, and what belongs to which of them. */
import { describe, expect, it } from '@jest/globals';
import { ordered } from './ordered.ts';
import { order } from './sets.ts';

/** Nobody can tell from the migrations alone whether it does. */
const perhaps = (statement: string) => `DO $$ BEGIN IF random() < 2 THEN ${statement}; END IF; END $$`;
const AB = 'CREATE TABLE a (x int, y int); CREATE TABLE b (x int, y int)';
const LOGGED = `CREATE TABLE t (x int); CREATE TABLE l (x int);
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO l VALUES (1); RETURN NEW; END $$;
  CREATE TRIGGER f AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()`;
const CASCADE =
  'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (x int CONSTRAINT k REFERENCES p ON DELETE CASCADE)';

type Doubt = readonly [about: string, setup: readonly string[], first: string, second: string];

const MADE: readonly Doubt[] = [
  [
    'a sequence that has the name of a table that may be an index instead, which went with its table',
    [AB, perhaps('CREATE INDEX i ON b (x)'), 'CREATE TABLE IF NOT EXISTS i (x int)', 'DROP TABLE b CASCADE'],
    'CREATE SEQUENCE IF NOT EXISTS i',
    'CREATE TABLE IF NOT EXISTS i (x int)',
  ],
  [
    'a view of a table that has the name of an index that may have been made, and the end of that table',
    [
      AB,
      perhaps('CREATE INDEX i ON b (x)'),
      'CREATE TABLE i (x int)',
      'DROP TABLE b CASCADE',
      'CREATE VIEW v AS SELECT x FROM i',
    ],
    'DROP TABLE IF EXISTS i CASCADE',
    'CREATE TABLE IF NOT EXISTS v (x int)',
  ],
  [
    'rows of a table that has the name of an index that was to be made, whose column goes',
    [
      AB,
      perhaps('CREATE TABLE i (x int)'),
      'CREATE INDEX IF NOT EXISTS i ON b (y)',
      'ALTER TABLE b DROP y',
      'CREATE TABLE c (x int)',
    ],
    perhaps('INSERT INTO i VALUES (1)'),
    perhaps('INSERT INTO c SELECT x FROM i'),
  ],
  [
    'an index that is on one table or the other, and its name',
    [AB, perhaps('CREATE INDEX i ON a (x)'), 'CREATE INDEX IF NOT EXISTS i ON b (x)', 'DROP TABLE a'],
    'DROP TABLE b',
    'CREATE TABLE i (x int)',
  ],
  [
    'what one of two checks of a name does that a table may have',
    [
      `CREATE TABLE l (x int); CREATE FUNCTION f(int) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN INSERT INTO l VALUES (1); RETURN true; END $$`,
      perhaps('CREATE TABLE a (x int CONSTRAINT k CHECK (f(x)))'),
      'CREATE TABLE IF NOT EXISTS a (x int CONSTRAINT k CHECK (x > 0))',
    ],
    'INSERT INTO a VALUES (1)',
    'DELETE FROM l',
  ],
  [
    'rows of what one of two queries of a name reads',
    [
      AB,
      perhaps('CREATE MATERIALIZED VIEW m AS SELECT * FROM a'),
      'CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT * FROM b',
    ],
    'INSERT INTO a VALUES (1)',
    'REFRESH MATERIALIZED VIEW m',
  ],
  [
    'statistics that are on one table or the other',
    [AB, perhaps('CREATE STATISTICS s ON x, y FROM a'), 'CREATE STATISTICS IF NOT EXISTS s ON x, y FROM b'],
    'DROP TABLE a',
    'DROP STATISTICS IF EXISTS s',
  ],
  [
    'a sequence whose name may be the second that was tried',
    ['', perhaps('CREATE SEQUENCE t_id_seq'), 'CREATE TABLE t (id serial, x int)'],
    'INSERT INTO t (x) VALUES (1)',
    'ALTER SEQUENCE IF EXISTS t_id_seq1 RESTART 100',
  ],
  [
    'an index whose name may be the second that was tried',
    [AB, perhaps('CREATE INDEX a_x_idx ON b (x)'), 'CREATE INDEX ON a (x)'],
    'DROP TABLE a',
    'CREATE TABLE a_x_idx1 ()',
  ],
  [
    'a check whose name may be the first that was tried',
    [AB, perhaps('ALTER TABLE b ADD CONSTRAINT a_x_check CHECK (x > 1)')],
    'ALTER TABLE a ADD CHECK (x > 2)',
    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'a_x_check') THEN CREATE TABLE q (); END IF; END $$",
  ],
  [
    'a unique constraint whose name may be the first that was tried',
    [AB, perhaps('ALTER TABLE b ADD CONSTRAINT a_x_key CHECK (x > 1)'), 'ALTER TABLE a ADD UNIQUE (x)'],
    'DROP TABLE a',
    'CREATE TABLE a_x_key ()',
  ],
  [
    'an index whose name may be that of a copy of an index that may have been there',
    [`${AB}; CREATE INDEX i ON a (x)`, perhaps('DROP INDEX i'), 'CREATE TABLE c (LIKE a INCLUDING INDEXES)'],
    'CREATE INDEX ON c (x)',
    "COMMENT ON INDEX c_x_idx IS 'x'",
  ],
  [
    'an index whose name may be that of a copy for a partition of an index that may have been there',
    [
      'CREATE TABLE a (x int) PARTITION BY LIST (x); CREATE INDEX i ON a (x)',
      perhaps('DROP INDEX i'),
      'CREATE TABLE c PARTITION OF a DEFAULT',
    ],
    'CREATE INDEX ON c (x)',
    "COMMENT ON INDEX c_x_idx IS 'x'",
  ],
  [
    'statistics whose name may be that of a copy of some that may have been there',
    [
      `${AB}; CREATE STATISTICS s ON x, y FROM a`,
      perhaps('DROP STATISTICS s'),
      'CREATE TABLE c (LIKE a INCLUDING STATISTICS)',
    ],
    'CREATE STATISTICS ON x, y FROM c',
    "COMMENT ON STATISTICS c_x_y_stat IS 'x'",
  ],
  [
    'an index whose name may be that of a copy from one of two tables',
    [
      `${AB}; CREATE INDEX i ON b (x)`,
      perhaps('ALTER TABLE a RENAME TO c'),
      perhaps('ALTER TABLE b RENAME TO c'),
      'CREATE TABLE d (LIKE c INCLUDING INDEXES)',
    ],
    'CREATE INDEX ON d (x)',
    "COMMENT ON INDEX d_x_idx IS 'x'",
  ],
  [
    'an index whose name may be that of a copy from a parent that may be another',
    [
      'CREATE TABLE a (x int) PARTITION BY LIST (x); CREATE INDEX i ON a (x); CREATE TABLE b (x int) PARTITION BY LIST (x)',
      perhaps('ALTER TABLE a RENAME TO c'),
      perhaps('ALTER TABLE b RENAME TO c'),
      'CREATE TABLE d PARTITION OF c DEFAULT',
    ],
    'CREATE INDEX ON d (x)',
    "COMMENT ON INDEX d_x_idx IS 'x'",
  ],
  [
    'a sequence whose name may be free because its column was there',
    [
      AB,
      perhaps('ALTER TABLE a ADD z int'),
      'ALTER TABLE a ADD COLUMN IF NOT EXISTS z serial',
      'ALTER TABLE a RENAME z TO w',
    ],
    'ALTER TABLE a ADD z serial',
    "COMMENT ON SEQUENCE a_z_seq IS 'x'",
  ],
  [
    'statistics that are on one of two tables of a name',
    [
      'CREATE SCHEMA app; CREATE TABLE t (x int, y int, z int)',
      perhaps('CREATE TABLE app.t (x int, y int, z int)'),
      'SET search_path TO app, public; CREATE STATISTICS public.s ON x, y FROM t',
      'ALTER TABLE IF EXISTS app.t DROP y',
    ],
    'DROP STATISTICS IF EXISTS s',
    'CREATE TABLE d (LIKE t INCLUDING ALL)',
  ],
];

const CHANGED: readonly Doubt[] = [
  [
    'a key that was to refer elsewhere if it had not been there',
    [
      CASCADE,
      'CREATE TABLE q (id int PRIMARY KEY)',
      perhaps('ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (x) REFERENCES q'),
    ],
    'DELETE FROM p',
    'CREATE TABLE n AS SELECT count(*) FROM c',
  ],
  [
    'what a trigger did before something was to replace it',
    [LOGGED, perhaps('CREATE OR REPLACE TRIGGER f AFTER DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()')],
    'INSERT INTO t VALUES (1)',
    'DELETE FROM l',
  ],
  [
    'a sequence that may still be that of an identity column',
    ['CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, x int)', perhaps('ALTER TABLE t ALTER id DROP IDENTITY')],
    'INSERT INTO t (x) VALUES (1)',
    'ALTER SEQUENCE t_id_seq RESTART 100',
  ],
  [
    'a sequence that may be owned by another',
    [
      'CREATE TABLE t (id serial, x int); CREATE TABLE c (x int)',
      perhaps('ALTER SEQUENCE t_id_seq OWNED BY c.x'),
      'DROP TABLE c',
    ],
    'DROP TABLE t',
    'CREATE TABLE t_id_seq (x int)',
  ],
  [
    'an index that may have become a constraint of another name',
    [
      'CREATE TABLE t (x int); CREATE UNIQUE INDEX i ON t (x)',
      perhaps('ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i'),
    ],
    'DROP TABLE t',
    'CREATE TABLE i (x int)',
  ],
  [
    'a table that may have become a partition of one that goes, and a view of it',
    [
      'CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE c (x int); CREATE VIEW v AS SELECT * FROM c',
      perhaps('ALTER TABLE p ATTACH PARTITION c FOR VALUES IN (1)'),
      'DROP TABLE p',
    ],
    'DROP VIEW v',
    'DROP TABLE IF EXISTS c',
  ],
  [
    'a partition that may still take the rest',
    [
      'CREATE TABLE p (x int) PARTITION BY LIST (x); CREATE TABLE d PARTITION OF p DEFAULT',
      perhaps('ALTER TABLE p DETACH PARTITION d; ALTER TABLE p ATTACH PARTITION d FOR VALUES IN (1)'),
    ],
    'DELETE FROM d',
    'CREATE TABLE e PARTITION OF p FOR VALUES IN (2)',
  ],
  [
    'a view that may have been made of another table that goes, and a view of it',
    [
      `${AB}; CREATE VIEW v AS SELECT * FROM a; CREATE VIEW w AS SELECT * FROM v`,
      perhaps('CREATE OR REPLACE VIEW v AS SELECT * FROM b'),
      'DROP TABLE b CASCADE',
    ],
    'DROP VIEW IF EXISTS w',
    'DROP VIEW IF EXISTS v',
  ],
  [
    'a key of the one of two tables that another key of its name was dropped from',
    [
      `CREATE SCHEMA s; ${CASCADE}`,
      perhaps('CREATE TABLE s.c (x int CONSTRAINT k CHECK (x > 1))'),
      'SET search_path = s, public; ALTER TABLE c DROP CONSTRAINT k',
    ],
    'DELETE FROM p',
    'CREATE TABLE n AS SELECT count(*) FROM public.c',
  ],
  [
    'a view of the one of two tables that did not go',
    [
      'CREATE SCHEMA s; CREATE TABLE a (x int)',
      perhaps('CREATE TABLE s.a (x int)'),
      'SET search_path = s, public; CREATE VIEW public.v AS SELECT * FROM a',
      'DROP TABLE IF EXISTS s.a CASCADE',
    ],
    'DROP VIEW IF EXISTS v',
    'DROP TABLE a',
  ],
];

const RENAMED: readonly Doubt[] = [
  [
    'what a trigger of the table does',
    [LOGGED, perhaps('ALTER TABLE t RENAME TO u')],
    'INSERT INTO u VALUES (1)',
    'DELETE FROM l',
  ],
  [
    'the end of a trigger of the table',
    [LOGGED, perhaps('ALTER TABLE t RENAME TO u')],
    'DROP TRIGGER IF EXISTS f ON u',
    'INSERT INTO u VALUES (1)',
  ],
  [
    'what a trigger does that was to go from the other name',
    [LOGGED, perhaps('ALTER TABLE t RENAME TO u'), 'DROP TRIGGER IF EXISTS f ON u'],
    'INSERT INTO t VALUES (1)',
    'DELETE FROM l',
  ],
  [
    'an index of the table, where the other name was to go',
    ['CREATE TABLE t (x int); CREATE INDEX i ON t (x)', perhaps('ALTER TABLE t RENAME TO u'), 'DROP TABLE IF EXISTS u'],
    'DROP TABLE t',
    'CREATE TABLE i (x int)',
  ],
  [
    'rows that refer to those of the table',
    [CASCADE, perhaps('ALTER TABLE p RENAME TO q')],
    'DELETE FROM q',
    'CREATE TABLE n AS SELECT count(*) FROM c',
  ],
  [
    'rows of the table that refer to others',
    [CASCADE, perhaps('ALTER TABLE c RENAME TO d')],
    'DELETE FROM p',
    'CREATE TABLE n AS SELECT count(*) FROM d',
  ],
  [
    'rows written through a view',
    [`${AB}; CREATE VIEW v AS SELECT * FROM a`, perhaps('ALTER VIEW v RENAME TO w')],
    'INSERT INTO w VALUES (1)',
    'CREATE TABLE n AS SELECT count(*) FROM a',
  ],
];

describe('what is not known to have happened', () => {
  it.each(MADE)('keeps in order where something may have been made: %s', async (_, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });

  it.each(CHANGED)('keeps in order where something may have been changed: %s', async (_, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });

  it.each(RENAMED)('keeps in order where something may have another name: %s', async (_, setup, first, second) => {
    expect(await ordered(setup, first, second)).toBe(true);
  });

  it('leaves free what was made for sure, whatever may have been there before', async () => {
    const setup = `${AB}; ${perhaps('CREATE TABLE t (x int REFERENCES b)')}; CREATE TABLE t (x int)`;
    expect(await order(setup, 'INSERT INTO t VALUES (1)', 'DELETE FROM b')).toBe('independent');
  });
});
