/**
 * Soak: a long run of a really started Node-RED with four chargers whose time passes quickly, with incidents. At the end memory,
 * poll times, the log, outcomes of messages and open handles have to be as they should.
 *
 * `npm run soak -- [--minutes 60] [--speed 168] [--seed 1] [--report file.json]`; the defaults are a week in an hour.
 */
import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createRandom } from '../lib/simulator/random';
import type { Left } from '../test/support/observer';
import { until } from '../test/support/until';
import { randomIncident } from './incidents';
import { driftMs, median } from './poll-drift';
import { NAMES, openSetup, type Setup, STEADY_POLL_S } from './setup';
import { startTraffic, type Traffic } from './traffic';

/** Time between two measurements of the heap [our choice]. */
const SAMPLE_EVERY_MS = 5000;
/** Time between two incidents [our choice]. */
const INCIDENT_EVERY_MS = 12_000;
/** Longest step of the simulated clock, so that the chargers act in between [our choice]. */
const LONGEST_STEP_MS = 60_000;

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

/** Ends the Node-RED of the run, also when the run fails or is ended early. */
let cleanUp: () => Promise<void> = async () => {};

interface Measured {
  traffic: Traffic;
  incidents: Record<string, number>;
  /** Heap in bytes, oldest first. */
  heap: number[];
  /** Times of the polls of the steady charger, by `performance.now()`. */
  polls: number[];
  simulatedMs: number;
  log: string;
  handles: { before: string; after: string };
}

async function soak(): Promise<number> {
  // Node-RED inherits the low priority: other tests on the machine come first.
  setPriority(10);
  const setup = await openSetup();
  cleanUp = () => setup.environment.leave();
  const measured = await run(setup);
  const report = reportOf(measured);
  console.log(JSON.stringify(report, undefined, 1));
  if (given.report) writeFileSync(given.report, JSON.stringify(report, undefined, 1));
  const failures = printChecks(checksOf(report, measured, setup));
  await setup.close();
  return failures;
}

/** Runs traffic and incidents for the given time, between two measurements of the open handles. */
async function run(setup: Setup): Promise<Measured> {
  const { environment, clock, steady } = setup;
  const random = createRandom(seed);
  const polls: number[] = [];
  steady.on('request', ({ path, keys }) => {
    // Other requests check now and then which charger it is, between two polls.
    if (path === '/api/status' && keys.includes('amp')) polls.push(performance.now());
  });
  await setup.undeploy();
  const before = await openHandles(environment.left);
  await setup.deploy();
  console.log(`Soak: ${minutes} min at ${speed} simulated seconds a second, --seed ${seed}`);

  polls.length = 0;
  const startedAt = performance.now();
  const simulatedFrom = clock.now();
  const time = startTime(setup, startedAt);
  const traffic = startTraffic(environment, NAMES);
  const incidents: Record<string, number> = {};
  const heap: number[] = [];
  let nextIncidentAt = startedAt + INCIDENT_EVERY_MS;
  while (performance.now() < startedAt + minutes * 60_000) {
    await delay(SAMPLE_EVERY_MS);
    heap.push((await environment.left()).heapBytes);
    if (performance.now() < nextIncidentAt) continue;
    nextIncidentAt += INCIDENT_EVERY_MS;
    const incident = await randomIncident(setup, random);
    incidents[incident] = (incidents[incident] ?? 0) + 1;
  }
  const counted = [...polls];
  for (const name of NAMES) setup[name].clearFaults();
  await traffic.stop();
  const log = environment.log();
  await setup.undeploy();
  await until(() => setup.brokerClients('goe-') === 0, 'no client at the broker', 10_000);
  const after = await openHandles(environment.left);
  await time.stop();
  const simulatedMs = clock.now() - simulatedFrom;
  return { traffic, incidents, heap, polls: counted, simulatedMs, log, handles: { before, after } };
}

/** Lets the simulated time pass, at the given speed. */
function startTime({ clock }: Setup, startedAt: number): { stop(): Promise<void> } {
  const simulatedFrom = clock.now();
  let isRunning = true;
  const running = (async () => {
    while (isRunning) {
      const dueMs = (performance.now() - startedAt) * speed - (clock.now() - simulatedFrom);
      await clock.advance(Math.min(Math.max(dueMs, 0), LONGEST_STEP_MS));
      await delay(50);
    }
  })();
  return {
    stop() {
      isRunning = false;
      return running;
    },
  };
}

function reportOf({ traffic, incidents, heap, polls, simulatedMs, log, handles }: Measured) {
  const quarter = Math.floor(heap.length / 4);
  const [second, last] = [heap.slice(quarter, 2 * quarter), heap.slice(3 * quarter)].map(median) as [number, number];
  return {
    minutes,
    speed,
    seed,
    simulatedHours: Math.round(simulatedMs / 360_000) / 10,
    messages: traffic.sent,
    outcomes: traffic.outcomes,
    incidents,
    heapMb: { second: second / 1e6, last: last / 1e6, growthPercent: (last / second - 1) * 100 },
    polls: polls.length,
    driftMs: driftMs(polls, STEADY_POLL_S * 1000),
    chargerLines: log.match(/\[goe-[a-z]+:/g)?.length ?? 0,
    handles,
  };
}

/** Checks of the soak, each true or with what was found instead. */
function checksOf(
  { heapMb, polls, driftMs: drift, chargerLines, messages, outcomes, handles }: ReturnType<typeof reportOf>,
  { traffic, log }: Measured,
  { http, cloud, steady }: Setup,
): Record<string, true | string> {
  const growth = heapMb.growthPercent;
  // Lost and back again, then a count after ten minutes and less often later; a few at the start of each.
  const linesAllowed = 4 * (4 + 2 * Math.ceil(minutes / 10));
  const mostRequests = Math.max(http.maxOpenRequests, cloud.maxOpenRequests, steady.maxOpenRequests);
  return {
    'the heap stays within 5 %': growth < 5 || `it grew by ${growth.toFixed(1)} %`,
    'polls do not drift': Math.abs(drift) < (STEADY_POLL_S * 1000) / 2 || `by ${drift.toFixed(0)} ms`,
    'no poll is lost': polls > minutes * 60 * (1 / STEADY_POLL_S) * 0.8 || `${polls} polls`,
    'the log does not grow': chargerLines <= linesAllowed || `${chargerLines} lines, ${linesAllowed} allowed`,
    'each message has one outcome': traffic.wrong.length === 0 || traffic.wrong.slice(0, 10).join('; '),
    'most messages succeed': (outcomes.done ?? 0) > messages / 2 || JSON.stringify(outcomes),
    'never two requests at once': mostRequests <= 1 || `${mostRequests} at once`,
    'nothing is left open': handles.after === handles.before || `${handles.before}, then ${handles.after}`,
    'nothing was thrown': !/unhandled|uncaught|TypeError|MaxListeners/i.test(log) || log.slice(-2000),
  };
}

/** Handles that are open while nothing is under way: the fewest within two seconds. */
async function openHandles(left: () => Promise<Left>): Promise<string> {
  const counts: string[] = [];
  for (let times = 0; times < 20; times += 1) {
    const { resources, listeners } = await left();
    counts.push(JSON.stringify({ ...resources, listeners }));
    await delay(100);
  }
  return counts.sort((a, b) => sum(a) - sum(b))[0]!;
}

function sum(counts: string): number {
  return Object.values(JSON.parse(counts) as Record<string, number>).reduce((total, count) => total + count, 0);
}

/** Prints the checks as mocha prints tests. @returns the number of failures */
function printChecks(checks: Record<string, true | string>): number {
  const all = Object.entries(checks);
  for (const [check, found] of all) console.log(found === true ? `    ✔ ${check}` : `    ✗ ${check}: ${found}`);
  const failing = all.filter(([, found]) => found !== true).length;
  console.log(`\n  ${all.length - failing} passing`);
  if (failing > 0) console.log(`  ${failing} failing`);
  return failing;
}

process.once('SIGTERM', () => void cleanUp().finally(() => process.exit(1)));
soak().then(
  (failures) => process.exit(failures === 0 ? 0 : 1),
  async (error) => {
    console.error(error);
    await cleanUp();
    console.log('\n  0 passing\n  1 failing');
    process.exit(1);
  },
);
