/** Sets that are large: one file of 50 MB, ten thousand files. Each has to work in bounded memory and time. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { withFiles } from '../support/files.ts';
import { type Finished, runCli } from '../support/program.ts';

const files = withFiles();
/** About ten times what a quiet machine takes, and half as much memory again. */
const LARGE_FILE = { ms: 25_000, megabytes: 450 };
const MANY_FILES_MS = 25_000;
const measured: string[] = [];

afterAll(() => {
  process.stdout.write(`${measured.join('\n')}\n`);
});

function note(what: string, finished: Finished): void {
  measured.push(`  ${what}: ${(finished.ms / 1000).toFixed(1)} s, ${Math.round(finished.peakMegabytes)} MB at most`);
}

/** Writes INSERTs of 500 rows each until the file has the size. */
async function writeInserts(file: string, bytes: number): Promise<number> {
  const out = createWriteStream(file);
  const body = 'x'.repeat(150);
  out.write('CREATE TABLE t (id int, body text);\n');
  let rows = 0;
  for (let written = 0; written < bytes; rows += 500) {
    const values = Array.from({ length: 500 }, (_, index) => `(${rows + index}, '${body}')`);
    const statement = `INSERT INTO t VALUES\n${values.join(',\n')};\n`;
    written += statement.length;
    if (!out.write(statement)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  return rows;
}

describe('a file of 50 MB', () => {
  it('is planned and migrated with a few times its size in memory', async () => {
    const directory = await files.directory();
    const rows = await writeInserts(path.join(directory, '1_rows.sql'), 50_000_000);
    const check = `ASSERT (SELECT count(*) = ${rows} AND sum(length(body)) = ${rows * 150} FROM t)`;
    await writeFile(path.join(directory, '2_check.sql'), `DO $$ BEGIN ${check}; END $$;\n`);

    const planned = await runCli(['plan', directory, '--json'], { measured: true });
    note('plan of 50 MB', planned);
    expect(planned.code).toBe(0);
    expect(JSON.parse(planned.stdout)).toMatchObject({
      migrations: [{ statements: rows / 500 + 1 }, {}],
      problems: [],
    });
    expect(planned.peakMegabytes).toBeLessThan(LARGE_FILE.megabytes);
    expect(planned.ms).toBeLessThan(LARGE_FILE.ms);

    const migrated = await runCli(['run', directory, '--json'], { measured: true });
    note('run of 50 MB', migrated);
    expect(JSON.parse(migrated.stdout)).toMatchObject({ applied: 2 });
    expect(migrated.peakMegabytes).toBeLessThan(LARGE_FILE.megabytes);
    expect(migrated.ms).toBeLessThan(LARGE_FILE.ms);
  });
});

describe('ten thousand files', () => {
  it('are planned and migrated in seconds', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `${String(index).padStart(5, '0')}_step.sql`);
    const table = (index: number) => `t${Math.floor(index / 100)}`;
    const content = (index: number) =>
      index % 100 === 0
        ? `CREATE TABLE ${table(index)} (id int);\nINSERT INTO ${table(index)} VALUES (${index});\n`
        : `INSERT INTO ${table(index)} VALUES (${index});\nSELECT count(*) FROM ${table(index)};\n`;
    const directory = await files.directory({
      ...Object.fromEntries(names.map((name, index) => [name, content(index)])),
      '99999_check.sql': 'DO $$ BEGIN ASSERT (SELECT count(*) = 100 FROM t99); END $$;\n',
    });

    const planned = await runCli(['plan', directory, '--json'], { measured: true });
    note('plan of 10,000 files', planned);
    const { migrations } = JSON.parse(planned.stdout) as { migrations: unknown[] };
    expect(migrations).toHaveLength(10_001);
    expect(planned.ms).toBeLessThan(MANY_FILES_MS);

    const migrated = await runCli(['run', directory, '--json'], { measured: true });
    note('run of 10,000 files', migrated);
    expect(JSON.parse(migrated.stdout)).toMatchObject({ applied: 10_001 });
    expect(migrated.ms).toBeLessThan(MANY_FILES_MS);
  });
});
