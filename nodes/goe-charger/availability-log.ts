/** A charger that is lost at night should be found in the log in the morning, and one that comes and goes must not fill it. */
import type { Availability, Charger } from '../../lib/charger/charger.types';

/** Losses so soon after one that was told are counted, and told together. */
const COUNTED_MS = 600_000;
/** The longer it comes and goes, the less often it is told, but so often all the same. */
const LONGEST_COUNTED_MS = 3_600_000;

/**
 * Logs while at least one node uses the charger: listening makes the charger connect.
 * @param countedMs losses within this time are counted; doubled while it goes on
 * @returns counts a user. @returns ends the use
 */
export function createAvailabilityLog(
  node: { log(text: string): void; warn(text: string): void },
  charger: Pick<Charger, 'identity' | 'onAvailability'>,
  countedMs = COUNTED_MS,
): () => () => void {
  let users = 0;
  let stop: (() => void) | undefined;
  /** Why it is offline. */
  let lost: string | undefined;
  /** Runs since a loss was told: those that follow are counted. */
  let counting: NodeJS.Timeout | undefined;
  let windowMs = countedMs;
  let losses = 0;
  let lastReason = '';
  /** The log says that it is offline. */
  let isTold = false;

  function heard(availability: Availability): void {
    if (availability.state === 'online') online();
    else if (availability.state === 'offline' && lost === undefined) offline(availability.reason);
  }

  function offline(reason: string): void {
    lost = reason;
    lastReason = reason;
    if (counting) {
      losses += 1;
      return;
    }
    node.warn(`${charger.identity.name} is offline: ${reason}`);
    isTold = true;
    count();
  }

  function online(): void {
    lost = undefined;
    if (!isTold || losses > 0) return;
    node.log(`${charger.identity.name} is online again`);
    isTold = false;
  }

  function count(): void {
    counting = setTimeout(() => {
      counting = undefined;
      if (losses === 0) {
        windowMs = countedMs;
        return;
      }
      tellCounted();
      windowMs = Math.min(windowMs * 2, Math.max(LONGEST_COUNTED_MS, countedMs));
      count();
    }, windowMs);
    counting.unref();
  }

  function tellCounted(): void {
    const times = losses === 1 ? 'once more' : `${losses} more times`;
    const now = lost === undefined ? 'it is online now' : 'it is offline now';
    node.warn(`${charger.identity.name} was offline ${times}; ${now}. The last reason: ${lastReason}`);
    isTold = lost !== undefined;
    losses = 0;
  }

  return () => {
    users += 1;
    stop ??= charger.onAvailability(heard);
    return () => {
      users -= 1;
      if (users > 0) return;
      stop?.();
      stop = undefined;
      clearTimeout(counting);
      counting = undefined;
      if (losses > 0) tellCounted();
    };
  };
}
