/** Turns PostgreSQL's refusal into what the author of the migration needs to know. */
import type { Migration } from '../migration/migration.ts';
import type { Failure } from '../migration/result.ts';
import { UserError } from '../migration/problem.ts';
import { MessageError } from '../postgres/session.ts';
import { lostConnection } from '../postgres/transient.ts';
import type { Framing } from '../sql/transactions.ts';
import { locate, type Message } from './message.ts';

/** PostgreSQL refused a message of a migration's script, or the connection ended while it ran. */
export class Refusal extends MessageError {
  readonly sent: Message;
  /** Statements of the script that were committed before, if it commits them one by one. */
  readonly committed: number;

  constructor(error: Error, sent: Message, committed: number) {
    if (error instanceof MessageError) super(error.cause, error.completed);
    else super(error, 0);
    this.sent = sent;
    this.committed = committed;
  }
}

/** PostgreSQL's error fields, as node-postgres names them. */
interface ErrorFields {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
}

/** What else a run did that applied migrations side by side. */
export interface Beside {
  /** Migrations that come after the failed one and are applied, since they do not depend on it. */
  readonly later: readonly Migration[];
  readonly alsoFailed: readonly { readonly migration: Migration; readonly message: string }[];
}

const NOTHING_BESIDE: Beside = { later: [], alsoFailed: [] };

export function describeFailure(
  migration: Migration,
  framing: Framing,
  refusal: Refusal,
  beside: Beside = NOTHING_BESIDE,
): Failure {
  const fields = refusal.cause as ErrorFields;
  const position = fields.position === undefined ? undefined : Number(fields.position);
  const location = locate(refusal.sent, refusal.completed, position);
  const committed = framing.kind === 'transaction' ? 0 : refusal.committed;
  const atScript = location.statement !== undefined;
  return {
    migration: migration.id,
    path: location.statement?.path ?? migration.up.path,
    line: atScript ? location.line : migration.up.line,
    column: atScript ? location.column : 1,
    statement: location.statement?.text ?? ownStatement(refusal.sent, refusal.completed),
    statementLine: location.statement?.line ?? migration.up.line,
    statementColumn: location.statement?.column ?? 1,
    message: refusal.message,
    sqlstate: fields.code,
    detail: fields.detail,
    hint: fields.hint,
    context: fields.where,
    committed,
    advice: [
      ...(isOutcomeUnknown(refusal)
        ? unknownOutcome(migration, framing, committed)
        : advice(migration, framing, fields.code, committed, location.statement?.text, refusal.message, beside)),
      ...aside(beside),
    ],
  };
}

/** What else became of a run that goes on side by side. */
function aside({ later, alsoFailed }: Beside): string[] {
  const [first, ...more] = later;
  const applied = first === undefined ? '' : more.length === 0 ? first.id : `${first.id} and ${more.length} more`;
  return [
    ...(applied === '' ? [] : [`Applied although they come after it, since they do not depend on it: ${applied}.`]),
    ...alsoFailed.map(({ migration, message }) => `${migration.id}, which ran beside it, failed too: ${message}`),
  ];
}

/** What a statement of ours was, when the refusal came there: deferred constraints fail at COMMIT. */
function ownStatement(message: Message, completed: number): string {
  const start = message.parts[completed]?.start ?? 0;
  return message.text.slice(start).split('\n', 1)[0] ?? '';
}

/** Whether the connection ended with the question open. Its own loss, or no new one to ask what became of the try before. */
function isOutcomeUnknown(refusal: Refusal): boolean {
  return lostConnection(refusal) || refusal.cause instanceof UserError;
}

function unknownOutcome(migration: Migration, framing: Framing, committed: number): string[] {
  if (framing.kind === 'transaction') {
    return [
      'The connection ended. The migration was rolled back whole, unless PostgreSQL had committed it just before: ' +
        'the next run reads its bookkeeping row and knows.',
    ];
  }
  return [
    `${migration.id} does not run in one transaction (${framing.because}). The connection ended after ` +
      `${committed === 1 ? '1 statement' : `${committed} statements`}, which stay in the database without a bookkeeping row; ` +
      'PostgreSQL may have carried out the next one too.',
  ];
}

const ACTIVE_SQL_TRANSACTION = '25001';
const UNSAFE_NEW_ENUM_VALUE = '55P04';

/** What PostgreSQL says of an extension that is not installed beside the server. */
const MISSING_EXTENSION =
  /^extension "(.+)" is not available$|could not open extension control file ".*\/(.+)\.control"/;

const UNDEFINED_OBJECT = '42704';
const INVALID_SCHEMA_NAME = '3F000';
/** What databases often have before their first migration. */
const SURROUNDINGS = /^((?:role|schema) ".+") does not exist$/;

/** The cure where something is missing that migrations are rarely the ones to make. */
function surroundings(sqlstate: string | undefined, message: string): string[] {
  const missing =
    sqlstate === UNDEFINED_OBJECT || sqlstate === INVALID_SCHEMA_NAME ? SURROUNDINGS.exec(message)?.[1] : undefined;
  if (missing === undefined) return [];
  return [
    `If your databases have ${missing} before their first migration, make it in an SQL file of its own and pass that ` +
      '(--init-sql, input "init-sql").',
  ];
}

function advice(
  migration: Migration,
  framing: Framing,
  sqlstate: string | undefined,
  committed: number,
  statement: string | undefined,
  message: string,
  { later }: Beside,
): string[] {
  const lines: string[] = [];
  if (framing.kind === 'transaction') {
    const rest = later.length === 0 ? '; the database is as the migration before it left it.' : '.';
    lines.push(`The migration was rolled back whole${rest}`);
    if (sqlstate === ACTIVE_SQL_TRANSACTION) {
      lines.push(
        `This statement cannot run inside a transaction, and ${migration.path} runs in one. ` +
          'Mark the file as your tool wants it, or add: -- migrate-action: transaction=off',
      );
    }
    if (sqlstate === UNSAFE_NEW_ENUM_VALUE) {
      lines.push(
        'A new enum value can be used only after the transaction that adds it. Move its first use to a migration of its own.',
      );
    }
    const extension = MISSING_EXTENSION.exec(message);
    if (extension !== null) {
      lines.push(
        `This server does not have ${extension[1] ?? extension[2] ?? 'it'}. Migrate a database that does, such as a service container's, ` +
          'by its URL (--database-url, input "database-url").',
      );
    }
  } else {
    const whole = `${migration.id} does not run in one transaction (${framing.because}).`;
    lines.push(
      committed === 0
        ? `${whole} Nothing of it had been committed.`
        : `${whole} Its first ${committed === 1 ? 'statement stays' : `${committed} statements stay`} in the database, without a bookkeeping row.`,
    );
    if (statement !== undefined && /^create\s+(unique\s+)?index\s+concurrently/i.test(statement)) {
      lines.push('A concurrent build that fails leaves an invalid index behind: drop it before the next try.');
    }
  }
  lines.push(...surroundings(sqlstate, message));
  return lines;
}
