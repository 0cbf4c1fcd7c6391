/**
 * What a snapshot says of itself. Everything that decides whether it may be used is here, so that it can be chosen from many by
 * manifests alone; a store may keep them apart from the files.
 */
import type { Fingerprint } from '../../migration/image-hashes.ts';

/** To be raised when the layout of the file or the meaning of a field changes. */
export const SNAPSHOT_FORMAT = 1;

/** A migration that is applied in the snapshot. */
export interface HeldMigration {
  /** 64 hexadecimal digits. Decides. */
  readonly digest: string;
  /** For messages. */
  readonly id: string;
}

/** What is in the snapshot, as the caller knows it. */
export interface SnapshotSubject {
  /** Which set of migrations this is, so that nobody gets the snapshot of another project. */
  readonly set: string;
  /** The closed set that is applied, in file order. */
  readonly migrations: readonly HeldMigration[];
  /** Digest of the seed that was applied after the migrations. */
  readonly seed?: string | undefined;
  /** The version of migrate-action. */
  readonly madeBy: string;
  readonly fingerprint?: Fingerprint | undefined;
}

export interface ExtensionVersion {
  readonly name: string;
  readonly version: string;
  /** Which version the server makes of itself, if it can make any; of what every server has nobody asks. */
  readonly offered?: string | undefined;
}

/** The server that a snapshot was made on. */
export interface SnapshotServer {
  /** `17.10` */
  readonly version: string;
  readonly major: number;
  /** Where its programs came from; `external`: it is not ours. */
  readonly source: 'system' | 'package' | 'external';
  /** `version()`: compiler and architecture. */
  readonly build: string;
  /** The platform of the machine that made the snapshot, as Node names it. */
  readonly platform: string;
  readonly architecture: string;
  readonly encoding: string;
  readonly collate: string;
  readonly characterType: string;
  /** Of the database, sorted by name. */
  readonly extensions: readonly ExtensionVersion[];
}

/** What decides whether a server can start on a data directory. */
export interface Cluster {
  readonly controlVersion: number;
  readonly catalogVersion: number;
  readonly blockSize: number;
  readonly walBlockSize: number;
  readonly walSegmentSize: number;
  readonly dataChecksums: boolean;
}

/** A role, as it is made again where it is missing. Passwords are in no snapshot. */
export interface HeldRole {
  readonly name: string;
  /** `CREATEDB`, `CONNECTION LIMIT 5`: options of CREATE ROLE, in a fixed order. */
  readonly attributes: readonly string[];
  /** `search_path=app`: settings of the role in all databases. */
  readonly settings: readonly string[];
  readonly comment: string | null;
  /** Roles it is a member of. */
  readonly memberOf: readonly HeldMembership[];
}

export interface HeldMembership {
  readonly role: string;
  /** `ADMIN TRUE`: options of GRANT. */
  readonly options: readonly string[];
}

/** What a dump of a single database lacks. */
export interface DumpSurroundings {
  /** Who dumped it and so owns what has no other owner. */
  readonly user: string;
  readonly roles: readonly HeldRole[];
  /** Which other roles there were, as a hash: migrations may ask whether one is there. */
  readonly otherRoles: string;
  /** What the database was before the first migration, as a hash: see `EmptyDatabase`. */
  readonly kind: string;
  /** Settings, comment and privileges of the database itself. */
  readonly database: HeldDatabase;
}

export interface HeldDatabase {
  readonly owner: string;
  readonly comment: string | null;
  readonly connectionLimit: number;
  /** `search_path=app`, in this database, of a role; an empty name is all roles. */
  readonly settings: readonly { readonly role: string; readonly setting: string }[];
  /** Who may do what with the database; null: PostgreSQL's defaults. */
  readonly privileges: readonly HeldPrivilege[] | null;
}

export interface HeldPrivilege {
  readonly grantor: string;
  /** An empty name is everybody. */
  readonly grantee: string;
  readonly privilege: string;
  readonly grantable: boolean;
}

export interface SnapshotManifest extends SnapshotSubject {
  readonly format: typeof SNAPSHOT_FORMAT;
  readonly kind: 'data-directory' | 'dump';
  readonly server: SnapshotServer;
  /** Only of a data directory. */
  readonly cluster?: Cluster | undefined;
  /** Only of a dump. */
  readonly surroundings?: DumpSurroundings | undefined;
  readonly payload: {
    readonly bytes: number;
    /** Of these bytes, 64 hexadecimal digits. */
    readonly sha256: string;
    /** What the database takes on its file system, about. */
    readonly restoredBytes: number;
  };
  /** ISO 8601, UTC. */
  readonly madeAt: string;
}
