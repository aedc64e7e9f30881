import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import { createSimulator } from '../../lib/simulator';
import { startBroker } from '../support/broker';
import { endOf } from '../support/ends';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';

const SECRET = 'hünter2 "& much+more';
const textOf = ({ error }: { error?: object }) =>
  JSON.stringify([error, (error as Error)?.message, (error as Error)?.stack]);

/** Forms in which a charger, or a proxy in front of it, may repeat a value. */
const FORMS: Readonly<Record<string, (value: string) => string>> = {
  'as it is': (value) => value,
  'in quotes and parentheses': (value) => `(${JSON.stringify(value)})`,
  'quoted twice': (value) => JSON.stringify(JSON.stringify(value)),
  'in the address': (value) => `/api/set?wak=${encodeURIComponent(JSON.stringify(value))}`,
  'in the address, in small letters': (value) => encodeURIComponent(value).toLowerCase(),
  'as a form sends it': (value) => encodeURIComponent(value).replaceAll('%20', '+'),
  'in HTML': (value) => value.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  'cut at its end': (value) => `${value.slice(0, 9)}…`,
  'cut at its beginning': (value) => `…${value.slice(-9)}`,
  'in base 64': (value) => Buffer.from(value).toString('base64'),
  'without anything outside ASCII': (value) => value.replaceAll('ü', '\\u00fc'),
};
const TELLING = [/nter2/i, /much.more/i, /%22%26/, Buffer.from(SECRET).toString('base64')];

quirk(
  {
    topic: 'Writing',
    seen: 'Chargers repeat the value in their refusals, quoted, encoded or cut, also a password.',
    sources: ['goecharger/go-eCharger-API-v2#20', 'tried against 0.3.0'],
    here: 'A secret is masked in whatever form it turns up, also in the error of another key or message of the same request.',
  },
  () => {
    let server: ScriptedServer;
    let charger: Charger;
    let values: Record<string, unknown>;
    let answer: (set: URL) => { status: number; text: string };
    beforeEach(async () => {
      values = { sse: '123456', fwv: '60.5', typ: 'go-eCharger', rbt: 900_000, amp: 16, frc: 0, mcu: '', fna: 'Old' };
      const plain = plainCharger(values);
      server = await scriptedServer((request, response) => {
        if (!request.url?.startsWith('/api/set')) return plain(request, response);
        const { status, text } = answer(new URL(request.url, 'http://charger'));
        response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' });
        response.end(text);
      });
      charger = createCharger({
        name: 'Garage',
        connection: 'http',
        host: server.url,
        timeoutS: 1.2,
        allowCaution: true,
      });
    });
    afterEach(async () => {
      await charger.close();
      await server.close();
    });

    for (const [how, form] of Object.entries(FORMS)) {
      it(`masks it ${how}`, async () => {
        answer = () => ({ status: 500, text: JSON.stringify({ wak: `wak: failed: ${form(SECRET)} is too weak` }) });
        const end = await endOf(charger.write({ wak: SECRET }, 'readback'), 'wak');
        assert.equal(end.how, 'REFUSED');
        for (const part of TELLING) assert.ok(textOf(end).search(part) < 0, textOf(end));
      });

      it(`masks it ${how} in the error of another key and of another message`, async () => {
        answer = () => ({ status: 500, text: `what was that? ${form(SECRET)}` });
        const ends = await Promise.all([
          endOf(charger.write({ wak: SECRET, amp: 10 }, 'readback'), 'amp'),
          endOf(charger.write({ frc: 1 }, 'readback'), 'frc'),
        ]);
        for (const end of ends) {
          assert.ok(end.error, end.how);
          for (const part of TELLING) assert.ok(textOf(end).search(part) < 0, textOf(end));
        }
        assert.equal(server.asked.filter((path) => path.startsWith('/api/set')).length, 1);
      });
    }

    it('masks passwords in a list and a short one as a whole', async () => {
      answer = () => ({
        status: 500,
        text: JSON.stringify({ wifis: 'no ssid Sonnenhof with key abcdefgh', pass: 'a1b2 is too short' }),
      });
      const wifis = await endOf(
        charger.write({ wifis: [{ ssid: 'Sonnenhof', key: 'abcdefgh' }] }, 'readback'),
        'wifis',
      );
      assert.doesNotMatch(textOf(wifis), /Sonnenhof|abcdefgh/);
      const pass = await endOf(charger.write({ pass: 'a1b2' }, 'readback'), 'pass');
      assert.doesNotMatch(textOf(pass), /a1b2/);
    });

    it('masks the password in a broker address that is repeated encoded', async () => {
      const url = 'mqtt://garage:geheim-4711@192.168.1.5';
      answer = () => ({ status: 500, text: JSON.stringify({ mcu: `mcu: not now (${encodeURIComponent(url)})` }) });
      const end = await endOf(charger.write({ mcu: url }, 'readback'), 'mcu');
      assert.equal(end.how, 'REFUSED');
      assert.doesNotMatch(textOf(end), /geheim|4711/);
    });

    it('leaves other words as they are', async () => {
      answer = () => ({ status: 500, text: JSON.stringify({ amp: 'amp: failed: not on a Sunday (10)' }) });
      const end = await endOf(charger.write({ amp: 10 }, 'readback'), 'amp');
      assert.match(end.message, /amp: failed: not on a Sunday \(10\)/);
    });

    it('masks it over MQTT as well', async () => {
      const broker = await startBroker();
      const sim = createSimulator({ serial: '654321' });
      sim.set({ fna: 'x' });
      sim.fault('echoesValue');
      await sim.connectMqtt({ url: broker.url });
      const second = createCharger({
        connection: 'mqtt',
        broker: broker.url,
        serial: '654321',
        timeoutS: 5,
        allowCaution: true,
      });
      const end = await endOf(second.write({ wak: SECRET }, 'readback'), 'wak');
      await second.close();
      await sim.close();
      await broker.stop();
      assert.ok(end.error, end.how);
      for (const part of TELLING) assert.ok(textOf(end).search(part) < 0, textOf(end));
    });
  },
);
