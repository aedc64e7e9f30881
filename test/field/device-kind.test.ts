import assert from 'node:assert/strict';
import { type Charger, createCharger } from '../../lib/charger';
import type { Json } from '../../lib/json';
import { probe } from '../../lib/probe';
import { createSimulator, type Simulator } from '../../lib/simulator';
import { quirk } from '../support/quirk';
import { plainCharger, type ScriptedServer, scriptedServer } from '../support/scripted-server';
import { until } from '../support/until';

const TOKEN = 'canary-token-1101';
const CONTROLLER = {
  code: 'PROTOCOL',
  reason: 'controller',
  message: /Garage: this is a go-e Controller and not a charger; enter/,
};

quirk(
  {
    topic: 'Models and firmware',
    seen: 'A go-e Controller has the API, topics and serial number of a charger, and takes keys that it does not have.',
    sources: ['syssi/homeassistant-goecharger-mqtt#117', 'marq24/ha-goecharger-api2#95', 'evcc-io/evcc#10373'],
    here: 'A Controller is recognised by its type, or by keys that only it has; nothing is read from it and nothing is written to it.',
  },
  () => {
    let sim: Simulator;
    let server: ScriptedServer | undefined;
    let charger: Charger;
    let writes: number;

    const connect = async (connection: 'http' | 'cloud') => {
      sim = createSimulator({ model: 'controller', serial: '916791' });
      writes = 0;
      sim.on('write', () => {
        writes += 1;
      });
      const { port } = await (connection === 'http' ? sim.listenHttp() : sim.listenCloud({ token: TOKEN }));
      const url = `http://127.0.0.1:${port}`;
      const where = connection === 'http' ? { host: url } : { serial: '916791', token: TOKEN, cloudUrl: url };
      charger = createCharger({ name: 'Garage', connection, ...where, pollIntervalS: 0.3, timeoutS: 3 });
      return { connection, ...where };
    };
    const connectTo = async (values: Record<string, Json>) => {
      server = await scriptedServer(plainCharger(values));
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 3 });
    };
    afterEach(async () => {
      await charger.close();
      await sim?.close();
      await server?.close();
      server = undefined;
    });

    for (const connection of ['http', 'cloud'] as const) {
      it(`is refused over ${connection}, whatever is asked or written`, async () => {
        await connect(connection);
        await assert.rejects(charger.read(['amp'], 'charger'), CONTROLLER);
        await assert.rejects(charger.read('all', 'charger'), CONTROLLER);
        await assert.rejects(
          charger.write({ frc: 1 }, 'readback'),
          (error: { keys?: Record<string, { code: string }> }) => {
            assert.equal(error.keys?.frc?.code, 'PROTOCOL');
            return /go-e Controller/.test(String(error));
          },
        );
        assert.equal(writes, 0);
        assert.deepEqual(charger.knownKeys(), []);
      });

      it(`is offline for a node over ${connection}, and says why`, async () => {
        await connect(connection);
        charger.watch(['amp'], { changed: () => {} });
        await until(() => charger.availability.state === 'offline', 'offline', 10_000);
        const { availability } = charger;
        assert.ok(availability.state === 'offline' && availability.cause === 'controller');
      });

      it(`is named by the test of a connection over ${connection}`, async () => {
        const report = await probe(await connect(connection));
        assert.ok(!report.ok);
        assert.equal(`${report.code} ${report.reason} ${report.remedy}`, 'PROTOCOL controller enterCharger');
      });
    }

    it('is recognised by its keys where it reports no type', async () => {
      await connectTo({ sse: '916791', fwv: '1.1.4', ccp: [2344.5, null], ccn: ['Home', 'Grid'] });
      await assert.rejects(charger.read(['utc', 'fwv'], 'charger'), CONTROLLER);
      await assert.rejects(charger.write({ frc: 1 }, 'accepted'));
      assert.deepEqual(
        server?.asked.filter((path) => path.startsWith('/api/set')),
        [],
      );
    });

    it('is not taken for a charger of a type that nobody has seen yet', async () => {
      await connectTo({ sse: '123456', fwv: '61.0', typ: 'go-eCharger_V9', car: 1, amp: 16, frc: 0 });
      assert.equal((await charger.read(['amp'], 'charger')).get('amp')?.value, 16);
      assert.equal((await charger.write({ amp: 10 }, 'readback')).get('amp')?.outcome, 'confirmed');
    });
  },
);

quirk(
  {
    topic: 'Models and firmware',
    seen: 'Chargers older than firmware 050 speak only API v1: 404 where API v2 should be, and all numbers as texts at `/status`.',
    sources: [
      'goecharger/go-eCharger-API-v2#275',
      'syssi/homeassistant-goecharger-mqtt#22',
      'syssi/homeassistant-goecharger-mqtt#178',
    ],
    here: 'API v1 is tried when API v2 is missing, less and less often; the error names the firmware that is needed.',
  },
  () => {
    const OLD = { version: 'B', car: '1', amp: '16', err: '0', sse: '041580', fwv: '042.0' };
    let server: ScriptedServer;
    let charger: Charger;

    const start = async (v1: Record<string, string> | undefined, missing = 'Not found: /api/status') => {
      server = await scriptedServer((request, response) => {
        response.setHeader('connection', 'close');
        if (request.url === '/status' && v1) response.end(JSON.stringify(v1));
        else response.writeHead(404, { 'content-type': 'text/plain' }).end(missing);
      });
      charger = createCharger({
        name: 'Garage',
        connection: 'http',
        host: server.url,
        pollIntervalS: 0.3,
        timeoutS: 3,
      });
    };
    const looks = () => server.asked.filter((path) => path === '/status').length;
    afterEach(async () => {
      await charger.close();
      await server.close();
    });
    const isOld = { code: 'PROTOCOL', reason: 'apiV1', message: /speaks only API v1; firmware 050 or newer is needed/ };

    it('is reported with the firmware that is needed', async () => {
      await start(OLD);
      await assert.rejects(charger.read(['amp'], 'charger'), isOld);
      await assert.rejects(charger.write({ amp: 10 }, 'accepted'), /speaks only API v1/);
      assert.deepEqual(
        server.asked.filter((path) => path.startsWith('/api/set')),
        [],
      );
    });

    it('is reported where it names no firmware, and after the text of its HTTP server', async () => {
      const { fwv: _left, ...rest } = OLD;
      await start(rest, 'Nothing matches the given URI');
      await assert.rejects(charger.read(['amp'], 'charger'), isOld);
    });

    it('is reported by the connection test', async () => {
      await start(OLD);
      const report = await probe({ connection: 'http', host: server.url });
      assert.ok(!report.ok);
      assert.equal(`${report.code} ${report.reason} ${report.remedy}`, 'PROTOCOL apiV1 updateFirmware');
    });

    it('is looked at once, however often it is asked for', async () => {
      await start(OLD);
      charger.watch(['amp'], { changed: () => {} });
      await until(() => server.asked.length > 6, 'several polls', 20_000);
      assert.equal(looks(), 1);
    });

    it('is no old charger where newer firmware has API v1 beside an API v2 that is switched off', async () => {
      await start({ ...OLD, fwv: '055.5' });
      const off = { code: 'OFFLINE', reason: 'apiOff', message: /API v2 is switched off/ };
      await assert.rejects(charger.read(['amp'], 'charger'), off);
    });

    it('is reported where it answers the old status at every path', async () => {
      server = await scriptedServer((_request, response) => void response.end(JSON.stringify(OLD)));
      charger = createCharger({ name: 'Garage', connection: 'http', host: server.url, timeoutS: 3 });
      await assert.rejects(charger.read(['amp'], 'charger'), isOld);
      await assert.rejects(charger.read('all', 'charger'), isOld);
    });

    it('is the simulated one too', async () => {
      await start(undefined);
      const sim = createSimulator({ model: 'v1' });
      const { port } = await sim.listenHttp();
      const old = createCharger({ name: 'Garage', connection: 'http', host: `http://127.0.0.1:${port}`, timeoutS: 3 });
      await assert.rejects(old.read(['amp'], 'charger'), isOld);
      await old.close();
      await sim.close();
    });
  },
);
