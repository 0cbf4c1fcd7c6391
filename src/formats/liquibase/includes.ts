/** Which files a changelog includes, and at which of several changelogs Liquibase would begin. */
import path from 'node:path';
import type { Directory } from '../directory.ts';
import { compareText, topLevel } from '../shared/naming.ts';
import { isChangelog, parseChangelog } from './tree.ts';
import type { Element } from './xml.ts';

export interface Included {
  /** Where in the directory that lies which is named; undefined when it is not below it. */
  readonly found: string | undefined;
  readonly files: readonly string[];
}

/** What `include` or `includeAll` names, as it stands there. */
export function givenPath({ name, attributes }: Element): string {
  return attributes.get(name === 'includeAll' ? 'path' : 'file') ?? '';
}

/** @param given that path, without parameters */
export function included(directory: Directory, file: string, { name, attributes }: Element, given: string): Included {
  const isFolder = name === 'includeAll';
  const relative = attributes.get('relativeToChangelogFile') === 'true';
  const found = locate(directory, file, given, { relative, isFolder });
  if (isFolder) return { found, files: below(directory, found, attributes) };
  return { found, files: found !== undefined && directory.has(found) ? [found] : [] };
}

/** Where a path lies in the directory that the changelog `file` gives. */
export function locate(
  directory: Directory,
  file: string,
  given: string,
  { relative, isFolder }: { readonly relative: boolean; readonly isFolder: boolean },
): string | undefined {
  if (relative) return path.posix.join(path.posix.dirname(file), given);
  // From Liquibase's search path, which the directory may be below.
  const bare = given
    .replace(/^classpath:/, '')
    .replaceAll('\\', '/')
    .replace(/^\//, '');
  const parts = path.posix.normalize(bare).replace(/\/$/, '').split('/');
  for (let skipped = 0; skipped <= parts.length; skipped += 1) {
    if (!directory.root.endsWith(['', ...parts.slice(0, skipped)].join('/'))) continue;
    const rest = parts.slice(skipped).join('/');
    const exists = isFolder
      ? directory.files.some((each) => rest === '' || each.startsWith(`${rest}/`))
      : directory.has(rest);
    if (exists) return rest;
  }
  return undefined;
}

function below(directory: Directory, folder: string | undefined, attributes: ReadonlyMap<string, string>): string[] {
  if (folder === undefined) return [];
  const start = folder === '' || folder === '.' ? '' : `${folder.replace(/\/$/, '')}/`;
  const minDepth = Number(attributes.get('minDepth') ?? 0);
  const maxDepth = Number(attributes.get('maxDepth') ?? Number.POSITIVE_INFINITY);
  return directory.files
    .filter((file) => file.startsWith(start) && /\.(?:sql|xml|ya?ml|json)$/i.test(file))
    .filter((file) => file.endsWith(attributes.get('endsWithFilter') ?? ''))
    .filter((file) => {
      const depth = file.slice(start.length).split('/').length;
      return depth >= minDepth && depth <= maxDepth;
    })
    .sort(compareText);
}

/**
 * The changelogs to choose among: those in the directory itself, or all below it where it has neither these nor SQL files. The latter is
 * a search path, `src/main/resources`, of which the changelog is a part.
 */
export function changelogs(directory: Directory): readonly string[] {
  const own = changelogsAmong(topLevel(directory.files), directory);
  return own.length > 0 || topLevel(directory.files).some((file) => /\.sql$/i.test(file)) ? own : further(directory);
}

/** Those below it, where they are called so: `db/changelog/master.xml`. Not every file of other tools is to be opened. */
export function further(directory: Directory): readonly string[] {
  return changelogsAmong(
    directory.files.filter((file) => /(?:changelog|liquibase).*\/|\/.*(?:changelog|liquibase)/i.test(file)),
    directory,
  );
}

function changelogsAmong(files: readonly string[], directory: Directory): readonly string[] {
  return files.filter((file) => /\.(?:xml|ya?ml|json)$/i.test(file) && isChangelog(file, directory.head(file)));
}

/** Changelogs that no other of them includes. */
export function rootsAmong(candidates: readonly string[], directory: Directory): readonly string[] {
  if (candidates.length < 2) return candidates;
  const parts = new Set(candidates.flatMap((file) => includedBy(file, directory).filter((each) => each !== file)));
  const roots = candidates.filter((file) => !parts.has(file));
  return roots.length === 0 ? candidates : roots;
}

function includedBy(file: string, directory: Directory): readonly string[] {
  try {
    return parseChangelog(file, directory.read(file)).children.flatMap((element) =>
      element.name === 'include' || element.name === 'includeAll'
        ? included(directory, file, element, givenPath(element)).files
        : [],
    );
  } catch {
    // Whoever reads it says what is wrong with it.
    return [];
  }
}
