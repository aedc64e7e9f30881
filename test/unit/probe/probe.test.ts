import assert from 'node:assert/strict';
import type { ChargerOptions } from '../../../lib/charger';
import { PROBE_REASONS, PROBE_REMEDIES, type ProbeReport, probe, WRITE_PROBLEM_REASONS } from '../../../lib/probe';
import { createSimulator, MODEL_NAMES, type Simulator, type SimulatorOptions } from '../../../lib/simulator';
import { startBroker, type TestBroker } from '../../support/broker';
import { freePort } from '../../support/free-port';
import { plainCharger, type ScriptedServer, scriptedServer } from '../../support/scripted-server';

let sim: Simulator;

async function http(options: SimulatorOptions = {}): Promise<ChargerOptions> {
  sim = createSimulator({ serial: '123456', name: 'Garage', ...options });
  return { connection: 'http', host: (await sim.listenHttp()).url };
}

/** Code, reason and remedy of a failure, as one text. */
function reason(report: ProbeReport): string {
  if (report.ok) return 'ok';
  assert.ok(PROBE_REASONS.includes(report.reason) && PROBE_REMEDIES.includes(report.remedy));
  return `${report.code} ${report.reason} ${report.remedy}`;
}

describe('Testing a connection over HTTP', () => {
  afterEach(() => sim?.close());

  it('reports name, model, firmware, serial number, car, limits and whether it can be written to', async () => {
    assert.deepEqual(await probe(await http({ model: 'gemini-055.7' })), {
      ok: true,
      name: 'Garage',
      model: 'go-e Charger Gemini',
      firmware: '055.7',
      serial: '123456',
      car: { value: 1, label: { en: 'No car', de: 'Kein Fahrzeug' } },
      limits: { amp: 16, ama: 32, mca: 6, var: 22, adi: false },
      canWrite: true,
      connection: 'http',
    });
  });

  for (const model of MODEL_NAMES)
    it(`knows ${model} and reads only, a few keys at a time`, async () => {
      const options = await http({ model });
      const report = await probe(options);
      assert.ok(report.ok, JSON.stringify(report));
      assert.equal(report.firmware, sim.firmware);
      for (const { path, query } of sim.requests) assert.match(`${path}?${query}`, /^\/api\/status\?filter=./);
    });

  it('says that the configuration does not allow writing', async () => {
    const report = await probe({ ...(await http()), readOnly: true });
    assert.ok(report.ok);
    assert.equal(report.canWrite, false);
    assert.deepEqual(report.writeProblem, { reason: 'readOnlyHere', remedy: 'allowHere' });
  });

  it('says that the API is switched off', async () => {
    const options = await http();
    sim.set({ hai: false });
    assert.equal(reason(await probe(options)), 'OFFLINE apiOff switchOnApi');
  });

  it('says that nothing answers, in time', async () => {
    const options = await http();
    sim.fault('hang');
    const started = Date.now();
    assert.equal(reason(await probe(options)), 'TIMEOUT noAnswer checkPower');
    assert.ok(Date.now() - started < 6000);
  }).timeout(8000);

  it('tells an address where nothing listens from a name that does not exist', async () => {
    const refused = { connection: 'http', host: `127.0.0.1:${await freePort()}` } as const;
    assert.equal(reason(await probe(refused)), 'OFFLINE refused checkAddress');
    assert.equal(
      reason(await probe({ connection: 'http', host: 'nobody.invalid' })),
      'OFFLINE nameUnknown useIpAddress',
    );
  });

  it('says what is wrong with the form', async () => {
    assert.equal(reason(await probe({ connection: 'http', host: '' })), 'INVALID incomplete completeForm');
    assert.equal(reason(await probe({ connection: 'cloud', serial: '123456' })), 'INVALID incomplete completeForm');
  });

  it('can be aborted', async () => {
    const options = await http();
    sim.fault('hang');
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    const started = Date.now();
    assert.equal((await probe(options, stop.signal)).ok, false);
    assert.ok(Date.now() - started < 2000);
  });
});

describe('Testing a connection to something that is no charger', () => {
  let server: ScriptedServer;
  let other: ScriptedServer;
  const SECRET = 'canary-content-83';
  afterEach(async () => {
    await server.close();
    await other?.close();
  });

  const asked = async (answer: ScriptedServer['answer']) => {
    server = await scriptedServer(answer);
    const report = await probe({ connection: 'http', host: server.url });
    assert.doesNotMatch(JSON.stringify(report), /canary/);
    for (const path of server.asked) assert.match(path, /^\/api\/status\?filter=./);
    return reason(report);
  };

  for (const status of [200, 404, 500])
    it(`says so for a page with status ${status}, and does not quote the page`, async () => {
      const answer: ScriptedServer['answer'] = (_request, response) => {
        response.writeHead(status, { 'content-type': 'text/html' }).end(`<html>${SECRET}</html>`);
      };
      assert.equal(await asked(answer), 'PROTOCOL otherDevice checkAddress');
    });

  it('says so for JSON of another kind, also where it has some of the keys', async () => {
    for (const values of [
      {},
      { status: SECRET },
      { sse: SECRET, fwv: SECRET, fna: SECRET },
      { sse: '123456', fwv: 7 },
    ]) {
      assert.equal(await asked(plainCharger({ ...values })), 'PROTOCOL otherDevice checkAddress');
      await server.close();
    }
  });

  it('follows no redirect', async () => {
    other = await scriptedServer(plainCharger({ sse: '123456', fwv: '60.5', car: 1 }));
    const moved = await asked((request, response) => {
      response.writeHead(302, { location: other.url + request.url }).end(SECRET);
    });
    assert.equal(moved, 'PROTOCOL otherDevice checkAddress');
    assert.deepEqual(other.asked, []);
  });

  it('does not read 50 MB', async () => {
    let sent = 0;
    const reason = await asked((_request, response) => {
      const piece = Buffer.alloc(64 * 1024, 'x');
      const more = () => {
        while (sent < 50 * 1024 * 1024 && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return void response.once('drain', more);
        }
        response.end();
      };
      more();
    });
    assert.equal(reason, 'PROTOCOL otherDevice checkAddress');
    assert.ok(sent < 10 * 1024 * 1024, `${sent} bytes were taken`);
  });

  it('gives the texts of a charger as plain, bounded ones', async () => {
    const name = `<script>\u202E\u0000${'x'.repeat(10_000)}`;
    server = await scriptedServer(
      plainCharger({ sse: '123456', fwv: '60.5', typ: '<b>new</b>', fna: name, car: 'two', amp: '16', ama: {} }),
    );
    const report = await probe({ connection: 'http', host: server.url });
    assert.ok(report.ok);
    assert.equal(report.name, `<script>${'x'.repeat(56)}`);
    assert.equal(report.model, '<b>new</b>');
    assert.deepEqual([report.car.value, report.limits], [null, {}]);
  });
});

describe('Testing a connection over MQTT', () => {
  const login = { username: 'flows', password: 'canary-password-52' };
  let broker: TestBroker;
  before(async () => {
    broker = await startBroker(login);
  });
  after(() => broker.stop());
  afterEach(() => sim.close());

  async function mqtt(options: SimulatorOptions = {}, prefix?: string): Promise<ChargerOptions> {
    sim = createSimulator({ serial: '123456', model: 'gemini-055.7', ...options });
    await sim.connectMqtt({ url: broker.url, ...login, prefix });
    return { connection: 'mqtt', broker: broker.url, serial: sim.serial, ...login };
  }

  it('reports what it finds, though chargers do not publish their name and number', async () => {
    const report = await probe(await mqtt());
    assert.ok(report.ok, JSON.stringify(report));
    assert.deepEqual(
      [report.serial, report.name, report.firmware, report.car.value, report.limits.ama, report.connection],
      ['123456', '123456', '055.7', 1, 32, 'mqtt'],
    );
  });

  for (const [mcr, canWrite, problem] of [
    [false, true, undefined],
    [true, false, 'mqttReadOnly'],
    [undefined, 'unknown', 'notTold'],
  ] as const)
    it(`says whether it can be written to where mcr is ${mcr}`, async () => {
      // Published from 60.x on. A prefix of its own for each, because a broker retains the values of the one before.
      const options = await mqtt({ model: mcr === undefined ? 'gemini-055.7' : 'v3-60.5' }, `test/mcr-${mcr}/`);
      if (mcr !== undefined) sim.set({ mcr });
      const report = await probe({ ...options, topicPrefix: `test/mcr-${mcr}/` });
      assert.ok(report.ok, JSON.stringify(report));
      assert.equal(report.canWrite, canWrite);
      assert.equal(report.writeProblem?.reason, problem);
      if (problem) assert.ok(WRITE_PROBLEM_REASONS.includes(problem));
    });

  it('says that only old values are there', async () => {
    const options = await mqtt({ serial: '200002' });
    await sim.disconnectMqtt();
    assert.equal(reason(await probe(options)), 'OFFLINE onlyRetained checkPower');
  });

  it('names those that are there where the serial number or the prefix is wrong', async () => {
    const options = await mqtt({ serial: '200003' });
    const other = await probe({ ...options, serial: '999999' });
    assert.equal(reason(other), 'OFFLINE wrongSerial chooseHeard');
    assert.ok(!other.ok && other.heard?.some((each) => each.serial === '200003' && each.alive));
    const prefix = await probe({ ...options, topicPrefix: 'somewhere/else/' });
    assert.equal(reason(prefix), 'OFFLINE wrongPrefix takeHeardPrefix');
    assert.ok(!prefix.ok && prefix.heard?.some((each) => each.topicPrefix === 'go-eCharger/200003/'));
  }).timeout(12_000);

  it('says that no charger is there', async () => {
    await mqtt();
    const empty = await startBroker();
    const report = await probe({ connection: 'mqtt', broker: empty.url, serial: '123456' });
    await empty.stop();
    assert.equal(reason(report), 'OFFLINE nothingHeard switchOnMqtt');
  });

  it('says that the broker refuses the login, or is not there, and never quotes the password', async () => {
    const options = await mqtt();
    const wrong = await probe({ ...options, password: 'canary-wrong-61' });
    assert.equal(reason(wrong), 'AUTH brokerLogin checkLogin');
    const down = await probe({ ...options, broker: `mqtt://127.0.0.1:${await freePort()}` });
    assert.equal(reason(down), 'OFFLINE brokerDown checkBroker');
    assert.doesNotMatch(JSON.stringify([wrong, down]), /canary/);
  });
});

describe('Testing a connection to the cloud', () => {
  const token = 'canary-token-29';
  afterEach(() => sim.close());

  it('reports what it finds, and tells a wrong token from a charger that is offline', async () => {
    sim = createSimulator({ serial: '123456', name: 'Garage' });
    const { url } = await sim.listenCloud({ token });
    const options = { connection: 'cloud', serial: '123456', cloudUrl: url, token } as const;
    const report = await probe(options);
    assert.ok(report.ok && report.name === 'Garage', JSON.stringify(report));
    const wrong = await probe({ ...options, token: 'canary-other-30' });
    assert.equal(reason(wrong), 'AUTH wrongToken newToken');
    assert.doesNotMatch(JSON.stringify(wrong), /canary/);
    sim.set({ cae: false });
    assert.equal(reason(await probe(options)), 'OFFLINE cloudOff switchOnCloud');
  });
});
