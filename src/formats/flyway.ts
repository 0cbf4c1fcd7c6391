/**
 * Flyway: `V1_2__add_orders.sql`, `R__order_totals.sql`, `U1_2__add_orders.sql`, `B3__baseline.sql`, in the directory or anywhere below it.
 *
 * Rules, from https://documentation.red-gate.com/flyway (Migrations, Baseline Migrations, Undo Migrations, Callbacks) and, below
 * `flyway-core/src/main/java/org/flywaydb/core/`, `internal/resolver/{sql/SqlMigrationResolver,CompositeMigrationResolver,
 * ResolvedMigrationComparator}.java`, `api/migration/baseline/`, `internal/command/DbMigrate.java`; names, texts, settings and rows have
 * files of their own here, with theirs:
 * - Versioned migrations run in the order of their versions, repeatable ones after them in the order of their descriptions.
 * - On an empty database the newest baseline takes the place of every version up to its own.
 * - An undo script is the way down of the version it names.
 * - Files whose names do not fit are passed over, unless `validateMigrationNaming` is set.
 * - Java and script migrations (`.java`, `.sh` …) are refused: they are not ours to run. So are callbacks of a migration run, except
 *   `afterMigrate`, whose statements run at the end.
 * - With `group` Flyway puts all pending migrations into one transaction; here each has its own.
 */
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import { type FlywayConfig, flywayConfigFile, readFlywayConfig } from './flyway/config.ts';
import { flywayHistory, type HistoryEntry, historyVersion } from './flyway/history.ts';
import {
  canonicalVersion,
  compareVersions,
  type FlywayFile,
  isMigration,
  type NamedFile,
  parseFlywayName,
  scriptNames,
} from './flyway/names.ts';
import {
  fillPlaceholders,
  flywayChecksum,
  readScriptConfig,
  type ScriptConfig,
  transactionOf,
  withoutTrailingParentheses,
} from './flyway/script.ts';
import type { Format } from './format.ts';
import { afterStandIn } from './shared/baseline.ts';
import { baseName, compareText, duplicateVersions, ignoredFile, stem } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { undoubleQuestionMarks } from './shared/statements.ts';

const EXPECTED = 'V1_2__add_orders.sql';
const VERSIONED = /(?:^|\/)[VB]\d[\d._]*__[^/]*\.sql$/i;
/** Flyway's scanner (`scanner/filesystem/FileSystemScanner.java`) passes them over: Kubernetes' `..data`, for one, has each file again. */
const IN_HIDDEN = /(?:^|\/)\.[^/]*\//;

export const flyway: Format = {
  name: 'flyway',
  tool: 'Flyway',
  keepsSession: false,
  claim(directory) {
    const files = directory.files.filter((file) => !IN_HIDDEN.test(file));
    // A directory with a checksum file is Atlas's to tell apart: it hashes Flyway's files too, but then they are still named so.
    const file = files.find((candidate) => VERSIONED.test(candidate));
    const settings = flywayConfigFile(directory);
    if (settings !== undefined) {
      // They may say what files are named like.
      const config = readFlywayConfig(directory, { variables: new Map(), env: {} }, []);
      const named = files.flatMap((each) => parseFlywayName(each, config) ?? []);
      if (file !== undefined || named.some(isMigration)) return { certainty: 'certain', evidence: settings };
    }
    return file === undefined ? undefined : { certainty: 'likely', evidence: file };
  },
  isSetting: (name) => name.toLowerCase().startsWith('flyway.'),
  load(directory, options) {
    const problems: Problem[] = [];
    const config = readFlywayConfig(directory, options, problems);
    const seen = directory.files.filter((file) => !IN_HIDDEN.test(file));
    const named = seen.flatMap((file) => parseFlywayName(file, config) ?? []);
    reportOthers(named, config, problems);
    const { chosen, replaced, undo } = choose(named.filter(isMigration), problems);
    if (chosen.length === 0) problems.push(...otherCase(named, config));
    const entries = new Map<string, HistoryEntry>();
    const migrations = chosen.flatMap((file) => {
      const loaded = toMigration(file, undo.get(canonical(file)), directory, config, problems);
      if (loaded === undefined) return [];
      entries.set(loaded.migration.id, loaded.entry);
      return loaded.migration;
    });
    const callbacks = callbacksIn(named, directory, config, problems);
    const history = flywayHistory(entries, replaced, config, options.table);
    return {
      migrations: afterStandIn(migrations, chosen.find(({ kind }) => kind === 'baseline')?.path),
      problems,
      names: scriptNames(config),
      bookkeeping: history,
      callbacks,
    };
  },
};

function canonical(file: FlywayFile): string {
  return file.kind === 'repeatable' ? '' : canonicalVersion(file.version);
}

function reportOthers(files: readonly NamedFile[], config: FlywayConfig, problems: Problem[]): void {
  const invalid = config.validateMigrationNaming ? 'error' : 'warning';
  for (const file of files) {
    if (file.kind === 'invalid') {
      problems.push({
        severity: invalid,
        code: 'invalid-name',
        message: `Flyway passes over ${file.path}: ${file.reason}.`,
        path: file.path,
        hint: `Name it like ${EXPECTED}.`,
      });
    } else if (file.kind === 'unknown') {
      const ignored = ignoredFile(file.path, 'Flyway', EXPECTED);
      problems.push(config.validateMigrationNaming ? { ...ignored, severity: 'error', code: 'invalid-name' } : ignored);
    } else if (file.kind === 'code') {
      problems.push({
        severity: 'error',
        code: 'code-migration',
        message: `${file.path} is a migration in code, which only Flyway itself can run.`,
        path: file.path,
        hint: 'Write it in SQL, or leave this set to Flyway itself.',
      });
    } else if (file.kind === 'callback' && file.event !== 'afterMigrate') {
      problems.push({
        severity: 'error',
        code: 'unsupported-callback',
        message: `${file.path} is a callback that Flyway runs on ${file.event}; only afterMigrate is followed here.`,
        path: file.path,
        hint: 'Move it into a migration, or leave this set to Flyway itself.',
      });
    }
  }
}

/** On Flyway's part there is nothing to run then, and on its owner's a whole set. */
function otherCase(files: readonly NamedFile[], { prefixes: { versioned }, separator }: FlywayConfig): Problem[] {
  const file = files.find(({ kind, path }) => {
    const name = baseName(path);
    return kind === 'unknown' && name.includes(separator) && name.toLowerCase().startsWith(versioned.toLowerCase());
  });
  if (file === undefined) return [];
  const own = baseName(file.path).slice(0, versioned.length);
  return [
    {
      severity: 'error',
      code: 'prefix-case',
      message: `Flyway sees no migration in ${file.path}: its name begins with "${own}", and the prefix is "${versioned}".`,
      path: file.path,
      hint: `Set flyway.sqlMigrationPrefix=${own} in flyway.conf, or rename the files.`,
    },
  ];
}

interface Choice {
  /** In the order they run on an empty database. */
  readonly chosen: readonly FlywayFile[];
  /** Versioned migrations that the baseline stands for. */
  readonly replaced: readonly FlywayFile[];
  /** By canonical version. */
  readonly undo: ReadonlyMap<string, FlywayFile>;
}

function choose(files: readonly FlywayFile[], problems: Problem[]): Choice {
  const of = (kind: FlywayFile['kind']): FlywayFile[] => files.filter((file) => file.kind === kind);
  const byVersion = (a: FlywayFile, b: FlywayFile): number => compareVersions(a.version, b.version);
  const versioned = of('versioned').sort(byVersion);
  const repeatable = of('repeatable').sort((a, b) => compareText(a.description, b.description));
  const baselines = of('baseline').sort(byVersion);
  const undos = of('undo').sort(byVersion);
  for (const group of [versioned, baselines, undos]) {
    problems.push(...duplicateVersions(group.map((file) => ({ version: canonical(file), path: file.path }))));
  }
  problems.push(...duplicateDescriptions(repeatable));
  const known = new Set(versioned.map(canonical));
  problems.push(...undos.filter((file) => !known.has(canonical(file))).map(lostUndo));
  const baseline = baselines.at(-1);
  const replaced = baseline === undefined ? [] : versioned.filter((file) => byVersion(file, baseline) <= 0);
  if (baseline !== undefined && replaced.length > 0) {
    problems.push({
      severity: 'info',
      code: 'replaced-by-baseline',
      message: `${baseline.path} stands for ${replaced.length} migrations up to version ${baseline.version} on an empty database.`,
      path: baseline.path,
    });
  }
  const start = baseline === undefined ? [] : [baseline];
  return {
    chosen: [...start, ...versioned.slice(replaced.length), ...repeatable],
    replaced,
    undo: new Map(undos.map((file) => [canonical(file), file])),
  };
}

function duplicateDescriptions(files: readonly FlywayFile[]): Problem[] {
  return files.flatMap((file, index) => {
    const earlier = files[index - 1];
    if (earlier?.description !== file.description) return [];
    return {
      severity: 'error',
      code: 'duplicate-version',
      message: `${earlier.path} and ${file.path} both have the description "${file.description}".`,
      path: file.path,
      hint: 'Give one of them a description of its own.',
    };
  });
}

function lostUndo(file: FlywayFile): Problem {
  return {
    severity: 'warning',
    code: 'missing-up',
    message: `${file.path} undoes version ${file.version}, which there is not.`,
    path: file.path,
    hint: 'Add the migration or remove this file.',
  };
}

interface Loaded {
  readonly migration: Migration;
  readonly entry: HistoryEntry;
}

function toMigration(
  file: FlywayFile,
  undo: FlywayFile | undefined,
  directory: Directory,
  config: FlywayConfig,
  problems: Problem[],
): Loaded | undefined {
  const up = toScript(file, directory, config, problems);
  if (up === undefined) return undefined;
  const down =
    undo === undefined || file.kind !== 'versioned' ? undefined : toScript(undo, directory, config, problems);
  const { directives, problems: wrong } = parseDirectives(up.script.text, file.path);
  problems.push(...wrong);
  return {
    migration: {
      id: stem(file.path).replace(/\.[^.]*$/, ''),
      version: historyVersion(file),
      description: file.description,
      path: file.path,
      up: up.script,
      down: down?.script,
      dependsOn: [],
      directives,
      repeatable: file.kind === 'repeatable',
    },
    entry: {
      file,
      checksum: up.checksum,
      undo: undo === undefined || down === undefined ? undefined : { file: undo, checksum: down.checksum },
    },
  };
}

function toScript(
  file: Pick<NamedFile, 'kind' | 'path'>,
  directory: Directory,
  config: FlywayConfig,
  problems: Problem[],
): { readonly script: Script; readonly checksum: number } | undefined {
  const raw = readText(directory, file.path, problems);
  if (raw === undefined) return undefined;
  const settings = scriptConfig(file.path, directory, problems);
  if (!settings.shouldExecute) {
    problems.push({
      severity: 'info',
      code: 'ignored-file',
      message: `${file.path} is not run: its settings say shouldExecute=false.`,
      path: file.path,
    });
    return undefined;
  }
  const fills = settings.placeholderReplacement ?? config.placeholderReplacement;
  const text = fills ? fillPlaceholders(raw, file.path, config, problems) : raw;
  const sent = withoutTrailingParentheses(undoubleQuestionMarks(text));
  const transaction = transactionOf(text, file.path, settings, config, problems);
  return {
    script: {
      path: file.path,
      text: searchPath(config) + sent,
      line: 1,
      transaction,
      dialect: 'sql',
    },
    // Only a repeatable migration is another one when its placeholders' values change.
    checksum: flywayChecksum(file.kind === 'repeatable' ? text : directory.bytes(file.path).toString('utf8')),
  };
}

function scriptConfig(path: string, directory: Directory, problems: Problem[]): ScriptConfig {
  const file = `${path}.conf`;
  const text = directory.has(file) ? readText(directory, file, problems) : undefined;
  return text === undefined ? { shouldExecute: true } : readScriptConfig(text, file, problems);
}

/** Flyway puts a configured schema before the connection's own ones. On the script's first line, so that lines stay the file's. */
function searchPath({ defaultSchema }: FlywayConfig): string {
  if (defaultSchema === undefined || defaultSchema === 'public') return '';
  return `SET search_path TO ${quoteIdentifier(defaultSchema)}, "$user", public; `;
}

function callbacksIn(
  files: readonly NamedFile[],
  directory: Directory,
  config: FlywayConfig,
  problems: Problem[],
): readonly Script[] {
  return files
    .filter((file) => file.kind === 'callback' && file.event === 'afterMigrate')
    .sort((a, b) => compareText(baseName(a.path), baseName(b.path)))
    .flatMap((file) => toScript(file, directory, config, problems)?.script ?? []);
}
