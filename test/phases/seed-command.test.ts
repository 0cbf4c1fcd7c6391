/** Commands that put something into a database after its migrations. */
import { describe, expect, it } from '@jest/globals';
import { chmod, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import type { RawSettings } from '../../src/phases/settings.ts';
import { withFiles } from '../support/files.ts';
import { ADD, SEED, Seeds, SHOP, toldBy } from './seeded-runs.ts';

const temporary = withFiles();
const PATIENCE_MS = 180_000;

describe('a seed command', () => {
  it(
    'runs every time, on top of the best snapshot without it, when nobody says what it depends on',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      const raw = { seed: await seeds.write('goods.sql', SEED), 'seed-command': ADD('soap') };
      const { result, names } = await seeds.rows(raw);
      expect(names).toEqual(['tea', 'milk', null, 'soap']);
      expect(toldBy(result)).toEqual({
        from: 'empty',
        restored: 0,
        applied: 2,
        seed: 'applied',
        kept: true,
        said: ['No snapshot holds the seed, which is run every time: what seed-command does is not known.'],
      });
      expect(result.fingerprint).toBeUndefined();
      const again = await seeds.run(raw);
      expect(toldBy(again)).toMatchObject({ from: 'snapshot', restored: 2, applied: 0, seed: 'applied', kept: false });
      expect(again.fingerprint).toBeUndefined();
    },
    PATIENCE_MS,
  );

  it(
    'is restored as long as it and its inputs are the same',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      await seeds.write('soap.txt', 'soap');
      const lock = await seeds.write('../lock', '1');
      const raw = { 'seed-command': ADD('soap'), 'seed-inputs': `${seeds.directory}\n${lock}` };
      expect(toldBy(await seeds.runs.run(raw))).toMatchObject({ from: 'empty', seed: 'applied', kept: true, said: [] });
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'restored', kept: false });
      await seeds.write('soap.txt', 'soup');
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'applied', kept: true });
      const soap = path.join(seeds.directory, 'soap.txt');
      await chmod(soap, 0o755);
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'applied', kept: true });
      await symlink('soap.txt', path.join(seeds.directory, 'link.txt'));
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'applied', kept: true });
      // The same content by another way.
      await rm(path.join(seeds.directory, 'link.txt'));
      await symlink('./soap.txt', path.join(seeds.directory, 'link.txt'));
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'applied', kept: true });
      await seeds.write('../lock', '2');
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'applied', kept: true });
      expect(toldBy(await seeds.run({ ...raw, 'seed-command': ADD('tea') }))).toMatchObject({ seed: 'applied' });
      expect(toldBy(await seeds.run(raw))).toMatchObject({ restored: 2, seed: 'restored' });
    },
    PATIENCE_MS,
  );

  it(
    'finds the database in its environment, by socket where there is no port, and nothing of what our step was given',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      const file = path.join(seeds.directory, 'environment');
      const names = 'DATABASE_URL PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD INPUT_TABLE OTHER';
      const command = `for name in ${names}; do eval "echo \\$name=\\$$name"; done > ${file}`;
      const env = { PGPASSWORD: 'other', INPUT_TABLE: 'x', OTHER: 'y' };
      const given = async (raw: RawSettings) => {
        const { result } = await seeds.runs.withRun(raw, ({ result }) => Promise.resolve({ result }));
        expect(result.error).toBeUndefined();
        return Object.fromEntries(
          (await readFile(file, 'utf8')).split('\n').map((line) => line.split(/=(.*)/, 2) as [string, string]),
        );
      };
      seeds.runs.env = env;
      expect((await seeds.runs.run({ 'seed-command': command })).error).toBeUndefined();
      const text = await readFile(file, 'utf8');
      const socket = /^PGHOST=(.*)$/m.exec(text)?.[1] ?? '';
      expect(socket).toMatch(/^\//);
      expect(text).toContain(`DATABASE_URL=postgres://postgres@localhost/app?host=${encodeURIComponent(socket)}&port=`);
      expect(text).toContain('PGUSER=postgres\nPGDATABASE=app\nPGPASSWORD=\nINPUT_TABLE=\nOTHER=y');
      // A kept one has a port.
      const kept = await given({ 'seed-command': command });
      const { PGHOST, PGPORT, PGPASSWORD } = kept;
      expect(PGHOST).toBe('127.0.0.1');
      expect(kept['DATABASE_URL']).toBe(`postgres://postgres:${PGPASSWORD}@127.0.0.1:${PGPORT}/app`);
    },
    PATIENCE_MS,
  );

  it(
    'fails with its last lines, without the password in them',
    async () => {
      const seeds = await Seeds.open(temporary, SHOP);
      const command = 'seq 100; echo "lost $DATABASE_URL $PGPASSWORD" >&2; exit 3';
      const result = await seeds.runs.withRun({ 'seed-command': command }, ({ result }) => Promise.resolve(result));
      expect(result.error).toMatchObject({ migration: 'seed-command', statement: command });
      const lines = result.error?.message.split('\n') ?? [];
      expect(lines[0]).toBe('The command ended with exit code 3:');
      expect(lines).toContain('100');
      expect(lines).toHaveLength(21);
      expect(lines.at(-1)).toMatch(/^lost postgres:\/\/postgres:\*\*\*@127\.0\.0\.1:\d+\/app \*\*\*$/);
      expect(toldBy(result)).toMatchObject({ applied: 2, seed: 'failed', kept: true });
    },
    PATIENCE_MS,
  );
});
