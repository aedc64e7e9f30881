import assert from 'node:assert/strict';
import { startCharger, type TestCharger, TOKEN } from '../support/chargers';
import { arrival, deploy, fail, serve, shows, useNodeRed, whatWasLogged } from '../support/flow';

describe('A charger behind the cloud', function () {
  this.timeout(20_000);
  useNodeRed();
  let charger: TestCharger;
  afterEach(() => charger.close());

  const start = async (config: Record<string, unknown> = {}, token = TOKEN) => {
    charger = await startCharger('cloud', config);
    await deploy(
      [
        charger.node,
        { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp', 'car'] },
        { id: 'ask', type: 'goe-status', charger: 'charger', keys: ['amp'], source: 'charger' },
        { id: 'set', type: 'goe-set', charger: 'charger' },
        { id: 'event', type: 'goe-event', charger: 'charger', keys: ['amp'], happenings: ['online'] },
      ],
      { charger: { token } },
    );
  };

  it('is read and written, and its changes arrive', async () => {
    await start();
    assert.deepEqual((await serve('status')).payload, { amp: 16, car: 1 });
    const msg = await serve('set', { payload: { amp: 11 } });
    assert.deepEqual(msg.result, { amp: { outcome: 'confirmed', value: 11, previous: 16 } });
    const change = await arrival('event', 0, ({ payload }) => payload === 11, '11 A');
    assert.deepEqual(change.charger, { name: 'Garage', serial: '123456', connection: 'cloud' });
    await arrival('event', 1, ({ topic }) => topic === 'online', 'online');
  });

  it('gets its token in a header, and nowhere else', async () => {
    await start();
    await serve('status');
    for (const { query } of charger.sim.requests) assert.doesNotMatch(query, /canary/);
    assert.doesNotMatch(whatWasLogged(), /canary/);
  });

  it('does not confirm a write because the cloud has passed it on', async () => {
    await start({ timeout: 1.5 });
    charger.sim.fault('ignored');
    const error = await fail('set', { payload: { amp: 11 } });
    assert.equal(error.code, 'UNCONFIRMED');
  });

  it('fails with AUTH where the token is wrong, and says how to make another', async () => {
    await start({}, 'canary-wrong-token');
    for (const id of ['ask', 'set']) {
      const error = await fail(id, { payload: { amp: 10 } });
      assert.equal(error.code, 'AUTH');
      assert.match(error.message, /make a new API key/);
      assert.doesNotMatch(JSON.stringify(error), /canary/);
    }
    await shows('set', ({ fill, shape, text }) => fill === 'red' && shape === 'dot' && text === 'login refused', 'why');
  });

  for (const [fault, why] of [
    ['offline', /charger is offline/],
    ['outdated', /no fresh data/],
    ['badGateway', /cannot answer just now/],
  ] as const) {
    it(`fails with OFFLINE when the cloud says “${fault}”`, async () => {
      await start();
      await serve('status');
      charger.sim.fault(fault);
      const error = await fail('ask');
      assert.equal(error.code, 'OFFLINE');
      assert.match(error.message, why);
    });
  }

  it('shows that it is away, and that it is back', async () => {
    await start();
    await serve('status');
    charger.sim.fault('offline');
    await shows('event', ({ fill, shape }) => fill === 'red' && shape === 'ring', 'a red ring', 10_000);
    charger.sim.clearFaults();
    await shows('event', ({ fill }) => fill === 'green', 'green', 12_000);
  });
});
