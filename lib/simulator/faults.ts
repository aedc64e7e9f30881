/** The active faults of a device, and how often each of them can still be triggered. */
import type { FaultName, FaultOptions } from './fault-kinds';
import type { EndpointName } from './simulator.types';

/** A fault that is active, with the time at which it started. */
export type ActiveFault = FaultOptions & { readonly sinceMs: number };

/** The place of a possible effect of a fault. `face` is the endpoint, by the name of the public option. */
export interface FaultPlace {
  face?: EndpointName;
  path?: 'status' | 'set';
  key?: string;
}

export interface Faults {
  start(name: FaultName, options: FaultOptions, nowMs: number): void;
  /** Ends these faults; without names all. */
  clear(...names: FaultName[]): void;
  /** The options of a fault while it is active at this place. Does not count as one of its `times`. */
  active(name: FaultName, where?: Omit<FaultPlace, 'key'>): ActiveFault | undefined;
  /** Like `active`, and counts as one of its `times`. */
  trigger(name: FaultName, where?: FaultPlace): ActiveFault | undefined;
}

/** Creates the list of active faults, which is empty. */
export function createFaults(): Faults {
  const faults = new Map<FaultName, ActiveFault>();

  const active: Faults['active'] = (name, where) => {
    const fault = faults.get(name);
    if (!fault) return undefined;
    if (fault.face && where?.face && fault.face !== where.face) return undefined;
    if (fault.path && where?.path && fault.path !== where.path) return undefined;
    return fault;
  };

  return {
    start: (name, options, nowMs) => void faults.set(name, { ...options, sinceMs: nowMs }),
    clear(...names) {
      for (const name of names.length ? names : [...faults.keys()]) faults.delete(name);
    },
    active,
    trigger(name, where) {
      const fault = active(name, where);
      if (!fault) return undefined;
      const keys = affectedKeys(fault);
      if (where?.key !== undefined && keys && !keys.includes(where.key)) return undefined;
      if (fault.times !== undefined) {
        fault.times -= 1;
        if (fault.times <= 0) faults.delete(name);
      }
      return fault;
    },
  };
}

/** The keys that a fault affects; undefined for all. `key` precedes `keys`, which can be the default. */
export function affectedKeys({ key, keys }: FaultOptions): readonly string[] | undefined {
  return key === undefined ? keys : [key];
}
