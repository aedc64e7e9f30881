import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Json } from '../../../lib/json';
import { closeAll, fixture } from './fixture';

const SECOND = 1000;

function numbers(value: Json | undefined): number[] {
  assert.ok(Array.isArray(value));
  return value.map(Number);
}

describe('a simulated charger charging', () => {
  afterEach(closeAll);

  it('goes from idle through waiting to charging and complete', async () => {
    const { clock, simulator } = fixture();
    const states: Json[] = [];
    simulator.on('change', (values) => {
      if (Object.hasOwn(values, 'car')) states.push(values.car ?? null);
    });
    simulator.car.plugIn({ capacityWh: 1000, soc: 0.8, wakesAfterS: 5 });
    await clock.advance(300 * SECOND);
    assert.deepEqual(states, [3, 2, 4]);
    assert.equal(simulator.car.soc, 1);
    simulator.car.unplug();
    await clock.advance(SECOND);
    assert.deepEqual(states, [3, 2, 4, 1]);
  });

  it('reports voltage, current, power and power factor that belong together', async () => {
    for (const model of ['v3-053.1', 'v3-60.5', 'gemini-055.7'] as const) {
      const { clock, simulator } = fixture({ model, car: { phases: 3 } });
      await clock.advance(30 * SECOND);
      const nrg = numbers(simulator.get('nrg'));
      assert.equal(nrg.length, 16);
      for (const phase of [0, 1, 2]) {
        const expectedW = nrg[phase]! * nrg[4 + phase]! * (nrg[12 + phase]! / 100);
        assert.ok(expectedW > 3000, `${model} draws`);
        assert.ok(
          Math.abs(nrg[7 + phase]! - expectedW) <= 50,
          `${model} L${phase + 1}: ${nrg[7 + phase]} W for ${expectedW}`,
        );
      }
      assert.ok(Math.abs(nrg[11]! - (nrg[7]! + nrg[8]! + nrg[9]!)) < 0.2);
    }
  });

  it('counts the energy it reports into the session and the total', async () => {
    const { clock, simulator } = fixture({ car: { phases: 1 } });
    const before = Number(simulator.get('eto'));
    let expectedWh = 0;
    for (let second = 0; second < 600; second += 1) {
      await clock.advance(SECOND);
      expectedWh += numbers(simulator.get('nrg'))[11]! / 3600;
    }
    assert.ok(expectedWh > 500);
    assert.ok(Math.abs(Number(simulator.get('wh')) - expectedWh) < 0.01);
    assert.ok(Math.abs(Number(simulator.get('eto')) - before - expectedWh) <= 1);
  });

  it('draws current on as many phases as the car has', async () => {
    for (const phases of [1, 2, 3] as const) {
      const { clock, simulator } = fixture({ car: { phases } });
      await clock.advance(30 * SECOND);
      const currents = numbers(simulator.get('nrg')).slice(4, 7);
      assert.equal(currents.filter((current) => current > 0).length, phases);
    }
  });

  it('is limited by the lowest of request, installation, cable, adapter, temperature and load', async () => {
    const { clock, simulator } = fixture({ model: 'gemini-055.7', car: { maxCurrentA: 32 } });
    const offered = async () => {
      await clock.advance(SECOND);
      return simulator.get('acu');
    };
    simulator.apply({ amp: 32 });
    assert.equal(await offered(), 32);
    simulator.set({ amt: 24 });
    assert.equal(await offered(), 24);
    simulator.set({ amt: 32, loa: 22 });
    assert.equal(await offered(), 22);
    simulator.set({ loa: null, cbl: 20 });
    assert.equal(await offered(), 20);
    simulator.apply({ ama: 18 });
    assert.equal(await offered(), 18);
    simulator.set({ adi: true });
    assert.equal(await offered(), 16);
    simulator.apply({ amp: 7 });
    assert.equal(await offered(), 7);
    await clock.advance(30 * SECOND);
    assert.equal(numbers(simulator.get('nrg'))[4], 7);
  });

  it('names the limits in cll where the firmware has it', async () => {
    const { clock, simulator } = fixture({ car: { cableA: 20 } });
    await clock.advance(SECOND);
    assert.deepEqual(simulator.get('cll'), {
      adapterCurrentLimit: 16,
      cableCurrentLimit: 20,
      currentLimitMax: 16,
      requestedCurrent: 16,
      temperatureCurrentLimit: 32,
      unsymetryCurrentLimit: 32,
    });
  });

  it('lowers its limit when it gets hot, stops when it gets too hot, and recovers', async () => {
    const { clock, simulator } = fixture({ model: 'gemini-055.7', car: { maxCurrentA: 32 } });
    simulator.apply({ amp: 32 });
    simulator.set({ tma: [60, 75] });
    await clock.advance(2 * SECOND);
    assert.equal(simulator.get('acu'), 16);
    simulator.set({ tma: [60, 85] });
    await clock.advance(2 * SECOND);
    assert.deepEqual([simulator.get('alw'), simulator.get('modelStatus')], [false, 1]);
    simulator.release('tma');
    await clock.advance(2 * SECOND);
    assert.equal(simulator.get('acu'), 32);
  });

  it('reports "charging" for some seconds after frc is off, then "complete"', async () => {
    const { clock, simulator } = fixture({ car: {} });
    await clock.advance(20 * SECOND);
    simulator.apply({ frc: 1 });
    await clock.advance(SECOND);
    assert.deepEqual([simulator.get('car'), simulator.get('alw'), simulator.get('acu')], [2, false, null]);
    await clock.advance(6 * SECOND);
    assert.deepEqual([simulator.get('car'), simulator.get('modelStatus')], [4, 4]);
    assert.equal(numbers(simulator.get('nrg'))[11], 0);
  });

  it('needs about ten seconds to charge again after frc is on', async () => {
    const { clock, simulator } = fixture({ car: {} });
    simulator.apply({ frc: 1 });
    await clock.advance(20 * SECOND);
    simulator.apply({ frc: 2 });
    await clock.advance(5 * SECOND);
    assert.deepEqual([simulator.get('alw'), simulator.get('modelStatus'), simulator.get('car')], [true, 3, 3]);
    await clock.advance(10 * SECOND);
    assert.equal(simulator.get('car'), 2);
  });

  it('resets frc when the car is unplugged', async () => {
    const { clock, simulator } = fixture({ car: {} });
    simulator.apply({ frc: 2 });
    await clock.advance(5 * SECOND);
    assert.equal(simulator.get('frc'), 2);
    simulator.car.unplug();
    await clock.advance(SECOND);
    assert.equal(simulator.get('frc'), 0);
  });

  it('stops at the energy limit, with its modelStatus', async () => {
    const { clock, simulator } = fixture({ car: {} });
    simulator.apply({ dwo: 200 });
    await clock.advance(300 * SECOND);
    assert.deepEqual([simulator.get('modelStatus'), simulator.get('car')], [6, 4]);
    const wh = Number(simulator.get('wh'));
    assert.ok(wh >= 200 && wh < 215, `${wh} Wh`);
    simulator.apply({ dwo: null });
    await clock.advance(20 * SECOND);
    assert.equal(simulator.get('car'), 2);
  });

  it('pauses ten seconds without current to switch phases, with modelStatus 23', async () => {
    const { clock, simulator } = fixture({ car: {} });
    simulator.apply({ psm: 2 });
    await clock.advance(20 * SECOND);
    assert.deepEqual(simulator.get('pha'), [true, true, true, true, true, true]);
    simulator.apply({ psm: 1 });
    await clock.advance(SECOND);
    assert.deepEqual([simulator.get('modelStatus'), simulator.get('alw'), simulator.get('fsp')], [23, false, true]);
    await clock.advance(8 * SECOND);
    assert.equal(simulator.get('modelStatus'), 23);
    assert.deepEqual(simulator.get('pha'), [false, false, false, true, true, true]);
    await clock.advance(20 * SECOND);
    assert.deepEqual(simulator.get('pha'), [true, false, false, true, true, true]);
    const nrg = numbers(simulator.get('nrg'));
    assert.deepEqual([nrg[5], nrg[6]], [0, 0]);
    assert.ok(nrg[4]! > 0);
  });

  it('tapers when the battery is nearly full', async () => {
    const { clock, simulator } = fixture({ car: { soc: 0.95, capacityWh: 20000 } });
    await clock.advance(30 * SECOND);
    const early = numbers(simulator.get('nrg'))[4]!;
    await clock.advance(120 * SECOND);
    const later = numbers(simulator.get('nrg'))[4]!;
    assert.ok(early < 9 && later < early && later >= 2, `${early} A, then ${later} A`);
  });

  it('stops with modelStatus 26 and car 5 on an error', async () => {
    const { clock, simulator } = fixture({ car: {} });
    await clock.advance(20 * SECOND);
    simulator.set({ err: 3 });
    await clock.advance(SECOND);
    assert.deepEqual([simulator.get('car'), simulator.get('modelStatus'), simulator.get('alw')], [5, 26, false]);
    simulator.set({ err: 0 });
    await clock.advance(20 * SECOND);
    assert.equal(simulator.get('car'), 2);
  });

  it('charges only inside the ranges of its schedule', async () => {
    const { clock, simulator } = fixture({ car: {} });
    const at = (hour: number, minute: number) => ({ hour, minute, second: 0 });
    // The manual clock starts at 14:00 local time on a Monday.
    simulator.apply({ sch_week: { control: 1, ranges: [{ begin: at(14, 5), end: at(15, 0) }] } });
    await clock.advance(2 * SECOND);
    assert.deepEqual([simulator.get('alw'), simulator.get('modelStatus')], [false, 5]);
    await clock.advance(6 * 60 * SECOND);
    assert.deepEqual([simulator.get('alw'), simulator.get('modelStatus')], [true, 15]);
  });

  it('ends a temporary current limit after ten minutes', async () => {
    const { clock, simulator } = fixture({ car: {} });
    simulator.apply({ tcl: 8 });
    await clock.advance(SECOND);
    assert.deepEqual([simulator.get('acu'), simulator.get('amp')], [8, 16]);
    await clock.advance(601 * SECOND);
    assert.deepEqual([simulator.get('acu'), simulator.get('tcl')], [16, null]);
  });

  it('reports a written value a second later, not at once', async () => {
    const { clock, simulator } = fixture();
    assert.deepEqual(simulator.apply({ amp: 11 }), { amp: true });
    assert.equal(simulator.get('amp'), 16);
    await clock.advance(SECOND);
    assert.equal(simulator.get('amp'), 11);
  });

  it('holds values that are set until they are released', async () => {
    const { clock, simulator } = fixture();
    simulator.set({ car: 2, tma: [-16843.01, 30] });
    await clock.advance(5 * SECOND);
    assert.deepEqual([simulator.get('car'), simulator.get('tma')], [2, [-16843.01, 30]]);
    simulator.release();
    await clock.advance(SECOND);
    assert.equal(simulator.get('car'), 1);
  });

  it('repeats its values with the same seed, and has other values with another', async () => {
    const history = async (seed: number) => {
      const { clock, simulator } = fixture({ seed, car: {} });
      const emitted: unknown[] = [];
      simulator.on('change', (values) => emitted.push(values));
      await clock.advance(60 * SECOND);
      return JSON.stringify(emitted);
    };
    assert.equal(await history(7), await history(7));
    assert.notEqual(await history(7), await history(8));
  });
});

describe('a simulated charger rebooting', () => {
  afterEach(closeAll);

  it('counts the reboot, restarts its time since boot and waits for its charge controller', async () => {
    const { clock, simulator } = fixture({ car: {} });
    await clock.advance(20 * SECOND);
    const reboots = Number(simulator.get('rbc'));
    simulator.reboot({ downMs: 4 * SECOND });
    await clock.advance(4 * SECOND);
    assert.deepEqual([simulator.get('rbc'), simulator.get('rbt'), simulator.get('car')], [reboots + 1, 0, null]);
    await clock.advance(30 * SECOND);
    assert.equal(simulator.get('car'), 2);
    assert.equal(simulator.get('rbt'), 30 * SECOND);
  });

  it('is triggered by rst', async () => {
    const { clock, simulator } = fixture();
    const reboots = Number(simulator.get('rbc'));
    assert.deepEqual(simulator.apply({ rst: true, amp: 9 }), { rst: true, amp: true });
    await clock.advance(10 * SECOND);
    assert.equal(simulator.get('rbc'), reboots + 1);
    assert.ok(Number(simulator.get('rbt')) < 10 * SECOND);
  });

  it('reports "initializing" instead of null on CORE', async () => {
    const { clock, simulator } = fixture({ model: 'core-60.5' });
    simulator.reboot({ downMs: 0 });
    await clock.advance(SECOND);
    assert.equal(simulator.get('car'), 6);
  });
});

describe('the clock of a simulated charger', () => {
  afterEach(closeAll);

  it('reports UTC and local time in the form of the firmware', async () => {
    const old = fixture({ model: 'v3-053.1' });
    const now = fixture({ model: 'v3-60.5' });
    await old.clock.advance(SECOND);
    await now.clock.advance(SECOND);
    assert.equal(old.simulator.get('utc'), '2026-06-15T12:00:01.000.000');
    assert.equal(old.simulator.get('loc'), '2026-06-15T14:00:01.000.000 +02:00');
    assert.equal(now.simulator.get('utc'), '2026-06-15T12:00:01.000');
    assert.equal(now.simulator.get('loc'), '2026-06-15T14:00:01.000 +02:00');
  });

  it('counts from 1970 without a time sync', async () => {
    const { clock, simulator } = fixture();
    simulator.fault('clock1970');
    await clock.advance(SECOND);
    assert.match(String(simulator.get('utc')), /^1970-01-01T00:0/);
  });
});
