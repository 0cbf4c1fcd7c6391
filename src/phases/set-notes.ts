/** What a set should be told of although nothing in it is wrong: it may not run here as it does under its tool. */
import type { Directory } from '../formats/directory.ts';
import type { Format } from '../formats/format.ts';
import type { Problem } from '../migration/problem.ts';
import type { Program } from '../sql/program.ts';
import { lastingSearchPath } from '../sql/session-settings.ts';

/** Most tools would send the carriage returns on; in code they mean nothing, in a string over several lines they are data. */
export function crlfNote(directory: Directory): Problem[] {
  const [first, ...more] = directory.crlfFiles;
  if (first === undefined) return [];
  const others = more.length === 0 ? 'has' : `and ${more.length} more have`;
  return [
    {
      severity: 'warning',
      code: 'crlf-line-ends',
      message: `${first} ${others} CRLF line ends, which are read as LF, also inside strings and function bodies.`,
      path: first,
      hint: 'Keep SQL files with LF, for example by a line in .gitattributes: *.sql text eol=lf',
    },
  ];
}

/** Where a migration counts on a setting that an earlier one made, it would find other tables here than under its tool. */
export function searchPathNotes(runnables: readonly { readonly program: Program }[], format: Format): Problem[] {
  return runnables.flatMap(({ program }, index): Problem[] => {
    const statement = lastingSearchPath(program.steps);
    const next = runnables[index + 1];
    // One that sets its own counts on nobody.
    if (statement === undefined || next === undefined || lastingSearchPath(next.program.steps) !== undefined) return [];
    const { path, line, column } = statement;
    return [
      {
        severity: 'warning',
        code: 'lasting-search-path',
        message: `${path}:${line} sets search_path for the session. ${format.tool} keeps it for the migrations that follow; here each begins with the database's own.`,
        path,
        line,
        column,
        hint: 'Write SET LOCAL, reset it at the end, or set it in every migration that needs it.',
      },
    ];
  });
}
