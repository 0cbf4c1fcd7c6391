/** What this project says that migrations touch. */
import { NO_DIRECTIVES } from '../../src/migration/directives.ts';
import { Analysis } from '../../src/sql/analysis/analysis.ts';
import { compile } from '../../src/sql/compile.ts';
import { loadParser } from '../../src/sql/parse.ts';
import type { Analyst } from './analysts.ts';
import { sqlOf } from './generator.ts';

export async function ours(): Promise<Analyst> {
  const parser = await loadParser();
  const context = {
    variables: new Map<string, string>(),
    readFile: (path: string) => {
      throw new Error(`The migrations of a random set include no files, so not ${path} either.`);
    },
  };
  return (migrations) => {
    const analysis = new Analysis(parser, { user: 'postgres' });
    return migrations.map((migration) => {
      const script = {
        path: `${migration.id}.sql`,
        text: sqlOf(migration),
        line: 1,
        transaction: 'single',
        dialect: 'sql',
      } as const;
      return analysis.read(analysis.parse(compile(script, context).steps), NO_DIRECTIVES);
    });
  };
}
