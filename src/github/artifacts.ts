/** Documents that go from job to job of a workflow run as artifacts, one file in each. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactClient } from '@actions/artifact';
import { usageError } from '../migration/problem.ts';
import { messageOf } from '../postgres/thrown.ts';

/** A plan of ten thousand migrations has ten. */
const LARGEST_BYTES = 64 * 1024 ** 2;
const RETENTION_DAYS = 7;

export interface Found {
  readonly name: string;
  readonly id: number;
}

/** The artifacts of the run that this job is of. */
export class Artifacts {
  readonly #client: ArtifactClient;
  readonly #directory: string;

  private constructor(client: ArtifactClient, directory: string) {
    this.#client = client;
    this.#directory = directory;
  }

  /** @param directory for files while they come and go */
  static async open(directory: string): Promise<Artifacts> {
    const { DefaultArtifactClient } = await import('@actions/artifact');
    return new Artifacts(new DefaultArtifactClient(), directory);
  }

  /**
   * In place of one of that name, which an earlier attempt of the same job has left.
   *
   * @throws UserError (usage) when GitHub does not take it
   */
  async upload(name: string, file: string, text: string): Promise<void> {
    const directory = await mkdtemp(path.join(await this.#place(), 'upload-'));
    const place = path.join(directory, file);
    try {
      await writeFile(place, text);
      const put = () => this.#client.uploadArtifact(name, [place], directory, { retentionDays: RETENTION_DAYS });
      try {
        await put();
      } catch (error) {
        if (!isTaken(error)) throw error;
        await this.#client.deleteArtifact(name);
        await put();
      }
    } catch (cause) {
      throw usageError('artifact-not-kept', `The artifact ${name} could not be uploaded: ${messageOf(cause)}`, CURE, {
        cause,
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** @throws UserError (usage) when GitHub does not say */
  async list(): Promise<readonly Found[]> {
    try {
      const { artifacts } = await this.#client.listArtifacts({ latest: true });
      return artifacts.map(({ name, id }) => ({ name, id }));
    } catch (cause) {
      throw usageError(
        'artifacts-unknown',
        `The artifacts of this run could not be listed: ${messageOf(cause)}`,
        CURE,
        {
          cause,
        },
      );
    }
  }

  /** @throws UserError (usage) when it cannot be had, or is no one small file */
  async download({ name, id }: Found): Promise<string> {
    const directory = await mkdtemp(path.join(await this.#place(), 'download-'));
    try {
      await this.#client.downloadArtifact(id, { path: directory });
      const [file, ...more] = await readdir(directory);
      if (file === undefined || more.length > 0)
        throw new Error(`it holds ${more.length + (file === undefined ? 0 : 1)} files, not one`);
      const place = path.join(directory, file);
      const { size } = await stat(place);
      if (size > LARGEST_BYTES) throw new Error(`it has ${size} bytes, and ${LARGEST_BYTES} are the most`);
      return await readFile(place, 'utf8');
    } catch (cause) {
      throw usageError('artifact-unreadable', `The artifact ${name} could not be read: ${messageOf(cause)}`, CURE, {
        cause,
      });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  async #place(): Promise<string> {
    await mkdir(this.#directory, { recursive: true });
    return this.#directory;
  }
}

const CURE =
  'Run the job again. On GitHub Enterprise Server, which lacks this version of artifacts, use the command line with --plan and files of your own.';

function isTaken(error: unknown): boolean {
  return /conflict|already exists/i.test(messageOf(error));
}
