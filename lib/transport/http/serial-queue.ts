/**
 * Serial queue of an address: one request after the other. How many requests at a time a charger bears is not known [vendor's API
 * documents], so there are never two, also where it is configured twice or tested meanwhile.
 */
import { onAbort } from '../../abort';
import { TransportError } from '../transport';

export type SerialQueue = <T>(task: () => Promise<T>) => Promise<T>;

/** The last task of each address whose queue is not empty. */
const lastAt = new Map<string, Promise<unknown>>();

/** @param address all callers with the same one share its queue */
export function serialQueueFor(address: string): SerialQueue {
  return (task) => {
    const result = (lastAt.get(address) ?? Promise.resolve()).then(task);
    const ended = result.then(leave, leave);
    lastAt.set(address, ended);
    return result;

    function leave() {
      if (lastAt.get(address) === ended) lastAt.delete(address);
    }
  };
}

/**
 * Runs a task when the queue comes to it.
 * @param signal gives the task up while it waits; a task that runs has to see to it by itself
 * @throws TransportError TIMEOUT where it is cancelled
 */
export function queueUnlessAborted<T>(queue: SerialQueue, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new TransportError('TIMEOUT', 'the charger was busy with other requests for too long'));
    const stopListening = onAbort(signal, giveUp);
    queue(async () => {
      stopListening();
      if (signal.aborted) giveUp();
      else resolve(await task());
    }).catch(reject);
  });
}
