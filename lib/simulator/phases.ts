/** Phase switching: `psm`, the pause during a switch, the contactor (`pha`, `fsp`). */
import { CAR } from './car';
import { type Device, numberOf, report, sinceBootMs } from './device';

/** The state of phase switching. */
export interface PhaseState {
  /** The contactor connects one phase. */
  single: boolean;
  /** The end of the pause of a switch that is in progress. */
  pauseUntilMs: number | undefined;
  /** When the last pause for a switch started. */
  pausedMs: number;
  /** When the contactor last switched. */
  switchedMs: number;
}

/** The values of `psm`, the owner's setting. */
export const PSM = { automatic: 0, one: 1, three: 2 } as const;

/**
 * Switches the contactor to the target number of phases: at once, or, while the car charges, after a pause without current of
 * `psmd` (10 s by default).
 * @returns true during the pause
 */
export function stepPhases(device: Device, single: boolean): boolean {
  const { phases } = device;
  report(device, 'fsp', single);
  if (phases.pauseUntilMs !== undefined) {
    if (device.nowMs < phases.pauseUntilMs) return true;
    phases.pauseUntilMs = undefined;
    switchContactor(device, single);
    return false;
  }
  if (single === phases.single) return false;
  if (device.car?.state !== CAR.charging) {
    switchContactor(device, single);
    return false;
  }
  phases.pausedMs = device.nowMs;
  phases.pauseUntilMs = device.nowMs + numberOf(device, 'psmd', 10000);
  return true;
}

function switchContactor(device: Device, single: boolean): void {
  if (device.phases.single === single) return;
  device.phases.single = single;
  device.phases.switchedMs = device.nowMs;
  report(device, 'lfspt', sinceBootMs(device));
}

/** Reports the live phases behind and before the contactor: three and three. */
export function reportPhases(device: Device): void {
  const closed = device.car?.state === CAR.charging && device.nowMs >= device.readyAtMs;
  const three = closed && !device.phases.single;
  report(device, 'pha', [closed, three, three, true, true, true]);
  report(device, 'pnp', closed ? (three ? 3 : 1) : 0);
}
