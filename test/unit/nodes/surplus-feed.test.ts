/** Values that goe-surplus sends to a charger that regulates itself; minutes of a manual clock. */
import assert from 'node:assert/strict';
import { createCharger } from '../../../lib/charger';
import { complete } from '../../../lib/surplus';
import { chargerReading, READ_KEYS } from '../../../nodes/goe-surplus/charger-reading';
import { createFeedStrategy, FEED_KEYS } from '../../../nodes/goe-surplus/feed-strategy';
import { createMeter } from '../../../nodes/goe-surplus/meter';
import { createTargetWriter } from '../../../nodes/goe-surplus/target';
import { startCharger } from '../../support/chargers';
import { until } from '../../support/until';

describe('A charger that is fed by a stuck meter', function () {
  this.timeout(30_000);

  it('gets no value of it any more, and stops', async () => {
    const ready = { lmo: 4, fup: true, frc: 0, psm: 0, acp: true };
    const { sim, node, close } = await startCharger('http', {}, {}, ready);
    const charger = createCharger({ connection: 'http', host: String(node.host), pollIntervalS: 0.2 });
    const stop = charger.watch([...READ_KEYS, ...FEED_KEYS], { changed: () => {} });
    try {
      const draws = async (watt: number) => {
        sim.set({ car: 2, nrg: (sim.get('nrg') as number[]).map((value, at) => (at === 11 ? watt : value)) });
        await until(() => chargerReading(charger).chargeW === watt, `${watt} W flow`);
      };
      const hooks = { failed: assert.ifError, recovered: () => {} };
      const record = { found: {}, isOwn: () => false };
      const { signal } = new AbortController();
      const meter = createMeter(30);
      const settings = () => complete({ onStale: 'stop' });
      const writer = createTargetWriter(charger, signal, hooks);
      const feed = createFeedStrategy(charger, settings, meter, writer, { prepare: false, signal, record, ...hooks });
      const translate = (gridW: number, second: number) => {
        meter.receive({ gridW }, second * 1000);
        return feed.step(undefined, second * 1000);
      };
      await draws(1400);
      for (let second = 0; second < 60; second += 1) assert.equal(translate(-2313, second).state, 'charging');
      await draws(3700);
      for (let second = 60; second < 180; second += 1) assert.equal(translate(-2313, second).state, 'charging');
      const { state, reason } = translate(-2313, 181);
      assert.deepEqual([state, reason, writer.target.frc], ['stale', 'meter-frozen', 1]);
      assert.notEqual(translate(-2314, 182).reason, 'meter-frozen');
      writer.close();
    } finally {
      stop();
      await charger.close();
      await close();
    }
  });
});
