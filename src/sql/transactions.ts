/** What PostgreSQL refuses inside a transaction block, and in which frame a script therefore has to run. */
import type { TransactionMode } from '../migration/migration.ts';
import type { Statement, Step } from './program.ts';
import { firstWord, tokensOf } from './tokens.ts';

/** Statements that may be refused or that control transactions begin with these; others are not looked at any further. */
const REFUSED = new Set('ALTER CLUSTER COMMIT CREATE DISCARD DROP REINDEX ROLLBACK VACUUM'.split(' '));
/** Each statement that is refused has one of these words. */
const REFUSED_WORD = /CLUSTER|CONCURRENTLY|DATABASE|DISCARD|PREPARED|REINDEX|SUBSCRIPTION|SYSTEM|TABLESPACE|VACUUM/i;
const CONTROLLING = new Set('ABORT BEGIN COMMIT END PREPARE ROLLBACK START'.split(' '));

/** False where no statement of a text can be refused inside a transaction block: a quick look before it is taken apart. */
export function mayHoldRefused(text: string): boolean {
  return REFUSED_WORD.test(text);
}

/**
 * What this statement is if PostgreSQL 14 to 18 refuse it inside a transaction block: `CREATE INDEX CONCURRENTLY`.
 *
 * Decided on the statement alone. What depends on the database is taken as the statement's usual case: CLUSTER and REINDEX of a
 * table are allowed though they are refused for a partitioned one, DROP SUBSCRIPTION is refused though it is allowed without a slot.
 */
export function cannotRunInTransaction(statement: Statement): string | undefined {
  const first = firstWord(statement.text);
  if (!REFUSED.has(first) || !mayHoldRefused(statement.text)) return undefined;
  const tokens = tokensOf(statement.text);
  const [, second = '', third = ''] = tokens;
  switch (first) {
    case 'VACUUM':
      return 'VACUUM';
    case 'COMMIT':
    case 'ROLLBACK':
      return second === 'PREPARED' ? `${first} PREPARED` : undefined;
    case 'DISCARD':
      return second === 'ALL' ? 'DISCARD ALL' : undefined;
    case 'CLUSTER':
      return withoutOptions(tokens.slice(1)).every((token) => token === 'VERBOSE')
        ? 'CLUSTER without a table'
        : undefined;
    case 'CREATE':
      if (second === 'INDEX' || (second === 'UNIQUE' && third === 'INDEX')) {
        return tokens[second === 'INDEX' ? 2 : 3] === 'CONCURRENTLY' ? 'CREATE INDEX CONCURRENTLY' : undefined;
      }
      if (second === 'SUBSCRIPTION') {
        const makesSlot = isOn(tokens, 'CREATE_SLOT') && isOn(tokens, 'CONNECT');
        return makesSlot ? 'CREATE SUBSCRIPTION with a replication slot' : undefined;
      }
      return CLUSTER_WIDE.has(second) ? `CREATE ${second}` : undefined;
    case 'DROP':
      if (second === 'INDEX') return third === 'CONCURRENTLY' ? 'DROP INDEX CONCURRENTLY' : undefined;
      return CLUSTER_WIDE.has(second) || second === 'SUBSCRIPTION' ? `DROP ${second}` : undefined;
    case 'REINDEX':
      return refusedReindex(tokens);
    default:
      return refusedAlter(tokens);
  }
}

const CLUSTER_WIDE = new Set(['DATABASE', 'TABLESPACE']);
/** These go from table to table, each in its own transaction. */
const MANY_TABLES = new Set(['SCHEMA', 'DATABASE', 'SYSTEM']);

function refusedReindex(tokens: readonly string[]): string | undefined {
  const [target = '', concurrently] = withoutOptions(tokens.slice(1));
  if (MANY_TABLES.has(target)) return `REINDEX ${target}`;
  const options = tokens.slice(1, tokens.indexOf(target));
  const isConcurrent =
    concurrently === 'CONCURRENTLY' || (options.includes('CONCURRENTLY') && isOn(options, 'CONCURRENTLY'));
  return isConcurrent ? 'REINDEX CONCURRENTLY' : undefined;
}

function refusedAlter(tokens: readonly string[]): string | undefined {
  const [, object = ''] = tokens;
  switch (object) {
    case 'SYSTEM':
      return 'ALTER SYSTEM';
    case 'DATABASE':
      return tokens[3] === 'SET' && tokens[4] === 'TABLESPACE' ? 'ALTER DATABASE … SET TABLESPACE' : undefined;
    case 'TABLE': {
      const detach = tokens.indexOf('DETACH');
      const isConcurrent = tokens[detach + 1] === 'PARTITION' && tokens.at(-1) === 'CONCURRENTLY';
      return detach !== -1 && isConcurrent ? 'ALTER TABLE … DETACH PARTITION … CONCURRENTLY' : undefined;
    }
    case 'SUBSCRIPTION':
      return refusedAlterSubscription(tokens);
    default:
      return undefined;
  }
}

function refusedAlterSubscription(tokens: readonly string[]): string | undefined {
  const [, , , action = '', object = ''] = tokens;
  if (action === 'REFRESH') return 'ALTER SUBSCRIPTION … REFRESH PUBLICATION';
  if (object === 'PUBLICATION' && ['SET', 'ADD', 'DROP'].includes(action)) {
    return isOn(tokens, 'REFRESH') ? `ALTER SUBSCRIPTION … ${action} PUBLICATION with refresh` : undefined;
  }
  // Both change the slot on the publisher, which no rollback undoes.
  const option = action === 'SET' ? tokens.find((token) => token === 'FAILOVER' || token === 'TWO_PHASE') : undefined;
  return option === undefined ? undefined : `ALTER SUBSCRIPTION … SET (${option.toLowerCase()})`;
}

/** The tokens behind an option list in parentheses, if they begin with one. */
function withoutOptions(tokens: readonly string[]): readonly string[] {
  return tokens[0] === '(' ? tokens.slice(tokens.indexOf(')') + 1) : tokens;
}

/** Whether a boolean option is on, as these are unless something else is said: `name = false`, `name false`, `'off'`, `0`. */
function isOn(tokens: readonly string[], name: string): boolean {
  const at = tokens.findIndex((token) => token === name || token === `"${name.toLowerCase()}"`);
  if (at === -1) return true;
  const value = tokens[tokens[at + 1] === '=' ? at + 2 : at + 1] ?? '';
  return !/^['"]?(?:false|off|0)['"]?$/i.test(value);
}

/** How a statement begins or ends a transaction block; `plain` if it does nothing else besides. */
export interface TransactionControl {
  readonly kind: 'begin' | 'end';
  readonly plain: boolean;
}

/** SAVEPOINT, RELEASE and ROLLBACK TO stay within their transaction and so control none; COMMIT PREPARED is not of this session. */
export function transactionControl(statement: Statement): TransactionControl | undefined {
  const first = firstWord(statement.text);
  if (!CONTROLLING.has(first)) return undefined;
  const [, second = '', ...rest] = tokensOf(statement.text);
  const isNoise = second === 'WORK' || second === 'TRANSACTION';
  const tail = isNoise || second === '' ? rest : [second, ...rest];
  switch (first) {
    case 'START':
    case 'BEGIN':
      return { kind: 'begin', plain: tail.length === 0 };
    case 'PREPARE':
      return second === 'TRANSACTION' ? { kind: 'end', plain: false } : undefined;
    default:
      if (tail[0] === 'TO' || tail[0] === 'PREPARED') return undefined;
      return { kind: 'end', plain: tail.length === 0 && (first === 'COMMIT' || first === 'END') };
  }
}

export type Framing =
  /** All steps in one transaction that the runner opens and commits. */
  | { readonly kind: 'transaction'; readonly steps: readonly Step[] }
  /**
   * Each step as it stands, in the transactions the script itself opens; `because` says why, as a clause. `begun`: the tool has
   * opened a transaction before the first step, which the script then ends.
   */
  | { readonly kind: 'autocommit'; readonly steps: readonly Step[]; readonly because: string; readonly begun: boolean };

/** The frame in which these steps do what they do under their tool. */
export function frame(steps: readonly Step[], mode: TransactionMode): Framing {
  if (mode === 'none') {
    return { kind: 'autocommit', steps, because: 'it is marked to run without a transaction', begun: false };
  }

  const controls = steps.flatMap(({ statement }, index) => {
    const control = transactionControl(statement);
    return control === undefined ? [] : [{ ...control, index, statement }];
  });
  const [begin, end] = controls;
  if (begin !== undefined) {
    const isOuterPair =
      controls.length === 2 &&
      begin.index === 0 &&
      begin.kind === 'begin' &&
      begin.plain &&
      end?.index === steps.length - 1 &&
      end.kind === 'end' &&
      end.plain;
    if (isOuterPair) return { kind: 'transaction', steps: steps.slice(1, -1) };
    const { statement } = begin;
    const because = `it controls transactions itself (${firstWord(statement.text)}, ${statement.path}:${statement.line})`;
    return { kind: 'autocommit', steps, because, begun: mode === 'single' };
  }

  const [only] = steps;
  if (mode === 'message' && steps.length === 1 && only !== undefined) {
    const because = whyAlone(only);
    if (because !== undefined) return { kind: 'autocommit', steps, because, begun: false };
  }
  return { kind: 'transaction', steps };
}

/** Why a statement that is its tool's whole message must not be put in a transaction, which that tool does not do either. */
function whyAlone({ statement }: Step): string | undefined {
  const refused = cannotRunInTransaction(statement);
  if (refused !== undefined) return `${refused} cannot run inside a transaction`;
  // What a procedure does is not known here; outside a transaction it may do anything that its tool lets it do.
  if (firstWord(statement.text) === 'CALL') return 'the procedure it calls may commit';
  return bodyCommits(statement) ? 'its DO block commits' : undefined;
}

function bodyCommits(statement: Statement): boolean {
  if (firstWord(statement.text) !== 'DO') return false;
  return tokensOf(statement.text).some((token) => {
    const tokens = tokensOf(bodyOf(token));
    return tokens.some((word, at) => {
      const next = tokens[at + 1];
      return (
        (word === 'COMMIT' || word === 'ROLLBACK') &&
        (next === ';' || next === 'AND' || next === 'WORK' || next === 'TRANSACTION')
      );
    });
  });
}

/** What a string holds, as far as it matters for a body of code: escapes are left alone. */
function bodyOf(token: string): string {
  const [delimiter] = /^\$[^$]*\$/.exec(token) ?? [];
  if (delimiter !== undefined) return token.slice(delimiter.length, -delimiter.length);
  const quote = token.indexOf("'");
  return quote === -1 ? '' : token.slice(quote + 1, -1).replaceAll("''", "'");
}
