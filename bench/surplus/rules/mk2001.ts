/**
 * Rule of the ioBroker adapter by MK-2001: every 90 s the current follows the surplus less 100 W; three phases at once
 * above 4700 W, one phase after five minutes below 3700 W, and the end after five minutes of less than the minimum.
 */
import type { Controller } from '../plant';
import { sparePowerW } from './spare-power';

/** Interval of its loop [the adapter's documents]. */
const EVERY_MS = 90_000;
/** Delay of a stop, and of a switch to one phase [the adapter's documents]. */
const DELAY_MS = 300_000;
const BUFFER_W = 100;
const LEVEL_W = 4200;
const HYSTERESIS_W = 500;
const VOLT = 230;
const LEAST_A = 6;

export function mk2001(maxA: number, carPhases: number): Controller {
  let nextMs = 0;
  let downSince: number | undefined;
  let lowSince: number | undefined;
  return {
    name: 'MK-2001 (ioBroker)',
    step(view, nowMs) {
      if (nowMs < nextMs) return {};
      nextMs = nowMs + EVERY_MS;
      const spareW = sparePowerW(view) - BUFFER_W;
      let phases = view.phases;
      downSince = phases === 3 && spareW < LEVEL_W - HYSTERESIS_W ? (downSince ?? nowMs) : undefined;
      if (phases === 1 && spareW > LEVEL_W + HYSTERESIS_W) phases = 3;
      else if (downSince !== undefined && nowMs - downSince >= DELAY_MS) phases = 1;
      const targetA = Math.floor(spareW / (VOLT * (phases === 3 ? carPhases : 1)));
      lowSince = targetA < LEAST_A && phases === 1 ? (lowSince ?? nowMs) : undefined;
      if (view.enabled && lowSince !== undefined && nowMs - lowSince >= DELAY_MS) return { enabled: false };
      if (!view.enabled && targetA < LEAST_A) return {};
      const currentA = Math.max(LEAST_A, Math.min(maxA, targetA));
      return {
        enabled: view.enabled ? undefined : true,
        currentA: currentA === view.currentA ? undefined : currentA,
        phases: phases === view.phases ? undefined : phases,
      };
    },
  };
}
