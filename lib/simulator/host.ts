/** What the faces see of the charger behind them, and the log of what they were asked. */
import { httpText, type Refusal, take } from './api';
import type { Device } from './device';
import type { EndpointName, SeenRequest, SeenWrite, SimulatorEvents, Values } from './simulator.types';
import { type Masks, seen } from './visible-values';

export interface Host {
  readonly device: Device;
  /** Rebooting: nothing answers. */
  readonly down: boolean;
  now(): number;
  /** Takes writes from a face, and tells those who listen. */
  write(
    face: EndpointName | 'direct',
    writes: readonly (readonly [key: string, raw: string])[],
  ): Map<string, true | Refusal>;
  readonly traffic: Traffic;
  readonly events: Events;
  readonly latencyMs: number;
  /** Aborted when the simulator closes: ends every wait. */
  readonly closing: AbortSignal;
}

/** The newest requests that are kept. */
const KEPT = 1000;

export interface Traffic {
  readonly requests: SeenRequest[];
  open: number;
  most: number;
  begin(): void;
  /** The request is over, answered (or not: status 0). */
  end(request: SeenRequest): void;
}

export function createTraffic(events: Events): Traffic {
  const requests: SeenRequest[] = [];
  return {
    requests,
    open: 0,
    most: 0,
    begin() {
      this.open += 1;
      this.most = Math.max(this.most, this.open);
    },
    end(request) {
      this.open -= 1;
      requests.push(request);
      if (requests.length > KEPT) requests.splice(0, requests.length - KEPT);
      events.tell('request', request);
    },
  };
}

/** Inner moments beside those everybody may listen to. */
interface AllEvents extends SimulatorEvents {
  down: () => void;
  up: () => void;
  drop: (ms: number) => void;
}

export interface Events {
  on<E extends keyof AllEvents>(event: E, listener: AllEvents[E]): () => void;
  tell<E extends keyof AllEvents>(event: E, ...details: Parameters<AllEvents[E]>): void;
}

export function createEvents(): Events {
  const listeners = new Map<string, Set<(...details: unknown[]) => void>>();
  return {
    on(event, listener) {
      const all = listeners.get(event) ?? new Set();
      listeners.set(event, all);
      const own = (...details: unknown[]) => (listener as (...details: unknown[]) => void)(...details);
      all.add(own);
      return () => all.delete(own);
    },
    tell(event, ...details) {
      for (const listener of [...(listeners.get(event) ?? [])]) listener(...details);
    },
  };
}

/** Takes writes one by one, as the charger does: a refusal of one does not stop the others. */
export function takeAll(
  device: Device,
  face: EndpointName | 'direct',
  writes: readonly (readonly [key: string, raw: string])[],
): Map<string, true | Refusal> {
  return new Map(writes.map(([key, raw]) => [key, take(device, key, raw, face)]));
}

export function seenWrite(
  at: number,
  face: SeenWrite['face'],
  writes: readonly (readonly [key: string, raw: string])[],
  results: ReadonlyMap<string, true | Refusal>,
): SeenWrite {
  const texts = [...results].map(([key, result]) => [key, result === true ? true : httpText(key, result)] as const);
  return { at, face, values: Object.fromEntries(writes), results: Object.fromEntries(texts) };
}

/** The values of these keys as they are seen from outside. */
export function valuesOf(device: Device, keys: Iterable<string>, masks: Masks): Values {
  const values: Values = Object.create(null);
  for (const key of keys) {
    const value = seen(device, key, masks);
    if (value !== undefined) values[key] = value;
  }
  return values;
}
