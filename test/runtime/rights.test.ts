import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { createCharger } from '../../lib/charger';
import { createSimulator } from '../../lib/simulator';
import { startMosquitto } from '../support/broker';

const SECURITY = readFileSync(join(__dirname, '..', '..', '..', 'SECURITY.md'), 'utf8');
const [, example = ''] = SECURITY.split('```');
const AMP = 'go-eCharger/123456/amp';

const nodeRed = { username: 'nodered', password: 'of node-red' };
const ofCharger = { username: 'charger', password: 'of the charger' };
const stranger = { username: 'stranger', password: 'of somebody' };

// The embedded broker knows no such list.
if (process.env.GOE_TEST_BROKER === 'mosquitto')
  describe('The rights that SECURITY.md gives as an example', function () {
    this.timeout(30_000);

    for (const [firmware, slash] of [
      ['newer', false],
      ['older', true],
    ] as const)
      it(`let Node-RED read and write, and nobody else: ${firmware} firmware`, async () => {
        const topic = slash ? `/${AMP}` : AMP;
        const rights = example
          .replace(/^ +/gm, '')
          .replaceAll('go-eCharger/', slash ? '/go-eCharger/' : 'go-eCharger/');
        assert.match(rights, /user nodered\n/);
        const broker = await startMosquitto(rights, nodeRed, ofCharger, stranger);
        const sim = createSimulator({ serial: '123456' });
        const charger = createCharger({ connection: 'mqtt', broker: broker.url, serial: '123456', ...nodeRed });
        const clients = await Promise.all([nodeRed, stranger].map((login) => mqtt.connectAsync(broker.url, login)));
        const [ours, theirs] = clients as [mqtt.MqttClient, mqtt.MqttClient];
        const overheard: string[] = [];
        theirs.on('message', (received) => overheard.push(received));
        try {
          await sim.connectMqtt({ url: broker.url, slash, ...ofCharger });
          await theirs.subscribeAsync('#');
          // A broker acknowledges also what it then throws away.
          await theirs.publishAsync(`${topic}/set`, '6', { qos: 1 });
          await theirs.publishAsync(topic, '31', { qos: 1, retain: true });
          await ours.publishAsync(topic, '32', { qos: 1, retain: true });
          assert.equal((await charger.read(['amp'], 'charger')).get('amp')?.value, 16);
          const written = await charger.write({ amp: 9 }, 'readback');
          assert.deepEqual(written.get('amp'), { outcome: 'confirmed', value: 9, previous: 16 });
          assert.equal(sim.get('amp'), 9);
          assert.deepEqual(overheard, []);
        } finally {
          for (const client of clients) await client.endAsync(true);
          await charger.close();
          await sim.close();
          await broker.stop();
        }
      });
  });
