/** A subject that is a flow: everything that reaches its sink is counted. */
import { nowUs } from './clock';
import { type FlowNode, type Message, SINK, startNodeRed } from './node-red';
import { createReader } from './reader';
import type { Subject } from './subject.types';

export interface FlowSubjectOptions {
  timed?: boolean;
  /** The message that the n-th cycle gives to the node with the id `first`. */
  message?: (n: number) => Message;
}

/** @param flow the nodes; what they send leads to the sink */
export async function flowSubject(flow: FlowNode[], options: FlowSubjectOptions = {}): Promise<Subject> {
  const { timed = false, message = () => ({}) } = options;
  const reader = createReader(timed);
  let taken: ((cycle: unknown) => void) | undefined;
  const nodeRed = await startNodeRed([...flow, SINK], (msg: Message) => {
    taken?.(msg.cycle);
    const { topic, payload } = msg;
    if (topic === 'changes') for (const [name, value] of Object.entries(payload)) reader.take(name, value);
    else reader.take(topic?.slice(topic.lastIndexOf('/') + 1), payload);
  });

  const startedMs = performance.now();

  /** One message, until it has reached the sink. @returns microseconds */
  function cycle(n: number): Promise<number> {
    return new Promise((resolve) => {
      const started = nowUs();
      taken = (ended) => ended === n && resolve(nowUs() - started);
      nodeRed.put('first', { ...message(n), cycle: n });
    });
  }

  return {
    delivered: reader.delivered,
    acts: {
      startedMs: () => startedMs,
      latest: reader.latest,
      latenessUs: reader.latenessUs,
      async redeploy(times: number) {
        for (let left = times; left > 0; left -= 1) await nodeRed.redeploy();
      },
      async cycles(count: number) {
        const times: number[] = [];
        for (let n = 1; n <= count; n += 1) times.push(await cycle(n));
        return times;
      },
    },
    stop: () => nodeRed.stop(),
  };
}
