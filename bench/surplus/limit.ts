/**
 * Limit: a controller that knows the future, by dynamic programming, backwards over the day in steps of ten seconds, over the same
 * charger: nothing, one phase, three phases, whole amperes, a start takes the car's wake-up, a switch takes the pause and the
 * wake-up. It needs no delay, only a minute's rest between changes, so no controller can do better for the same energy from the grid:
 * that energy has a price, and the lowest price is taken at which no more than a fixed share of the charge is imported.
 */
import type { Day } from './day';
import { SECONDS } from './weather';

export interface Limit {
  solarWh: number;
  gridWh: number;
}

/** Length of a step [our choice]. */
const STEP_S = 10;
const VOLT = 230;
const LEAST_A = 6;
/** Steps without current: a car's start, and a switch of phases with its pause. */
const START_STEPS = 1;
const SWITCH_STEPS = 2;
/** Part of its charge that evcc's rule draws from the grid. */
const GRID_SHARE = 0.025;
const PRICES = [0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10];

/** Least steps between two changes: a minute, as with the quickest rule here, so that the contactor wears no faster. */
const REST_STEPS = 6;

type Way = 'off' | 'one' | 'three';
const WAYS: readonly Way[] = ['off', 'one', 'three'];

/** @param maxA what the controllers may set at the most */
export function limitOf(day: Day, maxA: number): Limit {
  let least: Limit | undefined;
  for (const price of PRICES) {
    least = plan(day, maxA, price);
    if (least.gridWh <= GRID_SHARE * (least.solarWh + least.gridWh)) break;
  }
  return least ?? { solarWh: 0, gridWh: 0 };
}

interface Gain {
  solarWh: number;
  gridWh: number;
  worth: number;
}
const NOTHING: Gain = { solarWh: 0, gridWh: 0, worth: 0 };

/** The best day at this price, in Wh from the grid that a Wh from the sun is worth. */
export function plan(day: Day, maxA: number, price: number): Limit {
  const steps = Math.floor(Math.min(day.sunW.length, SECONDS) / STEP_S);
  const carA = Math.min(maxA, day.car.maxCurrentA);
  const phases: Record<Way, number> = { off: 0, one: 1, three: day.car.phases };
  const gains = WAYS.map((way) =>
    Array.from({ length: steps }, (_, step) => best(day, step, phases[way], carA, price)),
  );
  /** Gain of the rest of the day from a step on, by the way of charging and the steps since it began. */
  const rest = WAYS.map(() =>
    Array.from({ length: REST_STEPS + 1 }, () => Array.from({ length: steps + SWITCH_STEPS + 1 }, () => NOTHING)),
  );
  for (let step = steps - 1; step >= 0; step -= 1) {
    for (const from of WAYS.keys()) {
      const stay = (rested: number) =>
        add(gains[from]![step]!, rest[from]![Math.min(rested + 1, REST_STEPS)]![step + 1]!);
      for (let rested = 0; rested < REST_STEPS; rested += 1) rest[from]![rested]![step] = stay(rested);
      let most = stay(REST_STEPS);
      for (const to of WAYS.keys()) {
        if (to === from) continue;
        const lost = to === 0 ? 0 : from === 0 ? START_STEPS : SWITCH_STEPS;
        const next = rest[to]![0]![step + lost]!;
        if (next.worth > most.worth) most = next;
      }
      rest[from]![REST_STEPS]![step] = most;
    }
  }
  const { solarWh, gridWh } = rest[0]![REST_STEPS]![0]!;
  return { solarWh, gridWh };
}

/** The best current of one way in one step. */
function best(day: Day, step: number, phases: number, carA: number, price: number): Gain {
  if (phases === 0) return NOTHING;
  let most: Gain | undefined;
  for (let ampere = LEAST_A; ampere <= carA; ampere += 1) {
    const powerW = ampere * VOLT * phases;
    let solarWh = 0;
    for (let second = step * STEP_S; second < (step + 1) * STEP_S; second += 1)
      solarWh += Math.max(0, Math.min(powerW, day.sunW[second]! - day.houseW[second]!)) / 3600;
    const gridWh = (powerW * STEP_S) / 3600 - solarWh;
    const worth = solarWh - price * gridWh;
    if (!most || worth > most.worth) most = { solarWh, gridWh, worth };
  }
  return most ?? NOTHING;
}

function add(a: Gain, b: Gain): Gain {
  return { solarWh: a.solarWh + b.solarWh, gridWh: a.gridWh + b.gridWh, worth: a.worth + b.worth };
}
