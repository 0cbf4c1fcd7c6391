/** Where things are: files at a commit that has them, lines of them. */
import type { ReportLinks, ReportModel } from '../report-model.ts';
import { code, link, percentEncoded, shorten } from '../markdown/escape.ts';

/** No file of a repository that people work with has a longer path. */
const LONGEST_LINKED = 400;
const LONGEST_SHOWN = 160;

export interface Places {
  /** Undefined where it is not known, or nobody could follow it. */
  address(path: string, line?: number): string | undefined;
  /** `db/migrations/0042.sql:12`, which leads there. */
  place(path: string, line?: number, column?: number): string;
}

export function placesOf({ links, newMigrations, counts }: ReportModel): Places {
  // What the base branch lacks is at the head of the pull request. All else may have come with the base branch, and be in the merge only.
  const ofHead = new Set(counts?.new === undefined ? [] : newMigrations.map(({ path }) => path));
  const address = (path: string, line?: number) =>
    fileAddress(links, ofHead.has(path) ? links.sha : (links.merge ?? links.sha), path, line);
  return {
    address,
    place: (path, line, column) => {
      const shown = code(
        [
          shorten(path, LONGEST_SHOWN),
          ...(line === undefined ? [] : [line]),
          ...(column === undefined ? [] : [column]),
        ].join(':'),
      );
      const found = address(path, line);
      return found === undefined ? shown : link(shown, found);
    },
  };
}

function fileAddress(
  { repository }: ReportLinks,
  sha: string | undefined,
  path: string,
  line: number | undefined,
): string | undefined {
  if (repository === undefined || sha === undefined || path.length > LONGEST_LINKED) return undefined;
  const file = path.replace(/[^A-Za-z0-9_.~/-]/gu, percentEncoded);
  return `${repository}/blob/${sha}/${file}${line === undefined ? '' : `#L${line}`}`;
}
