/** The home battery: who gets the sun first. What it gives away is never surplus. */
import { type StepInput, secondsHeld } from './step-input';

/** A battery that has reached `batterySoc` counts as full until it has lost so much again, percent. */
const SOC_HYSTERESIS = 3;
/** A battery that has been measured and is silent for so many times `staleAfter` is lost; a slow one is not. */
const LOST_AFTER = 10;

/** The battery was measured and nobody knows any more what it does: it may be what feeds the car. */
export function batteryLost(moment: StepInput): boolean {
  return secondsHeld(moment, moment.state.batteryMs) > moment.settings.staleAfter * LOST_AFTER;
}

/**
 * What the home battery's power means for the car, in watt: its discharge is taken away from the surplus always; what
 * it charges with is the car's where the car comes first. While it is silent its last discharge goes on counting, and
 * what it charged with does not.
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
