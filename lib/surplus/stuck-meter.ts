/**
 * Stuck meter: its values come on time and are always the same. The charging power tells it from a quiet house: when that has
 * changed by a kilowatt, a meter that works cannot show the same value to the last digit.
 */

/** Last value of the meter, and whether it is stuck. Plain data, in watt and milliseconds. */
export interface StuckMeter {
  valueW: number | null;
  /** It has shown digits below ten watt, so it does not round. */
  isFineGrained: boolean;
  /** Power into the car when this value began. */
  fromW: number;
  /** Since when the power into the car differs from that by a kilowatt. */
  movedSinceMs: number | null;
  stuck: boolean;
}

export const NO_METER_VALUE: Readonly<StuckMeter> = {
  valueW: null,
  isFineGrained: false,
  fromW: 0,
  movedSinceMs: null,
  stuck: false,
};

/** Change of the charging power that a meter must show, in watt: its noise is smaller, and no other load cancels it to the last digit. */
const MOVED_W = 1000;
/** A meter that does not show the change by then is stuck: no meter to follow the surplus with is slower [our choice]. */
const SHOWS_AFTER_MS = 120_000;
/** Rounding of a meter, in watt: one that rounds may show the same for long, for example while an inverter limits the export. */
const ROUND_W = 10;

/**
 * Updates with a new value of the meter. Zero never counts as stuck: a meter without export shows it all day, and a home battery
 * may hold it.
 * @param saidW as the meter sent it
 * @param chargeW the power into the car now, as the charger reports it
 */
export function updateStuckMeter(before: StuckMeter, valueW: number, chargeW: number, nowMs: number): StuckMeter {
  const isFineGrained = before.isFineGrained || !isRound(valueW);
  if (valueW !== before.valueW || valueW === 0 || !isFineGrained)
    return { valueW, isFineGrained, fromW: chargeW, movedSinceMs: null, stuck: false };
  const movedSinceMs = Math.abs(chargeW - before.fromW) >= MOVED_W ? (before.movedSinceMs ?? nowMs) : null;
  const stuck = before.stuck || (movedSinceMs !== null && nowMs - movedSinceMs >= SHOWS_AFTER_MS);
  return { ...before, isFineGrained, movedSinceMs, stuck };
}

/** A multiple of ten watt; kilowatts that were multiplied by 1000 are not exact. */
function isRound(watt: number): boolean {
  return Math.abs(watt - Math.round(watt / ROUND_W) * ROUND_W) < 1e-6;
}
