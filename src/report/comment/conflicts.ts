/** What does not go together with the base branch, and the commands that mend it. */
import type { BaseConflict, ConflictKind } from '../../graph/base-conflict.ts';
import { stacked } from '../markdown/blocks.ts';
import { code, codeBlock, prose, shorten } from '../markdown/escape.ts';
import type { ReportModel } from '../report-model.ts';
import type { Detail } from './detail.ts';
import { placesOf } from './places.ts';
import { firstOf, NOTHING_TO_SAY, type Section } from './section.ts';

const KINDS: Record<ConflictKind, string> = {
  'version-taken': 'Version taken',
  'out-of-order': 'Out of order',
  edited: 'Edited after merge',
  renamed: 'Renamed after merge',
  deleted: 'Deleted after merge',
  'two-heads': 'Two heads',
};

export function renderConflicts(model: ReportModel, detail: Detail): Section {
  const { conflicts, base } = model;
  if (conflicts.length === 0) return NOTHING_TO_SAY;
  const { shown, leftOut } = firstOf(conflicts, detail.conflicts, 'conflicts');
  const branch = base.branch === undefined ? 'the base branch' : code(shorten(base.branch, detail.name));
  const places = placesOf(model);
  const items = shown.map((conflict) => {
    const where =
      conflict.kind === 'deleted'
        ? code(shorten(conflict.path, detail.name))
        : places.place(conflict.path, conflict.line);
    const advice = conflict.advice === undefined ? '' : ` ${prose(shorten(conflict.advice, detail.sentence))}`;
    return `- ${icon(conflict)} **${KINDS[conflict.kind]}:** ${where}<br>${prose(shorten(conflict.message, detail.sentence))}${advice}`;
  });
  const all = [...shown.flatMap(({ commands }) => commands), ...shown.flatMap(({ afterwards = [] }) => afterwards)];
  const commands = [...new Set(all)];
  return {
    markdown: stacked([
      `#### Conflicts with ${branch}`,
      items.join('\n'),
      ...(commands.length === 0
        ? []
        : ['To mend this, in the root of the repository:', codeBlock(commands.join('\n'), 'sh')]),
    ]),
    leftOut,
  };
}

function icon({ severity }: BaseConflict): string {
  return severity === 'error' ? '❌' : '⚠️';
}
