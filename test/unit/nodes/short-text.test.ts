import assert from 'node:assert/strict';
import type { Json } from '../../../lib/charger/charger.types';
import { shortText, shortTextOfAll, shortTexts } from '../../../nodes/runtime/short-text';
import { translations } from './translations';

const en = translations('en-US');
const de = translations('de');

describe('A value under a node', () => {
  it('has its unit, thousands of watts as kilowatts', () => {
    assert.equal(shortText('amp', 16, en), '16 A');
    assert.equal(shortText('nrg.powerTotal', 840, en), '840 W');
    assert.equal(shortText('nrg.powerTotal', 11_040, en), '11.0 kW');
    assert.equal(shortText('nrg.powerTotal', 11_040, de), '11,0 kW');
    assert.equal(shortText('wh', 12_345.6, en), '12.35 kWh');
    assert.equal(shortText('wh', 50.11, en), '50 Wh');
    assert.equal(shortText('nrg.currentL1', 15.87, en), '15.87 A');
  });

  it('is its label where it is an option', () => {
    assert.equal(shortText('car', 2, en), 'Charging');
    assert.equal(shortText('car', 2, de), 'Lädt');
  });

  it('is a word or a dash where it is true, false or null', () => {
    assert.equal(shortText('alw', true, en), 'on');
    assert.equal(shortText('alw', false, de), 'aus');
    assert.equal(shortText('dwo', null, en), '–');
  });

  it('is not there for arrays and objects, and short for long texts', () => {
    assert.equal(shortText('nrg', [1, 2], en), undefined);
    assert.equal(shortText('notAKey', 'x'.repeat(200), en)?.length, 28);
  });
});

describe('Several values under a node', () => {
  const values = (object: Record<string, Json>) => new Map(Object.entries(object));

  it('are what the car does, the power, the current, in whatever order they were chosen', () => {
    const several = values({ amp: 16, 'nrg.powerTotal': 11_040, car: 2 });
    assert.equal(shortTexts(several, en, undefined), 'Charging · 11.0 kW · 16 A');
    assert.equal(shortTexts(several, de, undefined), 'Lädt · 11,0 kW · 16 A');
  });

  it('have their names where they could be taken for another', () => {
    assert.equal(
      shortTexts(values({ 'nrg.currentL1': 15.9, 'nrg.currentL2': 0, amp: 16 }), en, undefined),
      'amp 16 A · currentL1 15.9 A',
    );
    assert.equal(shortTexts(values({ alw: true, amp: 16 }), en, undefined), '16 A · alw on');
    assert.equal(shortTexts(values({ frc: 0, car: 1 }), en, undefined), 'No car · Neutral');
  });

  it('are as many as fit, none of them cut', () => {
    const many = values({ car: 2, 'nrg.powerTotal': 11_040, amp: 16, psm: 2, frc: 0, wh: 1234 });
    const text = shortTexts(many, en, undefined) ?? '';
    assert.ok(text.length <= 40, text);
    assert.equal(text, 'Charging · 11.0 kW · 16 A · 1.23 kWh');
  });

  it('are not there where none has a short text, and one alone looks as ever', () => {
    assert.equal(shortTexts(values({ nrg: [1], cards: [] }), en, undefined), undefined);
    assert.equal(shortTexts(values({ nrg: [1], alw: true }), en, undefined), 'on');
  });

  it('of everything are the three that matter, power from its field', () => {
    const nrg = [230, 230, 230, 0, 16, 16, 16, 3680, 3680, 3680, 0, 11_040, 100, 100, 100, 100];
    assert.equal(
      shortTextOfAll(values({ alw: true, nrg, car: 2, amp: 16 }), en, undefined),
      'Charging · 11.0 kW · 16 A',
    );
  });
});
