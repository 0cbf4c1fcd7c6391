/** Directories and files that cannot be migrated: each is refused with what is wrong and what to do. */
import { describe, expect, it } from '@jest/globals';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { withFiles } from '../support/files.ts';
import { unprivileged } from '../support/nobody.ts';
import { runCli } from '../support/program.ts';
import { expectRefusal } from '../support/refusal.ts';

const files = withFiles();

describe('a directory that is none', () => {
  it('is missing', async () => {
    const missing = path.join(await files.directory(), 'nowhere');
    await expectRefusal(['run', missing], { code: 2, says: [`error: There is no directory ${missing}.`] });
  });

  it('is a file', async () => {
    const file = path.join(await files.directory({ '1.sql': 'SELECT 1;' }), '1.sql');
    await expectRefusal(['run', file], { code: 2, says: [`error: ${file} is a file.`] });
  });

  it('is a link to itself', async () => {
    const link = path.join(await files.directory(), 'link');
    await symlink('link', link);
    await expectRefusal(['run', link], { code: 2, says: [`${link} is a symbolic link that leads back to itself.`] });
  });

  it('holds no migrations', async () => {
    const empty = await files.directory();
    await expectRefusal(['run', empty], { code: 2, says: [`There are no migrations in ${empty}.`] });
    const others = await files.directory({ 'README.md': '# Nothing here\n' });
    await expectRefusal(['run', others], { code: 2, says: ['There are no migrations in'] });
    await expectRefusal(['run', others, '--format', 'goose'], { code: 2, says: ['There are no goose migrations in'] });
  });

  it('is above the right one, which is named', async () => {
    const project = await files.directory({ 'db/migrations/readme.sql': '', 'package.json': '{}' });
    const finished = await runCli(['plan', project, '--format', 'golang-migrate']);
    expect(finished.code).toBe(2);
    expect(finished.stderr).toContain('There are no golang-migrate migrations in');
  });
});

describe('links in the directory', () => {
  it('lead in a circle', async () => {
    const directory = await files.directory({ 'a/1.sql': 'SELECT 1;' });
    await symlink('..', path.join(directory, 'a/up'));
    await expectRefusal(['run', directory], { code: 2, says: ['a/up is a symbolic link that leads back to itself.'] });
  });

  it('lead nowhere', async () => {
    const directory = await files.directory({ '2.sql': 'SELECT 1;' });
    await symlink('gone.sql', path.join(directory, '1.sql'));
    await expectRefusal(['run', directory], { code: 2, says: ['1.sql cannot be read: ENOENT'] });
  });
});

describe('files that may not be read', () => {
  const options = () => unprivileged(files);

  it('are named, all of them', async () => {
    const directory = await files.directory({ '1.sql': 'SELECT 1;', '2.sql': 'SELECT 2;', '3.sql': 'SELECT 3;' });
    for (const name of ['2.sql', '3.sql']) await chmod(path.join(directory, name), 0o000);
    const says = ['2.sql cannot be read: EACCES', '3.sql cannot be read: EACCES'];
    await expectRefusal(['run', directory], { code: 2, says, errors: 2 }, await options());
  });

  it('lie in a directory that is closed', async () => {
    const directory = await files.directory({ 'closed/in/1.sql': 'SELECT 1;' });
    const closed = path.join(directory, 'closed');
    await chmod(closed, 0o000);
    try {
      await expectRefusal(['run', directory], { code: 2, says: ['closed cannot be read: EACCES'] }, await options());
      const inner = path.join(closed, 'in');
      await expectRefusal(['run', inner], { code: 2, says: [`${inner} cannot be read: EACCES`] }, await options());
    } finally {
      await chmod(closed, 0o755);
    }
  });

  it('are no matter to somebody else who may: an unprivileged user migrates', async () => {
    const directory = await files.directory({ '1.sql': 'CREATE TABLE a ();' });
    const finished = await runCli(['run', directory], await options());
    expect(finished).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('files that are wrong', () => {
  it('are not UTF-8', async () => {
    const latin1 = Buffer.from("SELECT 1;\nSELECT 'caf\u00e9';\n", 'latin1');
    const directory = await files.directory({ '1.sql': 'SELECT 1;', '2_latin.sql': latin1 });
    await expectRefusal(['run', directory], {
      code: 1,
      says: ['2_latin.sql:2 is not valid UTF-8.', 'iconv -f latin1'],
    });
  });

  it('are UTF-16, with a mark that says so and without', async () => {
    const wide = Buffer.from('SELECT 1;', 'utf16le');
    const marked = await files.directory({ '1.sql': Buffer.concat([Buffer.from([0xff, 0xfe]), wide]) });
    await expectRefusal(['run', marked], {
      code: 1,
      says: ['1.sql is UTF-16, not UTF-8.', 'iconv -f utf-16 -t utf8 1.sql'],
    });
    const says = ['has a NUL character', 'iconv -f utf-16le -t utf8 1.sql'];
    await expectRefusal(['run', await files.directory({ '1.sql': wide })], { code: 1, says });
  });

  it('misspell a directive', async () => {
    const directory = await files.directory({ '1.sql': '-- first\n-- migrate-action: trasaction=off\nSELECT 1;\n' });
    const says = ['1.sql:2: There is no directive "trasaction".', 'Did you mean "transaction"?'];
    await expectRefusal(['run', directory], { code: 1, says });
  });

  it('use psql commands where the tool would not understand them', async () => {
    const goose = { '00001_a.sql': '-- +goose Up\n\\set x 1\nSELECT 1;\n' };
    await expectRefusal(['run', await files.directory(goose)], { code: 1, says: [/00001_a\.sql:2.*\\set/] });
  });

  const both = (first: string, second: string, content: string) => ({ [first]: content, [second]: content });
  it.each([
    { format: 'plain', set: both('1.sql', '1.up.sql', 'SELECT 1;') },
    { format: 'golang-migrate', set: both('1_a.up.sql', '01_b.up.sql', 'SELECT 1;') },
    { format: 'dbmate', set: both('1_a.sql', '1_b.sql', '-- migrate:up\nSELECT 1;\n-- migrate:down\n') },
    { format: 'goose', set: both('1_a.sql', '001_b.sql', '-- +goose Up\nSELECT 1;\n') },
    { format: 'flyway', set: both('V1__a.sql', 'V1.0__b.sql', 'SELECT 1;') },
    { format: 'sqlx', set: both('1_a.sql', '1_b.sql', 'SELECT 1;') },
    { format: 'diesel', set: both('2020-01-01_a/up.sql', '20200101_b/up.sql', 'SELECT 1;') },
  ])('share a version in $format', async ({ format, set }) => {
    const args = ['run', await files.directory(set), '--format', format];
    await expectRefusal(args, { code: 1, says: [/ and .* both have version /] });
  });

  const SQL = { '0000_a.sql': 'SELECT 1;' };
  const PLAN = '%syntax-version=1.0.0\n%project=shop\n\n';
  it.each([
    { meta: 'meta/_journal.json', content: '{"version":"7","entries":[{"idx":0,', format: 'drizzle' },
    { meta: 'meta/_journal.json', content: '[]', format: 'drizzle' },
    { meta: 'meta/_journal.json', content: '', format: 'drizzle' },
    { meta: 'sqitch.plan', content: `${PLAN}one 2020-01-01T00:00:00Z Ada <`, format: 'sqitch' },
    { meta: 'sqitch.plan', content: `${PLAN}[[[ !!! \0`, format: 'sqitch' },
    { meta: 'atlas.sum', content: 'h1:nonsense\n', format: 'atlas' },
    { meta: 'atlas.sum', content: Buffer.from([0xff, 0xfe, 0x00, 0x41]), format: 'atlas' },
    { meta: '1_a/metadata.yaml', content: 'name: [unclosed\n\tparents: {', format: 'sourcegraph' },
    { meta: '1_a/metadata.yaml', content: 'parents: {a: b}\n', format: 'sourcegraph' },
  ])('are a $meta that says $content', async ({ meta, content, format }) => {
    const set = { ...SQL, '1_a/up.sql': 'SELECT 1;', '1_a/down.sql': '', 'deploy/one.sql': '', [meta]: content };
    const finished = await runCli(['run', await files.directory(set), '--format', format, '--json']);
    expect(finished.code).toBe(1);
    const { problems } = JSON.parse(finished.stdout) as { problems: { path: string; message: string; hint: string }[] };
    expect(problems[0]).toMatchObject({ path: meta, message: expect.stringContaining(meta), hint: expect.any(String) });
    expect(finished.stderr).toBe('');
  });

  it('could be those of two tools, which are named', async () => {
    const set = { '1_a.sql': '-- +goose Up\nSELECT 1;\n', '2_b.sql': '-- migrate:up\nSELECT 1;\n-- migrate:down\n' };
    const says = [
      /could be dbmate \(2_b\.sql.*\) or goose \(1_a\.sql/,
      'Say which: --format dbmate or --format goose.',
    ];
    await expectRefusal(['run', await files.directory(set)], { code: 2, says });
  });
});

describe('names that are unusual but fine', () => {
  it('have spaces and quotes', async () => {
    const parent = await files.directory({ 'it\'s a "set" %20/1 first table.sql': 'CREATE TABLE a ();\n' });
    const finished = await runCli(['run', path.join(parent, 'it\'s a "set" %20')]);
    expect(finished).toMatchObject({ code: 0, stderr: '' });
    expect(finished.stdout).toContain('✓ 1 first table ');
  });

  it('cannot steer the terminal, and neither can what PostgreSQL says', async () => {
    const directory = await files.directory({
      '1_%s%20\u001b[31mred\u0007.sql': 'SELECT 1;\n',
      '2_\n::warning::x.sql': "DO $$ BEGIN RAISE EXCEPTION E'bad \\x1b]0;title\\x07'; END $$;\n",
    });
    for (const command of ['plan', 'run']) {
      const finished = await runCli([command, directory]);
      expect(finished.stdout).toContain('1_%s%20\\u001b[31mred\\u0007');
      // eslint-disable-next-line no-control-regex -- these are what must not get through
      expect(finished.stdout + finished.stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
      expect(finished.stdout).not.toMatch(/^\s*::/m);
    }
  });

  it('are kept as they are in JSON', async () => {
    const directory = await files.directory({ '1_\u001b[31m.sql': 'SELECT 1;\n' });
    await mkdir(path.join(directory, 'empty'));
    const finished = await runCli(['plan', directory, '--json']);
    expect(finished.stdout).not.toContain('\u001b');
    expect(JSON.parse(finished.stdout)).toMatchObject({
      migrations: [{ id: '1_\u001b[31m', path: '1_\u001b[31m.sql' }],
    });
  });
});
