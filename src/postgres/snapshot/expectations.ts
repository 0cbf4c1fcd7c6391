/** Whether a snapshot may start a run: it is of the same set, holds nothing the run does not want, and its server can be stood in for. */
import type { Installation } from '../server/installation.ts';
import type { SnapshotManifest } from './manifest.ts';
import { SnapshotRefusal } from './refusal.ts';

/** What the run wants. */
export interface SnapshotExpectations {
  readonly set: string;
  /** Digests of all migrations of the run. Those of the snapshot must be among them. */
  readonly digests: ReadonlySet<string>;
  /** Digest of the seed that must be in the snapshot; undefined: none may be. */
  readonly seed?: string | undefined;
}

/** @throws SnapshotRefusal (wrong-set) */
export function checkSubject(manifest: SnapshotManifest, expected: SnapshotExpectations): void {
  const refuse = (why: string) => new SnapshotRefusal('wrong-set', `The snapshot is of another set: ${why}.`);
  if (manifest.set !== expected.set) throw refuse('it belongs to other migrations');
  const unwanted = manifest.migrations.filter(({ digest }) => !expected.digests.has(digest));
  const [first] = unwanted;
  if (first !== undefined) {
    const others = unwanted.length > 1 ? ` and ${unwanted.length - 1} more` : '';
    throw refuse(`it holds ${first.id}${others}, which this run does not`);
  }
  if (manifest.seed !== expected.seed) throw refuse('its seed is another');
}

/**
 * Whether the programs can start on the snapshot's data directory and find their rows in it. Indexes on text depend on the libraries
 * that compare it, which come with the programs, so that they must come from the same place.
 *
 * @throws SnapshotRefusal (wrong-server)
 */
export function checkInstallation({ kind, server }: SnapshotManifest, installation: Installation): void {
  const faults = [
    ...(kind === 'data-directory' ? [] : ['it is a dump']),
    ...differing('PostgreSQL', server.major, installation.major),
    ...differing('source', server.source, installation.source),
    ...differing('platform', `${server.platform}-${server.architecture}`, `${process.platform}-${process.arch}`),
  ];
  if (faults.length > 0) {
    throw new SnapshotRefusal('wrong-server', `The snapshot is not of a server like this one: ${faults.join('; ')}.`);
  }
}

function differing(what: string, found: string | number, wanted: string | number): string[] {
  return found === wanted ? [] : [`its ${what} is ${found} and not ${wanted}`];
}
