import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { Values } from '../../../lib/simulator/simulator.types';
import { closeAll, type Fixture, fixture } from './fixture';

const HOUSE_W = 400;

function ownW({ simulator }: Fixture): number {
  return Number((simulator.get('nrg') as number[])[11]);
}

/** Writes meter values every five seconds, as an energy meter does. */
async function sun(on: Fixture, pvW: number, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 5) {
    on.simulator.apply({ ids: { pGrid: HOUSE_W + ownW(on) - pvW, pPv: pvW, pAkku: 0 } });
    await on.clock.advance(5000);
  }
}

async function solarCharger(more: Values = {}): Promise<Fixture> {
  const on = fixture({ car: {} });
  on.simulator.apply({ lmo: 4, fup: true, psm: 0, ...more });
  await on.clock.advance(2000);
  return on;
}

describe("the charger's own surplus logic", () => {
  afterEach(closeAll);

  it('starts after about half a minute of enough surplus, on one phase, and follows it', async () => {
    const on = await solarCharger();
    await sun(on, 2500, 25);
    assert.deepEqual([on.simulator.get('alw'), on.simulator.get('modelStatus')], [false, 17]);
    await sun(on, 2500, 60);
    assert.deepEqual(
      [on.simulator.get('alw'), on.simulator.get('modelStatus'), on.simulator.get('acu')],
      [true, 12, 9],
    );
    assert.deepEqual(on.simulator.get('pha'), [true, false, false, true, true, true]);
    assert.ok(Math.abs(ownW(on) - 2100) < 150, `${ownW(on)} W`);
  });

  it('stops after about two minutes without surplus, and not before the shortest charging time', async () => {
    const on = await solarCharger();
    await sun(on, 2500, 60);
    await sun(on, 500, 200);
    assert.equal(on.simulator.get('alw'), true);
    await sun(on, 500, 140);
    assert.deepEqual([on.simulator.get('alw'), on.simulator.get('modelStatus')], [false, 17]);
  });

  it('switches to three phases after enough surplus for the delay', async () => {
    const on = await solarCharger();
    await sun(on, 2500, 60);
    await sun(on, 7000, 90);
    assert.equal(on.simulator.get('fsp'), true);
    await sun(on, 7000, 600);
    assert.equal(on.simulator.get('fsp'), false);
    assert.deepEqual(on.simulator.get('pha'), [true, true, true, true, true, true]);
  });

  it('reports the meter values for some seconds', async () => {
    const on = await solarCharger();
    on.simulator.apply({ ids: { pGrid: -1200.5, pPv: 2000 } });
    await on.clock.advance(1000);
    const meter = () => ['pgrid', 'ppv', 'pakku'].map((key) => on.simulator.get(key));
    assert.deepEqual(meter(), [-1200.5, 2000, null]);
    await on.clock.advance(5000);
    assert.deepEqual(meter(), [-1200.5, 2000, null]);
    await on.clock.advance(6000);
    assert.deepEqual(meter(), [null, null, null]);
  });

  it('continues without meter values while csd is off, and stops while it is on', async () => {
    for (const csd of [false, true]) {
      const on = await solarCharger({ csd });
      await sun(on, 2500, 60);
      await on.clock.advance(600_000);
      assert.equal(on.simulator.get('alw'), !csd, `csd ${csd}`);
    }
  });

  it('does not stop where pauses are not allowed', async () => {
    const on = await solarCharger({ acp: false });
    await sun(on, 2500, 60);
    await sun(on, 300, 500);
    assert.deepEqual(
      [on.simulator.get('alw'), on.simulator.get('modelStatus'), on.simulator.get('acu')],
      [true, 20, 6],
    );
  });

  it('counts solar and grid energy separately on firmware 60', async () => {
    const on = await solarCharger();
    await sun(on, 3500, 300);
    assert.ok(Number(on.simulator.get('whs')) > 100);
    assert.ok(Number(on.simulator.get('whg')) < 5);
    const parts = ['whs', 'whg', 'whb', 'who'].reduce((sum, key) => sum + Number(on.simulator.get(key)), 0);
    assert.ok(Math.abs(parts - Number(on.simulator.get('wh'))) < 0.1);
  });
});
