/** Log of the HTTP requests: the newest ones, and how many were open at the same time. */
import type { Events } from './events';
import type { SeenRequest } from './simulator.types';

/** The number of requests that are kept. */
const MAX_REQUESTS = 1000;

export interface RequestLog {
  readonly requests: SeenRequest[];
  /** The number of requests that are being answered. */
  open: number;
  /** The highest number that was ever open at once. */
  maxOpen: number;
  started(): void;
  /** A request ended, with a response or without one (status 0). */
  ended(request: SeenRequest): void;
}

/** Creates an empty log. */
export function createRequestLog(events: Events): RequestLog {
  const requests: SeenRequest[] = [];
  return {
    requests,
    open: 0,
    maxOpen: 0,
    started() {
      this.open += 1;
      this.maxOpen = Math.max(this.maxOpen, this.open);
    },
    ended(request) {
      this.open -= 1;
      requests.push(request);
      if (requests.length > MAX_REQUESTS) requests.splice(0, requests.length - MAX_REQUESTS);
      events.emit('request', request);
    },
  };
}
