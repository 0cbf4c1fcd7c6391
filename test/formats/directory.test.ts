import { describe, expect, it } from '@jest/globals';
import { flyway } from '../../src/formats/flyway.ts';
import { graphileMigrate } from '../../src/formats/graphile-migrate.ts';
import { liquibase } from '../../src/formats/liquibase.ts';
import { nodePgMigrate } from '../../src/formats/node-pg-migrate.ts';
import { sqitch } from '../../src/formats/sqitch.ts';
import { sqlx } from '../../src/formats/sqlx.ts';
import { load, project } from './project.ts';

/** More than is looked at of a file to find out whose it is. */
const LONG = `# ${'x'.repeat(70)}\n`.repeat(600);

describe('settings are read to their end', () => {
  const changeset = '--liquibase formatted sql\n--changeset a:1\nSELECT 1;\n--changeset a:2 context:test\nSELECT 2;\n';

  it.each(['liquibase.properties', '../liquibase.properties'])("of Liquibase's %s", (file) => {
    const set = load(liquibase, { 'a.sql': changeset, [file]: `${LONG}contexts: prod\n` });
    expect(set.migrations).toHaveLength(1);
  });

  it.each(['flyway.conf', '../flyway.conf'])("of Flyway's %s", (file) => {
    const set = load(flyway, { 'V1__a.sql': 'SELECT 1;', [file]: `${LONG}flyway.table=log\n` });
    expect(set.bookkeeping.table).toContain('log');
  });

  it.each(['sqitch.conf', '../sqitch.conf'])("of Sqitch's %s", (file) => {
    const plan = '%syntax-version=1.0.0\n%project=shop\n\na 2024-01-01T00:00:00Z A <a@example.com> # a\n';
    const folder = file.startsWith('..') ? 'migrations/sql' : 'sql';
    const files = { 'sqitch.plan': plan, 'sql/a.sql': 'SELECT 1;' };
    const set = load(sqitch, {
      ...files,
      [file]: `${LONG}[core]\n${file.startsWith('..') ? 'plan_file = migrations/sqitch.plan\n' : ''}deploy_dir = ${folder}\n`,
    });
    expect(set.migrations.map(({ up }) => up.path)).toEqual(['sql/a.sql']);
  });

  it('of sqlx.toml', () => {
    const toml = `${LONG}[migrate]\ntable-name = "log"\n`;
    expect(load(sqlx, { '1_a.sql': '', '../sqlx.toml': toml }).bookkeeping.table).toContain('log');
  });

  it("of graphile-migrate's .gmrc above", () => {
    const settings = `${LONG.replaceAll('#', '//')}{ "placeholders": { ":OWNER": "shop" } }`;
    const set = load(graphileMigrate, { 'committed/000001.sql': '--! Previous: -\n\nSELECT 1;', '../.gmrc': settings });
    expect(set.problems.filter(({ code }) => code === 'bad-settings')).toEqual([]);
  });

  it('of the manifests that tell whose the files are', () => {
    const manifest = (padding: string) => `{ "x": "${padding}", "dependencies": { "node-pg-migrate": "8" } }`;
    const files = { '1700000000000_a.sql': 'SELECT 1;', '../package.json': manifest('x'.repeat(40_000)) };
    expect(nodePgMigrate.claim(project(files))).toMatchObject({ certainty: 'certain' });
    const crate = { '1_a.sql': '', '../Cargo.toml': `${LONG}[dependencies]\nsqlx = "0.8"\n` };
    expect(sqlx.claim(project(crate))).toMatchObject({ certainty: 'certain' });
  });
});
