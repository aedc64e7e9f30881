/**
 * What one session at the charger brought. Its energy is what the charger counts (`wh`); where it came from is what was
 * measured between two looks.
 */
import type { PlugEvent, Plugged, Unplugged } from '../../lib/charger/plug';
import type { Decision } from './decision';

/** Energies in Wh, shares from 0 to 1, times in milliseconds since 1970. */
export interface Summary {
  start: number;
  end: number;
  /** The sum of the four below. */
  energy: number;
  solar: number;
  grid: number;
  battery: number;
  /** Of this nobody knows where it came from: no meter was heard, or the charger was out of reach. */
  unknown: number;
  /** Of what is known; null where nothing is. */
  solarShare: number | null;
  gridShare: number | null;
  starts: number;
  switches: number;
  peakPower: number;
  /** The session had begun before this node looked. */
  joinedLate?: true;
}

export interface Flows {
  chargeW: number | undefined;
  gridW: number | undefined;
  batteryW: number | undefined;
}

/** What the charger shows at one look. */
export interface Look extends Flows {
  events: readonly PlugEvent[];
  isPlugged: boolean | undefined;
  wh: number | undefined;
  decision: Decision | undefined;
  nowMs: number;
}

export interface Session {
  /** What was counted so far, for a successor. */
  readonly count: Count | undefined;
  /** @returns the summary of each session that has ended */
  look(look: Look): Summary[];
}

/** Longer gaps are not filled in: nobody knows what flowed. */
const LONGEST_GAP_MS = 60_000;

const SOURCES = ['solar', 'grid', 'battery', 'unknown'] as const;
type Sources = Record<(typeof SOURCES)[number], number>;

export interface Count {
  start: number;
  joinedLate: boolean;
  /** Counted by the charger, by where it came from. */
  counted: Sources;
  /** The same before `wh` last began again. */
  beforeFall: Sources;
  /** Measured since `wh` last moved. */
  measured: Sources;
  /** Nothing could be measured for a while since `wh` last moved. */
  isBlind: boolean;
  wh: number | undefined;
  starts: number;
  switches: number;
  peakPower: number;
  lookedMs: number;
  charging: boolean;
  phases: number;
}

export function createSession(before: Count | undefined): Session {
  let count = before;

  function begin({ time, isLate, isNewCount }: Omit<Plugged, 'kind' | 'isFirst'>, { wh, nowMs }: Look): Count {
    const counted = { ...nothing(), unknown: isNewCount ? (wh ?? 0) : 0 };
    const never = { starts: 0, switches: 0, peakPower: 0, charging: false, phases: 0 };
    const measured = { measured: nothing(), isBlind: false, beforeFall: nothing(), lookedMs: nowMs };
    return { start: time, joinedLate: isLate, counted, wh, ...measured, ...never };
  }

  function end({ time, counted }: Unplugged, { wh }: Look): Summary[] {
    if (!count) return [];
    if (counted === 'now') countUp(count, wh);
    const ended = summaryOf(counted === 'fall' ? { ...count, counted: count.beforeFall } : count, time);
    count = undefined;
    return [ended];
  }

  return {
    get count() {
      return count;
    },
    look(look) {
      const { events, isPlugged, wh, decision, nowMs } = look;
      if (count) measure(count, look);
      const ended: Summary[] = [];
      for (const event of events) {
        if (event.kind === 'unplugged') ended.push(...end(event, look));
        else count = begin(event, look);
      }
      if (!count && isPlugged) count = begin({ time: nowMs, isLate: true, isNewCount: true }, look);
      if (!count) return ended;
      countUp(count, wh);
      if (decision) follow(count, decision);
      return ended;
    },
  };
}

/** What has flowed since the last look, as far as it was measured. */
function measure(count: Count, { chargeW, gridW, batteryW, nowMs }: Look): void {
  const passedMs = nowMs - count.lookedMs;
  count.lookedMs = nowMs;
  if (chargeW === undefined || passedMs < 0 || passedMs > LONGEST_GAP_MS) {
    count.isBlind = true;
    return;
  }
  if (chargeW <= 0) return;
  const hours = passedMs / 3_600_000;
  count.peakPower = Math.max(count.peakPower, Math.round(chargeW));
  if (gridW === undefined) {
    count.measured.unknown += chargeW * hours;
    return;
  }
  const fromGridW = Math.min(chargeW, Math.max(0, gridW));
  const fromBatteryW = Math.min(chargeW - fromGridW, Math.max(0, batteryW ?? 0));
  count.measured.grid += fromGridW * hours;
  count.measured.battery += fromBatteryW * hours;
  count.measured.solar += (chargeW - fromGridW - fromBatteryW) * hours;
}

/** Shares what the charger has counted out among what was measured meanwhile. */
function countUp(count: Count, wh: number | undefined): void {
  if (wh === undefined || wh === count.wh) return;
  const isAgain = count.wh !== undefined && wh < count.wh;
  if (isAgain) count.beforeFall = { ...count.counted };
  const countedWh = isAgain ? wh : wh - (count.wh ?? 0);
  count.wh = wh;
  const measuredWh = sumOf(count.measured);
  const most = count.isBlind ? 1 : Number.POSITIVE_INFINITY;
  const factor = measuredWh > 0 ? Math.min(most, countedWh / measuredWh) : 0;
  for (const source of SOURCES) count.counted[source] += count.measured[source] * factor;
  count.counted.unknown += countedWh - measuredWh * factor;
  count.measured = nothing();
  count.isBlind = false;
}

function follow(count: Count, { currentA, phases }: Decision): void {
  const charging = currentA > 0;
  if (charging && !count.charging) count.starts += 1;
  if (charging && count.charging && phases !== count.phases) count.switches += 1;
  count.charging = charging;
  count.phases = phases;
}

function summaryOf(count: Count, end: number): Summary {
  // A charger that does not count: what was measured has to do.
  const parts = count.wh === undefined ? count.measured : count.counted;
  const { start, starts, switches, peakPower, joinedLate } = count;
  const energy = sumOf(parts);
  const knownWh = energy - parts.unknown;
  const share = (part: number) => (knownWh > 0 ? Math.round((part / knownWh) * 1000) / 1000 : null);
  return {
    start,
    end: Math.max(start, end),
    energy: Math.round(energy),
    ...wholeParts(parts),
    solarShare: share(parts.solar),
    gridShare: share(parts.grid),
    starts,
    switches,
    peakPower,
    ...(joinedLate ? { joinedLate: true } : {}),
  };
}

/** In whole Wh, so that they still add up. */
function wholeParts(parts: Sources): Sources {
  const whole = nothing();
  let [sum, given] = [0, 0];
  for (const source of SOURCES) {
    sum += parts[source];
    whole[source] = Math.round(sum) - given;
    given += whole[source];
  }
  return whole;
}

function nothing(): Sources {
  return { solar: 0, grid: 0, battery: 0, unknown: 0 };
}

function sumOf(parts: Sources): number {
  return SOURCES.reduce((sum, source) => sum + parts[source], 0);
}
