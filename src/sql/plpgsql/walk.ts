/** Goes through a body in the order it runs in, and tells what it may run. */
import type { BodyEvent } from './events.ts';
import type { Block, Code, Node, Step } from './syntax.ts';

export class Walker {
  readonly events: BodyEvent[] = [];
  /** Queries that have been given to cursors; they are events where the cursors are opened, if they are. */
  readonly queries: string[] = [];
  /** The queries of bound cursors by name, in the scopes that are open. */
  readonly #scopes: Map<string, Code | undefined>[] = [];
  /** Whether the function, or a block of it, may have been left before its end. */
  #left = false;

  /** A block whose statements run for certain unless `conditional`. */
  block(block: Block, conditional: boolean): void {
    this.#scopes.push(new Map());
    this.#steps(block.declarations, conditional);
    const guarded = conditional || block.handlers !== undefined;
    this.#nodes(block.body, guarded);
    for (const handler of block.handlers ?? []) this.#nodes(handler, true);
    this.#scopes.pop();
  }

  #nodes(nodes: readonly Node[], conditional: boolean): void {
    for (const node of nodes) this.#node(node, conditional);
  }

  #node(node: Node, conditional: boolean): void {
    switch (node.kind) {
      case 'block':
        this.block(node, conditional);
        break;
      case 'steps':
        this.#steps(node.steps, conditional);
        break;
      case 'choice':
        this.#steps(node.before, conditional);
        for (const [index, arm] of node.arms.entries()) {
          this.#steps(arm.tests, conditional || index > 0);
          this.#nodes(arm.body, true);
        }
        break;
      case 'loop':
        this.#steps(node.before, conditional);
        this.#scopes.push(new Map());
        this.#steps(node.each, true);
        this.#nodes(node.body, true);
        this.#scopes.pop();
        break;
      case 'leave':
        this.#steps(node.before, conditional);
        // Without a label EXIT leaves a loop, whose statements are conditional anyway.
        if (node.how === 'return' || (node.how === 'exit' && node.label !== undefined)) this.#left = true;
        break;
    }
  }

  #steps(steps: readonly Step[], conditional: boolean): void {
    for (const step of steps) this.#step(step, conditional || this.#left);
  }

  #step(step: Step, conditional: boolean): void {
    switch (step.kind) {
      case 'run':
        this.events.push({ kind: 'statement', ...step.code, conditional });
        break;
      case 'evaluate':
        this.events.push({ kind: 'expression', ...step.code, conditional });
        break;
      case 'execute': {
        this.events.push({ kind: 'expression', ...step.code, conditional });
        const because = 'EXECUTE of text that is put together at run time';
        this.events.push({ kind: 'unreadable', because, conditional, line: step.code.line });
        break;
      }
      case 'open': {
        const query = this.#cursor(step.cursor);
        if (query === undefined) {
          const because = `a cursor, ${step.cursor.join('.')}, whose query is not known`;
          this.events.push({ kind: 'unreadable', because, conditional, line: step.line });
        } else {
          this.events.push({ kind: 'statement', ...query, conditional });
        }
        break;
      }
      case 'type':
        this.events.push(step);
        break;
      case 'declare':
        this.#scopes.at(-1)?.set(step.variable.name, step.variable.query);
        if (step.variable.query !== undefined) this.queries.push(step.variable.query.sql);
        break;
      case 'assign':
        break;
    }
  }

  #cursor(path: readonly string[]): Code | undefined {
    const [name = '', ...rest] = path;
    if (rest.length > 0) return undefined;
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
  }
}
