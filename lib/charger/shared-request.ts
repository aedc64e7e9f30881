/**
 * Shared requests: reads of a charger over MQTT, where a read makes the broker send again all that it keeps. Messages that ask
 * for the same keys at the same time share one request, and those that come while it is under way share the next.
 */
import type { Keys } from '../transport/transport';

interface SharedRequest {
  answer: Promise<void>;
  next?: Promise<void>;
}

export function createSharedRequest(request: (keys: Keys) => Promise<void>): (keys: Keys) => Promise<void> {
  const underWay = new Map<string, SharedRequest>();

  function start(id: string, keys: Keys): Promise<void> {
    const shared: SharedRequest = { answer: request(keys) };
    underWay.set(id, shared);
    const ended = () => {
      if (!shared.next) underWay.delete(id);
    };
    shared.answer.then(ended, ended);
    return shared.answer;
  }

  return (keys) => {
    const id = keys === 'all' ? '*' : [...keys].sort().join();
    const shared = underWay.get(id);
    if (!shared) return start(id, keys);
    shared.next ??= shared.answer.catch(() => {}).then(() => start(id, keys));
    return shared.next;
  };
}
