/**
 * The surplus logic of the charger: with meter values (`ids`) at least every 5 s, it starts after about 30 s of enough surplus,
 * stops after about 120 s without, and chooses between one and three phases where `psm` is automatic. Delays and settings are
 * the vendor's defaults; how the firmware combines them is not documented, and simple here [our choice].
 */

import { isObject, type Json } from '../json';
import { type Device, isOn, numberOf, report, sinceBootMs } from './device';
import { PSM } from './phases';

/** The state of the surplus logic: the last meter values, and its decisions. */
export interface SurplusState {
  receivedMs: number | undefined;
  gridW: number;
  pvW: number | null;
  batteryW: number | null;
  /** The power of the charger when the meter values came. */
  ownW: number;
  charging: boolean;
  startedMs: number;
  stoppedMs: number;
  enoughSinceMs: number | undefined;
  lackingSinceMs: number | undefined;
  /** Since when it wants the other number of phases. */
  phaseTargetSinceMs: number | undefined;
  /** One phase instead of three. */
  single: boolean;
  currentA: number;
}

/** No meter values yet. */
export const INITIAL_SURPLUS: Readonly<SurplusState> = {
  receivedMs: undefined,
  gridW: 0,
  pvW: null,
  batteryW: null,
  ownW: 0,
  charging: false,
  startedMs: Number.NEGATIVE_INFINITY,
  stoppedMs: Number.NEGATIVE_INFINITY,
  enoughSinceMs: undefined,
  lackingSinceMs: undefined,
  phaseTargetSinceMs: undefined,
  single: true,
  currentA: 6,
};

/** Meter values are valid for 6 to 10 s after `ids` was written [owners' reports]. */
const VALID_MS = 8000;
/** The delay of a start, with enough surplus [the vendor's defaults]. */
const START_AFTER_MS = 30_000;
/** The delay of a stop, with too little surplus [the vendor's defaults]. */
const STOP_AFTER_MS = 120_000;
/** The voltage by which it converts watt to ampere. */
const VOLT = 230;
/** The lowest current that a charger can signal to a car [IEC 61851-1]. */
const MIN_A = 6;
/** Rounding to whole amperes, by `frm`: up, to the nearest, down. */
const ROUND: readonly ((value: number) => number)[] = [Math.ceil, Math.round, Math.floor];

/** Receives meter values: `{pGrid, pPv, pAkku}` in W, the last two optional. */
export function receiveMeter(device: Device, ids: Json): void {
  if (!isObject(ids) || typeof ids.pGrid !== 'number') return;
  const state = device.surplus;
  state.receivedMs = device.nowMs;
  state.gridW = ids.pGrid;
  state.pvW = typeof ids.pPv === 'number' ? ids.pPv : null;
  state.batteryW = typeof ids.pAkku === 'number' ? ids.pAkku : null;
  // Of the same time as the meter values: a later power would count its change twice.
  state.ownW = device.powerW;
}

/** Reports the meter values while they are fresh. @returns true while they are */
export function reportMeter(device: Device): boolean {
  const { receivedMs, gridW, pvW, batteryW } = device.surplus;
  const isFresh = receivedMs !== undefined && device.nowMs - receivedMs <= VALID_MS;
  report(device, 'pgrid', isFresh ? gridW : null);
  report(device, 'ppv', isFresh ? pvW : null);
  report(device, 'pakku', isFresh ? batteryW : null);
  report(device, 'inva', receivedMs === undefined ? null : receivedMs - device.bootMs);
  report(device, 'pvopt_averagePGrid', isFresh ? gridW : 0);
  report(device, 'pvopt_averagePPv', isFresh ? (pvW ?? 0) : 0);
  report(device, 'pvopt_averagePAkku', isFresh ? (batteryW ?? 0) : 0);
  return isFresh;
}

/** The target of the surplus logic for this second. */
export interface SurplusTarget {
  charging: boolean;
  /** It would stop, but pauses are not allowed (`acp`). */
  stopping: boolean;
  /** The shortest pause (`mcpd`) has not passed yet. */
  resting: boolean;
  single: boolean;
  currentA: number;
}

/**
 * Decides on the target of this second.
 * @param isFresh the meter values are fresh
 * @param limitA the lowest of all current limits
 */
export function stepSurplus(device: Device, isFresh: boolean, limitA: number): SurplusTarget {
  const state = device.surplus;
  report(device, 'lpsc', sinceBootMs(device));
  // Without fresh values the charger keeps its state, unless `csd` makes it clear them [owners' reports].
  if (isFresh || isOn(device, 'csd')) {
    const availableW = isFresh ? surplusW(state) + numberOf(device, 'pgt', 0) : 0;
    choosePhases(device, availableW);
    startOrStop(device, availableW);
    const phases = state.single ? 1 : 3;
    const round = ROUND[numberOf(device, 'frm', 1)] ?? Math.round;
    state.currentA = Math.max(MIN_A, Math.min(limitA, round(availableW / (VOLT * phases))));
  }
  const resting = device.nowMs - state.stoppedMs < numberOf(device, 'mcpd', 0);
  const keepsOn = !state.charging && !isOn(device, 'acp') && state.stoppedMs > Number.NEGATIVE_INFINITY;
  return {
    charging: state.charging,
    stopping: keepsOn,
    resting,
    single: state.single,
    currentA: state.charging ? state.currentA : MIN_A,
  };
}

/** The power that the car can draw without power from the grid or the home battery. */
function surplusW({ gridW, batteryW, ownW }: SurplusState): number {
  return ownW - gridW - Math.max(0, batteryW ?? 0);
}

/** Chooses the number of phases by `spl3`, after the delays of the vendor (`mpwst`, `mptwt`). */
function choosePhases(device: Device, availableW: number): void {
  const state = device.surplus;
  const psm = numberOf(device, 'psm', PSM.automatic);
  if (psm !== PSM.automatic) {
    state.single = psm === PSM.one;
    return;
  }
  const level = numberOf(device, 'spl3', 4200);
  const wantsSingle = state.single ? availableW < level : availableW < level - numberOf(device, 'psh', 500);
  if (!state.charging) state.single = wantsSingle;
  if (wantsSingle === state.single) {
    state.phaseTargetSinceMs = undefined;
    return;
  }
  state.phaseTargetSinceMs ??= device.nowMs;
  report(device, 'fsptws', state.phaseTargetSinceMs - device.bootMs);
  const targetForMs = device.nowMs - state.phaseTargetSinceMs;
  const sinceSwitchMs = device.nowMs - device.phases.switchedMs;
  if (targetForMs < numberOf(device, 'mpwst', 120_000) || sinceSwitchMs < numberOf(device, 'mptwt', 600_000)) return;
  state.single = wantsSingle;
  state.phaseTargetSinceMs = undefined;
}

/** Starts or stops by `fst`, after the delays, and not before the shortest charging time (`fmt`). */
function startOrStop(device: Device, availableW: number): void {
  const state = device.surplus;
  const startW = numberOf(device, 'fst', 1400);
  state.enoughSinceMs = availableW >= startW ? (state.enoughSinceMs ?? device.nowMs) : undefined;
  state.lackingSinceMs =
    availableW < startW - numberOf(device, 'sh', 200) ? (state.lackingSinceMs ?? device.nowMs) : undefined;
  if (!state.charging && lasted(device, state.enoughSinceMs, START_AFTER_MS)) {
    state.charging = true;
    state.startedMs = device.nowMs;
  }
  const shortest = device.nowMs - state.startedMs >= numberOf(device, 'fmt', 300_000);
  if (state.charging && shortest && lasted(device, state.lackingSinceMs, STOP_AFTER_MS)) {
    state.charging = false;
    state.stoppedMs = device.nowMs;
  }
}

function lasted(device: Device, sinceMs: number | undefined, ms: number): boolean {
  return sinceMs !== undefined && device.nowMs - sinceMs >= ms;
}
