/**
 * Whether a snapshot is what its migrations make of an empty database: the proof that nothing but a replay can give.
 *
 * They are replayed twice, on servers of their own, one after the other in file order. What differs between these two is chance and
 * left out, as `verify` does.
 */
import { compareImages, type Difference, volatileColumns } from '../../postgres/fingerprint/compare.ts';
import type { DatabaseImage } from '../../postgres/fingerprint/image.ts';
import { withoutVolatile } from '../../postgres/fingerprint/read.ts';
import type { ManagedServer } from '../../postgres/server/managed-server.ts';
import { imageOfRun, withSessionOn } from '../image-of-run.ts';
import { finishBooks, migrate } from '../migrate.ts';
import type { Work } from '../work.ts';
import type { RunPorts } from '../ports.ts';
import { provide } from '../provide.ts';
import { seedServer } from '../seeding.ts';
import type { Settings } from '../settings.ts';
import type { Restored } from './managed-snapshots.ts';

/** @returns how the restored database differs from a replay; undefined when a replay fails, which says nothing of the snapshot */
export async function differencesFromReplay(
  { site: { server, database }, migrations, seeded }: Pick<Restored, 'site' | 'migrations' | 'seeded'>,
  settings: Settings,
  work: Work,
  ports: RunPorts,
): Promise<readonly Difference[] | undefined> {
  ports.reporter.note(`Checking the snapshot: replaying its ${migrations.length} migrations twice.`);
  const read = (on: ManagedServer) =>
    withSessionOn(on, settings, (session, beside) => imageOfRun(session, work, beside));
  const replayed = (compare: (one: ManagedServer) => Promise<readonly Difference[] | undefined>) =>
    onServer(settings, ports, async (replay) => {
      const part = { ...work, runnables: migrations };
      const { failed, health } = await migrate(replay, settings, part, ports, { jobs: 1 });
      if (failed !== undefined) return undefined;
      const fails = seeded && work.seed !== undefined && (await seedServer(work.seed, replay, settings, health, ports));
      return fails === false || fails === undefined ? await compare(replay) : undefined;
    });
  // Today's set may say things of them that it did not say then, such as the ids of Sqitch. Every run sets that right at its end.
  const restored = migrations.map(({ migration }) => migration);
  await finishBooks(database, work.bookkeeping, restored);
  return await replayed((one) =>
    replayed(async (other) => {
      const expected = await read(one);
      const volatile = volatileColumns(expected, await read(other));
      const without = (on: ManagedServer, image: DatabaseImage) =>
        withSessionOn(on, settings, (session) => withoutVolatile(session, image, volatile));
      const actual = await read(server);
      return compareImages(await without(one, expected), await without(server, actual), volatile);
    }),
  );
}

async function onServer<T>(
  settings: Settings,
  ports: RunPorts,
  work: (server: ManagedServer) => Promise<T>,
): Promise<T> {
  const server = await provide({ ...settings, keep: false }, ports);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}
