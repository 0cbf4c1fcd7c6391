/** Scripts made of tricky pieces, for properties that hold for any script. */
import fc from 'fast-check';

/** Whole statements that PostgreSQL's grammar accepts and that a careless reader would cut in the wrong place. */
const TRICKY = [
  'SELECT \'a;b\'\'c;\', "d;""e", $$f;\'g$$, $t$h;$$;$t$ FROM "x;y"',
  "SELECT E'a\\';b', e'\\\\', U&'\\0041;', B'01', X'1F', N'n;'",
  "SELECT E'a'\n  'b\\';c'",
  'SELECT a$b$c, d$$e FROM f$$g',
  'SELECT 1 -- ; not here\n, 2 /* ; nor /* ; */ ; here */, 3',
  'SELECT 1+-- ;\n2, 3 */* ; */ 4, a @> b',
  'SELECT x[1:2], 1.5e-3, 0x1F, 1_000, .5, $1, a::int, 1 AS "end"',
  'CREATE RULE r AS ON INSERT TO t DO (DELETE FROM u; SELECT 1; )',
  'CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT (2))',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN a THEN 1 ELSE CASE b WHEN 2 THEN 3 END END; END',
  'CREATE OR REPLACE FUNCTION f(begin int) RETURNS int LANGUAGE sql BEGIN ATOMIC END',
  'create /* a */ or replace -- b\nprocedure p() begin /* c */ atomic insert into t values (1); select 1 end; select 2 as end; end',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC RETURN CASE WHEN true THEN 1 END; END',
  'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$BEGIN RETURN 1; END;$f$',
  "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT ''2;'''",
  'CREATE FUNCTION begin() RETURNS int LANGUAGE sql RETURN 1',
  'CREATE FUNCTION f() RETURNS int RETURN (SELECT 1)',
  'CREATE TABLE function (begin int, atomic int)',
  'DO $$ BEGIN PERFORM 1; COMMIT; END $$',
  'BEGIN',
  'END',
  'SELECT \'größe;💥\', "表;"',
  'VALUES ((((1))))',
  "COMMENT ON TABLE t IS '{{ data }}'",
  "SELECT '\\', 2",
  'SELECT 1 -- don\'t /* $$ "\n',
] as const;

const word = fc.constantFrom('a', 'b1', 'c$', '_d', 'é', '表', 'e', 'u', 'x$$y');
const tag = fc.constantFrom('$$', '$t$', '$T$', '$_1$', '$é$');
const chunk = fc.constantFrom(
  ';',
  "''",
  '--',
  '/*',
  '*/',
  '$',
  '$$',
  '$t',
  '"',
  '\n',
  'x',
  '💥',
  '(',
  ')',
  ':a',
  '{',
  ' ',
);
const inside = fc.array(chunk, { maxLength: 6 }).map((chunks) => chunks.join(''));

const string = fc.oneof(
  inside.map((text) => `'${text}'`),
  inside.map((text) => `E'${text}\\';\\\\'`),
  fc
    .tuple(tag, inside)
    .filter(([delimiter, text]) => !`${text}${delimiter.slice(0, -1)}`.includes(delimiter))
    .map(([delimiter, text]) => `${delimiter}${text}${delimiter}`),
);
const name = inside.filter((text) => text !== '').map((text) => `"${text.replaceAll('"', '""')}"`);
const operand = fc.oneof(word, string, name, fc.constantFrom('1', '2.5', '.5', '1e5', '$1', '0x1F'));
/** Such as can be chained; none ends in a dash, which a comment after it would turn into one. */
const operator = fc.constantFrom('+', '*', '/', '||', '@>', '~*', '%', '&&', '#');

/** What may stand between two tokens: it means nothing to PostgreSQL. */
export const blank = fc.constantFrom(
  ' ',
  '\n',
  '\t\r\n',
  '\f',
  ' -- ; \'"$$/*\n',
  '/* ; -- \' " $$ */',
  '/*/* ; */*/',
  ' /***/ ',
  '--\n',
);

const expression = fc
  .array(fc.tuple(operator, blank, operand), { maxLength: 3 })
  .chain((rest) => operand.map((first) => [first, ...rest.map((parts) => ` ${parts.join('')}`)].join('')));

/** One statement without its semicolon. */
export const statement = fc.oneof(
  fc.constantFrom(...TRICKY),
  expression.map((text) => `SELECT ${text}`),
);

/** Statements with blanks, empty statements and, perhaps, a last semicolon. Every statement of the script is in `statements`. */
export const script = fc
  .record({
    parts: fc.array(fc.tuple(blank, statement, blank, fc.constantFrom(';', ';;', '; ;', ';/* ; */;')), {
      maxLength: 8,
    }),
    last: fc.option(fc.tuple(blank, statement), { nil: undefined }),
    end: blank,
  })
  .map(({ parts, last, end }) => ({
    text: [...parts.flat(), ...(last ?? []), end].join(''),
    statements: [...parts.map(([, text]) => text), ...(last === undefined ? [] : [last[1]])],
  }));
