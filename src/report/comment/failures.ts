/** Statements that PostgreSQL refused: what it said, and where. */
import { listed } from '../counted.ts';
import { groupsOf } from '../grouping.ts';
import { excerptOf } from '../excerpt.ts';
import { stacked } from '../markdown/blocks.ts';
import { code, codeBlock, prose, shorten } from '../markdown/escape.ts';
import type { ReportedFailure, ReportModel } from '../report-model.ts';
import type { Detail } from './detail.ts';
import { type Places, placesOf } from './places.ts';
import { firstOf, type Section } from './section.ts';

const UNPAINTED = { dim: (text: string) => text, red: (text: string) => text };

export function renderFailures(model: ReportModel, detail: Detail): Section {
  const alike = groupsOf(model.failures, ({ failure }) =>
    JSON.stringify([failure.migration, failure.line, failure.message]),
  );
  const { shown, leftOut } = firstOf(alike, detail.failures, 'failures');
  const places = placesOf(model);
  return { markdown: stacked(shown.map((group) => renderFailure(group, places, detail))), leftOut };
}

/** @param group the same failure on several versions, or in several shards */
function renderFailure(group: readonly ReportedFailure[], places: Places, { name, sentence }: Detail): string {
  const [first] = group;
  if (first === undefined) return '';
  const { failure, path } = first;
  const versions = listed([...new Set(group.map(({ postgres }) => postgres))]);
  const state = failure.sqlstate === undefined ? '' : ` (SQLSTATE ${code(failure.sqlstate)})`;
  const said = (label: string, text: string | undefined) =>
    text === undefined || text === '' ? [] : [`${label}: ${prose(shorten(text, sentence))}`];
  const more = [
    ...said('Detail', failure.detail),
    ...said('Hint', failure.hint),
    ...said('Within', failure.context),
    ...failure.advice.map((advice) => prose(shorten(advice, sentence))),
  ];
  const excerpt = excerptOf(failure, UNPAINTED);
  return stacked([
    `#### ${code(shorten(failure.migration, name))} fails on PostgreSQL ${versions}`,
    `${places.place(path, failure.line, failure.column)}: **${prose(shorten(failure.message, sentence))}**${state}`,
    excerpt.length === 0 ? '' : codeBlock(excerpt.join('\n')),
    more.map((line) => `- ${line}`).join('\n'),
  ]);
}
