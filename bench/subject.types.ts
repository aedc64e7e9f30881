/** What is measured: something that takes a charger's data, in a process of its own. */
export interface Subject {
  /** How many values have reached their reader so far. */
  delivered(): number;
  /** What only some subjects can do, by name. */
  acts?: Record<string, (argument: never) => unknown>;
  stop(): void | Promise<void>;
}

/** A file of `subjects/` exports one. @param options what the scenario says: addresses, keys, counts */
export type StartSubject<Options> = (options: Options) => Promise<Subject>;

/** What a process has used up to a moment. */
export interface Mark {
  /** User and system time of the process, in microseconds. */
  cpuUs: number;
  /** A clock that is the same in all processes of a machine, in microseconds. */
  atUs: number;
  delivered: number;
  rssBytes: number;
  /** The most it ever was. */
  peakRssBytes: number;
  /** After a garbage collection where one was asked for. */
  heapBytes: number;
  /** Open connections. */
  sockets: number;
}
