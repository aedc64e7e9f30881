/** Phases and current that the mode asks for while charging is allowed. */
import { bestA, clampCurrentA, mostA, surplusCurrentA } from './current';
import { choices, phasesAtStart, phasesWhileCharging, switchAllowedInS } from './phases';
import { CAR } from './reading';
import { phasesSet, type StepInput } from './step-input';

/** @param isStart charging was allowed with this step */
export function phasesForMode(input: StepInput, isStart = false): 1 | 3 {
  const { settings } = input;
  const open = choices(input);
  const set = phasesSet(input);
  if (settings.mode === 'fast') {
    const best = open.includes(3) && mostA(input, 3) >= settings.minCurrent ? 3 : (open[0] ?? set);
    return switchAllowedInS(input) > 0 ? set : best;
  }
  return isStart ? phasesAtStart(input) : phasesWhileCharging(input);
}

/** @param isStart charging was allowed with this step */
export function currentForMode(input: StepInput, phases: 1 | 3, isStart = false): number {
  const { settings, reading, state } = input;
  if (settings.mode === 'fast') return clampCurrentA(input, phases, settings.maxCurrent);
  if (reading.car === CAR.idle) return clampCurrentA(input, phases, settings.minCurrent);
  if (phases === phasesSet(input) && !isStart) return surplusCurrentA(input, phases);
  return bestA(input, phases, state.steadyW);
}
