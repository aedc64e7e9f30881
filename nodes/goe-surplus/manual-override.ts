/**
 * Manual override: somebody sets the charger in the app, at its button, or by another flow. It counts until the car is unplugged,
 * and the charger is left alone meanwhile.
 */
import type { Change, Charger, Json } from '../../lib/charger/charger.types';
import { FORCE } from './charger-reading';
import type { Plug } from './plug';

export interface ManualOverride {
  key: string;
  value: Json;
  /** Time when it showed, in milliseconds. */
  sinceMs: number;
}

export interface ManualOverrideWatch {
  receive(changes: readonly Change[], nowMs: number): void;
  /**
   * Judges a change that may be an override.
   * @param wasUnplugged since the last call, however briefly: that ends an override
   * @returns the override in force
   */
  check(wasUnplugged: boolean, nowMs: number): ManualOverride | undefined;
  /** The override in force. */
  readonly current: ManualOverride | undefined;
  /** A change is not judged yet. */
  readonly isUndecided: boolean;
  end(): void;
}

/** A change is judged after this: MQTT sends the keys of one event one by one, and `frc` may fall before `car` shows the unplug [our choice]. */
const JUDGED_AFTER_MS = 1500;
/** A change this soon after the charger came back may be older, so it is no override [our choice]. */
const BACK_FOR_MS = 2000;
const WATCHED = new Set(['frc', 'amp', 'psm']);
/** Keys that show a restart: the one rises, the other falls. */
export const RESTART_KEYS = ['rbc', 'rbt'] as const;
/** A change this close to a restart belongs to it: the charger forgets what was forced, and what it had not saved [our choice]. */
const RESTARTED_FOR_MS = 10_000;

/** @param isOwnWrite the value was written by this node, or is in its target */
export function createManualOverrideWatch(
  charger: Pick<Charger, 'known' | 'availability'>,
  plug: Pick<Plug, 'isPlugged' | 'isOwnReset'>,
  isOwnWrite: (key: string, value: Json) => boolean,
  before: ManualOverride | undefined,
): ManualOverrideWatch {
  let candidate: ManualOverride | undefined;
  let override = before;
  let restartedMs = Number.NEGATIVE_INFINITY;

  return {
    get current() {
      return override;
    },
    get isUndecided() {
      return candidate !== undefined;
    },
    receive(changes, nowMs) {
      if (changes.some(isRestart)) restartedMs = nowMs;
      const { state, since } = charger.availability;
      if (state !== 'online' || Date.now() - since < BACK_FOR_MS) return;
      for (const { name, value, previous } of changes) {
        if (!WATCHED.has(name) || previous === undefined || isOwnWrite(name, value)) continue;
        candidate = { key: name, value, sinceMs: nowMs };
      }
    },
    check(wasUnplugged, nowMs) {
      if (wasUnplugged || plug.isPlugged === false) {
        candidate = undefined;
        override = undefined;
      }
      const isReset = candidate?.key === 'frc' && candidate.value === FORCE.neutral;
      if (isReset && plug.isOwnReset) candidate = undefined;
      if (!candidate || (isReset && plug.isOwnReset === undefined)) return override;
      if (nowMs < candidate.sinceMs || nowMs - candidate.sinceMs >= JUDGED_AFTER_MS) {
        const isStillSet = charger.known(candidate.key)?.value === candidate.value;
        // `frc` falls to 0 with an unplug: where `car` is not known, that is more likely than an override.
        const unplugged = isReset && plug.isPlugged !== true;
        const restarted = Math.abs(candidate.sinceMs - restartedMs) < RESTARTED_FOR_MS;
        if (isStillSet && !unplugged && !restarted) override = candidate;
        candidate = undefined;
      }
      return override;
    },
    end() {
      candidate = undefined;
      override = undefined;
    },
  };
}

function isRestart({ name, value, previous }: Change): boolean {
  if (typeof value !== 'number' || typeof previous !== 'number') return false;
  return name === 'rbc' ? value > previous : name === 'rbt' && value < previous;
}
