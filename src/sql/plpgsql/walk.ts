/** Goes through a body in the order it runs in, and tells what it may run. */
import type { Parser } from '../parse.ts';
import { argumentsIn, type GivenArguments } from './arguments.ts';
import { Evaluator } from './evaluate.ts';
import type { BodyEvent, DynamicSql } from './events.ts';
import { render } from './render.ts';
import { roundsOf } from './rounds.ts';
import type { Source } from './source.ts';
import type { Arm, Assignment, Block, Code, Node, Source as Given, Step, Use } from './syntax.ts';
import {
  either,
  chosen,
  elementsOf,
  isFarFetched,
  NULL,
  numbersOf,
  type Row,
  type Text,
  textsOf,
  UNKNOWN,
  type Value,
} from './values.ts';
import { changedBy, changedIn, type Fired, type Inputs, Variables } from './variables.ts';

export class Walker {
  readonly events: BodyEvent[] = [];
  /** Queries that have been given to cursors; they are events where the cursors are opened, if they are. */
  readonly queries: string[] = [];
  readonly #parser: Parser;
  readonly #source: Source;
  readonly #root: Block;
  readonly #variables: Variables;
  readonly #evaluator: Evaluator;
  /** For what was written elsewhere in the body, where names may have been those of other variables. */
  readonly #outside: Evaluator;
  #lastId = 0;
  /** Whether the function, or a block of it, may have been left before its end. */
  #left = false;
  /** How many loops are around. */
  #loops = 0;

  constructor(parser: Parser, source: Source, root: Block, given: Inputs, fired?: Fired) {
    const nextId = () => (this.#lastId += 1);
    this.#parser = parser;
    this.#source = source;
    this.#root = root;
    this.#variables = new Variables(parser, source, given, fired, nextId);
    this.#evaluator = new Evaluator(
      parser,
      (path) => this.#variables.lookup(path),
      () => this.#variables.shownTable,
      nextId,
    );
    const isVariable = (path: readonly string[]) => this.#variables.lookup(path) !== undefined;
    this.#outside = new Evaluator(
      parser,
      (path) => (isVariable(path) ? UNKNOWN : undefined),
      () => undefined,
      nextId,
    );
  }

  /** The whole body. */
  walk(): void {
    this.#block(this.#root, false);
  }

  /** A block whose statements run for certain unless `conditional`. */
  #block(block: Block, conditional: boolean): void {
    const variables = this.#variables;
    variables.open();
    this.#steps(block.declarations, conditional);
    const { handlers } = block;
    const changed = [...changedIn([block])];
    const before = variables.state;
    this.#nodes(block.body, conditional || handlers !== undefined);
    for (const handler of handlers ?? []) {
      // The guarded part may have failed anywhere.
      variables.restore(before);
      variables.forget(changed);
      this.#nodes(handler, true);
    }
    variables.close();
    // EXIT may leave a block with a label from anywhere.
    if (handlers !== undefined || block.label !== undefined) variables.forget(changed);
  }

  #nodes(nodes: readonly Node[], conditional: boolean): void {
    for (const node of nodes) this.#node(node, conditional);
  }

  #node(node: Node, conditional: boolean): void {
    switch (node.kind) {
      case 'block':
        this.#block(node, conditional);
        break;
      case 'steps':
        this.#steps(node.steps, conditional);
        break;
      case 'choice':
        this.#choice(node, conditional);
        break;
      case 'loop': {
        this.#steps(this.#asked(node), conditional);
        const changed = [...changedBy(node.each), ...changedIn(node.body)];
        this.#variables.forget(changed);
        this.#variables.open();
        this.#loops += 1;
        this.#steps(node.each, true);
        this.#nodes(node.body, true);
        this.#loops -= 1;
        this.#variables.close();
        this.#variables.forget(changed);
        break;
      }
      case 'leave':
        this.#steps(node.before, conditional);
        // Without a label EXIT leaves a loop, whose statements are conditional anyway.
        if (node.how === 'return' || (node.how === 'exit' && node.label !== undefined)) this.#left = true;
        break;
    }
  }

  /** A loop that goes by the order of its rows does something else for the first of them. */
  #asked(loop: Extract<Node, { kind: 'loop' }>): readonly Step[] {
    if (!loop.before.some(isOfRows)) return loop.before;
    const rounds = roundsOf(this.#parser, loop, this.#root, this.#source);
    const use = rounds === undefined ? { takesFirst: true } : { rounds };
    return loop.before.map((step) => (isOfRows(step) ? { ...step, ...use } : step));
  }

  #choice({ before, arms }: Extract<Node, { kind: 'choice' }>, conditional: boolean): void {
    this.#steps(before, conditional);
    const start = this.#variables.state;
    const ends = arms.some(({ tests }) => tests.length === 0) ? [] : [start];
    for (const [index, arm] of arms.entries()) {
      this.#variables.restore(start);
      this.#steps(arm.tests, conditional || index > 0);
      const first = this.events.length;
      this.#nodes(arm.body, true);
      this.#guard(arm, first);
      if (arm.body.at(-1)?.kind !== 'leave') ends.push(this.#variables.state);
    }
    this.#variables.merge(ends);
  }

  /** In the next round of a loop its own doing may be what the test finds. */
  #guard({ tests: [test, ...others] }: Arm, first: number): void {
    if (test?.kind !== 'evaluate' || others.length > 0 || this.#loops > 0) return;
    const { sql } = test.code;
    if (!/\bexists\b/i.test(sql)) return;
    for (const [index, event] of this.events.entries())
      if (index >= first && 'conditional' in event)
        this.events[index] = { ...event, onlyIf: [...(event.onlyIf ?? []), { sql, isCondition: true }] };
  }

  #steps(steps: readonly Step[], conditional: boolean): void {
    for (const [index, step] of steps.entries()) {
      if (step.kind !== 'assign') this.#step(step, conditional || this.#left);
      else if (steps[index - 1]?.kind !== 'assign') this.#assign(assignmentsFrom(steps, index));
    }
  }

  #step(step: Exclude<Step, Assignment>, conditional: boolean): void {
    switch (step.kind) {
      case 'run':
        this.events.push({ kind: 'statement', ...step.code, ...this.#given(step.code), ...ofRows(step), conditional });
        break;
      case 'evaluate':
        this.events.push({ kind: 'expression', ...step.code, ...this.#given(step.code), conditional });
        break;
      case 'execute': {
        this.events.push({ kind: 'expression', ...step.code, ...this.#given(step.code), conditional });
        const { line } = step.code;
        const { statements, unknown } = this.#textsOf(step.code);
        const because = 'EXECUTE of text that is put together at run time';
        const repeats = this.#loops > 0 ? { repeats: true } : {};
        if (statements.length > 0)
          this.events.push({ kind: 'dynamic', statements, ...ofRows(step), ...repeats, conditional, line });
        for (const onlyIf of unknown)
          this.events.push({
            kind: 'unreadable',
            because,
            conditional,
            line,
            onlyIf: onlyIf === '' ? undefined : [{ sql: onlyIf, isCondition: false }],
          });
        break;
      }
      case 'open': {
        const [name = '', ...rest] = step.cursor;
        const query = rest.length > 0 ? undefined : this.#variables.find(name)?.query;
        const because = `a cursor, ${step.cursor.join('.')}, whose query is not known`;
        this.events.push(
          query === undefined
            ? { kind: 'unreadable', because, conditional, line: step.line }
            : { kind: 'statement', ...query, ...ofRows(step), conditional },
        );
        break;
      }
      case 'type':
        this.events.push(step);
        break;
      case 'declare':
        this.#variables.declare(step.variable);
        if (step.variable.query !== undefined) this.queries.push(step.variable.query.sql);
        break;
    }
  }

  #given({ sql }: Code): { given?: GivenArguments } {
    const given = argumentsIn(this.#parser, sql, this.#evaluator);
    return given === undefined ? {} : { given };
  }

  /**
   * Every text that the expression may give, as far as they are known, and the queries that those which are not known come from:
   * where such a text comes from none, there is an empty one.
   */
  #textsOf(code: Code): { readonly statements: readonly DynamicSql[]; readonly unknown: ReadonlySet<string> } {
    const found = new Map<string, DynamicSql>();
    const unknown = new Set<string>();
    let broken = false;
    const texts = textsOf(this.#evaluator.expression(code.sql));
    this.#tellShown(code.line);
    for (const text of texts) {
      // EXECUTE of null is an error.
      if (text.parts === null) continue;
      const statement = render(text.parts);
      if (statement === undefined) unknown.add(originOf(text.parts));
      else if (statement.remade !== undefined) found.set(JSON.stringify(statement), statement);
      else if (this.#isSql(statement.sql)) found.set(statement.sql, joined(found.get(statement.sql), statement));
      else if (statement.holes.length > 0 && !isFarFetched(text)) unknown.add('');
      else broken = true;
    }
    // A text that is an error beside others comes from a circumstance that does not occur; alone, it may be this parser's error.
    if (broken && found.size === 0 && unknown.size === 0) unknown.add('');
    return { statements: unknown.has('') ? [] : [...found.values()], unknown: unknown.has('') ? NOWHERE : unknown };
  }

  #isSql(text: string): boolean {
    try {
      this.#parser.parseSync(text);
      return true;
    } catch {
      return false;
    }
  }

  /** Gives values to several variables at once: each is evaluated before any is changed. */
  #assign(assignments: readonly Assignment[]): void {
    for (const { target } of assignments) this.#noteTarget(target);
    const rows = new Map<Code, Row | undefined>();
    const values = assignments.map(({ target: [name = '', ...rest], source }) => {
      const variable = rest.length > 0 ? undefined : this.#variables.find(name);
      return { variable, value: variable && this.#valueOf(source, variable.kind === 'row', rows) };
    });
    this.#tellShown(1);
    for (const [index, { variable, value }] of values.entries()) {
      if (variable !== undefined && value !== undefined) this.#variables.set(variable, value);
      else this.#variables.forget(assignments.slice(index, index + 1).map(({ target }) => target));
    }
  }

  /** What the types of other variables say is told where they are declared. */
  #noteTarget([name = '', ...fields]: readonly string[]): void {
    const isField = fields.length > 0;
    const variable = this.#variables.find(name);
    if (variable !== undefined && this.#variables.isParameter(name)) {
      if (!this.#source.isTrigger) this.#tellOnce({ kind: 'assigned', parameter: name, isField, line: 1 });
    } else if (isField && (variable === undefined || variable.kind === 'row')) {
      this.#tellOnce({ kind: 'assigned', isField, line: 1 });
    }
  }

  /** What is kept of it, is kept as it is now. */
  #tellShown(line: number): void {
    for (const routine of this.#evaluator.shown.splice(0)) this.events.push({ kind: 'shown', routine, line });
  }

  #tellOnce(event: Extract<BodyEvent, { kind: 'assigned' }>): void {
    const isSame = (other: BodyEvent) =>
      other.kind === 'assigned' && other.parameter === event.parameter && other.isField === event.isField;
    if (!this.events.some(isSame)) this.events.push(event);
  }

  #valueOf(source: Given, isRow: boolean, rows: Map<Code, Row | undefined>): Value {
    switch (source.kind) {
      case 'value':
        return this.#evaluator.expression(source.code.sql);
      case 'row': {
        const { code, column, orNull } = source;
        if (!rows.has(code)) rows.set(code, this.#evaluator.row(code.sql));
        const row = rows.get(code);
        if (row === undefined) return UNKNOWN;
        if (column === 'all' && isRow) return { kind: 'row', row: orNull ? perhapsNone(row) : row };
        const value = row.column(column === 'all' ? 0 : column);
        return orNull ? either(value, NULL) : value;
      }
      case 'cursor': {
        const [name = '', ...rest] = source.cursor;
        const { query, takesArguments } = (rest.length > 0 ? undefined : this.#variables.find(name)) ?? {};
        const row = query === undefined || takesArguments === true ? undefined : this.#outside.row(query.sql);
        return row === undefined ? UNKNOWN : { kind: 'row', row };
      }
      case 'element': {
        const elements = elementsOf(this.#evaluator.expression(source.code.sql));
        return elements === undefined ? UNKNOWN : chosen(elements, this.#choiceId());
      }
      case 'integer':
        return { kind: 'counter', choice: this.#choiceId(), numbers: this.#numbersOf(source) };
      case 'null':
        return NULL;
      case 'unknown':
        return UNKNOWN;
    }
  }

  #numbersOf({ from, to, by, isReverse }: Extract<Given, { kind: 'integer' }>): readonly number[] | undefined {
    const [first, last, step] = [from, to, by].map((code) => code && this.#evaluator.expression(code.sql));
    return first === undefined || last === undefined ? undefined : numbersOf(first, last, step, isReverse);
  }

  #choiceId(): string {
    return `l${(this.#lastId += 1)}`;
  }
}

const NOWHERE: ReadonlySet<string> = new Set(['']);

/** The query that gives a part of a text of which anything may be made; empty where there is none. */
function originOf(parts: NonNullable<Text['parts']>): string {
  const raw = parts.find((part) => typeof part !== 'string' && part.kind === 'raw' && part.from !== undefined);
  return typeof raw === 'object' ? (raw.from ?? '') : '';
}

/** The assignments that follow one another from here on. */
function assignmentsFrom(steps: readonly Step[], start: number): Assignment[] {
  const assignments: Assignment[] = [];
  for (const step of steps.slice(start)) {
    if (step.kind !== 'assign') break;
    assignments.push(step);
  }
  return assignments;
}

function perhapsNone(row: Row): Row {
  return { field: (name) => either(row.field(name), NULL), column: (index) => either(row.column(index), NULL) };
}

/** Two texts that differ in nothing but where their names come from. */
function joined(a: DynamicSql | undefined, b: DynamicSql): DynamicSql {
  if (a === undefined) return b;
  return {
    sql: b.sql,
    holes: b.holes.map((hole, at) => ({ ...hole, from: hole.from === a.holes[at]?.from ? hole.from : undefined })),
  };
}

function isOfRows(step: Step): step is Extract<Step, { kind: 'run' | 'open' | 'execute' }> {
  return step.kind === 'run' || step.kind === 'open' || step.kind === 'execute';
}

function ofRows({ takesFirst = false, rounds }: Use): Use {
  return takesFirst ? { takesFirst } : rounds === undefined ? {} : { rounds };
}
