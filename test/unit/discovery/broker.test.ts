import assert from 'node:assert/strict';
import { connectAsync, type MqttClient } from 'mqtt';
import { findOnBroker } from '../../../lib/discovery';
import { createSimulator } from '../../../lib/simulator';
import { startBroker, type TestBroker } from '../../support/broker';
import { freePort } from '../../support/free-port';
import { startMuteBroker } from '../../support/mute-broker';

describe('Finding chargers on a broker', () => {
  const login = { username: 'flows', password: 'canary-password-52' };
  let broker: TestBroker;
  let stranger: MqttClient;
  const find = (timeoutMs = 1300) => findOnBroker({ url: broker.url, ...login }, { timeoutMs });
  const leave = (topic: string, payload: string) => stranger.publishAsync(topic, payload, { retain: true });

  beforeEach(async () => {
    broker = await startBroker(login);
    stranger = await connectAsync(broker.url, login);
  });
  afterEach(async () => {
    await stranger.endAsync(true);
    await broker.stop();
  });

  it('finds those below either prefix, and tells living ones from retained values', async () => {
    const old = createSimulator({ serial: '123456', model: 'v3-053.1' });
    const gone = createSimulator({ serial: '234567', model: 'gemini-055.7' });
    try {
      await old.connectMqtt({ url: broker.url, ...login, slash: true });
      await gone.connectMqtt({ url: broker.url, ...login, slash: false });
      await gone.disconnectMqtt();
      const found = (await find()).sort((a, b) => a.serial.localeCompare(b.serial));
      const [living, dead] = found;
      assert.equal(found.length, 2);
      assert.equal(living?.topicPrefix, '/go-eCharger/123456/');
      assert.equal(living?.alive, true);
      assert.equal(living?.firmware, '053.1');
      assert.equal(living?.name, '123456', 'chargers do not publish their name');
      assert.equal(dead?.topicPrefix, 'go-eCharger/234567/');
      assert.equal(dead?.alive, false);
    } finally {
      await old.close();
      await gone.close();
    }
  });

  it('gives what others left there as plain, bounded text', async () => {
    await leave('go-eCharger/345678/fna', JSON.stringify(`<script>\u202E${'x'.repeat(300)}`));
    await leave('go-eCharger/345678/typ', JSON.stringify('go-eCharger_V5'));
    await leave('go-eCharger/345678/fwv', '{"toString":1}');
    await leave('go-eCharger/456789/fna', `"${'y'.repeat(5000)}"`);
    await leave('go-eCharger/name/fna', '"no serial"');
    await leave('go-eCharger/567890/fna', 'no json');
    const found = (await find(500)).sort((a, b) => a.serial.localeCompare(b.serial));
    assert.deepEqual(
      found.map(({ serial, name, model, firmware }) => ({ serial, name, model, firmware })),
      [
        { serial: '345678', name: `<script>${'x'.repeat(56)}`, model: 'go-e Charger Gemini 2.0', firmware: undefined },
        { serial: '567890', name: '567890', model: '', firmware: undefined },
      ],
    );
  });

  it('stops counting at fifty', async () => {
    for (let serial = 100_000; serial < 100_080; serial += 1) await leave(`go-eCharger/${serial}/car`, '1');
    assert.equal((await find(600)).length, 50);
  });

  it('says what is wrong with the broker, and never the password', async () => {
    const wrong = findOnBroker({ url: broker.url, username: 'flows', password: 'canary-wrong-61' });
    await assert.rejects(wrong, (error: Error & { code?: string; reason?: string }) => {
      assert.deepEqual([error.code, error.reason], ['AUTH', 'brokerLogin']);
      assert.doesNotMatch(error.message, /canary/);
      return true;
    });
    const nobody = `mqtt://127.0.0.1:${await freePort()}`;
    await assert.rejects(findOnBroker({ url: nobody }), { code: 'OFFLINE', reason: 'brokerDown' });
    await assert.rejects(findOnBroker({ url: 'http://127.0.0.1' }), { code: 'INVALID' });
  });

  it('ends at a broker that accepts the login and then sends nothing', async () => {
    const mute = await startMuteBroker(() => true);
    try {
      const given = AbortSignal.timeout(300);
      await assert.rejects(findOnBroker({ url: mute.url }, { signal: given }), { code: 'OFFLINE' });
      await assert.rejects(findOnBroker({ url: mute.url }), { code: 'OFFLINE', reason: 'brokerDown' });
    } finally {
      await mute.stop();
    }
  }).timeout(6000);

  it('takes no URL whose login cannot be read', async () => {
    await assert.rejects(findOnBroker({ url: 'mqtt://flows:%zz@127.0.0.1:1' }), { code: 'INVALID' });
  });

  it('can be aborted while it connects', async () => {
    await assert.rejects(findOnBroker({ url: broker.url, ...login }, { signal: AbortSignal.abort() }), {
      code: 'CLOSED',
    });
  });
});
