/** What one session at the charger brought: energy, and where it came from, counted between two looks. */
import type { Decision } from './decision';

/** Energies in Wh, shares from 0 to 1, times in milliseconds since 1970. */
export interface Summary {
  start: number;
  end: number;
  energy: number;
  solar: number;
  grid: number;
  battery: number;
  /** Null where nothing was charged, or no meter was heard. */
  solarShare: number | null;
  gridShare: number | null;
  starts: number;
  switches: number;
  peakPower: number;
}

export interface Flows {
  chargeW: number | undefined;
  gridW: number | undefined;
  batteryW: number | undefined;
}

export interface Session {
  /** What was counted so far, for a successor. */
  readonly count: Count | undefined;
  /** @returns the summary when the car has gone */
  look(plugged: boolean | undefined, flows: Flows, decision: Decision, nowMs: number): Summary | undefined;
}

/** Longer gaps are not filled in: nobody knows what flowed. */
const LONGEST_GAP_MS = 60_000;

export interface Count extends Omit<Summary, 'end' | 'solarShare' | 'gridShare'> {
  unknown: number;
  lookedMs: number;
  charging: boolean;
  phases: number;
}

export function createSession(before: Count | undefined): Session {
  let count = before;
  return {
    get count() {
      return count;
    },
    look(plugged, flows, decision, nowMs) {
      if (plugged === false) {
        const ended = count && summaryOf(count, nowMs);
        count = undefined;
        return ended;
      }
      if (plugged === undefined) return undefined;
      count ??= begin(nowMs, decision);
      add(count, flows, nowMs);
      follow(count, decision);
      return undefined;
    },
  };
}

function begin(nowMs: number, { phases }: Decision): Count {
  const none = { energy: 0, solar: 0, grid: 0, battery: 0, unknown: 0, starts: 0, switches: 0, peakPower: 0 };
  return { ...none, start: nowMs, lookedMs: nowMs, charging: false, phases };
}

function add(count: Count, { chargeW, gridW, batteryW }: Flows, nowMs: number): void {
  const passedMs = nowMs - count.lookedMs;
  count.lookedMs = nowMs;
  if (passedMs <= 0 || passedMs > LONGEST_GAP_MS || chargeW === undefined || chargeW <= 0) return;
  const hours = passedMs / 3_600_000;
  count.energy += chargeW * hours;
  count.peakPower = Math.max(count.peakPower, Math.round(chargeW));
  if (gridW === undefined) {
    count.unknown += chargeW * hours;
    return;
  }
  const fromGridW = Math.min(chargeW, Math.max(0, gridW));
  const fromBatteryW = Math.min(chargeW - fromGridW, Math.max(0, batteryW ?? 0));
  count.grid += fromGridW * hours;
  count.battery += fromBatteryW * hours;
  count.solar += (chargeW - fromGridW - fromBatteryW) * hours;
}

function follow(count: Count, { currentA, phases }: Decision): void {
  const charging = currentA > 0;
  if (charging && !count.charging) count.starts += 1;
  if (charging && count.charging && phases !== count.phases) count.switches += 1;
  count.charging = charging;
  count.phases = phases;
}

function summaryOf(count: Count, end: number): Summary {
  const { start, energy, solar, grid, battery, unknown, starts, switches, peakPower } = count;
  const knownWh = energy - unknown;
  const share = (part: number) => (knownWh > 0 ? Math.round((part / knownWh) * 1000) / 1000 : null);
  return {
    start,
    end,
    energy: Math.round(energy),
    solar: Math.round(solar),
    grid: Math.round(grid),
    battery: Math.round(battery),
    solarShare: share(solar),
    gridShare: share(grid),
    starts,
    switches,
    peakPower,
  };
}
