/** Spare power for the car, in W: its own power less the power from grid and home battery. */
import type { View } from '../plant';

export function sparePowerW({ chargeW, gridW, batteryW = 0 }: View): number {
  return chargeW - gridW - batteryW;
}
