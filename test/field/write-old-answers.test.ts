import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator } from '../../lib/simulator';
import { startBroker } from '../support/broker';
import { endOf } from '../support/ends';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

let server: ScriptedServer;
let charger: Charger;
let values: Record<string, unknown>;
let answer: { status: number; text: string };

async function start(): Promise<void> {
  values = { sse: '123456', fwv: '051.3', typ: 'go-eCharger', rbt: 900_000, amp: 16, frc: 0, dwo: 5000 };
  const plain = plainCharger(values);
  server = await scriptedServer((request, response) => {
    if (!request.url?.startsWith('/api/set')) return plain(request, response);
    response.writeHead(answer.status, { 'content-type': 'text/plain', connection: 'close' });
    response.end(answer.text);
  });
  charger = createCharger({
    name: 'Garage',
    connection: 'http',
    host: server.url,
    timeoutS: 1.5,
    allowCaution: true,
  });
}

async function stop(): Promise<void> {
  await charger.close();
  await server.close();
}

quirk(
  {
    topic: 'Models and firmware',
    seen: 'Firmware 050 and 051 answer `0 succeeded and 0 failed.` to a key that they do not know.',
    sources: ['goecharger/go-eCharger-API-v1#65'],
    here: 'The write is REFUSED, and the error quotes the answer.',
  },
  () => {
    beforeEach(start);
    afterEach(stop);
    for (const status of [200, 500])
      for (const confirm of ['readback', 'accepted'] as const)
        it(`is a refusal, with status ${status} and where ${confirm} was asked for`, async () => {
          answer = { status, text: '0 succeeded and 0 failed.' };
          const end = await endOf(charger.write({ amp: 10 }, confirm), 'amp');
          assert.equal(end.how, 'REFUSED');
          assert.match(end.message, /0 succeeded and 0 failed/);
        });

    it('is a success where all have succeeded', async () => {
      answer = { status: 200, text: '2 succeeded and 0 failed.' };
      const end = await endOf(charger.write({ amp: 10, frc: 1 }, 'accepted'), 'frc');
      assert.equal(end.how, 'accepted');
    });

    it('is to be looked at where one of two was not counted at all', async () => {
      answer = { status: 200, text: '1 succeeded and 0 failed.' };
      const writing = charger.write({ amp: 10, frc: 1 }, 'accepted');
      values.amp = 10;
      const end = await endOf(writing, 'amp');
      assert.deepEqual(Object.keys(end.error!.keys!), ['frc']);
      assert.equal(end.how, 'UNCONFIRMED');
    });
  },
);

quirk(
  {
    topic: 'Models and firmware',
    seen: 'Firmware before 053 answers null to `rst`, and restarts.',
    sources: ['goecharger/go-eCharger-API-v2#53', 'goecharger/go-eCharger-API-v2#315', 'tried against 0.3.0'],
    here: 'Null means accepted for a key that can only be written, and refused for any other.',
  },
  () => {
    beforeEach(start);
    afterEach(stop);
    it('is accepted', async () => {
      answer = { status: 200, text: '{"rst":null}' };
      assert.equal((await endOf(charger.write({ rst: true }, 'readback'), 'rst')).how, 'accepted');
    });

    it('is accepted where the whole answer is null, as a simulated charger says it too', async () => {
      answer = { status: 200, text: 'null' };
      assert.equal((await endOf(charger.write({ rst: true }, 'readback'), 'rst')).how, 'accepted');
      assert.equal((await endOf(charger.write({ amp: 10 }, 'readback'), 'amp')).how, 'REFUSED');
      const sim = createSimulator({ serial: '654321' });
      sim.fault('answersNull');
      const { url } = await sim.listenHttp();
      const second = createCharger({ connection: 'http', host: url, timeoutS: 5, allowCaution: true });
      assert.equal((await endOf(second.write({ rst: true }, 'readback'), 'rst')).how, 'accepted');
      await second.close();
      await sim.close();
    });

    it('is a refusal of a key that has a value', async () => {
      answer = { status: 200, text: '{"amp":null}' };
      assert.equal((await endOf(charger.write({ amp: 10 }, 'readback'), 'amp')).how, 'REFUSED');
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'Dashboards, templates and MQTT send null as text.',
    sources: ['tried against 0.3.0'],
    here: 'The text is converted to null for keys that may be null, and is INVALID for others.',
  },
  () => {
    afterEach(stop);
    it('takes the energy limit away by the text', async () => {
      await start();
      server.answer = plainCharger(values);
      const end = await endOf(charger.write({ dwo: ' null ' }, 'readback'), 'dwo');
      assert.deepEqual([end.how, end.outcome?.value, values.dwo], ['confirmed', null, null]);
      assert.equal((await endOf(charger.write({ amp: 'null' }, 'readback'), 'amp')).how, 'INVALID');
    });

    it('does so over MQTT as well', async () => {
      await start();
      const broker = await startBroker();
      const sim = createSimulator({ serial: '654321' });
      sim.set({ dwo: 5000 });
      await sim.connectMqtt({ url: broker.url });
      const second = createCharger({ connection: 'mqtt', broker: broker.url, serial: '654321', timeoutS: 5 });
      assert.equal((await endOf(second.write({ dwo: 'null' }, 'readback'), 'dwo')).outcome?.value, null);
      await second.close();
      await sim.close();
      await broker.stop();
    });
  },
);

quirk(
  {
    topic: 'Writing',
    seen: 'Firmware before 051.5 answers no write over MQTT, and does not publish an unchanged value again.',
    sources: ["vendor's API documents", 'tried against 0.3.0'],
    here: 'A write is confirmed after some seconds where the known value is the written one and the charger is online; anything else is UNCONFIRMED at the timeout.',
  },
  () => {
    it('confirms a value that stood before, also where it was sent all the same', async function () {
      this.timeout(40_000);
      const broker = await startBroker();
      const sim = createSimulator({ model: 'v3-051.3', serial: '654321' });
      await sim.connectMqtt({ url: broker.url });
      const old = createCharger({ connection: 'mqtt', broker: broker.url, serial: '654321', timeoutS: 8 });
      assert.equal((await endOf(old.write({ amp: 12 }, 'readback'), 'amp')).how, 'confirmed');
      // Nobody was subscribed meanwhile: whether the value is known again depends on what the charger has published by then.
      assert.equal((await endOf(old.write({ amp: 12 }, 'readback'), 'amp')).outcome?.value, 12);
      const again = old.write({ amp: 12 }, 'readback', undefined, { resend: true });
      assert.equal((await endOf(again, 'amp')).how, 'confirmed');
      sim.fault('ignored');
      assert.equal((await endOf(old.write({ amp: 13 }, 'readback'), 'amp')).how, 'UNCONFIRMED');
      await old.close();
      await sim.close();
      await broker.stop();
    });
  },
);
