/** Traffic of the soak: messages to all nodes again and again, each of which must have exactly one outcome. */
import { setTimeout as delay } from 'node:timers/promises';
import type { NodeRedEnvironment } from '../test/support/node-red-environment';

export interface Traffic {
  /** Messages sent so far. */
  sent: number;
  /** Number of messages by outcome: `done`, or the code of the error. */
  readonly outcomes: Record<string, number>;
  /** Messages with more than one outcome, or without one after the longest time. */
  readonly wrong: string[];
  /** Stops, and waits for the outcomes of what was sent. */
  stop(): Promise<void>;
}

/** Time between two messages [our choice]. */
const MESSAGE_EVERY_MS = 400;
/** Messages between two looks at the outcomes. */
const LOOK_EVERY = 10;
/** Longest time until a message must have an outcome: the timeout of a charger, and more for a busy machine [our choice]. */
const OUTCOME_WITHIN_MS = 20_000;

/** @param names of chargers, whose nodes are called as `users` calls them */
export function startTraffic(environment: NodeRedEnvironment, names: readonly string[]): Traffic {
  const pending = new Map<string, { at: number; ends: string[] }>();
  const outcomes: Record<string, number> = {};
  const wrong: string[] = [];
  let isRunning = true;

  async function collectOutcomes(): Promise<void> {
    for (const [msgid, ends] of Object.entries(await environment.take())) pending.get(msgid)?.ends.push(...ends);
    const now = performance.now();
    for (const [msgid, { at, ends }] of pending) {
      const all = ends.filter((each) => each !== 'sent');
      const [outcome] = all;
      if (outcome === undefined && now - at < OUTCOME_WITHIN_MS) continue;
      // A second outcome may come a little later, so a message stays for a while.
      if (outcome !== undefined && now - at < OUTCOME_WITHIN_MS / 2) continue;
      pending.delete(msgid);
      const isRight = all.length === 1 && ends.length === (outcome === 'done' ? 2 : 1);
      if (!isRight) wrong.push(`${msgid}: ${ends.join() || 'nothing'}`);
      if (outcome !== undefined) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  }

  const traffic: Traffic = {
    sent: 0,
    outcomes,
    wrong,
    async stop() {
      isRunning = false;
      await running;
      const end = performance.now() + OUTCOME_WITHIN_MS + 5000;
      while (pending.size > 0 && performance.now() < end) {
        await collectOutcomes();
        await delay(500);
      }
      wrong.push(...[...pending.keys()].map((msgid) => `${msgid}: nothing`));
    },
  };
  const running = (async () => {
    for (let count = 0; isRunning; count += 1) {
      const name = names[count % names.length]!;
      const [kind, msg] = ([['set', { payload: { amp: 6 + (count % 20) } }], ['ask'], ['latest']] as const)[
        Math.floor(count / names.length) % 3
      ]!;
      pending.set(await environment.give(`${name} ${kind}`, msg), { at: performance.now(), ends: [] });
      traffic.sent += 1;
      if (count % LOOK_EVERY === 0) await collectOutcomes();
      await delay(MESSAGE_EVERY_MS);
    }
  })().catch((error) => wrong.push(`the traffic ended: ${error} ${environment.log().slice(-1000)}`));
  return traffic;
}
