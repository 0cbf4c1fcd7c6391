/** What stands last: what this report could not find out, what it leaves out, and where all of it is. */
import { shortCommit } from '../../graph/git-commit.ts';
import { listed } from '../counted.ts';
import { alert, stacked } from '../markdown/blocks.ts';
import { code, link, prose, sentence, shorten } from '../markdown/escape.ts';
import type { ReportModel } from '../report-model.ts';
import type { Detail } from './detail.ts';

export interface Whereabouts {
  /** Where all that is left out is, ours: `the job summary`. */
  readonly place: string;
  readonly address?: string | undefined;
}

export function renderFooter(
  model: ReportModel,
  leftOut: readonly string[],
  elsewhere: Whereabouts,
  detail: Detail,
): string {
  const { notes, links, directory, format } = model;
  const rest = notes.length - detail.notes;
  const said = notes.slice(0, detail.notes).map((note) => `- ${sentence(shorten(note, detail.sentence))}`);
  const where = elsewhere.address === undefined ? elsewhere.place : link(elsewhere.place, elsewhere.address);
  const cut = [...leftOut, ...(rest > 0 ? [`${rest} of ${notes.length} notes`] : [])];
  const tool = format === undefined ? '' : ` (${prose(format)})`;
  const of = [
    ...(directory === '' ? [] : [`${code(shorten(directory, detail.name))}${tool}`]),
    ...(links.sha === undefined ? [] : [`at ${code(shortCommit(links.sha))}`]),
    ...(links.run === undefined ? [] : [link('run', links.run)]),
    ...(links.artifacts === undefined ? [] : [link('plan and results', links.artifacts)]),
  ];
  return stacked([
    said.length === 0 ? '' : alert('NOTE', said.join('\n')),
    cut.length === 0 ? '' : `Left out here, for want of room: ${listed(cut)}. All of it is in ${where}.`,
    of.length === 0 ? '' : `<sub>${of.join(' · ')}</sub>`,
  ]);
}
