import { beforeAll, describe, expect, it } from '@jest/globals';
import { NO_DIRECTIVES } from '../../src/migration/directives.ts';
import { compile } from '../../src/sql/compile.ts';
import { loadParser } from '../../src/sql/parse.ts';
import { readResumed } from '../sql/analysis/resumed.ts';
import { onAll } from './campaign.ts';
import { generate, type RandomMigration, sqlOf } from './generator.ts';
import { withWorkbenches } from './with-workbenches.ts';

const SETS = 40;
const FIRST_SEED = 5000;
const SIZE = [8, 30] as const;
const PATIENCE_MS = 120_000;

describe('an analysis that ended and went on, before each migration of random sets', () => {
  const workbenches = withWorkbenches(2);
  let sets: readonly (readonly RandomMigration[])[] = [];

  beforeAll(async () => {
    const seeds = Array.from({ length: SETS }, (_, index) => FIRST_SEED + index);
    sets = await onAll(workbenches(), seeds, (workbench, seed) =>
      workbench.withDatabase((bench) => generate(seed, bench, { migrations: SIZE })),
    );
  }, PATIENCE_MS);

  it(
    'finds what one finds that reads all of them',
    async () => {
      const parser = await loadParser();
      const readFile = (path: string) => {
        throw new Error(`The migrations of a random set include no files, so not ${path} either.`);
      };
      for (const set of sets) {
        const scripts = set.map((migration) => {
          const text = sqlOf(migration);
          const script = { path: `${migration.id}.sql`, text, line: 1, transaction: 'single', dialect: 'sql' } as const;
          return { steps: compile(script, { variables: new Map(), readFile }).steps, directives: NO_DIRECTIVES };
        });
        expect(readResumed(parser, { user: 'postgres' }, scripts)).toHaveLength(set.length);
      }
    },
    PATIENCE_MS,
  );
});
