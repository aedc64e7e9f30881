/**
 * A meter that stands still: its values come on time and are always the same one. Our own charging power tells it from a
 * quiet house: when that has moved by a kilowatt, a meter that measures it cannot say the same to the last digit.
 */

/** What the meter has said lately. Plain data, in watt and milliseconds. */
export interface MeterMemory {
  saidW: number | null;
  /** It has shown digits below ten watt: it does not round. */
  isFine: boolean;
  /** What flowed into the car when it began to say this. */
  fromW: number;
  /** Since when more than a kilowatt more or less flows than then. */
  movedSinceMs: number | null;
  frozen: boolean;
}

export const NOTHING_SAID: Readonly<MeterMemory> = {
  saidW: null,
  isFine: false,
  fromW: 0,
  movedSinceMs: null,
  frozen: false,
};

/** The noise of a meter, and other loads that happen to do the opposite, are smaller or do not fit to the last digit. */
const MOVED_W = 1000;
/** Slower than this no meter is that the surplus could be followed with. */
const SHOWS_AFTER_MS = 120_000;
/** A meter that rounds may say the same for long: while an inverter holds what is fed in at its limit, for one. */
const ROUND_W = 10;

/**
 * Takes a new value of the meter in.
 * Zero is never doubted: a meter that knows no export says it all day, and a battery may hold it.
 * @param saidW as the meter said it
 * @param chargeW what flows into the car now, as the charger reports it
 */
export function heardMeter(before: MeterMemory, saidW: number, chargeW: number, nowMs: number): MeterMemory {
  const isFine = before.isFine || !isRound(saidW);
  if (saidW !== before.saidW || saidW === 0 || !isFine)
    return { saidW, isFine, fromW: chargeW, movedSinceMs: null, frozen: false };
  const movedSinceMs = Math.abs(chargeW - before.fromW) >= MOVED_W ? (before.movedSinceMs ?? nowMs) : null;
  const frozen = before.frozen || (movedSinceMs !== null && nowMs - movedSinceMs >= SHOWS_AFTER_MS);
  return { ...before, isFine, movedSinceMs, frozen };
}

/** Kilowatts that were made watts are not quite round any more. */
function isRound(watt: number): boolean {
  return Math.abs(watt - Math.round(watt / ROUND_W) * ROUND_W) < 1e-6;
}
