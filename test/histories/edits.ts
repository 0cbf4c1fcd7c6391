/**
 * What people do to a set of migrations between two runs: add, edit, insert, delete, rename, move, revert.
 *
 * As in `test/orders`, the server is the model: what it refuses after an edit goes, so that every version of a set runs in file order.
 */
import { generate } from '../orders/generator.ts';
import type { Random } from '../orders/random.ts';
import type { Bench, Workbench } from '../orders/workbench.ts';

/** A migration as its author sees it. */
export interface Piece {
  readonly name: string;
  /** Decides the order; there is room between two. */
  readonly version: number;
  readonly statements: readonly string[];
  /** Runs after all others whenever it changes: Flyway's. */
  readonly repeatable?: boolean | undefined;
}

export type Pieces = readonly Piece[];

/** What a format can do that others cannot. */
export interface Abilities {
  readonly repeatables: boolean;
  readonly reworks: boolean;
}

export interface Edited {
  readonly edit: string;
  readonly pieces: Pieces;
}

const ROOM = 2 ** 20;
const TRIES = 6;

export async function firstPieces(
  workbench: Workbench,
  seed: number,
  size: readonly [number, number],
  { repeatables }: Abilities,
): Promise<Pieces> {
  const migrations = await workbench.withDatabase((bench) => generate(seed, bench, { migrations: size }));
  const pieces = migrations.map(({ id, statements }, index) => ({ name: id, version: (index + 1) * ROOM, statements }));
  const more = repeatables
    ? [repeatable('totals', pieces.length + 1, 1), repeatable('report', pieces.length + 2, 1)]
    : [];
  return (await valid(workbench, [...pieces, ...more])) ?? [];
}

/** One edit that leaves a set which runs; what was before, for a revert. */
export async function nextEdit(
  workbench: Workbench,
  random: Random,
  before: readonly Pieces[],
  abilities: Abilities,
): Promise<Edited> {
  const pieces = before.at(-1) ?? [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const edited = await draw(workbench, random, before, abilities);
    const after = edited === undefined ? undefined : await valid(workbench, edited.pieces);
    if (edited !== undefined && after !== undefined && after.length > 0) return { ...edited, pieces: after };
  }
  return { edit: 'nothing', pieces };
}

async function draw(
  workbench: Workbench,
  random: Random,
  before: readonly Pieces[],
  { repeatables, reworks }: Abilities,
): Promise<Edited | undefined> {
  const pieces = before.at(-1) ?? [];
  const ordinary = pieces.filter((piece) => piece.repeatable !== true);
  // Mostly something recent: what is old has settled.
  const last = Math.max(0, ordinary.length - 1);
  const at = random.between(random.chance(0.7) ? Math.max(0, last - 3) : 0, last);
  const piece = ordinary[at];
  const replaced = (...by: readonly Piece[]) => sorted([...pieces.filter((one) => one !== piece), ...by]);
  const statementsAt = async (position: number) => {
    const drawn = await drawStatements(workbench, random, ordinary.slice(0, position));
    return drawn.length > 0 ? drawn : [`SELECT ${random.between(1, 10 ** 6)}`];
  };
  const fresh = `n${random.between(1, 10 ** 6)}`;
  const kinds = [...often('add', 5), ...often('edit', 2), ...often('insert', 3), 'delete', 'rename', 'move', 'revert'];
  const own = [...(repeatables ? often('repeatable', 2) : []), ...(reworks ? often('rework', 2) : [])];
  const kind = random.one([...kinds, ...own]);
  switch (kind) {
    case 'add': {
      const version = (ordinary.at(-1)?.version ?? 0) + ROOM;
      return {
        edit: `add ${fresh}`,
        pieces: sorted([...pieces, { name: fresh, version, statements: await statementsAt(ordinary.length) }]),
      };
    }
    case 'insert': {
      const version = Math.floor(((ordinary[at - 1]?.version ?? 0) + (piece?.version ?? ROOM)) / 2);
      if (pieces.some((one) => one.version === version)) return undefined;
      return {
        edit: `insert ${fresh} at ${at}`,
        pieces: sorted([...pieces, { name: fresh, version, statements: await statementsAt(at) }]),
      };
    }
    case 'revert': {
      const index = random.between(0, before.length - 1);
      return { edit: `revert to version ${index}`, pieces: before[index] ?? [] };
    }
    case 'repeatable': {
      const one = random.one(pieces.filter((each) => each.repeatable === true));
      if (one === undefined) return undefined;
      const changed = repeatable(one.name, one.version / ROOM, random.between(1, 9));
      return { edit: `edit R ${one.name}`, pieces: pieces.map((each) => (each === one ? changed : each)) };
    }
    default:
      break;
  }
  if (piece === undefined) return undefined;
  switch (kind) {
    case 'edit': {
      const statements = await statementsAt(at);
      const kept = random.pick<readonly string[]>([], piece.statements, piece.statements.slice(0, -1));
      return { edit: `edit ${piece.name}`, pieces: replaced({ ...piece, statements: [...kept, ...statements] }) };
    }
    case 'delete':
      return { edit: `delete ${piece.name}`, pieces: replaced() };
    case 'rename':
      return { edit: `rename ${piece.name} to ${fresh}`, pieces: replaced({ ...piece, name: fresh }) };
    case 'move': {
      const other = random.one(ordinary.filter((one) => one !== piece));
      if (other === undefined) return undefined;
      const swapped = pieces.map((one) => {
        if (one === piece) return { ...one, version: other.version };
        return one === other ? { ...one, version: piece.version } : one;
      });
      return { edit: `swap ${piece.name} and ${other.name}`, pieces: sorted(swapped) };
    }
    case 'rework': {
      if (ordinary.filter(({ name }) => name === piece.name).length > 1) return undefined;
      const version = (ordinary.at(-1)?.version ?? 0) + ROOM;
      const statements = await statementsAt(ordinary.length);
      return { edit: `rework ${piece.name}`, pieces: sorted([...pieces, { name: piece.name, version, statements }]) };
    }
    default:
      return undefined;
  }
}

function often(kind: string, times: number): readonly string[] {
  return Array.from({ length: times }, () => kind);
}

function repeatable(name: string, place: number, value: number): Piece {
  const statements = [
    `CREATE SCHEMA IF NOT EXISTS reports`,
    `CREATE TABLE IF NOT EXISTS reports.${name} (x int)`,
    `DELETE FROM reports.${name}`,
    `INSERT INTO reports.${name} VALUES (${value})`,
  ];
  return { name, version: place * ROOM, statements, repeatable: true };
}

/** Repeatable ones come last, in the order of their names. */
function sorted(pieces: Pieces): Pieces {
  const versioned = pieces.filter((piece) => piece.repeatable !== true).sort((a, b) => a.version - b.version);
  const last = pieces.filter((piece) => piece.repeatable === true).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...versioned, ...last];
}

async function drawStatements(workbench: Workbench, random: Random, before: Pieces): Promise<readonly string[]> {
  return await workbench.withDatabase(async (bench) => {
    for (const piece of before) await apply(bench, piece);
    const drawn = await generate(random.between(1, 2 ** 31), bench, { migrations: [2, 2] });
    return drawn.findLast(({ statements }) => statements.length > 0)?.statements ?? [];
  });
}

/** The set without the statements that the server refuses now; undefined when it does not come to run. */
async function valid(workbench: Workbench, pieces: Pieces): Promise<Pieces | undefined> {
  let tried = pieces;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const failing = await workbench.withDatabase(async (bench) => {
      for (const piece of tried) {
        if (!(await apply(bench, piece))) return piece;
      }
      return undefined;
    });
    if (failing === undefined) return tried;
    const repaired = await workbench.withDatabase((bench) => withoutRefused(bench, tried));
    // What still fails as a whole owes its success to gaps in sequences, or fails at its COMMIT.
    const stillThere = repaired.some(
      ({ statements }, index) => statements.length < (tried[index]?.statements.length ?? 0),
    );
    tried = stillThere ? repaired : tried.filter((piece) => piece !== failing);
  }
  return undefined;
}

async function apply({ session }: Bench, { statements }: Piece): Promise<boolean> {
  try {
    await session.run(['BEGIN', ...statements, "SELECT 'public'::regnamespace", 'COMMIT'].join(';\n'));
    return true;
  } catch {
    await session.run('ROLLBACK').catch(() => undefined);
    return false;
  } finally {
    await session.reset();
  }
}

async function withoutRefused({ session }: Bench, pieces: Pieces): Promise<Pieces> {
  const kept: Piece[] = [];
  for (const piece of pieces) {
    const statements: string[] = [];
    await session.run('BEGIN');
    for (const statement of piece.statements) {
      await session.run('SAVEPOINT before');
      try {
        await session.run(`${statement}; RELEASE before`);
        statements.push(statement);
      } catch {
        await session.run('ROLLBACK TO before');
      }
    }
    await session.run('COMMIT').catch(() => session.run('ROLLBACK'));
    await session.reset();
    kept.push({ ...piece, statements });
  }
  return kept;
}
