import assert from 'node:assert/strict';
import { rowOf } from '../../lib/keys';
import { LOCAL, startCharger, type TestCharger } from '../support/chargers';
import {
  deploy,
  fail,
  give,
  put,
  sent,
  serve,
  shows,
  statuses,
  statusOf,
  unload,
  useNodeRed,
  whatWasLogged,
} from '../support/flow';
import { until } from '../support/until';

const AMP = rowOf('amp')!;

for (const connection of LOCAL) {
  describe(`The status of nodes over ${connection}`, function () {
    this.timeout(25_000);
    useNodeRed();
    let charger: TestCharger;
    afterEach(() => charger.close());

    const start = async (config: Record<string, unknown> = {}) => {
      charger = await startCharger(connection, config);
      await deploy(
        [
          charger.node,
          { id: 'status', type: 'goe-status', charger: 'charger', keys: ['amp'], output: 'details' },
          { id: 'ask', type: 'goe-status', charger: 'charger', keys: ['psm', 'amp'], source: 'charger' },
          { id: 'set', type: 'goe-set', charger: 'charger' },
          {
            id: 'event',
            type: 'goe-event',
            charger: 'charger',
            keys: ['car', 'frc'],
            happenings: ['online', 'offline'],
          },
        ],
        charger.credentials,
      );
    };
    const ALL = ['status', 'ask', 'set', 'event'];
    const is =
      (fill: string, shape: string, text?: RegExp) => (status: { fill?: string; shape?: string; text?: string }) =>
        status.fill === fill && status.shape === shape && (text?.test(status.text ?? '') ?? true);

    it('a yellow ring at first, then a green dot with the value or “connected”', async () => {
      await start();
      for (const id of ALL) assert.ok(statuses(id).some(is('yellow', 'ring', /^connecting$/)), `${id} connecting`);
      await shows('status', is('green', 'dot', /^16 A$/), '16 A');
      await shows('event', is('green', 'dot', /^No car · Neutral$/), 'both values');
      await shows('set', is('green', 'dot', /^connected$/), 'connected');
    });

    it('a yellow ring while a message is under way, then what it brought', async () => {
      await start();
      await shows('set', is('green', 'dot'), 'green');
      const ended = give('set', { payload: { psm: 2 } });
      await shows('set', is('yellow', 'ring', /^sending$/), 'sending');
      await ended;
      assert.deepEqual(statusOf('set'), { fill: 'green', shape: 'dot', text: 'psm Three phases' });
    });

    it('stays yellow until the last of several messages has ended', async () => {
      await start({ timeout: 1.5 });
      await shows('set', is('green', 'dot'), 'green');
      charger.sim.fault('ignored', { keys: ['amp'] });
      const slow = give('set', { payload: { amp: 10 } });
      await serve('set', { payload: { psm: 2 } });
      assert.ok(is('yellow', 'ring', /^sending$/)(statusOf('set')!), JSON.stringify(statusOf('set')));
      await slow;
      assert.ok(is('red', 'dot', /^not confirmed$/)(statusOf('set')!), JSON.stringify(statusOf('set')));
    });

    it('a red dot with why the last message failed, until one goes well', async () => {
      await start();
      await shows('set', is('green', 'dot'), 'green');
      await fail('set', { payload: { amp: 99 } });
      assert.deepEqual(statusOf('set'), { fill: 'red', shape: 'dot', text: 'invalid value' });
      await fail('set', {});
      assert.deepEqual(statusOf('set'), { fill: 'red', shape: 'dot', text: 'nothing to set' });
      await fail('set', { payload: { ama: 16 } });
      assert.deepEqual(statusOf('set'), { fill: 'red', shape: 'dot', text: 'caution not allowed' });
      await serve('set', { payload: { amp: 16 } });
      assert.deepEqual(statusOf('set'), { fill: 'green', shape: 'dot', text: 'amp 16 A' });
    });

    it('a red ring with since when while the charger is away; values are stale, asking fails, and all of it is over when it is back', async () => {
      await start({ timeout: 2 });
      await serve('status');
      for (const id of ALL) await shows(id, is('green', 'dot'), 'green');
      await charger.lose();
      const error = await fail('ask');
      assert.equal(error.code, 'OFFLINE');
      assert.match(error.message, /Garage: /);
      for (const id of ALL) await shows(id, is('red', 'ring', /^offline since \d\d:\d\d$/), 'offline', 10_000);
      assert.match(whatWasLogged(), /Garage is offline: /);
      const lost = await serve('status');
      assert.equal(lost.stale, true);
      assert.deepEqual(
        { ...lost.payload.amp, time: 0 },
        { value: 16, stale: true, unit: 'A', title: AMP.title.en, time: 0 },
      );
      assert.ok(is('red', 'ring')(statusOf('status')!), 'a stale answer does not turn it green');

      await charger.find();
      for (const id of ALL) await shows(id, is('green', 'dot'), 'green', 12_000);
      assert.match(whatWasLogged(), /Garage is online again/);
      // Over MQTT the connection is green with the first sign of life, and the other values come a moment later.
      await until(async () => !('stale' in (await serve('status'))), 'its values are fresh again');
      assert.equal('stale' in (await serve('status')).payload.amp, false);
      const [online, offline, ...rest] = sent('event', 1);
      assert.equal(online!.topic, 'online');
      assert.equal(offline!.topic, 'offline');
      assert.equal(offline!.payload.code, 'OFFLINE');
      assert.match(offline!.payload.reason, /connection/);
      assert.deepEqual(
        rest.map(({ topic }) => topic),
        ['online'],
      );
    });

    it('keeps up with the value without a message', async () => {
      await start();
      await shows('status', is('green', 'dot', /^16 A$/), '16 A');
      charger.sim.set({ amp: 8 });
      await shows('status', is('green', 'dot', /^8 A$/), '8 A');
    });

    it('shows nothing any more after a redeploy has closed the node', async () => {
      await start();
      await shows('status', is('green', 'dot'), 'green');
      charger.sim.fault('ignored');
      put('set', { payload: { amp: 10 } });
      await until(() => statusOf('set')?.text === 'sending', 'sending');
      await unload();
      const shown = ALL.map((id) => statuses(id).length);
      await charger.lose();
      charger.sim.set({ amp: 12 });
      await new Promise((resolve) => setTimeout(resolve, 400));
      assert.deepEqual(
        ALL.map((id) => statuses(id).length),
        shown,
      );
    });
  });
}
