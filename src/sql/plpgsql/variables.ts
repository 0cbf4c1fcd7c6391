/** The variables of a body, what they may hold, and which of them a stretch of it may change. */
import type { Parser } from '../parse.ts';
import type { Source } from './source.ts';
import { type Code, type Node, type Step, stepsIn, Unreadable, type Variable as Declared } from './syntax.ts';
import { ofDeclaredType, ofType, toType, type TypeKind } from './types.ts';
import { either, known, NULL, ofTexts, settled, textsOf, unknown, UNKNOWN, type Value } from './values.ts';

export interface Variable {
  readonly kind: TypeKind;
  /** Of a bound cursor. */
  readonly query?: Code | undefined;
  readonly takesArguments?: boolean | undefined;
}

/** The values of input parameters in their order, as text; undefined where a value is not known. */
export type Arguments = readonly (string | null | undefined)[];

/** What a call is known to give. */
export interface Inputs {
  readonly values: Arguments;
  /** Those of the input parameters whose values are written as the very texts that they are given as, whatever their types. */
  readonly asGiven?: readonly boolean[];
}

/** What a trigger function is known to be told. */
export interface Fired {
  /** The relation whose trigger it is, and how `regclass` writes it where that is known. */
  readonly table?: { readonly name: string; readonly schema: string; readonly shown: string | undefined } | undefined;
  readonly arguments: readonly string[];
}

/** Of whatever has parameters. */
type Parameters = Pick<Source, 'parameters' | 'isTrigger'>;

type State = ReadonlyMap<Variable, Value>;

/** Beside `tg_relid`, which is a number otherwise. */
const SHOWN_TABLE = 'tg_relid::regclass';

export class Variables {
  readonly #scopes: Map<string, Variable>[] = [];
  readonly #parser: Parser;
  readonly #nextId: () => number;
  #values = new Map<Variable, Value>();

  constructor(
    parser: Parser,
    source: Parameters,
    { values, asGiven = [] }: Inputs,
    fired: Fired | undefined,
    nextId: () => number,
  ) {
    this.#parser = parser;
    this.#nextId = nextId;
    this.#scopes.push(new Map());
    let inputs = 0;
    for (const [index, { name, type, isInput }] of source.parameters.entries()) {
      const isText = isInput && asGiven[inputs] === true;
      const variable: Variable = { kind: isText ? 'text' : type === undefined ? 'other' : ofType(type, false) };
      this.#scopes[0]?.set(`$${index + 1}`, variable);
      if (name !== undefined) this.#scopes[0]?.set(name, variable);
      const value = isInput ? values[inputs] : undefined;
      if (isInput) inputs += 1;
      this.set(variable, value === undefined ? UNKNOWN : value === null ? NULL : known(value));
    }
    if (source.isTrigger) this.#declareTrigger(fired);
  }

  #declareTrigger(fired: Fired | undefined): void {
    const given = (name: string, kind: TypeKind, value: Value) => {
      const variable: Variable = { kind };
      this.#scopes[0]?.set(name, variable);
      this.set(variable, value);
    };
    const words = (text: string) => ofTexts(text.split(' ').flatMap((word) => textsOf(known(word))));
    const name = (text: string | undefined) => (text === undefined ? unknown('name', { present: true }) : known(text));
    for (const called of ['tg_table_name', 'tg_relname']) given(called, 'text', name(fired?.table?.name));
    given('tg_table_schema', 'text', name(fired?.table?.schema));
    given('tg_name', 'text', name(undefined));
    given('tg_op', 'text', words('INSERT UPDATE DELETE TRUNCATE'));
    given('tg_when', 'text', ofTexts([...textsOf(words('BEFORE AFTER')), ...textsOf(known('INSTEAD OF'))]));
    given('tg_level', 'text', words('ROW STATEMENT'));
    given('tg_relid', 'integer', UNKNOWN);
    given(SHOWN_TABLE, 'text', name(fired?.table?.shown));
    const texts = fired?.arguments;
    given('tg_nargs', 'integer', texts === undefined ? UNKNOWN : known(String(texts.length)));
    const elements = texts?.map((text) => textsOf(known(text)));
    given('tg_argv', 'texts', elements === undefined ? UNKNOWN : { kind: 'array', elements, first: 0 });
    given('new', 'row', UNKNOWN);
    given('old', 'row', UNKNOWN);
  }

  open(): void {
    this.#scopes.push(new Map());
  }

  close(): void {
    this.#scopes.pop();
  }

  declare({ name, type, alias, query, takesArguments }: Declared): void {
    const [aliased, ...rest] = alias ?? [];
    const same = aliased === undefined ? undefined : this.find(aliased);
    if (alias !== undefined && (same === undefined || rest.length > 0))
      throw new Unreadable(`an alias for ${alias.join('.')}`);
    const variable: Variable = same ?? {
      kind: type === undefined ? 'row' : ofDeclaredType(type),
      query,
      takesArguments,
    };
    this.#scopes.at(-1)?.set(name, variable);
    if (same === undefined) this.set(variable, UNKNOWN);
  }

  find(name: string): Variable | undefined {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  /** Whether it is one of the parameters. */
  isParameter(name: string): boolean {
    return this.#scopes.findLastIndex((scope) => scope.has(name)) === 0;
  }

  /** How `regclass` writes the number of a trigger's table; undefined for anything else. */
  get shownTable(): Value | undefined {
    const [outermost] = this.#scopes;
    const isOwn = this.find('tg_relid') === outermost?.get('tg_relid');
    const shown = isOwn ? outermost?.get(SHOWN_TABLE) : undefined;
    return shown && this.#values.get(shown);
  }

  /** Undefined where no variable has that name. */
  lookup(path: readonly string[]): Value | undefined {
    const [name = '', field, ...rest] = path;
    const variable = this.find(name);
    if (variable === undefined) return undefined;
    const value = this.#values.get(variable) ?? UNKNOWN;
    if (field === undefined) return value;
    return value.kind === 'row' && rest.length === 0 ? value.row.field(field) : UNKNOWN;
  }

  set(variable: Variable, value: Value): void {
    this.#values.set(variable, settled(toType(this.#parser, value, variable.kind), this.#nextId));
  }

  /** Forgets what these hold. A name with a qualifier may be a field of the one or the other variable in that block. */
  forget(paths: Iterable<readonly string[]>): void {
    for (const [name = '', qualified] of paths) {
      const variable = this.find(name);
      if (variable !== undefined) this.set(variable, UNKNOWN);
      if (qualified === undefined) continue;
      for (const scope of this.#scopes) {
        const other = scope.get(qualified);
        if (other !== undefined) this.set(other, UNKNOWN);
      }
    }
  }

  get state(): State {
    return new Map(this.#values);
  }

  restore(state: State): void {
    this.#values = new Map(state);
  }

  /** What holds after any of these. */
  merge(states: readonly State[]): void {
    const [first, ...others] = states;
    if (first === undefined) return;
    const merged = new Map(first);
    for (const state of others) {
      for (const [variable, value] of merged) merged.set(variable, either(value, state.get(variable)));
    }
    this.#values = merged;
  }
}

/** Everything that is given a value in these. */
export function changedIn(nodes: readonly Node[]): Iterable<readonly string[]> {
  return changedBy(stepsIn(nodes));
}

/** What has an alias may be changed by that. */
export function* changedBy(steps: Iterable<Step>): Iterable<readonly string[]> {
  for (const step of steps) {
    if (step.kind === 'assign') yield step.target;
    else if (step.kind === 'declare' && step.variable.alias !== undefined) yield step.variable.alias;
  }
}
