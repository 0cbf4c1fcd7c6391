import { describe, expect, it } from '@jest/globals';
import { availableParallelism } from 'node:os';
import type { UserError } from '../../src/migration/problem.ts';
import { flagOf, rawOf } from '../../src/cli-options.ts';
import { parseSettings, type RawSettings } from '../../src/phases/settings.ts';

function parse(raw: RawSettings) {
  return parseSettings('db', raw, (name) => `--${name}`);
}

function problems(raw: RawSettings): string[] {
  try {
    parse(raw);
    return [];
  } catch (error) {
    return (error as UserError).problems.map(({ message, hint }) => `${message} ${hint ?? ''}`);
  }
}

describe('parseSettings', () => {
  it('has a default for everything', () => {
    expect(parse({})).toEqual({
      directory: 'db',
      format: 'auto',
      variables: new Map(),
      table: undefined,
      initSql: [],
      seed: [],
      seedCommand: undefined,
      seedInputs: [],
      postgres: 17,
      databaseUrl: undefined,
      clientPrefix: [],
      allowNonEmpty: false,
      cacheDir: undefined,
      port: 'auto',
      keep: false,
      jobs: availableParallelism(),
      reuse: 'graph',
      checkSnapshot: false,
      replayEvery: 25,
      epoch: '0',
      clones: 0,
      limits: {
        poolSize: 4,
        connectTimeoutMs: 10_000,
        statementTimeoutMs: 0,
        lockTimeoutMs: 60_000,
        idleInTransactionTimeoutMs: 60_000,
      },
    });
  });

  it('takes empty text, as an unset input is, for not given', () => {
    expect(parse({ format: '', 'database-url': ' ', port: '' })).toEqual(parse({}));
  });

  it('reads every setting', () => {
    const settings = parse({
      format: 'dbmate',
      set: 'schema=auth\n\nname=a=b\n',
      table: 'ops.migrations',
      'init-sql': 'roles.sql\nschemas.sql',
      seed: 'shops.sql\ngoods.sql',
      'seed-command': 'npm run seed',
      'seed-inputs': 'seeds\npackage-lock.json',
      postgres: '15',
      'allow-non-empty': 'true',
      'cache-dir': '/tmp/x',
      port: '5433',
      keep: 'true',
      clones: '4',
      jobs: '3',
      'pool-size': '2',
      'connect-timeout': '500ms',
      'statement-timeout': '5min',
      'lock-timeout': '0',
      'idle-in-transaction-timeout': '1h',
    });
    expect(settings).toMatchObject({
      format: 'dbmate',
      variables: new Map([
        ['schema', 'auth'],
        ['name', 'a=b'],
      ]),
      table: 'ops.migrations',
      initSql: ['roles.sql', 'schemas.sql'],
      seed: ['shops.sql', 'goods.sql'],
      seedCommand: 'npm run seed',
      seedInputs: ['seeds', 'package-lock.json'],
      postgres: 15,
      allowNonEmpty: true,
      port: 5433,
      keep: true,
      clones: 4,
      jobs: 3,
      limits: { poolSize: 2, connectTimeoutMs: 500, statementTimeoutMs: 300_000, lockTimeoutMs: 0 },
    });
  });

  it('takes values of several lines from the command line, where each has its own flag', () => {
    const raw = rawOf({ set: ['body=one\n two=2\n', 'name=a=b'] }, ['set']);
    expect(parseSettings('db', raw, flagOf).variables).toEqual(
      new Map([
        ['body', 'one\n two=2\n'],
        ['name', 'a=b'],
      ]),
    );
    const one = rawOf({ set: ['body=one\ntwo'] }, ['set']);
    expect(parseSettings('db', one, flagOf).variables).toEqual(new Map([['body', 'one\ntwo']]));
    expect(() => parseSettings('db', rawOf({ set: ['a=1', 'bad'] }, ['set']), flagOf)).toThrow(
      '--set "a=1", "bad" is not a valid value.',
    );
  });

  it('reports every mistake at once, with the value, what is allowed, and where', () => {
    const found = problems({
      format: 'rails',
      postgres: '13',
      clones: '-1',
      jobs: '65',
      port: '80',
      keep: 'yes',
      'lock-timeout': '5 minutes',
      set: 'novalue',
    });
    expect(found).toHaveLength(8);
    expect(found).toContain('--postgres "13" is not a valid value. Allowed: 14, 15, 16, 17, 18.');
    expect(found).toContain('--jobs "65" is not a valid value. Allowed: auto, or 1 to 64.');
    expect(found.find((text) => text.startsWith('--format "rails"'))).toContain('golang-migrate');
  });

  it('insists on a directory', () => {
    expect(() => parseSettings(' ', {}, (name) => `input "${name}"`)).toThrow('input "directory" is missing.');
  });

  it('never repeats a database URL, which may hold a password', () => {
    expect(problems({ 'database-url': 'mysql://me:secret@h/x' })).toEqual([
      '--database-url is not a valid value. Allowed: postgres://user:password@host:5432/database.',
    ]);
  });

  it('refuses what only a server that is kept can give', () => {
    expect(problems({ clones: '2', port: '5433' })).toEqual([
      '--clones makes copies that would end with the server, as it is not kept. Add --keep, or a database URL.',
      '--port is for later users of the server, but it is not kept. Add --keep, or a database URL.',
    ]);
    expect(problems({ clones: '2', keep: 'true' })).toEqual([]);
    expect(problems({ clones: '2', 'database-url': 'postgres://h/x' })).toEqual([]);
    expect(problems({ clones: '0' })).toEqual([]);
  });

  it('refuses inputs of a seed command that is not there', () => {
    expect(problems({ 'seed-inputs': 'seeds' })).toEqual([
      '--seed-inputs says what decides what a command does, but there is no seed-command. Leave it out, or add a seed-command. SQL files of the seed need no inputs.',
    ]);
    expect(problems({ seed: 'a.sql', 'seed-command': 'x', 'seed-inputs': 'seeds' })).toEqual([]);
  });

  it('takes a client prefix apart as a shell would, and only beside a database URL', () => {
    const given = { 'database-url': 'postgres://h/x', 'client-prefix': `docker exec -i 'a b'` };
    expect(parse(given).clientPrefix).toEqual(['docker', 'exec', '-i', 'a b']);
    expect(problems({ 'client-prefix': 'docker exec -i x' })).toEqual([
      '--client-prefix is for snapshots of a server that is not ours, but no database URL names one. Leave it out, or add a database URL.',
    ]);
    // It may set PGPASSWORD.
    expect(problems({ ...given, 'client-prefix': `env PGPASSWORD='secret` })).toEqual([
      '--client-prefix is not a valid value. Allowed: a command, with quotes as in a shell: docker exec -i ID.',
    ]);
  });

  it('refuses settings of a server of ours beside a database URL', () => {
    expect(problems({ 'database-url': 'postgres://h/x', postgres: '17', port: '5433' })).toHaveLength(2);
    const checked = { 'database-url': 'postgres://h/x', 'check-snapshot': 'true' };
    expect(problems(checked)).toEqual([
      '--check-snapshot replays on servers of ours, but a database URL names another one. Leave out one of the two.',
    ]);
    // The action's default.
    expect(problems({ ...checked, 'check-snapshot': 'false' })).toEqual([]);
  });
});
