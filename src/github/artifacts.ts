/** Documents that go from job to job of a workflow run as artifacts, one file in each. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ArtifactClient, FindOptions } from '@actions/artifact';
import { usageError } from '../migration/problem.ts';
import { messageOf } from '../postgres/thrown.ts';
import { type Allowance, inMebibytes, Refused, unpackOne } from './unpack.ts';

/** A plan of ten thousand migrations has ten. */
const LARGEST_BYTES = 64 * 1024 ** 2;
/** Results of 256 jobs, whose texts are all in memory at once. */
const MOST_BYTES = 512 * 1024 ** 2;
const RETENTION_DAYS = 7;

export interface Found {
  readonly name: string;
  readonly id: number;
  /** Bytes, packed. */
  readonly size: number;
}

/** Another run of the repository, whose artifacts are read and not written. */
export type OtherRun = NonNullable<FindOptions['findBy']>;

/** The artifacts of the run that this job is of, or of another one. */
export class Artifacts {
  readonly #client: ArtifactClient;
  readonly #directory: string;
  readonly #of: FindOptions;
  readonly #allowance: Allowance = { most: LARGEST_BYTES, left: MOST_BYTES };

  private constructor(client: ArtifactClient, directory: string, of: FindOptions) {
    this.#client = client;
    this.#directory = directory;
    this.#of = of;
  }

  /** @param directory for files while they come and go */
  static async open(directory: string, other?: OtherRun): Promise<Artifacts> {
    const { DefaultArtifactClient } = await import('@actions/artifact');
    return new Artifacts(new DefaultArtifactClient(), directory, other === undefined ? {} : { findBy: other });
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
      const { artifacts } = await this.#client.listArtifacts({ latest: true, ...this.#of });
      return artifacts.map(({ name, id, size }) => ({ name, id, size }));
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
  async download({ name, id, size }: Found): Promise<string> {
    const directory = await mkdtemp(path.join(await this.#place(), 'download-'));
    try {
      if (size > LARGEST_BYTES) throw new Refused(`it has more than ${inMebibytes(LARGEST_BYTES)}`);
      // The client would unpack whatever there is.
      await this.#client.downloadArtifact(id, { path: directory, skipDecompress: true, ...this.#of });
      const [archive = ''] = await readdir(directory);
      return (await unpackOne(path.join(directory, archive), this.#allowance)).toString('utf8');
    } catch (cause) {
      if (cause instanceof Refused)
        throw usageError('artifact-refused', `The artifact ${name} is not read: ${cause.message}.`, NOT_OURS, {
          cause,
        });
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

const NOT_OURS = 'No job of migrate-action leaves such a one. See which job of the run has uploaded it.';

function isTaken(error: unknown): boolean {
  return /conflict|already exists/i.test(messageOf(error));
}
