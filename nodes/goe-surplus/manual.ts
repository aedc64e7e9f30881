/** Notices when somebody else sets the charger: in the app, at its button, by another flow. It counts until unplugging. */
import type { Change, Charger, Json } from '../../lib/charger/charger.types';
import { FORCE, hasCar } from './charger-reading';

export interface ManualChange {
  key: string;
  value: Json;
  /** When it showed, in milliseconds. */
  sinceMs: number;
}

export interface ManualWatch {
  changed(changes: readonly Change[], nowMs: number): void;
  /** Judges what is suspicious. @returns what somebody set, while that counts */
  look(nowMs: number): ManualChange | undefined;
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

export function createManualWatch(
  charger: Pick<Charger, 'known' | 'availability'>,
  isOurs: (key: string, value: Json) => boolean,
  before: ManualChange | undefined,
): ManualWatch {
  let suspect: ManualChange | undefined;
  let manual = before;

  return {
    get current() {
      return manual;
    },
    get suspicious() {
      return suspect !== undefined;
    },
    changed(changes, nowMs) {
      const { state, since } = charger.availability;
      if (state !== 'online' || Date.now() - since < BACK_FOR_MS) return;
      for (const { name, value, previous } of changes) {
        if (!WATCHED.has(name) || previous === undefined || isOurs(name, value)) continue;
        suspect = { key: name, value, sinceMs: nowMs };
      }
    },
    look(nowMs) {
      const plugged = hasCar(charger);
      if (plugged === false) {
        suspect = undefined;
        manual = undefined;
      }
      if (suspect && (nowMs < suspect.sinceMs || nowMs - suspect.sinceMs >= JUDGED_AFTER_MS)) {
        const stands = charger.known(suspect.key)?.value === suspect.value;
        // The force falls to neutral when a car is unplugged: with no word about the car that is more likely than a hand.
        const unplugged = suspect.key === 'frc' && suspect.value === FORCE.neutral && plugged !== true;
        if (stands && !unplugged) manual = suspect;
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
