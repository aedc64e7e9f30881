/** The charger's own logic, told of grid, sun and home battery every five seconds, with the vendor's settings. */
import type { Controller } from '../plant';

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
