/** The context of an endpoint: the device it serves, the writes it passes on, and the log of its requests. */
import { acceptWrites, httpText, type Refusal } from './api';
import type { Clock } from './clock';
import type { Device } from './device';
import type { Events } from './events';
import type { Reboot } from './reboot';
import type { RequestLog } from './request-log';
import type { EndpointName, SeenWrite } from './simulator.types';

/** The writes of one request: each key with its value as it was sent. */
export type Writes = readonly (readonly [key: string, raw: string])[];

/** The result of each key of a request. */
export type WriteResults = Map<string, true | Refusal>;

export interface EndpointContext {
  readonly device: Device;
  /** True while the charger is off during a reboot: no endpoint responds. */
  readonly isDown: boolean;
  now(): number;
  /** Writes to the device and emits the event `write`. */
  write(endpoint: EndpointName | 'direct', writes: Writes): WriteResults;
  readonly requestLog: RequestLog;
  readonly events: Events;
  /** The duration of an HTTP response. */
  readonly latencyMs: number;
  /** Aborted when the simulator closes; it ends every wait. */
  readonly closing: AbortSignal;
}

/** Creates the context that all endpoints of a device share. */
export function createEndpointContext(
  parts: Pick<EndpointContext, 'device' | 'requestLog' | 'events' | 'latencyMs' | 'closing'> & {
    clock: Clock;
    reboot: Reboot;
  },
): EndpointContext {
  const { clock, reboot, ...rest } = parts;
  return {
    ...rest,
    get isDown() {
      return reboot.isDown;
    },
    now: () => clock.now(),
    write(endpoint, writes) {
      const results = acceptWrites(parts.device, endpoint, writes);
      if (writes.length) parts.events.emit('write', seenWrite(clock.now(), endpoint, writes, results));
      return results;
    },
  };
}

function seenWrite(at: number, face: SeenWrite['face'], writes: Writes, results: WriteResults): SeenWrite {
  const texts = [...results].map(([key, result]) => [key, result === true ? true : httpText(key, result)] as const);
  return { at, face, values: Object.fromEntries(writes), results: Object.fromEntries(texts) };
}
