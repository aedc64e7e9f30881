/**
 * Sources of a session's energy: sun, grid, home battery, unknown. The energy is what the charger counts (`wh`); the sources are
 * measured between two ticks.
 */
import type { PlugEvent, Plugged, Unplugged } from '../../lib/charger/plug';
import type { Decision } from './decision';

/** Payload of the second output. Energies in Wh, shares from 0 to 1, times in milliseconds since 1970. */
export interface SessionSummary {
  start: number;
  end: number;
  /** The sum of the four below. */
  energy: number;
  solar: number;
  grid: number;
  battery: number;
  /** Energy without a known source: no measurement came, or the charger was out of reach. */
  unknown: number;
  /** Of the energy with a known source; null where there is none. */
  solarShare: number | null;
  gridShare: number | null;
  starts: number;
  switches: number;
  peakPower: number;
  /** The session had begun before this node started. */
  joinedLate?: true;
}

/** Values of one tick. */
export interface SessionTick {
  chargeW: number | undefined;
  gridW: number | undefined;
  batteryW: number | undefined;
  events: readonly PlugEvent[];
  isPlugged: boolean | undefined;
  wh: number | undefined;
  decision: Decision | undefined;
  nowMs: number;
}

export interface SessionSources {
  /** Count of the session so far, for a successor. */
  readonly count: SessionCount | undefined;
  /** @returns the summary of each session that has ended */
  tick(tick: SessionTick): SessionSummary[];
}

/** In a longer gap between two ticks the power is not known [our choice]. */
const LONGEST_GAP_MS = 60_000;

const SOURCES = ['solar', 'grid', 'battery', 'unknown'] as const;
type Sources = Record<(typeof SOURCES)[number], number>;

export interface SessionCount {
  start: number;
  joinedLate: boolean;
  /** Energy that the charger has counted, by source. */
  counted: Sources;
  /** The same before `wh` last started from 0 again. */
  beforeFall: Sources;
  /** Energy measured since `wh` last changed. */
  measured: Sources;
  /** The power was not known for a while since `wh` last changed. */
  isBlind: boolean;
  wh: number | undefined;
  starts: number;
  switches: number;
  peakPower: number;
  measuredMs: number;
  charging: boolean;
  phases: number;
}

export function createSessionSources(before: SessionCount | undefined): SessionSources {
  let count = before;

  function startCount(
    { time, isLate, isNewCount }: Omit<Plugged, 'kind' | 'isFirst'>,
    { wh, nowMs }: SessionTick,
  ): SessionCount {
    const counted = { ...noEnergy(), unknown: isNewCount ? (wh ?? 0) : 0 };
    const figures = { starts: 0, switches: 0, peakPower: 0, charging: false, phases: 0 };
    const measured = { measured: noEnergy(), isBlind: false, beforeFall: noEnergy(), measuredMs: nowMs };
    return { start: time, joinedLate: isLate, counted, wh, ...measured, ...figures };
  }

  function endCount({ time, counted }: Unplugged, { wh }: SessionTick): SessionSummary[] {
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
    tick(tick) {
      const { events, isPlugged, wh, decision, nowMs } = tick;
      if (count) measure(count, tick);
      const ended: SessionSummary[] = [];
      for (const event of events) {
        if (event.kind === 'unplugged') ended.push(...endCount(event, tick));
        else count = startCount(event, tick);
      }
      if (!count && isPlugged) count = startCount({ time: nowMs, isLate: true, isNewCount: true }, tick);
      if (!count) return ended;
      countUp(count, wh);
      if (decision) follow(count, decision);
      return ended;
    },
  };
}

/** Adds the energy since the last tick to its sources, where it was measured. */
function measure(count: SessionCount, { chargeW, gridW, batteryW, nowMs }: SessionTick): void {
  const passedMs = nowMs - count.measuredMs;
  count.measuredMs = nowMs;
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

/** Divides the energy that the charger has counted among the sources that were measured meanwhile. */
function countUp(count: SessionCount, wh: number | undefined): void {
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
  count.measured = noEnergy();
  count.isBlind = false;
}

function follow(count: SessionCount, { currentA, phases }: Decision): void {
  const charging = currentA > 0;
  if (charging && !count.charging) count.starts += 1;
  if (charging && count.charging && phases !== count.phases) count.switches += 1;
  count.charging = charging;
  count.phases = phases;
}

function summaryOf(count: SessionCount, end: number): SessionSummary {
  // Of a charger that does not count, the measured energy is all there is.
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

/** Parts in whole Wh, which still add up to the sum. */
function wholeParts(parts: Sources): Sources {
  const whole = noEnergy();
  let [sum, given] = [0, 0];
  for (const source of SOURCES) {
    sum += parts[source];
    whole[source] = Math.round(sum) - given;
    given += whole[source];
  }
  return whole;
}

function noEnergy(): Sources {
  return { solar: 0, grid: 0, battery: 0, unknown: 0 };
}

function sumOf(parts: Sources): number {
  return SOURCES.reduce((sum, source) => sum + parts[source], 0);
}
