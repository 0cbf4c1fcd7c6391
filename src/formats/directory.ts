/**
 * The migrations directory as every format sees it: the files below it, by sorted relative path, read on demand.
 *
 * Bad input ends here: a missing directory, a file that cannot be read or is not UTF-8, a loop of links, too many files.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Problem, UserError, usageError } from '../migration/problem.ts';

/** A migrations directory holds migrations. More files than this means that the wrong directory was named. */
const MAX_FILES = 100_000;
/** Directories that are never part of a set and can be huge. */
const SKIPPED = new Set(['.git', 'node_modules']);
/** Enough of a file to find the marker that tells whose it is. */
const HEAD_BYTES = 16 * 1024;

export interface Directory {
  /** Absolute. */
  readonly root: string;
  /** As it was given, for messages. */
  readonly given: string;
  /** Relative paths of all regular files below the root, `/` between parts, sorted by code unit. */
  readonly files: readonly string[];
  /** Whether this is one of them. */
  has(file: string): boolean;
  /** The file's text, without byte order mark, with LF line ends. Throws a `UserError` that names what is wrong with it. */
  read(file: string): string;
  /** The file's first 16 KiB as text, for a look at its markers; never throws for its contents. */
  head(file: string): string;
  /** The file's bytes exactly as on disk, for checksums that a tool takes of them. */
  bytes(file: string): Buffer;
  /** The file's text, whatever bytes are in it: for settings, whose comments may be in any encoding. Throws a `UserError` when it cannot be read. */
  loose(file: string): string;
  /** The files read so far that had CRLF line ends on disk. */
  readonly crlfFiles: ReadonlySet<string>;
  /** The nearest file of that name in a directory above the root, up to the repository's top. */
  findAbove(name: string): FileAbove | undefined;
}

export interface FileAbove {
  /** Absolute. */
  readonly path: string;
  /** As `loose` gives it. */
  readonly text: string;
  /** As `head` gives it, to its end. */
  readonly look: string;
}

export function openDirectory(given: string): Directory {
  const root = resolveRoot(given);
  const files = listFiles(root);
  const names = new Set(files);
  const crlfFiles = new Set<string>();
  // Formats read a migration and then take its checksum: both are of the same bytes, read once.
  let last: { readonly file: string; readonly bytes: Buffer } | undefined;
  const bytesOf = (file: string): Buffer => {
    if (last?.file !== file) last = { file, bytes: readBytes(below(root, file), file) };
    return last.bytes;
  };
  return {
    root,
    given,
    files,
    crlfFiles,
    has: (file) => names.has(file),
    read: (file) => {
      const bytes = bytesOf(file);
      if (bytes.includes('\r\n')) crlfFiles.add(file);
      return normalise(decode(bytes, file));
    },
    head: (file) => normalise(readHead(below(root, file))),
    bytes: bytesOf,
    loose: (file) => looseText(below(root, file), file),
    findAbove: (name) => findAbove(root, name),
  };
}

/** A text file that is not part of a directory of migrations, read with the same care. `shown` names it in errors. */
export function readTextFile(absolute: string, shown: string): string {
  return normalise(decode(readBytes(absolute, shown), shown));
}

function resolveRoot(given: string): string {
  const root = path.resolve(given);
  const stats = statRoot(root, given);
  if (stats === undefined) {
    throw usageError(
      'missing-directory',
      `There is no directory ${given}.`,
      'Name the directory your migration tool is pointed at.',
    );
  }
  if (!stats.isDirectory()) {
    throw usageError('not-a-directory', `${given} is a file.`, 'Name the directory that holds the migrations.');
  }
  return realpathSync(root);
}

function statRoot(root: string, given: string) {
  try {
    return statSync(root, { throwIfNoEntry: false });
  } catch (cause) {
    throw isErrno(cause, 'ELOOP') ? linkLoop(given) : unreadable(given, cause);
  }
}

function listFiles(root: string): string[] {
  const files: string[] = [];
  const walk = (relative: string, ancestors: ReadonlySet<string>): void => {
    for (const entry of readEntries(root, relative)) {
      const file = relative === '' ? entry.name : `${relative}/${entry.name}`;
      const linked = entry.isSymbolicLink() ? followLink(root, file) : entry;
      if (linked.isDirectory()) {
        if (SKIPPED.has(entry.name)) continue;
        const absolute = below(root, file);
        const real = entry.isSymbolicLink() ? realpathSync(absolute) : absolute;
        if (ancestors.has(real)) throw linkLoop(file);
        walk(file, new Set([...ancestors, real]));
      } else if (linked.isFile()) {
        files.push(file);
        if (files.length > MAX_FILES) {
          throw usageError(
            'too-many-files',
            `${root} holds more than ${MAX_FILES.toLocaleString('en')} files.`,
            'Name the directory of the migrations, not one above it.',
          );
        }
      }
    }
  };
  walk('', new Set([root]));
  return files.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function readEntries(root: string, relative: string) {
  try {
    return readdirSync(below(root, relative), { withFileTypes: true });
  } catch (cause) {
    throw unreadable(relative === '' ? root : relative, cause);
  }
}

/** Both are normal already: to have `path.join` find that out of each file takes longer than to open it. */
function below(root: string, relative: string): string {
  return `${root}/${relative}`;
}

function followLink(root: string, file: string) {
  try {
    return statSync(below(root, file));
  } catch (cause) {
    throw isErrno(cause, 'ELOOP') ? linkLoop(file) : unreadable(file, cause);
  }
}

function linkLoop(file: string): UserError {
  return fileError(
    'link-loop',
    `${file} is a symbolic link that leads back to itself.`,
    file,
    'Remove the link or point it elsewhere.',
  );
}

/** `shown` names it in errors. */
export function readBytes(absolute: string, file: string): Buffer {
  try {
    return readFileSync(absolute);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function looseText(absolute: string, file: string): string {
  return normalise(readBytes(absolute, file).toString('utf8'));
}

function readHead(absolute: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(absolute, 'r');
    const buffer = Buffer.alloc(HEAD_BYTES);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, HEAD_BYTES, 0));
  } catch {
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer, file: string): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    const line = firstInvalidLine(bytes);
    // What editors on Windows call Unicode begins with one of these.
    const isWide = [0xfffe, 0xfeff].includes(bytes.length < 2 ? 0 : bytes.readUInt16BE(0));
    throw new UserError(
      'migrations',
      [
        {
          severity: 'error',
          code: 'invalid-utf8',
          message: isWide ? `${file} is UTF-16, not UTF-8.` : `${file}:${line} is not valid UTF-8.`,
          path: file,
          line,
          hint: `Save the file as UTF-8, for example: iconv -f ${isWide ? 'utf-16' : 'latin1'} -t utf8 ${file}`,
        },
      ],
      { cause },
    );
  }
}

function firstInvalidLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(0x0a, start);
    const slice = bytes.subarray(start, end === -1 ? bytes.length : end);
    try {
      decoder.decode(slice);
    } catch {
      return line;
    }
    if (end === -1) return line;
    start = end + 1;
    line += 1;
  }
}

function normalise(text: string): string {
  const withoutMark = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return withoutMark.includes('\r') ? withoutMark.replaceAll('\r\n', '\n') : withoutMark;
}

function findAbove(root: string, name: string): FileAbove | undefined {
  for (let folder = path.dirname(root); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, name);
    if (statSync(candidate, { throwIfNoEntry: false })?.isFile() === true) return fileAbove(candidate);
    if (existsSync(path.join(folder, '.git')) || path.dirname(folder) === folder) return undefined;
  }
}

/** Of most nobody reads more than that they are there. */
function fileAbove(absolute: string): FileAbove {
  return {
    path: absolute,
    get text() {
      return looseText(absolute, absolute);
    },
    get look() {
      try {
        return looseText(absolute, absolute);
      } catch {
        return '';
      }
    },
  };
}

function unreadable(file: string, cause: unknown): UserError {
  const reason = cause instanceof Error ? cause.message.replace(/, \w+ '.*'$/, '') : String(cause);
  return fileError(
    'unreadable-file',
    `${file} cannot be read: ${reason}.`,
    file,
    'Check that it exists and may be read.',
    cause,
  );
}

function fileError(code: string, message: string, file: string, hint: string, cause?: unknown): UserError {
  const problem: Problem = { severity: 'error', code, message, path: file, hint };
  return new UserError('usage', [problem], { cause });
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
