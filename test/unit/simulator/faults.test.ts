/** The simulated charger's faults that change what it shows, what it takes and when. Faults of the wire are in http.test.ts. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { SimulatorOptions } from '../../../lib/simulator';
import { ask, bench, closeAll, json } from './bench';

const TOKEN = 'simulated-token';

async function served(options: SimulatorOptions = {}) {
  const on = bench(options);
  const { url } = await on.simulator.listenHttp();
  return { ...on, url, get: (path: string) => ask(`${url}/api/${path}`) };
}

async function inCloud() {
  const on = bench();
  const { url } = await on.simulator.listenCloud({ token: TOKEN });
  const get = (path: string) => ask(`${url}/api/${path}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  return { ...on, get };
}

describe('faults of what a simulated charger shows', () => {
  afterEach(closeAll);

  it('missing: keys are left out of answers, as often as wanted', async () => {
    const { get, simulator } = await served();
    simulator.fault('missing', { keys: ['nrg', 'car'], times: 1 });
    assert.deepEqual(json(await get('status?filter=amp,frc')), { amp: 16, frc: 0 });
    assert.deepEqual(json(await get('status?filter=amp,nrg,car')), { amp: 16 });
    assert.deepEqual(json(await get('status?filter=amp,car')), { amp: 16, car: 1 });
    simulator.fault('missing');
    const full = json(await get('status'));
    assert.deepEqual([full.nrg, full.amp, simulator.get('nrg')], [undefined, 16, undefined]);
    simulator.clearFaults('missing');
    assert.ok(Array.isArray(simulator.get('nrg')));
  });

  it('missing: also with a model that answers null for what it does not have', async () => {
    const { get, simulator } = await served({ model: 'core-60.5' });
    simulator.fault('missing', { keys: ['nrg'] });
    assert.deepEqual(json(await get('status?filter=amp,nrg,cbl')), { amp: 16, cbl: null });
  });

  it('nulls: keys are null and come back with their values', async () => {
    const { get, simulator } = await served();
    simulator.fault('nulls', { keys: ['nrg'] });
    assert.deepEqual(json(await get('status?filter=amp,nrg')), { amp: 16, nrg: null });
    assert.equal(json(await get('status')).nrg, null);
    simulator.fault('nulls');
    assert.deepEqual(json(await get('status?filter=acui,acl,rcd,scan')), {
      acui: null,
      acl: null,
      rcd: null,
      scan: null,
    });
    simulator.clearFaults();
    assert.deepEqual(json(await get('status?filter=scan')), { scan: [] });
  });

  it('otherSerial: answers carry the number of another charger', async () => {
    const { get, simulator } = await served();
    simulator.fault('otherSerial', { text: '765432' });
    assert.deepEqual(json(await get('status?filter=sse,amp')), { sse: '765432', amp: 16 });
    simulator.clearFaults();
    assert.deepEqual(json(await get('status?filter=sse')), { sse: '012345' });
  });

  it('sensorFault: one impossible temperature, and the true ones afterwards', async () => {
    const { simulator } = await served();
    const before = simulator.get('tma');
    simulator.fault('sensorFault');
    assert.deepEqual(simulator.get('tma'), [-16843.01]);
    simulator.clearFaults();
    assert.deepEqual(simulator.get('tma'), before);
  });

  it('strikes only the connection it is told', async () => {
    const { get, simulator } = await served();
    simulator.fault('missing', { keys: ['amp'], face: 'cloud' });
    assert.deepEqual(json(await get('status?filter=amp')), { amp: 16 });
  });
});

describe('faults of how a simulated charger behaves', () => {
  afterEach(closeAll);

  it('carIdleWhileSwitching: `car` is 1 during a phase switch, and nothing else says that the car has gone', async () => {
    const { simulator, clock } = await served({ car: { wakesAfterS: 1 } });
    simulator.fault('carIdleWhileSwitching', { ms: 6000 });
    await clock.advance(30_000);
    const { lccfi, cbl } = simulator.all();
    const wh = Number(simulator.get('wh'));
    assert.equal(simulator.get('car'), 2);
    simulator.apply({ psm: 1 });
    await clock.advance(2000);
    assert.deepEqual([simulator.get('car'), simulator.get('fsp')], [1, true]);
    await clock.advance(5000);
    assert.equal(simulator.get('car'), 4);
    await clock.advance(20_000);
    assert.equal(simulator.get('car'), 2);
    assert.deepEqual([simulator.get('lccfi'), simulator.get('cbl')], [lccfi, cbl]);
    assert.ok(Number(simulator.get('wh')) > wh);
  });

  it('lateReset: `frc` falls that long after the unplug, even when a car is back by then', async () => {
    const { simulator, clock } = await served({ car: {} });
    simulator.fault('lateReset', { ms: 6000 });
    simulator.apply({ frc: 1 });
    await clock.advance(2000);
    simulator.car.unplug();
    await clock.advance(3000);
    assert.deepEqual([simulator.get('car'), simulator.get('frc')], [1, 1]);
    simulator.car.plugIn();
    await clock.advance(3000);
    assert.deepEqual([simulator.car.plugged, simulator.get('frc')], [true, 1]);
    await clock.advance(2000);
    assert.equal(simulator.get('frc'), 0);
  });

  it('the car may be plugged in again within a second: no `car` 1, and everything else says so', async () => {
    const { simulator, clock } = await served({ car: { wakesAfterS: 1, soc: 0.5 } });
    simulator.apply({ frc: 2 });
    await clock.advance(60_000);
    const { lccfi, wh } = simulator.all();
    const soc = Number(simulator.car.soc);
    const seen = new Set<unknown>();
    simulator.on('change', ({ car }) => seen.add(car));
    simulator.car.replug();
    await clock.advance(1000);
    assert.equal(simulator.get('frc'), 0);
    assert.ok(Number(simulator.get('wh')) < Number(wh) && Number(simulator.get('lccfi')) > Number(lccfi));
    await clock.advance(10_000);
    assert.ok(!seen.has(1), [...seen].join());
    assert.ok(Number(simulator.car.soc) >= soc);
    simulator.car.unplug();
    simulator.car.replug();
    assert.equal(simulator.car.plugged, false);
  });

  it('extraLimits: `cll` names what binds nothing', async () => {
    const { simulator, clock } = await served({ car: {} });
    simulator.fault('extraLimits');
    await clock.advance(20_000);
    const { minChargingCurrent, loadLimit } = simulator.get('cll') as Record<string, number>;
    assert.deepEqual({ minChargingCurrent, loadLimit }, { minChargingCurrent: 6, loadLimit: 0 });
    assert.deepEqual([simulator.get('car'), simulator.get('acu')], [2, 16]);
  });

  it('showsLate: what is taken shows later, the newest of two', async () => {
    const { get, simulator, clock } = await served();
    simulator.fault('showsLate', { ms: 4000 });
    assert.equal((await get('set?amp=8')).status, 200);
    await clock.advance(4000);
    assert.equal(simulator.get('amp'), 16);
    await clock.advance(1000);
    assert.equal(simulator.get('amp'), 8);
  });

  it('a charger that boots does not show its meter at once, and CORE shows null', async () => {
    for (const [model, early] of [
      ['v3-60.5', { amp: 16 }],
      ['core-60.5', { amp: 16, nrg: null }],
    ] as const) {
      const { get, simulator, clock } = await served({ model });
      simulator.reboot({ downMs: 1000 });
      await clock.advance(2000);
      assert.deepEqual(json(await get('status?filter=amp,nrg')), early);
      await clock.advance(5000);
      assert.equal((simulator.get('nrg') as unknown[]).length, 16);
    }
  });

  it('whRestarts: the energy begins again within the session', async () => {
    const { simulator, clock } = await served({ car: { wakesAfterS: 1 } });
    await clock.advance(60_000);
    const [before, lccfi] = [Number(simulator.get('wh')), simulator.get('lccfi')];
    simulator.fault('whRestarts');
    assert.equal(simulator.get('wh'), 0);
    await clock.advance(5000);
    const after = Number(simulator.get('wh'));
    assert.ok(after > 0 && after < before, `${before} then ${after}`);
    assert.deepEqual([simulator.get('car'), simulator.get('lccfi')], [2, lccfi]);
  });

  it('takesUnknown: a key it does not have is taken and never shown', async () => {
    const { get, simulator, clock } = await served();
    assert.equal((await get('set?acui=1')).status, 500);
    simulator.fault('takesUnknown');
    const answer = await get('set?acui=1&amp=8');
    assert.deepEqual([answer.status, json(answer)], [200, { acui: true, amp: true }]);
    await clock.advance(3000);
    assert.deepEqual(json(await get('status?filter=acui,amp')), { amp: 8 });
  });

  it('takes what it does not have as CORE does', async () => {
    const { get, simulator, clock } = await served({ model: 'core-60.5' });
    assert.deepEqual(json(await get('set?lbr=10')), { lbr: true });
    await clock.advance(2000);
    assert.equal(simulator.get('ust'), undefined);
  });

  it('echoesValue: the refusal repeats the value, a secret too', async () => {
    const { get, simulator } = await served();
    simulator.fault('echoesValue', { keys: ['wak'] });
    const answer = await get(`set?wak=${encodeURIComponent('"my secret"')}&amp=8`);
    assert.equal(answer.status, 500);
    assert.deepEqual(json(answer), { wak: 'wak: failed: cannot be set to my secret ("my secret")', amp: true });
  });

  it('answersNull: a restart is answered by `null` and happens', async () => {
    const { get, simulator, clock } = await served();
    const before = Number(simulator.get('rbc'));
    simulator.fault('answersNull');
    assert.deepEqual(json(await get('set?amp=8')), { amp: true });
    const answer = await get('set?rst=1');
    assert.deepEqual([answer.status, answer.text], [200, 'null']);
    await clock.advance(10_000);
    assert.equal(simulator.get('rbc'), before + 1);
  });

  it('counts keys it does not have neither way, in the oldest firmware', async () => {
    const { get } = await served({ model: 'v3-051.3' });
    const answer = await get('set?amx=16');
    assert.deepEqual([answer.status, answer.text], [500, '0 succeeded and 0 failed.']);
  });

  it('uriTooLong: 414, reading and writing, or one of them', async () => {
    const { get, simulator } = await served();
    simulator.fault('uriTooLong', { path: 'set' });
    assert.equal((await get('status?filter=amp')).status, 200);
    const answer = await get('set?amp=8');
    assert.deepEqual([answer.status, answer.text], [414, 'URI is too long']);
  });

  it('apiDies: 404 after it worked, until the charger is rebooted', async () => {
    const { get, simulator, clock } = await served();
    simulator.fault('apiDies');
    assert.equal((await get('status?filter=amp')).status, 404);
    simulator.reboot({ downMs: 1000 });
    await clock.advance(2000);
    assert.equal((await get('status?filter=amp')).status, 200);
  });

  it('apiDies: after minutes, and again that long after each boot', async () => {
    const { get, simulator, clock } = await served();
    const statusOf = async () => (await get('status?filter=amp')).status;
    simulator.fault('apiDies', { ms: 120_000 });
    await clock.advance(100_000);
    assert.equal(await statusOf(), 200);
    await clock.advance(30_000);
    assert.equal(await statusOf(), 404);
    simulator.reboot({ downMs: 1000 });
    await clock.advance(100_000);
    assert.equal(await statusOf(), 200);
    await clock.advance(30_000);
    assert.equal(await statusOf(), 404);
  });

  it('tokenRefused: the cloud answers 401, the right token or not', async () => {
    const { get, simulator } = await inCloud();
    simulator.fault('tokenRefused', { times: 1 });
    assert.equal((await get('status?filter=amp')).status, 401);
    assert.equal((await get('status?filter=amp')).status, 200);
  });

  it('tooManyRequests: the cloud answers 429, with Retry-After where wanted', async () => {
    const { get, simulator } = await inCloud();
    simulator.fault('tooManyRequests', { times: 1 });
    const plain = await get('status?filter=amp');
    assert.deepEqual([plain.status, plain.headers['retry-after']], [429, undefined]);
    simulator.fault('tooManyRequests', { ms: 90_000 });
    const later = await get('set?amp=8');
    assert.deepEqual([later.status, later.headers['retry-after']], [429, '90']);
    assert.equal(simulator.get('amp'), 16);
  });
});
