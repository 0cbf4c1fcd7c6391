/**
 * What running a query or evaluating an expression does, as consequences on resolved objects.
 *
 * Every node is visited, whatever its kind: a relation, function, operator or type cannot hide in a clause that nobody thought of.
 */
import {
  constantString,
  type Fields,
  has,
  type Name,
  nameOfRange,
  type Node,
  parseName,
  type RangeVar,
  stringsOf,
  typeNameOf,
  type TypeName,
  walk,
} from '../ast.ts';
import { isBuiltinOperator } from '../known/builtin.ts';
import { extensionsWithOperator } from '../known/extensions.ts';
import { builtinCall, TEXT_SEARCH } from './builtin-call.ts';
import { catalogChanges } from './catalog-change.ts';
import { catalogLookups } from './catalog-lookup.ts';
import type { Context } from './context.ts';
import type { Consequence } from './consequence.ts';
import type { Entity } from './entity.ts';
import { argumentsOf } from './given.ts';
import { isReference, namedObject, typeConsequences } from './named-object.ts';
import { useRow, useTypesOf } from './perform.ts';
import { namesGiven, namesInUse, readConstants, referenceIn, referencesIn, UNBOUNDED } from './references.ts';
import { findGlobal, findOther, findRelation, findRoutine, findType, unknownName } from './resolve.ts';
import { isIdentity, ownReferences, readsNames } from './unknown-names.ts';

/** Names of WITH queries that are visible where a query stands. */
type Scope = ReadonlySet<string>;
const NO_NAMES: Scope = new Set();

/** The consequences of a query, an expression, or any list of these. What it looks up is touched at once. */
export function consequencesOf(context: Context, tree: unknown, tag = ''): readonly Consequence[] {
  const collector = new Collector(context);
  const tagged = tag === '' ? tree : { [tag]: tree };
  collector.collect(tagged, NO_NAMES);
  readConstants(context, tagged, collector.beside);
  return collector.consequences;
}

/** The same of an expression on the columns of a relation. */
export function consequencesOn(context: Context, relation: Entity, tree: unknown): readonly Consequence[] {
  useRow(context, relation, columnsIn(tree));
  readConstants(context, tree, referencesIn(relation));
  return consequencesOf(context, tree);
}

/** Columns an expression stands on; undefined when it takes the row as a whole, or may. */
export function columnsIn(expression: unknown): ReadonlySet<string> | undefined {
  const columns = new Set<string>();
  const isWhole = has(expression, (tag, fields) => {
    const name = tag === 'ColumnRef' ? stringsOf(fields['fields'] as Node[] | undefined).at(-1) : undefined;
    if (name !== undefined) columns.add(name);
    return tag === 'A_Star' || (tag === 'ColumnRef' && name === undefined);
  });
  return isWhole ? undefined : columns;
}

/** A data-changing statement's consequences on the relation it names. */
const CHANGES: Readonly<Record<string, readonly ('insert' | 'update' | 'delete')[]>> = {
  InsertStmt: ['insert'],
  UpdateStmt: ['update'],
  DeleteStmt: ['delete'],
};

class Collector {
  readonly consequences: Consequence[] = [];
  /** Types of values that stand for objects, as some that are spoken of do: constants may be compared with them. */
  readonly beside: Set<string>;
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
    this.beside = new Set(ownReferences(context).filter((type) => type !== undefined));
  }

  collect(tree: unknown, scope: Scope): void {
    walk(tree, (tag, fields) => this.#visit(tag, fields, scope));
  }

  /** @returns whether everything below the node is seen to */
  #visit(tag: string, fields: Fields, scope: Scope): boolean {
    switch (tag) {
      case 'SelectStmt':
        this.#select(fields, scope);
        return true;
      case 'InsertStmt':
      case 'UpdateStmt':
      case 'DeleteStmt':
      case 'MergeStmt':
        this.#change(tag, fields, scope);
        return true;
      case 'RangeVar':
        this.#relation(fields, scope);
        return true;
      case 'LockingClause':
        // It names what FROM names.
        return true;
      case 'FuncCall':
        this.#call(fields);
        return false;
      case 'TypeName':
        this.#type(fields);
        return false;
      case 'TypeCast':
        return this.#cast(fields, scope);
      case 'A_Expr':
      case 'SubLink':
      case 'SortBy':
        this.#operator(stringsOf((fields['name'] ?? fields['operName'] ?? fields['useOp']) as Node[] | undefined));
        for (const symbol of unwritten(tag, fields)) this.#operator([symbol]);
        return false;
      case 'CaseExpr':
      case 'JoinExpr':
        for (const symbol of unwritten(tag, fields)) this.#operator([symbol]);
        return false;
      case 'CollateClause':
        findOther(this.#context, 'collation', stringsOf(fields['collname'] as Node[]));
        return false;
      case 'IndexElem':
      case 'PartitionElem':
        this.#sorting(fields);
        return false;
      case 'RangeTableSample':
        this.consequences.push(...calls(findRoutine(this.#context, stringsOf(fields['method'] as Node[])).entities));
        return false;
      case 'ColumnRef':
        this.#attributeNotation(stringsOf(fields['fields'] as Node[] | undefined).slice(1));
        return true;
      case 'A_Indirection':
        this.#attributeNotation(stringsOf(fields['indirection'] as Node[] | undefined));
        return false;
      default:
        return false;
    }
  }

  #select(fields: Fields, scope: Scope): void {
    const inner = this.#with(fields, scope);
    const before = this.consequences.length;
    this.consequences.push(...catalogLookups(this.#context, fields, (name) => inner.has(name)));
    for (const [key, child] of Object.entries(fields)) {
      if (key === 'withClause' || key === 'intoClause') continue;
      walk(child, (tag, below) => this.#visit(tag, below, inner), key, 'SelectStmt');
    }
    if (!asksForLocks(fields)) return;
    // Whoever looks at the rows meanwhile, if only to refer to one, may have them locked.
    for (const read of this.consequences.slice(before))
      if (read.op === 'read') this.consequences.push({ op: 'update', entity: read.entity });
  }

  #change(tag: string, fields: Fields, scope: Scope): void {
    const inner = this.#with(fields, scope);
    const range = fields['relation'] as RangeVar;
    const { entities, builtin } = findRelation(this.#context, nameOfRange(range));
    if (builtin) {
      this.consequences.push(...catalogChanges(this.#context, tag, fields));
    } else if (entities.length === 0) {
      unknownName(this.#context, 'relation', nameOfRange(range));
    }
    for (const entity of entities) {
      useRow(this.#context, entity);
      for (const op of changesOf(tag, fields)) this.consequences.push({ op, entity });
      this.consequences.push(...namesGiven(this.#context, entity, tag, fields));
      for (const type of referencesIn(entity)) this.beside.add(type);
    }
    for (const [key, child] of Object.entries(fields)) {
      if (key === 'withClause' || key === 'relation') continue;
      walk(child, (below, body) => this.#visit(below, body, inner), key, tag);
    }
  }

  /** Visits the WITH queries of a statement, and gives the names that its other clauses see. */
  #with(fields: Fields, scope: Scope): Scope {
    const clause = fields['withClause'] as { ctes?: Node[]; recursive?: boolean } | undefined;
    if (clause === undefined) return scope;
    const visible = new Set(scope);
    const queries = (clause.ctes ?? []).flatMap((node) => ('CommonTableExpr' in node ? [node.CommonTableExpr] : []));
    if (clause.recursive === true) queries.forEach(({ ctename }) => visible.add(ctename ?? ''));
    for (const query of queries) {
      this.collect(query.ctequery, new Set(visible));
      visible.add(query.ctename ?? '');
    }
    return visible;
  }

  #relation(range: RangeVar, scope: Scope): void {
    const name = nameOfRange(range);
    if (name.length === 1 && scope.has(name[0] ?? '')) return;
    const { entities, builtin } = findRelation(this.#context, name);
    if (entities.length === 0 && !builtin) {
      if (name.length === 1 && this.#context.catalog.transitionTables.has(name[0] ?? '')) return;
      unknownName(this.#context, 'relation', name);
    }
    for (const entity of entities) {
      useRow(this.#context, entity);
      this.consequences.push({ op: 'read', entity });
      for (const type of referencesIn(entity)) this.beside.add(type);
    }
  }

  #call(fields: Fields): void {
    const name = stringsOf(fields['funcname'] as Node[]);
    const { entities, builtin } = findRoutine(this.#context, name);
    const called = name.at(-1) ?? '';
    const args = (fields['args'] ?? []) as Node[];
    if (builtin) {
      this.consequences.push(...builtinCall(this.#context, called, args));
      if (called.startsWith('to_reg')) this.beside.add(called.slice('to_'.length));
      if (called === 'pg_typeof') this.beside.add('regtype');
    } else if (entities.length === 0 && !this.#castLikeCall(name, args)) unknownName(this.#context, 'function', name);
    const cases = entities.length > 0 ? (this.#context.given?.get(fields) ?? [[]]) : [];
    const given = cases.map((values) => argumentsOf(args, values));
    for (const entity of entities) {
      if (readsNames(this.#context, entity, args)) this.consequences.push(UNBOUNDED);
      useTypesOf(this.#context, entity);
      for (const each of given) this.consequences.push({ op: 'call', entity, given: each });
    }
  }

  /** `uuid(x)`: where no function is called so, a type's name with one argument is a cast to it. @returns whether it is that */
  #castLikeCall(name: Name, [arg, ...more]: readonly Node[]): boolean {
    const type: TypeName = { names: name.map((part) => ({ String: { sval: part } })) };
    if (arg === undefined || more.length > 0 || 'NamedArgExpr' in arg || isReference(type)) return false;
    const { entities, builtin } = findType(this.#context, name);
    if (entities.length === 0 && !builtin) return false;
    this.consequences.push(...typeConsequences(this.#context, type));
    return true;
  }

  /** `'app.orders'::regclass` looks a relation up, and a text that only the run knows may name any. */
  #cast(fields: Fields, scope: Scope): boolean {
    const type = fields['typeName'] as TypeName;
    if (!isReference(type)) return false;
    const arg = fields['arg'] as Node | undefined;
    const kind = typeNameOf(type).at(-1) ?? '';
    const text = constantString(arg);
    if (text !== undefined) this.consequences.push(...namedObject(this.#context, kind, text), ...shownAs(text));
    else if (!isIdentity(this.#context, arg)) this.consequences.push(UNBOUNDED);
    this.beside.add(kind);
    this.consequences.push(...typeConsequences(this.#context, type));
    this.collect(arg, scope);
    return true;
  }

  /** Of what is not written as a cast, such as a column of `jsonb_to_record()`, or the parts of a row, nobody knows what it may name. */
  #type(type: TypeName): void {
    const types = typeConsequences(this.#context, type);
    this.consequences.push(...types);
    if (referenceIn(type, types) !== undefined) this.consequences.push(UNBOUNDED);
  }

  /** What a user-made operator of this symbol calls; whichever operand types it is for. */
  #operator(name: Name): void {
    const symbol = name.at(-1);
    if (symbol === undefined) return;
    const resource = `operator ${symbol}`;
    // Which one it is, is settled when it is written down, also where nothing of it happens.
    this.#context.recorder.touch(resource, 'read', 'uses', resource);
    this.consequences.push({ op: 'mention', resource, label: resource });
    // Of two texts, it asks the session's configuration.
    if (symbol.startsWith('@@')) this.consequences.push(TEXT_SEARCH);
    const made = this.#context.catalog.find('operator', undefined, symbol);
    if (made !== undefined) this.consequences.push({ op: 'call', entity: made });
    else if (!isBuiltinOperator(symbol)) {
      for (const name of extensionsWithOperator(symbol)) findGlobal(this.#context, 'extension', name);
      for (const entity of this.#context.catalog.unknownExtensions) this.#context.recorder.read(entity);
    }
  }

  /** The operator class and collation of a key. */
  #sorting(fields: Fields): void {
    const collation = stringsOf(fields['collation'] as Node[] | undefined);
    if (collation.length > 0) findOther(this.#context, 'collation', collation);
    const name = stringsOf(fields['opclass'] as Node[] | undefined);
    const classes = name.length > 0 ? findOther(this.#context, 'operator class', name).entities : [];
    this.consequences.push(...classes.flatMap(({ consequences }) => consequences));
  }

  /** `row.name` may be a function called on the row, and so may each that follows in `(row.name).other.third`. */
  #attributeNotation(names: readonly string[]): void {
    for (const name of names)
      for (const entity of this.#context.catalog.routinesNamed(name)) this.consequences.push({ op: 'call', entity });
  }
}

/** SKIP LOCKED and NOWAIT: what a query gives depends on who has locked rows at that moment. */
function asksForLocks(select: Fields): boolean {
  const clauses = (select['lockingClause'] ?? []) as Node[];
  return clauses.some((node) => 'LockingClause' in node && node.LockingClause.waitPolicy !== 'LockWaitBlock');
}

/** Operators that PostgreSQL looks up by their symbols though nobody has written them. */
function unwritten(tag: string, fields: Fields): readonly string[] {
  switch (tag) {
    case 'A_Expr':
      return /BETWEEN/.test(String(fields['kind'])) ? ['>=', '<=', '<', '>'] : [];
    case 'SubLink':
      return fields['subLinkType'] === 'ANY_SUBLINK' && fields['operName'] === undefined ? ['='] : [];
    case 'CaseExpr':
      return fields['arg'] === undefined ? [] : ['='];
    default:
      return fields['isNatural'] === true || fields['usingClause'] !== undefined ? ['='] : [];
  }
}

/** Written with its schema, an object is shown without it where nothing else is found by its name. */
function shownAs(text: string): readonly Consequence[] {
  const name = parseName(text.replace(/\(.*$/s, '')) ?? [];
  const resource = namesInUse(name.at(-1) ?? '');
  return name.length > 1 ? [{ op: 'mention', resource, label: resource }] : [];
}

function calls(routines: readonly Entity[]): readonly Consequence[] {
  return routines.map((entity) => ({ op: 'call', entity }));
}

function changesOf(tag: string, fields: Fields): readonly ('insert' | 'update' | 'delete')[] {
  if (tag === 'MergeStmt') return ['insert', 'update', 'delete'];
  const conflict = fields['onConflictClause'] as { action?: string } | undefined;
  return conflict?.action === 'ONCONFLICT_UPDATE' ? ['insert', 'update'] : (CHANGES[tag] ?? []);
}
