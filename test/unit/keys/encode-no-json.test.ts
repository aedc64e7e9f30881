/** Values that are no JSON: a message can contain them, they are refused, and nothing that they throw gets out. */
import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { encode } from '../../../lib/keys';
import { check } from './written';

describe('Writing what is no JSON', () => {
  const cyclic: Record<string, unknown> = { pGrid: 1 };
  cyclic.self = cyclic;
  const list: unknown[] = [];
  list.push(list);
  let doubling: unknown = [];
  for (let i = 0; i < 30; i += 1) doubling = [doubling, doubling];
  const endless: number[] = [6];
  endless[Symbol.iterator] = function* () {
    for (;;) yield 6;
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const revokedList = Proxy.revocable([], {});
  revokedList.revoke();
  const thrower = () => {
    throw new Error('hunter2');
  };

  const values: Record<string, unknown> = {
    'a getter that throws': {
      get pGrid() {
        return thrower();
      },
    },
    'a value that cannot be turned into text': Object.create(null),
    'an object that throws when it is turned into text': { toString: thrower, valueOf: thrower, toJSON: thrower },
    'an object that makes its own JSON': { toJSON: () => ({ pGrid: 1 }) },
    'an object that refers to itself': cyclic,
    'a list that refers to itself': list,
    'lists that hold each other twice, thirty deep': { pGrid: doubling },
    'a list of a billion holes': new Array(1e9),
    'a BigInt': 16n,
    'a BigInt in an object': { pGrid: 16n },
    'a symbol': Symbol('16'),
    'a symbol in an object': { pGrid: Symbol('16') },
    'a function': () => 16,
    'a function in an object': { pGrid: () => 16 },
    'a class': class Amp {},
    'an object of a class': new (class Amp {
      pGrid = 1;
    })(),
    'a proxy that throws': new Proxy({}, { get: thrower, ownKeys: thrower, getPrototypeOf: thrower, has: thrower }),
    'a proxy of a list that throws': new Proxy([6], { get: thrower }),
    'a revoked proxy': revoked.proxy,
    'a revoked proxy of a list': revokedList.proxy,
    'a date': new Date(),
    'an invalid date': new Date(Number.NaN),
    'a map': new Map([['pGrid', 1]]),
    'a set': new Set([6]),
    'a buffer': Buffer.from('16'),
    'a typed list': new Uint8Array([16]),
    'a regular expression': /16/,
    'an error': new Error('16'),
    'a promise': Promise.resolve(16),
    'a number in a box': Object(16),
    'a text in a box': Object('16'),
    'a date of another realm': runInNewContext('new Date()'),
    'a map of another realm': runInNewContext('new Map()'),
    'a function of another realm': runInNewContext('(() => 16)'),
    'a list with a hole': Object.assign([6], { 2: 10 }),
    '__proto__ as a name': JSON.parse('{"__proto__":{"polluted":true}}'),
    'constructor as a name': { constructor: { prototype: { polluted: true } } },
    'prototype as a name': { a: [{ prototype: 1 }] },
    '__proto__ in JSON text': '{"a":{"\\u005f_proto__":{"polluted":true}}}',
    'JSON text nested a hundred thousand deep': `${'['.repeat(1e5)}${']'.repeat(1e5)}`,
  };
  /** Values that some types accept. */
  const taken: Record<string, string[]> = {
    'a value that cannot be turned into text': ['ids'],
    '__proto__ in JSON text': ['fna'],
    'JSON text nested a hundred thousand deep': ['fna'],
  };
  for (const [what, value] of Object.entries(values)) {
    it(`${what} is refused`, () => {
      for (const key of ['amp', 'dwo', 'fup', 'fna', 'cid', 'psm', 'clp', 'cards', 'ids', 'trx', 'bac', 'lot']) {
        if (taken[what]?.includes(key)) continue;
        if (what === 'a value that cannot be turned into text' && key === 'lot') continue;
        const result = encode(key, value);
        assert.ok('why' in result, `${key} took it`);
        assert.doesNotMatch(result.why, /hunter2/);
      }
      assert.equal(({} as Record<string, unknown>).polluted, undefined);
    });
  }

  it('a list with an iterator of its own is read by position', () => check('clp', endless, [6]));

  it('plain objects and lists of another realm, as function nodes make them, are taken', () => {
    check('smd', runInNewContext('({ power: -500, deep: [{ a: 1 }] })'), { power: -500, deep: [{ a: 1 }] });
    check('ids', runInNewContext('({ pGrid: "-500" })'), { pGrid: -500 });
    check('clp', runInNewContext('[6, "10"]'), [6, 10]);
    check('ids', Object.assign(Object.create(null), { pGrid: 1 }), { pGrid: 1 });
    check('ids', new Proxy({ pGrid: 1 }, {}), { pGrid: 1 });
  });

  it('what is sent is a copy that later changes do not reach', () => {
    const meter = { power: 1, list: [1] };
    const result = encode('smd', meter);
    meter.power = 2;
    meter.list.push(2);
    assert.ok('value' in result);
    assert.deepEqual(result.value, { power: 1, list: [1] });
  });
});
