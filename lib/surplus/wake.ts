/**
 * A car that is offered current and does not take it. It may sleep: then it is offered more, then handed to the charger's
 * own rules for a moment, then stopped, and started again as every charge is. After that it is left alone until it is
 * unplugged or draws by itself.
 */
import { mostA } from './current';
import { CAR } from './reading';
import { runLeftS } from './start-stop';
import { type StepInput, secondsHeld, secondsSince } from './step-input';

/** Cars start 10 to 15 s after they are allowed to; some need a minute. */
const PATIENCE_S = 60;
const ATTEMPTS = ['raise', 'release', 'off'] as const;
/** How long the attempts last that end by themselves. */
const PULSE_S = { raise: 30, release: 15 } as const;

export interface Sleep {
  kind: 'awake' | 'starting' | 'full' | 'waking' | 'given-up';
  /** What is being tried; with `waking` only. */
  pulse?: (typeof ATTEMPTS)[number];
}

/** Follows a car that should charge; may begin or end an attempt to wake it. */
export function watchSleep(moment: StepInput): Sleep {
  const { reading, state, nowMs } = moment;
  if (reading.car === CAR.charging) return { kind: state.drewMs === null ? 'starting' : 'awake' };
  if (state.full) return { kind: 'full' };
  if (state.wakePulse) {
    if (secondsHeld(moment, state.wakeStepMs) < PULSE_S[state.wakePulse])
      return { kind: 'waking', pulse: state.wakePulse };
    state.wakePulse = null;
    state.wakeStepMs = nowMs;
  }
  // A fuse, a phase switch or the charger itself may be what keeps it from charging.
  const waitedS = Math.min(
    secondsSince(moment, state.changedMs),
    secondsSince(moment, state.wakeStepMs),
    secondsSince(moment, state.switchingSinceMs),
    secondsSince(moment, state.drewMs),
    secondsSince(moment, state.refusedMs),
  );
  const attempt = ATTEMPTS[state.wakeAttempts];
  if (attempt === undefined) return { kind: waitedS < PATIENCE_S ? 'starting' : 'given-up' };
  if (waitedS < PATIENCE_S || reading.enabled === false) return { kind: 'starting' };
  if (attempt === 'off' && runLeftS(moment) > 0) return { kind: 'starting' };
  state.wakeAttempts += 1;
  state.wakePulse = attempt === 'off' ? null : attempt;
  state.wakeStepMs = nowMs;
  return { kind: 'waking', pulse: attempt };
}

/** The current to offer a car that is to be woken by more of it. */
export function wakingCurrentA(moment: StepInput, phases: 1 | 3): number {
  return Math.max(moment.settings.minCurrent, mostA(moment, phases));
}
