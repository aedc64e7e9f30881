/** Days of the comparison. Settings are settled on the training seeds and reported on the others. */
import { type DayOptions, generateDay } from './day';
import { WEATHERS } from './weather';

export const TRAINING_SEEDS: readonly number[] = [11, 12, 13, 14];
export const REPORT_SEEDS: readonly number[] = [201, 202];

const HOUSES: readonly Omit<DayOptions, 'weather' | 'seed'>[] = [
  { roofKwp: 7, car: { phases: 3, maxCurrentA: 16 } },
  { roofKwp: 12, car: { phases: 3, maxCurrentA: 16 } },
  { roofKwp: 12, batteryKwh: 10, car: { phases: 3, maxCurrentA: 16 } },
  { roofKwp: 7, car: { phases: 1, maxCurrentA: 32 } },
  { roofKwp: 5, car: { phases: 2, maxCurrentA: 16 } },
  { roofKwp: 12, car: { phases: 3, maxCurrentA: 32 } },
];

export function daysOf(seeds: readonly number[]) {
  return seeds.flatMap((seed) =>
    WEATHERS.flatMap((weather) => HOUSES.map((house) => generateDay({ ...house, weather, seed }))),
  );
}
