/**
 * Times `plan --json` of made-up sets of 1,000 to 10,000 migrations as whole processes, and checks what is promised of them: time
 * within bounds, time that grows no faster than the set, memory that does not run away.
 *
 * @example node scripts/bench-plan.js --runs 5
 *
 * Prints the median wall time and the median peak memory for each size. Exit code 1 when a bound does not hold. `--cli FILE` measures
 * another entry than dist/cli.js; `--keep DIRECTORY` makes the sets there and leaves them.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const SIZES = [1000, 2000, 5000, 10_000];
/** Milliseconds of a whole process, by size. */
const WALL_BOUNDS = new Map([
  [1000, 1500],
  [10_000, 8000],
]);
/** MiB of resident memory at any size. */
const MEMORY_BOUND = 1024;
/** Milliseconds for each further migration, among the largest two sizes, over the same among the smallest two. */
const GROWTH_BOUND = 1.5;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    cli: { type: 'string', default: path.resolve(import.meta.dirname, '../dist/cli.js') },
    keep: { type: 'string' },
  },
});

/** Each entity is made once and altered by later migrations, as in an application that grows. */
function migration(number) {
  const shapes = [makeTable, makeTable, addColumns, makeView, makeFunction, makeTrigger, addRows, guardedChange];
  return (shapes[number % shapes.length] ?? makeTable)(number);
}

/** The table of the last migration that made one, `back` tables ago. */
function tableBefore(number, back = 0) {
  const made = Math.floor(number / 8) * 2 + Math.min(number % 8, 2) - 1 - back;
  return Math.max(made, 0);
}

const entity = (table) => `entity_${Math.floor(table / 2) * 8 + (table % 2)}`;

function makeTable(number) {
  const table = `entity_${number}`;
  const parent = entity(tableBefore(number, number % 37));
  const reference =
    number === 0
      ? ''
      : `ALTER TABLE ${table} ADD COLUMN parent_id bigint;
ALTER TABLE ${table} ADD CONSTRAINT ${table}_parent_fk FOREIGN KEY (parent_id) REFERENCES ${parent} (id) ON DELETE CASCADE;`;
  return `-- Makes ${table}.
CREATE TABLE ${table} (
  id bigserial PRIMARY KEY,
  account_id bigint NOT NULL,
  name text NOT NULL CHECK (length(name) <= 200),
  state varchar(20) NOT NULL DEFAULT 'new',
  amount numeric(12, 2) NOT NULL DEFAULT 0,
  payload jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz
);
${reference}
CREATE INDEX ${table}_account_idx ON ${table} (account_id);
CREATE UNIQUE INDEX ${table}_name_key ON ${table} (account_id, lower(name));
CREATE INDEX ${table}_open_idx ON ${table} (created_at) WHERE state <> 'done';
COMMENT ON TABLE ${table} IS 'Made by migration ${number}';
COMMENT ON COLUMN ${table}.state IS 'new, open or done';
`;
}

function addColumns(number) {
  const table = entity(tableBefore(number));
  return `ALTER TABLE ${table} ADD COLUMN note_${number} text;
ALTER TABLE ${table} ADD COLUMN rank_${number} integer NOT NULL DEFAULT 0, ADD COLUMN due_${number} date;
ALTER TABLE ${table} ADD CONSTRAINT rank_${number}_positive CHECK (rank_${number} >= 0) NOT VALID;
ALTER TABLE ${table} VALIDATE CONSTRAINT rank_${number}_positive;
CREATE INDEX ${table}_rank_${number}_idx ON ${table} (rank_${number});
UPDATE ${table} SET note_${number} = coalesce(payload->>'note', '') WHERE note_${number} IS NULL;
ALTER TABLE ${table} ALTER COLUMN note_${number} SET DEFAULT '';
COMMENT ON COLUMN ${table}.due_${number} IS 'When it is due';
`;
}

function makeView(number) {
  const [first, second] = [entity(tableBefore(number)), entity(tableBefore(number, 1))];
  return `CREATE VIEW summary_${number} AS
  SELECT a.account_id, count(*) AS entries, sum(a.amount) AS total, max(b.created_at) AS latest
  FROM ${first} a LEFT JOIN ${second} b ON b.account_id = a.account_id AND b.state = 'open'
  WHERE a.state IN ('new', 'open')
  GROUP BY a.account_id;
CREATE OR REPLACE VIEW recent_${number} AS
  WITH latest AS (SELECT id, name, row_number() OVER (PARTITION BY account_id ORDER BY created_at DESC) AS place FROM ${first})
  SELECT id, name FROM latest WHERE place <= 10;
COMMENT ON VIEW summary_${number} IS 'Sums by account';
CREATE MATERIALIZED VIEW cached_${number} AS SELECT * FROM summary_${number};
CREATE UNIQUE INDEX cached_${number}_key ON cached_${number} (account_id);
REFRESH MATERIALIZED VIEW cached_${number};
CREATE TYPE state_${number} AS ENUM ('new', 'open', 'done');
ALTER TABLE ${first} ADD COLUMN state_${number} state_${number} NOT NULL DEFAULT 'new';
`;
}

function makeFunction(number) {
  const [first, second] = [entity(tableBefore(number)), entity(tableBefore(number, 1))];
  return `CREATE OR REPLACE FUNCTION total_of_${number}(account bigint, since timestamptz DEFAULT NULL) RETURNS numeric
LANGUAGE plpgsql STABLE AS $$
DECLARE
  result numeric := 0;
  entry ${first}%ROWTYPE;
BEGIN
  IF since IS NULL THEN
    SELECT coalesce(sum(amount), 0) INTO result FROM ${first} WHERE account_id = account;
    RETURN result;
  END IF;
  FOR entry IN SELECT * FROM ${first} WHERE account_id = account AND created_at >= since ORDER BY id LOOP
    result := result + entry.amount;
    EXIT WHEN result > 1000000;
  END LOOP;
  RETURN result;
EXCEPTION
  WHEN numeric_value_out_of_range THEN
    RAISE NOTICE 'too much for %', account;
    RETURN NULL;
END;
$$;
CREATE FUNCTION names_of_${number}(account bigint) RETURNS SETOF text LANGUAGE sql STABLE AS
  'SELECT name FROM ${first} WHERE account_id = account UNION ALL SELECT name FROM ${second} WHERE account_id = account';
CREATE FUNCTION close_${number}(account bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ${first} SET state = 'done', updated_at = now() WHERE account_id = account AND state = 'open';
  IF FOUND THEN
    DELETE FROM ${second} WHERE account_id = account AND state = 'new';
  ELSE
    INSERT INTO ${second} (account_id, name) VALUES (account, 'closed');
  END IF;
  PERFORM total_of_${number}(account);
END;
$$;
COMMENT ON FUNCTION total_of_${number}(bigint, timestamptz) IS 'Adds up';
REVOKE ALL ON FUNCTION close_${number}(bigint) FROM PUBLIC;
ALTER FUNCTION close_${number}(bigint) SET search_path = public;
`;
}

function makeTrigger(number) {
  const table = entity(tableBefore(number));
  return `CREATE TABLE history_${number} (
  id bigserial PRIMARY KEY,
  entity_id bigint NOT NULL,
  before jsonb,
  after jsonb,
  changed_at timestamptz NOT NULL DEFAULT now()
);
CREATE FUNCTION remember_${number}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    INSERT INTO history_${number} (entity_id, before) VALUES (OLD.id, to_jsonb(OLD));
    RETURN OLD;
  END IF;
  NEW.updated_at := now();
  INSERT INTO history_${number} (entity_id, before, after)
  VALUES (NEW.id, CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END, to_jsonb(NEW));
  RETURN NEW;
END;
$$;
CREATE TRIGGER remember_${number} BEFORE INSERT OR UPDATE OR DELETE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION remember_${number}();
CREATE INDEX history_${number}_entity_idx ON history_${number} (entity_id, changed_at DESC);
ALTER TABLE history_${number} ADD CONSTRAINT history_${number}_some CHECK (before IS NOT NULL OR after IS NOT NULL);
COMMENT ON TRIGGER remember_${number} ON ${table} IS 'Keeps what was';
`;
}

function addRows(number) {
  const [first, second] = [entity(tableBefore(number)), entity(tableBefore(number, 1))];
  const rows = Array.from({ length: 12 }, (_, row) => `  (${row + 1}, 'entry ${number}-${row}', ${row * 10}.50)`);
  return `INSERT INTO ${first} (account_id, name, amount) VALUES
${rows.join(',\n')}
ON CONFLICT DO NOTHING;
INSERT INTO ${second} (account_id, name, amount)
  SELECT account_id, name || ' copy ${number}', amount FROM ${first} WHERE state = 'new';
UPDATE ${first} a SET amount = b.amount FROM ${second} b WHERE b.account_id = a.account_id AND a.state = 'open';
DELETE FROM ${second} WHERE name LIKE '% copy ${number}' AND amount = 0;
CREATE TABLE setting_${number} (key text PRIMARY KEY, value jsonb NOT NULL);
INSERT INTO setting_${number} VALUES ('limit', '100'), ('mode', '"strict"');
CREATE SEQUENCE ticket_${number} START 1000;
SELECT setval('ticket_${number}', 2000);
`;
}

function guardedChange(number) {
  const table = entity(tableBefore(number));
  return `DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'level_${number}') THEN
    CREATE TYPE level_${number} AS ENUM ('low', 'high');
  END IF;
END
$$;
DO $$
BEGIN
  ALTER TABLE ${table} ADD COLUMN level_${number} text;
EXCEPTION WHEN duplicate_column THEN
  RAISE NOTICE 'is there';
END
$$;
ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS extra_${number} jsonb;
CREATE INDEX IF NOT EXISTS ${table}_extra_${number}_idx ON ${table} USING gin (extra_${number});
UPDATE ${table} SET level_${number} = CASE WHEN amount > 100 THEN 'high' ELSE 'low' END;
ALTER TABLE ${table} ALTER COLUMN level_${number} SET NOT NULL;
ALTER TABLE ${table} DROP COLUMN IF EXISTS gone_${number};
DROP VIEW IF EXISTS gone_view_${number};
`;
}

function makeSet(root, size) {
  const directory = path.join(root, String(size));
  mkdirSync(directory, { recursive: true });
  for (let number = 0; number < size; number += 1) {
    writeFileSync(path.join(directory, `${String(number + 1).padStart(6, '0')}_change.sql`), migration(number));
  }
  return directory;
}

const observer = path.resolve(import.meta.dirname, '../test/support/peak-memory.js');

function measure(directory, root) {
  const memoryFile = path.join(root, 'peak');
  const args = ['--import', observer, values.cli, 'plan', directory, '--format', 'plain', '--json'];
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    env: { ...process.env, PEAK_MEMORY_FILE: memoryFile },
  });
  const wall = performance.now() - began;
  if (status !== 0) throw new Error(`plan of ${directory} ended with ${status}: ${(stderr || stdout).slice(-500)}`);
  return { wall, memory: Number(readFileSync(memoryFile, 'utf8')) / 1024, plan: JSON.parse(stdout) };
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const root = values.keep ?? mkdtempSync(path.join(tmpdir(), 'migrate-action-bench-'));
const broken = [];
const check = (holds, text) => {
  console.log(`${holds ? 'holds ' : 'BROKEN'} ${text}`);
  if (!holds) broken.push(text);
};

try {
  mkdirSync(root, { recursive: true });
  console.log(`node ${process.version}, ${values.runs} runs each`);
  const walls = new Map();
  const memories = new Map();
  const directories = new Map(SIZES.map((size) => [size, makeSet(root, size)]));
  for (const [size, directory] of directories) {
    const runs = Array.from({ length: Number(values.runs) }, () => measure(directory, root));
    const { migrations, problems } = runs[0].plan;
    const opaque = migrations.filter((entry) => entry.opaque !== false).length;
    const statements = migrations.reduce((sum, entry) => sum + entry.statements, 0);
    walls.set(size, median(runs.map(({ wall }) => wall)));
    memories.set(size, median(runs.map(({ memory }) => memory)));
    console.log(
      `${String(size).padStart(6)} migrations, ${statements} statements, ${opaque} opaque, ${problems.length} problems: ` +
        `${walls.get(size).toFixed(0)} ms (${runs.map(({ wall }) => wall.toFixed(0)).join(', ')}), ${memories.get(size).toFixed(0)} MiB`,
    );
  }
  for (const [size, bound] of WALL_BOUNDS)
    check(walls.get(size) <= bound, `${size} migrations in ${walls.get(size).toFixed(0)} ms, at most ${bound}`);
  const memory = Math.max(...memories.values());
  check(memory <= MEMORY_BOUND, `${memory.toFixed(0)} MiB at most, bound ${MEMORY_BOUND}`);
  const perMigration = (from, to) => (walls.get(to) - walls.get(from)) / (to - from);
  const growth = perMigration(SIZES.at(-2), SIZES.at(-1)) / perMigration(SIZES[0], SIZES[1]);
  check(
    growth <= GROWTH_BOUND,
    `a further migration costs ${growth.toFixed(2)} times as much in the largest sets, at most ${GROWTH_BOUND}`,
  );
} finally {
  if (values.keep === undefined) rmSync(root, { recursive: true, force: true });
}
process.exitCode = broken.length > 0 ? 1 : 0;
