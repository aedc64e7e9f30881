/** Numbers of the goe-surplus dialog: their bounds, and the power that its currents mean. */
import assert from 'node:assert/strict';
import { powerRange } from '../../../nodes/goe-surplus/editor-power';
import { SETTINGS } from '../../../nodes/goe-surplus/settings';
import { initialOf, type NumberSetting, numberProblem, type Setting, settingOf } from '../../../nodes/runtime/settings';

const NUMBERS = (SETTINGS as readonly Setting[]).filter(
  (setting): setting is NumberSetting => setting.kind === 'number',
);

describe('The numbers of a goe-surplus dialog', () => {
  for (const setting of NUMBERS)
    it(`may be empty, at their bounds, and not beyond: ${setting.name}`, () => {
      const { min, max } = setting;
      for (const right of ['', undefined, null, String(min), max, initialOf(setting)])
        assert.equal(numberProblem(setting, right), undefined, `${right}`);
      for (const wrong of [min! - 1, max + 1, 'much', 'NaN', 'Infinity', '6 A']) {
        const problem = numberProblem(setting, wrong);
        assert.equal(problem?.entry, setting.whole ? 'wholeNumber' : 'number', `${wrong}`);
        assert.deepEqual(problem?.bounds, { min, max });
      }
    });

  it('are whole where only whole ones mean something', () => {
    assert.ok(numberProblem(settingOf(SETTINGS, 'minCurrent'), '6.5'));
    assert.ok(numberProblem(settingOf(SETTINGS, 'maxPhaseSwitches'), '1.5'));
    assert.equal(numberProblem(settingOf(SETTINGS, 'stopDelay'), '90.5'), undefined);
  });

  it('say what power the currents mean', () => {
    assert.deepEqual(powerRange('1', '6', '16'), { leastW: 1380, mostW: 3680 });
    assert.deepEqual(powerRange('3', '6', '16'), { leastW: 4140, mostW: 11_040 });
    assert.deepEqual(powerRange('auto', '', ''), powerRange('auto', '6', '16'));
    assert.equal(powerRange('auto', '16', '10'), undefined);
  });

  it('name the gap between one phase and three, where there is one', () => {
    assert.deepEqual(powerRange('auto', '6', '16')?.gap, { belowW: 3680, aboveW: 4140 });
    assert.equal(powerRange('auto', '6', '32')?.gap, undefined);
    assert.equal(powerRange('3', '6', '16')?.gap, undefined);
  });
});
