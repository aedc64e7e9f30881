import assert from 'node:assert/strict';
import type { Json } from '../../../lib/json';
import { keys } from '../../../lib/keys';
import { choicesOf } from '../../../nodes/editor/registry';
import { lowerLimitsText } from '../../../nodes/editor/value-limits';

describe('What bounds a current in a dialog', () => {
  const choices = choicesOf(keys, 'en');
  const choiceOf = (key: string) => choices.find(({ name }) => name === key);
  const live = (values: Record<string, Json>) => ({ get: (name: string) => values[name] });
  const charger = live({ ama: 16, var: 22, cbl: 20, adi: false, typ: 'go-eCharger' });

  it('is named with its ampere where it is lower than the value', () => {
    assert.equal(lowerLimitsText({ value: '32', type: 'num' }, choiceOf('amp'), charger), 'ama 16 A, cbl 20 A');
    assert.equal(lowerLimitsText({ value: '16', type: 'num' }, choiceOf('amp'), charger), '');
  });

  it('is nothing where the value comes from a message, for another key, or where nothing is known', () => {
    assert.equal(lowerLimitsText({ value: 'payload', type: 'msg' }, choiceOf('amp'), charger), '');
    assert.equal(lowerLimitsText({ value: '500', type: 'num' }, choiceOf('sh'), charger), '');
    assert.equal(lowerLimitsText({ value: '32', type: 'num' }, choiceOf('amp'), live({})), '');
    assert.equal(lowerLimitsText({ value: '32', type: 'num' }, undefined, charger), '');
  });
});
