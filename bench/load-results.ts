/** A charger that takes every write over MQTT at once. */
import type { MqttClient } from 'mqtt';
import { prefixOf } from './traffic';

let client: MqttClient | undefined;
let speaking: NodeJS.Timeout | undefined;

export const resultsLoad = {
  async takeWrites(url: string) {
    const { connectAsync } = await import('mqtt');
    client = await connectAsync(url);
    client.on('message', (topic) => {
      client!.publish(topic.replace(/\/set$/, '/result'), 'success');
    });
    // A charger that sends nothing counts as offline, and no write is sent to it.
    let rbt = 0;
    speaking = setInterval(() => {
      rbt += 1000;
      client!.publish(`${prefixOf(0)}rbt`, String(rbt));
    }, 1000);
    await client.subscribeAsync(`${prefixOf(0)}+/set`);
  },
  async resultsStop() {
    clearInterval(speaking);
    speaking = undefined;
    await client?.endAsync(true);
  },
};
