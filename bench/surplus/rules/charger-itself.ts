/** Rule of the charger itself: its surplus mode with the vendor's settings, which gets grid, sun and home battery every five seconds. */
import type { Controller } from '../plant';

/** Interval of `ids` [vendor's API documents]. */
const EVERY_MS = 5000;

export function chargerItself(maxA: number): Controller {
  let nextMs = 0;
  return {
    name: 'the charger itself',
    prepare: { lmo: 4, fup: true, frc: 0, psm: 0, acp: true, amp: maxA },
    step(view, nowMs) {
      if (nowMs < nextMs) return {};
      nextMs = nowMs + EVERY_MS;
      return {
        keys: {
          ids: { pGrid: Math.round(view.gridW), pPv: Math.round(view.pvW), pAkku: Math.round(view.batteryW ?? 0) },
        },
      };
    },
  };
}
