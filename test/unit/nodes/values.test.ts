import assert from 'node:assert/strict';
import { valuesOfMessage, valuesOfRows } from '../../../nodes/goe-set/values';

/** Values have no prototype; compared as entries. */
function entries(values: Record<string, unknown>): [string, unknown][] {
  return Object.entries(values);
}

describe('What a goe-set is to write', () => {
  it('is the payload by key, or the payload for the key in the topic', () => {
    assert.deepEqual(entries(valuesOfMessage({ payload: { amp: 16, psm: 'Three phases' } })), [
      ['amp', 16],
      ['psm', 'Three phases'],
    ]);
    assert.deepEqual(entries(valuesOfMessage({ topic: 'amp', payload: '16' })), [['amp', '16']]);
    assert.deepEqual(entries(valuesOfMessage({ topic: 'dwo', payload: null })), [['dwo', null]]);
  });

  it('is an object for a key that takes objects, unless the object names that key', () => {
    const ids = { pGrid: -1000 };
    assert.deepEqual(entries(valuesOfMessage({ topic: 'ids', payload: ids })), [['ids', ids]]);
    assert.deepEqual(entries(valuesOfMessage({ topic: 'ids', payload: { ids } })), [['ids', ids]]);
    assert.deepEqual(entries(valuesOfMessage({ topic: 'house/meter', payload: { amp: 6 } })), [['amp', 6]]);
  });

  it('cannot be had from a message that says nothing, and the error says what to send', () => {
    for (const msg of [{}, { payload: 16 }, { payload: {} }, { payload: [] }, { topic: 'amp' }, { topic: ' ' }])
      assert.throws(() => valuesOfMessage(msg), { code: 'INVALID', message: /payload/ });
  });

  it('keeps dangerous names as names, without touching any prototype', () => {
    const values = valuesOfMessage({ payload: JSON.parse('{"__proto__": {"amp": 1}, "constructor": 2}') });
    assert.deepEqual(Object.keys(values), ['__proto__', 'constructor']);
    assert.equal(values.amp, undefined);
  });

  it('cannot be read from a getter or a proxy that throws', () => {
    const getter = Object.defineProperty({}, 'amp', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw 'not an error';
        },
      },
    );
    for (const payload of [getter, proxy])
      assert.throws(() => valuesOfMessage({ payload }), { code: 'INVALID', message: /cannot be read/ });
  });

  it('comes from rows: options as they are, the rest worked out', async () => {
    const values = await valuesOfRows(
      [
        { key: 'psm', type: 'option', value: '2' },
        { key: 'psm', type: 'option', value: '77' },
        { key: 'amp', type: 'num', value: '16' },
      ],
      async (value) => Number(value),
    );
    assert.deepEqual(entries(values), [
      ['psm', '77'],
      ['amp', 16],
    ]);
  });

  it('fails naming the row whose value is not there or cannot be worked out', async () => {
    const row = { key: 'amp', type: 'msg', value: 'payload.wish' };
    await assert.rejects(
      valuesOfRows([row], async () => undefined),
      { code: 'INVALID', message: /amp.*payload\.wish/ },
    );
    await assert.rejects(
      valuesOfRows([row], () => Promise.reject({ message: 'no such thing' })),
      { code: 'INVALID', message: /amp.*no such thing/ },
    );
  });
});
