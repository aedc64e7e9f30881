import assert from 'node:assert/strict';
import { chargerOptions } from '../../../nodes/goe-charger/options';

describe('The options of a goe-charger', () => {
  it('are numbers and flags where the environment gives texts', () => {
    const options = chargerOptions(
      { connection: 'http', host: ' 192.168.1.20 ', pollInterval: '2.5', timeout: '', readOnly: 'true' },
      {},
      undefined,
    );
    assert.equal(options.host, '192.168.1.20');
    assert.equal(options.pollIntervalS, 2.5);
    assert.equal(options.timeoutS, undefined);
    assert.equal(chargerOptions({ connection: 'mqtt', silence: '12.5' }, {}, undefined).silenceS, 12.5);
    assert.equal(options.readOnly, true);
    assert.equal(options.allowCaution, false);
  });

  it('keep the zeros of a serial number', () => {
    assert.equal(chargerOptions({ connection: 'mqtt', serial: '012345' }, {}, undefined).serial, '012345');
  });

  it('do not mind a variable for another node that does not apply: TLS settings and a broker over HTTP', () => {
    const unset = ['$', '{NOWHERE}'].join('');
    assert.equal(
      chargerOptions({ host: '192.168.1.20', brokerNode: unset, tls: unset }, {}, undefined).connection,
      'http',
    );
  });

  it('are refused with the remedy: a variable that is not set, an interval that is none', () => {
    assert.throws(() => chargerOptions({ host: ['$', '{CHARGER}'].join('') }, {}, undefined), {
      code: 'INVALID',
      message: /CHARGER.*not set/,
    });
    for (const pollInterval of ['often', '-1', '0', 'Infinity', '1e9'])
      assert.throws(() => chargerOptions({ pollInterval }, {}, undefined), { code: 'INVALID', message: /seconds/ });
  });
});
