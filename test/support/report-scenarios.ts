/** Reports as they come about: what the golden files in `test/report/golden/` and the pictures in `docs/images/` show. */
import type { Failure } from '../../src/migration/result.ts';
import type {
  MigrationRun,
  ReportedMigration,
  ReportModel,
  ShardRun,
  VersionReport,
} from '../../src/report/report-model.ts';
import { reportWithoutPlan } from '../../src/report/no-plan.ts';
import { HOSTILE } from './hostile-text.ts';

const SHA = '4f2a9c1be07d3358a6c41e9b20d7f5e8c3b1a690';
const FINGERPRINT = 'b7c1e0f4a9d2835616f0c4e8a7b35d9210ce84f7a6b1d3905e7f2c8a4b6d1e03';
const RUN = 'https://github.com/org/shop/actions/runs/17';

const shard = (more: Partial<ShardRun> = {}): ShardRun => ({
  shard: 1,
  state: 'passed',
  ms: 2310,
  restored: 345,
  applied: 2,
  owned: 347,
  ...more,
});
const version = (postgres: string, more: Partial<VersionReport> = {}): VersionReport => ({
  postgres,
  shards: [shard()],
  proof: { state: 'not-needed' },
  ...more,
});
const migration = (
  id: string,
  runs: readonly MigrationRun[],
  more: Partial<ReportedMigration> = {},
): ReportedMigration => ({
  id,
  path: `db/migrations/${id}.sql`,
  runs,
  ...more,
});

const BASE: ReportModel = {
  directory: 'db/migrations',
  format: 'plain',
  base: { of: 'pull-request', branch: 'main', sha: 'a'.repeat(40) },
  counts: { total: 347, new: 0, restored: 347, applied: 0 },
  versions: [version('17', { server: '17.10', shards: [shard({ restored: 347, applied: 0, ms: 412 })] })],
  newMigrations: [],
  failures: [],
  problems: [],
  conflicts: [],
  time: { nowMs: 412, replayMs: 31_200, savedMs: 30_788, spentMs: 0 },
  slowest: [],
  cacheLines: [],
  notes: [],
  links: { repository: 'https://github.com/org/shop', sha: SHA, run: RUN, artifacts: `${RUN}#artifacts` },
};

const verified = (postgres: string) =>
  version(postgres, { shards: [shard({ state: 'verified', ms: undefined, restored: 0, applied: 0 })] });

const nothingToDo: ReportModel = {
  ...BASE,
  counts: { total: 347, new: 0, restored: 0, verified: 347, applied: 0 },
  versions: ['15', '16', '17', '18'].map(verified),
  time: { nowMs: 0, replayMs: 31_200, savedMs: 0, spentMs: 0 },
  cacheLines: ['PostgreSQL 15, 16, 17 and 18: Earlier runs applied all of it.'],
};

const firstRun: ReportModel = {
  ...BASE,
  base: { of: 'push', branch: 'main' },
  counts: { total: 347, restored: 0, applied: 347 },
  versions: ['16', '17'].map((postgres) =>
    version(postgres, {
      server: `${postgres}.10`,
      shards: [1, 2].map((number) =>
        shard({
          shard: number,
          restored: 0,
          applied: number === 1 ? 301 : 288,
          owned: number === 1 ? 190 : 157,
          ms: 18_200 + number * 900,
        }),
      ),
      proof: { state: 'proved', fingerprint: FINGERPRINT, compared: true },
    }),
  ),
  time: { nowMs: 20_000, replayMs: 31_200, savedMs: 0, spentMs: 1240 },
  slowest: [
    { id: '0211_backfill_totals', postgres: '16', ms: 9120 },
    { id: '0211_backfill_totals', postgres: '17', ms: 8840 },
    { id: '0001_baseline', postgres: '16', ms: 910 },
  ],
  cacheLines: ['PostgreSQL 16 and 17: 2 shards, as asked for.'],
};

const on = (versions: readonly string[], ms: number, lock?: MigrationRun['lock']): MigrationRun[] =>
  versions.map((postgres, index) => ({ postgres, status: 'applied', ms: Math.round(ms * (1 + index * 0.04)), lock }));
const FOUR = ['15', '16', '17', '18'];

const twoNew: ReportModel = {
  ...BASE,
  counts: { total: 347, new: 2, restored: 345, applied: 2 },
  versions: FOUR.map((postgres) => version(postgres, { server: `${postgres}.4`, shards: [shard({ ms: 13_100 })] })),
  newMigrations: [
    migration('0346_add_customer_note', on(FOUR, 6, { mode: 'AccessExclusiveLock', relation: 'customers' })),
    migration('0347_order_total_as_numeric', on(FOUR, 11_400, { mode: 'AccessExclusiveLock', relation: 'orders' })),
  ],
  problems: [
    {
      severity: 'warning',
      code: 'missing-up',
      message: '0345_add_carts.down.sql is a down script without an up script.',
      path: 'db/migrations/0345_add_carts.down.sql',
      hint: 'Add the up script or remove this file.',
    },
  ],
  time: { nowMs: 13_100, replayMs: 43_000, savedMs: 119_600, spentMs: 610 },
  slowest: [
    { id: '0347_order_total_as_numeric', postgres: '18', ms: 12_768 },
    { id: '0346_add_customer_note', postgres: '18', ms: 7 },
  ],
  timeline: {
    postgres: '18',
    spans: [
      { label: 'plan, server and snapshot', kind: 'other', shard: 1, lane: 0, fromMs: 0, toMs: 240 },
      { label: '0346_add_customer_note', kind: 'migration', shard: 1, lane: 0, fromMs: 240, toMs: 247 },
      { label: '0347_order_total_as_numeric', kind: 'migration', shard: 1, lane: 0, fromMs: 247, toMs: 13_015 },
    ],
  },
  graph: {
    mermaid: `flowchart TB
  classDef new stroke-width:3px
  classDef opaque stroke-dasharray: 5 5
  n0["0002_customers"]
  n1["0007_orders"]
  n2["0346_add_customer_note"]:::new
  n3["0347_order_total_as_numeric"]:::new
  n0 -->|"alters table customers"| n2
  n1 -->|"alters table orders"| n3
`,
    leftOut: 343,
  },
  cacheLines: [
    'PostgreSQL 15, 16, 17 and 18: One shard: all of it takes about 11.4 s, and each further job counts as 15.0 s.',
    ...FOUR.map((postgres) => `PostgreSQL ${postgres}: 345 migrations restored, which saved about 29.9 s.`),
  ],
};

const conflict: ReportModel = {
  ...twoNew,
  conflicts: [
    {
      kind: 'version-taken',
      severity: 'error',
      id: '0346_add_customer_note',
      path: 'db/migrations/0346_add_customer_note.sql',
      basePath: 'db/migrations/0346_drop_legacy_index.sql',
      message: 'main has taken version 0346 for db/migrations/0346_drop_legacy_index.sql.',
      commands: ['git mv db/migrations/0346_add_customer_note.sql db/migrations/0348_add_customer_note.sql'],
    },
    {
      kind: 'edited',
      severity: 'error',
      id: '0201_add_carts',
      path: 'db/migrations/0201_add_carts.sql',
      message: 'main has it with other content. Databases that have applied that do not apply this.',
      commands: ['git fetch origin main', 'git checkout FETCH_HEAD -- db/migrations/0201_add_carts.sql'],
      advice: 'Put what changes into a new migration.',
    },
  ],
};

const FAILURE: Failure = {
  migration: '0347_order_total_as_numeric',
  path: '0347_order_total_as_numeric.sql',
  line: 4,
  column: 32,
  statement: 'ALTER TABLE orders\n  ALTER COLUMN total TYPE numeric(12,2)\n    USING (total_cents / 100.0);',
  statementLine: 2,
  statementColumn: 1,
  message: 'column "total_cents" does not exist',
  sqlstate: '42703',
  hint: 'Perhaps you meant to reference the column "orders.total_cent".',
  committed: 0,
  advice: ['The migration was rolled back; what came before it stays.'],
};

const failing: ReportModel = {
  ...twoNew,
  versions: ['16', '17'].map((postgres) =>
    version(postgres, {
      server: `${postgres}.10`,
      shards: [shard({ state: 'failed', applied: 1, ms: 820, why: 'PostgreSQL refused a statement.' })],
    }),
  ),
  counts: { total: 347, new: 2, restored: 345, applied: 1 },
  newMigrations: [
    migration('0346_add_customer_note', on(['16', '17'], 6, { mode: 'AccessExclusiveLock', relation: 'customers' })),
    migration('0347_order_total_as_numeric', [
      { postgres: '16', status: 'failed', ms: 3 },
      { postgres: '17', status: 'failed', ms: 3 },
    ]),
    migration('0348_index_total', [
      { postgres: '16', status: 'pending' },
      { postgres: '17', status: 'pending' },
    ]),
  ],
  failures: ['16', '17'].map((postgres) => ({
    postgres,
    path: 'db/migrations/0347_order_total_as_numeric.sql',
    failure: FAILURE,
  })),
  problems: [],
  time: { nowMs: 820, replayMs: 43_000, savedMs: 0, spentMs: 0 },
  slowest: [],
  timeline: undefined,
  graph: undefined,
};

const planWithErrors: ReportModel = {
  ...BASE,
  counts: undefined,
  versions: [],
  problems: [
    {
      severity: 'error',
      code: 'no-up',
      message: '00348_index_total.sql has no line "-- +goose Up", so that nothing of it is run.',
      path: 'db/migrations/00348_index_total.sql',
      line: 1,
      hint: 'Put the line before the first statement.',
    },
  ],
  time: { nowMs: 0, savedMs: 0, spentMs: 0 },
};

const noPlan: ReportModel = reportWithoutPlan(
  {
    directory: 'db/migrations',
    problems: [
      {
        severity: 'error',
        code: 'ambiguous-format',
        message:
          'db/migrations could be dbmate (20240101000000_x.sql: -- migrate:up) or goose (00001_a.sql: -- +goose Up).',
        hint: 'Say which: "format: dbmate" or "format: goose".',
      },
      { severity: 'error', code: 'x', message: `<b>@octocat</b> ${HOSTILE[0] ?? ''}`, path: '0001_`a`|b.sql', line: 3 },
      { severity: 'info', code: 'x', message: 'Nobody needs to know.' },
    ],
  },
  BASE.links,
);

const shardMissing: ReportModel = {
  ...firstRun,
  base: BASE.base,
  counts: { total: 347, new: 1, restored: 0, applied: 190 },
  versions: [
    version('17', {
      server: '17.10',
      shards: [
        shard({ restored: 0, applied: 301, owned: 190, ms: 19_100 }),
        shard({
          shard: 2,
          state: 'cancelled',
          why: 'The job was cancelled before it had a result.',
          restored: 0,
          applied: 0,
          owned: 157,
          ms: undefined,
        }),
      ],
      proof: { state: 'not-comparable', why: 'Shard 2 of 2 has no result.' },
    }),
    version('18', {
      shards: [
        shard({ restored: 0, applied: 301, owned: 190, ms: 18_100 }),
        shard({
          shard: 2,
          state: 'unreadable',
          why: 'result-18-2.json: "version" is 9, this release reads 1.',
          restored: 0,
          applied: 0,
          owned: 157,
          ms: undefined,
        }),
      ],
      proof: { state: 'not-comparable', why: 'The result of shard 2 of 2 is unreadable.' },
    }),
  ],
  newMigrations: [
    migration('0347_index_total', [
      { postgres: '17', status: 'unknown' },
      { postgres: '18', status: 'unknown' },
    ]),
  ],
  notes: [],
};

const fork: ReportModel = {
  ...twoNew,
  notes: [
    'Could not post the report on #7: a token of a run for a pull request from a fork has no `pull-requests: write`. The workflow comment.yml does it after such a run. The job’s summary has all of it.',
  ],
  problems: [],
};

/** Rows of what was run stand there all the same, and nobody knows whether it is new. */
const unknownBase: ReportModel = {
  ...twoNew,
  counts: { total: 347, restored: 345, applied: 2 },
  notes: [
    'Could not read the files of main, to see which migrations are new: the token has no `contents: read`. Add it to the job’s `permissions`.',
  ],
  problems: [],
};

const leftOut: ReportModel = {
  ...twoNew,
  problems: [],
  unplanned: [
    { kind: 'absent', path: 'db/migrations/0348_grant_everything.sql' },
    { kind: 'other', path: 'db/migrations/0346_add_customer_note.sql' },
    { kind: 'deleted', path: 'db/migrations/0201_add_carts.sql' },
  ],
};

const edited: ReportModel = {
  ...BASE,
  format: 'flyway',
  counts: { total: 347, new: 1, edited: 1, restored: 345, applied: 2 },
  versions: ['16', '17'].map((postgres) => version(postgres, { server: `${postgres}.10` })),
  newMigrations: [
    migration('V346__add_customer_note', on(['16', '17'], 6, { mode: 'AccessExclusiveLock', relation: 'customers' })),
    migration('R__order_totals', on(['16', '17'], 1240, { mode: 'AccessExclusiveLock', relation: 'order_totals' }), {
      edited: true,
    }),
  ],
  time: { nowMs: 1600, replayMs: 43_000, savedMs: 83_000, spentMs: 0 },
};

const hostileNames: ReportModel = {
  ...BASE,
  directory: 'db/`migrations` | <b>',
  base: { of: 'pull-request', branch: 'main`|@octocat' },
  counts: { total: HOSTILE.length, new: HOSTILE.length, restored: 0, applied: HOSTILE.length },
  versions: [
    version('17', { server: '17.10 <script>', shards: [shard({ state: 'broken', why: '</details> @octocat | x' })] }),
  ],
  newMigrations: HOSTILE.slice(0, 20).map((id, index) =>
    migration(id, [{ postgres: '17', status: 'applied', ms: index, lock: { mode: 'ShareLock', relation: id } }], {
      figures: { rewrites: [id], rows: index, sizeDelta: -index, roundTrip: 'differs' },
    }),
  ),
  failures: HOSTILE.slice(20, 22).map((text) => ({
    postgres: '17',
    path: `db/${text}.sql`,
    failure: { ...FAILURE, migration: text, message: text, statement: text, detail: text, hint: text, advice: [text] },
  })),
  problems: HOSTILE.slice(22, 26).map((text) => ({
    severity: 'warning',
    code: 'x',
    message: text,
    path: text,
    line: 1,
    hint: text,
  })),
  conflicts: HOSTILE.slice(26, 30).map((text) => ({
    kind: 'renamed',
    severity: 'warning',
    id: text,
    path: text,
    message: text,
    commands: [`git mv '${text}' x`],
    advice: text,
  })),
  unplanned: HOSTILE.slice(0, 8).flatMap((path) => [
    { kind: 'absent', path },
    { kind: 'elsewhere', path },
  ]),
  slowest: HOSTILE.slice(0, 3).map((id) => ({ id, postgres: '17', ms: 1 })),
  timeline: {
    postgres: '17',
    spans: HOSTILE.map((label, index) => ({
      label,
      kind: 'migration',
      shard: 1,
      lane: 0,
      fromMs: index * 10,
      toMs: index * 10 + 10,
    })),
  },
  cacheLines: HOSTILE,
  notes: HOSTILE.slice(30),
};

const many: ReportModel = {
  ...BASE,
  counts: { total: 640, new: 300, restored: 340, applied: 300 },
  versions: FOUR.map((postgres) =>
    version(postgres, { server: `${postgres}.4`, shards: [shard({ restored: 340, applied: 300, ms: 21_000 })] }),
  ),
  newMigrations: Array.from({ length: 300 }, (_, index) =>
    migration(
      `${String(341 + index).padStart(4, '0')}_${index === 120 ? 'rebuild_search_index' : `import_legacy_table_number_${index}`}`,
      on(FOUR, index === 120 ? 4200 : 4 + (index % 17), {
        mode: index === 120 ? 'ShareLock' : 'AccessExclusiveLock',
        relation: `legacy_${index}`,
      }),
    ),
  ),
  time: { nowMs: 21_000, replayMs: 52_000, savedMs: 98_000, spentMs: 900 },
  slowest: Array.from({ length: 20 }, (_, index) => ({ id: `${341 + index}_import`, postgres: '15', ms: 500 - index })),
  graph: {
    mermaid: `flowchart LR\n${Array.from({ length: 1500 }, (_, index) => `  n${index}["migration number ${index}"]\n`).join('')}`,
    leftOut: 0,
  },
  cacheLines: FOUR.map((postgres) => `PostgreSQL ${postgres}: 340 migrations restored, which saved about 31.0 s.`),
};

export const SCENARIOS: Readonly<Record<string, ReportModel>> = {
  'nothing-to-do': nothingToDo,
  'first-run': firstRun,
  'two-new': twoNew,
  conflict,
  failing,
  'no-plan': noPlan,
  'plan-with-errors': planWithErrors,
  'shard-missing': shardMissing,
  fork,
  'unknown-base': unknownBase,
  'left-out': leftOut,
  edited,
  'hostile-names': hostileNames,
  'many-new': many,
};
