/** What calling a function does, as far as its body can be read. */
import { type Fields, type Node, tagOf } from '../ast.ts';
import { isBuiltinFunction } from '../known/builtin.ts';
import { builtinFunctionEffect } from '../known/builtin-effects.ts';
import { argumentsInBody } from '../plpgsql/arguments.ts';
import { readBody } from '../plpgsql/body.ts';
import type { Fired, Inputs } from '../plpgsql/variables.ts';
import { PLAIN_NAME } from '../quote.ts';
import { actingAs } from './acting.ts';
import { parametersAsGiven } from './as-given.ts';
import { readEvents } from './body-events.ts';
import { keyOfMade } from './commands.ts';
import { type Context, conditionally, doubt, giveUp, searchedSchemas } from './context.ts';
import type { Effect } from './consequence.ts';
import type { Entity, Overload } from './entity.ts';
import { keyOfGiven, valuesOf } from './given.ts';
import { choiceOf } from './matching.ts';
import { namedObject } from './named-object.ts';
import { perform } from './perform.ts';
import { UNBOUNDED } from './references.ts';
import { orderOf } from './row-order.ts';
import { refuseLanguage } from './other-languages.ts';

/** So often is a body read inside itself before its arguments are taken to be anything. */
const DEEPEST = 3;

export function callRoutine(context: Context, routine: Entity, given?: Effect['given'], argv?: Effect['argv']): void {
  const fired = argv && { table: firingTable(context), arguments: argv };
  conditionally(context, () => {
    for (const overload of routine.overloads) callOverload(context, routine, overload, given, fired);
  });
}

/** The relation whose trigger calls, where it has one name only. */
function firingTable(context: Context): Fired['table'] {
  const { firing: table, catalog } = context;
  if (table?.schema === undefined || table.temporary || table.aliases.size > 0 || !catalog.isSure(table))
    return undefined;
  const { name, schema } = table;
  return { name, schema, shown: shownName(context, schema, name) };
}

/** How `regclass` writes a relation: without its schema where nothing else is found by its name. */
function shownName(context: Context, schema: string, name: string): string | undefined {
  if (!PLAIN_NAME.test(name) || !PLAIN_NAME.test(schema)) return undefined;
  const before = searchedSchemas(context);
  const place = before.indexOf(schema);
  const isHidden = before.slice(0, place).some((other) => context.catalog.find('relation', other, name) !== undefined);
  if (isHidden) return undefined;
  return place < 0 ? `${schema}.${name}` : name;
}

/** One overload may well call another of the same name, or itself with other arguments. */
function callOverload(
  outside: Context,
  routine: Entity,
  overload: Overload,
  known: Effect['given'],
  fired: Fired | undefined,
): void {
  const { arity } = overload;
  if (arity !== undefined && known !== undefined && (known.length < arity.least || known.length > arity.most)) return;
  const before = outside.calling.filter((call) => call.overload === overload);
  const given = before.length < DEEPEST ? known : undefined;
  const made = before.length < DEEPEST ? outside.made : undefined;
  const key = `${given === undefined ? '' : keyOfGiven(given)}${fired === undefined ? '' : JSON.stringify(fired)}${keyOfMade({ made })}`;
  if (before.some((call) => call.given === key)) return;
  const context: Context = {
    ...outside,
    calling: [...outside.calling, { overload, given: key }],
    firing: undefined,
    made,
    given: undefined,
  };
  performEarly(context, overload);
  lookUpReferences(context, overload, known);
  const { searchPath } = overload;
  const inside = searchPath === undefined ? context : { ...context, session: { ...context.session, searchPath } };
  switch (overload.language) {
    case 'sql':
      doubt(context, routine, 'calls');
      actingAs(inside, routine.ownedBy, () => {
        readInSql(inside, overload, argumentsOf(context, overload, given));
      });
      break;
    case 'plpgsql':
      doubt(context, routine, 'calls');
      actingAs(inside, routine.ownedBy, () => {
        readEvents(inside, readBody(context.parser, overload.definition, argumentsOf(context, overload, given), fired));
      });
      break;
    case 'internal':
      callInternal(context, routine, overload);
      break;
    case 'aggregate':
    case 'extension':
      break;
    default:
      refuseLanguage(
        context,
        overload.language,
        `calls ${routine.label}, whose language ${overload.language} is not read`,
      );
  }
}

function argumentsOf(context: Context, overload: Overload, given: Effect['given']): Inputs | undefined {
  const values = valuesOf(given, overload);
  return values && { values, asGiven: parametersAsGiven(context, overload) };
}

function readInSql(context: Context, { definition, body, takesFirst }: Overload, given: Inputs | undefined): void {
  if (body === undefined) return;
  context.readText(context, body, takesFirst, argumentsInBody(context.parser, { definition, body }, given));
}

/** One of PostgreSQL's own by another name. */
function callInternal(context: Context, routine: Entity, { body: called = routine.name }: Overload): void {
  if (isBuiltinFunction(called) && isHarmless(builtinFunctionEffect(called))) return;
  giveUp(context, `calls ${routine.label}, which is ${called} within PostgreSQL`, true);
}

function isHarmless(effect: ReturnType<typeof builtinFunctionEffect>): boolean {
  return effect === undefined || effect.kind === 'harmless';
}

/** What a call does by the names that were looked up when it was made; which rows a body in SQL takes, that says. */
function performEarly(context: Context, { language, body, definition, consequences, takesFirst }: Overload): void {
  const trees = language === 'sql' && body === undefined ? context.parse(definition) : [];
  const work = () => {
    perform(context, consequences);
  };
  work();
  for (const node of typeof trees === 'string' ? [] : trees) {
    for (const statement of 'CreateFunctionStmt' in node ? statementsOf(node.CreateFunctionStmt.sql_body) : []) {
      const tag = tagOf(statement);
      const fields = (statement as unknown as Readonly<Record<string, Fields>>)[tag] ?? {};
      const choice = choiceOf(context, tag, fields, takesFirst === true);
      context.recorder.placement.noteStatement(tag, fields, choice, orderOf(context, tag, fields), work);
    }
  }
}

/** `RETURN …`, or what stands between BEGIN ATOMIC and END. */
function statementsOf(body: Node | undefined): readonly Node[] {
  if (body === undefined) return [];
  return 'List' in body ? (body.List.items ?? []).flatMap(statementsOf) : [body];
}

/** An argument may be a name that is read as an object's. */
function lookUpReferences(context: Context, overload: Overload, given: Effect['given']): void {
  const { references = [] } = overload;
  const values = valuesOf(given, overload) ?? [];
  // Where it is not known which is which, any of them may name anything.
  if (given !== undefined && values.length === 0 && references.some((type) => type !== undefined))
    perform(context, [UNBOUNDED]);
  for (const [place, text] of values.entries()) {
    // One that is variadic comes last.
    const type = references[Math.min(place, references.length - 1)];
    if (type !== undefined && typeof text === 'string')
      perform(context, type === '' ? [UNBOUNDED] : namedObject(context, type, text));
  }
}
