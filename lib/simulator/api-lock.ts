/** The API lock of the charger: a second request waits, up to three seconds. */

/** The wait of a request for the lock, as the text of its refusal says [owners' reports]. */
export const LOCK_WAIT_MS = 3000;
/** The text of the refusal [owners' reports]. */
export const LOCK_TEXT = "couldn't take api lock in 3s, please try again later";

export interface ApiLock {
  /** @returns releases the lock; undefined where it was not free in time */
  acquire(waitMs: number): Promise<(() => void) | undefined>;
}

/** Creates the lock, which is free. */
export function createApiLock(): ApiLock {
  let pendingWrites = false;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    if (next) next();
    else pendingWrites = false;
  }

  /** A second call does nothing: the lock may belong to another request by then. */
  function once(): () => void {
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
  }

  return {
    acquire(waitMs) {
      if (!pendingWrites) {
        pendingWrites = true;
        return Promise.resolve(once());
      }
      return new Promise((resolve) => {
        const grant = () => {
          clearTimeout(timer);
          resolve(once());
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(grant), 1);
          resolve(undefined);
        }, waitMs);
        waiting.push(grant);
      });
    },
  };
}
