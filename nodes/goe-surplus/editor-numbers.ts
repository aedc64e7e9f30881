/** Numbers of the dialog: how far they may go, and what currents mean in power. */

export const BOUNDS = {
  minCurrent: [6, 32],
  maxCurrent: [6, 32],
  reserve: [-50_000, 50_000],
  startDelay: [0, 86_400],
  stopDelay: [0, 86_400],
  phaseDelay: [0, 86_400],
  minRun: [0, 86_400],
  minPause: [0, 86_400],
  maxPhaseSwitches: [0, 60],
  staleAfter: [1, 86_400],
  batterySoc: [0, 100],
  fuse: [6, 1000],
  backstop: [0, 50],
  priority: [1, 99],
} as const satisfies Record<string, readonly [number, number]>;

export type NumberName = keyof typeof BOUNDS;

/** Empty boxes take the default. Currents and counts are whole. */
const WHOLE = new Set<NumberName>(['minCurrent', 'maxCurrent', 'maxPhaseSwitches', 'priority']);

/** @returns the number, null for an empty box, undefined for what cannot be used */
export function boundedNumber(name: NumberName, typed: unknown): number | null | undefined {
  const text = String(typed ?? '').trim();
  if (text === '') return null;
  const number = Number(text);
  const [least, most] = BOUNDS[name];
  const fits = number >= least && number <= most && (!WHOLE.has(name) || Number.isInteger(number));
  return fits ? number : undefined;
}

/** Nominal; the runtime counts with what the charger measures. */
const VOLT = 230;

/** What can be charged with. In watt; `gap` is between one phase at its most and three at their least, where there is one. */
export interface PowerRange {
  leastW: number;
  mostW: number;
  gap?: { belowW: number; aboveW: number };
}

/** @returns undefined where the currents make no sense */
export function powerRange(phases: string, minCurrent: string, maxCurrent: string): PowerRange | undefined {
  const minA = boundedNumber('minCurrent', minCurrent) ?? 6;
  const maxA = boundedNumber('maxCurrent', maxCurrent) ?? 16;
  if (maxA < minA) return undefined;
  const leastW = minA * VOLT * (phases === '3' ? 3 : 1);
  const mostW = maxA * VOLT * (phases === '1' ? 1 : 3);
  const belowW = maxA * VOLT;
  const aboveW = minA * VOLT * 3;
  return { leastW, mostW, ...(phases === 'auto' && belowW < aboveW ? { gap: { belowW, aboveW } } : {}) };
}
