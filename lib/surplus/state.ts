/** What the controller remembers between two steps: plain data that survives JSON. */
import type { ReasonWord, StateWord } from './explanation';
import { type LagMemory, NO_LAG_KNOWN } from './lag';
import type { Mode } from './settings';
import { type MeterMemory, NOTHING_SAID } from './stuck-meter';

/** `release`: the charger's own rules decide. */
export type Enabled = boolean | 'release';

/** What should change at the charger; what is left out stays. `currentA` in whole ampere. */
export interface Commands {
  enabled?: Enabled;
  currentA?: number;
  phases?: 1 | 3;
}

/** Times are the caller's milliseconds; energies are watt seconds; null: not now, or not known. */
export interface State {
  version: 1;
  stepMs: number | null;
  mode: Mode | null;
  /**
   * The charger is the controller's to set: there was a measurement, or a mode that needs none. Before that a node that
   * nobody has wired must not stop a car.
   */
  inCharge: boolean;

  /** The last measurement, and what it left for the car: as measured, and without noise. */
  measuredMs: number | null;
  /** How often the meter speaks, as far as it is known, in seconds. */
  meterEveryS: number | null;
  /** Whether the meter stands still. */
  meter: MeterMemory;
  houseMs: number | null;
  /** The phases of the house that have been measured so far. */
  housePhases: readonly [boolean, boolean, boolean];
  firstMs: number | null;
  availableW: number;
  steadyW: number;
  lag: LagMemory;
  /** The home battery has reached its level (`above-soc`). */
  batteryFull: boolean;
  /** What the home battery did when it was last measured, and when that was. */
  batteryW: number;
  batteryMs: number | null;

  /** What is known of the car until it is unplugged. */
  carPhases: 1 | 2 | 3 | null;
  voltV: number;
  /** What the car takes at most although more is offered. */
  carMaxA: number | null;
  belowOfferSinceMs: number | null;
  blindSinceMs: number | null;
  full: boolean;
  drewMs: number | null;
  /** When the charger last refused to let the car charge, for a reason of its own. */
  refusedMs: number | null;
  car: number | null;
  /** `car` shows 1 since then. */
  idleSinceMs: number | null;

  /** Charging is wished. Null before the first step. */
  on: boolean | null;
  changedMs: number | null;
  enoughSinceMs: number | null;
  lackSinceMs: number | null;
  /** What charging has lost against not charging lately; negative: it was the better one. */
  restBetterWs: number;

  /** What one phase has lost against three lately; negative: one was the better one. */
  threeBetterWs: number;
  switchesMs: number[];
  switchingSinceMs: number | null;
  /** What the charger was set to last, and when that last changed, whoever switched it. */
  phasesShown: 1 | 3 | null;
  phasesMovedMs: number | null;

  /** A change of power that is not visible in the reading yet. */
  settleUntilMs: number | null;
  settleToW: number | null;
  /** What the present current has lost against the best one lately, and whether that is a higher one. */
  currentWs: number;
  currentRises: boolean;

  wakeAttempts: number;
  wakeStepMs: number | null;
  wakePulse: 'raise' | 'release' | null;

  /** Currents of the house without the car, as last measured. */
  houseBaseA: readonly [number, number, number] | null;
  fuseA: number | null;
  fuseRoomSinceMs: number | null;
  fuseOff: boolean;

  /** What was asked of the charger last, and when. */
  sent: Commands;
  sentMs: { enabled: number | null; currentA: number | null; phases: number | null };

  shown: { state: StateWord; reason: ReasonWord; sinceMs: number } | null;
}

export const NOTHING_KNOWN: Readonly<State> = {
  version: 1,
  stepMs: null,
  mode: null,
  inCharge: false,
  measuredMs: null,
  meterEveryS: null,
  meter: NOTHING_SAID,
  houseMs: null,
  housePhases: [false, false, false],
  firstMs: null,
  availableW: 0,
  steadyW: 0,
  lag: NO_LAG_KNOWN,
  batteryFull: false,
  batteryW: 0,
  batteryMs: null,
  carPhases: null,
  voltV: 230,
  carMaxA: null,
  belowOfferSinceMs: null,
  blindSinceMs: null,
  full: false,
  drewMs: null,
  refusedMs: null,
  car: null,
  idleSinceMs: null,
  on: null,
  changedMs: null,
  enoughSinceMs: null,
  lackSinceMs: null,
  restBetterWs: 0,
  threeBetterWs: 0,
  switchesMs: [],
  switchingSinceMs: null,
  phasesShown: null,
  phasesMovedMs: null,
  settleUntilMs: null,
  settleToW: null,
  currentWs: 0,
  currentRises: false,
  wakeAttempts: 0,
  wakeStepMs: null,
  wakePulse: null,
  houseBaseA: null,
  fuseA: null,
  fuseRoomSinceMs: null,
  fuseOff: false,
  sent: {},
  sentMs: { enabled: null, currentA: null, phases: null },
  shown: null,
};
