/** Node-RED with nothing of ours in its flow, with or without this package. */
import { SINK, startNodeRed } from '../node-red';
import type { Subject } from '../subject.types';

export async function start({ ours }: { ours: boolean }): Promise<Subject> {
  const nodeRed = await startNodeRed([SINK], () => {}, ours);
  const startedMs = performance.now();
  return {
    delivered: () => 0,
    acts: {
      startedMs: () => startedMs,
      async redeploy(times: number) {
        for (let left = times; left > 0; left -= 1) await nodeRed.redeploy();
      },
    },
    stop: () => nodeRed.stop(),
  };
}
