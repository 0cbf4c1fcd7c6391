/** psql's variables, and what a reference to one stands for. */
import type { Problem } from '../migration/problem.ts';
import { errorAt, type Place } from './position.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';

/** What psql sets from its connection and its last result. There is no psql here, so their values have to be given. */
const SET_BY_PSQL: ReadonlySet<string> = new Set([
  'DBNAME',
  'ERROR',
  'HOST',
  'LAST_ERROR_MESSAGE',
  'LAST_ERROR_SQLSTATE',
  'PORT',
  'ROW_COUNT',
  'SERVER_VERSION_NAME',
  'SERVER_VERSION_NUM',
  'SQLSTATE',
  'USER',
]);

export class Variables {
  readonly #values: Map<string, string>;
  readonly #problems: Problem[];

  /** Problems with references are added to `problems`. */
  constructor(values: ReadonlyMap<string, string>, problems: Problem[]) {
    this.#values = new Map([['ENCODING', 'UTF8'], ...values]);
    this.#problems = problems;
  }

  /** The value of a variable. One that has none is left in the script as it stands, so only those psql would know are missed. */
  get(name: string, place: Place): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined && SET_BY_PSQL.has(name)) {
      const what = `uses the variable ${name}, which psql sets and nothing sets here.`;
      this.#problems.push(errorAt(place, 'psql-variable', what, `Pass its value: --set ${name}=VALUE`));
    }
    return value;
  }

  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  unset(name: string): void {
    this.#values.delete(name);
  }

  /** What `:name`, `:'name'`, `:"name"` or `:{?name}` stands for. */
  expand(reference: string, place: Place): string | undefined {
    const form = reference.charAt(1);
    if (form === '{') return this.#values.has(reference.slice(3, -1)) ? 'TRUE' : 'FALSE';
    const isQuoted = form === "'" || form === '"';
    const value = this.get(isQuoted ? reference.slice(2, -1) : reference.slice(1), place);
    if (value === undefined || !isQuoted) return value;
    return form === "'" ? quoteLiteral(value) : quoteIdentifier(value);
  }
}

export function isVariableName(text: string): boolean {
  return /^[A-Za-z0-9_\u0080-\uffff]+$/.test(text);
}
