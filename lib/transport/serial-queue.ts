/**
 * Turns at one address: whoever asks it waits until the one before has its answer. How many requests at once a charger bears
 * is not known [vendor's API documents], so there are never two, also where it is configured twice or tested meanwhile.
 */

export type SerialQueue = <T>(task: () => Promise<T>) => Promise<T>;

/** The last in line at each address where somebody is in line. */
const lastAt = new Map<string, Promise<unknown>>();

/** @param address all who name the same one share its turns */
export function serialQueueFor(address: string): SerialQueue {
  return (task) => {
    const turn = (lastAt.get(address) ?? Promise.resolve()).then(task);
    const over = turn.then(left, left);
    lastAt.set(address, over);
    return turn;

    function left() {
      if (lastAt.get(address) === over) lastAt.delete(address);
    }
  };
}
