import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { quirk } from '../support/quirk';
import { type ScriptedServer, scriptedServer } from '../support/scripted-server';

quirk(
  {
    topic: 'Reading',
    seen: 'PRO and CORE with firmware 60.3 answer HTTP 400 with the JSON of the keys they have.',
    sources: ['goecharger/go-eCharger-API-v2#312', 'marq24/ha-goecharger-api2#66'],
    here: 'The values are used, whatever the status code is.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;

    beforeEach(async () => {
      server = await scriptedServer((_request, response) => {
        response.writeHead(400, { 'content-type': 'application/json', connection: 'close' });
        response.end(JSON.stringify({ sse: '123456', fwv: '60.3', amp: 16, rejected: ['ffb'] }));
      });
      charger = createCharger({ connection: 'http', host: server.url });
    });
    afterEach(async () => {
      await charger.close();
      await server.close();
    });

    it('gives the values of such an answer', async () => {
      const values = await charger.read(['amp', 'ffb'], 'charger');
      assert.equal(values.get('amp')?.value, 16);
      assert.equal(values.has('ffb'), false);
    });
  },
);
