/** Types of a scenario: its tools, and the rows that it gives back. */
import type { ProcessClient } from './process-rpc';

export interface Bench {
  /** The broker's URL. */
  broker: string;
  /** The process that plays the chargers; connected to the broker and listening on `httpPort`. */
  load: ProcessClient;
  httpPort: number;
  /** True for a short look: fewer rounds, smaller counts, figures that only show the order of things. */
  quick: boolean;
}

/** One line of the table. */
export interface Row {
  /** The thing measured. */
  what: string;
  /** The thing it is compared with; empty where the limit is a figure. */
  against: string;
  /** `ours / theirs` in each round, or the figure of each round where there is no peer. */
  values: number[];
  /** The limit; undefined where there is none. */
  atMost?: number;
  /** Of a figure without a peer; a ratio has none. */
  unit?: string;
  /** The figures behind the ratio, and what was scaled down. */
  note?: string;
  /** The reason where the limit was not held, and the row that shows the floor. */
  why?: string;
}

export interface Scenario {
  title: string;
  run(bench: Bench): Promise<Row[]>;
}
