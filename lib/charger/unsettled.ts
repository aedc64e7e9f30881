/**
 * What was sent and has not shown yet. Until it has, or long enough has passed, the value that a charger shows is not the one
 * it is about to have.
 */
import { isShown } from './confirmations';
import type { Entry } from './known';
import type { Ticket } from './ticket';

/** A charger shows a value after about a second; the cloud may tell what is half a minute old [vendor's API documents]. */
const SETTLED_MS = 30_000;

export interface Unsettled {
  sent(ticket: Ticket, at: number): void;
  /** The key may yet change by itself. */
  has(key: string): boolean;
}

export function createUnsettled(known: (key: string) => Entry | undefined): Unsettled {
  const newest = new Map<string, { value: Ticket['value']; at: number }>();
  return {
    sent: ({ key, value }, at) => void newest.set(key, { value, at }),
    has(key) {
      const last = newest.get(key);
      if (!last) return false;
      const entry = known(key);
      const isSettled =
        performance.now() - last.at > SETTLED_MS || (entry !== undefined && isShown(last.value, last.at, entry));
      if (isSettled) newest.delete(key);
      return !isSettled;
    },
  };
}
