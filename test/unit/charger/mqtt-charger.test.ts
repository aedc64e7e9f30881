import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import mqtt from 'mqtt';
import { type Change, type Charger, type ChargerOptions, createCharger, type Happening } from '../../../lib/charger';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../lib/simulator';
import { startBroker, type TestBroker } from '../../support/broker';
import { until } from '../../support/until';

describe('A charger on MQTT', function () {
  this.timeout(20_000);
  let broker: TestBroker;
  let sim: Simulator | undefined;
  let charger: Charger | undefined;
  const changes: Change[] = [];
  const collect = { changed: (more: Change[]) => changes.push(...more) };
  const failure = async (promise: Promise<unknown>) =>
    promise.then(
      () => assert.fail('it went well'),
      (error) => error,
    );

  beforeEach(async () => {
    broker = await startBroker();
    changes.length = 0;
  });
  afterEach(async () => {
    await charger?.close();
    await sim?.close();
    await broker.stop();
    charger = undefined;
    sim = undefined;
  });
  const simulate = async (
    options: SimulatorOptions = {},
    link: { slash?: boolean; prefix?: string } = {},
  ): Promise<Simulator> => {
    sim = createSimulator({ serial: '123456', ...options });
    await sim.connectMqtt({ url: broker.url, ...link });
    return sim;
  };
  const connect = (options: Partial<ChargerOptions> = {}): Charger => {
    charger = createCharger({
      name: 'Carport',
      connection: 'mqtt',
      broker: broker.url,
      serial: '123456',
      timeoutS: 4,
      ...options,
    });
    return charger;
  };
  const online = () => until(() => charger?.availability.state === 'online', 'online');

  for (const slash of [true, false]) {
    it(`finds the charger ${slash ? 'with' : 'without'} the slash in front`, async () => {
      const device = await simulate({}, { slash });
      connect().watch(['amp', 'nrg.powerTotal'], collect);
      await online();
      await until(() => changes.length === 2, 'both values');
      const outcome = await charger!.write({ amp: 12 }, 'readback');
      assert.equal(outcome.get('amp')?.outcome, 'confirmed');
      assert.equal(device.get('amp'), 12);
    });
  }

  for (const prefix of ['home/garage/', 'home/garage']) {
    it(`takes the topic prefix “${prefix}”`, async () => {
      await simulate({}, { prefix: 'home/garage/' });
      connect({ topicPrefix: prefix, serial: '' }).watch(['amp'], collect);
      await online();
      assert.equal((await charger!.write({ amp: 9 }, 'readback')).get('amp')?.outcome, 'confirmed');
    });
  }

  it('subscribes only to what is wanted, and to what shows that the charger lives', async () => {
    await simulate();
    const seen = new Set<string>();
    connect().watch('all', { changed: () => {} });
    await online();
    await charger!.close();
    connect().watch(['amp'], { changed: (more) => void more.map((change) => seen.add(change.name)) });
    await online();
    await delay(1500);
    assert.deepEqual([...seen], ['amp']);
    assert.equal(charger!.known('car'), undefined);
  });

  it('keeps the keys that a flow has written up to date, as long as somebody uses the charger', async () => {
    const device = await simulate();
    const leave = connect().onAvailability(() => {});
    await online();
    await charger!.write({ amp: 12 }, 'readback');
    device.set({ amp: 14 });
    await until(() => charger!.known('amp')?.value === 14, 'the new value');
    assert.equal(charger!.known('amp')?.stale, false);
    leave();
    device.set({ amp: 15 });
    await delay(1500);
    assert.equal(charger!.known('amp')?.value, 14);
  });

  it('reads again before it takes a value for unchanged whose key was not subscribed meanwhile', async () => {
    const device = await simulate();
    const stop = connect().onAvailability(() => {});
    await online();
    const unwatch = charger!.watch(['amp'], collect);
    await charger!.write({ psm: 1 }, 'readback');
    await until(() => charger!.known('amp') !== undefined, 'the value');
    const before = charger!.known('amp')!.value as number;
    unwatch();
    device.set({ amp: before + 2 });
    await delay(1500);
    assert.equal(charger!.known('amp')!.value, before);
    const outcome = (await charger!.write({ amp: before }, 'readback')).get('amp');
    assert.deepEqual(outcome, { outcome: 'confirmed', value: before, previous: before + 2 });
    assert.equal(device.get('amp'), before);
    stop();
  });

  it('gives the value before an accepted write where the key was subscribed, and nothing where it may be old', async () => {
    const device = await simulate();
    const stop = connect().onAvailability(() => {});
    await online();
    const accepted = async (amp: number) => (await charger!.write({ amp }, 'accepted')).get('amp')?.previous;
    const shown = (amp: number) => until(() => charger!.known('amp')?.value === amp, `amp = ${amp}`);
    await accepted(12);
    await shown(12);
    assert.equal(await accepted(13), 12);
    await shown(13);
    stop();
    device.set({ amp: 8 });
    await delay(1500);
    assert.equal(charger!.known('amp')?.value, 13);
    const leave = charger!.onAvailability(() => {});
    await online();
    assert.equal(await accepted(10), undefined);
    leave();
  });

  it('gives the value before also where it was read for the write alone', async () => {
    await simulate();
    const outcome = (await connect().write({ amp: 9 }, 'readback')).get('amp');
    assert.deepEqual(outcome, { outcome: 'confirmed', value: 9, previous: 16 });
  });

  it('reads keys without a subscription, and leaves out those that are not there', async () => {
    await simulate();
    const values = await connect().read(['amp', 'psm', 'nosuchkey'], 'latest');
    assert.deepEqual([...values.keys()], ['amp', 'psm']);
  });

  it('reads everything the charger publishes', async () => {
    await simulate();
    const values = await connect().read('all', 'charger');
    assert.ok(values.size > 100, `${values.size} keys`);
  });

  it('reports a refusal with the charger’s words', async () => {
    await simulate();
    connect().watch(['amp'], collect);
    await online();
    sim!.fault('refuse', { key: 'amp', text: 'not today' });
    const error = await failure(charger!.write({ amp: 11 }, 'readback'));
    assert.equal(error.code, 'REFUSED');
    assert.match(error.message, /Carport.*amp = 11.*not today/);
  });

  it('confirms by the value when the firmware is too old to answer', async () => {
    await simulate({ model: 'v3-051.3' });
    connect().watch(['amp'], collect);
    await online();
    assert.equal((await charger!.write({ amp: 13 }, 'readback')).get('amp')?.outcome, 'confirmed');
  });

  it('confirms by the value when the answer is lost, comes twice or belongs to somebody else', async () => {
    await simulate();
    connect().watch(['amp'], collect);
    await online();
    for (const [fault, amp] of [
      ['noResult', 8],
      ['doubleResult', 9],
      ['wrongResult', 10],
    ] as const) {
      sim!.clearFaults();
      sim!.fault(fault);
      assert.equal((await charger!.write({ amp }, 'readback')).get('amp')?.outcome, 'confirmed', fault);
    }
  });

  it('says so when writing over MQTT is not allowed', async () => {
    await simulate();
    sim!.set({ mcr: true });
    connect().watch(['amp'], collect);
    await online();
    const error = await failure(charger!.write({ amp: 14 }, 'readback'));
    assert.match(error.code, /REFUSED|UNCONFIRMED/);
    assert.match(error.message, /MQTT|allow|read/i);
    assert.notEqual(sim!.get('amp'), 14);
  });

  it('does not send what stands already', async () => {
    await simulate();
    connect().watch(['amp'], collect);
    await online();
    await until(() => changes.length > 0, 'the value');
    const amp = charger!.known('amp')!.value;
    const writes: unknown[] = [];
    sim!.on('write', (write) => writes.push(write));
    assert.equal((await charger!.write({ amp }, 'readback')).get('amp')?.outcome, 'unchanged');
    await delay(200);
    assert.deepEqual(writes, []);
  });

  it('accepts without reading back when asked so', async () => {
    await simulate();
    connect().watch(['amp'], collect);
    await online();
    const started = Date.now();
    assert.equal((await charger!.write({ amp: 15 }, 'accepted')).get('amp')?.outcome, 'accepted');
    assert.ok(Date.now() - started < 700);
  });

  it('counts a silent charger as offline although its retained values look fresh, and online again when it sends', async () => {
    await simulate();
    connect({ silenceS: 2 }).watch(['amp'], collect);
    await online();
    sim!.fault('silent');
    await until(() => charger!.availability.state === 'offline', 'offline', 6000);
    assert.equal(charger!.known('amp')?.stale, true);
    const error = await failure(
      charger!
        .read(['nosuchkey'], 'charger')
        .then((values) => (values.size === 0 ? Promise.reject(new Error('empty')) : values)),
    );
    assert.ok(error);
    sim!.clearFaults();
    await online();
  });

  it('does not believe the retained values of a dead charger', async () => {
    await simulate();
    await sim!.close();
    sim = undefined;
    connect({ silenceS: 2 }).watch(['amp'], collect);
    await until(() => changes.length > 0, 'the retained value');
    assert.equal(charger!.known('amp')?.stale, true);
    assert.notEqual(charger!.availability.state, 'online');
    await until(() => charger!.availability.state === 'offline', 'offline', 6000);
    const error = await failure(charger!.write({ amp: 15 }, 'readback'));
    assert.match(error.code, /OFFLINE|UNCONFIRMED/);
  });

  it('says what to check when nothing is received under the prefix', async () => {
    await simulate();
    connect({ serial: '999999', silenceS: 1 }).watch(['amp'], collect);
    await until(() => charger!.availability.state === 'offline', 'offline');
    const { availability } = charger!;
    assert.match(availability.state === 'offline' ? availability.reason : '', /999999.*serial number.*prefix/);
  });

  it('does not call a key missing while nothing at all was received', async () => {
    await simulate();
    const error = await failure(connect({ serial: '999999', timeoutS: 1.5 }).read(['car'], 'latest'));
    assert.match(error.code, /OFFLINE|TIMEOUT/);
  });

  it('heals when the broker comes back, with or without its retained values', async () => {
    await simulate();
    connect().watch(['amp'], collect);
    await online();
    await broker.stop();
    await until(() => charger!.availability.state === 'offline', 'offline');
    const error = await failure(charger!.write({ amp: 15 }, 'readback'));
    assert.equal(error.code, 'OFFLINE');
    await broker.start();
    await until(() => charger!.availability.state === 'online', 'online again', 10_000);
    await until(() => charger!.known('amp')?.stale === false, 'fresh values');
    assert.notEqual(sim!.get('amp'), 15);
  });

  it('survives payloads that are no JSON, empty, huge or binary', async () => {
    await simulate();
    connect().watch('all', collect);
    await online();
    const other = mqtt.connect(broker.url);
    const payloads = [
      '{"half":',
      '',
      Buffer.alloc(1_000_000, 0x41),
      Buffer.from([0xff, 0xfe, 0]),
      '{"__proto__":{"polluted":true}}',
    ];
    for (const payload of payloads) {
      await other.publishAsync('/go-eCharger/123456/amp', payload);
      await other.publishAsync('/go-eCharger/123456/__proto__', payload);
    }
    await other.endAsync();
    assert.equal((await charger!.write({ psm: 1 }, 'readback')).get('psm')?.outcome, 'confirmed');
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('notifies of happenings: car, charging, session, restart', async () => {
    await simulate();
    const happened: Happening[] = [];
    connect().onHappening(
      ['car-connected', 'charging-started', 'charging-stopped', 'car-disconnected', 'session-ended'],
      (each) => happened.push(each),
    );
    await online();
    await until(() => charger!.known('car')?.value === 1, 'no car');
    sim!.car.plugIn({ wakesAfterS: 1 });
    await until(() => happened.some((each) => each.topic === 'charging-started'), 'charging', 15_000);
    await delay(2500);
    sim!.car.unplug();
    await until(() => happened.some((each) => each.topic === 'session-ended'), 'the end');
    assert.deepEqual(
      happened.map((each) => each.topic),
      ['car-connected', 'charging-started', 'charging-stopped', 'car-disconnected', 'session-ended'],
    );
    const { payload } = happened.at(-1)!;
    assert.ok(
      Number(payload.energy) > 0 && Number(payload.peakPower) > 1000 && Number(payload.chargingTime) >= 2,
      JSON.stringify(payload),
    );
  });

  it('shares one connection between the chargers of a broker', async () => {
    const connected = new Set<string>();
    const admin = mqtt.connect(broker.url);
    await admin.subscribeAsync('$SYS/+/new/clients');
    admin.on('message', (_topic, payload) => connected.add(payload.toString()));
    await simulate();
    connect().watch(['amp'], collect);
    const second = createCharger({ connection: 'mqtt', broker: broker.url, serial: '123457' });
    second.watch(['amp'], collect);
    await online();
    const mine = [...connected].filter((id) => id.startsWith('goe-') && !id.includes('sim'));
    if (process.env.GOE_TEST_BROKER !== 'mosquitto') assert.equal(mine.length, 1, [...connected].join());
    await second.close();
    assert.equal(
      (await charger!.write({ amp: 7 }, 'readback')).get('amp')?.outcome,
      'confirmed',
      'one leaves, the other stays',
    );
    await admin.endAsync();
  });
});
