import assert from 'node:assert/strict';
import { findOnNetwork } from '../../../lib/discovery';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../lib/simulator';
import { freePort } from '../../support/free-port';

/** Real multicast, on this machine's own network and a port of its own. */
describe('Finding chargers on the network', () => {
  const chargers: Simulator[] = [];
  let port = 0;
  before(async () => {
    port = await freePort();
  });
  afterEach(() => Promise.all(chargers.splice(0).map((charger) => charger.close())));

  const find = (more: object = {}) =>
    findOnNetwork({ timeoutMs: 700, mdns: { port, interfaces: ['127.0.0.1'] }, ...more });

  async function announced(options: SimulatorOptions): Promise<Simulator & { port: number }> {
    const charger = createSimulator(options);
    chargers.push(charger);
    const http = await charger.listenHttp();
    await charger.announce({ port });
    return Object.assign(charger, { port: http.port });
  }

  it('finds each with name, serial number, model and address', async () => {
    const garage = await announced({ serial: '123456', name: 'Garage' });
    const carport = await announced({ serial: '234567', name: 'Carport', model: 'gemini-055.7' });
    const core = await announced({ serial: '345678', name: 'Core', model: 'core-60.5' });
    const found = (await find()).sort((a, b) => a.serial.localeCompare(b.serial));
    assert.deepEqual(found, [
      {
        name: 'Garage',
        serial: '123456',
        model: 'go-e Charger HOME',
        address: `127.0.0.1:${garage.port}`,
        connection: 'http',
      },
      {
        name: 'Carport',
        serial: '234567',
        model: 'go-e Charger Gemini',
        address: `127.0.0.1:${carport.port}`,
        connection: 'http',
      },
      {
        name: 'Core',
        serial: '345678',
        model: 'go-e Charger CORE',
        address: `127.0.0.1:${core.port}`,
        connection: 'http',
      },
    ]);
  });

  it('reports each while it still searches', async () => {
    await announced({ serial: '123456' });
    const order: string[] = [];
    await find({ onFound: ({ serial }: { serial: string }) => order.push(serial) }).then(() => order.push('over'));
    assert.deepEqual(order, ['123456', 'over']);
  });

  it('finds nothing where no charger is, or where a charger is switched off', async () => {
    assert.deepEqual(await find(), []);
    const charger = await announced({ serial: '123456' });
    charger.reboot({ downMs: 60_000 });
    assert.deepEqual(await find(), []);
  });

  it('can be ended early, and several can search at once', async () => {
    await announced({ serial: '123456' });
    const stop = new AbortController();
    const started = Date.now();
    const both = [find({ timeoutMs: 60_000, signal: stop.signal }), find()];
    setTimeout(() => stop.abort(), 400);
    const results = await Promise.all(both);
    assert.deepEqual(
      results.map((found) => found.length),
      [1, 1],
    );
    assert.ok(Date.now() - started < 3000);
  });

  it('says so where multicast is not possible', async () => {
    await assert.rejects(find({ mdns: { port, interfaces: [] } }), { code: 'OFFLINE' });
  });
});
