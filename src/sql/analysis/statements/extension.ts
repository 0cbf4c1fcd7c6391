/** Extensions and what they bring. */
import type { AlterExtensionContentsStmt, AlterExtensionStmt, CreateExtensionStmt } from 'libpg-query';
import { extension as known } from '../../known/extensions.ts';
import type { Touching } from '../../known/effects.ts';
import { extensionFunctionEffect } from '../../known/extension-effects.ts';
import { nameOf, type Node } from '../../ast.ts';
import { type Context, creationSchema, giveUp } from '../context.ts';
import {
  create,
  createGlobal,
  createPart,
  definitionStatement,
  drop,
  EVENT_TRIGGERS,
  setConsequences,
} from '../define.ts';
import type { Consequence } from '../consequence.ts';
import type { Entity } from '../entity.ts';
import { findGlobal } from '../resolve.ts';
import { changeTextSearch } from './text-search.ts';

export function createExtension(context: Context, statement: CreateExtensionStmt): void {
  definitionStatement(context);
  const name = statement.extname ?? '';
  const existing = context.catalog.find('extension', undefined, name);
  if (existing !== undefined && context.catalog.isSure(existing) && statement.if_not_exists === true) {
    context.recorder.read(existing, 'names');
    return;
  }
  const cascade = (statement.options ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === 'cascade');
  install(context, name, schemaOption(statement.options), cascade);
}

function schemaOption(options: readonly Node[] | undefined): string | undefined {
  for (const node of options ?? []) {
    if ('DefElem' in node && node.DefElem.defname === 'schema') return nameOf(node.DefElem.arg).at(-1);
  }
  return undefined;
}

function install(context: Context, name: string, schema: string | undefined, cascade: boolean): void {
  const contents = known(name);
  const entity = createGlobal(context, 'extension', 'extension', name);
  if (schema !== undefined) findGlobal(context, 'schema', schema);
  if (contents === undefined) {
    context.catalog.unknownExtensions.add(entity);
    // It may bring operator classes that indexes take by default.
    for (const method of METHODS) touchMethod(context, method);
    return;
  }
  for (const required of contents.requires) {
    if (cascade && context.catalog.find('extension', undefined, required) === undefined)
      install(context, required, schema, true);
    const other = findGlobal(context, 'extension', required);
    if (other !== undefined) entity.use(other);
  }
  const place = contents.schema ?? schema ?? creationSchema(context);
  // It goes with its schema.
  const home = context.catalog.find('schema', undefined, place);
  if (home !== undefined) entity.use(home);
  for (const own of contents.schemas) entity.own(createGlobal(context, 'schema', 'schema', own));
  for (const relation of contents.relations)
    entity.own(create(context, 'relation', 'table', ...placeIn(place, relation)));
  for (const qualified of contents.functions) {
    const [schema, routine] = placeIn(place, qualified);
    const made = create(context, 'routine', 'function', schema, routine);
    made.overloads = [
      {
        signature: '',
        definition: '',
        language: 'extension',
        searchPath: undefined,
        body: undefined,
        consequences: effectsOf(context, name, routine, place),
      },
    ];
    entity.own(made);
  }
  for (const type of contents.types) entity.own(create(context, 'type', 'type', ...placeIn(place, type)));
  for (const symbol of contents.operators) {
    const operator = createPart(
      context,
      createGlobal(context, 'operator', 'operator', symbol),
      'operator',
      `of extension ${name}`,
    );
    // Its home keeps it too: others may have made operators of the same symbol.
    entity.share(operator);
  }
  for (const language of contents.languages) entity.own(createGlobal(context, 'language', 'language', language));
  for (const wrapper of contents.foreignDataWrappers) {
    entity.own(createGlobal(context, 'foreign-data wrapper', 'foreign-data wrapper', wrapper));
  }
  if (contents.textSearch.size > 0) changeTextSearch(context);
  for (const object of contents.textSearch) entity.own(create(context, 'text search', 'text search', place, object));
  if (contents.eventTriggers.size > 0) {
    context.recorder.touch(EVENT_TRIGGERS, 'write', 'changes', EVENT_TRIGGERS);
    if (WATCHING.has(name)) watchDefinitions(context, entity, placeIn(place, WATCHING.get(name) ?? ''));
    else giveUp(context, `makes extension ${name}, which acts whenever a definition changes`, true);
  }
  for (const family of contents.operatorClasses) {
    context.recorder.touch(`operator class ${place}.${family}`, 'write', 'creates', `operator class ${family}`);
  }
  for (const method of [...METHODS, ...contents.accessMethods]) {
    if (contents.operatorClasses.size > 0 || contents.accessMethods.has(method)) touchMethod(context, method);
  }
}

/** Extensions that do no more whenever a definition changes than to count it in a sequence of theirs, and those. */
const WATCHING: ReadonlyMap<string, string> = new Map([['pg_graphql', 'seq_schema_version']]);

/** In whatever order they are counted, it comes to as many. */
function watchDefinitions(context: Context, extension: Entity, [schema, sequence]: readonly [string, string]): void {
  const counter = context.catalog.find('relation', schema, sequence);
  if (counter === undefined) return;
  const trigger = createGlobal(context, 'event trigger', 'event trigger', `of extension ${extension.name}`);
  extension.own(trigger);
  const label = `the value of ${schema}.${sequence}`;
  setConsequences(context, trigger, [{ op: 'mention', resource: counter.rows, label, adds: true }]);
}

/** Those for which it matters whether a type has a class by default: every type that can be sorted has one for B-trees. */
const METHODS = ['gist', 'gin', 'spgist', 'brin', 'hash'] as const;

function touchMethod(context: Context, method: string): void {
  context.recorder.touch(`access method ${method}`, 'write', 'adds to', `access method ${method}`);
}

/** What its functions do beyond giving a value is followed where they use the extension's own tables, or what is defined. */
function effectsOf(context: Context, extension: string, routine: string, place: string): readonly Consequence[] {
  const effect = extensionFunctionEffect(extension, routine);
  if (effect === undefined || effect.kind === 'harmless') return [];
  const followed =
    effect.kind === 'touches' ? effect.touching.map((each) => followedOf(context, each, place)) : [undefined];
  const known = followed.filter((each) => each !== undefined);
  if (known.length === followed.length) return known.flat();
  return [
    {
      op: 'opaque',
      because: `calls ${routine}() of extension ${extension}, which does more than give a value`,
      mayDefine: true,
      outside: effect.kind === 'opaque' && effect.outside,
    },
  ];
}

function followedOf(context: Context, touching: Touching, place: string): readonly Consequence[] | undefined {
  if (touching.on === 'catalogs' || isNamedDefinition(touching)) return [{ op: 'lookup' }];
  if (touching.on !== 'own relation') return undefined;
  const entity = context.catalog.find('relation', ...placeIn(place, touching.name));
  if (entity === undefined) return undefined;
  if (touching.manner === 'read') return [{ op: 'read', entity }];
  // Rows come, change and go, and are numbered.
  return (['insert', 'update', 'delete', 'draw'] as const).map((op) => ({ op, entity }));
}

/** A name says its schema if that is not the extension's. */
function placeIn(place: string, name: string): readonly [schema: string, name: string] {
  const dot = name.indexOf('.');
  return dot === -1 ? [place, name] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** Which one it is depends on the call: it may be any. */
function isNamedDefinition(touching: Touching): boolean {
  return touching.on === 'named' && touching.manner === 'read' && touching.state === 'definition';
}

export function alterExtension(context: Context, statement: AlterExtensionStmt): void {
  definitionStatement(context);
  const entity = findGlobal(context, 'extension', statement.extname ?? '');
  if (entity !== undefined) touchMembers(context, entity);
}

function touchMembers(context: Context, entity: Entity): void {
  context.recorder.write(entity, 'alters');
  for (const owned of entity.owned) context.recorder.write(owned, 'alters');
}

/** Its operators and operator classes are found in another schema from now on. */
export function touchMembersMoved(context: Context, entity: Entity, to: string): void {
  touchMembers(context, entity);
  const contents = known(entity.name);
  const homes = [...entity.uses].filter(({ space }) => space === 'schema').map(({ name }) => name);
  for (const schema of new Set([...homes, 'public', to])) {
    for (const family of contents?.operatorClasses ?? [])
      context.recorder.touch(`operator class ${schema}.${family}`, 'write', 'alters', `operator class ${family}`);
  }
  for (const method of METHODS) touchMethod(context, method);
}

export function alterExtensionContents(context: Context, statement: AlterExtensionContentsStmt): void {
  definitionStatement(context);
  giveUp(context, `changes what belongs to extension ${statement.extname ?? ''}`, true);
}

export function dropExtension(context: Context, name: string, guarded: boolean, cascade: boolean): void {
  const entity = findGlobal(context, 'extension', name);
  context.recorder.touch(`extension ${name}`, 'write', 'drops', `extension ${name}`);
  // Indexes by its operator classes and columns in its collations keep it, though they are not known to.
  context.recorder.readDefinitions();
  if (entity === undefined) {
    if (!guarded) giveUp(context, `drops extension ${name}, which no migration makes`, true);
    return;
  }
  const contents = known(name);
  // Which indexes stand on its operator classes is not known.
  const hasDependents = context.catalog.unknownExtensions.has(entity) || (contents?.operatorClasses.size ?? 0) > 0;
  if (cascade && hasDependents) giveUp(context, `drops extension ${name} with all that depends on it`, true);
  for (const symbol of contents?.operators ?? [])
    context.recorder.touch(`operator ${symbol}`, 'write', 'drops', `operator ${symbol}`);
  for (const method of METHODS) {
    if ((contents?.operatorClasses.size ?? 0) > 0)
      context.recorder.touch(`access method ${method}`, 'write', 'alters', `access method ${method}`);
  }
  drop(context, entity, cascade);
}
