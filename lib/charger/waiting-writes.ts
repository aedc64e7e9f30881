/**
 * The waiting writes: the newest value of each key that is not sent yet. A value waits while an earlier one of its key is being
 * confirmed: the same value until that has ended, another one for a while.
 */
import { HOLD_BACK_MS, type ReadBack } from './read-back';
import type { SentValues } from './sent-values';
import type { WriteRequest } from './write-request';

export interface WaitingWrites {
  get(key: string): WriteRequest | undefined;
  set(request: WriteRequest): void;
  delete(key: string): void;
  has(key: string): boolean;
  readonly isEmpty: boolean;
  all(): Iterable<WriteRequest>;
  /** The requests that may be sent now. Forgets those that no message waits for any more. */
  ready(): WriteRequest[];
  /** When one of them may be sent or is over time, by `performance.now()`. */
  nextAt(): number;
  clear(): WriteRequest[];
}

export function createWaitingWrites(readBack: ReadBack, sentValues: SentValues): WaitingWrites {
  const requests = new Map<string, WriteRequest>();

  function heldUntil({ key, json }: WriteRequest): number {
    const before = readBack.get(key);
    if (!before) return 0;
    return before.json === json && !sentValues.isChangedByOthers(key)
      ? Number.POSITIVE_INFINITY
      : before.sentAt + HOLD_BACK_MS;
  }

  return {
    get: (key) => requests.get(key),
    set: (request) => void requests.set(request.key, request),
    delete: (key) => void requests.delete(key),
    has: (key) => requests.has(key),
    get isEmpty() {
      return requests.size === 0;
    },
    all: () => requests.values(),
    ready() {
      // A value that was withdrawn meanwhile takes no other's place.
      for (const request of requests.values()) if (request.endIfAbandoned()) requests.delete(request.key);
      const now = performance.now();
      return [...requests.values()].filter((request) => now >= heldUntil(request));
    },
    nextAt() {
      const now = performance.now();
      const times = [...requests.values()].flatMap((request) => {
        const held = heldUntil(request);
        return held > now ? [held, request.deadline] : [request.deadline];
      });
      return Math.min(...times);
    },
    clear() {
      const left = [...requests.values()];
      requests.clear();
      return left;
    },
  };
}
