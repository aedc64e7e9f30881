/** Start and stop of a charge from surplus, with the simulated charger. */
import assert from 'node:assert/strict';
import { lastStep, play, starts, stops, sun, switches } from './environment';

describe('starting and stopping', () => {
  it('starts after a minute of enough surplus and not sooner', () => {
    const steps = play({ seconds: 120, now: sun(2000) });
    assert.equal(starts(steps).length, 1);
    assert.ok(starts(steps)[0]! >= 60 && starts(steps)[0]! <= 70);
  });

  it('does not start while the surplus is below the minimum', () => {
    const steps = play({ seconds: 1200, now: sun(1200) });
    assert.deepEqual(starts(steps), []);
    assert.equal(lastStep(steps).explanation.reason, 'too-little-surplus');
  });

  it('counts down to the start', () => {
    const steps = play({ seconds: 40, now: sun(3000) });
    const { state, reason, next } = lastStep(steps).explanation;
    assert.deepEqual([state, reason, next?.action], ['starting', 'enough-surplus', 'start']);
    assert.ok(next!.inS >= 15 && next!.inS <= 30, `in ${next!.inS} s`);
  });

  it('starts on three phases at once where the sun feeds them', () => {
    const steps = play({ seconds: 150, now: sun(8000) });
    assert.equal(switches(steps).length, 1);
    assert.equal(switches(steps)[0], starts(steps)[0]);
    assert.equal(lastStep(steps).explanation.currentA, 12);
  });

  it('holds the minimum for three minutes before it stops', () => {
    const steps = play({ seconds: 900, now: (second) => ({ sunW: second < 500 ? 2500 : 200 }) });
    const [stop] = stops(steps);
    assert.ok(stop !== undefined && stop >= 680 && stop <= 700, `stopped at ${stop}`);
    const held = steps[600]!.explanation;
    assert.deepEqual([held.state, held.reason, held.currentA, held.next?.action], ['holding', 'stop-delay', 6, 'stop']);
    assert.equal(lastStep(steps).explanation.reason, 'too-little-surplus');
  });

  it('holds longer where little is missing, up to a bound', () => {
    const steps = play({ seconds: 2000, now: (second) => ({ sunW: second < 500 ? 2500 : 1100 }) });
    const [stop] = stops(steps);
    assert.ok(stop !== undefined && stop > 720 && stop <= 1060, `stopped at ${stop}`);
  });

  it('waits with a start until the charger may be switched to the phases that are chosen', () => {
    const steps = play({
      settings: (second) => ({ phases: second < 200 ? '1' : '3', phaseDelay: 600, minRun: 0, stopDelay: 10 }),
      seconds: 1000,
      // It is switched to one phase, and the choice becomes three soon after.
      now: (second) => ({ sunW: second < 150 ? 2500 : second < 300 ? -3000 : 6000 }),
      keys: { psm: 2 },
    });
    const [toOne, toThree] = switches(steps);
    assert.ok(toThree! - toOne! >= 600, `${switches(steps)}`);
    assert.equal(starts(steps).at(-1), toThree);
    assert.ok(steps.every(({ drawA, second }) => second < 320 || drawA[0] === drawA[2]));
  });

  it('does not stop before the shortest run is over', () => {
    const steps = play({ seconds: 900, now: (second) => ({ sunW: second < 80 ? 2500 : 0 }) });
    const ranS = stops(steps)[0]! - starts(steps)[0]!;
    assert.ok(ranS >= 300 && ranS <= 305, `ran ${ranS} s`);
  });

  it('does not start again before the shortest pause is over', () => {
    const settings = { startDelay: 5, minRun: 10, stopDelay: 10, minPause: 200 };
    const steps = play({ settings, seconds: 900, now: (second) => ({ sunW: second % 180 < 90 ? 3000 : -500 }) });
    const stop = stops(steps)[0]!;
    const again = starts(steps).find((second) => second > stop)!;
    assert.ok(again - stop >= 200);
    const between = steps.filter(({ second }) => second > stop && second < again);
    assert.ok(between.some(({ explanation }) => explanation.reason === 'min-pause'));
  });

  it('goes on with a charge that it finds running', () => {
    const steps = play({ seconds: 60, now: sun(3000), keys: { frc: 2 }, car: { wakesAfterS: 0 } });
    assert.deepEqual(
      stops(steps).filter((second) => second > 5),
      [],
    );
  });

  it('ends a charge at once when the mode becomes off', () => {
    const settings = (second: number) => ({ mode: second < 100 ? ('fast' as const) : ('off' as const) });
    const steps = play({ settings, seconds: 120, now: sun(0) });
    assert.deepEqual(stops(steps), [100]);
    assert.deepEqual([lastStep(steps).explanation.state, lastStep(steps).explanation.reason], ['off', 'mode-off']);
  });

  it('never stops for lack of sun in the mode min-solar, and follows the sun above the minimum', () => {
    const settings = { mode: 'min-solar' as const, phases: '1' as const };
    const steps = play({ settings, seconds: 1500, now: (second) => ({ sunW: second < 900 ? 0 : 3000 }) });
    assert.deepEqual(stops(steps), []);
    assert.deepEqual([steps[800]!.explanation.currentA, steps[800]!.explanation.reason], [6, 'min-solar']);
    assert.equal(lastStep(steps).explanation.currentA, 13);
  });

  it('charges with all that is allowed in the mode fast, without a meter', () => {
    const settings = { mode: 'fast' as const, maxCurrent: 14 };
    const steps = play({ settings, seconds: 200, now: () => ({ sunW: 0, silent: true }) });
    assert.deepEqual(lastStep(steps).drawA, [14, 14, 14]);
  });

  it('keeps charging forbidden when the car is unplugged and the charger forgets it', () => {
    const steps = play({
      seconds: 400,
      now: (second, simulator) => {
        if (second === 200) simulator.car.unplug();
        if (second === 250) simulator.car.plugIn();
        return { sunW: second < 200 ? 3000 : 0 };
      },
    });
    assert.equal(steps[240]!.explanation.state, 'no-car');
    assert.equal(steps[240]!.reading.enabled, false);
    assert.ok(steps.slice(250).every(({ drawA }) => drawA[0] === 0));
  });
});
