/** What this project says that migrations touch, and what it takes to be there after each. */
import { NO_DIRECTIVES } from '../../src/migration/directives.ts';
import { Analysis, type AnalysisState, parseState } from '../../src/sql/analysis/analysis.ts';
import { compile } from '../../src/sql/compile.ts';
import type { Footprint } from '../../src/sql/footprint.ts';
import { loadParser, type Parser } from '../../src/sql/parse.ts';
import type { Analyst } from './analysts.ts';
import { type RandomMigration, sqlOf } from './generator.ts';

const CONTEXT = {
  variables: new Map<string, string>(),
  readFile: (path: string) => {
    throw new Error(`The migrations of a random set include no files, so not ${path} either.`);
  },
};

/** Goes through a set from its first migration to its last. */
export class Reading {
  readonly #analysis: Analysis;

  constructor(parser: Parser) {
    this.#analysis = new Analysis(parser, { user: 'postgres' });
  }

  read(migration: RandomMigration): Footprint {
    const script = {
      path: `${migration.id}.sql`,
      text: sqlOf(migration),
      line: 1,
      transaction: 'single',
      dialect: 'sql',
    } as const;
    return this.#analysis.read(this.#analysis.parse(compile(script, CONTEXT).steps), NO_DIRECTIVES);
  }

  /** A copy. */
  get state(): AnalysisState {
    return parseState(this.#analysis.printState());
  }
}

export async function ours(): Promise<Analyst> {
  const parser = await loadParser();
  return (migrations) => {
    const reading = new Reading(parser);
    return migrations.map((migration) => reading.read(migration));
  };
}
