/**
 * The open writes of a charger: all write requests that have not ended, in one place. Each request carries its state; which of
 * them wait, are being sent or are being confirmed is asked here.
 */
import type { WriteRequest } from './write-request';

export interface OpenWrites {
  readonly isEmpty: boolean;
  add(request: WriteRequest): void;
  all(): WriteRequest[];
  /** Requests that wait to be sent, and are not in the batch that is being sent: at most one of each key. */
  waiting(): WriteRequest[];
  waitingOf(key: string): WriteRequest | undefined;
  /** The request of a key that is in the batch that is being sent. */
  inBatchOf(key: string): WriteRequest | undefined;
  /** Requests with a reply, or without one that will come, until the charger shows the value: at most one of each key. */
  confirming(): WriteRequest[];
  confirmingOf(key: string): WriteRequest | undefined;
}

const isWaiting = ({ state, isInBatch }: WriteRequest) => state === 'waiting' && !isInBatch;
const isConfirming = ({ sentAt }: WriteRequest) => sentAt < Number.POSITIVE_INFINITY;

export function createOpenWrites(): OpenWrites {
  const requests = new Set<WriteRequest>();

  function all(): WriteRequest[] {
    for (const request of requests) if (!request.isOpen) requests.delete(request);
    return [...requests];
  }

  const waiting = () => all().filter(isWaiting);
  const confirming = () => all().filter(isConfirming);
  return {
    get isEmpty() {
      return requests.size === 0 || all().length === 0;
    },
    add: (request) => void requests.add(request),
    all,
    waiting,
    waitingOf: (key) => waiting().find((request) => request.key === key),
    inBatchOf: (key) => all().find((request) => request.key === key && request.isInBatch),
    confirming,
    confirmingOf: (key) => confirming().find((request) => request.key === key),
  };
}
