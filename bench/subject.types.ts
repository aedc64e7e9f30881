/** Subject of a measurement: it takes a charger's data, in a process of its own. */
export interface Subject {
  /** Number of values that have reached their reader. */
  delivered(): number;
  /** Methods that only some subjects have. */
  acts?: Record<string, (argument: never) => unknown>;
  stop(): void | Promise<void>;
}

/** A file of `subjects/` exports one. @param options what the scenario says: addresses, keys, counts */
export type StartSubject<Options> = (options: Options) => Promise<Subject>;

/** Mark: what a process has used up to a moment. */
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
