/** Feed of the meter's values to the charger (`ids`), which its own surplus mode follows; and whether the charger takes notice. */
import type { Charger } from '../../lib/charger/charger.types';
import { asError } from '../runtime/failure';
import { knownOf } from './charger-reading';
import type { Meter } from './meter';

/** `ids` is repeated after this: the charger wants it at least every 5 s, and this node ticks once a second [vendor's API documents]. */
const EVERY_MS = 3000;
/** A new value is sent no faster than this: the charger's logic looks at it once a second [our choice]. */
const AT_MOST_EVERY_MS = 1000;
/** A value that was sent counts as fresh for this long: `ids` can be read back as `pgrid` for 6 to 10 s [capture: `pgrid` after `ids`]. */
const FRESH_MS = 6000;
/** `pgrid` shows by then what was sent, with the slowest poll in use [our choice]. */
const NOTICED_MS = 20_000;

export interface IdsFeed {
  /** Sends the grid power, with sun and home battery, where it is due. */
  send(gridW: number, nowMs: number): void;
  /** Something was sent already. */
  readonly hasSent: boolean;
  /** Error of the last value, where it could not be sent. */
  readonly error: Error | undefined;
  /** The charger has taken a value so lately that its surplus mode knows it. */
  isFresh(nowMs: number): boolean;
  /** The charger takes the values and ignores them: `pgrid` stays null. */
  isIgnored(nowMs: number): boolean;
}

/** @param reserveW export to be left alone, in watt */
export function createIdsFeed(charger: Charger, meter: Meter, reserveW: () => number, signal: AbortSignal): IdsFeed {
  let sentMs = Number.NEGATIVE_INFINITY;
  let sentW: number | undefined;
  let takenMs = Number.NEGATIVE_INFINITY;
  let isSending = false;
  let ignoredSinceMs: number | undefined;
  let error: Error | undefined;

  async function write(gridW: number, nowMs: number): Promise<void> {
    const [pv, battery] = [meter.part('pvW', nowMs), meter.part('batteryW', nowMs)];
    const ids = {
      pGrid: gridW + reserveW(),
      ...(pv === undefined ? {} : { pPv: pv }),
      ...(battery === undefined ? {} : { pAkku: battery }),
    };
    try {
      await charger.write({ ids }, 'accepted', signal);
      takenMs = nowMs;
      error = undefined;
    } catch (thrown) {
      error = asError(thrown);
    } finally {
      isSending = false;
    }
  }

  return {
    send(gridW, nowMs) {
      const isDue = nowMs - sentMs >= (gridW === sentW ? EVERY_MS : AT_MOST_EVERY_MS) || nowMs < sentMs;
      if (isSending || !isDue || charger.availability.state === 'offline') return;
      isSending = true;
      sentMs = nowMs;
      sentW = gridW;
      void write(gridW, nowMs);
    },
    get hasSent() {
      return sentW !== undefined;
    },
    get error() {
      return error;
    },
    isFresh: (nowMs) => nowMs - takenMs <= FRESH_MS,
    isIgnored(nowMs) {
      if (knownOf(charger, 'pgrid') !== null || nowMs - sentMs > EVERY_MS * 3) {
        ignoredSinceMs = undefined;
        return false;
      }
      ignoredSinceMs ??= nowMs;
      return nowMs - ignoredSinceMs >= NOTICED_MS;
    },
  };
}
