/**
 * Asking where values come by themselves, which makes the broker send all that it keeps once more: messages that ask for the
 * same keys at the same time share one asking, and those that come meanwhile share the next.
 */
import type { Keys } from '../transport/transport';

interface Asking {
  answer: Promise<void>;
  next?: Promise<void>;
}

export function createSharedAsk(ask: (keys: Keys) => Promise<void>): (keys: Keys) => Promise<void> {
  const underWay = new Map<string, Asking>();

  function begin(id: string, keys: Keys): Promise<void> {
    const asking: Asking = { answer: ask(keys) };
    underWay.set(id, asking);
    const over = () => {
      if (!asking.next) underWay.delete(id);
    };
    asking.answer.then(over, over);
    return asking.answer;
  }

  return (keys) => {
    const id = keys === 'all' ? '*' : [...keys].sort().join();
    const asking = underWay.get(id);
    if (!asking) return begin(id, keys);
    asking.next ??= asking.answer.catch(() => {}).then(() => begin(id, keys));
    return asking.next;
  };
}
