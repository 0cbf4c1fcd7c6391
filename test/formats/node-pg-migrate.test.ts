import { describe, expect, it } from '@jest/globals';
import { nodePgMigrate } from '../../src/formats/node-pg-migrate.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const ids = (files: Record<string, string>) => load(nodePgMigrate, files).migrations.map((migration) => migration.id);

describe('node-pg-migrate: which files', () => {
  it('orders by the number in front, 17 digits being a UTC time', () => {
    expect(ids({ '0012_c.sql': '', '9_a.sql': '', '010_b.sql': '' })).toEqual(['9_a', '010_b', '0012_c']);
    // 2020-05-13T07:07:24.505Z is 1589353644505.
    expect(ids({ '1589353644506_c.sql': '', '20200513070724505_b.sql': '', '1589353644504_a.sql': '' })).toEqual([
      '1589353644504_a',
      '20200513070724505_b',
      '1589353644506_c',
    ]);
  });

  it('orders equal numbers by name, digits by value', () => {
    expect(ids({ '1_step10.sql': '', '1_step9.sql': '' })).toEqual(['1_step9', '1_step10']);
  });

  it('refuses JavaScript and TypeScript by name', () => {
    const set = load(nodePgMigrate, { '1_a.js': '', '2_b.mts': '', '3_c.sql': '' });
    expect(listProblems(set)).toEqual(['error unsupported-migration 1_a.js', 'error unsupported-migration 2_b.mts']);
  });

  it('stops at SQL files without a number, and leaves dot files and other files out', () => {
    const set = load(nodePgMigrate, { '.hidden.sql': '', 'README.md': '', 'init.sql': '', 'below/1_a.sql': '' });
    expect(set.migrations).toEqual([]);
    expect(listProblems(set)).toEqual(['info ignored-file README.md', 'error missing-version init.sql']);
  });

  it('takes the extension in either case, as the tool does', () => {
    const set = load(nodePgMigrate, { '1_a.SQL': 'select 1;', '2_b.sql': 'select 2;' });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ version, path }) => [version, path])).toEqual([
      ['1_a', '1_a.SQL'],
      ['2_b', '2_b.sql'],
    ]);
  });
});

describe('node-pg-migrate: sections', () => {
  it('cuts the file at its markers, whichever comes first and however they are written', () => {
    const set = load(nodePgMigrate, {
      '1_a.sql': '-- Down Migration\ndrop table a;\n\n--- UP   migration\ncreate table a ();\n',
      '2_b.sql': '/* b */\n-- Up Migration\ncreate table b ();\n-- Down Migration\ndrop table b;\n',
    });
    expect(set.problems).toEqual([]);
    expect(migrationOf(set, '1_a')).toMatchObject({
      description: 'a',
      up: { text: '--- UP   migration\ncreate table a ();\n', line: 4, transaction: 'single', dialect: 'sql' },
      down: { text: '-- Down Migration\ndrop table a;\n\n', line: 1 },
    });
    expect(migrationOf(set, '2_b')).toMatchObject({
      up: { text: '-- Up Migration\ncreate table b ();\n', line: 2 },
      down: { text: '-- Down Migration\ndrop table b;\n', line: 4 },
    });
  });

  it('runs a file without an up marker whole, and says so if it has a down section', () => {
    const set = load(nodePgMigrate, { '1_a.sql': 'select 1;', '2_b.sql': 'select 2;\n-- Down Migration\nselect 3;' });
    expect(migrationOf(set, '1_a').down).toBeUndefined();
    expect(migrationOf(set, '2_b').up.text).toContain('select 3');
    expect(listProblems(set)).toEqual(['warning down-runs-up 2_b.sql:2']);
  });

  it('reads directives of the up section with the lines of the file', () => {
    const set = load(nodePgMigrate, { '1_a.sql': '\n-- Up Migration\n-- migrate-action: opaq\n' });
    expect(listProblems(set)).toEqual(['error bad-directive 1_a.sql:3']);
  });
});

describe('node-pg-migrate: pairs', () => {
  it('reads .up.sql and .down.sql as one migration under the name of the single file', () => {
    const set = load(nodePgMigrate, { '1_a.up.sql': 'select 1;', '1_a.down.sql': 'select 2;', '2_b.up.sql': '' });
    expect(set.problems).toEqual([]);
    expect(set.migrations.map(({ version }) => version)).toEqual(['1_a', '2_b']);
    expect(migrationOf(set, '1_a')).toMatchObject({ up: { path: '1_a.up.sql' }, down: { text: 'select 2;' } });
  });

  it('refuses a single file beside a pair, and a down without an up', () => {
    const set = load(nodePgMigrate, { '1_a.sql': '', '1_a.up.sql': '', '2_b.down.sql': '' });
    expect(set.migrations).toEqual([]);
    expect(listProblems(set)).toEqual(['error conflicting-files 1_a.up.sql', 'error missing-up 2_b.down.sql']);
  });
});

describe('node-pg-migrate: claims', () => {
  it('knows its marker, or a project that depends on it', () => {
    expect(nodePgMigrate.claim(project({ '1_a.sql': '-- Up Migration\n' }))?.certainty).toBe('certain');
    const manifest = '{"devDependencies": {"node-pg-migrate": "8"}}';
    expect(nodePgMigrate.claim(project({ '../package.json': manifest, '1_a.js': '' }))?.certainty).toBe('certain');
    expect(nodePgMigrate.claim(project({ '../package.json': manifest, 'a.sql': '' }))).toBeUndefined();
  });

  it('finds migrations/ from the project', () => {
    const files = { 'package.json': '{"dependencies": {"node-pg-migrate": "8"}}', 'migrations/1_a.sql': 'select 1;' };
    expect(nodePgMigrate.claim(project(files))?.certainty).toBe('certain');
    const set = load(nodePgMigrate, { ...files, 'schema.sql': '', 'migrations/old/2_b.sql': '' });
    expect(set.problems).toEqual([]);
    expect(set.migrations).toMatchObject([{ id: '1_a', version: '1_a', path: 'migrations/1_a.sql' }]);
  });

  it.each([
    ['goose', '-- +goose Up\n'],
    ['dbmate', '-- migrate:up\n'],
    ['nothing', 'create table a ();'],
  ])('leaves the files of %s alone', (_, text) => {
    expect(nodePgMigrate.claim(project({ '1_a.sql': text, '../package.json': '{}' }))).toBeUndefined();
  });
});
