/** Event emitter of the simulator: the public events, and those between its own parts. */
import type { SimulatorEvents } from './simulator.types';

/** The events, with those that only the endpoints subscribe to: off, on again, and a lost connection to the broker. */
interface AllEvents extends SimulatorEvents {
  down: () => void;
  up: () => void;
  drop: (ms: number) => void;
}

export interface Events {
  /** @returns unsubscribes */
  on<E extends keyof AllEvents>(event: E, listener: AllEvents[E]): () => void;
  emit<E extends keyof AllEvents>(event: E, ...details: Parameters<AllEvents[E]>): void;
}

/** Creates an event emitter without listeners. */
export function createEvents(): Events {
  const listeners = new Map<string, Set<(...details: unknown[]) => void>>();
  return {
    on(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all);
      // A function of its own for each subscription: the same listener may subscribe twice.
      const subscription = (...details: unknown[]) => (listener as (...details: unknown[]) => void)(...details);
      all.add(subscription);
      return () => all.delete(subscription);
    },
    emit(event, ...details) {
      for (const listener of [...(listeners.get(event) ?? [])]) listener(...details);
    },
  };
}
