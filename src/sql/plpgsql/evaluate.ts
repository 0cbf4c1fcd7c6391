/** What an expression of PL/pgSQL may give, as text. What is not known here is a value of which nothing is known. */
import type { A_Expr, A_Indirection, FuncCall, Node as SqlNode, SelectStmt, TypeCast } from 'libpg-query';
import type { Parser } from '../parse.ts';
import { asIdentifier, asLiteral, asNullable, format } from './quoting.ts';
import { type Columns, rowOf } from './rows.ts';
import { stringsOf, typeNameOf } from '../ast.ts';
import { ofType, toType } from './types.ts';
import {
  build,
  chosen,
  constantOf,
  either,
  elementsOf,
  joined,
  known,
  listOf,
  NULL,
  numbersOf,
  ofTexts,
  orNull,
  pieceOf,
  settled,
  textsOf,
  unknown,
  UNKNOWN,
  type NamedRoutine,
  type Row,
  type Text,
  type Value,
} from './values.ts';

/** The value of a variable or of a field of one; undefined if there is no such variable. */
export type Lookup = (path: readonly string[]) => Value | undefined;

const NO_COLUMNS: Columns = () => undefined;

export class Evaluator {
  readonly #parser: Parser;
  readonly #lookup: Lookup;
  readonly #shownTable: () => Value | undefined;
  readonly #nextId: () => number;
  /** Functions whose definitions have been looked at. */
  readonly shown: NamedRoutine[] = [];

  /** @param shownTable what `tg_relid::regclass` gives */
  constructor(parser: Parser, lookup: Lookup, shownTable: () => Value | undefined, nextId: () => number) {
    this.#parser = parser;
    this.#lookup = lookup;
    this.#shownTable = shownTable;
    this.#nextId = nextId;
  }

  /** The value of `SELECT expression`. */
  expression(sql: string): Value {
    const query = this.#query(sql);
    if (query === undefined) return UNKNOWN;
    const [target, ...others] = query.targetList ?? [];
    if (others.length > 0 || target === undefined || !('ResTarget' in target) || target.ResTarget.val === undefined)
      return UNKNOWN;
    // `x := relname FROM pg_class` is a query, and may find nothing.
    if (query.fromClause !== undefined || query.whereClause !== undefined)
      return either(this.#row(query, NO_COLUMNS, sql).column(0), NULL);
    return this.value(target.ResTarget.val);
  }

  /** The value of an expression beside which there are no columns. */
  value(node: SqlNode): Value {
    return this.#value(node, NO_COLUMNS);
  }

  /** A row of a query. */
  row(sql: string): Row | undefined {
    const query = this.#query(sql);
    return query === undefined ? undefined : this.#row(query, NO_COLUMNS, sql);
  }

  #query(sql: string): SelectStmt | undefined {
    const [only, ...others] = this.#parser.parseSync(sql).stmts ?? [];
    const statement = only?.stmt;
    return statement !== undefined && others.length === 0 && 'SelectStmt' in statement
      ? statement.SelectStmt
      : undefined;
  }

  #row(query: SelectStmt, outside: Columns, text: string | undefined): Row {
    const evaluate = (node: SqlNode, columns: Columns) => {
      return settled(
        this.#value(node, (path) => columns(path) ?? outside(path)),
        this.#nextId,
      );
    };
    return rowOf(query, evaluate, `q${this.#nextId()}`, text);
  }

  #value(node: SqlNode, columns: Columns): Value {
    if ('A_Const' in node) {
      const { sval, ival, isnull } = node.A_Const;
      if (isnull === true) return NULL;
      if (sval !== undefined) return known(sval.sval ?? '');
      return ival === undefined ? UNKNOWN : known(String(ival.ival ?? 0));
    }
    if ('ColumnRef' in node)
      return this.#reference(stringsOf(node.ColumnRef.fields), node.ColumnRef.fields?.length ?? 0, columns);
    if ('ParamRef' in node) return this.#lookup([`$${node.ParamRef.number ?? 0}`]) ?? UNKNOWN;
    if ('TypeCast' in node) return this.#cast(node.TypeCast, columns);
    if ('CollateClause' in node)
      return node.CollateClause.arg === undefined ? UNKNOWN : this.#value(node.CollateClause.arg, columns);
    if ('A_Expr' in node) return this.#operation(node.A_Expr, columns);
    if ('FuncCall' in node) return this.#call(node.FuncCall, columns);
    if ('A_ArrayExpr' in node) return this.#array(node.A_ArrayExpr.elements ?? [], columns);
    if ('A_Indirection' in node) return this.#subscript(node.A_Indirection, columns);
    if ('CoalesceExpr' in node) return this.#coalesce(node.CoalesceExpr.args ?? [], columns);
    if ('CaseExpr' in node) {
      const { args = [], defresult } = node.CaseExpr;
      const results = args.map((when) => ('CaseWhen' in when ? when.CaseWhen.result : undefined));
      return [...results, defresult]
        .map((result) => (result === undefined ? NULL : this.#value(result, columns)))
        .reduce(either);
    }
    if ('SubLink' in node) {
      const { subLinkType, subselect } = node.SubLink;
      if (subselect === undefined || !('SelectStmt' in subselect)) return UNKNOWN;
      const found = this.#row(subselect.SelectStmt, columns, undefined).column(0);
      if (subLinkType === 'ARRAY_SUBLINK') return listOf(found);
      return subLinkType === 'EXPR_SUBLINK' ? either(found, NULL) : UNKNOWN;
    }
    if ('SQLValueFunction' in node)
      return NAME_FUNCTIONS.has(node.SQLValueFunction.op ?? '') ? unknown('name', { present: true }) : UNKNOWN;
    return UNKNOWN;
  }

  #reference(path: readonly string[], parts: number, columns: Columns): Value {
    if (path.length !== parts) return UNKNOWN;
    const column = columns(path);
    const variable = this.#lookup(path);
    // Which of the two it is depends on settings, and on columns that are not known.
    if (column !== undefined && variable !== undefined) return UNKNOWN;
    return column ?? variable ?? UNKNOWN;
  }

  #cast({ arg, typeName }: TypeCast, columns: Columns): Value {
    if (arg === undefined || typeName === undefined) return UNKNOWN;
    if (isTableOfTrigger(arg, columns) && typeNameOf(typeName).at(-1) === 'regclass') {
      const shown = this.#shownTable();
      if (shown !== undefined) return shown;
    }
    return toType(this.#parser, this.#value(arg, columns), ofType(typeName));
  }

  #operation({ kind, name, lexpr, rexpr }: A_Expr, columns: Columns): Value {
    if (lexpr === undefined || rexpr === undefined) return UNKNOWN;
    if (kind === 'AEXPR_NULLIF') return either(this.#value(lexpr, columns), NULL);
    const [operator, ...others] = stringsOf(name);
    if (kind !== 'AEXPR_OP' || others.length > 0) return UNKNOWN;
    const values = [this.#value(lexpr, columns), this.#value(rexpr, columns)];
    if (operator !== '||') {
      const isNumber = (operator === '+' || operator === '*') && [lexpr, rexpr].some(isWholeNumber);
      return build(values, (parts) => (isNumber ? orDigits(calculate(operator, parts)) : calculate(operator, parts)));
    }
    if (values.some((value) => value.kind === 'array')) return UNKNOWN;
    return build(values, (parts) => (parts.includes(null) ? null : parts.flatMap((part) => part ?? [])));
  }

  #array(nodes: readonly SqlNode[], columns: Columns): Value {
    const values = nodes.map((node) => this.#value(node, columns));
    if (values.some((value) => value.kind === 'array')) return UNKNOWN;
    return { kind: 'array', elements: values.map(textsOf) };
  }

  #subscript({ arg, indirection = [] }: A_Indirection, columns: Columns): Value {
    const [only, ...others] = indirection;
    if (arg === undefined || only === undefined || others.length > 0 || !('A_Indices' in only)) return UNKNOWN;
    const { is_slice: isSlice, uidx } = only.A_Indices;
    const array = this.#value(arg, columns);
    const elements = elementsOf(array);
    if (isSlice === true || uidx === undefined || elements === undefined) return UNKNOWN;
    const first = array.kind === 'array' ? (array.first ?? 1) : 1;
    const index = this.#value(uidx, columns);
    if (index.kind === 'counter') return either(chosen(elements, index.choice, first - 1), NULL);
    const place = 'A_Const' in uidx ? constantOf(textsOf(index)[0] ?? { parts: null }) : undefined;
    // Outside of its bounds an array has nothing.
    if (place !== undefined) return ofTexts(elements[Number(place) - first] ?? textsOf(NULL));
    return ofTexts([...elements.flat(), ...textsOf(NULL)]);
  }

  #coalesce(nodes: readonly SqlNode[], columns: Columns): Value {
    const texts: Text[] = [];
    const isNumber = nodes.some(isWholeNumber);
    for (const node of nodes) {
      const given = textsOf(this.#value(node, columns));
      // Beside a number all are numbers.
      const more = isNumber ? given.map((text) => ({ ...text, parts: orDigits(text.parts) })) : given;
      texts.push(...more.filter(({ parts }) => parts !== null));
      if (more.every((text) => constantOf(text) !== undefined)) return ofTexts(texts);
    }
    return ofTexts([...texts, ...textsOf(NULL)]);
  }

  /** @param identity of a function */
  #definition(identity: Value): Value {
    return ofTexts(
      textsOf(identity).map((text) => {
        const { routine } = pieceOf(text) ?? {};
        if (routine === undefined) return { ...text, parts: text.parts && [{ kind: 'raw' }] };
        this.shown.push(routine);
        return { ...text, parts: [{ kind: 'definition', shown: { routine, replaced: [] } }] };
      }),
    );
  }

  #call({ funcname, args = [], func_variadic: isVariadic }: FuncCall, columns: Columns): Value {
    const [name = '', schema] = stringsOf(funcname).reverse();
    if (isVariadic === true || (schema !== undefined && schema !== 'pg_catalog')) return UNKNOWN;
    const values = args.map((arg) => this.#value(arg, columns));
    const [first = UNKNOWN, second] = values;
    switch (name) {
      case 'format':
        return format(this.#parser, values);
      case 'concat':
        return build(values.map(orNull), (parts) => parts.flatMap((part) => part ?? []));
      case 'text':
        return values.length === 1 ? toType(this.#parser, first, 'text') : UNKNOWN;
      case 'quote_ident':
        return build([first], ([parts]) => asIdentifier(this.#parser, parts ?? null));
      case 'quote_literal':
        return build([first], ([parts]) => asLiteral(parts ?? null));
      case 'quote_nullable':
        return build([first], ([parts]) => asNullable(parts ?? null));
      case 'unnest':
        return first;
      case 'array_agg':
        return listOf(first);
      case 'string_agg':
        return joined(listOf(first), second ?? UNKNOWN);
      case 'array_to_string':
        return values.length === 2 ? joined(first, second ?? UNKNOWN) : UNKNOWN;
      case 'generate_series': {
        const numbers = second === undefined || values.length > 3 ? undefined : numbersOf(first, second, values[2]);
        return numbers === undefined
          ? UNKNOWN
          : { kind: 'array', elements: numbers.map((number) => textsOf(known(String(number)))) };
      }
      case 'lpad':
        return build(values, pad);
      case 'to_hex':
        return values.length === 1 ? build([first], ([parts]) => toHex(parts)) : UNKNOWN;
      case 'lower':
        return build([first], ([parts]) => changeCase(parts, (text) => text.toLowerCase()));
      case 'upper':
        return build([first], ([parts]) => changeCase(parts, (text) => text.toUpperCase()));
      case 'btrim':
        return values.length === 1
          ? build([first], ([parts]) => mapConstant(parts, (text) => text.replace(/^ +| +$/g, '')))
          : UNKNOWN;
      case 'replace':
        return build(values, replace);
      case 'to_char':
        return second !== undefined && textsOf(second).every((text) => DIGITS_ONLY.test(constantOf(text) ?? ' '))
          ? unknown('name')
          : UNKNOWN;
      case 'pg_get_functiondef':
        return this.#definition(first);
      case 'pg_get_function_identity_arguments':
        return unknown('parameters');
      case 'current_database':
      case 'current_schema':
      case 'pg_get_serial_sequence':
      case 'to_regclass':
        return unknown('name');
      // A fraction, an exponent or a sign is an error within a name.
      case 'date_part':
      case 'extract':
      case 'length':
      case 'array_length':
      case 'cardinality':
      case 'count':
      case 'nextval':
      case 'hashtext':
        return unknown('digits');
      default:
        return UNKNOWN;
    }
  }
}

/** No column of a query around it is called so. */
function isTableOfTrigger(node: SqlNode, columns: Columns): boolean {
  if (!('ColumnRef' in node)) return false;
  const path = stringsOf(node.ColumnRef.fields);
  return path.length === 1 && path[0] === 'tg_relid' && columns(path) === undefined;
}

const NAME_FUNCTIONS = new Set([
  'SVFOP_CURRENT_USER',
  'SVFOP_CURRENT_ROLE',
  'SVFOP_USER',
  'SVFOP_SESSION_USER',
  'SVFOP_CURRENT_CATALOG',
  'SVFOP_CURRENT_SCHEMA',
]);

/** Formats of to_char() that give nothing but digits and underscores. */
const DIGITS_ONLY = /^(?:YYYY|YY|MM|DDD|DD|HH24|HH12|HH|MI|SS|MS|US|IYYY|IW|WW|Q|_)+$/;

/** Names and numbers remain such in either case. */
function changeCase(parts: Text['parts'] | undefined, change: (text: string) => string): Text['parts'] {
  if (parts === null || parts === undefined) return null;
  return parts.flatMap((part) => {
    if (typeof part === 'string') return mapConstant([part], change) ?? [];
    return part.kind === 'name' || part.kind === 'digits'
      ? [{ kind: part.kind, present: part.present }]
      : [{ kind: 'raw' }];
  });
}

function mapConstant(parts: Text['parts'] | undefined, change: (text: string) => string): Text['parts'] {
  if (parts === null || parts === undefined) return null;
  const constant = constantOf({ parts });
  // Case is all that ASCII letters have that is the same in every locale.
  return constant === undefined || /[^\x20-\x7e\s]/.test(constant) ? [{ kind: 'raw' }] : [change(constant)];
}

function isWholeNumber(node: SqlNode): boolean {
  return 'A_Const' in node && node.A_Const.ival !== undefined;
}

/** What is not known is a number, or at least, as a date is, nothing that names anything. */
function orDigits(parts: Text['parts']): Text['parts'] {
  if (parts === null || constantOf({ parts }) !== undefined) return parts;
  return textsOf(unknown('digits'))[0]?.parts ?? null;
}

/** Whole numbers; anything else is not known. */
function calculate(operator: string | undefined, values: readonly Text['parts'][]): Text['parts'] {
  const [a, b] = values.map((parts) => {
    const text = parts === null ? '' : (constantOf({ parts }) ?? '');
    return /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
  });
  if (a === undefined || b === undefined) return [{ kind: 'raw' }];
  switch (operator) {
    case '+':
      return [String(a + b)];
    case '-':
      return [String(a - b)];
    case '*':
      return [String(a * b)];
    default:
      return [{ kind: 'raw' }];
  }
}

/** As to_hex() does it with what is not below zero, which depends on the type. */
function toHex(parts: Text['parts'] | undefined): Text['parts'] {
  if (parts === null || parts === undefined) return null;
  const text = constantOf({ parts }) ?? '';
  return [/^\d{1,9}$/.test(text) ? Number(text).toString(16) : { kind: 'raw' }];
}

/** As lpad() does it. */
function pad(values: readonly Text['parts'][]): Text['parts'] {
  if (values.includes(null)) return null;
  const [text, length, fill = ' '] = values.map((parts) => constantOf({ parts }) ?? 'é');
  const areAscii = [text, fill].every((each) => each !== undefined && /^[\x20-\x7e]+$/.test(each));
  if (text === undefined || !areAscii || !/^\d{1,3}$/.test(length ?? '') || values.length > 3) return [{ kind: 'raw' }];
  const size = Number(length);
  return [text.length > size ? text.slice(0, size) : text.padStart(size, fill)];
}

function replace(values: readonly Text['parts'][]): Text['parts'] {
  if (values.includes(null)) return null;
  const [text, what, by] = values.map((parts) => constantOf({ parts }));
  const { shown } = pieceOf({ parts: values[0] ?? null }) ?? {};
  if (shown !== undefined && what !== undefined && by !== undefined)
    return [{ kind: 'definition', shown: { ...shown, replaced: [...shown.replaced, [what, by]] } }];
  if (text === undefined || what === undefined || by === undefined || what === '') return [{ kind: 'raw' }];
  return [text.replaceAll(what, () => by)];
}
