import { describe, expect, it } from '@jest/globals';
import { onAll } from '../orders/campaign.ts';
import { withWorkbenches } from '../orders/with-workbenches.ts';
import { withFiles } from '../support/files.ts';
import { describeHistory, playHistory } from './history.ts';
import { LAYOUTS } from './layouts.ts';

const SIZE = { edits: 4, migrations: [5, 9] } as const;
/** For each format in turn; `scripts/histories.js` plays as many as wanted. */
const SEEDS = [1, 2, 3, 4, 5, 6];
const PATIENCE_MS = 300_000;

describe('random histories of edits', () => {
  const workbenches = withWorkbenches(2);
  const files = withFiles();

  it(
    'give the database of a cold replay after each edit, books included',
    async () => {
      const histories = await onAll(workbenches(), SEEDS, async (workbench, seed) => {
        const layout = LAYOUTS[seed % LAYOUTS.length];
        if (layout === undefined) throw new Error('There are no layouts.');
        return await playHistory(workbench, layout, seed, await files.directory(), SIZE);
      });
      const faulty = histories.filter(({ steps }) => steps.some(({ faults }) => faults.length > 0));
      expect(faulty.map(describeHistory)).toEqual([]);
      // Otherwise nothing was put to the test.
      const reused = histories.flatMap(({ steps }) => steps).filter(({ restored }) => restored > 0);
      expect(reused.length).toBeGreaterThanOrEqual(10);
      expect(reused.some(({ restored, migrations }) => restored < migrations)).toBe(true);
    },
    PATIENCE_MS,
  );
});
