/** Switching faults on and off: now or later, for those that last and for those that happen once. */
import { arriveAgain } from './car';
import type { Clock } from './clock';
import type { Device } from './device';
import { type FaultName, type FaultOptions, kindOf } from './fault-kinds';
import type { Events } from './host';
import { restartEnergy } from './session';

export interface FaultSwitch {
  fault(name: FaultName, options?: FaultOptions): void;
  clearFaults(...names: FaultName[]): void;
  /** Forgets what has not begun yet. */
  close(): void;
}

/** @param tellChanges called when what is seen from outside may have changed */
export function createFaultSwitch(device: Device, events: Events, clock: Clock, tellChanges: () => void): FaultSwitch {
  const later = new Map<() => void, FaultName>();

  /** What happens once, at this moment. */
  const once: { readonly [name in FaultName]?: (options: FaultOptions) => void } = {
    dropConnection: ({ ms = 0 }) => events.tell('drop', ms),
    whRestarts: () => restartEnergy(device),
    replug() {
      if (device.car) device.car = arriveAgain(device.car);
    },
    controllerReboots({ ms = 0 }) {
      device.readyAtMs = clock.now() + ms;
    },
  };

  function begin(name: FaultName, options: FaultOptions): void {
    const happen = once[name];
    if (happen) happen(options);
    else device.faults.start(name, options, clock.now());
    tellChanges();
  }

  return {
    fault(name, given) {
      const options = { ...kindOf(name).defaults, ...given };
      if (!options.afterMs) {
        begin(name, options);
        return;
      }
      const cancel = clock.after(options.afterMs, () => {
        later.delete(cancel);
        begin(name, options);
      });
      later.set(cancel, name);
    },
    clearFaults(...names) {
      device.faults.clear(...names);
      for (const [cancel, name] of later)
        if (names.length === 0 || names.includes(name)) {
          cancel();
          later.delete(cancel);
        }
      tellChanges();
    },
    close() {
      for (const cancel of later.keys()) cancel();
      later.clear();
    },
  };
}
