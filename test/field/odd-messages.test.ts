import assert from 'node:assert/strict';
import { startCharger, type TestCharger } from '../support/chargers';
import { caught, completed, deploy, nodeWith, sent, useNodeRed } from '../support/flow';
import { quirk } from '../support/quirk';
import { until } from '../support/until';

quirk(
  {
    topic: 'Messages and load',
    seen: 'A message is frozen, or its payload has only a getter.',
    sources: ['tried against 0.3.0'],
    here: 'The answer leaves in a copy of the message; a message that cannot be copied fails before anything is written.',
  },
  function () {
    this.timeout(20_000);
    useNodeRed();
    let charger: TestCharger;
    beforeEach(async () => {
      charger = await startCharger('http');
      await deploy([
        charger.node,
        { id: 'set', type: 'goe-set', charger: 'charger' },
        { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'] },
      ]);
    });
    afterEach(() => charger.close());
    /** Objects as a function node or a context store in memory passes them on: not copied. */
    const put = (msg: object) => nodeWith('set').receive(msg);
    const ended = (number: number) =>
      until(() => caught().length + completed().length >= number, `${number} messages have ended`, 10_000);

    class WithGetter {
      get payload() {
        return { amp: 10 };
      }
    }
    const messages: Readonly<Record<string, () => object>> = {
      'that is frozen': () => Object.freeze({ _msgid: 'a', payload: { amp: 10 }, other: 1 }),
      'that is frozen deeply': () => Object.freeze({ _msgid: 'a', payload: Object.freeze({ amp: 10 }), other: 1 }),
      'that is sealed': () => Object.seal({ _msgid: 'a', payload: { amp: 10 }, other: 1 }),
      'that takes no new property': () => Object.preventExtensions({ _msgid: 'a', payload: { amp: 10 }, other: 1 }),
      'with a payload that has only a getter': () =>
        Object.defineProperty({ _msgid: 'a', other: 1 }, 'payload', { get: () => ({ amp: 10 }), enumerable: true }),
      'with a payload that cannot be written': () =>
        Object.defineProperty({ _msgid: 'a', other: 1 }, 'payload', { value: { amp: 10 }, enumerable: true }),
      'with a result that cannot be written': () =>
        Object.defineProperty({ _msgid: 'a', other: 1, payload: { amp: 10 } }, 'result', {
          value: 1,
          enumerable: true,
        }),
      'with a payload from its class': () => Object.assign(new WithGetter(), { _msgid: 'a', other: 1 }),
      'that refuses to be set': () => new Proxy({ _msgid: 'a', payload: { amp: 10 }, other: 1 }, { set: () => false }),
    };
    for (const [what, make] of Object.entries(messages))
      it(`writes what a message says ${what}, and lets it leave`, async () => {
        put(make());
        await ended(1);
        assert.deepEqual(
          caught().map(({ error }) => error.message),
          [],
        );
        const [msg] = sent('set');
        assert.deepEqual([msg?.payload, msg?.result.amp.outcome, msg?.other], [{ amp: 10 }, 'confirmed', 1]);
        assert.equal(charger.writes.length, 1);
      });

    it('writes nothing of a message that cannot be copied', async () => {
      const msg = Object.defineProperty({ _msgid: 'a', payload: { amp: 10 } }, 'bad', {
        get() {
          throw new Error('not for you');
        },
        enumerable: true,
      });
      put(Object.freeze(msg));
      await ended(1);
      assert.match(caught()[0]!.error.message, /not for you/);
      assert.deepEqual(charger.writes, []);
    });

    for (const [what, make] of Object.entries(messages))
      it(`answers a message ${what} with what was read`, async () => {
        nodeWith('status').receive(make());
        await ended(1);
        assert.deepEqual(
          caught().map(({ error }) => error.message),
          [],
        );
        const [msg] = sent('status');
        assert.deepEqual([msg?.payload, msg?.other], [{ amp: 16 }, 1]);
      });

    it('removes the answer properties of an earlier node', async () => {
      for (const lock of [Object.seal, Object.freeze])
        nodeWith('status').receive(lock({ _msgid: 'a', keys: 'amp', missing: ['car'], stale: true }));
      await ended(2);
      for (const msg of sent('status')) assert.deepEqual(Object.keys(msg).sort(), ['_msgid', 'keys', 'payload']);
      assert.equal(sent('status').length, 2);
    });

    it('copies a message that is frozen while it waits', async () => {
      const msg = { _msgid: 'a', payload: { amp: 10 } };
      put(msg);
      await until(() => charger.writes.length === 1, 'written');
      Object.freeze(msg);
      await ended(1);
      assert.equal(sent('set')[0]?.result.amp.outcome, 'confirmed');
    });
  },
);
