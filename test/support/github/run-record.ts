/** What GitHub tells of a run to those who ask for it afterwards. */
import type { RunEvent } from '../runner/event.ts';

export interface RunRecord {
  readonly id: number;
  readonly repository: string;
  readonly name: string;
  readonly path: string;
  readonly event: RunEvent;
  /** Null while it goes on. */
  conclusion: string | null;
  readonly createdAt: string;
}
