/**
 * Rule of evcc, as its documents describe it, with its defaults: every 30 s the target is the present current less what is drawn
 * from grid and battery; it starts when the minimum is there for a minute and stops when even the minimum imports for three,
 * holding the minimum meanwhile. Phases: down when below the minimum for the stop delay, up when one phase at its maximum
 * is exceeded and the minimum on three is there for the start delay; at once while nothing flows. A minute's rest after.
 */
import type { Controller } from '../plant';

/** Interval of its loop [evcc's documents]. */
const EVERY_MS = 30_000;
/** Delay of a start, and of a switch to three phases [evcc's documents]. */
const START_MS = 60_000;
/** Delay of a stop, and of a switch to one phase [evcc's documents]. */
const STOP_MS = 180_000;
/** Rest after a switch of phases [evcc's documents]. */
const REST_MS = 60_000;
const VOLT = 230;
const LEAST_A = 6;

export function evcc(maxA: number, carPhases: number): Controller {
  let nextMs = 0;
  let startSince: number | undefined;
  let stopSince: number | undefined;
  let phaseSince: number | undefined;
  let switchedMs = Number.NEGATIVE_INFINITY;

  return {
    name: 'evcc',
    step(view, nowMs) {
      if (nowMs < nextMs) return {};
      nextMs = nowMs + EVERY_MS;
      if (nowMs - switchedMs < REST_MS) return {};
      const siteW = view.gridW + (view.batteryW ?? 0);
      const flowing = view.chargeW > 100;
      const availableW = view.chargeW - siteW;
      const activePhases = (phases: 1 | 3) => (phases === 1 ? 1 : carPhases);
      let phases = view.phases;

      const leastUp = LEAST_A * VOLT * activePhases(3);
      const wantsUp = phases === 1 && carPhases > 1 && availableW > maxA * VOLT && availableW >= leastUp;
      const wantsDown = phases === 3 && carPhases > 1 && availableW < leastUp;
      if (wantsUp || wantsDown) {
        phaseSince ??= nowMs;
        if (!flowing || nowMs - phaseSince >= (wantsUp ? START_MS : STOP_MS)) {
          phases = wantsUp ? 3 : 1;
          phaseSince = undefined;
          if (flowing) switchedMs = nowMs;
        }
      } else phaseSince = undefined;

      const targetA = availableW / (VOLT * activePhases(phases));
      const currentA = Math.max(LEAST_A, Math.min(maxA, Math.floor(targetA)));
      const change = {
        phases: phases === view.phases ? undefined : phases,
        currentA: currentA === view.currentA ? undefined : currentA,
      };

      if (!view.enabled) {
        startSince = targetA >= LEAST_A ? (startSince ?? nowMs) : undefined;
        if (startSince === undefined || nowMs - startSince < START_MS) return { phases: change.phases };
        startSince = undefined;
        return { ...change, enabled: true };
      }
      // While the phases wait to go down, there is still less to stop for.
      const lacks = targetA < LEAST_A && siteW > 0 && !(phases === 3 && carPhases > 1);
      stopSince = lacks ? (stopSince ?? nowMs) : undefined;
      if (stopSince !== undefined && nowMs - stopSince >= STOP_MS) {
        stopSince = undefined;
        return { enabled: false };
      }
      return change;
    },
  };
}
