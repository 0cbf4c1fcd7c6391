/**
 * Plays random histories of sets of migrations: after each edit a run that may start from snapshots of the runs before has to give the
 * database of a cold replay. Prints every one that does not, with its seed. What `npm test` does with a dozen, for an hour.
 *
 * @example node scripts/histories.js --histories 300 --seed 1
 *
 * Further options: --edits 5 (per history), --migrations 6-14 (at its begin), --jobs 2 (histories at a time), --format NAME (of
 * test/histories/layouts.ts only), --external (on servers that are somebody else's, with dumps), --print (also those without a fault).
 */
import '../test/support/typescript.js';

const { main } = await import('../test/histories/nightly.ts');
process.exitCode = await main(process.argv.slice(2));
