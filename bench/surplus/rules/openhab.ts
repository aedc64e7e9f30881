/** Rule that openHAB users share: every 10 s as many phases and ampere as are spare, or none, without any hysteresis. */
import type { Controller } from '../plant';
import { sparePowerW } from './spare-power';

/** Interval of its loop [the rule as it is shared]. */
const EVERY_MS = 10_000;
const VOLT = 230;
const LEAST_A = 6;

export function openhab(maxA: number, carPhases: number): Controller {
  let nextMs = 0;
  return {
    name: 'openHAB rule',
    step(view, nowMs) {
      if (nowMs < nextMs) return {};
      nextMs = nowMs + EVERY_MS;
      const spareW = sparePowerW(view);
      const phases = spareW >= LEAST_A * VOLT * 3 && carPhases > 1 ? 3 : 1;
      const targetA = Math.floor(spareW / (VOLT * (phases === 3 ? carPhases : 1)));
      const enabled = targetA >= LEAST_A;
      const currentA = Math.max(LEAST_A, Math.min(maxA, targetA));
      return {
        enabled: enabled === view.enabled ? undefined : enabled,
        currentA: currentA === view.currentA || !enabled ? undefined : currentA,
        phases: phases === view.phases || !enabled ? undefined : phases,
      };
    },
  };
}
