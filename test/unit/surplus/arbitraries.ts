/** Arbitraries for property tests: settings and spells of weather, played with a charger that obeys every command. */
import fc from 'fast-check';
import { surplus } from '../../../lib';

export const settings: fc.Arbitrary<surplus.SettingsInput> = fc.record(
  {
    mode: fc.constantFrom(...surplus.MODES),
    phases: fc.constantFrom<surplus.PhaseChoice | 1 | 3>('auto', '1', '3', 1, 3),
    minCurrent: fc.integer({ min: 6, max: 10 }),
    maxCurrent: fc.integer({ min: 10, max: 32 }),
    reserve: fc.integer({ min: -1000, max: 1000 }),
    startDelay: fc.integer({ min: 0, max: 120 }),
    stopDelay: fc.integer({ min: 0, max: 300 }),
    phaseDelay: fc.integer({ min: 0, max: 600 }),
    minRun: fc.integer({ min: 0, max: 600 }),
    minPause: fc.integer({ min: 0, max: 600 }),
    maxPhaseSwitches: fc.integer({ min: 0, max: 6 }),
    staleAfter: fc.integer({ min: 10, max: 120 }),
    onStale: fc.constantFrom(...surplus.ON_STALE),
    batteryPriority: fc.constantFrom(...surplus.BATTERY_PRIORITIES),
    batterySoc: fc.integer({ min: 0, max: 100 }),
  },
  { requiredKeys: [] },
);

/** Some time with the same weather. */
export interface WeatherSpell {
  lastsS: number;
  everyS: number;
  sunW: number;
  silent: boolean;
  batteryW: number | undefined;
  socPercent: number | undefined;
  car: number;
  limitA: number | undefined;
}

export const spells: fc.Arbitrary<WeatherSpell[]> = fc.array(
  fc.record({
    lastsS: fc.integer({ min: 1, max: 900 }),
    everyS: fc.constantFrom(0.1, 1, 5, 10, 30),
    sunW: fc.integer({ min: -3000, max: 15_000 }),
    silent: fc.constantFrom(false, false, false, true),
    batteryW: fc.option(fc.integer({ min: -5000, max: 5000 }), { nil: undefined }),
    socPercent: fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }),
    car: fc.constantFrom(2, 2, 2, 2, 1, 3, 4, 5, 0),
    limitA: fc.option(fc.constantFrom(0, 5, 6, 10, 16, 32), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 15 },
);

/** One step of a day. */
export interface PlayedStep {
  atS: number;
  reading: surplus.ReadingInput;
  commands: surplus.Commands;
  explanation: surplus.Explanation;
  state: surplus.State;
}

/** Plays the spells: the charger is set as commanded, and a charging car takes all that it is offered. */
export function playSpells(chosen: surplus.SettingsInput, weather: readonly WeatherSpell[]): PlayedStep[] {
  const set = { enabled: false, currentA: 6, phases: 1 as 1 | 3 };
  let state = surplus.initial(chosen);
  let atS = 0;
  const steps: PlayedStep[] = [];
  for (const spell of weather) {
    const endS = atS + Math.min(spell.lastsS, spell.everyS * 60);
    for (; atS < endS; atS += spell.everyS) {
      const ampere = set.enabled && spell.car === 2 ? set.currentA : 0;
      const chargeW = ampere * 230 * set.phases;
      const { batteryW = 0 } = spell;
      const reading: surplus.ReadingInput = {
        ...set,
        gridW: spell.silent ? undefined : chargeW - spell.sunW - batteryW,
        batteryW: spell.batteryW,
        socPercent: spell.socPercent,
        car: spell.car,
        chargeW,
        chargeCurrentsA: [ampere, set.phases === 3 ? ampere : 0, set.phases === 3 ? ampere : 0],
        limitA: spell.limitA,
      };
      const result = surplus.step(chosen, state, reading, atS * 1000);
      state = result.state;
      const { enabled, currentA, phases } = result.commands;
      if (enabled !== undefined) set.enabled = enabled !== false;
      set.currentA = currentA ?? set.currentA;
      set.phases = phases ?? set.phases;
      steps.push({ atS, reading, commands: result.commands, explanation: result.explanation, state });
    }
  }
  return steps;
}
