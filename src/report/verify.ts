/** What replays in several orders gave, as text for a terminal. */
import { type Colours, renderProblems } from './terminal.ts';
import type { VerifyResult } from '../migration/verify-result.ts';
import { visibleLine } from './visible.ts';

/** More differences of one replay than this say nothing new. */
const MOST_SHOWN = 20;
/** Characters of a definition. */
const LONGEST = 400;

export function renderVerify(result: VerifyResult, c: Colours): string {
  const lines: string[] = [];
  if (result.problems.length > 0) lines.push(renderProblems(result.problems, c), '');
  for (const [index, replay] of result.replays.entries()) {
    const differences = result.differences.filter(({ replay: number }) => number === index);
    if (replay.error !== undefined) {
      const { migration, path, line, message } = replay.error;
      lines.push(
        c.red(
          `✗ replay ${index + 1} (${replay.mode}): ${visibleLine(migration)} failed at ${visibleLine(path)}:${line}: ${visibleLine(message)}`,
        ),
      );
      continue;
    }
    if (differences.length === 0) continue;
    lines.push(c.red(`✗ replay ${index + 1} (${replay.mode}) gave another database:`));
    for (const { object, expected, actual } of differences.slice(0, MOST_SHOWN)) {
      lines.push(
        `    ${visibleLine(object)}`,
        `      in file order: ${shown(expected)}`,
        `      here:          ${shown(actual)}`,
      );
    }
    if (differences.length > MOST_SHOWN) lines.push(`    and ${differences.length - MOST_SHOWN} more`);
  }
  if (result.volatile.length > 0) {
    const names = result.volatile.slice(0, MOST_SHOWN).map(visibleLine).join(', ');
    const more = result.volatile.length - MOST_SHOWN;
    lines.push(
      c.dim(`Not compared, as it differs between two equal replays: ${names}${more > 0 ? ` and ${more} more` : ''}`),
    );
  }
  const { migrations, opaque, depth, replays } = result;
  const set = `${migrations} migration${migrations === 1 ? '' : 's'}, ${opaque.length} opaque, longest chain ${depth}`;
  const verdict = `${replays.length} replay${replays.length === 1 ? '' : 's'} on PostgreSQL ${result.postgres}`;
  lines.push(
    result.identical
      ? c.green(`Identical: ${verdict} (${set}).`)
      : c.red(`Not identical: ${verdict} (${set}; seed ${result.seed}).`),
  );
  return `${lines.join('\n')}\n`;
}

function shown(definition: string | undefined): string {
  if (definition === undefined) return 'absent';
  const text = visibleLine(definition.replaceAll(/\s+/g, ' '));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
