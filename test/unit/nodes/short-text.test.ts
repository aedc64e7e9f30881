import assert from 'node:assert/strict';
import { shortText } from '../../../nodes/runtime/short-text';

describe('A value under a node', () => {
  it('has its unit, thousands of watts as kilowatts', () => {
    assert.equal(shortText('amp', 16, 'en'), '16 A');
    assert.equal(shortText('nrg.powerTotal', 840, 'en'), '840 W');
    assert.equal(shortText('nrg.powerTotal', 11_040, 'en'), '11.0 kW');
    assert.equal(shortText('nrg.powerTotal', 11_040, 'de'), '11,0 kW');
    assert.equal(shortText('wh', 12_345.6, 'en'), '12.35 kWh');
  });

  it('is its label where it is an option', () => {
    assert.equal(shortText('car', 2, 'en'), 'Charging');
    assert.equal(shortText('car', 2, 'de'), 'Lädt');
  });

  it('is a word or a dash where it is true, false or null', () => {
    assert.equal(shortText('alw', true, 'en'), 'on');
    assert.equal(shortText('alw', false, 'de'), 'aus');
    assert.equal(shortText('dwo', null, 'en'), '–');
  });

  it('is not there for arrays and objects, and short for long texts', () => {
    assert.equal(shortText('nrg', [1, 2], 'en'), undefined);
    assert.equal(shortText('notAKey', 'x'.repeat(200), 'en')?.length, 28);
  });
});
