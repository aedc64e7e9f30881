/** What sun and household leave for the car: its own power less what is drawn from grid and home battery, in W. */
import type { View } from '../plant';

export function sparePowerW({ chargeW, gridW, batteryW = 0 }: View): number {
  return chargeW - gridW - batteryW;
}
