/**
 * Wake-up of a car that is offered current and takes none, as it may be asleep: it is offered more current, then left to the
 * charger's own rules for a moment, then stopped and started again. After these three attempts it is left alone until it is
 * unplugged, draws by itself, or the mode changes.
 */
import { mostA } from './current';
import { CAR } from './reading';
import { runLeftS } from './start-stop';
import { type StepInput, secondsHeld, secondsSince } from './step-input';

/** A car that takes nothing for this long is to be woken: cars start 10 to 15 s after they are allowed to, some need a minute [our choice]. */
const WAKE_AFTER_S = 60;
const ATTEMPTS = ['raise', 'release', 'off'] as const;
/** Duration of the attempts that end by themselves, in seconds [our choice]. */
const PULSE_S = { raise: 30, release: 15 } as const;

export interface WakeStatus {
  kind: 'awake' | 'starting' | 'full' | 'waking' | 'given-up';
  /** The attempt under way; with `waking` only. */
  attempt?: (typeof ATTEMPTS)[number];
}

/** Wake-up state of a car that may charge; begins and ends the attempts. */
export function followWakeUp(input: StepInput): WakeStatus {
  const { reading, state, nowMs } = input;
  if (reading.car === CAR.charging) return { kind: state.drewMs === null ? 'starting' : 'awake' };
  if (state.full) return { kind: 'full' };
  if (state.wakePulse) {
    if (secondsHeld(input, state.wakeStepMs) < PULSE_S[state.wakePulse])
      return { kind: 'waking', attempt: state.wakePulse };
    state.wakePulse = null;
    state.wakeStepMs = nowMs;
  }
  // A fuse, a phase switch or the charger itself may keep it from charging.
  const waitedS = Math.min(
    secondsSince(input, state.changedMs),
    secondsSince(input, state.wakeStepMs),
    secondsSince(input, state.switchingSinceMs),
    secondsSince(input, state.drewMs),
    secondsSince(input, state.refusedMs),
  );
  const attempt = ATTEMPTS[state.wakeAttempts];
  if (attempt === undefined) return { kind: waitedS < WAKE_AFTER_S ? 'starting' : 'given-up' };
  if (waitedS < WAKE_AFTER_S || reading.enabled === false) return { kind: 'starting' };
  if (attempt === 'off' && runLeftS(input) > 0) return { kind: 'starting' };
  state.wakeAttempts += 1;
  state.wakePulse = attempt === 'off' ? null : attempt;
  state.wakeStepMs = nowMs;
  return { kind: 'waking', attempt };
}

/** Current that the attempt `raise` offers, in ampere: the most that is allowed. */
export function wakingCurrentA(input: StepInput, phases: 1 | 3): number {
  return Math.max(input.settings.minCurrent, mostA(input, phases));
}
