/** What the dialog of a goe-surplus makes of its numbers. */
import assert from 'node:assert/strict';
import { BOUNDS, boundedNumber, type NumberName, powerRange } from '../../../nodes/goe-surplus/editor-numbers';

describe('The numbers of a goe-surplus dialog', () => {
  it('may be empty, at their bounds, and not beyond', () => {
    for (const name of Object.keys(BOUNDS) as NumberName[]) {
      const [least, most] = BOUNDS[name];
      assert.equal(boundedNumber(name, ''), null);
      assert.equal(boundedNumber(name, undefined), null);
      assert.equal(boundedNumber(name, String(least)), least);
      assert.equal(boundedNumber(name, most), most);
      for (const wrong of [least - 1, most + 1, 'much', 'NaN', 'Infinity', '6 A'])
        assert.equal(boundedNumber(name, wrong), undefined, `${name} ${wrong}`);
    }
  });

  it('are whole where only whole ones mean something', () => {
    assert.equal(boundedNumber('minCurrent', '6.5'), undefined);
    assert.equal(boundedNumber('maxPhaseSwitches', '1.5'), undefined);
    assert.equal(boundedNumber('stopDelay', '90.5'), 90.5);
  });

  it('say what power the currents mean', () => {
    assert.deepEqual(powerRange('1', '6', '16'), { leastW: 1380, mostW: 3680 });
    assert.deepEqual(powerRange('3', '6', '16'), { leastW: 4140, mostW: 11_040 });
    assert.deepEqual(powerRange('auto', '', ''), powerRange('auto', '6', '16'));
    assert.equal(powerRange('auto', '16', '10'), undefined);
  });

  it('tell of the gap between one phase and three, where there is one', () => {
    assert.deepEqual(powerRange('auto', '6', '16')?.gap, { belowW: 3680, aboveW: 4140 });
    assert.equal(powerRange('auto', '6', '32')?.gap, undefined);
    assert.equal(powerRange('3', '6', '16')?.gap, undefined);
  });
});
