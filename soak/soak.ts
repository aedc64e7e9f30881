/**
 * A long run: a really started Node-RED with four chargers whose time passes quickly, while cars come and go and things
 * break. At the end memory, poll times, the log, outcomes and handles have to be as they should.
 *
 * `npm run soak -- [--minutes 60] [--speed 168] [--seed 1] [--report file.json]`; the defaults are a week in an hour.
 */
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createManualClock, createSimulator } from '../lib/simulator/index';
import { createRandom } from '../lib/simulator/random';
import { EMPTY, httpCharger, mqttCharger, onTab, sinks, TAB, users } from '../test/support/lifecycle-flows';
import { openNodeRedEnvironment } from '../test/support/node-red-environment';
import type { Left } from '../test/support/observer';
import { until } from '../test/support/until';
import { startWatchedBroker } from '../test/support/watched-broker';
import { driftMs, median } from './beat';
import { startTraffic } from './traffic';
import { happen } from './week';

const TOKEN = 'soak-token';
const STEADY_POLL_S = 2;
const SAMPLE_MS = 5000;
const HAPPENS_EVERY_MS = 12_000;
/** At most so much simulated time between two looks at the real one. */
const MOST_AT_ONCE_MS = 60_000;

const { values: given } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    speed: { type: 'string', default: '168' },
    seed: { type: 'string' },
    report: { type: 'string' },
  },
});
const minutes = Number(given.minutes);
const speed = Number(given.speed);
const seed = given.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given.seed);
if (!(minutes > 0 && speed > 0)) throw new Error('--minutes and --speed are numbers above 0');

/** Ends the Node-RED of the run, also when the run fails or is cut short. */
let ended: () => Promise<void> = async () => {};

async function soak(): Promise<number> {
  // Node-RED inherits it: other tests on the machine come first.
  setPriority(10);
  const chance = createRandom(seed);
  const clock = createManualClock();
  const charger = (serial: string) => createSimulator({ serial, clock });
  const http = charger('111111');
  const mqtt = charger('222222');
  const cloud = charger('333333');
  const steady = charger('444444');
  let broker = await startWatchedBroker();
  await mqtt.connectMqtt({ url: broker.url });
  const ports = { http: (await http.listenHttp()).port, steady: (await steady.listenHttp()).port };
  const { url: cloudUrl } = await cloud.listenCloud({ token: TOKEN });
  const house = await openNodeRedEnvironment({
    nodeArguments: ['--expose-gc'],
    environment: { GOE_CLOUD_URL: cloudUrl },
  });
  ended = () => house.leave();
  const polls: number[] = [];
  steady.on('request', ({ path, keys }) => {
    // Now and then it is asked who it is, between two polls.
    if (path === '/api/status' && keys.includes('amp')) polls.push(performance.now());
  });
  await house.deploy(EMPTY);
  const handlesBefore = await calm(house.left);
  await house.deploy([
    TAB,
    httpCharger(ports.http),
    mqttCharger(broker.port, mqtt.serial),
    {
      id: 'cloud charger',
      type: 'goe-charger',
      name: 'Carport cloud',
      connection: 'cloud',
      serial: cloud.serial,
      pollInterval: 1,
      timeout: 4,
      credentials: { token: TOKEN },
    },
    httpCharger(ports.steady, { id: 'steady charger', name: 'Steady', pollInterval: STEADY_POLL_S }),
    onTab('steady latest', 'goe-status', { charger: 'steady charger', keys: ['amp'] }),
    ...['http', 'mqtt', 'cloud'].flatMap((name) => users(name)),
    ...sinks(),
  ]);
  for (const name of ['http', 'mqtt', 'cloud', 'steady']) await house.works(`${name} latest`);
  await house.take();
  console.log(`Soak: ${minutes} min at ${speed} simulated seconds a second, --seed ${seed}`);

  polls.length = 0;
  const started = performance.now();
  const endsAt = started + minutes * 60_000;
  const simulatedFrom = clock.now();
  let on = true;
  const time = (async () => {
    while (on) {
      const due = (performance.now() - started) * speed - (clock.now() - simulatedFrom);
      await clock.advance(Math.min(Math.max(due, 0), MOST_AT_ONCE_MS));
      await delay(50);
    }
  })();
  const traffic = startTraffic(house, ['http', 'mqtt', 'cloud']);
  const happened: Record<string, number> = {};
  const heap: number[] = [];
  let nextHappening = started + HAPPENS_EVERY_MS;
  while (performance.now() < endsAt) {
    await delay(SAMPLE_MS);
    heap.push((await house.left()).heapBytes);
    if (performance.now() < nextHappening) continue;
    nextHappening += HAPPENS_EVERY_MS;
    const restartBroker = async () => {
      await broker.stop();
      broker = await startWatchedBroker(broker.port);
    };
    const what = await happen({ http, mqtt, cloud, restartBroker }, chance);
    happened[what] = (happened[what] ?? 0) + 1;
  }
  const counted = [...polls];
  const beat = driftMs(counted, STEADY_POLL_S * 1000);
  for (const sim of [http, mqtt, cloud]) sim.clearFaults();
  await traffic.stop();
  const chargerLines = house.log().match(/\[goe-[a-z]+:/g)?.length ?? 0;
  const logText = house.log();
  await house.deploy(EMPTY);
  await until(() => broker.clients('goe-') === 0, 'the broker is left', 10_000);
  const handlesAfter = await calm(house.left);
  on = false;
  await time;

  const quarter = Math.floor(heap.length / 4);
  const [second, last] = [heap.slice(quarter, 2 * quarter), heap.slice(3 * quarter)].map(median) as [number, number];
  const growth = (last / second - 1) * 100;
  // Lost and back again, then a count after ten minutes and less often later; a few at the start of each.
  const linesAllowed = 4 * (4 + 2 * Math.ceil(minutes / 10));
  const report = {
    minutes,
    speed,
    seed,
    simulatedHours: Math.round((clock.now() - simulatedFrom) / 360_000) / 10,
    messages: traffic.given,
    outcomes: traffic.outcomes,
    happened,
    heapMb: { second: second / 1e6, last: last / 1e6, growthPercent: growth },
    polls: counted.length,
    driftMs: beat,
    chargerLines,
    handles: { before: handlesBefore, after: handlesAfter },
  };
  console.log(JSON.stringify(report, undefined, 1));
  if (given.report) writeFileSync(given.report, JSON.stringify(report, undefined, 1));
  const failures = verdict({
    'the heap stays within 5 %': growth < 5 || `it grew by ${growth.toFixed(1)} %`,
    'polls keep their beat': Math.abs(beat) < (STEADY_POLL_S * 1000) / 2 || `it moved by ${beat.toFixed(0)} ms`,
    'no poll is lost': counted.length > minutes * 60 * (1 / STEADY_POLL_S) * 0.8 || `${counted.length} polls`,
    'the log does not grow': chargerLines <= linesAllowed || `${chargerLines} lines, ${linesAllowed} allowed`,
    'each message has one outcome': traffic.wrong.length === 0 || traffic.wrong.slice(0, 10).join('; '),
    'most messages go well': (traffic.outcomes.done ?? 0) > traffic.given / 2 || JSON.stringify(traffic.outcomes),
    'never two requests at once':
      Math.max(http.maxOpenRequests, cloud.maxOpenRequests, steady.maxOpenRequests) <= 1 || 'there were more',
    'nothing is left open': handlesAfter === handlesBefore || `${handlesBefore}, then ${handlesAfter}`,
    'nothing was thrown': !/unhandled|uncaught|TypeError|MaxListeners/i.test(logText) || logText.slice(-2000),
  });
  await house.leave();
  for (const sim of [http, mqtt, cloud, steady]) await sim.close();
  await broker.stop();
  return failures;
}

/** What is open when nothing is under way: the least that is seen within a while. */
async function calm(look: () => Promise<Left>): Promise<string> {
  const seen: string[] = [];
  for (let time = 0; time < 20; time += 1) {
    const { resources, listeners } = await look();
    seen.push(JSON.stringify({ ...resources, listeners }));
    await delay(100);
  }
  return seen.sort((a, b) => sum(a) - sum(b))[0]!;
}

function sum(counts: string): number {
  return Object.values(JSON.parse(counts) as Record<string, number>).reduce((total, count) => total + count, 0);
}

/** As mocha writes it. @returns how many failed */
function verdict(claims: Record<string, true | string>): number {
  const all = Object.entries(claims);
  for (const [claim, why] of all) console.log(why === true ? `    ✔ ${claim}` : `    ✗ ${claim}: ${why}`);
  const failing = all.filter(([, why]) => why !== true).length;
  console.log(`\n  ${all.length - failing} passing`);
  if (failing > 0) console.log(`  ${failing} failing`);
  return failing;
}

process.once('SIGTERM', () => void ended().finally(() => process.exit(1)));
soak().then(
  (failures) => process.exit(failures === 0 ? 0 : 1),
  async (error) => {
    console.error(error);
    await ended();
    console.log('\n  0 passing\n  1 failing');
    process.exit(1);
  },
);
