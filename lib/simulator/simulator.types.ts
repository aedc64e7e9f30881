/** What the simulated charger offers to tests, the demo and people without hardware. */
import type { Clock } from './clock';
import type { FaultName, FaultOptions } from './fault-kinds';

/** A JSON value as a charger sends it. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

export type Values = Record<string, Json>;

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

/** What else answers at an address or on a broker: a go-e Controller, and a charger before V3 with API v1 only. */
export const OTHER_MODEL_NAMES = ['controller', 'v1'] as const;

export type ModelName = (typeof MODEL_NAMES)[number] | (typeof OTHER_MODEL_NAMES)[number];

export interface CarOptions {
  /** How many phases its on-board charger uses. Default 3. */
  phases?: 1 | 2 | 3;
  /** What it draws at most on each phase. Default 16. */
  maxCurrentA?: number;
  /** Default 60000. */
  capacityWh?: number;
  /** Share of the battery that is full when it is plugged in, 0 to 1. Default 0.4. */
  soc?: number;
  /** Share at which it stops by itself, 0 to 1. Default 1. */
  targetSoc?: number;
  /** Seconds from being allowed to charge to drawing. Default 10. */
  wakesAfterS?: number;
  /** What its cable carries. Default 32; models with a fixed cable do not care. */
  cableA?: number;
  /** The charger hangs on its 16 A adapter: sets `adi`. Left alone when not given. */
  adapter?: boolean;
}

/** The car, as somebody standing beside it handles it. What is done shows with the next tick. */
export interface SimulatedCar {
  readonly plugged: boolean;
  /** Share of the battery that is full, 0 to 1; undefined without a car. */
  readonly soc: number | undefined;
  /** What each phase of it draws now, in ampere. */
  readonly drawA: readonly [number, number, number];
  /** Plugs a car in, in place of one that may be there. */
  plugIn(options?: CarOptions): void;
  unplug(): void;
  /** Pulls the plug and puts it back within a second: no poll sees `car` 1, and the session is another one. */
  replug(): void;
  /** The driver stops charging inside the car: it stays allowed and draws nothing. */
  pause(): void;
  /** The driver starts it again. */
  resume(): void;
}

export interface SimulatorOptions {
  /** Default `v3-60.5`. */
  model?: ModelName;
  /** Six digits; default `012345`. */
  serial?: string;
  /** The charger's friendly name. */
  name?: string;
  /** Default: real time, one tick a second. */
  clock?: Clock;
  /** Makes the noise on voltage, frequency and signal repeatable. Default 1. */
  seed?: number;
  /** A car that is there from the start. */
  car?: CarOptions;
  /** How long an HTTP answer takes. Default 0; real chargers need about 45. */
  latencyMs?: number;
}

export type EndpointName = 'http' | 'cloud' | 'mqtt';

/** One HTTP request as it was answered. */
export interface SeenRequest {
  /** By the simulator's clock, in milliseconds since 1970. */
  at: number;
  face: 'http' | 'cloud';
  path: string;
  /** The query as it was sent, without a token. */
  query: string;
  /** The keys asked for, or written. */
  keys: string[] | 'all';
  /** The HTTP status; 0 when the request was never answered. */
  status: number;
}

/** Something asked the charger to change values. `true` means taken, which is not yet applied. */
export interface SeenWrite {
  at: number;
  face: EndpointName | 'direct';
  values: Record<string, string>;
  results: Record<string, true | string>;
}

export interface SimulatorEvents {
  /** All keys whose visible value changed at one moment. */
  change: (values: Values) => void;
  request: (request: SeenRequest) => void;
  write: (write: SeenWrite) => void;
}

export interface MqttOptions {
  /** `mqtt://host:port`, `mqtts://`, `ws://` or `wss://`. */
  url: string;
  username?: string;
  password?: string;
  /** The whole topic prefix (the key `mtp`). Default: the vendor's, with this charger's serial. */
  prefix?: string;
  /** Whether the vendor's prefix begins with a slash. Default: as the model does. */
  slash?: boolean;
  /** TLS options as Node.js takes them. */
  tls?: Record<string, unknown>;
}

export interface AnnounceOptions {
  /** UDP port, and group, of multicast DNS where they are not the usual ones. */
  port?: number;
  ip?: string;
  /** The address of this machine on the network to announce on; `0.0.0.0` all of them. Default 127.0.0.1. */
  interface?: string;
}

export interface Listening {
  url: string;
  port: number;
}

export interface Simulator {
  readonly serial: string;
  readonly name: string;
  readonly model: ModelName;
  readonly firmware: string;
  readonly car: SimulatedCar;

  /** Serves the local API. `port` 0, the default, picks a free one. */
  listenHttp(options?: { port?: number; host?: string }): Promise<Listening>;
  /**
   * Answers searches by multicast DNS with the address of the local API, which has to be served already.
   * @throws Error when it is not, or when multicast is not possible here
   */
  announce(options?: AnnounceOptions): Promise<void>;
  /** Serves the vendor's cloud for this one charger. */
  listenCloud(options: { port?: number; host?: string; token: string }): Promise<Listening>;
  /**
   * Connects to a broker and publishes everything; reconnects by itself afterwards.
   * @throws Error when the first attempt fails
   */
  connectMqtt(options: MqttOptions): Promise<void>;
  disconnectMqtt(): Promise<void>;

  /**
   * The value the API shows now, also where a fault or a boot leaves it out of answers; undefined where this model has no such
   * key.
   */
  get(key: string): Json | undefined;
  /** Every key this model reports, in its order. `v1` has them inside only: its API tells one old document. */
  all(): Values;
  /**
   * The hardware's hand: values stand at once and unchecked; `undefined` takes a key away, unknown keys are added. A key the
   * physics works out each second (`car`, `nrg`, `tma`, …) stays at the given value until `release`.
   */
  set(values: Record<string, Json | undefined>): void;
  /** Gives keys held by `set` back to the physics; without arguments all of them. */
  release(...keys: string[]): void;
  /** As the API would: per key `true` or the reason of a refusal. Visible with the next tick. */
  apply(values: Values): Record<string, true | string>;

  /** Holds card 0 to 9 to the reader; any other number is a card that was never learned. */
  presentCard(index: number): void;
  /** Presses the button at the charger: the next current preset. */
  pressButton(): void;
  /** Off for `downMs` (default 5000), then booted anew. */
  reboot(options?: { downMs?: number }): void;

  /** Starts a fault; it lasts until cleared, or for `options.times` requests. */
  fault(name: FaultName, options?: FaultOptions): void;
  clearFaults(...names: FaultName[]): void;

  /** The newest 1000 requests, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Requests being answered at this moment, and the most there ever were at once. */
  readonly openRequests: number;
  readonly maxOpenRequests: number;

  /** @returns stops it */
  on<E extends keyof SimulatorEvents>(event: E, listener: SimulatorEvents[E]): () => void;
  /** One second of physics. The clock calls it. */
  tick(): void;
  /** Ends all servers, connections and timers. */
  close(): Promise<void>;
}
