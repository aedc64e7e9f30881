/** Limits of the chosen charger that are lower than an entered current: the charger takes the value, and less flows. */
import { limitedBy } from '../../lib/keys/bounds';
import { fixedValue, type ValueRow } from './check-value';
import type { LiveValues } from './live';
import type { Choice } from './registry';

/** @returns `ama 16 A, cbl 20 A`; empty where nothing is known to be lower */
export function lowerLimitsText(
  { value, type }: Omit<ValueRow, 'key'>,
  choice: Choice | undefined,
  live: Pick<LiveValues, 'get'>,
): string {
  const fixed = fixedValue(value, type);
  if (!choice || typeof fixed !== 'object' || typeof fixed.value !== 'number') return '';
  const limits = limitedBy(choice.row, fixed.value, (key) => live.get(key)) ?? {};
  return Object.entries(limits)
    .map(([key, ampere]) => `${key} ${ampere} A`)
    .join(', ');
}
