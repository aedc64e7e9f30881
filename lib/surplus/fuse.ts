/** Fuses of the house connection: the headroom that they leave for the car. It falls at once and rises after a while. */
import { drawnA } from './car';
import { phasesSet, type StepInput, secondsHeld } from './step-input';

/** More headroom must last this long before it is used: an oven's thermostat switches often [our choice]. */
const RAISE_AFTER_S = 10;
/** After a stop for the fuse, headroom for a start must last this long [our choice]. */
const RECOVER_AFTER_S = 60;
/** Headroom above the minimum that a start after such a stop needs, in ampere. */
const RECOVER_A = 1;

/** Headroom for the car with a number of phases, in whole ampere; undefined without a fuse, or without a measurement now. */
export function fuseHeadroomA(input: StepInput, phases: 1 | 3): number | undefined {
  const { settings, state } = input;
  const baseA = state.houseBaseA;
  if (settings.fuse === undefined || !baseA) return undefined;
  const used = phases === 1 ? 1 : (state.carPhases ?? 3);
  return Math.floor(Math.min(...baseA.slice(0, used).map((ampere) => settings.fuse! - ampere)));
}

/** Measures the house's currents without the car, with the car's current at the time of the measurement. */
function measureHouse(input: StepInput): void {
  const { reading, state } = input;
  const given = reading.houseCurrentsA;
  if (!given) return;
  const drawn = drawnA(input);
  const spreadOver = phasesSet(input) === 1 ? 1 : (state.carPhases ?? 3);
  const reported = reading.chargeCurrentsA?.some((ampere) => Math.abs(ampere) > 0);
  const baseA = (phase: 0 | 1 | 2) => {
    const ownA = reported ? Math.abs(reading.chargeCurrentsA?.[phase] ?? 0) : phase < spreadOver ? drawn : 0;
    // Export on a phase counts as no load, and not as more headroom: the sun may be gone in a second.
    return given[phase] === undefined ? undefined : Math.max(0, given[phase] - ownA);
  };
  const basesA = [baseA(0), baseA(1), baseA(2)] as const;
  const worstA = Math.max(...basesA.filter((ampere) => ampere !== undefined));
  state.houseBaseA = [basesA[0] ?? worstA, basesA[1] ?? worstA, basesA[2] ?? worstA];
}

/** Remembers which phases of the house have been measured so far, and when all of these last were. */
export function receiveHouseCurrents(input: StepInput): void {
  const { reading, state, nowMs } = input;
  const given = reading.houseCurrentsA;
  if (!given) return;
  const [l1, l2, l3] = state.housePhases;
  state.housePhases = [l1 || given[0] !== undefined, l2 || given[1] !== undefined, l3 || given[2] !== undefined];
  if (isHouseComplete(input)) state.houseMs = nowMs;
}

/** The reading has the current of every phase that was ever measured; a phase that is missing now is lost. */
function isHouseComplete({ reading, state }: StepInput): boolean {
  const given = reading.houseCurrentsA;
  return given !== undefined && state.housePhases.every((known, phase) => !known || given[phase] !== undefined);
}

/** Updates the headroom on the phases that are set. */
export function watchFuse(input: StepInput): void {
  const { settings, state, nowMs } = input;
  if (settings.fuse === undefined) {
    state.fuseA = null;
    state.houseBaseA = null;
    state.fuseHeadroomSinceMs = null;
    state.fuseOff = false;
    return;
  }
  if (!isHouseComplete(input)) return;
  measureHouse(input);
  const headroomA = fuseHeadroomA(input, phasesSet(input));
  if (headroomA === undefined) return;
  if (state.fuseOff) {
    recover(input, headroomA);
    return;
  }
  if (state.fuseA === null || headroomA <= state.fuseA) {
    state.fuseA = headroomA;
    state.fuseHeadroomSinceMs = null;
    return;
  }
  state.fuseHeadroomSinceMs ??= nowMs;
  if (secondsHeld(input, state.fuseHeadroomSinceMs) < RAISE_AFTER_S) return;
  state.fuseA = headroomA;
  state.fuseHeadroomSinceMs = null;
}

/** Stops charging for the fuse, as even the minimum is too much; it starts again after headroom has lasted. */
export function tripFuse({ state }: StepInput): void {
  state.fuseOff = true;
  state.fuseHeadroomSinceMs = null;
}

function recover(input: StepInput, headroomA: number): void {
  const { settings, state, nowMs } = input;
  state.fuseA = headroomA;
  // One phase may have headroom where three have none.
  const open = settings.phases === 'auto' ? ([1, 3] as const) : ([settings.phases === '1' ? 1 : 3] as const);
  const bestA = Math.max(...open.map((phases) => fuseHeadroomA(input, phases) ?? 0));
  state.fuseHeadroomSinceMs = bestA >= settings.minCurrent + RECOVER_A ? (state.fuseHeadroomSinceMs ?? nowMs) : null;
  if (secondsHeld(input, state.fuseHeadroomSinceMs) < RECOVER_AFTER_S) return;
  state.fuseOff = false;
  state.fuseHeadroomSinceMs = null;
}

/** Limit of the fuse for a number of phases, in ampere; infinite without a fuse. */
export function fuseLimitA(input: StepInput, phases: 1 | 3): number {
  const { settings, state } = input;
  if (settings.fuse === undefined) return Number.POSITIVE_INFINITY;
  const nowA = fuseHeadroomA(input, phases) ?? state.fuseA ?? 0;
  // `fuseA` is the headroom on the phases that are set.
  return phases === phasesSet(input) ? Math.min(state.fuseA ?? nowA, nowA) : nowA;
}
