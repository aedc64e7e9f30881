/** The types of the simulated charger: options, methods and events. */
import type { Json } from '../json';
import type { Clock } from './clock';
import type { FaultName, FaultOptions } from './fault-kinds';

/** Values by key. */
export type Values = Record<string, Json>;

/** The chargers with API v2 that can be simulated. */
export const MODEL_NAMES = [
  'v3-051.3',
  'v3-053.1',
  'v3-055.2',
  'v3-56.9',
  'v3-60.5',
  'gemini-055.7',
  'core-60.5',
  'pro-60.3',
] as const;

/** Devices other than chargers with API v2: a go-e Controller, and a charger before V3 with API v1 only. */
export const OTHER_MODEL_NAMES = ['controller', 'v1'] as const;

/** The name of a model. */
export type ModelName = (typeof MODEL_NAMES)[number] | (typeof OTHER_MODEL_NAMES)[number];

/** The properties of a car. */
export interface CarOptions {
  /** The number of phases of its on-board charger. Default 3. */
  phases?: 1 | 2 | 3;
  /** The highest current on each phase. Default 16. */
  maxCurrentA?: number;
  /** Default 60000. */
  capacityWh?: number;
  /** State of charge when it is plugged in, 0 to 1. Default 0.4. */
  soc?: number;
  /** State of charge at which it stops by itself, 0 to 1. Default 1. */
  targetSoc?: number;
  /** Seconds from the permission to charge until it draws current. Default 10. */
  wakesAfterS?: number;
  /** The current that its cable carries. Default 32; without effect at models with a fixed cable. */
  cableA?: number;
  /** The charger is on its 16 A adapter: sets `adi`. Unchanged where it is not given. */
  adapter?: boolean;
}

/** The user actions at the car. Their effect is visible with the next tick. */
export interface SimulatedCar {
  readonly plugged: boolean;
  /** State of charge, 0 to 1; undefined without a car. */
  readonly soc: number | undefined;
  /** The present current on each phase, in ampere. */
  readonly drawA: readonly [number, number, number];
  /** Plugs a car in, in place of one that is plugged in. */
  plugIn(options?: CarOptions): void;
  unplug(): void;
  /** Unplugs it and plugs it in again within a second: `car` is never 1, and a new session starts. */
  replug(): void;
  /** The driver pauses charging in the car: charging stays allowed, and the car draws nothing. */
  pause(): void;
  /** The driver continues charging. */
  resume(): void;
}

/** The options of a simulated charger. */
export interface SimulatorOptions {
  /** Default `v3-60.5`. */
  model?: ModelName;
  /** Digits; default `012345`. */
  serial?: string;
  /** The charger's friendly name. */
  name?: string;
  /** Default: real time, one tick a second. */
  clock?: Clock;
  /** The seed of voltage, frequency and WiFi signal, which makes them repeatable. Default 1. */
  seed?: number;
  /** A car that is plugged in from the start. */
  car?: CarOptions;
  /** The duration of an HTTP response in milliseconds. Default 0; real chargers need about 45. */
  latencyMs?: number;
}

/** An endpoint of the charger. Public options and logs call it `face`. */
export type EndpointName = 'http' | 'cloud' | 'mqtt';

/** An HTTP request with its result. */
export interface SeenRequest {
  /** By the simulator's clock, in milliseconds since 1970. */
  at: number;
  /** The endpoint that received it. */
  face: 'http' | 'cloud';
  path: string;
  /** The query as it was sent, without a token. */
  query: string;
  /** The keys that were read or written. */
  keys: string[] | 'all';
  /** The HTTP status; 0 where the request got no response. */
  status: number;
}

/** A request to write values. `true` means accepted, which is not yet applied. */
export interface SeenWrite {
  at: number;
  /** The endpoint that received it; `direct` is the method `apply`. */
  face: EndpointName | 'direct';
  values: Record<string, string>;
  results: Record<string, true | string>;
}

/** The events of a simulated charger. */
export interface SimulatorEvents {
  /** All keys whose visible value changed at the same time. */
  change: (values: Values) => void;
  request: (request: SeenRequest) => void;
  write: (write: SeenWrite) => void;
}

/** The connection to a broker. */
export interface MqttOptions {
  /** `mqtt://host:port`, `mqtts://`, `ws://` or `wss://`. */
  url: string;
  username?: string;
  password?: string;
  /** The whole topic prefix (the key `mtp`). Default: the vendor's prefix with the serial of this charger. */
  prefix?: string;
  /** A slash in front of the vendor's prefix. Default: as the model has it. */
  slash?: boolean;
  /** TLS options as Node.js takes them. */
  tls?: Record<string, unknown>;
}

/** The network of an announcement by multicast DNS. */
export interface AnnounceOptions {
  /** UDP port and group, in place of the standard ones of multicast DNS. */
  port?: number;
  ip?: string;
  /** The address of this machine on the network of the announcement; `0.0.0.0` for all networks. Default 127.0.0.1. */
  interface?: string;
}

/** The address of a server. */
export interface Listening {
  url: string;
  port: number;
}

/** A simulated charger. */
export interface Simulator {
  readonly serial: string;
  readonly name: string;
  readonly model: ModelName;
  readonly firmware: string;
  readonly car: SimulatedCar;

  /** Serves the local API. `port` 0, the default, picks a free one. */
  listenHttp(options?: { port?: number; host?: string }): Promise<Listening>;
  /**
   * Responds to multicast DNS queries with the address of the local API, which must be served already.
   * @throws Error where it is not served, or where multicast is not possible
   */
  announce(options?: AnnounceOptions): Promise<void>;
  /** Serves the vendor's cloud for this charger. */
  listenCloud(options: { port?: number; host?: string; token: string }): Promise<Listening>;
  /**
   * Connects to a broker and publishes all values; connects again after a loss.
   * @throws Error when the first attempt fails
   */
  connectMqtt(options: MqttOptions): Promise<void>;
  disconnectMqtt(): Promise<void>;

  /** The present value of a key, also where a fault or a boot leaves it out of responses; undefined for unknown keys. */
  get(key: string): Json | undefined;
  /** All values of the model, in its order. The API of `v1` does not show them: it has one document. */
  all(): Values;
  /**
   * Sets values at once and unchecked; `undefined` removes a key, unknown keys are added. A key that the physics computes each
   * second (`car`, `nrg`, `tma`, …) is held at the value until `release`.
   */
  set(values: Record<string, Json | undefined>): void;
  /** Lets the physics compute held keys again; without arguments all of them. */
  release(...keys: string[]): void;
  /** Writes as the API does: `true`, or the reason of the refusal, for each key. Visible with the next tick. */
  apply(values: Values): Record<string, true | string>;

  /** Holds card 0 to 9 to the reader; any other number is a card that is not stored. */
  presentCard(index: number): void;
  /** Presses the button of the charger: the next current preset. */
  pressButton(): void;
  /** Reboots: off for `downMs` (default 5000), then a boot. */
  reboot(options?: { downMs?: number }): void;

  /** Starts a fault; it is active until it is cleared, or for `options.times` requests. */
  fault(name: FaultName, options?: FaultOptions): void;
  clearFaults(...names: FaultName[]): void;

  /** The newest 1000 requests, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** The number of requests that are open now, and the highest number at once. */
  readonly openRequests: number;
  readonly maxOpenRequests: number;

  /** @returns unsubscribes */
  on<E extends keyof SimulatorEvents>(event: E, listener: SimulatorEvents[E]): () => void;
  /** Simulates one second. The clock calls it. */
  tick(): void;
  /** Ends all servers, connections and timers. */
  close(): Promise<void>;
}
