import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { type MqttRelay, startMqttRelay } from '../support/mqtt-relay';
import { quirk } from '../support/quirk';
import { until } from '../support/until';

let broker: TestBroker;
let relay: MqttRelay;
let sim: Simulator;
let charger: Charger;

async function begin(): Promise<void> {
  broker = await startBroker();
  relay = await startMqttRelay(broker.port);
  sim = createSimulator({ serial: '123456', model: 'v3-60.5' });
  await sim.connectMqtt({ url: broker.url });
  charger = createCharger({ name: 'Carport', connection: 'mqtt', broker: relay.url, serial: '123456' });
}

async function end(): Promise<void> {
  await charger.close();
  await sim.close();
  await relay.close();
  await broker.stop();
}

const isSet = (topic: string) => topic.endsWith('/amp/set');

quirk(
  {
    topic: 'MQTT',
    seen: 'The connection drops right after a write that the charger has received; the new value arrives as retained after reconnecting.',
    sources: ['tried against 0.3.0'],
    here: 'The value is checked when the connection is back, and confirms the write where it differs from the value before.',
  },
  function () {
    this.timeout(40_000);
    beforeEach(begin);
    afterEach(end);

    for (const [how, silent] of [
      ['that lives on', false],
      ['that says nothing afterwards', true],
    ] as const)
      it(`confirms the write to a charger ${how}`, async () => {
        charger.watch(['amp'], { changed() {} });
        await until(() => charger.availability.state === 'online', 'online', 15_000);
        await until(() => charger.known('amp') !== undefined, 'the value');
        relay.cutBehind(isSet);
        const writing = charger.write({ amp: 11 }, 'readback');
        await until(() => sim.get('amp') === 11, 'applied', 10_000);
        if (silent) sim.fault('silent');
        const outcome = (await writing).get('amp');
        assert.deepEqual([outcome?.outcome, outcome?.value], ['confirmed', 11]);
        assert.ok(relay.made >= 2);
      });

    it('does not confirm what the charger has not applied', async () => {
      charger.watch(['amp'], { changed() {} });
      await until(() => charger.availability.state === 'online', 'online', 15_000);
      sim.fault('ignored');
      relay.cutBehind(isSet);
      const error = await charger.write({ amp: 11 }, 'readback').then(
        () => assert.fail('it went well'),
        (thrown) => thrown,
      );
      assert.equal(error.code, 'UNCONFIRMED');
    });
  },
);
