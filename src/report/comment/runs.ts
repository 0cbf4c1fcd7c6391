/** What became of each job: its version, its shard, and whether together they are the whole. */
import { grouped, listed } from '../counted.ts';
import { formatDuration } from '../duration.ts';
import { groupsOf } from '../grouping.ts';
import { details, stacked } from '../markdown/blocks.ts';
import { code, prose, shorten } from '../markdown/escape.ts';
import { type Column, table } from '../markdown/table.ts';
import type { ReportModel, RunState, ShardRun, VersionReport } from '../report-model.ts';
import type { Detail } from './detail.ts';
import { firstOf, NOTHING_TO_SAY, type Section } from './section.ts';

const STATES: Record<RunState, string> = {
  passed: '✅ passed',
  verified: '☑️ verified before',
  failed: '❌ failed',
  broken: '❌ broke off',
  cancelled: '🚫 cancelled',
  missing: '❔ no result',
  unreadable: '❔ unreadable result',
};
/** A part of a fingerprint by which people tell two apart. */
const FINGERPRINT_SHOWN = 12;
const DIFFERENCES_SHOWN = 10;

interface Row {
  readonly version: VersionReport;
  readonly run: ShardRun;
}

export function renderRuns({ versions }: ReportModel, detail: Detail): Section {
  if (versions.length === 0) return NOTHING_TO_SAY;
  const rows = versions.flatMap((version) => version.shards.map((run) => ({ version, run })));
  const isGood = (row: Row) => ['passed', 'verified'].includes(row.run.state) && row.version.proof.state !== 'differs';
  const troubled = rows.filter((row) => !isGood(row));
  const columns = columnsOf(versions, detail);
  // What is wrong must not be what is left out.
  const { shown, leftOut } = firstOf([...troubled, ...rows.filter(isGood)], detail.runs, 'runs');
  const inOrder = rows.filter((row) => shown.includes(row));
  const proofs = groupsOf(versions, ({ proof }) => JSON.stringify(proof)).flatMap((alike) => proofOf(alike, detail));
  const body = stacked([table(columns, inOrder), proofs.map((line) => `- ${line}`).join('\n')]);
  const sharded = versions.some(({ shards }) => shards.length > 1);
  return {
    markdown: details(sharded ? 'PostgreSQL versions and shards' : 'PostgreSQL versions', body, troubled.length > 0),
    leftOut,
  };
}

function columnsOf(versions: readonly VersionReport[], { sentence }: Detail): Column<Row>[] {
  const sharded = versions.some(({ shards }) => shards.length > 1);
  const shard: Column<Row> = { head: 'Shard', cell: ({ version, run }) => `${run.shard} of ${version.shards.length}` };
  return [
    {
      head: 'PostgreSQL',
      cell: ({ version }) => (version.server === undefined ? version.postgres : prose(version.server)),
    },
    ...(sharded ? [shard] : []),
    {
      head: 'Result',
      cell: ({ run }) => STATES[run.state] + (run.why === undefined ? '' : `: ${prose(shorten(run.why, sentence))}`),
    },
    { head: 'Restored', align: 'right', cell: ({ run }) => grouped(run.restored) },
    { head: 'Applied', align: 'right', cell: ({ run }) => grouped(run.applied) },
    { head: 'Time', align: 'right', cell: ({ run }) => (run.ms === undefined ? '' : formatDuration(run.ms)) },
  ];
}

/** @param alike versions of which the same is to be said */
function proofOf(alike: readonly VersionReport[], { name, sentence }: Detail): string[] {
  const [first] = alike;
  if (first === undefined) return [];
  const { proof } = first;
  const postgres = listed(alike.map((version) => version.postgres));
  switch (proof.state) {
    case 'proved':
      return [
        `PostgreSQL ${postgres}: the shards together give the whole, fingerprint ${code(proof.fingerprint.slice(0, FINGERPRINT_SHOWN))}${proof.compared ? '' : ': none changed what another did'}.`,
      ];
    case 'differs': {
      const rest = proof.differences.length - DIFFERENCES_SHOWN;
      const shown = proof.differences.slice(0, DIFFERENCES_SHOWN).map((each) => code(shorten(each, name)));
      return [
        `❌ PostgreSQL ${postgres}: the shards together do not give the whole. They differ in ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`,
      ];
    }
    case 'not-comparable':
      return [
        `PostgreSQL ${postgres}: whether the shards together give the whole is not known. ${prose(shorten(proof.why, sentence))}`,
      ];
    case 'not-needed':
      return [];
  }
}
