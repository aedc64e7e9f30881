/** The charger's one API lock: a second request waits, up to three seconds. */

export const LOCK_WAIT_MS = 3000;
export const LOCK_TEXT = "couldn't take api lock in 3s, please try again later";

export interface ApiLock {
  /** @returns a function that gives the lock back, or undefined when it was not free in time */
  acquire(waitMs: number): Promise<(() => void) | undefined>;
}

export function createApiLock(): ApiLock {
  let taken = false;
  const waiting: (() => void)[] = [];

  function release(): void {
    const next = waiting.shift();
    if (next) next();
    else taken = false;
  }

  /** Giving it back twice must not free somebody else's lock. */
  function once(): () => void {
    let held = true;
    return () => {
      if (held) release();
      held = false;
    };
  }

  return {
    acquire(waitMs) {
      if (!taken) {
        taken = true;
        return Promise.resolve(once());
      }
      return new Promise((resolve) => {
        const turn = () => {
          clearTimeout(timer);
          resolve(once());
        };
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(turn), 1);
          resolve(undefined);
        }, waitMs);
        waiting.push(turn);
      });
    },
  };
}
