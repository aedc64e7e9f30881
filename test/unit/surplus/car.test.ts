/** Car model: phases in use, current that the car takes, asleep, full, and chargers that report no power. */
import assert from 'node:assert/strict';
import { surplus } from '../../../lib';
import { lastStep, play, starts, stops, sun } from './environment';

describe('the car model', () => {
  it('counts with two phases of a two-phase car', () => {
    const steps = play({ car: { phases: 2 }, settings: { phases: '3' }, seconds: 900, now: sun(4600) });
    assert.deepEqual(lastStep(steps).drawA, [10, 10, 0]);
  });

  it('does not move the contactor for a one-phase car that it knows', () => {
    const steps = play({ car: { phases: 1 }, seconds: 2400, now: sun(6000), keys: { psm: 2 } });
    assert.equal(lastStep(steps).drawA[0], 16);
    assert.equal(steps.slice(120).filter(({ commands }) => commands.phases).length, 0);
  });

  it('says that the car takes less, and does not raise what it is offered any further', () => {
    const steps = play({ car: { maxCurrentA: 8 }, settings: { phases: '1' }, seconds: 900, now: sun(3500) });
    assert.equal(lastStep(steps).drawA[0], 8);
    assert.equal(lastStep(steps).explanation.reason, 'car-takes-less');
    assert.deepEqual(
      steps.slice(300).filter(({ commands }) => commands.currentA !== undefined),
      [],
    );
  });

  it('never asks for more than the charger itself allows', () => {
    const steps = play({
      settings: { phases: '1', maxCurrent: 32 },
      seconds: 600,
      now: sun(7000),
      keys: { ama: 13 },
    });
    assert.equal(lastStep(steps).explanation.currentA, 13);
  });

  it('does not start while the charger itself allows less than the minimum, and says so', () => {
    const steps = play({ seconds: 200, now: sun(5000), keys: { loa: 5 } });
    assert.deepEqual(starts(steps), []);
    assert.deepEqual(
      [lastStep(steps).explanation.state, lastStep(steps).explanation.reason],
      ['limited', 'charger-limit'],
    );
  });

  it('recognises a full car', () => {
    const steps = play({
      car: { capacityWh: 20_000, soc: 0.895, targetSoc: 0.9 },
      settings: { phases: '1' },
      seconds: 900,
      now: sun(3000),
    });
    assert.deepEqual([lastStep(steps).explanation.state, lastStep(steps).explanation.reason], ['full', 'car-full']);
    assert.equal(starts(steps).length, 1);
  });

  it('tries to wake a car that does not react, three times, and then says so', () => {
    const steps = play({ car: { wakesAfterS: 1e6 }, seconds: 3000, now: sun(3000) });
    const asked = steps
      .filter(({ commands }) => commands.enabled !== undefined)
      .map(({ commands }) => commands.enabled);
    assert.deepEqual(asked, [true, 'release', true, false, true]);
    assert.deepEqual([lastStep(steps).explanation.state, lastStep(steps).explanation.reason], ['asleep', 'car-asleep']);
    assert.ok(steps.some(({ explanation }) => explanation.reason === 'waking'));
  });

  it('tries again with a car that was given up when it is plugged in again', () => {
    const steps = play({
      car: { wakesAfterS: 1e6 },
      seconds: 2600,
      now: (second, simulator) => {
        if (second === 2000) simulator.car.unplug();
        if (second === 2010) simulator.car.plugIn();
        return { sunW: 3000 };
      },
    });
    assert.equal(lastStep(steps).explanation.state, 'charging');
  });

  it('regulates a charger whose power readings are zero while it charges', () => {
    const steps = play({
      settings: { phases: '1' },
      seconds: 1200,
      now: (second, simulator) => {
        if (second === 0) simulator.fault('zeroNrg');
        return { sunW: 2800 };
      },
    });
    assert.deepEqual(stops(steps), []);
    assert.ok(Math.abs(lastStep(steps).drawA[0] - 12) <= 1, `${lastStep(steps).drawA[0]} A`);
  });

  it('regulates a charger whose power readings are negative', () => {
    const steps = play({
      settings: { phases: '1' },
      seconds: 900,
      now: (second, simulator) => {
        if (second === 0) simulator.fault('negativeNrg');
        return { sunW: 2800 };
      },
    });
    assert.ok(Math.abs(lastStep(steps).drawA[0] - 12) <= 1, `${lastStep(steps).drawA[0]} A`);
    assert.ok(lastStep(steps).explanation.powerW > 0);
  });
});

describe('`car` 1 during a phase switch', () => {
  const settings = { minPause: 60 } as const;
  const switches = (blinks: boolean) =>
    play({
      settings,
      seconds: 1500,
      now: (second, simulator) => {
        if (second === 0 && blinks) simulator.fault('carIdleWhileSwitching', { ms: 12_000 });
        return { sunW: second < 300 ? 2500 : 8000 };
      },
    });

  it('changes nothing', () => {
    const [plain, blinking] = [switches(false), switches(true)];
    assert.ok(blinking.some(({ reading }) => reading.car === 1));
    assert.deepEqual(
      blinking.map(({ commands }) => commands),
      plain.map(({ commands }) => commands),
    );
    assert.ok(!blinking.some(({ explanation }) => explanation.reason === 'no-car'));
  });

  for (const [car, chargeW] of [
    [2, 2300],
    [4, 0],
  ] as const)
    it(`changes nothing where somebody else has switched, with \`car\` ${car} before`, () => {
      const charging = car === 2;
      let state = surplus.initial();
      const seen = new Set<string>();
      for (let second = 0; second < 400; second += 1) {
        const isIdle = second >= 302 && second < 314;
        const reading = {
          car: isIdle ? 1 : car,
          enabled: charging,
          currentA: 10,
          phases: second < 300 ? 1 : 3,
          chargeW: isIdle ? 0 : chargeW,
          gridW: charging ? (isIdle ? -2400 : -100) : 500,
        };
        const result = surplus.step(settings, state, reading, second * 1000);
        state = result.state;
        if (isIdle) seen.add(result.explanation.reason);
        assert.equal(result.commands.enabled, undefined, `${second} s`);
      }
      for (const reason of ['no-car', 'car-full', 'min-pause']) assert.ok(!seen.has(reason), reason);
    });

  const unplugged = (reading: object) => {
    const steps = play({ settings, seconds: 600, now: sun(2500) });
    const at = 1_000_000;
    let { state } = surplus.step(settings, surplus.initial(), steps.at(-1)!.reading, at - 1000);
    state = { ...state, sentMs: { ...state.sentMs, phases: at - 5000 } };
    const reasons = [0, 10, 19, 20].map((s) => {
      const result = surplus.step(settings, state, { car: 1, enabled: true, ...reading }, at + s * 1000);
      state = result.state;
      return result.explanation.reason === 'no-car';
    });
    return reasons;
  };

  it('is an unplug where it stays', () => {
    assert.deepEqual(unplugged({}), [false, false, false, true]);
  });

  it('is an unplug at once where the caller knows it', () => {
    assert.deepEqual(unplugged({ unplugged: true }), [true, true, true, true]);
  });
});
