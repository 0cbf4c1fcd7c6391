/** Takes a script apart into the steps its tool would send, and says what in it cannot be run. */
import type { Script } from '../migration/migration.ts';
import type { Problem } from '../migration/problem.ts';
import { endOfLine } from './characters.ts';
import { stepOf } from './copy.ts';
import { errorAt } from './position.ts';
import type { CompileContext, Program, Step } from './program.ts';
import { compilePsql } from './psql.ts';
import { StatementReader } from './reader.ts';
import { checkTextSettings } from './text-settings.ts';

/** Never throws for what is in the script. */
export function compile(script: Script, context: CompileContext): Program {
  const program = script.dialect === 'psql' ? compilePsql(script, context) : compileSql(script);
  return { ...program, problems: [...program.problems, ...checkTextSettings(program.steps, script.transaction)] };
}

function compileSql(script: Script): Program {
  const steps: Step[] = [];
  const problems: Problem[] = [];
  const reader = new StatementReader(script, problems);
  for (;;) {
    const stop = reader.next();
    if (stop === 'command') {
      passCommand(reader, problems);
      continue;
    }
    const statement = reader.take();
    if (statement !== undefined) steps.push(stepOf(statement, reader, problems));
    if (stop === 'end') return { steps, problems, incomplete: false };
  }
}

/** pg_dump encloses its output in these for psql's sake; to PostgreSQL they mean nothing. */
const HARMLESS = new Set(['\\restrict', '\\unrestrict']);

function passCommand(reader: StatementReader, problems: Problem[]): void {
  const lineEnd = endOfLine(reader.text, reader.offset);
  const [command = '\\'] = /^\\[^\s\\]*/.exec(reader.text.slice(reader.offset - 1, lineEnd)) ?? [];
  if (command.startsWith(`\\'`)) {
    problems.push(
      errorAt(
        reader.place,
        'escaped-quote',
        `has \\' outside of a string: where it was meant to be a quote inside one, it has ended that.`,
        "Write '' for a quote inside a string, or begin the string with E'.",
      ),
    );
  } else if (!HARMLESS.has(command)) {
    problems.push(
      errorAt(
        reader.place,
        'psql-command',
        `has the psql command ${command}, which only psql understands.`,
        'Use the plain or sqitch format, whose scripts may hold psql commands, or remove it.',
      ),
    );
  }
  reader.skipTo(lineEnd);
}
