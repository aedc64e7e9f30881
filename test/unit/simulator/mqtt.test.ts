import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { connectAsync, type MqttClient } from 'mqtt';
import type { SimulatorOptions } from '../../../lib/simulator';
import { startBroker, type TestBroker } from '../../support/broker';
import { closeAll, fixture } from './fixture';

interface Received {
  topic: string;
  text: string;
  retained: boolean;
}

describe('the MQTT endpoint of a simulated charger', () => {
  let broker: TestBroker;
  let observer: MqttClient;
  let received: Received[];

  beforeEach(async () => {
    broker = await startBroker();
    received = [];
    observer = await connectAsync(broker.url);
    observer.on('message', (topic, payload, packet) =>
      received.push({ topic, text: payload.toString(), retained: packet.retain }),
    );
  });

  afterEach(async () => {
    await closeAll();
    await observer.endAsync(true);
    await broker.stop();
  });

  async function connected(options: SimulatorOptions = {}, more: { prefix?: string; slash?: boolean } = {}) {
    const on = fixture(options);
    await on.simulator.connectMqtt({ url: broker.url, ...more });
    return on;
  }

  async function until(what: string, found: () => boolean): Promise<void> {
    for (const end = Date.now() + 5000; Date.now() < end; await delay(10)) if (found()) return;
    assert.fail(
      `Not seen in time: ${what}; received ${received.slice(-5).map(({ topic, text }) => `${topic} ${text}`)}`,
    );
  }

  const texts = (topic: string) => received.filter((message) => message.topic === topic).map((message) => message.text);

  /** Live messages only: a broker can deliver retained messages late. */
  const live = (topic: string) =>
    received.filter((message) => message.topic === topic && !message.retained).map((message) => message.text);

  it('publishes all values retained, one topic for each key, and then each change', async () => {
    const { clock, simulator } = await connected({ model: 'gemini-055.7', serial: '000123' });
    await observer.subscribeAsync('#');
    await until('everything', () => received.length > 80 && texts('go-eCharger/000123/ocu').length > 0);
    await until('two keys', () => ['fwv', 'dwo'].every((key) => texts(`go-eCharger/000123/${key}`).length > 0));
    assert.equal(texts('go-eCharger/000123/fwv')[0], '"055.7"');
    assert.equal(texts('go-eCharger/000123/dwo')[0], 'null');
    assert.ok(received.every((message) => message.retained));
    await clock.advance(1000);
    await until('the time', () => live('go-eCharger/000123/utc').length === 1);
    simulator.car.plugIn();
    await clock.advance(1000);
    await until('the car', () => live('go-eCharger/000123/car').length === 1);
    assert.deepEqual(live('go-eCharger/000123/car'), ['3']);
    assert.deepEqual(live('go-eCharger/000123/fwv'), []);
  });

  it('does not publish keys that only HTTP has', async () => {
    await connected();
    await observer.subscribeAsync('#');
    await until('some keys', () => received.length > 100);
    assert.deepEqual(texts('/go-eCharger/012345/sua'), []);
  });

  it('uses the topic prefix of its firmware, or the one that is given', async () => {
    await connected({ model: 'v3-053.1', serial: '000001' });
    await connected({ model: 'gemini-055.7', serial: '000002' });
    await connected({ model: 'v3-60.5', serial: '000003' }, { slash: false });
    await connected({ model: 'v3-60.5', serial: '000004' }, { prefix: 'garage/left/' });
    await observer.subscribeAsync('#');
    const fwv = () => received.filter(({ topic }) => topic.endsWith('/fwv')).map(({ topic }) => topic);
    await until('four chargers', () => fwv().length === 4);
    assert.deepEqual(fwv().sort(), [
      '/go-eCharger/000001/fwv',
      'garage/left/fwv',
      'go-eCharger/000002/fwv',
      'go-eCharger/000003/fwv',
    ]);
  });

  it('accepts writes and publishes their results, not retained', async () => {
    const { clock, simulator } = await connected();
    const base = '/go-eCharger/012345/';
    await observer.subscribeAsync(`${base}+/result`);
    const result = async (key: string, raw: string) => {
      received.length = 0;
      await observer.publishAsync(`${base}${key}/set`, raw);
      await until(`an answer for ${key}`, () => texts(`${base}${key}/result`).length > 0);
      assert.equal(received[0]?.retained, false);
      return received[0]?.text;
    };
    assert.equal(await result('amp', '9'), 'success');
    assert.equal(await result('fna', '0'), 'value must be string 0');
    assert.equal(await result('fna', 'new_name'), 'invalid json IncompleteInput: new_name');
    assert.equal(await result('alw', 'true'), 'tried to set api key without setter true');
    assert.equal(simulator.get('amp'), 16);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 9);
  });

  it('refuses writes where the owner has disabled them', async () => {
    const { clock, simulator } = await connected();
    simulator.set({ mcr: true });
    await observer.subscribeAsync('/go-eCharger/012345/+/result');
    await observer.publishAsync('/go-eCharger/012345/amp/set', '9');
    await until('the answer', () => received.length === 1);
    assert.notEqual(received[0]?.text, 'success');
    await clock.advance(2000);
    assert.equal(simulator.get('amp'), 16);
  });

  it('accepts writes without a result in firmware before 051.5', async () => {
    const { clock, simulator } = await connected({ model: 'v3-051.3' });
    const taken: unknown[] = [];
    simulator.on('write', (write) => taken.push(write.values));
    await observer.subscribeAsync('/go-eCharger/012345/+/result');
    await observer.publishAsync('/go-eCharger/012345/amp/set', '9');
    await until('the write', () => taken.length === 1);
    await clock.advance(1000);
    await delay(50);
    assert.deepEqual([simulator.get('amp'), received], [9, []]);
  });

  it('changes to another prefix', async () => {
    const { clock, simulator } = await connected();
    await observer.subscribeAsync('#');
    simulator.apply({ mtp: 'elsewhere/' });
    await clock.advance(1000);
    await until('the new place', () => texts('elsewhere/amp').length > 0);
    await observer.publishAsync('elsewhere/amp/set', '9');
    await until('the answer', () => texts('elsewhere/amp/result').length > 0);
    assert.deepEqual(texts('elsewhere/amp/result'), ['success']);
  });

  it('noResult, wrongResult, doubleResult: no result, a wrong one, or two', async () => {
    const { simulator } = await connected();
    const topic = '/go-eCharger/012345/amp/result';
    const write = () => observer.publishAsync('/go-eCharger/012345/amp/set', '9');
    await observer.subscribeAsync(topic);
    simulator.fault('noResult', { times: 1 });
    await write();
    simulator.fault('wrongResult', { times: 1, text: 'nonsense' });
    await write();
    await until('the false answer', () => received.length === 1);
    simulator.fault('doubleResult', { times: 1 });
    await write();
    await until('two answers', () => received.length === 3);
    assert.deepEqual(texts(topic), ['nonsense', 'success', 'success']);
  });

  it('silent: stays connected and publishes nothing', async () => {
    const { clock, simulator } = await connected();
    await observer.subscribeAsync('/go-eCharger/012345/+');
    await clock.advance(1000);
    await until('the time', () => live('/go-eCharger/012345/utc').length === 1);
    simulator.fault('silent');
    await clock.advance(5000);
    simulator.clearFaults('silent');
    await clock.advance(1000);
    await until('the time again', () => live('/go-eCharger/012345/utc').length === 2);
  });

  it('connects again after a lost connection and publishes all values again', async () => {
    const { simulator } = await connected();
    await observer.subscribeAsync('/go-eCharger/012345/fwv');
    await until('the retained value', () => received.length === 1);
    simulator.fault('dropConnection', { ms: 20 });
    await until('it again', () => received.length === 2);
  });

  it('connects again after the broker was restarted', async () => {
    const { simulator } = await connected();
    simulator.fault('dropConnection', { ms: 50 });
    await broker.stop();
    await broker.start();
    const late = await connectAsync(broker.url);
    const seen: string[] = [];
    late.on('message', (topic) => seen.push(topic));
    await late.subscribeAsync('#');
    await until('everything', () => seen.length > 100);
    await late.endAsync(true);
  }).timeout(10_000);

  it('disconnects and connects again at a reboot', async () => {
    const { clock, simulator } = await connected();
    await observer.subscribeAsync('/go-eCharger/012345/rbc');
    await until('the count', () => received.length === 1);
    simulator.reboot({ downMs: 1000 });
    await clock.advance(2000);
    await until('the new count', () => received.length === 2);
    assert.equal(Number(received[1]?.text), Number(received[0]?.text) + 1);
  });

  it('fails at once where there is no broker, or it refuses the user', async () => {
    const { simulator } = fixture();
    await assert.rejects(simulator.connectMqtt({ url: 'mqtt://127.0.0.1:1' }), { code: 'ECONNREFUSED' });
    const guarded = await startBroker({ username: 'garage', password: 'secret' });
    try {
      await assert.rejects(simulator.connectMqtt({ url: guarded.url, username: 'garage', password: 'wrong' }));
      await simulator.connectMqtt({ url: guarded.url, username: 'garage', password: 'secret' });
    } finally {
      await closeAll();
      await guarded.stop();
    }
  });

  it('noHeartbeat: the clocks are not published and the other topics are, until the fault ends', async () => {
    const { clock, simulator } = await connected({ serial: '000123' });
    const of = (key: string) => live(`/go-eCharger/000123/${key}`).length;
    await observer.subscribeAsync('#');
    await until('what was retained', () => texts('/go-eCharger/000123/fwv').length > 0);
    simulator.fault('noHeartbeat');
    await clock.advance(3000);
    await until('the grid frequency', () => of('fhz') >= 3);
    assert.deepEqual([of('rbt'), of('utc')], [0, 0]);
    simulator.clearFaults();
    await clock.advance(1000);
    await until('the clocks', () => of('rbt') > 0 && of('utc') > 0);
  });

  it('missing and nulls: a key is no longer published, or as null', async () => {
    const { clock, simulator } = await connected({ serial: '000123' });
    await observer.subscribeAsync('/go-eCharger/000123/+');
    await until('what was retained', () => texts('/go-eCharger/000123/fwv').length > 0);
    simulator.fault('missing', { keys: ['fhz'] });
    simulator.fault('nulls', { keys: ['tma'] });
    await until('the null', () => live('/go-eCharger/000123/tma').includes('null'));
    await clock.advance(2000);
    await until('the time', () => live('/go-eCharger/000123/utc').length >= 2);
    assert.deepEqual(live('/go-eCharger/000123/fhz'), []);
    simulator.clearFaults();
    await until('both', () => live('/go-eCharger/000123/fhz').length > 0 && live('/go-eCharger/000123/tma').length > 1);
  });
});
