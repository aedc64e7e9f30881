/**
 * The charger's own reset of `frc`: some seconds after an unplug it lets go of what was forced
 * [syssi/homeassistant-goecharger-mqtt#190]. Such a fall of `frc` to 0 belongs to that unplug; any other one is a sign of a plug.
 */
import type { PlugSigns, Signs } from './plug-signs';

/** Longest time from an unplug until `frc` falls to 0 [syssi/homeassistant-goecharger-mqtt#190; the bound is our choice]. */
export const LATE_RESET_MS = 15_000;

export interface ForceReset {
  /** The newest fall of `frc` to 0 belongs to an unplug: it is the charger's own reset. */
  readonly isOwn: boolean;
  /** When `frc` last fell to 0 and no unplug explained it. */
  readonly fellAt: number;
  /** @param hasFallen `frc` fell to 0 at the same moment */
  unplugged(time: number, hasFallen: boolean): void;
  /** @returns the signs, without a fall of `frc` that belongs to the unplug before */
  withoutReset(signs: Signs, time: number): Signs;
}

export function createForceReset({ isRecent }: Pick<PlugSigns, 'isRecent'>): ForceReset {
  let fellAt = Number.NEGATIVE_INFINITY;
  let unpluggedAt = Number.NEGATIVE_INFINITY;
  /** The charger has not let go of what was forced since the last unplug. */
  let isDue = false;
  let isOwn = false;
  return {
    get isOwn() {
      return isOwn;
    },
    get fellAt() {
      return fellAt;
    },
    unplugged(time, hasFallen) {
      unpluggedAt = time;
      isOwn = hasFallen;
      isDue = !hasFallen;
      fellAt = Number.NEGATIVE_INFINITY;
    },
    withoutReset(signs, time) {
      if (!signs.forceFell) return signs;
      isOwn = isDue && isRecent(unpluggedAt, LATE_RESET_MS, time);
      isDue = false;
      if (!isOwn) fellAt = time;
      return isOwn ? { ...signs, forceFell: false } : signs;
    },
  };
}
