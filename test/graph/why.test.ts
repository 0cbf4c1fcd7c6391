import { describe, expect, it } from '@jest/globals';
import { buildGraph } from '../../src/graph/edges.ts';
import { explain, renderWhy, resolve } from '../../src/graph/why.ts';
import { UserError } from '../../src/migration/problem.ts';
import { node, touch } from './nodes.ts';

const DYNAMIC = 'line 3 runs SQL that is put together at run time';

const graph = buildGraph([
  node('0001_orders', [touch('creates', 'table orders', 1), touch('uses', 'schema shop', 1)]),
  node('0002_users', [touch('creates', 'table users', 1), touch('uses', 'schema shop', 2)]),
  node('0003_totals', [touch('alters', 'table orders', 3), touch('changes', 'the rows of orders', 8)]),
  node('0004_report', [
    touch('reads', 'the rows of orders', 15),
    touch('reads', 'table orders', 12),
    touch('reads', 'table users', 13),
  ]),
  node('0005_users_email', [touch('alters', 'table users', 2)], {
    directives: { independentOf: ['0004_report'], dependsOn: ['0003_totals'] },
  }),
  node('0006_fix', [touch('alters', 'table users', 6)], {
    opaque: DYNAMIC,
    directives: { independentOf: ['0005_users_email'] },
  }),
]);

function why(a: string, b: string): string[] {
  return renderWhy(explain(graph, a, b));
}

describe('explain', () => {
  it('names every resource of a direct dependency, with both lines', () => {
    const expected = [
      '0004_report runs after 0003_totals, directly:',
      '  table orders: altered by 0003_totals (0003_totals.sql:3), read by 0004_report (0004_report.sql:12)',
      '  the rows of orders: changed by 0003_totals (0003_totals.sql:8), read by 0004_report (0004_report.sql:15)',
    ];
    expect(why('0003_totals', '0004_report')).toEqual(expected);
    expect(why('0004', '0003')).toEqual(expected);
  });

  it('follows the shortest chain of an indirect one, and says what would remain without it', () => {
    expect(why('0001', '0004')).toEqual([
      '0004_report runs after 0001_orders, by way of others:',
      '  0004_report after 0003_totals: reads table orders (0004_report.sql:12), altered by 0003_totals (0003_totals.sql:3); and 1 more',
      '  0003_totals after 0001_orders: alters table orders (0003_totals.sql:3), created by 0001_orders (0001_orders.sql:1)',
      'Without those it would run after it still:',
      '  table orders: created by 0001_orders (0001_orders.sql:1), read by 0004_report (0004_report.sql:12)',
    ]);
  });

  it('tells declared dependencies and opaque migrations', () => {
    expect(why('0005', '0003')).toEqual([
      '0005_users_email runs after 0003_totals, directly:',
      '  declared by depends-on in 0005_users_email.sql',
    ]);
    expect(why('0006', '0004')).toEqual([
      '0006_fix runs after 0004_report, directly:',
      `  0006_fix keeps its place in file order, as ${DYNAMIC}`,
      '  table users: read by 0004_report (0004_report.sql:13), altered by 0006_fix (0006_fix.sql:6)',
    ]);
  });

  it('names what both touch without an order', () => {
    expect(why('0002_users', '0001_orders')).toEqual([
      '0001_orders and 0002_users may run in either order.',
      'Both touch, without conflict:',
      '  schema shop: used by 0001_orders (0001_orders.sql:1), used by 0002_users (0002_users.sql:2)',
    ]);
    expect(why('0002', '0003')).toEqual([
      '0002_users and 0003_totals may run in either order.',
      'They touch nothing in common.',
    ]);
  });

  it('says when independent-of took an order away', () => {
    expect(why('0005', '0004')).toEqual([
      '0004_report and 0005_users_email may run in either order.',
      'By independent-of in 0005_users_email.sql the two have no order of their own, in spite of this:',
      '  table users: read by 0004_report (0004_report.sql:13), altered by 0005_users_email (0005_users_email.sql:2)',
    ]);
    expect(why('0005', '0006')).toEqual([
      '0005_users_email and 0006_fix may run in either order.',
      'By independent-of in 0006_fix.sql the two have no order of their own, in spite of this:',
      `  0006_fix keeps its place in file order, as ${DYNAMIC}`,
      '  table users: altered by 0005_users_email (0005_users_email.sql:2), altered by 0006_fix (0006_fix.sql:6)',
    ]);
  });

  it('says when others still give an order to two that are declared independent', () => {
    const orders = [touch('alters', 'table orders')];
    const kept = buildGraph([
      node('1_a', orders),
      node('2_b', orders),
      node('3_c', orders, { directives: { independentOf: ['1_a'] } }),
    ]);
    expect(renderWhy(explain(kept, '1', '3'))).toEqual([
      '3_c runs after 1_a, by way of others:',
      '  3_c after 2_b: alters table orders (3_c.sql:1), altered by 2_b (2_b.sql:1)',
      '  2_b after 1_a: alters table orders (2_b.sql:1), altered by 1_a (1_a.sql:1)',
      'By independent-of in 3_c.sql the two have no order of their own, in spite of this:',
      '  table orders: altered by 1_a (1_a.sql:1), altered by 3_c (3_c.sql:1)',
    ]);
  });

  it('takes a migration and itself', () => {
    expect(why('0001', '0001_orders')).toEqual(['0001_orders is one migration, which needs no order with itself.']);
  });

  it('refuses names that mean none or several', () => {
    const refusal = (name: string) => {
      try {
        return explain(graph, name, '0001');
      } catch (error) {
        return error instanceof UserError ? error.problems[0] : error;
      }
    };
    expect(refusal('000')).toMatchObject({
      code: 'ambiguous-migration',
      message:
        '"000" is the beginning of several migrations: 0001_orders, 0002_users, 0003_totals, 0004_report, 0005_users_email, 0006_fix.',
    });
    expect(refusal('0003_total_')).toMatchObject({ code: 'unknown-migration', hint: 'Did you mean "0003_totals"?' });
    expect(refusal('9')).toMatchObject({ hint: 'Give the id, the version, or the beginning of one.' });
    expect(refusal('')).toMatchObject({ message: 'There is no migration "".' });
  });
});

describe('resolve', () => {
  it('prefers an id to a version, and both to a beginning', () => {
    const names = buildGraph([node('1_10'), node('10_a'), node('10'), node('100_b')]);
    expect(resolve(names, '10')).toEqual({ position: 2 });
    expect(resolve(names, '1')).toEqual({ position: 0 });
    expect(resolve(names, '100')).toEqual({ position: 3 });
    expect(resolve(names, '10_')).toEqual({ position: 1 });
    expect(resolve(names, '1')).toEqual({ position: 0 });
  });

  it('offers what was perhaps meant', () => {
    expect(resolve(graph, '000')).toMatchObject({ candidates: graph.nodes.map(({ id }) => id) });
    expect(resolve(graph, 'users_email')).toEqual({ candidates: [], nearest: undefined });
    expect(resolve(graph, '0005_user_email')).toEqual({ candidates: [], nearest: '0005_users_email' });
    expect(resolve(buildGraph([]), 'x')).toEqual({ candidates: [], nearest: undefined });
  });
});
