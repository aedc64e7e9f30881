import assert from 'node:assert/strict';
import { LOCAL, startCharger, type TestCharger } from '../support/chargers';
import { completed, deploy, fail, give, nodeWith, serve, shows, statuses, useNodeRed } from '../support/flow';
import { until } from '../support/until';

for (const connection of LOCAL) {
  describe(`goe-set over ${connection}`, function () {
    this.timeout(20_000);
    useNodeRed();
    let charger: TestCharger;
    afterEach(() => charger.close());

    const start = async (properties: object = {}, config: Record<string, unknown> = {}, tab: object = {}) => {
      charger = await startCharger(connection, config);
      await deploy(
        [charger.node, { id: 'set', type: 'goe-set', charger: 'charger', ...properties }],
        charger.credentials,
        tab,
      );
    };
    const askedToWrite = () => charger.writes.map(({ values }) => values);

    it('writes an object in msg.payload, and sends the message with the values that the charger has now', async () => {
      await start();
      const msg = await serve('set', { payload: { amp: 10, psm: 1 }, topic: 'kept', other: { property: 1 } });
      assert.deepEqual(msg.payload, { amp: 10, psm: 1 });
      assert.deepEqual(msg.result, {
        amp: { outcome: 'confirmed', value: 10, previous: 16 },
        psm: { outcome: 'confirmed', value: 1, previous: 0 },
      });
      assert.equal(msg.topic, 'kept');
      assert.deepEqual(msg.other, { property: 1 });
      assert.equal(charger.sim.get('amp'), 10);
      assert.equal(charger.sim.get('psm'), 1);
      assert.equal(completed().length, 1);
    });

    it('writes msg.payload to the key in msg.topic, numbers as text and options by their label', async () => {
      await start();
      const [amp, psm] = await Promise.all([
        serve('set', { topic: 'amp', payload: '13' }),
        serve('set', { topic: ' psm ', payload: 'Three phases' }),
      ]);
      assert.deepEqual(amp.payload, { amp: 13 });
      assert.deepEqual(psm.payload, { psm: 2 });
      assert.equal(charger.sim.get('amp'), 13);
      assert.equal(charger.sim.get('psm'), 2);
    });

    // Over MQTT an unchanged value is not published again, so that the charger's answer may have to do.
    const sent = connection === 'http' ? ['confirmed'] : ['confirmed', 'accepted'];
    const outcomeOf = async (key: string, msg: object) => (await serve('set', msg)).result[key].outcome;

    it('sends unchanged values where that is chosen, by the node or by the message', async () => {
      await start({ resend: true }, { timeout: 8 });
      assert.equal(await outcomeOf('amp', { payload: { amp: 16 }, resend: false }), 'unchanged');
      assert.equal(askedToWrite().length, 0);
      assert.ok(sent.includes(await outcomeOf('amp', { payload: { amp: 16 } })));
      assert.equal(askedToWrite().length, 1);
    });

    it('sends unchanged values of keys that must be written again', async () => {
      await start({}, { timeout: 8 });
      assert.equal(await outcomeOf('awc', { payload: { awc: 1 } }), 'confirmed');
      assert.ok(sent.includes(await outcomeOf('awc', { payload: { awc: 1 } })));
      assert.equal(await outcomeOf('amp', { payload: { amp: 16 } }), 'unchanged');
      assert.ok(sent.includes(await outcomeOf('amp', { payload: { amp: 16 }, resend: true })));
      assert.equal(askedToWrite().length, 3);
    });

    it('understands options in German too', async () => {
      await start({ confirm: 'accepted' });
      await serve('set', { payload: { psm: 'Automatisch', frc: 'Nicht laden' } });
      assert.deepEqual(askedToWrite().flatMap(Object.entries).sort(), [
        ['frc', '1'],
        ['psm', '0'],
      ]);
    });

    it('evaluates rows of every kind of typed input', async () => {
      process.env.GOE_TEST_AMPERE = '14';
      const rows = [
        { key: 'fst', type: 'msg', value: 'surplus.start' },
        { key: 'spl3', type: 'flow', value: 'threePhases' },
        { key: 'sh', type: 'global', value: 'hysteresis' },
        { key: 'pgt', type: 'jsonata', value: '$sum(readings) * -1' },
        { key: 'amp', type: 'env', value: 'GOE_TEST_AMPERE' },
        { key: 'lbr', type: 'env', value: 'BRIGHTNESS' },
        { key: 'clp', type: 'json', value: '[6, 8, 10]' },
        { key: 'fup', type: 'bool', value: 'false' },
        { key: 'att', type: 'num', value: '3600' },
        { key: 'fna', type: 'str', value: 'Wallbox + "Süd" #1 & 🔌' },
        { key: 'lmo', type: 'option', value: '4' },
      ];
      const tab = { env: [{ name: 'BRIGHTNESS', value: '120', type: 'num' }] };
      await start({ values: rows, confirm: connection === 'http' ? 'readback' : 'accepted' }, { timeout: 6 }, tab);
      const context = nodeWith('set').context();
      context.flow.set('threePhases', 4500);
      context.global.set('hysteresis', 350);
      // A message brings its own ideas, which rows do not care about.
      await serve('set', { surplus: { start: 1500 }, readings: [100, 150], payload: { amp: 32 }, topic: 'amp' });
      delete process.env.GOE_TEST_AMPERE;
      const written = Object.fromEntries(askedToWrite().flatMap(Object.entries));
      assert.deepEqual(Object.fromEntries(Object.entries(written).map(([key, json]) => [key, JSON.parse(json)])), {
        fst: 1500,
        spl3: 4500,
        sh: 350,
        pgt: -250,
        amp: 14,
        lbr: 120,
        clp: [6, 8, 10],
        fup: false,
        att: 3600,
        fna: 'Wallbox + "Süd" #1 & 🔌',
        lmo: 4,
      });
      await until(() => charger.sim.get('fna') === 'Wallbox + "Süd" #1 & 🔌', 'the charger has its name');
    });

    for (const [what, row] of [
      ['a message property that is not there', { key: 'amp', type: 'msg', value: 'nothing.here' }],
      ['a context value that is not there', { key: 'amp', type: 'flow', value: 'nothing' }],
      ['a JSONata expression that is wrong', { key: 'amp', type: 'jsonata', value: '1 +' }],
      ['a JSONata expression that gives nothing', { key: 'amp', type: 'jsonata', value: 'nowhere' }],
      ['JSON that is none', { key: 'amp', type: 'json', value: '{' }],
      ['a number that is none', { key: 'amp', type: 'num', value: 'many' }],
      ['an option that is none', { key: 'psm', type: 'option', value: '7' }],
    ] as const) {
      it(`fails with INVALID for ${what}, names the key and sends nothing`, async () => {
        await start({ values: [{ key: 'fup', type: 'bool', value: 'true' }, row] });
        const error = await fail('set');
        assert.equal(error.code, 'INVALID');
        assert.match(error.message, new RegExp(`\\b${row.key}\\b`));
        assert.deepEqual(askedToWrite(), []);
      });
    }

    it('gives an object as the value of a key that takes one', async () => {
      await start({ confirm: 'accepted' });
      const ids = { pGrid: -2500, pPv: 4000, pAkku: 0 };
      const msg = await serve('set', { topic: 'ids', payload: ids });
      assert.deepEqual(msg.payload, { ids });
      assert.equal(msg.result.ids.outcome, 'accepted');
      assert.deepEqual(JSON.parse(askedToWrite()[0]!.ids!), ids);
    });

    it('makes a list shorter', async () => {
      await start();
      assert.deepEqual(charger.sim.get('clp'), [6, 8, 10, 13, 16]);
      const msg = await serve('set', { payload: { clp: [6, 8] } });
      assert.deepEqual(msg.result.clp, { outcome: 'confirmed', value: [6, 8], previous: [6, 8, 10, 13, 16] });
      assert.deepEqual(charger.sim.get('clp'), [6, 8]);
    });

    it('does not wait until the value shows where *the charger has taken the value* is chosen', async () => {
      await start({ confirm: 'accepted' });
      charger.sim.fault('ignored');
      const msg = await serve('set', { payload: { amp: 11 } });
      assert.equal(msg.result.amp.outcome, 'accepted');
      assert.equal(msg.result.amp.value, 11);
    });

    it('does not send unchanged values', async () => {
      await start();
      const msg = await serve('set', { payload: { amp: 16 } });
      assert.deepEqual(msg.result, { amp: { outcome: 'unchanged', value: 16, previous: 16 } });
      assert.deepEqual(msg.payload, { amp: 16 });
      assert.deepEqual(askedToWrite(), []);
    });

    it('sends only the newest of values that come in a rush; those it replaces leave as superseded', async () => {
      await start();
      const rush = [7, 8, 9, 10, 11, 12].map((amp) => give('set', { payload: { amp } }));
      const outcomes = (await Promise.all(rush)).map((ended) => ended.sent?.result.amp.outcome);
      assert.deepEqual(outcomes.slice(0, -1), Array(5).fill('superseded'));
      assert.equal(outcomes.at(-1), 'confirmed');
      assert.equal(charger.sim.get('amp'), 12);
      assert.ok(askedToWrite().length <= 2, JSON.stringify(askedToWrite()));
    });

    describe('fails, at a Catch node, with', () => {
      for (const [what, payload, why] of [
        ['a value out of range', { amp: 5 }, /amp = 5: .*6 to 32/],
        ['a fraction where a whole number belongs', { amp: 6.5 }, /amp = 6.5: .*whole number/],
        ['text where a number belongs', { amp: 'abc' }, /amp = "abc"/],
        ['null where there is none', { amp: null }, /amp = null/],
        ['a key nobody knows', { volume: 11 }, /volume = 11: there is no such key/],
        ['a key that is only read', { alw: true }, /alw = true: .*only be read; set frc/],
        ['an option that is none', { psm: 'Two phases' }, /psm = "Two phases": must be one of/],
      ] as const) {
        it(`INVALID: ${what}`, async () => {
          await start();
          const error = await fail('set', { payload });
          assert.equal(error.code, 'INVALID');
          assert.match(error.message, why);
          assert.match(error.message, /Garage/);
          await shows('set', ({ fill, shape }) => fill === 'red' && shape === 'dot', 'a red dot');
          assert.deepEqual(askedToWrite(), []);
        });
      }

      for (const [what, msg] of [
        ['nothing to set', {}],
        ['an empty object', { payload: {} }],
        ['a value without a key', { payload: 16 }],
        ['a key without a value', { topic: 'amp' }],
        ['a list', { payload: [{ amp: 16 }] }],
      ] as const) {
        it(`INVALID: ${what}`, async () => {
          await start();
          const error = await fail('set', { ...msg });
          assert.equal(error.code, 'INVALID');
          assert.match(error.message, /msg\.payload/);
        });
      }

      it('one error that names every wrong key, and nothing is sent of the others', async () => {
        await start();
        const error = await fail('set', { payload: { amp: 10, psm: 9, fup: 'perhaps' } });
        assert.equal(error.code, 'INVALID');
        assert.match(error.message, /psm = 9/);
        assert.match(error.message, /fup = "perhaps"/);
        assert.match(error.message, /nothing was sent/);
        assert.deepEqual(askedToWrite(), []);
        assert.equal(charger.sim.get('amp'), 16);
      });

      it('READ_ONLY where the configuration forbids writing', async () => {
        await start({}, { readOnly: true });
        const error = await fail('set', { payload: { amp: 10 } });
        assert.equal(error.code, 'READ_ONLY');
        assert.match(error.message, /configuration/);
        assert.deepEqual(askedToWrite(), []);
      });

      it('CAUTION for a key that can lock the owner out, unless the configuration allows such keys', async () => {
        await start();
        const error = await fail('set', { payload: { amp: 10, ama: 32 } });
        assert.equal(error.code, 'CAUTION');
        assert.match(error.message, /ama = 32: .*configuration/);
        assert.deepEqual(askedToWrite(), []);
      });

      it('REFUSED and the charger’s own words, saying which other keys went well', async () => {
        await start();
        charger.sim.fault('refuse', { key: 'amp', text: 'not on a Sunday' });
        const error = await fail('set', { payload: { psm: 2, amp: 10 } });
        assert.equal(error.code, 'REFUSED');
        assert.match(error.message, /Garage: amp = 10: .*not on a Sunday.* \(psm went well\)/);
        assert.equal(charger.sim.get('psm'), 2);
        assert.equal(charger.sim.get('amp'), 16);
      });

      it('UNCONFIRMED when the charger takes a value and never shows it', async () => {
        await start({}, { timeout: 1.5 });
        charger.sim.fault('ignored');
        const error = await fail('set', { payload: { amp: 10 } });
        assert.equal(error.code, 'UNCONFIRMED');
        assert.match(error.message, /amp = 10: .*still reads 16/);
      });

      it('OFFLINE when the charger cannot be reached', async () => {
        await start({}, { timeout: 1.5 });
        await serve('set', { payload: { amp: 16 } });
        await charger.lose();
        const error = await fail('set', { payload: { amp: 10 } });
        assert.equal(error.code, 'OFFLINE');
        assert.match(error.message, /Garage/);
      });

      if (connection === 'http') {
        it('TIMEOUT when no answer comes', async () => {
          await start({}, { timeout: 1 });
          charger.sim.fault('hang');
          const error = await fail('set', { payload: { amp: 10 } });
          assert.equal(error.code, 'TIMEOUT');
        });

        it('PROTOCOL when the answer makes no sense', async () => {
          await start();
          charger.sim.fault('html');
          const error = await fail('set', { payload: { amp: 10 } });
          assert.equal(error.code, 'PROTOCOL');
        });
      } else {
        it('UNCONFIRMED when the owner has not allowed writing over MQTT, with the remedy', async () => {
          await start({}, { timeout: 2.5 });
          charger.sim.set({ mcr: true });
          charger.sim.fault('noResult');
          const error = await fail('set', { payload: { amp: 10 } });
          assert.equal(error.code, 'UNCONFIRMED');
          assert.match(error.message, /writing over MQTT is allowed/);
        });
      }
    });

    it('writes a key marked caution where the configuration allows it', async () => {
      await start({}, { allowCaution: true });
      const msg = await serve('set', { payload: { ama: 14 } });
      assert.equal(msg.result.ama.outcome, 'confirmed');
      assert.equal(charger.sim.get('ama'), 14);
    });

    it('never shows a secret that was written, also when it fails', async () => {
      await start({ confirm: 'accepted' }, { allowCaution: true });
      charger.sim.fault('refuse', { key: 'wak', text: 'no' });
      const error = await fail('set', { payload: { wak: 'canary-secret', amp: 99 } });
      assert.doesNotMatch(JSON.stringify(error), /canary-secret/);
      const refused = await fail('set', { topic: 'wak', payload: 'canary-secret' });
      assert.doesNotMatch(JSON.stringify({ code: refused.code, text: refused.message }), /canary-secret/);
      assert.doesNotMatch(JSON.stringify(statuses('set')), /canary-secret/);
    });
  });
}
