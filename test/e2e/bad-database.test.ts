/** Databases that cannot or must not be migrated: each is refused with what is wrong and what to do, and left as it was. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { withFiles } from '../support/files.ts';
import { type OldServer, startOldServer } from '../support/old-server.ts';
import { type Finished, runCli } from '../support/program.ts';
import { expectRefusal } from '../support/refusal.ts';
import { withServer } from '../support/server.ts';

const files = withFiles();
const SET = { '1.sql': 'CREATE TABLE a (id int);\n' };

// Connecting is tried for some seconds, since service containers need time. These wait while the others run.
let nothingListens: Promise<Finished> | undefined;
let unknownHost: Promise<Finished> | undefined;
beforeAll(async () => {
  const directory = await files.directory(SET);
  const run = (url: string) => runCli(['run', directory, '--database-url', url]);
  nothingListens = run('postgres://somebody:secret@127.0.0.1:9/app');
  unknownHost = run('postgres://somebody:secret@nobody.invalid/app');
});

describe('a server that is too old', () => {
  let old: OldServer | undefined;
  beforeAll(async () => {
    old = await startOldServer(13);
  });
  afterAll(() => old?.close());

  it('is named with the versions that will do', async () => {
    const says = ['The server is PostgreSQL 13.14; the oldest supported version is 14.', 'Use PostgreSQL 14 to 18.'];
    await expectRefusal(['run', await files.directory(SET), '--database-url', old?.url ?? ''], { code: 2, says });
  });
});

describe('a database', () => {
  const postgres = withServer();
  /** A new database after these statements, as a URL. */
  const database = async (...statements: string[]): Promise<string> => {
    const name = await postgres.createDatabase();
    const client = await postgres.connect(name);
    for (const statement of statements) await client.query(statement.replaceAll('$database', name));
    await client.end();
    return postgres.url(name);
  };
  const tables = async (url: string): Promise<string[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const query =
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1";
    const { rows } = await client.query<{ relname: string }>(query);
    await client.end();
    return rows.map(({ relname }) => relname);
  };
  const as = (role: string, url: string) => url.replace(/\/\/[^@]*@/, `//${role}@`);

  it('does not exist', async () => {
    const url = postgres.url('nowhere');
    const says = [/Cannot connect to the database: database "nowhere" does not exist/, 'Create the database first'];
    await expectRefusal(['run', await files.directory(SET), '--database-url', url], { code: 2, says });
  });

  it('is on a server that does not know the user', async () => {
    const url = as('stranger', postgres.url('postgres'));
    const says = [/Cannot connect to the database: role "stranger" does not exist/, 'Check the user'];
    await expectRefusal(['run', await files.directory(SET), '--database-url', url], { code: 2, says });
  });

  it('is read-only', async () => {
    const url = await database('ALTER DATABASE $database SET default_transaction_read_only = on');
    const says = ['read-only by default', 'Set default_transaction_read_only to off'];
    await expectRefusal(['run', await files.directory(SET), '--database-url', url], { code: 2, says });
    expect(await tables(url)).toEqual([]);
  });

  it('gives the user too few rights', async () => {
    const url = as('reader', await database('CREATE ROLE reader LOGIN', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'));
    const says = ['User reader may not create tables in schema public', 'GRANT CREATE ON SCHEMA public TO reader;'];
    await expectRefusal(['run', await files.directory(SET), '--database-url', url], { code: 2, says });
    expect(await tables(url)).toEqual([]);
  });

  it('holds what somebody else made, unless that is allowed', async () => {
    const url = await database('CREATE TABLE theirs ()');
    const args = ['run', await files.directory(SET), '--database-url', url];
    const says = ['holds 1 objects (public.theirs …)', '--allow-non-empty'];
    await expectRefusal(args, { code: 2, says });
    expect(await tables(url)).toEqual(['theirs']);
    expect(await runCli([...args, '--allow-non-empty'])).toMatchObject({ code: 0, stderr: '' });
    expect(await tables(url)).toEqual(['a', 'migrate_action_migrations', 'theirs']);
  });

  it('is ahead of the files', async () => {
    const url = await database();
    const ahead = await files.directory({ ...SET, '2_next.sql': 'CREATE TABLE b ();' });
    expect(await runCli(['run', ahead, '--database-url', url])).toMatchObject({ code: 0 });
    const says = ['records 2_next, which this set does not contain: the database is ahead of these files.'];
    await expectRefusal(['run', await files.directory(SET), '--database-url', url], { code: 1, says });
  });

  it.each([
    { format: 'plain', file: '1.sql' },
    { format: 'flyway', file: 'V1__a.sql' },
    { format: 'sqlx', file: '1_a.sql' },
  ])('had a file applied that was edited since ($format)', async ({ format, file }) => {
    const url = await database();
    const run = async (set: Record<string, string>) => [
      'run',
      await files.directory(set),
      '--format',
      format,
      '--database-url',
      url,
    ];
    expect(await runCli(await run({ [file]: 'CREATE TABLE a ();\n' }))).toMatchObject({ code: 0, stderr: '' });
    const edited = await run({ [file]: 'CREATE TABLE a (id int);\n' });
    const says = [`${file} is not what was applied: its checksum is `, 'Restore the file'];
    await expectRefusal(edited, { code: 1, says });
  });

  it('has another password', async () => {
    const finished = await runCli(['run', await files.directory(SET), '--keep', '--json']);
    const kept = JSON.parse(finished.stdout) as { database: { url: string; server: { pid: number } } };
    try {
      const url = kept.database.url.replace(/:[^:@]*@/, ':wr0ng@');
      const says = ['password authentication failed', 'Check user and password in the database URL.'];
      const refused = await expectRefusal(['run', await files.directory(SET), '--database-url', url], {
        code: 2,
        says,
      });
      expect(refused.stderr).not.toContain('wr0ng');
      const without = kept.database.url.replace(/:[^:@]*@/, '@');
      const missing = { code: 2 as const, says: ['Add a password to the database URL.'] };
      await expectRefusal(['run', await files.directory(SET), '--database-url', without], missing);
    } finally {
      process.kill(kept.database.server.pid, 'SIGINT');
    }
  });
});

describe('a server that cannot be reached', () => {
  it('is given some seconds, and the password is not printed', async () => {
    for (const [finished, says] of [
      [await nothingListens, /^error: Cannot connect to the database: .*ECONNREFUSED.*\n {2}Check host and port/],
      [await unknownHost, /^error: Cannot connect to the database: .*nobody\.invalid.*\n {2}.*host name/],
    ] as const) {
      expect(finished).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
      expect(finished?.stderr).not.toContain('\n    at ');
      expect(JSON.stringify(finished)).not.toContain('secret');
    }
    expect((await nothingListens)?.stdout).toMatch(/^(Cannot connect yet \(.*\), trying again\.\n)+$/);
  });
});
