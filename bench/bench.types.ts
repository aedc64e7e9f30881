/** What a scenario has at hand, and what it gives back. */
import type { Talker } from './process-talk';

export interface Bench {
  /** The broker's URL. */
  broker: string;
  /** The process that plays the chargers; connected to the broker and listening on `httpPort`. */
  load: Talker;
  httpPort: number;
  /** True for a short look: fewer rounds, smaller counts, figures that only show the order of things. */
  quick: boolean;
}

/** One line of the table. */
export interface Row {
  /** What was measured. */
  what: string;
  /** What it is measured against; empty where the goal is a figure by itself. */
  against: string;
  /** `ours / theirs` in each round, or the figure of each round where there is no peer. */
  values: number[];
  /** The goal: at most this. Undefined where a figure is only told. */
  atMost?: number;
  /** Of a figure without a peer; a ratio has none. */
  unit?: string;
  /** What stood behind the ratio, and what was scaled down. */
  note?: string;
  /** Why the goal was not held, and the row that shows the floor. */
  why?: string;
}

export interface Scenario {
  title: string;
  run(bench: Bench): Promise<Row[]>;
}
