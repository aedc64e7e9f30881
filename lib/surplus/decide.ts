/** What to do now: the modes, the car, the surplus. The fuse has its say afterwards. */
import { batteryLost } from './battery';
import { carReady, flowW } from './car';
import { bestA, leastW, mostA, surplusCurrentA, within } from './current';
import { type Decision, next } from './decision';
import { silentAfterS } from './estimate';
import type { Next } from './explanation';
import { fuseLimitA, tripFuse } from './fuse';
import { choices, phasesAtStart, phasesWhileCharging, switchAllowedInS, switchInS } from './phases';
import { CAR, ENERGY_LIMIT_REACHED } from './reading';
import { pauseLeftS, roomToCharge, runLeftS, startInS, stopInS, wish } from './start-stop';
import { phasesSet, type StepInput, secondsHeld, secondsSince } from './step-input';
import { wakingCurrentA, watchSleep } from './wake';

/** A phase switch under load takes the pause, and the car waking anew; longer than this it is not the switch any more. */
const SWITCHING_S = 60;

export function decide(moment: StepInput): Decision {
  const { settings, reading } = moment;
  if (!isInCharge(moment)) return asFound(moment);
  if (settings.mode === 'off') return rest(moment, 'off', 'mode-off');
  if (reading.car === CAR.idle) return withoutCar(moment);
  if (isEnergyLimitReached(moment)) return rest(moment, 'limited', 'energy-limit');
  const lost = lostMeter(moment);
  if (lost) return stale(moment, lost);
  adopt(moment);
  if (reading.car === CAR.error) return rest(moment, 'error', 'charger-error');
  if (moment.state.on === false) start(moment);
  return moment.state.on ? charge(moment) : wait(moment);
}

/** The modes that go by the sun begin with the first measurement; the others are the owner's word and need none. */
function isInCharge({ settings, state }: StepInput): boolean {
  const needsMeter = settings.mode === 'solar' || settings.mode === 'min-solar';
  if (!needsMeter || state.measuredMs !== null) state.inCharge = true;
  return state.inCharge;
}

/** The charger stays as it is; the house's fuse comes before that. */
function asFound(moment: StepInput): Decision {
  const { reading, settings, state } = moment;
  const phases = phasesSet(moment);
  const setA = reading.enabled === false ? 0 : (reading.currentA ?? 0);
  const found = { phases, state: 'waiting' as const, reason: 'no-meter' as const };
  if (settings.fuse === undefined || state.houseMs === null || reading.enabled === false)
    return { ...found, enabled: 'as-found', currentA: setA };
  const roomA = state.fuseOff ? 0 : fuseLimitA(moment, phases);
  if (roomA < settings.minCurrent) return noRoom(moment);
  return { ...found, enabled: 'as-found', currentA: Math.min(setA, roomA) };
}

/** The owner's limit, in every mode; the charger itself keeps it only while nothing forces it to charge. */
function isEnergyLimitReached({ reading }: StepInput): boolean {
  const { energyWh, energyLimitWh } = reading;
  return energyWh !== undefined && energyLimitWh !== undefined && energyWh >= energyLimitWh;
}

/** Not charging, for a reason. */
function rest(moment: StepInput, state: Decision['state'], reason: Decision['reason'], then?: Next): Decision {
  wish(moment, false);
  return { enabled: false, phases: phasesSet(moment), currentA: 0, state, reason, next: then };
}

/** With no car nothing flows; what is set decides what happens to the next one before a measurement can. */
function withoutCar(moment: StepInput): Decision {
  if (moment.settings.mode === 'solar') return rest(moment, 'no-car', 'no-car');
  if (pauseLeftS(moment) > 0 || !roomToCharge(moment)) return rest(moment, 'no-car', 'no-car');
  wish(moment, true);
  const phases = phasesForMode(moment);
  return { enabled: true, phases, currentA: currentForMode(moment, phases), state: 'no-car', reason: 'no-car' };
}

type Lost = 'meter-stale' | 'meter-frozen' | 'battery-stale';

/** A measurement that the mode or the fuse needs is missing for longer than is allowed, or cannot be believed. */
function lostMeter(moment: StepInput): Lost | undefined {
  const { settings, state } = moment;
  const missing = (sinceMs: number | null) => secondsSince(moment, sinceMs ?? state.firstMs);
  const houseS = settings.fuse === undefined ? 0 : missing(state.houseMs);
  if (houseS > silentAfterS(moment)) return 'meter-stale';
  if (settings.mode === 'fast') return undefined;
  if (state.meter.frozen) return 'meter-frozen';
  if (missing(state.measuredMs) > silentAfterS(moment)) return 'meter-stale';
  return batteryLost(moment) ? 'battery-stale' : undefined;
}

function stale(moment: StepInput, reason: Lost): Decision {
  const { settings, state } = moment;
  if (settings.onStale === 'stop') return rest(moment, 'stale', reason);
  const phases = phasesSet(moment);
  const currentA = settings.minCurrent;
  if (settings.onStale === 'release') {
    // Its own rules know nothing of the house's fuse.
    const setA = moment.reading.currentA ?? currentA;
    if (
      settings.fuse !== undefined &&
      moment.reading.houseCurrentsA &&
      (state.fuseOff || fuseLimitA(moment, phases) < setA)
    ) {
      tripFuse(moment);
      return rest(moment, 'limited', 'fuse');
    }
    // What the charger does from here on is taken over as it is found.
    state.on = null;
    state.changedMs = null;
    return { enabled: 'release', phases, currentA, state: 'stale', reason };
  }
  if (!roomToCharge(moment) || mostA(moment, phases) < currentA) return noRoom(moment);
  wish(moment, true);
  return { enabled: true, phases, currentA, state: 'stale', reason };
}

/** A charge that is found running goes on: a restart of the flow is no reason to stop it. */
function adopt({ reading, state, nowMs }: StepInput): void {
  if (state.on !== null) return;
  state.on = reading.enabled === true && reading.car === CAR.charging;
  // Taken back from the charger's own rules: that is a start, or a stop, as any other.
  if (state.sent.enabled === 'release') state.changedMs = nowMs;
}

function start(moment: StepInput): void {
  const { settings, state } = moment;
  if (!carReady(moment) || !roomToCharge(moment) || pauseLeftS(moment) > 0) return;
  if (settings.mode === 'solar' && startInS(moment) !== 0) return;
  if (settings.mode !== 'fast' && state.measuredMs === null) return;
  wish(moment, true);
}

function wait(moment: StepInput): Decision {
  const { reading, state } = moment;
  const fixed = { enabled: false as const, phases: phasesSet(moment), currentA: 0 };
  if (reading.car === undefined) return { ...fixed, state: 'waiting', reason: 'car-unknown' };
  if (!roomToCharge(moment))
    return { ...fixed, state: 'limited', reason: fuseBinds(moment) ? 'fuse' : 'charger-limit' };
  if (moment.settings.mode !== 'fast' && state.measuredMs === null)
    return { ...fixed, state: 'waiting', reason: 'no-meter' };
  const pauseS = pauseLeftS(moment);
  const startS = startInS(moment);
  if (moment.settings.mode !== 'solar')
    return { ...fixed, state: 'starting', reason: 'min-pause', next: next('start', pauseS) };
  if (startS === undefined) return { ...fixed, state: 'waiting', reason: 'too-little-surplus' };
  const reason = pauseS >= startS && pauseS > 0 ? 'min-pause' : 'enough-surplus';
  return { ...fixed, state: 'starting', reason, next: next('start', startS) };
}

function charge(moment: StepInput): Decision {
  const { settings, state, reading } = moment;
  if (!roomToCharge(moment)) return noRoom(moment);
  const stopS = settings.mode === 'solar' ? stopInS(moment) : undefined;
  if (stopS === 0) return rest(moment, 'waiting', 'too-little-surplus');

  const fresh = state.changedMs === moment.nowMs;
  const phases = phasesForMode(moment, fresh);
  if (mostA(moment, phases) < settings.minCurrent) return noRoom(moment);
  const currentA = currentForMode(moment, phases, fresh);
  const going = { enabled: true as const, phases, currentA };
  if (fresh) return { ...going, state: 'starting', reason: 'car-starting' };

  const refused = refusal(moment);
  if (refused) return { ...going, ...refused };
  if (reading.car !== undefined) {
    const asleep = sleeping(moment, going);
    if (asleep) return asleep;
  }
  const set = phasesSet(moment);
  if (phases !== set || switching(moment)) {
    return { ...going, state: 'switching', reason: phases === 3 ? 'to-three-phases' : 'to-one-phase' };
  }
  if (stopS !== undefined) {
    const reason = runLeftS(moment) >= stopS ? 'min-run' : 'stop-delay';
    return { ...going, state: 'holding', reason, next: next('stop', stopS) };
  }
  return { ...going, ...explainCharging(moment, phases, currentA) };
}

/** It may charge and the charger does not let it: that is no car asleep, and nothing that more current would help. */
function refusal({ reading, state, nowMs }: StepInput): Pick<Decision, 'state' | 'reason'> | undefined {
  if (reading.refusedBecause === undefined || reading.car === CAR.charging) return undefined;
  state.refusedMs = nowMs;
  const reason = reading.refusedBecause === ENERGY_LIMIT_REACHED ? 'energy-limit' : 'charger-limit';
  return { state: 'limited', reason };
}

function noRoom(moment: StepInput): Decision {
  if (!fuseBinds(moment)) return rest(moment, 'limited', 'charger-limit');
  tripFuse(moment);
  return rest(moment, 'limited', 'fuse');
}

function sleeping(moment: StepInput, going: Pick<Decision, 'enabled' | 'phases' | 'currentA'>): Decision | undefined {
  const sleep = watchSleep(moment);
  if (sleep.kind === 'awake' || switching(moment)) return undefined;
  if (sleep.kind === 'starting') return { ...going, state: 'starting', reason: 'car-starting' };
  if (sleep.kind === 'full') return { ...going, state: 'full', reason: 'car-full' };
  if (sleep.kind === 'given-up') return { ...going, state: 'asleep', reason: 'car-asleep' };
  const waking = { ...going, state: 'asleep' as const, reason: 'waking' as const };
  if (sleep.pulse === 'raise') return { ...waking, currentA: wakingCurrentA(moment, going.phases) };
  if (sleep.pulse === 'off') return rest(moment, 'asleep', 'waking');
  return { ...waking, enabled: 'release' };
}

function switching(moment: StepInput): boolean {
  const { state } = moment;
  const sinceS = secondsHeld(moment, state.switchingSinceMs);
  if (state.switchingSinceMs === null) return false;
  const drawsAgain = sinceS > 5 && flowW(moment) > 0 && state.car === CAR.charging;
  if (sinceS >= SWITCHING_S || drawsAgain) {
    state.switchingSinceMs = null;
    return false;
  }
  return true;
}

function phasesForMode(moment: StepInput, fresh = false): 1 | 3 {
  const { settings } = moment;
  const open = choices(moment);
  const set = phasesSet(moment);
  if (settings.mode === 'fast') {
    const best = open.includes(3) && mostA(moment, 3) >= settings.minCurrent ? 3 : (open[0] ?? set);
    return switchAllowedInS(moment) > 0 ? set : best;
  }
  return fresh ? phasesAtStart(moment) : phasesWhileCharging(moment);
}

function currentForMode(moment: StepInput, phases: 1 | 3, fresh = false): number {
  const { settings, reading, state } = moment;
  if (settings.mode === 'fast') return within(moment, phases, settings.maxCurrent);
  if (reading.car === CAR.idle) return within(moment, phases, settings.minCurrent);
  if (phases === phasesSet(moment) && !fresh) return surplusCurrentA(moment, phases);
  return bestA(moment, phases, state.steadyW);
}

function explainCharging(
  moment: StepInput,
  phases: 1 | 3,
  currentA: number,
): Pick<Decision, 'state' | 'reason' | 'next'> {
  const { settings, state } = moment;
  const most = mostA(moment, phases);
  if (most < settings.maxCurrent && currentA >= most && fuseBinds(moment)) return { state: 'limited', reason: 'fuse' };
  if (settings.mode === 'fast') return { state: 'charging', reason: 'mode-fast' };
  const least = leastW(moment, phases);
  if (settings.mode === 'min-solar' && state.steadyW < least) return { state: 'holding', reason: 'min-solar' };
  const switchS = switchInS(moment);
  const then = switchS === undefined ? undefined : next(phases === 1 ? 'three-phases' : 'one-phase', switchS);
  if (state.carMaxA !== null && currentA > state.carMaxA)
    return { state: 'charging', reason: 'car-takes-less', next: then };
  if (currentA >= most) return { state: 'charging', reason: 'at-maximum', next: then };
  return { state: 'charging', reason: 'follows-surplus', next: then };
}

function fuseBinds({ settings, state, reading }: StepInput): boolean {
  if (settings.fuse === undefined) return false;
  return state.fuseOff || (state.fuseA ?? Number.POSITIVE_INFINITY) <= (reading.limitA ?? settings.maxCurrent);
}
