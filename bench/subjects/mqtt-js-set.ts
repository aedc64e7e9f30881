/** The bare library: publishes a value and waits for the charger's answer. */
import mqtt from 'mqtt';
import { timeEach } from '../cycles';
import type { Subject } from '../subject.types';
import { prefixOf } from '../traffic';

export async function start({ broker }: { broker: string }): Promise<Subject> {
  const client = await mqtt.connectAsync(broker);
  let taken = () => {};
  let done = 0;
  client.on('message', (_topic, payload) => {
    if (payload.toString() === 'success') taken();
  });
  await client.subscribeAsync(`${prefixOf(0)}amp/result`);
  return {
    delivered: () => done,
    acts: {
      cycles: (count: number) =>
        timeEach(count, async (n) => {
          const answered = new Promise<void>((resolve) => {
            taken = resolve;
          });
          client.publish(`${prefixOf(0)}amp/set`, String(6 + (n % 26)));
          await answered;
          done += 1;
        }),
    },
    async stop() {
      await client.endAsync(true);
    },
  };
}
