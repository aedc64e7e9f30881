/** Fixture of the simulator's tests: a charger on a manual clock, closed after each test, and plain HTTP requests to it. */
import { type IncomingHttpHeaders, request } from 'node:http';
import {
  createManualClock,
  createSimulator,
  type ManualClock,
  type Simulator,
  type SimulatorOptions,
} from '../../../lib/simulator';

export interface Fixture {
  clock: ManualClock;
  simulator: Simulator;
}

const open = new Set<Simulator>();

/** A simulated charger without endpoints. */
export function fixture(options: SimulatorOptions = {}): Fixture {
  const clock = createManualClock();
  const simulator = createSimulator({ clock, ...options });
  open.add(simulator);
  return { clock, simulator };
}

/** A simulated charger with its local API. */
export async function withHttp(options: SimulatorOptions = {}) {
  const on = fixture(options);
  const { url } = await on.simulator.listenHttp();
  return { ...on, url, get: (path: string) => ask(`${url}/api/${path}`) };
}

const TOKEN = 'simulated-token';

/** A simulated charger with the cloud API. */
export async function withCloud(options: SimulatorOptions = {}) {
  const on = fixture(options);
  const { url } = await on.simulator.listenCloud({ token: TOKEN });
  const get = (path: string) => ask(`${url}/api/${path}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  return { ...on, get };
}

/** Closes all chargers of the test. */
export async function closeAll(): Promise<void> {
  const all = [...open];
  open.clear();
  await Promise.all(all.map((simulator) => simulator.close()));
}

export interface Response {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The connection broke before the response was complete. */
  broken: boolean;
}

/** A request on a connection of its own. @throws the error of the socket where there is no response */
export function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent: false, ...options }, (response) => {
      let text = '';
      const done = (broken: boolean) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, broken });
      response.setEncoding('utf8');
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => done(false));
      response.on('error', () => done(true));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

/** The JSON of a response. */
export function json(response: Response): Record<string, unknown> {
  return JSON.parse(response.text) as Record<string, unknown>;
}
