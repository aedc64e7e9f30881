/** A charger that is lost at night should be found in the log in the morning. */
import type { Charger } from '../../lib/charger/charger.types';

/**
 * Logs while at least one node uses the charger: listening makes the charger connect.
 * @returns counts a user. @returns ends the use
 */
export function createAvailabilityLog(
  node: { log(text: string): void; warn(text: string): void },
  charger: Pick<Charger, 'identity' | 'onAvailability'>,
): () => () => void {
  let users = 0;
  let stop: (() => void) | undefined;
  let wasOffline = false;

  const listen = () =>
    charger.onAvailability((availability) => {
      if (availability.state !== 'offline' && availability.state !== 'online') return;
      const isOffline = availability.state === 'offline';
      if (isOffline === wasOffline) return;
      wasOffline = isOffline;
      if (availability.state === 'offline') node.warn(`${charger.identity.name} is offline: ${availability.reason}`);
      else node.log(`${charger.identity.name} is online again`);
    });

  return () => {
    users += 1;
    stop ??= listen();
    return () => {
      users -= 1;
      if (users > 0) return;
      stop?.();
      stop = undefined;
    };
  };
}
