import assert from 'node:assert/strict';
import { cutDay, type Day, generateDay } from '../../../bench/surplus/day';
import { limitOf, plan } from '../../../bench/surplus/limit';
import { type Controller, newTrace, runDay, type View } from '../../../bench/surplus/plant';
import { evcc } from '../../../bench/surplus/rules/evcc';
import { RULES } from '../../../bench/surplus/rules/index';
import { REPORT_SEEDS, TRAINING_SEEDS } from '../../../bench/surplus/seeds';
import { WEATHERS } from '../../../bench/surplus/weather';

const HOUR = 3600;
const day = (options: Partial<Parameters<typeof generateDay>[0]> = {}): Day =>
  generateDay({ weather: 'broken', seed: 5, roofKwp: 7, car: { phases: 3, maxCurrentA: 16 }, ...options });

/** The same surplus all the time. */
function steady(surplusW: number, seconds: number): Day {
  return {
    ...day(),
    sunW: new Float64Array(seconds).fill(surplusW + 300),
    houseW: new Float64Array(seconds).fill(300),
  };
}

/** Commands of a controller to the charger, with their time in seconds from the start. */
function commands(
  rule: Controller,
  on: Day,
): { second: number; enabled?: boolean; phases?: number; currentA?: number }[] {
  const list: { second: number; enabled?: boolean; phases?: number; currentA?: number }[] = [];
  let second = 0;
  runDay(on, {
    ...rule,
    step(view: View, nowMs: number) {
      second += 1;
      const { enabled, phases, currentA, keys } = rule.step(view, nowMs);
      if (enabled !== undefined || phases !== undefined || currentA !== undefined)
        list.push({ second, enabled, phases, currentA });
      return { enabled, phases, currentA, keys };
    },
  });
  return list;
}

describe('The comparison of surplus rules', function () {
  this.timeout(30_000);

  it('plays the same day from the same seed, and another from another', () => {
    for (const weather of WEATHERS) {
      assert.deepEqual(day({ weather }).sunW, day({ weather }).sunW);
      if (weather !== 'clear') assert.notDeepEqual(day({ weather }).sunW, day({ weather, seed: 6 }).sunW);
      assert.notDeepEqual(day({ weather }).houseW, day({ weather, seed: 6 }).houseW);
    }
    const hour = cutDay(day(), 4 * HOUR, HOUR);
    assert.deepEqual(runDay(hour, evcc(16, 3)), runDay(hour, evcc(16, 3)));
  });

  it('reports no day that settings were settled with', () => {
    assert.deepEqual(
      REPORT_SEEDS.filter((seed) => TRAINING_SEEDS.includes(seed)),
      [],
    );
  });

  it('has sun that stays within what the roof can give, and ramps as clouds do', () => {
    for (const weather of WEATHERS) {
      const { sunW } = day({ weather });
      const steps = sunW.slice(1).map((watt, at) => Math.abs(watt - sunW[at]!));
      assert.ok(Math.min(...sunW) >= 0 && Math.max(...sunW) <= 7000 * 1.15, weather);
      assert.ok(Math.max(...steps) < 700, `${weather}: ${Math.max(...steps)} W in a second`);
    }
  });

  it('loses and makes no energy: what the car gets comes from sun, grid or battery', () => {
    const house = cutDay(day({ batteryKwh: 10 }), 4 * HOUR, HOUR);
    const trace = newTrace(house);
    const { chargedWh, solarWh, gridWh, batteryWh } = runDay(house, evcc(16, 3), trace);
    assert.ok(chargedWh > 500, `${chargedWh} Wh`);
    assert.ok(Math.abs(chargedWh - solarWh - gridWh - batteryWh) < 1e-6);
    for (let second = 0; second < trace.gridW.length; second += 1) {
      const balance =
        house.sunW[second]! +
        trace.gridW[second]! +
        trace.batteryW[second]! -
        house.houseW[second]! -
        trace.chargeW[second]!;
      assert.ok(Math.abs(balance) < 1e-6, `second ${second}: ${balance} W`);
    }
  });

  it('has a limit that no rule beats at the same price of energy from the grid', () => {
    const PRICE = 1;
    for (const phases of [1, 3] as const) {
      const hours = cutDay(day({ car: { phases, maxCurrentA: 16 } }), 4 * HOUR, HOUR);
      const best = plan(hours, 16, PRICE);
      assert.ok(best.solarWh > 0);
      for (const { name, make } of RULES) {
        const { solarWh, gridWh, batteryWh } = runDay(hours, make(16, phases));
        const worth = solarWh - PRICE * (gridWh + batteryWh);
        // A volt more or less than the 230 of the limit, and steps of ten seconds.
        assert.ok(worth <= (best.solarWh - PRICE * best.gridWh) * 1.02, `${name}: ${worth} Wh`);
      }
    }
  });

  it('has a limit that imports no more than its share', () => {
    const { solarWh, gridWh } = limitOf(cutDay(day(), 2 * HOUR, 4 * HOUR), 16);
    assert.ok(gridWh <= 0.025 * (solarWh + gridWh), `${gridWh} of ${solarWh}`);
  });

  it('evcc’s rule starts after a minute of enough, and stops after three of too little', () => {
    const starts = commands(evcc(16, 3), steady(2000, 600)).filter(({ enabled }) => enabled === true);
    assert.equal(starts.length, 1);
    assert.ok(starts[0]!.second >= 60 && starts[0]!.second <= 95, `second ${starts[0]!.second}`);
    const fading = steady(2000, 1200);
    fading.sunW.fill(300, 600);
    const stops = commands(evcc(16, 3), fading).filter(({ enabled }) => enabled === false);
    assert.equal(stops.length, 1);
    assert.ok(stops[0]!.second >= 780 && stops[0]!.second <= 845, `second ${stops[0]!.second}`);
  });

  it('hombach’s rule never touches the phases, openHAB’s stops at the first shortage, MK-2001’s waits five minutes', () => {
    const rule = (wanted: string) => RULES.find(({ name }) => name === wanted)!.make(16, 3);
    const fading = steady(9000, 1800);
    fading.sunW.fill(300, 800);
    const stopOf = (name: string) => commands(rule(name), fading).find(({ enabled }) => enabled === false)?.second ?? 0;
    assert.deepEqual(
      commands(rule('hombach'), fading).filter(({ phases }) => phases !== undefined),
      [],
    );
    assert.ok(stopOf('openHAB rule') < 825, `second ${stopOf('openHAB rule')}`);
    assert.ok(stopOf('MK-2001') >= 1190, `second ${stopOf('MK-2001')}`);
  });

  it('the charger itself starts half a minute after the meter shows enough', () => {
    const { starts, chargedWh } = runDay(steady(5000, 600), RULES.at(-1)!.make(16, 3));
    assert.equal(starts, 1);
    assert.ok(chargedWh > 200, `${chargedWh} Wh`);
  });
});
