import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { startCharger, type TestCharger } from '../support/chargers';
import { caught, completed, deploy, fail, put, serve, useNodeRed } from '../support/flow';
import { until } from '../support/until';

const cyclic = (): Record<string, unknown> => {
  const object: Record<string, unknown> = { amp: 10 };
  object.self = object;
  return object;
};
const throwing = (property: string, rest: object = {}) =>
  Object.defineProperty({ ...rest }, property, {
    enumerable: true,
    get() {
      throw new Error(`no ${property} for you`);
    },
  });
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};
const refusing = () =>
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('no');
      },
      has: () => {
        throw new Error('no');
      },
      ownKeys: () => {
        throw 'not even an error';
      },
    },
  );
const deep = (levels: number) => {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
};
class Car {
  amp = 10;
}

/** Values that a function node, a careless flow or a stranger behind an HTTP node may put into a message. */
const VALUES: [string, () => unknown][] = [
  ['an object that holds itself', cyclic],
  ['an object with a getter that throws', () => throwing('amp')],
  ['an object that throws whatever is done with it', refusing],
  ['a revoked proxy', revoked],
  ['a big integer', () => 10n],
  ['an object with a big integer', () => ({ amp: 10n })],
  ['a symbol', () => Symbol('amp')],
  ['an object with a symbol', () => ({ amp: Symbol('amp'), [Symbol('key')]: 1 })],
  ['a function', () => () => 16],
  ['an object with a function', () => ({ amp: () => 16 })],
  ['an object with __proto__ as a key', () => JSON.parse('{"__proto__": {"polluted": 1}, "amp": 10}')],
  ['an object with constructor as a key', () => ({ constructor: { prototype: { polluted: 1 } } })],
  ['an object that says it has a toJSON', () => ({ amp: { toJSON: () => 10, valueOf: () => 10 } })],
  ['a frozen object', () => Object.freeze({ amp: 12 })],
  ['an object without a prototype', () => Object.assign(Object.create(null), { amp: 13 })],
  ['an object of a class', () => new Car()],
  ['an object with 100000 keys', () => Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`k${at}`, at]))],
  ['a text of five million characters', () => 'x'.repeat(5_000_000)],
  ['an object with such a text', () => ({ fna: 'x'.repeat(5_000_000) })],
  ['a list with a hundred thousand holes', () => new Array(100_000)],
  ['an object with such a list', () => ({ clp: new Array(100_000) })],
  ['a list a hundred thousand levels deep', () => deep(100_000)],
  ['an object with such a list', () => ({ clp: deep(100_000) })],
  ['half of a character pair', () => ({ fna: '\ud83d' })],
  ['a buffer', () => Buffer.from([1, 2, 3])],
  ['a date', () => new Date(Number.NaN)],
  ['a map', () => new Map([['amp', 10]])],
  ['an error', () => new Error('payload')],
  ['not a number', () => Number.NaN],
  ['infinity', () => ({ amp: Number.POSITIVE_INFINITY })],
  ['null', () => null],
  ['nothing', () => undefined],
  ['a list of everything', () => [null, undefined, Symbol('x'), 1n, () => {}, {}]],
];

describe('Whatever message comes, it ends exactly once', function () {
  this.timeout(30_000);
  useNodeRed();
  let charger: TestCharger;
  beforeEach(async () => {
    charger = await startCharger('http', { timeout: 1 });
    await deploy([
      charger.node,
      { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'] },
      { id: 'set', type: 'goe-set', charger: 'charger', confirm: 'accepted' },
      {
        id: 'rows',
        type: 'goe-set',
        charger: 'charger',
        confirm: 'accepted',
        values: [{ key: 'amp', type: 'msg', value: 'payload' }],
      },
    ]);
    await serve('status');
  });
  afterEach(() => charger.close());

  const ends = () => caught().length + completed().length;

  /** Gives each message, waits for its end, and sees at last that none ended twice and all is as it was. */
  async function survives(id: string, messages: [string, () => unknown][]) {
    const before = ends();
    for (const [at, [what, make]] of messages.entries()) {
      put(id, make());
      await until(() => ends() >= before + at + 1, `an end for ${what}`);
    }
    await delay(50);
    assert.equal(ends(), before + messages.length);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    assert.deepEqual(Object.keys((await serve('status')).payload), ['amp']);
    assert.equal((await serve('set', { payload: { psm: 2 } })).payload.psm, 2);
  }

  const as = (property: string, rest: object = {}, values = VALUES): [string, () => unknown][] =>
    values.map(([what, make]) => [what, () => ({ ...rest, [property]: make() })]);
  /** Without the one that a charger is really asked to take, which takes a second to fail. */
  const quick = VALUES.filter(([what]) => what !== 'an object with such a text');

  it('goe-set, as msg.payload', () => survives('set', as('payload')));
  it('goe-set, as msg.payload for the key in msg.topic', () => survives('set', as('payload', { topic: 'amp' }, quick)));
  it('goe-set, as msg.payload for a key that takes an object', () =>
    survives('set', as('payload', { topic: 'sch_week' }, quick)));
  it('goe-set, as msg.topic', () => survives('set', as('topic', { payload: 10 })));
  it('goe-set, as the value of a row', () => survives('rows', as('payload')));
  it('goe-status, as msg.keys', () => survives('status', as('keys')));
  it('goe-status, as one of msg.keys', () =>
    survives(
      'status',
      VALUES.map(([what, make]) => [what, () => ({ keys: ['amp', make()] })]),
    ));
  it('goe-status, as a payload that it replaces', () => survives('status', as('payload')));
  it('goe-status, as another property', () => survives('status', as('something')));

  for (const id of ['status', 'set']) {
    it(`goe-${id}, as a whole message`, () =>
      survives(id, [
        ['a message that holds itself', () => Object.assign(cyclic(), { payload: { amp: 10 } })],
        ['a message whose payload cannot be read', () => throwing('payload')],
        ['a message whose keys cannot be read', () => throwing('keys', { payload: { amp: 10 } })],
        ['a message whose topic cannot be read', () => throwing('topic', { payload: 10 })],
        ['a message with a property that cannot be read', () => throwing('other', { payload: { amp: 10 } })],
        ['a frozen message', () => Object.freeze({ _msgid: 'frozen', payload: Object.freeze({ amp: 10 }) })],
        ['a message without a prototype', () => Object.assign(Object.create(null), { payload: { amp: 10 } })],
        ['a message with __proto__', () => JSON.parse('{"__proto__": {"polluted": 1}, "payload": {"amp": 10}}')],
        ['an empty message', () => ({})],
        ['no message', () => undefined],
      ]));
  }

  it('goe-set, with more wrong keys than anybody reads: the error names the first and counts the rest', async () => {
    const error = await fail('set', {
      payload: Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${at}`, at])),
    });
    assert.equal(error.code, 'INVALID');
    assert.match(error.message, /k0 = 0: .*; and \d+ more/);
    assert.ok(error.message.length < 10_000, `${error.message.length} characters`);
  });

  it('goe-status, with names nobody would choose', () =>
    survives(
      'status',
      [
        ['__proto__', 'constructor', 'toString', 'hasOwnProperty'],
        ['amp.__proto__', 'nrg.constructor', 'nrg.length', 'nrg.'],
        ['', ' ', '.', '..', '/', '../../etc/passwd', 'amp&psm=1', 'amp%26', 'a+b', '#', '+'],
        ['x'.repeat(100_000)],
        Array.from({ length: 1000 }, (_, at) => `x${at}`),
        ['🔌', 'ä', '\u0000', '\ud83d'],
      ].map((keys) => [keys[0]!.slice(0, 20), () => ({ keys })]),
    ));
});
