/** After a command a charger that is polled shows the old power for a while; until the new one shows, the sum is not believed. */
import type { StepInput } from './step-input';

/** No car needs longer to follow a current it draws already. */
const LONGEST_MS = 8000;
/** So near the expected power counts as arrived. */
const ARRIVED_W = 200;

/** A change of power from what flows now to what is expected has been ordered. */
export function startSettling({ state, nowMs }: StepInput, expectW: number): void {
  state.settleUntilMs = nowMs + LONGEST_MS;
  state.settleToW = expectW;
}

/** Looks whether the ordered change has arrived. */
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

export function settling({ state, nowMs }: StepInput): boolean {
  return state.settleUntilMs !== null && nowMs < state.settleUntilMs;
}
