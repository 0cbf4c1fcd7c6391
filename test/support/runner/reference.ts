/** `uses`: where an action or a called workflow lies. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Host } from './host.ts';
import { WorkflowError } from './workflow-error.ts';

/** A repository at one commit: where a workflow or an action comes from, and so what `$/` in it means. */
export interface Origin {
  readonly repository: string;
  readonly ref: string;
  readonly directory: string;
}

export interface Found {
  readonly origin: Origin;
  /** Within the repository; '' is its root. */
  readonly path: string;
  /** Absolute. */
  readonly place: string;
}

/** An action or workflow of whatever repository the words of `uses` lead to. */
export async function find(host: Host, uses: string, from: Origin, local: string): Promise<Found> {
  if (uses.startsWith('./')) return at({ ...from, directory: local }, uses.slice(2));
  if (uses.startsWith('$/')) return at(from, uses.slice(2));
  const { repository, ref, inside } = parts(uses);
  const directory = await host.source(repository, ref);
  if (directory === undefined)
    throw new WorkflowError(`Unable to resolve action \`${uses}\`, repository not found: ${repository}`);
  return at({ repository, ref, directory }, inside);
}

/** `owner/name/some/path@ref` taken apart. */
export function parts(uses: string): { readonly repository: string; readonly ref: string; readonly inside: string } {
  const [, repository, inside = '', ref] = /^([^/@]+\/[^/@]+)(?:\/([^@]*))?@(.+)$/.exec(uses) ?? [];
  if (repository === undefined || ref === undefined)
    throw new WorkflowError(`Expected format {org}/{repo}[/path]@ref. Actual '${uses}'`);
  return { repository, ref, inside };
}

function at(origin: Origin, inside: string): Found {
  const place = path.join(origin.directory, inside);
  if (!existsSync(place)) throw new WorkflowError(`Can't find '${inside}' in ${origin.repository}@${origin.ref}`);
  return { origin, path: inside, place };
}
