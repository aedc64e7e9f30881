/** Home battery: its charging power may be the car's, its discharge is never surplus. */
import { type StepInput, secondsHeld } from './step-input';

/** Hysteresis of `batterySoc`, in percent: a battery that has reached it counts as full until it has lost this much. */
const SOC_HYSTERESIS = 3;
/** A battery that was measured and is not for this many times `staleAfter` is lost; one that is measured slowly is not. */
const LOST_AFTER = 10;

/** The battery was measured and has not been for long: it may feed the car unseen. */
export function batteryLost(input: StepInput): boolean {
  return secondsHeld(input, input.state.batteryMs) > input.settings.staleAfter * LOST_AFTER;
}

/**
 * The home battery's part of the surplus, in watt: a discharge is always subtracted; the charging power is added where the car
 * comes first. Between two measurements the last discharge goes on counting, and the last charging power does not.
 */
export function batteryShareW({ settings, reading, state, nowMs }: StepInput): number {
  if (reading.socPercent !== undefined) {
    const level = settings.batterySoc - (state.batteryFull ? SOC_HYSTERESIS : 0);
    state.batteryFull = reading.socPercent >= level;
  }
  if (reading.batteryW === undefined) return -Math.max(0, state.batteryW);
  state.batteryW = reading.batteryW;
  state.batteryMs = nowMs;
  if (reading.batteryW > 0) return -reading.batteryW;
  const carFirst =
    settings.batteryPriority === 'car' || (settings.batteryPriority === 'above-soc' && state.batteryFull);
  return carFirst ? -reading.batteryW : 0;
}
