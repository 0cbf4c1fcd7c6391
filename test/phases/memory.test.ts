/** What a run learns is known to the next one, on servers of their own. */
import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { plan } from '../../src/phases/plan.ts';
import { quietReporter } from '../../src/phases/progress.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings } from '../../src/phases/settings.ts';
import { verify } from '../../src/phases/verify.ts';
import { withFiles } from '../support/files.ts';
import { installIn } from '../support/job.ts';

const files = withFiles();

/** The directive makes the unreadable DO count as read, and says too little: it writes `audit`, too. */
const SET = {
  '1_tables.sql': 'CREATE TABLE orders (id int); CREATE TABLE audit (what text);',
  '2_orders.sql': `-- migrate-action: reads=orders
DO $$ BEGIN EXECUTE convert_from(decode('${Buffer.from("INSERT INTO audit VALUES ('x')").toString('hex')}', 'hex'), 'UTF8'); END $$;`,
  '3_users.sql': 'CREATE TABLE users (id int);',
  '4_slow.sql': 'SELECT pg_sleep(0.15);',
};

/** A cache directory of this test, with PostgreSQL in it already. */
async function workplace(set: Readonly<Record<string, string>> = SET) {
  const cacheDir = path.join(await files.directory(), 'cache');
  await installIn(cacheDir);
  const settings = parseSettings(await files.directory(set), { 'cache-dir': cacheDir, jobs: '2' }, (name) => name);
  const notes: string[] = [];
  const reporter = quietReporter({ write: (text: string) => notes.push(text.trim()) > 0 });
  const ports = { reporter, env: {} };
  const planned = () => plan(settings, {}, { checkSyntax: false, runPrograms: false });
  return { settings, notes, ports, planned, learned: path.join(cacheDir, 'learned') };
}

describe('a migration that does what its SQL does not show', () => {
  it('is warned of and replayed in file order once, and opaque from then on', async () => {
    const { settings, notes, ports, planned, learned } = await workplace();
    const before = await planned();
    expect(before.plan.migrations.map(({ opaque }) => opaque)).toEqual([false, false, false, false]);
    expect(existsSync(learned)).toBe(false);

    const first = await run(settings, ports);
    expect(first.error).toBeUndefined();
    expect(first.applied).toBe(4);
    expect(notes.join('\n')).toContain('2_orders touched what its SQL does not show. Starting again, in file order.');
    const warning = first.problems.find(({ code }) => code === 'unpredicted-touch');
    expect(warning?.message).toMatch(
      /2_orders changed rows of table public\.audit, of which nothing had been predicted/,
    );

    const after = await planned();
    expect(after.plan.migrations.map(({ opaque }) => opaque)).toEqual([
      false,
      'an earlier run saw that it changed rows of table public.audit, which its SQL does not show',
      false,
      false,
    ]);
    expect(after.runnables[1]?.repeatSafe).toBe(false);
    expect(after.plan.migrations[2]?.dependsOn.map(({ id }) => id)).toEqual(['2_orders']);
    // The graph is another one, and with it the digests of what is behind.
    expect(after.plan.migrations[0]?.digest).toBe(before.plan.migrations[0]?.digest);
    expect(after.plan.migrations[2]?.digest).not.toBe(before.plan.migrations[2]?.digest);
    const times = after.runnables.map(({ expectedMs }) => expectedMs ?? Number.NaN);
    expect(times[3]).toBeGreaterThanOrEqual(150);
    expect(times.every((ms) => ms >= 0)).toBe(true);

    notes.length = 0;
    const second = await run(settings, ports);
    expect([second.error, second.applied, second.problems, notes]).toEqual([undefined, 4, [], []]);
  });

  it('is trusted again when its text has changed', async () => {
    const { settings, ports, planned } = await workplace();
    await run(settings, ports);
    expect((await planned()).plan.migrations[1]?.opaque).not.toBe(false);
    const cured = SET['2_orders.sql'].replace('reads=orders', 'reads=orders writes=audit');
    await writeFile(path.join(settings.directory, '2_orders.sql'), cured);
    expect((await planned()).plan.migrations[1]?.opaque).toBe(false);
  });
});

describe('verify', () => {
  it('neither uses nor adds to what runs learned', async () => {
    const { settings, ports, learned } = await workplace();
    await run(settings, ports);
    const [name = ''] = await readdir(learned);
    const before = await readFile(path.join(learned, name));
    const { opaque, problems } = await verify(settings, { orders: 0, seed: 1 }, ports);
    expect(opaque).toEqual([]);
    expect(problems.map(({ code }) => code)).toContain('unpredicted-touch');
    expect(await readFile(path.join(learned, name))).toEqual(before);
  });
});

describe('a migration behind one that ran unseen', () => {
  it('is not blamed for what that one made', async () => {
    const { settings, ports } = await workplace({
      '1_tables.sql': `CREATE TABLE orders (id int PRIMARY KEY); COMMIT;
BEGIN; CREATE TABLE lines (id int REFERENCES orders); CREATE TABLE notes (id int REFERENCES orders); COMMIT;`,
      '2_users.sql': 'CREATE TABLE users (id int);',
      '3_lines.sql': 'DROP TABLE lines;',
      '4_notes.sql': 'DROP TABLE notes;',
    });
    const { error, applied, problems } = await run(settings, ports);
    expect([error, applied]).toEqual([undefined, 4]);
    expect(problems.map(({ message }) => message)).toEqual([]);
  });
});

describe('a run that cannot keep what it learned', () => {
  it('says so once and is none the worse', async () => {
    const { settings, ports, learned } = await workplace();
    await writeFile(learned, '');
    const { error, applied, problems } = await run(settings, ports);
    expect([error, applied]).toEqual([undefined, 4]);
    expect(problems.filter(({ code }) => code.startsWith('memory-'))).toMatchObject([{ code: 'memory-not-written' }]);
  });
});
