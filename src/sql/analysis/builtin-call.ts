/** What a call of one of PostgreSQL's own functions does besides giving a value. */
import { builtinFunctionEffect } from '../known/builtin-effects.ts';
import type { Touching } from '../known/effects.ts';
import { constantString, type Node, parseName, typeNameOf } from '../ast.ts';
import { type Context, isConditional } from './context.ts';
import { type Consequence, entitiesOf, type Mention } from './consequence.ts';
import type { Entity } from './entity.ts';
import { namedBySetting, namedObject } from './named-object.ts';
import { findSchemas } from './resolve.ts';
import { isView } from './row-types.ts';

/** What a text search configuration says: where none is named, it is that of the session. */
export const TEXT_SEARCH: Mention = { op: 'mention', resource: 'text search', label: 'text search' };

export function builtinCall(context: Context, name: string, args: readonly Node[]): readonly Consequence[] {
  const effect = builtinFunctionEffect(name, args.length);
  if (effect === undefined) return [];
  switch (effect.kind) {
    case 'harmless':
      return [];
    case 'touches':
      return effect.touching.flatMap((touching) => {
        const touched = touchingConsequences(context, touching, args);
        const now = name === 'setval' ? touched.map(withoutDrawing) : touched;
        const later = touching.on === 'named' ? foundLater(touching, name, args.at(touching.argument)) : [];
        // What is found by then need not be there, or stay.
        return later.length === 0 ? now : [...now.filter(({ op }) => op !== 'use'), ...later];
      });
    case 'runs':
      return [{ op: 'opaque', because: `calls ${name}(), which runs SQL given as text`, mayDefine: true }];
    case 'sets':
      return setting(context, args);
    default:
      return [
        {
          op: 'opaque',
          because: `calls ${name}(), which ${effect.because}`,
          mayDefine: false,
          outside: effect.outside,
        },
      ];
  }
}

/** A sequence that is set gives no value to a row. */
function withoutDrawing(consequence: Consequence): Consequence {
  return consequence.op === 'draw' ? { op: 'reset', entity: consequence.entity } : consequence;
}

function touchingConsequences(context: Context, touching: Touching, args: readonly Node[]): readonly Consequence[] {
  switch (touching.on) {
    case 'named': {
      const { argument } = touching;
      const node = args.at(argument);
      const text = constantString(node);
      if (text === undefined) return anyObject(context, touching);
      return namedObject(context, touching.naming, text).flatMap((found): readonly Consequence[] => {
        if (found.op !== 'use') return [found];
        const { entity } = found;
        if (touching.state === 'value') return [{ op: touching.manner === 'write' ? 'draw' : 'read', entity }];
        if (touching.state === 'rows')
          return touching.manner === 'write' ? rowsByHand(entity) : [{ op: 'read', entity }];
        if (touching.state === 'relatives') return [found, ...relativesOf(entity)];
        return [found];
      });
    }
    case 'catalogs':
      return [{ op: 'lookup' }];
    case 'large objects':
      return [{ op: 'opaque', because: 'works on large objects', mayDefine: false }];
    case 'search path':
      // The first that is there counts.
      findSchemas(context, context.session.searchPath);
      return [];
    case 'own relation':
      return [{ op: 'opaque', because: `uses ${touching.name}`, mayDefine: false }];
    case 'text search':
      return [TEXT_SEARCH];
    default:
      // Settings are the session's own, advisory locks only make others wait, and an argument's type is looked up with the argument.
      return [];
  }
}

/** Without triggers; what an index contains is worked out by its functions. */
function rowsByHand(entity: Entity): readonly Consequence[] {
  if (entity.kind === 'index') return [{ op: 'alter', entity }, ...entity.consequences];
  return [
    { op: 'alter', entity },
    { op: 'update', entity },
  ];
}

/** A view is shown with what it reads, a partition beside those above and below it. */
function relativesOf(entity: Entity): readonly Consequence[] {
  const { consequences, ancestors, descendants } = entity;
  const relatives = isView(entity) ? entitiesOf(consequences) : [...ancestors, ...descendants, ...indexesOf(entity)];
  return relatives.map((relative) => ({ op: 'use', entity: relative }));
}

/** Those of partitions belong to that of the whole. */
function indexesOf({ kind, owned }: Entity): readonly Entity[] {
  return kind === 'index' ? [...owned].flatMap((each) => [each, ...indexesOf(each)]) : [];
}

/** A text is read as a name whenever the expression is evaluated, which in a default or a view is another time. */
function foundLater(
  touching: Extract<Touching, { on: 'named' }>,
  called: string,
  node: Node | undefined,
): readonly Consequence[] {
  const text = constantString(node);
  if (text === undefined || (!called.startsWith('to_reg') && !isCastToText(node))) return [];
  if (!isDefinition(touching))
    return [{ op: 'opaque', because: `finds ${text} by its name whenever ${called}() is called`, mayDefine: false }];
  return [{ op: 'lookup', name: parseName(text.replace(/\(.*$/s, ''))?.at(-1) }];
}

function isDefinition({ state }: Extract<Touching, { on: 'named' }>): boolean {
  return state === 'definition' || state === 'relatives';
}

/** `'s'::text`, also behind `::regclass`. */
function isCastToText(node: Node | undefined): boolean {
  if (node === undefined || !('TypeCast' in node)) return false;
  const { arg, typeName } = node.TypeCast;
  return isCastToText(arg) || !(typeNameOf(typeName ?? {}).at(-1) ?? '').startsWith('reg');
}

/** What is named by a value that only the run knows may be any that there is: any sequence, or whatever has rows. */
function anyObject(context: Context, touching: Extract<Touching, { on: 'named' }>): readonly Consequence[] {
  if (isDefinition(touching)) return [{ op: 'lookup' }];
  const isValue = touching.state === 'value';
  const op = isValue && touching.manner === 'write' ? 'draw' : 'read';
  const entities = [...context.catalog.all('relation')].filter(({ kind }) =>
    isValue ? kind === 'sequence' : kind !== 'index',
  );
  return [{ op: 'lookup' }, ...entities.map((entity): Consequence => ({ op, entity }))];
}

/** `set_config('search_path', '', false)`, as pg_dump writes it. */
function setting(context: Context, args: readonly Node[]): readonly Consequence[] {
  const name = constantString(args[0]);
  const value = constantString(args[1]);
  if (name === undefined) return [{ op: 'opaque', because: 'sets a setting that only the run knows', mayDefine: true }];
  if (['role', 'session_authorization'].includes(name.toLowerCase())) {
    if (value !== undefined) context.session.actingAs = new Set(value === 'none' ? [] : [value]);
    return [{ op: 'opaque', because: 'acts as another role', mayDefine: value === undefined }];
  }
  if (name.toLowerCase() !== 'search_path') return namedBySetting(context, name, value);
  if (value === undefined || isConditional(context)) {
    return [{ op: 'opaque', because: 'sets search_path to what only the run knows', mayDefine: true }];
  }
  const before = context.session.searchPath;
  if (!isFalse(args[2])) context.session.afterwards ??= before;
  context.session.searchPath = value
    .split(',')
    .map((schema) => schema.trim().replace(/^"(.*)"$/, '$1'))
    .filter((schema) => schema !== '');
  findSchemas(context, context.session.searchPath);
  return [];
}

function isFalse(node: Node | undefined): boolean {
  return node !== undefined && 'A_Const' in node && node.A_Const.boolval?.boolval !== true;
}
