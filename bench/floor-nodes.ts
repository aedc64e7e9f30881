/**
 * The least a Node-RED node can be that does what ours do: mqtt.js on exactly the topics that are wanted, or a bare
 * socket, `JSON.parse`, `send`. Nothing gets a value into a flow for less, so what a ratio keeps of theirs is Node-RED's and the
 * client's share of it.
 */
import type { EventEmitter } from 'node:events';
import type { MqttClient } from 'mqtt';
import type { Message, Registry } from './node-red';
import { socketAsker } from './subjects/node-ways';

type Sender = EventEmitter & { send(msg: Message): void };

export function registerFloors(RED: Registry): void {
  RED.nodes.registerType('bench-values', function (config) {
    RED.nodes.createNode(this, config);
    const { broker, topics } = config as { broker: string; topics: string[] };
    const client = connected(this as Sender, broker, topics);
    client.on('message', (topic, payload) => {
      (this as Sender).send({ topic, payload: JSON.parse(payload.toString()) });
    });
  });

  RED.nodes.registerType('bench-set', function (config) {
    RED.nodes.createNode(this, config);
    const { broker, topic } = config as { broker: string; topic: string };
    const client = connected(this as Sender, broker, [`${topic}/result`]);
    let taken = () => {};
    client.on('message', (_topic, payload) => {
      if (payload.toString() === 'success') taken();
    });
    this.on('input', (msg: Message, send: (msg: Message) => void, done: () => void) => {
      taken = () => {
        send(msg);
        done();
      };
      client.publish(`${topic}/set`, JSON.stringify(msg.payload));
    });
  });

  RED.nodes.registerType('bench-ask', function (config) {
    RED.nodes.createNode(this, config);
    const ask = socketAsker((config as { host: string }).host);
    this.on('input', async (msg: Message, send: (msg: Message) => void, done: () => void) => {
      msg.payload = JSON.parse(await ask(msg.path));
      send(msg);
      done();
    });
  });
}

function connected(node: Sender, broker: string, topics: string[]): MqttClient {
  // Node-RED without such a node is measured too, and must not load it.
  const mqtt: typeof import('mqtt') = require('mqtt');
  const client = mqtt.connect(broker);
  client.on('connect', () => client.subscribe(topics));
  node.on('close', (done: () => void) => client.end(true, () => done()));
  return client;
}
