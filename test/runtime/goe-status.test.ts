import assert from 'node:assert/strict';
import { keys as registry } from '../../lib/keys';
import { LOCAL, startCharger, type TestCharger } from '../support/chargers';
import { deploy, fail, give, serve, shows, useNodeRed } from '../support/flow';
import { until } from '../support/until';

for (const connection of LOCAL) {
  describe(`goe-status over ${connection}`, () => {
    useNodeRed();
    let charger: TestCharger;
    afterEach(() => charger.close());

    const start = async (properties: object = {}, config: Record<string, unknown> = {}) => {
      const nrg = [230, 231, 232, 0, 16, 15, 14, 3680, 3465, 3248, 0, 10393, 100, 99, 98, 0];
      charger = await startCharger(connection, config, {}, { nrg });
      await deploy(
        [charger.node, { id: 'status', type: 'goe-status', charger: 'charger', output: 'values', ...properties }],
        charger.credentials,
      );
    };

    it('answers a message with the chosen values by name, keys and fields alike', async () => {
      await start({ keys: ['amp', 'car', 'nrg.powerTotal'] });
      const { payload, missing, stale } = await serve('status');
      assert.deepEqual(payload, { amp: 16, car: 1, 'nrg.powerTotal': 10393 });
      assert.equal(missing, undefined);
      assert.equal(stale, undefined);
    });

    it('answers with one bare value when that is wanted', async () => {
      await start({ keys: ['nrg.voltageL2', 'amp'], output: 'value' });
      assert.equal((await serve('status')).payload, 231);
    });

    it('answers with value, label, unit, title and time when details are wanted', async () => {
      await start({ keys: ['amp', 'psm', 'nrg.powerL1'], output: 'details' });
      const before = Date.now();
      const { payload } = await serve('status');
      const psm = registry.find(({ name }) => name === 'psm')!;
      const amp = registry.find(({ name }) => name === 'amp')!;
      const powerL1 = registry.find(({ name }) => name === 'nrg')!.fields!.find(({ name }) => name === 'powerL1')!;
      for (const { time } of Object.values(payload) as { time: number }[]) {
        assert.ok(Number.isInteger(time) && time >= before - 5000 && time <= Date.now(), `${time}`);
      }
      const withoutTime = Object.fromEntries(
        Object.entries(payload as Record<string, object>).map(([name, detail]) => [name, { ...detail, time: 0 }]),
      );
      assert.deepEqual(withoutTime, {
        amp: { value: 16, unit: 'A', title: amp.title.en, time: 0 },
        psm: { value: 0, label: 'Automatic', title: psm.title.en, time: 0 },
        'nrg.powerL1': { value: 3680, unit: 'W', title: powerL1.title.en, time: 0 },
      });
    });

    it('gives everything the charger reports when no key is chosen, or by an empty msg.keys', async () => {
      await start({ keys: ['amp'] });
      const { payload } = await serve('status', { keys: [] });
      const all = charger.sim.all();
      const reported = Object.keys(payload);
      assert.deepEqual(
        reported.filter((key) => !(key in all)),
        [],
      );
      if (connection === 'http') assert.deepEqual(reported.sort(), Object.keys(all).sort());
      assert.ok(reported.length > 100, `${reported.length} keys`);
      for (const key of ['amp', 'clp', 'cards', 'fwv', 'psm', 'trx', 'nrg']) assert.deepEqual(payload[key], all[key]);
    });

    for (const [how, keys] of [
      ['an array', ['psm', 'nrg.currentL3']],
      ['a text with commas', ' psm, nrg.currentL3 ,psm,'],
    ] as const) {
      it(`takes other keys from msg.keys as ${how}`, async () => {
        await start({ keys: ['amp'] });
        const msg = await serve('status', { keys });
        assert.deepEqual(msg.payload, { psm: 0, 'nrg.currentL3': 14 });
        assert.deepEqual(msg.keys, keys);
      });
    }

    it('takes its own keys where msg.keys is empty text or nothing', async () => {
      await start({ keys: ['amp'] });
      assert.deepEqual((await serve('status', { keys: undefined })).payload, { amp: 16 });
      assert.deepEqual((await serve('status', { keys: '' })).payload, { amp: 16 });
    });

    for (const keys of [16, { amp: true }, [1, 2], true]) {
      it(`refuses ${JSON.stringify(keys)} as msg.keys`, async () => {
        await start({ keys: ['amp'] });
        const error = await fail('status', { keys });
        assert.equal(error.code, 'INVALID');
        assert.match(error.message, /msg\.keys/);
        await shows('status', ({ fill, shape }) => fill === 'red' && shape === 'dot', 'a red dot');
      });
    }

    it('names in msg.missing what this charger does not have, and forgets what an earlier node said there', async () => {
      await start({ keys: ['amp'] });
      const some = await serve('status', { keys: ['amp', 'xyz', 'nrg.nothing'] });
      assert.deepEqual(some.payload, { amp: 16 });
      assert.deepEqual(some.missing, ['xyz', 'nrg.nothing']);
      const all = await serve('status', { missing: ['xyz'], stale: true });
      assert.equal('missing' in all, false);
      assert.equal('stale' in all, false);
    });

    it('fails with the remedy when the charger has nothing of what is asked for', async () => {
      await start({ keys: ['xyz'] });
      const error = await fail('status');
      assert.equal(error.code, 'INVALID');
      assert.match(error.message, /Garage does not have xyz: choose/);
    });

    it('asks the charger itself at each message when that is wanted', async () => {
      await start({ keys: ['amp', 'psm'], source: 'charger' }, { pollInterval: 60 });
      assert.deepEqual((await serve('status')).payload, { amp: 16, psm: 0 });
      charger.sim.set({ amp: 9, psm: 1 });
      // On its way through the broker it may be overtaken by the question.
      if (connection === 'mqtt') await until(async () => (await serve('status')).payload.psm === 1, 'the new values');
      assert.deepEqual((await serve('status')).payload, { amp: 9, psm: 1 });
    });

    it('fails with OFFLINE when it has to ask and nobody is there', async () => {
      await start({ keys: ['amp'], source: 'charger' });
      await serve('status');
      await charger.lose();
      const error = await fail('status');
      assert.equal(error.code, 'OFFLINE');
      assert.match(error.message, /Garage: /);
    });

    it('answers with what is known without asking again', async () => {
      await start({ keys: ['amp', 'car'] }, { pollInterval: 60 });
      await serve('status');
      const met = () => {
        const { requests } = charger.sim;
        const introduced = requests.findIndex(({ keys }) => keys.includes('fwv'));
        return introduced >= 0 && requests.slice(introduced + 1).some(({ keys }) => keys.includes('amp'));
      };
      if (connection === 'http') await until(met, 'it was asked who it is, and then what is watched');
      const asked = charger.sim.requests.length;
      const answers = await Promise.all(Array.from({ length: 20 }, () => give('status')));
      for (const { sent } of answers) assert.deepEqual(sent?.payload, { amp: 16, car: 1 });
      assert.equal(charger.sim.requests.length, asked);
    });

    it('lets the message pass with all its other properties, also those that cannot be copied', async () => {
      await start({ keys: ['amp'] });
      const req = { headers: {}, on: () => {} };
      const msg = await serve('status', { topic: 'wallbox', payload: 'old', parts: { index: 1, count: 2 }, req });
      assert.equal(msg.topic, 'wallbox');
      assert.deepEqual(msg.parts, { index: 1, count: 2 });
      assert.equal(msg.req, req);
      assert.equal(msg.payload.amp, 16);
    });

    it('gives copies: a flow that changes its message changes nothing for the next', async () => {
      await start({ keys: ['nrg', 'clp'], output: 'values' });
      const { payload } = await serve('status');
      payload.nrg.fill(-1);
      payload.clp.push(99);
      const next = (await serve('status')).payload;
      assert.equal(next.nrg[11], 10393);
      assert.deepEqual(next.clp, charger.sim.get('clp'));
    });

    it('never shows a secret', async () => {
      await start({ keys: ['dll', 'lwf', 'amp'] }, { pollInterval: 0.2 });
      charger.sim.set({ dll: 'https://export.test/?token=canary', lwf: 'http://user:canary@host/x' });
      charger.sim.set({ amp: 9 });
      await until(async () => (await serve('status')).payload.amp === 9, 'the values are there');
      const { payload } = await serve('status');
      assert.deepEqual(payload, { dll: '***', lwf: 'http://***@host/x', amp: 9 });
    });
  });
}
