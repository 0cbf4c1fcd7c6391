/**
 * dbmate: `20240131120000_add_orders.sql` with a `-- migrate:up` and a `-- migrate:down` block, directly in the directory.
 *
 * Rules, from its README ("Creating Migrations", "Migration Options"), `pkg/dbmate/{db,migration}.go` and
 * `pkg/driver/postgres/postgres.go`:
 * - A file counts if its name begins with digits and ends in `.sql`; the digits, as text, are its version. Other files and
 *   directories are ignored. Order is by file name, as text: `10_b.sql` comes before `9_a.sql`.
 * - Each file has an up block and after it a down block; before the first only comments may stand. All else is an error.
 * - Further pairs of blocks may follow and belong to the same migration. (dbmate 2.35 then fails to record the version twice; we do as
 *   its README says and run the file as a whole.)
 * - `transaction:false` after a marker sends that block as one message without a transaction. Options it does not know are ignored.
 * - A block may be empty.
 */
import type { Bookkeeping } from '../migration/bookkeeping.ts';
import { parseDirectives } from '../migration/directives.ts';
import type { Migration, Script, TransactionMode } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { quoteIdentifier, quoteLiteral } from '../sql/quote.ts';
import type { Directory } from './directory.ts';
import type { Format } from './format.ts';
import { compareText, describe, duplicateVersions, ignoredFile, sampleOf, stem, topLevel } from './shared/naming.ts';
import { readText } from './shared/reading.ts';
import { textField } from './shared/rows.ts';
import { bookkeepingTable, tableName } from './shared/table-name.ts';

const NAME = /^[0-9]+[^\n]*\.sql$/;
const VERSION = /^[0-9]+/;
/** A marker at the start of a line, alone or with options; `\s` as Go has it, which a marker may be separated by. */
const MARKER =
  /(?<![^\n])--[\t\n\f\r ]*migrate:(?<direction>up|down)(?:[\t\n\f\r ]*(?![^\n])|[\t\n\f\r ]+[^\t\n\f\r ]+)/g;

export const dbmate: Format = {
  name: 'dbmate',
  tool: 'dbmate',
  keepsSession: true,
  claim(directory) {
    const files = topLevel(directory.files).filter((file) => NAME.test(file));
    const marked = sampleOf(files).find((file) => directory.head(file).search(MARKER) !== -1);
    return marked === undefined ? undefined : { certainty: 'certain', evidence: `${marked}: -- migrate:up` };
  },
  load(directory, options) {
    const problems: Problem[] = [];
    const files = topLevel(directory.files).filter((file) => file.endsWith('.sql'));
    problems.push(
      ...files
        .filter((file) => !NAME.test(file))
        .map((file) => ignoredFile(file, 'dbmate', '20240131120000_add_orders.sql')),
    );
    const named = files.filter((file) => NAME.test(file)).sort(compareText);
    problems.push(...duplicateVersions(named.map((path) => ({ path, version: versionOf(path) }))));
    const migrations = named.flatMap((file) => toMigration(directory, file, problems) ?? []);
    return { migrations, problems, bookkeeping: bookkeeping(options.table) };
  },
};

function versionOf(file: string): string {
  return VERSION.exec(file)?.[0] ?? '';
}

function toMigration(directory: Directory, file: string, problems: Problem[]): Migration | undefined {
  const text = readText(directory, file, problems);
  if (text === undefined) return undefined;
  const { directives, problems: wrong } = parseDirectives(text, file);
  problems.push(...wrong);
  const blocks = findBlocks(text);
  const flaw = findFlaw(text, blocks, file);
  if (flaw !== undefined) {
    problems.push(flaw);
    return undefined;
  }
  const id = stem(file, '.sql');
  return {
    id,
    version: versionOf(file),
    description: describe(id.slice(versionOf(file).length)),
    path: file,
    ...toScripts(text, blocks, file, problems),
    dependsOn: [],
    directives,
  };
}

interface Block {
  readonly direction: string;
  /** Offsets into the text, marker included. */
  readonly start: number;
  readonly end: number;
}

function findBlocks(text: string): Block[] {
  const markers = [...text.matchAll(MARKER)];
  return markers.map((marker, index) => ({
    direction: marker.groups?.['direction'] ?? '',
    start: marker.index,
    end: markers[index + 1]?.index ?? text.length,
  }));
}

/** What dbmate would refuse the file for: the first flaw, in the order in which it looks. */
function findFlaw(text: string, blocks: readonly Block[], path: string): Problem | undefined {
  const flaw = (code: string, line: number, message: string, hint: string): Problem => ({
    severity: 'error',
    code,
    message,
    path,
    line,
    hint,
  });
  const firstUp = blocks.find((block) => block.direction === 'up');
  if (firstUp === undefined) {
    return flaw('missing-up', 1, `${path} has no up block.`, 'Put the line "-- migrate:up" before the SQL to apply.');
  }
  const before = text.slice(0, firstUp.start).split('\n');
  const stray = before.findIndex((line) => !/^\s*(--|$)/.test(line));
  if (stray !== -1) {
    const hint = 'Move the statement below the line "-- migrate:up".';
    return flaw('statement-outside-block', stray + 1, `${path}:${stray + 1} is SQL before the up block.`, hint);
  }
  for (const [index, block] of blocks.entries()) {
    const next = blocks[index + 1];
    const line = lineAt(text, block.start);
    if (block.direction === 'up' && next?.direction !== 'down') {
      const hint = 'Add the line "-- migrate:down" below it; nothing need follow that.';
      return flaw('missing-down', line, `${path}:${line} is an up block without a down block after it.`, hint);
    }
    if (block.direction === 'down' && blocks[index - 1]?.direction !== 'up') {
      const hint = 'Put one "-- migrate:up" before each "-- migrate:down".';
      return flaw('misplaced-down', line, `${path}:${line} is a down block without an up block before it.`, hint);
    }
  }
  return undefined;
}

function toScripts(text: string, blocks: readonly Block[], path: string, problems: Problem[]) {
  const ups = blocks.filter((block) => block.direction === 'up');
  const downs = blocks.filter((block) => block.direction === 'down');
  const [up] = ups;
  if (ups.length === 1) return { up: toScript(text, up, path), down: toScript(text, downs[0], path) };

  // Down blocks become blank lines, so that the lines are still the file's own.
  const parts = blocks.map((block) => {
    const part = text.slice(block.start, block.end);
    return block.direction === 'up' ? part : part.replaceAll(/[^\n]/g, '');
  });
  const apart = ups.some((block) => modeOf(text, block) === 'message');
  const joined: Script = {
    path,
    text: parts.join(''),
    line: lineAt(text, up?.start ?? 0),
    transaction: apart ? 'none' : 'single',
    dialect: 'sql',
  };
  const [down, ...more] = downs.filter((block) => /\n\s*\S/.test(text.slice(block.start, block.end)));
  if (more.length === 0) return { up: joined, down: toScript(text, down ?? downs[0], path) };
  problems.push({
    severity: 'info',
    code: 'several-blocks',
    message: `${path} holds several pairs of blocks, which run up as one migration but not down again.`,
    path,
    hint: 'Put each pair into a file of its own.',
  });
  return { up: joined };
}

function toScript(text: string, block: Block | undefined, path: string): Script {
  const { start, end } = block ?? { start: 0, end: 0 };
  return {
    path,
    text: text.slice(start, end),
    line: lineAt(text, start),
    transaction: block === undefined ? 'single' : modeOf(text, block),
    dialect: 'sql',
  };
}

function modeOf(text: string, block: Block): TransactionMode {
  const marker = text.slice(block.start, block.end).split('\n', 1)[0] ?? '';
  const values = marker.split(/\s+/).flatMap((word) => {
    const [key, value, ...rest] = word.split(':');
    return key === 'transaction' && value !== undefined && rest.length === 0 ? [value] : [];
  });
  return values.at(-1) === 'false' ? 'message' : 'single';
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function bookkeeping(asked: string | undefined): Bookkeeping {
  const table = bookkeepingTable('public.schema_migrations', asked);
  return {
    table,
    create: [
      // dbmate creates the schema when it turns out to be missing, which comes to the same.
      ...(asked === undefined ? [] : [`create schema if not exists ${quoteIdentifier(tableName(table).schema)}`]),
      `create table if not exists ${table} (version varchar primary key)`,
    ],
    select: `select version from ${table} order by version`,
    parse: (rows) => rows.map((row) => ({ version: textField(row, 'version', table) })),
    record: ({ version }) => [`insert into ${table} (version) values (${quoteLiteral(version)})`],
    erase: ({ version }) => [`delete from ${table} where version = ${quoteLiteral(version)}`],
  };
}
