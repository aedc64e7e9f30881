/** Power that currents mean, for the line below them in the dialog. */
import { numberOf, numberProblem, settingOf } from '../runtime/settings';
import { SETTINGS } from './settings';

/** Nominal voltage of a phase; the runtime counts with what the charger measures. */
const VOLT = 230;

/** Power that can be charged with, in watt; `gap` is between one phase at its most and three at their least, where there is one. */
export interface PowerRange {
  leastW: number;
  mostW: number;
  gap?: { belowW: number; aboveW: number };
}

/** @returns undefined where the currents make no sense */
export function powerRange(phases: string, minCurrent: string, maxCurrent: string): PowerRange | undefined {
  const minA = currentOf('minCurrent', minCurrent);
  const maxA = currentOf('maxCurrent', maxCurrent);
  if (maxA < minA) return undefined;
  const leastW = minA * VOLT * (phases === '3' ? 3 : 1);
  const mostW = maxA * VOLT * (phases === '1' ? 1 : 3);
  const belowW = maxA * VOLT;
  const aboveW = minA * VOLT * 3;
  return { leastW, mostW, ...(phases === 'auto' && belowW < aboveW ? { gap: { belowW, aboveW } } : {}) };
}

/** Current that a box means: the entered one where it can be used, else the default. */
export function currentOf(name: 'minCurrent' | 'maxCurrent', typed: string): number {
  const setting = settingOf(SETTINGS, name);
  const number = numberProblem(setting, typed) ? undefined : numberOf(typed);
  return number ?? setting.default;
}
