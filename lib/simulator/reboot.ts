/** Reboot of the charger: some seconds off, then a boot, after which the charge controller needs a moment to report. */
import { CAR } from './car';
import type { Clock } from './clock';
import { type Device, numberOf, report, setValue } from './device';
import type { Events } from './events';
import { INITIAL_SURPLUS } from './surplus';

/** The time from a boot to the first report of the charge controller [our choice]. */
const CONTROLLER_STARTS_MS = 3000;
/** The time that the charger is off during a reboot, unless `downMs` is given [our choice]. */
const DOWN_MS = 5000;
/** Keys that are null after a boot: the last press of the button, the times of the car, the last card. */
const NULL_AFTER_BOOT = ['lbp', 'lccfi', 'lccfc', 'lcctc', 'lrr', 'lrc', 'lri'];

export interface Reboot {
  /** True while the charger is off. */
  readonly isDown: boolean;
  start(options?: { downMs?: number }): void;
  /** Cancels a boot that is still due. */
  close(): void;
}

/** Creates the reboot of a device. @param tick simulates the first second after the boot */
export function createReboot(device: Device, events: Events, clock: Clock, tick: () => void): Reboot {
  let isDown = false;
  let cancelBoot: (() => void) | undefined;

  function boot(): void {
    cancelBoot = undefined;
    isDown = false;
    resetForBoot(device, clock.now());
    tick();
    events.emit('up');
  }

  return {
    get isDown() {
      return isDown;
    },
    start({ downMs = DOWN_MS } = {}) {
      device.rebootWanted = false;
      device.pendingWrites.clear();
      cancelBoot?.();
      isDown = true;
      events.emit('down');
      cancelBoot = clock.after(downMs, boot);
    },
    close: () => cancelBoot?.(),
  };
}

/** Clears the state that does not survive a boot. */
function resetForBoot(device: Device, nowMs: number): void {
  device.faults.clear('freeze');
  if (device.faults.active('apiDies')?.ms === undefined) device.faults.clear('apiDies');
  device.nowMs = nowMs;
  device.bootMs = nowMs;
  device.readyAtMs = nowMs + CONTROLLER_STARTS_MS;
  device.surplus = { ...INITIAL_SURPLUS };
  device.phases.pauseUntilMs = undefined;
  // The contactor was open, so the car has to wake again.
  if (device.car) Object.assign(device.car, { drawA: 0, allowedSinceMs: undefined, state: CAR.waiting });
  setValue(device, 'rbc', numberOf(device, 'rbc', 0) + 1);
  for (const key of NULL_AFTER_BOOT) report(device, key, null);
}
