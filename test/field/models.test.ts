import assert from 'node:assert/strict';
import mqtt from 'mqtt';
import { findOnBroker } from '../../lib/discovery';
import { labelOf, modelOf } from '../../lib/keys';
import { probe } from '../../lib/probe';
import { startBroker } from '../support/broker';
import { quirk } from '../support/quirk';
import { plainCharger, scriptedServer } from '../support/scripted-server';

quirk(
  {
    topic: 'Models and firmware',
    seen: 'PRO and CORE both report the type `go-eCharger_Phoenix`; the subtype (`styp`, in multicast DNS `devicesubtype`) says which.',
    sources: ['goecharger/go-eCharger-API-v2#312', 'marq24/ha-goecharger-api2@73e8d3c'],
    here: 'The model is named by type and subtype; where there is no subtype both names are given.',
  },
  () => {
    const cases: [typ: string, styp: string | undefined, model: string][] = [
      ['go-eCharger_Phoenix', 'pro', 'go-e Charger PRO'],
      ['go-eCharger_Phoenix', 'core_cable', 'go-e Charger CORE'],
      ['go-eCharger_Phoenix', 'goe_PRO', 'go-e Charger PRO'],
      ['go-eCharger_Phoenix', undefined, 'go-e Charger CORE / PRO'],
      ['go-eCharger_Pro', undefined, 'go-e Charger PRO'],
      ['go-eCharger_V4', undefined, 'go-e Charger Gemini'],
      ['go-eCharger', undefined, 'go-e Charger HOME'],
    ];

    for (const [typ, styp, model] of cases)
      it(`${typ} with ${styp ?? 'no subtype'} is ${model}, in a test and on a broker`, async () => {
        assert.equal(modelOf(typ, styp), model);
        const server = await scriptedServer(
          plainCharger({ sse: '123456', fwv: '60.5', car: 1, typ, ...(styp && { styp }) }),
        );
        const report = await probe({ connection: 'http', host: server.url });
        await server.close();
        assert.ok(report.ok, JSON.stringify(report));
        assert.equal(report.model, model);
        const broker = await startBroker();
        const stranger = await mqtt.connectAsync(broker.url);
        for (const [key, value] of Object.entries({ styp, typ }))
          if (value) await stranger.publishAsync(`go-eCharger/123456/${key}`, JSON.stringify(value), { retain: true });
        await stranger.endAsync();
        const [found] = await findOnBroker({ url: broker.url }, { timeoutMs: 300 });
        await broker.stop();
        assert.equal(found?.model, model);
      });

    it('labels of typ name no other model', () => {
      assert.equal(labelOf('typ', 'go-eCharger_Pro', 'de'), 'go-e Charger PRO');
      assert.match(labelOf('typ', 'go-eCharger_Phoenix', 'en') ?? '', /PRO/);
    });
  },
);

quirk(
  {
    topic: 'Models and firmware',
    seen: 'A Wattpilot has the same API and its own firmware numbers: 43.4 is newer than 055.',
    sources: ['tried against 0.3.0'],
    here: 'A number below 050 counts as unknown firmware, and no rule for old firmware applies.',
  },
  () => {
    it('has the labels that all firmwares agree on, and no others', () => {
      assert.equal(labelOf('car', 2, 'en', '43.4'), 'Charging');
      assert.equal(labelOf('err', 14, 'en', '43.4'), undefined);
      assert.equal(labelOf('err', 14, 'en', '055.7'), 'No communication with the charge controller');
    });
  },
);
