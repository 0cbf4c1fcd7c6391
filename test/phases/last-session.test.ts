import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { run } from '../../src/phases/run.ts';
import { parseSettings } from '../../src/phases/settings.ts';
import { withServer } from '../support/server.ts';

const testServer = withServer();

const nothing = () => undefined;
const reporter = {
  begins: nothing,
  started: nothing,
  applied: nothing,
  failed: nothing,
  retrying: nothing,
  note: nothing,
};

describe('the statements a tool runs after its last migration', () => {
  it('do not suffer from what that migration set its session to', async () => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'last-session-'));
    try {
      const last = 'CREATE TABLE t (); SET default_transaction_read_only = on;';
      writeFileSync(path.join(directory, '1_a.up.sql'), last);
      const url = testServer.url(await testServer.createDatabase());
      const result = await run(
        parseSettings(directory, { 'database-url': url }, (name) => name),
        { reporter, env: {} },
      );
      expect(result).toMatchObject({ format: 'golang-migrate', applied: 1, error: undefined });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
