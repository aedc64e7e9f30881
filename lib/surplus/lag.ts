/**
 * How much later the meter shows a change than the charger does: a second for one that pushes, ten and more for an inverter
 * that is asked through a cloud. The surplus adds what flows into the car to what the meter says, and must not add the
 * car's power of now to a meter's value of ten seconds ago. The lag is learned: whenever the car's power has changed, the sum
 * jumps least for the lag that is the right one.
 */
import type { StepInput } from './step-input';

/** The lags that are told apart, in seconds. */
const LAGS_S = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20] as const;
/** The car's power is remembered for so long, and no finer than this. */
const REMEMBERED_MS = 25_000;
const FINENESS_MS = 400;
/** Only where the lags differ by so much, in watt, can they be told apart. */
const TELLING_W = 200;
/** A jump counts for no more than this: a kettle on a phase of the house must not outweigh everything. */
const LARGEST_JUMP_W = 3000;
/** How much of what was learned stays with each new comparison, and how much less another lag must jump to be believed. */
const KEPT = 0.98;
const BETTER = 0.8;

export interface LagMemory {
  /** When, and what flowed into the car then. */
  flows: readonly (readonly [atMs: number, watt: number])[];
  /** How much the sum has jumped with each lag; and which lag is believed. */
  jumpsW: readonly number[];
  believed: number;
  /** The sums of the last measurement, to see them jump. */
  sumsW: readonly number[] | null;
}

export const NO_LAG_KNOWN: Readonly<LagMemory> = {
  flows: [],
  jumpsW: LAGS_S.map(() => 0),
  believed: LAGS_S.indexOf(1),
  sumsW: null,
};

/** Remembers what flows into the car. Called with each step, measured or not. */
export function rememberFlow({ state, nowMs }: StepInput, flowsW: number): void {
  const { flows } = state.lag;
  const last = flows.at(-1);
  // A clock that was set back, and a step right after the last one.
  const kept = flows.filter(([atMs]) => atMs < nowMs && nowMs - atMs <= REMEMBERED_MS);
  if (last && kept.length > 1 && nowMs - kept.at(-2)![0] < FINENESS_MS) kept.pop();
  state.lag = { ...state.lag, flows: [...kept, [nowMs, flowsW]] };
}

/** Forgets the last measurement: what has passed since then is not known. */
export function breakOff({ state }: StepInput): void {
  state.lag = { ...state.lag, sumsW: null };
}

/**
 * Learns from a measurement.
 * @param elseW what the meter says without the car, in watt: the surplus but for what flows into it
 * @returns what flowed into the car when the meter measured, in watt
 */
export function flowWhenMeasured(moment: StepInput, elseW: number): number {
  const { lag } = moment.state;
  const flowsW = LAGS_S.map((lagS) => flowAt(moment, moment.nowMs - lagS * 1000));
  const sumsW = flowsW.map((watt) => watt + elseW);
  const jumpsW = lag.sumsW ? sumsW.map((sum, at) => Math.abs(sum - lag.sumsW![at]!)) : [];
  const tells = jumpsW.length > 0 && Math.max(...jumpsW) - Math.min(...jumpsW) > TELLING_W;
  moment.state.lag = { ...lag, sumsW, ...(tells ? believe(lag, jumpsW) : {}) };
  return flowsW[moment.state.lag.believed]!;
}

function believe({ jumpsW, believed }: LagMemory, newW: readonly number[]): Pick<LagMemory, 'jumpsW' | 'believed'> {
  const summed = jumpsW.map((watt, at) => watt * KEPT + Math.min(LARGEST_JUMP_W, newW[at]!));
  const best = summed.indexOf(Math.min(...summed));
  return { jumpsW: summed, believed: summed[best]! < BETTER * summed[believed]! ? best : believed };
}

/** The remembered flow next to a moment. */
function flowAt({ state }: StepInput, atMs: number): number {
  let nearest: readonly [number, number] = [Number.NEGATIVE_INFINITY, 0];
  for (const flow of state.lag.flows) if (Math.abs(flow[0] - atMs) <= Math.abs(nearest[0] - atMs)) nearest = flow;
  return nearest[1];
}
