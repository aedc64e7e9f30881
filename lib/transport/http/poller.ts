/** Poller: one timer for the polls of a charger, by schedule while it answers, and for the next attempt while it does not. */

import type { Keys } from '../transport';
import { createPollSchedule } from './poll-schedule';
import type { Reachability } from './reachability';

/** Delay of the first poll: the nodes of a flow are made one after the other, and their keys go into one request [our choice]. */
const BATCH_MS = 20;
/** Time between two requests for the full status at least: it is heavy work for the device [vendor's API documents]. */
const FULL_STATUS_INTERVAL_MS = 60_000;
export interface PollerContext {
  intervalMs: number;
  reachability: Pick<Reachability, 'isFailing' | 'nextAttempt'>;
  closing: AbortSignal;
  /** One poll. @param wanted gives the keys that are wanted by now @throws TransportError */
  poll(wanted: () => Keys, atMs: number): Promise<void>;
}

export interface Poller {
  /** Polls these keys; with `everything`, all others too, as often as the charger can bear. */
  want(keys: ReadonlySet<string>, everything: boolean): void;
  stop(): void;
}

export function createPoller({ intervalMs, reachability, closing, poll }: PollerContext): Poller {
  const schedule = createPollSchedule(intervalMs);
  let wanted: ReadonlySet<string> = new Set();
  /** All other keys are wanted too, as often as the charger can bear. */
  let everything = false;
  let nextFullStatusAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let nextAt = 0;
  let isPolling = false;
  /** More keys are wanted since the poll under way began. */
  let isPollDue = false;

  function start(inMs: number): void {
    clearTimeout(timer);
    timer = undefined;
    if (!closing.aborted && (everything || wanted.size > 0)) timer = setTimeout(run, Math.max(inMs, 0));
  }

  async function run(): Promise<void> {
    timer = undefined;
    isPolling = true;
    isPollDue = false;
    const startedMs = performance.now();
    const isFull = everything && startedMs >= nextFullStatusAt;
    if (isFull) nextFullStatusAt = startedMs + Math.max(FULL_STATUS_INTERVAL_MS, intervalMs) - intervalMs / 2;
    try {
      await poll(() => (isFull ? 'all' : wanted), startedMs);
      nextAt = schedule.nextAfter(startedMs);
    } catch (error) {
      if (isFull) nextFullStatusAt = 0;
      nextAt = reachability.nextAttempt(startedMs, error);
    }
    isPolling = false;
    start(isPollDue && !reachability.isFailing ? 0 : nextAt - performance.now());
  }

  return {
    want(keys, all) {
      const isMore = (all && !everything) || [...keys].some((key) => !wanted.has(key));
      if (all && !everything) nextFullStatusAt = 0;
      wanted = keys;
      everything = all;
      if (!all && keys.size === 0) start(0);
      else if (isPolling) isPollDue ||= isMore;
      else if (reachability.isFailing) {
        // The search goes on at its own pace, and begins again where it had ended.
        if (timer === undefined) start(nextAt - performance.now());
      } else if (isMore) {
        nextAt = performance.now() + BATCH_MS;
        start(BATCH_MS);
      }
    },
    stop: () => clearTimeout(timer),
  };
}
