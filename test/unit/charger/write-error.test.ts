import assert from 'node:assert/strict';
import { writeError } from '../../../lib/charger/write-error';

describe('The error of a write', () => {
  const secret = 'hunter2-and-much-more';
  const texts = {
    'in parentheses': `wak: failed: too long ("${secret}")`,
    'behind a colon': `invalid json IncompleteInput: ${secret}`,
    'only by its beginning, because the text was cut': `wak: failed: too long ("${secret.slice(0, 9)}…`,
    'cut behind a colon': `invalid json IncompleteInput: ${secret.slice(0, 9)}…`,
  };
  for (const [how, why] of Object.entries(texts)) {
    it(`hides a secret that the charger repeats ${how}`, () => {
      const error = writeError('Garage', [{ key: 'wak', value: secret, failure: { code: 'REFUSED', why } }]);
      assert.doesNotMatch(JSON.stringify([error.message, error.keys]), /hunter2/);
    });
  }

  it('hides a password in an address for each key, too', () => {
    const address = 'mqtt://me:hunter2@192.168.1.10';
    const why = `mcu: tried to set api key with invalid json InvalidInput (${address})`;
    const error = writeError('Garage', [{ key: 'mcu', value: address, failure: { code: 'REFUSED', why } }]);
    assert.doesNotMatch(JSON.stringify([error.message, error.keys]), /hunter2/);
  });
});
