/** One phase or three: `psm`, the pause that a switch takes, the contactor (`pha`, `fsp`). */
import { CAR } from './car';
import { type Device, numberOf, put, sinceBootMs } from './device';

export interface PhaseMemory {
  /** The contactor connects one phase only. */
  single: boolean;
  /** A switch is under way and ends then. */
  pauseUntilMs: number | undefined;
  /** When the last pause for a switch began. */
  pausedMs: number;
  /** When the contactor last moved. */
  switchedMs: number;
}

/** `psm`: what the owner asked for. */
export const PSM = { automatic: 0, one: 1, three: 2 } as const;

/**
 * Brings the contactor to the wanted number of phases. While the car charges that takes a pause of `psmd` (10 s by default)
 * without current; otherwise it happens at once.
 * @returns true while the pause lasts
 */
export function stepPhases(device: Device, wantsSingle: boolean): boolean {
  const { phases } = device;
  put(device, 'fsp', wantsSingle);
  if (phases.pauseUntilMs !== undefined) {
    if (device.nowMs < phases.pauseUntilMs) return true;
    phases.pauseUntilMs = undefined;
    move(device, wantsSingle);
    return false;
  }
  if (wantsSingle === phases.single) return false;
  if (device.car?.state !== CAR.charging) {
    move(device, wantsSingle);
    return false;
  }
  phases.pausedMs = device.nowMs;
  phases.pauseUntilMs = device.nowMs + numberOf(device, 'psmd', 10000);
  return true;
}

function move(device: Device, single: boolean): void {
  if (device.phases.single === single) return;
  device.phases.single = single;
  device.phases.switchedMs = device.nowMs;
  put(device, 'lfspt', sinceBootMs(device));
}

/** Shows which phases are live behind and before the contactor: three and three. */
export function showPhases(device: Device): void {
  const closed = device.car?.state === CAR.charging && device.nowMs >= device.readyAtMs;
  const three = closed && !device.phases.single;
  put(device, 'pha', [closed, three, three, true, true, true]);
  put(device, 'pnp', closed ? (three ? 3 : 1) : 0);
}
