import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunReporter } from '../../src/phases/ports.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings } from '../../src/phases/settings.ts';
import { withServer } from '../support/server.ts';

const testServer = withServer();

const reporter: RunReporter = {
  begins: () => undefined,
  started: () => undefined,
  applied: () => undefined,
  failed: () => undefined,
  retrying: () => undefined,
  note: () => undefined,
};

describe('two runs on one database at the same time', () => {
  it('apply each migration once, whoever comes first', async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'parallel-runs-'));
    try {
      // Nothing in these or in goose's table would refuse a second time.
      for (const number of [1, 2, 3]) {
        const sql = `CREATE TABLE IF NOT EXISTS t (x int);\nINSERT INTO t VALUES (${number});\nSELECT pg_sleep(0.1);`;
        writeFileSync(path.join(directory, `0000${number}_x.sql`), `-- +goose Up\n${sql}\n`);
      }
      const name = await testServer.createDatabase();
      const settings = parseSettings(directory, { 'database-url': testServer.url(name) }, (setting) => setting);
      const results = await Promise.all([1, 2, 3].map(() => run(settings, { reporter, env: {} })));
      expect(results.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
      expect(results.map(({ applied }) => applied).sort()).toEqual([0, 0, 3]);
      const client = await testServer.connect(name);
      const { rows } = await client.query<{ x: number }>('SELECT x FROM t ORDER BY x');
      expect(rows.map(({ x }) => x)).toEqual([1, 2, 3]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
