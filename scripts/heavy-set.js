/**
 * Writes a set of migrations that takes a minute or more, nearly all of it for data: rows are made, changed over and over, indexed and
 * summed up.
 *
 * @example node scripts/heavy-set.js /tmp/heavy && node scripts/bench-reuse.js /tmp/heavy --bin … --dbmate …
 *
 * `--rows 400000` for each of the ten tables; twice as many take twice as long.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rows: { type: 'string', default: '400000' } },
});
const [directory] = positionals;
if (directory === undefined || !/^\d{1,9}$/.test(values.rows)) {
  console.error('usage: node scripts/heavy-set.js DIRECTORY [--rows N]');
  process.exit(2);
}
const TABLES = 10;
const { rows } = values;

function table(n) {
  return [
    `CREATE TABLE events_${n} (id int PRIMARY KEY, account int NOT NULL, payload text NOT NULL, score int NOT NULL);`,
    `INSERT INTO events_${n} SELECT i, i % 9973, md5(i::text), i % 101 FROM generate_series(1, ${rows}) AS i;`,
  ];
}

function changes(n) {
  return [
    `UPDATE events_${n} SET score = score + length(payload) WHERE account % 2 = 0;`,
    `UPDATE events_${n} SET payload = md5(payload || score::text);`,
    `CREATE INDEX events_${n}_payload ON events_${n} (payload);`,
    `CREATE TABLE totals_${n} AS SELECT account, sum(score) AS score, min(payload) AS first FROM events_${n} GROUP BY account;`,
    `CLUSTER events_${n} USING events_${n}_pkey;`,
  ];
}

mkdirSync(directory, { recursive: true });
for (let n = 1; n <= TABLES; n += 1) {
  const files = {
    [`${String(2 * n).padStart(3, '0')}_events_${n}`]: table(n),
    [`${String(2 * n + 1).padStart(3, '0')}_totals_${n}`]: changes(n),
  };
  for (const [name, statements] of Object.entries(files))
    writeFileSync(path.join(directory, `${name}.sql`), `${statements.join('\n')}\n`);
}
