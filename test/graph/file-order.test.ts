import { describe, expect, it } from '@jest/globals';
import { chain, checkDeclared } from '../../src/graph/file-order.ts';
import { NO_DIRECTIVES } from '../../src/migration/directives.ts';
import type { Migration } from '../../src/migration/migration.ts';

function migration(version: string, dependsOn: string[] = [], directed: string[] = []): Migration {
  const id = `${version}_x`;
  const up = { path: `${id}.sql`, text: '', line: 1, transaction: 'single', dialect: 'sql' } as const;
  return {
    id,
    version,
    description: 'x',
    path: up.path,
    up,
    dependsOn,
    directives: { ...NO_DIRECTIVES, dependsOn: directed },
  };
}

describe('chain', () => {
  it('makes each migration depend on the one before it', () => {
    const dependencies = chain([migration('1'), migration('2'), migration('3')]);
    expect(dependencies.map((each) => each.map(({ id }) => id))).toEqual([[], ['1_x'], ['2_x']]);
  });
});

describe('checkDeclared', () => {
  it('accepts what stands before, by id or by version', () => {
    expect(checkDeclared([migration('1'), migration('2', ['1_x'], ['1'])])).toEqual([]);
  });

  it('reports unknown names, later ones and the migration itself', () => {
    const problems = checkDeclared([migration('1', ['2_x']), migration('2', [], ['9', '2'])]);
    expect(problems.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'dependency-order: 1_x declares that it depends on 2_x, which comes after it.',
      'unknown-dependency: 2_x declares that it depends on 9, which is not in the set.',
      'dependency-order: 2_x declares that it depends on 2, which is itself.',
    ]);
  });
});
