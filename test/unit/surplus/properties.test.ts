/** Properties of the controller that hold for every setting and every day. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { surplus } from '../../../lib';
import { type PlayedStep, playSpells, settings, spells } from './arbitraries';

const LOST: readonly surplus.ReasonWord[] = ['meter-stale', 'meter-frozen', 'battery-stale'];
/** A stop for one of these may come at any time. */
const AT_ONCE: readonly surplus.ReasonWord[] = [
  'mode-off',
  ...LOST,
  'fuse',
  'no-car',
  'charger-error',
  'charger-limit',
  'energy-limit',
];

function always(check: (steps: readonly PlayedStep[], chosen: surplus.Settings) => void, runs = 50): void {
  fc.assert(
    fc.property(settings, spells, (chosen, weather) => check(playSpells(chosen, weather), surplus.complete(chosen))),
    { numRuns: runs },
  );
}

const enabling = (steps: readonly PlayedStep[]) => steps.filter(({ commands }) => commands.enabled !== undefined);

describe('the controller, on any day', function () {
  this.timeout(120_000);

  it('asks for whole ampere between the minimum and every limit, and for one phase or three as chosen', () => {
    always((steps, { minCurrent, maxCurrent, phases }) => {
      for (const { commands, reading } of steps) {
        if (commands.currentA !== undefined) {
          assert.ok(Number.isInteger(commands.currentA));
          assert.ok(commands.currentA >= minCurrent && commands.currentA <= maxCurrent);
          assert.ok(
            commands.enabled === false || commands.currentA <= (reading.limitA ?? 32) || reading.limitA! < minCurrent,
          );
        }
        if (commands.phases !== undefined && phases !== 'auto') assert.equal(String(commands.phases), phases);
      }
    });
  });

  it('keeps the shortest run and the shortest pause', () => {
    always((steps, { minRun, minPause }) => {
      let startedS: number | undefined;
      let stoppedS: number | undefined;
      for (const { atS, commands, explanation } of enabling(steps)) {
        if (commands.enabled === true) {
          if (stoppedS !== undefined && !LOST.includes(explanation.reason))
            assert.ok(atS - stoppedS >= minPause - 0.001);
          startedS ??= atS;
          stoppedS = undefined;
        } else if (commands.enabled === false) {
          if (startedS !== undefined && !AT_ONCE.includes(explanation.reason))
            assert.ok(atS - startedS >= minRun - 0.001);
          startedS = undefined;
          stoppedS = atS;
        } else if (LOST.includes(explanation.reason)) {
          // From here on the charger's own rules start and stop it.
          startedS = undefined;
          stoppedS = undefined;
        }
      }
    });
  });

  it('keeps phaseDelay between two switches and never makes more than maxPhaseSwitches in an hour', () => {
    always((steps, { phaseDelay, maxPhaseSwitches }) => {
      const atS = steps.filter(({ commands }) => commands.phases !== undefined).map((one) => one.atS);
      for (const [at, second] of atS.entries()) {
        if (at > 0) assert.ok(second - atS[at - 1]! >= phaseDelay - 0.001);
        assert.ok(atS.filter((other) => other > second - 3600 + 0.001 && other <= second).length <= maxPhaseSwitches);
      }
    });
  });

  it('starts in the mode solar only after startDelay in which there was enough', () => {
    always((steps, { mode, startDelay, minCurrent }) => {
      if (mode !== 'solar') return;
      const allowed = ({ commands, reading }: PlayedStep) => commands.enabled === true && reading.enabled === false;
      for (const start of steps.filter((one) => allowed(one) && !LOST.includes(one.explanation.reason))) {
        const before = steps.filter(({ atS }) => atS >= start.atS - startDelay && atS <= start.atS);
        assert.ok(start.atS >= startDelay);
        assert.ok(before.some(({ explanation }) => explanation.surplusW >= minCurrent * 200));
      }
    });
  });

  it('ends off in the mode off', () => {
    fc.assert(
      fc.property(settings, spells, (chosen, weather) => {
        for (const { commands, explanation } of playSpells({ ...chosen, mode: 'off' }, weather)) {
          assert.notEqual(commands.enabled, true);
          assert.deepEqual([explanation.state, explanation.currentA], ['off', 0]);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('explains every step in its own words, every stop and every start with what made it', () => {
    always((steps) => {
      for (const { atS, commands, explanation } of steps) {
        assert.ok(surplus.STATES.includes(explanation.state));
        assert.ok(surplus.REASONS.includes(explanation.reason));
        assert.ok(explanation.since <= atS * 1000);
        if (explanation.next) {
          assert.ok(surplus.ACTIONS.includes(explanation.next.action));
          assert.ok(Number.isInteger(explanation.next.inS) && explanation.next.inS >= 0);
        }
        if (commands.enabled === true) assert.ok(explanation.currentA > 0);
        if (commands.enabled === false) assert.equal(explanation.currentA, 0);
      }
    });
  });

  it('is pure: the same input gives the same result, no argument changes, and the state is plain JSON', () => {
    always((steps, chosen) => {
      for (const { atS, reading, state } of steps.slice(0, 200)) {
        const given = deepFreeze(structuredClone({ chosen, state, reading }));
        const nowMs = (atS + 1) * 1000;
        const one = surplus.step(given.chosen, given.state, given.reading, nowMs);
        const other = surplus.step(given.chosen, JSON.parse(JSON.stringify(state)), given.reading, nowMs);
        assert.deepEqual(one, other);
        assert.deepEqual(JSON.parse(JSON.stringify(one.state)), one.state);
      }
    }, 40);
  });

  it('never exceeds the fuse with what it has just decided', () => {
    const house = fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.nat(40)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(
        settings,
        house,
        fc.integer({ min: 10, max: 35 }),
        fc.constantFrom(1, 10, 60),
        (chosen, loads, fuse, everyS) => {
          const set = { enabled: false, currentA: 6, phases: 1 as 1 | 3 };
          let state = surplus.initial();
          for (const [at, load] of loads.entries()) {
            const flows = () => [1, 2, 3].map((phase) => (set.enabled && phase <= set.phases ? set.currentA : 0));
            const reading = {
              ...set,
              gridW: -8000,
              car: 2,
              chargeCurrentsA: flows(),
              houseCurrentsA: load.map((a, i) => a + flows()[i]!),
            };
            const result = surplus.step({ ...chosen, fuse, staleAfter: 100 }, state, reading, at * everyS * 1000);
            state = result.state;
            if (result.commands.enabled !== undefined) set.enabled = result.commands.enabled !== false;
            set.currentA = result.commands.currentA ?? set.currentA;
            set.phases = result.commands.phases ?? set.phases;
            for (const [phase, ampere] of flows().entries()) if (ampere > 0) assert.ok(load[phase]! + ampere <= fuse);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('survives any input', () => {
    const anything = fc.anything({ maxDepth: 3 });
    const odd = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e300, 1e300, -0, null, undefined, '12', [], {});
    const value = fc.oneof(odd, anything, fc.double(), fc.boolean());
    const names = [
      'gridW',
      'pvW',
      'batteryW',
      'socPercent',
      'houseCurrentsA',
      'car',
      'enabled',
      'currentA',
      'phases',
      'chargeW',
      'chargeCurrentsA',
      'limitA',
      'energyWh',
      'energyLimitWh',
      'refusedBecause',
    ];
    const reading = fc.oneof(
      value,
      fc.record(Object.fromEntries(names.map((name) => [name, value])), { requiredKeys: [] }),
    );
    const chosen = fc.oneof(
      value,
      fc.record(Object.fromEntries(Object.keys(surplus.DEFAULTS).map((name) => [name, value])), { requiredKeys: [] }),
    );
    fc.assert(
      fc.property(chosen, fc.array(fc.tuple(reading, fc.double()), { maxLength: 20 }), (given, readings) => {
        let state = surplus.initial();
        for (const [one, nowMs] of readings) {
          const result = surplus.step(given as surplus.SettingsInput, state, one as surplus.ReadingInput, nowMs);
          state = result.state;
          noNaN(result);
        }
      }),
      { numRuns: 200 },
    );
  });
});

function noNaN(value: unknown): void {
  if (typeof value === 'number') assert.ok(Number.isFinite(value));
  else if (value !== null && typeof value === 'object') for (const one of Object.values(value)) noNaN(one);
}

function deepFreeze<Value>(value: Value): Value {
  if (value !== null && typeof value === 'object') {
    for (const one of Object.values(value)) deepFreeze(one);
    Object.freeze(value);
  }
  return value;
}
