/** Reading: values of the meter and the charger at one moment, checked before the controller calculates with them. */

export type ThreePhases = readonly [number, number, number];
/** L1 to L3; a phase that is not measured is undefined. */
export type MeasuredPhases = readonly [number | undefined, number | undefined, number | undefined];

/** A reading as a caller gives it. Powers in watt, currents in ampere. */
export interface ReadingInput {
  /** Grid power, negative is export. A finite number is a new measurement; anything else: nothing new since the last step. */
  gridW?: number | null;
  /** Value of the meter itself, where `gridW` was calculated from it, such as a share of it. Default: `gridW`. */
  meterW?: number | null;
  /** Power of the solar modules. Bounds the surplus where the home battery is not measured. */
  pvW?: number | null;
  /** Home battery, negative is charging it (the sign of the charger's `ids.pAkku`). Left out where there is none, or while it is lost. */
  batteryW?: number | null;
  /** Charge of the home battery, percent. */
  socPercent?: number | null;
  /**
   * Currents of the house connection, the car included, on L1 to L3 (L1 of the house is L1 of the charger); negative is export.
   * A phase that is not measured counts as the most loaded one that is.
   */
  houseCurrentsA?: readonly (number | null)[] | null;
  /** The API's `car`: 1 idle, 2 charging, 3 waiting for car, 4 complete, 5 error; null, 0: unknown. */
  car?: number | null;
  /**
   * True: the caller knows that no car is plugged in. Otherwise `car` 1 soon after a phase switch counts as a part of the switch
   * until it stays.
   */
  unplugged?: boolean | null;
  /** Charging is allowed by what is set at the charger. */
  enabled?: boolean | null;
  /** The current set at the charger (`amp`). */
  currentA?: number | null;
  /** The phases set at the charger: 1 or 3. */
  phases?: number | null;
  /** Power into the car (`nrg.powerTotal`). */
  chargeW?: number | null;
  /** Current of the car on each phase (`nrg.currentL1` to `currentL3`). */
  chargeCurrentsA?: readonly (number | null)[] | null;
  /** The lowest limit of the charger other than `amp` (adapter, cable, temperature); undefined: not known. */
  limitA?: number | null;
  /** Energy of this session (`wh`). */
  energyWh?: number | null;
  /** The owner's limit for it (`dwo`), in every mode. Left out where there is none, and where it is the caller's own. */
  energyLimitWh?: number | null;
  /**
   * `modelStatus` of a charger that is allowed to charge and does not let the car charge for a reason of its own. Left out
   * otherwise.
   */
  refusedBecause?: number | null;
}

/** A reading that was checked; undefined: not measured, or not plausible. */
export interface Reading {
  gridW: number | undefined;
  meterW: number | undefined;
  pvW: number | undefined;
  batteryW: number | undefined;
  socPercent: number | undefined;
  houseCurrentsA: MeasuredPhases | undefined;
  car: number | undefined;
  unplugged: boolean;
  enabled: boolean | undefined;
  currentA: number | undefined;
  phases: 1 | 3 | undefined;
  chargeW: number | undefined;
  chargeCurrentsA: ThreePhases | undefined;
  limitA: number | undefined;
  energyWh: number | undefined;
  energyLimitWh: number | undefined;
  refusedBecause: number | undefined;
}

/** `modelStatus` of a charger that has ended the charge at the energy limit [vendor's API documents]. */
export const ENERGY_LIMIT_REACHED = 6;

/** `car` as the API numbers it. */
export const CAR = { idle: 1, charging: 2, waiting: 3, complete: 4, error: 5 } as const;

/** Bounds of what is plausible: no house has more, and a meter that shows more is broken. */
const MOST_W = 100_000;
const MOST_A = 1000;
const MOST_WH = 10_000_000;

/** Checks a reading; a value that is not plausible counts as not measured. */
export function readingOf(input: ReadingInput | null | undefined): Reading {
  const given: ReadingInput = typeof input === 'object' && input !== null ? input : {};
  const car = inRange(given.car, 1, 5);
  return {
    gridW: inRange(given.gridW, -MOST_W, MOST_W),
    meterW: inRange(given.meterW ?? given.gridW, -MOST_W, MOST_W),
    pvW: inRange(given.pvW, 0, MOST_W),
    batteryW: inRange(given.batteryW, -MOST_W, MOST_W),
    socPercent: inRange(given.socPercent, 0, 100),
    houseCurrentsA: somePhases(given.houseCurrentsA),
    car: car !== undefined && Number.isInteger(car) ? car : undefined,
    unplugged: given.unplugged === true,
    enabled: typeof given.enabled === 'boolean' ? given.enabled : undefined,
    currentA: inRange(given.currentA, 0, MOST_A),
    phases: given.phases === 1 || given.phases === 3 ? given.phases : undefined,
    chargeW: inRange(given.chargeW, -MOST_W, MOST_W),
    chargeCurrentsA: threePhases(given.chargeCurrentsA),
    limitA: inRange(given.limitA, 0, MOST_A),
    energyWh: inRange(given.energyWh, 0, MOST_WH),
    energyLimitWh: inRange(given.energyLimitWh, 0, MOST_WH),
    refusedBecause: inRange(given.refusedBecause, 0, 255),
  };
}

function inRange(value: unknown, least: number, most: number): number | undefined {
  if (typeof value !== 'number' || !(value >= least && value <= most)) return undefined;
  // A zero has no sign.
  return value === 0 ? 0 : value;
}

function threePhases(value: unknown): ThreePhases | undefined {
  const [l1, l2, l3] = somePhases(value) ?? [];
  return l1 === undefined || l2 === undefined || l3 === undefined ? undefined : [l1, l2, l3];
}

function somePhases(value: unknown): MeasuredPhases | undefined {
  if (!Array.isArray(value)) return undefined;
  const [l1, l2, l3] = value.slice(0, 3).map((ampere) => inRange(ampere, -MOST_A, MOST_A));
  return l1 === undefined && l2 === undefined && l3 === undefined ? undefined : [l1, l2, l3];
}
