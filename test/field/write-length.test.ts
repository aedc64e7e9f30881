import assert from 'node:assert/strict';
import { type Charger, type ChargerOptions, createCharger } from '../../lib/charger';
import { endOf } from '../support/ends';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

const at = (hour: number) => ({ hour, minute: 0 });
const schedule = (...ranges: [number, number][]) => ({
  control: 1,
  ranges: ranges.map(([begin, end]) => ({ begin: at(begin), end: at(end) })),
});
/** 24 hours of prices, about 2,000 characters. */
const PRICES = Array.from({ length: 24 }, (_, hour) => ({
  start: 1_700_000_000 + hour * 3600,
  end: 1_700_003_600 + hour * 3600,
  marketprice: 21.123 + hour,
}));

quirk(
  {
    topic: 'Writing',
    seen: 'One value of more than 256 encoded characters is refused with ESP_ERR_HTTPD_RESULT_TRUNC: a schedule that is encoded completely has 277.',
    sources: ['goecharger/go-eCharger-API-v2#303', 'goecharger/go-eCharger-API-v2#39'],
    here: 'Only characters that need it are encoded, so that the schedule has 145; a value that is still too long is INVALID before a request is sent, and the error names MQTT as the remedy.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;
    let values: Record<string, unknown>;
    let longest: number;
    let tooLong: { status: number; text: string };
    const sets = () => server.asked.filter((path) => path.startsWith('/api/set'));
    const valuesIn = (path: string) =>
      path
        .slice(path.indexOf('?') + 1)
        .split('&')
        .map((pair) => pair.slice(pair.indexOf('=') + 1));

    beforeEach(async () => {
      longest = 256;
      tooLong = { status: 400, text: 'ESP_ERR_HTTPD_RESULT_TRUNC' };
      values = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', rbt: 900_000, amp: 16, tzt: 'old' };
      values.sch_week = { control: 0, ranges: [] };
      const plain = plainCharger(values);
      server = await scriptedServer((request, response) => {
        const path = request.url ?? '';
        if (path.startsWith('/api/set') && valuesIn(path).some((value) => value.length > longest)) {
          response.writeHead(tooLong.status, { connection: 'close' });
          response.end(tooLong.text);
        } else plain(request, response);
      });
    });
    afterEach(async () => {
      await charger.close();
      await server.close();
    });
    const connect = (options: Partial<ChargerOptions> = {}) => {
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 4, ...options });
      return charger;
    };

    it('writes a schedule of two ranges in 145 characters', async () => {
      const week = schedule([6, 14], [0, 0]);
      const end = await endOf(connect().write({ sch_week: week }, 'readback'), 'sch_week');
      assert.equal(end.how, 'confirmed');
      assert.deepEqual(values.sch_week, week);
      assert.equal(valuesIn(sets()[0]!)[0]!.length, 145);
    });

    it('takes every character there and back', async () => {
      const text = '"+&#%=;?<>^`|\\ äß€😀\t{}[]:,/@$\'!*()';
      const end = await endOf(connect().write({ tzt: text }, 'readback'), 'tzt');
      assert.equal(end.how, 'confirmed');
      assert.equal(values.tzt, text);
      assert.match(sets()[0]!, /^\/api\/set\?tzt=[\x21-\x7e]+$/);
    });

    for (const [what, key, value] of [
      ['a schedule of five ranges', 'sch_week', schedule([0, 1], [2, 3], [4, 5], [6, 7], [8, 9])],
      ['the prices of a day', 'awpl', PRICES],
    ] as const)
      it(`says before anything is sent that ${what} cannot fit, and that MQTT takes it`, async () => {
        const end = await endOf(connect().write({ amp: 10, [key]: value }, 'readback'), key);
        assert.equal(end.how, 'INVALID');
        assert.match(end.message, /too long for HTTP.*MQTT.*nothing was sent/);
        assert.deepEqual([server.asked, values.amp], [[], 16]);
      });

    for (const status of [413, 414, 431, 400, 500])
      it(`reports ${status} of a charger that takes even less as too long`, async () => {
        longest = 100;
        tooLong = { status, text: status > 410 && status < 432 ? 'URI is too long' : tooLong.text };
        const end = await endOf(connect().write({ sch_week: schedule([6, 14], [0, 0]) }, 'readback'), 'sch_week');
        assert.equal(end.how, 'REFUSED');
        assert.match(end.message, /too long.*MQTT/);
        assert.doesNotMatch(end.message, /check the address/);
      });

    it('writes alone what was refused only together with a longer one', async () => {
      longest = 100;
      const writing = connect().write({ amp: 10, sch_week: schedule([6, 14], [0, 0]) }, 'readback');
      const end = await endOf(writing, 'amp');
      assert.deepEqual(Object.keys(end.error!.keys!), ['sch_week']);
      assert.match(end.message, /amp went well/);
      assert.equal(values.amp, 10);
    });

    for (const connection of ['http', 'cloud'] as const)
      for (const status of [413, 414, 431, 500])
        it(`reports ${status} for a read that is too long as that (${connection})`, async () => {
          const text = status === 500 ? 'ESP_ERR_HTTPD_RESULT_TRUNC' : '<html>URI Too Long</html>';
          server.answer = (_request, response) => response.writeHead(status, { connection: 'close' }).end(text);
          connect({ connection, host: server.url, serial: '123456', token: 'token', cloudUrl: server.url });
          await assert.rejects(charger.read(['amp', 'car'], 'charger'), {
            code: 'PROTOCOL',
            message: new RegExp(`request is too long.*HTTP ${status}.*fewer values`),
          });
        });

    it('reports 414 of the cloud as too long as well', async () => {
      longest = 100;
      tooLong = { status: 414, text: '<html>URI Too Long</html>' };
      connect({ connection: 'cloud', serial: '123456', token: 'token', cloudUrl: server.url });
      const end = await endOf(charger.write({ sch_week: schedule([6, 14], [0, 0]) }, 'readback'), 'sch_week');
      assert.equal(end.how, 'REFUSED');
      assert.match(end.message, /too long.*MQTT/);
    });
  },
);
