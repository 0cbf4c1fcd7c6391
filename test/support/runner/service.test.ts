import { describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { withFiles } from '../files.ts';
import { postgresService } from './postgres-service.ts';
import { jobOf } from './result.ts';
import type { ServiceRequest } from './service.ts';
import { smallRun } from './small-run.ts';

const files = withFiles();
const WORKFLOW = `
on: push
jobs:
  one:
    runs-on: x
    container: node:24
    services:
      postgres:
        image: \${{ vars.IMAGE }}
        env: { POSTGRES_PASSWORD: secret }
        ports: [5432]
        options: --health-cmd pg_isready
      none: { image: '\${{ vars.NONE }}' }
    steps:
      - run: echo "\${{ job.services.postgres.id }} [\${{ job.services.none.id }}]"
      - env: { URL: "postgresql://postgres:secret@127.0.0.1:\${{ job.services.postgres.ports['5432'] }}/postgres" }
        run: |
          node -e '
            const { Client } = require("\${{ vars.PG }}");
            const client = new Client(process.env.URL);
            client.connect()
              .then(() => client.query("SHOW server_version_num"))
              .then(({ rows }) => console.log(rows[0].server_version_num.slice(0, 2)))
              .finally(() => client.end());'
`;

describe('a service container', () => {
  it('is whatever the test starts for it, such as a PostgreSQL server', async () => {
    const requests: ServiceRequest[] = [];
    let running = 0;
    const result = await smallRun(files, WORKFLOW, {
      vars: { IMAGE: 'postgres:16-alpine', PG: createRequire(import.meta.url).resolve('pg') },
      startService: async (request) => {
        requests.push(request);
        const service = await postgresService(request);
        running += 1;
        const stop = async () => {
          running -= 1;
          await service.stop();
        };
        return { ...service, stop };
      },
    });
    const one = jobOf(result, 'one');
    expect(one.log).toBe(`service-postgres []\n16\n`);
    expect(one.declared.container).toBe('node:24');
    expect(running).toBe(0);
    const env = { POSTGRES_PASSWORD: 'secret' };
    expect(requests).toEqual([
      { name: 'postgres', image: 'postgres:16-alpine', env, ports: ['5432'], options: '--health-cmd pg_isready' },
    ]);
  });

  it('that nobody provides fails the job', async () => {
    const result = await smallRun(files, WORKFLOW, { vars: { IMAGE: 'postgis/postgis:17-3.5' } });
    expect(jobOf(result, 'one').annotations[0]?.message).toMatch(/provides no service postgres \(postgis/);
  });
});
