/** The example sets of five tools, applied to a real server with the rows their tools would write. */
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { atlas } from '../../src/formats/atlas.ts';
import { openDirectory } from '../../src/formats/directory.ts';
import { drizzle } from '../../src/formats/drizzle.ts';
import { flyway } from '../../src/formats/flyway.ts';
import type { MigrationSet } from '../../src/formats/format.ts';
import { liquibase } from '../../src/formats/liquibase.ts';
import { prisma } from '../../src/formats/prisma.ts';
import type { Script } from '../../src/migration/migration.ts';
import { Session } from '../../src/postgres/session.ts';
import { compile } from '../../src/sql/compile.ts';
import { withServer } from '../support/server.ts';
import { options } from './project.ts';

const database = withServer();
const EXAMPLES = path.join(import.meta.dirname, '../../examples');

async function run(session: Session, script: Script, last: readonly string[]): Promise<void> {
  const { steps, problems } = compile(script, { variables: new Map(), readFile: () => '' });
  expect(problems).toEqual([]);
  const alone = script.transaction === 'none' || (script.transaction === 'message' && steps.length === 1);
  if (!alone) await session.run('BEGIN');
  for (const step of steps) await session.run(step.statement.text, step.kind === 'copy' ? step.data : undefined);
  await session.run(last.join(';\n'));
  if (!alone) await session.run('COMMIT');
}

async function applied(session: Session, { bookkeeping }: MigrationSet) {
  const records = bookkeeping.parse(await session.rows(bookkeeping.select));
  return records.map(({ version, checksum, unfinished }) => ({ version, checksum, unfinished: unfinished === true }));
}

describe.each([flyway, liquibase, atlas, prisma, drizzle])('the example of $name', (format) => {
  it.each([undefined, 'History.rows'])('is applied, recorded and taken back, with the table %s', async (table) => {
    const directory = openDirectory(path.join(EXAMPLES, format.name));
    expect(format.claim(directory)?.certainty).toBe('certain');
    const set = format.load(directory, options({ table }));
    expect(set.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
    const { bookkeeping, migrations } = set;

    const session = new Session(await database.connect(await database.createDatabase()));
    if (table !== undefined) await session.run('CREATE SCHEMA "History"');
    await session.run(bookkeeping.create.join(';\n'));
    await session.run(bookkeeping.create.join(';\n'));
    for (const migration of migrations) await run(session, migration.up, bookkeeping.record(migration));
    for (const statement of bookkeeping.finish?.(migrations) ?? []) await session.run(statement);
    const rows = migrations.map((one) => ({
      version: one.version,
      checksum: bookkeeping.checksum?.(one),
      unfinished: false,
    }));
    expect(await applied(session, set)).toEqual(rows);

    for (const migration of migrations.toReversed()) {
      const { down } = migration;
      if (down !== undefined && format.name !== 'flyway') await run(session, down, bookkeeping.erase(migration));
      else await session.run(bookkeeping.erase(migration).join(';\n'));
      rows.pop();
      expect(await applied(session, set)).toEqual(rows);
    }
  });
});
