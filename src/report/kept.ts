/** What is kept between runs, as a person reads it. */
import type { KeptList, KeptThing } from '../migration/kept-entry.ts';
import { formatBytes } from './bytes.ts';
import type { Colours } from './terminal.ts';
import { visibleLine } from './visible.ts';

/** @param now milliseconds since 1970 */
export function renderKept({ place, bytes, entries, packing, removed }: KeptList, now: number, c: Colours): string {
  const lines: string[] = [];
  if (removed !== undefined) {
    const freed = removed.reduce((sum, thing) => sum + thing.bytes, 0);
    lines.push(`Removed ${counted(removed.length)}, ${formatBytes(freed)}.`, '');
  }
  lines.push(`${c.bold(visibleLine(place))}: ${counted(entries.length)}, ${formatBytes(bytes)}`);
  if (entries.length > 0) {
    lines.push('', c.dim(`  ${'size'.padStart(7)}  ${'made'.padEnd(9)}  ${'used'.padEnd(9)}  what it is good for`));
    for (const entry of entries) {
      const ages = [entry.writtenAt, entry.usedAt].map((at) => age(now - Date.parse(at)).padEnd(9));
      lines.push(`  ${formatBytes(entry.bytes).padStart(7)}  ${ages.join('  ')}  ${visibleLine(use(entry))}`);
    }
  }
  if (packing !== undefined) {
    const files = `${packing.files} ${packing.files === 1 ? 'file' : 'files'}`;
    lines.push(
      '',
      `${visibleLine(packing.place)}: ${formatBytes(packing.bytes)} in ${files}, last written ${age(now - Date.parse(packing.writtenAt))}:`,
      'what runs pack or fetch now, or were killed at. A later run removes what is older than half an hour, cache clear all of it.',
    );
  }
  return `${lines.join('\n')}\n`;
}

function use({ kind, directory, migrations, seeded, last, postgres, epoch }: KeptThing): string {
  const where = directory === undefined ? '' : ` of ${directory}`;
  const on = postgres === undefined ? '' : `, PostgreSQL ${postgres}`;
  const since = epoch === '0' || epoch === '' ? '' : `, epoch ${epoch}`;
  if (kind === 'snapshot') {
    if (migrations === undefined) return `a snapshot that no index names${on}${since}`;
    const filled = seeded === true ? ', with their seed' : '';
    return `snapshot of ${migrations} migrations${where}, up to ${last ?? ''}${filled}${on}${since}`;
  }
  if (kind === 'index') return `which snapshots there are${where}${on}${since}`;
  return kind === 'learned' ? 'times and surprises of a set of migrations' : kind;
}

function counted(count: number): string {
  return `${count} ${count === 1 ? 'entry' : 'entries'}`;
}

function age(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 1) return `${Math.max(0, Math.floor(ms / 60_000))} min ago`;
  return hours < 48 ? `${Math.floor(hours)} h ago` : `${Math.floor(hours / 24)} d ago`;
}
