/** The bare library: mqtt.js, and each payload parsed. Nothing can read a broker in Node.js for much less. */
import mqtt from 'mqtt';
import { createReader } from '../reader';
import type { Subject } from '../subject.types';

export async function start({
  broker,
  topics,
  timed,
}: {
  broker: string;
  topics: string[];
  timed?: boolean;
}): Promise<Subject> {
  const reader = createReader(timed);
  const client = await mqtt.connectAsync(broker);
  client.on('message', (topic, payload) => {
    reader.take(topic.slice(topic.lastIndexOf('/') + 1), JSON.parse(payload.toString()));
  });
  await client.subscribeAsync(topics);
  return {
    delivered: reader.delivered,
    acts: { latest: reader.latest, latenessUs: reader.latenessUs },
    async stop() {
      await client.endAsync(true);
    },
  };
}
