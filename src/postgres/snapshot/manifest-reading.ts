/** Reads a manifest, which may come from anybody: nothing in it is believed before it is checked, and all faults are told at once. */
import { isRecord } from '../../migration/plain.ts';
import { type SnapshotManifest, SNAPSHOT_FORMAT } from './manifest.ts';
import { SnapshotRefusal } from './refusal.ts';

/** Says what is wrong with a value, in a sentence each that begins with the field's path. */
type Check = (value: unknown, at: string) => readonly string[];

const LONGEST_TEXT = 10_000;
const MOST_ITEMS = 100_000;
/** More than any of our machines holds. */
const MOST_BYTES = 2 ** 40;

/** @throws SnapshotRefusal with all faults in its message */
export function parseManifest(bytes: Uint8Array): SnapshotManifest {
  const value = parseJson(Buffer.from(bytes).toString());
  const format = isRecord(value) ? value['format'] : undefined;
  if (format !== SNAPSHOT_FORMAT) {
    const found = typeof format === 'number' ? `format ${format}` : 'an unknown format';
    throw new SnapshotRefusal('bad-manifest', `The snapshot has ${found}, and this version reads ${SNAPSHOT_FORMAT}.`);
  }
  const faults = MANIFEST(value, 'manifest');
  if (faults.length > 0) {
    const shown = faults.slice(0, 10).join('; ');
    const more = faults.length > 10 ? `; and ${faults.length - 10} more` : '';
    throw new SnapshotRefusal('bad-manifest', `The manifest of the snapshot is unsound: ${shown}${more}.`);
  }
  return value as SnapshotManifest;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SnapshotRefusal('bad-manifest', 'The manifest of the snapshot is no JSON.', { cause });
  }
}

const text =
  (pattern = /^[^\0]*$/): Check =>
  (value, at) =>
    typeof value === 'string' && value.length <= LONGEST_TEXT && pattern.test(value) ? [] : [`${at} is no such text`];

const whole =
  (least: number, most: number): Check =>
  (value, at) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most
      ? []
      : [`${at} is no whole number from ${least} to ${most}`];

const oneOf =
  (...allowed: readonly unknown[]): Check =>
  (value, at) =>
    allowed.includes(value) ? [] : [`${at} is none of ${allowed.join(', ')}`];

const list =
  (item: Check): Check =>
  (value, at) =>
    Array.isArray(value) && value.length <= MOST_ITEMS
      ? value.flatMap((element, index) => item(element, `${at}[${index}]`))
      : [`${at} is no list`];

const nullable =
  (check: Check): Check =>
  (value, at) =>
    value === null ? [] : check(value, at);

const optional =
  (check: Check): Check =>
  (value, at) =>
    value === undefined ? [] : check(value, at);

/** Exactly these fields: an unknown one may mean what this version does not know of. */
const record =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, at) => {
    if (!isRecord(value)) return [`${at} is no object`];
    const unknown = Object.keys(value).filter((name) => !Object.hasOwn(fields, name));
    return [
      ...unknown.map((name) => `${at} has an unknown field ${JSON.stringify(name.slice(0, 50))}`),
      ...Object.entries(fields).flatMap(([name, check]) => check(value[name], `${at}.${name}`)),
    ];
  };

const HASH = text(/^[0-9a-f]{64}$/);
const NAME = text(/^[^\0]{1,200}$/);
const SETTING = text(/^[A-Za-z_][\w.$]{0,199}=[^\0]*$/);

const ROLE = record({
  name: NAME,
  attributes: list(
    text(
      /^(?:(?:NO)?(?:SUPERUSER|CREATEDB|CREATEROLE|INHERIT|LOGIN|REPLICATION|BYPASSRLS)|CONNECTION LIMIT \d{1,9}|VALID UNTIL '[\w:.+ -]{1,60}')$/,
    ),
  ),
  settings: list(SETTING),
  comment: nullable(text()),
  memberOf: list(record({ role: NAME, options: list(text(/^(?:ADMIN|INHERIT|SET) (?:TRUE|FALSE)$/)) })),
});

const PRIVILEGE = record({
  grantor: NAME,
  grantee: text(),
  privilege: oneOf('CREATE', 'CONNECT', 'TEMPORARY'),
  grantable: oneOf(true, false),
});

const SURROUNDINGS = record({
  user: NAME,
  roles: list(ROLE),
  otherRoles: HASH,
  kind: HASH,
  database: record({
    owner: NAME,
    comment: nullable(text()),
    connectionLimit: whole(-1, 2 ** 31),
    settings: list(record({ role: text(), setting: SETTING })),
    privileges: nullable(list(PRIVILEGE)),
  }),
});

const COMMON: Readonly<Record<string, Check>> = {
  format: oneOf(SNAPSHOT_FORMAT),
  kind: oneOf('data-directory', 'dump'),
  set: NAME,
  migrations: list(record({ digest: HASH, id: text() })),
  seed: optional(HASH),
  madeBy: NAME,
  madeAt: text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/),
  fingerprint: optional(record({ schema: HASH, data: HASH })),
  server: record({
    version: text(/^\d{2}\.\d{1,3}$/),
    major: whole(10, 99),
    source: oneOf('system', 'package', 'external'),
    build: text(),
    platform: NAME,
    architecture: NAME,
    encoding: NAME,
    collate: NAME,
    characterType: NAME,
    extensions: list(record({ name: NAME, version: NAME, offered: optional(NAME) })),
  }),
  payload: record({ bytes: whole(1, MOST_BYTES), sha256: HASH, restoredBytes: whole(0, MOST_BYTES) }),
};

const CLUSTER = record({
  controlVersion: whole(1, 1_000_000),
  catalogVersion: whole(1, 2 ** 32),
  blockSize: whole(1024, 32_768),
  walBlockSize: whole(1024, 65_536),
  walSegmentSize: whole(2 ** 20, 2 ** 30),
  dataChecksums: oneOf(true, false),
});

const MANIFEST: Check = (value, at) => {
  const isDump = isRecord(value) && value['kind'] === 'dump';
  const faults = record({ ...COMMON, ...(isDump ? { surroundings: SURROUNDINGS } : { cluster: CLUSTER }) })(value, at);
  if (faults.length > 0) return faults;
  const { server, kind } = value as SnapshotManifest;
  const isOurs = server.source !== 'external';
  return [
    ...(Number(server.version.split('.')[0]) === server.major ? [] : [`${at}.server.version is not of its major`]),
    ...(isOurs === (kind === 'data-directory') ? [] : [`${at}.kind does not go with ${at}.server.source`]),
  ];
};
