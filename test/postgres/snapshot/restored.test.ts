import { afterAll, describe, expect, it } from '@jest/globals';
import { Session } from '../../../src/postgres/session.ts';
import { makeSnapshot } from '../../../src/postgres/snapshot/managed.ts';
import { checkRestored } from '../../../src/postgres/snapshot/restored.ts';
import { removeTemporary } from '../server/world.ts';
import { refusalOf, snapshotFile, SUBJECT, withServers } from './servers.ts';

const servers = withServers();
afterAll(removeTemporary);

describe('a restored server', () => {
  it.each([14, 18] as const)('is asked whether it is what the manifest says, on PostgreSQL %i', async (major) => {
    const file = await snapshotFile();
    const server = await servers.start({ major });
    const client = await servers.connect(server);
    await client.query(`CREATE EXTENSION hstore; CREATE TABLE t (name text COLLATE "de-x-icu" PRIMARY KEY)`);
    const manifest = await makeSnapshot({ server, subject: SUBJECT, file, resume: false });
    await server.stop();
    const restored = await servers.startOn(file, { major });
    const again = await servers.connect(restored);
    const session = new Session(again);
    await checkRestored(session, manifest);

    const extensions = [{ name: 'postgis', version: '3.4' }];
    const lying = { ...manifest, server: { ...manifest.server, encoding: 'LATIN1', extensions } };
    const refusal = await refusalOf(checkRestored(session, lying));
    expect(refusal).toMatchObject({ code: 'bad-manifest' });
    for (const fault of ['LATIN1', 'postgis 3.4', 'hstore']) expect(refusal.message).toContain(fault);

    const before = manifest.server.extensions.map((each) =>
      each.name === 'hstore' ? { ...each, offered: '1.0' } : each,
    );
    const older = { ...manifest, server: { ...manifest.server, extensions: before } };
    expect(await refusalOf(checkRestored(session, older))).toMatchObject({
      code: 'wrong-server',
      message: expect.stringMatching(/the extension hstore was 1\.0 and is 1\.\d here/),
    });

    await again.query(`UPDATE pg_collation SET collversion = '1' WHERE collname = 'fr-x-icu'`);
    await checkRestored(session, manifest);
    await again.query(`UPDATE pg_collation SET collversion = '1' WHERE collname = 'de-x-icu'`);
    expect(await refusalOf(checkRestored(session, manifest))).toMatchObject({
      code: 'wrong-server',
      message: expect.stringContaining('de-x-icu'),
    });
    await again.query(`DROP TABLE t; UPDATE pg_extension SET extname = 'strange' WHERE extname = 'hstore'`);
    const strange = {
      ...manifest,
      server: {
        ...manifest.server,
        extensions: [
          { name: 'plpgsql', version: '1.0' },
          { name: 'strange', version: manifest.server.extensions[0]?.version ?? '' },
        ],
      },
    };
    expect(await refusalOf(checkRestored(session, strange))).toMatchObject({
      code: 'wrong-server',
      message: expect.stringContaining('strange is not installed'),
    });
    await restored.stop();
  });
});
