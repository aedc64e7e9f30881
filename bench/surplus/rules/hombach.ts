/**
 * Rule of the ioBroker adapter by hombach: the surplus less 100 W; every 10 s its current goes one
 * ampere towards that, a charge begins when it has come to 10 A and ends after twelve rounds of too little. Phases are left as they are.
 */
import type { Controller } from '../plant';
import { sparePowerW } from './spare-power';

/** Interval of its loop [the adapter's documents]. */
const EVERY_MS = 10_000;
const BUFFER_W = 100;
const STARTS_A = 10;
const LEAST_A = 6;
const LOW_ROUNDS = 12;
const VOLT = 230;

export function hombach(maxA: number, carPhases: number): Controller {
  let nextMs = 0;
  let ampere = LEAST_A;
  let low = 0;
  return {
    name: 'hombach (ioBroker)',
    prepare: { psm: 2 },
    step(view, nowMs) {
      if (nowMs < nextMs) return {};
      nextMs = nowMs + EVERY_MS;
      const spareA = (sparePowerW(view) - BUFFER_W) / (VOLT * carPhases);
      ampere = Math.max(LEAST_A - 1, Math.min(maxA, ampere + (spareA >= ampere + 1 ? 1 : spareA < ampere ? -1 : 0)));
      low = ampere < LEAST_A ? low + 1 : 0;
      if (!view.enabled) return ampere >= Math.min(STARTS_A, maxA) ? { enabled: true, currentA: ampere } : {};
      if (low >= LOW_ROUNDS) return { enabled: false };
      const currentA = Math.max(LEAST_A, ampere);
      return currentA === view.currentA ? {} : { currentA };
    },
  };
}
