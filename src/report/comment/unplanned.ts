/** What a stranger's plan leaves out of a pull request: it stands before all that the plan and its results say. */
import { shortCommit } from '../../graph/git-commit.ts';
import type { Unplanned } from '../../graph/unplanned.ts';
import { alert } from '../markdown/blocks.ts';
import { code, shorten } from '../markdown/escape.ts';
import type { ReportModel } from '../report-model.ts';
import type { Detail } from './detail.ts';
import { placesOf } from './places.ts';
import { firstOf, NOTHING_TO_SAY, type Section } from './section.ts';

export function renderUnplanned(model: ReportModel, detail: Detail): Section {
  const { unplanned = [], links } = model;
  if (unplanned.length === 0) return NOTHING_TO_SAY;
  const { shown, leftOut } = firstOf(unplanned, detail.conflicts, 'files that the plan is not of');
  const places = placesOf(model);
  const said = ({ kind, path }: Unplanned): string => {
    switch (kind) {
      case 'absent':
        return `${places.place(path)} is not in the plan: nothing here is about it.`;
      case 'other':
        return `${places.place(path)} has other content in the plan: what is said of it is not about this file.`;
      case 'deleted':
        return `${code(shorten(path, detail.name))} is deleted here, and in the plan all the same.`;
      case 'elsewhere':
        return `The plan is of ${code(shorten(path, detail.name))}, which is another directory than was asked for.`;
    }
  };
  const at = links.sha === undefined ? '' : ` at ${code(shortCommit(links.sha))}`;
  const lines = [
    `**Read the files themselves.** The run of a fork may leave what it likes, and what this one left is not what the pull request holds${at}:`,
    '',
    ...shown.map((each) => `- ${said(each)}`),
  ];
  return { markdown: alert('CAUTION', lines.join('\n')), leftOut };
}
