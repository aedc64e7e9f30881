/** Notices when somebody else sets the charger: in the app, at its button, by another flow. It counts until unplugging. */
import type { Change, Charger, Json } from '../../lib/charger/charger.types';
import { FORCE } from './charger-reading';
import type { Plug } from './plug';

export interface ManualChange {
  key: string;
  value: Json;
  /** When it showed, in milliseconds. */
  sinceMs: number;
}

export interface ManualWatch {
  changed(changes: readonly Change[], nowMs: number): void;
  /**
   * Judges what is suspicious.
   * @param wasUnplugged since the last look, and be it for a moment: what was set by hand ends with that
   * @returns what somebody set, while that counts
   */
  look(wasUnplugged: boolean, nowMs: number): ManualChange | undefined;
  /** What somebody set, while that counts. */
  readonly current: ManualChange | undefined;
  /** Something changed and it is not clear yet by whom. */
  readonly suspicious: boolean;
  end(): void;
}

/** Over MQTT the keys of one happening come one by one; `frc` may fall before `car` says that the cable is out. */
const JUDGED_AFTER_MS = 1500;
/** What a charger shows after it was away is no change that was seen. */
const BACK_FOR_MS = 2000;
const WATCHED = new Set(['frc', 'amp', 'psm']);
/** A restart shows in these: the one goes up, the other falls. */
export const RESTART_KEYS = ['rbc', 'rbt'] as const;
/** What changes so soon after a restart was changed by it: what was forced is forgotten, what was not yet kept is as before. */
const RESTARTED_FOR_MS = 10_000;

export function createManualWatch(
  charger: Pick<Charger, 'known' | 'availability'>,
  plug: Pick<Plug, 'isPlugged' | 'isOwnReset'>,
  isOurs: (key: string, value: Json) => boolean,
  before: ManualChange | undefined,
): ManualWatch {
  let suspect: ManualChange | undefined;
  let manual = before;
  let restartedMs = Number.NEGATIVE_INFINITY;

  return {
    get current() {
      return manual;
    },
    get suspicious() {
      return suspect !== undefined;
    },
    changed(changes, nowMs) {
      if (changes.some(isRestart)) restartedMs = nowMs;
      const { state, since } = charger.availability;
      if (state !== 'online' || Date.now() - since < BACK_FOR_MS) return;
      for (const { name, value, previous } of changes) {
        if (!WATCHED.has(name) || previous === undefined || isOurs(name, value)) continue;
        suspect = { key: name, value, sinceMs: nowMs };
      }
    },
    look(wasUnplugged, nowMs) {
      if (wasUnplugged || plug.isPlugged === false) {
        suspect = undefined;
        manual = undefined;
      }
      const isFall = suspect?.key === 'frc' && suspect.value === FORCE.neutral;
      if (isFall && plug.isOwnReset) suspect = undefined;
      if (!suspect || (isFall && plug.isOwnReset === undefined)) return manual;
      if (nowMs < suspect.sinceMs || nowMs - suspect.sinceMs >= JUDGED_AFTER_MS) {
        const stands = charger.known(suspect.key)?.value === suspect.value;
        // The force falls to neutral when a car is unplugged: with no word about the car that is more likely than a hand.
        const unplugged = isFall && plug.isPlugged !== true;
        const restarted = Math.abs(suspect.sinceMs - restartedMs) < RESTARTED_FOR_MS;
        if (stands && !unplugged && !restarted) manual = suspect;
        suspect = undefined;
      }
      return manual;
    },
    end() {
      suspect = undefined;
      manual = undefined;
    },
  };
}

function isRestart({ name, value, previous }: Change): boolean {
  if (typeof value !== 'number' || typeof previous !== 'number') return false;
  return name === 'rbc' ? value > previous : name === 'rbt' && value < previous;
}
