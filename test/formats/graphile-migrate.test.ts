import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { graphileMigrate } from '../../src/formats/graphile-migrate.ts';
import { listProblems, load, migrationOf, project } from './project.ts';

const sha1 = (text: string) => `sha1:${createHash('sha1').update(text).digest('hex')}`;
/** Worked out beforehand: the SHA-1 of "select 1;" and a line feed. */
const FIRST_HASH = 'sha1:005c6eb7364156e6b0d158d8b2767a24f1ce6611';

/** Committed files with right headers, by name and body. */
function committed(bodies: Readonly<Record<string, string>>): Record<string, string> {
  let previous: string | undefined;
  return Object.fromEntries(
    Object.entries(bodies).map(([name, body]) => {
      const hash = sha1(`${`${previous ?? ''}\n${body.trim()}`.trim()}\n`);
      const text = `--! Previous: ${previous ?? '-'}\n--! Hash: ${hash}\n\n${body}`;
      previous = hash;
      return [`committed/${name}`, text];
    }),
  );
}

describe('graphile-migrate: files', () => {
  it('reads header and body, in the order of the digits as text', () => {
    const set = load(graphileMigrate, {
      ...committed({ '000001.sql': 'select 1;', '000002-add-orders.sql': '\n\nselect 2;\n\n' }),
      'current.sql': '-- Enter migration here',
      'committed/notes.sql': '',
      'committed/README.md': '',
    });
    expect(listProblems(set)).toEqual([
      'info ignored-file committed/notes.sql',
      'info uncommitted-migration current.sql',
    ]);
    expect(set.migrations.map(({ id, version, description }) => [id, version, description])).toEqual([
      ['000001', '000001', '000001'],
      ['000002-add-orders', '000002', 'add orders'],
    ]);
    expect(migrationOf(set, '000002-add-orders').up).toEqual({
      path: 'committed/000002-add-orders.sql',
      text: 'select 2;\n',
      line: 6,
      transaction: 'single',
      dialect: 'sql',
    });
  });

  it('takes the message for the description', () => {
    const text = `--! Previous: -\n--! Hash: ${FIRST_HASH}\n--! Message: count things\n\nselect 1;\n`;
    const set = load(graphileMigrate, { 'committed/000001-x.sql': text });
    expect(set.problems).toEqual([]);
    expect(set.migrations[0]).toMatchObject({ description: 'count things', up: { line: 5 } });
  });

  it('runs without a transaction only if the first line of the body says so', () => {
    const set = load(
      graphileMigrate,
      committed({ '1.sql': '--! no-transaction\nselect 1;', '2.sql': 'select 2;\n--! no-transaction\n' }),
    );
    expect(set.migrations.map(({ up }) => up.transaction)).toEqual(['message', 'single']);
  });

  it('can be pointed at the project and at committed/, too', () => {
    const files = committed({ '1.sql': 'select 1;' });
    const flat = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name.replace('committed/', ''), text]),
    );
    const deep = Object.fromEntries(Object.entries(files).map(([name, text]) => [`migrations/${name}`, text]));
    for (const given of [files, flat, deep]) {
      expect(graphileMigrate.claim(project(given))?.certainty).toBe('certain');
      expect(load(graphileMigrate, given).migrations.map(({ id }) => id)).toEqual(['1']);
    }
  });

  it('does not claim files without its header', () => {
    expect(graphileMigrate.claim(project({ 'committed/1.sql': 'select 1;', '1-a.sql': 'select 1;' }))).toBeUndefined();
  });
});

describe('graphile-migrate: the chain', () => {
  const text = (header: string, body = 'select 1;\n') => ({ 'committed/1.sql': `${header}\n${body}` });
  const right = `--! Previous: -\n--! Hash: ${FIRST_HASH}\n`;

  it.each([
    ['no Previous', text(`--! Hash: ${FIRST_HASH}\n`), ['error bad-header committed/1.sql:1']],
    ['no Hash', text('--! Previous: -\n'), ['error bad-header committed/1.sql:1']],
    ['no empty line', text(right.trimEnd()), ['error bad-header committed/1.sql:3']],
    ['a header twice', text(`--! Hash: x\n${right}`), ['error duplicate-header committed/1.sql:3']],
    ['CRLF', text(right.replaceAll('\n', '\r\n'), '\r\nselect 1;\r\n'), ['error crlf-line-ends committed/1.sql:1']],
    ['an edited body', text(right, 'select 2;\n'), ['error wrong-hash committed/1.sql:2']],
    ['a needless permission', text(`--! AllowInvalidHash\n${right}`), ['error needless-header committed/1.sql:1']],
  ])('refuses %s', (_, files, problems) => {
    expect(listProblems(load(graphileMigrate, files))).toEqual(problems);
  });

  it('allows an edited body where the header does', () => {
    expect(load(graphileMigrate, text(`--! AllowInvalidHash\n${right}`, 'select 2;\n')).problems).toEqual([]);
    expect(load(graphileMigrate, text(right)).problems).toEqual([]);
  });

  it('refuses a missing link and a number taken twice', () => {
    const files = committed({ '1.sql': 'a', '2.sql': 'b', '3.sql': 'c' });
    delete files['committed/2.sql'];
    expect(listProblems(load(graphileMigrate, files))).toEqual(['error broken-chain committed/3.sql:1']);
    const twice = committed({ '1.sql': 'a', '1-b.sql': 'b' });
    expect(listProblems(load(graphileMigrate, twice))).toContain('error duplicate-version committed/1.sql');
  });
});

describe('graphile-migrate: settings', () => {
  const files = (body: string, gmrc = '{}') => ({ ...committed({ '1.sql': body }), '../.gmrc': gmrc });
  const upText = (body: string, gmrc: string, given = {}) =>
    load(graphileMigrate, files(body, gmrc), given).migrations[0]?.up.text;

  it('begins every migration with the session settings of pgSettings, on a line of their own', () => {
    const settings = `{ pgSettings: { search_path: "app, it's", statement_timeout: 5000 } }`;
    const bodies = {
      '1.sql': 'select 1;',
      '2.sql': '--! no-transaction\nvacuum;',
      '3.sql': '--! no-transaction\na; b;',
    };
    const { migrations, problems } = load(graphileMigrate, { ...committed(bodies), '.gmrc': settings });
    const setup =
      `SELECT pg_catalog.set_config('search_path', 'app, it''s', false), ` +
      `pg_catalog.set_config('statement_timeout', '5000', false);\n`;
    expect(problems).toEqual([]);
    expect(migrations.map(({ up }) => [up.text, up.line, up.transaction])).toEqual([
      [`${setup}select 1;\n`, 3, 'single'],
      // A message of several statements is one transaction, in which this one could not run.
      [`${setup}--! no-transaction\nvacuum;\n`, 3, 'none'],
      [`${setup}--! no-transaction\na; b;\n`, 3, 'message'],
    ]);
  });

  it('refuses settings that are neither text nor number, as the tool does', () => {
    const files = { ...committed({ '1.sql': 'select 1;' }), '.gmrc': '{ pgSettings: { row_security: true } }' };
    expect(listProblems(load(graphileMigrate, files))).toEqual(['error bad-setting']);
  });

  it('warns that a configuration in JavaScript is not read', () => {
    const files = { ...committed({ '1.sql': 'select 1;' }), '.gmrc.js': 'module.exports = {};' };
    expect(listProblems(load(graphileMigrate, files))).toEqual(['warning settings-not-read .gmrc.js']);
  });

  it('fills in placeholders everywhere, longest word first', () => {
    const gmrc = `{ placeholders: { ":APP": "app", ":APP_ROLE": "role", /* from outside */ ":SECRET": "!ENV" } }`;
    expect(upText("grant :APP to :APP_ROLE; -- :SECRET\nselect ':APPS';", gmrc, { env: { SECRET: 's' } })).toBe(
      "grant app to role; -- s\nselect ':APPS';\n",
    );
  });

  it("takes the database's name and owner from the connection, and anything from --set first", () => {
    const env = { DATABASE_URL: 'postgres://me:pw@host/shop' };
    expect(upText(':DATABASE_NAME :DATABASE_OWNER', '{}', { env })).toBe('shop me\n');
    expect(upText(':DATABASE_OWNER', '{databaseOwner: "you"}', { env })).toBe('you\n');
    expect(upText(':DATABASE_NAME', '{}', { env, variables: new Map([['DATABASE_NAME', 'x']]) })).toBe('x\n');
  });

  it('says of a value that its settings have no place for it', () => {
    const variables = new Map([
      ['APP', 'x'],
      ['VISITOR', 'v'],
      ['DATABASE_NAME', 'd'],
    ]);
    const set = load(graphileMigrate, files('SELECT :APP', '{ placeholders: { ":APP": "app" } }'), { variables });
    expect(set.problems).toMatchObject([{ code: 'unused-value', message: expect.stringContaining('no ":VISITOR"') }]);
  });

  it('names a placeholder that has no value, once, where it first stands', () => {
    const set = load(graphileMigrate, files('select 1;\nalter database :DATABASE_NAME; -- :DATABASE_NAME'));
    expect(listProblems(set)).toEqual(['error missing-variable committed/1.sql:5']);
  });

  it('says what in .gmrc it does not do or cannot read', () => {
    expect(listProblems(load(graphileMigrate, files('x', '{ afterReset: ["roles.sql"], beforeReset: [] }')))).toEqual([
      'warning actions-not-run',
    ]);
    expect(listProblems(load(graphileMigrate, files('x', '{ placeholders: { ":lower": "x" } }')))).toEqual([
      'error bad-placeholder',
    ]);
    expect(listProblems(load(graphileMigrate, files('x', '{ open')))).toEqual(['error bad-settings']);
  });

  it('warns of an include that was never resolved', () => {
    const set = load(graphileMigrate, files('select 1;\n--!include a.sql\n'));
    expect(listProblems(set)).toEqual(['warning include-ignored committed/1.sql:5']);
  });
});
