import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rounds } from '../support/rounds';
import type { Report } from './loop';

/** Messages of a run: five minutes of them, or an hour. */
const MESSAGES = rounds(3000, 36_000);
/** Seconds that a run may take; on a busy machine the part of it that has passed by then is judged. */
const AT_MOST_S = 60;
const LEAST_SIMULATED_S = 120;
const SEED = Math.floor(Math.random() * 2 ** 31);

/** Held back while the value before is confirmed, one read, one request; each with room for a busy machine. */
const LONGEST_GAP_MS = 8000;

describe('A flow that sets amp ten times a second for up to an hour', function () {
  this.timeout(180_000);
  const runs: Record<string, Promise<Report>> = {};
  before(() => {
    for (const connection of ['http', 'mqtt']) runs[connection] = run(connection);
  });

  for (const connection of ['http', 'mqtt']) {
    it(`has an outcome for each message, and the charger sees only changes, one at a time, the last one last: ${connection}`, async () => {
      const report = await runs[connection]!;
      const { given, writes } = report;
      const summary = `${connection}, seed ${SEED}: ${given.length} messages in ${Math.round(report.simulatedSeconds)} s, passed in ${Math.round(report.realSeconds)} s; ${writes.length} writes; ${counts(report)}`;
      console.log(`      ${summary}`);
      assert.ok(report.simulatedSeconds >= LEAST_SIMULATED_S, summary);
      assert.ok(given.length > report.simulatedSeconds * 9.9, summary);

      for (const message of given) {
        const text = `${summary}; ${JSON.stringify(message)}`;
        assert.equal(message.ends.length, 1, text);
        assert.match(message.ends[0]!, /^(confirmed|unchanged|superseded)$/, text);
        assert.ok(message.endedAt - message.at < report.timeoutMs + 2000, text);
        if (message.ends[0] !== 'superseded') assert.equal(message.shown, message.amp, text);
      }

      const asked = writes.map(({ values }) => Number(values.amp));
      for (const { values, results } of writes) {
        assert.deepEqual(Object.keys(values), ['amp']);
        assert.deepEqual(results, { amp: true });
      }
      let current = report.valueBefore;
      let needless = 0;
      for (const amp of asked) {
        if (amp === current) needless += 1;
        current = amp;
      }
      assert.equal(needless, 0, `${needless} writes change nothing; ${summary}`);
      assert.equal(report.mostAtOnce, 1, summary);
      assert.equal(asked.at(-1), given.at(-1)!.amp, summary);
      assert.equal(report.valueAfter, given.at(-1)!.amp, summary);
      // Nothing is starved by what comes after it: something new gets through again and again.
      assert.ok(writes.length > report.simulatedSeconds / 10 && longestWaitMs(report) < LONGEST_GAP_MS, summary);
    });
  }
});

/** Longest time until the loop saw a value, its newest or a newer one, written or there already. */
function longestWaitMs({ given }: Report): number {
  let longest = 0;
  let since: number | undefined;
  const ended = [...given].sort((a, b) => a.endedAt - b.endedAt);
  for (const { at, endedAt, ends } of ended) {
    since ??= at;
    longest = Math.max(longest, endedAt - since);
    if (ends[0] !== 'superseded') since = undefined;
  }
  return longest;
}

function counts({ given }: Report): string {
  const all: Record<string, number> = {};
  for (const { ends } of given) for (const how of ends) all[how] = (all[how] ?? 0) + 1;
  return JSON.stringify(all);
}

async function run(connection: string): Promise<Report> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '-r',
      join(__dirname, '..', 'support', 'quick-clock.js'),
      join(__dirname, 'loop.js'),
      connection,
      `${AT_MOST_S}`,
      `${SEED}`,
      `${MESSAGES}`,
    ],
    {
      env: { ...process.env, GOE_TEST_BROKER: undefined, GOE_QUICK_CLOCK: '1000' },
      maxBuffer: 64 * 2 ** 20,
      timeout: 170_000,
      killSignal: 'SIGKILL',
    },
  );
  return JSON.parse(stdout);
}
