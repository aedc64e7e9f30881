/** Fault injection: starts and ends faults, at once or after a delay, and triggers those that are a single event. */
import { replugged } from './car';
import type { Clock } from './clock';
import type { Device } from './device';
import type { Events } from './events';
import { type FaultName, type FaultOptions, kindOf } from './fault-kinds';
import { restartEnergy } from './session';

export interface FaultInjection {
  fault(name: FaultName, options?: FaultOptions): void;
  clearFaults(...names: FaultName[]): void;
  /** Cancels the faults that have not started yet. */
  close(): void;
}

/**
 * Creates the fault injection of a device.
 * @param emitChanges emits the values that are visible otherwise since a fault has started or ended
 */
export function createFaultInjection(
  device: Device,
  events: Events,
  clock: Clock,
  emitChanges: () => void,
): FaultInjection {
  /** The faults that start later, by the function that cancels them. */
  const delayed = new Map<() => void, FaultName>();

  /** The faults that are a single event. */
  const singleEvents: { readonly [name in FaultName]?: (options: FaultOptions) => void } = {
    dropConnection: ({ ms = 0 }) => events.emit('drop', ms),
    whRestarts: () => restartEnergy(device),
    replug() {
      if (device.car) device.car = replugged(device.car);
    },
    controllerReboots({ ms = 0 }) {
      device.readyAtMs = clock.now() + ms;
    },
  };

  function start(name: FaultName, options: FaultOptions): void {
    const happen = singleEvents[name];
    if (happen) happen(options);
    else device.faults.start(name, options, clock.now());
    emitChanges();
  }

  return {
    fault(name, given) {
      const options = { ...kindOf(name).defaults, ...given };
      if (!options.afterMs) {
        start(name, options);
        return;
      }
      const cancel = clock.after(options.afterMs, () => {
        delayed.delete(cancel);
        start(name, options);
      });
      delayed.set(cancel, name);
    },
    clearFaults(...names) {
      device.faults.clear(...names);
      for (const [cancel, name] of delayed)
        if (names.length === 0 || names.includes(name)) {
          cancel();
          delayed.delete(cancel);
        }
      emitChanges();
    },
    close() {
      for (const cancel of delayed.keys()) cancel();
      delayed.clear();
    },
  };
}
