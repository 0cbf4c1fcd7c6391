import { describe, expect, it } from '@jest/globals';
import { evaluate, fill, holds } from './expressions.ts';

const contexts = {
  github: { ref: 'refs/heads/main', event: { number: 7 } },
  inputs: { count: 3, flag: false, list: '[1, 2]' },
  needs: { a: { result: 'success' }, b: { result: 'failure' } },
};

describe('expressions', () => {
  it('are evaluated as GitHub does', () => {
    const value = (expression: string) => evaluate(expression, { contexts });
    expect(value("github.ref == 'REFS/HEADS/MAIN'")).toBe(true);
    expect(value('fromJSON(inputs.list)[1]')).toBe(2);
    expect(value("contains(needs.*.result, 'failure')")).toBe(true);
    expect(value('inputs.flag || inputs.count')).toBe(3);
    expect(value('github.nothing.here')).toBeNull();
    expect(value('toJSON(matrix)')).toBe('{}');
    expect(() => value('nobody.here')).toThrow();
    expect(() => value('success()')).toThrow();
  });

  it('keep their type alone and become text among text, wherever they stand', () => {
    const filled = (value: Parameters<typeof fill>[0]) => fill(value, { contexts });
    expect(filled('${{ inputs.count }}')).toBe(3);
    expect(filled('${{ inputs.count }} of ${{ inputs.flag }}')).toBe('3 of false');
    expect(filled("a ${{ '}}' }} b")).toBe('a }} b');
    expect(filled("${{ 'it''s' }}")).toBe("it's");
    expect(filled('  two\n  lines ${{ inputs.count }}\n')).toBe('  two\n  lines 3\n');
    expect(filled({ a: ['${{ fromJSON(inputs.list) }}', 1], b: null })).toEqual({ a: [[1, 2], 1], b: null });
    expect(() => filled('${{ inputs.count')).toThrow('has no end');
  });
});

describe('conditions', () => {
  const judge = (condition: string | boolean | undefined, status: 'success' | 'failure' | 'cancelled') =>
    holds(condition, {
      contexts,
      status: { success: status === 'success', failure: status === 'failure', cancelled: status === 'cancelled' },
    });

  it.each([
    [undefined, [true, false, false]],
    ['', [true, false, false]],
    [true, [true, false, false]],
    [false, [false, false, false]],
    ["github.ref == 'refs/heads/main'", [true, false, false]],
    ['${{ always() }}', [true, true, true]],
    ['failure()', [false, true, false]],
    ['Failure()', [false, true, false]],
    ['cancelled() || failure()', [false, true, true]],
    ['!cancelled()', [true, true, false]],
    ["'always()'", [true, false, false]],
    ['inputs.count', [true, false, false]],
  ])('%s', (condition, [onSuccess, onFailure, onCancel]) => {
    expect(judge(condition, 'success')).toBe(onSuccess);
    expect(judge(condition, 'failure')).toBe(onFailure);
    expect(judge(condition, 'cancelled')).toBe(onCancel);
  });
});
