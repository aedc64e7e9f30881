/**
 * The charger's own solar surplus logic: fed with `ids` at least every 5 s, it starts after about 30 s of enough export,
 * stops after about 120 s without, and chooses between one and three phases where `psm` is automatic. Delays and settings
 * are the vendor's defaults; how the charger weighs them inside is this project's simplest reading of them.
 */
import { type Device, isOn, numberOf, put, sinceBootMs } from './device';
import { PSM } from './phases';
import type { Json } from './simulator.types';

export interface SurplusMemory {
  heardMs: number | undefined;
  gridW: number;
  pvW: number | null;
  batteryW: number | null;
  /** What the charger itself drew when the meter was read. */
  ownW: number;
  charging: boolean;
  startedMs: number;
  stoppedMs: number;
  enoughSinceMs: number | undefined;
  lackingSinceMs: number | undefined;
  /** The wish to switch phases, and since when. */
  wishSinceMs: number | undefined;
  single: boolean;
  currentA: number;
}

export const NO_SURPLUS: Readonly<SurplusMemory> = {
  heardMs: undefined,
  gridW: 0,
  pvW: null,
  batteryW: null,
  ownW: 0,
  charging: false,
  startedMs: Number.NEGATIVE_INFINITY,
  stoppedMs: Number.NEGATIVE_INFINITY,
  enoughSinceMs: undefined,
  lackingSinceMs: undefined,
  wishSinceMs: undefined,
  single: true,
  currentA: 6,
};

/** `ids` can be read back for 6 to 10 s. */
const READABLE_MS = 8000;
const START_AFTER_MS = 30_000;
const STOP_AFTER_MS = 120_000;
const VOLT = 230;
const LEAST_A = 6;
/** `frm`: whole amperes to the next above, the nearest, the next below. */
const ROUND: readonly ((value: number) => number)[] = [Math.ceil, Math.round, Math.floor];

/** Takes what an energy meter measured: `{pGrid, pPv, pAkku}` in W, the last two optional. */
export function hearMeter(device: Device, ids: Json): void {
  if (ids === null || typeof ids !== 'object' || Array.isArray(ids) || typeof ids.pGrid !== 'number') return;
  const memory = device.surplus;
  memory.heardMs = device.nowMs;
  memory.gridW = ids.pGrid;
  memory.pvW = typeof ids.pPv === 'number' ? ids.pPv : null;
  memory.batteryW = typeof ids.pAkku === 'number' ? ids.pAkku : null;
  // Taken together: the next second's own power against this second's meter would count the difference twice.
  memory.ownW = device.powerW;
}

/** Shows what was heard while it is fresh, and forgets it afterwards. @returns whether it is fresh */
export function showMeter(device: Device): boolean {
  const { heardMs, gridW, pvW, batteryW } = device.surplus;
  const fresh = heardMs !== undefined && device.nowMs - heardMs <= READABLE_MS;
  put(device, 'pgrid', fresh ? gridW : null);
  put(device, 'ppv', fresh ? pvW : null);
  put(device, 'pakku', fresh ? batteryW : null);
  put(device, 'inva', heardMs === undefined ? null : heardMs - device.bootMs);
  put(device, 'pvopt_averagePGrid', fresh ? gridW : 0);
  put(device, 'pvopt_averagePPv', fresh ? (pvW ?? 0) : 0);
  put(device, 'pvopt_averagePAkku', fresh ? (batteryW ?? 0) : 0);
  return fresh;
}

/** What the logic wants this second. `stopping`: it would stop and is not allowed to pause (`acp` off). */
export interface SurplusWish {
  charging: boolean;
  stopping: boolean;
  resting: boolean;
  single: boolean;
  currentA: number;
}

/** One second of the logic. @param fresh the meter was heard lately @param limitA the lowest of all current limits */
export function stepSurplus(device: Device, fresh: boolean, limitA: number): SurplusWish {
  const memory = device.surplus;
  put(device, 'lpsc', sinceBootMs(device));
  // With data missing the charger stays as it is, unless it clears them after a break (`csd`) [owners' reports].
  if (fresh || isOn(device, 'csd')) {
    const availableW = fresh ? available(memory) + numberOf(device, 'pgt', 0) : 0;
    choosePhases(device, availableW);
    startOrStop(device, availableW);
    const phases = memory.single ? 1 : 3;
    const round = ROUND[numberOf(device, 'frm', 1)] ?? Math.round;
    memory.currentA = Math.max(LEAST_A, Math.min(limitA, round(availableW / (VOLT * phases))));
  }
  const resting = device.nowMs - memory.stoppedMs < numberOf(device, 'mcpd', 0);
  const keepsOn = !memory.charging && !isOn(device, 'acp') && memory.stoppedMs > Number.NEGATIVE_INFINITY;
  return {
    charging: memory.charging,
    stopping: keepsOn,
    resting,
    single: memory.single,
    currentA: memory.charging ? memory.currentA : LEAST_A,
  };
}

/** What the car could have without drawing from the grid or from the home battery. */
function available({ gridW, batteryW, ownW }: SurplusMemory): number {
  return ownW - gridW - Math.max(0, batteryW ?? 0);
}

function choosePhases(device: Device, availableW: number): void {
  const memory = device.surplus;
  const psm = numberOf(device, 'psm', PSM.automatic);
  if (psm !== PSM.automatic) {
    memory.single = psm === PSM.one;
    return;
  }
  const level = numberOf(device, 'spl3', 4200);
  const wantsSingle = memory.single ? availableW < level : availableW < level - numberOf(device, 'psh', 500);
  if (!memory.charging) memory.single = wantsSingle;
  if (wantsSingle === memory.single) {
    memory.wishSinceMs = undefined;
    return;
  }
  memory.wishSinceMs ??= device.nowMs;
  put(device, 'fsptws', memory.wishSinceMs - device.bootMs);
  const wishedMs = device.nowMs - memory.wishSinceMs;
  const restedMs = device.nowMs - device.phases.switchedMs;
  if (wishedMs < numberOf(device, 'mpwst', 120_000) || restedMs < numberOf(device, 'mptwt', 600_000)) return;
  memory.single = wantsSingle;
  memory.wishSinceMs = undefined;
}

function startOrStop(device: Device, availableW: number): void {
  const memory = device.surplus;
  const startW = numberOf(device, 'fst', 1400);
  memory.enoughSinceMs = availableW >= startW ? (memory.enoughSinceMs ?? device.nowMs) : undefined;
  memory.lackingSinceMs =
    availableW < startW - numberOf(device, 'sh', 200) ? (memory.lackingSinceMs ?? device.nowMs) : undefined;
  if (!memory.charging && lasted(device, memory.enoughSinceMs, START_AFTER_MS)) {
    memory.charging = true;
    memory.startedMs = device.nowMs;
  }
  const shortest = device.nowMs - memory.startedMs >= numberOf(device, 'fmt', 300_000);
  if (memory.charging && shortest && lasted(device, memory.lackingSinceMs, STOP_AFTER_MS)) {
    memory.charging = false;
    memory.stoppedMs = device.nowMs;
  }
}

function lasted(device: Device, sinceMs: number | undefined, ms: number): boolean {
  return sinceMs !== undefined && device.nowMs - sinceMs >= ms;
}
