/** Long work on our own thread, with pauses in which the event loop looks at the server that starts meanwhile. */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds. */
const SLICE_MS = 2;

/** @returns what to await between two pieces of work */
export function breather(): () => Promise<void> {
  let sliceEnds = performance.now() + SLICE_MS;
  return async () => {
    if (performance.now() <= sliceEnds) return;
    await setImmediate();
    sliceEnds = performance.now() + SLICE_MS;
  };
}
