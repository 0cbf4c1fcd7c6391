/** Tells a person how a run goes on, line by line as it happens. */
import type { Colours } from '../report/terminal.ts';
import { renderApplied, renderFailed, renderHeading, renderRunning } from '../report/terminal.ts';
import type { RunReporter } from './ports.ts';

type Output = Pick<NodeJS.WritableStream, 'write'>;

/** Ends the line that stands under the cursor and takes it away. */
const CLEAR_LINE = '\r\u001b[2K';

/** @param live whether the output is a terminal, where the migration that runs is shown and then replaced by what it took */
export function lineReporter(output: Output, live: boolean, c: Colours): RunReporter {
  let total = 0;
  let position = 0;
  const clear = live ? CLEAR_LINE : '';
  return {
    begins(prepared, pending, health, { server, isOfSnapshot }) {
      total = pending;
      // Files of --init-sql came before, or a first start in memory.
      position = 0;
      const where =
        server === undefined
          ? `database ${health.database}`
          : `our own server, ${server.placement === 'memory' ? 'in memory' : 'on disk'}`;
      const heading = {
        format: prepared.plan.format,
        total: prepared.runnables.length,
        pending,
        version: health.version,
        server: where,
        restored: isOfSnapshot,
        isOnlyNewest: prepared.bookkeeping.onlyPrefixes,
      };
      output.write(`${clear}${renderHeading(heading, c)}\n`);
    },
    started(migration) {
      position += 1;
      if (live) output.write(renderRunning(migration.id, position, total, c));
    },
    applied({ migration, ms, attempts }) {
      output.write(`${clear}${renderApplied(migration.id, ms, attempts, c)}\n`);
    },
    failed(migration) {
      output.write(`${clear}${renderFailed(migration.id, c)}\n`);
    },
    retrying(migration, { reason, attempt }) {
      output.write(`${clear}  ${c.yellow(`↻ ${migration.id}, try ${attempt} failed: ${reason}`)}\n`);
    },
    note(text) {
      output.write(`${clear}${c.dim(text)}\n`);
    },
  };
}

/** For output that a program reads: only what is out of the ordinary, and that elsewhere. */
export function quietReporter(output: Output): RunReporter {
  return {
    begins: () => undefined,
    started: () => undefined,
    applied: () => undefined,
    failed: () => undefined,
    retrying: (migration, { reason }) => output.write(`${migration.id}: trying again (${reason})\n`),
    note: (text) => output.write(`${text}\n`),
  };
}
