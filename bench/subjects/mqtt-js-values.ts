/** The bare library keeping each value of many chargers in a map. */
import mqtt from 'mqtt';
import type { Subject } from '../subject.types';
import { prefixOf } from '../traffic';

export async function start({ broker }: { broker: string }): Promise<Subject> {
  const client = await mqtt.connectAsync(broker);
  const chargers = new Map<string, Map<string, unknown>>();
  let delivered = 0;
  let count = 0;
  client.on('message', (topic, payload) => {
    const at = topic.lastIndexOf('/');
    const values = chargers.get(topic.slice(0, at)) ?? new Map();
    chargers.set(topic.slice(0, at), values);
    values.set(topic.slice(at + 1), JSON.parse(payload.toString()));
    delivered += 1;
  });
  return {
    delivered: () => delivered,
    acts: {
      async more(more: number) {
        const topics = Array.from({ length: more }, (_, at) => `${prefixOf(count + at)}+`);
        count += more;
        await client.subscribeAsync(topics);
      },
    },
    async stop() {
      await client.endAsync(true);
    },
  };
}
