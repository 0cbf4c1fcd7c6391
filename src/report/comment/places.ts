/** Where things are: files at the commit that was run, lines of them. */
import type { ReportLinks } from '../report-model.ts';
import { code, link, percentEncoded, shorten } from '../markdown/escape.ts';

/** No file of a repository that people work with has a longer path. */
const LONGEST_LINKED = 400;
const LONGEST_SHOWN = 160;

export function fileAddress({ repository, sha }: ReportLinks, path: string, line?: number): string | undefined {
  if (repository === undefined || sha === undefined || path.length > LONGEST_LINKED) return undefined;
  const file = path.replace(/[^A-Za-z0-9_.~/-]/gu, percentEncoded);
  return `${repository}/blob/${sha}/${file}${line === undefined ? '' : `#L${line}`}`;
}

/** `db/migrations/0042.sql:12`, which leads there. */
export function place(links: ReportLinks, path: string, line?: number, column?: number): string {
  const shown = code(
    [
      shorten(path, LONGEST_SHOWN),
      ...(line === undefined ? [] : [line]),
      ...(column === undefined ? [] : [column]),
    ].join(':'),
  );
  const address = fileAddress(links, path, line);
  return address === undefined ? shown : link(shown, address);
}
