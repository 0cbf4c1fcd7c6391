/** How each tool has a set on disk, and which columns of its books hold times. */
import type { Abilities, Piece, Pieces } from './edits.ts';

export interface Layout extends Abilities {
  readonly format: string;
  /** Relative path → text. */
  readonly filesOf: (pieces: Pieces) => Readonly<Record<string, string>>;
  /** Table → columns that differ between two runs, however equal. */
  readonly times: Readonly<Record<string, readonly string[]>>;
}

const BY = '2024-01-02T03:04:05Z Ann Lee <ann@example.com>';

export const LAYOUTS: readonly Layout[] = [
  flat('dbmate', (piece) => [`${stamp(piece)}_${piece.name}.sql`, `-- migrate:up\n${sqlOf(piece)}\n-- migrate:down\n`]),
  {
    ...flat('flyway', (piece) => [
      piece.repeatable === true ? `R__${piece.name}.sql` : `V${piece.version}__${piece.name}.sql`,
      sqlOf(piece),
    ]),
    repeatables: true,
    // A repeatable one that was there before a version was added keeps its place before it, as it does under Flyway.
    times: { 'public.flyway_schema_history': ['installed_on', 'execution_time', 'installed_rank'] },
  },
  {
    format: 'sqitch',
    repeatables: false,
    reworks: true,
    filesOf: sqitchFiles,
    times: {
      'sqitch.releases': ['installed_at'],
      'sqitch.projects': ['created_at'],
      'sqitch.changes': ['committed_at'],
      'sqitch.tags': ['committed_at'],
      'sqitch.events': ['committed_at'],
    },
  },
  flat('golang-migrate', (piece) => [`${piece.version}_${piece.name}.up.sql`, sqlOf(piece)]),
  {
    ...flat('prisma', (piece) => [`${stamp(piece)}_${piece.name}/migration.sql`, sqlOf(piece)]),
    times: { 'public._prisma_migrations': ['started_at', 'finished_at'] },
  },
  {
    ...flat('goose', (piece) => [`${piece.version}_${piece.name}.sql`, gooseText(piece)]),
    times: { 'public.goose_db_version': ['tstamp'] },
  },
];

function flat(format: string, fileOf: (piece: Piece) => readonly [string, string]): Layout {
  const filesOf = (pieces: Pieces) => Object.fromEntries(pieces.map(fileOf));
  return { format, filesOf, repeatables: false, reworks: false, times: {} };
}

function stamp({ version }: Piece): string {
  return String(20_240_000_000_000 + version);
}

function sqlOf({ statements }: Piece): string {
  return statements.map((statement) => `${statement};\n`).join('');
}

/** A statement that has semicolons in it needs a mark around it. */
function gooseText({ statements }: Piece): string {
  const marked = statements.map((statement) => `-- +goose StatementBegin\n${statement};\n-- +goose StatementEnd\n`);
  return `-- +goose Up\n${marked.join('')}`;
}

/** Two changes of one name are a rework: the older one has a tag, by which its script is called. */
function sqitchFiles(pieces: Pieces): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const lines: string[] = [];
  pieces.forEach((piece, index) => {
    const isReworked = pieces.slice(index + 1).some(({ name }) => name === piece.name);
    const isRework = pieces.slice(0, index).some(({ name }) => name === piece.name);
    const tag = `@before_${piece.name}`;
    lines.push(`${piece.name}${isRework ? ` [${piece.name}${tag}]` : ''} ${BY}`);
    if (isReworked) lines.push(`${tag} ${BY}`);
    // The registry does not take the same script twice.
    const text = `-- ${piece.version}\nBEGIN;\n${sqlOf(piece)}COMMIT;\n`;
    files[`deploy/${piece.name}${isReworked ? tag : ''}.sql`] = text;
  });
  return { ...files, 'sqitch.plan': `%project=histories\n\n${lines.join('\n')}\n` };
}
