/**
 * Traces of tools whose scripts hold, or stand beside, what takes them back. Run as plain SQL such a set would undo itself and leave
 * an empty database that reports success, so it is refused, naming the tool where that can be told.
 */
import type { Problem } from '../../migration/problem.ts';

/** How a down part within a file begins, and whose file that makes it. */
const MARKERS: readonly (readonly [tool: string, marker: RegExp])[] = [
  ['goose', /^--.*\+goose[ \t]+down\b.*/im],
  ['sql-migrate', /^--[ \t]*\+migrate[ \t]+down\b.*/im],
  ['micrate', /^--[ \t]*\+micrate[ \t]+down\b.*/im],
  ['dbmate', /^--[ \t]*migrate:down\b.*/im],
  ['node-pg-migrate', /^--[ \t]*down migration\b.*/im],
  ['Play evolutions', /^(?:#|--).*!Downs.*/m],
  ['MyBatis Migrations', /^--[ \t]*\/\/[ \t]*@UNDO\b.*/im],
  ['tern', /^---- create above \/ drop below ----.*/m],
  ['shmig', /^--[ \t]*=+[ \t]*DOWN[ \t]*=+.*/im],
  ['Rambler', /^--[ \t]*rambler[ \t]+down\b.*/im],
  ['another tool', /^--[ \t]*(?:[@#!+:-][ \t]*)?down[ \t]*:?[ \t]*$/im],
];

/** What is wrong with a file that marks where its own down part begins; nothing if it marks none. */
export function downPart(text: string, path: string, cure: string): Problem[] {
  for (const [tool, pattern] of MARKERS) {
    const marker = pattern.exec(text);
    if (marker === null) continue;
    const line = text.slice(0, marker.index).split('\n').length;
    const shown = marker[0].trim();
    return [
      {
        severity: 'error',
        code: 'down-part',
        message: `${path}:${line} begins a down part ("${shown}"), as ${tool} marks it, which plain SQL files do not have.`,
        path,
        line,
        hint: `Name the format of the tool it is from, or ${cure}.`,
      },
    ];
  }
  return [];
}

/** Directories that hold nothing but ways back, and names that say the same of a file whatever stands beside it. */
const DOWN_FOLDER = /(?:^|\/)(?:downs?|revert|rollbacks?|undo)\//i;
const DOWN_FILE =
  /(?:^|[/.])(?:down|revert|rollback|undo)\.sql$|(?:^|\/)\d+\.(?:down|undo)\.[^/]*\.sql$|(?:^|\/)U\d[^/]*__[^/]*\.sql$/i;
/** These could be part of a title (`slow_down.sql`), so they need the script that they take back beside them. */
const DOWN_SUFFIX = /[_-](?:down|revert|rollback|undo)\.sql$/i;

/** What is wrong with a file that, by its name, takes another one back. */
export function downScript(path: string, files: ReadonlySet<string>): Problem[] {
  const stem = path.replace(DOWN_SUFFIX, '');
  const takesBack =
    stem !== path && ['_up.sql', '-up.sql', '.up.sql', '.sql'].some((suffix) => files.has(`${stem}${suffix}`));
  if (!takesBack && !DOWN_FOLDER.test(path) && !DOWN_FILE.test(path)) return [];
  return [
    {
      severity: 'error',
      code: 'down-script',
      message: `${path} takes a migration back, by its name, but plain SQL would run it like any other file.`,
      path,
      hint:
        toolsDirectory(path, files) ??
        'Name the directory of the up scripts alone, the format of their tool, or the file NAME.down.sql beside NAME.sql.',
    },
  ];
}

/** Where the folders of diesel's or Hasura's migrations lie, which somebody named the directory above of. */
function toolsDirectory(path: string, files: ReadonlySet<string>): string | undefined {
  const [, directory, folder] = /^(.+)\/([^/]+)\/down\.sql$/.exec(path) ?? [];
  if (directory === undefined || !files.has(`${directory}/${folder}/up.sql`)) return undefined;
  return `Did you mean ${directory}? Its folders hold up.sql and down.sql, as those of diesel and Hasura do.`;
}
