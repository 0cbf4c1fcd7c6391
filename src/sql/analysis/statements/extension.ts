/** Extensions and what they bring. */
import type { AlterExtensionContentsStmt, AlterExtensionStmt, CreateExtensionStmt } from 'libpg-query';
import { extension as known } from '../../known/extensions.ts';
import { extensionFunctionEffect } from '../../known/extension-effects.ts';
import { nameOf, type Node } from '../ast.ts';
import { type Context, creationSchema, giveUp } from '../context.ts';
import { create, createGlobal, definitionStatement, drop } from '../define.ts';
import type { Consequence, Entity } from '../entity.ts';
import { findGlobal } from '../resolve.ts';

export function createExtension(context: Context, statement: CreateExtensionStmt): void {
  definitionStatement(context);
  const name = statement.extname ?? '';
  const existing = context.catalog.find('extension', undefined, name);
  if (existing?.certain === true && statement.if_not_exists === true) {
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
    return;
  }
  for (const required of contents.requires) {
    if (cascade && context.catalog.find('extension', undefined, required) === undefined)
      install(context, required, schema, true);
    const other = findGlobal(context, 'extension', required);
    if (other !== undefined) entity.use(other);
  }
  const place = contents.schema ?? schema ?? creationSchema(context);
  for (const own of contents.schemas) entity.own(createGlobal(context, 'schema', 'schema', own));
  for (const routine of contents.functions) {
    const made = create(context, 'routine', 'function', place, routine);
    made.overloads = [
      {
        signature: '',
        definition: '',
        language: 'extension',
        searchPath: undefined,
        body: undefined,
        consequences: effectsOf(name, routine),
      },
    ];
    entity.own(made);
  }
  for (const type of contents.types) entity.own(create(context, 'relation', 'type', place, type));
  for (const relation of contents.relations) entity.own(create(context, 'relation', 'table', place, relation));
  for (const symbol of contents.operators)
    context.recorder.touch(`operator ${symbol}`, 'write', 'creates', `operator ${symbol}`);
  for (const family of contents.operatorClasses) {
    context.recorder.touch(`operator class ${place}.${family}`, 'write', 'creates', `operator class ${family}`);
  }
  for (const method of ['gist', 'gin', 'spgist', 'brin', 'hash', ...contents.accessMethods]) {
    if (contents.operatorClasses.size > 0 || contents.accessMethods.has(method)) {
      context.recorder.touch(`access method ${method}`, 'write', 'adds to', `access method ${method}`);
    }
  }
}

/** Functions that are more than their value are not followed. */
function effectsOf(extension: string, routine: string): readonly Consequence[] {
  const effect = extensionFunctionEffect(extension, routine);
  if (effect === undefined || effect.kind === 'harmless') return [];
  return [
    {
      op: 'opaque',
      because: `calls ${routine}() of extension ${extension}, which does more than give a value`,
      mayDefine: true,
    },
  ];
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

export function alterExtensionContents(context: Context, statement: AlterExtensionContentsStmt): void {
  definitionStatement(context);
  giveUp(context, `changes what belongs to extension ${statement.extname ?? ''}`, true);
}

export function dropExtension(context: Context, name: string, guarded: boolean, cascade: boolean): void {
  const entity = findGlobal(context, 'extension', name);
  context.recorder.touch(`extension ${name}`, 'write', 'drops', `extension ${name}`);
  if (entity === undefined) {
    if (!guarded) giveUp(context, `drops extension ${name}, which no migration makes`, true);
    return;
  }
  if (context.catalog.unknownExtensions.has(entity) && cascade)
    giveUp(context, `drops extension ${name} with all that depends on it`, true);
  const contents = known(name);
  for (const symbol of contents?.operators ?? [])
    context.recorder.touch(`operator ${symbol}`, 'write', 'drops', `operator ${symbol}`);
  for (const method of ['gist', 'gin', 'spgist', 'brin', 'hash']) {
    if ((contents?.operatorClasses.size ?? 0) > 0)
      context.recorder.touch(`access method ${method}`, 'write', 'alters', `access method ${method}`);
  }
  drop(context, entity, cascade);
}
