/** The fuses of the house connection: what they leave for the car. Lowered at once, raised after a while. */
import { drawnA } from './car';
import { phasesSet, type StepInput, secondsHeld } from './step-input';

/** Room must have been there for so long before it is used: an oven's thermostat comes and goes. */
const RAISE_AFTER_S = 10;
/** After an emergency stop there must be an ampere more than the minimum for so long. */
const RECOVER_AFTER_S = 60;
const RECOVER_A = 1;

/** What the fuses leave for the car with so many phases, in whole ampere; undefined: no fuse, or nothing measured now. */
export function fuseRoomA(moment: StepInput, phases: 1 | 3): number | undefined {
  const { settings, state } = moment;
  const baseA = state.houseBaseA;
  if (settings.fuse === undefined || !baseA) return undefined;
  const used = phases === 1 ? 1 : (state.carPhases ?? 3);
  return Math.floor(Math.min(...baseA.slice(0, used).map((ampere) => settings.fuse! - ampere)));
}

/** What the house takes without the car, told apart at the moment of the measurement: later the car draws something else. */
function measureHouse(moment: StepInput): void {
  const { reading, state } = moment;
  const given = reading.houseCurrentsA;
  if (!given) return;
  const drawn = drawnA(moment);
  const spreadOver = phasesSet(moment) === 1 ? 1 : (state.carPhases ?? 3);
  const reported = reading.chargeCurrentsA?.some((ampere) => Math.abs(ampere) > 0);
  const baseA = (phase: 0 | 1 | 2) => {
    const ownA = reported ? Math.abs(reading.chargeCurrentsA?.[phase] ?? 0) : phase < spreadOver ? drawn : 0;
    // What a phase exports is room; no more than the fuse bears, for the sun may be gone in a second.
    return given[phase] === undefined ? undefined : Math.max(0, given[phase] - ownA);
  };
  const basesA = [baseA(0), baseA(1), baseA(2)] as const;
  const worstA = Math.max(...basesA.filter((ampere) => ampere !== undefined));
  state.houseBaseA = [basesA[0] ?? worstA, basesA[1] ?? worstA, basesA[2] ?? worstA];
}

/** Notes which phases of the house are measured at all, and when all of these were. */
export function hearHouse(moment: StepInput): void {
  const { reading, state, nowMs } = moment;
  const given = reading.houseCurrentsA;
  if (!given) return;
  const [l1, l2, l3] = state.housePhases;
  state.housePhases = [l1 || given[0] !== undefined, l2 || given[1] !== undefined, l3 || given[2] !== undefined];
  if (isHouseWhole(moment)) state.houseMs = nowMs;
}

/** The currents of every phase that has been measured so far are there: one that is missing now is lost. */
function isHouseWhole({ reading, state }: StepInput): boolean {
  const given = reading.houseCurrentsA;
  return given !== undefined && state.housePhases.every((known, phase) => !known || given[phase] !== undefined);
}

/** Follows the room on the phases that are set. */
export function watchFuse(moment: StepInput): void {
  const { settings, state, nowMs } = moment;
  if (settings.fuse === undefined) {
    state.fuseA = null;
    state.houseBaseA = null;
    state.fuseRoomSinceMs = null;
    state.fuseOff = false;
    return;
  }
  if (!isHouseWhole(moment)) return;
  measureHouse(moment);
  const roomA = fuseRoomA(moment, phasesSet(moment));
  if (roomA === undefined) return;
  if (state.fuseOff) {
    recover(moment, roomA);
    return;
  }
  if (state.fuseA === null || roomA <= state.fuseA) {
    state.fuseA = roomA;
    state.fuseRoomSinceMs = null;
    return;
  }
  state.fuseRoomSinceMs ??= nowMs;
  if (secondsHeld(moment, state.fuseRoomSinceMs) < RAISE_AFTER_S) return;
  state.fuseA = roomA;
  state.fuseRoomSinceMs = null;
}

/** Even the minimum is too much: nothing flows until there has been room for a while. */
export function tripFuse({ state }: StepInput): void {
  state.fuseOff = true;
  state.fuseRoomSinceMs = null;
}

function recover(moment: StepInput, roomA: number): void {
  const { settings, state, nowMs } = moment;
  state.fuseA = roomA;
  // One phase may have room where three have none.
  const open = settings.phases === 'auto' ? ([1, 3] as const) : ([settings.phases === '1' ? 1 : 3] as const);
  const bestA = Math.max(...open.map((phases) => fuseRoomA(moment, phases) ?? 0));
  state.fuseRoomSinceMs = bestA >= settings.minCurrent + RECOVER_A ? (state.fuseRoomSinceMs ?? nowMs) : null;
  if (secondsHeld(moment, state.fuseRoomSinceMs) < RECOVER_AFTER_S) return;
  state.fuseOff = false;
  state.fuseRoomSinceMs = null;
}

/** The fuse's limit for so many phases, in ampere; infinite without a fuse. */
export function fuseLimitA(moment: StepInput, phases: 1 | 3): number {
  const { settings, state } = moment;
  if (settings.fuse === undefined) return Number.POSITIVE_INFINITY;
  const nowA = fuseRoomA(moment, phases) ?? state.fuseA ?? 0;
  // What is followed is the room on the phases that are set.
  return phases === phasesSet(moment) ? Math.min(state.fuseA ?? nowA, nowA) : nowA;
}
