/**
 * Availability log: a charger that goes offline at night is in Node-RED's log in the morning, and one that comes and goes does
 * not fill it. The first loss is logged at once; those that follow soon are counted and logged together.
 */
import type { Availability, Charger } from '../../lib/charger/charger.types';

/** Time after a logged loss in which further losses are only counted [our choice]. */
const COUNTED_MS = 600_000;
/** Longest time in which losses are counted: it doubles while a charger goes on coming and going [our choice]. */
const LONGEST_COUNTED_MS = 3_600_000;

/**
 * Logs while at least one node uses the charger: a listener for its availability makes the charger connect.
 * @param countedMs time after a logged loss in which losses are only counted; doubled while it goes on
 * @returns counts a user. @returns ends the use
 */
export function createAvailabilityLog(
  node: { log(text: string): void; warn(text: string): void },
  charger: Pick<Charger, 'identity' | 'onAvailability'>,
  countedMs = COUNTED_MS,
): () => () => void {
  const losses = createLossLog(node, () => charger.identity.name, countedMs);
  let users = 0;
  let stop: (() => void) | undefined;
  return () => {
    users += 1;
    stop ??= charger.onAvailability((availability: Availability) => {
      if (availability.state === 'online') losses.online();
      else if (availability.state === 'offline') losses.offline(availability.reason);
    });
    return () => {
      users -= 1;
      if (users > 0) return;
      stop?.();
      stop = undefined;
      losses.end();
    };
  };
}

/** Log of the losses of one charger. */
function createLossLog(
  node: { log(text: string): void; warn(text: string): void },
  name: () => string,
  countedMs: number,
) {
  let isOffline = false;
  /** The log says that it is offline. */
  let isLogged = false;
  /** Runs since a loss was logged: those that follow are counted. */
  let counting: NodeJS.Timeout | undefined;
  let windowMs = countedMs;
  let counted = 0;
  let lastReason = '';

  function count(): void {
    counting = setTimeout(() => {
      counting = undefined;
      if (counted === 0) {
        windowMs = countedMs;
        return;
      }
      logCounted();
      windowMs = Math.min(windowMs * 2, Math.max(LONGEST_COUNTED_MS, countedMs));
      count();
    }, windowMs);
    counting.unref();
  }

  function logCounted(): void {
    const times = counted === 1 ? 'once more' : `${counted} more times`;
    const now = isOffline ? 'it is offline now' : 'it is online now';
    node.warn(`${name()} was offline ${times}; ${now}. The last reason: ${lastReason}`);
    isLogged = isOffline;
    counted = 0;
  }

  return {
    offline(reason: string): void {
      if (isOffline) return;
      isOffline = true;
      lastReason = reason;
      if (counting) {
        counted += 1;
        return;
      }
      node.warn(`${name()} is offline: ${reason}`);
      isLogged = true;
      count();
    },
    online(): void {
      isOffline = false;
      if (!isLogged || counted > 0) return;
      node.log(`${name()} is online again`);
      isLogged = false;
    },
    end(): void {
      clearTimeout(counting);
      counting = undefined;
      if (counted > 0) logCounted();
    },
  };
}
