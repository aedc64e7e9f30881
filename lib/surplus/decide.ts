/** Decision of one step, in the order of what comes first: mode, car, owner's energy limit, lost meter, surplus. The fuse limits each of them. */
import { carReady } from './car';
import { charge } from './charging';
import { fuseLimitA } from './fuse';
import { fuseBinds, hasHeadroom } from './headroom';
import { lostMeter, setpointWithoutMeter } from './lost-meter';
import { currentForMode, phasesForMode } from './mode-setpoint';
import { CAR } from './reading';
import { next, noHeadroom, notCharging, type Setpoint } from './setpoint';
import { pauseLeftS, setCharging, startInS } from './start-stop';
import { phasesSet, type StepInput } from './step-input';

export function decide(input: StepInput): Setpoint {
  const { settings, reading } = input;
  if (!isInCharge(input)) return asFound(input);
  if (settings.mode === 'off') return notCharging(input, 'off', 'mode-off');
  if (reading.car === CAR.idle) return withoutCar(input);
  if (isEnergyLimitReached(input)) return notCharging(input, 'limited', 'energy-limit');
  const lost = lostMeter(input);
  if (lost) return setpointWithoutMeter(input, lost);
  adoptRunningCharge(input);
  if (reading.car === CAR.error) return notCharging(input, 'error', 'charger-error');
  if (input.state.on === false) startWhereDue(input);
  return input.state.on ? charge(input) : waitToStart(input);
}

/** The controller sets the charger from the first measurement on; in `fast` and `off` at once, as those need none. */
function isInCharge({ settings, state }: StepInput): boolean {
  const needsMeter = settings.mode === 'solar' || settings.mode === 'min-solar';
  if (!needsMeter || state.measuredMs !== null) state.inCharge = true;
  return state.inCharge;
}

/** Setpoint before the controller is in charge: the charger stays as it is, but for the fuse of the house. */
function asFound(input: StepInput): Setpoint {
  const { reading, settings, state } = input;
  const phases = phasesSet(input);
  const setA = reading.enabled === false ? 0 : (reading.currentA ?? 0);
  const found = { phases, state: 'waiting' as const, reason: 'no-meter' as const };
  if (settings.fuse === undefined || state.houseMs === null || reading.enabled === false)
    return { ...found, enabled: 'as-found', currentA: setA };
  const headroomA = state.fuseOff ? 0 : fuseLimitA(input, phases);
  if (headroomA < settings.minCurrent) return noHeadroom(input);
  return { ...found, enabled: 'as-found', currentA: Math.min(setA, headroomA) };
}

/** The owner's limit, in every mode: the charger itself keeps it only while nothing forces it to charge [vendor's API documents]. */
function isEnergyLimitReached({ reading }: StepInput): boolean {
  const { energyWh, energyLimitWh } = reading;
  return energyWh !== undefined && energyLimitWh !== undefined && energyWh >= energyLimitWh;
}

/** Setpoint without a car. It decides what the next car may do until the first measurement with it. */
function withoutCar(input: StepInput): Setpoint {
  if (input.settings.mode === 'solar') return notCharging(input, 'no-car', 'no-car');
  if (pauseLeftS(input) > 0 || !hasHeadroom(input)) return notCharging(input, 'no-car', 'no-car');
  setCharging(input, true);
  const phases = phasesForMode(input);
  return { enabled: true, phases, currentA: currentForMode(input, phases), state: 'no-car', reason: 'no-car' };
}

/** Takes over a charge that is found running: a restart of the flow does not stop it. */
function adoptRunningCharge({ reading, state, nowMs }: StepInput): void {
  if (state.on !== null) return;
  state.on = reading.enabled === true && reading.car === CAR.charging;
  // After a release to the charger's own rules this counts as a start, or a stop.
  if (state.sent.enabled === 'release') state.changedMs = nowMs;
}

function startWhereDue(input: StepInput): void {
  const { settings, state } = input;
  if (!carReady(input) || !hasHeadroom(input) || pauseLeftS(input) > 0) return;
  if (settings.mode === 'solar' && startInS(input) !== 0) return;
  if (settings.mode !== 'fast' && state.measuredMs === null) return;
  setCharging(input, true);
}

/** Setpoint while charging is not allowed yet, with what it waits for. */
function waitToStart(input: StepInput): Setpoint {
  const { reading, state } = input;
  const off = { enabled: false as const, phases: phasesSet(input), currentA: 0 };
  if (reading.car === undefined) return { ...off, state: 'waiting', reason: 'car-unknown' };
  if (!hasHeadroom(input)) return { ...off, state: 'limited', reason: fuseBinds(input) ? 'fuse' : 'charger-limit' };
  if (input.settings.mode !== 'fast' && state.measuredMs === null)
    return { ...off, state: 'waiting', reason: 'no-meter' };
  const pauseS = pauseLeftS(input);
  const startS = startInS(input);
  if (input.settings.mode !== 'solar')
    return { ...off, state: 'starting', reason: 'min-pause', next: next('start', pauseS) };
  if (startS === undefined) return { ...off, state: 'waiting', reason: 'too-little-surplus' };
  const reason = pauseS >= startS && pauseS > 0 ? 'min-pause' : 'enough-surplus';
  return { ...off, state: 'starting', reason, next: next('start', startS) };
}
