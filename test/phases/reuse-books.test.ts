/** What a run makes of snapshots when the SQL is what it was, and what the tool's books say of it is not: the same books as without. */
import { describe, expect, it } from '@jest/globals';
import { NOTHING_VOLATILE } from '../../src/postgres/fingerprint/image.ts';
import { CachedRuns, type Files } from '../support/cached-runs.ts';
import { withFiles } from '../support/files.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;

const TIMES = {
  ...NOTHING_VOLATILE,
  columns: new Map([
    ['public.flyway_schema_history', new Set(['installed_on', 'execution_time'])],
    ['public.databasechangelog', new Set(['dateexecuted', 'deployment_id'])],
    ['sqitch.releases', new Set(['installed_at'])],
    ['sqitch.projects', new Set(['created_at'])],
    ['sqitch.changes', new Set(['committed_at'])],
    ['sqitch.tags', new Set(['committed_at'])],
    ['sqitch.events', new Set(['committed_at'])],
  ]),
};

/** Runs the one and then the other, which is compared with a cold replay. */
async function between(format: string, before: Files, after: Files) {
  const runs = await CachedRuns.open(await temporary.directory());
  await runs.write(before);
  const { error } = await runs.run({ format });
  await runs.write(after);
  const { result, cold, differences } = await runs.compare({ format }, TIMES);
  expect([error, result.error, cold.error, differences]).toEqual([undefined, undefined, undefined, []]);
  const warnings = result.problems.filter(({ severity }) => severity !== 'info').map(({ message }) => message);
  return { restored: result.start.applied, warnings };
}

const T = 'CREATE TABLE t (i int);\n';
const U = 'CREATE TABLE u (i int);\n';

describe('the books after a run over a set whose SQL is the same', () => {
  it.each<[string, string, Files, Files]>([
    ['Flyway, a script was moved', 'flyway', { 'a/V1__t.sql': T }, { 'b/V1__t.sql': T, 'b/V2__u.sql': U }],
    [
      'Flyway, it is installed by somebody else',
      'flyway',
      { 'V1__t.sql': T },
      { 'V1__t.sql': T, 'flyway.conf': 'flyway.installedBy=ann' },
    ],
    ['Liquibase, with other contexts', 'liquibase', changelog('context:dev'), changelog('context:test')],
    ['Liquibase, with other labels', 'liquibase', changelog('labels:a'), changelog('labels:b')],
    ['Liquibase, with a file of another name', 'liquibase', sqlFile('a.sql'), sqlFile('b.sql')],
    ['Supabase, a comment was edited', 'supabase', { '1_t.sql': `-- One.\n${T}` }, { '1_t.sql': `-- Two.\n${T}` }],
    ['Drizzle, it was generated at another time', 'drizzle', journal(1000), journal(2000)],
    ['Sqitch, it has another note', 'sqitch', sqitch('t # One.'), sqitch('t # Two.')],
    ['Sqitch, somebody else planned it', 'sqitch', sqitch('t', 'Ann'), sqitch('t', 'Ben')],
    ['Sqitch, it was tagged', 'sqitch', sqitch('t'), sqitch('t', 'Ann', '@v1')],
    ['Sqitch, it conflicts with another', 'sqitch', sqitch('t', 'Ann', 'u'), sqitch('t [!u]', 'Ann', 'u')],
  ])(
    'are those of a cold run: %s',
    async (_, format, before, after) => {
      expect(await between(format, before, after)).toEqual({ restored: 0, warnings: [] });
    },
    PATIENCE_MS,
  );

  it.each<[string, string, Files, Files]>([
    [
      'Liquibase',
      'liquibase',
      inOrder('--changeset a:1\n' + T, '--changeset a:2\n' + U),
      inOrder('--changeset a:2\n' + U, '--changeset a:1\n' + T),
    ],
    ['Sqitch', 'sqitch', sqitch('t', 'Ann', 'u'), sqitch('u', 'Ann', 't')],
  ])(
    'are in the order of a cold run, which is another now: %s',
    async (_, format, before, after) => {
      expect(await between(format, before, after)).toEqual({ restored: 0, warnings: [] });
    },
    PATIENCE_MS,
  );

  it(
    "are held against a replay's with the ids that Sqitch gives to changes of today's plan",
    async () => {
      const runs = await CachedRuns.open(await temporary.directory());
      await runs.write(sqitch('t'));
      await runs.run({ format: 'sqitch' });
      await runs.write(sqitch('u', 'Ann', 't'));
      const { start, error, problems } = await runs.run({ format: 'sqitch', 'check-snapshot': 'true' });
      expect([start, error, problems]).toEqual([{ from: 'snapshot', applied: 1 }, undefined, []]);
    },
    PATIENCE_MS,
  );

  it(
    'number changesets of Liquibase as a cold run does, though two that came between ran at once',
    async () => {
      const change = (id: string, sql: string) => `--changeset a:${id} splitStatements:false\n${sql}\n`;
      // Whoever writes to it takes a while to commit, with the row about it written.
      const slow = (
        table: string,
      ) => `CREATE TABLE ${table} (i int); CREATE CONSTRAINT TRIGGER late AFTER INSERT ON ${table}
        INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late(); INSERT INTO ${table} VALUES (1);`;
      const late = `CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;`;
      const last = [change('2', U), change('3', 'CREATE TABLE v (i int);')];
      const after = inOrder(change('1', late), change('m', slow('m')), change('n', slow('n')), ...last);
      const { restored } = await between('liquibase', inOrder(change('1', late), ...last), after);
      expect(restored).toBe(3);
    },
    PATIENCE_MS,
  );
});

function changelog(attributes: string): Files {
  return inOrder(`--changeset a:1 ${attributes}\n${T}`);
}

function inOrder(...changeSets: readonly string[]): Files {
  return { 'changelog.sql': `--liquibase formatted sql\n${changeSets.join('')}` };
}

function sqlFile(name: string): Files {
  const changes = [{ sqlFile: { path: name } }];
  const document = { databaseChangeLog: [{ changeSet: { id: '1', author: 'a', changes } }] };
  return { 'changelog.json': JSON.stringify(document), [name]: T };
}

function journal(when: number): Files {
  const entries = [{ idx: 0, version: '7', when, tag: '0000_t', breakpoints: true }];
  return {
    '0000_t.sql': T,
    'meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  };
}

function sqitch(first: string, planner = 'Ann', ...more: readonly string[]): Files {
  const line = (text: string) => text.replace(/ #.*|$/, ` 2024-01-02T03:04:05Z ${planner} <who@example.com>$&\n`);
  return {
    'deploy/t.sql': T,
    'deploy/u.sql': U,
    'sqitch.plan': `%project=shop\n\n${[first, ...more].map(line).join('')}`,
  };
}
