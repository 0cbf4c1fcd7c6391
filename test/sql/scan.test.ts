import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Dialect } from '../../src/migration/migration.ts';
import { Scanner, type TokenKind } from '../../src/sql/scan.ts';

function tokens(text: string, dialect: 'sql' | 'psql' = 'sql'): string[] {
  const scanner = new Scanner(text, dialect);
  const found: string[] = [];
  for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
    found.push(`${kind} ${text.slice(scanner.start, scanner.end)}`);
  }
  return found;
}

function cutOff(text: string) {
  const scanner = new Scanner(text);
  while (scanner.next() !== 'end');
  return scanner.unterminated;
}

describe('comments', () => {
  it('are passed over, to the end of the line or nested', () => {
    expect(tokens('a -- b\nc--d\re/* f /* g */ h */i')).toEqual(['word a', 'word c', 'word e', 'word i']);
  });

  it.each([
    ['/**/a', ['word a']],
    ['/***/a', ['word a']],
    ['/*/a*/b', ['word b']],
    ['/*//**/*/a', ['word a']],
    ['a /* -- */ b', ['word a', 'word b']],
    ['a -- /*\nb', ['word a', 'word b']],
    ['- - a', ['operator -', 'operator -', 'word a']],
  ])('of %j leave %j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('end an operator', () => {
    expect(tokens('1 +-- c\n2 @>/* d */ 3')).toEqual(['number 1', 'operator +', 'number 2', 'operator @>', 'number 3']);
  });
});

describe('strings', () => {
  it.each([
    ["'a''b'", ["string 'a''b'"]],
    ["'a\\' b", ["string 'a\\'", 'word b']],
    ["E'a\\' b'", ["string E'a\\' b'"]],
    ["e'\\\\' b", ["string e'\\\\'", 'word b']],
    ["E'a''b\\''", ["string E'a''b\\''"]],
    ["b'01' X'1F' n'x' U&'\\0041'", ["string b'01'", "string X'1F'", "string n'x'", "string U&'\\0041'"]],
    ["ee'\\' b", ['word ee', "string '\\'", 'word b']],
    ["u&'\\' b", ["string u&'\\'", 'word b']],
  ])('%s', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });

  it('keep their escapes when a line break continues them', () => {
    expect(tokens("E'a' -- c\n 'b\\'c' d")).toEqual(["string E'a' -- c\n 'b\\'c'", 'word d']);
    expect(tokens("E'a' 'b\\' c")).toEqual(["string E'a'", "string 'b\\'", 'word c']);
    expect(tokens("E'a' /* x\n */ 'b\\' c")).toEqual(["string E'a'", "string 'b\\'", 'word c']);
  });

  it('in dollars end at their own tag alone', () => {
    expect(tokens("$$a;'$$b")).toEqual(["string $$a;'$$", 'word b']);
    expect(tokens('$a$ $$ $b$ $a $a$x')).toEqual(['string $a$ $$ $b$ $a $a$', 'word x']);
    expect(tokens('$é1$;$é1$')).toEqual(['string $é1$;$é1$']);
    expect(tokens('$a$$b$a$')).toEqual(['string $a$$b$a$']);
  });

  it('do not begin with a dollar inside a word or before a digit', () => {
    expect(tokens('a$b$c; d$$e')).toEqual(['word a$b$c', 'semicolon ;', 'word d$$e']);
    expect(tokens('$1 $23$$;$$')).toEqual(['parameter $1', 'parameter $23', 'string $$;$$']);
    expect(tokens('$a b$')).toEqual(['symbol $', 'word a', 'word b$']);
  });
});

describe('names and numbers', () => {
  it('know doubled quotes and U&', () => {
    expect(tokens('"a""b;" U&"c" u&d')).toEqual([
      'identifier "a""b;"',
      'identifier U&"c"',
      'word u',
      'operator &',
      'word d',
    ]);
  });

  it('take every character above ASCII as a letter', () => {
    expect(tokens('größe 表 a💥b')).toEqual(['word größe', 'word 表', 'word a💥b']);
  });

  it.each([
    ['1..10', ['number 1', 'symbol .', 'symbol .', 'number 10']],
    ['1.5e-3+2', ['number 1.5e-3', 'operator +', 'number 2']],
    ['0x1F 1_000', ['number 0x1F', 'number 1_000']],
    ['1e--x\n2', ['number 1e', 'number 2']],
    ['1$$;$$', ['number 1', 'string $$;$$']],
  ])('%j', (text, expected) => {
    expect(tokens(text)).toEqual(expected);
  });
});

describe('single characters', () => {
  it('have kinds of their own where they matter', () => {
    expect(tokens('(a)[1:2];\\b')).toEqual([
      'open (',
      'word a',
      'close )',
      'symbol [',
      'number 1',
      'symbol :',
      'number 2',
      'symbol ]',
      'semicolon ;',
      'backslash \\',
      'word b',
    ]);
  });

  it('keep casts and assignments together', () => {
    expect(tokens('a::b := c', 'psql')).toEqual(['word a', 'operator ::', 'word b', 'operator :=', 'word c']);
  });
});

describe('psql variables', () => {
  it('are found in every form', () => {
    expect(tokens(`:a :'b' :"c" :{?d} x:e1`, 'psql')).toEqual([
      'variable :a',
      `variable :'b'`,
      'variable :"c"',
      'variable :{?d}',
      'word x',
      'variable :e1',
    ]);
  });

  it('are not found in quotes, comments, casts or SQL', () => {
    expect(tokens(`':a' ":b" $$:c$$ /*:d*/ e::f`, 'psql').filter((token) => token.startsWith('variable'))).toEqual([]);
    expect(tokens(':a')).toEqual(['symbol :', 'word a']);
  });

  it('need a name and their closing quote', () => {
    expect(tokens(`:'a b' :{?} : c`, 'psql')).toEqual([
      'symbol :',
      `string 'a b'`,
      'symbol :',
      'symbol {',
      'operator ?',
      'symbol }',
      'symbol :',
      'word c',
    ]);
  });
});

describe('templates', () => {
  it('are one token, with the quotes they hold', () => {
    expect(tokens('a {{ index .B "c" }}.d')).toEqual(['word a', 'template {{ index .B "c" }}', 'symbol .', 'word d']);
    expect(tokens('"{{ index .B "c" }}_e".d')).toEqual(['template "{{ index .B "c" }}_e"', 'symbol .', 'word d']);
  });

  it('that are never closed are two braces', () => {
    expect(tokens('{{ a')).toEqual(['template {{', 'word a']);
    expect(tokens('"{{ a" b')).toEqual(['identifier "{{ a"', 'word b']);
  });

  it('are data in strings and comments', () => {
    expect(tokens(`'{{a}}' $$ {{b}} $$ /* {{c}} */ -- {{d}}`)).toEqual([`string '{{a}}'`, 'string $$ {{b}} $$']);
  });
});

describe('a text that ends too early', () => {
  it.each([
    [" 'a''", { what: 'string', start: 1 }],
    ["E'a\\'", { what: 'string', start: 0 }],
    ["E'a\\", { what: 'string', start: 0 }],
    ["E'a'\n'b", { what: 'string', start: 0 }],
    ['x "a', { what: 'identifier', start: 2 }],
    ['$a$ $a', { what: 'dollar-quote', start: 0 }],
    ['a /* /* */', { what: 'comment', start: 2 }],
  ])('%j', (text, expected) => {
    expect(cutOff(text)).toEqual(expected);
  });

  it.each(["''", "E'\\\\'", '""', '$$$$', '/**/', '-- a', ''])('is not %j', (text) => {
    expect(cutOff(text)).toBeUndefined();
  });
});

describe('speed', () => {
  // What takes time in proportion to the square of the text would take hours here; the limit is some fifty times what is usual.
  it.each([
    ['statements', "INSERT INTO t (a, b) VALUES (1, 'x');\n"],
    ['opening braces', '{{'],
    ['open variables', ":'a"],
    ['dollars', '$a '],
    ['escaped strings', "E'a'\n\n"],
    ['comment ends', '*/ '],
    ['operators', '+-'],
  ])('holds for 20 MB of %s', (_, piece) => {
    const text = piece.repeat(Math.ceil(20_000_000 / piece.length));
    const scanner = new Scanner(text, 'psql');
    const begin = performance.now();
    while (scanner.next() !== 'end');
    expect(scanner.end).toBe(text.length);
    expect(performance.now() - begin).toBeLessThan(20_000);
  });
});

describe('passPlain', () => {
  const PASSED: readonly TokenKind[] = ['word', 'identifier', 'string', 'number', 'operator', 'symbol'];
  const pieces = [
    ...[
      'a',
      'e',
      'E',
      'u',
      'U&',
      'x$',
      'é',
      '1',
      '2.5',
      '1e',
      '0x',
      '.',
      '..',
      ',',
      ' ',
      '\n',
      '\0',
      '=',
      '+',
      '-',
      '/',
      '*',
      '<',
      '@',
    ],
    ...[
      "'",
      "'b'",
      "''",
      '"',
      '"B"',
      '"{{',
      '{{',
      '}}',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ';',
      ':',
      '::',
      ':=',
      '\\',
      '$',
      '$$',
      '$t$',
      '--',
      '/*',
      '*/',
    ],
  ];

  it('passes over whole tokens, and over none that opens, closes or ends anything', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces), { maxLength: 12 }),
        fc.constantFrom<Dialect>('sql', 'psql'),
        (parts, dialect) => {
          const text = parts.join('');
          const passing = new Scanner(text, dialect);
          const stepping = new Scanner(text, dialect);
          for (;;) {
            passing.passPlain();
            while (stepping.end < passing.end) expect(PASSED).toContain(stepping.next());
            expect(stepping.end).toBe(passing.end);
            expect(stepping.unterminated).toBeUndefined();
            const kind = passing.next();
            expect(stepping.next()).toBe(kind);
            expect(stepping.end).toBe(passing.end);
            if (kind === 'end' || passing.unterminated !== undefined) return;
          }
        },
      ),
      { numRuns: 2500 },
    );
  });

  it('comes through tokens by the million', () => {
    const scanner = new Scanner('a, '.repeat(2_000_000));
    let calls = 0;
    for (let kind = scanner.next(); kind !== 'end'; kind = scanner.next()) {
      scanner.passPlain();
      calls += 1;
    }
    expect(calls).toBeLessThan(50_000);
  });
});
