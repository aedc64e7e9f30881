/**
 * Lag of the meter behind the charger: a second for a meter that pushes, ten and more for an inverter that is polled through a
 * cloud. The surplus is the meter's value plus the car's power at the same moment, so the car's power is remembered. The lag is
 * learned: when the car's power changes, the sum jumps least with the right lag.
 */
import type { StepInput } from './step-input';

/** Lags to choose from, in seconds [our choice]. */
const LAGS_S = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20] as const;
/** The car's power is remembered for this long: a little more than the largest lag [our choice]. */
const POWER_HISTORY_MS = 25_000;
/** Shortest time between two remembered powers: less would remember each message of a fast meter [our choice]. */
const FINENESS_MS = 400;
/** Least difference between the jumps of two lags that teaches anything, in watt. */
const TELLING_W = 200;
/** Largest jump that counts, in watt: one kettle must not outweigh all that was learned. */
const LARGEST_JUMP_W = 3000;
/** Part of the learned jumps that stays with each new one. */
const KEPT = 0.98;
/** Another lag is taken when its jumps are less than this part of the present one's. */
const BETTER = 0.8;

export interface LagMemory {
  /** Power into the car, oldest first. */
  flows: readonly (readonly [atMs: number, watt: number])[];
  /** Learned jumps of the sum, by lag. */
  jumpsW: readonly number[];
  /** Index of the lag in use. */
  believed: number;
  /** Sums at the last measurement, by lag. */
  sumsW: readonly number[] | null;
}

export const NO_LAG_KNOWN: Readonly<LagMemory> = {
  flows: [],
  jumpsW: LAGS_S.map(() => 0),
  believed: LAGS_S.indexOf(1),
  sumsW: null,
};

/** Remembers the power into the car. Called with each step, with or without a measurement. */
export function rememberFlow({ state, nowMs }: StepInput, flowsW: number): void {
  const { flows } = state.lag;
  const last = flows.at(-1);
  // Leaves out what is later than now, where the clock was set back, and what is too old.
  const kept = flows.filter(([atMs]) => atMs < nowMs && nowMs - atMs <= POWER_HISTORY_MS);
  if (last && kept.length > 1 && nowMs - kept.at(-2)![0] < FINENESS_MS) kept.pop();
  state.lag = { ...state.lag, flows: [...kept, [nowMs, flowsW]] };
}

/** Forgets the last measurement, as it is not known what has happened since. */
export function forgetLastMeasurement({ state }: StepInput): void {
  state.lag = { ...state.lag, sumsW: null };
}

/**
 * Learns from a measurement.
 * @param withoutCarW the surplus without the car's own power, in watt
 * @returns the power into the car when the meter measured, in watt
 */
export function flowWhenMeasured(input: StepInput, withoutCarW: number): number {
  const { lag } = input.state;
  const flowsW = LAGS_S.map((lagS) => flowAt(input, input.nowMs - lagS * 1000));
  const sumsW = flowsW.map((watt) => watt + withoutCarW);
  const jumpsW = lag.sumsW ? sumsW.map((sum, at) => Math.abs(sum - lag.sumsW![at]!)) : [];
  const isTelling = jumpsW.length > 0 && Math.max(...jumpsW) - Math.min(...jumpsW) > TELLING_W;
  input.state.lag = { ...lag, sumsW, ...(isTelling ? learnLag(lag, jumpsW) : {}) };
  return flowsW[input.state.lag.believed]!;
}

function learnLag({ jumpsW, believed }: LagMemory, newW: readonly number[]): Pick<LagMemory, 'jumpsW' | 'believed'> {
  const summed = jumpsW.map((watt, at) => watt * KEPT + Math.min(LARGEST_JUMP_W, newW[at]!));
  const best = summed.indexOf(Math.min(...summed));
  return { jumpsW: summed, believed: summed[best]! < BETTER * summed[believed]! ? best : believed };
}

/** Remembered power nearest to a time, in watt. */
function flowAt({ state }: StepInput, atMs: number): number {
  let nearest: readonly [number, number] = [Number.NEGATIVE_INFINITY, 0];
  for (const flow of state.lag.flows) if (Math.abs(flow[0] - atMs) <= Math.abs(nearest[0] - atMs)) nearest = flow;
  return nearest[1];
}
