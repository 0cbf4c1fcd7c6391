/**
 * Sets made of SQL that others wrote for other ends, such as PostgreSQL's own regression tests: what generators and real migrations
 * never think of. Of each file those statements are taken that succeed one after another and can be read; a query becomes a table of
 * what it gives, so that it tells a difference.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { tagOf } from '../../src/sql/ast.ts';
import type { Parser } from '../../src/sql/parse.ts';
import { split } from '../../src/sql/split.ts';
import type { Analyst } from './analysts.ts';
import { type Prepared, withoutFailing } from './compare.ts';
import type { RandomMigration } from './generator.ts';
import { Random } from './random.ts';
import type { Source } from './source.ts';
import type { Bench, Workbench } from './workbench.ts';

/** What a statement may be taken as, the best first. */
type Candidate = readonly string[];

export interface WrittenOptions {
  readonly parser: Parser;
  readonly analyst: Analyst;
  /** What all others take for granted; the first migration of each set. */
  readonly setup?: string | undefined;
  /** At most so many statements a migration. */
  readonly together: number;
  readonly seed: number;
}

/** Beside the transaction that a migration is, they do nothing, not on their own, or nothing that an order could change. */
const LEFT_OUT = new Set(
  `AlterDatabaseSetStmt AlterDatabaseStmt AlterSystemStmt CheckPointStmt ClosePortalStmt ClusterStmt CopyStmt CreateSubscriptionStmt
   CreateTableSpaceStmt CreatedbStmt DeallocateStmt DeclareCursorStmt DiscardStmt DropTableSpaceStmt DropdbStmt ExecuteStmt ExplainStmt
   FetchStmt ListenStmt LoadStmt NotifyStmt PrepareStmt ReindexStmt TransactionStmt UnlistenStmt VacuumStmt VariableSetStmt
   VariableShowStmt`.split(/\s+/),
);
/** What is opaque for what came before it is looked at again without that. */
const CONTAGION = /an earlier migration/;
const ROUNDS = 12;

export function writtenSets(files: readonly string[], options: WrittenOptions): readonly Source[] {
  return files.map((file, index) => ({
    seed: options.seed + index,
    name: path.basename(file),
    prepare: (workbench) => prepareWritten(workbench, file, { ...options, seed: options.seed + index }),
  }));
}

async function prepareWritten(workbench: Workbench, file: string, options: WrittenOptions): Promise<Prepared> {
  const { parser, seed, setup, together } = options;
  const before = setup === undefined ? [] : await readable(workbench, candidatesOf(parser, setup), [], options);
  const statements = await readable(workbench, candidatesOf(parser, file), before, options);
  const random = new Random(seed);
  const migrations: RandomMigration[] = before.length > 0 ? [{ id: 'setup', statements: before }] : [];
  for (let from = 0; from < statements.length;) {
    const count = random.between(1, together);
    const id = `m${String(from + 1).padStart(3, '0')}`;
    migrations.push({ id, statements: statements.slice(from, from + count) });
    from += count;
  }
  return await withoutFailing(workbench, { seed, migrations });
}

/** Those that succeed one after another, and that the analyst can read. */
async function readable(
  workbench: Workbench,
  candidates: readonly Candidate[],
  before: readonly string[],
  { analyst }: WrittenOptions,
): Promise<readonly string[]> {
  let left = await succeeding(workbench, candidates, before);
  for (let round = 0; round < ROUNDS; round += 1) {
    const migrations = [before, ...left.map((statement) => [statement])].map((statements, place) => ({
      id: String(place),
      statements,
    }));
    const reasons = analyst(migrations)
      .slice(1)
      .map(({ opaque }) => opaque);
    if (reasons.every((reason) => reason === undefined)) break;
    const first = reasons.findIndex((reason) => reason !== undefined);
    const isKept = (reason: string | undefined, place: number) =>
      place !== first && (reason === undefined || CONTAGION.test(reason));
    left = await succeeding(
      workbench,
      left.filter((_, place) => isKept(reasons[place], place)).map((statement) => [statement]),
      before,
    );
  }
  return left;
}

async function succeeding(
  workbench: Workbench,
  candidates: readonly Candidate[],
  before: readonly string[],
): Promise<readonly string[]> {
  return workbench.withDatabase(async (bench) => {
    if (before.length > 0) await succeeds(bench, before.join(';\n'));
    const taken: string[] = [];
    for (const candidate of candidates) {
      for (const statement of candidate) {
        if (!(await succeeds(bench, statement))) continue;
        taken.push(statement);
        break;
      }
    }
    return taken;
  });
}

async function succeeds({ session }: Bench, sql: string): Promise<boolean> {
  try {
    await session.run(`BEGIN;\n${sql};\nCOMMIT`);
    await session.reset();
    return true;
  } catch {
    await session.run('ROLLBACK');
    await session.reset();
    return false;
  }
}

function candidatesOf(parser: Parser, file: string): readonly Candidate[] {
  let seen = 0;
  return split(withoutCommands(readFileSync(file, 'utf8')), file).statements.flatMap(({ text }): Candidate[] => {
    const statement = lasting(text);
    const tag = tagOfStatement(parser, statement);
    if (tag === undefined || LEFT_OUT.has(tag)) return [];
    if (tag !== 'SelectStmt') return [[statement]];
    seen += 1;
    return [[`CREATE TABLE seen_${seen} AS ${statement}`, statement]];
  });
}

function tagOfStatement(parser: Parser, statement: string): string | undefined {
  try {
    const stmt = parser.parseSync(statement).stmts?.[0]?.stmt;
    return stmt && tagOf(stmt);
  } catch {
    return undefined;
  }
}

/** Without psql's own commands and the data of COPY. */
function withoutCommands(text: string): string {
  return text
    .replaceAll(/^copy\b[^;]*\bfrom stdin\b[^;]*;\n(?:.*\n)*?\\\.$/gim, '')
    .replaceAll(/\\g\w*.*$/gm, ';')
    .replaceAll(/^\\.*$/gm, '');
}

/** What is temporary is gone with the session. */
function lasting(statement: string): string {
  return statement
    .replaceAll(/\b(create(?: or replace)?)(?: local| global)? temp(?:orary)?\b/gi, '$1')
    .replaceAll(/\binto temp(?:orary)?\b/gi, 'INTO')
    .replaceAll(/\bpg_temp\./g, '');
}
