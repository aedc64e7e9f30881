import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { connectAsync, type MqttClient } from 'mqtt';
import type { SimulatorOptions } from '../../../lib/simulator';
import { startBroker, type TestBroker } from '../../support/broker';
import { closeAll, fixture } from './fixture';

interface Heard {
  topic: string;
  text: string;
  retained: boolean;
}

describe('a simulated charger on a broker', () => {
  let broker: TestBroker;
  let listener: MqttClient;
  let heard: Heard[];

  beforeEach(async () => {
    broker = await startBroker();
    heard = [];
    listener = await connectAsync(broker.url);
    listener.on('message', (topic, payload, packet) =>
      heard.push({ topic, text: payload.toString(), retained: packet.retain }),
    );
  });

  afterEach(async () => {
    await closeAll();
    await listener.endAsync(true);
    await broker.stop();
  });

  async function connected(options: SimulatorOptions = {}, more: { prefix?: string; slash?: boolean } = {}) {
    const on = fixture(options);
    await on.simulator.connectMqtt({ url: broker.url, ...more });
    return on;
  }

  async function until(what: string, found: () => boolean): Promise<void> {
    for (const end = Date.now() + 5000; Date.now() < end; await delay(10)) if (found()) return;
    assert.fail(`Not seen in time: ${what}; heard ${heard.slice(-5).map(({ topic, text }) => `${topic} ${text}`)}`);
  }

  const texts = (topic: string) => heard.filter((message) => message.topic === topic).map((message) => message.text);

  /** Live messages only: a broker takes its time to hand out what it retained. */
  const live = (topic: string) =>
    heard.filter((message) => message.topic === topic && !message.retained).map((message) => message.text);

  it('publishes everything retained, one topic a key, and then what changes', async () => {
    const { clock, simulator } = await connected({ model: 'gemini-055.7', serial: '000123' });
    await listener.subscribeAsync('#');
    await until('everything', () => heard.length > 80 && texts('go-eCharger/000123/ocu').length > 0);
    await until('two keys', () => ['fwv', 'dwo'].every((key) => texts(`go-eCharger/000123/${key}`).length > 0));
    assert.equal(texts('go-eCharger/000123/fwv')[0], '"055.7"');
    assert.equal(texts('go-eCharger/000123/dwo')[0], 'null');
    assert.ok(heard.every((message) => message.retained));
    await clock.advance(1000);
    await until('the time', () => live('go-eCharger/000123/utc').length === 1);
    simulator.car.plugIn();
    await clock.advance(1000);
    await until('the car', () => live('go-eCharger/000123/car').length === 1);
    assert.deepEqual(live('go-eCharger/000123/car'), ['3']);
    assert.deepEqual(live('go-eCharger/000123/fwv'), []);
  });

  it('keeps some keys to itself', async () => {
    await connected();
    await listener.subscribeAsync('#');
    await until('some keys', () => heard.length > 100);
    assert.deepEqual(texts('/go-eCharger/012345/sua'), []);
  });

  it('uses the spelling of its firmware, or the one it is told', async () => {
    await connected({ model: 'v3-053.1', serial: '000001' });
    await connected({ model: 'gemini-055.7', serial: '000002' });
    await connected({ model: 'v3-60.5', serial: '000003' }, { slash: false });
    await connected({ model: 'v3-60.5', serial: '000004' }, { prefix: 'garage/left/' });
    await listener.subscribeAsync('#');
    const fwv = () => heard.filter(({ topic }) => topic.endsWith('/fwv')).map(({ topic }) => topic);
    await until('four chargers', () => fwv().length === 4);
    assert.deepEqual(fwv().sort(), [
      '/go-eCharger/000001/fwv',
      'garage/left/fwv',
      'go-eCharger/000002/fwv',
      'go-eCharger/000003/fwv',
    ]);
  });

  it('takes writes and answers them, not retained', async () => {
    const { clock, simulator } = await connected();
    const base = '/go-eCharger/012345/';
    await listener.subscribeAsync(`${base}+/result`);
    const result = async (key: string, raw: string) => {
      heard.length = 0;
      await listener.publishAsync(`${base}${key}/set`, raw);
      await until(`an answer for ${key}`, () => texts(`${base}${key}/result`).length > 0);
      assert.equal(heard[0]?.retained, false);
      return heard[0]?.text;
    };
    assert.equal(await result('amp', '9'), 'success');
    assert.equal(await result('fna', '0'), 'value must be string 0');
    assert.equal(await result('fna', 'new_name'), 'invalid json IncompleteInput: new_name');
    assert.equal(await result('alw', 'true'), 'tried to set api key without setter true');
    assert.equal(simulator.get('amp'), 16);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 9);
  });

  it('takes nothing where the owner allows no writing', async () => {
    const { clock, simulator } = await connected();
    simulator.set({ mcr: true });
    await listener.subscribeAsync('/go-eCharger/012345/+/result');
    await listener.publishAsync('/go-eCharger/012345/amp/set', '9');
    await until('the answer', () => heard.length === 1);
    assert.notEqual(heard[0]?.text, 'success');
    await clock.advance(2000);
    assert.equal(simulator.get('amp'), 16);
  });

  it('takes writes without a word in firmware older than 051.5', async () => {
    const { clock, simulator } = await connected({ model: 'v3-051.3' });
    const taken: unknown[] = [];
    simulator.on('write', (write) => taken.push(write.values));
    await listener.subscribeAsync('/go-eCharger/012345/+/result');
    await listener.publishAsync('/go-eCharger/012345/amp/set', '9');
    await until('the write', () => taken.length === 1);
    await clock.advance(1000);
    await delay(50);
    assert.deepEqual([simulator.get('amp'), heard], [9, []]);
  });

  it('moves to another prefix', async () => {
    const { clock, simulator } = await connected();
    await listener.subscribeAsync('#');
    simulator.apply({ mtp: 'elsewhere/' });
    await clock.advance(1000);
    await until('the new place', () => texts('elsewhere/amp').length > 0);
    await listener.publishAsync('elsewhere/amp/set', '9');
    await until('the answer', () => texts('elsewhere/amp/result').length > 0);
    assert.deepEqual(texts('elsewhere/amp/result'), ['success']);
  });

  it('noResult, wrongResult, doubleResult: answers nothing, something false, or twice', async () => {
    const { simulator } = await connected();
    const topic = '/go-eCharger/012345/amp/result';
    const write = () => listener.publishAsync('/go-eCharger/012345/amp/set', '9');
    await listener.subscribeAsync(topic);
    simulator.fault('noResult', { times: 1 });
    await write();
    simulator.fault('wrongResult', { times: 1, text: 'nonsense' });
    await write();
    await until('the false answer', () => heard.length === 1);
    simulator.fault('doubleResult', { times: 1 });
    await write();
    await until('two answers', () => heard.length === 3);
    assert.deepEqual(texts(topic), ['nonsense', 'success', 'success']);
  });

  it('silent: stays connected and says nothing', async () => {
    const { clock, simulator } = await connected();
    await listener.subscribeAsync('/go-eCharger/012345/+');
    await clock.advance(1000);
    await until('the time', () => live('/go-eCharger/012345/utc').length === 1);
    simulator.fault('silent');
    await clock.advance(5000);
    simulator.clearFaults('silent');
    await clock.advance(1000);
    await until('the time again', () => live('/go-eCharger/012345/utc').length === 2);
  });

  it('comes back after a lost connection and publishes everything again', async () => {
    const { simulator } = await connected();
    await listener.subscribeAsync('/go-eCharger/012345/fwv');
    await until('the retained value', () => heard.length === 1);
    simulator.fault('dropConnection', { ms: 20 });
    await until('it again', () => heard.length === 2);
  });

  it('comes back after the broker was restarted', async () => {
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

  it('leaves and returns when it reboots', async () => {
    const { clock, simulator } = await connected();
    await listener.subscribeAsync('/go-eCharger/012345/rbc');
    await until('the count', () => heard.length === 1);
    simulator.reboot({ downMs: 1000 });
    await clock.advance(2000);
    await until('the new count', () => heard.length === 2);
    assert.equal(Number(heard[1]?.text), Number(heard[0]?.text) + 1);
  });

  it('tells at once when there is no broker, or not for this user', async () => {
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

  it('noHeartbeat: the clocks are silent and the other topics go on, until it is over', async () => {
    const { clock, simulator } = await connected({ serial: '000123' });
    const of = (key: string) => live(`/go-eCharger/000123/${key}`).length;
    await listener.subscribeAsync('#');
    await until('what was retained', () => texts('/go-eCharger/000123/fwv').length > 0);
    simulator.fault('noHeartbeat');
    await clock.advance(3000);
    await until('the grid frequency', () => of('fhz') >= 3);
    assert.deepEqual([of('rbt'), of('utc')], [0, 0]);
    simulator.clearFaults();
    await clock.advance(1000);
    await until('the clocks', () => of('rbt') > 0 && of('utc') > 0);
  });

  it('missing and nulls: a key is not published any more, or null is', async () => {
    const { clock, simulator } = await connected({ serial: '000123' });
    await listener.subscribeAsync('/go-eCharger/000123/+');
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
