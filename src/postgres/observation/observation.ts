/**
 * Sees what migrations touch: the locks that each holds when it is about to commit, and, watched closely, its DDL and calls.
 *
 * Only a migration that is one transaction can be seen. Locks cost little and are always asked for; a close watch is for migrations
 * that nobody has seen before.
 */
import type { Seen, SeenRelation, SeenRewrite } from '../../graph/proof.ts';
import { type ReportedObject, unquoted } from '../../graph/reported-object.ts';
import { mustBeFirst } from '../in-flight.ts';
import type { Session } from '../session.ts';
import { closeWatch } from './events.ts';
import { type KnownRelation, KnownRelations } from './known-relations.ts';
import { locksQuery, relationsQuery } from './locks.ts';

export type Level = 'locks' | 'full';

/** Statements that go around those of a migration, within its transaction. */
export interface Around {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** How closely they look: not always as closely as asked. */
  readonly level: Level;
}

/** Where a script may make a new index, sequence, partition or member of an extension, its locks are asked for with owners, at some cost. */
const MAKES_OWNED = /serial|identity|sequence|extension|rename|index|unique|primary|exclude|partition/i;
/**
 * What a script may do that watching closely would show in, or be spoilt by: it would be seen in lists of functions and event
 * triggers, owns something, depends on PL/pgSQL, and needs settings and rights of its own.
 */
const DISTURBED =
  /event[\s_]+trigger|(?:drop|reassign)\s+owned|\bpg_proc\b|\bpg_stat_|drop\s+extension[^;]*plpgsql|(?:drop|alter)\s+(?:\w+\s+)?language|nosuperuser|session_replication_role|track_functions|\breset\s+all\b|schema\s+"?pg_catalog|migrate_action_/i;
/** Gives other names to more than it locks: all that is in a schema, or what belongs to a table that moves. */
const RENAMES_MANY = /\bschema\b[^;]*\brename\b|\bset\s+schema\b/i;
/** What gives other names or owners to relations that there were before, or runs code that may. */
const MAY_RENAME = /\b(?:rename|using\s+index|schema|owned|extension|do|call|select|execute|language)\b/i;
export class Observation {
  readonly #known = new KnownRelations();
  readonly #major: number;
  readonly #countsUp: boolean;
  /** Scripts that change names, asked about and not yet reported of: they may run at any moment. */
  readonly #renaming = new Set<string>();
  /** Why migrations cannot be watched closely here, as a clause; undefined if they can. */
  readonly onlyLocksBecause: string | undefined;

  private constructor(major: number, countsUp: boolean, onlyLocksBecause: string | undefined) {
    this.#major = major;
    this.#countsUp = countsUp;
    this.onlyLocksBecause = onlyLocksBecause;
  }

  /**
   * Call it before the first migration, when all that the run finds is in place.
   *
   * @param countsUp the server is so young that each OID it gives is higher than those before: at four billion they begin anew
   */
  static async open(session: Session, countsUp: boolean): Promise<Observation> {
    const [row] = await session.rows(
      `SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version,
         pg_catalog.current_setting('is_superuser') = 'on' AS superuser,
         EXISTS (SELECT FROM pg_catalog.pg_language WHERE lanname = 'plpgsql') AS plpgsql,
         COALESCE(pg_catalog.current_setting('event_triggers', true), 'on') = 'on'
           AND pg_catalog.current_setting('session_replication_role') <> 'replica' AS event_triggers`,
    );
    const reasons = [
      row?.['superuser'] === true ? [] : ['only a superuser may make event triggers'],
      row?.['plpgsql'] === true ? [] : ['the database has no PL/pgSQL'],
      row?.['event_triggers'] === true ? [] : ['event triggers are switched off'],
    ].flat();
    const observation = new Observation(Math.floor(Number(row?.['version']) / 10_000), countsUp, reasons[0]);
    observation.#read(await session.run(relationsQuery(observation.#known.begin(), 0)));
    return observation;
  }

  /**
   * @param asked `full` also watches closely, where it can be done and changes nothing for the script
   * @param text the script
   */
  around(asked: Level, text: string): Around {
    const tick = this.#known.begin();
    const isFirst = mustBeFirst(text);
    const mayWatch = this.onlyLocksBecause === undefined && !isFirst && !DISTURBED.test(text);
    const level = asked === 'full' && mayWatch ? 'full' : 'locks';
    const above = this.#renaming.size === 0 ? this.#known.unknownAbove : 0;
    const learn = above === undefined || isFirst ? [] : [relationsQuery(tick, above)];
    if (RENAMES_MANY.test(text)) this.#renaming.add(text);
    // Reports are read as UTF-8. The script's last statement is behind us, and the setting ends with the transaction.
    const encoding = /client_encoding|\bnames\b/i.test(text) ? ["SET LOCAL client_encoding = 'UTF8'"] : [];
    const locks = locksQuery(level === 'full' || MAKES_OWNED.test(text));
    if (level === 'locks') return { before: learn, after: [...encoding, locks], level };
    const watch = closeWatch(tick, this.#major);
    return { before: [...learn, ...watch.before], after: [...encoding, locks, ...watch.after], level };
  }

  /**
   * Takes the reports of one committed transaction, in the order of commits.
   *
   * @param text the script, as `around` was asked about it
   */
  seen(reports: readonly string[], text: string): Seen {
    const seen = this.#read(reports);
    if (this.#renaming.delete(text)) this.#known.missed(false);
    return seen;
  }

  /**
   * Something was applied and not seen, so names of relations have to be asked for again.
   *
   * @param text the script
   * @param alone nothing ran beside it
   */
  missed(text: string, alone: boolean): void {
    this.#known.missed(this.#countsUp && alone && !MAY_RENAME.test(text));
  }

  #read(reports: readonly string[]): Seen {
    const records = reports.flatMap((report) =>
      report
        .split('\n')
        .filter((line) => line !== '')
        .map(asArray),
    );
    const of = (kind: string): Values[] => records.filter(([first]) => first === kind).map((record) => record.slice(1));
    for (const [above, tick, ...relations] of of('relations')) {
      for (const [oid, ...rest] of relations as readonly Values[]) {
        this.#known.learn(String(oid), knownRelation(rest), Number(tick));
      }
      this.#known.told(Number(above), Number(tick));
    }
    const watched = of('watched')[0];
    return {
      relations: this.#relations(of('lock')),
      closely: watched !== undefined && watched[0] === null,
      objects: [...of('ddl').map(commandRecord), ...dropRecords(of('drop'))],
      rewrites: of('rewrite').map(rewriteRecord),
      routines: calledRoutines(of('calls'), of('called')),
    };
  }

  #relations(locks: readonly Values[]): SeenRelation[] {
    const modes = new Map<string, string[]>();
    const now = new Map<string, KnownRelation>();
    for (const [oid, mode, kind, schema, ...rest] of locks) {
      const key = String(oid);
      const held = modes.get(key);
      if (held === undefined) modes.set(key, [String(mode)]);
      else held.push(String(mode));
      if (schema === null) continue;
      const known = this.#known.get(key);
      const relation = knownRelation([kind, schema, ...rest]);
      now.set(key, {
        ...relation,
        owner: relation.owner ?? known?.owner,
        ofExtension: relation.ofExtension || known?.ofExtension === true,
      });
    }
    const namesOf = (oid: string): string[] => {
      const relations = [now.get(oid), this.#known.get(oid)].filter((relation) => relation !== undefined);
      return [...new Set(relations.map(qualified))];
    };
    const seen: SeenRelation[] = [];
    for (const [oid, held] of modes) {
      const before = this.#known.get(oid);
      const relation = now.get(oid) ?? before;
      // Unknown and gone: made and dropped in this very transaction.
      if (relation === undefined || isFleeting(relation)) continue;
      const isNew =
        before === undefined && this.#known.unknownAbove === undefined && held.includes('AccessExclusiveLock');
      seen.push({
        name: qualified(relation),
        kind: relation.kind,
        modes: held,
        change: now.has(oid) ? (isNew ? 'created' : undefined) : 'dropped',
        // A table that is only in another schema may be there because the schema was renamed.
        was: before !== undefined && before.name !== relation.name ? qualified(before) : undefined,
        of: relation.owner === undefined ? undefined : namesOf(relation.owner),
        ofExtension: relation.ofExtension,
      });
    }
    for (const oid of modes.keys()) {
      const relation = now.get(oid);
      if (relation === undefined) this.#known.delete(oid);
      else if (!isFleeting(relation)) this.#known.set(oid, relation);
    }
    return seen;
  }
}

type Values = readonly unknown[];

function asArray(line: string): Values {
  return JSON.parse(line) as Values;
}

function knownRelation([kind, schema, name, indexed, owners]: Values): KnownRelation {
  const [owner, ofExtension] = Array.isArray(owners) ? (owners as Values) : [];
  const table = indexed ?? owner;
  return {
    kind: String(kind),
    schema: unquoted(String(schema)),
    name: unquoted(String(name)),
    owner: typeof table === 'string' ? table : undefined,
    ofExtension: ofExtension === true,
  };
}

function qualified({ schema, name }: KnownRelation): string {
  return `${schema}.${name}`;
}

/** Temporary, or the part of a table that nobody names. */
function isFleeting({ schema }: KnownRelation): boolean {
  return /^pg_(toast|temp)/.test(schema);
}

function commandRecord([command, type, names]: Values): ReportedObject {
  return { command: String(command), type: String(type), names: asNames(names), dropped: false };
}

function rewriteRecord([reason, names]: Values): SeenRewrite {
  return { name: asNames(names).join('.'), reason: Number(reason) };
}

/** What goes with an extension is its own, except for columns of its types. */
function dropRecords(drops: readonly Values[]): ReportedObject[] {
  const withExtension = drops.some(([, type, , original]) => type === 'extension' && original === true);
  return drops
    .filter(([, type, , original]) => !withExtension || original === true || type === 'table column')
    .map(([command, type, names]) => ({
      command: String(command),
      type: String(type),
      names: asNames(names),
      dropped: true,
    }));
}

function calledRoutines(before: readonly Values[], after: readonly Values[]): string[] {
  const earlier = new Map(before.map(([oid, count]) => [String(oid), Number(count)]));
  const called = after.filter(([oid, count, schema, name, ofExtension]) => {
    const ours = schema === 'pg_catalog' && String(name).startsWith('migrate_action_');
    const temporary = String(schema).startsWith('pg_temp');
    return ofExtension !== true && !ours && !temporary && Number(count) > (earlier.get(String(oid)) ?? 0);
  });
  return [...new Set(called.map(([, , schema, name]) => `${String(schema)}.${String(name)}`))];
}

function asNames(names: unknown): string[] {
  return Array.isArray(names) ? names.map(String) : [];
}
