/** Faults of the car, the session and the charge controller. */
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { closeAll, json, withHttp } from './fixture';

describe('faults of charging at a simulated charger', () => {
  afterEach(closeAll);

  it('carIdleWhileSwitching: `car` is 1 during a phase switch, and no other key is as without a car', async () => {
    const { simulator, clock } = await withHttp({ car: { wakesAfterS: 1 } });
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

  it('lateReset: `frc` falls back later, even when a car is plugged in again by then', async () => {
    const { simulator, clock } = await withHttp({ car: {} });
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

  it('replug: `car` is never 1, and all other keys are as of a new session', async () => {
    const { simulator, clock } = await withHttp({ car: { wakesAfterS: 1, soc: 0.5 } });
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

  it('extraLimits: `cll` has entries that do not bind', async () => {
    const { simulator, clock } = await withHttp({ car: {} });
    simulator.fault('extraLimits');
    await clock.advance(20_000);
    const { minChargingCurrent, loadLimit } = simulator.get('cll') as Record<string, number>;
    assert.deepEqual({ minChargingCurrent, loadLimit }, { minChargingCurrent: 6, loadLimit: 0 });
    assert.deepEqual([simulator.get('car'), simulator.get('acu')], [2, 16]);
  });

  it('after a boot the meter reports later, and is null on CORE', async () => {
    for (const [model, early] of [
      ['v3-60.5', { amp: 16 }],
      ['core-60.5', { amp: 16, nrg: null }],
    ] as const) {
      const { get, simulator, clock } = await withHttp({ model });
      simulator.reboot({ downMs: 1000 });
      await clock.advance(2000);
      assert.deepEqual(json(await get('status?filter=amp,nrg')), early);
      await clock.advance(5000);
      assert.equal((simulator.get('nrg') as unknown[]).length, 16);
    }
  });

  it('whRestarts: the energy restarts at 0 within the session', async () => {
    const { simulator, clock } = await withHttp({ car: { wakesAfterS: 1 } });
    await clock.advance(60_000);
    const [before, lccfi] = [Number(simulator.get('wh')), simulator.get('lccfi')];
    simulator.fault('whRestarts');
    assert.equal(simulator.get('wh'), 0);
    await clock.advance(5000);
    const after = Number(simulator.get('wh'));
    assert.ok(after > 0 && after < before, `${before} then ${after}`);
    assert.deepEqual([simulator.get('car'), simulator.get('lccfi')], [2, lccfi]);
  });

  it('controllerReboots: no meter and no car for a time, then the same session continues', async () => {
    const { get, simulator, clock } = await withHttp({ car: { wakesAfterS: 1 } });
    await clock.advance(60_000);
    const { rbc, lccfi, wh } = simulator.all();
    simulator.fault('controllerReboots', { ms: 4000 });
    await clock.advance(1000);
    assert.deepEqual(json(await get('status?filter=car,nrg,modelStatus')), { car: null, modelStatus: 0 });
    await clock.advance(30_000);
    assert.deepEqual([simulator.get('car'), simulator.get('rbc'), simulator.get('lccfi')], [2, rbc, lccfi]);
    assert.ok(Number(simulator.get('wh')) > Number(wh) && Array.isArray(json(await get('status?filter=nrg')).nrg));
  });

  it('any fault can start later, unless it is cleared before', async () => {
    const { get, simulator, clock } = await withHttp();
    simulator.fault('apiOff', { afterMs: 5000, times: 1 });
    simulator.fault('lock', { afterMs: 5000 });
    simulator.clearFaults('lock');
    await clock.advance(4000);
    assert.equal((await get('status?filter=amp')).status, 200);
    await clock.advance(2000);
    assert.equal((await get('status?filter=amp')).status, 404);
    assert.equal((await get('status?filter=amp')).status, 200);
  });
});
