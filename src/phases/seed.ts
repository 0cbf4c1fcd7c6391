/**
 * What fills a database when its migrations are applied: callbacks of the migration tool, SQL files, and what a command does.
 * `seeding.ts` runs it.
 */
import { hash } from 'node:crypto';
import { lstatSync, readlinkSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Runnable } from '../execution/apply.ts';
import { openDirectory, readBytes } from '../formats/directory.ts';
import { hashOfParts } from '../migration/digest.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import { sentBy } from '../sql/program.ts';
import type { Settings } from './settings.ts';
import type { NotMade } from './snapshots/snapshot-means.ts';
import type { SqlFiles } from './sql-files.ts';

export interface Seed {
  /** As messages call it. */
  readonly name: string;
  /** What the migration tool runs after every run of its own. */
  readonly callbacks: readonly Runnable[];
  /** Run after them. */
  readonly files: readonly Runnable[];
  /** Runs after those. */
  readonly command?: string | undefined;
  /** Equal for seeds that make the same of equal databases; or why nobody can tell, so that no snapshot may hold what it does. */
  readonly identity: { readonly digest: string } | NotMade;
}

/** Part of every digest: a change to what is hashed changes them all. */
const DIGEST_VERSION = 'migrate-action seed 1';

/** @returns no seed when nobody has one */
export function readSeed(
  { seedCommand: command, seedInputs }: Pick<Settings, 'seedCommand' | 'seedInputs'>,
  ofTool: SqlFiles,
  { runnables: files, outside }: SqlFiles,
): { seed?: Seed | undefined; problems: readonly Problem[] } {
  const callbacks = ofTool.runnables;
  if (callbacks.length === 0 && !isAskedFor({ files, command })) return { problems: [] };
  const name = isAskedFor({ files, command })
    ? 'the seed'
    : callbacks.map(({ migration }) => migration.path).join(', ');
  const { parts, problems } = hashInputs(seedInputs);
  const identity = identityOf([...callbacks, ...files], ofTool.outside ?? outside, command, parts);
  return { seed: { name, callbacks, files, command, identity }, problems };
}

/** Whether there is more of it than what the migration tool runs by itself. */
export function isAskedFor({ files, command }: Pick<Seed, 'files' | 'command'>): boolean {
  return files.length > 0 || command !== undefined;
}

export function seedDigest(seed: Seed | undefined): string | undefined {
  return seed !== undefined && 'digest' in seed.identity ? seed.identity.digest : undefined;
}

function identityOf(
  files: readonly Runnable[],
  outside: string | undefined,
  command: string | undefined,
  inputs: readonly string[],
): Seed['identity'] {
  if (outside !== undefined) return { why: `of what runs after the migrations, ${outside}` };
  if (command !== undefined && inputs.length === 0) return { why: 'what seed-command does is not known' };
  const sent = files.map(({ framing }) => hashOfParts(sentBy(framing.steps)));
  const run = command === undefined ? [] : [command, ...inputs];
  return { digest: hashOfParts([DIGEST_VERSION, String(sent.length), ...sent, ...run]) };
}

/** Names, contents, what may be run and where links lead, of directories all files below. Names are relative, so that machines agree. */
function hashInputs(inputs: readonly string[]): { parts: readonly string[]; problems: readonly Problem[] } {
  const parts: string[] = [];
  const problems: Problem[] = [];
  for (const input of inputs) {
    try {
      const name = path.relative(process.cwd(), path.resolve(input));
      if (isDirectory(input)) {
        const directory = openDirectory(input);
        const contents = directory.files.flatMap((file) => [
          file,
          ...traitsOf(input, file),
          hash('sha256', directory.bytes(file)),
        ]);
        parts.push(name, ...linksTo(input), hashOfParts(contents));
      } else {
        parts.push(name, ...traitsOf('', input), hash('sha256', readBytes(path.resolve(input), input)));
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  }
  return { parts, problems };
}

/** What a command can tell of a file beside its content: whether it can be run, and the links that lead to it from below the root. */
function traitsOf(root: string, file: string): readonly string[] {
  try {
    const parts = root === '' ? [] : file.split('/').slice(0, -1);
    const above = parts.map((_, depth) => path.join(root, ...parts.slice(0, depth + 1)));
    const whole = path.join(root, file);
    return [...above.flatMap(linksTo), ...linksTo(whole), String(statSync(whole).mode & 0o111)];
  } catch {
    return [];
  }
}

/** The text of a link, which is followed wherever it is read. */
function linksTo(file: string): readonly string[] {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? [`link ${readlinkSync(file)}`] : [];
}

/** What is not there, whoever reads it will say. */
function isDirectory(input: string): boolean {
  try {
    return statSync(input).isDirectory();
  } catch {
    return false;
  }
}
