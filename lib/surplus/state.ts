/** State of the controller between two steps: plain data that survives JSON. */
import type { ReasonWord, StateWord } from './explanation';
import { type LagMemory, NO_LAG_KNOWN } from './lag';
import type { Mode } from './settings';
import { NO_METER_VALUE, type StuckMeter } from './stuck-meter';

/** `release`: the charger's own rules decide. */
export type Enabled = boolean | 'release';

/** Commands for the charger: what should change there. What is left out stays. `currentA` in whole ampere. */
export interface Commands {
  enabled?: Enabled;
  currentA?: number;
  phases?: 1 | 3;
}

/** Times are the caller's milliseconds; energies are watt seconds; null: not now, or not known. */
export interface State {
  version: 1;
  /** Time of the last step, and its mode. */
  stepMs: number | null;
  mode: Mode | null;
  /**
   * The controller sets the charger: there was a measurement, or a mode that needs none. Before that a node without a meter
   * must not stop a car.
   */
  inCharge: boolean;

  /** Time of the last measurement. */
  measuredMs: number | null;
  /** Interval of the meter, in seconds, once it is known. */
  meterEveryS: number | null;
  /** Last value of the meter, and whether it is stuck. */
  meter: StuckMeter;
  /** When all measured phases of the house last came together. */
  houseMs: number | null;
  /** The phases of the house that have been measured so far. */
  housePhases: readonly [boolean, boolean, boolean];
  /** Time of the first step. */
  firstMs: number | null;
  /** Surplus as measured, in watt. */
  availableW: number;
  /** Surplus without the meter's noise, in watt. */
  steadyW: number;
  /** Learned lag of the meter. */
  lag: LagMemory;
  /** The home battery has reached its level (`above-soc`). */
  batteryFull: boolean;
  /** Power of the home battery when it was last measured, and when that was. */
  batteryW: number;
  batteryMs: number | null;

  /** Car model, until it is unplugged: phases in use. */
  carPhases: 1 | 2 | 3 | null;
  /** Learned voltage of a phase. */
  voltV: number;
  /** Most that the car takes although more is offered, in ampere. */
  carMaxA: number | null;
  /** It draws less than it is offered since then. */
  belowOfferSinceMs: number | null;
  /** It charges without measured power since then. */
  blindSinceMs: number | null;
  /** It ended the charge by itself. */
  full: boolean;
  /** Last time that it drew power. */
  drewMs: number | null;
  /** Last time that the charger did not let the car charge, for a reason of its own. */
  refusedMs: number | null;
  /** `car` at the last step. */
  car: number | null;
  /** `car` shows 1 since then. */
  idleSinceMs: number | null;

  /** Charging is allowed; null: not decided yet. */
  on: boolean | null;
  /** Last start or stop. */
  changedMs: number | null;
  /** There is enough surplus for a start, or too little to go on, since then. */
  enoughSinceMs: number | null;
  lackSinceMs: number | null;
  /** Loss of charging against not charging lately; negative: charging was better. */
  restBetterWs: number;

  /** Loss of one phase against three lately; negative: one phase was better. */
  threeBetterWs: number;
  /** Phase switches of the last hour, and the begin of the one under way. */
  switchesMs: number[];
  switchingSinceMs: number | null;
  /** Phases that the charger showed last, and when they last changed, whoever switched them. */
  phasesShown: 1 | 3 | null;
  phasesMovedMs: number | null;

  /** Settling: an ordered change of power that does not show yet. */
  settleUntilMs: number | null;
  settleToW: number | null;
  /** Loss of the present current against the best one lately, and whether that is a higher one. */
  currentWs: number;
  currentRises: boolean;

  /** Wake-up attempts so far, the begin of the last one, and the one that still lasts. */
  wakeAttempts: number;
  wakeStepMs: number | null;
  wakePulse: 'raise' | 'release' | null;

  /** Currents of the house without the car, as last measured, in ampere. */
  houseBaseA: readonly [number, number, number] | null;
  /** Headroom in use, in ampere. */
  fuseA: number | null;
  /** There is more headroom since then. */
  fuseHeadroomSinceMs: number | null;
  /** The fuse has stopped the charge. */
  fuseOff: boolean;

  /** Last commands, and when they were given. */
  sent: Commands;
  sentMs: { enabled: number | null; currentA: number | null; phases: number | null };

  /** Last state and reason, and since when they are the same. */
  shown: { state: StateWord; reason: ReasonWord; sinceMs: number } | null;
}

/** State before the first step. */
export const NOTHING_KNOWN: Readonly<State> = {
  version: 1,
  stepMs: null,
  mode: null,
  inCharge: false,
  measuredMs: null,
  meterEveryS: null,
  meter: NO_METER_VALUE,
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
  fuseHeadroomSinceMs: null,
  fuseOff: false,
  sent: {},
  sentMs: { enabled: null, currentA: null, phases: null },
  shown: null,
};
