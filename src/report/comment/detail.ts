/** How much a report tells: steps of a ladder down which it goes until it fits. What matters least goes first. */

export interface Detail {
  readonly graph: boolean;
  /** Spans of the timeline. */
  readonly spans: number;
  readonly slowest: number;
  readonly cacheLines: number;
  /** Whether rows of new migrations lead to their files. */
  readonly links: boolean;
  /** Rows of the table of new migrations, the folded one included. */
  readonly rows: number;
  readonly failures: number;
  readonly conflicts: number;
  readonly problems: number;
  readonly notes: number;
  /** Rows of the table of runs. */
  readonly runs: number;
  /** Characters of a name, and of a sentence. */
  readonly name: number;
  readonly sentence: number;
}

export const ALL: Detail = {
  graph: true,
  spans: 60,
  slowest: 20,
  cacheLines: 40,
  links: true,
  rows: 10_000,
  failures: 10,
  conflicts: 50,
  problems: 50,
  notes: 20,
  runs: 256,
  name: 120,
  sentence: 2000,
};

const NO_GRAPH: Detail = { ...ALL, graph: false };
const NO_TIMELINE: Detail = { ...NO_GRAPH, spans: 0 };
const SHORT: Detail = { ...NO_TIMELINE, slowest: 10, cacheLines: 10, sentence: 600, runs: 64 };
const NO_LINKS: Detail = { ...SHORT, links: false };
const FEWER: Detail = { ...NO_LINKS, rows: 200, failures: 5, conflicts: 20, problems: 20, name: 80 };
const FEW: Detail = { ...FEWER, rows: 50, slowest: 0, cacheLines: 0, name: 60, sentence: 300, runs: 24 };
export const LEAST: Detail = {
  ...FEW,
  rows: 10,
  failures: 2,
  conflicts: 5,
  problems: 5,
  notes: 3,
  runs: 8,
  name: 40,
  sentence: 160,
};

/** Down from all of it. What does not fit even then (names may be long) is the verdict alone: `comment.ts`. */
export const LADDER: readonly Detail[] = [NO_GRAPH, NO_TIMELINE, SHORT, NO_LINKS, FEWER, FEW, LEAST];
