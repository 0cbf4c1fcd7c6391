/**
 * Keys of entries and names of documents: `migrate-action-v2-EPOCH-KIND-PART-PART=HASH`.
 *
 * | part | what it is | it changes, and what was kept is no longer found, when |
 * |---|---|---|
 * | `migrate-action` | whose it is: GitHub's cache of a repository is everybody's | never |
 * | `v2` | how entries are made (`FORMAT`) | we make them in another way, or know better what may not be kept |
 * | `EPOCH` | the user's word | the user wants to begin anew |
 * | `KIND` | what it is | never; kinds are apart from one another |
 * | `PART`… | what it must fit, readable: PostgreSQL's version, the platform | the run has another |
 * | `HASH` | everything that the entry depends on, or a document's contents | any of that changes |
 *
 * The hash comes last and is always as long, and `=` is nowhere else, so that no key is the beginning of another: GitHub's cache
 * finds keys by their beginnings. The same holds for prefixes: one that ends in `=` fits entries with exactly these parts.
 *
 * Keys serve as file names, too. GitHub allows 512 characters and no comma, file systems 255 bytes and no slash.
 */
import { createHash } from 'node:crypto';

const FORMAT = 2;
const HASH_DIGITS = 32;
/** Seconds since 1970, until 2106. */
const TIME_DIGITS = 8;
/** Longer parts are told apart by a hash at their end. */
const LONGEST_PART = 40;
const MOST_PARTS = 3;

export type Kind =
  'snapshot' | 'index' | 'results' | 'learned' | 'analysis' | 'installation' | 'cluster' | (string & {});

export interface Named {
  readonly kind: Kind;
  /** At most three. */
  readonly parts?: readonly string[] | undefined;
  /** Default `0`. */
  readonly epoch?: string | undefined;
}

/** @param content what the entry depends on; equal contents, equal key */
export function entryKey(named: Named, content: string | Uint8Array): string {
  return `${entryPrefix(named)}${hashOf(content)}`;
}

/** What the keys of all entries with these parts begin with, whatever they depend on. */
export function entryPrefix(named: Named): string {
  return `${documentName(named)}=`;
}

export function documentName({ kind, parts = [], epoch = '0' }: Named): string {
  if (parts.length > MOST_PARTS) throw new RangeError(`A key has at most ${MOST_PARTS} parts: ${parts.join(', ')}`);
  return ['migrate-action', `v${FORMAT}`, ...[epoch, kind, ...parts].map(encode)].join('-');
}

/**
 * Where a store cannot change a document, each of its versions is an entry. The time is in its key, since a document may come to be what
 * it once was; the rest says whether the contents are whole.
 */
export function documentKey(name: string, contents: Uint8Array): string {
  const seconds = Math.floor(Date.now() / 1000);
  const time = seconds.toString(16).padStart(TIME_DIGITS, '0');
  return `${name}=${time}${hashOf(contents).slice(TIME_DIGITS)}`;
}

/** Whether the key is that of a version of the document. */
export function isKeyOf(name: string, key: string): boolean {
  return key.startsWith(`${name}=`) && /^[0-9a-f]{32}$/.test(key.slice(name.length + 1));
}

export function isIntact(key: string, contents: Uint8Array): boolean {
  return key.slice(-HASH_DIGITS + TIME_DIGITS) === hashOf(contents).slice(TIME_DIGITS);
}

/** Whether it is the key of an entry; else it is the name of a document. */
export function isEntry(key: string): boolean {
  return key.includes('=');
}

export interface NameParts {
  readonly kind: string;
  readonly parts: readonly string[];
  readonly epoch: string;
}

/** What a key or a name says of itself; undefined when it is none of ours. A part that was too long comes without its end. */
export function readName(key: string): NameParts | undefined {
  const [owner, ours, version, epoch, kind, ...parts] = (key.split('=')[0] ?? '').split('-');
  if (owner !== 'migrate' || ours !== 'action' || version !== `v${FORMAT}`) return undefined;
  if (epoch === undefined || kind === undefined) return undefined;
  return { kind: decode(kind), parts: parts.map(decode), epoch: decode(epoch) };
}

/** 128 bits: enough that nobody meets two contents with the same one by chance. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, HASH_DIGITS);
}

/** Letters, digits and dots stay; every other byte becomes `_` and two hexadecimal digits. */
function encode(part: string): string {
  const encoded = [...Buffer.from(part)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9.]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
  return encoded.length <= LONGEST_PART
    ? encoded
    : `${encoded.slice(0, LONGEST_PART - 17)}_${hashOf(part).slice(0, 16)}`;
}

function decode(encoded: string): string {
  const short = encoded.replace(/_[0-9a-f]{16}$/, '…');
  return short.replace(/(?:_[0-9a-f]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('_', ''), 'hex').toString());
}
