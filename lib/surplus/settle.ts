/** Settling after a command: a polled charger shows the old power for a while, and until the new one shows the surplus is not updated. */
import type { StepInput } from './step-input';

/** Longest time of settling: a car that draws follows a new current within seconds [our choice]. */
const SETTLE_TIMEOUT_MS = 8000;
/** Difference from the expected power that counts as arrived, in watt. */
const ARRIVED_W = 200;

/** Starts settling: a new current was ordered. @param expectW the power expected of it */
export function startSettling({ state, nowMs }: StepInput, expectW: number): void {
  state.settleUntilMs = nowMs + SETTLE_TIMEOUT_MS;
  state.settleToW = expectW;
}

/** Ends settling when the ordered power has arrived, or time is up. */
export function watchSettling({ state, nowMs }: StepInput, flowingW: number): void {
  if (state.settleUntilMs === null) return;
  if (nowMs >= state.settleUntilMs) {
    state.settleUntilMs = null;
    state.settleToW = null;
  } else if (state.settleToW !== null && Math.abs(flowingW - state.settleToW) <= ARRIVED_W) {
    state.settleUntilMs = null;
    state.settleToW = null;
  }
}

/** The ordered power has not arrived yet. */
export function settling({ state, nowMs }: StepInput): boolean {
  return state.settleUntilMs !== null && nowMs < state.settleUntilMs;
}
