/** Reads scripts one after the other, and from every place among them again as an analysis does that goes on from what was written down. */
import { expect } from '@jest/globals';
import { isDeepStrictEqual } from 'node:util';
import type { Directives } from '../../../src/migration/directives.ts';
import { Analysis, type AnalysisOptions, parseState } from '../../../src/sql/analysis/analysis.ts';
import type { Footprint } from '../../../src/sql/footprint.ts';
import type { Parser } from '../../../src/sql/parse.ts';
import type { Step } from '../../../src/sql/program.ts';

export interface ReadScript {
  readonly steps: readonly Step[];
  readonly directives: Directives;
  readonly comesFirst?: boolean | undefined;
}

/** @returns what each touches, however often the analysis ended and went on before it */
export function readResumed(parser: Parser, options: AnalysisOptions, scripts: readonly ReadScript[]): Footprint[] {
  const analysis = new Analysis(parser, options);
  const parsed = scripts.map((script) => ({ ...script, steps: analysis.parse(script.steps) }));
  const states = [analysis.printState()];
  const footprints = parsed.map(({ steps, directives, comesFirst }) => {
    const footprint = analysis.read(steps, directives, comesFirst);
    states.push(analysis.printState());
    return footprint;
  });
  for (const [place, state] of states.entries()) {
    const resumed = new Analysis(parser, options, parseState(state));
    const found = parsed
      .slice(place)
      .map(({ steps, directives, comesFirst }) => resumed.read(steps, directives, comesFirst));
    const expected = footprints.slice(place);
    // Most of the time goes into comparing, in which Node is many times as fast; Jest can say what differs.
    if (!isDeepStrictEqual(found, expected)) expect(found).toStrictEqual(expected);
    expect(resumed.printState()).toBe(states.at(-1));
  }
  return footprints;
}
