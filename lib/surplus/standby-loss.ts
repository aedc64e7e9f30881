/**
 * What a choice loses. All choices (more current or less, one phase or three, charging or not) are made alike: what the
 * present one loses against the other is added up over time, and the other is taken when that is worth more than the change
 * costs. A large error is mended at once and a small one in its own time, noise cancels out, and no cloud is followed that is
 * not worth it.
 */

/** How much worse a watt from the grid is than one that is not taken from the sun. */
const GRID_WEIGHT = 1.2;

/** @returns sun that is not taken, and what is taken from the grid or the home battery, weighed, in watt */
export function lossW(sunW: number, flowsW: number, gridWeight = GRID_WEIGHT): number {
  const surplusW = Math.max(0, sunW);
  return Math.max(0, surplusW - flowsW) + gridWeight * Math.max(0, flowsW - surplusW);
}

/** Adds to an account, which never grows beyond the budget on either side: what lies further back has been decided. */
export function account(ws: number, gainW: number, passedS: number, budgetWs: number): number {
  return Math.max(-budgetWs, Math.min(budgetWs, ws + gainW * passedS));
}
