/** What the makers of statements choose from: the state before the migration, few names, and many ways to write them. */
import type { Random } from './random.ts';
import type { Column, DefinedType, Named, Relation, Routine, State } from './state.ts';

/** Few, and the same for every kind of object, so that one is often where another was or will be. */
const NAMES = ['a', 'b', 'c', 'a_x', 'd', 'b_x', 'e', 'c_y', 'x'] as const;
/** What PostgreSQL makes up by itself, given by hand or looked for under that name. */
const MADE_UP = [
  'a_pkey',
  'a_x_idx',
  'a_x_idx1',
  'a_id_seq',
  'b_id_seq',
  'a_x_check',
  'b_a_id_fkey',
  '_a',
  'a_x_key',
] as const;
/** Sixty-three characters are kept of an identifier. */
const LONG = `a${'_long'.repeat(13)}`;
export const SCHEMAS = ['public', 'app', 'audit'] as const;
export const ROLES = ['ma_reader', 'ma_writer', 'ma_owner'] as const;
/** Calls go from earlier names to later ones only, so that they end. */
export const ROUTINES = ['f', 'g', 'h', 'k'] as const;

function keyOf({ schema, name }: Named): string {
  return `${schema}.${name}`;
}

/** A statement maker: undefined when there is nothing it could work on. */
export interface Kind {
  readonly name: string;
  readonly weight: number;
  readonly make: (draw: Draw) => string | readonly string[] | undefined;
}

export interface Family {
  readonly name: string;
  readonly kinds: readonly Kind[];
}

/** Of values in values. */
const DEEPEST = 6;

export class Draw {
  readonly random: Random;
  readonly state: State;
  /** The search_path of the migration. */
  path: readonly string[];
  readonly #names: readonly string[];
  readonly #promised: Named[] = [];
  #depth = 0;

  constructor(random: Random, state: State, path: readonly string[], names: readonly string[]) {
    this.random = random;
    this.state = state;
    this.path = path;
    this.#names = names;
  }

  /** The names that a set uses: not all of them, or everything would hang together. */
  static names(random: Random): readonly string[] {
    return [
      ...NAMES.slice(0, random.between(4, NAMES.length)),
      ...random.some(MADE_UP, 2),
      ...random.some([LONG], random.chance(0.1) ? 1 : 0),
    ];
  }

  /** As somebody may write the name of an object. */
  id(name: string): string {
    if (!/^[a-z_][a-z0-9_]*$/.test(name)) return `"${name.replaceAll('"', '""')}"`;
    const form = this.random.next();
    return form < 0.75 ? name : form < 0.9 ? `"${name}"` : name.toUpperCase();
  }

  ref(object: Named): string {
    const isInPath = this.path.includes(object.schema);
    return isInPath && this.random.chance(0.6)
      ? this.id(object.name)
      : `${this.id(object.schema)}.${this.id(object.name)}`;
  }

  /** As a statement that makes the object may write it; now and then it then lands in another schema. */
  made(object: Named = this.freePlace()): string {
    const isFirst = this.path[0] === object.schema;
    const isBare = isFirst ? this.random.chance(0.6) : this.random.chance(0.04);
    return isBare ? this.id(object.name) : `${this.id(object.schema)}.${this.id(object.name)}`;
  }

  /** In a string, for `regclass` and the like. */
  plainRef(object: Named): string {
    return this.path.includes(object.schema) && this.random.chance(0.5)
      ? object.name
      : `${object.schema}.${object.name}`;
  }

  name(): string {
    return this.random.one(this.#names) ?? 'a';
  }

  schema(): string {
    const schemas = this.state.schemas.filter((schema) => schema !== 'ext');
    return this.random.one(schemas.filter((schema) => schema === 'public' || this.random.chance(0.6))) ?? 'public';
  }

  /** A place for a new object, often one that is taken. */
  place(names: readonly string[] = this.#names): Named {
    return { schema: this.schema(), name: this.random.one(names) ?? 'a' };
  }

  /** A place that is free and not yet promised to another statement of this migration; any if there is none. */
  freePlace(schema?: string): Named {
    const taken = new Set([...this.state.relations, ...this.state.types, ...this.#promised].map(keyOf));
    const schemas = schema === undefined ? [this.schema(), ...this.state.schemas] : [schema];
    const places = schemas.flatMap((one) => this.random.shuffled(this.#names).map((name) => ({ schema: one, name })));
    const place = places.find((one) => !taken.has(keyOf(one))) ?? this.place();
    this.#promised.push(place);
    return place;
  }

  freeName(schema: string): string {
    return this.freePlace(schema).name;
  }

  relations(...kinds: readonly Relation['kind'][]): readonly Relation[] {
    return this.state.relations.filter(({ kind }) => kinds.includes(kind));
  }

  relation(...kinds: readonly Relation['kind'][]): Relation | undefined {
    return this.random.one(this.relations(...kinds));
  }

  table(): Relation | undefined {
    return this.relation('r', 'p') ?? this.relation('r', 'p');
  }

  /** Something to select from. */
  source(): Relation | undefined {
    return this.random.one(this.relations('r', 'p', 'v', 'm').filter(({ columns }) => columns.length > 0));
  }

  type(...kinds: readonly DefinedType['kind'][]): DefinedType | undefined {
    return this.random.one(this.state.types.filter(({ kind }) => kinds.includes(kind)));
  }

  routine(matches: (routine: Routine) => boolean = () => true): Routine | undefined {
    return this.random.one(this.state.routines.filter(matches));
  }

  /** A role of the set; mostly one that exists. */
  role(): string {
    return (this.random.chance(0.9) ? this.random.one(this.state.roles) : undefined) ?? this.random.pick(...ROLES);
  }

  column(relation: Relation, matches: (column: Column) => boolean = () => true): Column | undefined {
    return this.random.one(relation.columns.filter(matches));
  }

  /** The definition of the type of a new column. */
  columnType(): string {
    const own = this.random.chance(0.25) ? this.type('e', 'd', 'c', 'r') : undefined;
    if (own !== undefined) return this.ref(own) + this.random.perhaps(0.05, '[]');
    const brought = this.random.chance(0.15) ? this.broughtType() : undefined;
    return (
      brought ??
      this.random.pick('int', 'int', 'integer', 'text', 'text', 'numeric', 'bigint', 'boolean', 'varchar(20)')
    );
  }

  /** A type that an extension brought. */
  broughtType(): string | undefined {
    const from = this.state.extensions.find(({ name }) => name === 'citext' || name === 'hstore');
    return from && this.ref(from);
  }

  /** An expression of this type that may look into other tables and call functions. */
  value(type: string): string {
    this.#depth += 1;
    try {
      return this.#value(type.replace(/\(.*\)/, ''));
    } finally {
      this.#depth -= 1;
    }
  }

  #value(type: string): string {
    const fresh = String(this.random.between(1, 9));
    const isNumber = ['integer', 'int', 'bigint', 'numeric'].includes(type);
    const isText = ['text', 'character varying', 'varchar'].includes(type);
    if (this.#depth < 3 && (isNumber || isText) && this.random.chance(0.45)) {
      const looked = this.random.chance(0.5) ? this.lookup(isNumber) : this.call(isNumber);
      if (looked !== undefined) return isNumber ? `(${looked})::${type}` : looked;
    }
    if (isNumber) return fresh;
    if (isText) return `'t${fresh}'`;
    if (type === 'boolean') return this.random.pick('true', 'false');
    if (type.startsWith('timestamp')) return `'2024-01-0${fresh}'`;
    // Of two composite types of one name in two schemas one may seem to be made of itself.
    if (this.#depth > DEEPEST) return 'NULL';
    const own = this.state.types.find(
      (candidate) => type === candidate.name || type === `${candidate.schema}.${candidate.name}`,
    );
    if (own?.kind === 'e' && own.labels.length > 0) return `'${this.random.one(own.labels) ?? ''}'`;
    if (own?.kind === 'd') return this.random.pick('NULL', fresh, `'t${fresh}'`);
    if (own?.kind === 'c')
      return `ROW(${own.columns.map((column) => this.value(column.type)).join(', ')})${own.columns.length > 0 ? `::${this.ref(own)}` : ''}`;
    if (own?.kind === 'r') return `'[1,${Number(fresh) + 1})'`;
    if (type.includes('hstore')) return `'a=>${fresh}'`;
    if (type.includes('citext')) return `'T${fresh}'`;
    return 'NULL';
  }

  /** A subquery over another relation, or a sequence's next value. */
  lookup(isNumber: boolean): string | undefined {
    const sequence = this.random.chance(0.2) ? this.relation('S') : undefined;
    if (sequence !== undefined && isNumber) return `nextval('${this.plainRef(sequence)}')`;
    const source = this.source();
    if (source === undefined) return undefined;
    if (isNumber) {
      const number = this.column(source, ({ type }) => type === 'integer' || type === 'bigint');
      return number === undefined || this.random.chance(0.4)
        ? `SELECT count(*) FROM ${this.ref(source)}`
        : `SELECT coalesce(max(${this.id(number.name)}), 0) FROM ${this.ref(source)}`;
    }
    const text = this.column(source);
    if (text === undefined) return undefined;
    // Cut off, since the next one may aggregate it again.
    return `(SELECT left(coalesce(string_agg(${this.id(text.name)}::text, ',' ORDER BY ${this.id(text.name)}::text), '-'), 60) FROM ${this.ref(source)})`;
  }

  /** A call of a function that gives a number or a text. The arguments may fit several overloads. */
  call(isNumber: boolean, matches: (routine: Routine) => boolean = () => true): string | undefined {
    const wanted = isNumber ? ['integer', 'bigint', 'numeric'] : ['text'];
    const routine = this.routine((one) => one.kind === 'f' && wanted.includes(one.returns) && matches(one));
    return routine && `${this.ref(routine)}(${this.args(routine)})`;
  }

  args(routine: Routine): string {
    const types = routine.args === '' ? [] : routine.args.split(', ');
    return types
      .map((type) => {
        const fresh = String(this.random.between(1, 9));
        if (type === 'integer')
          return this.random.pick(fresh, fresh, `${fresh}::int`, `'${fresh}'`, `${fresh}::smallint`);
        if (type === 'bigint') return this.random.pick(fresh, `${fresh}::bigint`);
        if (type === 'numeric') return this.random.pick(`${fresh}.5`, fresh, `${fresh}::numeric`);
        if (type === 'text') return this.random.pick(`'${fresh}'`, `'t${fresh}'::text`, `'t${fresh}'::varchar`);
        if (type === 'integer[]') return this.random.pick(fresh, `${fresh}, ${fresh}`);
        if (type === 'boolean') return 'true';
        return this.value(type);
      })
      .join(', ');
  }

  /** A condition on the rows of a relation. */
  condition(relation: Relation): string {
    const column = this.column(relation, ({ type }) => ['integer', 'bigint', 'numeric', 'text'].includes(type));
    if (column === undefined) return 'true';
    const name = this.id(column.name);
    if (column.type === 'text')
      return this.random.pick(`${name} IS NOT NULL`, `${name} > 'a'`, `${name} <> ${this.value('text')}`);
    return this.random.pick(
      `${name} > 0`,
      `${name} > ${this.random.between(0, 3)}`,
      `${name} >= ${this.value('integer')}`,
      `${name} IS NOT NULL`,
    );
  }

  ifExists(probability = 0.4): string {
    return this.random.perhaps(probability, 'IF EXISTS ');
  }

  ifNotExists(probability = 0.4): string {
    return this.random.perhaps(probability, 'IF NOT EXISTS ');
  }

  cascade(probability = 0.4): string {
    return this.random.perhaps(probability, ' CASCADE');
  }
}
