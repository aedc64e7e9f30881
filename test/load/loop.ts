/**
 * A flow that sets `amp` ten times a second, for an hour or until its real time is over: a client and a simulated charger that
 * talk through real sockets, in a process whose clock is quick. What happened is written to the standard output as JSON.
 *
 * `node -r ../support/quick-clock.js loop.js <http|mqtt> <real seconds at most> <seed> <messages>`
 */
import mqtt from 'mqtt';
import { type ChargerOptions, createCharger } from '../../lib/charger';
import { createSimulator } from '../../lib/simulator';
import { createRandom } from '../../lib/simulator/random';
import { startBroker } from '../support/broker';
import { realSeconds } from '../support/quick-clock';

const EVERY_MS = 100;
/** Every third minute the loop gives the same value again and again. */
const MINUTE = 600;
const PREFIX = 'go-eCharger/123456/';

export interface Given {
  amp: number;
  /** Times when it was given and when it ended, in milliseconds of the quick clock. */
  at: number;
  endedAt: number;
  /** The outcome, or the error. */
  ends: string[];
  /** The value on the charger, by its outcome. */
  shown?: unknown;
}

export interface Report {
  realSeconds: number;
  simulatedSeconds: number;
  timeoutMs: number;
  valueBefore: unknown;
  valueAfter: unknown;
  given: Given[];
  /** The writes that the charger got, in this order. */
  writes: { at: number; values: Record<string, string>; results: Record<string, unknown> }[];
  /** Most requests, or unanswered writes, at once. */
  mostAtOnce: number;
}

async function loop(connection: 'http' | 'mqtt', atMostS: number, seed: number, messages: number): Promise<Report> {
  const chance = createRandom(seed);
  const sim = createSimulator({ serial: '123456', latencyMs: 45 });
  const valueBefore = sim.get('amp');
  const startedAt = Date.now();
  const writes: Report['writes'] = [];
  sim.on('write', ({ at, values, results }) => writes.push({ at: at - startedAt, values, results }));
  const timeoutS = 10;
  const { options, mostAtOnce } = await LINKS[connection](sim);
  const charger = createCharger({ name: 'Garage', connection, timeoutS, ...options });
  charger.watch(['amp'], { changed: () => {} });
  await charger.read(['amp'], 'charger');

  const given: Given[] = [];
  const ends: Promise<void>[] = [];
  let amp = 6;
  const from = performance.now();
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (given.length === messages || realSeconds() > atMostS) {
        clearInterval(timer);
        resolve();
        return;
      }
      const isCalm = Math.floor(given.length / MINUTE) % 3 === 2;
      if (!isCalm && chance() < 0.5) amp = 6 + Math.floor(chance() * 27);
      const message: Given = { amp, at: performance.now() - from, endedAt: 0, ends: [] };
      given.push(message);
      const end = (how: string, shown?: unknown) => {
        message.ends.push(how);
        message.endedAt = performance.now() - from;
        message.shown = shown;
      };
      ends.push(
        charger.write({ amp }, 'readback').then(
          (outcomes) => {
            for (const { outcome, value } of outcomes.values()) end(outcome, value);
          },
          (error) => end(String(error)),
        ),
      );
    }, EVERY_MS);
  });
  const simulatedSeconds = (performance.now() - from) / 1000;
  await Promise.all(ends);
  return {
    realSeconds: realSeconds(),
    simulatedSeconds,
    timeoutMs: timeoutS * 1000,
    valueBefore,
    valueAfter: sim.get('amp'),
    given,
    writes,
    mostAtOnce: mostAtOnce(),
  };
}

interface Link {
  options: Partial<ChargerOptions>;
  mostAtOnce(): number;
}

const LINKS: Record<'http' | 'mqtt', (sim: ReturnType<typeof createSimulator>) => Promise<Link>> = {
  async http(sim) {
    const { url } = await sim.listenHttp();
    return { options: { host: url, pollIntervalS: 5 }, mostAtOnce: () => sim.maxOpenRequests };
  },
  async mqtt(sim) {
    const broker = await startBroker();
    // The broker passes on what it gets in the order in which it got it.
    const observer = await mqtt.connectAsync(broker.url);
    let open = 0;
    let most = 0;
    observer.on('message', (topic) => {
      open += topic.endsWith('/set') ? 1 : -1;
      most = Math.max(most, open);
    });
    await observer.subscribeAsync([`${PREFIX}amp/set`, `${PREFIX}amp/result`]);
    await sim.connectMqtt({ url: broker.url, slash: false });
    return { options: { broker: broker.url, serial: sim.serial }, mostAtOnce: () => most };
  },
};

const [connection, atMostS, seed, messages] = process.argv.slice(2);
void loop(connection as 'http' | 'mqtt', Number(atMostS), Number(seed), Number(messages)).then((report) =>
  process.stdout.write(JSON.stringify(report), () => process.exit(0)),
);
