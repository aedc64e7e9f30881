/** The availability of a charger: whether it can be reached, since when, and why not. */
import type { ErrorCode, Reason } from '../errors';
import type { Availability } from './charger.types';

export interface AvailabilityState {
  readonly current: Availability;
  idle(): void;
  connecting(): void;
  online(): void;
  offline(code: ErrorCode, reason: string, cause?: Reason): void;
  listen(listener: (availability: Availability) => void): () => void;
}

/** @param changed called before the listeners, so that stored values are marked as outdated before anybody reads them */
export function createAvailability(changed: (now: Availability, before: Availability) => void): AvailabilityState {
  const listeners = new Set<(availability: Availability) => void>();
  let current: Availability = { state: 'idle', since: Date.now() };

  function become(next: Availability): void {
    const before = current;
    current = next;
    changed(next, before);
    for (const listener of [...listeners]) listener(next);
  }

  return {
    get current() {
      return current;
    },
    idle: () => current.state !== 'idle' && become({ state: 'idle', since: Date.now() }),
    connecting: () => current.state === 'idle' && become({ state: 'connecting', since: Date.now() }),
    online: () => current.state !== 'online' && become({ state: 'online', since: Date.now() }),
    offline(code, reason, cause) {
      if (current.state === 'offline' && current.reason === reason) return;
      const since = current.state === 'offline' ? current.since : Date.now();
      become({ state: 'offline', since, code, reason, ...(cause && { cause }) });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
