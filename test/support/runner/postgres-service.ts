/** A real PostgreSQL server in the place of a `postgres` service container. */
import { startServer } from '../../../src/postgres/server/managed-server.ts';
import { parseVersion } from '../../../src/postgres/server/releases.ts';
import type { Service, ServiceRequest } from './service.ts';

/** Of the version that the image's tag begins with, such as `postgres:17-alpine`. Its superuser is `postgres`, whatever the variables say. */
export async function postgresService({ image, env }: ServiceRequest): Promise<Service> {
  const [, version] = /:(\d+)/.exec(image) ?? [];
  if (version === undefined) throw new Error(`Which PostgreSQL is ${image}?`);
  const server = await startServer({
    ...parseVersion(version),
    source: 'package',
    port: 'auto',
    password: env['POSTGRES_PASSWORD'],
  });
  return { ports: { '5432': server.port ?? 0 }, stop: () => server.stop() };
}
