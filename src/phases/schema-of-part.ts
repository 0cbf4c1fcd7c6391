/** What the database of a part holds, for the report that puts all parts together. */
import { touchedElsewhere } from '../graph/touched-elsewhere.ts';
import type { PartSchema } from '../migration/result.ts';
import { fingerprintOf } from '../postgres/fingerprint/fingerprint.ts';
import { NOTHING_VOLATILE } from '../postgres/fingerprint/image.ts';
import { readSchema } from '../postgres/fingerprint/read.ts';
import { type ManagedServer, SUPERUSER } from '../postgres/server/managed-server.ts';
import { withSessionOn } from './image-of-run.ts';
import type { PlanPart } from './plan-part.ts';
import type { Settings } from './settings.ts';
import type { Work } from './work.ts';

/** More is not sent from job to job. */
const LARGEST_CHARACTERS = 16 * 1024 ** 2;

/** @returns undefined where there is nothing to put together, or too much */
export async function schemaOfPart(
  server: ManagedServer,
  settings: Settings,
  { graph, runnables }: Work,
  { shard }: PlanPart,
): Promise<PartSchema | undefined> {
  if (shard.shards === 1) return undefined;
  const objects = await withSessionOn(server, settings, (session) => readSchema(session, true));
  const own = [...objects].filter(([name]) => name !== `role ${SUPERUSER}`);
  if (own.reduce((sum, [name, text]) => sum + name.length + text.length, 0) > LARGEST_CHARACTERS) return undefined;
  const members = new Set(runnables.map(({ migration }) => migration.id));
  return { objects: Object.fromEntries(own), elsewhere: touchedElsewhere(graph, (id) => members.has(id)) };
}

export function hashSchema(objects: ReadonlyMap<string, string>): string {
  return fingerprintOf({ objects, tables: new Map(), sequences: new Map() }, NOTHING_VOLATILE).schema;
}
