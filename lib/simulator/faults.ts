/** The faults that last at this moment, and how often each may still strike. */
import type { FaultName, FaultOptions } from './fault-kinds';
import type { EndpointName } from './simulator.types';

/** A fault that lasts, with the moment at which it began. */
export type RunningFault = FaultOptions & { readonly sinceMs: number };

export interface Faults {
  start(name: FaultName, options: FaultOptions, nowMs: number): void;
  /** Ends these faults; without names all. */
  clear(...names: FaultName[]): void;
  /** The fault's options while it lasts, without using one of its times. */
  active(name: FaultName, where?: { face?: EndpointName; path?: 'status' | 'set' }): RunningFault | undefined;
  /** Like `active`, and counts as one strike. */
  strike(
    name: FaultName,
    where?: { face?: EndpointName; path?: 'status' | 'set'; key?: string },
  ): RunningFault | undefined;
}

export function createFaults(): Faults {
  const running = new Map<FaultName, RunningFault>();

  const active: Faults['active'] = (name, where) => {
    const options = running.get(name);
    if (!options) return undefined;
    if (options.face && where?.face && options.face !== where.face) return undefined;
    if (options.path && where?.path && options.path !== where.path) return undefined;
    return options;
  };

  return {
    start: (name, options, nowMs) => void running.set(name, { ...options, sinceMs: nowMs }),
    clear(...names) {
      for (const name of names.length ? names : [...running.keys()]) running.delete(name);
    },
    active,
    strike(name, where) {
      const options = active(name, where);
      if (!options) return undefined;
      const keys = keysOf(options);
      if (where?.key !== undefined && keys && !keys.includes(where.key)) return undefined;
      if (options.times !== undefined) {
        options.times -= 1;
        if (options.times <= 0) running.delete(name);
      }
      return options;
    },
  };
}

/** The keys a fault is about; undefined means all. `key` goes before `keys`, which may be the default. */
export function keysOf({ key, keys }: FaultOptions): readonly string[] | undefined {
  return key === undefined ? keys : [key];
}
