import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { keys } from '../../lib/keys';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

quirk(
  {
    topic: 'Reading',
    seen: 'A request for very many values is longer than a charger takes: it answers ESP_ERR_HTTPD_RESULT_TRUNC, or an HTTP status that says so.',
    sources: ['goecharger/go-eCharger-API-v2#303', 'marq24/ha-goecharger-api2#105', 'our choice'],
    here: 'The request is split, and stays split from then on; it fails only where a single name is too long.',
  },
  () => {
    const many = keys.flatMap(({ name, access }) => (access === 'w' ? [] : [name])).slice(0, 120);
    let server: ScriptedServer;
    let charger: Charger;
    let refuses: (length: number) => { status: number; text: string } | undefined;

    beforeEach(async () => {
      const known = Object.fromEntries(many.map((name) => [name, 1]));
      const plain = plainCharger({ ...known, sse: '123456', fwv: '60.5', typ: 'go-eCharger', rbt: 900_000, car: 1 });
      server = await scriptedServer((request, response) => {
        const filter = new URL(request.url!, 'http://charger').searchParams.get('filter') ?? '';
        const no = refuses(filter.length);
        if (no) response.writeHead(no.status, { connection: 'close' }).end(no.text);
        else plain(request, response);
      });
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 4 });
    });
    afterEach(async () => {
      await charger.close();
      await server.close();
    });

    for (const [limit, status, text] of [
      [256, 400, 'ESP_ERR_HTTPD_RESULT_TRUNC'],
      [100, 414, '<html>URI Too Long</html>'],
      [60, 431, ''],
    ] as const)
      it(`of more than ${limit} characters (HTTP ${status})`, async () => {
        refuses = (length) => (length > limit ? { status, text } : undefined);
        const read = await charger.read(many, 'charger');
        assert.deepEqual(
          many.filter((name) => !read.has(name)),
          [],
        );
        server.asked.length = 0;
        await charger.read(many, 'charger');
        assert.deepEqual(
          server.asked.filter((path) => path.length > limit + '/api/status?filter='.length),
          [],
        );
      });

    it('is asked as a whole again when that is possible', async () => {
      refuses = () => ({ status: 414, text: '' });
      await assert.rejects(charger.read(many, 'charger'), {
        code: 'PROTOCOL',
        message: /request is too long.*HTTP 414/,
      });
      refuses = () => undefined;
      await charger.read(many, 'charger');
      server.asked.length = 0;
      await charger.read(many, 'charger');
      assert.ok(server.asked.length <= 2, `${server.asked.length} requests`);
    });
  },
);
