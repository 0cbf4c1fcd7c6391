import { describe, expect, it } from '@jest/globals';
import { HOLE } from '../../src/sql/holes.ts';
import { withFewerRows } from '../../src/sql/literal-rows.ts';

/** With `?` for strings that are no longer there. */
const fewer = (sql: string) => withFewerRows(sql)?.replaceAll(`'${HOLE}value'`, '?').replace(/\s+/g, ' ').trim();

describe('withFewerRows', () => {
  it('keeps two rows of one kind, and what stands around them', () => {
    expect(
      fewer(`/* a */ INSERT INTO s."values" AS x (a, "b")
        OVERRIDING SYSTEM VALUE VALUES (1, 'a'), (2, 'b'), -- c
        (3, 'c''),('), (4, E'\\'),(') ON CONFLICT (a) DO UPDATE SET b = f('z') RETURNING 'y', 1;`),
    ).toBe(
      `/* a */ INSERT INTO s."values" AS x (a, "b") OVERRIDING SYSTEM VALUE VALUES (1, ?), (2, ?) ON CONFLICT (a) DO UPDATE SET b = f('z') RETURNING 'y', 1;`,
    );
    expect(fewer("INSERT INTO t VALUES ($$a$$),(U&'b'), ($x$c$x$)")).toBe('INSERT INTO t VALUES (?), (?)');
    expect(fewer('INSERT INTO t VALUES (1)')).toBe('INSERT INTO t VALUES (1)');
  });

  it('keeps a row for each kind of value in each column', () => {
    const kept = (...rows: readonly string[]) => fewer(`INSERT INTO t VALUES (0, 0), (0, 0), ${rows.join(', ')}`);
    const all = (...rows: readonly string[]) => ['INSERT INTO t VALUES (0, 0), (0, 0)', ...rows].join(', ');
    expect(kept('(1, 1)', '(1, DEFAULT)', '(2, DEFAULT)', '(DEFAULT, 2)', '(DEFAULT, DEFAULT)')).toBe(
      all('(1, DEFAULT)', '(DEFAULT, 2)'),
    );
    expect(kept('(1, NULL)', '(1, TRUE)', '(1, -1)', '(1, - 2)', '(1, +2)', '(-1, 2)')).toBe(
      all('(1, NULL)', '(1, TRUE)', '(1, - 1)', '(1, + 2)', '(- 1, 2)'),
    );
    expect(kept("('a', 1)", "('b', 'c')", "('b', B'1')", "('b', X'f')")).toBe(
      all('(?, 1)', '(?, ?)', "(?, B'1')", "(?, X'f')"),
    );
    expect(
      kept('(\'a\'::app."My Type", 1)', '(\'b\'::app."My Type", 1)', "('b'::app.mine, 1)", "('c'::app.mine, 1)"),
    ).toBe(all('(? :: app . "My Type", 1)', '(? :: app . mine, 1)'));
    expect(
      kept(
        "(1, date '2020-01-01')",
        "(1, timestamp(3) with time zone '2020-01-01')",
        "(1, interval '1' day)",
        "(1, 'x'::varchar(10)[]::text)",
        "(1, '1'::numeric(10, 2))",
        "(1, interval '2' day)",
      ),
    ).toBe(
      all(
        '(1, date ?)',
        '(1, timestamp ( 3 ) with time zone ?)',
        '(1, interval ? day)',
        '(1, ? :: varchar ( 10 ) [ ] :: text)',
        '(1, ? :: numeric ( 10 , 2 ))',
      ),
    );
  });

  it.each([
    'SELECT 1',
    "WITH x AS (SELECT 1) INSERT INTO t VALUES ('a'), ('b')",
    'INSERT INTO t SELECT 1 UNION ALL VALUES (1), (2)',
    'INSERT INTO t SELECT s.values (1), (2)',
    'INSERT INTO t TABLE u',
    'INSERT INTO t DEFAULT VALUES',
    'INSERT INTO t (a, b) VALUES (1, now())',
    "INSERT INTO t VALUES (1, nextval('a'))",
    'INSERT INTO t VALUES (ARRAY[1])',
    'INSERT INTO t VALUES ((SELECT 1))',
    "INSERT INTO t VALUES ('a' || 'b')",
    'INSERT INTO t VALUES (1 + 2)',
    'INSERT INTO t VALUES ($1)',
    'INSERT INTO t VALUES (a)',
    'INSERT INTO t VALUES (current_user)',
    "INSERT INTO t VALUES (CAST('a' AS text))",
    "INSERT INTO t VALUES (N'a')",
    "INSERT INTO t VALUES (U&'a' UESCAPE '!')",
    "INSERT INTO t VALUES ('a' 'b')",
    'INSERT INTO t VALUES (- - 1), (@ 1)',
    'INSERT INTO t VALUES ()',
    'INSERT INTO t VALUES (1, )',
    'INSERT INTO t VALUES (1',
    "INSERT INTO t VALUES ('a",
    'INSERT INTO t VALUES (1),',
    'INSERT INTO t VALUES (1), (SELECT 1)',
    'INSERT INTO {{t}} VALUES (1)',
    'INSERT INTO t; VALUES (1)',
    `INSERT INTO t VALUES (${'w '.repeat(200)}'a')`,
  ])('leaves alone: %s', (sql) => {
    expect(withFewerRows(sql)).toBeUndefined();
  });
});
