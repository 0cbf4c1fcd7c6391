import { describe, expect, it } from '@jest/globals';
import type { Dependency } from '../../src/graph/graph.ts';
import type { Plan, PlannedMigration } from '../../src/graph/plan.ts';
import type { Failure, RunResult } from '../../src/migration/result.ts';
import { formatDuration } from '../../src/report/duration.ts';
import {
  colours,
  renderFailure,
  renderHeading,
  renderPlan,
  renderProblems,
  renderSummary,
} from '../../src/report/terminal.ts';

const plain = colours(false);

const failure: Failure = {
  migration: '0002_orders',
  path: '0002_orders.sql',
  line: 5,
  column: 12,
  statement: 'INSERT INTO orders\n    SELECT total FROM carts;',
  statementLine: 4,
  statementColumn: 3,
  message: 'column "total" does not exist',
  sqlstate: '42703',
  hint: 'Perhaps you meant to reference the column "carts.totals".',
  committed: 0,
  advice: ['The migration was rolled back whole; the database is as the migration before it left it.'],
};

const result: RunResult = {
  version: 1,
  format: 'dbmate',
  postgres: { version: '17.10', managed: true, placement: 'memory' },
  start: { from: 'empty', applied: 0 },
  applied: 2,
  migrations: [
    { id: '0001_carts', path: '0001_carts.sql', digest: 'a'.repeat(64), status: 'applied', ms: 4, attempts: 1 },
    { id: '0002_orders', path: '0002_orders.sql', digest: 'b'.repeat(64), status: 'applied', ms: 6, attempts: 1 },
  ],
  timings: {
    planMs: 20,
    provisionMs: 80,
    restoreMs: 0,
    applyMs: 12,
    seedMs: 0,
    saveMs: 0,
    cloneMs: 55,
    stopMs: 3,
    totalMs: 150,
  },
  connections: { opened: 1, waits: 0, waitMs: 0, retries: 0 },
  savedMs: 0,
  spentMs: 0,
  snapshot: { when: 'never', why: 'restoring it would save too little' },
  problems: [],
};

function planOf(migrations: readonly Partial<PlannedMigration>[], more: Partial<Plan> = {}): Plan {
  const digest = '0123456789abcdef';
  return {
    version: 2,
    format: 'dbmate',
    directory: 'db/migrations',
    migrations: migrations.map((given, index) => ({
      id: `000${index + 1}`,
      version: `000${index + 1}`,
      path: 'x',
      digest,
      dependsOn: [],
      opaque: false,
      transactional: true,
      statements: 3,
      beyondDigest: false,
      reversible: true,
      ...given,
    })),
    batches: [],
    versions: [],
    shards: [],
    matrix: { include: [] },
    settings: {},
    set: digest,
    distrusted: {},
    records: [],
    madeBy: '0.1.0',
    digest,
    problems: [],
    ...more,
  };
}

function on(...ids: readonly string[]): readonly Dependency[] {
  return ids.map((id) => ({ id, because: 'reads table orders' }));
}

describe('renderPlan', () => {
  it('lists the migrations with their batch, what they wait for and what is special about them', () => {
    const plan = planOf(
      [
        { id: '0001_carts' },
        { id: '0002_index_carts', transactional: false, reversible: false, dependsOn: on('0001_carts') },
        { id: '0003_users', statements: 12 },
        {
          id: '0004_tools',
          opaque: 'line 3 runs SQL that is put together at run time',
          dependsOn: on('0002_index_carts', '0003_users'),
        },
      ],
      {
        batches: [['0001_carts', '0003_users'], ['0002_index_carts'], ['0004_tools']],
        problems: [
          { severity: 'warning', code: 'x', message: 'Something is odd.', path: 'a.sql', line: 3, hint: 'Mend it.' },
        ],
      },
    );
    expect(renderPlan(plan, plain)).toBe(
      [
        'db/migrations: 4 migrations for dbmate, 21 statements',
        '',
        '  #  batch  migration         stmts  after',
        '  1      1  0001_carts            3',
        '  2      2  0002_index_carts      3  1      no transaction, no way down',
        '  3      1  0003_users           12',
        '  4      3  0004_tools            3  2, 3   opaque: line 3 runs SQL that is put together at run time',
        '',
        'warning: a.sql:3: Something is odd.',
        '  Mend it.',
        '',
        '4 migrations in 3 batches, 1 opaque: 0004_tools',
        '',
      ].join('\n'),
    );
  });

  it('keeps rows short: of many dependencies the nearest, of a long reason its beginning', () => {
    const ids = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6'];
    const rows = (dependencies: readonly string[]) =>
      renderPlan(planOf([...ids.map((id) => ({ id })), { id: 'z', dependsOn: on(...dependencies) }]), plain);
    expect(rows(ids.slice(0, 5))).toMatch(/ 7 .* z .* 1, 2, 3, 4, 5$/m);
    expect(rows(ids)).toMatch(/ 7 .* z .* 3, 4, 5, 6 and 2 more$/m);
    const long = renderPlan(planOf([{ opaque: `line 3 calls ${'x'.repeat(500)}` }]), plain);
    expect(long).toMatch(/opaque: line 3 calls x{66}…$/m);
  });

  it('sums up one batch, none opaque, and many opaque', () => {
    const one = planOf([{}], { batches: [['0001']] });
    expect(renderPlan(one, plain)).toMatch(/\n\n1 migration in 1 batch, none opaque\n$/);
    const many = planOf(['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, opaque: 'it is marked opaque' })));
    expect(renderPlan(many, plain)).toMatch(/, 5 opaque: a, b, c and 2 more\n$/);
  });

  it('lets no name or reason move the cursor', () => {
    const text = renderPlan(planOf([{ id: 'a\u001b[2J', opaque: 'line 1 names \u001b[31mred' }]), plain);
    expect(text).not.toContain('\u001b');
  });
});

describe('renderHeading', () => {
  it('says what is there already', () => {
    const heading = { format: 'goose', total: 3, pending: 1, version: '16.1', server: 'database app' };
    expect(renderHeading({ ...heading, restored: false }, plain)).toBe(
      'PostgreSQL 16.1 database app · 3 migrations for goose, 2 of them applied already\n',
    );
    expect(renderHeading({ ...heading, restored: true }, plain)).toContain(', 2 of them restored from a snapshot\n');
    // One that was added late may never have been applied.
    expect(renderHeading({ ...heading, restored: false, isOnlyNewest: true }, plain)).toContain(
      ', 2 of them not above the version that the database is at\n',
    );
  });
});

describe('renderFailure', () => {
  it('points at the place in the file', () => {
    expect(renderFailure(failure, plain)).toBe(
      [
        '0002_orders.sql:5:12: column "total" does not exist (SQLSTATE 42703)',
        '',
        '  4 |   INSERT INTO orders',
        '  5 |     SELECT total FROM carts;',
        '    |            ^',
        '',
        '  hint: Perhaps you meant to reference the column "carts.totals".',
        '  The migration was rolled back whole; the database is as the migration before it left it.',
      ].join('\n'),
    );
  });

  it('keeps a very long line short', () => {
    const long = { ...failure, statement: `SELECT '${'x'.repeat(10_000)}'`, line: 4, column: 9_000 };
    expect(
      Math.max(
        ...renderFailure(long, plain)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(200);
  });
});

describe('renderSummary', () => {
  it('keeps a password out of the log wherever a URL may carry it', () => {
    const shown = (url: string) =>
      renderSummary(
        {
          ...result,
          database: { url, host: 'h', port: 1, user: 'u', password: 's3cret', database: 'd', cloneUrls: [url] },
        },
        plain,
      );
    for (const url of ['postgres://u:s3cret@h:1/d', 'postgres://u@h:1/d?sslmode=disable&password=s3cret&x=1']) {
      expect(shown(url)).not.toContain('s3cret');
      expect(shown(url)).toContain('***');
    }
  });

  it('counts what was applied', () => {
    expect(renderSummary(result, plain)).toBe('2 migrations applied in 12 ms; whole run 150 ms.\n');
  });

  it('says so when there was nothing to do', () => {
    expect(renderSummary({ ...result, applied: 0 }, plain)).toBe('Nothing to do: all 2 migrations are applied.\n');
  });

  it('says what became of the seed', () => {
    const timings = { ...result.timings, seedMs: 40 };
    const last = (more: Partial<RunResult>) =>
      renderSummary({ ...result, timings, ...more }, plain)
        .trimEnd()
        .split('\n')
        .at(-1);
    expect(last({ seed: 'applied' })).toBe('Seed applied in 40 ms.');
    expect(last({ seed: 'restored' })).toBe('Seed restored with the snapshot.');
    expect(last({ seed: 'skipped' })).toBe('Seed not applied: the database was begun before this run.');
    expect(last({ seed: 'failed', error: failure })).toBe('The seed failed after 40 ms.');
    const again: Partial<RunResult> = { start: { from: 'snapshot', applied: 2 }, applied: 0, seed: 'applied' };
    expect(renderSummary({ ...result, timings, ...again }, plain)).toContain('No migration was left to do;');
  });

  it('says what a snapshot saved, and what the next one cost', () => {
    const restored: RunResult = { ...result, start: { from: 'snapshot', applied: 1 }, applied: 1, savedMs: 1234 };
    expect(renderSummary({ ...restored, snapshot: { when: 'now', bytes: 33_400_000 } }, plain)).toBe(
      [
        'Restored 1 of 2 migrations from a snapshot, 1.23 s saved.',
        '1 migration applied in 12 ms; whole run 150 ms.',
        'Kept a snapshot for later runs: 33 MB, <1 ms.',
        '',
      ].join('\n'),
    );
    const all: RunResult = { ...restored, start: { from: 'snapshot', applied: 2 }, applied: 0 };
    expect(renderSummary(all, plain)).toBe(
      'Restored 2 of 2 migrations from a snapshot, 1.23 s saved.\nNothing was left to do; whole run 150 ms.\n',
    );
    expect(renderSummary({ ...result, snapshot: { when: 'later', bytes: 512 } }, plain)).toContain(
      'Packed a snapshot for later runs: 512 B, <1 ms. It is kept when the job ends.\n',
    );
  });

  it('says how to use and how to end a server that was kept', () => {
    const database = {
      url: 'postgres://postgres:made-up@127.0.0.1:5433/app',
      host: '127.0.0.1',
      port: 5433,
      user: 'postgres',
      password: 'made-up',
      database: 'app',
      cloneUrls: ['postgres://postgres:made-up@127.0.0.1:5433/app_1'],
      server: { pid: 4711, dataDirectory: '/dev/shm/x/data' },
    };
    expect(renderSummary({ ...result, database }, plain)).toBe(
      [
        '2 migrations applied in 12 ms, 1 clone in 55 ms; whole run 150 ms.',
        '',
        '  database  postgres://postgres:made-up@127.0.0.1:5433/app',
        '  clone 1   postgres://postgres:made-up@127.0.0.1:5433/app_1',
        '  stop it   kill -INT 4711',
        '',
      ].join('\n'),
    );
    const theirs = renderSummary({ ...result, database: { ...database, server: undefined } }, plain);
    expect(theirs).not.toContain('made-up');
  });

  it('says what was not reached when a migration failed', () => {
    const migrations = result.migrations.map((each, index) => ({
      ...each,
      status: index === 0 ? ('failed' as const) : ('pending' as const),
    }));
    expect(renderSummary({ ...result, applied: 0, migrations, error: failure }, plain)).toContain(
      'Failed at 0002_orders: 0 migrations applied in 12 ms before it, 1 not reached.',
    );
  });
});

describe('renderProblems', () => {
  it('does not name a file twice', () => {
    const problem = { severity: 'error', code: 'x', message: 'a.sql:3 is odd.', path: 'a.sql', line: 3 } as const;
    expect(renderProblems([problem], plain)).toBe('error: a.sql:3 is odd.');
  });

  it('keeps escape sequences of hostile names off the terminal', () => {
    const problem = {
      severity: 'error',
      code: 'x',
      message: 'evil\u001b[2Jname',
      path: 'evil\u001b[2Jname',
      hint: '\u0007',
    } as const;
    expect(renderProblems([problem], plain)).toBe('error: evil\\u001b[2Jname\n  \\u0007');
  });
});

describe('visible text', () => {
  it('never begins a line as a command to the runner does', () => {
    const message = 'first\n  ::error::second\r\n::stop-commands::x\nand ##[add-mask]y';
    const lines = renderFailure({ ...failure, message, detail: '::add-mask::x', hint: message }, plain).split('\n');
    expect(lines.filter((line) => line.trimStart().startsWith('::') || line.includes('##['))).toEqual([]);
  });
});

describe('formatDuration', () => {
  it.each([
    [0.2, '<1 ms'],
    [4.4, '4 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [12_340, '12.3 s'],
    [59_960, '1 min 0 s'],
    [3_600_000, '60 min 0 s'],
  ])('%d ms is %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
