/**
 * Opportunity loss of a choice: sun that it does not use, and power that it draws from the grid. Current, phases, and charging or not
 * are chosen alike: the loss of the present choice against another is accumulated, and a change is made when that energy is more
 * than the change costs. So a large error is mended at once and a small one later, and noise and short clouds cancel out.
 */

/** Weight of a watt from the grid, against a watt of sun that is not used. */
const GRID_WEIGHT = 1.2;

/** Loss at a charging power, in watt: unused sun, and the weighted power from the grid or the home battery. */
export function opportunityLossW(sunW: number, flowsW: number, gridWeight = GRID_WEIGHT): number {
  const surplusW = Math.max(0, sunW);
  return Math.max(0, surplusW - flowsW) + gridWeight * Math.max(0, flowsW - surplusW);
}

/** Bounded accumulator, in watt seconds: it stays within the budget on either side, so that what is long past does not count. */
export function accumulate(ws: number, gainW: number, passedS: number, budgetWs: number): number {
  return Math.max(-budgetWs, Math.min(budgetWs, ws + gainW * passedS));
}
