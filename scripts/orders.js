/**
 * Generates random sets of migrations and runs each in random orders that the inferred dependencies allow, on real servers: all have
 * to make the same database. Prints every mismatch, reduced, with its seed. What `npm test` does with a hundred sets, for a night.
 *
 * @example node scripts/orders.js --sets 3000 --seed 1
 *
 * Further options: --orders 4 (per set), --migrations 15-60, --jobs 2 (servers at a time), --postgres 17, --shrink 150 (replays spent
 * on reducing one mismatch), --kinds (how often each kind of statement was taken), --print (the sets themselves, no orders),
 * --watched (no orders: a watched replay of each set, and all that it was seen to do that had not been predicted),
 * --names (no orders: all names that the analysis takes to be there after a migration, or does not know, against PostgreSQL's own),
 * --focus NAME (sets about one subject of test/orders/focus.ts), --analyst ours|words|nothing|chain, --mutations (forget one kind of
 * dependency after the other, with --migrations 10-18 to find seeds for test/orders/mutations.ts: each has to be missed), --only NAME
 * (one of these).
 *
 * @example node scripts/orders.js src/test/regress/sql/*.sql --setup src/test/regress/sql/test_setup.sql
 *
 * Named files give the sets instead: SQL that was written for other ends, such as the regression tests in PostgreSQL's own sources, of
 * which those statements are taken that succeed one after another. --setup FILE is what all of them take for granted, --together 3 how
 * many statements a migration has at most.
 */
import '../test/support/typescript.js';

const { main } = await import('../test/orders/nightly.ts');
process.exitCode = await main(process.argv.slice(2));
