/** A simulated charger on a clock that the test turns, closed after each test, and plain requests to it. */
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

export function fixture(options: SimulatorOptions = {}): Fixture {
  const clock = createManualClock();
  const simulator = createSimulator({ clock, ...options });
  open.add(simulator);
  return { clock, simulator };
}

/** The same, with its local API. */
export async function served(options: SimulatorOptions = {}) {
  const on = fixture(options);
  const { url } = await on.simulator.listenHttp();
  return { ...on, url, get: (path: string) => ask(`${url}/api/${path}`) };
}

const TOKEN = 'simulated-token';

/** The same, behind the vendor's cloud. */
export async function inCloud(options: SimulatorOptions = {}) {
  const on = fixture(options);
  const { url } = await on.simulator.listenCloud({ token: TOKEN });
  const get = (path: string) => ask(`${url}/api/${path}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  return { ...on, get };
}

export async function closeAll(): Promise<void> {
  const all = [...open];
  open.clear();
  await Promise.all(all.map((simulator) => simulator.close()));
}

export interface Response {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The connection broke before the answer was complete. */
  broken: boolean;
}

/** One request on its own connection. @throws what the socket throws when no answer begins */
export function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false, ...options }, (response) => {
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
    asked.on('error', reject);
    asked.end();
  });
}

/** The JSON of an answer. */
export function json(response: Response): Record<string, unknown> {
  return JSON.parse(response.text) as Record<string, unknown>;
}
