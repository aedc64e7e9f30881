/** Polled transport: local HTTP or the cloud, asked for the wanted keys at even intervals, never with two requests at a time. */
import type { Json } from '../../json';
import { withTimeout } from '../timeout';
import { type Keys, type Transport, TransportError, type TransportListener } from '../transport';
import { createAbsentKeys } from './absent-keys';
import { createPollRequests } from './poll-requests';
import type { PolledApi } from './polled-api';
import { createPoller } from './poller';
import { createReachability } from './reachability';
import { queueUnlessAborted, serialQueueFor } from './serial-queue';

/** Time between two requests for who the charger is: a restart or an update between two polls shows only there [our choice]. */
const INTRODUCTION_INTERVAL_MS = 600_000;

/**
 * @param introduction keys that show who the charger is and if it was restarted, asked for first whenever it is met (again)
 */
export function createPolledTransport(
  api: PolledApi,
  intervalMs: number,
  introduction: ReadonlySet<string>,
  listener: TransportListener,
  introductionIntervalMs = INTRODUCTION_INTERVAL_MS,
): Transport {
  const queue = serialQueueFor(api.address);
  const closing = new AbortController();
  const absent = createAbsentKeys(intervalMs);
  const reachability = createReachability(intervalMs, listener);
  let introducedAt = Number.NEGATIVE_INFINITY;
  const requests = createPollRequests({
    queue,
    portions: api.portions,
    send: request,
    onValues(asked, values) {
      absent.answered(asked, values);
      listener.values(values, true, asked);
    },
    onAnswered: reachability.succeeded,
    closing: closing.signal,
  });

  async function request(keys: Keys): Promise<Map<string, Json>> {
    try {
      const { timeoutMs } = reachability;
      if (timeoutMs === undefined) return await api.ask(keys, closing.signal);
      return await withTimeout(timeoutMs, [closing.signal], (signal) => api.ask(keys, signal));
    } catch (error) {
      const isClosed = closing.signal.aborted || (error instanceof TransportError && error.code === 'CLOSED');
      if (!isClosed && reachability.failed(error)) introducedAt = Number.NEGATIVE_INFINITY;
      throw error;
    }
  }

  const isIntroductionDue = (atMs: number) => atMs - introducedAt >= introductionIntervalMs;

  const poller = createPoller({
    intervalMs,
    reachability,
    closing: closing.signal,
    async poll(wantedNow, atMs) {
      if (isIntroductionDue(atMs)) {
        await requests.ask(introduction).catch(ignoreNonsense);
        introducedAt = atMs;
      }
      const wanted = wantedNow();
      if (wanted === 'all') await requests.ask('all');
      else if (wanted.size > 0) await requests.ask(absent.worthAsking(wanted));
    },
  });

  async function write(values: ReadonlyMap<string, string>, signal: AbortSignal, lookedAt?: number) {
    requests.flush();
    const replies = await api.send(values, signal, lookedAt);
    // A write that the cloud only forwarded says nothing about the charger.
    const isAnswered = [...replies.values()].some((reply) => reply !== 'unknown');
    if (isAnswered && !closing.signal.aborted) reachability.succeeded();
    return replies;
  }

  return {
    pushes: false,
    open() {},
    want: poller.want,
    // Without subscriptions there are no polls, so who the charger is has to be asked for together with the keys.
    async ask(keys, signal, timeoutMs) {
      const isDue = keys !== 'all' && isIntroductionDue(performance.now());
      await requests.ask(isDue ? new Set([...keys, ...introduction]) : keys, signal, timeoutMs);
      if (isDue) introducedAt = performance.now();
    },
    send: (values, signal, lookedAt) => queueUnlessAborted(queue, signal, () => write(values, signal, lookedAt)),
    unsendable: api.unsendable,
    forget() {
      absent.forget();
      api.forget();
      // The model decides what its answers mean.
      introducedAt = Number.NEGATIVE_INFINITY;
    },
    async close() {
      closing.abort();
      poller.stop();
      await api.close();
    },
  };
}

/** A charger that cannot say who it is may still have the keys that are wanted. */
function ignoreNonsense(error: unknown): void {
  if (!(error instanceof TransportError) || error.code !== 'PROTOCOL') throw error;
}
