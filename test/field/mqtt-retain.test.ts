import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { startBroker, type TestBroker } from '../support/broker';
import { type MqttRelay, startMqttRelay } from '../support/mqtt-relay';
import { quirk } from '../support/quirk';
import { until } from '../support/until';

const SILENCE_S = 3;

let broker: TestBroker;
let relay: MqttRelay;
let sim: Simulator | undefined;
let charger: Charger | undefined;

async function begin(): Promise<void> {
  broker = await startBroker();
  relay = await startMqttRelay(broker.port);
  relay.retainAll();
  sim = createSimulator({ serial: '123456', model: 'v3-60.5' });
  await sim.connectMqtt({ url: broker.url });
}

async function end(): Promise<void> {
  await charger?.close();
  await sim?.close();
  await relay.close();
  await broker.stop();
  charger = undefined;
  sim = undefined;
}

function connect(options: { silenceS?: number } = {}): Charger {
  charger = createCharger({
    name: 'Carport',
    connection: 'mqtt',
    broker: relay.url,
    serial: '123456',
    silenceS: SILENCE_S,
    ...options,
  });
  return charger;
}

const becomes = (state: string) => until(() => charger?.availability.state === state, state, 20_000);

quirk(
  {
    topic: 'MQTT',
    seen: 'A broker or bridge sets the flag *retain* on every message it forwards.',
    sources: ['tried against 0.3.0'],
    here: 'A message that arrives without a new subscription, or with another value than before, is live, whatever the flag is.',
  },
  function () {
    this.timeout(60_000);
    beforeEach(begin);
    afterEach(end);

    it('is online, reports changes, and confirms writes', async () => {
      const reported: unknown[] = [];
      connect().watch(['amp'], { changed: (changes) => reported.push(...changes.map(({ value }) => value)) });
      await becomes('online');
      for (const amp of [12, 9, 12, 7]) {
        const outcome = (await charger!.write({ amp }, 'readback')).get('amp');
        assert.equal(outcome?.outcome, 'confirmed');
        assert.equal(outcome?.value, amp);
      }
      sim!.set({ amp: 14 });
      await until(() => reported.at(-1) === 14, 'the change by hand', 10_000);
      await delay(SILENCE_S * 2000);
      assert.equal(charger!.availability.state, 'online');
      assert.equal(charger!.known('amp')?.stale, false);
    });

    it('recognises a refusal by the answer of the charger, which has the flag too', async () => {
      connect().watch(['amp'], { changed() {} });
      await becomes('online');
      sim!.fault('refuse', { key: 'amp', text: 'not today' });
      for (let times = 0; times < 2; times += 1)
        await assert.rejects(charger!.write({ amp: 11 }, 'readback'), /not today/);
    });

    it('takes what is written without looking back for accepted by the answer', async () => {
      connect().watch(['amp'], { changed() {} });
      await becomes('online');
      const outcome = (await charger!.write({ amp: 10 }, 'accepted')).get('amp');
      assert.equal(outcome?.outcome, 'accepted');
    });

    it('is offline when the charger is gone, however often its values are asked for', async () => {
      const states: string[] = [];
      connect().onAvailability(({ state }) => states.push(state));
      charger!.watch(['amp', 'car'], { changed() {} });
      await becomes('online');
      sim!.fault('silent');
      await becomes('offline');
      states.length = 0;
      const asking = setInterval(() => void charger?.read(['amp', 'psm', 'fhz'], 'charger').catch(() => {}), 600);
      const all = setInterval(() => void charger?.read('all', 'charger').catch(() => {}), 2500);
      try {
        await delay(SILENCE_S * 3000);
        assert.ok(!states.includes('online'), states.join());
      } finally {
        clearInterval(asking);
        clearInterval(all);
      }
      sim!.clearFaults();
      await becomes('online');
    });

    it('does not take a dead charger for a living one', async () => {
      await sim!.disconnectMqtt();
      const states: string[] = [];
      connect().onAvailability(({ state }) => states.push(state));
      charger!.watch('all', { changed() {} });
      await becomes('offline');
      await delay(SILENCE_S * 2000);
      assert.ok(!states.includes('online'), states.join());
    });
  },
);
