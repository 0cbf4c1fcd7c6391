import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NO_DIRECTIVES, parseDirectives, parseDuration } from '../../src/migration/directives.ts';

describe('parseDirectives', () => {
  it('finds nothing in a script without directives', () => {
    expect(parseDirectives('select 1; -- a comment', 'a.sql')).toEqual({ directives: NO_DIRECTIVES, problems: [] });
  });

  it('reads every key, several to a line and over several lines', () => {
    const text = [
      '-- migrate-action: depends-on=0001_a,0002_b transaction=off',
      'create table t ();',
      '  --migrate-action: reads=x writes=y,z timeout=30s',
      '-- migrate-action: opaque irreversible depends-on=0003_c independent-of=0004_d',
    ].join('\n');
    expect(parseDirectives(text, 'a.sql')).toEqual({
      directives: {
        dependsOn: ['0001_a', '0002_b', '0003_c'],
        independentOf: ['0004_d'],
        reads: ['x'],
        writes: ['y', 'z'],
        opaque: true,
        transaction: 'off',
        irreversible: true,
        timeoutMs: 30_000,
      },
      problems: [],
    });
  });

  it('names line, key and the nearest known key for each mistake, all at once', () => {
    const text =
      '\n-- migrate-action: depend-on=1\nselect 1;\n-- migrate-action: transaction=none timeout=soon opaque=yes nonsensical';
    const { problems } = parseDirectives(text, 'a.sql', 10);
    expect(problems.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '11: There is no directive "depend-on".',
      '13: The directive "transaction" takes only the value "off", not "none".',
      '13: The directive "timeout" takes a duration such as 500ms, 30s or 5min, not "soon".',
      '13: The directive "opaque" takes no value, not "yes".',
      '13: There is no directive "nonsensical".',
    ]);
    expect(problems[0]?.hint).toContain('Did you mean "depends-on"?');
    expect(problems[4]?.hint).not.toContain('Did you mean');
  });

  it("does not take an object's built-in names for keys", () => {
    expect(parseDirectives('-- migrate-action: constructor', 'a.sql').problems).toHaveLength(1);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseDirectives(`-- migrate-action: ${text}`, 'a.sql');
      }),
    );
  });
});

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5min', 300_000],
    ['24h', 86_400_000],
    ['0s', undefined],
    ['25h', undefined],
    ['-1s', undefined],
    ['5', undefined],
    ['', undefined],
  ])('%s is %s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected);
  });
});
