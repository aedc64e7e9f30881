import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { LOCAL, type TestCharger } from '../support/chargers';
import { arrival, sent, shows } from '../support/flow';
import {
  decides,
  type SurplusFixture,
  startSurplus,
  startSurplusFixture,
  THREE_PHASE_CAR,
  useSurplus,
} from '../support/surplus-fixture';
import { until } from '../support/until';

for (const connection of LOCAL) {
  describe(`goe-surplus over ${connection}`, function () {
    this.timeout(60_000);
    const { set, charging } = useSurplus();
    let charger: TestCharger;
    let fixture: SurplusFixture;

    it('charges with the surplus, says so, and stops when the sun is gone', async () => {
      charger = await startSurplus(connection);
      fixture = startSurplusFixture('surplus', charger, 2500);
      await charging();
      const isCharging = ({ state, powerW }: { state?: string; powerW?: number }) =>
        state !== 'waiting' && Number(powerW) > 1000;
      const {
        payload,
        topic,
        charger: which,
      } = await arrival('surplus', 0, (msg) => isCharging(msg.payload), 'it shows the power', 15_000);
      assert.equal(topic, 'surplus');
      assert.equal(which.name, 'Garage');
      assert.equal(payload.mode, 'solar');
      assert.equal(payload.phases, 1);
      assert.ok(payload.currentA >= 6 && payload.currentA <= 11, `${payload.currentA} A of 2.5 kW`);
      for (const name of ['surplusW', 'since']) assert.equal(typeof payload[name], 'number', name);
      assert.equal(set('frc'), 2);
      assert.equal(set('psm'), 1);
      await shows('surplus', ({ text }) => /^1-phase \d+ A · [12]\.\d kW/.test(text ?? ''), 'what flows');
      fixture.sunW = 0;
      await until(() => set('frc') === 1, 'it stops', 20_000);
      await decides(({ state, currentA }) => state === 'waiting' && currentA === 0, 'it waits for the sun');
    });

    it('does not let the charger begin by its own rules when a car is plugged in', async () => {
      charger = await startSurplus(connection, {}, { plugged: false, values: { frc: 0 } });
      fixture = startSurplusFixture('surplus', charger, 0);
      await until(() => set('frc') === 1, 'charging is forbidden');
      charger.sim.car.plugIn(THREE_PHASE_CAR);
      await decides(({ reason }) => reason === 'too-little-surplus', 'it waits');
      assert.ok(Number(charger.sim.get('wh')) < 1, `${charger.sim.get('wh')} Wh`);
    });

    it('keeps its target when the car is unplugged, and sums the session up', async () => {
      charger = await startSurplus(connection);
      fixture = startSurplusFixture('surplus', charger, 3000);
      await charging();
      // The node counts by its own clock, whose seconds are longer than this charger's.
      await until(() => Number(charger.sim.get('wh')) > 60, 'some energy');
      charger.sim.car.unplug();
      const { payload } = await arrival('surplus', 1, ({ topic }) => topic === 'session', 'the session', 10_000);
      assert.equal(payload.starts, 1);
      assert.ok(payload.energy > 0 && payload.peakPower > 1000, JSON.stringify(payload));
      assert.ok(payload.end > payload.start);
      assert.ok(payload.solarShare >= 0 && payload.solarShare <= 1);
      assert.ok(Math.abs(payload.solarShare + payload.gridShare - 1) < 0.01);
      await until(() => set('frc') === 1, 'charging is forbidden again');
    });

    it('leaves alone what somebody sets at the charger until the car is unplugged', async () => {
      charger = await startSurplus(connection);
      fixture = startSurplusFixture('surplus', charger, 0);
      await decides(({ state }) => state === 'waiting', 'it waits');
      await delay(2500);
      charger.sim.apply({ frc: 2, amp: 14 });
      const decision = await decides(({ state }) => state === 'manual', 'it is left alone');
      assert.equal(decision.reason, 'manual');
      await shows('surplus', ({ text }) => text?.includes('manual override') === true, 'that');
      await delay(2500);
      assert.equal(set('frc'), 2);
      assert.equal(set('amp'), 14);
      charger.sim.car.unplug();
      await until(() => set('frc') === 1, 'it is in charge again');
    });

    it('does not take a restart of the charger for a manual override, and sets again what was forgotten', async () => {
      charger = await startSurplus(connection);
      fixture = startSurplusFixture('surplus', charger, 3000);
      await until(() => set('car') === 2 && set('frc') === 2, 'it charges', 20_000);
      await delay(2500);
      charger.sim.reboot({ downMs: 1000 });
      charger.sim.set({ frc: 0 });
      await until(() => set('frc') === 2, 'it is set again', 15_000);
      await delay(3000);
      assert.ok(sent('surplus').every(({ payload }) => payload.state !== 'manual'));
      assert.equal(set('frc'), 2);
    });
  });
}
