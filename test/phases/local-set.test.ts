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

describe('what a project names in its own way', () => {
  const T = 'CREATE TABLE a (x int);';

  /** @param before what the base branch has by those names; `after`: what is here beside it or instead, undefined for what is gone */
  async function compare(
    format: string,
    before: Readonly<Record<string, string>>,
    after: Readonly<Record<string, string | undefined>>,
  ) {
    const here = Object.entries({ ...before, ...after }).flatMap(([name, text]) =>
      text === undefined ? [] : [[name, text] as const],
    );
    const directory = await files.directory(Object.fromEntries(here));
    const local = localSetOf(await read(directory, format));
    const base = Object.entries(before).map(([name, text]) => ({
      path: `${local.directory}/${name}`,
      sha: blobNames(Buffer.from(text))[0] ?? '',
    }));
    const { newIds, editedIds, conflicts } = compareWithBase(local, { branch: 'main', files: base });
    return { newIds, editedIds, kinds: conflicts.map(({ kind, path: file }) => [kind, path.basename(file)]) };
  }

  it.each([
    ['a baseline', {}, 'B3__base.sql', 'B3__base.sql', 'V4__b.sql'],
    [
      'a suffix',
      { 'flyway.conf': 'flyway.sqlMigrationSuffixes=.pgsql,.ddl\n' },
      'V1__a.pgsql',
      'V1__z.ddl',
      'V2__b.pgsql',
    ],
    ['a suffix in capitals', {}, 'V1__a.SQL', 'V1__z.SQL', 'V2__b.SQL'],
    ['a prefix', { 'flyway.conf': 'flyway.sqlMigrationPrefix=M\n' }, 'M1__a.sql', 'M1__z.sql', 'M2__b.sql'],
    ['a separator', { 'flyway.conf': 'flyway.sqlMigrationSeparator=--\n' }, 'V1--a.sql', 'V1--z.sql', 'V2--b.sql'],
  ] as const)('is known there to Flyway by %s', async (_, settings, known, clashing, fresh) => {
    const before = { ...settings, [known]: T };
    expect(await compare('flyway', before, {})).toEqual({ newIds: [], editedIds: [], kinds: [] });
    const next = { [fresh]: 'CREATE TABLE b (x int);' };
    expect((await compare('flyway', before, next)).newIds).toHaveLength(1);
    expect(await compare('flyway', before, { ...next, [known]: `${T} ` })).toMatchObject({
      kinds: [['edited', known]],
    });
    expect(await compare('flyway', before, { ...next, [known]: undefined })).toMatchObject({
      kinds: [['deleted', known]],
    });
    if (clashing === known) return;
    const others = { ...settings, [clashing]: 'SELECT 1;' };
    expect(await compare('flyway', others, { [clashing]: undefined, [known]: T })).toMatchObject({
      kinds: [
        ['version-taken', known],
        ['deleted', clashing],
      ],
    });
  });

  const planned = (changes: string) => `%syntax-version=1.0.0\n%project=p\n\n${changes}`;
  const CHANGE = 'a 2020-01-01T00:00:00Z A <a@b.c> # a\n';

  it.each([
    ['an extension', '[core]\nengine=pg\nextension=ddl\n', 'deploy/a.ddl'],
    ['a directory', '[core]\nengine=pg\ndeploy_dir=up\n', 'up/a.sql'],
  ])('is known there to Sqitch by %s', async (_, conf, script) => {
    const before = { 'sqitch.conf': conf, 'sqitch.plan': planned(CHANGE), [script]: T, 'README.sql': '' };
    expect(await compare('sqitch', before, {})).toEqual({ newIds: [], editedIds: [], kinds: [] });
    const other = `b${script.slice(script.lastIndexOf('.'))}`;
    const file = `${path.dirname(script)}/${other}`;
    const gone = { ...before, [file]: 'SELECT 1;' };
    expect(await compare('sqitch', gone, { [file]: undefined, 'README.sql': undefined })).toMatchObject({
      kinds: [['deleted', other]],
    });
  });

  it('is the rework that is new, where Sqitch moves the old script', async () => {
    const tagged = `${CHANGE}@v1 2020-01-01T00:00:01Z A <a@b.c> # v1\n`;
    const before = { 'sqitch.conf': '[core]\nengine=pg\n', 'sqitch.plan': planned(tagged), 'deploy/a.sql': T };
    const rework = `${tagged}a [a@v1] 2020-01-02T00:00:00Z A <a@b.c> # a\n`;
    const once = { 'sqitch.plan': planned(rework), 'deploy/a@v1.sql': T, 'deploy/a.sql': 'ALTER TABLE a ADD y int;' };
    expect(await compare('sqitch', before, once)).toEqual({ newIds: ['a'], editedIds: [], kinds: [] });
    const twice = {
      ...once,
      'sqitch.plan': planned(
        `${rework}@v2 2020-01-02T00:00:01Z A <a@b.c> # v2\na [a@v2] 2020-01-03T00:00:00Z A <a@b.c> # a\n`,
      ),
      'deploy/a@v2.sql': once['deploy/a.sql'],
      'deploy/a.sql': 'ALTER TABLE a ADD z int;',
    };
    expect((await compare('sqitch', before, twice)).newIds).toEqual(['a@v2', 'a']);
    expect((await compare('sqitch', { ...before, ...once }, twice)).newIds).toEqual(['a']);
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
