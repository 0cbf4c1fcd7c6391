/**
 * What a caller may set, as text from flags or action inputs, checked together: every mistake is reported at once, with the
 * value, the allowed values and the cure.
 */
import { availableParallelism } from 'node:os';
import { FORMATS } from '../formats/registry.ts';
import type { Reuse } from '../graph/snapshot-choice.ts';
import { parseDuration } from '../migration/directives.ts';
import { type Problem, UserError } from '../migration/problem.ts';
import { type ConnectionLimits, DEFAULT_LIMITS } from '../postgres/database.ts';
import { parseUrl } from '../postgres/url.ts';
import { parseClientPrefix } from '../postgres/snapshot/client-programs.ts';
import { type Major, SUPPORTED_MAJORS } from '../postgres/server/releases.ts';

export interface Settings {
  /** The migrations directory as given. */
  readonly directory: string;
  /** A format's name, or `auto`. */
  readonly format: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly table?: string | undefined;
  /** SQL files that make an empty database what the first migration expects: roles, schemas, extensions. */
  readonly initSql: readonly string[];
  /** SQL files that fill a database when its migrations are applied. */
  readonly seed: readonly string[];
  /** A shell command that runs after them, with the database's URL in its environment. */
  readonly seedCommand?: string | undefined;
  /** Files and directories that decide what the command does. */
  readonly seedInputs: readonly string[];
  /** Major version of a managed server. */
  readonly postgres: Major;
  /** An external database; then no server is started. */
  readonly databaseUrl?: string | undefined;
  /** Of a plan: as whom runs will connect to such a database. */
  readonly serviceUser?: string | undefined;
  /** A command through which pg_dump and pg_restore reach that database, word by word; empty for none. */
  readonly clientPrefix: readonly string[];
  readonly allowNonEmpty: boolean;
  readonly cacheDir?: string | undefined;
  /** TCP port of a managed server that is kept. */
  readonly port: number | 'auto';
  readonly keep: boolean;
  readonly clones: number;
  /** How many migrations may run side by side. */
  readonly jobs: number;
  /** Which snapshots a run may start from. */
  readonly reuse: Reuse;
  /** Whether the snapshot that the run begins with has to be what a replay of its migrations gives. Costs two of them. */
  readonly checkSnapshot: boolean;
  /** In a job on the default branch, each so manieth run replays everything; 0: none does. */
  readonly replayEvery: number;
  /** Part of every key: another one abandons all that was kept. */
  readonly epoch: string;
  readonly limits: ConnectionLimits;
}

/** Every setting but the directory, by the name that flags and inputs share. A boolean is `true` or `false`. */
export const SETTING_NAMES = [
  'format',
  'set',
  'table',
  'init-sql',
  'seed',
  'seed-command',
  'seed-inputs',
  'postgres',
  'database-url',
  'client-prefix',
  'allow-non-empty',
  'cache-dir',
  'port',
  'keep',
  'clones',
  'jobs',
  'reuse',
  'check-snapshot',
  'replay-every',
  'epoch',
  'pool-size',
  'connect-timeout',
  'statement-timeout',
  'lock-timeout',
  'idle-in-transaction-timeout',
] as const;
export type SettingName = (typeof SETTING_NAMES)[number];
/** How the caller wrote a setting's name: `--port`, `input "port"`. */
export type Label = (name: SettingName | 'directory') => string;
export type RawSettings = Readonly<Partial<Record<SettingName, string>>>;

export const DEFAULT_POSTGRES: Major = 17;
/** A template database is copied file by file for each; more than this is a mistake. */
const MAX_CLONES = 256;
const MAX_POOL_SIZE = 100;
const MAX_JOBS = 64;
const MAX_REPLAY_EVERY = 100_000;
/** Also where they cannot be read: a password in the URL, or one that a command sets for the programs. */
const MAY_HOLD_SECRETS: ReadonlySet<SettingName> = new Set(['database-url', 'client-prefix']);
const REUSES: readonly Reuse[] = ['graph', 'prefix', 'off'];

/**
 * @param besides what else is wrong of what the caller gave
 * @throws UserError (usage) with all mistakes
 */
export function parseSettings(
  directory: string,
  raw: RawSettings,
  label: Label,
  besides: readonly Problem[] = [],
): Settings {
  const reader = new SettingReader(raw, label);
  // GitHub does not insist on required inputs, and an empty path is the working directory to Node.
  if (directory.trim() === '') {
    reader.complain('directory', 'is missing', 'Name the directory your migration tool is pointed at.');
  }
  const milliseconds = (name: SettingName, fallback: number) =>
    reader.read(name, fallback, readLimit, 'a duration such as 500ms, 30s or 5min, or 0 for none');
  const settings: Settings = {
    directory,
    format: reader.read('format', 'auto', readFormat, `auto, ${FORMATS.map((format) => format.name).join(', ')}`),
    variables: reader.read<ReadonlyMap<string, string>>('set', new Map(), readVariables, 'NAME=VALUE, one to a line'),
    table: reader.read('table', undefined, readTable, 'a table name, with or without its schema'),
    initSql: reader.read<readonly string[]>('init-sql', [], readLines, 'paths of SQL files, one to a line'),
    seed: reader.read<readonly string[]>('seed', [], readLines, 'paths of SQL files, one to a line'),
    seedCommand: reader.read('seed-command', undefined, (text) => text, 'a shell command'),
    seedInputs: reader.read<readonly string[]>('seed-inputs', [], readLines, 'paths, one to a line'),
    postgres: reader.read('postgres', DEFAULT_POSTGRES, readMajor, SUPPORTED_MAJORS.join(', ')),
    databaseUrl: reader.read('database-url', undefined, readUrl, 'postgres://user:password@host:5432/database'),
    clientPrefix: reader.read<readonly string[]>(
      'client-prefix',
      [],
      readPrefix,
      'a command, with quotes as in a shell: docker exec -i ID',
    ),
    allowNonEmpty: reader.read('allow-non-empty', false, readBoolean, 'true, false'),
    cacheDir: reader.read('cache-dir', undefined, (text) => text, 'a directory'),
    port: reader.read('port', 'auto', readPort, 'auto, or 1024 to 65535'),
    keep: reader.read('keep', false, readBoolean, 'true, false'),
    jobs: reader.read('jobs', availableParallelism(), readJobs, `auto, or 1 to ${MAX_JOBS}`),
    reuse: reader.read<Reuse>('reuse', 'graph', readReuse, REUSES.join(', ')),
    checkSnapshot: reader.read('check-snapshot', false, readBoolean, 'true, false'),
    replayEvery: reader.read('replay-every', 25, wholeNumber(0, MAX_REPLAY_EVERY), `0 to ${MAX_REPLAY_EVERY}`),
    epoch: reader.read('epoch', '0', readEpoch, 'up to 40 letters and digits'),
    clones: reader.read('clones', 0, wholeNumber(0, MAX_CLONES), `0 to ${MAX_CLONES}`),
    limits: {
      poolSize: reader.read(
        'pool-size',
        DEFAULT_LIMITS.poolSize,
        wholeNumber(1, MAX_POOL_SIZE),
        `1 to ${MAX_POOL_SIZE}`,
      ),
      connectTimeoutMs: milliseconds('connect-timeout', DEFAULT_LIMITS.connectTimeoutMs),
      statementTimeoutMs: milliseconds('statement-timeout', DEFAULT_LIMITS.statementTimeoutMs),
      lockTimeoutMs: milliseconds('lock-timeout', DEFAULT_LIMITS.lockTimeoutMs),
      idleInTransactionTimeoutMs: milliseconds(
        'idle-in-transaction-timeout',
        DEFAULT_LIMITS.idleInTransactionTimeoutMs,
      ),
    },
  };
  if (reader.has('database-url')) {
    reader.refuse(
      ['port', 'postgres'],
      'is for a server of ours, but a database URL names another one',
      'Leave out one of the two.',
    );
    if (settings.checkSnapshot) {
      reader.refuse(
        ['check-snapshot'],
        'replays on servers of ours, but a database URL names another one',
        'Leave out one of the two.',
      );
    }
  } else {
    reader.refuse(
      ['client-prefix'],
      'is for snapshots of a server that is not ours, but no database URL names one',
      'Leave it out, or add a database URL.',
    );
  }
  if (!reader.has('seed-command')) {
    reader.refuse(
      ['seed-inputs'],
      'says what decides what a command does, but there is no seed-command',
      'Leave it out, or add a seed-command. SQL files of the seed need no inputs.',
    );
  }
  if (!reader.has('database-url') && !settings.keep) {
    const needed = 'Add --keep, or a database URL.';
    if (settings.clones > 0)
      reader.refuse(['clones'], 'makes copies that would end with the server, as it is not kept', needed);
    reader.refuse(['port'], 'is for later users of the server, but it is not kept', needed);
  }
  reader.finish(besides);
  return settings;
}

/** Reads settings one by one and remembers everything that is wrong. */
class SettingReader {
  readonly #raw: RawSettings;
  readonly #label: Label;
  /** One for a setting: what is not even readable cannot contradict another. */
  readonly #problems = new Map<string, Problem>();

  constructor(raw: RawSettings, label: Label) {
    this.#raw = raw;
    this.#label = label;
  }

  read<T>(name: SettingName, fallback: T, parse: (text: string) => T | undefined, allowed: string): T {
    const text = this.#given(name);
    if (text === undefined) return fallback;
    const value = parse(text);
    if (value !== undefined) return value;
    const shown = MAY_HOLD_SECRETS.has(name) ? '' : `"${text.split(VALUE_END).filter(Boolean).join('", "')}" `;
    this.complain(name, `${shown}is not a valid value`, `Allowed: ${allowed}.`);
    return fallback;
  }

  refuse(names: readonly SettingName[], why: string, hint: string): void {
    for (const name of names.filter((candidate) => this.#given(candidate) !== undefined)) {
      this.complain(name, why, hint);
    }
  }

  has(name: SettingName): boolean {
    return this.#given(name) !== undefined;
  }

  complain(name: SettingName | 'directory', what: string, hint: string): void {
    if (this.#problems.has(name)) return;
    const message = `${this.#label(name)} ${what}.`;
    this.#problems.set(name, { severity: 'error', code: 'bad-setting', message, hint });
  }

  finish(besides: readonly Problem[]): void {
    const [first, ...rest] = [...this.#problems.values(), ...besides];
    if (first !== undefined) throw new UserError('usage', [first, ...rest]);
  }

  #given(name: SettingName): string | undefined {
    const text = this.#raw[name]?.trim();
    return text === '' ? undefined : text;
  }
}

function readFormat(text: string): string | undefined {
  return text === 'auto' || FORMATS.some((format) => format.name === text) ? text : undefined;
}

function readMajor(text: string): Major | undefined {
  return SUPPORTED_MAJORS.find((major) => String(major) === text);
}

function readBoolean(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
    return value >= least && value <= most ? value : undefined;
  };
}

function readPort(text: string): number | 'auto' | undefined {
  return text === 'auto' ? 'auto' : wholeNumber(1024, 65_535)(text);
}

function readReuse(text: string): Reuse | undefined {
  return REUSES.find((reuse) => reuse === text);
}

function readEpoch(text: string): string | undefined {
  return /^[A-Za-z0-9.]{1,40}$/.test(text) ? text : undefined;
}

function readJobs(text: string): number | undefined {
  return text === 'auto' ? availableParallelism() : wholeNumber(1, MAX_JOBS)(text);
}

function readLimit(text: string): number | undefined {
  return text === '0' ? 0 : parseDuration(text);
}

function readUrl(text: string): string | undefined {
  return parseUrl(text) === undefined ? undefined : text;
}

function readPrefix(text: string): readonly string[] | undefined {
  try {
    const words = parseClientPrefix(text);
    return words[0] === '' ? undefined : words;
  } catch {
    return undefined;
  }
}

function readTable(text: string): string | undefined {
  return /^[^\s.;'"]+(\.[^\s.;'"]+)?$/.test(text) ? text : undefined;
}

function readLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Ends each of several values that came as one text, of which any may have several lines: no argument of a program has it in it. */
export const VALUE_END = '\0';

function readVariables(text: string): ReadonlyMap<string, string> | undefined {
  const pairs = text
    .split(text.includes(VALUE_END) ? VALUE_END : '\n')
    .filter((pair) => pair.trim() !== '')
    .map((pair) => /^\s*([^\s=]+)=(.*)$/s.exec(pair));
  if (pairs.includes(null)) return undefined;
  return new Map(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}
