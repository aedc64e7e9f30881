import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../lib/charger/charger.types';
import { isSecret, keys, redact, redactText } from '../../../lib/keys';

const SECRETS = keys.filter((row) => row.secret).map((row) => row.name);
/** A text that no value contains by chance. */
const canary = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `s3cr3t-${text}-t3rc3s`);

/** Any JSON with the text of the secret in it. */
function hiding(secret: string): fc.Arbitrary<Json> {
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(secret),
      fc.constant(`mqtt://user:${secret}@host`),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('ssid', 'key', 'a', 'b'), tie('value'), { maxKeys: 4 }),
    ),
  })).value;
}

describe('A secret', () => {
  it('is masked where it is set, and seen to be unset where it is not', () => {
    assert.equal(redact('wak', 'hunter2hunter2'), '***');
    assert.equal(redact('wak', ''), '');
    assert.equal(redact('wak', null), null);
    assert.equal(redact('pass', 123456), '***');
    assert.equal(redact('mcu', 'mqtts://u:p@broker:8883'), '***');
  });

  it('keeps the form of a list, so that one sees how many networks are saved', () => {
    assert.deepEqual(
      redact('wifis', [
        { ssid: 'home', key: 'hunter2', active: true },
        { ssid: '', key: '' },
      ]),
      [
        { ssid: '***', key: '***', active: true },
        { ssid: '', key: '' },
      ],
    );
  });

  it('is never shown, whatever the value of a secret key looks like', () => {
    assert.ok(SECRETS.length >= 11 && SECRETS.every(isSecret));
    fc.assert(
      fc.property(
        fc.constantFrom(...SECRETS),
        canary.chain((secret) => fc.tuple(fc.constant(secret), hiding(secret))),
        (key, [secret, value]) => {
          assert.ok(!JSON.stringify(redact(key, value)).includes(JSON.stringify(secret).slice(1, -1)));
        },
      ),
    );
  });

  it('in a URL is not shown by any key, known or not, however deep it lies', () => {
    assert.deepEqual(redact('zzz', { servers: [{ url: 'mqtt://user:hunter2@host' }] }), {
      servers: [{ url: 'mqtt://***@host' }],
    });
    assert.equal(redact('fna', 'https://me:hunter2@example.org/x'), 'https://***@example.org/x');
  });
});

describe('What is no secret', () => {
  it('is shown as it is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('amp', 'fna', 'nrg', 'sch_week', 'zzz', '__proto__'),
        fc.jsonValue(),
        (key, value) => {
          const text = JSON.stringify(value);
          if (!text.includes('@')) assert.equal(JSON.stringify(redact(key, value as Json)), text);
        },
      ),
    );
    assert.equal(redact('fna', 'me@example.org'), 'me@example.org');
    assert.equal(
      redactText('see http://192.168.1.20/api and write to me@example.org'),
      'see http://192.168.1.20/api and write to me@example.org',
    );
  });

  it('is not changed in place', () => {
    const value: Json = { url: 'mqtt://u:p@h', list: ['mqtt://u:p@h'] };
    redact('zzz', value);
    redact('wifis', value);
    assert.deepEqual(value, { url: 'mqtt://u:p@h', list: ['mqtt://u:p@h'] });
  });
});

describe('A text with a URL', () => {
  const cases: [string, string][] = [
    ['mqtt://user:pass@broker:1883', 'mqtt://***@broker:1883'],
    ['no answer from mqtts://u:p@h/x within 10 s', 'no answer from mqtts://***@h/x within 10 s'],
    ['mqtt://user:p@ss/w@rd@host', 'mqtt://***@host'],
    ['mqtt://user:pa/ss@host/path', 'mqtt://***@host/path'],
    [`mqtt://user:it's"so@host`, 'mqtt://***@host'],
    ['{"url":"ws://u:p@h"}', '{"url":"ws://***@h"}'],
    ['wss://token@host and mqtt://a:b@c', 'wss://***@host and mqtt://***@c'],
    ['mqtt://broker:1883', 'mqtt://broker:1883'],
    ['', ''],
  ];
  for (const [text, shown] of cases)
    it(`${text || 'nothing'} is shown as ${shown || 'nothing'}`, () => assert.equal(redactText(text), shown));

  it('loses any password, also one with @ and / and quotes in it', () => {
    const password = fc
      .string({ unit: fc.constantFrom(...'abcXYZ019@/:?#%&"\'+-_.!~'), minLength: 1, maxLength: 20 })
      .map((text) => `s3cr3t${text}t3rc3s`);
    const scheme = fc.constantFrom('mqtt', 'mqtts', 'ws', 'wss', 'http', 'https');
    fc.assert(
      fc.property(scheme, password, fc.constantFrom('', 'cannot reach ', '{"u":"'), (kind, secret, before) => {
        const shown = redactText(`${before}${kind}://owner:${secret}@broker.example:8883`);
        assert.equal(shown, `${before}${kind}://***@broker.example:8883`);
      }),
    );
  });

  it('of a megabyte from a charger gone mad is dealt with at once', () => {
    const started = performance.now();
    redactText(`${'://'.repeat(350_000)} @`);
    redactText(`@${':// '.repeat(250_000)}`);
    redactText(`${'://@'.repeat(250_000)}`);
    assert.ok(performance.now() - started < 1000);
  });
});
