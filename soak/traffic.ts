/** Messages to all nodes again and again, and whether each had exactly one outcome. */
import { setTimeout as delay } from 'node:timers/promises';
import type { NodeRedEnvironment } from '../test/support/node-red-environment';

export interface Traffic {
  given: number;
  /** How many ended so, by outcome: `done`, or the code of the error. */
  readonly outcomes: Record<string, number>;
  /** Messages with more than one outcome, or without any when their time was over. */
  readonly wrong: string[];
  /** Stops, and waits for what is under way. */
  stop(): Promise<void>;
}

const EVERY_MS = 400;
const LOOK_EVERY = 10;
/** Timeout of the chargers and two seconds, and more for a busy machine. */
const LONGEST_MS = 20_000;

/** @param names of chargers, whose nodes are called as `users` calls them */
export function startTraffic(house: NodeRedEnvironment, names: readonly string[]): Traffic {
  const pending = new Map<string, { at: number; how: string[] }>();
  const outcomes: Record<string, number> = {};
  const wrong: string[] = [];
  let on = true;

  async function settle(): Promise<void> {
    for (const [msgid, how] of Object.entries(await house.take())) pending.get(msgid)?.how.push(...how);
    const now = performance.now();
    for (const [msgid, { at, how }] of pending) {
      const ends = how.filter((each) => each !== 'sent');
      const [end] = ends;
      if (end === undefined && now - at < LONGEST_MS) continue;
      // Looked at once more the next time: a second outcome would come a little later.
      if (end !== undefined && now - at < LONGEST_MS / 2) continue;
      pending.delete(msgid);
      const isRight = ends.length === 1 && how.length === (end === 'done' ? 2 : 1);
      if (!isRight) wrong.push(`${msgid}: ${how.join() || 'nothing'}`);
      if (end !== undefined) outcomes[end] = (outcomes[end] ?? 0) + 1;
    }
  }

  const traffic: Traffic = {
    given: 0,
    outcomes,
    wrong,
    async stop() {
      on = false;
      await running;
      const end = performance.now() + LONGEST_MS + 5000;
      while (pending.size > 0 && performance.now() < end) {
        await settle();
        await delay(500);
      }
      wrong.push(...[...pending.keys()].map((msgid) => `${msgid}: nothing`));
    },
  };
  const running = (async () => {
    for (let turn = 0; on; turn += 1) {
      const name = names[turn % names.length]!;
      const [kind, msg] = ([['set', { payload: { amp: 6 + (turn % 20) } }], ['ask'], ['latest']] as const)[
        Math.floor(turn / names.length) % 3
      ]!;
      pending.set(await house.give(`${name} ${kind}`, msg), { at: performance.now(), how: [] });
      traffic.given += 1;
      if (turn % LOOK_EVERY === 0) await settle();
      await delay(EVERY_MS);
    }
  })().catch((error) => wrong.push(`the traffic ended: ${error} ${house.log().slice(-1000)}`));
  return traffic;
}
