/** Messages to the nodes of one case; each write has a value of its own, so that none can be mistaken for another. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Json } from '../../lib/json';
import type { FaultEnvironment } from './environment';
import { TARGETS } from './tab';

export interface Traffic {
  /** Number of messages that were given. */
  readonly given: number;
  /** One to each node. */
  giveEach(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const EVERY_MS = 900;
/** One may take its whole time limit; more often, most of them would only be overtaken. */
const SET_EVERY = 6;

/** The value that a message writes. */
export const writtenBy = (n: number): number => 10_000 + n;

/** @param also what is set beside the value */
export function startTraffic(
  environment: FaultEnvironment,
  id: string,
  also: (n: number) => Record<string, Json> = () => ({}),
): Traffic {
  let given = 0;
  let isOver = false;
  let ended = Promise.resolve();

  async function give(node: (typeof TARGETS)[number]): Promise<void> {
    given += 1;
    await environment.give(id, node, given, node === 'set' ? { dwo: writtenBy(given), ...also(given) } : undefined);
  }

  return {
    get given() {
      return given;
    },
    async giveEach() {
      for (const node of TARGETS) await give(node);
    },
    start() {
      ended = (async () => {
        for (let turn = 0; !isOver; turn += 1) {
          for (const node of TARGETS) if (node !== 'set' || turn % SET_EVERY === 0) await give(node);
          await delay(EVERY_MS);
        }
      })();
    },
    stop() {
      isOver = true;
      return ended;
    },
  };
}
