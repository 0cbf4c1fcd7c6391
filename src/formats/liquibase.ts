/**
 * Liquibase: formatted SQL, alone or included from a changelog in XML, YAML or JSON.
 *
 * Rules, from https://docs.liquibase.com/concepts/changelogs and, below `liquibase-standard/src/main/java/liquibase/`,
 * `sqlgenerator/core/{CreateDatabaseChangeLogTable,CreateDatabaseChangeLogLockTable,MarkChangeSetRan}Generator.java`; changelogs,
 * changesets, their sums and their filters have files of their own here, with theirs:
 * - Each changeset is a migration, called `author:id:file`, in the order of the changelog. The root is the one changelog that no other
 *   includes, or `changelog-file`; it is looked for in the directory, and below it where that is a search path, with nothing but folders.
 *   Without any, all SQL files below the directory are read in the order of their paths.
 * - Changesets whose `dbms`, `context`, `labels` or `ignore` leave them out do not run and are not recorded.
 * - A changeset runs in a transaction unless it says `runInTransaction:false`.
 * - Those with `runAlways`, and those with `runOnChange` that have changed, count as not applied, and their row is updated.
 * - A changeset whose preconditions are not met with MARK_RAN runs nothing; it is recorded as EXECUTED, not as MARK_RAN.
 * - The file is recorded as Liquibase would see it from its search path: from `changelog-file` in `liquibase.properties`, from
 *   `src/main/resources/` on, or else as in the directory. Recorded paths that end in ours are taken for the same file.
 */
import path from 'node:path';
import type { AppliedRecord, Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { ChangelogReader } from './liquibase/changelog.ts';
import { type ChangeSet, changeSetKey, liquibaseChecksum, type Piece } from './liquibase/changeset.ts';
import { FORMATTED } from './liquibase/formatted.ts';
import {
  contextMatches,
  dbmsMatches,
  isLiquibaseSetting,
  labelsMatch,
  type LiquibaseSettings,
  readLiquibaseSettings,
} from './liquibase/settings.ts';
import { changelogs, further, rootsAmong } from './liquibase/includes.ts';
import { compareText, describe, sampleOf } from './shared/naming.ts';
import { behindOthers, inFileOrder, inPlaces } from './shared/file-order.ts';
import { textField } from './shared/rows.ts';
import { loadYaml } from './shared/yaml.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const RESOURCES = '/src/main/resources/';
const LIMIT = 250;

export const liquibase: Format = {
  name: 'liquibase',
  tool: 'Liquibase',
  keepsSession: true,
  claim(directory) {
    const root = changelogs(directory)[0];
    if (root !== undefined) return { certainty: 'certain', evidence: root };
    const sql = sampleOf(directory.files.filter((file) => /\.sql$/i.test(file)));
    const formatted = sql.find((file) =>
      directory
        .head(file)
        .split('\n')
        .some((line) => FORMATTED.test(line)),
    );
    return formatted === undefined
      ? undefined
      : { certainty: 'certain', evidence: `${formatted}: --liquibase formatted sql` };
  },
  prepare: loadYaml,
  isSetting: isLiquibaseSetting,
  load(directory, options) {
    const problems: Problem[] = [];
    const settings = readLiquibaseSettings(directory, options);
    const changeSets = readChangeSets(directory, settings, problems).filter((changeSet) => runs(changeSet, settings));
    problems.push(...duplicates(changeSets));
    const byId = new Map(changeSets.map((changeSet) => [changeSetKey(changeSet), changeSet]));
    const migrations = [...byId].map(([id, changeSet]) => toMigration(id, changeSet, problems));
    return { migrations, problems, bookkeeping: bookkeeping(byId, options.table) };
  },
};

function readChangeSets(directory: Directory, settings: LiquibaseSettings, problems: Problem[]): readonly ChangeSet[] {
  const { changelogFile } = settings;
  const named =
    changelogFile === undefined
      ? undefined
      : directory.files.find((file) => changelogFile === file || changelogFile.endsWith(`/${file}`));
  const roots = named === undefined ? rootsAmong(changelogs(directory), directory) : [named];
  const [root] = roots;
  const reader = new ChangelogReader(directory, settings, prefixOf(directory, named, changelogFile), problems);
  if (roots.length > 1) {
    problems.push({
      severity: 'error',
      code: 'several-changelogs',
      message: `${roots.slice(0, 5).join(', ')} are changelogs of which none includes the others.`,
      hint: `Say which is the root, for example: --set changelog-file=${root ?? ''}`,
    });
  } else if (root !== undefined) reader.read(root);
  else {
    const files = directory.files.filter((file) => /\.sql$/i.test(file)).sort(compareText);
    for (const file of files) reader.read(file);
    problems.push(...notFollowed(rootsAmong(further(directory), directory)));
  }
  return reader.changeSets;
}

/** SQL files beside it are read in the order of their paths, which may not be its order. */
function notFollowed([root]: readonly string[]): Problem[] {
  if (root === undefined) return [];
  return [
    {
      severity: 'warning',
      code: 'changelog-not-followed',
      message: `${root} is a changelog, and is not followed, as there are SQL files in the directory itself: all are run in the order of their paths.`,
      path: root,
      hint: `Where it says what is run: --set changelog-file=${root}`,
    },
  ];
}

function prefixOf(directory: Directory, root: string | undefined, changelogFile: string | undefined): string {
  if (root !== undefined && changelogFile !== undefined) {
    return path.posix
      .normalize(changelogFile.slice(0, changelogFile.length - root.length) || '.')
      .replace(/^(?:\.?\/)+|^\.$/, '');
  }
  const resources = `${directory.root}/`.split(RESOURCES);
  return resources.length > 1 ? (resources.at(-1) ?? '') : '';
}

function runs(changeSet: ChangeSet, settings: LiquibaseSettings): boolean {
  return (
    !changeSet.ignore &&
    dbmsMatches(changeSet.dbms) &&
    contextMatches(changeSet.context, settings) &&
    labelsMatch(changeSet.labels, settings)
  );
}

function duplicates(changeSets: readonly ChangeSet[]): Problem[] {
  const seen = new Map<string, ChangeSet>();
  return changeSets.flatMap((changeSet) => {
    const key = changeSetKey(changeSet);
    const earlier = seen.get(key);
    seen.set(key, earlier ?? changeSet);
    if (earlier === undefined) return [];
    if (earlier.path === changeSet.path && earlier.line === changeSet.line)
      return {
        severity: 'error',
        code: 'duplicate-version',
        message: `${changeSet.path}:${changeSet.line} is read twice, with the changeset ${key}: its file is included twice.`,
        path: changeSet.path,
        line: changeSet.line,
        hint: 'Remove one of the includes.',
      };
    return {
      severity: 'error',
      code: 'duplicate-version',
      message: `${earlier.path}:${earlier.line} and ${changeSet.path}:${changeSet.line} are both the changeset ${key}.`,
      path: changeSet.path,
      line: changeSet.line,
      hint: 'Give one of them an id of its own.',
    };
  });
}

function toMigration(id: string, changeSet: ChangeSet, problems: Problem[]): Migration {
  const { up, rollback } = changeSet;
  const { directives, problems: wrong } = parseDirectives(up.text, up.path, up.line);
  problems.push(...wrong);
  return {
    id,
    version: id,
    description: changeSet.comments === '' ? describe(changeSet.id) : changeSet.comments,
    path: changeSet.path,
    up: toScript(up, changeSet),
    down: rollback === undefined ? undefined : toScript(rollback, changeSet),
    dependsOn: [],
    directives,
    repeatable: changeSet.runOnChange || changeSet.runAlways,
  };
}

function toScript({ path: file, text, line }: Piece, { transaction, dialect }: ChangeSet): Script {
  return { path: file, text, line, transaction: transaction ? 'single' : 'none', dialect };
}

function bookkeeping(changeSets: ReadonlyMap<string, ChangeSet>, asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.databasechangelog', asked);
  const places = new Map([...changeSets.keys()].map((id, index) => [id, index + 1]));
  const checksumOf = (changeSet: ChangeSet): string => liquibaseChecksum(changeSet.sums);
  const where = ({ id, author, filename }: ChangeSet): string =>
    `id = ${quoteLiteral(id)} AND author = ${quoteLiteral(author)} AND filename = ${quoteLiteral(filename)}`;
  const changeSetOf = ({ id }: Migration): ChangeSet => {
    const changeSet = changeSets.get(id);
    if (changeSet === undefined) throw new Error(`${id} is not a changeset of this set.`);
    return changeSet;
  };
  return {
    table,
    create: createStatements(table),
    select: `SELECT id, author, filename, md5sum FROM ${table} ORDER BY dateexecuted, orderexecuted`,
    parse: (rows) =>
      rows.flatMap((row): AppliedRecord[] => {
        const recorded = {
          id: textField(row, 'id', table),
          author: textField(row, 'author', table),
          filename: textField(row, 'filename', table),
        };
        const found = findRecorded(changeSets, recorded);
        const checksum = row['md5sum'] === null ? undefined : textField(row, 'md5sum', table);
        if (found === undefined) return [{ version: changeSetKey(recorded), checksum }];
        // Sums of earlier versions (8:…) cannot be compared; Liquibase replaces them when it next runs.
        const known = checksum?.startsWith('9:') === true ? checksum : undefined;
        const changed = known !== undefined && known !== checksumOf(found);
        if (found.runAlways) return [{ version: changeSetKey(found), runsAgain: true }];
        if (found.runOnChange && changed) return [];
        return [{ version: changeSetKey(found), checksum: known }];
      }),
    checksum: (migration) => checksumOf(changeSetOf(migration)),
    alsoRecorded(migration) {
      const { description, comments, context, labels } = changeSetOf(migration);
      return [JSON.stringify([description, comments, context, labels])];
    },
    record(migration) {
      const changeSet = changeSetOf(migration);
      const values = {
        dateexecuted: 'now()',
        orderexecuted: freePlace(table, places.get(migration.id) ?? 0),
        md5sum: quoteLiteral(checksumOf(changeSet)),
        description: quoteLiteral(changeSet.description.slice(0, LIMIT)),
        comments: quoteLiteral(changeSet.comments.trim().slice(0, LIMIT)),
        contexts: changeSet.context === undefined ? 'NULL' : quoteLiteral(changeSet.context),
        labels: changeSet.labels === undefined ? 'NULL' : quoteLiteral(changeSet.labels),
        ...(changeSet.tag === undefined ? {} : { tag: quoteLiteral(changeSet.tag) }),
        liquibase: "'migrate-action'",
        deployment_id: 'right((extract(epoch FROM now()) * 1000)::bigint::text, 10)',
      };
      const names = Object.keys(values).join(', ');
      const expressions = Object.values(values).join(', ');
      const identity = [changeSet.id, changeSet.author, changeSet.filename].map(quoteLiteral).join(', ');
      return [
        `UPDATE ${table} SET (exectype, ${names}) = ('RERUN', ${expressions}) WHERE ${where(changeSet)}`,
        `INSERT INTO ${table} (id, author, filename, exectype, ${names}) SELECT ${identity}, 'EXECUTED', ${expressions} ` +
          `WHERE NOT EXISTS (SELECT FROM ${table} WHERE ${where(changeSet)})`,
      ];
    },
    erase: (migration) => [`DELETE FROM ${table} WHERE ${where(changeSetOf(migration))}`],
    finish(own) {
      const keys = own.map(changeSetOf).map(({ author, id, filename }) => [author, id, filename].join('\n'));
      const rows = { table, key: `concat_ws(E'\\n', t.author, t.id, t.filename)`, keys };
      // What runs again and again has its place where it last ran.
      const once = { ...rows, where: `t.exectype = 'EXECUTED'` };
      if (own.length === changeSets.size)
        return [...inPlaces(once, 'orderexecuted'), ...inFileOrder({ ...once, times: ['dateexecuted'] })];
      return [
        ...behindOthers(rows, 'orderexecuted'),
        ...inFileOrder({ ...once, times: ['orderexecuted', 'dateexecuted'] }),
      ];
    },
  };
}

/** The place in the changelog where that is free, so that the rows of two replays are the same; else after all others. */
function freePlace(table: string, place: number): string {
  return (
    `CASE WHEN EXISTS (SELECT FROM ${table} WHERE orderexecuted = ${place})` +
    ` THEN (SELECT max(orderexecuted) + 1 FROM ${table}) ELSE ${place} END`
  );
}

/** The changeset of a row: its path may have been recorded from further up than ours. */
function findRecorded(
  changeSets: ReadonlyMap<string, ChangeSet>,
  recorded: Pick<ChangeSet, 'id' | 'author' | 'filename'>,
): ChangeSet | undefined {
  const filename = recorded.filename.replace(/^classpath:/, '').replace(/^\//, '');
  const exact = changeSets.get(changeSetKey({ ...recorded, filename }));
  if (exact !== undefined) return exact;
  return [...changeSets.values()].find(
    ({ id, author, filename: own }) => id === recorded.id && author === recorded.author && filename.endsWith(`/${own}`),
  );
}

function createStatements(table: string): string[] {
  const { schema, name } = tableName(table);
  const lock = `${quoteIdentifier(schema)}.${quoteIdentifier(`${name}lock`)}`;
  return [
    `CREATE TABLE IF NOT EXISTS ${table} (
  id VARCHAR(255) NOT NULL,
  author VARCHAR(255) NOT NULL,
  filename VARCHAR(255) NOT NULL,
  dateexecuted TIMESTAMP WITHOUT TIME ZONE NOT NULL,
  orderexecuted INTEGER NOT NULL,
  exectype VARCHAR(10) NOT NULL,
  md5sum VARCHAR(35),
  description VARCHAR(255),
  comments VARCHAR(255),
  tag VARCHAR(255),
  liquibase VARCHAR(20),
  contexts VARCHAR(255),
  labels VARCHAR(255),
  deployment_id VARCHAR(10)
)`,
    `CREATE TABLE IF NOT EXISTS ${lock} (
  id INTEGER NOT NULL,
  locked BOOLEAN NOT NULL,
  lockgranted TIMESTAMP WITHOUT TIME ZONE,
  lockedby VARCHAR(255),
  CONSTRAINT ${quoteIdentifier(`${name}lock_pkey`)} PRIMARY KEY (id)
)`,
    `INSERT INTO ${lock} (id, locked) VALUES (1, FALSE) ON CONFLICT DO NOTHING`,
  ];
}
