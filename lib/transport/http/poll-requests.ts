/**
 * Read requests to a polled charger, shared: whoever asks before a request is sent joins it. One that is too long is sent in
 * portions, each with a place of its own in the serial queue, so that a write waits for one portion at the most. A request ends when
 * nobody waits for it any more.
 */
import type { Json } from '../../json';
import { raceAbort } from '../timeout';
import type { Keys } from '../transport';
import type { SerialQueue } from './serial-queue';

export interface PollRequests {
  /**
   * @param signal ends the waiting, as does `timeoutMs`; the request goes on while somebody else waits for it
   * @throws TransportError
   */
  ask(keys: Keys, signal?: AbortSignal, timeoutMs?: number): Promise<void>;
  /** Delivers the portions that have come of a long request: what follows may change the values. */
  flush(): void;
}

export interface PollRequestsContext {
  queue: SerialQueue;
  /** The keys that fit into one portion each. */
  portions(keys: readonly string[]): string[][];
  /** Sends one portion. @throws TransportError */
  send(keys: Keys): Promise<Map<string, Json>>;
  /** The keys that were asked for and the values that came, in one piece where several portions were needed. */
  onValues(asked: Keys, values: Map<string, Json>): void;
  /** A request was answered to its end. */
  onAnswered(): void;
  closing: AbortSignal;
}

interface PollRequest {
  keys: Keys;
  /** The set of keys is the request's own, so keys can be added to it. */
  ownsKeys: boolean;
  /** Number of callers that wait for it. */
  waiting: number;
  answer: Promise<void>;
}

export function createPollRequests(context: PollRequestsContext): PollRequests {
  const { queue, closing } = context;
  /** The request that is not sent yet, which others can join. */
  let unsent: PollRequest | undefined;
  /** The portions of a long request that are not delivered yet. */
  let collected: { asked: Keys; values: Map<string, Json> } | undefined;

  function join(request: PollRequest, keys: Keys): void {
    if (request.keys === 'all' || request.keys === keys) return;
    if (keys === 'all') request.keys = 'all';
    else {
      if (!request.ownsKeys) request.keys = new Set(request.keys);
      request.ownsKeys = true;
      for (const key of keys) (request.keys as Set<string>).add(key);
    }
  }

  function createRequest(keys: Keys): PollRequest {
    const request: PollRequest = { keys, ownsKeys: false, waiting: 0, answer: Promise.resolve() };
    unsent = request;
    request.answer = raceAbort(closing, run(request));
    return request;
  }

  async function run(request: PollRequest): Promise<void> {
    let left: Keys[] = [];
    try {
      await queue(async () => {
        if (unsent === request) unsent = undefined;
        const [first, ...others] = portionsOf(request.keys);
        left = others;
        if (request.waiting > 0) await sendPortion(first!);
      });
      for (const keys of left) {
        if (request.waiting === 0) return;
        await queue(() => sendPortion(keys));
      }
    } finally {
      flush();
    }
    if (!closing.aborted && request.waiting > 0) context.onAnswered();
  }

  function portionsOf(keys: Keys): Keys[] {
    if (keys === 'all') return [keys];
    const parts = context.portions([...keys]);
    return parts.length <= 1 ? [keys] : parts.map((part) => new Set(part));
  }

  async function sendPortion(asked: Keys): Promise<void> {
    const values = await context.send(asked);
    if (collected && (asked === 'all' || collected.asked === 'all')) flush();
    if (!collected) collected = { asked, values };
    else {
      collected.asked = new Set([...collected.asked, ...asked]);
      for (const [key, value] of values) collected.values.set(key, value);
    }
  }

  function flush(): void {
    const delivered = collected;
    collected = undefined;
    if (delivered && !closing.aborted) context.onValues(delivered.asked, delivered.values);
  }

  return {
    async ask(keys, signal, timeoutMs) {
      if (unsent) join(unsent, keys);
      const request = unsent ?? createRequest(keys);
      request.waiting += 1;
      try {
        await (signal ? raceAbort(signal, request.answer, timeoutMs) : request.answer);
      } finally {
        request.waiting -= 1;
      }
    },
    flush,
  };
}
