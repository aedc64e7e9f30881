/** Devices other than chargers with API v2: a go-e Controller, and a charger with API v1 only. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { connectAsync, type MqttClient } from 'mqtt';
import { startBroker, type TestBroker } from '../../support/broker';
import { until } from '../../support/until';
import { ask, closeAll, fixture, json, withHttp } from './fixture';

describe('a simulated go-e Controller', () => {
  afterEach(closeAll);

  it('reports its type, and has no car and no settings of a charger', async () => {
    const { get, clock } = await withHttp({ model: 'controller', serial: '900123' });
    await clock.advance(2000);
    const status = json(await get('status'));
    assert.deepEqual([status.typ, status.sse], ['go-eController', '900123']);
    for (const key of ['car', 'amp', 'frc', 'psm', 'nrg', 'wh', 'eto']) assert.equal(status[key], undefined, key);
    const [home, grid, , , solar] = status.ccp as number[];
    assert.equal(Number(home) - Number(solar), grid);
    assert.equal((status.ccn as string[]).length, (status.ccp as unknown[]).length);
  });

  it('responds with `null` to unknown keys, and accepts known ones', async () => {
    const { get, simulator, clock } = await withHttp({ model: 'controller' });
    const response = await get('set?frc=1');
    assert.deepEqual([response.status, response.text], [200, 'null']);
    assert.deepEqual(json(await get('set?fna=%22Cellar%22')), { fna: true });
    await clock.advance(1000);
    assert.deepEqual([simulator.get('fna'), simulator.get('frc')], ['Cellar', undefined]);
  });

  it('has no socket for a car, also after a reboot', async () => {
    const { simulator, clock } = await withHttp({ model: 'controller', car: {} });
    const before = Object.keys(simulator.all());
    await clock.advance(5000);
    simulator.car.unplug();
    simulator.reboot({ downMs: 1000 });
    await clock.advance(10_000);
    assert.deepEqual(Object.keys(simulator.all()), before);
  });
});

describe('a simulated charger with API v1 only', () => {
  afterEach(closeAll);

  it('responds to /status with texts, in the old units, and has no /api/status', async () => {
    const { get, url, clock } = await withHttp({ model: 'v1', serial: '001680', car: { wakesAfterS: 1 } });
    await clock.advance(30_000);
    assert.equal((await get('status?filter=car')).status, 404);
    assert.equal((await get('set?amp=8')).status, 404);
    const status = json(await ask(`${url}/status`));
    const { version, car, amp, sse, fwv, alw, cbl } = status;
    assert.deepEqual(
      { version, car, amp, sse, fwv, alw, cbl },
      { version: 'B', car: '2', amp: '16', sse: '001680', fwv: '041.0', alw: '1', cbl: '32' },
    );
    const nrg = status.nrg as number[];
    assert.ok(Number(nrg[4]) === 160 && Number(nrg[7]) > 30 && Number(nrg[11]) > 1000, String(nrg));
    assert.equal(status.pha, '63');
    for (const [key, value] of Object.entries(status)) if (key !== 'nrg') assert.equal(typeof value, 'string', key);
  });

  it('is written through /mqtt, one value at a time', async () => {
    const { url, clock } = await withHttp({ model: 'v1' });
    await ask(`${url}/mqtt?payload=amp=10`);
    await ask(`${url}/mqtt?payload=alw=0`);
    await ask(`${url}/mqtt?payload=nope=1`);
    await clock.advance(1000);
    const { amp, alw } = json(await ask(`${url}/status`));
    assert.deepEqual({ amp, alw }, { amp: '10', alw: '0' });
  });

  it('is available on V3 too while `hla` is on, also without API v2', async () => {
    const { get, url, simulator } = await withHttp({ model: 'v3-56.9' });
    assert.equal((await ask(`${url}/status`)).status, 404);
    simulator.set({ hla: true, hai: false });
    assert.equal((await get('status')).status, 404);
    assert.equal(json(await ask(`${url}/status`)).fwv, '56.9');
  });
});

describe('devices other than chargers with API v2, on a broker', () => {
  let broker: TestBroker;
  let observer: MqttClient;
  let topics: Map<string, string[]>;

  beforeEach(async () => {
    broker = await startBroker();
    observer = await connectAsync(broker.url);
    topics = new Map();
    observer.on('message', (topic, payload) => topics.set(topic, [...(topics.get(topic) ?? []), payload.toString()]));
    await observer.subscribeAsync('#');
  });
  afterEach(async () => {
    await closeAll();
    await observer.endAsync(true);
    await broker.stop();
  });

  const of = (topic: string) => topics.get(topic) ?? [];

  it('a controller has another prefix', async () => {
    const { simulator } = fixture({ model: 'controller', serial: '900123' });
    await simulator.connectMqtt({ url: broker.url });
    await until(() => of('go-eController/900123/typ').length > 0, 'its kind');
    assert.equal(of('go-eController/900123/typ')[0], '"go-eController"');
    assert.ok([...topics.keys()].every((topic) => topic.startsWith('go-eController/900123/')));
  });

  it('a charger with API v1 publishes one document every five seconds, and is written by `cmd/req`', async () => {
    const { simulator, clock } = fixture({ model: 'v1', serial: '001680' });
    await simulator.connectMqtt({ url: broker.url });
    await until(() => of('go-eCharger/001680/status').length === 1, 'the first document');
    await clock.advance(10_000);
    await until(() => of('go-eCharger/001680/status').length === 3, 'two more');
    assert.deepEqual([...topics.keys()], ['go-eCharger/001680/status']);
    await observer.publishAsync('go-eCharger/001680/cmd/req', 'amp=12');
    let taken = false;
    simulator.on('change', ({ amp }) => {
      taken ||= amp === 12;
    });
    await until(() => {
      simulator.tick();
      return taken;
    }, 'the current');
    const last = () => JSON.parse(of('go-eCharger/001680/status').at(-1) ?? '{}') as { amp?: string };
    await clock.advance(5000);
    await until(() => last().amp === '12', 'the document with it');
  });
});
