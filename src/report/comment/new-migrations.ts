/** A row for each new or edited migration, or where the base is unknown for each that was run: what it does to a database and to those who use it. */
import { formatBytes } from '../bytes.ts';
import { grouped, plural } from '../counted.ts';
import { formatDuration } from '../duration.ts';
import { lockEffect, strongest } from '../lock-effect.ts';
import { details, stacked } from '../markdown/blocks.ts';
import { code, link, shorten } from '../markdown/escape.ts';
import { type Column, table } from '../markdown/table.ts';
import type { Lock } from '../../migration/lock.ts';
import type { ReportedMigration, ReportedStatus, ReportModel, RoundTrip } from '../report-model.ts';
import { stopsOthers } from '../verdict.ts';
import type { Detail } from './detail.ts';
import { NOTHING_TO_SAY, type Section } from './section.ts';
import { placesOf } from './places.ts';

/** Longer tables are folded, and the rows that matter most stand before them. */
const ROWS_UNFOLDED = 25;
const ROWS_BEFORE_FOLD = 10;

const STATUS: Record<ReportedStatus, readonly [icon: string, meaning: string]> = {
  applied: ['✅', 'works'],
  verified: ['☑️', 'an earlier run applied it'],
  restored: ['♻️', 'restored from a snapshot'],
  present: ['☑️', 'the database had it'],
  failed: ['❌', 'fails'],
  pending: ['⏸️', 'not reached'],
  unknown: ['❔', 'no result'],
};
/** These need no explanation. */
const OBVIOUS: ReadonlySet<ReportedStatus> = new Set(['applied', 'failed']);

const ROUND_TRIPS: Record<RoundTrip, string> = {
  identical: '✅',
  differs: '⚠️ differs',
  failed: '❌ fails',
  'no-way-down': 'no\u00a0way\u00a0down',
  irreversible: 'irreversible',
};

export function renderNewMigrations(model: ReportModel, detail: Detail): Section {
  const { newMigrations: all } = model;
  if (all.length === 0) return NOTHING_TO_SAY;
  const columns = columnsOf(model, detail);
  const legend = legendOf(all);
  if (all.length <= ROWS_UNFOLDED && all.length <= detail.rows)
    return { markdown: stacked([table(columns, all), legend]), leftOut: [] };
  const notable = mostNotable(all, Math.min(ROWS_BEFORE_FOLD, detail.rows));
  const shown = detail.rows > ROWS_BEFORE_FOLD ? mostNotable(all, detail.rows) : [];
  const which =
    shown.length === all.length ? `All ${grouped(all.length)}` : `${grouped(shown.length)} of ${grouped(all.length)}`;
  const rest = all.length - Math.max(shown.length, notable.length);
  const noun = nounOf(model);
  return {
    markdown: stacked([
      `The ${notable.length} of ${plural(all.length, noun)} that failed, lock most or take longest:`,
      table(columns, notable),
      legend,
      shown.length === 0 ? '' : details(`${which} ${noun}s`, table(columns, shown)),
    ]),
    leftOut: rest > 0 ? [`${grouped(rest)} of ${plural(all.length, noun)}`] : [],
  };
}

/** What nobody could compare with a base is called neither new nor edited. */
function nounOf({ newMigrations: all, counts }: ReportModel): string {
  if (counts?.new === undefined) return 'migration';
  const edited = all.filter((migration) => migration.edited).length;
  return edited === 0 ? 'new migration' : edited === all.length ? 'edited migration' : 'new or edited migration';
}

/** In file order, those that failed, those that stop others, and then the slowest. */
function mostNotable(all: readonly ReportedMigration[], most: number): readonly ReportedMigration[] {
  if (all.length <= most) return all;
  const rank = (migration: ReportedMigration) =>
    migration.runs.some(({ status }) => status === 'failed') ? 2 : stopsOthers(migration) ? 1 : 0;
  const ranked = all
    .map((migration) => ({ migration, rank: rank(migration), ms: slowestMs(migration) }))
    .sort((a, b) => b.rank - a.rank || b.ms - a.ms);
  const chosen = new Set(ranked.slice(0, most).map(({ migration }) => migration));
  return all.filter((migration) => chosen.has(migration));
}

function columnsOf(model: ReportModel, detail: Detail): Column<ReportedMigration>[] {
  const { newMigrations: all, versions } = model;
  const has = (of: (migration: ReportedMigration) => unknown) => all.some((migration) => of(migration) !== undefined);
  const places = placesOf(model);
  const names: Column<ReportedMigration> = {
    head: nounOf(model).replace(/^./, (letter) => letter.toUpperCase()),
    cell: ({ id, path, edited }) => {
      const name = code(shorten(id, detail.name));
      const address = detail.links ? places.address(path) : undefined;
      return `${address === undefined ? name : link(name, address)}${edited === true ? ' (edited)' : ''}`;
    },
  };
  const status = (head: string, postgres: string): Column<ReportedMigration> => ({
    head,
    align: 'center',
    cell: ({ runs }) => STATUS[runs.find((run) => run.postgres === postgres)?.status ?? 'unknown'][0],
  });
  const agree = all.every(({ runs }) => new Set(runs.map((run) => run.status)).size <= 1);
  const [first] = versions;
  const statuses =
    agree && first !== undefined
      ? [status(spanOf(versions.map(({ postgres }) => postgres)), first.postgres)]
      : versions.map(({ postgres }) => status(postgres, postgres));
  return [
    names,
    ...statuses,
    ...(has(({ runs }) => runs.find(({ ms }) => ms !== undefined)) ? [TIME] : []),
    ...(has(lockOf) ? [LOCK] : []),
    ...(has(({ figures }) => figures?.rewrites) ? [rewrites(detail)] : []),
    ...(has(({ figures }) => figures?.rows) ? [ROWS] : []),
    ...(has(({ figures }) => figures?.sizeDelta) ? [SIZE] : []),
    ...(has(({ figures }) => figures?.roundTrip) ? [ROUND_TRIP] : []),
  ];
}

/** `PostgreSQL 15`, `15–18`, and of those that leave some out `15, 17`: the line above the table says what they are. */
function spanOf(versions: readonly string[]): string {
  const numbers = versions.map(Number);
  const isSpan = numbers.length > 2 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index);
  if (versions.length === 1) return `PostgreSQL ${versions[0] ?? ''}`;
  return isSpan ? `${versions[0] ?? ''}–${versions.at(-1) ?? ''}` : versions.join(', ');
}

/** On one line of a cell. */
function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

const TIME: Column<ReportedMigration> = {
  head: 'Time',
  align: 'right',
  cell: ({ runs }) => {
    const times = runs.flatMap(({ ms }) => ms ?? []);
    if (times.length === 0) return '';
    const [least, most] = [Math.min(...times), Math.max(...times)];
    // A spread that somebody would ask about.
    const isSpread = most >= 100 && most >= 2 * least;
    return unbroken(isSpread ? `${formatDuration(least)} – ${formatDuration(most)}` : formatDuration(most));
  },
};

const LOCK: Column<ReportedMigration> = {
  head: 'Strongest lock',
  cell: (migration) => {
    const lock = lockOf(migration);
    if (lock === undefined) return '';
    return `${unbroken(`${stopsOthers(migration) ? '🔒 ' : ''}${lockEffect(lock).name}`)}<br>on ${code(shorten(lock.relation, 60))}`;
  },
};

const rewrites = ({ name }: Detail): Column<ReportedMigration> => ({
  head: 'Rewrites',
  cell: ({ figures }) => {
    const tables = figures?.rewrites;
    if (tables === undefined) return '';
    const rest = tables.length - 3;
    const shown = tables.slice(0, 3).map((each) => code(shorten(each, name)));
    return tables.length === 0 ? 'none' : `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  },
});

const ROWS: Column<ReportedMigration> = {
  head: 'Rows',
  align: 'right',
  cell: ({ figures }) => (figures?.rows === undefined ? '' : grouped(figures.rows)),
};

const SIZE: Column<ReportedMigration> = {
  head: 'Size',
  align: 'right',
  cell: ({ figures }) => {
    const delta = figures?.sizeDelta;
    if (delta === undefined) return '';
    return unbroken(`${delta > 0 ? '+' : delta < 0 ? '−' : ''}${formatBytes(Math.abs(delta))}`);
  },
};

const ROUND_TRIP: Column<ReportedMigration> = {
  head: 'Down and up',
  cell: ({ figures }) => (figures?.roundTrip === undefined ? '' : ROUND_TRIPS[figures.roundTrip]),
};

function lockOf({ runs }: ReportedMigration): Lock | undefined {
  return strongest(runs.flatMap(({ lock }) => lock ?? []));
}

function slowestMs({ runs }: ReportedMigration): number {
  return Math.max(0, ...runs.map(({ ms = 0 }) => ms));
}

function legendOf(all: readonly ReportedMigration[]): string {
  const statuses = new Set(all.flatMap(({ runs }) => runs.map(({ status }) => status)));
  const icons = Object.entries(STATUS).flatMap(([status, [icon, meaning]]) =>
    statuses.has(status as ReportedStatus) && !OBVIOUS.has(status as ReportedStatus) ? [`${icon} ${meaning}`] : [],
  );
  const stopping = all.flatMap((migration) => {
    const lock = lockOf(migration);
    return lock === undefined || lockEffect(lock).stops === undefined ? [] : [lock];
  });
  const worst = strongest(stopping);
  const locks =
    worst === undefined
      ? []
      : [`${lockEffect(worst).name} stops ${lockEffect(worst).stops ?? ''} of its table until the migration ends`];
  const notes = [...icons, ...locks];
  return notes.length === 0 ? '' : `<sub>${notes.join(' · ')}</sub>`;
}
