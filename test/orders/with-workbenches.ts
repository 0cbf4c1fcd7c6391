/** Workbenches for a test file, each on a server of its own, since roles belong to a whole server. */
import { afterAll } from '@jest/globals';
import { withServer } from '../support/server.ts';
import { Workbench } from './workbench.ts';

/** Call it at the top of a `describe`; what it returns gives them while tests run. */
export function withWorkbenches(count: number): () => readonly [Workbench, ...Workbench[]] {
  const servers = Array.from({ length: count }, () => withServer());
  let made: readonly Workbench[] = [];
  // Hooks run last in, first out: before the servers stop.
  afterAll(() => Promise.all(made.map((workbench) => workbench.close())));
  return () => {
    if (made.length === 0) made = servers.map(({ server }) => new Workbench(server));
    const [first, ...others] = made;
    if (first === undefined) throw new Error('There has to be one workbench at least.');
    return [first, ...others];
  };
}
