/** The home battery: who gets the sun first. What it gives away is never surplus. */
import type { Moment } from './moment';

/** A battery that has reached `batterySoc` counts as full until it has lost so much again, percent. */
const SOC_HYSTERESIS = 3;

/**
 * What the home battery's power means for the car, in watt: its discharge is taken away from the surplus always; what
 * it charges with is the car's where the car comes first.
 */
export function batteryShareW({ settings, reading, state }: Moment): number {
  if (reading.socPercent !== undefined) {
    const level = settings.batterySoc - (state.batteryFull ? SOC_HYSTERESIS : 0);
    state.batteryFull = reading.socPercent >= level;
  }
  if (reading.batteryW === undefined) return 0;
  if (reading.batteryW > 0) return -reading.batteryW;
  const carFirst =
    settings.batteryPriority === 'car' || (settings.batteryPriority === 'above-soc' && state.batteryFull);
  return carFirst ? -reading.batteryW : 0;
}
