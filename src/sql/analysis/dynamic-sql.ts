/** SQL that is put together at run time, read for everything that its unknown names may stand for. */
import type { DynamicSql } from '../plpgsql/events.ts';
import { nameOf, type Node, parseName, tagOf } from '../ast.ts';
import { grantToEverybody } from './acting.ts';
import { areColumns, callWithRows } from './column-holes.ts';
import { withComposed } from './composed-names.ts';
import { areParts, areRoles, areSchemas, isRenamedUnseen } from './part-holes.ts';
import { conditionally, type Context, giveUp } from './context.ts';
import type { EntityKind } from './entity.ts';
import { filledWith, isHole } from '../holes.ts';
import { quoteIdentifier } from '../quote.ts';
import { readForHomes } from './home-holes.ts';
import { readForMade } from './made-holes.ts';
import { remakeRoutine } from './remade-routines.ts';
import { readForRoutines } from './routine-holes.ts';

/** So many statements are read for one EXECUTE before nothing is said about it. */
const MOST_EXPANSIONS = 5000;

/** Reads each of the texts that one EXECUTE may run. */
export function readDynamic(
  context: Context,
  statements: readonly DynamicSql[],
  takesFirst?: boolean,
  repeats?: boolean,
): void {
  const read = () => {
    for (const statement of statements) {
      if (statement.remade !== undefined) remakeRoutine(context, statement.remade, repeats === true);
      else readTemplate(context, statement, takesFirst);
    }
  };
  const [only, ...others] = statements;
  const isCertain =
    only !== undefined && others.length === 0 && (only.holes.length === 0 || isOfDatabase(context, only));
  // One of several runs, or one with a name that nobody knows.
  if (isCertain) read();
  else conditionally(context, read);
}

/** What the words of `RELATION_BEFORE` may be followed by. */
const CALLED_RELATIONS: ReadonlySet<EntityKind> = new Set([
  'table',
  'foreign table',
  'view',
  'materialized view',
  'sequence',
] as const);

/** Where a relation's name is not known, it is read for every relation there is. */
function readTemplate(context: Context, { sql, holes }: DynamicSql, takesFirst?: boolean): void {
  if (holes.some(({ kind }) => kind === 'routine' || kind === 'parameters')) {
    if (!readForRoutines(context, { sql, holes })) giveUpOn(context, sql);
    return;
  }
  if (holes.some(({ kind }) => kind === 'made')) {
    // A relation of any name, where it is not known what is made.
    if (!readForMade(context, { sql, holes }))
      readTemplate(context, {
        sql,
        holes: holes.map((hole) => (hole.kind === 'made' ? { ...hole, kind: 'identifier' } : hole)),
      });
    return;
  }
  const names = holes.filter(({ kind }) => kind === 'identifier').map(({ placeholder }) => placeholder);
  if (names.length === 0 || isOfDatabase(context, { sql, holes })) {
    context.readText(context, sql, takesFirst);
    return;
  }
  if (areColumns(context.parse(sql), names)) {
    callWithRows(context);
    context.readText(context, sql, takesFirst);
    return;
  }
  // Where the table may not be what it is known as, that is found of any name of a part.
  if (areParts(context.parse(sql), names)) {
    // What had the name already, or gets it later, nobody knows; what it is a constraint of is known.
    if (isRenamedUnseen(context.parse(sql)))
      giveUp(context, 'gives a constraint a name that is only known at run time', false);
    context.readText(context, sql);
    return;
  }
  if (context.catalog.uncertain === undefined) {
    if (areRoles(context.parse(sql), names)) {
      readForRoles(context, sql, names);
      return;
    }
    const areKnown = context.beganEmpty && context.catalog.unknownExtensions.size === 0;
    if (areKnown && names.length === 1 && areSchemas(context.parse(sql), names)) {
      readForSchemas(context, sql, names);
      return;
    }
    const [home, ...others] = names;
    if (areKnown && home !== undefined && others.length === 0 && readForHomes(context, sql, home)) return;
  }
  const relation = isOnlyOf(context, sql, ABOUT_ROLES)
    ? undefined
    : names.find((placeholder) => standsForRelation(sql, placeholder));
  const [only] = names;
  const schema = names.length === 1 && only !== undefined ? schemaOfCall(sql, only) : undefined;
  if (only !== undefined && schema !== undefined && context.catalog.uncertain === undefined) {
    callAny(context, sql, only, schema);
    return;
  }
  if (relation === undefined || context.catalog.uncertain !== undefined) {
    if (!readForRoutines(context, { sql, holes })) giveUpOn(context, sql);
    return;
  }
  const made = new RegExp(
    String.raw`^\s*CREATE\b[^(]*?\s(?:IF\s+NOT\s+EXISTS\s+)?(?:"?\w+"?\s*\.\s*)?"?${relation}`,
    'i',
  ).exec(sql);
  if (made !== null && !/\sON\s/i.test(made[0])) {
    // Of a partition all that matters is known: what its parent is. A sequence is nothing to those that do not name it.
    const isSequence = isOnlyOf(context, sql, SEQUENCES) && !/\bOWNED\b/i.test(sql);
    giveUp(
      context,
      'makes an object whose name is only known at run time',
      !isSequence && !/\sPARTITION\s+OF\s/i.test(sql),
    );
    // It stands for all that may have been made, for who takes a sequence by an unknown name.
    if (isSequence) context.readText(context, sql);
    return;
  }
  context.recorder.readDefinitions();
  const home = schemaBefore(sql, relation);
  let expansions = 0;
  const kinds = kindsIn(context.parse(sql));
  for (const entity of [...context.catalog.all('relation', home)]) {
    if (![entity.kind, entity.orElse].some((kind) => kind !== undefined && kinds.has(kind))) continue;
    // Nobody can drop a constraint's index by itself.
    if (entity.kind === 'index' && entity.owner?.kind === 'constraint') continue;
    expansions += 1;
    if (expansions > MOST_EXPANSIONS) {
      giveUp(context, 'runs SQL for more relations than can be followed', true);
      return;
    }
    const name = `${quoteIdentifier(entity.schema ?? 'public')}.${quoteIdentifier(entity.name)}`;
    const composed = withComposed(sql, holes, relation, entity.name, (hole) => isHarmless(sql, hole));
    const filled = composed.replaceAll(qualifiedHole(relation), name);
    const rest = names.filter((placeholder) => placeholder !== relation && filled.includes(placeholder));
    const isKnown = () => areColumns(context.parse(filled), rest) || areParts(context.parse(filled), rest);
    if (rest.some((placeholder) => !isHarmless(filled, placeholder)) && !isKnown()) {
      giveUp(context, 'runs SQL with several names that are only known at run time', true);
      return;
    }
    context.readText(context, filled, takesFirst);
  }
}

/** Of what it may be about nothing is known. */
function giveUpOn(context: Context, sql: string): void {
  const bounded = isOnlyOf(context, sql, ABOUT_PRIVILEGES);
  giveUp(context, 'runs SQL with a name that is only known at run time', !bounded);
  // Event triggers may define more.
  if (bounded) context.readText(context, sql);
}

/** Of what kinds the relation can be: others are refused. */
function kindsIn(trees: readonly Node[] | string): ReadonlySet<EntityKind> {
  const [only, ...others] = typeof trees === 'string' ? [] : trees;
  if (only === undefined || others.length > 0) return CALLED_RELATIONS;
  if ('AlterSeqStmt' in only) return new Set(['sequence']);
  const kind = 'DropStmt' in only ? DROPPED.get(String(only.DropStmt.removeType)) : undefined;
  return kind === undefined ? CALLED_RELATIONS : new Set([kind]);
}

const DROPPED: ReadonlyMap<string, EntityKind> = new Map([
  ['OBJECT_INDEX', 'index'],
  ['OBJECT_TABLE', 'table'],
  ['OBJECT_VIEW', 'view'],
  ['OBJECT_MATVIEW', 'materialized view'],
  ['OBJECT_SEQUENCE', 'sequence'],
]);

/** One that no migration makes, or any of those that they do. */
function readForRoles(context: Context, sql: string, names: readonly string[]): void {
  grantToEverybody(context);
  context.readText(context, sql);
  for (const { name } of [...context.catalog.all('role')]) context.readText(context, filledWith(sql, names, name));
}

/** Those that are there in every database, or any of those that migrations make. */
function readForSchemas(context: Context, sql: string, names: readonly string[]): void {
  context.recorder.readDefinitions();
  for (const name of ['public', 'pg_catalog', 'information_schema'])
    context.readText(context, filledWith(sql, names, name));
  for (const { name } of [...context.catalog.all('schema')]) context.readText(context, filledWith(sql, names, name));
}

/** The schema in which the name is only known to be a function's: `SELECT app.hole($1)`. */
function schemaOfCall(sql: string, placeholder: string): string | undefined {
  const [name, schema] =
    new RegExp(String.raw`^\s*(?:SELECT|CALL|PERFORM)\s+("(?:[^"]|"")+"|\w+)\s*\.\s*"?${placeholder}"?\s*\(`, 'i').exec(
      sql,
    ) ?? [];
  if (name === undefined || schema === undefined || sql.slice(name.length).includes(placeholder)) return undefined;
  return parseName(schema)?.[0];
}

/** Calls each function of the schema: it may be any of them, and no other. */
function callAny(context: Context, sql: string, placeholder: string, schema: string): void {
  const routines = [...context.catalog.all('routine', schema)];
  if (routines.length > MOST_EXPANSIONS) {
    giveUp(context, 'runs SQL for more functions than can be followed', true);
    return;
  }
  context.recorder.readMembers('routine', schema);
  for (const { name } of routines) context.readText(context, filledWith(sql, [placeholder], name));
}

/** Nothing has to be known of a role or a privilege for a later statement to touch what it names. */
const ABOUT_ROLES: ReadonlySet<string> = new Set(['CreateRoleStmt', 'AlterRoleStmt', 'DropRoleStmt', 'GrantRoleStmt']);
const SEQUENCES: ReadonlySet<string> = new Set(['CreateSeqStmt']);
const ABOUT_PRIVILEGES: ReadonlySet<string> = new Set([
  ...ABOUT_ROLES,
  'AlterDatabaseSetStmt',
  'AlterRoleSetStmt',
  'GrantStmt',
]);

/** Whether nothing is unknown but what the database is called: what is said of another than ours is nothing to us. */
function isOfDatabase(context: Context, { sql, holes }: DynamicSql): boolean {
  const trees = context.parse(sql);
  if (typeof trees === 'string' || holes.length !== 1 || sql.split(holes[0]?.placeholder ?? '').length !== 2)
    return false;
  return trees.every((node) => {
    if ('AlterDatabaseSetStmt' in node) return isHole(node.AlterDatabaseSetStmt.dbname ?? '');
    if (!('GrantStmt' in node) || node.GrantStmt.objtype !== 'OBJECT_DATABASE') return false;
    return (node.GrantStmt.objects ?? []).some((object) => isHole(nameOf(object).join()));
  });
}

function isOnlyOf(context: Context, sql: string, tags: ReadonlySet<string>): boolean {
  const trees = context.parse(sql);
  return typeof trees !== 'string' && trees.every((node) => tags.has(tagOf(node)));
}

/** The placeholder with a schema in front, which may be one itself. */
function qualifiedHole(placeholder: string): RegExp {
  return new RegExp(`(?:"?[\\w]+"?\\s*\\.\\s*)?"?${placeholder}\\b"?`, 'g');
}

/** The schema that is written in front of the placeholder wherever it stands, if it is always the same. */
function schemaBefore(sql: string, placeholder: string): string | undefined {
  const before = sql.split(new RegExp(`"?${placeholder}\\b"?`)).slice(0, -1);
  const schemas = new Set(before.map((text) => /("(?:[^"]|"")+"|\w+)\s*\.\s*$/.exec(text)?.[1]));
  const [only] = schemas;
  return schemas.size === 1 && only !== undefined && !isHole(only) ? parseName(only)?.[0] : undefined;
}

/** Behind these words stands a relation. */
const RELATION_BEFORE = String.raw`\b(?:(?:TABLE|VIEW|SEQUENCE|DROP\s+INDEX(?:\s+CONCURRENTLY)?)(?:\s+IF(?:\s+NOT)?\s+EXISTS)?|FROM|INTO|UPDATE|JOIN|ON|REFERENCES|ONLY|TRUNCATE|LOCK|ANALYZE|VACUUM|PARTITION|INHERIT)\s+(?:"?\w+"?\s*\.\s*)?"?`;

/** A name before a dot is a schema's. */
function standsForRelation(sql: string, placeholder: string): boolean {
  return new RegExp(String.raw`${RELATION_BEFORE}${placeholder}\b(?!"?\s*\.)`, 'i').test(sql);
}

/** Behind these words stands an object of its own, or what becomes of the relation. */
const OTHER_BEFORE = String.raw`\b(?:RENAME\s+TO|SET\s+SCHEMA|REFERENCES|PARTITION|INHERIT|FROM|JOIN|FUNCTION|PROCEDURE|(?<!UPDATE\s)OF|TYPE)\s+(?:"?\w+"?\s*\.\s*)?"?`;

/** Names of parts of the relation that is known: its columns, constraints, triggers. */
function isHarmless(sql: string, placeholder: string): boolean {
  return (
    isHole(placeholder) &&
    !new RegExp(OTHER_BEFORE + placeholder, 'i').test(sql) &&
    new RegExp(`^\\s*(?:ALTER\\s+TABLE|CREATE\\s+(?:OR\\s+REPLACE\\s+)?TRIGGER|DROP\\s+TRIGGER)\\b`, 'i').test(sql)
  );
}
