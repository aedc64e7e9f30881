/** Setpoint while charging is allowed: start, phase switch, wake-up, stop delay, and following the surplus. */
import { flowW } from './car';
import { leastW, mostA } from './current';
import { fuseBinds, hasHeadroom } from './headroom';
import { currentForMode, phasesForMode } from './mode-setpoint';
import { switchInS } from './phases';
import { CAR, ENERGY_LIMIT_REACHED } from './reading';
import { next, noHeadroom, notCharging, type Setpoint } from './setpoint';
import { runLeftS, stopInS } from './start-stop';
import { phasesSet, type StepInput, secondsHeld } from './step-input';
import { followWakeUp, wakingCurrentA } from './wake';

/** A phase switch under load takes the charger's pause and a new start of the car; a longer pause has another reason [our choice]. */
const PHASE_SWITCH_S = 60;
/** Power that flows this soon after a switch was ordered is from before it [our choice]. */
const SWITCH_BEGINS_S = 5;

type Allowed = Pick<Setpoint, 'enabled' | 'phases' | 'currentA'>;

/** Decides for a charge that runs, or starts with this step. */
export function charge(input: StepInput): Setpoint {
  const { settings, state, reading } = input;
  if (!hasHeadroom(input)) return noHeadroom(input);
  const stopS = settings.mode === 'solar' ? stopInS(input) : undefined;
  if (stopS === 0) return notCharging(input, 'waiting', 'too-little-surplus');

  const isStart = state.changedMs === input.nowMs;
  const phases = phasesForMode(input, isStart);
  if (mostA(input, phases) < settings.minCurrent) return noHeadroom(input);
  const currentA = currentForMode(input, phases, isStart);
  const allowed = { enabled: true as const, phases, currentA };
  if (isStart) return { ...allowed, state: 'starting', reason: 'car-starting' };

  const refused = chargerRefusal(input);
  if (refused) return { ...allowed, ...refused };
  if (reading.car !== undefined) {
    const notTaking = carNotTaking(input, allowed);
    if (notTaking) return notTaking;
  }
  if (phases !== phasesSet(input) || isSwitchingPhases(input))
    return { ...allowed, state: 'switching', reason: phases === 3 ? 'to-three-phases' : 'to-one-phase' };
  if (stopS !== undefined) {
    const reason = runLeftS(input) >= stopS ? 'min-run' : 'stop-delay';
    return { ...allowed, state: 'holding', reason, next: next('stop', stopS) };
  }
  return { ...allowed, ...explainCharging(input, phases, currentA) };
}

/** A refusal of the charger: it is allowed to charge and does not let the car. More current, or a wake-up, would not help. */
function chargerRefusal({ reading, state, nowMs }: StepInput): Pick<Setpoint, 'state' | 'reason'> | undefined {
  if (reading.refusedBecause === undefined || reading.car === CAR.charging) return undefined;
  state.refusedMs = nowMs;
  const reason = reading.refusedBecause === ENERGY_LIMIT_REACHED ? 'energy-limit' : 'charger-limit';
  return { state: 'limited', reason };
}

/** Setpoint of a car that takes no current: it starts, is full, or is to be woken. Undefined while it charges. */
function carNotTaking(input: StepInput, allowed: Allowed): Setpoint | undefined {
  const wakeUp = followWakeUp(input);
  if (wakeUp.kind === 'awake' || isSwitchingPhases(input)) return undefined;
  if (wakeUp.kind === 'starting') return { ...allowed, state: 'starting', reason: 'car-starting' };
  if (wakeUp.kind === 'full') return { ...allowed, state: 'full', reason: 'car-full' };
  if (wakeUp.kind === 'given-up') return { ...allowed, state: 'asleep', reason: 'car-asleep' };
  const waking = { ...allowed, state: 'asleep' as const, reason: 'waking' as const };
  if (wakeUp.attempt === 'raise') return { ...waking, currentA: wakingCurrentA(input, allowed.phases) };
  if (wakeUp.attempt === 'off') return notCharging(input, 'asleep', 'waking');
  return { ...waking, enabled: 'release' };
}

/** A phase switch is under way: ordered, and the car does not draw again yet. */
function isSwitchingPhases(input: StepInput): boolean {
  const { state } = input;
  const sinceS = secondsHeld(input, state.switchingSinceMs);
  if (state.switchingSinceMs === null) return false;
  const drawsAgain = sinceS > SWITCH_BEGINS_S && flowW(input) > 0 && state.car === CAR.charging;
  if (sinceS >= PHASE_SWITCH_S || drawsAgain) {
    state.switchingSinceMs = null;
    return false;
  }
  return true;
}

function explainCharging(
  input: StepInput,
  phases: 1 | 3,
  currentA: number,
): Pick<Setpoint, 'state' | 'reason' | 'next'> {
  const { settings, state } = input;
  const most = mostA(input, phases);
  if (most < settings.maxCurrent && currentA >= most && fuseBinds(input)) return { state: 'limited', reason: 'fuse' };
  if (settings.mode === 'fast') return { state: 'charging', reason: 'mode-fast' };
  const least = leastW(input, phases);
  if (settings.mode === 'min-solar' && state.steadyW < least) return { state: 'holding', reason: 'min-solar' };
  const switchS = switchInS(input);
  const then = switchS === undefined ? undefined : next(phases === 1 ? 'three-phases' : 'one-phase', switchS);
  if (state.carMaxA !== null && currentA > state.carMaxA)
    return { state: 'charging', reason: 'car-takes-less', next: then };
  if (currentA >= most) return { state: 'charging', reason: 'at-maximum', next: then };
  return { state: 'charging', reason: 'follows-surplus', next: then };
}
