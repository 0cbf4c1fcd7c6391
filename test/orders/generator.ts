/**
 * Random sets of migrations that run in file order.
 *
 * The server itself is the model: before each migration the generator looks at what there is, draws statements that mostly fit, and
 * keeps those that the server takes. So a set is valid by construction, and the same seed gives the same set.
 */
import { Draw, type Family, type Kind, SCHEMAS } from './draw.ts';
import { FOCUSES } from './focus.ts';
import { derivedSeed, type Random, Random as Randomness } from './random.ts';
import { readState, type State } from './state.ts';
import { attached } from './statements/attached.ts';
import { callers } from './statements/callers.ts';
import { constraints } from './statements/constraints.ts';
import { dynamic, perhaps } from './statements/dynamic.ts';
import { indexes, sequences } from './statements/indexes.ts';
import { keys } from './statements/keys.ts';
import { meanings } from './statements/meanings.ts';
import { names } from './statements/names.ts';
import { others } from './statements/others.ts';
import { partitions } from './statements/partitions.ts';
import { placed } from './statements/placed.ts';
import { renamed } from './statements/renamed.ts';
import { rights } from './statements/rights.ts';
import { roles } from './statements/roles.ts';
import { routines } from './statements/routines.ts';
import { rows } from './statements/rows.ts';
import { searching } from './statements/searching.ts';
import { tables } from './statements/tables.ts';
import { triggers } from './statements/triggers.ts';
import { operators, types } from './statements/types.ts';
import { unseen } from './statements/unseen.ts';
import { views } from './statements/views.ts';
import { writers } from './statements/writers.ts';
import type { Bench } from './workbench.ts';

export interface RandomMigration {
  readonly id: string;
  readonly statements: readonly string[];
}

export interface Outcome {
  drawn: number;
  taken: number;
  /** Refusals by message, without names. */
  readonly refusals: Map<string, number>;
}

export interface GenerateOptions {
  /** Default: 15 to 60. */
  readonly migrations?: readonly [low: number, high: number];
  /** One of `FOCUSES`; default: any, or none. */
  readonly focus?: string | undefined;
  /** By kind; counts are added. */
  readonly outcomes?: Map<string, Outcome>;
}

const FAMILIES: readonly Family[] = [
  tables,
  indexes,
  sequences,
  rows,
  views,
  partitions,
  constraints,
  routines,
  callers,
  triggers,
  types,
  operators,
  dynamic,
  roles,
  others,
];
/** Where a focus is asked for, only what it names: so what has been shown by sets about other subjects stays so. */
const FURTHER: readonly Family[] = [
  names,
  keys,
  attached,
  renamed,
  meanings,
  unseen,
  placed,
  rights,
  searching,
  writers,
];
const CREATE_TABLE = tables.kinds[0];

export function sqlOf({ statements }: RandomMigration): string {
  return statements.map((statement) => `${statement};\n`).join('');
}

export function sqlOfSet(migrations: readonly RandomMigration[]): string {
  return migrations.map((migration) => `-- ${migration.id}\n${sqlOf(migration)}`).join('');
}

/** Leaves the set applied to the database. */
export async function generate(seed: number, bench: Bench, options: GenerateOptions = {}): Promise<RandomMigration[]> {
  const random = new Randomness(seed);
  const [low, high] = options.migrations ?? [15, 60];
  const count = random.between(low, high);
  const outcomes = options.outcomes ?? new Map<string, Outcome>();
  const names = Draw.names(random);
  const kinds = likings(random, options.focus);
  const doubts = options.focus === undefined ? doubtsOf(seed) : undefined;
  const migrations: RandomMigration[] = [];
  if (random.chance(0.6)) {
    const statements = random.some(SCHEMAS.slice(1), 2).map((schema) => `CREATE SCHEMA ${schema}`);
    await tryOut(
      bench,
      statements.map((statement) => ({ kind: 'create schema', statement })),
      outcomes,
    );
    migrations.push({ id: 'm01', statements });
  }
  for (let tries = 0; migrations.length < count && tries < count * 3; tries += 1) {
    const state = await readState(await bench.lookOn());
    const statements = await tryOut(bench, drawStatements(random, state, names, kinds, doubts), outcomes);
    if (statements.length > 0)
      migrations.push({ id: `m${String(migrations.length + 1).padStart(2, '0')}`, statements });
  }
  return migrations;
}

/** How often each kind is drawn in one set: every set has subjects of its own, so that what they do to each other has room to happen. */
function likings(random: Random, wanted: string | undefined): Weighted[] {
  const drawn = random.chance(0.6) ? random.one(Object.keys(FOCUSES)) : undefined;
  const focus = FOCUSES[wanted ?? drawn ?? ''];
  const further = FURTHER.filter(
    ({ kinds }) => wanted === undefined || kinds.some(({ name }) => focus?.includes(name) === true),
  );
  return [...FAMILIES, ...further].flatMap((family) => {
    const liking = random.pick(0.1, 0.3, 1, 3);
    return family.kinds.map((kind) => {
      if (focus === undefined) return { kind, weight: kind.weight * liking };
      return { kind, weight: focus.includes(kind.name) ? Math.max(kind.weight, 2) : kind.weight * 0.02 };
    });
  });
}

/** Whether a statement is to run under a condition: in some sets often, in most never. */
function doubtsOf(seed: number): () => boolean {
  const random = new Randomness(derivedSeed(seed, 2));
  const share = random.pick(0, 0, 0.05, 0.15, 0.4);
  return () => random.chance(share);
}

interface Drawn {
  readonly kind: string;
  readonly statement: string;
}

type Weighted = { readonly kind: Kind; readonly weight: number };

function drawStatements(
  random: Random,
  state: State,
  names: readonly string[],
  kinds: readonly Weighted[],
  isDoubtful: () => boolean = () => false,
): Drawn[] {
  const path = random.chance(0.18)
    ? random.pick(['app', 'public'], ['audit', 'public'], ['app'], ['app2', 'app', 'public'], ['public', 'app'])
    : undefined;
  const draw = new Draw(
    random,
    state,
    (path ?? ['public']).filter((schema) => state.schemas.includes(schema)),
    names,
  );
  const way = random.pick('SET search_path TO', 'SET LOCAL search_path =', 'SET search_path =');
  const drawn: Drawn[] =
    path === undefined
      ? []
      : [
          {
            kind: 'search_path',
            statement: random.chance(0.15)
              ? `SELECT set_config('search_path', '${path.join(', ')}', false)`
              : `${way} ${path.join(', ')}`,
          },
        ];
  const wanted = random.pick(1, 1, 1, 2, 2, 3, 4);
  const isBare = draw.relations('r', 'p').length < 2;
  for (let made = 0, tries = 0; made < wanted && tries < 30; tries += 1) {
    const kind =
      isBare && made === 0 && random.chance(0.7) ? CREATE_TABLE : random.weighted(kinds, ({ weight }) => weight)?.kind;
    const statements = kind?.make(draw);
    if (kind === undefined || statements === undefined) continue;
    for (const statement of [statements].flat()) {
      const isBlock = /^(DO|SET|RESET|DECLARE|FETCH|CLOSE|PREPARE|EXECUTE|DEALLOCATE)\b/.test(statement);
      drawn.push({ kind: kind.name, statement: !isBlock && isDoubtful() ? perhaps(draw, statement) : statement });
    }
    made += 1;
  }
  return drawn;
}

/** Runs them as one migration; gives those that the server took, none if it did not take their transaction. */
async function tryOut({ session }: Bench, drawn: readonly Drawn[], outcomes: Map<string, Outcome>): Promise<string[]> {
  const taken: string[] = [];
  await session.run('BEGIN');
  for (const { kind, statement } of drawn) {
    const outcome = outcomes.get(kind) ?? { drawn: 0, taken: 0, refusals: new Map<string, number>() };
    outcomes.set(kind, outcome);
    outcome.drawn += 1;
    // By itself: a statement that cannot be parsed takes its whole message with it.
    await session.run('SAVEPOINT before');
    try {
      await session.run(`${statement}; RELEASE before`);
      taken.push(statement);
      outcome.taken += 1;
    } catch (error) {
      const refusal = (error as Error).message.replace(/"[^"]*"/g, '…');
      outcome.refusals.set(refusal, (outcome.refusals.get(refusal) ?? 0) + 1);
      await session.run('ROLLBACK TO before');
    }
  }
  // Nothing that reads a database as a whole, pg_dump included, expects it to be without this schema.
  const mayLackPublic = taken.some((statement) => /^DROP (OWNED|SCHEMA)/.test(statement));
  // Triggers that set off one another run without end in a COMMIT, which no timeout concerns.
  const end = `SET CONSTRAINTS ALL IMMEDIATE; ${mayLackPublic ? `SELECT 'public'::regnamespace; ` : ''}COMMIT`;
  const committed = await session.run(end).then(
    () => true,
    () => session.run('ROLLBACK').then(() => false),
  );
  await session.reset();
  const isMore = taken.some((statement) => !/^(SET|RESET|SELECT set_config)/.test(statement));
  return committed && isMore ? taken : [];
}
