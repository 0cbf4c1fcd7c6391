/** The statements of a text, as PostgreSQL's parser would count them and psql would send them. */
import type { Problem } from '../migration/problem.ts';
import type { Statement } from './program.ts';
import { StatementReader } from './reader.ts';

/** The statements of `text`, which begins at 1-based `line` of the file `path`, and what keeps it from being read to its end. */
export function split(text: string, path: string, line = 1): { statements: Statement[]; problems: Problem[] } {
  const statements: Statement[] = [];
  const problems: Problem[] = [];
  const reader = new StatementReader({ text, path, line, dialect: 'sql' }, problems);
  for (;;) {
    const stop = reader.next();
    if (stop === 'statement' || stop === 'end') {
      const statement = reader.take();
      if (statement !== undefined) statements.push(statement);
      if (stop === 'end') return { statements, problems };
    } else {
      reader.keep();
    }
  }
}
