/** Text search configurations and what they are made of. */
import type { AlterTSConfigurationStmt } from 'libpg-query';
import { nameOf, type Node, stringsOf } from '../../ast.ts';
import { TEXT_SEARCH } from '../builtin-call.ts';
import type { Context } from '../context.ts';
import { create, definitionStatement } from '../define.ts';
import type { Entity } from '../entity.ts';
import { findOther } from '../resolve.ts';

/** A configuration, dictionary, parser or template. */
export function defineTextSearch(
  context: Context,
  [schema, name]: readonly [schema: string, name: string],
  definition: readonly Node[] = [],
): void {
  const sources = sourcesOf(context, definition);
  const entity = create(context, 'text search', 'text search', schema, name);
  for (const source of sources) entity.use(source);
  changeTextSearch(context);
}

/** Which dictionaries a configuration asks. One that no migration made is PostgreSQL's own, or an extension's. */
export function alterConfiguration(context: Context, { cfgname, dicts = [] }: AlterTSConfigurationStmt): void {
  definitionStatement(context);
  const asked = dicts.flatMap((name) => findOther(context, 'text search', nameOf(name)).entities);
  for (const configuration of findOther(context, 'text search', stringsOf(cfgname)).entities) {
    context.recorder.write(configuration, 'alters');
    for (const dictionary of asked) configuration.use(dictionary);
  }
  changeTextSearch(context);
}

/** A configuration that is not named is the session's: nobody knows which, so whoever asks one stands on all of them. */
export function changeTextSearch({ recorder }: Context): void {
  const { resource, label } = TEXT_SEARCH;
  recorder.touch(resource, 'write', 'changes', label);
}

/** Of what kind a configuration or dictionary is, or is a copy. */
function sourcesOf(context: Context, definition: readonly Node[]): readonly Entity[] {
  return definition.flatMap((node): readonly Entity[] => {
    const { defname = '', arg } = 'DefElem' in node ? node.DefElem : {};
    const name = /^(?:copy|dictionary|parser|template)$/i.test(defname) ? nameOf(arg) : [];
    return name.length === 0 ? [] : findOther(context, 'text search', name).entities;
  });
}
