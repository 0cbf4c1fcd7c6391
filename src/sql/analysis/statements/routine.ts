/** CREATE FUNCTION and PROCEDURE, ALTER FUNCTION, DO, CALL. */
import type {
  AlterFunctionStmt,
  CallStmt,
  CreateFunctionStmt,
  DoStmt,
  FunctionParameter,
  VariableSetStmt,
} from 'libpg-query';
import { declaredTypes, readBody } from '../../plpgsql/body.ts';
import { constantString, nameOf, type Node, stringsOf, typeNameOf, type TypeName } from '../../ast.ts';
import { isWrittenAsGiven } from '../as-given.ts';
import { readEvents } from '../body-events.ts';
import { type Context, giveUp, isConditional } from '../context.ts';
import { create, definitionStatement, leaveTypes, namesInUseChange, placeOf } from '../define.ts';
import type { Consequence } from '../consequence.ts';
import type { Entity, Overload } from '../entity.ts';
import { keptCalls } from '../kept-calls.ts';
import { keptConsequences, namedBySetting, typeConsequences } from '../named-object.ts';
import { perform } from '../perform.ts';
import { consequencesOf } from '../query.ts';
import { nameByDefault, referenceIn, UNBOUNDED } from '../references.ts';
import { findGlobal, findRoutine, findType } from '../resolve.ts';
import { isInput, isSame, signatureOf } from './signature.ts';
import { isHole } from '../../holes.ts';
import { isBuiltinLanguage } from '../../known/builtin.ts';
import { refuseLanguage } from '../other-languages.ts';

export function createFunction(context: Context, statement: CreateFunctionStmt, sql: string): void {
  definitionStatement(context);
  const parameters = (statement.parameters ?? []).flatMap((node) =>
    'FunctionParameter' in node ? [node.FunctionParameter] : [],
  );
  const typeNames = [...parameters.map(({ argType }) => argType), statement.returnType].flatMap((type) => type ?? []);
  const types = typeNames.flatMap((type) => typeConsequences(context, type));
  const inputs = parameters.filter(isInput);
  const references = inputs.map(({ argType }) => reference(context, argType));
  const asGiven = inputs.map(({ argType }) => argType !== undefined && isWrittenAsGiven(context, argType));
  const defaults = [
    ...consequencesOf(
      context,
      parameters.map(({ defexpr }) => defexpr),
    ),
    ...inputs.flatMap(({ defexpr }, place) =>
      defexpr === undefined ? [] : nameByDefault(context, references[place], defexpr),
    ),
  ];
  // What it gives may be a name by its type alone.
  const outputs = [statement.returnType, ...parameters.filter(isOutput).map(({ argType }) => argType)];
  const named = outputs.some((type) => reference(context, type) !== undefined) ? [UNBOUNDED] : [];
  const language = languageOf(statement);
  if (!isBuiltinLanguage(language)) findGlobal(context, 'language', language);
  const settings = namedBySettings(context, statement.options);
  makeShell(context, statement.returnType, language);
  const early = [...keptCalls(context, consequencesOf(context, statement.sql_body)), ...settings];
  const [schema, name] = placeOf(context, stringsOf(statement.funcname));
  const routine = create(context, 'routine', 'function', schema, name);
  const overload: Overload = {
    signature: signatureOf(parameters),
    definition: sql,
    language: statement.sql_body === undefined ? language : 'sql',
    searchPath: searchPathOf(context, statement.options),
    consequences: [...defaults, ...early, ...named, ...actsAsOther(statement.options)],
    arity: arityOf(parameters),
    parameters: inputs.map(({ name: parameter }) => parameter),
    references,
    writtenAsGiven: asGiven.includes(true) ? asGiven : undefined,
    // That of an enum, or of what names an object, was read when the function was made.
    defaults: inputs.map(({ defexpr }, place) =>
      asGiven[place] === true || references[place] !== undefined ? undefined : constantString(defexpr),
    ),
    body: statement.sql_body === undefined && /^(?:sql|internal)$/.test(language) ? bodyOf(statement) : undefined,
    takesFirst: statement.returnType?.setof !== true,
  };
  leaveTypes(context, routine);
  haveOverload(context, routine, overload);
  const kept = typeNames.flatMap((type) => keptConsequences(context, type));
  routine.useAll([...kept, ...defaults, ...early]);
  perform(context, [...types, ...settings]);
  lookUp(context, [...defaults, ...early]);
  context.catalog.changed();
  checkBody(context, overload);
  callNew(context, routine);
}

/** It has the overload from now on, in the place of one with the same arguments. */
function haveOverload(context: Context, routine: Entity, overload: Overload): void {
  // One more of its name, and all are shown with their schemas.
  if (routine.overloads.length > 0 && routine.overloads.every((other) => !isSame(other.signature, overload.signature)))
    namesInUseChange(context, routine);
  routine.overloads = isConditional(context)
    ? [...routine.overloads, overload]
    : [...routine.overloads.filter((other) => !isSame(other.signature, overload.signature)), overload];
}

function callNew(context: Context, routine: Entity): void {
  // Who calls it calls another one from now on: an event trigger at the end of this very statement.
  for (const user of routine.usedBy) context.recorder.read(user);
  if ([...routine.usedBy].some(({ kind }) => kind === 'event trigger')) definitionStatement(context);
}

/** CREATE OR REPLACE FUNCTION of one that is there, with another body and nothing else. */
export function replaceBody(context: Context, routine: Entity, overload: Overload): void {
  definitionStatement(context);
  create(context, 'routine', 'function', routine.schema ?? 'public', routine.name);
  // Its types are looked up again, and its defaults.
  for (const used of routine.uses) context.recorder.read(used);
  lookUp(context, overload.consequences);
  leaveTypes(context, routine);
  haveOverload(context, routine, overload);
  context.catalog.changed();
  checkBody(context, overload);
  callNew(context, routine);
}

/** What a function in C gives may be a type that is defined later, with the function. */
function makeShell(context: Context, type: TypeName | undefined, language: string): void {
  if (type === undefined || (language !== 'c' && language !== 'internal')) return;
  const name = typeNameOf(type);
  const { entities, builtin } = findType(context, name);
  if (builtin || entities.length > 0) return;
  const [schema, shell] = placeOf(context, name);
  create(context, 'type', 'type', schema, shell);
}

/** As `referenceIn` gives it. */
function reference(context: Context, type: TypeName | undefined): string | undefined {
  return type === undefined ? undefined : referenceIn(type, typeConsequences(context, type));
}

/** When it is made, PostgreSQL looks at a body's names in `sql`, and at its variables' types in PL/pgSQL. */
function checkBody(context: Context, overload: Overload): void {
  const { searchPath } = overload;
  const inside = searchPath === undefined ? context : { ...context, session: { ...context.session, searchPath } };
  if (overload.language === 'sql' && overload.body !== undefined) lookUpBody(inside, overload.body);
  if (overload.language === 'plpgsql') readEvents(inside, declaredTypes(context.parser, overload.definition));
}

/** What a body names has to be there, but nothing of it happens. */
function lookUpBody(context: Context, body: string): void {
  const parsed = context.parse(body);
  if (typeof parsed === 'string') return;
  // Names that are not there yet are no reason to give up: the body is read again when it is called.
  context.recorder.conditions += 1;
  const opaque = context.recorder.opaque;
  const { uncertain } = context.catalog;
  lookUp(context, consequencesOf(context, parsed));
  context.recorder.opaque = opaque;
  context.catalog.uncertain = uncertain;
  context.recorder.conditions -= 1;
}

/** Everything named is read, and locked as what happens to it later needs. */
function lookUp(context: Context, consequences: readonly Consequence[], seen: ReadonlySet<Entity> = new Set()): void {
  for (const consequence of consequences) {
    if (!('entity' in consequence)) continue;
    const { entity, op } = consequence;
    context.recorder.read(entity);
    if (op === 'insert' || op === 'update' || op === 'delete')
      context.recorder.locks.add(`${entity.schema ?? ''}.${entity.name}`);
    // A view's relations are locked with it.
    if (entity.kind === 'view' && !seen.has(entity)) lookUp(context, entity.consequences, new Set([...seen, entity]));
  }
}

function languageOf(statement: CreateFunctionStmt): string {
  const option = (statement.options ?? []).find((node) => 'DefElem' in node && node.DefElem.defname === 'language');
  if (option === undefined || !('DefElem' in option)) return 'sql';
  return (nameOf(option.DefElem.arg)[0] ?? 'sql').toLowerCase();
}

function bodyOf(statement: CreateFunctionStmt): string | undefined {
  const option = (statement.options ?? []).find((node) => 'DefElem' in node && node.DefElem.defname === 'as');
  return option !== undefined && 'DefElem' in option ? nameOf(option.DefElem.arg)[0] : undefined;
}

/** What a function sets while it runs. */
function settingsOf(options: readonly Node[] | undefined): readonly VariableSetStmt[] {
  return (options ?? []).flatMap((node) => {
    if (!('DefElem' in node) || node.DefElem.defname !== 'set') return [];
    const { arg } = node.DefElem;
    return arg !== undefined && 'VariableSetStmt' in arg ? [arg.VariableSetStmt] : [];
  });
}

/** `SET search_path = …` of a function; FROM CURRENT is what is set when it is made. */
function searchPathOf(context: Context, options: readonly Node[] | undefined): readonly string[] | undefined {
  const setting = settingsOf(options).find(({ name }) => name === 'search_path');
  if (setting === undefined) return undefined;
  const values = valuesIn(setting);
  if (values?.some(isHole) === true)
    giveUp(context, 'makes a function with a search_path that only the run knows', true);
  return setting.kind === 'VAR_SET_CURRENT' ? context.session.searchPath : values;
}

/** What the other settings of a function name. */
function namedBySettings(context: Context, options: readonly Node[] | undefined): readonly Consequence[] {
  return settingsOf(options).flatMap((setting) => namedBySetting(context, setting.name ?? '', valuesIn(setting)?.[0]));
}

/** What a role may do that a function acts as is not followed. */
function actsAsOther(options: readonly Node[] | undefined): readonly Consequence[] {
  const acts = settingsOf(options).some(({ name }) => name === 'role' || name === 'session_authorization');
  return acts ? [{ op: 'opaque', because: 'calls a function that acts as another role', mayDefine: true }] : [];
}

/** What is set, such as the schemas of `SET search_path TO a, b`; undefined for DEFAULT or FROM CURRENT, which take what is set already. */
export function valuesIn(statement: VariableSetStmt): readonly string[] | undefined {
  if (statement.kind !== 'VAR_SET_VALUE') return undefined;
  return (statement.args ?? []).flatMap((node) =>
    'A_Const' in node && node.A_Const.sval !== undefined ? [node.A_Const.sval.sval ?? ''] : [],
  );
}

function arityOf(parameters: readonly FunctionParameter[]): { least: number; most: number } {
  const inputs = parameters.filter(isInput);
  // A variadic parameter takes any number; that of a procedure's OUT parameters is given too.
  if (parameters.some(({ mode }) => mode === 'FUNC_PARAM_VARIADIC' || mode === 'FUNC_PARAM_OUT'))
    return { least: 0, most: Infinity };
  return { least: inputs.filter(({ defexpr }) => defexpr === undefined).length, most: inputs.length };
}

function isOutput(parameter: FunctionParameter): boolean {
  return !isInput(parameter) || parameter.mode === 'FUNC_PARAM_INOUT';
}

export function alterFunction(context: Context, statement: AlterFunctionStmt): void {
  definitionStatement(context);
  const name = stringsOf(statement.func?.objname);
  for (const routine of findRoutine(context, name).entities) {
    context.recorder.write(routine, 'alters');
    const named = namedBySettings(context, statement.actions);
    perform(context, named);
    const set = searchPathOf(context, statement.actions);
    const isOther = settingsOf(statement.actions).some(({ name }) => name !== 'search_path');
    const clears = (statement.actions ?? []).some((node) => 'DefElem' in node && node.DefElem.defname === 'set');
    if (!clears) continue;
    // Which overload it is for hardly matters: with or without the setting, both are possible from now on.
    routine.overloads = routine.overloads.flatMap((overload) => [
      overload,
      {
        ...overload,
        searchPath: set,
        isSetOtherwise: overload.isSetOtherwise === true || isOther || undefined,
        consequences: [...overload.consequences, ...named, ...actsAsOther(statement.actions)],
      },
    ]);
    context.catalog.changed();
  }
}

export function runBlock(context: Context, statement: DoStmt, sql: string): void {
  const option = (statement.args ?? []).find((node) => 'DefElem' in node && node.DefElem.defname === 'language');
  const language = option !== undefined && 'DefElem' in option ? (nameOf(option.DefElem.arg)[0] ?? '') : 'plpgsql';
  if (language.toLowerCase() === 'plpgsql') readEvents(context, readBody(context.parser, sql));
  else refuseLanguage(context, language, `runs a block in the language ${language}, which is not read`);
}

export function call(context: Context, statement: CallStmt): void {
  if (statement.funccall === undefined) return;
  perform(context, consequencesOf(context, statement.funccall, 'FuncCall'));
}
