/** What a plan tells of the files of a set, and what a base branch says to it. */
import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BaseConflict } from '../../src/graph/base-conflict.ts';
import { compareWithBase } from '../../src/graph/base-conflicts.ts';
import { blobNames } from '../../src/graph/git-blob.ts';
import { localSetOf } from '../../src/phases/local-set.ts';
import { plan } from '../../src/phases/plan.ts';
import { parseSettings } from '../../src/phases/settings.ts';
import { withFiles } from '../support/files.ts';

const files = withFiles();
const EXAMPLES = fileURLToPath(new URL('../../examples/', import.meta.url));

async function read(directory: string, format: string) {
  const settings = parseSettings(directory, { format }, (name) => name);
  return await plan(settings, {}, { checkSyntax: true, runPrograms: false, withoutMemory: true });
}

describe('the files of a set', () => {
  it('may be edited where they are of repeatable migrations', async () => {
    const directory = await files.directory({
      'V1__t.sql': 'CREATE TABLE t (x int, y int);',
      'R__v.sql': 'CREATE OR REPLACE VIEW v AS SELECT x, y FROM t;',
    });
    const set = localSetOf(await read(directory, 'flyway'));
    const base = ['V1__t.sql', 'R__v.sql'].map((name) => ({
      path: `${set.directory}/${name}`,
      sha: blobNames(Buffer.from('SELECT 1'))[0] ?? '',
    }));
    const { conflicts } = compareWithBase(set, { branch: 'main', files: base });
    expect(conflicts).toMatchObject([{ kind: 'edited', id: 'V1__t' }]);
  });
});

describe('the commands that mend a set', () => {
  /** An example in a repository, and a base branch that has all but its last migration, and another one late enough to clash. */
  async function clash(format: string, there: string) {
    const repository = await files.directory();
    const directory = path.join(repository, 'db');
    await cp(path.join(EXAMPLES, format), directory, { recursive: true });
    const run = (command: string) => execFileSync('sh', ['-ec', command], { cwd: repository, encoding: 'utf8' });
    run('git init -q && git add -A && git -c user.name=a -c user.email=a@example.com commit -qm "All of it"');
    const set = localSetOf(await read(directory, format));
    const last = set.migrations.findLast(({ repeatable = false }) => !repeatable);
    const known = set.migrations
      .filter((each) => each !== last)
      .map(({ path: file, blobs: [sha = ''] }) => ({ path: file, sha }));
    const base = [...known, { path: `${set.directory}/${there}`, sha: 'f'.repeat(40) }];
    const conflict = compareWithBase(set, { branch: 'main', files: base }).conflicts.find(
      ({ kind }) => kind === 'version-taken' || kind === 'out-of-order',
    );
    return { directory, run, conflict: conflict as BaseConflict };
  }

  it.each([
    ['prisma', '20250101000000_other/migration.sql'],
    ['diesel', '2025-01-01-000000_other/up.sql'],
    ['sourcegraph', '1800000000_other/up.sql'],
    ['golang-migrate', '000008_other.up.sql'],
    ['flyway', 'V6__other.sql'],
  ])('leave one that %s takes', async (format, there) => {
    const { directory, run, conflict } = await clash(format, there);
    expect(conflict.commands).not.toEqual([]);
    run(conflict.commands.join('\n'));
    const { plan: after } = await read(directory, format);
    expect(after.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('move a script’s own settings with it', async () => {
    const { directory, conflict } = await clash('flyway', 'V6__other.sql');
    const from = `${directory}/V5__cancelled_bookings.sql`;
    const to = `${directory}/V7__cancelled_bookings.sql`;
    expect(conflict.commands).toEqual([`git mv ${from} ${to}`, `git mv ${from}.conf ${to}.conf`]);
  });

  it('end with the one that renews Atlas’s sums', async () => {
    const { directory, conflict } = await clash('atlas', '20250101000000_other.sql');
    expect(conflict.commands).toHaveLength(1);
    expect(conflict.afterwards).toEqual([`atlas migrate hash --dir file://${directory}`]);
  });

  it('are none where Drizzle’s journal names the file as well', async () => {
    const { conflict } = await clash('drizzle', '0004_other.sql');
    expect(conflict).toMatchObject({
      commands: [],
      advice:
        'Merge main, remove this migration with its entry and its snapshot in `meta/`, and generate it again: npx drizzle-kit generate.',
    });
  });
});
